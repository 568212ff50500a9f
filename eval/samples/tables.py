"""The nine statutory tables as grids, each cell with its canonical meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from eval.samples.books import Books, Item
from eval.samples.data import raw, subject_name
from eval.samples.document import Grid
from eval.samples.options import Options
from eval.samples.style import TableStyle
from eval.samples.summary import detail_table, fiscal_summary, public_table, summary
from eval.samples.truth import TruthCell

#: the amounts of a row by its subject code, or of the total by an empty one
Amounts = Callable[[str], list[Decimal]]


def build_tables(books: Books, options: Options, wording: Mapping[str, Any]) -> dict[str, Grid]:
    """All nine tables by key; the wording of the family may bring ``titles`` and ``heads`` of its own."""
    style = TableStyle(options, {**raw("tables")["heads"], **wording.get("heads", {})})
    grids = {
        "GK01": summary(books, style),
        "GK02": subjects("GK02", _income_codes(books), lambda c: _income_row(books, c), style),
        "GK03": subjects("GK03", codes_of(books, lambda i: i.spending), lambda c: _spending_row(books, c), style),
        "GK04": fiscal_summary(books, style),
        "GK05": subjects(
            "GK05", codes_of(books, lambda i: i.fiscal, "general"), lambda c: fund_pair(books, c, "general"), style
        ),
        "GK06": detail_table(books, style),
        "GK07": _fund_table(books, style),
        "GK08": _capital_table(books, style),
        "GK09": public_table(books, style),
    }
    for key, grid in grids.items():
        grid.title = wording.get("titles", {}).get(key) or raw("tables")["titles"][key]
        unit = f"单位：{'元' if options.yuan else '万元'}"
        grid.caption = [f"部门：{books.department.name}", f"{books.year}年度", unit] if options.numbered else [unit]
        grid.notes.insert(0, raw("tables")["notes"]["all"])
    return grids


def _levels(codes: list[str]) -> list[str]:
    """The codes with their classes and sections, in printed order."""
    return sorted({code[:n] for code in codes for n in (3, 5, 7)})


def codes_of(books: Books, value: Callable[[Item], Decimal], fund: str | None = None) -> list[str]:
    """The subjects under which there is something, with their classes and sections, in printed order."""
    return _levels([i.code for i in books.items if fund in (None, i.fund) and value(i)])


def _income_codes(books: Books) -> list[str]:
    return codes_of(books, lambda i: abs(i.fiscal_income) + abs(i.own_income))


def _income_row(books: Books, code: str) -> list[Decimal]:
    fiscal = books.of_class(code, lambda i: i.fiscal_income)
    own = books.of_class(code, lambda i: i.own_income)
    kinds = raw("tables")["columns"]["GK02"][2:]
    return [fiscal + own, fiscal, *(own if kind == books.own_kind else Decimal("0.00") for kind in kinds)]


def _spending_row(books: Books, code: str) -> list[Decimal]:
    basic = books.of_class(code, lambda i: i.basic)
    project = books.of_class(code, lambda i: i.project + i.own)
    return [basic + project, basic, project, *[Decimal("0.00")] * 3]


def fund_pair(books: Books, code: str, fund: str) -> list[Decimal]:
    """小计, 基本支出, 项目支出 of one fund under a code."""
    items = [i for i in books.items if i.fund == fund and i.code.startswith(code)]
    basic, project = sum((i.basic for i in items), Decimal("0.00")), sum((i.project for i in items), Decimal("0.00"))
    return [basic + project, basic, project]


def _balances(books: Books, code: str, fund: str) -> list[Decimal]:
    """年初结转, 本年收入, the spending and 年末结转 of one fund under a code."""
    items = [i for i in books.items if i.fund == fund and i.code.startswith(code)]

    def of(name: str) -> Decimal:
        return sum((getattr(i, name) for i in items), Decimal("0.00"))

    return [of("opening"), of("fiscal_income"), *fund_pair(books, code, fund), of("closing")]


def _fund_table(books: Books, style: TableStyle) -> Grid:
    codes = codes_of(books, lambda i: i.fiscal, "fund")
    grid = subjects("GK07", codes, lambda c: _balances(books, c, "fund"), style, lead=style.options.class_lead)
    return grid if codes else _emptied(grid, style.options)


def _capital_table(books: Books, style: TableStyle) -> Grid:
    codes = codes_of(books, lambda i: i.fiscal, "capital")
    if style.options.capital_balances:
        columns = raw("tables")["columns"]["GK08_balances"]
        grid = subjects("GK08", codes, lambda c: _balances(books, c, "capital"), style, columns)
    else:
        grid = subjects("GK08", codes, lambda c: fund_pair(books, c, "capital"), style)
    return grid if codes else _emptied(grid, style.options)


def _emptied(grid: Grid, options: Options) -> Grid:
    """A table without data and the note: zeros where 合计 stands in the second column, else blanks."""
    grid.notes = [raw("tables")["notes"][grid.key]]
    if not options.total_second:
        grid.rows = [["合计"] + [""] * (len(grid.rows[0]) - 1)]
        grid.cells = [TruthCell(c.table, c.row_code, c.row_name, c.column, None) for c in grid.cells]
    return grid


def subjects(
    key: str,
    codes: list[str],
    amounts: Amounts,
    style: TableStyle,
    columns: Sequence[str] | None = None,
    lead: bool = False,
) -> Grid:
    """A table led by subject codes: each class, section and item, and the total before or behind them."""
    options = style.options
    columns = columns or raw("tables")["columns"][key]
    numbers = [str(n) for n in range(1, len(columns) + 1)]
    second = options.total_second
    grid = Grid(key, "", [], style.head(key), [])
    if options.numbered:
        grid.head.append(["", "栏次", *numbers] if second else ["栏次", "", *numbers])
    for code in [*codes, ""] if key in options.total_last else ["", *codes]:
        name = subject_name(code) if code else "合计"
        printed = [style.cell(v, key) for v in amounts(code)]
        label = [code, name] if code else ["", name] if second else [name, ""]
        grid.rows.append([*label, *printed])
        grid.cells += _cells(key, code or None, name, columns, printed)
    grid.break_after = len(grid.rows) * 3 // 5 if len(grid.rows) > 12 else None
    if options.split_codes:
        return _split(grid)
    return _with_lead(grid, columns) if lead else grid


def _split(grid: Grid) -> Grid:
    """Codes in three columns, each with its own part: 208, 05, 01. The head has these columns of itself."""
    grid.rows = [
        [r[0][:3], r[0][3:5], r[0][5:], *r[1:]] if r[0].isdigit() else ["合计", "", "", "", *r[2:]] for r in grid.rows
    ]
    return grid


def _with_lead(grid: Grid, columns: Sequence[str]) -> Grid:
    """The 类 款 项 lead of three columns before the names."""
    lined = ["栏次", *(str(n) for n in range(1, len(columns) + 1))] if len(grid.head) > 2 else [""] * (len(columns) + 1)
    grid.head = [
        ["项目", "", "", "", *grid.head[0][2:]],
        ["功能分类科目编码", "", "", "科目名称", *grid.head[1][2:]],
        ["类", "款", "项", *lined],
    ]
    grid.rows = [[r[0], "", "", r[1], *r[2:]] if r[0].isdigit() else ["", "", "", "合计", *r[2:]] for r in grid.rows]
    return grid


def _cells(key: str, code: str | None, name: str, columns: Sequence[str], printed: list[str]) -> Iterator[TruthCell]:
    for column, text in zip(columns, printed, strict=True):
        yield TruthCell(key, code, name, column, text.replace(",", "") or None)
