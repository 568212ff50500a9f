"""Counts over reports: how many departments, and which ones, have a figure that meets a condition."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from extractors.facts import MONEY
from rag import compose
from rag.amounts import Measured, cited, values_of
from rag.answer import Answer, Value
from rag.comparison import Comparison, Condition, Metric
from rag.desk import Desk
from rag.measured import gather
from rag.query import Query
from rag.several import entries, first_of, left_out_told, years_of

#: the figure that a condition looks at, where it is not the one asked about
_LOOKS_AT: dict[str, Metric] = {
    "over_budget": "gap",
    "under_budget": "gap",
    "complete": "completion",
    "incomplete": "completion",
}
_FITS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "some": lambda amount, bound: amount != 0,
    "none": lambda amount, bound: amount == 0,
    "over": lambda amount, bound: amount >= bound,
    "between": lambda amount, bound: amount >= bound,
    "under": lambda amount, bound: amount < bound,
    "rose": lambda amount, bound: amount > 0,
    "fell": lambda amount, bound: amount < 0,
    "over_budget": lambda amount, bound: amount > 0,
    "under_budget": lambda amount, bound: amount < 0,
    "complete": lambda amount, bound: amount >= 100,
    "incomplete": lambda amount, bound: amount < 100,
    "more_than_other": lambda amount, bound: amount > bound,
    "less_than_other": lambda amount, bound: amount < bound,
}


def count(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    """The departments whose figure meets the condition, and how many they are."""
    condition = wanted.condition or Condition(kind="some", said="有")
    found, left_out = gather(query, desk, _LOOKS_AT.get(condition.kind, wanted.metric))
    bounds = {m.doc_id: condition.bound or Decimal(0) for m in found}
    if condition.kind in {"more_than_other", "less_than_other"}:
        others, without = gather(query, desk, wanted.metric, query.subjects[1])
        bounds = {m.doc_id: m.amount for m in others}
        left_out |= without
        found = [m for m in found if m.doc_id in bounds]
    if not found:
        return None
    fits = _FITS[condition.kind]
    kept = [m for m in found if fits(_in_unit_of(m, condition), bounds[m.doc_id])]
    if condition.upper is not None:
        kept = [m for m in kept if _in_unit_of(m, condition) <= condition.upper]
    value = Value(
        value=str(len(kept)),
        unit="个",
        label="符合条件的部门数",
        year=found[0].year,
        origin="computed",
        formula=compose.counted(len(kept)),
    )
    said = _said(query, condition, found[0])
    if kept:
        text = f"{years_of(found)}{said}的部门有{len(kept)}个：{entries(kept)}。"
    else:
        text = f"{years_of(found)}没有符合条件的部门（{said}，0个）。各部门的数：{entries(found)}。"
    # where none fits, the figures that are told instead have to be borne out as well
    told = first_of(kept) or [m for m in first_of(found) if m.value.formula]
    values = [value, *values_of(told)]
    if wanted.asks_who and not wanted.counts and kept:
        values = [*values[1:], value]
    counted = {m.doc_id for m in kept}
    shown = cited(first_of([*kept, *(m for m in found if m.doc_id not in counted)]))
    return compose.answer(query.text, text + left_out_told(desk, left_out), "answered", values, shown)


def _in_unit_of(one: Measured, condition: Condition) -> Decimal:
    """A figure in the unit of the bound of a condition."""
    if condition.unit in MONEY and one.unit in MONEY:
        return one.amount * MONEY[one.unit] / MONEY[condition.unit]
    return one.amount


def _said(query: Query, condition: Condition, one: Measured) -> str:
    """The condition in words: what the figure is, and what it has to be like."""
    name = query.subjects[0].name
    words = {
        "some": f"有{name}",
        "none": f"没有{name}",
        "rose": f"{name}比上年增加",
        "fell": f"{name}比上年减少",
        "over_budget": f"{name}决算超过预算",
        "under_budget": f"{name}决算低于预算",
        "complete": f"{name}完成预算达到100%",
        "incomplete": f"{name}完成预算不到100%",
    }
    if len(query.subjects) > 1:
        words["more_than_other"] = f"{name}大于{query.subjects[1].name}"
        words["less_than_other"] = f"{name}小于{query.subjects[1].name}"
    return words.get(condition.kind, f"{one.value.label}{condition.said}")
