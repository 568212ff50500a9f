"""Premises: a thing that a question names only by its amount (那30.83万年初安排了多少)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures
from rag.lookup import FactIndex, Subject, level_of, subject_keys
from rag.quantities import quantities_in
from rag.query import Query

#: columns of which an amount in a question may be one
_AMOUNTS = ("决算数", "本年支出合计", "小计", "年初预算数", "执行数", "全年执行数", "资金")


def named_by_amount(query: Query, index: FactIndex) -> Subject | None:
    """The one thing whose amount a question states, where it names nothing else; None where several have it."""
    if (query.subjects and not query.defaulted) or query.project or query.tables or query.rows:
        return None
    if not (query.columns or query.asks_figure) or query.has("rank", "list", "reason", "use", "conflict"):
        return None
    for quantity in quantities_in(query.rest):
        if quantity.unit not in MONEY or (
            quantity.value == quantity.value.to_integral_value() and quantity.value < 100
        ):
            continue  # a round number is the amount of many things
        keys = _keys_of(quantity.value * MONEY[quantity.unit], index.facts)
        if len(keys) == 1:
            named = (m for m in measures().values() if keys[0] in {name_key(n) for n in (m.name, *m.printed)})
            measure = next(named, None)
            return Subject(keys[0], keys[0], quantity.start, quantity.start, measure)
    return None


def _keys_of(amount: Decimal, facts: Sequence[Fact]) -> list[str]:
    """The names of the most particular rows of an amount."""
    found = [
        f
        for f in facts
        if f.value is not None and f.unit in MONEY and f.column in _AMOUNTS and f.value * MONEY[f.unit] == amount
    ]
    lowest = [f for f in found if level_of(f) == "项"] or found
    return list(dict.fromkeys(subject_keys(f)[-1] for f in lowest))
