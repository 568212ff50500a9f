"""What a check is made of: the rule of the catalogue and the verdict it comes to on one object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell
from extractors.facts import Fact
from extractors.findings import Severity

Kind = Literal["final", "budget", "both"]


class Status(StrEnum):
    """How a rule ends on one object. Only FAIL and ROUNDING become findings; what was not read never passes."""

    PASS = "pass"
    FAIL = "fail"
    ROUNDING = "rounding"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT_DATA = "insufficient_data"
    PARSE_CONFLICT = "parse_conflict"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one rule on one object (``subject``: table, row and column, stable between runs).

    ``left`` and ``right`` are the two sides compared, ``amounts`` their sums in ``unit`` and ``margin`` the difference
    that rounding alone can explain. ``ground`` is the Chinese reason of a verdict that compares nothing; ``missing``
    names what was not read, ``blanks`` what was printed blank and counted as nothing. ``also`` gives context,
    ``formula`` in words how the right side was computed where it is no sum, ``facts`` further places to show.
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
    formula: str = ""
    shown: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        return None if self.amounts is None else abs(self.amounts[0] - self.amounts[1])


Check = Callable[["Rule", Book], Iterable[Verdict]]


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


def by_kind(final: Check, budget: Check) -> Check:
    """A rule that looks at final accounts one way and at budgets another."""

    def check(rule: Rule, book: Book) -> Iterable[Verdict]:
        return (budget if book.report.identity.kind == "budget" else final)(rule, book)

    return check
