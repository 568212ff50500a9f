"""The runs of lines of a page that may be tables without ruled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from extractors.readers.pdf.lines import Line
from extractors.readers.pdf.unruled.fragments import (
    LEADING,
    LINE,
    Fragment,
    fragments_of,
    is_heading,
    is_listed,
    is_name,
    is_numbering,
    is_total,
)
from extractors.readers.pdf.unruled.headings import headings_of
from extractors.readers.writing import CellText
from extractors.report import Box
from extractors.text import fold
from extractors.vocabulary import is_table_title, layout, table_key

#: so many rows with figures make a table, and so many columns
_ROWS, COLUMNS = 2, 3
#: a lone piece of text with so many characters is prose
_PROSE = 26
_STOP = re.compile(r"[。；]|[，：]$")
#: room between two cells of prose
_GAP = 2.0


@dataclass(slots=True)
class Region:
    """Lines of a page that may be a table or a part of one; ``short``: a row at its top or end, none alone."""

    lines: list[Line]
    rows: list[list[Fragment]] = field(default_factory=list)
    short: bool = False


@dataclass(slots=True)
class Open:
    """An unruled table on one page: its rows from the head down, each with the cells of all columns."""

    region: Region
    cells: list[list[CellText]]
    first: bool = True

    @property
    def box(self) -> Box:
        boxes = [line.box for line in self.region.lines]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def regions_of(lines: Sequence[Line]) -> list[Region]:
    """The runs of lines of a page that have figures in columns, from their headings down."""
    found: list[Region] = []
    run: list[tuple[Line, list[Fragment]]] = []
    for line in [*lines, None]:
        fragments = fragments_of(line) if line is not None else []
        if line is not None and _may_be_row(line, fragments):
            run.append((line, fragments))
            continue
        at_top = bool(run) and run[0][0] is lines[0]
        while run and len(run[0][1]) < 2 and not _overlaps(run) and not (at_top and is_listed(run[0][1])):
            run.pop(0)
        while run and len(run[-1][1]) < 2 and _is_apart(run):
            run.pop()
        figured = sum(len(f) >= 2 and any(x.number for x in f) for _, f in run)
        at_top = bool(run) and run[0][0] is lines[0]
        empty = bool(run) and _is_empty([item[1] for item in run])
        if figured >= _ROWS or (figured and at_top) or empty:
            short = figured < _ROWS and not empty
            found.append(Region([item[0] for item in run], [item[1] for item in run], short))
        elif line is None and (tail := _tail(run)):
            found.append(Region([item[0] for item in tail], [item[1] for item in tail], True))
        run = []
    return found


def _tail(run: Sequence[tuple[Line, list[Fragment]]]) -> Sequence[tuple[Line, list[Fragment]]]:
    """What at the end of a page may be the top of a table: headings alone, or lines of several pieces."""
    headings = headings_of([f for _, fragments in run for f in fragments])
    if sum(is_heading(h.text) for h in headings) >= COLUMNS:
        return run
    return [*takewhile(lambda item: len(item[1]) > 1, reversed(run))][::-1]


def _overlaps(run: Sequence[tuple[Line, list[Fragment]]]) -> bool:
    """Whether a run begins with a piece of a cell centred beside others: nearer to the next than a line is high."""
    if len(run) < 2 or not run[0][1]:
        return False
    return run[1][0].base - run[0][0].base < LINE * run[0][1][0].glyphs[0].size


def _is_apart(run: Sequence[tuple[Line, list[Fragment]]]) -> bool:
    """Whether a run ends with a line that is no piece of a cell: it stands apart, and is no total or figure."""
    last = run[-1][1]
    if len(run) < 2 or not last or last[0].number or is_total(last):
        return False
    return run[-1][0].base - run[-2][0].base > LEADING * run[-1][0].size


def _is_empty(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether lines are the headings of a table and its total alone."""
    known = sum(is_heading(f.text) for row in rows for f in row)
    labels = layout().total_labels
    total = any(fold(r[0].text) in labels and all(f.number for f in r[1:]) for r in rows[1:])
    return total and known >= COLUMNS


def _may_be_row(line: Line, fragments: Sequence[Fragment]) -> bool:
    text = fold(line.text)
    if _STOP.search(text) and len(fragments) < 3 and not _far_apart(fragments):
        return False
    if len(fragments) == 1 and len(text) > _PROSE:
        return False
    if layout().is_note(text) or "单位：" in text or table_key(text) or is_table_title(text):
        return False
    return not any(layout().is_caption(fold(f.text)) for f in fragments)


def _far_apart(fragments: Sequence[Fragment]) -> bool:
    """Whether fragments stand as cells do, not as the words of a sentence."""
    return len(fragments) > 1 and all(b.left - a.right > _GAP * b.glyphs[0].size for a, b in pairwise(fragments))


def head_size(region: Region) -> int:
    """How many lines at the top of a region are its heading: those before the first row with an amount or a code."""
    for number, row in enumerate(region.rows):
        if is_numbering(row):
            continue
        if any(f.number for f in row) and not all(is_heading(f.text) for f in row):
            start = number
            # lines of a name may stand above its figures
            while start > 0 and not is_numbering(region.rows[start - 1]) and is_name(region.rows[start - 1]):
                start -= 1
            return start
    total = (n for n, row in enumerate(region.rows) if n and is_total(row))
    return next(total, len(region.rows))
