"""Amounts of several years side by side in a 总表 (2024年, 2025年, 增减%): the columns of the report's own year."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import is_number
from extractors.report import Row, Table

_YEAR = re.compile(r"^(20\d\d)年度?(?:预算)?(?:数|金额)?$")
_CHANGED = re.compile(r"增减|变动|变化|增长|[与比较]20\d\d年")
#: what the amount of the own year is called where its heading says nothing else
_AMOUNT = "预算数"
_HEAD = 3


def of_own_year(table: Table, year: int | None) -> Table:
    """A table whose amounts are those of one year; as it is where no heading names another year beside the own one."""
    at = next((n for n, row in enumerate(table.rows[:_HEAD]) if _names_years(row, year)), None)
    if at is None:
        return table
    heads = table.rows[at].cells
    kept = [i for i, cell in enumerate(heads) if not _is_other(cell.plain, year)]
    rows = [Row([row.cells[i] for i in kept if i < len(row.cells)], row.place) for row in table.rows]
    own = [replace(c, text=_AMOUNT) if _year_of(c.plain) == year else c for c in rows[at].cells]
    rows[at] = Row(own, rows[at].place)
    return replace(table, rows=rows)


def _names_years(row: Row, year: int | None) -> bool:
    years = {y for c in row.cells if (y := _year_of(c.plain)) is not None}
    return year in years and len(years) > 1 and not any(is_number(t) for t in row.texts)


def _year_of(heading: str) -> int | None:
    match = _YEAR.match(heading)
    return int(match.group(1)) if match else None


def _is_other(heading: str, year: int | None) -> bool:
    """Whether a column is of another year or of what changed since."""
    of = _year_of(heading)
    return of != year if of is not None else bool(_CHANGED.search(heading))
