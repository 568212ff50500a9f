"""Forms without ruled lines, whose rows have headings of their own."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.readers.pdf.unruled.fragments import LEADING, LINE, Fragment, is_heading
from extractors.readers.pdf.unruled.parts import Column, Heading
from extractors.readers.pdf.unruled.regions import Open, Region
from extractors.readers.writing import CellText

#: a form has so many columns at least
_WIDE = 5


def form_of(run: Sequence[Region]) -> list[Open] | None:
    """A form whose rows have headings of their own, page by page: columns begin as in its longest row of headings.

    None where a row has two pieces side by side for one column.
    """
    pages = [_beside(region.rows) for region in run]
    stacks = [_stacks(row) for rows in pages for row in rows]
    most = max(len(row) for row in stacks)
    frame = max((r for r in stacks if len(r) == most), key=lambda r: sum(is_heading(h.text) for h in r))
    if most < _WIDE or sum(is_heading(h.text) for h in frame) * 2 < most:
        return None
    columns = [Column(h.left, h.right) for h in frame]
    for row in stacks:
        for stack in row:
            over = [c for c in columns if stack.left < c.right and c.left < stack.right]
            if len(over) == 1 and len(row) > 1:
                over[0].left = min(over[0].left, stack.left)
    tables: list[Open] = []
    for n, (region, rows) in enumerate(zip(run, pages, strict=True)):
        placed = _spread(rows, columns)
        if placed is None:
            return None
        tables.append(Open(region, placed, n == 0))
    return tables


def _beside(rows: Sequence[Sequence[Fragment]]) -> list[list[Fragment]]:
    """The rows whose lines are nearer than a line is high: pieces of cells that are centred beside one another."""
    found: list[list[Fragment]] = []
    for row in rows:
        size = max(f.glyphs[0].size for f in row)
        if found and row[0].base - found[-1][-1].base < LINE * size:
            found[-1].extend(row)
        else:
            found.append([*row])
    return found


def _stacks(row: Sequence[Fragment]) -> list[Heading]:
    """The pieces of a row as its cells: those one above the other together."""
    stacks: list[Heading] = []
    for fragment in sorted(row, key=lambda f: f.left):
        if stacks and fragment.left < stacks[-1].right - 0.5:
            stacks[-1].pieces.append(fragment)
        else:
            stacks.append(Heading([fragment]))
    for stack in stacks:
        stack.pieces.sort(key=lambda f: f.base)
    return stacks


def _spread(rows: Sequence[Sequence[Fragment]], columns: Sequence[Column]) -> list[list[CellText]] | None:
    """The rows of a form: what begins in a column stands in it, however far it reaches."""
    cells: list[dict[int, list[Fragment]]] = []
    lone: list[list[Fragment]] = []
    for row in rows:
        if len(row) == 1 and not row[0].number:
            lone.append([*row])
            continue
        own: dict[int, list[Fragment]] = {}
        for stack in _stacks(row):
            at = _begins(columns, stack)
            if at in own:
                return None
            own[at] = [*stack.pieces]
        if cells and _goes_on(cells[-1], own):
            for at, pieces in own.items():
                cells[-1][at].extend(pieces)
        else:
            cells.append(own)
    if not cells:
        return None
    for row in lone:
        nearest = min(range(len(cells)), key=lambda n: (_distance(cells[n], row[0]), n))
        cells[nearest].setdefault(_begins(columns, row[0]), []).extend(row)
    return [
        [[f.piece for f in sorted(own.get(k, ()), key=lambda f: f.base)] for k in range(len(columns))] for own in cells
    ]


def _distance(cells: dict[int, list[Fragment]], fragment: Fragment) -> float:
    """How far a fragment is from the nearest line of a row."""
    return min(abs(f.base - fragment.base) for pieces in cells.values() for f in pieces)


def _goes_on(above: dict[int, list[Fragment]], below: dict[int, list[Fragment]]) -> bool:
    """Whether a line goes on with the cells of the row above it: with words that are no headings of their own."""
    pieces = [f for own in below.values() for f in own]
    if not set(below) <= set(above) or any(f.number for f in pieces):
        return False
    whole = ["".join(f.text for f in (*above[at], *below[at])) for at in below]
    if all(is_heading(text) for text in whole):
        return True
    if any(is_heading(f.text) for f in pieces) or all(
        is_heading("".join(f.text for f in own)) for at, own in above.items() if at in below
    ):
        return False
    last = max(f.base for at in below for f in above[at])
    return pieces[0].base - last < LEADING * pieces[0].glyphs[0].size


def _begins(columns: Sequence[Column], fragment: Fragment | Heading) -> int:
    """The column in which a fragment begins."""
    return max((n for n, c in enumerate(columns) if c.left <= fragment.left + 2), default=0)
