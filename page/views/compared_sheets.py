"""Compared sheets: a comparison as Excel or CSV: the table as shown, and each figure with its place in its report."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.output import write_tables
from extractors.vocabulary import table_forms
from page.views.boards import Board
from page.views.comparing import KINDS
from page.views.spots import WORDS, Spot
from rag.reports.compared import Compared

if TYPE_CHECKING:
    from rag.storage.store import ReportInfo

#: the columns of a source, repeated for each place that a figure was made of
_PLACE = ("文件", "表或章节", "行", "列", "页", "行号", "单元格", "原文")
_STATES = {"stated": "报告印有", "conflict": "报告前后不一致"}


def exported(board: Board, infos: Mapping[str, ReportInfo], form: str) -> bytes:
    """A board as a file: ``xlsx`` with both tables, ``csv`` with the figures and their places."""
    listed = source_rows(board.cells, infos)
    tables: dict[str, list[dict[str, Any]]] = {"对比": shown_rows(board)} if form == "xlsx" else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        write_tables(path, form, tables | {"明细与出处": listed})
        return path.read_bytes()


def shown_rows(board: Board) -> list[dict[str, Any]]:
    """The table as it is shown; numbers stay numbers, where there is none stands why."""
    return [
        {name: entry.text if entry.value is None or name in board.grid.words else entry.value for name, entry in cells}
        for cells in (zip(board.grid.columns, row, strict=True) for row in board.grid.rows)
    ]


def source_rows(cells: Sequence[Compared], infos: Mapping[str, ReportInfo]) -> list[dict[str, Any]]:
    """Each figure on a line of its own: what it is, what it comes to, how it was made, and its places."""
    once = {c.id: c for c in cells}
    most = max((len(c.citations) for c in once.values()), default=1)
    return [_row(c, infos[c.doc_id], max(most, 1)) for c in once.values()]


def _row(cell: Compared, info: ReportInfo, places: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "部门": info.department or "",
        "年度": info.year,
        "报告": KINDS.get(info.kind, info.kind),
        "项目": Spot("", cell).what,
        "数值": cell.value,
        "单位": cell.unit or "",
        "情况": _STATES.get(cell.status) or WORDS[cell.status][0],
        "说明": cell.why or (f"报告别处另写 {'、'.join(o.printed for o in cell.others)}" if cell.others else ""),
        "原文印的数": cell.printed,
        "算式": cell.formula,
    }
    for number in range(places):
        row |= _place(cell, number)
    return row


def _place(cell: Compared, number: int) -> dict[str, Any]:
    mark = str(number + 1) if number else ""
    if number >= len(cell.citations):
        return {f"{name}{mark}": None if name in {"页", "行号"} else "" for name in _PLACE}
    place = cell.citations[number]
    form = table_forms().get(place.table or "")
    where = form.name if form else (place.section or place.table or "")
    told = (place.file, where, place.row, place.column, place.page, place.line, place.cell, place.quote)
    return {f"{name}{mark}": value if value is not None else "" for name, value in zip(_PLACE, told, strict=True)}
