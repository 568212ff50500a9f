"""Cells: an address in a statutory table or in the text, and what a report prints there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractors.facts import Fact
from extractors.text import strip_ordinal
from extractors.vocabulary import table_forms


class State(StrEnum):
    """What stands in a cell: a number, nothing (printed blank), nothing we could read, or two different things."""

    NUMBER = "number"
    BLANK = "blank"
    MISSING = "missing"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Ref:
    """The address of a cell by canonical names; ``row`` is a 科目 code or a row name.

    ``table`` is the key of a statutory table, else the place in words (``place_of``).
    """

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a report prints at an address. ``fact`` is None where the cell was not read."""

    ref: Ref
    label: str
    state: State
    fact: Fact | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def value(self) -> Decimal | None:
        return self.fact.value if self.fact is not None and self.state is State.NUMBER else None


def place_of(fact: Fact) -> str:
    """Where a fact stands: the key of its statutory table, else its chapter or form in words."""
    if fact.table and (fact.origin == "table" or fact.table in table_forms()):
        return fact.table
    if fact.origin == "annex":
        return f"附件《{fact.table}》" + (f"（{fact.part_of}）" if fact.part_of else "")
    path = [title.rstrip("。：") for title in fact.section.split("/") if title]
    chapter = path[1:2] or path[:1]
    return f"正文（{strip_ordinal(chapter[0])}）" if chapter else "正文"


def stated(fact: Fact) -> Cell:
    """What the text or a form states, as one side of a comparison."""
    state = State.BLANK if fact.is_blank else State.MISSING if fact.value is None else State.NUMBER
    label = fact.row_name.rsplit("(款)", 1)[-1]
    return Cell(Ref(place_of(fact), fact.row_name, fact.column), label, state, fact, (fact,))


def unstated(place: str, row: str, column: str) -> Cell:
    """A side that was looked for in the text and not found."""
    return Cell(Ref(place, row, column), row, State.MISSING)
