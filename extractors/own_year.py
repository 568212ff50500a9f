"""Amounts that are headed by their year (2024年, 2025年, 增减%; 2025年预算): those of the report's own year."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import is_number
from extractors.grids import CODE
from extractors.headers import is_amount
from extractors.report import Row, Table

_YEAR = re.compile(r"^(20\d\d)年度?(?:预算)?(?:数|金额)?$")
_CHANGED = re.compile(r"增减|变动|变化|增长|[与比较]20\d\d年")
#: what the amount of the own year is called where its heading says nothing else, and where it is the only one
_AMOUNT, _ALONE = "预算数", "合计"
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


def of_one_amount(table: Table, year: int | None) -> Table:
    """A table whose only amounts are headed by the year alone (项目, 2025年预算), with that heading for a 合计."""
    at = next((n for n, row in enumerate(table.rows[:_HEAD]) if year in _years(row)), None)
    if at is None or any(is_number(t) for t in table.rows[at].texts):
        return table
    dated = [i for i, cell in enumerate(table.rows[at].cells) if _year_of(cell.plain) == year]
    cells = ((i, c) for row in table.rows[at + 1 :] for i, c in enumerate(row.cells))
    filled = {i for i, c in cells if is_amount(c.text) and not CODE.match(c.plain)}
    if len(dated) != 1 or filled != {*dated}:
        return table
    rows = [*table.rows]
    rows[at] = Row([replace(c, text=_ALONE) if i in dated else c for i, c in enumerate(rows[at].cells)], rows[at].place)
    return replace(table, rows=rows)


def _years(row: Row) -> set[int]:
    return {y for c in row.cells if (y := _year_of(c.plain)) is not None}


def _names_years(row: Row, year: int | None) -> bool:
    years = _years(row)
    return year in years and len(years) > 1 and not any(is_number(t) for t in row.texts)


def _year_of(heading: str) -> int | None:
    match = _YEAR.match(heading)
    return int(match.group(1)) if match else None


def _is_other(heading: str, year: int | None) -> bool:
    """Whether a column is of another year or of what changed since."""
    of = _year_of(heading)
    return of != year if of is not None else bool(_CHANGED.search(heading))
