"""The figures engine for one report: the facts that a question names, each told with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.annex import canonical_column
from extractors.facts import MONEY, Fact, half_digit
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, outturn_table, question_words, standard_names, table_forms
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer, Value
from rag.figures.links import linked
from rag.figures.support import in_other_scopes, support
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Found, Subject, asked_words, beside_amounts, facts_for, level_of
from rag.language.asking import BUDGETS, without_columns
from rag.language.query import Query
from rag.understanding.relation import MONEY_ROWS
from rag.understanding.topic import pairs_of, segments_of

#: what stands right before the one to whom a part of some money is given
_GIVEN_FROM = re.compile("(?:里面?|中|当中|之中)的?(?:拨|分|安排|补|留|划)?给了?$")
_AMOUNT_FIRST = re.compile(r"(多少钱|花了多少|有多少|是多少|多少万?元?|几万|数|额|几个|几家|多少个|多少家)[，、,；]")
_CLAUSE = re.compile(r"[，,](?!\d)|[；;。]")
#: what a name for persons ends in
_PERSONS = re.compile("(?:人员|职工|员工|人|数)+$")
#: rows of a form of self-evaluation that are of all money of the department
DEPARTMENT_ROWS = (*MONEY_ROWS, "部门预算总额", "部门整体", "预算资金总额")
#: what the name of an expense ends in
_STEM_OF = re.compile("(?:费用?|支出|经费)+$")
#: the side of an account behind its name, and how long the name of a fund is
_SIDE, _FUND_NAME = re.compile("(?:收入|支出)$"), 4
#: a change told as an amount, and as a rate
_CHANGES = {"增减额": "增减幅", "增减幅": "增减额"}
#: what a total of income and expenditure is told as
#: measures of what is granted, and of what is spent of it
SPENT_AS_GIVEN = {"general_income": "general", "fund_income": "fund"}
#: the chapters that tell of the money of a table
_TOLD_IN = {"GK05": "general_budget", "GK07": "gov_fund", "GK08": "state_capital"}
_SIDES = {"total": ("income", "expenditure")}
#: what the rate itself was given is asked for
_RATE_SCORED = re.compile(r"(?:执行|完成)率(?:这|那|该)?(?:一?项|个)?(?:指标)?的?得")
#: money that comes from somewhere, or is left in a fund, by a name of its own
_OTHER_MONEY = re.compile(r"[\u4e00-\u9fff]{2}收入|基金[^，。]{0,4}?(?:累计|滚存|当期)?结余")
#: columns whose words (实际, 目标, 执行) are often said without meaning a column of a form
_LOOSE = {"实际完成值", "目标值", "全年执行数", "决算数"}


def columns_of(query: Query) -> list[str]:
    """The columns asked for, the vague ones dropped where a precise one stands."""
    columns = list(query.columns)
    if query.kinds == ["percent"]:
        columns = ["增减幅" if c == "增减额" else c for c in columns]
    if "完成比例" in columns:
        columns = [c for c in columns if c not in {"占比", "实际完成值"}]
    if "年初预算数" in columns or "全年预算数" in columns:
        columns = [c for c in columns if c != "预算数"]
    if "得分" in columns:
        columns = [c for c in columns if c != "实际完成值" or c in query.sides]
    if "较年初预算增减幅" in columns:
        columns = [c for c in columns if c not in {"增减额", "增减幅", "占比", *BUDGETS}]
    if "增减幅" in columns:
        columns = [c for c in columns if c not in {"增减额", "占比"}]
    if query.table_column and query.table_column not in columns:
        columns = [query.table_column, *(c for c in columns if c not in {"占比"})]
    return columns


def find(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None = None) -> list[Found]:
    """The facts of one subject in one report, as the query narrows them."""
    index = desk.index(doc_id)
    table = next((t for t in query.tables if t in index.tables), query.tables[0] if query.tables else None)
    subject = _within_spending(subject)
    if subject.within is not None and (cells := _cells_within(query, index, subject, table)):
        return cells
    if subject.within is not None and (rows := _rows_below(index, subject, table)):
        return rows
    found = facts_for(index, subject, column, table, query.project, query.sections)
    if not found and column in BUDGETS and table in _TOLD_IN:
        # 某科目一般公共预算年初安排了多少: the table has outturns alone, the chapter on it has the budgets too
        every = facts_for(index, subject, column, None, query.project, query.sections)
        found = [f for f in every if f.fact.origin == "prose" and f.fact.section_key == _TOLD_IN[table]]
    if question_words().against_year.search(query.text):
        found = [f for f in found if not f.fact.column.startswith("较年初预算")]
    if query.amounts and len(found) > 1 and not query.has("conflict"):
        found = beside_amounts(index, subject, found, query.amounts)
    if query.in_prose:
        found = [f for f in found if f.fact.origin == "prose"] or found
    if query.project:
        found = [f for f in found if not _is_of_another(f.fact, query.project, index)]
    if (outer_whole := subject.within) is not None:
        found = sorted(found, key=lambda f: -belongs(f.fact, outer_whole, index))
        if not found or not belongs(found[0].fact, outer_whole, index):
            found = [*_rows_of_whole(index, subject, outer_whole, column), *found]
    if len({f.fact.part_of for f in found if f.fact.column == "数量"}) > 1:
        bought = bool(question_words().bought.search(query.rest[: subject.start]))
        found = sorted(found, key=lambda f: _is_of_bought(f.fact) != bought)
    if subject.measure is not None and subject.measure.unit == "人":
        # 在职多少人: 实有人数47人，其中在职人员32人 is told under two names of one measure
        stem = _PERSONS.sub("", subject.key)
        found = sorted(found, key=lambda f: len(stem) < 2 or stem not in name_key(f.fact.row_name))
    outer = [s.key for s in query.subjects if s is not subject and s.measure is None]
    return sorted(found, key=lambda f: -_within(f.fact, outer, index)) if outer else found


def _within_spending(subject: Subject) -> Subject:
    """A 科目 in the money that was granted (一般公共预算拨款里的防汛) is one in what is spent of it."""
    whole = subject.within.measure if subject.within is not None else None
    if subject.measure is not None or subject.within is None or whole is None or whole.id not in SPENT_AS_GIVEN:
        return subject
    return replace(subject, within=replace(subject.within, measure=measures()[SPENT_AS_GIVEN[whole.id]]))


def _rows_of_whole(index: FactIndex, subject: Subject, whole: Subject, column: str | None) -> list[Found]:
    """The rows that a table of a whole has of a measure that is known from another table (基本支出里的公务接待费)."""
    if subject.measure is None or whole.measure is None or column not in {None, "决算数"}:
        return []
    keys = dict.fromkeys([subject.key, *(name_key(n) for n in subject.measure.printed)])
    rows = (f for key in keys for f in index.by_key.get(key, ()) if f.table and f.value is not None)
    return [Found(f, 0) for f in rows if belongs(f, whole, index)][:1]


def _is_of_another(fact: Fact, project: str, index: FactIndex) -> bool:
    """Whether a fact is of another project than the one named: by its form, or by the titles above it."""
    own = name_key(project)
    whose = name_key(fact.part_of or "") if fact.origin == "annex" else name_key(fact.section)
    if not whose or own in whose or whose in own:
        return False
    return any(other in whose for other in index.projects if other not in own and own not in other)


def _is_of_bought(fact: Fact) -> bool:
    """Whether something is counted among the cars bought this year, and not among all."""
    bought = measures()["bought_cars"]
    return name_key(fact.part_of or "") in {name_key(n) for n in (bought.name, *bought.printed)}


def _of_other_wholes(desk: Desk, fact: Fact) -> list[Fact]:
    """What else is counted under the same name as a part of another thing (轿车: of all cars, of those bought)."""
    if fact.column != "数量" or fact.origin != "prose" or not fact.part_of:
        return []
    same = [f for f in desk.index(fact.doc_id).by_key.get(name_key(fact.row_name), ()) if f.column == fact.column]
    found = [
        f for f in same if f.part_of and f.part_of != fact.part_of and f.unit == fact.unit and f.value != fact.value
    ]
    return list({f.part_of: f for f in found}.values())[:2]


def _cells_within(query: Query, index: FactIndex, subject: Subject, table: str | None) -> list[Found]:
    """The cells of a row for a part of it that is a column (甲支出中的项目支出); none where it is no column."""
    row = subject.within
    if row is None or subject.measure is None or (row.measure is not None and not row.measure.cells):
        return []
    if row.measure is not None and (row.measure.part_of or subject.measure.part_of == row.measure.id):
        return []
    found = facts_for(index, row, subject.measure.name, table, query.project, query.sections)
    return [f for f in found if f.fact.origin == "table"]


def _rows_below(index: FactIndex, subject: Subject, table: str | None) -> list[Found]:
    """The rows of a row of a table, by the name of both (年初财政拨款结转和结余里政府性基金的部分)."""
    outer = name_key(subject.within.name) if subject.within else ""
    inner = name_key(subject.text)
    rows = [k for k in index.by_key if k.startswith(outer) and inner in k[len(outer) :]]
    facts = [f for k in rows for f in index.by_key[k] if f.origin == "table" and "-" in f.row_name]
    return [Found(f, 30) for f in facts if table is None or f.table == table]


def belongs(fact: Fact, outer: Subject, index: FactIndex) -> int:
    """How well a fact lies in a whole: in a table or section of the whole, listed as its part, or below it by path."""
    if outer.measure is None:
        return _within(fact, [outer.key], index)
    names = {name_key(n) for n in (outer.measure.name, *outer.measure.printed)}
    tables = {*(c[0] for c in outer.measure.cells), *outer.measure.tables} - {"GK01"}
    listed = bool(fact.part_of and name_key(fact.part_of) in names)
    # a table of its own before the general one that also has the row: GK05 before GK04 for 一般公共预算
    first = outer.measure.cells[0][0] if outer.measure.cells else None
    printed = {fact.table, outturn_table(fact.table)} - {None}
    return (
        2 * listed
        + (not printed.isdisjoint(tables))
        + (fact.table == first)
        + (fact.origin == "prose" and fact.section_key in outer.measure.sections)
    )


def _within(fact: Fact, outer: Sequence[str], index: FactIndex) -> int:
    """How many of the other names of a question are above a fact, in its path or by its code."""
    codes = {f.row_code for key in outer for f in index.by_key.get(key, ()) if f.row_code}
    by_code = any(fact.row_code and c and len(c) < len(fact.row_code) and fact.row_code.startswith(c) for c in codes)
    return sum(key in name_key(fact.row_name) and key != name_key(fact.row_name) for key in outer) + by_code


def best(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None = None) -> Fact | None:
    """The fact most likely meant; one with a value before a blank one."""
    found = find(query, desk, doc_id, subject, column)
    if not found:
        return None
    # 完成多少亿: a rate is no such outcome; other columns say themselves of what kind their figures are
    told_by_kind = bool(query.kinds) and column in {None, "实际完成值"} - set(query.sides)
    found = [f for f in found if fits_kind(query, f.fact)] or ([] if told_by_kind else found)
    if not found:
        return None
    found = _of_all_units_first(_nearest_first(query, subject, found))
    top = [f for f in found if f.score >= found[0].score - 12]
    if query.unit in MONEY and (exact := _printed_in([f.fact for f in top], query.unit)):
        return exact
    if query.unit is None and query.unit_before and (alike := _printed_in([f.fact for f in top], query.unit_before)):
        return alike
    in_words = _told_in_words(query, desk, doc_id, subject, [f.fact for f in top])
    return in_words or next((f.fact for f in top if not f.fact.is_blank), top[0].fact)


def _told_in_words(query: Query, desk: Desk, doc_id: str, subject: Subject, facts: Sequence[Fact]) -> Fact | None:
    """A total of a budget as its text tells it, in 万元 beside tables in 元; None where it does not."""
    if not query.of_plans or query.unit is not None or subject.measure is None or query.tables:
        return None
    sides = (f for m in _SIDES.get(subject.measure.id, ()) for f in desk.index(doc_id).of_measure(measures()[m]))
    return _printed_in([*facts, *(f for f in sides if f.origin == "prose")], "万元")


def _nearest_first(query: Query, subject: Subject, found: list[Found]) -> list[Found]:
    """Of figures that one chapter tells under one name, that first before which most words of the question stand.

    …设备4台，账面原值…: what a figure is of may only stand in the clause before it.
    """
    first = found[0].fact
    same = [f for f in found if _is_called_alike(f.fact, first)]
    if first.origin != "prose" or len({f.fact.value for f in same}) < 2:
        return found
    rest = query.rest[: subject.start] + "|" + query.rest[subject.end :]
    pairs = pairs_of(query.model_copy(update={"rest": rest}))
    fits = {f.fact: sum(p in _before(f.fact) for p in pairs) for f in same}
    best = max(same, key=lambda f: fits[f.fact])
    if fits[best.fact] <= fits[first]:
        return found
    return [Found(best.fact, found[0].score), *(f for f in found if f is not best)]


def _of_all_units_first(found: list[Found]) -> list[Found]:
    """Of the rows of one 科目 in a table by unit none is all of it: before them its row in another table."""
    first = found[0]
    if first.fact.origin != "table" or not first.fact.row_code:
        return found
    alike = [f for f in found if (f.fact.row_code, f.fact.column) == (first.fact.row_code, first.fact.column)]
    of_units = [f for f in alike if f.fact.table == first.fact.table and f.score == first.score]
    if len({f.fact.value for f in of_units}) < 2:
        return found
    tables = Counter(f.fact.table for f in alike if f.fact.origin == "table")
    whole = next((f for f in alike if f.fact.table != first.fact.table and tables[f.fact.table] == 1), None)
    return found if whole is None else [Found(whole.fact, first.score), *(f for f in found if f is not whole)]


def _is_called_alike(fact: Fact, other: Fact) -> bool:
    keys = ("row_name", "column", "unit", "section", "origin")
    return all(getattr(fact, key) == getattr(other, key) for key in keys)


def _before(fact: Fact) -> str:
    """The words of the clause that a figure ends, and of the one before it."""
    text = fact.quote[: fact.at - fact.start] if fact.at is not None else fact.quote
    return name_key("".join(_CLAUSE.split(text)[-2:]))


def in_one_unit(
    query: Query, desk: Desk, doc_id: str, subjects: Sequence[Subject], facts: Sequence[Fact | None]
) -> list[Fact | None]:
    """Two figures that are to be held against each other, both as they are printed in one unit where that can be.

    A report may print its tables in 元 and tell the same in 万元.
    """
    a, b = facts
    if a is None or b is None or a.unit == b.unit or a.unit not in MONEY or b.unit not in MONEY:
        return [a, b]
    for n, other in ((1, a), (0, b)):
        one = facts[n]
        same = [f.fact for f in find(query, desk, doc_id, subjects[n]) if f.fact.unit == other.unit]
        found = next((f for f in same if one is not None and is_same_amount(f, one)), None)
        if found is not None:
            return [a, found] if n else [found, b]
    return [a, b]


def is_same_amount(fact: Fact, other: Fact) -> bool:
    """Whether two figures in different units of money are one, printed more or less exactly."""
    value = fact.in_unit(other.unit or "")
    if value is None or other.value is None or fact.value is None:
        return False
    room = max(
        half_digit(other.value),
        fact.but(value=half_digit(fact.value)).in_unit(other.unit or "") or half_digit(other.value),
    )
    return abs(value - other.value) <= room


def _printed_in(facts: Sequence[Fact], unit: str) -> Fact | None:
    """The same figure as the likeliest one where it is printed in another unit of money; None where it is not."""
    likeliest = facts[0]
    if likeliest.unit not in MONEY or likeliest.unit == unit or likeliest.value is None:
        return None
    return next((f for f in facts if f.unit == unit and is_same_amount(f, likeliest)), None)


def fits_kind(query: Query, fact: Fact) -> bool:
    """Whether a fact is of a kind that the question asks for: money, per cent, points or a number of things."""
    if not query.kinds or fact.value is None or fact.unit is None:
        return True
    told = unit_words().kind(fact.unit)
    # 元/人·月 is money by the head
    kind = "money" if fact.unit.split("/")[0] in MONEY else told if told in {"percent", "score"} else "count"
    return kind in query.kinds and (kind != "count" or _counts_alike(query.text, fact.unit))


def _counts_alike(text: str, unit: str) -> bool:
    """Whether a number counts what a question counts: 多少户 is no number of kilometres."""
    asked = {u for u in unit_words().asked_in(text) if u in unit_words().counters} - unit_words().of_set("of_rows")
    return not asked or any(unit_words().are_alike(a, unit_words().unscaled(unit)) for a in asked)


def lookup(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of the subjects and columns asked for; None where the report has none of them."""
    facts = facts_asked(query, desk, doc_id)
    if query.has("share") and len(query.subjects) > 1 and columns_of(query) == ["占比"]:
        # the share of the first in the second: what the second is a share of is another question
        facts = facts_asked(query.model_copy(update={"subjects": query.subjects[:1]}), desk, doc_id)
    if not facts or _of_other_money(query, desk, doc_id):
        return None
    answer = told(query, desk, facts)
    if lacking := _lacking(query, desk, doc_id):
        computes = query.has("sum", "difference", "ratio")
        answer.answer += f"报告没有列出{'、'.join(lacking)}{'，不能一并计算' if computes else ''}。"
    return answer


