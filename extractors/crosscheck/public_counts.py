"""Family C, 三公: numbers of things in the table and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.table_prose import text_place
from extractors.facts import PLAIN_TABLE, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary.public_counts import public_counts

_SECTION = "three_public"
_TABLE = re.compile("三公")


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each number that the table counts against the one that the text tells of the same."""
    compared = False
    for count in public_counts().counts:
        listed = [f for f in _rows(book) if count.row.search(name_key(f.row_name))]
        said = [
            f
            for f in book.said.in_section(_SECTION, "数量")
            if f.unit in count.units and count.said.search(name_key(f.row_name))
        ]
        # of a thing that the text counts several times (国内, 外宾) it is not sure which one is meant
        if len(listed) != 1 or len({f.value for f in said}) != 1:
            continue
        compared = True
        cell, told = listed[0], said[0]
        if cell.value == told.value:
            yield Verdict(rule, f"counts/{cell.row_name}", Status.PASS)
            continue
        ground = (
            f"《{cell.table}》{cell.row_name}为{cell.raw}，{text_place(_SECTION)}写{told.raw}，两处不一致，请核对。"
        )
        shown = (plain_decimal(cell.value or Decimal(0)), plain_decimal(told.value or Decimal(0)))
        yield Verdict(rule, f"counts/{cell.row_name}", Status.FAIL, ground=ground, facts=(cell, told), shown=shown)
    if not compared:
        yield not_applicable(rule, "counts", "“三公”经费表或正文没有列出可以相比的数量")


def _rows(book: Book) -> list[Fact]:
    """The numbers of things that a table of 三公 lists beside its money."""
    facts = (f for f in book.facts if f.section_key == PLAIN_TABLE and _TABLE.search(f.table or ""))
    return [f for f in facts if f.value is not None and f.column != "序号"]


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S7-05",
        "“三公”经费的数量与表一致",
        "error",
        "正文所写团组、人次、车辆、会议和培训的数量，应与“三公”经费表所列的统计数相同。只在两处各有一个数时比较。",
        _counts,
        kind="both",
    ),
)
