"""Tables that a page draws with ruled lines: their cells, and what stands in each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extractors.facts import is_number
from extractors.readers.pdf.lines import joined, lines_of, wrapped
from extractors.readers.pdf.page import Glyph, Page, Rule
from extractors.readers.writing import CellText
from extractors.report import Box

#: ruled lines that are apart by less are one; a gap in a line that is none
_SNAP, _JOIN, _CROSS = 2.5, 3.0, 3.0
#: a page with more lines, or more crossings of them, is read by where its words stand
_MOST_EDGES, _MOST_CROSSINGS = 1_500, 9_000
#: a column so narrow has no words: two lines that should be one stand at its sides
_SLIVER = 7.0
#: edges of columns on two pages are one where they are no further apart
_EDGE = 4.0
_WORDS = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Grid:
    """A ruled table: the edges of its columns and rows, and the characters of each cell by its first row and column."""

    xs: list[float]
    ys: list[float]
    spans: dict[tuple[int, int], tuple[int, int]]
    glyphs: dict[tuple[int, int], list[Glyph]] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def width(self) -> int:
        return len(self.xs) - 1

    def column_of(self, x: float) -> int | None:
        """The column that begins at so much from the left edge of the table."""
        return next((k for k in range(self.width) if abs(self.xs[k] - self.xs[0] - x) <= _EDGE), None)

    def rows(self, begins: Sequence[float]) -> Iterator[list[CellText]]:
        """The rows with text, each as the cells of the columns that begin at some places from the left edge.

        What spans several columns or rows stands in the first of them.
        """
        columns = [self.column_of(x) for x in begins]
        for r in range(len(self.ys) - 1):
            row: list[CellText] = [wrapped(self.glyphs.get((r, k), [])) if k is not None else [] for k in columns]
            if any(row):
                yield row

    def titled(self) -> bool:
        """Whether the first row is one cell across the whole table, and names a table."""
        first = self.glyphs.get((0, 0), [])
        return self.spans.get((0, 0), (0, 0))[1] == self.width and joined(first).endswith("表")


def columns_over(grids: Sequence[Grid]) -> list[float]:
    """Where the columns of a table begin that goes on over pages, from its left edge.

    A column is left out that is too narrow for words and has none on any page.
    """
    finest = max(grids, key=lambda grid: grid.width)
    filled = {round(g.xs[k] - g.xs[0]) for g in grids for (_, k), glyphs in g.glyphs.items() if glyphs}
    begins = [(x - finest.xs[0], after - x) for x, after in pairwise(finest.xs)]
    return [x for x, wide in begins if wide >= _SLIVER or any(abs(x - f) <= _EDGE for f in filled)]


def goes_on(one: Grid, other: Grid) -> bool:
    """Whether a table at the top of a page can be the rest of that above: its edges are edges of it, or the reverse."""
    if other.titled() or abs((one.xs[-1] - one.xs[0]) - (other.xs[-1] - other.xs[0])) > _EDGE:
        return False
    few, many = sorted(([x - g.xs[0] for x in g.xs] for g in (one, other)), key=len)
    return all(any(abs(x - y) <= _EDGE for y in many) for x in few)


def grids_of(page: Page) -> tuple[list[Grid], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the characters that stand in none of them."""
    found = [grid for cells in _tables(page.rules) if (grid := _grid(cells)) is not None]
    found.sort(key=lambda grid: (grid.top, grid.xs[0]))
    rest: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = glyph.middle
        grid = next((g for g in found if _inside(g.box, x, y)), None)
        cell = _cell_at(grid, x, y) if grid is not None else None
        if grid is None or cell is None:
            rest.append(glyph)
        else:
            grid.glyphs.setdefault(cell, []).append(glyph)
    kept = [grid for grid in found if _is_table(grid)]
    for grid in found:
        if grid not in kept:
            rest += [g for glyphs in grid.glyphs.values() for g in glyphs]
    return kept, rest


def _tables(rules: Sequence[Rule]) -> list[list[Box]]:
    """The boxes of the cells of each ruled table."""
    # pdfplumber takes one second to be there, and most texts have no ruled table
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    if len(rules) < 4:
        return []
    edges = merge_edges([_edge(rule) for rule in rules], _SNAP, _SNAP, _JOIN, _JOIN)
    if len(edges) > _MOST_EDGES:
        return []
    crossings = edges_to_intersections(edges, _CROSS, _CROSS)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    tables = cells_to_tables(intersections_to_cells(crossings))
    return [[(x0, top, x1, bottom) for x0, top, x1, bottom in table] for table in tables]


def _edge(rule: Rule) -> dict[str, Any]:
    """A ruled line as pdfplumber takes it: without its thickness."""
    if rule.level:
        middle = (rule.top + rule.bottom) / 2
        sides: dict[str, Any] = {"orientation": "h", "x0": rule.x0, "x1": rule.x1, "top": middle, "bottom": middle}
    else:
        middle = (rule.x0 + rule.x1) / 2
        sides = {"orientation": "v", "x0": middle, "x1": middle, "top": rule.top, "bottom": rule.bottom}
    return sides | {"width": sides["x1"] - sides["x0"], "height": sides["bottom"] - sides["top"]}


def _grid(cells: Sequence[Box]) -> Grid | None:
    """The grid of some cells; None for a frame around text."""
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    if len(xs) < 3 or len(cells) < 2:
        return None
    column, row = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    spans = {(row[c[1]], column[c[0]]): (row[c[3]], column[c[2]]) for c in cells}
    return Grid(xs, ys, spans)


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cell_at(grid: Grid, x: float, y: float) -> tuple[int, int] | None:
    """The first row and column of the cell at a point; None where the grid has no cell there."""
    r = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
    k = min(max(bisect_left(grid.xs, x) - 1, 0), len(grid.xs) - 2)
    for above in range(r, -1, -1):
        for left in range(k, -1, -1):
            end = grid.spans.get((above, left))
            if end is not None and end[0] > r and end[1] > k:
                return above, left
    return None


def _is_table(grid: Grid) -> bool:
    """Whether the lines of a grid part all of its cells: no cell holds several rows of a column."""
    texts = [glyphs for glyphs in grid.glyphs.values() if glyphs]
    if len(texts) < 2:
        return False
    stacked = sum(_is_stacked(glyphs) for glyphs in texts)
    return stacked < 2 or stacked < 0.1 * len(texts)


def _is_stacked(glyphs: Sequence[Glyph]) -> bool:
    """Whether a cell holds several numbers, one below the other."""
    lines = lines_of(glyphs)
    if len(lines) < 2 or any(_WORDS.match(g.text) for g in glyphs):
        return False
    numbers = [joined(line.glyphs) for line in lines]
    return sum(is_number(n) and ("." in n or len(n) > 2) for n in numbers) >= 2 and not is_number("".join(numbers))
