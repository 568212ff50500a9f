"""What the cross-check has against a figure in another place than the one that a question finds.

A thing is told in two places under names of their own (公路养护(项) in the prose, 公路养护 in a table) and in units of
their own. The cross-check has held them against one another already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, decimals
from extractors.text import name_key
from rag import compose
from rag.answer import Answer, Value
from rag.figures.links import fact_at
from rag.holdings.desk import Desk
from rag.language.query import Query


def contradiction(query: Query, desk: Desk, doc_id: str, names: Sequence[str]) -> Answer | None:
    """Two places that contradict one another on one of the things named; None where the cross-check knows of none."""
    keys = {_own(name) for name in names}
    for one, other in _pairs(desk, doc_id):
        told = {_own(one.row_name), _own(other.row_name)}
        if len(told) != 1 or not told <= keys or (query.tables and not {one.table, other.table} & {*query.tables}):
            continue
        second = _in_unit_of(one, other)
        gap = compose.apart(Decimal(compose.value_of(one).value), Decimal(second.value), one)
        text = f"{desk.title(doc_id)}各处不一致：{_told(one, compose.value_of(one))}；{_told(other, second)}。"
        text += f"相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
        cited = compose.cite([one, other], desk.files)
        return compose.answer(query.text, text, "conflict", [compose.value_of(one), second, gap], cited)
    return None


def _pairs(desk: Desk, doc_id: str) -> Iterator[tuple[Fact, Fact]]:
    """The amounts of findings that hold one place against another."""
    for finding in desk.findings(doc_id):
        facts = [f for place in finding.evidence if (f := fact_at(desk, place)) is not None and f.value is not None]
        if finding.severity != "error" or not len(facts) == len(finding.evidence) == 2:
            continue
        one, other = facts
        if compose.place_of(one) != compose.place_of(other) and one.unit in MONEY and other.unit in MONEY:
            yield one, other


def _own(name: str) -> str:
    """What a row is called without the path above it."""
    return name_key(compose.steps_of(name)[-1])


def _in_unit_of(one: Fact, other: Fact) -> Value:
    """A figure in the unit of another one, and as finely printed."""
    return compose.converted(other, one.unit, None if one.value is None else decimals(one.value))


def _told(fact: Fact, value: Value) -> str:
    """A figure with its place, as printed where that is in another unit."""
    shown = f"{value.value}{value.unit or ''}"
    printed = "" if value.unit == fact.unit else f"（印作{fact.raw.removesuffix(fact.unit or '')}{fact.unit or ''}）"
    return f"{compose.place_of(fact)}{compose.short_label(fact)}为{shown}{printed}"
