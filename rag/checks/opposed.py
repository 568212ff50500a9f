"""Things that a question holds against one another: 填的95%，跟采购总额说得通吗; 年初是0，怎么还写了完成比例.

Such a question has two sides, a figure or a premise and what it is doubted by. Whatever engine answers it has looked
for what the question as a whole asks; the figures of both sides belong to the answer, so those that it has not are told
beside it, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer, Value
from rag.figures import checked
from rag.figures.figures import DEPARTMENT_ROWS, best, find, fits_kind
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language import asking
from rag.language.asking import BUDGETS
from rag.language.quantities import Quantity, quantities_in
from rag.language.query import Query
from rag.prose.passages import SAID
from rag.understanding.relation import column_of, form_rows, indicators

_CUT = re.compile(r"[，,；;？?。]")
#: columns that a figure which a question states may be of
_ANY: tuple[str | None, ...] = (
    None,
    "实际完成值",
    "年初预算数",
    "全年预算数",
    "预算数",
    "完成比例",
    "占比",
    "增减幅",
    "增减额",
    "目标值",
    "得分",
)
#: columns of one row of a narrative that tell of a budget what became of it
_OF_BUDGET = {*BUDGETS, "完成比例"}
#: columns of one thing that may be asked for side by side
_SEVERAL = {*BUDGETS, "决算数"}
_RATE = re.compile("完成.*比例")
_MOST = 6
#: a name of an indicator has more characters than this
_LEAST = 3
#: what the distance to a stated number is called
_GAP = "相差"
#: which of two is the larger or the smaller one
_WHICH_MORE = re.compile(r"[哪谁]一?[个项笔块者边类]?[^，。]{0,4}(?:更|较|要)?[高低多少大小]")


def both_sides(query: Query, desk: Desk, doc_id: str, answer: Answer | None) -> Answer | None:
    """An answer with the figures of both sides of what a question holds against one another."""
    if not query.opposed or (answer is not None and answer.status in {"refused", "clarify"}):
        return answer
    known = list(dict.fromkeys(_figures(query, desk, doc_id)))
    facts = [f for f in known if not _is_told(f, answer) and not _is_in_list(query, f, answer)][:_MOST]
    # a share or a rate is doubted by what it is of; whether amounts add up is asked by other words
    said, values, cited = _worked_out([f for f in known if f.unit == "%"], desk, answer)
    if facts:
        lead = compose.head(facts[0])
        told = lead + "；".join(compose.sentence(f).removeprefix(lead) for f in facts) + "。" + _no_base(known)
        said, values = told + said, [*(compose.value_of(f) for f in facts), *values]
    if not said:
        return _with_gap(query, answer)
    sources = compose.cite([*facts, *cited], desk.files)
    if answer is None or answer.status == "not_found":
        return compose.answer(query.text, said, "answered", values, sources)
    # words alone do not answer a question that holds figures against one another
    led = any(v.label != SAID for v in answer.values)
    parts = [(answer.answer, answer.values, answer.citations), (said, values, sources)]
    first, second = parts if led else parts[::-1]
    answer = answer.model_copy(
        update={
            "answer": first[0] + second[0],
            "values": [*first[1], *second[1]],
            "citations": list(dict.fromkeys([*first[2], *second[2]])),
        }
    )
    return _with_gap(query, answer)


def _is_in_list(query: Query, fact: Fact, answer: Answer | None) -> bool:
    """Whether a list has the amount already, as that of the whole that it parts."""
    listed = answer is not None and len(query.listed or ()) > 1 and fact.unit in MONEY and fact.value is not None
    return listed and answer is not None and compose.shown(fact.value or Decimal(0), fact.unit) in answer.answer


def _with_gap(query: Query, answer: Answer | None) -> Answer | None:
    """An answer that has two amounts with how far they are apart, where that is asked."""
    asked = answer is not None and query.has("difference") and query.set_against is None
    gap = _between(answer.values) if answer is not None and asked else None
    if answer is None or gap is None:
        return answer
    said = _which_is_more(query, answer.values) + f"两者相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
    return answer.model_copy(update={"answer": answer.answer + said, "values": [*answer.values, gap]})


def _which_is_more(query: Query, values: Sequence[Value]) -> str:
    """Which of the two things that a question names is the larger, in its own words, where that is asked."""
    if not _WHICH_MORE.search(query.rest) or len(query.subjects) != 2:
        return ""
    amounts = [[Decimal(v.value) for v in values if v.unit in MONEY and _is_labelled(v, s)] for s in query.subjects]
    if any(len(own) != 1 for own in amounts) or amounts[0] == amounts[1]:
        return ""
    more, less = (s.text for s in (query.subjects if amounts[0] > amounts[1] else query.subjects[::-1]))
    return f"{more}多于{less}。"


def _is_labelled(value: Value, subject: Subject) -> bool:
    """Whether a figure bears the name of what a question names."""
    names = (subject.key, name_key(subject.measure.name)) if subject.measure is not None else (subject.key,)
    return any(name in name_key(value.label) for name in names)


def _between(values: Sequence[Value]) -> Value | None:
    """How far the two amounts of an answer are apart; None where it has more, or has it already."""
    amounts = [v for v in values if v.unit in MONEY]
    if len(amounts) != 2 or any(v.formula for v in values) or amounts[0].unit != amounts[1].unit:
        return None
    high, low = sorted((Decimal(v.value) for v in amounts), reverse=True)
    formula = f"{plain_decimal(high)} - {plain_decimal(low)}"
    return amounts[0].model_copy(
        update={"value": plain_decimal(high - low), "label": _GAP, "origin": "computed", "formula": formula}
    )


def _worked_out(facts: Sequence[Fact], desk: Desk, answer: Answer | None) -> tuple[str, list[Value], list[Fact]]:
    """What the cross-check makes of the figures that some figure of a form should be worked out from."""
    known = {v.value for v in answer.values} if answer is not None else set()
    for fact in facts:
        said, made, rest = checked.against(fact, desk, ("error", "warning"))
        if said and not {v.value for v in made} & known:
            others = "；".join(dict.fromkeys(compose.sentence(f) for f in rest[1:] if f.value is not None))
            return f"按报告的其他数核算：{said}所用的数是：{others}。", [*made, *map(compose.value_of, rest[1:])], rest
    return "", [], []


def _is_told(fact: Fact, answer: Answer | None) -> bool:
    """Whether an answer has a figure: as a value of this name, or in a sentence that names it."""
    if answer is None or fact.value is None:
        return False
    amount, unit = plain_decimal(fact.value), fact.unit
    if answer.status == "conflict" and name_key(fact.row_name) in name_key(answer.answer):
        return True  # the engine that found figures to differ has told those of this thing
    same = [v for v in answer.values if (v.value, v.unit) == (amount, unit)]
    names = {compose.label_of(fact), compose.short_label(fact)}
    return any(v.label in names for v in same) or any(f"{n}为{amount}{unit or ''}" in answer.answer for n in names)


def _figures(query: Query, desk: Desk, doc_id: str) -> Iterator[Fact]:
    """The figures of the things that a question names, in its order; of a row whose budget is doubted all of them."""
    plain = query.model_copy(update={"kinds": [], "columns": [], "operations": [], "sections": [], "tables": []})
    if len(query.tables) == 1:
        plain.tables = query.tables
    before: list[Subject] = []
    for start, end in _clauses(query.rest):
        own = [s for s in query.subjects if start <= s.start < end and not s.generic]
        stated = [q for q in quantities_in(query.rest) if start <= q.start < end]
        said = {s: f for s in own or before if (f := _stated_of(plain, desk, doc_id, s, stated)) is not None}
        if not own:
            yield from islice(said.values(), 1)  # 增加了8.14万元，怎么幅度又是下降12.26%: of the same thing
        # 甲类里的乙项填的105%: of what is named together the one that the stated figure is of
        for subject in [s for s in own if s in said] or own:
            columns = asking.columns_in(asking.blanked(query.rest, [(s.start, s.end) for s in own])[start:end])
            yield from _of_subject(plain, desk, doc_id, subject, columns, said.get(subject))
        if not own:
            yield from _of_whole_form(query, desk, doc_id, query.rest[start:end])
        before = own or before
        if understanding_words().balance.search(query.rest[start:end]):
            yield from _balance(plain, desk, doc_id)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for cut in _CUT.finditer(text):
        yield at, cut.start()
        at = cut.end()
    yield at, len(text)


def _stated_of(query: Query, desk: Desk, doc_id: str, subject: Subject, stated: Sequence[Quantity]) -> Fact | None:
    """The figure of a thing that a question states."""
    return next((f for c in _ANY for q in stated for f in _that_is(query, desk, doc_id, subject, c, q)), None)


def _of_subject(
    query: Query, desk: Desk, doc_id: str, subject: Subject, columns: Sequence[str], said: Fact | None
) -> Iterator[Fact]:
    """The figure of one thing: the one that is stated of it, that of the column named beside it, or the thing's own."""
    of_form = subject.measure is None and subject.key in desk.index(doc_id).annex_names
    if understanding_words().scored.search(query.rest) and (line := list(_indicator(desk, doc_id, subject))):
        yield from line
        return
    row = list(_row(query, desk, doc_id, subject)) if not of_form and _doubts_budget(query, subject) else []
    if row:
        yield from row
        return
    if said is not None:
        yield said
    # 跟公用经费的决算数、年初预算数对得上吗: each column that is named; else what the thing is
    named = [c for c in columns if c in _SEVERAL] if len(_SEVERAL & set(columns)) > 1 and not of_form else []
    found = [f for c in named if (f := _best_of(query, desk, doc_id, subject, [c])) is not None]
    if not found and said is None:
        wanted = [*columns, *(["实际完成值"] if of_form else []), None]
        found = [f for f in [_best_of(query, desk, doc_id, subject, wanted)] if f is not None]
    yield from found
    if subject.measure is not None and subject.measure.of_form:
        yield from (f for f in desk.index(doc_id).form_totals if f.origin == "annex")


