"""What a check is made of: the rule of the catalogue, the cells it looks at, and the verdict it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from extractors.facts import Fact
from extractors.findings import Severity

if TYPE_CHECKING:
    from extractors.crosscheck.book import Book

Kind = Literal["final", "budget", "both"]


class Status(StrEnum):
    """How a rule ends on one object. Only FAIL and ROUNDING become findings; what was not read never passes."""

    PASS = "pass"
    FAIL = "fail"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT_DATA = "insufficient_data"
    PARSE_CONFLICT = "parse_conflict"


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one rule on one object (``subject``: table, row and column, stable between runs).

    ``left`` and ``right`` are the two sides compared, ``amounts`` their sums in ``unit`` and ``margin`` the difference
    that rounding alone can explain. ``ground`` is the Chinese reason of a verdict that compares nothing; ``missing``
    names what was not read, ``blanks`` what was printed blank and counted as nothing. ``also`` gives context.
    """

    rule: Rule
    subject: str
    status: Status
    left: tuple[Cell, ...] = ()
    right: tuple[Cell, ...] = ()
    relation: Literal["=", "≤"] = "="
    amounts: tuple[Decimal, Decimal] | None = None
    margin: Decimal = Decimal(0)
    unit: str | None = None
    ground: str = ""
    missing: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    severity: Severity | None = None
    also: tuple[Cell, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        return None if self.amounts is None else abs(self.amounts[0] - self.amounts[1])


Check = Callable[["Rule", "Book"], Iterable[Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue (RULES.md): id, Chinese title, severity of a failure, and why it must hold."""

    id: str
    title: str
    severity: Severity
    explanation: str
    check: Check = field(repr=False, compare=False)
    kind: Kind = "final"

    @property
    def family(self) -> str:
        """A in-table, B between tables, C table and prose, D prose, E disclosure, F form, G between documents."""
        return self.id.partition("-")[0]

    def applies(self, kind: str) -> bool:
        return self.kind in ("both", kind)
