"""The nine tables of a department's budget (部门预算): the books are read as what is planned, not as what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from eval.samples.books import FUNDS, ZERO, Books, Item
from eval.samples.data import class_names, economic_names, raw
from eval.samples.document import Grid
from eval.samples.figures import budget_sources
from eval.samples.options import Options
from eval.samples.style import TableStyle, han, plain
from eval.samples.tables import codes_of, fund_pair, subjects
from eval.samples.truth import TruthCell

_FUND_NAMES = ("一般公共预算资金", "政府性基金", "国有资本经营预算")
_BY_FUND = ("合计", "一般公共预算", "政府性基金预算", "国有资本经营预算")


def build_budget(books: Books, options: Options, wording: Mapping[str, Any]) -> dict[str, Grid]:
    """All nine tables by key, in 元 but for the last one, which is in 万元."""
    style = TableStyle(options, {**raw("tables")["heads"], **wording.get("heads", {})})
    every = codes_of(books, lambda i: i.spending)
    grids = {
        "YS01": _whole(books, style),
        "YS02": subjects("YS02", every, lambda c: _sources(books, c), style),
        "YS03": subjects("YS03", every, lambda c: _uses(books, c), style),
        "YS04": _fiscal(books, style),
        **{key: _of_fund(key, fund, books, style) for key, fund in zip(("YS05", "YS06", "YS07"), FUNDS, strict=True)},
        "YS08": _economic(books, style),
        "YS09": _public(books, style),
    }
    for key, grid in grids.items():
        grid.title = f"{books.year}年{raw('tables')['titles'][key]}"
        grid.caption = [f"编制部门：{books.department.name}", f"单位：{'万元' if key == 'YS09' else '元'}"]
    return grids


def _sources(books: Books, code: str) -> list[Decimal]:
    fiscal = books.of_class(code, lambda i: i.fiscal_income)
    own = books.of_class(code, lambda i: i.own_income)
    kinds = [own if value else ZERO for _, value in budget_sources(books)]
    return [fiscal + own, fiscal, *kinds]


def _uses(books: Books, code: str) -> list[Decimal]:
    basic = books.of_class(code, lambda i: i.basic)
    project = books.of_class(code, lambda i: i.project + i.own)
    return [basic + project, basic, project]


def _of_fund(key: str, fund: str, books: Books, style: TableStyle) -> Grid:
    codes = codes_of(books, lambda i: i.fiscal, fund)
    grid = subjects(key, codes, lambda c: fund_pair(books, c, fund), style)
    if not codes:
        grid.rows = [["合计"] + [""] * (len(grid.rows[0]) - 1)]
        grid.cells = [TruthCell(c.table, c.row_code, c.row_name, c.column, None) for c in grid.cells]
        grid.notes = [raw("tables")["notes"][key].format(year=books.year)]
    return grid


def _cell(grid: Grid, name: str, column: str, text: str) -> str:
    grid.cells.append(TruthCell(grid.key, None, name, column, text.replace(",", "") or None))
    return text


def _classes(books: Books, fiscal_only: bool) -> list[tuple[str, str]]:
    """The classes with something planned, by code and name; a budget does not print the others."""

    def amount(item: Item) -> Decimal:
        return item.fiscal if fiscal_only else item.spending

    return [(code, name) for code, name in class_names().items() if books.of_class(code, amount)]


def _whole(books: Books, style: TableStyle) -> Grid:
    """YS01 财务收支预算总表."""
    grid = Grid("YS01", "", [], style.head("YS01"), [])
    funds = [books.income_of(fund) for fund in FUNDS]
    incomes = [("一、财政拨款收入", "财政拨款收入", books.fiscal_income)]
    incomes += [
        (f"{n}. {name}", name, value) for n, (name, value) in enumerate(zip(_FUND_NAMES, funds, strict=True), 1)
    ]
    incomes += [(f"{han(n)}、{name}", name, value) for n, (name, value) in enumerate(budget_sources(books), 2)]
    spent = [
        (f"{han(n)}、{name}", name, books.of_class(code, lambda i: i.spending))
        for n, (code, name) in enumerate(_classes(books, False), 1)
    ]
    total = [("收入总计", "收入总计", books.income), ("支出总计", "支出总计", books.spending)]
    for left, right in [*zip_longest(incomes, spent), tuple(total)]:
        row: list[str] = []
        for side, column in ((left, "本年收入预算数"), (right, "本年支出预算数")):
            row += [side[0], _cell(grid, side[1], column, style.cell(side[2], "YS01"))] if side else ["", ""]
        grid.rows.append(row)
    return grid


def _fiscal(books: Books, style: TableStyle) -> Grid:
    """YS04 财政拨款收支预算总表."""
    grid = Grid("YS04", "", [], style.head("YS04"), [])
    incomes = [
        (f"{han(n)}、{name}", name, books.income_of(fund))
        for n, (name, fund) in enumerate(zip(_FUND_NAMES, FUNDS, strict=True), 1)
    ]
    spent = [(f"{han(n)}、{name}", name, code) for n, (code, name) in enumerate(_classes(books, True), 1)]
    ends = [(("收入总计", "收入总计", books.fiscal_income), ("支出总计", "支出总计", ""))]
    for left, right in [*zip_longest(incomes, spent), *ends]:
        row = [left[0], _cell(grid, left[1], "财政拨款收入预算数", style.cell(left[2], "YS04"))] if left else ["", ""]
        if right:
            parts = [
                sum((i.fiscal for i in books.items if i.fund == f and i.code.startswith(right[2])), ZERO) for f in FUNDS
            ]
            amounts = [sum(parts, ZERO), *parts]
            row += [
                right[0],
                *(_cell(grid, right[1], c, style.cell(v, "YS04")) for c, v in zip(_BY_FUND, amounts, strict=True)),
            ]
        else:
            row += [""] * 5
        grid.rows.append(row)
    return grid


def _economic(books: Books, style: TableStyle) -> Grid:
    """YS08 基本支出部门预算经济分类预算表: 人员经费 and 公用经费 of each subject."""
    grid = Grid("YS08", "", [], style.head("YS08"), [])
    codes = sorted({code[:n] for code, value in books.economic.items() if value for n in (3, 5)})
    amounts = {code: books.economic_class(code) for code in codes}
    rows = [
        (code[:3], code[3:], economic_names()[code], amounts[code], code.startswith(("301", "303"))) for code in codes
    ]
    for first, second, name, value, of_people in rows:
        parts = [value, value if of_people else ZERO, ZERO if of_people else value]
        _economic_row(grid, style, [first, second, name], first + second, name, parts)
    _economic_row(
        grid, style, ["合计", "", ""], None, "合计", [books.personnel + books.running, books.personnel, books.running]
    )
    grid.break_after = len(grid.rows) * 3 // 5
    return grid


def _economic_row(
    grid: Grid, style: TableStyle, lead: list[str], code: str | None, name: str, parts: list[Decimal]
) -> None:
    printed = [style.cell(v, "YS08") for v in parts]
    grid.rows.append([*lead, *printed])
    columns = raw("tables")["columns"]["YS08"]
    grid.cells += [TruthCell("YS08", code, name, c, t.replace(",", "")) for c, t in zip(columns, printed, strict=True)]


def _public(books: Books, style: TableStyle) -> Grid:
    """YS09 “三公”经费和机关运行经费预算表: one row in 万元, as short as the numbers are."""
    grid = Grid("YS09", "", [], style.head("YS09"), [])
    whole, abroad, vehicles, purchase, running, reception = books.public.row(books.public.final)
    values = [whole, abroad, reception, vehicles, purchase, running, books.running]
    columns = raw("tables")["columns"]["YS09"]
    grid.rows.append([_cell(grid, "预算数", c, plain(v)) for c, v in zip(columns, values, strict=True)])
    return grid
