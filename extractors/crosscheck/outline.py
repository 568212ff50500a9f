"""The outline of a report: entries of its table of contents, lists of attachments, printed numbers of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.crosscheck.book import Book
from extractors.crosscheck.reading import Passage, reading, spot
from extractors.facts import Fact
from extractors.report import Section

#: how a numbered line begins: 第一部分, 一、, （一）, 1.
ENTRY = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,2}部分|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[.、])"
)
_LEADER = re.compile(r"(?<![.…·\-])[.…·\-]*+\d{1,3}$|(?<![.…·])[.…·]{2,}+$")
_PAGE = re.compile(r"^[-\d]{1,5}$")
_ATTACHED = re.compile(r"^附件(?P<number>\d{1,2}|[一二三四五六七八九十]{0,2})[.、：]?《(?P<title>[^》]+)》[。；]?$")
_TABLE_NUMBER = re.compile(r"公开(\d{1,2})表")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents; ``text`` without page number and leader dots."""

    text: str
    passages: tuple[Passage, ...]

    @property
    def is_part(self) -> bool:
        return self.text.startswith("第")

    def fact(self, book: Book) -> Fact:
        """The entry as evidence; one broken over lines is quoted from its first to its last."""
        first, last = self.passages[0].paragraph, self.passages[-1].paragraph
        start, end = first.offsets[0], last.offsets[len(last.plain) - 1] + 1
        return book.spot(start, end, section=self.passages[0].section).but(page=first.place.page)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One entry of a list of attachments."""

    number: str
    title: str
    text: str
    passage: Passage

    def fact(self, book: Book) -> Fact:
        return spot(book, self.passage, 0, len(self.passage.paragraph.plain))


def contents(book: Book) -> list[Entry]:
    """The entries of the table of contents; a line without a number goes on with the one before it."""
    entries: list[Entry] = []
    for passage in reading(book).passages:
        if passage.zone != "toc" or passage.section.key != "toc" or _PAGE.match(passage.paragraph.plain):
            continue
        text = _LEADER.sub("", passage.paragraph.plain)
        if ENTRY.match(passage.paragraph.plain) or not entries:
            entries.append(Entry(text, (passage,)))
        else:
            entries[-1] = Entry(entries[-1].text + text, (*entries[-1].passages, passage))
    return [e for e in entries if ENTRY.match(e.text)]


def attachments(book: Book) -> list[Attachment]:
    """The attachments that the annex lists by number and title."""
    found = []
    for passage in reading(book).passages:
        if passage.zone == "annex" and (match := _ATTACHED.match(passage.paragraph.plain)):
            text = passage.paragraph.text.rstrip("。；")
            found.append(Attachment(match.group("number"), match.group("title"), text, passage))
    return found if len(found) > 1 else []


def printed_numbers(book: Book) -> list[tuple[int, Section, Passage | None]]:
    """The number 公开NN表 of each statutory table, in reading order; a number within the grid has no passage."""
    found: list[tuple[int, Section, Passage | None]] = []
    by_section: dict[int, list[Passage]] = {}
    for passage in reading(book).text("tables").passages:
        by_section.setdefault(id(passage.section), []).append(passage)
    for section in book.report.sections:
        if reading(book).zone(section) != "tables" or section.level != 2:
            continue
        hits = [(m, p) for p in by_section.get(id(section), ()) if (m := _TABLE_NUMBER.search(p.paragraph.plain))]
        if hits:
            found.append((int(hits[0][0].group(1)), section, hits[0][1]))
            continue
        rows = ["".join(row.texts) for t in section.tables for row in t.rows[:3]]
        if match := next((m for row in rows if (m := _TABLE_NUMBER.search(row))), None):
            found.append((int(match.group(1)), section, None))
    return found
