"""Tables without ruled lines over the pages they go on over: rows by what stands beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractors.readers.pdf.unruled.columns import columns_of, under_heads
from extractors.readers.pdf.unruled.forms import form_of
from extractors.readers.pdf.unruled.fragments import (
    Fragment,
    is_heading,
    is_listed,
    is_numbering,
    is_total,
    parted_heading,
)
from extractors.readers.pdf.unruled.headings import headed
from extractors.readers.pdf.unruled.parts import Column, column_at, edges_of
from extractors.readers.pdf.unruled.regions import COLUMNS, Open, Region, head_size
from extractors.readers.writing import CellText, Piece


def opened(runs: Sequence[Sequence[Region]]) -> list[Open]:
    """The tables of regions; each run has the regions of the pages that one table goes on over."""
    return [table for run in runs for table in _opened(run)]


def _opened(run: Sequence[Region]) -> list[Open]:
    if all(region.short for region in run):
        return []
    if found := _tables(run) or form_of(run):
        return found
    # what ended the page before, or begins the next one, may be no part of it
    if run[0].short:
        return _opened(run[1:])
    return _opened(run[:-1]) if run[-1].short else []


def goes_on(above: Region, below: Region) -> bool:
    """Whether a region at the top of a page may be the rest of the one that ended the page before."""
    head = head_size(below)
    if head == 0 or not all(is_heading(f.text) for f in below.rows[0]):
        return True
    if _tables([above]) is None:
        return True  # a form, any of whose rows may be headings
    return [[f.text for f in row] for row in below.rows[:head]] == [[f.text for f in row] for row in above.rows[:head]]


def _tables(run: Sequence[Region]) -> list[Open] | None:
    """The pieces of one table, page by page; None where its columns or headings are in doubt."""
    head = head_size(run[0])
    heading = run[0].rows[:head]
    bodies = [region.rows[head if n == 0 else _repeated(region, heading) :] for n, region in enumerate(run)]
    if head == 0:
        return None
    # the headings may end their page, and the numbers of the columns begin the next one
    split = not bodies[0] and len(run) > 1
    below = [*takewhile(is_numbering, bodies[1])] if split else []
    if split:
        bodies[1] = bodies[1][len(below) :]
    figured = any(f.number for body in bodies for row in body for f in row)
    columns = columns_of([row for body in bodies for row in body]) if figured else []
    if columns is None:
        return None
    pieces, numbering = parted_heading([*heading, *below])
    columns = under_heads(columns, pieces, [row for body in bodies for row in body])
    levels = headed(columns, pieces, [f for row in numbering for f in row])
    if levels is None or len(levels.columns) < COLUMNS:
        return None
    numbered = [_placed(row, levels.columns, loose=True) for row in numbering]
    tables: list[Open] = []
    for n, (region, body) in enumerate(zip(run, bodies, strict=True)):
        rows = [] if split and n == 0 else _rows(body, levels.columns)
        if rows is None:
            return None
        top = levels.rows if n == 0 else []
        tables.append(Open(region, [*top, *(numbered if n == split else []), *rows], n == 0))
    return tables


def _repeated(region: Region, heading: Sequence[Sequence[Fragment]]) -> int:
    """How many lines of a region repeat the heading of its table."""
    printed = [[f.text for f in row] for row in heading]
    return len(printed) if [[f.text for f in row] for row in region.rows[: len(printed)]] == printed else 0


def _rows(body: Sequence[Sequence[Fragment]], columns: Sequence[Column]) -> list[list[CellText]] | None:
    """The rows of a page; lines with nothing but words are pieces of the nearest row."""
    whole = [row for row in body if any(f.number for f in row) or len(row) > 1 or is_listed(row)]
    whole = whole or [row for row in body if is_total(row)]
    if not whole:
        return None
    parts: dict[int, list[Fragment]] = {n: [*row] for n, row in enumerate(whole)}
    for row in body:
        if row in whole:
            continue
        base = row[0].base
        nearest = min(range(len(whole)), key=lambda n: (abs(whole[n][0].base - base), n))
        parts[nearest].extend(row)
    return [_placed(fragments, columns) for fragments in parts.values()]


def _placed(fragments: Sequence[Fragment], columns: Sequence[Column], loose: bool = False) -> list[CellText]:
    """Fragments in the cells of their columns, from the top down."""
    cells: list[list[Piece]] = [[] for _ in columns]
    edges = edges_of(columns)
    for fragment in sorted(fragments, key=lambda f: (f.base, f.left)):
        at = None if loose else column_at(columns, fragment)
        if at is None:
            inner = edges[1:-1]
            at = sum(edge <= fragment.middle for edge in inner)
        cells[at].append(fragment.piece)
    return [*cells]
