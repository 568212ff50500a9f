"""Claims: what a yes-or-no question says of a figure, to be borne out or not (超预算了吗, 是不是花了500万)."""

from __future__ import annotations

from typing import Literal

from extractors.facts import MONEY
from extractors.vocabulary import question_words
from rag.language.quantities import quantities_in
from rag.language.rows import Condition
from rag.understanding.asked_rows import conditions_in


def claim_in(text: str) -> Condition | None:
    """What a folded yes-or-no question claims of the figure it names; None where it claims nothing or asks for more."""
    words = question_words()
    if not words.yes_or_no.search(text) or words.asks_more.search(text) or words.asks_what.search(text):
        return None
    conditions, _ = conditions_in(text)
    if conditions:
        return conditions[0]
    if match := words.surpasses.search(text):
        test: Literal["over", "under"] = "over" if match.group(1) else "under"
        return Condition(test=test, column="决算数", said=match.group(0))
    stated = [q for q in quantities_in(text) if q.unit in MONEY or q.unit == "%"]
    if len(stated) != 1:
        return None
    quantity = stated[0]
    if words.columns_in(text[quantity.end :]):
        return None  # 产业发展220万，有没有列年初预算: the amount only tells which one is meant
    said = text[quantity.start : quantity.end]
    return Condition(test="exactly", column="决算数", value=quantity.value, unit=quantity.unit, said=said)