def _indicator(desk: Desk, doc_id: str, subject: Subject) -> Iterator[Fact]:
    """The row of the one indicator that is called so, or after what is named, of the department or of a project."""
    names = {subject.key, *(name_key(p) for p in (subject.measure.printed if subject.measure else ()))}
    every = [*indicators(desk.index(doc_id), None), *form_rows(desk.index(doc_id))]
    rows = [r for r in every if any(len(n) > _LEAST and n in r.key for n in names) and r.cell("实际完成值")]
    exact = [r for r in rows if r.key in names] or rows
    exact = exact[:1] if len({r.key for r in exact}) == 1 and len({r.value("得分") for r in exact}) == 1 else exact
    if len(exact) == 1:
        found = (exact[0].cell(c) for c in ("年度指标值", "实际完成值", "分值", "得分", "原因"))
        yield from (f for f in found if f is not None and (f.value is not None or f.raw))


def _of_whole_form(query: Query, desk: Desk, doc_id: str, clause: str) -> Iterator[Fact]:
    """What the form of the department gives for all its money, in the columns that a clause names beside a rate."""
    columns = [c for c in asking.columns_in(clause) if c in {"年初预算数", "全年预算数", "全年执行数"}]
    of_form = any(s.measure is None and s.key in desk.index(doc_id).annex_names for s in query.subjects)
    for column in columns if of_form else ():
        rows = (f for f in desk.index(doc_id).facts if f.origin == "annex" and not f.part_of and f.value is not None)
        named = (f for f in rows if f.row_name.startswith(DEPARTMENT_ROWS) and column_of(f) == column)
        yield from islice(named, 1)


