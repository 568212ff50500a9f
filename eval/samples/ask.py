"""What the questions on samples share: a case under construction, names and years in their usual spellings."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any, Literal

from eval.cases import Case, Expected
from eval.samples.data import raw
from eval.samples.options import kind_of
from eval.samples.sample import Sample
from eval.samples.style import han_year
from extractors.facts import plain_decimal

Kind = Literal["number", "text", "entity", "list", "bool", "abstain"]


def _of_kind(sample: Sample) -> dict[str, Any]:
    """The wordings that go with a budget instead of those for final accounts."""
    return dict(raw("budget_questions")) if kind_of(sample.family) == "budget" else {}


class Asker:
    """Makes cases on one sample; the wordings are chosen by the sample's own random source."""

    def __init__(self, sample: Sample) -> None:
        self.sample, self.rng = sample, Random(f"questions-{sample.family}-{sample.seed}")
        self.wordings: dict[str, Any] = {**raw("questions"), **_of_kind(sample)}
        self.cases: list[Case] = []

    def names(self, **more: Any) -> dict[str, Any]:
        """The words that a wording may hold."""
        department, year = self.sample.books.department, self.sample.year
        digits = {"year": year, "yy": year % 100, "han": han_year(year), "han_yy": han_year(year)[2:]}
        spelled = self.rng.choice(raw("questions")["years"]).format(**digits)
        called = self.rng.choice([department.name, *department.shorts])
        return {"d": called, "y": spelled, "year": year, "last_year": year - 1, "future": year + 3, **more}

    def ask(self, kind: str, wordings: list[str], expected: Expected, **more: Any) -> None:
        """Add a case: one of the wordings with its expected answer."""
        self.add(kind, question=self.rng.choice(wordings).format_map(self.names(**more)), answer=expected)

    def add(self, kind: str, **parts: Any) -> None:
        number = len(self.cases) + 1
        self.cases.append(Case(id=f"{self.sample.name}-s{number:03d}", type=kind, docs=(self.sample.name,), **parts))

    def some(self, things: list[Any], count: int) -> list[Any]:
        """A few of many, in their order."""
        picked = self.rng.sample(range(len(things)), min(count, len(things)))
        return [things[i] for i in sorted(picked)]


def number(value: Decimal | int, unit: str, *include: str) -> Expected:
    return Expected(kind="number", value=plain_decimal(Decimal(value)), unit=unit, must_include=include)


def words(*include: str, kind: Kind = "text") -> Expected:
    return Expected(kind=kind, must_include=include)


ABSTAIN = Expected(kind="abstain")
