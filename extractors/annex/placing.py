"""Which cell of a row stands under which column, also where a conversion moved, joined or doubled cells.

A row stands as printed, or is shifted sideways as a whole, or its filled cells are the columns' in order with some left
out. What decides is what columns can hold (money, points, rates, words) and what the rows in place show of them. Where
several ways remain, only the cells that are the same in all are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

from extractors.annex.regions import Header, Region
from extractors.annex.words import (
    canonical_column,
    figure,
    holds,
    is_blank,
    is_lead,
    is_total,
    is_word,
    kind_of,
    rate_of,
)
from extractors.report import Cell, Row
from extractors.text import SPACE, fold

_SHIFTS = (0, 1, -1, 2, -2, 3, -3)
_POINTS = {"weight", "score"}
#: a column that so many rows in place fill is filled in all
_USUAL = 0.75
#: more ways than this are not tried out
_MOST_WAYS = 5000


@dataclass(frozen=True, slots=True)
class Placed:
    """A row read: its name, its cells by header index, the words before its name, and what could not be placed."""

    name: str
    cells: dict[int, Cell]
    before: list[tuple[int, Cell]] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows in place show: their shift and width, which columns keep to their kind, which are never empty."""

    shift: int
    kinds: dict[int, str]
    filled: frozenset[int]
    looks: dict[int, frozenset[str]]
    width: int


def placed_rows(region: Region) -> Iterator[tuple[Row, Placed | None]]:
    """Each row of a region with its reading; None for a row that says nothing of its own."""
    habits = _habits(region)
    for row in region.rows:
        yield row, _place(region.header, habits, row)


# ---------------------------------------------------------------- what the rows in place show


def _habits(region: Region) -> Habits:
    header = region.header
    kinds = {i: kind for i, c in header.content.items() if (kind := kind_of(c)) is not None}
    rows = [r for r in region.rows if _says_something(header, r) and not any(is_total(c.text) for c in r.cells)]
    shift = _most_common(_best_shift(header, kinds, r) for r in rows)
    kinds = {i: k for i, k in kinds.items() if _keeps(rows, i + shift, k)}
    straight = [r for r in rows if _best_shift(header, kinds, r) == shift]
    texts = {i: [_text(r, i + shift) for r in straight] for i in header.content}
    filled = {i for i, column in texts.items() if _USUAL * len(straight) <= sum(map(bool, column))}
    if not straight and header.has_figures:
        filled = set()
    looks = {i: frozenset(_look(t) for t in column if t or i not in filled) for i, column in texts.items()}
    width = _most_common(len(r.cells) for r in straight) or header.width
    return Habits(shift, kinds, frozenset(filled), looks, width)


def _most_common(numbers: Iterable[int | None]) -> int:
    """The number that comes most often, the nearest to nought among several; 0 where there is none."""
    counts = Counter(n for n in numbers if n is not None)
    return max(counts, key=lambda n: (counts[n], -abs(n)), default=0)


def _best_shift(header: Header, kinds: dict[int, str], row: Row) -> int | None:
    """The shift at which a row fits with most figures in columns of figures."""
    full = frozenset() if header.has_figures else frozenset(header.content)
    fitting = [s for s in _SHIFTS if _fits(header, kinds, full, row, s)]
    return max(fitting, key=lambda s: (_agreement(kinds, row, s), -abs(s)), default=None)


def _says_something(header: Header, row: Row) -> bool:
    """Whether a row has more than names: figures, or text where the columns are for text."""
    if header.has_figures:
        return any(not is_word(c.text) and c.text for c in row.cells)
    return sum(bool(c.text) for c in row.cells) > 1


def _points(header: Header) -> list[int]:
    return [i for i, c in header.content.items() if kind_of(c) in _POINTS]


def _text(row: Row, at: int) -> str:
    return row.cells[at].text if 0 <= at < len(row.cells) else ""


def _agreement(kinds: dict[int, str], row: Row, shift: int) -> int:
    """How many columns of figures hold one at a shift."""
    return sum(kind != "text" and bool(_text(row, i + shift)) for i, kind in kinds.items())


def _keeps(rows: list[Row], at: int, kind: str) -> bool:
    """Whether most cells of a column are what its heading says; a form may print its scores as rates."""
    texts = [t for r in rows if not is_blank(t := _text(r, at))]
    return 2 * sum(holds(kind, t) for t in texts) >= len(texts)


