"""Gathering: every figure of what a question asks about, from all places of a report, to be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures, question_words, standard_names
from rag.checks.money_scopes import counted_alike
from rag.checks.sightings import as_asked, counts_as_asked, of_project_report, of_thing, sightings
from rag.figures import everywhere
from rag.figures.figures import belongs, best, columns_of, find, fits_kind
from rag.figures.links import linked
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject, facts_for
from rag.language.query import Query
from rag.understanding.topic import share

#: a figure that a question states, with or without its unit
NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d年表])")
#: chapters on funds of their own, of which a figure is none of all money
_OTHER_FUNDS = {"gov_fund", "state_capital"}
#: columns of what was aimed at
_AIM = re.compile(r"(?:指标值|目标值|预期目标)$")
#: columns of what was spent
_SPENT = {"全年执行数", "决算数"}
#: columns of the money of a form
_FUNDS = {"全年执行数", "全年预算数", "年初预算数"}
#: columns that a project has as a whole
_OF_PROJECT = {*_FUNDS, "得分", "完成比例"}
#: the share of a name that the words before a figure have to have
_NAMED = 0.5
#: so many characters has a common word
_WORD = 2
#: pairs of characters that names of any measure share
_EVERYWHERE = {"合计", "总计", "本年", "年度", "决算", "支出", "收入", "经费"}


def _of_names(query: Query) -> Query:
    """A question without the words of two letters that some list of a report happens to print (完成), beside names.

    What only reports call so (支出合计, 整体支出) is the measure that they mean.
    """
    named = [s for s in query.subjects if s.measure is not None or len(s.key) > _WORD]
    meant = [replace(s, measure=everywhere.measure_of(s)) if s.within is None else s for s in named]
    if not named and not query.project and _FUNDS & set(query.columns):
        meant = [Subject.of(measures()["expenditure"])]  # 整体自评表的全年执行数
    each = {s.measure.id if s.measure and s.within is None else (s.key, s.within, s.level): s for s in reversed(meant)}
    return query.model_copy(update={"subjects": list(each.values())[::-1]}) if meant else query


def _of_project_alone(query: Query) -> Query:
    """A question for the points or the money of a project without what else its words name (甲项目自评得分)."""
    own = [s for s in query.subjects if query.project and s.key == name_key(query.project)]
    if not own or not _OF_PROJECT & set(query.columns) or any(s.measure for s in query.subjects):
        return query
    return query.model_copy(update={"subjects": own})


def is_phrase(query: Query) -> bool:
    """Whether names run into one another and so name one thing (接待读者); a 科目 and its column do not."""
    known = [s.measure is not None or s.key in standard_names() for s in query.subjects]
    pairs = pairwise(sorted(zip(query.subjects, known, strict=True), key=lambda s: s[0].start))
    return not query.tables and any(a.end == b.start and a.end and not (x and y) for (a, x), (b, y) in pairs)


def gathered(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures for the subjects of a question from all places, one a place, differing ones first."""
    query = _of_project_alone(query)
    if is_phrase(query):
        return as_asked(query, of_thing(query, desk, doc_id))
    query = _of_names(query)
    if not query.kinds and everywhere.kinds_asked(query) == ["得分"]:
        query = query.model_copy(update={"kinds": ["score"]})  # 是84.5还是86.5分: nothing else is held against points
    if len(query.tables) >= 2 and query.subjects:
        return _in_tables(query, desk, doc_id)
    if len([s for s in query.subjects if s.within is not None]) >= 2:
        return _in_wholes(query, desk, doc_id)
    columns: list[str | None] = list(columns_of(query)) or [None]
    if columns[0] == "占比":
        columns = [None]
    facts: list[Fact] = []
    for subject in query.subjects:
        # what was spent is the figure that a measure itself is
        of_money = subject.measure is not None and not subject.measure.unit
        itself = {*_SPENT, "资金"} if of_money else _SPENT
        for column in dict.fromkeys(None if subject.measure and c in itself else c for c in columns):
            found = [f.fact for f in find(query.model_copy(update={"sections": []}), desk, doc_id, subject, column)]
            top = [f for f in found if f.value is not None]
            facts += _one_a_place(top)
    if len({(f.value, f.unit) for f in facts}) < 2:
        facts += [
            f
            for s in query.subjects
            if s.measure is None
            for f in desk.index(doc_id).by_key.get(s.key, ())
            if f.value is not None and f.unit == "%" and "percent" in query.kinds and f not in facts
        ]
    if len({s.measure.id if s.measure else s.key for s in query.subjects}) == 1 and _SPENT.issuperset(query.columns):
        facts += _elsewhere(query, desk, doc_id, facts)
    facts += _of_whole(query, desk, doc_id)
    facts += _rates(query, desk, doc_id, facts)
    facts += _indicators_of(query, desk, doc_id)
    facts += _same_amount(query, desk, doc_id)
    facts += _family(query, desk, doc_id, facts)
    if query.kinds == ["count"] and not any(s.measure for s in query.subjects):
        facts = [f for f in facts if fits_kind(query, f)]  # what a project got or cost is no number of anything
    if len({(f.value, f.unit) for f in facts}) < 2 and not any(s.measure for s in query.subjects):
        facts = [f for f in facts if counts_as_asked(f, query.rest)]
        told = [f for f in of_thing(query, desk, doc_id) if _speaks_of(f, query)]
        facts = told if len({f.value for f in told}) > 1 or len(facts) < 2 <= len(told) or not facts else facts
    facts = everywhere.of_asked_money(query, [f for f in facts if f.value is not None])
    facts = _comparable(query, _without_aims(query, facts))
    facts += _in_same_chapter(desk, facts)
    return _differing(as_asked(query, facts) if len(query.subjects) < 2 else facts)


