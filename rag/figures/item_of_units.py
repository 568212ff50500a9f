"""A 科目 of the department as a whole, where its only table has a row of it for each unit: what the rows come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.grids import UNIT_CODE
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best, columns_of
from rag.holdings.desk import Desk
from rag.language.query import Query


def item_of_units(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sum of the rows of the one 科目 asked about; None where a table has it as one row, or more is asked."""
    columns = columns_of(query)
    if len(query.subjects) != 1 or query.operations or query.wants.kinds or len(columns) > 1:
        return None
    (subject,) = query.subjects
    if subject.measure is not None or subject.within is not None:
        return None
    fact = best(query, desk, doc_id, subject, columns[0] if columns else None)
    rows = _rows_of_units(desk.index(doc_id).by_code.get(fact.row_code or "", ()), fact) if fact is not None else []
    if not rows:
        return None
    amounts = [f.value for f in rows if f.value is not None]
    formula = " + ".join(map(plain_decimal, amounts))
    label = f"{compose.label_of(rows[0])}各单位合计"
    value = compose.computed_value(sum(amounts, Decimal(0)), rows[0].unit, label, formula, rows[0])
    shown = f"{value.value}{value.unit or ''}"
    text = f"{compose.head(rows[0])}{label}{shown}（{formula}；{compose.place_of(rows[0])}中每个单位一行）。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(rows, desk.files))


def _rows_of_units(facts: Sequence[Fact], like: Fact) -> list[Fact]:
    """The cells of a 科目 in one column of one table, each on the row of another unit; none where they are not that."""
    if like.origin != "table" or like.unit not in MONEY:
        return []
    rows = [f for f in facts if (f.table, f.column, f.unit) == (like.table, like.column, like.unit)]
    units = [_units_on(f) for f in rows]
    each_its_own = all(len(u) == 1 for u in units) and len(frozenset().union(*units)) == len(rows)
    return [f for f in rows if f.value is not None] if len(rows) > 1 and each_its_own else []


def _units_on(fact: Fact) -> frozenset[str]:
    """The codes of units on the row of a cell."""
    return frozenset(c.strip() for c in fact.quote.split("\t") if UNIT_CODE.fullmatch(c.strip()))
