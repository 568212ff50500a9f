"""How the figures of a question are asked for: by which operations and columns, in which unit and order."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import measures, question_words, table_of_kind
from rag.holdings.lookup import Subject, asked_words
from rag.language import asking
from rag.language.asking import BUDGETS, blanked
from rag.language.query import Query
from rag.language.scope import scope_in
from rag.understanding.project_said import stretch_of_name
from rag.understanding.question_reading import Reading
from rag.understanding.shape import shape_of, without_prior
from rag.understanding.things import adds_up, count_things

#: columns of a change to the year before
_CHANGES = {"增减额", "增减幅"}
#: what was spent the year before, to which a budget is compared (比2024年执行数少了)
_AGAINST_OUTTURN = re.compile(r"[比较与同跟和](?:上年|去年|[|])+的?(?:预算)?(?:执行|决算)数?")
_OUTTURN = {"全年执行数", "执行数", "决算数"}
#: why a budget was not used up is asked for, and not how much is left of it
_NOT_SPENT = re.compile(
    "(?:为什么|为啥|怎么|为何|什么原因)[^，,。？?]{0,8}没(?:有)?(?:花|用|支)完(?![^，,。？?]*(?:多少|几))"
)
#: measures of what is left at the end of the year, and how one asks for that
_LEFT, _LEFT_OVER = frozenset({"carried_out", "fund_closing"}), re.compile("剩[^，,]{0,6}没[有]?[花用]完")
#: 年末结转和结余里，政府性基金还剩多少: how much of what was carried over is of one fund
_LEFT_OF_CARRIED = re.compile(
    r"^(?!.*(?:减|扣|除|用掉)).*(?:结转|结余)[^?？]{0,3}(?:里|中|当中)[^?？]{0,14}剩下?了?(?:多少|几)"
)
#: operations that the name of an indicator may seem to ask for
_AVERAGES = frozenset({"average", "per_head"})


def find_operations(reading: Reading) -> None:
    """What is to be done with the figures, by the words of the question and not by the figures that it states."""
    query, words, text = reading.query, question_words(), reading.yearless
    if "conflict" not in words.operations_in(text):
        query.stated, query.amounts = asking.stated_in(text), asking.amounts_in(text)
    # a budget that is stated is what a difference is to (预算21.74万，省了多少)
    gap = "difference" in words.operations_in(text)
    reading.asked = asking.without(text, query.stated, all_of_them=not gap)
    query.operations = asking.operations_in(text, asking.columns_in(reading.asked))
    if query.has("difference") and _is_left_over(query, text):
        query.operations.remove("difference")
    if query.has("difference") and _NOT_SPENT.search(text):
        query.operations.remove("difference")  # 为什么没花完预算: why, and not how much of it
    if (reading.each_value or reading.agreement) and not query.has("conflict"):
        query.operations.append("conflict")
    query.asks_code = bool(words.code_asked.search(text))
    query.tallies = words.tallies_in(text) if query.has("conflict", "sum") else []
    query.every_value = bool(words.every_value.search(text))
    query.doubted = bool(words.doubted.search(text))


def _is_left_over(query: Query, text: str) -> bool:
    """年末还剩多少钱没花完: what was carried over is itself what is left, and no difference to a budget."""
    if _LEFT_OF_CARRIED.search(text):
        return True
    measured = [s.measure.id for s in query.subjects if s.measure is not None]
    return bool(measured) and all(m in _LEFT for m in measured) and bool(_LEFT_OVER.search(text))


#: the column of a rate of change and that of a share, and words without which no share is asked for
_RATE, _SHARE, _OF_WHOLE = "增减幅", "占比", re.compile("占|比重|比例")


def find_columns(reading: Reading) -> None:
    """Which columns of the figures are asked for."""
    query = reading.query
    query.columns = asking.columns_in(reading.asked)
    if _RATE in query.columns and _SHARE in query.columns and not _OF_WHOLE.search(reading.asked):
        query.columns.remove(_SHARE)  # 比上年下降百分之几 asks for no share
    if reading.doubts:
        query.operations, query.columns = ["share"], ["占比"]
    if query.has("difference") and not BUDGETS & set(query.columns):
        query.columns += _budget_meant(query, reading.yearless)


#: spending of which nothing is carried over, so that what is left is left of its budget
_PUBLIC, _LEFT_OF_BUDGET = "three_public", re.compile("(?<![和转])结余")


def _budget_meant(query: Query, text: str) -> list[str]:
    """The budget that a difference is to where none is asked for: the one stated, or any of what was saved."""
    # 年初15.86万，少用了多少
    stated = ["年初预算数" if s.column == "完成比例" else s.column for s in query.stated]
    if found := [c for c in stated if c in BUDGETS][:1]:
        return found
    measured = [s.measure for s in query.subjects if s.measure is not None]
    public = len(measured) == 1 and _PUBLIC in {measured[0].id, measured[0].part_of}
    left = public and _LEFT_OF_BUDGET.search(text)  # 三公经费结余多少
    saved = not query.columns and len(query.subjects) == 1 and (left or question_words().saved.search(text))
    if question_words().against_year.search(text):
        return []  # 比上年省了多少
    return ["预算数"] if saved else []


def find_shape(reading: Reading) -> None:
    """Unit, decimals, order and size of the answer that a question asks for."""
    query = reading.query
    shape = shape_of(query.text)
    query.unit, query.places, query.top, query.nth = shape.unit, shape.places, shape.top, shape.nth
    query.ascending, query.asks_who = shape.ascending, shape.asks_who
    query.everywhere |= scope_in(query.rest).every and not query.unknown and len(query.doc_ids) != 1
    if query.has("prior") and "prior" not in question_words().operations_in(without_prior(query.rest)):
        query.operations.remove("prior")  # 比去年少了吗 asks how this year's figure compares
    query.prior = query.has("prior")


def drop_columns_in_names(reading: Reading) -> None:
    """Leave out columns whose words only stand in the name of a project or an indicator, and changes where departments
    differ."""
    query = reading.query
    if query.project:
        # 营养改善计划供餐多少天: no target is asked for
        bare = blanked(reading.asked, [stretch_of_name(reading.asked, query.project)])
        in_name = {*asking.columns_in(reading.asked)} - {*asking.columns_in(bare)}
        query.columns = [c for c in query.columns if c not in in_name]
    if own := reading.indicators():
        bare = blanked(reading.asked, own)
        query.columns = asking.columns_in(bare)
        # 每批次平均成本 as a name asks for no average
        told = question_words().operations_in(blanked(reading.yearless, own))
        query.operations = [o for o in query.operations if o not in _AVERAGES or o in told]
    if query.scope.others or query.scope.against:
        # 比其他几家加起来多多少: the distance of departments, no change of one
        query.columns = [c for c in query.columns if c not in _CHANGES]


def take_plans_whole(reading: Reading) -> None:
    """In a budget every figure is one of the budget: 预算数 says no more there than what is asked about."""
    query = reading.query
    kinds = {r.kind for r in reading.holdings.reports if r.doc_id in query.doc_ids}
    if kinds == {"budget"}:
        query.columns = [c for c in query.columns if c not in BUDGETS]
        if _AGAINST_OUTTURN.search(query.rest):
            query.columns = [c for c in query.columns if c not in _OUTTURN]
        if "占比" in query.columns:
            # 占全部支出预算的百分之几: the share of a budget, of which nothing is completed yet
            query.columns = [c for c in query.columns if c != "完成比例"]
        query.subjects = [_planned(s) for s in query.subjects]
        query.tables = list(dict.fromkeys(table_of_kind(t, "budget") for t in query.tables))
        query.of_plans = True


def _planned(subject: Subject) -> Subject:
    """A measure of which a question names the budget (项目支出预算), which the glossary of a budget explains."""
    measure = measures().get(asked_words().get(subject.key.removesuffix("预算"), ""))
    if subject.measure is not None or measure is None:
        return subject
    return replace(subject, key=name_key(measure.name), measure=measure)


def _told_as_money(reading: Reading) -> bool:
    """Whether all that a report tells of what is asked about is money, of which it says no more than that."""
    facts = [f for s in reading.query.subjects for i in reading.few for f in i.by_key.get(name_key(s.name), ())]
    return bool(facts) and all(f.column == "资金" and f.unit in MONEY for f in facts)


def combine(reading: Reading) -> None:
    """What the things that are named come to by the words around them: a difference, a number of things, a sum."""
    query, words = reading.query, question_words()
    if set(query.columns) & BUDGETS and _told_as_money(reading):
        query.columns = [c for c in query.columns if c not in BUDGETS]  # 预留的采购预算: how the report calls it
    more = words.which_more.search(reading.yearless) or words.either_way.search(reading.yearless)
    if len(query.subjects) == 2 and len(query.doc_ids) == 1 and more:
        query.operations = list(dict.fromkeys([*(o for o in query.operations if o != "rank"), "difference"]))
    count_things(query, reading.bare)
    if adds_up(reading.naming, query.subjects, query.table_column):
        query.operations = list(dict.fromkeys([*query.operations, "sum"]))
