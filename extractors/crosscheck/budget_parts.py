"""Family E, the outline of a 部门预算: its parts, the matters that its notes go through, what its contents promise."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.parts import attachments_kept, contents_kept, empty_sections
from extractors.crosscheck.reading import heading, reading
from extractors.crosscheck.required import due
from extractors.facts import Fact
from extractors.report import Section
from extractors.text import fold
from extractors.vocabulary.disclosure import Chapter, disclosure_words

_PART = "其他相关情况说明"


def budget_parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The parts of a budget, under whatever headings its province gives them; an excerpt of one part is not judged."""
    words = disclosure_words().budget
    headed = {s.key for s in book.report.sections if s.level == 1} & {"profile", *(p.key for p in words.parts)}
    if len(headed) < 2:
        yield insufficient(rule, "parts", ["报告各部分的标题（主要职能、预算编制说明……）"])
        return
    yield from (_part(rule, book, part) for part in words.parts)
    yield from _matters(rule, book)
    yield from empty_sections(rule, book)
    yield from contents_kept(rule, book)
    yield from attachments_kept(rule, book)


def _part(rule: Rule, book: Book, part: Chapter) -> Verdict:
    subject = f"part/{part.key}"
    if part.key == "tables":
        return _tables(rule, book, subject, part.name)
    own = part.key != "narrative" and any(s.key == part.key and s.level for s in _body(book))
    if own or _told(book, part):
        return Verdict(rule, subject, Status.PASS)
    return _lacks(rule, book, subject, part.name)


def _tables(rule: Rule, book: Book, subject: str, name: str) -> Verdict:
    """The part with the tables; budgets often publish them in a file of their own."""
    if any(STATUTORY.match(s.key or "") or s.key == "tables" or s.tables for s in _body(book)):
        return Verdict(rule, subject, Status.PASS)
    annexed = any(reading(book).zone(s) == "annex" for s in book.report.sections)
    if annexed or any(disclosure_words().budget.apart.search(p.paragraph.plain) for p in reading(book).passages):
        return insufficient(rule, subject, [f"{name}（可能另行公开）"])
    return _lacks(rule, book, subject, name)


def _matters(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The matters besides income and spending, each under a heading or in the text.

    Where all but one are missing it is their part that is: goals stand under the single projects too.
    """
    matters = disclosure_words().budget.matters
    missing = [m for m in matters if not _has(book, m)]
    if len(missing) >= len(matters) - 1:
        yield _lacks(rule, book, "part/matters", _PART)
        return
    for matter in matters:
        subject = f"section/{matter.key}"
        if matter not in missing:
            yield Verdict(rule, subject, Status.PASS)
        elif not due(book, matter.since):
            yield not_applicable(rule, subject, f"{matter.since}年起应予说明")
        else:
            ground = f"预算说明没有{matter.name}的内容，请补充；没有相关安排的，也应作说明。"
            facts = _place(book)
            yield Verdict(rule, subject, Status.FAIL, ground=ground, severity="warning", facts=facts)


def _has(book: Book, matter: Chapter) -> bool:
    if any(s.key == matter.key and s.level for s in _body(book)):
        return True
    return any(word in line for line in _lines(book, set()) for word in matter.words)


def _told(book: Book, part: Chapter) -> bool:
    """Whether the text shows a part: words of it outside the matters, which speak of budgets and of bodies too."""
    words = [*part.words, *(w for c in disclosure_words().profile if c.key == part.key for w in c.words)]
    profile = [p.paragraph.plain for p in reading(book).text("profile").passages]
    matters = {m.key for m in disclosure_words().budget.matters}
    others = matters | {"duties", "bodies"} if part.key == "narrative" else matters
    return any(w in line for line in profile for w in words) or any(
        w in line for line in _lines(book, others) for w in part.words
    )


def _body(book: Book) -> list[Section]:
    """The sections of the report itself: without table of contents and annexes."""
    return [s for s in book.report.sections if reading(book).zone(s) not in ("toc", "annex")]


def _lines(book: Book, without: set[str]) -> Iterator[str]:
    """Headings and paragraphs of the running text, but for the statutory tables, the glossary and some sections."""
    for section in _body(book):
        if section.key in without or section.key == "glossary" or STATUTORY.match(section.key or ""):
            continue
        if section.level:
            yield fold(section.title)
        yield from (p.plain for p in section.paragraphs)


def _lacks(rule: Rule, book: Book, subject: str, name: str) -> Verdict:
    ground = (
        f"报告没有“{name}”部分。部门预算应包括主要职能、机构设置、预算编制说明、预算表、名词解释"
        "和“三公”经费等其他相关情况的说明，请补充。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=_place(book))


def _place(book: Book) -> tuple[Fact, ...]:
    """The heading of the last part, after which something is missing."""
    parts = [s for s in book.report.sections if s.level == 1 and s.key != "toc"]
    return tuple(heading(book, s) for s in parts[-1:])
