"""The slots of a query (departments, years, measures, columns, unit, order) and how a question fills them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from extractors.vocabulary.dialogue import dialogue_words
from extractors.vocabulary.wants import want_words
from rag.figures.computed import sides
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.leaning import Leaning
from rag.language.manner import manner_in
from rag.language.query import Query
from rag.language.wants import Wants
from rag.talk.dialogue import Turn, same_departments
from rag.understanding.shape import without_units

#: operations that a question for a column leaves behind
_OF_ANOTHER_COLUMN = {"share", "difference", "prior", "reason", "definition", "use"}
#: the amount that a percentage is of
_MONEY_OF = {"占比": "", "完成比例": "", "增减幅": "增减额", "较年初预算增减幅": "较年初预算增减额"}
#: kinds of words that are of a department as such
OF_A_DEPARTMENT = {"duty", "body", "goal", "problem", "improvement", "effect"}
_OVER_REPORTS = {"rank", "sum", "average", "count_reports"}


def slots_of(query: Query, names_department: bool) -> set[str]:
    """The slots that a question fills by its own words."""
    given = {
        "departments": names_department,
        "years": bool(query.years),
        "subjects": bool(query.subjects) and not query.defaulted and not vague(query),
        "columns": bool(columns_of_its_own(query) or query.tables),
        "unit": query.unit is not None or query.places is not None,
        "order": query.has("rank") or query.nth is not None or query.top is not None,
    }
    return {slot for slot, there in given.items() if there}


def columns_of_its_own(query: Query) -> list[str]:
    """The columns that a question names; 多多少 of two figures is no change from the year before."""
    if not query.has("difference", "rank") or (query.lean is not None and query.lean.of_change):
        return query.columns
    return [c for c in query.columns if c not in {"增减额", "增减幅"}]


def vague(query: Query) -> bool:
    """Whether a question only says that money was spent (实际花了多少), so that it speaks of what was asked before.

    One that asks of all departments of a year which it names, or who of all spent or received most, says what it asks.
    """
    if query.subjects and query.everywhere and query.has("rank") and (query.years or _names_a_side(query)):
        return False
    return all(s.generic and not {"收入", "支出", "收支"} & {s.text} and "总" not in s.text for s in query.subjects)


def _names_a_side(query: Query) -> bool:
    """Whether income or spending is named itself (支出最多), and not only that money went (花得最多)."""
    return any(s.text.startswith(("收入", "支出")) for s in query.subjects)


def own_words(query: Query) -> str:
    """What a question says besides names, columns, units and words that ask for the same again."""
    words, text = question_words(), query.rest
    for name in query.unknown:
        text = text.replace(name, "|")
    for subject in query.subjects:
        if text[subject.start : subject.end]:
            text = text[: subject.start] + "|" * (subject.end - subject.start) + text[subject.end :]
    for operation in query.operations:
        if operation in words.operations:
            text = words.operations[operation].sub("|", text)
    for column in words.columns:
        if column.column in query.columns:
            text = column.words.sub("|", text)
    for kind in query.wants.kinds:
        for asked in want_words().kinds[kind].asked:
            text = asked.words.sub("|", text)
    for pattern in across_words().named_levels.values():
        text = pattern.sub("|", text)
    text = dialogue_words().parts.sub("|", text) if query.has("list") else text
    text = without_units(text)
    text = dialogue_words().figures.sub("|", text)
    text = dialogue_words().spoken_of.sub("|", text)
    for pattern in dialogue_words().pronouns.values():
        text = pattern.sub("|", text)
    text = dialogue_words().asks_again.sub("|", text)
    text = dialogue_words().says_nothing.sub("|", text)
    return re.sub(r"[\W\d_|]", "", text)


def filled(before: Query, given: set[str]) -> list[str]:
    """The slots that a question takes over from the one before."""
    there = {
        "departments": before.doc_ids or before.unknown,
        "years": before.years,
        "subjects": before.subjects or before.project,
        "columns": before.columns or before.tables,
        "operations": before.operations,
    }
    return [slot for slot, value in there.items() if value and slot not in given]


def again(before: Query, lean: Leaning, **changed: Any) -> Query:
    """A question asked again; what was worked out from its words for its own answer is worked out anew."""
    anew = {"lean": lean, "recalled": [], "notes": [], "comparison": None, "rows": None, "slips": []}
    anew |= {"listed": [], "singled_out": None, "place": None, "claim": None}
    return before.model_copy(deep=True, update=anew | changed)


def apart(subject: Subject) -> Subject:
    """A subject that stands in another question: without a place in this one."""
    return replace(subject, start=0, end=0)


def put_departments(new: Query, query: Query, turn: Turn, desk: Desk) -> None:
    """Another department, of the years that were spoken of where it has them; one of the choices where there were."""
    before = turn.query
    new.unit_before = turn.lead.unit if turn.lead is not None and turn.lead.unit in MONEY else None
    for name in before.unknown:
        new.text, new.rest = (t.replace(name, "|" * len(name)) for t in (new.text, new.rest))
    ids = list(query.doc_ids)
    ids = (
        ([d for d in ids if d in before.doc_ids] or ids) if before.ambiguous or turn.answer.status == "clarify" else ids
    )
    spoken = before.years if not query.years else query.years
    spoken = spoken or [y for d in before.doc_ids if (y := desk.reports[d].year)]
    of_year = [d for d in ids if desk.reports[d].year in spoken]
    before_it = [d for d in ids if (desk.reports[d].year or 0) - 1 in spoken]
    new.ambiguous = query.ambiguous and len(of_year or ids) > 1
    if ids and not of_year and not before_it and before.years:
        years = "、".join(str(y) for y in before.years)
        new.notes.append(f"上文问的是{years}年度，库中没有{desk.reports[ids[0]].department}该年度的报告。")
    if ids and not of_year and not (before_it and before.years):
        new.years = []
    ids = of_year or (before_it if before.years and before_it else ids)
    compares = (
        before.has("difference", "ratio") and len(before.doc_ids) == 2 and not (query.lean and query.lean.correction)
    )
    new.doc_ids = [before.doc_ids[0], *(d for d in ids if d != before.doc_ids[0])] if compares else ids
    new.unknown, new.everywhere, new.fitting = list(query.unknown), False, list(query.fitting)
    if len(before.doc_ids) > 1 and len(new.doc_ids) == 1:
        # the words that asked of several reports ask nothing of one
        new.text = new.rest = "和".join(s.name for s in new.subjects) or new.rest
        new.manner = manner_in(new.text)
    if len(new.doc_ids) < 2 and not new.unknown:
        new.operations = [
            o for o in new.operations if o not in _OVER_REPORTS or (o == "sum" and "list" in new.operations)
        ]
        new.top, new.nth, new.ascending = None, None, False


def put_years(new: Query, years: Sequence[int], desk: Desk) -> None:
    """Other years, of the same departments; of all where all are asked about."""
    if not years:
        return
    if new.everywhere:
        found = desk.catalogue.of_years(years)
    else:
        found = [d for d in new.doc_ids if desk.reports[d].year in years] if new.ambiguous else []
        found = found or same_departments(desk, new.doc_ids, years)
    new.years = list(years)
    new.doc_ids = found or new.doc_ids
    new.ambiguous = new.ambiguous and len(new.doc_ids) > 1
    new.prior = False
    new.operations = [o for o in new.operations if o != "prior"]


def put_subjects(new: Query, query: Query, desk: Desk) -> None:
    """Another measure, in the words of the question as well, for what is looked up by words."""
    if new.subjects:
        new.text, new.rest = _reworded(new, query, new.text), _reworded(new, query, new.rest)
    else:
        new.text, new.rest, new.manner = query.text, query.rest, query.manner
    whole = sides(new)[1] if new.has("share") and len(new.subjects) == 2 else None
    new.subjects = [apart(s) for s in query.subjects]
    if whole is not None and len(query.subjects) == 1 and not query.asks_figure and query.subjects[0].key != whole.key:
        new.subjects.append(apart(whole))  # 占基本支出多少, 公用经费呢: of the same whole
    new.defaulted = False
    kept = [t for t in new.tables if any(_in_table(desk, d, s, t) for d in new.doc_ids[:1] for s in new.subjects)]
    new.tables = query.tables or kept
    new.table_column = query.table_column or (new.table_column if kept else None)
    new.project, new.projects = query.project, list(query.projects)
    if query.asks_figure:
        new.columns = list(query.columns)
        new.operations = [o for o in new.operations if len(new.doc_ids) > 1 and o in {*_OVER_REPORTS, "difference"}]
        new.asks_figure, new.asks_text = True, False
        new.wants, new.rows = Wants(), None
        if len(new.doc_ids) == 1:
            # the words that asked for rows or for reasons ask for no figure
            new.text, new.rest, new.manner = query.text, query.rest, query.manner
    elif query.wants.kinds or set(new.wants.kinds[:1]) & OF_A_DEPARTMENT:
        new.wants, new.asks_text, new.rows = query.wants, query.asks_text, None
        new.text, new.rest, new.manner = query.text, query.rest, query.manner
    new.columns = list(query.columns) or new.columns
    counted = any(s.measure and s.measure.unit for s in new.subjects)
    new.kinds = list(query.kinds) if counted or query.asks_figure else new.kinds


def _reworded(base: Query, query: Query, text: str) -> str:
    """A question with what it speaks of replaced."""
    names = "和".join(s.text for s in query.subjects)
    for subject in base.subjects[:1]:
        at = name_key(text).find(subject.text)
        if at >= 0 and subject.text in text:
            return text.replace(subject.text, names, 1)
    return text + names


def _in_table(desk: Desk, doc_id: str, subject: Subject, table: str) -> bool:
    return any(f.table == table for f in desk.index(doc_id).by_key.get(subject.key, ()))


def put_columns(new: Query, query: Query) -> None:
    """Another column or table of the same; the final figure is what a measure is without any."""
    columns = columns_of_its_own(query)
    new.columns = [] if columns == ["决算数"] else list(columns) or new.columns
    if columns:
        new.operations = [o for o in new.operations if o not in _OF_ANOTHER_COLUMN]
        new.wants, new.asks_figure, new.asks_text = Wants(), True, False
    new.tables = list(query.tables) or new.tables
    new.kinds = list(query.kinds)


def to_figure(new: Query) -> None:
    """花了多少 after a question in words (什么是机关运行经费, 为什么): the figure of what was spoken of."""
    new.operations = [o for o in new.operations if o not in {"reason", "use", "definition", "list"}]
    new.wants, new.asks_figure, new.asks_text, new.kinds, new.rows = Wants(), True, False, [], None
    new.text = new.rest = "和".join(s.name for s in new.subjects) or new.rest
    new.manner = manner_in(new.text)


def to_money(new: Query, turn: Turn) -> None:
    """换成元 after a percentage: the money that it is of."""
    if new.unit not in MONEY or turn.lead is None or turn.lead.unit in MONEY:
        return
    shares = new.has("share", "ratio")
    new.operations = [o for o in new.operations if o not in {"share", "ratio"}]
    new.columns = [_MONEY_OF.get(c, c) for c in new.columns if _MONEY_OF.get(c, c)]
    if shares:
        new.subjects = new.subjects[:1]
        new.text = new.rest = "和".join(s.name for s in new.subjects) or new.rest


def keep_project(query: Query, before: Query, desk: Desk) -> None:
    """The project spoken of, where what is asked now is one of its own figures."""
    project = name_key(before.project or "")
    for doc_id in query.doc_ids[:1]:
        index = desk.index(doc_id)
        if any(
            f.part_of and name_key(f.part_of) == project for s in query.subjects for f in index.by_key.get(s.key, ())
        ):
            query.project = before.project
            query.taken_over.append("project")
