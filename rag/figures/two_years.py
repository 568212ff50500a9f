"""Figures of two years held against one another: growth, and a form of a project that has both years."""

from __future__ import annotations

import re

from extractors.annex import OF_ALL_YEARS, OF_THE_YEAR
from extractors.facts import LAST_YEAR, MONEY, SPENT_LAST_YEAR, Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer, Status
from rag.figures.computed import difference
from rag.figures.figures import columns_of
from rag.holdings.desk import Desk
from rag.language.query import Query

_CHANGES = {"增减额", "增减幅"}
#: what was spent the year before, and all that a project is to have, are asked for
_SPENT_BEFORE = re.compile("(?:上年|去年|上一年)[^，,]{0,6}(?:执行|花|用|支出)了?")
_IN_ALL, _THIS_YEAR = re.compile("总预算|总投资|总盘子"), re.compile("今年|本年|当年")


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
    status: Status = "computed" if value.formula else "answered"
    text = f"{compose.sentence(then, value)}。"
    return compose.answer(query.text, text, status, [value], compose.cite(years[1:], desk.files))


def planned_change(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """By how much a project has more or less than the year before, from both amounts of its form."""
    asked = _CHANGES & {*columns_of(query)}
    if not asked or query.wants.kinds or query.tables or query.has("conflict", "share"):
        return None
    years = _both_years(query, desk, doc_id)
    if years is None:
        return None
    return difference(query, desk, *years) if "增减额" in asked else growth(query, desk, *years)


def of_other_years(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the form of a project prints beside this year's money: what was spent the year before, all that is planned.

    None where neither is asked for, or the form does not print it.
    """
    key = name_key(query.project or "")
    if not key or not query.asks_figure or query.tables or query.wants.kinds or query.has("conflict", "share"):
        return None
    own = [f for f in desk.index(doc_id).facts if f.origin == "annex" and name_key(f.part_of or "") == key]
    money = [f for f in own if f.unit in MONEY and f.value is not None]
    named = {"row_name": query.project or "", "part_of": None}
    if _SPENT_BEFORE.search(query.rest):
        before = (desk.reports[doc_id].year or 0) - 1
        every = [f for f in money if f.column == SPENT_LAST_YEAR]
        found = every[:1] if len({f.value for f in every}) == 1 else []
        shown = [f.but(**named, column="执行数", year=before) for f in found]
    elif _IN_ALL.search(query.rest):
        found = [f for f in money if f.row_name == OF_ALL_YEARS and f.column == "预算数"][:1]
        shown = [f.but(row_name=query.project or "", part_of=None, column="总预算") for f in found]
        this_year = [f for f in money if f.row_name == OF_THE_YEAR and f.column == "预算数"]
        if _THIS_YEAR.search(query.rest) and found:
            found, shown = [*found, *this_year[:1]], [*shown, *(f.but(**named) for f in this_year[:1])]
    else:
        return None
    if not found:
        return None
    values = [compose.converted(f, query.unit, query.places) for f in shown]
    text = f"{'；'.join(compose.sentence(f, v) for f, v in zip(shown, values, strict=True))}。"
    status: Status = "computed" if any(v.formula for v in values) else "answered"
    return compose.answer(query.text, text, status, values, compose.cite(found, desk.files))


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
