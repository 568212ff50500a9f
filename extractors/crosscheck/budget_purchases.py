"""Family C for 部门预算: what the text tells of goods, works and services against the table of purchases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, not_applicable
from extractors.crosscheck.model import Rule, Verdict
from extractors.facts import MONEY, PLAIN_TABLE, Fact
from extractors.text import name_key
from extractors.vocabulary import measures, plan_names

#: tables of purchases; services bought from others (政府购买服务) are another thing
_TABLE = re.compile(r"政府采购(?!.*(?:意向|绩效|结果)).*(?:表|情况|预算)$")
#: the kinds of purchases, as a row of a table names them and as the text does
_KINDS = {
    "货物": ("procurement_goods", re.compile("货物类?(?:采购|小计|合计)?")),
    "工程": ("procurement_works", re.compile("工程类?(?:采购|小计|合计)?")),
    "服务": ("procurement_services", re.compile("服务类?(?:采购|小计|合计)?")),
}


def _kinds(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each kind that the text has an amount of against the one row of its name in a table of purchases."""
    compared = False
    for kind, (measure, pattern) in _KINDS.items():
        told, rows = _told(book, measure), _rows(book, pattern)
        if told is None or len(rows) != 1:
            continue
        compared = True
        # a row parts its amount by fund: the first column is all of it
        yield equal(rule, book, f"procurement/{kind}", [stated(told)], [stated(rows[0])])
    if not compared:
        yield not_applicable(rule, "procurement", "正文或政府采购表没有分货物、工程、服务列出金额")


def _told(book: Book, measure: str) -> Fact | None:
    """What the text tells of a kind of purchases."""
    for name in (measures()[measure].name, *plan_names().get(measure, ())):
        if facts := book.said.of("procurement", name, "预算数") or book.said.of("other", name, "预算数"):
            return facts[0]
    return None


def _rows(book: Book, pattern: re.Pattern[str]) -> list[Fact]:
    """The first amount of each row that a table of purchases calls by the name of a kind."""
    rows: dict[tuple[str | None, str], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        if fact.section_key == PLAIN_TABLE and fact.unit in MONEY and _TABLE.search(fact.table or ""):
            rows[fact.table, fact.quote].append(fact)
    firsts = (facts[0] for facts in rows.values())
    return [f for f in firsts if pattern.fullmatch(name_key(f.row_name)) and f.value is not None]


RULES: tuple[Rule, ...] = (
    Rule(
        "C-B-10",
        "政府采购说明与政府采购表一致",
        "error",
        "正文所写货物、工程、服务采购预算，应与政府采购预算表同类一行的金额相同。只在表中该类只有一行时比较。",
        _kinds,
        kind="budget",
    ),
)
