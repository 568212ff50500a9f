"""How far a figure is from a number that the question itself states: the figure, and its difference to that number."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY, plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.language.query import Query

#: what is left of the question asks for a figure of its own
_ASKS = re.compile("多少|几")


def told_apart(query: Query, answer: Answer) -> Answer:
    """An answer with how far its figure is from the number that the question sets it against.

    The difference comes first, unless the question asks for the figure as well (加总是多少，跟…差多少).
    """
    given = query.set_against
    figure = answer.values[0] if answer.values else None
    if given is None or figure is None or answer.status not in {"answered", "computed"}:
        return answer
    other, step = given.value, plain_decimal(given.value)
    if given.unit is not None and given.unit != figure.unit:
        if given.unit not in MONEY or figure.unit not in MONEY:
            return answer
        other = compose.trimmed(given.value * MONEY[given.unit] / MONEY[figure.unit])
        step = f"({step} {compose.conversion(given.unit, figure.unit)})"
    own = Decimal(figure.value)
    large, small = (figure.value, step) if own >= other else (step, figure.value)
    said = f"{plain_decimal(given.value)}{given.unit or figure.unit or ''}"
    value = Value(
        value=plain_decimal(abs(own - other)),
        unit=figure.unit,
        label=f"{figure.label}与{said}之差",
        department=figure.department,
        year=figure.year,
        origin="computed",
        formula=f"{large} - {small}",
    )
    word = "多" if own > other else "少" if own < other else "相差"
    told = f"{figure.label}比问题所说的{said}{word}{value.value}{value.unit or ''}（{value.formula}）。"
    if _ASKS.search(query.rest):
        text, values = f"{answer.answer}{told}", [figure, value, *answer.values[1:]]
    else:
        whose = f"{figure.department}{figure.year}年度" if figure.department and figure.year else ""
        text, values = f"{whose}{told}{answer.answer}", [value, *answer.values]
    return compose.answer(query.text, text, "computed", values, answer.citations)
