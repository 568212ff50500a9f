"""Family C: the section of some provinces on all spending from 财政拨款, by 类, against the table of this spending."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.in_table import functional_rows
from extractors.crosscheck.model import Rule, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact
from extractors.text import fold
from extractors.vocabulary.form import form_words

_TOTAL = "支出合计"


def _classes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 类 that the section tells against the row of the same name."""
    said = _told(book)
    if said and not book.has("GK04"):
        yield insufficient(rule, "GK04/类", [table_title("GK04")])
        return
    rows = {row_key(row): row for row in functional_rows(book, "GK04")}
    told = [f for f in said if _key(f) in rows]
    if not told:
        yield not_applicable(rule, "GK04/类", "正文没有按类说明财政拨款支出")
    for fact in told:
        row = rows[_key(fact)]
        yield equal(rule, book, f"GK04/{row}", [stated(fact)], [book.cell("GK04", row, _TOTAL)])


def _key(fact: Fact) -> str:
    return row_key(fact.row_name.removesuffix("（类）"))


def _told(book: Book) -> list[Fact]:
    """The amounts of the section; one on 一般公共预算 alone has a table and rules of its own."""
    facts = (f for f in book.said.in_section("narrative", *SPENT) if f.unit in MONEY)
    return [f for f in facts if form_words().all_funds.search(fold(f.section.rsplit("/", 1)[-1]))]


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S4-02",
        "正文各类财政拨款支出与财政拨款总表一致",
        "error",
        "正文按类说明财政拨款支出的，每一类的决算数应与财政拨款收入支出决算总表的同名行合计相同。",
        _classes,
    ),
)
