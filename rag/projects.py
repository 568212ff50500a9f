"""The figures of single projects and of all projects, from their forms, from project lists and from prose."""

from __future__ import annotations

import re

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import question_words
from rag.answer import Answer
from rag.desk import Desk
from rag.figures import columns_of, facts_asked, told
from rag.lookup import FactIndex, subject_keys
from rag.query import Query

#: rows of a project's form that speak of the project as a whole
_WHOLE_ROWS = ("年度资金总额", "总分", "合计")


def lookup(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures asked for of the project that a question names; None where it names none."""
    if not query.project or query.tables:
        return None
    key = name_key(query.project)
    facts = facts_asked(query, desk, doc_id)
    if not any(f.part_of and name_key(f.part_of) == key for f in facts):
        facts = of_project(query, desk, doc_id) or facts
    return told(query, desk, facts) if facts else None


def of_project(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures of a project as a whole: in its own form, else in the list of projects or the summary in prose."""
    columns = columns_of(query)
    forms = question_words().column_forms
    facts: list[Fact] = []
    if not columns and query.kinds == ["count"]:
        return _project_counts(query, desk, doc_id)
    columns = columns or ["全年执行数"]
    for column in columns:
        for form in forms.get(column, (column,)):
            fact = project_cell(query, desk, doc_id, form)
            if fact is not None:
                facts.append(fact)
                break
    return facts


def _project_counts(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Numbers of things in a project's form, in the unit that the question asks for."""
    match = re.search(r"(?:多少|几)(个|家|次|条|批|人|辆|台|处|户|场|件|份|起|名)", query.text)
    key = name_key(query.project or "")
    done = {"实际完成值", "实际值完成值", "完成值"}
    own = [f for f in desk.index(doc_id).facts if f.part_of and name_key(f.part_of) == key and f.column in done]
    return [f for f in own if match and f.unit == match.group(1)][:1]


def project_cell(query: Query, desk: Desk, doc_id: str, column: str) -> Fact | None:
    key = name_key(query.project or "")
    index = desk.index(doc_id)
    own = [
        f
        for f in index.facts
        if f.part_of and name_key(f.part_of) == key and f.column == column and f.value is not None
    ]
    rows = [
        f
        for row in ((_WHOLE_ROWS[1], _WHOLE_ROWS[0]) if column == "得分" else _WHOLE_ROWS)
        for f in own
        if f.row_name.startswith(row)
    ]
    listed = [f for f in index.by_key.get(key, ()) if f.column == column and f.value is not None]
    return next(iter((*rows, *listed)), None)


def projects(query: Query, index: FactIndex) -> list[Fact]:
    """One column of every project: in self-evaluation forms, project lists or summaries."""
    wanted = columns_of(query) or ["全年执行数"]

    for column in wanted:
        forms = question_words().column_forms.get(column, (column,))
        for form in forms:
            listed = [
                f
                for f in index.facts
                if f.origin == "annex" and f.column == form and f.part_of is None and _is_project_row(index, f)
            ]
            rows = {"总分", "合计"} if column == "得分" else {"年度资金总额", "年度资金总额万元", "合计"}
            per_form = [
                f
                for f in index.facts
                if f.origin == "annex" and f.part_of and f.column == form and name_key(f.row_name) in rows
            ]
            stated = [
                f
                for f in index.facts
                if f.origin == "prose"
                and f.section_key in {"performance"}
                and f.column == form
                and f.unit in {"万元", "元", "分"}
            ]
            for found in (stated if form in {"全年预算数", "执行数"} else [], per_form, listed):
                if len(found) >= 2:
                    return [f for f in found if f.value is not None]
    return []


def _is_project_row(index: FactIndex, fact: Fact) -> bool:
    return any(
        f.line == fact.line and f.column in {"项目类型", "自评得分", "资金归口处室"}
        for f in index.by_key.get(subject_keys(fact)[0], ())
    )


def indicators(query: Query, index: FactIndex) -> list[Fact]:
    """The indicators of a project's form, of the kind that a question names (数量指标), with what was done."""
    kinds = re.findall(r"(数量|质量|时效|成本|效益|满意度)(?:指标)?", query.text)
    if not kinds and "指标" not in query.text:
        return []
    key = name_key(query.project or "")
    done = {"实际完成值", "实际值完成值", "完成值"}
    rows = [
        f
        for f in index.facts
        if f.origin == "annex" and f.part_of and name_key(f.part_of) == key and f.column in done and f.raw
    ]
    return [f for f in rows if not kinds or any(k in f.section.rsplit("/", 1)[-1] for k in kinds)]
