"""The tables that are not led by functional subjects: GK01, GK04, GK06 and GK09."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest

from eval.samples.books import FUNDS, ZERO, Books
from eval.samples.data import class_names, economic_names, raw
from eval.samples.document import Grid
from eval.samples.figures import income_parts
from eval.samples.options import Options
from eval.samples.style import Style, han
from eval.samples.truth import TruthCell

_COLUMNS = ("支出合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_OPENING = "年初财政拨款结转和结余"


class _Sheet:
    """A table of two sides being filled: rows are numbered by 行次, cells are remembered with their meaning."""

    def __init__(self, key: str, style: Style, columns: tuple[str, ...]) -> None:
        self.grid = Grid(key, "", [], [list(r) for r in raw("tables")["heads"][key]], [])
        self.style, self.columns = style, columns

    def amount(self, name: str, column: str, value: Decimal) -> str:
        text = self.style.cell(value, self.grid.key)
        self.grid.cells.append(TruthCell(self.grid.key, None, name, column, text.replace(",", "") or None))
        return text

    def left(self, label: str, line: int, value: Decimal | None, name: str | None = None) -> list[str]:
        """Label, 行次 and amount of the income side; no amount where there is no row."""
        return [label, str(line), "" if value is None else self.amount(name or label, "收入金额", value)]

    def right(self, label: str, line: int, values: list[Decimal] | None, name: str | None = None) -> list[str]:
        if values is None:
            return [label, str(line), *[""] * len(self.columns)]
        return [
            label,
            str(line),
            *(self.amount(name or label, c, v) for c, v in zip(self.columns, values, strict=True)),
        ]

    def add(self, left: list[str], right: list[str]) -> None:
        self.grid.rows.append(left + right)


def summary(books: Books, style: Style) -> Grid:
    """GK01 收入支出决算总表."""
    sheet = _Sheet("GK01", style, ("支出金额",))
    names = raw("tables")["income_rows"]["GK01"]
    own = dict(income_parts(books)[1:])
    incomes = [*(books.income_of(f) for f in FUNDS), *(own[n] for n in names[3:])]
    _body(sheet, names, incomes, [[books.of_class(c, lambda i: i.spending)] for c in class_names()], first_right=32)
    sheet.add(sheet.left("本年收入合计", 27, books.income), sheet.right("本年支出合计", 58, [books.spending]))
    sheet.add(sheet.left("使用非财政拨款结余", 28, ZERO), sheet.right("结余分配", 59, [ZERO]))
    sheet.add(sheet.left("年初结转和结余", 29, books.opening), sheet.right("年末结转和结余", 60, [books.closing]))
    sheet.add(["", "30", ""], ["", "61", ""])
    whole = books.grand_total
    sheet.add(sheet.left("总计", 31, whole, "总计(收入)"), sheet.right("总计", 62, [whole], "总计(支出)"))
    sheet.grid.break_after = 20
    return sheet.grid


def fiscal_summary(books: Books, style: Style) -> Grid:
    """GK04 财政拨款收入支出决算总表."""
    sheet = _Sheet("GK04", style, _COLUMNS)
    names = raw("tables")["income_rows"]["GK04"]
    _body(
        sheet, names, [books.income_of(f) for f in FUNDS], [_by_fund(books, c) for c in class_names()], first_right=33
    )
    sheet.add(sheet.left("本年收入合计", 27, books.fiscal_income), sheet.right("本年支出合计", 59, _by_fund(books, "")))
    closing = [books.closing_of(f) for f in FUNDS]
    sheet.add(
        sheet.left(_OPENING, 28, books.opening_of()),
        sheet.right("年末财政拨款结转和结余", 60, [sum(closing, ZERO), *closing]),
    )
    for line, (name, fund) in enumerate(zip(names, FUNDS, strict=True)):
        left = sheet.left(name, 29 + line, books.opening_of(fund), f"{_OPENING}-{name}")
        sheet.add(left, sheet.right("", 61 + line, None))
    whole = [books.income_of(f) + books.opening_of(f) for f in FUNDS]
    sheet.add(
        sheet.left("总计", 32, books.fiscal_total, "总计(收入)"),
        sheet.right("总计", 64, [sum(whole, ZERO), *whole], "总计(支出)"),
    )
    sheet.grid.break_after = 22
    return sheet.grid


def _by_fund(books: Books, code: str) -> list[Decimal]:
    parts = [sum((i.fiscal for i in books.items if i.fund == f and i.code.startswith(code)), ZERO) for f in FUNDS]
    return [sum(parts, ZERO), *parts]


def _body(
    sheet: _Sheet, names: list[str], incomes: list[Decimal], spent: list[list[Decimal]], first_right: int
) -> None:
    """The numbered rows: a few sources on the left, the 26 classes on the right."""
    classes = list(class_names().values())
    pairs = zip_longest(names, incomes)
    lefts = {n: pair for n, pair in enumerate(pairs, start=1)}
    for n, (name, values) in enumerate(zip(classes, spent, strict=True), start=1):
        label, income = lefts.get(n, ("", None))
        left = sheet.left(f"{han(n)}、{label}" if label else "", n, income, label)
        sheet.add(left, sheet.right(f"{han(n)}、{name}", first_right - 1 + n, values, name))


def detail_table(books: Books, style: Style, options: Options) -> Grid:
    """GK06 基本支出决算明细表: three lists of economic subjects side by side."""
    head = [list(r) for r in raw("tables")["heads"]["GK06"]]
    grid = Grid("GK06", "", [], head, [])
    for triple in zip_longest(*raw("economic")["layout"]):
        row: list[str] = []
        for code in triple:
            row += _economic_cell(grid, books, style, code) if code else ["", "", ""]
        grid.rows.append(row)
    personnel, public = style.cell(books.personnel, "GK06"), style.cell(books.running, "GK06")
    if options.total_second:
        grid.rows.append(["", "人员经费合计", personnel, "", "", "", "", "公用经费合计", public])
    else:
        grid.rows.append(["人员经费合计", "", personnel, "公用经费合计", "", "", "", "", public])
    for name, text in (("人员经费合计", personnel), ("公用经费合计", public)):
        grid.cells.append(TruthCell("GK06", None, name, "决算数", text.replace(",", "")))
    grid.break_after = 16
    return grid


def _economic_cell(grid: Grid, books: Books, style: Style, code: str) -> list[str]:
    value = books.economic_class(code) if len(code) == 3 else books.economic.get(code, ZERO)
    text, name = style.cell(value, "GK06"), economic_names()[code]
    grid.cells.append(TruthCell("GK06", code, name, "决算数", text.replace(",", "")))
    return [code, name, text]


def public_table(books: Books, style: Style) -> Grid:
    """GK09 “三公”经费支出决算表; without any money it has its heads and a note only."""
    public, columns = books.public, raw("tables")["columns"]["GK09"]
    grid = Grid("GK09", "", [], [list(r) for r in raw("tables")["heads"]["GK09"]], [])
    budget, final = public.row(public.budget), public.row(public.final)
    empty = not budget[0] and not final[0]
    row: list[str] = []
    for prefix, values in (("预算数", budget), ("决算数", final)):
        for column, value in zip(columns, values, strict=True):
            text = "" if empty else style.cell(value, "GK09")
            row.append(text)
            grid.cells.append(TruthCell("GK09", None, "合计", prefix + column, text.replace(",", "") or None))
    if empty:
        grid.notes = [raw("tables")["notes"]["GK09"]]
    else:
        grid.rows.append(row)
    return grid
