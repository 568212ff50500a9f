"""Chunks: a report cut into pieces for text search, along its sections and never across them.

A chunk keeps the span of the source it came from, so what it cites is cut out of the source. Headings without text
and the table of contents give no chunk: they match every question and answer none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractors.facts import Fact, plain_decimal
from extractors.report import Paragraph, Place, Report, Section, Source, Table
from extractors.text import fold_width

if TYPE_CHECKING:
    from extractors.extract import Extraction

#: paragraphs of a section are put together until they reach the first; a chunk does not grow beyond the second
ENOUGH, MOST = 200, 500

_FIGURE_CAPTION = re.compile(r"^图\d+[：:.、 ]?[^。；]{0,30}$")
_LIST_START = re.compile(r"^(?:[(]?[一二三四五六七八九十]{1,3}[)、]|[(]?\d{1,2}[).、]|[①-⑳])")
_TERM = re.compile(r"^[^。；]{2,40}[：:]")
_STOP = re.compile(r"(?<=[。；！？])")
_WORD = re.compile(r"[0-9a-z\u3400-\u9fff]")
#: what the word splitter cuts in one go: it never looks across anything else, and takes rare characters one by one
_RUN = re.compile(r"[\u4e00-\u9fd5a-z0-9+#&._%\-]+|[\u3400-\u4dbf\u9fd6-\u9fff]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a report. ``kind`` is prose, item (of a list of duties), definition or table.

    ``section`` is the printed heading path, ``section_key`` its meaning. ``text`` is readable text, ``start`` and
    ``end`` the span in the source. ``tokens`` are its words and those of its heading, separated by blanks.
    """

    chunk_id: str
    doc_id: str
    ordinal: int
    kind: str
    section: str
    section_key: str | None
    text: str
    start: int
    end: int
    line: int
    page: int | None
    lead: str
    tokens: str

    @property
    def indexed(self) -> str:
        """The text that is searched: led by report title and section path, so that a piece tells what it is about."""
        return f"{self.lead}\n{self.text}"


@dataclass(slots=True)
class _Piece:
    """Text on its way into a chunk."""

    kind: str
    text: str
    place: Place


@dataclass(slots=True)
class _Lines:
    """Readable lines of one table, gathered into pieces of a bearable size under the same header."""

    header: str
    lines: list[str] = field(default_factory=list)
    first: Place | None = None
    last: Place | None = None

    def piece(self, source: Source) -> _Piece | None:
        if self.first is None or self.last is None:
            return None
        place = source.place(self.first.start, self.last.end, self.first.page)
        return _Piece("table", "\n".join([self.header, *self.lines]), place)


def chunks_of(extraction: Extraction) -> list[Chunk]:
    """The chunks of a report in reading order."""
    report = extraction.report
    facts = sorted((f for f in extraction.facts if f.origin != "prose"), key=lambda f: f.start)
    title = report_title(report)
    chunks: list[Chunk] = []
    for section in report.sections:
        if section.key == "toc" or section.level == 0:
            continue
        lead = " ".join([title, *section.path])
        for piece in _pieces(section, report.source, facts):
            chunks.append(_chunk(report, section, piece, lead, len(chunks)))
    return chunks


def report_title(report: Report) -> str:
    """Department, year and kind of report, as people call it."""
    who = report.identity
    kind = "预算" if who.kind == "budget" else "决算"
    return f"{who.department or report.file}{f'{who.year}年度' if who.year else ''}部门{kind}"


def _chunk(report: Report, section: Section, piece: _Piece, lead: str, ordinal: int) -> Chunk:
    place = piece.place
    return Chunk(
        chunk_id=f"{report.doc_id}:{ordinal:04d}",
        doc_id=report.doc_id,
        ordinal=ordinal,
        kind=piece.kind,
        section="/".join(section.path),
        section_key=section.key,
        text=piece.text,
        start=place.start,
        end=place.end,
        line=place.line,
        page=place.page,
        lead=lead,
        tokens=" ".join(words(f"{lead}\n{piece.text}")),
    )


def _pieces(section: Section, source: Source, facts: list[Fact]) -> Iterator[_Piece]:
    """The pieces of one section: runs of prose between its tables, and the tables."""
    captions = {id(p) for table in section.tables for p in table.caption if _is_label(p)}
    run: list[Paragraph] = []
    for block in section.blocks:
        if isinstance(block, Table):
            yield from _prose(section, source, run)
            yield from _table(section, source, block, facts)
            run = []
        elif id(block) not in captions and not _FIGURE_CAPTION.match(block.plain):
            run.append(block)
    yield from _prose(section, source, run)


def _is_label(paragraph: Paragraph) -> bool:
    """Whether a line above a table only labels it (title, unit, department); a sentence there is prose."""
    return not re.search(r"[，；。]", paragraph.plain)


def _prose(section: Section, source: Source, run: list[Paragraph]) -> Iterator[_Piece]:
    if section.key == "duties" and sum(bool(_LIST_START.match(p.plain)) for p in run) >= 3:
        return _joined("item", source, _by_start(run, _LIST_START))
    if section.key == "glossary":
        return _joined("definition", source, _by_start(run, _LIST_START, _TERM))
    return _joined("prose", source, _by_size(run))


