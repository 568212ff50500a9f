"""Family C, items told by their codes (2080501行政单位离退休63.48万元): the amount of the text against its row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import equal, not_applicable
from extractors.crosscheck.model import Rule, Verdict
from extractors.crosscheck.reading import Hit, reading
from extractors.facts import parse_amount

#: a 项 by its code and name, with the amount right behind
_ITEM = re.compile(
    r"(?<![\d.])(?P<code>2\d{6})(?!\d)[-—]?[(]?(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff()、]{1,30}?)[)]?"
    r"(?:支出)?(?:决算|预算)?(?:数)?(?:为|是|：)?(?P<amount>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)万元"
)
#: the chapters that go through the items of a fund, and the tables of these
_CHAPTERS = {
    "general_budget": (("GK05", "小计"), ("YS05", "合计")),
    "gov_fund": (("GK07", "本年支出小计"), ("YS06", "合计")),
    "state_capital": (("GK08", "小计"), ("YS07", "合计")),
}


def _items(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each item that the text tells by its code against the row of that code."""
    told: set[str] = set()
    for hit in reading(book).text("narrative", "other").find(_ITEM):
        cell = _cell_of(book, hit)
        if cell is None or cell.ref.row in told:
            continue
        told.add(cell.ref.row)
        yield equal(rule, book, f"{hit.passage.section.key}/{cell.ref.row}", [_told(book, hit, cell)], [cell])
    if not told:
        yield not_applicable(rule, "按编码说明的科目", "正文没有按编码逐项说明支出")


def _cell_of(book: Book, hit: Hit) -> Cell | None:
    """The cell of an item in the table of the fund that its chapter is on; None where no table has it."""
    tables = _CHAPTERS.get(hit.passage.section.key or "", ())
    cells = (book.cell(table, hit.match.group("code"), column) for table, column in tables)
    return next((cell for cell in cells if cell.state is State.NUMBER), None)


def _told(book: Book, hit: Hit, cell: Cell) -> Cell:
    """The amount of the text as a cell of its own."""
    printed = hit.match.group("amount")
    told = hit.fact(book).but(row_name=hit.match.group("name"), column=cell.ref.column, raw=f"{printed}万元")
    return stated(told.but(value=parse_amount(printed), unit="万元"))


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S5-07",
        "按编码说明的各项支出与表一致",
        "error",
        "正文按科目编码逐项说明金额的，应与支出表中同一编码的金额相同。",
        _items,
        kind="both",
    ),
)
