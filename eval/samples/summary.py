"""The tables that are not led by functional subjects: GK01, GK04, GK06 and GK09."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain, zip_longest

from eval.samples.books import FUNDS, ZERO, Books
from eval.samples.data import class_names, economic_names, raw
from eval.samples.document import Grid
from eval.samples.figures import income_parts
from eval.samples.style import TableStyle, han
from eval.samples.truth import TruthCell

_COLUMNS = ("支出合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_OPENING = "年初财政拨款结转和结余"


class _Sheet:
    """A table of two sides being filled: rows are numbered by 行次, cells are remembered with their meaning."""

    def __init__(self, key: str, style: TableStyle, columns: tuple[str, ...]) -> None:
        self.grid = Grid(key, "", [], style.head(key), [])
        self.style, self.columns = style, columns

    def amount(self, name: str, column: str, value: Decimal) -> str:
        text = self.style.cell(value, self.grid.key)
        self.grid.cells.append(TruthCell(self.grid.key, None, name, column, text.replace(",", "") or None))
        return text

    def left(self, label: str, line: int, value: Decimal | None, name: str | None = None) -> list[str]:
        """Label, 行次 and amount of the income side; no amount where there is no row."""
        amount = "" if value is None else self.amount(name or label, "收入金额", value)
        return [label, *self._line(line), amount]

    def right(self, label: str, line: int, values: list[Decimal] | None, name: str | None = None) -> list[str]:
        if values is None:
            return [label, *self._line(line), *[""] * len(self.columns)]
        amounts = (self.amount(name or label, c, v) for c, v in zip(self.columns, values, strict=True))
        return [label, *self._line(line), *amounts]

    def _line(self, line: int) -> list[str]:
        """The column of 行次, where this report prints it."""
        return [str(line)] if self.style.options.numbered else []

    def add(self, left: list[str], right: list[str]) -> None:
        self.grid.rows.append(left + right)


def summary(books: Books, style: TableStyle) -> Grid:
    """GK01 收入支出决算总表."""
    sheet = _Sheet("GK01", style, ("支出金额",))
    names = raw("tables")["income_rows"]["GK01"]
    own = dict(income_parts(books)[1:])
    incomes = [*(books.income_of(f) for f in FUNDS), *(own[n] for n in names[3:])]
    _body(sheet, names, incomes, [[books.of_class(c, lambda i: i.spending)] for c in class_names()], first_right=32)
    sheet.add(sheet.left("本年收入合计", 27, books.income), sheet.right("本年支出合计", 58, [books.spending]))
    sheet.add(sheet.left("使用非财政拨款结余", 28, ZERO), sheet.right("结余分配", 59, [ZERO]))
    sheet.add(sheet.left("年初结转和结余", 29, books.opening), sheet.right("年末结转和结余", 60, [books.closing]))
    if style.options.numbered:
        sheet.add(["", "30", ""], ["", "61", ""])
    whole = books.grand_total
    sheet.add(sheet.left("总计", 31, whole, "总计(收入)"), sheet.right("总计", 62, [whole], "总计(支出)"))
    sheet.grid.break_after = 20
    return sheet.grid


def fiscal_summary(books: Books, style: TableStyle) -> Grid:
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


def detail_table(books: Books, style: TableStyle) -> Grid:
    """GK06 基本支出决算明细表: two or three lists of economic subjects side by side."""
    grid = Grid("GK06", "", [], style.head("GK06"), [])
    for codes in zip_longest(*_side_by_side(style.options.blocks)):
        row: list[str] = []
        for code in codes:
            row += _economic_cell(grid, books, style, code) if code else ["", "", ""]
        grid.rows.append(row)
    personnel, public = style.cell(books.personnel, "GK06"), style.cell(books.running, "GK06")
    between = [""] * (len(grid.rows[0]) - 6)
    if style.options.total_second:
        grid.rows.append(["", "人员经费合计", personnel, *between, "", "公用经费合计", public])
    else:
        grid.rows.append(["人员经费合计", "", personnel, "公用经费合计", *between, "", public])
    for name, text in (("人员经费合计", personnel), ("公用经费合计", public)):
        grid.cells.append(TruthCell("GK06", None, name, "决算数", text.replace(",", "")))
    grid.break_after = 16
    return grid


def _side_by_side(blocks: int) -> list[list[str]]:
    """The lists of economic subjects: as they are, or those of people on the left and the others on the right."""
    lists: list[list[str]] = raw("economic")["layout"]
    if blocks == 3:
        return lists
    codes = [code for part in lists for code in part]
    return [
        [c for first in ("301", "303") for c in codes if c.startswith(first)],
        [c for c in codes if not c.startswith(("301", "303"))],
    ]


def _economic_cell(grid: Grid, books: Books, style: TableStyle, code: str) -> list[str]:
    value = books.economic_class(code) if len(code) == 3 else books.economic.get(code, ZERO)
    text, name = style.cell(value, "GK06"), economic_names()[code]
    grid.cells.append(TruthCell("GK06", code, name, "决算数", text.replace(",", "")))
    return [code, name, text]


def public_table(books: Books, style: TableStyle) -> Grid:
    """GK09 “三公”经费支出决算表; without any money it has its heads and a note only."""
    public, columns = books.public, raw("tables")["columns"]["GK09"]
    grid = Grid("GK09", "", [], style.head("GK09"), [])
    budget, final = public.row(public.budget), public.row(public.final)
    empty = not budget[0] and not final[0]
    rows = [
        [(f"{side}{column}", value) for column, value in zip(columns, values, strict=True)]
        for side, values in (("预算数", budget), ("决算数", final))
    ]
    row: list[str] = []
    for column, value in chain(*zip(*rows, strict=True)) if style.options.alternate else chain(*rows):
        text = "" if empty else style.cell(value, "GK09")
        row.append(text)
        grid.cells.append(TruthCell("GK09", None, "合计", column, text.replace(",", "") or None))
    if empty:
        grid.notes = [raw("tables")["notes"]["GK09"]]
    else:
        grid.rows.append(row)
    return grid
