"""Rows that cannot stand as a whole: their filled cells are the columns' in order, some left out, doubled or joined.

All ways are tried; what columns hold and what the rows in place show decides. A form is read only where one way is left
that is not at odds with them, a list as far as all ways left agree.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

from extractors.annex.regions import Header
from extractors.annex.standing import Habits, is_name, look, points
from extractors.annex.words import canonical_column, holds, is_blank, is_lead, is_word, kind_of, rate_of
from extractors.report import Cell, Row
from extractors.text import SPACE, fold

#: more ways than this are not tried out
_MOST_WAYS = 5000

Way = dict[int, Cell]


def in_order(header: Header, habits: Habits, row: Row) -> tuple[int | None, Way, list[Cell]]:
    """Where the name of a row stands, its cells by header index, and those that could not be placed."""
    at, cells = _filled(header, habits, row)
    ways, odds = _ways(header, habits, cells)
    if (len(ways) != 1 or odds) and (parted := _parted(header, habits, cells)) is not None:
        ways, odds, cells = [parted], 0, list(parted.values())
    is_list = header.name_at is not None and not header.is_indicator
    agreed = _agreed(ways)
    read = {id(c) for c in agreed.values()}
    unread = [c for c in cells if id(c) not in read and not is_blank(c.text)]
    certain = is_list or (not odds and all(len(agreed) == len(w) for w in ways))
    if not ways or not certain or (is_list and header.name_at not in agreed):
        return at, {}, cells
    placed = {i for w in ways for i in w}
    empty = Cell("", row.cells[0].place)
    return at, agreed | ({} if is_list else {i: empty for i in header.content if i not in placed}), unread


def _agreed(ways: list[Way]) -> Way:
    """The cells that stand in the same column in all ways."""
    if not ways:
        return {}
    return {i: c for i, c in ways[0].items() if all(i in w and w[i].text == c.text for w in ways[1:])}


def _filled(header: Header, habits: Habits, row: Row) -> tuple[int | None, list[Cell]]:
    """Where the name of a row stands, and the filled cells that are to be placed; a list places its names too."""
    filled = [i for i, c in enumerate(row.cells) if c.text]
    if header.is_indicator:
        at = (header.name_at or 0) + habits.shift
        if at not in filled or not is_name(header, row.cells[at].text):
            return None, [row.cells[i] for i in filled]
    elif header.name_at is not None:
        return None, [row.cells[i] for i in filled if not (i == filled[0] and is_lead(row.cells[i].text))]
    elif any(kind_of(c) == "money" for c in header.columns.values()):
        at = max((i for i in filled if is_word(row.cells[i].text)), default=-1)
    else:
        labelled = len(filled) > len(header.content) or not header.lead or bool(points(header))
        at = filled[0] if filled and labelled else -1
    return (at if at >= 0 else None), [row.cells[i] for i in filled if i > at]


def _ways(header: Header, habits: Habits, cells: list[Cell]) -> tuple[list[Way], int]:
    """The ways to put cells under columns in order that are least at odds with what the rows in place show."""
    columns = sorted(header.content if header.is_indicator or header.name_at is None else header.columns)
    few, many = sorted((len(columns), len(cells)))
    if not few or comb(many, few) > _MOST_WAYS:
        return [], 0
    if len(cells) <= len(columns):
        ways = [dict(zip(at, cells, strict=True)) for at in combinations(columns, len(cells))]
    else:
        ways = [dict(zip(columns, kept, strict=True)) for kept in combinations(cells, len(columns))]
    ways = [w for w in ways if _holds(header, habits, w)]
    odds = [_odds(header, habits, columns, way) for way in ways]
    least = min(odds, default=0)
    return [w for w, n in zip(ways, odds, strict=True) if n == least], least


def _holds(header: Header, habits: Habits, way: Way) -> bool:
    kinds = habits.kinds or {}
    named = header.name_at not in way or is_name(header, way[header.name_at].text)
    return named and all(holds(kind, way[i].text) for i, kind in kinds.items() if i in way)


def _odds(header: Header, habits: Habits, columns: list[int], way: Way) -> int:
    """How many columns a way fills otherwise than the rows in place do; a rate that is not that of its money is one."""
    # money has points in its first row only
    may_miss = set() if header.is_indicator else set(points(header))
    strange = sum(
        _is_strange(habits, i, way[i].text if i in way else "") for i in columns if i in way or i not in may_miss
    )
    cells = {name: way[i].text for i, c in header.content.items() if i in way and (name := canonical_column(c))}
    return strange + (rate_of(cells) is False)


def _is_strange(habits: Habits, column: int, text: str) -> bool:
    """Whether a column looks otherwise than in the rows in place; one that may hold anything, whether it is empty."""
    if habits.looks is None or column not in habits.looks:
        return False
    if column in (habits.kinds or {}) or not text:
        return look(text) not in habits.looks[column]
    return False


def _parted(header: Header, habits: Habits, cells: list[Cell]) -> Way | None:
    """The only way to place cells of which two were joined by a blank, where another cell repeats the first of them."""
    found = []
    for n, cell in enumerate(cells):
        head, *rest = SPACE.split(cell.text, maxsplit=1)
        if rest and any(fold(c.text) == fold(head) for c in cells if c is not cell):
            parts = [Cell(head, cell.place), Cell(rest[0], cell.place)]
            ways, odds = _ways(header, habits, [*cells[:n], *parts, *cells[n + 1 :]])
            found += ways if len(ways) == 1 and not odds and len(ways[0]) == len(cells) + 1 else []
    return found[0] if len(found) == 1 else None
