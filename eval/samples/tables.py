"""The nine statutory tables as grids, each cell with its canonical meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from eval.samples.books import Books, Item
from eval.samples.data import raw, subject_name
from eval.samples.document import Grid
from eval.samples.options import Options
from eval.samples.style import Style
from eval.samples.summary import detail_table, fiscal_summary, public_table, summary
from eval.samples.truth import TruthCell

_Amounts = Callable[[str], list[Decimal]]


def build_tables(books: Books, options: Options, titles: dict[str, str]) -> dict[str, Grid]:
    """All nine tables by key. ``titles`` overrides printed titles."""
    style = Style(options)
    grids = {
        "GK01": summary(books, style),
        "GK02": _subjects("GK02", _income_codes(books), lambda c: _income_row(books, c), style, options),
        "GK03": _subjects(
            "GK03", _codes(books, lambda i: i.spending), lambda c: _spending_row(books, c), style, options
        ),
        "GK04": fiscal_summary(books, style),
        "GK05": _subjects(
            "GK05",
            _codes(books, lambda i: i.fiscal, "general"),
            lambda c: _fund_pair(books, c, "general"),
            style,
            options,
        ),
        "GK06": detail_table(books, style, options),
        "GK07": _fund_table(books, style, options),
        "GK08": _capital_table(books, style, options),
        "GK09": public_table(books, style),
    }
    for key, grid in grids.items():
        grid.title = titles.get(key) or raw("tables")["titles"][key]
        grid.caption = [
            f"部门：{books.department.name}",
            f"{books.year}年度",
            f"单位：{'元' if options.yuan else '万元'}",
        ]
        grid.notes.insert(0, raw("tables")["notes"]["all"])
    return grids


def _levels(codes: list[str]) -> list[str]:
    """The codes with their classes and sections, in printed order."""
    return sorted({code[:n] for code in codes for n in (3, 5, 7)})


def _codes(books: Books, value: Callable[[Item], Decimal], fund: str | None = None) -> list[str]:
    return _levels([i.code for i in books.items if fund in (None, i.fund) and value(i)])


def _income_codes(books: Books) -> list[str]:
    return _codes(books, lambda i: abs(i.fiscal_income) + abs(i.own_income))


def _income_row(books: Books, code: str) -> list[Decimal]:
    fiscal = books.of_class(code, lambda i: i.fiscal_income)
    own = books.of_class(code, lambda i: i.own_income)
    kinds = raw("tables")["columns"]["GK02"][2:]
    return [fiscal + own, fiscal, *(own if kind == books.own_kind else Decimal("0.00") for kind in kinds)]


def _spending_row(books: Books, code: str) -> list[Decimal]:
    basic = books.of_class(code, lambda i: i.basic)
    project = books.of_class(code, lambda i: i.project + i.own)
    return [basic + project, basic, project, *[Decimal("0.00")] * 3]


def _fund_pair(books: Books, code: str, fund: str) -> list[Decimal]:
    """小计, 基本支出, 项目支出 of one fund under a code."""
    items = [i for i in books.items if i.fund == fund and i.code.startswith(code)]
    basic, project = sum((i.basic for i in items), Decimal("0.00")), sum((i.project for i in items), Decimal("0.00"))
    return [basic + project, basic, project]


def _fund_row(books: Books, code: str) -> list[Decimal]:
    items = [i for i in books.items if i.fund == "fund" and i.code.startswith(code)]

    def of(name: str) -> Decimal:
        return sum((getattr(i, name) for i in items), Decimal("0.00"))

    return [of("opening"), of("fiscal_income"), *_fund_pair(books, code, "fund"), of("closing")]


def _fund_table(books: Books, style: Style, options: Options) -> Grid:
    codes = _codes(books, lambda i: i.fiscal, "fund")
    grid = _subjects("GK07", codes, lambda c: _fund_row(books, c), style, options, lead=options.class_lead)
    return grid if codes else _emptied(grid, options)


def _capital_table(books: Books, style: Style, options: Options) -> Grid:
    codes = _codes(books, lambda i: i.fiscal, "capital")
    grid = _subjects("GK08", codes, lambda c: _fund_pair(books, c, "capital"), style, options)
    return grid if codes else _emptied(grid, options)


def _emptied(grid: Grid, options: Options) -> Grid:
    """A table without data and the note: zeros where 合计 stands in the second column, else blanks."""
    grid.notes = [raw("tables")["notes"][grid.key]]
    if not options.total_second:
        grid.rows = [["合计"] + [""] * (len(grid.rows[0]) - 1)]
        grid.cells = [TruthCell(c.table, c.row_code, c.row_name, c.column, None) for c in grid.cells]
    return grid


def _subjects(
    key: str, codes: list[str], amounts: _Amounts, style: Style, options: Options, lead: bool = False
) -> Grid:
    """A table led by subject codes: the total, then each class, section and item."""
    columns = raw("tables")["columns"][key]
    head = [list(row) for row in raw("tables")["heads"][key]]
    numbers = [str(n) for n in range(1, len(columns) + 1)]
    second = options.total_second
    grid = Grid(key, "", [], [*head, ["", "栏次", *numbers] if second else ["栏次", "", *numbers]], [])
    for code in ["", *codes]:
        name = subject_name(code) if code else "合计"
        printed = [style.cell(v, key) for v in amounts(code)]
        label = [code, name] if code else ["", name] if second else [name, ""]
        grid.rows.append([*label, *printed])
        grid.cells += _cells(key, code or None, name, columns, printed)
    grid.break_after = len(grid.rows) * 3 // 5 if len(grid.rows) > 12 else None
    return _with_lead(grid, columns) if lead else grid


def _with_lead(grid: Grid, columns: list[str]) -> Grid:
    """The 类 款 项 lead of three columns before the names."""
    grid.head = [
        ["项目", "", "", "", *grid.head[0][2:]],
        ["功能分类科目编码", "", "", "科目名称", *grid.head[1][2:]],
        ["类", "款", "项", "栏次", *(str(n) for n in range(1, len(columns) + 1))],
    ]
    grid.rows = [[r[0], "", "", r[1], *r[2:]] if r[0].isdigit() else ["", "", "", "合计", *r[2:]] for r in grid.rows]
    return grid


def _cells(key: str, code: str | None, name: str, columns: list[str], printed: list[str]) -> Iterator[TruthCell]:
    for column, text in zip(columns, printed, strict=True):
        yield TruthCell(key, code, name, column, text.replace(",", "") or None)
