"""Family A, any table with 科目 codes: no child without its parent, no code twice."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact


def parent(code: str) -> str | None:
    """The code one level up: 7 → 5 → 3 digits; None for a 类."""
    return code[:-2] if len(code) in (5, 7) else None


def _coded_tables(rule: Rule, book: Book) -> list[str]:
    return [table for table in book.tables if book.codes(table)]


def _parents(rule: Rule, book: Book) -> Iterator[Verdict]:
    tables = _coded_tables(rule, book)
    if not tables:
        yield insufficient(rule, "科目", ["各表的科目行"])
    for table in tables:
        yield from _orphans(rule, book, table)


def _orphans(rule: Rule, book: Book, table: str) -> Iterator[Verdict]:
    """One finding for each missing parent. A table that prints no row of a level at all leaves that level out."""
    codes = book.codes(table)
    printed = {len(code) for code in codes}
    orphans: dict[str, list[str]] = {}
    for code in codes:
        above = parent(code)
        if above and above not in codes and len(above) in printed:
            orphans.setdefault(above, []).append(code)
    if not orphans:
        if any(parent(c) and parent(c) not in codes for c in codes):
            yield not_applicable(rule, table, "本表不列上级科目")
        else:
            yield Verdict(rule, table, Status.PASS)
    for above, children in orphans.items():
        yield _orphan(rule, book, table, above, children)


def _orphan(rule: Rule, book: Book, table: str, above: str, children: list[str]) -> Verdict:
    names = "、".join(f"{code} {book.name(table, code)}" for code in children[:4])
    ground = f"{table_title(table)}列有{names}，但没有其上级科目{above}的一行，请核对是否漏列。"
    facts = tuple(fact for code in children for fact in _first(book, table, code))
    return Verdict(rule, f"{table}/{above}", Status.FAIL, ground=ground, facts=facts)


def _first(book: Book, table: str, code: str) -> tuple[Fact, ...]:
    cells = (book.cell(table, code, column) for column in book.columns(table))
    return next((cell.facts[:1] for cell in cells if cell.facts), ())


def _repeated(rule: Rule, book: Book) -> Iterator[Verdict]:
    tables = _coded_tables(rule, book)
    if not tables:
        yield insufficient(rule, "科目", ["各表的科目行"])
    for table in tables:
        repeated = book.printed_twice(table)
        if not repeated:
            yield Verdict(rule, table, Status.PASS)
        elif len(repeated) > 3 and 2 * len(repeated) > len(book.codes(table)):
            ground = f"{table_title(table)}在文件中出现不止一次，无法判断哪一张是本部门的表"
            yield Verdict(rule, table, Status.PARSE_CONFLICT, ground=ground)
        else:
            for code, facts in repeated.items():
                yield _twice(rule, table, code, facts)


def _twice(rule: Rule, table: str, code: str, facts: list[Fact]) -> Verdict:
    rows = "、".join(f"“{f.row_name}”{f.raw or '空白'}" for f in facts)
    ground = f"{table_title(table)}中科目编码{code}出现{len(facts)}次（{rows}），同一表内编码不应重复，请核对。"
    return Verdict(rule, f"{table}/{code}", Status.FAIL, ground=ground, facts=tuple(facts))


RULES: tuple[Rule, ...] = (
    Rule(
        "A-ANY-02",
        "下级科目都有上级科目行",
        "warning",
        "列有项级科目的表应同时列出其款和类，列有款级科目的表应列出其类。",
        _parents,
        kind="both",
    ),
    Rule("A-ANY-04", "科目编码不重复", "warning", "同一张表内，一个科目编码只应出现一行。", _repeated, kind="both"),
)
