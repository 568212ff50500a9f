"""The totals of statutory tables that a question names, held against one another (支出总表的合计和收入总表的一样吗)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact, differ
from extractors.text import name_key
from extractors.vocabulary import layout, table_forms
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.language.query import Query

_TOTAL = re.compile("合计|总额|总数|总计|总预算|总收入|总支出")
#: the tables of all income and of all spending, and the side that a question means the other one by
_SISTERS = {"YS02": ("YS03", "支出"), "YS03": ("YS02", "收入"), "GK02": ("GK03", "支出"), "GK03": ("GK02", "收入")}
#: the side that a table is of, and the tables of both sides
_SIDES = {"YS02": "收入", "YS03": "支出", "GK02": "收入", "GK03": "支出"}
_BOTH_SIDES = {"YS01", "GK01"}
#: a total of one side in a table of both, and amounts of the text that may be held against it
_TOTAL_OF_SIDE, _AMOUNTS, _NAME = re.compile("(?:收入|支出)总计|本年(?:收入|支出)合计"), {"预算数", "决算数"}, 4
#: columns of a part or of a kind: 基本支出合计
_PART = re.compile("基本|项目|人员|公用|财政拨款|一般公共|基金")


def totals_held(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether the totals of two tables agree, with both; None where not two tables are meant, or one has no total."""
    if not (query.has("conflict") or query.opposed) or not _TOTAL.search(query.rest):
        return None
    if len(query.tables) == 1 and (pair := _told_and_printed(query, desk, doc_id)):
        return _held(query, desk, pair)
    if _PART.search(query.rest):
        return _held(query, desk, _cells(query, desk, doc_id))
    tables = list(query.tables)
    if len(tables) == 1 and (sister := _SISTERS.get(tables[0])) is not None and sister[1] in query.rest:
        tables.append(sister[0])
    if len(tables) != 2 or any(s.measure is None and s.key not in layout().total_labels for s in query.subjects):
        return None
    side = next((_SIDES[t] for t in tables if t in _SIDES), "支出" if "支出" in query.rest else "收入")
    totals = [_total(desk, doc_id, table, side, "总计" in query.rest) for table in tables]
    return _held(query, desk, [f for f in totals if f is not None])


def _told_and_printed(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """An amount of the text and the total of the one table that is named (说明里的甲支出预算和乙表的支出总计).

    Empty where the question names no amount of the text in full, or the table has no such total.
    """
    (table,) = query.tables
    match = _TOTAL_OF_SIDE.search(query.rest)
    if match is None:
        return []
    index, before = desk.index(doc_id), name_key(query.rest[: match.start()])
    prose = [f for f in index.facts if f.origin == "prose" and f.unit in MONEY and f.value is not None]
    amounts = [f for f in prose if f.column in _AMOUNTS and len(name_key(f.row_name)) >= _NAME]
    named = [f for f in amounts if name_key(f.row_name) in before]
    longest = max((len(f.row_name) for f in named), default=0)
    told = [f for f in named if len(f.row_name) == longest]
    label = match.group(0)
    printed = [f for f in index.cells(table) if f.row_name == label and f.value is not None and f.unit in MONEY]
    return [told[0], printed[0]] if printed and len({f.value for f in told}) == 1 else []


def _cells(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The cell of the row of totals in each of two tables, of the column that is named behind the table.

    甲表的基本支出和乙表的合计: of the first one the column 基本支出, of the other one its first column.
    """
    behind = [part for part in re.split(r"\|+", query.rest)[1:] if part]
    if len(query.tables) != 2 or len(behind) != 2:
        return []
    found = [_in_column(desk, doc_id, table, said) for table, said in zip(query.tables, behind, strict=True)]
    return [f for f in found if f is not None]


def _in_column(desk: Desk, doc_id: str, table: str, said: str) -> Fact | None:
    form = table_forms().get(table)
    if form is None or form.layout != "code":
        return None
    rows = [f for f in desk.index(doc_id).cells(table) if f.row_name in layout().total_labels and f.value is not None]
    named = [f for f in rows if f.column in said or f.column.removesuffix("小计") in said]
    first = [f for f in rows if f.column == form.columns[0].name] if _TOTAL.search(said) else []
    return next((f for f in (*named, *first) if f.unit in MONEY), None)


def _held(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer | None:
    """Two amounts held against one another; None where these are not two."""
    return held_in_unit(query, desk, facts[0], facts[1]) if len(facts) == 2 else None


def held_in_unit(query: Query, desk: Desk, first: Fact, other: Fact) -> Answer | None:
    """Two amounts held against one another in the unit of the first; None where the other has no such unit."""
    amount = other.in_unit(first.unit or "")
    if amount is None or first.value is None:
        return None
    agree = not differ(first, other.but(value=amount, unit=first.unit) if other.unit != first.unit else other)
    converted = compose.converted(other, first.unit, None)
    values = [compose.value_of(first), converted]
    text = f"{compose.sentence(first)}；{compose.sentence(other, converted)}；两处{'一致' if agree else '不一致'}。"
    if not agree:
        gap = compose.apart(first.value, amount, first)
        text += f"相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
        values.append(gap)
    status: Status = "answered" if agree else "conflict"
    return compose.answer(query.text, text, status, values, compose.cite([first, other], desk.files))


def _total(desk: Desk, doc_id: str, table: str, side: str, grand: bool) -> Fact | None:
    """All the money of a table by its row of totals: the first column of its form; of both sides that of one.

    ``grand``: with what was carried over, which the other tables of final accounts do not count.
    """
    if table in _BOTH_SIDES:
        names = {f"{side}总计"} if table == "YS01" or grand else {f"本年{side}合计"}
        names |= {f"总计({side})"} if grand else set()
        both = (f for f in desk.index(doc_id).facts if f.table == table and f.row_name in names)
        return next((f for f in both if f.value is not None and f.unit in MONEY), None)
    form = table_forms().get(table)
    if form is None or form.layout != "code":
        return None
    rows = [f for f in desk.index(doc_id).facts if f.table == table and f.row_name in layout().total_labels]
    first = [f for f in rows if f.column == form.columns[0].name and f.value is not None and f.unit in MONEY]
    return first[0] if first else None
