"""The rows and columns of a report that a question over rows is about."""

from __future__ import annotations

import re

from extractors.text import name_key
from extractors.vocabulary import table_of_kind
from extractors.vocabulary.rows import row_words
from rag.figures.figures import best, find
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query
from rag.language.rows import Condition, Rows
from rag.rows.selection import column_in
from rag.rows.table_rows import rows_in_table
from rag.understanding import relation
from rag.understanding.asked_rows import ECONOMIC
from rag.understanding.relation import Row

#: the tables that list 功能分类 by their codes
_LISTS = {"GK02", "GK03", "GK05", "GK07", "GK08"}
#: all money that was spent, of whatever fund (钱都花在哪)
_ALL_MONEY = re.compile("(?:^|[|年的们笔])(?:钱|资金|经费|大头)[^，,]{0,6}?[花用]")
#: that only what the treasury pays is asked for
_OF_TREASURY = re.compile("财政(?:拨款|预算|资金)")
#: what of GK06 a measure holds: codes that begin so, and those that do not
_CODES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "staff": (("301", "303"), ()),
    "public_use": (("3",), ("301", "303")),
    "general_basic": (("3",), ()),
    "basic": (("3",), ()),
}


#: so long a run of the names of several indicators tells which of them are meant (重点工作1…, 重点工作2…)
_RUN = 4
#: kinds of rows that are amounts of money of one whole
_OF_MONEY = {"subjects", "parts", "economic"}


def rows_of(query: Query, desk: Desk, doc_id: str, asked: Rows) -> list[Row]:
    """The rows of a report that a question is about."""
    index = desk.index(doc_id)
    if asked.kind == "projects":
        found = relation.evaluated(index) if asked.evaluated else []
        return found or relation.projects(index)
    if asked.kind == "indicators":
        found = _indicators(index, asked)
        return _named_alike(found, query.rest) if asked.order else found
    if asked.kind == "table":
        return rows_in_table(index, asked.table or "")
    if asked.kind == "tasks":
        return relation.tasks(index)
    if asked.kind == "named":
        return _named(query, desk, doc_id)
    if asked.kind == "subjects":
        return _subjects(query, desk, doc_id, asked)
    if asked.kind == "economic" and not query.subjects:
        return relation.coded(index, ("3",))
    for subject in query.subjects:
        measure = subject.measure
        if measure is not None and measure.id in ECONOMIC:
            found = relation.economic(index, measure.name, *_CODES[measure.id])
        else:
            code = _code(query, desk, doc_id)
            found = relation.coded(index, (code,)) if code and code.startswith("3") else []
            # a budget may call a side just 收入
            found = found or relation.parts(index, subject.name) or relation.parts(index, subject.text)
        if not found and measure is not None and measure.id == "income":
            found = relation.incomes(index)
        with_budget = {"预算数", "年初预算数", "全年预算数"} & set(asked.columns)
        if measure is not None and (not found or with_budget):
            found = relation.measured(index, measure) or found
        if found:
            return found
    return []


def _indicators(index: FactIndex, asked: Rows) -> list[Row]:
    """Indicators of the form of a project or of the department; of all projects where the department has none of them.

    How many there are is told of the department alone, in its form or in words.
    """
    own = [] if asked.of_projects else relation.indicators(index, asked.project, asked.groups)
    tested = [c.column for c in asked.conditions if c.test in {"full", "not_full"}]
    if own and all(any(r.cell(c) for r in own) for c in tested):
        return own
    if asked.project or not (asked.conditions or asked.of_projects):
        return own
    return relation.indicators_of_projects(index, asked.groups) or own


def _subjects(query: Query, desk: Desk, doc_id: str, asked: Rows) -> list[Row]:
    index = desk.index(doc_id)
    code = _code(query, desk, doc_id)
    if code and code.startswith("3"):
        return relation.economic(index, query.subjects[0].name, (code,))
    budget = asked.tests("over_budget", "under_budget", "short", "met")
    budget |= any("预算" in c.column or c.column in {"完成比例", "占比"} for c in asked.conditions)
    budget |= (
        bool({"年初预算数", "预算数", "完成比例", "占比", "原因"} & set(asked.columns))
        or "general_budget" in query.sections
    )
    general = any(s.measure and s.measure.id == "general" for s in query.subjects)
    table = asked.table or next((t for s in query.subjects if (t := _table_of(s))), None)
    if table is not None and asked.table is None and _lacks_fund(query, index, table):
        return []  # the 科目 of another fund are none of the one asked about
    if table is None and _OF_TREASURY.search(query.rest):
        table = "GK05"
    named = next((s for s in query.subjects if s.measure is None and (code or s.key in index.by_part)), None)
    under = relation.Branch(code, named.key) if named is not None else None
    levels = (
        [asked.level] if asked.level else [None] if code else ["项", "类"] if budget or asked.conditions else ["类"]
    )
    needed = [_condition_column(c) for c in asked.conditions] or asked.columns
    found: list[Row] = []
    for level in levels:
        prose_first = asked.table is None and (budget or general or (level == "类" and not query.subjects))
        prose_first &= not _ALL_MONEY.search(query.rest)
        found = relation.subjects(index, level, table, under, prose_first)
        if any(r.cell(c) is not None for r in found for c in needed):
            break
    if len(found) == 1 and asked.each and levels == ["类"]:
        # all of it is of one 类: what is asked for is what lies below
        return relation.subjects(index, "项", table, under, prose_first) or found
    return found


