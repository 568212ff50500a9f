"""Every figure of a project, or of the whole department, that answers one column: whatever it is called where.

A report calls one thing by many labels. The money of a project is 执行数 of its name in prose, 全年执行数 of the row
年度资金总额 in its form, and a row of the list of projects; all spending is 本年支出合计 in the tables and 部门支出总额
in the form of the whole department. Figures belong together by what they are of and by the kind of their column, not
by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.facts import MONEY, PLAIN_TABLE, Fact
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import Measure, annex_words, measures, question_words
from rag.figures.figures import columns_of
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query
from rag.understanding import relation
from rag.understanding.relation import MONEY_ROWS, POINT_ROWS, column_of

#: columns whose figures can be held against one another, each with the others that mean the same
_KINDS = ("全年执行数", "年初预算数", "全年预算数", "得分", "完成比例")
_SPENT = ("决算数", "执行数")
#: columns of a query that mean the kind of another one
_SAME = {"决算数": "全年执行数", "预算数": "全年预算数", "实际完成值": "全年执行数", "资金": "全年执行数"}
#: words that the name of a project may have or leave out at its end, and before it
_TAIL = re.compile(r"(?:专项|项目|资金|经费|补助|支出|工程)+$")
_LEAD = re.compile(r"^(?:20\d\d)?年?度?")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: before the name of a part of the money of a form
_LED = re.compile(r"^(?:其中[：:]?|资金来源[：:]?|[(（]\d[)）]|\d[.、])+")
#: points that a question states (自评是84.5还是86.5分)
_STATED_POINTS = re.compile(r"\d分(?![之类])")
#: what a clause says before the points that something got
_POINTS_SAID = re.compile("得分|评分|打分|总分|得了?$|[为是]$")
#: the title of a report that others wrote on a project
_REPORT_OF_OTHERS = re.compile("(?<!自)评价报告")
_LEAST = 4
#: tables and chapters of one side of the books, and of funds of their own
_INCOME_SIDE, _SPENDING_SIDE = {"GK02", "income"}, {"GK03", "expenditure"}
_OTHER_FUNDS = {"GK07", "GK08", "gov_fund", "state_capital"}
#: the rows that give the points of a form, and those that give its money
_POINTS, _MONEY = POINT_ROWS, (*MONEY_ROWS, "资金总额", "项目资金")


def kinds_asked(query: Query) -> list[str]:
    """Which kinds of figures of a whole a question asks for: what was spent where it does not say."""
    columns = [_SAME.get(c, c) for c in columns_of(query)]
    columns = [c for c in columns if c in _KINDS]
    by_unit = [c for kind, c in (("score", "得分"), ("percent", "完成比例")) if kind in query.kinds]
    if not columns and not by_unit and _STATED_POINTS.search(query.rest):
        by_unit = ["得分"]
    if not columns and not by_unit and "count" in query.kinds:
        return []
    return list(dict.fromkeys(columns or by_unit or ["全年执行数"]))


def of_project(query: Query, index: FactIndex) -> list[Fact]:
    """What the forms, the lists and the prose of a report give for the project that a question names."""
    if not query.project:
        return []
    listed = {f for row in relation.listed(index) for cells in row.cells.values() for f in cells}
    by_others = bool(question_words().evaluated_by.search(query.rest))
    both = by_others and "自评" in query.rest
    found = []
    for kind in kinds_asked(query):
        facts = [f for f in index.facts if _is_kind(f, kind) and _is_of_project(f, query.project, kind)]
        facts = [f for f in facts if f.origin != "annex" or f.part_of or f in listed]
        found += [f for f in facts if kind != "得分" or both or told_by_others(f) == by_others]
    return list(dict.fromkeys(found))


def measure_of(subject: Subject) -> Measure | None:
    """The measure that a subject is, also by a name that only reports use for it (整体支出)."""
    if subject.measure is not None or subject.within is not None:
        return subject.measure if subject.within is None else None
    names = ((m, {name_key(n) for n in (m.name, *m.printed, *m.rows)}) for m in measures().values() if not m.unit)
    return next((m for m, own in names if subject.key in own), None)


def of_two_judges(facts: Sequence[Fact]) -> bool:
    """Whether points differ only as those that a department gave itself and those that others gave."""
    if any(f.unit != "分" for f in facts):
        return False
    own: dict[bool, set[Decimal | None]] = {}
    for fact in facts:
        report = fact.section.rsplit("/", 1)[0] if fact.origin == "prose" else ""
        evaluated = bool(_REPORT_OF_OTHERS.search(fact.section)) and "自评" not in report
        own.setdefault(told_by_others(fact) or evaluated, set()).add(fact.value)
    return len(own) == 2 and all(len(values) == 1 for values in own.values())


def of_asked_money(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The figures without those of the other side of the books, or of a fund, that nothing in a question names.

    A figure of what was received is none of what was spent, and a chapter on a fund tells of that fund alone.
    """
    measures_asked = [m for s in query.subjects if (m := measure_of(s)) is not None]
    named = {*query.tables, *query.sections, *(p for m in measures_asked for p in (*m.sections, *m.tables))}
    named |= {c[0] for m in measures_asked for c in m.cells}
    income = any("income" in m.sections for m in measures_asked) or "收入" in query.rest
    kept = [f for f in facts if _place(f) not in _OTHER_FUNDS or _place(f) in named]
    other = _SPENDING_SIDE if income else _INCOME_SIDE
    kept = [f for f in kept if _place(f) not in other or _place(f) in named]
    return kept or list(facts)


