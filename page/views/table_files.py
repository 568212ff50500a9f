"""Tables as files: CSV and Excel. Numbers are numbers with the decimals printed; no text becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractors.facts import is_number, parse_amount, plain_decimal
from extractors.output import fill_cell, harmless, printable
from page.views.fact_list import fact_rows
from page.views.places import CODES

if TYPE_CHECKING:
    from extractors.facts import Fact
    from page.views.sheets import Sheet

#: what Excel does not take in a cell, and in the name of a sheet; the longest of these
_UNFIT, _NAME = re.compile(r"[\[\]:*?/\\']"), 31
#: more digits than that a spreadsheet would round away: such a number stays text
_DIGITS = 15
#: a number that begins so is the name of something (0123), not an amount
_CODE = re.compile(r"^0\d")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to be written: a title, what stands above it, and columns and rows as texts.

    ``texts`` are the columns whose digits are names.
    """

    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    texts: frozenset[int]


def of_sheet(sheet: Sheet) -> Grid:
    """A table of a report."""
    columns = tuple(name.replace("\u200b", "") for name in sheet.columns)
    texts = frozenset(i for i, name in enumerate(columns) if CODES.search(name))
    return Grid(sheet.title, sheet.unit, columns, sheet.rows, texts)


def of_facts(title: str, facts: Sequence[Fact]) -> Grid:
    """The list of facts; what is printed stands beside the value that was read."""
    columns = fact_rows(facts)
    names = tuple(columns)
    texts = frozenset(i for i, name in enumerate(names) if name != "值")
    return Grid(title, "", names, list(zip(*columns.values(), strict=True)), texts)


def csv_of(grid: Grid) -> bytes:
    """A table as CSV that Excel opens as it is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in grid.columns])
    for row in grid.rows:
        writer.writerow([_written(text, i in grid.texts) for i, text in enumerate(row)])
    return out.getvalue().encode("utf-8-sig")


def _written(text: str, as_text: bool) -> str:
    number = None if as_text else number_in(text)
    return harmless(text) if number is None else plain_decimal(number)


def number_in(text: str) -> Decimal | None:
    """The number that a cell is; None for a blank, a code, words, or more digits than a spreadsheet keeps."""
    if not is_number(text) or _CODE.match(text):
        return None
    number = parse_amount(text)
    return number if number is not None and len(number.as_tuple().digits) <= _DIGITS else None


def xlsx_of(grids: Iterable[Grid]) -> bytes:
    """Tables as a workbook, a sheet each."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: set[str] = set()
    for grid in grids:
        _sheet(book.create_sheet(_name(grid.title, names)), grid)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, grid: Grid) -> None:
    from openpyxl.styles import Font

    head = 3 if grid.note else 2
    sheet.freeze_panes = f"A{head + 1}"
    for text in (grid.title, *([grid.note] if grid.note else [])):
        sheet.append([_cell(sheet, text, True)])
    heads = [_cell(sheet, name, True) for name in grid.columns]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in grid.rows:
        sheet.append([_cell(sheet, text, i in grid.texts) for i, text in enumerate(row)])


def _cell(sheet: Any, text: str, as_text: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell

    number = None if as_text else number_in(text)
    cell = WriteOnlyCell(sheet)
    if text:
        fill_cell(cell, text if number is None else number, grouped="," in text or "，" in text)
    return cell


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet that is not taken yet."""
    base = _UNFIT.sub("", printable(title)).strip() or "表"
    name, number = base[:_NAME], 2
    while name.lower() in taken:
        name, number = f"{base[: _NAME - 4]}({number})", number + 1
    taken.add(name.lower())
    return name
