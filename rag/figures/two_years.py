"""Figures of two years held against one another: growth, and a form of a project that has both years."""

from __future__ import annotations

from extractors.facts import LAST_YEAR, MONEY, Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.figures.computed import difference
from rag.figures.figures import columns_of
from rag.holdings.desk import Desk
from rag.language.query import Query

_CHANGES = {"增减额", "增减幅"}


def growth(query: Query, desk: Desk, now: Fact, then: Fact) -> Answer | None:
    """By how many per cent a figure differs from that of the report of the year before."""
    if now.value is None or not then.value:
        return None
    change = compose.rounded((now.value - then.value) / then.value * 100, query.places or 2)
    formula = f"({plain_decimal(now.value)} - {plain_decimal(then.value)}) ÷ {plain_decimal(then.value)} × 100%"
    label = f"{compose.label_of(now)}比上年增减幅"
    value = compose.computed_value(change, "%", label, formula, now)
    word = "增长" if change > 0 else "下降" if change < 0 else "持平，变动"
    text = f"{compose.head(now)}{compose.label_of(now)}比上年{word}{compose.shown(abs(change), '%')}（{formula}）。"
    text += f"{compose.sentence(now)}；{compose.sentence(then)}。报告没有直接写明这一变动，由两年的数算出。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([now, then], desk.files))


def planned_before(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What was planned for the project of a question the year before; None where its form does not print that."""
    years = _both_years(query, desk, doc_id)
    if years is None:
        return None
    then = years[1].but(column="预算数", year=(desk.reports[doc_id].year or 0) - 1)
    value = compose.converted(then, query.unit, query.places)
    return compose.answer(
        query.text, f"{compose.sentence(then, value)}。", "answered", [value], compose.cite(years[1:], desk.files)
    )


def planned_change(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """By how much a project has more or less than the year before, from both amounts of its form."""
    asked = _CHANGES & {*columns_of(query)}
    if not asked or query.wants.kinds or query.tables or query.has("conflict", "share"):
        return None
    years = _both_years(query, desk, doc_id)
    if years is None:
        return None
    return difference(query, desk, *years) if "增减额" in asked else growth(query, desk, *years)


def _both_years(query: Query, desk: Desk, doc_id: str) -> tuple[Fact, Fact] | None:
    """What the form of the project plans for this year, and what was planned the year before."""
    key = name_key(query.project or "")
    if not key or any(s.key != key for s in query.subjects if not s.generic):
        return None
    own = [f for f in desk.index(doc_id).facts if f.origin == "annex" and name_key(f.part_of or "") == key]
    now, then = (
        [f for f in own if f.column == column and f.unit in MONEY and f.value is not None and not f.row_code]
        for column in ("预算数", LAST_YEAR)
    )
    now = [f for f in now if then and f.row_name == then[0].row_name and f.unit == then[0].unit]
    if len({f.value for f in then}) != 1 or not now:
        return None
    named = {"row_name": query.project or "", "part_of": None}
    return now[0].but(**named), then[0].but(**named)
