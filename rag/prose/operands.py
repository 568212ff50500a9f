"""Operands found in one sentence: each is the figure whose own words are those of a term, all of one kind.

Where a report tells two things side by side (批复总投资486.00万元…实际支出428.73万元) they are of one scope; the same
words elsewhere may mean other money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import Figure, figures_of, kind_of
from rag.text.outline import Sentence

#: how much of a term the words before a figure must have, and how many sentences stand near each other
_NEEDED, _NEAR = 0.6, 3


#: what somebody gets by the month or the head
_RATE = re.compile("标准|每[人户月天日亩]")


def put_together(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the operation makes of the figures that one place tells of its terms; None where no place has all."""
    if query.terms is None:
        return None
    best: tuple[float, list[Sentence], list[Figure]] | None = None
    sentences = desk.outline(doc_id).sentences
    for at in range(len(sentences)):
        for size in range(1, _NEAR + 1):
            window = sentences[at : at + size]
            if len(window) < size or window[-1].section != window[0].section:
                continue
            found = _figures_for(query.terms.phrases, window)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], list(window), found[1])
    return _told(query, desk, doc_id, best[1], best[2]) if best is not None else None


def _figures_for(phrases: Sequence[str], window: Sequence[Sentence]) -> tuple[float, list[Figure]] | None:
    """The figure of each term, the one whose words before it have most of the term; None where one has none."""
    figures = [f for s in window for f in figures_of(s) if f.unit]
    if not any(_RATE.search(p) for p in phrases):
        figures = [f for f in figures if not _RATE.search(f.before)]  # 标准由每人每月1085元: no sum of money
    chosen: list[Figure] = []
    fit = 0.0
    for phrase in phrases:
        left = [f for f in figures if f not in chosen]
        nearest = max(left, key=lambda f: _covered(phrase, f.before), default=None)
        if nearest is None or _covered(phrase, nearest.before) < _NEEDED:
            return None
        fit += _covered(phrase, nearest.before) - len(window) / 100
        chosen.append(nearest)
    kinds = {kind_of(f.unit) for f in chosen}
    alike = kinds == {"money"} or (kinds == {"count"} and len({(f.unit or "")[:1] for f in chosen}) == 1)
    return (fit, chosen) if alike else None


def _covered(phrase: str, words: str) -> float:
    """The share of the pairs of characters of a term that stand before a figure."""
    key = name_key(phrase)
    pairs = [key[n : n + 2] for n in range(len(key) - 1)] or [key]
    return sum(p in words for p in pairs) / len(pairs)


def _told(
    query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence], figures: Sequence[Figure]
) -> Answer | None:
    assert query.terms is not None
    unit = figures[0].unit or ""
    amounts = [Decimal(f.number.replace(",", "")) for f in figures]
    terms = []
    for figure, amount in zip(figures, amounts, strict=True):
        term = plain_decimal(amount)
        if figure.unit != unit and figure.unit in MONEY and unit in MONEY:
            term = f"({term} {compose.conversion(figure.unit, unit)})"
        terms.append(term)
    scaled = [
        a * MONEY[f.unit] / MONEY[unit] if f.unit in MONEY and unit in MONEY else a
        for f, a in zip(figures, amounts, strict=True)
    ]
    adds = query.terms.operator == "add"
    result = sum(scaled[1:], scaled[0]) if adds else scaled[0] - sum(scaled[1:], Decimal(0))
    formula = (" + " if adds else " - ").join(terms)
    if query.terms.operator == "apart" and result < 0:
        result, formula = -result, " - ".join(terms[::-1])
    label = ("、" if adds else "减" if query.terms.operator == "subtract" else "与").join(query.terms.phrases) + (
        "合计" if adds else "" if query.terms.operator == "subtract" else "之差"
    )
    report = desk.reports[doc_id]
    value = Value(
        value=plain_decimal(result),
        unit=unit,
        label=label,
        department=report.department,
        year=report.year,
        origin="computed",
        formula=formula,
    )
    quoted = "；".join(compose.clipped(s.text.strip().rstrip("；。"), 260) for s in sentences)
    text = f"{desk.title(doc_id)}{label}为{value.value}{unit}（{formula}）。报告写道：{quoted}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, text, "computed", [value], cited)
