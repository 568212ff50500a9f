"""Which cell of a row stands under which column, also where a conversion moved, joined or doubled cells.

A row stands as printed, or is shifted sideways as a whole, or its filled cells are the columns' in order with some left
out. What decides is what columns can hold (money, points, rates, words) and what the rows in place show of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.annex.ordering import in_order
from extractors.annex.regions import Header, Region
from extractors.annex.standing import SHIFTS, Habits, fits, habits_of, name_at, points, says_something, text_at
from extractors.annex.words import canonical_column, figure, holds, is_blank, is_lead, is_total, rate_of
from extractors.report import Cell, Row


@dataclass(frozen=True, slots=True)
class Placed:
    """A row read: its name, its cells by header index, the words before its name, and what could not be placed."""

    name: str
    cells: dict[int, Cell]
    before: list[tuple[int, Cell]] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)


def placed_rows(region: Region) -> Iterator[tuple[Row, Placed | None]]:
    """Each row of a region with its reading; None for a row that says nothing of its own."""
    habits = habits_of(region)
    for row in region.rows:
        yield row, _place(region.header, habits, row)


def _place(header: Header, habits: Habits, row: Row) -> Placed | None:
    total = next((i for i, c in enumerate(row.cells) if c.text and is_total(c.text)), None)
    if total is not None and header.is_indicator:
        return _total(header, habits, row, total)
    if total is not None and header.name_at is not None and total != header.name_at + habits.shift:
        return _list_total(header, habits, row, total)
    if not says_something(header, row):
        return Placed("", {}, _words(row, len(row.cells))) if header.is_indicator else None
    shift = _shift(header, habits, row)
    if shift is not None:
        return _shifted(header, habits, row, shift)
    at, cells, unread = in_order(header, habits, row)
    if header.name_at is not None and not header.is_indicator:
        name = cells.pop(header.name_at, None)
        return Placed(name.text if name is not None else "", cells, unread=unread)
    return Placed(_label(header, row, at), cells, _words(row, at or 0) if header.is_indicator else [], unread)


def _shift(header: Header, habits: Habits, row: Row) -> int | None:
    """How far a row is shifted: as the others, or else so that it fills what they fill.

    A row of as many cells as the others may leave empty what they fill, and print a rate that is not that of its money.
    """
    required, whole = habits.required(header), len(row.cells) == habits.width
    for shift in (habits.shift + d for d in SHIFTS):
        if fits(header, habits, row, shift, required) and (whole or not _rate_is_off(header, row, shift)):
            return shift
    return habits.shift if whole and fits(header, habits, row, habits.shift, frozenset()) else None


def _rate_is_off(header: Header, row: Row, shift: int) -> bool:
    cells = {name: text_at(row, i + shift) for i, c in header.content.items() if (name := canonical_column(c))}
    return rate_of(cells) is False


def _shifted(header: Header, habits: Habits, row: Row, shift: int) -> Placed:
    at = name_at(header, habits, row, shift)
    cells = {i: row.cells[i + shift] for i in header.content if text_at(row, i + shift) and i + shift != at}
    cells |= {i: Cell("", row.cells[0].place) for i in header.content if i not in cells}
    before = [(i - shift, c) for i, c in _words(row, at or 0)] if header.is_indicator else []
    return Placed(_label(header, row, at), {i: cells[i] for i in header.content}, before)


def _words(row: Row, end: int) -> list[tuple[int, Cell]]:
    return [(i, c) for i, c in enumerate(row.cells[: max(0, end)]) if c.text and not is_lead(c.text)]


def _label(header: Header, row: Row, at: int | None) -> str:
    """What a row is of; a label that a page break cut is whole again with its other half above the header."""
    printed = row.cells[at].text if at is not None else ""
    return header.lead + printed if not printed or is_lead(header.lead + printed) else printed


def _total(header: Header, habits: Habits, row: Row, at: int) -> Placed:
    """总分: its figures are the weights and the scores, in order; it has no others."""
    columns, name = points(header), row.cells[at].text
    filled = [i for i, c in enumerate(row.cells) if i > at and not is_blank(c.text)]
    if all(figure(row.cells[i].text) for i in filled):
        if len(filled) == len(columns):
            return Placed(name, {i: row.cells[k] for i, k in zip(columns, filled, strict=True)})
        if len(row.cells) == habits.width and all(i - habits.shift in columns for i in filled):
            return Placed(name, {i - habits.shift: row.cells[i] for i in filled})
    return Placed(name, {}, unread=[row.cells[i] for i in filled])


def _list_total(header: Header, habits: Habits, row: Row, at: int) -> Placed:
    """合计 printed before the column of names (under 序号 or 单位名称): the rest of the row stands as the others do."""
    filled = [i for i, c in enumerate(row.cells) if i != at and c.text]
    cells = {i: row.cells[i + habits.shift] for i in header.content if i + habits.shift in filled}
    kinds = habits.kinds or {}
    whole = len(row.cells) == habits.width and len(cells) == len(filled)
    if whole and all(holds(kinds[i], c.text) for i, c in cells.items() if i in kinds):
        return Placed(row.cells[at].text, cells)
    return Placed(row.cells[at].text, {}, unread=[row.cells[i] for i in filled])
