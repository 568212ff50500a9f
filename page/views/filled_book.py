"""An Excel book of what was filled: each value is a link to its place in the sheet of sources, and back."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from extractors.output import fill_cell
from page.views.filled import MARKS, MEANINGS, Entry, Listing, Section
from page.views.filled_files import SOURCE, every_entry, failed, grid, source_rows, table
from page.views.filling import helped

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from page.views.filling import Filling

SOURCES = "来源"
#: Excel takes so many links on a sheet, rows of a sheet, characters of a cell, and digits of a number
_LINKS, _ROWS = 60_000, 1_000_000
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_HEAD, _LINK = Font(bold=True), Font(color="1F5FA8", underline="single")
_SHADES = {"conflict": PatternFill("solid", fgColor="FCE4CC"), "missing": PatternFill("solid", fgColor="EEEEEE")}


def book(job: Filling, parts: Sequence[Section]) -> bytes:
    """The book: reports by values, a sheet for each table of listed things, the sources, and how to read it."""
    made = Workbook()
    made.remove(made.worksheets[0])
    maker = _Maker(made, _numbered(job, parts))
    if any(section.fields for section in parts):
        maker.values(job, parts)
    for section in parts:
        for listing in section.listings:
            maker.table(job, section if len(parts) > 1 else None, listing)
    maker.sources(job, parts)
    maker.notes(job)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _numbered(job: Filling, parts: Sequence[Section]) -> dict[tuple[str, str], int]:
    """The row of the sheet of sources for each value, by report and path."""
    at: dict[tuple[str, str], int] = {}
    row = 2
    for info in job.shown:
        filled = job.results[info.doc_id]
        for _, each in every_entry(filled, parts):
            if row > _ROWS:
                return at
            at[info.doc_id, each.path] = row
            row += 1 + len(filled.conflicts.get(each.path, ()))
    return at


class _Maker:
    """The sheets of a book, and where in them each value has come to stand."""

    def __init__(self, made: Workbook, source_at: dict[tuple[str, str], int]) -> None:
        self.made = made
        self.source_at = source_at
        self.stands: dict[tuple[str, str], str] = {}
        self.links: Counter[str] = Counter()

    def values(self, job: Filling, parts: Sequence[Section]) -> None:
        sheet = self._sheet("抽取", "D2")
        head, lines = grid(job, parts)
        _head(sheet, head)
        ids = [info.doc_id for info in [*job.shown, *failed(job)]]
        for row, (doc_id, line) in enumerate(zip(ids, lines, strict=True), 2):
            self._line(sheet, row, doc_id, line)
        _widths(sheet, head)

    def table(self, job: Filling, section: Section | None, listing: Listing) -> None:
        """The rows of one list of all reports."""
        lead = f"{section.title} " if section and section.title not in listing.title else ""
        sheet = self._sheet(f"{lead}{listing.title}", "D2")
        head, lines = table(job, listing)
        _head(sheet, head)
        for row, (doc_id, line) in enumerate(lines[:_ROWS], 2):
            self._line(sheet, row, doc_id, line)
        _widths(sheet, head)

    def sources(self, job: Filling, parts: Sequence[Section]) -> None:
        sheet = self._sheet(SOURCES, "D2")
        _head(sheet, SOURCE)
        row = 2
        for info in job.shown:
            filled = job.results[info.doc_id]
            for name, each in every_entry(filled, parts):
                if (info.doc_id, each.path) not in self.source_at:
                    break
                for line in source_rows(info, filled, name, each):
                    for column, value in enumerate(line, 1):
                        _put(sheet, row, column, value)
                    row += 1
                if place := self.stands.get((info.doc_id, each.path)):
                    self._link(sheet, self.source_at[info.doc_id, each.path], 3, place)
        _widths(sheet, SOURCE)

    def notes(self, job: Filling) -> None:
        """How to read the book, and what could not be read."""
        sheet = self._sheet("说明", "A1")
        told = [("内容", job.name), ("报告", f"{len(job.results)} 份，失败 {len(job.failed)} 份")]
        told += [("填写", helped(list(job.results.values())) or "全部由规则填写，没有用语言模型")]
        told += [("模型", job.mute)] if job.mute else []
        told += [("用法", "蓝色的值可以点：转到“来源”表中它的文件、表、行栏和原文；在“来源”表点字段名转回来")]
        told += [(f"{MARKS[state][0]} {MARKS[state][1]}", meaning) for state, meaning in MEANINGS.items()]
        told += [("失败", f"{info.file}：{job.failed[info.doc_id]}") for info in failed(job)]
        for row, (name, text) in enumerate(told, 1):
            _put(sheet, row, 1, name).font = _HEAD
            _put(sheet, row, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 90

    def _line(self, sheet: Worksheet, row: int, doc_id: str, line: Sequence[Any]) -> None:
        """A line of values. Where there is none, the word for it leads to the reason instead."""
        owed: Entry | None = None
        for column, value in enumerate(line, 1):
            if not isinstance(value, Entry):
                _put(sheet, row, column, value)
                if owed is not None and value == owed.mark:
                    self._lead(sheet, row, column, doc_id, owed)
                    owed = None
                continue
            cell = _put(sheet, row, column, value.number if value.figure else value.text)
            if value.state in _SHADES:
                cell.fill = _SHADES[value.state]
            if value.text:
                self._lead(sheet, row, column, doc_id, value)
            else:
                owed = value

    def _lead(self, sheet: Worksheet, row: int, column: int, doc_id: str, value: Entry) -> None:
        """Let a cell lead to the source of its value."""
        if at := self.source_at.get((doc_id, value.path)):
            self._link(sheet, row, column, f"'{SOURCES}'!C{at}")
            self.stands[doc_id, value.path] = f"'{sheet.title}'!{sheet.cell(row, column).coordinate}"

    def _link(self, sheet: Worksheet, row: int, column: int, place: str) -> None:
        """Make a cell a way to another place of the book."""
        self.links[sheet.title] += 1
        if self.links[sheet.title] <= _LINKS:
            cell = sheet.cell(row, column)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = _LINK

    def _sheet(self, title: str, frozen: str) -> Worksheet:
        """A sheet under a title of its own: Excel takes 31 characters and not all signs."""
        name = _NO_TITLE.sub(" ", title).strip()[:27] or "表"
        number = next(n for n in range(1, 1000) if (name if n == 1 else f"{name} {n}") not in self.made.sheetnames)
        sheet = self.made.create_sheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes = frozen
        return sheet


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell | MergedCell:
    """A value in a cell: a number with its printed decimals, text as text, so that no text is ever a formula."""
    cell = sheet.cell(row, column)
    fill_cell(cell, value)
    return cell


def _head(sheet: Worksheet, names: Sequence[str]) -> None:
    for column, name in enumerate(names, 1):
        cell = _put(sheet, 1, column, name)
        cell.font, cell.alignment = _HEAD, Alignment(wrap_text=True, vertical="top")


def _widths(sheet: Worksheet, names: Sequence[str]) -> None:
    wide = {"部门": 22, "文件": 26, "原文": 60, "章节": 30, "说明": 30, "字段": 28, "行": 20, "栏": 16}
    for column, name in enumerate(names, 1):
        width = wide.get(name, 9 if name.endswith(("·单位", "·核对")) or len(name) < 4 else 16)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.auto_filter.ref = sheet.dimensions
