"""So many items of one row that a question names by a part of its name, added up (两项移民资金加起来多少)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.quantities import number_of
from rag.language.query import Query

_SO_MANY = re.compile(
    r"(?P<number>[两二三四五六七八九]|\d)[项个笔](?P<name>[一-鿿]{3,12}?)的?(?:资金|经费|支出|补助|补贴|款|钱|科目)*"
    r"(?:一共|总共|合计|共计|加起来|加一起|加在一起|相加|之和|共)"
)


def items_of_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sum of the items below the one row with the name, where there are as many as the question says."""
    said = _SO_MANY.search(query.rest)
    if said is None or query.subjects or query.project:
        return None
    number, name = int(number_of(said["number"])), name_key(said["name"])
    found = [items for row in _rows_called(name, desk, doc_id) if len(items := _below(row, desk, doc_id)) == number]
    if not found or len({tuple(f.row_code for f in items) for items in found}) > 1:
        return None
    items = found[0]
    total = sum((f.value or Decimal(0) for f in items), Decimal(0))
    formula = " + ".join(plain_decimal(f.value or Decimal(0)) for f in items)
    value = compose.computed_value(total, items[0].unit, f"{said['name']}{number}项合计", formula, items[0])
    told = "；".join(map(compose.sentence, items))
    text = f"{compose.head(items[0])}{value.label}为{compose.shown(total, value.unit)}（{formula}）。{told}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(items, desk.files))


def _rows_called(name: str, desk: Desk, doc_id: str) -> Iterator[Fact]:
    """The first cell of each row of a table with a code and a name that has these words."""
    seen: set[tuple[str | None, str | None]] = set()
    for fact in desk.index(doc_id).facts:
        at = (fact.table, fact.row_code)
        of_money = fact.origin == "table" and fact.row_code and fact.value is not None and fact.unit in MONEY
        if of_money and name in name_key(fact.row_name) and at not in seen:
            seen.add(at)
            yield fact


def _below(row: Fact, desk: Desk, doc_id: str) -> Sequence[Fact]:
    """The cells of a column in the rows right below a row, by their codes."""
    code = row.row_code or ""
    column = [f for f in desk.index(doc_id).cells(row.table or "") if f.column == row.column and f.value is not None]
    return [f for f in column if f.row_code and f.row_code.startswith(code) and len(f.row_code) == len(code) + 2]
