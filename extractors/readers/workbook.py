"""Opening a workbook: the cells of its sheets, which rows and columns are hidden, and how numbers are shown.

Nothing else is opened. A merged range, a link or a comment may name a million cells in a few letters, and openpyxl
makes each of them; charts, pictures and tables are of no use here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorksheetReader
from openpyxl.worksheet.cell_range import CellRange

from extractors.errors import ReadError
from extractors.readers.document import bounded
from extractors.readers.packed import opened, part, xml

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: the XML of a sheet has no more marks (``<``): each cell has two at least, and one may stand for many bytes of memory
MAX_MARKS = 2_000_000
#: what openpyxl raises for files that are none, or not as they should be
_DAMAGED = (
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,  # a date beyond the calendar
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    SyntaxError,  # what parsers of XML raise
    OSError,
)


def open_workbook(name: str, data: bytes, formulas: bool = False) -> Workbook:
    """The workbook in the bytes of a file; ``formulas``: with the formulas of cells in place of their results.

    Raises ReadError for one that is damaged, has entities in its XML, or unfolds into more than any report.
    """
    with opened(name, data) as archive:
        for path in archive.namelist():
            if path.endswith(("workbook.xml", "sharedStrings.xml", "styles.xml")):
                xml(name, archive, path)
    try:
        reader = _Reader(name, data, formulas)
        reader.read()
    except _DAMAGED:
        raise ReadError(f"{name}：Excel 文件已损坏，无法打开；请用 Excel 或 WPS 另存为 .xlsx 后重试") from None
    return reader.wb


class _Reader(ExcelReader):
    """Reads of every sheet what is told here, and counts as it goes."""

    def __init__(self, name: str, data: bytes, formulas: bool) -> None:
        super().__init__(io.BytesIO(data), data_only=not formulas, keep_links=False)
        self.name = name
        self.cells = 0

    def read_worksheets(self) -> None:
        for sheet, link in self.parser.find_sheets():
            if link.target not in self.valid_files or "chartsheet" in link.Type:
                continue
            own = self.wb.create_sheet(sheet.name)
            self._read(own, link.target)
            own.sheet_state = sheet.state

    def _read(self, sheet: Worksheet, path: str) -> None:
        data = part(self.name, self.archive, path)
        if data.count(b"<") > MAX_MARKS:
            raise ReadError(f"{self.name}：工作表“{sheet.title}”过大，不是一份决算报告；请拆分后分别导入")
        xml(self.name, self.archive, path)  # openpyxl reads it once more, by a parser that expands entities
        reader = WorksheetReader(sheet, io.BytesIO(data), self.shared_strings, self.data_only, False)
        reader.bind_cells()
        self.cells += len(sheet._cells)
        bounded(self.name, cells=self.cells)
        reader.bind_col_dimensions()
        reader.bind_row_dimensions()
        for merged in reader.parser.merged_cells.mergeCell if reader.parser.merged_cells else ():
            self._blank(sheet, CellRange(merged.ref))

    def _blank(self, sheet: Worksheet, merged: CellRange) -> None:
        """A merged range shows its first cell alone. Of a large one those are looked for that the sheet has."""
        cells = sheet._cells
        size = (merged.max_row - merged.min_row + 1) * (merged.max_col - merged.min_col + 1)
        self.cells += min(size, len(cells))
        bounded(self.name, cells=self.cells)
        places: Any = cells if size > len(cells) else merged.cells
        hidden = [at for at in places if at in cells and _is_within(at, merged)]
        for at in hidden:
            if at != (merged.min_row, merged.min_col):
                del cells[at]


def _is_within(at: tuple[int, int], merged: CellRange) -> bool:
    row, column = at
    return merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col
