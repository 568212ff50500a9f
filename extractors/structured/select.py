"""Explicit selection: the facts at the place that a field of a ready-made schema names."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.cells import Cell, State
from extractors.facts import Fact
from extractors.vocabulary import measures

#: the names under which prose gives a budget figure, the whole year's first
_BUDGETS = ("全年预算数", "预算数", "调整预算数", "年初预算数")


def at_cell(book: Book, place: Sequence[str]) -> Cell:
    """The statutory cell at [table, row, column]."""
    table, row, column = place
    return book.cell(table, row, column)


def in_prose(facts: Sequence[Fact], place: Sequence[str], text: bool) -> list[Fact]:
    """What a section of the narrative says at [subject, measure, section]: figures, or words where text is wanted.

    Several names of a subject are divided by ``|``.
    """
    subject, measure, section = place
    names = {row_key(name) for name in subject.split("|")}
    here = [f for f in facts if f.origin == "prose" and f.section_key == section and row_key(f.row_name) in names]
    here = [f for f in here if f.is_text == text and not f.is_blank]
    for column in _BUDGETS if measure == "预算数" else (measure,):
        if found := [f for f in here if f.column == column]:
            return found
    return []


def witnesses(facts: Sequence[Fact], place: Sequence[str]) -> list[Fact]:
    """What the narrative says of the measure that stands at a statutory cell: a second, independent statement of it."""
    for measure in measures().values():
        side = "决算数" if tuple(place) in measure.cells else "预算数" if tuple(place) in measure.budget else None
        for section in measure.sections if side else ():
            if found := in_prose(facts, (measure.name, str(side), section), text=False):
                return found
    return []


def why_not(book: Book, cell: Cell) -> str:
    """Why a statutory cell gives no value, in Chinese."""
    if cell.state is State.CONFLICT:
        return f"同一单元格读到不同的数：{'、'.join(f.raw or '空白' for f in cell.facts)}"
    if cell.state is State.BLANK:
        return "表中该栏空白"
    return "未读到该表" if not book.has(cell.ref.table) else "表中未读到该栏"