def _by_start(run: list[Paragraph], *starts: re.Pattern[str]) -> list[list[Paragraph]]:
    """Groups that begin at each paragraph that starts an item; what follows an item belongs to it."""
    groups: list[list[Paragraph]] = []
    for paragraph in run:
        if not groups or any(start.match(paragraph.plain) for start in starts):
            groups.append([])
        groups[-1].append(paragraph)
    return groups


def _by_size(run: list[Paragraph]) -> list[list[Paragraph]]:
    """Groups of neighbouring paragraphs of about ENOUGH to MOST characters."""
    groups: list[list[Paragraph]] = []
    size = MOST + 1
    for paragraph in run:
        length = len(paragraph.text)
        if size >= ENOUGH or size + length > MOST:
            groups.append([])
            size = 0
        groups[-1].append(paragraph)
        size += length
    return groups


def _joined(kind: str, source: Source, groups: Iterable[list[Paragraph]]) -> Iterator[_Piece]:
    for group in groups:
        if len(group) == 1 and len(group[0].text) > MOST:
            yield from _split(kind, source, group[0])
        else:
            first, last = group[0].place, group[-1].place
            yield _Piece(kind, "\n".join(p.text for p in group), source.place(first.start, last.end, first.page))


def _split(kind: str, source: Source, paragraph: Paragraph) -> Iterator[_Piece]:
    """A very long paragraph, cut at the ends of its sentences."""
    start = end = 0
    for sentence in _STOP.split(paragraph.text):
        if end > start and end - start + len(sentence) > MOST:
            yield _Piece(kind, paragraph.text[start:end], paragraph.span(source, start, end))
            start = end
        end += len(sentence)
    if end > start:
        yield _Piece(kind, paragraph.text[start:end], paragraph.span(source, start, end))


def _table(section: Section, source: Source, table: Table, facts: list[Fact]) -> Iterator[_Piece]:
    """Rows as readable lines: ``subject：column=value``, from the facts read there; else the cells as printed."""
    unit = next((p.text for p in table.caption if "单位：" in p.plain and len(p.text) < 20), "")
    lines = _Lines(" ".join(filter(None, [table.title or section.title, unit])))
    for place, line in _rows(table, facts):
        if sum(map(len, lines.lines)) + len(line) > MOST and (piece := lines.piece(source)):
            yield piece
            lines = _Lines(lines.header)
        lines.lines.append(line)
        lines.first, lines.last = lines.first or place, place
    if piece := lines.piece(source):
        yield piece


def _rows(table: Table, facts: list[Fact]) -> Iterator[tuple[Place, str]]:
    """The rows that say something; header rows are left out where facts name their columns already."""
    first = bisect_left(facts, table.place.start, key=_start)
    known = facts[first : bisect_left(facts, table.place.end, first, key=_start)]
    for row in table.rows:
        first = bisect_left(known, row.place.start, key=_start)
        here = known[first : bisect_left(known, row.place.end, first, key=_start)]
        header = bool(known) and row.place.end <= known[0].start
        cells = [cell.text for cell in row.cells if cell.text]
        line = _fact_line(here) if here else " ".join(cells)
        # words of a form that no fact tells (a cell out of its column) are searched all the same
        line = " ".join([line, *(c for c in cells if here and len(c) >= 12 and c not in line)])
        if line and not header:
            yield row.place, line


def _start(fact: Fact) -> int:
    return fact.start


def _fact_line(facts: list[Fact]) -> str:
    """The facts of one row: each subject once, then its columns; printed blanks are left out."""
    by_subject: dict[str, list[str]] = {}
    for fact in facts:
        value = fact.raw if fact.value is None else plain_decimal(fact.value)
        subject = f"{fact.row_code} {fact.row_name}" if fact.row_code else fact.row_name
        cells = by_subject.setdefault(subject, [])
        if value:
            cells.append(f"{fact.column}={value}")
    return "；".join(f"{subject}：{'，'.join(cells)}" if cells else subject for subject, cells in by_subject.items())


def words(text: str) -> list[str]:
    """The Chinese words, Latin words and numbers of a text, in order; punctuation and white space are left out."""
    return [word for run in _RUN.findall(fold_width(text).lower()) for word in _words_of(run)]


@lru_cache(maxsize=1 << 14)
def _words_of(run: str) -> tuple[str, ...]:
    """The words of a piece without punctuation: the splitter looks no further, and tables repeat the same few names."""
    return tuple(word for word in _jieba().cut_for_search(run) if _WORD.search(word))


def is_word(text: str) -> bool:
    """Whether the dictionary of the word splitter has a word."""
    return bool(_jieba().FREQ.get(text, 0))


def learn(vocabulary: Iterable[str]) -> None:
    """Teach the word splitter names that its dictionary lacks, such as fiscal terms or departments.

    Chunks already stored keep the words they were split into.
    """
    splitter = _jieba()
    for word in vocabulary:
        if len(word) > 1 and splitter.FREQ.get(word, 0) == 0:
            splitter.add_word(word)
            _words_of.cache_clear()


@lru_cache(maxsize=1)
def _jieba() -> Any:
    """A word splitter of our own: loaded on first use (0.4 s), silent, and without jieba's cache file in the shared
    temporary folder, which saves no time and is unpickled on trust."""
    import jieba

    jieba.setLogLevel(60)
    splitter = jieba.Tokenizer()
    splitter.FREQ, splitter.total = splitter.gen_pfdict(splitter.get_dict_file())
    splitter.initialized = True
    return splitter
