"""Tables as files: numbers stay numbers with their decimals, and nothing becomes a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from page.views.table_files import Grid, csv_of, number_in, xlsx_of

_HOSTILE = st.sampled_from(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "2010301", ""])
_TEXTS = st.one_of(_HOSTILE, st.text(max_size=12), st.decimals(-(10**9), 10**9, places=2).map(lambda d: f"{d:,}"))


def _grid(*rows: tuple[str, ...], texts: frozenset[int] = frozenset(), title: str = "支出决算表") -> Grid:
    return Grid(title, "单位：万元", ("科目编码", "项目", "金额"), rows, texts)


def _read(grid: Grid) -> list[list[Any]]:
    (sheet,) = load_workbook(io.BytesIO(xlsx_of([grid]))).worksheets
    return [list(row) for row in sheet.iter_rows(min_row=4)]


def _csv(grid: Grid) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_of(grid).decode("utf-8-sig"), newline="")))


def test_a_number_keeps_its_printed_decimals_and_its_commas() -> None:
    ((code, name, amount),) = _read(_grid(("2010301", "行政运行", "1,234.50"), texts=frozenset({0})))
    assert (code.value, code.data_type) == ("2010301", "s")
    assert (amount.value, amount.number_format, amount.data_type) == (1234.5, "#,##0.00", "n")
    assert name.value == "行政运行"
    assert _csv(_grid(("2010301", "行政运行", "1,234.50")))[1] == ["2010301", "行政运行", "1234.50"]


def test_a_blank_stays_blank_and_a_zero_a_zero() -> None:
    ((_, _, blank), (_, _, zero), (_, _, dash)) = _read(_grid(("", "甲", ""), ("", "乙", "0.00"), ("", "丙", "-")))
    assert blank.value is None and (zero.value, zero.number_format) == (0, "0.00") and dash.value == "-"
    assert [row[2] for row in _csv(_grid(("", "甲", ""), ("", "乙", "0.00")))[1:]] == ["", "0.00"]


def test_what_only_looks_like_a_number_stays_text() -> None:
    assert number_in("0123") is None and number_in("12345678901234567") is None and number_in("第3") is None
    assert number_in("(3.00)") == Decimal("-3.00") and number_in("0.10") == Decimal("0.10") and number_in("0") == 0


@given(st.lists(st.tuples(_TEXTS, _TEXTS, _TEXTS), min_size=1, max_size=5))
def test_no_cell_of_a_file_is_a_formula(rows: list[tuple[str, ...]]) -> None:
    grid = _grid(*rows)
    for cells in _read(grid):
        assert all(cell.data_type != "f" for cell in cells)
    for row in _csv(grid)[1:]:
        for text in row:
            assert text[:1] not in {"=", "+", "@", "\t", "\r"}
            assert text[:1] != "-" or number_in(text) is not None


def test_sheets_have_names_that_excel_takes_each_once() -> None:
    grids = [_grid(title="表[1]:*?/\\" + "长" * 40), _grid(title="表[1]:*?/\\" + "长" * 40), _grid(title="")]
    names = load_workbook(io.BytesIO(xlsx_of(grids))).sheetnames
    assert len(set(names)) == 3 and all(len(name) <= 31 for name in names)
