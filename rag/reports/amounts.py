"""Amounts: a figure of one report as comparisons put it in order, and what it is told by once it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractors.citation import Citation
from extractors.facts import MONEY, Fact, plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.figures.figures import columns_of
from rag.holdings.desk import Desk
from rag.language.query import Query


class Evidence(NamedTuple):
    """A figure as it is told, with its places."""

    value: Value
    citations: list[Citation]


class Measured:
    """A figure of one report: ``amount`` in ``unit``, to be put in order.

    Its evidence may be a way to get it: of thousands of figures only those that an answer tells are ever read.
    """

    __slots__ = ("_evidence", "amount", "doc_id", "unit", "year")

    def __init__(
        self,
        doc_id: str,
        amount: Decimal,
        unit: str | None,
        year: int | None,
        evidence: Evidence | Callable[[], Evidence],
    ) -> None:
        self.doc_id, self.amount, self.unit, self.year = doc_id, amount, unit, year
        self._evidence = evidence

    @classmethod
    def of(cls, doc_id: str, amount: Decimal, unit: str | None, evidence: Evidence) -> Measured:
        """A figure of which the evidence is at hand."""
        return cls(doc_id, amount, unit, evidence.value.year, evidence)

    @property
    def evidence(self) -> Evidence:
        if not isinstance(self._evidence, Evidence):
            self._evidence = self._evidence()
        return self._evidence

    @property
    def value(self) -> Value:
        """The figure as it is told."""
        return self.evidence.value

    @property
    def citations(self) -> list[Citation]:
        return self.evidence.citations

    @property
    def told(self) -> str:
        """The report and its figure: 榆岚市水利局（2023年度）12.5万元."""
        shown = f"{self.value.value}{self.value.unit or ''}"
        if self.value.formula:
            shown += f"（{self.value.formula}）"
        return f"{self.value.department}（{self.value.year}年度）{shown}"


def in_money(one: Measured, unit: str) -> Measured:
    """A figure of money in another unit, told with the step that leads there."""
    if one.unit is None or one.unit == unit:
        return one
    amount = compose.trimmed(one.amount * MONEY[one.unit] / MONEY[unit])
    return Measured(one.doc_id, amount, unit, one.year, lambda: _told_in(one.evidence, unit))


def _told_in(evidence: Evidence, unit: str) -> Evidence:
    value = evidence.value
    if value.unit is None or value.unit == unit:
        return evidence
    amount = compose.in_reports(Decimal(value.value) * MONEY[value.unit] / MONEY[unit], unit)
    formula = f"({value.formula})" if value.formula else plain_decimal(Decimal(value.value))
    formula += f" {compose.conversion(value.unit, unit)}"
    update = {"value": plain_decimal(amount), "unit": unit, "origin": "computed", "formula": formula}
    return Evidence(value.model_copy(update=update), evidence.citations)


def of_fact(fact: Fact | None, desk: Desk, query: Query | None = None) -> Measured | None:
    """A printed figure, in the unit that the query asks for; None where nothing is printed."""
    if fact is None or fact.value is None:
        return None
    return Measured.of(fact.doc_id, fact.value, fact.unit, evidence_of(fact, desk, query))


def evidence_of(fact: Fact, desk: Desk, query: Query | None = None) -> Evidence:
    value = compose.converted(fact, query.unit, query.places) if query else compose.value_of(fact)
    return Evidence(value, compose.cite([fact], desk.files))


def of_answer(answer: Answer | None, desk: Desk, doc_id: str) -> Measured | None:
    """The figure that an answer on one report begins with; None where it has none."""
    if answer is None or not answer.values or answer.status == "not_found":
        return None
    value = answer.values[0].model_copy(
        update={"department": desk.reports[doc_id].department, "year": desk.reports[doc_id].year}
    )
    return Measured.of(doc_id, Decimal(value.value), value.unit, Evidence(value, answer.citations))


def amount_column(query: Query) -> str | None:
    """The column that an amount is asked for in; None for the usual one."""
    columns = [c for c in columns_of(query) if c not in {"增减额", "增减幅", "占比", "完成比例", "决算数"}]
    return columns[0] if columns else None


def gap_of(final: Fact, budget: Fact, desk: Desk) -> Measured:
    """A final figure less its budget."""
    label = f"{compose.label_of(final)}决算与预算之差"
    return _less(final, budget, label, desk)


def change_of(now: Fact, then: Fact, desk: Desk) -> Measured:
    """A figure less that of the report of the year before."""
    return _less(now, then, f"{compose.label_of(now)}比上年增减额", desk)


def _less(a: Fact, b: Fact, label: str, desk: Desk) -> Measured:
    left, right = a.value or Decimal(0), b.value or Decimal(0)
    formula = f"{plain_decimal(left)} - {plain_decimal(right)}"
    value = compose.computed_value(left - right, a.unit, label, formula, a)
    return Measured.of(a.doc_id, left - right, a.unit, Evidence(value, compose.cite([a, b], desk.files)))


def difference_of(a: Measured, b: Measured) -> Measured:
    """How far apart two figures of one report are."""
    large, small = max(a.amount, b.amount), min(a.amount, b.amount)
    formula = f"{plain_decimal(large)} {'+' if small < 0 else '-'} {plain_decimal(abs(small))}"
    update = {"value": plain_decimal(large - small), "unit": a.unit, "label": "相差", "origin": "computed"}
    value = a.value.model_copy(update=update | {"formula": formula})
    return Measured.of(a.doc_id, large - small, a.unit, Evidence(value, [*a.citations, *b.citations]))


def rate_of(change: Measured, now: Measured) -> Measured:
    """The rate of a change of which only the amount is stated."""
    before = now.amount - change.amount
    rate = compose.rounded(change.amount / before * 100, 2)
    of = f"({plain_decimal(now.amount)} - {plain_decimal(change.amount)})".replace("- -", "+ ")
    formula = f"{plain_decimal(change.amount)} ÷ {of} × 100%"
    label = change.value.label.replace("增减额", "增减幅")
    update = {"value": plain_decimal(rate), "unit": "%", "label": label, "origin": "computed", "formula": formula}
    citations = list(dict.fromkeys([*change.citations, *now.citations]))
    return Measured.of(change.doc_id, rate, "%", Evidence(change.value.model_copy(update=update), citations))


def values_of(found: Sequence[Measured]) -> list[Value]:
    return [m.value for m in found]


def cited(found: Sequence[Measured]) -> list[Citation]:
    """The places of figures, in order, each once."""
    return list(dict.fromkeys(c for m in found for c in m.citations))
