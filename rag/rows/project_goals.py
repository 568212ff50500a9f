"""What a project is to do, in numbers: the indicator of its form that a question calls in its own words.

换多少公里管网 asks for the row 更换老旧管网, 56公里: the unit tells the row where only one has it, else the words do.
"""

from __future__ import annotations

import re

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary.units import unit_words
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.language.asking import blanked
from rag.language.query import Query
from rag.text.counters import Counted, counted_in
from rag.understanding import relation
from rag.understanding.project_said import stretch_of_name
from rag.understanding.relation import Row

#: words that speak of what is planned
_PLANNED = re.compile("计划|打算|要求|目标|绩效表|预计|准备|安排|拟|要|将|今年")
#: what was done is asked for
_DONE = re.compile("了(?:多少|几)|实际|完成")
#: characters that names of indicators and questions have without meaning a thing
_EMPTY = re.compile(r"[数量率个处项座人次的了和与多少几度年任务完成应]")
#: what a name shares with a question where the unit bears it out, and where it does not
_BORNE_OUT, _ALONE = 0.4, 0.65
_PEOPLE = unit_words().of_set("people")


def goal_of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The goal of the one indicator of a project's form that a question asks for; None where none or several fit."""
    asks_number = {*query.kinds} <= {"count"} and {*query.columns} <= {"目标值"} and not query.operations
    if desk.reports[doc_id].kind != "budget" and _DONE.search(query.rest):
        return None  # 装了几公里，目标是多少
    if not query.project or not asks_number or query.wants.kinds or query.tables:
        return None
    if not _PLANNED.search(blanked(query.rest, [stretch_of_name(query.rest, query.project)])):
        return None  # 营养改善计划供餐多少天: of what was done
    counted = counted_in(query.rest)
    if len(counted) != 1:
        return None
    rows = [r for r in relation.indicators(desk.index(doc_id), query.project) if r.cell("目标值") is not None]
    said = set(_EMPTY.sub("", name_key(query.rest)))
    scored = [(_fit(row, said, counted[0]), row) for row in rows]
    best = max((fit for fit, _ in scored), default=0.0)
    chosen = [row for fit, row in scored if fit == best]
    goal = chosen[0].cell("目标值") if best and len(chosen) == 1 else None
    return told(query, desk, [goal]) if goal is not None and goal.value is not None else None


def _fit(row: Row, said: set[str], counted: Counted) -> float:
    """How much of the name of an indicator a question has; nothing where it counts in another unit or too little is."""
    goal, own = row.cell("目标值"), set(_EMPTY.sub("", row.key))
    if goal is None or not own:
        return 0.0
    alike = _same_unit(goal, row, counted)
    share = len(own & said) / len(own)
    if alike is False or share < (_BORNE_OUT if alike else _ALONE):
        return 0.0
    return share + bool(alike)


def _same_unit(goal: Fact, row: Row, counted: Counted) -> bool | None:
    """Whether a goal is in the unit that is asked for; None where neither says one."""
    printed = row.cell("计量单位")
    unit = goal.unit or (printed.raw if printed is not None else None)
    if unit is None:
        return None
    base = unit_words().base(unit)
    if counted.unit is None:
        # 多少老人: people are counted by their heads
        people = base in _PEOPLE
        return True if people and re.search("人|众|户|者|员|生", counted.thing or counted.told) else None
    return base == unit_words().base(counted.unit) or {base, unit_words().base(counted.unit)} <= _PEOPLE