def _without_aims(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The figures without those that were only aimed at, unless these are asked for or stated."""
    numbers = {Decimal(n) for n in NUMBER.findall(query.rest)}
    kept = [f for f in facts if not _AIM.search(f.column) or f.value in numbers]
    return list(facts) if "目标值" in query.columns else kept


def _of_whole(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """What the forms and annexes give for the project that is asked about, else for measures of the department."""
    index = desk.index(doc_id)
    of_form = any(s.measure is not None and s.measure.of_form for s in query.subjects)
    if query.project and not of_form:
        return [*everywhere.of_project(query, index), *of_project_report(query, desk, doc_id)]
    asked = [m for s in query.subjects if (m := everywhere.measure_of(s)) is not None]
    found = [f for m in asked for f in everywhere.of_department(query, index, m)]
    for measure in (measures()[b] for m in asked for b in m.beside):
        found += [f.fact for f in find(query, desk, doc_id, Subject.of(measure))[:1] if fits_kind(query, f.fact)]
    return found


def _speaks_of(fact: Fact, query: Query) -> bool:
    """Whether the words right before a figure of a sentence have a name of the question, if it has any."""
    names = [name_key(s.text) for s in query.subjects] or ([name_key(query.project)] if query.project else [])
    said = name_key(f"{fact.part_of or ''}{fact.row_name}")
    return not names or any(share([n], said) >= _NAMED for n in names)


def _elsewhere(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """What the report states of the one thing that is asked about in other tables and in sentences."""
    subject = query.subjects[0]
    index = desk.index(doc_id)
    main = question_words().defaults
    names = {name_key(n) for n in (subject.measure.name, *subject.measure.printed)} if subject.measure else set()
    rows = [f for key in sorted(names) for f in index.by_key.get(key, ()) if f.value is not None and f not in facts]
    rows = [f for f in rows if f.origin == "table" and main.get(f.table or "") == f.column]
    found = rows + sightings(query, desk, doc_id, subject, _comparable(query, facts))
    return [f for f in found if subject.within is None or belongs(f, subject.within, index)]


def _comparable(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The figures that can be held against one another: of the kind asked for, else of the kind of the first."""
    of_kind = [f for f in facts if fits_kind(query, f)] if query.kinds else []
    kept = of_kind or list(facts)
    if not kept or len(query.subjects) > 1:
        return kept
    first = kept[0]
    # a form may leave the sign of per cent to the name of an indicator
    alike = {first.unit, None} if first.unit is not None else {f.unit for f in kept}
    return [f for f in kept if f.unit in alike or (f.unit in MONEY and first.unit in MONEY) or counted_alike(f, first)]


def _indicators_of(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Indicators that are named after a measure of the question and whose own word stands in it (控制率)."""
    found = []
    for subject in query.subjects:
        if subject.measure is None:
            continue
        names = [name_key(p) for p in subject.measure.printed if len(name_key(p)) >= 4]
        for fact in desk.index(doc_id).facts:
            key = name_key(fact.row_name)
            done = fact.origin == "annex" and fact.column in {"实际完成值", "实际值完成值"}
            if done and key.endswith("率") and key[-3:] in name_key(query.text) and any(n in key for n in names):
                found.append(fact)
    return found


def _same_amount(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Where a question quotes an amount: the facts of that amount whose names it touches."""
    amounts = {Decimal(n) for n in re.findall(r"(?<![\d.])\d+\.\d+(?!\d)", query.text)}
    words = name_key(query.rest)
    found = []
    for fact in desk.index(doc_id).facts:
        if fact.value in amounts and fact.origin != "annex":
            key = name_key(fact.row_name)
            pairs = {key[i : i + 2] for i in range(len(key) - 1)} - _EVERYWHERE
            if any(pair in words for pair in pairs):
                found.append(fact)
    return found


def _family(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """Measures whose names end in the subject's (…财政拨款基本支出 for 基本支出), where nothing else differs."""
    if len({(f.value, f.unit) for f in facts}) > 1:
        return []
    found = []
    for subject in query.subjects:
        for measure in measures().values():
            if (
                subject.measure
                and measure.id != subject.measure.id
                and not (measure.unit or _OTHER_FUNDS & set(measure.sections))
                and name_key(measure.name).endswith(name_key(subject.measure.name))
            ):
                found += [f.fact for f in facts_for(desk.index(doc_id), Subject.of(measure))[:2]]
    return found


def _rates(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """For an indicator named after a measure (“三公经费”控制率): the rate that the report states for the measure."""
    found = []
    for fact in facts:
        if fact.origin != "annex" or not fact.row_name.endswith("率"):
            continue
        for measure in measures().values():
            if any(len(name_key(p)) >= 4 and name_key(p) in name_key(fact.row_name) for p in measure.printed):
                found += [f.fact for f in facts_for(desk.index(doc_id), Subject.of(measure), "完成比例")[:1]]
    return found


def _in_same_chapter(desk: Desk, facts: Sequence[Fact]) -> list[Fact]:
    """What else the chapters of some figures print for the same thing, where the cross-check holds it against them."""
    others = [o for f in facts if f.origin == "prose" for o in linked(desk, f)]
    kept = [
        o for o in others if any((o.section, o.row_name, o.column) == (f.section, f.row_name, f.column) for f in facts)
    ]
    return [o for o in dict.fromkeys(kept) if o not in facts]


def _in_tables(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    facts = []
    for table in query.tables:
        single = query.model_copy(update={"tables": [table]})
        for subject in query.subjects:
            if fact := best(single, desk, doc_id, subject, query.table_column):
                facts.append(fact)
    return list(dict.fromkeys(facts))


def _in_wholes(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figure of each subject in the whole that the question names for it, as far as the report has it there."""
    index = desk.index(doc_id)
    column = next(iter(columns_of(query)), None)
    facts = []
    for subject in query.subjects:
        found = [f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.value is not None]
        inside = [f for f in found if subject.within is None or belongs(f, subject.within, index)]
        facts += inside[:1]
    return facts


def _one_a_place(facts: Sequence[Fact]) -> list[Fact]:
    seen: dict[tuple[str | None, str, str], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.table, fact.section, fact.column), fact)
    return list(seen.values())


def _differing(facts: Sequence[Fact]) -> list[Fact]:
    """One fact for each distinct value, then the rest; ten at most."""
    first: dict[tuple[Decimal | None, str | None], Fact] = {}
    for fact in facts:
        first.setdefault((fact.value, fact.unit), fact)
    rest = [f for f in facts if f not in first.values()]
    return [*first.values(), *rest][:10]
