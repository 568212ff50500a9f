"""The amounts of a table line by line: which column each cell stands in, and the sums that hold along and down them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise

from extractors.facts import NotANumber, is_number, parse_amount
from extractors.headers import is_amount
from extractors.problems import Problem
from extractors.report import Cell, Row, Table
from extractors.vocabulary import Sum

#: which column each cell of a row stands in
Places = tuple[int, ...]
#: the cell in each column of a row, None where there is none
Spread = tuple[Cell | None, ...]

_NOTHING = Decimal(0)


@dataclass(eq=False, slots=True)
class Line:
    """The amounts of one row: cells as printed, and the columns of the header they should fill ("" has no name).

    ``part``: listed with an ordinal below a total. ``overlong``: the row is longer than a header that lacks columns.
    ``placed`` holds the cells whose column is sure. ``ended``: what the row lacks to the right is blank, not lost.
    ``torn``: cells are lost from it and can't be put back.
    """

    row: Row
    name: str
    code: str | None
    cells: list[Cell]
    columns: tuple[str, ...]
    part: bool = False
    overlong: bool = False
    placed: dict[str, Cell] = field(default_factory=dict)
    sure: bool = False
    ended: bool = False
    torn: bool = False

    @property
    def as_printed(self) -> Places:
        return tuple(range(min(len(self.cells), len(self.columns))))

    @property
    def is_whole(self) -> bool:
        """As many cells as columns; further ones are blank."""
        return len(self.cells) >= len(self.columns) and not self.has_more

    @property
    def has_more(self) -> bool:
        """Figures to the right of the last column, or the room for them: the header lost one."""
        return self.overlong or any(is_number(c.text) for c in self.cells[len(self.columns) :])

    def put(self, places: Places) -> None:
        for cell, place in zip(self.cells, places, strict=False):
            if place >= 0 and self.columns[place]:
                self.placed[self.columns[place]] = cell

    def spread(self, places: Places) -> Spread:
        """The cell in each column with the cells put at some places."""
        at = dict(zip(places, self.cells, strict=False))
        return tuple(at.get(i) for i in range(len(self.columns)))

    def retract(self) -> None:
        """Take back what was placed."""
        self.placed.clear()
        self.sure = self.ended = False


@dataclass(frozen=True, slots=True)
class Group:
    """A line that must equal the sum of others in every column."""

    whole: Line
    parts: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.whole, *self.parts)


@dataclass(slots=True)
class LineTable:
    """The lines of one table (or of one side of it) with the sums that hold in it."""

    key: str
    sums: tuple[Sum, ...]
    groups: list[Group]
    problems: list[Problem] = field(default_factory=list)

    def holds(self, line: Line, places: Places, exact: bool = True) -> bool:
        return not self.broken(line, places, exact)

    def broken(self, line: Line, places: Places, exact: bool = True) -> str:
        """The first sum along a row that its cells would not add up to; empty where all do."""
        at = {line.columns[p]: c for c, p in zip(line.cells, places, strict=False)}
        return next((_told(s, line) for s in self.sums if _fails(s, line.columns, at, exact)), "")

    def faults(self, line: Line, spread: Spread) -> int:
        """How many sums along a row fail by more than rounding with the cells spread over its columns."""
        at = {name: cell for name, cell in zip(line.columns, spread, strict=True) if cell is not None}
        return sum(_fails(s, line.columns, at, exact=False) for s in self.sums)

    def amiss(self, line: Line, spread: Spread) -> Decimal:
        """By how much the sums along a row fail with the cells spread over its columns."""
        at = {name: cell for name, cell in zip(line.columns, spread, strict=True) if cell is not None}
        found = [_difference(s, line.columns, at) for s in self.sums]
        return sum((abs(difference) for difference, least in found if abs(difference) > least), _NOTHING)

    def short_of(self, line: Line) -> set[str]:
        """The columns of a line in which money may be lost: parts of a sum that exceeds them, or a sum exceeded."""
        short: set[str] = set()
        for total in self.sums:
            difference, least = _difference(total, line.columns, line.placed)
            if abs(difference) > least:
                short |= set(total.parts if difference > 0 else total.whole)
        return short


def _fails(total: Sum, columns: tuple[str, ...], at: dict[str, Cell], exact: bool) -> bool:
    difference, least = _difference(total, columns, at)
    return bool(difference) and abs(difference) > (_NOTHING if exact else least)


def _difference(total: Sum, columns: tuple[str, ...], at: dict[str, Cell]) -> tuple[Decimal, Decimal]:
    """By how much a sum exceeds its parts, and by how much rounding explains."""
    if not total.holds_in(columns):
        return _NOTHING, _NOTHING
    size = len(total.whole)
    figures: list[Decimal] = []
    difference = _NOTHING
    for number, column in enumerate((*total.whole, *total.parts)):
        figure = amount(at.get(column))
        if figure is None:
            return _NOTHING, _NOTHING
        if figure:
            figures.append(figure)
            difference += figure if number < size else -figure
    return difference, room(figures) if difference else _NOTHING


def _told(total: Sum, line: Line) -> str:
    return f"{'+'.join(total.whole)}={'+'.join(p for p in total.parts if p in line.columns)}"


@dataclass(frozen=True, slots=True)
class Print:
    """How a table is printed.

    ``trimmed``: without the blanks at the end of a row. ``starts``: the source lines on which its pages start.
    ``even``: all rows with amounts are as long as the longest one; nothing shows that a cell was lost. ``fixed``: no
    cell can have moved into the place of a blank one.
    """

    trimmed: bool
    starts: tuple[int, ...]
    even: bool = False
    fixed: bool = False

    @classmethod
    def of(cls, table: Table, placed: bool) -> Print:
        """A print that trims shows it by no row ending in a blank, though headers have to or lengths differ.

        ``placed``: the file tells where each cell stands, as a text that was made of one does not.
        """
        rows = [row for row in table.rows if any(row.texts)]
        width = max((len(row.cells) for row in rows), default=0)
        ragged = any(len(row.cells) < width and not any(is_amount(c.text) for c in row.cells) for row in rows)
        lines = [row.place.line for row in table.rows]
        starts = tuple(b for a, b in pairwise(lines) if b > a + 1)
        sizes = [len(row.cells) for row in rows if any(is_amount(c.text) for c in row.cells)]
        varied = len(set(sizes)) > 2
        blank = sum(row.cells[-1].text == "" for row in rows)
        short = sum(size < width for size in sizes)
        trimmed = (ragged and not blank) or (varied and short * 3 > len(sizes) and blank * 20 <= len(rows))
        # between spaces and between lines a blank leaves no trace wherever it stood
        told = not table.spaced and not table.stacked
        return cls(trimmed and told, starts, set(sizes) == {width}, placed and told)

    def pages(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines of each page, by the source lines on which the pages start."""
        for _, page in groupby(lines, key=lambda line: bisect_right(self.starts, line.row.place.line)):
            yield list(page)


