"""Explicit selection: the facts at the place that a field of a ready-made schema names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.cells import Cell, State
from extractors.facts import Fact
from extractors.report import Report
from extractors.vocabulary import measures

#: the names under which prose gives a budget figure, the whole year's first
_BUDGETS = ("全年预算数", "预算数", "调整预算数", "年初预算数")


class Source:
    """The facts of one report, found by the places that schemas name."""

    def __init__(self, facts: Sequence[Fact], report: Report) -> None:
        self.facts = facts
        self.report = report
        self.book = Book(facts, report)

    @cached_property
    def _prose(self) -> dict[tuple[str, str], list[Fact]]:
        """Facts of the narrative by section and subject."""
        found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.origin == "prose" and fact.section_key and not fact.is_blank:
                found[fact.section_key, row_key(fact.row_name)].append(fact)
        return found

    def section(self, key: str) -> list[Fact]:
        """All that a section of the narrative says, in reading order."""
        return [f for f in self.facts if f.origin == "prose" and f.section_key == key and not f.is_blank]

    def note(self, table: str) -> str:
        """What an empty table says of being empty, in brackets."""
        notes = [f for f in self.section(table) if f.column == "说明"] if self.book.is_empty(table) else []
        return f"（{notes[0].raw}）" if notes else ""

    def cell(self, place: Sequence[str]) -> Cell:
        """The statutory cell at [table, row, column]; where a column of parts is meant, its 小计."""
        table, row, column = place
        cell = self.book.cell(table, row, column)
        return cell if cell.state is not State.MISSING else self.book.cell(table, row, f"{column}小计")

    def in_prose(self, place: Sequence[str], text: bool) -> list[Fact]:
        """What a section of the narrative says at [subject, measure, section]: figures, or words where text is wanted.

        Several names of a subject are divided by ``|``, so are several sections, the best one first.
        """
        subject, measure, section = place
        for key in section.split("|"):
            here = [f for name in subject.split("|") for f in self._prose.get((key, row_key(name)), ())]
            here = [f for f in here if f.is_text == text]
            for column in _BUDGETS if measure == "预算数" else (measure,):
                if found := [f for f in here if f.column == column]:
                    return found
        return []

    def witnesses(self, place: Sequence[str]) -> list[Fact]:
        """What the narrative says of the measure that stands at a statutory cell: a second, independent statement."""
        for name, side, sections in _stated_as().get(tuple(place), ()):
            for section in sections:
                if found := self.in_prose((name, side, section), text=False):
                    return found
        return []


@lru_cache(maxsize=1)
def _stated_as() -> dict[tuple[str, ...], list[tuple[str, str, tuple[str, ...]]]]:
    """Under which name and measure, and in which sections, the narrative states what stands at a statutory cell."""
    found: dict[tuple[str, ...], list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for measure in measures().values():
        for side, cells in (("决算数", measure.cells), ("预算数", measure.budget)):
            for cell in cells:
                found[tuple(cell)].append((measure.name, side, measure.sections))
    return found


def figures(cell: Cell) -> list[Fact]:
    """The fact of a cell that holds one number."""
    return [cell.fact] if cell.fact is not None and cell.state is State.NUMBER else []


def why_not(source: Source, cell: Cell) -> str:
    """Why a statutory cell gives no value, in Chinese; for an empty table, the note that stands below it."""
    book = source.book
    if cell.state is State.CONFLICT:
        return f"同一单元格读到不同的数：{'、'.join(f.raw or '空白' for f in cell.facts)}"
    if cell.state is State.BLANK:
        return "表中该栏空白" + source.note(cell.ref.table)
    return "未读到该表" if not book.has(cell.ref.table) else "表中未读到该栏"


def first_of(facts: Iterable[Fact], columns: str) -> list[Fact]:
    """The facts of the first of several columns, divided by ``|``, that has any."""
    known = list(facts)
    for column in columns.split("|"):
        if found := [f for f in known if f.column == column]:
            return found
    return []
