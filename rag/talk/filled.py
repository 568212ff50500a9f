"""A question with words of its own, filled from the turns before where it does not say what it is about."""

from __future__ import annotations

from extractors.facts import MONEY
from extractors.vocabulary import question_words
from rag.language.asking import BUDGETS
from rag.language.query import Query
from rag.talk import slots
from rag.talk.again import Heard
from rag.talk.dialogue import Dialogue, Turn, same_departments
from rag.talk.slots import put_years
from rag.understanding.question import words_wanted
from rag.understanding.things import count_things, money_of

#: operations on one figure that need to know which
OF_A_FIGURE = ("share", "reason", "difference", "ratio", "use", "per_head", "prior", "conflict", "sum", "average")
#: columns of no money: where money is asked for, one that was spoken of is left behind
_NO_MONEY = {"完成比例", "占比", "增减幅", "较年初预算增减幅", "得分", "分值", "偏差度"}
#: operations over several reports
_OVER_REPORTS = ("rank", "sum", "average", "count_reports")


def continued(heard: Heard, dialogue: Dialogue) -> Query:
    """A question with words of its own, about what was spoken of before where it does not say what."""
    query, desk, last = heard.query, dialogue.desk, dialogue.last
    assert last is not None
    before = last.query
    points = heard.lean.pronoun is not None
    if not heard.names_department and not heard.group:
        _same_reports(heard, last, dialogue)
    elif not query.years and (heard.referred or len(heard.named.mentions) == 1):
        years = [y for y in before.years if y in {desk.reports[d].year for d in query.doc_ids}]
        if years:
            put_years(query, years, desk)
            query.taken_over.append("years")
    elif heard.group and not query.years and before.years:
        put_years(query, before.years, desk)
        query.taken_over.append("years")
    if is_cell_of(heard, last):
        query.table_column, query.subjects = query.subjects[0].name, [slots.apart(before.subjects[0])]
        query.taken_over.append("subjects")
    if query.has("share") and len(query.subjects) == 1 and before.subjects and not heard.named.mentions:
        _share_of_before(query, before, dialogue)
    # a score that is asked for without saying of what is that of the department, where money was spoken of
    scored = query.defaulted and "得分" in query.columns and all(s.measure for s in before.subjects)
    named = "subjects" in heard.slots or not slots.vague(query)
    own = query.subjects and (scored or not query.defaulted) and named
    if not own and query.wants.kinds and not heard.names_department:
        _wanted_of_it(query, last)
    if query.has("reason") and not own and query.wants.premise not in {"rose", "fell"} and dialogue.against_budget:
        query.wants.against_budget = True  # 为什么差这么多, where budget and execution were just compared
    tells_what = query.wants.kinds[:1] and query.wants.kinds[0] in slots.OF_A_DEPARTMENT
    leans = points or query.has(*OF_A_FIGURE) or query.columns or len(heard.own_words) < 2
    elsewhere = heard.names_department and len(heard.own_words) >= 2
    if not own and not query.tables and leans and not tells_what and not elsewhere:
        _take_subject(query, before)
    elif own and query.project is None and before.project and not heard.names_department:
        slots.keep_project(query, before, desk)
    elif query.wants.kinds[:1] in (["duty"], ["body"]) and not heard.own_words:
        pass  # 职责呢: of the department, whatever was spoken of
    elif not own and not heard.names_department and not query.has(*_OVER_REPORTS):
        _with_context(query, before)
    return query


def _wanted_of_it(query: Query, last: Turn) -> None:
    """干什么的 of money asks what it was for, of a department what it is in charge of: what was spoken of decides."""
    before = last.query
    money = bool(before.subjects) and last.lead is not None and last.lead.unit in MONEY
    about = query.model_copy(deep=True, update={"subjects": before.subjects or before.topic})
    words_wanted(about, [], money)
    query.wants, query.operations = about.wants, about.operations


