"""The running text of a report by zones, searched as one string: where a pattern stands, with its clause."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from extractors.crosscheck.book import Book
from extractors.facts import Fact
from extractors.report import Paragraph, Report, Section
from extractors.text import fold_width

#: zones of a report, by the part a passage stands in, and how a message calls them
ZONES = {
    "cover": "封面",
    "toc": "目录",
    "profile": "部门概况",
    "tables": "决算表",
    "narrative": "正文",
    "other": "其他说明",
    "glossary": "名词解释",
    "annex": "附件",
}
#: where sentences of the report's own stand; forms and tables cut in pieces by extraction are not among them
TEXT = ("profile", "narrative", "other", "glossary")

_CLAUSE_END = "，。；：！？\n"
_CLAUSE = 36


@dataclass(frozen=True, slots=True)
class Passage:
    """One healed paragraph with the section and the zone it stands in."""

    section: Section
    paragraph: Paragraph
    zone: str

    @property
    def place(self) -> str:
        """Where it stands, in words: 正文（九、财政拨款“三公”经费支出决算情况说明）."""
        chapter = chapter_of(self.section)
        return f"{ZONES[self.zone]}（{chapter}）" if chapter else ZONES[self.zone]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found in a passage; ``start`` and ``end`` count into the paragraph."""

    passage: Passage
    match: re.Match[str]
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words found, as printed."""
        return self.passage.paragraph.text[self.start : self.end]

    @property
    def clause(self) -> tuple[int, int]:
        """The span of the clause around the words, at most some forty characters to each side."""
        plain = self.passage.paragraph.plain
        low, high = max(0, self.start - _CLAUSE), min(len(plain), self.end + _CLAUSE)
        start = next((i + 1 for i in range(self.start - 1, low - 1, -1) if _ends_clause(plain, i)), low)
        end = next((i for i in range(self.end, high) if _ends_clause(plain, i)), high)
        return start, end

    @property
    def quoted(self) -> str:
        """The clause as printed, without white space."""
        start, end = self.clause
        return self.passage.paragraph.text[start:end]

    def fact(self, book: Book) -> Fact:
        """The clause as evidence."""
        return spot(book, self.passage, *self.clause)


def _ends_clause(plain: str, at: int) -> bool:
    """Whether a character ends a clause; a comma between digits does not."""
    return plain[at] in _CLAUSE_END or (plain[at] == "," and not plain[at + 1 : at + 2].isdigit())


class Text:
    """Some passages as one string, a line each, so that a pattern runs once over all of them."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        self.text = "\n".join(p.paragraph.plain for p in passages)
        self._starts: list[int] = []
        at = 0
        for passage in passages:
            self._starts.append(at)
            at += len(passage.paragraph.plain) + 1

    def __bool__(self) -> bool:
        return bool(self.passages)

    def find(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Every place of a pattern that lies within one paragraph."""
        for match in pattern.finditer(self.text):
            index = bisect_right(self._starts, match.start()) - 1
            start, end = match.start() - self._starts[index], match.end() - self._starts[index]
            if start < end <= len(self.passages[index].paragraph.plain):
                yield Hit(self.passages[index], match, start, end)

    def around(self, match: re.Match[str], length: int) -> Hit:
        """The ``length`` characters up to the end of a match, as a place."""
        index = bisect_right(self._starts, match.start()) - 1
        end = match.end() - self._starts[index]
        return Hit(self.passages[index], match, max(0, end - length), end)


class Reading:
    """The passages of a report in reading order, by zone and by the meaning of their section."""

    def __init__(self, report: Report) -> None:
        self.passages: list[Passage] = []
        self.zones: dict[int, str] = {}
        zone = "cover"
        for section in report.sections:
            if section.key == "toc":
                zone = "toc"
            elif section.level == 1:
                zone = section.key if section.key in ZONES else "narrative"
            elif zone in ("cover", "toc") and section.level:
                zone = "narrative"
            self.zones[id(section)] = zone
            self.passages += [Passage(section, paragraph, zone) for paragraph in section.paragraphs]
        self._report = report
        self._joined: dict[tuple[str, ...], Text] = {}

    def zone(self, section: Section) -> str:
        return self.zones[id(section)]

    def text(self, *zones: str) -> Text:
        """The text of some zones."""
        if zones not in self._joined:
            self._joined[zones] = Text([p for p in self.passages if p.zone in zones])
        return self._joined[zones]

    def wide(self, *zones: str) -> Text:
        """The text of some zones, with their headings."""
        key = ("headings", *zones)
        if key not in self._joined:
            found = [p for p in (*self._headings, *self.passages) if p.zone in zones]
            self._joined[key] = Text(sorted(found, key=lambda p: p.paragraph.place.start))
        return self._joined[key]

    @cached_property
    def _headings(self) -> list[Passage]:
        """The headings as passages of their own."""
        found = ((s, _printed(self._report, s)) for s in self._report.sections)
        return [Passage(section, paragraph, self.zone(section)) for section, paragraph in found if paragraph]

    @cached_property
    def by_key(self) -> dict[str, list[Passage]]:
        """Passages by the meaning of their section, annexes left out."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            if passage.zone not in ("annex", "toc") and passage.section.key:
                found.setdefault(passage.section.key, []).append(passage)
        return found

    def said(self, *keys: str) -> str:
        """What the sections of some meanings say, as one folded string."""
        return "\n".join(p.paragraph.plain for key in keys for p in self.by_key.get(key, ()))


def _printed(report: Report, section: Section) -> Paragraph | None:
    """A heading as a paragraph whose characters are found again in the source; None where they are not."""
    source, at = report.source.text, section.place.start
    offsets = array("I")
    for char in section.title:
        at = source.find(char, at, section.place.end)
        if at < 0:
            return None
        offsets.append(at)
        at += 1
    return Paragraph(section.title, fold_width(section.title), offsets, section.place) if offsets else None


_READINGS: WeakKeyDictionary[Book, Reading] = WeakKeyDictionary()


def reading(book: Book) -> Reading:
    """The reading of a report, made once a check."""
    if book not in _READINGS:
        _READINGS[book] = Reading(book.report)
    return _READINGS[book]


def spot(book: Book, passage: Passage, start: int, end: int) -> Fact:
    """Characters ``start`` to ``end`` of a passage as evidence."""
    place = passage.paragraph.span(book.report.source, start, end)
    return book.spot(place.start, place.end, section=passage.section).but(page=place.page)


def heading(book: Book, section: Section) -> Fact:
    """The heading of a section as evidence."""
    place = section.place
    return book.spot(place.start, place.end, section=section).but(page=place.page)


def chapter_of(section: Section) -> str:
    """The heading of the chapter a section lies in, as printed; empty in the part's own text."""
    titles = [t.rstrip("。：") for t in section.path]
    if not titles:
        return ""
    return titles[min(1, len(titles) - 1)] if section.level > 1 else ""