def _that_is(
    query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None, stated: Quantity
) -> Iterator[Fact]:
    """The facts of a column that are a stated figure."""
    for found in find(query, desk, doc_id, subject, column):
        fact = found.fact
        value = fact.in_unit(stated.unit) if fact.unit in MONEY and stated.unit in MONEY else fact.value
        if value is not None and abs(value) == stated.value and (fact.unit == stated.unit or fact.unit in MONEY):
            yield fact


def _best_of(query: Query, desk: Desk, doc_id: str, subject: Subject, columns: Sequence[str | None]) -> Fact | None:
    """The figure of the first column that a thing has one in."""
    found = (best(query, desk, doc_id, subject, c) for c in columns)
    return next((f for f in found if f is not None and f.value is not None and fits_kind(query, f)), None)


def _doubts_budget(query: Query, subject: Subject) -> bool:
    """Whether a question speaks of the budget of something, or of how much of it was used."""
    of_money = subject.measure is None or not subject.measure.unit
    return of_money and bool(
        _OF_BUDGET & set(asking.columns_in(asking.blanked(query.rest, [(subject.start, subject.end)])))
    )


def _row(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Iterator[Fact]:
    """What one place of the narrative tells of a thing: its budget, what was spent, and the rate of the two."""
    found = [f.fact for c in ("年初预算数", "全年预算数", "预算数") for f in find(query, desk, doc_id, subject, c)]
    budget = next((f for f in found if f.origin == "prose" and f.value is not None), None)
    if budget is None:
        return
    for fact in desk.index(doc_id).facts:
        same = (fact.section, fact.row_name, fact.origin) == (budget.section, budget.row_name, budget.origin)
        told = fact.column in {*BUDGETS, "决算数"} or _RATE.fullmatch(fact.column)
        if same and told and fact.value is not None:
            yield fact


def _no_base(facts: Sequence[Fact]) -> str:
    """That no rate can be made where nothing was planned, if the row has a rate all the same."""
    nothing = any(f.column in BUDGETS and f.value == 0 for f in facts)
    rated = any(_RATE.fullmatch(f.column) and f.value is not None for f in facts)
    return "预算数为零时没有可比的基数，算不出完成比例。" if nothing and rated else ""


def _balance(query: Query, desk: Desk, doc_id: str) -> Iterator[Fact]:
    """What was left at the end of the year; where a report does not state it what came in and what was spent."""
    left = best(query, desk, doc_id, Subject.of(measures()["carried_out"]))
    if left is not None and left.value is not None:
        yield left
    for name in ("income", "expenditure"):
        fact = best(query, desk, doc_id, Subject.of(measures()[name]))
        if fact is not None and fact.value is not None:
            yield fact