def _look(text: str) -> str:
    plain = fold(text)
    if not plain:
        return ""
    return "-" if is_blank(text) or plain.strip("-%") == "" else "9" if figure(text) else "字"


# ---------------------------------------------------------------- one row


def _place(header: Header, habits: Habits, row: Row) -> Placed | None:
    total = next((i for i, c in enumerate(row.cells) if c.text and is_total(c.text)), None)
    if total is not None and _points(header):
        return _total(header, habits, row, total)
    if not _says_something(header, row):
        return _level_only(header, row)
    full = habits.filled & set(_points(header)) if header.has_figures else habits.filled
    shifts = [habits.shift + s for s in _SHIFTS]
    fitting = next((s for s in shifts if _fits(header, habits.kinds, full, row, s)), None)
    if (
        fitting is None
        and len(row.cells) == habits.width
        and _fits(header, habits.kinds, frozenset(), row, habits.shift)
    ):
        fitting = habits.shift
    return _shifted(header, row, fitting) if fitting is not None else _in_order(header, habits, row)


def _level_only(header: Header, row: Row) -> Placed | None:
    """A second level without indicators: it says no more than where it stands."""
    return Placed("", {}, _words(row, len(row.cells))) if header.is_indicator else None


def _words(row: Row, end: int) -> list[tuple[int, Cell]]:
    return [(i, c) for i, c in enumerate(row.cells[: max(0, end)]) if c.text and not is_lead(c.text)]


def _name_at(header: Header, row: Row, shift: int) -> int | None:
    """Where a row's name stands at a shift: in the name column, else the last words before the first column.

    A name whose cell is empty may have slipped to the left.
    """
    if header.name_at is None:
        before = range(min(header.columns) + shift - 1, -1, -1)
        return next((i for i in before if _text(row, i)), None)
    at = header.name_at + shift
    if not _text(row, at) and header.is_indicator:
        at -= 1
    return at if is_word(_text(row, at)) else None


def _fits(header: Header, kinds: dict[int, str], full: frozenset[int], row: Row, shift: int) -> bool:
    """Whether a row can stand as a whole at a shift, each column with what it can hold and the full ones not empty."""
    at = _name_at(header, row, shift)
    if at is None and (header.name_at is not None or not header.lead):
        return False
    if at is not None and not is_word(row.cells[at].text):
        return False
    cells = {i: _text(row, i + shift) for i in header.content}
    if any(not holds(kind, cells[i]) for i, kind in kinds.items()) or not all(cells[i] for i in full):
        return False
    taken = {i + shift for i in header.columns}
    first = -1 if at is None else at
    loose = [i for i, c in enumerate(row.cells) if c.text and i not in taken and i != first]
    return all(_may_stand_before(header, row, i) for i in loose if i < first) and not any(i > first for i in loose)


def _may_stand_before(header: Header, row: Row, at: int) -> bool:
    """Words before the name of a row: levels of an indicator, labels of a region; but no cell of a list."""
    return header.is_indicator or header.name_at is None or is_lead(row.cells[at].text)


def _shifted(header: Header, row: Row, shift: int) -> Placed:
    at = _name_at(header, row, shift)
    cells = {i: row.cells[i + shift] for i in header.content if 0 <= i + shift < len(row.cells) and i + shift != at}
    name = _label(header, row, at)
    return Placed(name, cells, [(i - shift, c) for i, c in _words(row, at or 0)] if header.is_indicator else [])


def _label(header: Header, row: Row, at: int | None) -> str:
    """What a row is of; a label that a page break cut is whole again with its other half above the header."""
    printed = row.cells[at].text if at is not None else ""
    return header.lead + printed if not printed or is_lead(header.lead + printed) else printed


def _total(header: Header, habits: Habits, row: Row, at: int) -> Placed:
    """总分: its figures are the weights and the scores, in order; it has no others."""
    points = _points(header)
    figures = [i for i, c in enumerate(row.cells) if i > at and figure(c.text)]
    name = row.cells[at].text
    if len(figures) == len(points):
        return Placed(name, {i: row.cells[k] for i, k in zip(points, figures, strict=True)})
    cells = {i: row.cells[i + habits.shift] for i in points if i + habits.shift in figures}
    loose = [row.cells[k] for k in figures if row.cells[k] not in cells.values()]
    return Placed(name, {} if loose else cells, unread=[row.cells[k] for k in figures] if loose else [])


# ---------------------------------------------------------------- cells left out, doubled or joined