# ---------------------------------------------------------------- amounts


def amount(cell: Cell | None) -> Decimal | None:
    """The amount of a cell; a lost or blank one counts as nothing, text is unknown."""
    return _NOTHING if cell is None else _figure(cell.text)


@lru_cache(maxsize=1 << 14)
def _figure(text: str) -> Decimal | None:
    try:
        return parse_amount(text) or _NOTHING
    except NotANumber:
        return None


def room(figures: Iterable[Decimal]) -> Decimal:
    """How far rounding can have moved a sum: half a last digit for each figure that is not zero."""
    return sum((Decimal(5).scaleb(int(f.as_tuple().exponent) - 1) for f in figures if f), _NOTHING)


def down(group: Group, column: str, line: Line | None = None, spread: Spread = ()) -> bool | None:
    """Whether a group adds up in a column, perhaps with the cells of one line spread otherwise; None where unknown."""
    figures = _figures(group, column, line, spread)
    if figures is None:
        return None
    difference = abs(figures[0] - sum(figures[1:], _NOTHING))
    return not difference or difference <= room(figures)


def apart(group: Group, column: str, line: Line, spread: Spread) -> Decimal:
    """By how much a group fails to add up in a column with the cells of one line spread otherwise."""
    figures = _figures(group, column, line, spread)
    if figures is None:
        return _NOTHING
    difference = abs(figures[0] - sum(figures[1:], _NOTHING))
    return difference if difference and difference > room(figures) else _NOTHING


def short_of(group: Group, column: str) -> Sequence[Line]:
    """The lines of a group that fails in a column among which money may be lost: its parts, or the whole."""
    figures = _figures(group, column, None, ())
    if figures is None:
        return ()
    return group.parts if figures[0] > sum(figures[1:], _NOTHING) else (group.whole,)


def _figures(group: Group, column: str, line: Line | None, spread: Spread) -> list[Decimal] | None:
    figures: list[Decimal] = []
    for member in group.lines:
        if member is line:
            cell = spread[member.columns.index(column)] if column in member.columns else None
        elif column in member.placed:
            cell = member.placed[column]
        elif member.ended:
            cell = None
        else:
            return None
        figure = amount(cell)
        if figure is None:
            return None
        figures.append(figure)
    return figures
