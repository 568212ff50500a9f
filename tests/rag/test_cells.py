"""Cells: row and column of a table are told apart, whatever both are called."""

from __future__ import annotations

import pytest
from test_grounding import samples

from rag.cells import Cell, _headers, cell_asked
from rag.desk import Desk


def _cell(text: str, *tables: str) -> Cell | None:
    desk = Desk.of(samples())
    return cell_asked(text, tables, [desk.index(next(d for d in desk.reports if d.startswith("yulan")))])


@pytest.mark.parametrize(
    ("text", "tables", "row", "column"),
    [
        ("行政运行的基本支出", ("GK03",), "行政运行", "基本支出"),
        ("合计的项目支出", ("GK05",), "合计", "项目支出"),
        ("本年支出小计", ("GK07",), "合计", "本年支出小计"),
        ("行政运行的财政拨款收入", (), "行政运行", "财政拨款收入"),
        ("本年支出合计的一般公共预算财政拨款", ("GK04",), "本年支出合计", "一般公共预算财政拨款"),
    ],
)
def test_the_cell_named_is_found(text: str, tables: tuple[str, ...], row: str, column: str) -> None:
    cell = _cell(text, *tables)
    assert cell is not None and (cell.row.key, cell.column) == (row, column)


@pytest.mark.parametrize("text", ["支出为什么增加", "金额是多少", ""])
def test_without_a_row_and_a_column_there_is_no_cell(text: str) -> None:
    assert _cell(text) is None


def test_a_column_headed_as_a_part_of_what_was_carried_over_is_not_meant_by_its_plain_name() -> None:
    names = {name for _, name in _headers()["项目支出"]}
    assert "项目支出" in names
    assert not {n for n in names if n.startswith(("年初", "年末", "本年收入"))}