def _in_order(header: Header, habits: Habits, row: Row) -> Placed | None:
    """A row whose filled cells are those of the columns in order, with some left out or too many."""
    at, cells = _filled(header, row)
    if not cells:
        return None
    ways = _ways(header, habits, cells)
    if len(ways) != 1 and (parted := _parted(header, habits, cells)) is not None:
        ways = [parted]
    if not ways:
        return Placed(_label(header, row, at), {}, unread=cells)
    sure = {i: c for i, c in ways[0].items() if all(w.get(i) is not None and w[i].text == c.text for w in ways[1:])}
    read = {id(c) for c in sure.values()}
    maybe = {i for w in ways for i in w}
    unread = [c for c in cells if id(c) not in read and not is_blank(c.text)]
    if header.name_at is not None and not header.is_indicator:
        named = sure.pop(header.name_at, None)
        if named is None:
            return Placed("", {}, unread=cells)
        return Placed(named.text, sure, unread=unread)
    blank = Cell("", row.cells[0].place)
    sure |= {i: blank for i in header.content if i not in maybe}
    return Placed(_label(header, row, at), sure, _words(row, at or 0) if header.is_indicator else [], unread)


def _filled(header: Header, row: Row) -> tuple[int | None, list[Cell]]:
    """Where the name of a row stands, and the filled cells that are to be placed."""
    filled = [i for i, c in enumerate(row.cells) if c.text]
    if header.name_at is not None and not header.is_indicator:
        return None, [row.cells[i] for i in filled if not (i == filled[0] and is_lead(row.cells[i].text))]
    if header.is_indicator:
        words = [i for i in filled if is_word(row.cells[i].text)]
        near = [i for i in words if abs(i - (header.name_at or 0)) <= 1]
        at = min(near, key=lambda i: abs(i - (header.name_at or 0)), default=None)
        return at, [row.cells[i] for i in filled if at is not None and i > at]
    if any(kind_of(c) == "money" for c in header.columns.values()):
        at = max((i for i in filled if is_word(row.cells[i].text)), default=None)
    else:
        extra = len(filled) > len(header.content) or not header.lead or _points(header)
        at = filled[0] if filled and extra else None
    return at, [row.cells[i] for i in filled if at is None or i > at]


def _ways(header: Header, habits: Habits, cells: list[Cell]) -> list[dict[int, Cell]]:
    """All ways to put cells under columns in order that are least at odds with what the rows in place show."""
    columns = sorted(header.content if header.is_indicator or header.name_at is None else header.columns)
    few, many = sorted((len(columns), len(cells)))
    if comb(many, few) > _MOST_WAYS:
        return []
    if len(cells) <= len(columns):
        ways = [dict(zip(at, cells, strict=True)) for at in combinations(columns, len(cells))]
    else:
        ways = [dict(zip(columns, kept, strict=True)) for kept in combinations(cells, len(columns))]
    ways = [w for w in ways if all(holds(kind, w[i].text) for i, kind in habits.kinds.items() if i in w)]
    ways = [w for w in ways if header.name_at not in w or is_word(w[header.name_at].text)]
    odds = [_odds(header, habits, columns, way) for way in ways]
    return [w for w, n in zip(ways, odds, strict=True) if n == min(odds)]


def _odds(header: Header, habits: Habits, columns: list[int], way: dict[int, Cell]) -> int:
    """How many columns a way fills otherwise than the rows in place do; a rate that is not that of its money is one."""
    strange = sum(_look(way[i].text if i in way else "") not in habits.looks.get(i, {""}) for i in columns)
    cells = {name: way[i].text for i, c in header.content.items() if i in way and (name := canonical_column(c))}
    return strange + (rate_of(cells) is False)


def _parted(header: Header, habits: Habits, cells: list[Cell]) -> dict[int, Cell] | None:
    """The only way to place cells of which two were joined by a blank, where another cell repeats the first of them."""
    found = []
    for n, cell in enumerate(cells):
        head, *rest = SPACE.split(cell.text, maxsplit=1)
        if rest and any(fold(c.text) == fold(head) for c in cells if c is not cell):
            parts = [Cell(head, cell.place), Cell(rest[0], cell.place)]
            ways = _ways(header, habits, [*cells[:n], *parts, *cells[n + 1 :]])
            found += ways if len(ways) == 1 and len(ways[0]) == len(cells) + 1 else []
    return found[0] if len(found) == 1 else None
