"""Characters of a page put together to lines, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.readers.pdf.page import Glyph
from extractors.readers.writing import Piece
from extractors.report import Box

#: characters whose base lines are apart by less of their height stand on one line
_SAME_LINE = 0.35
#: room between two characters, in their height, that parts words; between a figure and a Chinese character, which
#: Word sets a quarter apart; between Latin words
_WORD, _FIGURE, _LATIN_WORD = 0.75, 0.4, 0.18
#: a character drawn again so near the first (to look bold) is one
_TWICE = 0.3
#: so many characters may be set from top to bottom, where columns are further apart by this than characters
_SET_DOWN, _APART = 4, 1.08
_LATIN = re.compile(r"[A-Za-z0-9.,%()\-]")


@dataclass(slots=True)
class Line:
    """Characters that stand beside one another, from left to right."""

    glyphs: list[Glyph]

    @property
    def box(self) -> Box:
        return box_of(self.glyphs)

    @property
    def base(self) -> float:
        return median(g.base for g in self.glyphs)

    @property
    def size(self) -> float:
        return median(g.size for g in self.glyphs)

    @property
    def text(self) -> str:
        return "".join(g.text for g in self.glyphs)

    def words(self, room: float = _WORD) -> Iterator[list[Glyph]]:
        """Runs of characters with no room between them: none that is ``room``, in their height, or more."""
        run: list[Glyph] = []
        for glyph in self.glyphs:
            if run and _parted(run[-1], glyph, room):
                yield run
                run = []
            run.append(glyph)
        if run:
            yield run


def _parted(before: Glyph, glyph: Glyph, room: float) -> bool:
    mixed = bool(_LATIN.match(before.text)) is not bool(_LATIN.match(glyph.text))
    # two figures: a space inside one stands beside its comma or point
    apart = mixed or (before.text.isdigit() and glyph.text.isdigit())
    return glyph.x0 - before.x1 > (min(_FIGURE, room) if apart else room) * min(glyph.size, before.size)


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The box around some characters."""
    return (
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
    )


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that characters stand on, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        near = rows and abs(glyph.base - rows[-1][-1].base) <= _SAME_LINE * min(glyph.size, rows[-1][-1].size)
        if near:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [Line(_once(sorted(row, key=lambda g: g.x0))) for row in rows]


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters without those that are drawn again at the same place."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        again = any(
            k.text == glyph.text and abs(k.x0 - glyph.x0) <= _TWICE * max(k.x1 - k.x0, 0.1) and k.x0 <= glyph.x1
            for k in kept[-3:]
        )
        if not again:
            kept.append(glyph)
    return kept


def joined(glyphs: Sequence[Glyph]) -> str:
    """The characters of a run, with a space where Latin words are apart."""
    text: list[str] = []
    for before, glyph in zip([None, *glyphs], glyphs, strict=False):
        if before is not None and _apart(before, glyph):
            text.append(" ")
        text.append(glyph.text)
    return "".join(text)


def _apart(before: Glyph, glyph: Glyph) -> bool:
    both = _LATIN.match(before.text) and _LATIN.match(glyph.text)
    room = glyph.x0 - before.x1
    return bool(both) and room > _LATIN_WORD * min(before.size, glyph.size) and not _is_number(before, glyph)


def _is_number(before: Glyph, glyph: Glyph) -> bool:
    """Whether room stands inside a number: 4, 233. 22."""
    return before.text in ".,，" or (before.text.isdigit() and glyph.text in ".,")


def _columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]] | None:
    """The columns of text that is set from top to bottom, from the right one on; None for text set in lines.

    In either way characters are nearer to the next one than the lines, or columns, are to one another.
    """
    if len(glyphs) < _SET_DOWN or not all("\u4e00" <= g.text <= "\u9fff" or g.text in "（）、" for g in glyphs):
        return None
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.middle[0]):
        if columns and abs(columns[-1][0].middle[0] - glyph.middle[0]) <= _SAME_LINE * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    down = [b.base - a.base for c in columns for a, b in pairwise(sorted(c, key=lambda g: g.base))]
    across = [a[0].middle[0] - b[0].middle[0] for a, b in pairwise(columns)]
    if not down or not across or median(across) <= _APART * median(down) or median(down) > 1.5 * glyphs[0].size:
        return None
    return [sorted(column, key=lambda g: g.base) for column in columns]


def wrapped(glyphs: Sequence[Glyph]) -> list[Piece]:
    """The text of a cell, line by line. Nothing parts its lines but where a Latin word ends with one."""
    if (columns := _columns(glyphs)) is not None:
        return [Piece("".join(g.text for g in column), box_of(column)) for column in columns]
    pieces: list[Piece] = []
    for line in lines_of(glyphs):
        text = "".join(joined(run) for run in line.words())
        if pieces and pieces[-1].text[-1:].isascii() and text[:1].isascii():
            last, first = pieces[-1].text[-1:], text[:1]
            if last.isalpha() and first.isalpha():
                text = f" {text}"
        pieces.append(Piece(text, line.box))
    return pieces


def spread(line: Line, left: float, width: float) -> Iterator[Piece]:
    """A line with its words as far apart as they stand: ``width`` is that of a column, ``left`` the first one's edge.

    Between two words there is one space at least, and before the first as many as it is indented.
    """
    column = 0
    for number, run in enumerate(line.words()):
        at = round((run[0].x0 - left) / width)
        room = max(at - column, 1 if number else 0)
        text = joined(run)
        if room:
            yield Piece(" " * room)
            column += room
        yield Piece(text, box_of(run))
        column += sum(2 if not c.isascii() else 1 for c in text)
