"""The money of projects that the text tells of their goals or evaluation, held against that of a table of spending."""

from __future__ import annotations

import re

from extractors.facts import MONEY
from extractors.vocabulary import layout
from rag.answer import Answer
from rag.checks.totals_held import held_in_unit
from rag.holdings.desk import Desk
from rag.language.query import Query

#: what is told of projects, as a question and the text name it, and the money of it
_OF_WHAT = re.compile("绩效目标|绩效(?:自评|跟踪|监控|评价)|自评|预算绩效管理")
_MONEY = re.compile("资金|金额|预算")
_PROJECTS, _PROJECT_SPENDING = "项目", "项目支出"
#: the tables of all spending by its kind
_TABLES = ("YS03", "GK03")


def goals_held(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether the money of the projects with goals, or of those evaluated, is the project spending of a table.

    None where a question does not hold these two against each other, or one of them is not told.
    """
    match = _OF_WHAT.search(query.rest)
    if match is None or not (query.has("conflict") or query.opposed):
        return None
    other = query.rest[: match.start()] + query.rest[match.end() :]
    if _PROJECT_SPENDING not in other or not _MONEY.search(other):
        return None
    index = desk.index(doc_id)
    told = [f for f in index.facts if f.origin == "prose" and f.unit in MONEY and f.value is not None]
    told = [f for f in told if match.group(0) in f.row_name and _PROJECTS in f.row_name]
    tables = [t for t in query.tables if t in index.tables] or [t for t in _TABLES if t in index.tables]
    totals = (f for t in tables for f in index.cells(t) if f.row_name in layout().total_labels)
    spent = next((f for f in totals if f.column == _PROJECT_SPENDING and f.value is not None), None)
    if not told or spent is None:
        return None
    return held_in_unit(query, desk, told[0], spent)
