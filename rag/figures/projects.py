"""The figures of single projects, from their forms, from project lists and from prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import columns_of, facts_asked, told
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding import relation
from rag.understanding.relation import Row, column_of, same_name
from rag.understanding.topic import MONEY_WORDS, grams, segments_of

#: columns of forms that say what an indicator is about, and how much of one a question has to quote
_ABOUT = ("指标说明", "评价要点", "指标值说明", "主要内容")
_LEAST = 6
#: who gives points beside the department's own self-evaluation
_EVALUATORS = ("重点", "部门", "第三方", "财政", "外部")
_BY_OTHERS = re.compile(rf"(?:{'|'.join(_EVALUATORS)})[^，；]{{0,4}}评价")
_WHICH = re.compile(r"哪一?[个些项几][^，,]{0,6}项目")
#: so many characters beside the name of a project ask for something of it
_MORE = 4
#: so long is a heading that is no common word
_HEADING = 4
#: the columns that are asked for of an indicator
_OF_INDICATORS = {"实际完成值", "目标值", "得分", "分值", "偏差度"}


def lookup(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures asked for of the project that a question names; None where it names none."""
    if not query.project or query.tables:
        return None
    key = name_key(query.project)
    if evaluated := _evaluated(query, desk, doc_id):
        return told(query, desk, evaluated)
    facts = facts_asked(query, desk, doc_id)
    if not any(f.part_of and name_key(f.part_of) == key for f in facts):
        facts = of_project(query, desk, doc_id) or facts
    return told(query, desk, facts) if facts else None


def evaluated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which projects someone else evaluated, with the points, where that is asked (哪个项目做了部门评价)."""
    if query.project or not _WHICH.search(query.rest) or not question_words().evaluated_by.search(query.rest):
        return None
    asked = query.model_copy(update={"columns": ["得分"]})
    names = desk.index(doc_id).projects.values()
    facts = [f for n in names for f in _evaluated(asked.model_copy(update={"project": n}), desk, doc_id)]
    if not facts:
        keys = desk.index(doc_id).projects
        points = (f for f in desk.index(doc_id).facts if f.origin == "prose" and f.column == "得分")
        points = (f for f in points if _BY_OTHERS.search(f.section.rsplit("/", 1)[-1]))
        facts = [f for f in points if name_key(f.row_name) in keys]
    return told(query, desk, list(dict.fromkeys(facts))) if facts else None


def _evaluated(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The points that someone else gave the project, where that is asked (第三方评价, 部门评价)."""
    match = question_words().evaluated_by.search(query.rest)
    if match is None or ("得分" not in columns_of(query) and "score" not in query.kinds):
        return []
    key = name_key(query.project or "")
    by = next(b for b in _EVALUATORS if b in match.group(0))
    titled = re.compile(rf"{by}[^，；]{{0,4}}评价")
    points = [f for f in desk.index(doc_id).facts if f.origin == "prose" and f.column == "得分"]
    said = [f for f in points if match.group(0) in f.quote]
    # 部门重点评价项目绩效评价结果: the title above says who gave the points
    said += [f for f in points if titled.search(f.section.rsplit("/", 1)[-1]) and f not in said]
    return [f for f in said if same_name(name_key(f.row_name), key)][:1]


def as_evaluated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The points, the budget and the spending of the year before that a budget tells of a project it evaluates."""
    key = name_key(query.project or "")
    row = next((r for r in relation.evaluated(desk.index(doc_id)) if same_name(r.key, key)), None)
    if row is None or query.has("reason"):
        return None
    facts = [f for c in columns_of(query) if (f := row.cell(c)) is not None]
    return told(query, desk, facts) if facts else None


def of_project(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures of a project as a whole: in the list of projects, in its own form or the summary in prose."""
    columns = columns_of(query)
    if not columns and query.kinds == ["count"]:
        return _project_counts(query, desk, doc_id)
    # a budget plans the money of a project; what was spent on it is that of the year before
    usual = ["全年预算数"] if query.of_plans and project_cell(query, desk, doc_id, "全年预算数") else ["全年执行数"]
    columns = columns or _headings(query, desk, doc_id) or ([] if asks_more(query) else usual)
    facts = (project_cell(query, desk, doc_id, column) for column in columns)
    return list(dict.fromkeys(f for f in facts if f is not None))


def asks_more(query: Query) -> bool:
    """Whether a question names, beside a project and no column, something of it that is no money (服务了多少群众)."""
    key = name_key(query.project or "")
    if not key or "money" in query.kinds or columns_of(query):
        return False
    words = [w for w in segments_of(query) if not MONEY_WORDS.search(w) and w not in {"项目", "工程", "实际"}]
    return sum(len(w) for w in words if not all(g in key for g in grams(w))) >= _MORE


def _headings(query: Query, desk: Desk, doc_id: str) -> list[str]:
    """The printed columns of the project's row that a question names (自评等级)."""
    row, text = project_row(query, desk, doc_id), name_key(query.rest)
    return [c for c in row.cells if len(c) >= _HEADING and name_key(c) in text] if row is not None else []


