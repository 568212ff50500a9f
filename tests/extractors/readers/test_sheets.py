"""Excel: numbers as printed, captions and notes as lines, what is hidden or has no result told, broken files."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.errors import ReadError
from extractors.readers import Document, TextLine, read, sheets
from extractors.readers.sheets import printed, read_xlsx
from extractors.report import Table
from tests.extractors.readers.damaged import ENTITIES, packed


def _book(fill: Callable[[Worksheet], None], **more: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    fill(sheet)
    for name, other in more.items():
        other(book.create_sheet(name))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _rows(*rows: list[Any]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


_TABLE = (
    ["支出决算表"],
    ["部门：某局", None, None, "单位：万元"],
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["201", "一般公共服务支出", 8.14, 8.14],
    ["注：本表反映部门支出情况，数字四舍五入。"],
)


def _lines(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, TextLine)]


def _tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def test_titles_captions_and_notes_are_lines_and_the_rest_a_table() -> None:
    document = read_xlsx("表.xlsx", _book(_rows(*_TABLE)))
    assert _lines(document) == ["支出决算表", "部门：某局", "单位：万元", "注：本表反映部门支出情况，数字四舍五入。"]
    assert _tables(document) == [
        [["科目编码", "科目名称", "合计", "基本支出"], ["201", "一般公共服务支出", "8.14", "8.14"]]
    ]
    place = next(b for b in document.blocks if isinstance(b, Table)).rows[1].cells[2].place
    assert document.source.places.where(place.start, place.end) == "Sheet!C4"


def test_the_name_of_a_sheet_stands_for_a_title_that_lacks() -> None:
    document = read_xlsx("表.xlsx", _book(_rows(["说明"]), 收入决算表=_rows(*_TABLE[2:4])))
    assert "收入决算表" in _lines(document)


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (8.1, "0.00", "8.10"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "#,##0.00_);[Red]\\(#,##0.00\\)", "1,234,567.89"),
        (-3.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "-3.50"),
        (0.1 + 0.2, "General", "0.3"),
        (2080501, "General", "2080501"),
        (5, "00", "05"),
        (0.1234, "0.00%", "12.34%"),
        (0.125, "0.##", "0.13"),
        (12, "0.##", "12"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
        (0, "0.00", "0.00"),
        (2.5, "0", "3"),
        (Decimal("12345678901234.56"), "0.00", "12345678901234.56"),
        (datetime.date(2023, 12, 31), "yyyy-mm-dd", "2023年12月31日"),
        ("  合 计 ", "General", "合 计"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_what_the_sheet_prints(value: Any, form: str, shown: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    cell = sheet.cell(1, 1)
    cell.value = value
    cell.number_format = form
    assert printed(cell) == shown


def test_hidden_sheets_rows_and_columns_are_not_read_and_that_is_told() -> None:
    def hide(sheet: Worksheet) -> None:
        _rows(*_TABLE)(sheet)
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[5].hidden = True

    def secret(sheet: Worksheet) -> None:
        _rows(["底稿", 99.99], ["合计", 99.99])(sheet)
        sheet.sheet_state = "hidden"

    document = read_xlsx("表.xlsx", _book(hide, 底稿=secret))
    assert "99.99" not in document.source.text
    assert "基本支出" not in document.source.text
    assert "注：" not in document.source.text
    assert any("底稿" in told and "隐藏" in told for told in document.untold)
    assert any("2处隐藏" in told for told in document.untold)


def test_a_formula_without_its_result_is_told_and_not_read_as_nothing() -> None:
    document = read_xlsx("表.xlsx", _book(_rows(*_TABLE[:4], ["202", "外交支出", "=C4+1", "=SUM(D4)"])))
    [told] = document.untold
    assert "C5" in told
    assert "2个公式" in told


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    for data, told in [
        (packed({"xl/workbook.xml": b"<workbook"}), "损坏"),
        (packed({"xl/workbook.xml": ENTITIES}), "实体"),
        (packed({"xl/workbook.xml": b"<workbook/>"}), "损坏"),
        (_book(_rows()), "没有内容"),
    ]:
        path.write_bytes(data)
        with pytest.raises(ReadError, match=told):
            read(path)


@pytest.mark.parametrize("content", [b"<worksheet><sheetData><row", b"", b"\xff\xfe\x00"])
def test_a_workbook_with_a_damaged_sheet_is_refused(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(_book(_rows(*_TABLE)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with pytest.raises(ReadError, match="损坏"):
        read_xlsx("表.xlsx", packed(parts | {"xl/worksheets/sheet1.xml": content}))


def test_rows_and_sheets_beyond_the_bounds_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 4)
    monkeypatch.setattr(sheets, "MAX_SHEETS", 1)
    document = read_xlsx("表.xlsx", _book(_rows(*_TABLE), 另表=_rows(["另表", 1.5])))
    assert "注：" not in document.source.text and "另表" not in document.source.text
    assert any("只读取了前1张" in told for told in document.untold)
    assert any("超过4行" in told for told in document.untold)
