"""Whether a row of a statutory table is the sum of the rows of the next level below it, by their 科目 codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.facts import Fact, half_digit, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import table_forms
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.language.query import Query

_ASKED = re.compile(
    r"(?:下面|其下|下级|下一级|所属|各[项款]|明细|子项|几[项款]|[项款]级)[^，。]{0,10}?(?:加起来|加在?一起|相加|加总|之和|合计|汇总)"
    r"[^。]{0,10}?(?:对得?上|对不上|一致|相符|吻合|相等|等于|一样|平)"
)
#: the tables of what was spent come first: most rows stand in those of income as well
_FIRST = ("GK03", "GK05", "YS03", "YS05")
#: how much longer the code of the next level is
_LEVEL = 2


def row_sum(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The amount of a row beside the sum of those below it; None where a question asks for no such thing."""
    if not _ASKED.search(query.rest) or query.project:
        return None
    index = desk.index(doc_id)
    tables = query.tables or [*_FIRST, *(t for t in table_forms() if t not in _FIRST)]
    wanted = {name_key(s.text) for s in query.subjects} | {name_key(query.table_column or "")}
    found = [
        (fact, parts)
        for subject in query.subjects
        for fact in index.by_key.get(subject.key, ())
        if fact.row_code and fact.table in tables and fact.value is not None
        for parts in _parts(fact, index)
    ]
    if not found:
        return None
    found.sort(key=lambda pair: tables.index(pair[0].table or ""))
    # of the columns the one that is named, else one in which the sum fails, else the first of each table
    named = [(f, p) for f, p in found if name_key(f.column) in wanted]
    first = named or list({f.table: (f, p) for f, p in reversed(found)}.values())[::-1]
    apart = [(f, p) for f, p in named or found if _differ(f, p)]
    fact, parts = (apart or first)[0]
    return _told(query, desk, fact, parts, bool(apart))


def _parts(fact: Fact, index: FactIndex) -> Iterator[list[Fact]]:
    """The figures of the next level below a row in its column, where that has any."""
    code = fact.row_code or ""
    below = [
        f
        for f in index.facts
        if f.table == fact.table
        and f.column == fact.column
        and f.row_code is not None
        and f.row_code.startswith(code)
        and len(f.row_code) == len(code) + _LEVEL
        and f.value is not None
    ]
    if below:
        yield below


def _differ(fact: Fact, parts: list[Fact]) -> bool:
    """Whether a whole is not the sum of its parts, by more than what was rounded off."""
    room = sum((half_digit(_value(f)) for f in (fact, *parts)), Decimal(0))
    return abs(_value(fact) - sum(map(_value, parts))) > room


def _value(fact: Fact) -> Decimal:
    return fact.value if fact.value is not None else Decimal(0)


def _told(query: Query, desk: Desk, fact: Fact, parts: list[Fact], apart: bool) -> Answer:
    total = sum(map(_value, parts), Decimal(0))
    steps = " + ".join(plain_decimal(_value(f)) for f in parts)
    rows = "、".join(f"{f.row_code} {f.row_name}{f.raw}" for f in parts)
    text = f"{compose.sentence(fact)}；其下各行（{rows}）相加为{compose.shown(total, fact.unit)}（{steps}），"
    label = f"{fact.row_name}其下各行之和"
    values = [compose.value_of(fact), compose.computed_value(total, fact.unit, label, steps, fact, alone=False)]
    if apart:
        gap = abs(_value(fact) - total)
        step = " - ".join(plain_decimal(v) for v in sorted((_value(fact), total), reverse=True))
        values.append(compose.computed_value(gap, fact.unit, "相差", step, fact, alone=False))
        text += f"对不上，相差{compose.shown(gap, fact.unit)}（{step}）。"
    else:
        text += "对得上。"
    return compose.answer(
        query.text, text, "conflict" if apart else "computed", values, compose.cite([fact, *parts], desk.files)
    )
