"""Statutory tables of dumps that print columns by spaces (``pdftotext -layout``), read by where each word stands.

Such a print keeps what other dumps lose: a blank cell is a blank in its place. Figures that stand above one another are
a column; the headings above are told apart by the vocabulary and stand over the columns in their order. A table whose
headings and columns do not come out alike is not read in this way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.headers import is_numbering
from extractors.laid.heading import heads_of, is_heading_word, is_label, repeats
from extractors.laid.matching import outline_of, outline_of_empty
from extractors.laid.pages import pages_of
from extractors.laid.rows import begins_item, rows_of
from extractors.laid.words import PrintedLine, printed_lines
from extractors.report import Cell, Paragraph, Place, Report, Row, Section, Table
from extractors.text import fold
from extractors.vocabulary import TableForm, layout, table_key

#: of the rooms between the words of rows so many are wider than what merely parts two words
_ROOM, _WIDE_ROOMS = 2, 0.3


def laid_table(report: Report, section: Section, form: TableForm, end: int) -> Table | None:
    """The table below the title of a section, up to ``end`` in the source; None where its columns are not sure."""
    source = report.source
    below = source.text[section.place.end : end]
    if "\t" in below or "|" in below:
        return None
    first, last = source.line_of(max(section.place.end - 1, section.place.start)) + 1, source.line_of(end - 1) + 1
    found: list[tuple[int, Table]] = []
    for wide in (True, False):
        lines = [*_body([*printed_lines(source, first, last, wide)])]
        if any(line.numbers for line in lines) and not _is_laid(lines):
            return None
        if (made := _made(form, lines)) is not None:
            found.append(made)
    if not found:
        return None
    table = min(found, key=lambda item: item[0])[1]
    above = section.tables[0] if section.tables else None
    if above is not None:
        return replace(table, caption=above.caption, notes=above.notes, key=above.key, title=above.title)
    paragraphs = [b for b in section.blocks if isinstance(b, Paragraph)]
    return replace(table, caption=[p for p in paragraphs if layout().is_caption(p.plain)], key=section.key)


def _body(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of the table alone: without captions, and none from the first note on."""
    body: list[PrintedLine] = []
    for line in lines:
        text = line.text
        if layout().is_note(text) or any(w in text for w in layout().empty_note) or "。" in text:
            break
        captions = any(layout().is_caption(t) for t in (text, *(fold(w.text) for w in line.words)))
        if captions or "单位：" in text or table_key(text):
            continue
        body.append(line)
    while body and not _ends(body[-1]):
        body.pop()
    return body


def _ends(line: PrintedLine) -> bool:
    """Whether a line can be the last of a table: one of figures, a total, the end of a broken name."""
    return bool(line.numbers) or line.below or line.text in layout().total_labels


def _is_laid(lines: Sequence[PrintedLine]) -> bool:
    """Whether the words of rows stand in places of their own: more than a mark's room apart."""
    rooms = [b.left - a.right for line in lines for a, b in zip(line.words, line.words[1:], strict=False)]
    return bool(rooms) and sum(room > _ROOM for room in rooms) >= _WIDE_ROOMS * len(rooms)


def _made(form: TableForm, lines: Sequence[PrintedLine]) -> tuple[int, Table] | None:
    """The table of some lines and how far its columns are out of line in all."""
    numbering = [line for line in lines if is_numbering(_as_row(line))]
    rest = [line for line in lines if line not in numbering]
    start = next((n for n, line in enumerate(rest) if line.numbers), 0)
    if not start:
        return (0, empty) if (empty := _empty(form, rest)) is not None else None
    while start > 1 and _opens_name(form, rest[start - 1], rest[start]):
        start -= 1
    heading, body = rest[:start], [*_without_headings(rest[start:], rest[:start])]
    pages = pages_of(body, numbering) if heading else []
    outline = outline_of(form, heads_of(form, heading), pages) if pages else None
    rows = rows_of(form, outline, pages) if outline else []
    if outline is None or not rows:
        return None
    head = outline.heading_rows(heading)
    table = Table([*head, *rows], Place(head[0].place.start, rows[-1].place.end, head[0].place.line))
    return sum(page.grid.blur for page in pages), table


def _empty(form: TableForm, lines: Sequence[PrintedLine]) -> Table | None:
    """A table that prints its headings and a total without figures."""
    total = next((n for n, line in enumerate(lines) if n and line.text in layout().total_labels), len(lines))
    if any(line.numbers for line in lines) or not lines:
        return None
    outline = outline_of_empty(form, heads_of(form, lines[:total]))
    if outline is None:
        return None
    rows = outline.heading_rows(lines[:total])
    for line in lines[total : total + 1]:
        place = Place(line.start, line.end, line.line)
        rows.append(Row([Cell(line.text, place), *(Cell("", place) for _ in outline.columns[1:])], place))
    return Table(rows, Place(rows[0].place.start, rows[-1].place.end, rows[0].place.line))


def _as_row(line: PrintedLine) -> Row:
    place = Place(line.start, line.end, line.line)
    return Row([Cell(w.text, place) for w in line.words], place)


def _opens_name(form: TableForm, line: PrintedLine, first: PrintedLine) -> bool:
    """Whether a line above the first row begins names that the row goes on with."""
    if not first.below or any(is_heading_word(form, w.text) for w in line.words):
        return False
    if all(begins_item(w.text) for w in line.words):
        return True
    return len(line.words) == 1 and (all(w.number for w in first.words) or len(first.words) == 1)


def _without_headings(lines: Sequence[PrintedLine], heading: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines without the heading that is printed again, wholly or at the top of a page in part."""
    page, top = -1, False
    for line in lines:
        if line.page != page:
            page, top = line.page, True
        top = top and repeats(line, heading)
        if not top and not any(_same(line, above) for above in heading):
            yield line


def _same(line: PrintedLine, above: PrintedLine) -> bool:
    """Whether a line prints the words of another: in the same places, or labels that no names of rows end in."""
    pairs = [*zip(line.pieces, above.pieces, strict=False)]
    if len(line.pieces) != len(above.pieces) or len(pairs) < 2 or any(fold(a.text) != fold(b.text) for a, b in pairs):
        return False
    return any(is_label(a.text) for a, _ in pairs) or all(a.left == b.left for a, b in pairs)
