"""Cells: an address in a statutory table, and what a report prints there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractors.facts import Fact


class State(StrEnum):
    """What stands in a cell: a number, nothing (printed blank), nothing we could read, or two different things."""

    NUMBER = "number"
    BLANK = "blank"
    MISSING = "missing"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Ref:
    """The address of a cell by canonical names; ``row`` is a 科目 code or a row name."""

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
