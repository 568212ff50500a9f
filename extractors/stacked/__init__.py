"""Tables whose cells stand one per line, as a web page or a Word file leaves them when it is dumped as text.

No mark tells such a table from prose, nor one cell from the next. So it is read only below the title of a known table,
where the words of its header stand one after another: they tell how many amounts a row has. Rows begin at codes, totals
and items; what cannot be told stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from extractors.annex.words import canonical_column
from extractors.headers import is_amount
from extractors.readers.document import Document, TextLine
from extractors.report import Cell, Place, Row, Table
from extractors.stacked.annexed import form_rows
from extractors.stacked.cells import Piece, blank_after, ends_table, is_total, pieces_of, row_of, uncounted
from extractors.stacked.heading import (
    Heading,
    code_heading,
    header_end,
    items_heading,
    sides_heading,
    triples_heading,
    wide_heading,
)
from extractors.stacked.rows import Body, code_rows, item_rows, side_rows, triple_rows, wide_rows
from extractors.text import fold, name_key
from extractors.vocabulary import TableForm, layout, table_forms, table_key

#: so many lines of captions may stand between title and header
_CAPTIONS = 8
#: a header has so many words at least
_WORDS = 3

#: 编制部门：某市某局
_LABELLED = re.compile(r"^[^，。；：]{2,6}：[^，。；]{0,40}$")
#: no form has more lines
_FORM = 600
#: a table is not read where so many of the lines below its last row still hold amounts
_BEYOND = 6

Block = TextLine | Table


def restored(document: Document) -> Document:
    """A document with the tables whose cells stand one per line as tables."""
    blocks: list[Block] = []
    for lines, run in groupby(document.blocks, key=lambda block: isinstance(block, TextLine)):
        found = list(run)
        blocks += _restored([b for b in found if isinstance(b, TextLine)]) if lines else found
    return replace(document, blocks=blocks)


def _restored(lines: Sequence[TextLine]) -> Iterator[Block]:
    """Lines of text with tables in the place of their cells."""
    done = 0
    for at, line in enumerate(lines):
        if at < done:
            continue
        yield line
        form = table_forms().get(table_key(fold(line.text)) or "")
        start = _below_captions(lines, at + 1)
        if start >= len(lines):
            continue
        if form is None:
            start = at + 1 if _is_heading(lines[at + 1 : at + 4]) else start
            if not _may_be_form(line, lines[start:]):
                continue
            rows, size = form_rows(pieces := pieces_of(lines[start : start + _FORM], coded=False))
            if rows:
                yield from lines[at + 1 : start]
                yield _of(rows, pieces[size - 1].place.end)
                done = _first_after(lines, start, pieces[size - 1].place.end)
            continue
        table, end = _table(pieces_of(_up_to_end(lines, start)), form)
        if table is not None:
            yield from lines[at + 1 : start]
            yield table
            done = _first_after(lines, start, end)


def _up_to_end(lines: Sequence[TextLine], start: int) -> Iterator[TextLine]:
    """The lines from a place on that one table may have, with the line at which none goes on."""
    for n in range(start, len(lines)):
        yield lines[n]
        if ends_table(fold(lines[n].text)):
            return


def _below_captions(lines: Sequence[TextLine], at: int) -> int:
    """Where the captions below a title end: its number, the unit, the department, which may stand on the next line."""
    end = at
    while end < min(len(lines), at + _CAPTIONS):
        text = fold(lines[end].text).strip("()")
        named = end > at and fold(lines[end - 1].text).endswith("：")
        if not named and not layout().is_caption(text) and not _LABELLED.match(text):
            break
        end += 1
    return end


def _table(pieces: Sequence[Piece], form: TableForm) -> tuple[Table | None, int]:
    """The table of a form that begins at the first line, and where in the source it ends."""
    if form.layout == "wide":
        items, at = items_heading(pieces, form)
        if items is not None:
            return _made(pieces, at, items, item_rows(pieces, at, form, items))
    words, numbered, at = header_end(pieces, form)
    if len(words) < _WORDS:
        return None, 0
    if any(name_key(c.text) == "序号" for c in words):
        pieces = [*pieces[:at], *uncounted(pieces[at:])]
    heading, body = _read(pieces, at, form, words, numbered)
    if heading is None:
        return None, 0
    return _made(pieces, at, heading, body)


def _made(pieces: Sequence[Piece], at: int, heading: Heading, body: Body) -> tuple[Table | None, int]:
    """Header and rows as one table, and where in the source it ends; none where its rows go on unread."""
    if not body.rows:
        empty = _empty(pieces, at, heading)
        if empty is None:
            return None, 0
        body = empty
    if _goes_on(pieces[body.end : body.end + _BEYOND]):
        return None, 0
    end = pieces[body.end - 1].place.end
    return _of([*heading.rows, *body.rows], end, body.lossy), end


def _first_after(lines: Sequence[TextLine], at: int, end: int) -> int:
    """The first line from a place on that begins behind a place in the source."""
    return next((n for n in range(at, len(lines)) if lines[n].place.start >= end), len(lines))


def _of(rows: list[Row], end: int, lossy: bool = False) -> Table:
    first = rows[0].place
    return Table(rows, Place(first.start, end, first.line, first.page), stacked=lossy)


def _may_be_form(line: TextLine, below: Sequence[TextLine]) -> bool:
    """Whether a form may begin below a line: headings of columns stand there, or the line is the title of a form."""
    return fold(line.text).endswith(layout().annex_titles) or _is_heading(below[:3])


def _is_heading(lines: Sequence[TextLine]) -> bool:
    return len(lines) == 3 and all(canonical_column(line.text) is not None for line in lines)


def _read(
    pieces: Sequence[Piece], at: int, form: TableForm, words: list[Cell], numbered: int
) -> tuple[Heading | None, Body]:
    nothing = Body([], at, False)
    if form.layout == "code" or (form.layout == "triples" and _lists(words) == 1):
        heading = code_heading(words, numbered)
        return heading, code_rows(pieces, at, heading) if heading else nothing
    if form.layout == "triples":
        heading = triples_heading(words)
        return heading, triple_rows(pieces, at, form, heading) if heading else nothing
    if form.layout == "blocks":
        heading = sides_heading(words)
        return heading, side_rows(pieces, at, form, heading) if heading else nothing
    heading = wide_heading(form, words, numbered)
    return heading, wide_rows(pieces, at, heading) if heading else nothing


def _lists(words: Sequence[Cell]) -> int:
    return sum(name_key(c.text).endswith(("编码", "代码")) for c in words)


def _empty(pieces: Sequence[Piece], at: int, heading: Heading) -> Body | None:
    """A table printed without figures: at most a total stands between its header and what follows the table."""
    end = at
    while end < len(pieces) and is_total(pieces[end]):
        end += 1
    if end < len(pieces) and not pieces[end].ends:
        return None
    cells = heading.lead + heading.width
    totals = [row_of([p.cell, *(blank_after(p.cell) for _ in range(cells - 1))]) for p in pieces[at:end]]
    return Body(totals, end, False)


def _goes_on(pieces: Sequence[Piece]) -> bool:
    """Whether the table has further rows that were not taken for any: amounts before the line that ends it."""
    own = takewhile(lambda piece: piece.is_figure or piece.is_word, pieces)
    return any(is_amount(piece.text) for piece in own)