def _same_reports(heard: Heard, last: Turn, dialogue: Dialogue) -> None:
    query, before, desk = heard.query, last.query, dialogue.desk
    focus = dialogue.focus
    of_one = query.has("reason", "use", "per_head", "prior", "definition") or query.asks_text
    if len(focus) > 1 and of_one and not heard.lean.apart:
        focus = dialogue.singled_out() or focus
    asked_years = list(query.years)
    years = asked_years or list(before.years)
    found = same_departments(desk, focus, years)
    query.doc_ids = found or focus
    query.everywhere = before.everywhere and len(query.doc_ids) > 1
    query.ambiguous = before.ambiguous and len(query.doc_ids) > 1
    query.unknown = [*query.unknown, *(u for u in before.unknown if not focus and u not in query.unknown)]
    query.years = years
    of_change = query.has("reason") or {"增减额", "增减幅"} & set(query.columns)
    if of_change and not asked_years and not found and len(query.doc_ids) == 1:
        query.years = []  # a change from the year before and its reason stand in this year's report
    query.taken_over.append("departments")
    if years and not asked_years:
        query.taken_over.append("years")


def is_cell_of(heard: Heard, last: Turn) -> bool:
    """科学技术支出, 其中基本支出: a cell of the row that was asked before."""
    subjects, before = heard.query.subjects, last.query.subjects
    if not heard.lean.within or len(subjects) != 1 or len(before) != 1:
        return False
    return subjects[0].name in {"基本支出", "项目支出"} and before[0].measure is None


def _share_of_before(query: Query, before: Query, dialogue: Dialogue) -> None:
    """占三公经费多少, 其中接待费占多少: the other side of a share is what was asked before."""
    own = query.subjects[0]
    both = dialogue.figures(2) if query.has("sum") and query.lean and query.lean.pronoun in {"both", "they"} else []
    if len(both) == 2:
        # 这两类加起来占总额多少: of the two that were told last
        query.subjects = [*(slots.apart(s) for t, _ in both for s in t.query.subjects[:1]), own]
    elif before.recalled and before.has("sum") and len(before.subjects) > 1:
        query.subjects = [*map(slots.apart, before.subjects), own]  # the share of what was just added up
    elif query.lean is not None and query.lean.share_of_it:
        query.subjects = [slots.apart(before.subjects[0]), own]
    elif not own.measure or own.measure.part_of is None:
        query.subjects = [own, slots.apart(before.subjects[0])]
    else:
        return
    query.taken_over.append("subjects")


def _take_subject(query: Query, before: Query) -> None:
    """The measure, table and project of the question before, and its columns where none is named now."""
    subjects = before.subjects or before.topic
    if not subjects and not before.project:
        return
    counted = subjects[0].measure is not None and subjects[0].measure.unit if subjects else None
    if counted and query.subjects and (money := money_of(subjects[0])):
        subjects = money  # 去了几个人，花了多少: what that number of things cost
        query.columns = [c for c in query.columns if c in BUDGETS]
    query.subjects = [slots.apart(s) for s in subjects]
    query.defaulted = False
    query.tables, query.table_column = list(before.tables), before.table_column
    query.project = query.project or before.project
    if not query.columns and not query.has("reason", "prior", "per_head", "use", "definition"):
        query.columns = _columns_left(query, before)
    query.asks_text = query.asks_text and (before.asks_text or query.has("reason", "use", "definition"))
    query.taken_over.append("subjects")
    count_things(query, query.text)
    if any(s.measure and s.measure.unit for s in query.subjects):
        query.columns = []


def _columns_left(query: Query, before: Query) -> list[str]:
    """The columns of the question before that one without a column of its own is about; money is in no rate."""
    of_money = query.kinds == ["money"] or (query.has("difference") and not query.kinds)
    if not of_money:
        return list(before.columns)
    rate = "完成比例" in before.columns and not before.project
    of_budget = query.has("difference") and (rate or question_words().saved.search(query.text))
    return ["预算数"] if of_budget else [c for c in before.columns if c not in _NO_MONEY]


def _with_context(query: Query, before: Query) -> None:
    """A question in words about something that was spoken of before: what that was belongs to the words looked for."""
    query.topic = [slots.apart(s) for s in before.subjects or before.topic]
    if query.topic and len(query.text) <= 12:
        query.rest = query.topic[0].name + "|" + query.rest
        query.taken_over.append("subjects")