def _project_counts(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Numbers of things in a project's form, in the unit that the question asks for."""
    asked = next(iter(unit_words().asked_in(query.text)), None)
    if asked is None:
        return []
    base = unit_words().base
    done = [f for f in _done(query, desk, doc_id) if f.unit and base(f.unit) == base(asked)]
    return ([f for f in done if f.unit == asked] or done)[:1]


def _done(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """What a project's form says was done, by indicator."""
    rows = relation.indicators(desk.index(doc_id), query.project)
    return [f for r in rows if (f := r.cell("实际完成值")) is not None and f.raw]


def project_row(query: Query, desk: Desk, doc_id: str) -> Row | None:
    """The row of the project that a question names."""
    key = name_key(query.project or "")
    rows = relation.projects(desk.index(doc_id))
    return next((r for r in rows if r.key == key), None) or next((r for r in rows if same_name(r.key, key)), None)


def project_cell(query: Query, desk: Desk, doc_id: str, column: str) -> Fact | None:
    """A figure of the project that a question names: in its own form first, so that the form is what is cited."""
    key = name_key(query.project or "")
    row = project_row(query, desk, doc_id)
    cell = row.cell(column) if row is not None else None
    if cell is not None and cell.part_of is None and cell.origin == "annex":
        own = [f for f in desk.index(doc_id).facts if f.part_of and name_key(f.part_of) == key]
        whole = [f for f in own if f.row_name.startswith(relation.WHOLE_ROWS) and f.value == cell.value]
        cell = next((f for f in whole if column_of(f) == column_of(cell)), cell)
    return cell if cell is None or cell.value is not None or cell.raw else None


def compared(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Two figures of a project side by side, where it is asked whether they agree."""
    columns = columns_of(query)
    if not query.project or len(columns) < 2 or query.between_places:
        return None
    facts = [f for c in columns[:2] if (f := project_cell(query, desk, doc_id, c)) is not None and f.value is not None]
    if len(facts) < 2 or facts[0].unit != facts[1].unit:
        return None
    one, other = facts
    same = one.value == other.value
    assert one.value is not None and other.value is not None
    gap = abs(one.value - other.value)
    formula = f"{plain_decimal(max(one.value, other.value))} - {plain_decimal(min(one.value, other.value))}"
    verdict = "两者一致" if same else f"两者不一致，相差{compose.shown(gap, one.unit)}（{formula}）"
    text = f"{compose.sentence(one)}；{compose.sentence(other)}；{verdict}。"
    values = [compose.value_of(f) for f in facts]
    if not same:
        values.append(compose.computed_value(gap, one.unit, "相差", formula, one))
    status = "answered" if same else "conflict"
    return compose.answer(query.text, text, status, values, compose.cite(facts, desk.files))  # type: ignore[arg-type]


def described(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of an indicator that a question names by what its form says it is about."""
    columns = ["实际完成值" if c == "完成比例" else c for c in columns_of(query)]
    columns = [c for c in columns if c in _OF_INDICATORS]
    if not columns:
        return None
    rows = relation.indicators(desk.index(doc_id), query.project)
    words = name_key(query.rest)
    scored = [(_shared(words, name_key(f.raw)), r) for r in rows for c in _ABOUT for f in r.cells.get(c, ()) if f.raw]
    most = max((n for n, _ in scored), default=0)
    chosen = [r for n, r in scored if n == most]
    if most < _LEAST or len(chosen) != 1 or any(len(s.key) >= most for s in query.subjects):
        return None
    facts = [f for c in columns if (f := chosen[0].cell(c)) is not None and not f.is_blank]
    return told(query, desk, facts) if facts else None


def _shared(words: str, text: str) -> int:
    """The length of the longest run that two texts share."""
    best = 0
    for start in range(len(words)):
        while start + best < len(words) and words[start : start + best + 1] in text:
            best += 1
    return best


def of_group(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of the indicators of a group (社会效益指标) in a project's form, where none is named itself."""
    match = question_words().indicator_group.search(query.rest)
    if match is None or not query.project:
        return None
    named = columns_of(query)
    columns = [c for c in named if c in _OF_INDICATORS] or ([] if named or query.kinds else ["实际完成值"])
    rows = relation.indicators(desk.index(doc_id), query.project, [match.group(1)])
    if not rows or any(s.key in r.key for s in query.subjects for r in rows):
        return None
    facts = [f for r in rows for c in columns if (f := r.cell(c)) is not None and not f.is_blank]
    return told(query, desk, facts) if facts else None


def per_thing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A project's money over the number of things that its form says were done (平均每个基站)."""
    match = re.search(rf"每一?({unit_words().set_pattern('counters')})?([\u4e00-\u9fffA-Za-z\d]{{0,8}})", query.rest)
    if not query.project or match is None:
        return None
    counted = [f for f in _done(query, desk, doc_id) if f.value and f.unit not in {"%", "分", None}]
    things = _naming(counted, match.group(2)) or [f for f in counted if f.unit == match.group(1)]
    money = project_cell(query, desk, doc_id, "全年执行数")
    if not things or money is None or money.value is None or money.unit not in MONEY:
        return None
    number = things[0]
    assert number.value is not None
    unit = query.unit if query.unit else money.unit
    whole = money.in_unit(unit or "") or money.value
    result = compose.rounded(whole / number.value, query.places if query.places is not None else 2)
    formula = f"{plain_decimal(compose.trimmed(whole))} ÷ {plain_decimal(number.value)}"
    value = compose.computed_value(result, unit, f"平均每{number.unit}的资金", formula, money)
    text = f"{compose.head(money)}{query.project}平均每{number.unit}{value.value}{value.unit}（{formula}）。"
    text += f"{compose.sentence(money)}；{compose.sentence(number)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([money, number], desk.files))


def _naming(facts: Sequence[Fact], words: str) -> list[Fact]:
    """The facts whose names share most with some words."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    scored = [(sum(p in name_key(f.row_name) for p in pairs), f) for f in facts]
    most = max((s for s, _ in scored), default=0)
    return [f for s, f in scored if s == most and s]
