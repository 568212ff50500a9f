"""What an amount that a question states was made up of, as a sentence of the report lists it (268.90万元，其中：…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.facts import MONEY, parse_amount
from extractors.text import fold
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.quantities import Quantity, quantities_in, rounds_to
from rag.language.query import Query
from rag.text.outline import Sentence

_WHOLE = re.compile(r"(?P<whole>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|元)[^。；\d]{0,12}其中[：:，,]?(?P<parts>[^。]+)")
_PART = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万元|亿元|元)")
#: so many amounts behind 其中 are a list of parts
_LEAST = 2


def made_up(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences that list the parts of an amount that a question states; None where none does."""
    if query.rows is not None and query.rows.conditions:
        return None  # 超过一百万的项目: a bound, and no amount that the report has
    asked = [q for q in quantities_in(query.text) if q.unit in MONEY]
    found = [s for s in desk.outline(doc_id).sentences if any(_states(a, b) for a in asked for b in _wholes(s))]
    if not found:
        return None
    text = re.sub(r"\s+", "", found[0].text).rstrip("。；")
    cited = [desk.citation(doc_id, found[0].start, found[0].end, found[0].section)]
    told = f"{desk.title(doc_id)}报告写明这笔钱的构成：{text}。"
    return compose.answer(query.text, told, "answered", [], cited)


def _wholes(sentence: Sentence) -> Iterator[Decimal]:
    """The amounts of which a sentence lists the parts."""
    for match in _WHOLE.finditer(fold(sentence.text)):
        value = parse_amount(match.group("whole"))
        if value is not None and len(_PART.findall(match.group("parts"))) >= _LEAST:
            yield value * MONEY[match.group("unit")]


def _states(stated: Quantity, amount: Decimal) -> bool:
    return rounds_to(amount / MONEY[stated.unit], stated.value)
