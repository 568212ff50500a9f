"""The document of a report to read beside its data: its text in parts, as printed, with a chosen place marked.

Whatever comes from a report leaves here escaped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from extractors.report import Block, Box, Paragraph, Report, Row, Section, Table, box_in
from extractors.text import squeeze
from page.views.places import TableRow, TableView, head_rows, texts_of, unit_of

if TYPE_CHECKING:
    from extractors.facts import Fact

#: a part of the text ends at the first heading or table behind so many characters
_PART = 4000
#: rows of a table shown on each side of the marked one, or of the first
_ROWS = 150


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to be shown: its span in the source text, and where in it the figure meant begins, and how long it is.

    The source may have white space inside the figure, which is not counted. ``page`` and ``box`` are its place in a
    file with pages; ``label`` says in words what it is.
    """

    start: int
    end: int
    label: str
    figure: tuple[int, int] | None = None
    page: int | None = None
    box: Box | None = None

    @classmethod
    def of(cls, fact: Fact) -> Mark:
        figure = None if fact.at is None else (fact.at, len(squeeze(fact.raw)))
        label = " — ".join(part for part in (fact.row_name, fact.column) if part)
        return cls(fact.start, fact.end, label, figure, fact.page, box_in(fact.spot))

    @classmethod
    def at(cls, report: Report, start: int, end: int, label: str) -> Mark:
        """The mark of a span of the source text."""
        places = report.source.places
        where = places.where(start, end)
        return cls(start, end, label, None, places.page_of(start), where if isinstance(where, tuple) else None)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text: the heading it begins under, and its pieces, a section's heading or a block of it."""

    title: str
    start: int
    pieces: tuple[tuple[Section, Block | None], ...]


def parts_of(report: Report) -> list[Part]:
    """The text of a report in parts that are read at one go, in reading order."""
    parts: list[Part] = []
    held: list[tuple[Section, Block | None]] = []
    size = 0
    for section, block in _pieces(report):
        if held and size > _PART and not isinstance(block, Paragraph):
            parts.append(_part(held))
            held, size = [], 0
        held.append((section, block))
        size += len(section.title) if block is None else block.place.end - block.place.start
    return [*parts, _part(held)] if held else parts


def _pieces(report: Report) -> Iterator[tuple[Section, Block | None]]:
    for section in report.sections:
        if section.title:
            yield section, None
        for block in section.blocks:
            yield section, block


def _part(held: Sequence[tuple[Section, Block | None]]) -> Part:
    section, block = held[0]
    start = section.place.start if block is None else block.place.start
    return Part(section.title or "封面", start, tuple(held))


def part_of(parts: Sequence[Part], offset: int) -> int:
    """The number, from 0, of the part in which an offset of the source text stands."""
    return max(0, bisect_right([part.start for part in parts], offset) - 1)


def part_html(part: Part, facts: Sequence[Fact], mark: Mark | None) -> str:
    """A part of the text as HTML, with the marked place in it."""
    body = "".join(_piece(section, block, facts, mark) for section, block in part.pieces)
    return f'<div class="jz-document" tabindex="0" role="region" aria-label="原文">{body}</div>'


def _piece(section: Section, block: Block | None, facts: Sequence[Fact], mark: Mark | None) -> str:
    if block is None:
        title = escape(section.title)
        marked = mark is not None and section.place.start <= mark.start < section.place.end
        return f"<h3>{f'<mark>{title}</mark>' if marked else title}</h3>"
    if isinstance(block, Paragraph):
        return _paragraph(block, mark)
    return _table(section, block, facts, mark)


def _paragraph(paragraph: Paragraph, mark: Mark | None) -> str:
    """A paragraph with the marked words in ``<mark>``, and in them the figure meant in ``<b>``."""
    text, offsets = paragraph.text, paragraph.offsets
    inside = [i for i, offset in enumerate(offsets) if mark and mark.start <= offset < mark.end]
    if mark is None or not inside:
        return f"<p>{escape(text)}</p>"
    first, last = inside[0], inside[-1] + 1
    begin, length = mark.figure or (mark.end, 0)
    a = next((i for i in inside if offsets[i] >= begin), last)
    b = min(a + length, last)
    meant = f"<b>{escape(text[a:b])}</b>" if a < b else ""
    words = f"{escape(text[first:a])}{meant}{escape(text[b:last])}"
    return f"<p>{escape(text[:first])}<mark>{words}</mark>{escape(text[last:])}</p>"


def _table(section: Section, table: Table, facts: Sequence[Fact], mark: Mark | None) -> str:
    """A table as printed; of a very long one the rows around the marked one."""
    head = min(head_rows(table, facts), max(len(table.rows) - 1, 0))
    whole = mark is not None and mark.start <= table.place.start and table.place.end <= mark.end
    cited = [n for n, row in enumerate(table.rows) if mark and not whole and _meets(row, mark)]
    near = cited[0] if cited else head
    start, end = max(head, near - _ROWS), min(len(table.rows), max(near, head) + _ROWS)
    rows = tuple(
        TableRow(row.place.line, texts_of(row), n in cited, _cells(row, mark) if n in cited else frozenset())
        for n, row in enumerate(table.rows[start:end], start)
    )
    heads = tuple(
        TableRow(row.place.line, texts_of(row), True, _cells(row, mark))
        for n, row in enumerate(table.rows[:head])
        if n in cited
    )
    view = TableView(
        table.title or section.title,
        unit_of(table),
        tuple(texts_of(row) for row in table.rows[:head]),
        (*heads, *rows),
        start - head,
        len(table.rows) - end,
    )
    notes = "".join(_paragraph(note, mark) for note in table.notes)
    return f"{view.html()}{notes}"


def _meets(row: Row, mark: Mark) -> bool:
    return row.place.start < mark.end and mark.start < row.place.end


def _cells(row: Row, mark: Mark | None) -> frozenset[int]:
    """The cells of a row in which the figure stands that is meant."""
    if mark is None or mark.figure is None:
        return frozenset()
    begin = mark.figure[0]
    return frozenset(i for i, c in enumerate(row.cells) if c.text and c.place.start <= begin < c.place.end)
