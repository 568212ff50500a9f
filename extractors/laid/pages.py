"""The pages of a table: each has columns of its own places, which are those of the other pages in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extractors.laid.grid import Cells, Grid, Slot
from extractors.laid.words import PrintedLine

#: so far, in columns, an edge may be from that of the same column on another page
_SLACK = 2
#: by so much the distance between two columns may grow or shrink from page to page
_STRETCH = 2.0


@dataclass(slots=True)
class Page:
    """The lines of a page, its grid, and which column of the whole table each of its columns is."""

    lines: list[PrintedLine]
    grid: Grid
    columns: Mapping[int, int]
    count: int

    def cells(self, line: PrintedLine) -> Cells:
        """The words of a line by their place in the table."""
        return {self._slot(slot): words for slot, words in self.grid.cells(line).items()}

    def _slot(self, slot: Slot) -> Slot:
        n, inside = slot
        return (self.columns.get(n, self.count), inside)


def pages_of(body: Sequence[PrintedLine], numbering: Sequence[PrintedLine]) -> list[Page]:
    """The pages with their columns told from one another; none where that cannot be done."""
    grids: list[tuple[list[PrintedLine], Grid]] = []
    for number, run in groupby(body, key=lambda line: line.page):
        lines = [*run]
        own = [line for line in numbering if line.page == number]
        grid = Grid.of_lines([*own, *lines]) or Grid.of_lines(lines)
        if grid is None or not grid.spans:
            return []
        grids.append((lines, grid))
    if not grids:
        return []
    widest_lines, widest = max(grids, key=lambda item: (len(item[1].spans), bool(item[1].codes), item[1].sure))
    pages: list[Page] = []
    codes: set[int] = set(widest.codes)
    for lines, grid in grids:
        full = _is_full(lines, grid) and _is_full(widest_lines, widest)
        columns = _columns(grid, widest, full)
        if columns is None or not (grid.sure or widest.sure):
            return []
        codes |= {columns[n] for n in grid.codes}
        if len(grid.spans) < len(widest.spans):
            grid, columns = _widened(grid, widest, columns)
        pages.append(Page(lines, grid, columns, len(widest.spans)))
    for page in pages:
        # a page with nothing but a total or two tells no codes
        told = frozenset(n for n, column in page.columns.items() if column in codes)
        page.grid = replace(page.grid, codes=told)
    return pages


def _is_full(lines: Sequence[PrintedLine], grid: Grid) -> bool:
    """Whether every line with an amount has one in each column of amounts: zeros are printed."""
    amounts = {*range(len(grid.spans))} - grid.codes
    filled = [{grid.of[w.start] for w in line.numbers} & amounts for line in lines]
    return all(columns == amounts for columns in filled if columns)


def _columns(grid: Grid, whole: Grid, full: bool) -> dict[int, int] | None:
    """Which columns of the whole those of a page are; None where that can't be told.

    ``full``: neither leaves a column blank in any line, so that as many columns are the same ones.
    """
    if grid is whole:
        return {n: n for n in range(len(grid.spans))}
    placed = {n: _same(span, whole) for n, span in enumerate(grid.spans)}
    if None not in placed.values() and len({*placed.values()}) == len(placed):
        return {n: m for n, m in placed.items() if m is not None}
    amounts = [n for n in range(len(whole.spans)) if n not in whole.codes]
    if full and not grid.codes and len(grid.spans) == len(amounts) < len(whole.spans):
        # nothing but the total came to stand on this page
        return dict(enumerate(amounts))
    if len(grid.spans) != len(whole.spans) or not grid.codes <= whole.codes:
        return None
    steps = zip(_steps(grid, whole.codes), _steps(whole, whole.codes), strict=True)
    alike = full or all(a < _STRETCH * b and b < _STRETCH * a for a, b in steps)
    return {n: n for n in range(len(grid.spans))} if alike else None


def _widened(grid: Grid, whole: Grid, columns: dict[int, int]) -> tuple[Grid, dict[int, int]]:
    """The grid of a page with the columns that it leaves blank, where those it has stand in the places of the whole."""
    if any(_same(span, whole) != columns[n] for n, span in enumerate(grid.spans)):
        return grid, columns
    return replace(whole, of={start: columns[n] for start, n in grid.of.items()}), {
        n: n for n in range(len(whole.spans))
    }


def _same(span: tuple[int, int], whole: Grid) -> int | None:
    """The column of the whole that stands in the same place."""
    over = [n for n, (left, right) in enumerate(whole.spans) if span[0] < right and left < span[1]]
    near = [n for n in over if min(abs(whole.spans[n][1] - span[1]), abs(whole.spans[n][0] - span[0])) <= _SLACK]
    return over[0] if len(over) == 1 and near else None


def _steps(grid: Grid, codes: frozenset[int]) -> list[int]:
    """The distances between columns of amounts."""
    return [max(b[1] - a[1], 1) for (n, a), (m, b) in pairwise(enumerate(grid.spans)) if not {n, m} & codes]
