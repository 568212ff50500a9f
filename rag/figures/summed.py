"""What several amounts come to that a question names, with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query


def summed(query: Query, desk: Desk, facts: Sequence[Fact], names: Sequence[str]) -> Answer | None:
    """The sum of amounts called by ``names``, in the unit asked for; None where one was not read or units differ."""
    amounts = [f.value for f in facts if f.value is not None]
    if not amounts or len(amounts) != len(facts) or len({f.unit for f in facts}) != 1:
        return None
    total, unit = sum(amounts, Decimal(0)), facts[0].unit
    formula = " + ".join(map(plain_decimal, amounts))
    scaled = facts[0].but(value=total).in_unit(query.unit) if query.unit and query.unit != unit else None
    if scaled is not None and unit and query.unit:
        total, formula, unit = scaled, f"({formula}) {compose.conversion(unit, query.unit)}", query.unit
    value = compose.computed_value(total, unit, "合计", formula, facts[0])
    text = f"{compose.head(facts[0])}{'、'.join(names)}合计{value.value}{value.unit or ''}（{formula}）。"
    text += f"{'；'.join(map(compose.sentence, facts))}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))
