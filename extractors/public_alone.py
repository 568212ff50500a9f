"""“三公”经费 beside 会议费 and 培训费 in one table: the columns of these, without their sum and what changed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from extractors.facts import is_number
from extractors.report import Cell, Row, Table
from extractors.text import name_key

_HEADED = "三公经费"
#: what such a table has beside, under the same 合计
_OTHERS = {"会议费", "培训费"}
_CHANGED = re.compile("增减|变动|变化")
_TOTALS = {"小计", "合计"}
#: “三公”经费 has so many columns at least
_SEVERAL = 4
#: what the 小计 of “三公”经费 is called where its heading is gone
_TOTAL = "“三公”经费合计"


def public_alone(table: Table) -> Table:
    """A table without the 合计 of “三公”经费, 会议费 and 培训费, and without what changed; any other table as it is."""
    head = [*takewhile(lambda row: not any(is_number(t) for t in row.texts), table.rows)]
    at = next((n for n, row in enumerate(head) if _has_others(row)), None)
    if at is None:
        return table
    cells = head[at].cells
    heads = [i for i, c in enumerate(cells) if c.text]
    tops = [_filled(row) for row in head[:at]]
    columns = [*range(heads[0])]
    starts: list[int] = []
    widths: list[int] = []
    for i, end in zip(heads, [*heads[1:], len(cells)], strict=True):
        changed = any(i < len(top) and _CHANGED.search(top[i].text) for top in tops)
        if _HEADED in name_key(cells[i].text) and not changed:
            starts.append(i)
            widths.append(end - i)
            columns += range(i, end)
        elif name_key(cells[i].text) in _OTHERS and not changed:
            columns.append(i)
    printed = _redrawn(table.rows, head, at, starts, widths)
    rows = [_row(row, columns, tops[n] if n < at else None, starts) for n, row in enumerate(printed)]
    for start in map(columns.index, starts):
        for n in range(at + 1, len(head)):
            cell = rows[n].cells[start]
            if name_key(cell.text) in _TOTALS:
                rows[n].cells[start] = replace(cell, text=_TOTAL)
                break
    return replace(table, rows=rows)


def _redrawn(rows: list[Row], head: list[Row], at: int, starts: list[int], widths: list[int]) -> list[Row]:
    """The rows of a table, the headings of a year as those of the first one where they are drawn beside its columns.

    A print may move 小计 and what follows one column on; as wide as the first year, it has the same columns.
    """
    if len(head) <= at + 1 or len(starts) < 2 or not head[at + 1].cells[starts[0]].text:
        return rows
    first, width = starts[0], widths[0]
    moved = [i for i, w in zip(starts, widths, strict=True) if w == width and not head[at + 1].cells[i].text]
    if not moved:
        return rows
    redrawn = [Row([*row.cells], row.place) for row in rows]
    for row in redrawn[at + 1 : len(head)]:
        for start in moved:
            for n in range(width):
                row.cells[start + n] = replace(row.cells[start + n], text=row.cells[first + n].text)
    return redrawn


def _has_others(row: Row) -> bool:
    """Whether a row of headings has that of “三公”经费, above several columns, beside the others and the sum of all."""
    keys = [name_key(t) for t in row.texts]
    above = any(_HEADED in key and keys[i + 1 : i + _SEVERAL] == [""] * (_SEVERAL - 1) for i, key in enumerate(keys))
    return above and bool({*keys} & _OTHERS) and bool({*keys} & _TOTALS)


def _filled(row: Row) -> list[Cell]:
    """The cells of a row of headings, each blank one with the heading on its left."""
    filled: list[Cell] = []
    for cell in row.cells:
        filled.append(cell if cell.text or not filled else filled[-1])
    return filled


def _row(row: Row, columns: list[int], top: list[Cell] | None, starts: list[int]) -> Row:
    """The cells of a row in some columns; of a heading above, the heading where each piece of it begins."""
    cells = [row.cells[i] if i < len(row.cells) else Cell("", row.place) for i in columns]
    if top is not None:
        cells = [top[i] if i in starts and i < len(top) else c for i, c in zip(columns, cells, strict=True)]
    return Row(cells, row.place)
