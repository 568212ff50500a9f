"""What was carried over of one kind of budget (一般公共预算年末结转多少): a cell of the table of 财政拨款."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import name_key
from extractors.vocabulary import measures, table_forms
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query
from rag.understanding.topic import longest_run

_TABLE = "GK04"
#: the measures of what was carried in and out, and the row and the column of the table that tell it of one kind
_ENDS = {
    "carried_in": "年初财政拨款结转和结余",
    "fiscal_carried_in": "年初财政拨款结转和结余",
    "carried_out": "年末财政拨款结转和结余",
    "fiscal_carried_out": "年末财政拨款结转和结余",
}
_INCOME = "收入金额"
#: all money of the treasury, whatever is asked of it
_TREASURY = {"fiscal_income", "fiscal_expenditure", "fiscal_total"}
#: a kind of budget between the words for what was carried over of it
_APART = re.compile(
    r"(?P<end>年[初末底])的?(?P<kind>一般公共预算|政府性基金|国有资本经营)(?:预算)?(?:财政拨款)?的?(?:还|资金|收入)?(?:结转|结余)"
)
#: so many characters of the name of a row must be said
_SAID = 4
#: the column that a table of a fund has for them
_COLUMNS = {"carried_in": "年初结转和结余", "carried_out": "年末结转和结余"}


def carried_apart(query: Query, indexes: Sequence[FactIndex]) -> bool:
    """Take words that stand around a kind of budget (年初一般公共预算结转) for the cell; False where none do."""
    match = _APART.search(query.text)
    if match is None or query.tables not in ([], [_TABLE]) or query.has("difference", "ratio", "share", "sum"):
        return False
    kind = next((c for c in _kinds() if c.startswith(match["kind"])), None)
    row, column = _ENDS["carried_in" if match["end"] == "年初" else "carried_out"], kind
    if kind is None or (not query.tables and table_forms()["GK07"].name.startswith(kind)):
        return False
    if match["end"] == "年初":
        row, column = f"{row}-{kind}", _INCOME
    if not any(f.table == _TABLE and f.column == column for i in indexes for f in i.by_key.get(name_key(row), ())):
        return False
    query.tables, query.table_column = [_TABLE], column
    query.columns = [c for c in query.columns if c != "年初预算数"]
    query.subjects = [Subject(name_key(row), row.replace("-", "："), *match.span())]
    return True


def carried_of_kind(query: Query, indexes: Sequence[FactIndex]) -> bool:
    """Take a kind of budget and what was carried over for the cell of both; False where they are not asked so."""
    # 上年结转的财政拨款里一般公共预算多少: what was carried over is of the treasury's money anyway
    subjects = [s for s in query.subjects if s.measure is None or s.measure.id not in _TREASURY]
    if len(subjects) != 2 or query.tables not in ([], [_TABLE]) or query.has("difference", "ratio", "share", "sum"):
        return False
    end = next((s for s in subjects if s.measure and s.measure.id in _ENDS), None)
    kind = next((column for s in subjects if s is not end and (column := _kind(s))), None)
    if end is None or end.measure is None or kind is None:
        return False
    if not query.tables and table_forms()["GK07"].name.startswith(kind) and not end.measure.id.startswith("fiscal"):
        return False  # the table of the funds itself has a column for it
    row, column = _ENDS[end.measure.id], kind
    if end.measure.id.endswith("_in"):
        row, column = f"{row}-{kind}", _INCOME
    if not any(f.table == _TABLE and f.column == column for i in indexes for f in i.by_key.get(name_key(row), ())):
        return False
    query.tables, query.table_column = [_TABLE], column
    query.subjects = [Subject(name_key(row), row.replace("-", "："), end.start, end.end)]
    return True


def carried_of_treasury(query: Query, indexes: Sequence[FactIndex]) -> bool:
    """Take 年末还结转了多少财政拨款 for what was carried over of the money of the treasury, where a report has that."""
    if len(query.subjects) != 2 or query.tables or query.has("difference", "ratio", "share", "sum"):
        return False
    end = next((s for s in query.subjects if s.measure and s.measure.id in {"carried_in", "carried_out"}), None)
    other = next((s for s in query.subjects if s is not end), None)
    if end is None or end.measure is None or other is None or name_key(other.text) != "财政拨款":
        return False
    meant = measures()[f"fiscal_{end.measure.id}"]
    if not any(index.of_measure(meant) for index in indexes):
        return False
    query.subjects = [Subject.of(meant)]
    return True


def carried_of_row(query: Query, indexes: Sequence[FactIndex]) -> bool:
    """Take a row and what was carried over (体彩公益金年底还结余多少) for the cell of a table with that column."""
    end = next((s for s in query.subjects if s.measure and s.measure.id in _COLUMNS), None)
    rows = _lowest([s for s in query.subjects if s.measure is None], indexes)
    if end is None or end.measure is None or len(rows) > 1 or query.tables or query.has("share", "sum", "ratio"):
        return False
    column = _COLUMNS[end.measure.id]
    if not any(f.column == column for i in indexes for r in rows for f in i.by_key.get(r.key, ())):
        # 彩票公益金 may be the name of more than a row, as 体育 is of another one
        rows = _rows_called(query.rest, end, column, indexes)
    if len(rows) != 1:
        return False
    cells = (f for i in indexes for f in i.by_key.get(rows[0].key, ()) if f.column == column and f.table)
    table = next((f.table for f in cells), None)
    if table is None:
        return False
    query.tables, query.table_column, query.subjects = [table], column, rows
    query.operations = [o for o in query.operations if o != "difference"]
    return True


def _lowest(rows: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """Rows without those above others of them, which only say where these are (甲基金里的乙)."""
    codes = {
        id(r): next((f.row_code for i in indexes for f in i.by_key.get(r.key, ()) if f.row_code), "") for r in rows
    }

    def above(row: Subject) -> bool:
        own = codes[id(row)]
        return bool(own) and any(o != own and o.startswith(own) for o in codes.values())

    return [r for r in rows if not above(r)]


def _rows_called(text: str, end: Subject, column: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """The row of a table with a column for what was carried over of which a part of the name is said before it.

    彩票公益金年初结转: of several rows that have the words the most particular, where it is one alone.
    """
    before = name_key(text.partition(end.text)[0])
    facts = [f for i in indexes for f in i.facts if f.column == column and f.origin == "table" and f.row_code]
    said = {f: longest_run(before, name_key(f.row_name)) for f in facts}
    most = max(said.values(), default=0)
    if most < _SAID:
        return []
    rows = {f.row_code: f.row_name for f in facts if said[f] == most}
    leaves = [c for c in rows if c and not any(o and o != c and o.startswith(c) for o in rows)]
    name = rows[leaves[0]] if len(leaves) == 1 else None
    return [Subject(name_key(name), name, end.start, end.end)] if name is not None else []


def _kinds() -> list[str]:
    """The columns that the table has for the kinds of budget."""
    return [c.name for block in table_forms()[_TABLE].blocks for c in block.columns if c.name.endswith("拨款")]


def _kind(subject: Subject) -> str | None:
    """The column of the table that a kind of budget has, asked for as its income or its spending."""
    name = subject.measure.name if subject.measure else subject.text
    return next((c for c in _kinds() if name_key(name).removesuffix("支出").removesuffix("收入") == c), None)