def _of_other_money(query: Query, desk: Desk, doc_id: str) -> str | None:
    """What a question asks, of a row, for money that the report does not speak of (博物馆的门票收入)."""
    if query.tables or not query.subjects or any(s.measure is not None for s in query.subjects):
        return None
    rest = query.rest
    for subject in query.subjects:
        rest = rest.replace(subject.text, "|")
    said = (m.group(0) for m in _OTHER_MONEY.finditer(rest))
    return next((word for word in said if name_key(word) not in desk.outline(doc_id).plain), None)


def _lacking(query: Query, desk: Desk, doc_id: str) -> list[str]:
    """The measures and published 科目 named of which a report has nothing at all."""
    known = [s for s in query.subjects if s.measure is not None or s.key in standard_names()]
    return [s.name for s in known if not facts_for(desk.index(doc_id), s)]


def in_tables(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of one thing in each of several tables that a question names; None where not all have it."""
    if len(query.tables) < 2 or not query.subjects or query.has("conflict", "sum", "rank", "share", "reason"):
        return None
    if query.has("difference") and not query.has("list"):
        return None
    facts: list[Fact] = []
    for table in query.tables:
        one = query.model_copy(update={"tables": [table]})
        found = facts_asked(one, desk, doc_id)
        if not found or any(f.table != table for f in found):
            return None
        facts += found
    return told(query, desk, facts)


def lookup_loosely(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures without the columns that words such as 实际 and 目标 only seemed to name."""
    kept = [c for c in query.columns if c not in _LOOSE]
    return lookup(query.model_copy(update={"columns": kept}), desk, doc_id) if len(kept) < len(query.columns) else None


def facts_asked(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The best fact for each subject and each column of a question."""
    columns: list[str | None] = list(columns_of(query))
    both = {"增减额", "增减幅"} <= set(query.columns)  # 降了多少，幅度多大: the amount is that of the change
    if not columns or (
        not both
        and _AMOUNT_FIRST.search(without_columns(query.rest, query.columns).rstrip("|，,？?"))
        and set(columns) <= {"占比", "完成比例", "增减额", "增减幅", "资金"}
    ):
        columns.insert(0, None)
    facts: list[Fact] = []
    for subject in _told_apart(query, desk, doc_id):
        if columns == [None] and {"money", "count"} == set(query.kinds):
            # 几辆多少钱: the number of a thing, and what it cost
            each = [best(query.model_copy(update={"kinds": [k]}), desk, doc_id, subject) for k in ("count", "money")]
            if all(each):
                facts += [f for f in each if f is not None and f not in facts]
                continue
        for column in columns:
            fact = best(query, desk, doc_id, subject, column)
            if fact is None and column == "增减额" and "money" not in query.kinds:
                fact = best(query, desk, doc_id, subject, "增减幅")
            if fact is None and column == "实际完成值" and subject.measure is not None:
                fact = best(query, desk, doc_id, subject, "完成比例")  # 比预算少多少，完成多少
            if fact is None and column in BUDGETS:
                fact = best(query, desk, doc_id, subject, "预算数") or _budget_of_spending(query, desk, doc_id, subject)
            if fact is not None and fact not in facts:
                facts.append(fact)
    return facts


def _budget_of_spending(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact | None:
    """The budget of spending as such: reports state that of the general budget, under its own name."""
    of_all = {name_key(n) for n in measures()["expenditure"].rows}  # 部门整体支出 of a report without its form
    if subject.key not in of_all and (subject.measure is None or subject.measure.id != "expenditure"):
        return None
    return best(query, desk, doc_id, Subject.of(measures()["general"]), "年初预算数")


def of_department(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The rate of execution of the department's whole budget, from its self-evaluation form."""
    rate_asked = "完成比例" in query.columns or any(s.key.endswith(("执行率", "完成率")) for s in query.subjects)
    if "整体" not in query.text or "指标" in query.text:
        return None
    if not rate_asked:
        return _funds_of_department(query, desk, doc_id)
    forms = question_words().column_forms["完成比例"]
    rows = [f for f in desk.index(doc_id).facts if f.column in forms and f.value is not None]
    of_forms = sorted((f for f in rows if f.origin != "table"), key=lambda f: f.origin != "annex")
    fact = next((f for f in of_forms if f.row_name.startswith(("部门预算总额", "部门支出总额", "部门整体"))), None)
    if fact is not None and "得分" in query.columns and _RATE_SCORED.search(query.rest):
        same = (f for f in desk.index(doc_id).facts if f.line == fact.line and f.row_name == fact.row_name)
        fact = next((f for f in same if f.column == "得分" and f.value is not None), fact)
    return told(query, desk, [fact]) if fact is not None else None


def _funds_of_department(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What was planned for the department as a whole and what was spent, from the form of its self-evaluation."""
    columns = [c for c in columns_of(query) if c in {"年初预算数", "全年预算数", "全年执行数"}]
    if not columns or any(s.measure is not None and not s.measure.unit for s in query.subjects):
        return None
    rows = [f for f in desk.index(doc_id).facts if f.origin == "annex" and not f.part_of and f.value is not None]
    rows = [f for f in rows if f.row_name.startswith(DEPARTMENT_ROWS)]
    facts = [f for c in columns for f in rows if (canonical_column(f.column) or f.column) == c][: len(columns)]
    return told(query, desk, facts) if facts else None


def _told_apart(query: Query, desk: Desk, doc_id: str) -> list[Subject]:
    """The subjects, without one that only says what another is about."""
    inner = _innermost(_given(query), desk.index(doc_id))
    subjects = _of_project(query, inner, desk.index(doc_id))
    if len(subjects) > 1 and any(s.measure for s in subjects):
        column = next(iter(columns_of(query)), None)
        with_facts = [s for s in subjects if find(query, desk, doc_id, s, column)]
        subjects = with_facts or subjects
    return list({(s.key, s.level): s for s in subjects}.values())


def _of_project(query: Query, subjects: list[Subject], index: FactIndex) -> list[Subject]:
    """A project named to tell whose figure is meant (绿化项目的种植面积) is no subject of its own."""
    project = name_key(query.project or "")
    others = [s for s in subjects if s.key != project]
    belong = any(f.part_of and name_key(f.part_of) == project for s in others for f in index.by_key.get(s.key, ()))
    return others if project and belong else subjects


def _given(query: Query) -> list[Subject]:
    """What a question asks for, without the money that it is given from (配套资金里给村卫生室多少)."""
    last = max(query.subjects, key=lambda s: s.start, default=None)
    if last is None or last.end == 0 or not _GIVEN_FROM.search(query.rest[: last.start]):
        return query.subjects
    return [last]


def _innermost(subjects: list[Subject], index: FactIndex) -> list[Subject]:
    """A 款 named to tell which 项 is meant (工业和信息产业监管下的一般行政管理事务) is no subject of its own."""
    kept = list(subjects)
    for outer in subjects:
        for inner in subjects:
            if outer is inner or inner.measure or outer not in kept:
                continue
            if outer.measure:
                apart = inner.start - outer.end if outer.end <= inner.start else outer.start - inner.end
                if 0 <= apart <= 2 and _is_counted_in(inner, outer, index):
                    kept.remove(outer)  # 买了几辆轿车: of those bought the 轿车
                continue
            if any(
                f.row_name.endswith("(项)") and f in index.by_key.get(inner.key, ())
                for f in index.by_part.get(outer.key, ())
            ):
                kept.remove(outer)
    return kept


def _is_counted_in(inner: Subject, outer: Subject, index: FactIndex) -> bool:
    """Whether things of a name are counted as a part of a thing that a measure counts."""
    names = {name_key(n) for n in (outer.measure.name, *outer.measure.printed)} if outer.measure else set()
    found = index.by_key.get(inner.key, ()) if outer.measure and outer.measure.unit else ()
    return any(f.column == "数量" and name_key(f.part_of or "") in names for f in found)


def told(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    sentences = [compose.sentence(f, v) for f, v in zip(facts, values, strict=True)]
    others = linked(desk, facts[0]) if len(facts) == 1 else []
    if others:
        sentences += [
            f"另：{compose.label_of(f)}在{compose.place_of(f)}中为{compose.value_of(f).value}{f.unit or ''}"
            for f in others
        ]
    scopes = in_other_scopes(desk, facts[0]) if len(facts) == 1 and not others else []
    for f in _of_other_wholes(desk, facts[0]) if len(facts) == 1 and not others else []:
        scopes.append(f)
    if query.tables:
        scopes = [f for f in scopes if f.table == facts[0].table]
    if any(s.level or s.code for s in query.subjects):
        scopes = [f for f in scopes if f.table != facts[0].table]
    for f in scopes:
        same_table = f.table == facts[0].table and f.row_code
        why = f"同名的{level_of(f) or ''}级科目{f.row_code}" if same_table else "口径不同"
        why = f"属于{f.part_of}" if f.column == "数量" and f.part_of else why
        sentences.append(
            f"另：{compose.place_of(f)}中{compose.label_of(f)}为{compose.value_of(f).value}{f.unit or ''}（{why}）"
        )
    opposite = _other_direction(desk, facts[0]) if len(facts) == 1 else None
    if opposite is not None:
        scopes.append(opposite)
        word, other = ("增长", "减少") if (opposite.value or 0) > 0 else ("下降", "增加")
        sentences.append(f"但同一句又写{word}{opposite.raw}，与“{other}”方向相反")
    text = "；".join(sentences) + "。" + (borne_out(desk, facts[0], others) if others else "")
    gap = _gap(facts[0], others) if others and query.has("difference") else []
    text += "".join(f"两者相差{v.value}{v.unit or ''}（{v.formula}）。" for v in gap)
    status = "conflict" if others else "computed" if any(v.formula for v in values) else "answered"
    if all(f.is_blank for f in facts):
        if (nothing := stated_nothing(query, desk, facts[0].doc_id)) is not None:
            return nothing
        return compose.answer(
            query.text, text + "空白不等于零，报告没有给出该数。", "not_found", [], compose.cite(facts, desk.files)
        )
    values += [*(compose.value_of(f) for f in (*others, *scopes)), *gap]
    cited = [*facts, *others, *scopes, *(f for o in (facts[0], *others) for f in bearing(desk, o) if others)]
    return compose.answer(query.text, text, status, values, compose.cite(cited, desk.files))  # type: ignore[arg-type]


def _other_direction(desk: Desk, fact: Fact) -> Fact | None:
    """The rate of a change, or its amount, that the same sentence tells the other way (减少9.76万元，增长4.40%)."""
    pair = _CHANGES.get(fact.column)
    if pair is None or not fact.value or fact.origin != "prose":
        return None
    beside = (f for f in desk.index(fact.doc_id).by_key.get(name_key(fact.row_name), ()) if f.column == pair)
    same = (f for f in beside if f.start == fact.start and f.value and (f.value > 0) is not (fact.value > 0))
    return next(same, None)


def _gap(fact: Fact, others: Sequence[Fact]) -> list[Value]:
    """How far a figure is from the one that another place states for it; nothing where there are several."""
    known = {f.value for f in others if f.unit == fact.unit and f.value is not None}
    if fact.value is None or len(known) != 1:
        return []
    return [compose.apart(fact.value, known.pop(), fact)]


def borne_out(desk: Desk, fact: Fact, others: Sequence[Fact]) -> str:
    """What speaks for each of the values that a report states for one thing; empty where nothing tells them apart."""
    said = []
    for one in (fact, *others):
        told = support(desk, one, [f for f in (fact, *others) if f is not one]).told(one)
        if told:
            said.append(f"支持{compose.shown(one.value, one.unit)}的有：{told}" if one.value is not None else told)
    return "；".join(said) + "。" if said else ""


def bearing(desk: Desk, fact: Fact) -> list[Fact]:
    """The facts that bear out a value."""
    found = support(desk, fact)
    return [*found.places[:3], *found.parts, *found.siblings, *([found.whole] if found.whole else [])]


def stated_nothing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A sentence that says of the one thing asked for that there was none, or that it is kept by others.

    That nothing was spent (未发生) is a zero told in words; that a department has no such account is no figure.
    """
    subject = query.subjects[0] if len(query.subjects) == 1 else None
    if subject is None or subject.generic or query.tables or query.project or subject.within is not None:
        return None
    measure = subject.measure
    names = {name_key(n) for n in (measure.name, *measure.printed)} if measure else {subject.key}
    stems = sorted({_STEM_OF.sub("", n) for n in names if len(_STEM_OF.sub("", n)) > 1}, key=len, reverse=True)
    longer = _names_with(stems, measure)
    for sentence in desk.outline(doc_id).sentences:
        if sentence.section_key == "glossary":
            continue
        said = _blanked(sentence.key, longer)
        unspent = next((s for s in stems if re.search(rf"(?:未|没有)发生[^，。；]{{0,6}}?{re.escape(s)}", said)), None)
        none = any(re.search(rf"(?:无|没有|未安排|不涉及|不属于|不存在){_named_in(n)}", sentence.key) for n in names)
        if unspent is None and not none:
            continue
        text = f"{desk.title(doc_id)}报告写明：{compose.clipped(sentence.text.strip()).rstrip('。；')}。"
        cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
        of_money = unspent is not None and (measure is None or not measure.unit) and query.asks_figure
        values = [_zero(subject, desk, doc_id, query.unit)] if of_money else []
        return compose.answer(query.text, text, "answered", values, cited)
    return None


def _named_in(name: str) -> str:
    """A pattern for a name, also where income and expenditure are named together (没有政府性基金收入和支出)."""
    of = _SIDE.sub("", name)
    both = rf"|{re.escape(of)}(?:收支|收入[和及与、]?支出)" if of != name and len(of) >= _FUND_NAME else ""
    return f"(?:{re.escape(name)}{both})"


def _names_with(stems: Sequence[str], measure: Measure | None) -> list[str]:
    """The names of other measures that have one of some stems in them: 国有资本经营 is no 经营支出."""
    if measure is None:
        return []
    others = (n for n, m in asked_words().items() if m != measure.id and any(s in n and s != n for s in stems))
    own = {name_key(n) for n in (measure.name, *measure.printed, *measure.asked)}
    return sorted((n for n in others if n not in own), key=len, reverse=True)


def _blanked(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "|" * len(name))
    return text


def _zero(subject: Subject, desk: Desk, doc_id: str, unit: str | None) -> Value:
    report = desk.reports[doc_id]
    return Value(
        value="0",
        unit=unit or "万元",
        label=subject.name,
        department=report.department,
        year=report.year,
        origin="prose",
    )


def _nearest(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a report has for one measure that it does not print: another one, by its own name."""
    measure = query.subjects[0].measure if len(query.subjects) == 1 else None
    if measure is None or query.columns or query.tables or query.operations or query.project:
        return None
    for other in (measures()[i] for i in measure.nearest):
        fact = best(query, desk, doc_id, Subject.of(other))
        if fact is not None and fact.value is not None:
            text = f"{desk.title(doc_id)}报告没有写明{measure.name}，写明的是{other.name}：{compose.sentence(fact)}。"
            value = compose.value_of(fact)
            return compose.answer(query.text, text, "answered", [value], compose.cite([fact], desk.files))
    return None


def missing(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The honest answer where a report does not have the figure asked for."""
    if (nothing := stated_nothing(query, desk, doc_id)) is not None:
        return nothing
    if (other := _nearest(query, desk, doc_id)) is not None:
        return other
    index = desk.index(doc_id)
    title = desk.title(doc_id)
    names = "、".join(dict.fromkeys(s.name for s in query.subjects))
    if query.subjects and all(s.generic for s in query.subjects):
        # what the money was asked to be for is missing, not the total
        said = [w for w in segments_of(query) if all(w not in s.text for s in query.subjects)]
        names = "、".join(w for w in said if not any(w != other and w in other for other in said)) or names
    what = _of_other_money(query, desk, doc_id) or names or "所问内容"
    unread = [t for t in query.tables if t not in index.tables]
    table = query.tables[0] if query.tables and not unread else None
    if table and query.table_column:
        name, column = table_forms()[table].name, query.table_column
        rows = [f for s in query.subjects for f in index.by_key.get(s.key, ()) if f.table == table]
        if not rows and query.subjects and query.subjects[0].key != "合计":
            text = f"没有找到：{title}报告的《{name}》中没有“{what}”这一行。"
        elif any(f.column == column for f in index.cells(table)):
            text = f"没有找到：{title}报告的《{name}》中“{what}”这一行的“{column}”没有填数（空白或缺失）。"
            text += "空白不等于零。"
        else:
            text = f"没有找到：{title}报告的《{name}》中没有读到“{column}”这一列，无法回答{what}的{column}。"
            text += "“没有读到”不等于零。"
    elif unread:
        names = "、".join(f"《{table_forms()[t].name}》" for t in unread)
        text = f"没有找到：{title}报告中{names}没有可读的文字表格（可能是图片或未附表），无法回答{what}。"
        text += "“没有读到”不等于零。"
    elif not query.asks_figure and query.wants.thing:
        # what is asked of a thing that the report does tell of, such as the country of a journey
        text = f"没有找到：{title}报告没有写明所问的内容{f'（涉及{names}）' if names else ''}。已查找情况说明和附件。"
    else:
        columns = "、".join(columns_of(query))
        text = (
            f"没有找到：{title}报告没有披露{what}{('的' + columns) if columns else ''}。已查找决算表、情况说明和附件。"
        )
    return compose.answer(query.text, text, "not_found")
