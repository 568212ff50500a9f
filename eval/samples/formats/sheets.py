"""A report as an Excel file: a sheet for each table, and one for the text before, between and behind them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from eval.samples.document import Block, Grid, grid_pages, is_pictured, notes_of
from eval.samples.formats.merging import merged
from eval.samples.options import Options
from eval.samples.style import Style

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_AMOUNT = re.compile(r"-?[\d,]+\.\d+|-?\d{1,3}(?:,\d{3})+")


def print_sheets(blocks: Sequence[Block], options: Options) -> bytes:
    """The bytes of an .xlsx file. Amounts are numbers with a format, as in the workbooks that departments publish."""
    from openpyxl import Workbook

    style, book = Style(options), Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "说明1"
    texts, line = 1, 0
    for block in blocks:
        if isinstance(block, Grid):
            table = book.create_sheet(f"表{len(book.worksheets)}")
            _table(table, block, options)
            line = 0
            continue
        if line == 0 and len(book.worksheets) > 1:
            texts += 1
            sheet = book.create_sheet(f"说明{texts}")
        line += 1
        sheet.cell(line, 1).value = style.space(block.text)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _table(sheet: Worksheet, grid: Grid, options: Options) -> None:
    line = 1
    for text in [grid.title, *([] if is_pictured(grid, options) else grid.caption)]:
        if text:
            sheet.cell(line, 1).value = text
            line += 1
    for number, page in enumerate([] if is_pictured(grid, options) else grid_pages(grid, options.page_breaks)):
        head = len(grid.head) if number == 0 or options.page_breaks == "header" else 0
        for cell in merged(page[:head]):
            top, left = line + cell.row, cell.column + 1
            sheet.cell(top, left).value = cell.text
            if cell.rows * cell.columns > 1:
                bottom, right = top + cell.rows - 1, left + cell.columns - 1
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for r, row in enumerate(page[head:], head):
            for k, text in enumerate(row, 1):
                _put(sheet, line + r, k, text)
        line += len(page)
    for note in notes_of(grid, options):
        sheet.cell(line, 1).value = note
        line += 1


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if not text:
        return
    cell = sheet.cell(row, column)
    if _AMOUNT.fullmatch(text):
        decimals = len(text.partition(".")[2])
        cell.value = Decimal(text.replace(",", ""))
        places = "." + "0" * decimals if decimals else ""
        cell.number_format = ("#,##0" if "," in text else "0") + places
    else:
        cell.value = text