def _lacks_fund(query: Query, index: FactIndex, table: str) -> bool:
    """Whether the 科目 of a fund beside 一般公共预算 are asked for of whose table nothing was read."""
    apart = any(s.measure and s.measure.fund and s.measure.id != "general" for s in query.subjects)
    return apart and index.tables.isdisjoint({table, table_of_kind(table, "budget")})


def _condition_column(condition: Condition) -> str:
    """The column without which a condition cannot be told."""
    return "年初预算数" if condition.test in {"over_budget", "under_budget"} else condition.column


def _table_of(subject: Subject) -> str | None:
    """The table whose 科目 a measure is made of."""
    cells = subject.measure.cells if subject.measure is not None else ()
    return next((c[0] for c in cells if c[0] in _LISTS), None)


def _code(query: Query, desk: Desk, doc_id: str) -> str | None:
    """The code of the 科目 that a question names."""
    for subject in query.subjects:
        if subject.measure is None:
            code = next((f.fact.row_code for f in find(query, desk, doc_id, subject) if f.fact.row_code), None)
            if code:
                return code
    return None


def _named(query: Query, desk: Desk, doc_id: str) -> list[Row]:
    """The subjects that a question names one by one, all from one table where one has them all."""
    column = next(iter(query.rows.columns if query.rows else ()), None)
    rows: list[Row] = []
    plain = query.model_copy(update={"kinds": []})
    facts = [best(plain, desk, doc_id, s, column) for s in query.subjects]
    tables = dict.fromkeys(f.table for f in facts if f is not None and f.table and f.origin == "table")
    apart = len({f.table if f.origin == "table" else None for f in facts if f is not None}) > 1
    if apart and not query.tables and all(s.measure is None for s in query.subjects):
        for table in tables:
            own = plain.model_copy(update={"tables": [table]})
            of_table = [best(own, desk, doc_id, s, column) for s in query.subjects]
            if all(f is not None and f.value is not None and f.table == table for f in of_table):
                facts = of_table
                break
    for fact in facts:
        if fact is not None and fact.value is not None and all(fact not in r.cells[column or "决算数"] for r in rows):
            row = Row(fact.row_name, name_key(fact.row_name), code=fact.row_code)
            row.add(column or "决算数", fact)
            rows.append(row)
    return rows


def columns_shown(query: Query, asked: Rows) -> list[str]:
    """The columns to be shown: those asked for and those of conditions, the amounts where nothing else is told."""
    called = row_words().called[asked.kind]
    tested = {column_in(c.column, asked.kind) for c in asked.conditions if c.test in {"zero", "above_zero"}}
    columns = [column_in(c, asked.kind) for c in asked.columns]
    columns += [
        column_in(c.column, asked.kind)
        for c in asked.conditions
        if c.value is not None or c.test in {"full", "not_full"}
    ]
    columns += [column_in(c, asked.kind) for o in asked.conditions if o.other for c in (o.column, o.other)]
    if asked.order and asked.order_by:
        columns.insert(0, column_in(asked.order_by, asked.kind))
    if asked.tests("grade"):
        columns += ["自评等级", "得分"]
    if asked.tests("over_budget", "under_budget"):
        columns += [called.budget, called.column]
    elif asked.tests("short", "met"):
        columns += ["得分", "分值", called.budget, called.column] if asked.kind == "indicators" else ["完成比例"]
    if any(c.endswith("预算数") for c in tested):
        tested |= {"预算数", "年初预算数", "全年预算数"}
    columns = [c for c in dict.fromkeys(columns) if c not in tested or c == called.column]
    wants_money = "money" in query.kinds and asked.kind not in {"indicators", "table"}
    if wants_money and not any(c.endswith(("数", "支出")) or c == "小计" for c in columns):
        columns.insert(0, called.column)
    if columns == ["占比"] and asked.kind in _OF_MONEY and asked.do == "list" and not asked.order:
        # 花了哪些，各占多少: a share is told beside what it is the share of
        columns.insert(1 if "percent" in query.kinds else 0, called.column)
    return columns or [called.column]


def _named_alike(rows: list[Row], text: str) -> list[Row]:
    """The indicators whose names begin as a question calls them together; all where it calls none so."""
    asked = name_key(text)
    named = [r for r in rows if len(r.key) >= _RUN and r.key[:_RUN] in asked]
    return named if 1 < len(named) < len(rows) else rows