def _place(fact: Fact) -> str | None:
    """The table or chapter of a figure; for a table of no known form the side of the books that its title names."""
    if fact.section_key == PLAIN_TABLE:
        sides = [key for word, key in (("收入", "income"), ("支出", "expenditure")) if word in (fact.table or "")]
        return sides[0] if len(sides) == 1 else None
    if fact.origin == "prose" and fact.section_key in {"annex", "performance"}:
        return "income" if name_key(fact.row_name).endswith("收入") else fact.section_key
    return fact.table if fact.origin == "table" else fact.section_key


def of_department(query: Query, index: FactIndex, measure: Measure) -> list[Fact]:
    """What the form of the whole department and the prose around it give for a measure, by the rows it has there."""
    names = {name_key(n) for n in (measure.name, *measure.printed, *measure.rows)}
    kinds = [k for k in kinds_asked(query) if k != "得分"]
    return [f for k in kinds for f in _of_whole(index) if _is_kind(f, k) and _row_of(f) in names]


def same_project(one: str, other: str) -> bool:
    """Whether two names are of one project: alike but for 项目 or 经费 at the end, or one the longer form of it."""
    a, b = _bare(one), _bare(other)
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= _LEAST + 1 and short in long and len(long) - len(short) <= _LEAST)


def names_project(title: str, project: str) -> bool:
    """Whether the title of an annexed report names a project."""
    return len(_bare(project)) >= _LEAST and _bare(project) in name_key(title)


def _is_of_project(fact: Fact, project: str, kind: str) -> bool:
    """Whether a figure is that of a project as a whole."""
    if fact.origin == "annex" and fact.part_of:
        rows = _POINTS if kind == "得分" else _MONEY
        return same_project(fact.part_of, project) and fact.row_name.startswith(rows)
    if fact.origin == "annex":
        return name_key(fact.row_name) not in annex_words().totals and same_project(fact.row_name, project)
    told = fact.origin == "prose" and not fact.part_of and kind == "得分" and _is_of_all_points(fact)
    return fact.origin == "prose" and (same_project(fact.row_name, project) or (told and _in_report_on(fact, project)))


def _is_of_all_points(fact: Fact) -> bool:
    """Whether points are said to be those that something got: 决策（15分）、过程（25分） are what there is to get."""
    clause = re.split("[，。；;、（(]", fact.quote[: fact.at - fact.start])[-1] if fact.at is not None else "得分"
    return bool(_POINTS_SAID.search(clause))


def _in_report_on(fact: Fact, project: str) -> bool:
    """Whether a figure stands in an annexed report on a project."""
    return any("报告" in title and names_project(title, project) for title in fact.section.split("/"))


def told_by_others(fact: Fact) -> bool:
    """Whether points of the prose are those that someone else gave, by its clause or by the title above it."""
    if fact.origin != "prose":
        return False
    clause = fact.quote[: fact.at - fact.start] if fact.at is not None else fact.quote
    words = question_words().evaluated_by
    return bool(words.search(re.split("[。；]", clause)[-1]) or any(words.search(p) for p in fact.section.split("/")))


def _is_kind(fact: Fact, kind: str) -> bool:
    """Whether a fact has a value in a column of a kind."""
    forms = question_words().column_forms
    columns = {kind, *forms[kind], *(_SPENT if kind == "全年执行数" else ())} - {"数量", "资金"}
    if fact.value is None or fact.origin == "table":
        return False
    money = kind in {"全年执行数", "年初预算数", "全年预算数"}
    return column_of(fact) in columns and (not money or fact.unit in MONEY)


def _of_whole(index: FactIndex) -> Iterator[Fact]:
    """The facts of the form of the whole department, and of the prose that is annexed on it."""
    for fact in index.facts:
        form = fact.origin == "annex" and not fact.part_of
        told = fact.origin == "prose" and fact.section_key in {"annex", "performance"}
        if (form or told) and "整体" in f"{fact.table}{fact.section}":
            yield fact


def _row_of(fact: Fact) -> str:
    """The name of a row of a form without what leads it and what stands in brackets."""
    return name_key(_LED.sub("", strip_ordinal(_BRACKETS.sub("", fold(fact.row_name)))))


def _bare(name: str) -> str:
    """The name of a project without the words that are said or left out."""
    key = _LEAD.sub("", name_key(_BRACKETS.sub("", fold(name))))
    return _TAIL.sub("", key) or key
