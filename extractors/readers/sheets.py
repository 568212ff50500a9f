"""Reader for Excel (.xlsx): every sheet that is shown, each number as the sheet prints it.

Titles above a table, and notes below it, stand in rows of one filled cell: they are lines here, so that tables are
found as they are in any other report. Hidden sheets, rows and columns are not read, and that is told.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractors.errors import ReadError
from extractors.facts import is_number
from extractors.readers.document import Document, LineMark, bounded
from extractors.readers.packed import opened, part
from extractors.readers.word import column_name
from extractors.readers.workbook import open_workbook
from extractors.readers.writing import Piece, Writer
from extractors.text import fold, name_key
from extractors.vocabulary import is_table_title, layout, table_key

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

#: no sheet is larger, no workbook has more sheets
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 20_000, 200, 300
#: rows above the head of a table that may be captions of several cells
_CAPTION_ROWS = 8
#: Excel keeps so many digits of a number, and prints so many behind the point, or zeros before it
_DIGITS, _PLACES = 15, 30
#: room for the largest number of a sheet (1.8E308) with all its places
_EXACT = Context(prec=400)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')

#: a printed row: the texts of its cells, and its number in the sheet
_Printed = tuple[list[str], int]

#: a part of a report, as its headings number it
_PART = re.compile(r"第[一二三四五六七八九十]{1,3}部分")


def read_xlsx(name: str, data: bytes) -> Document:
    """Read the bytes of an .xlsx file. Raises ReadError for one that is damaged, locked, or none."""
    book = open_workbook(name, data)
    formulas = open_workbook(name, data, formulas=True) if _has_formulas(name, data) else None
    writer, untold = Writer(name), []
    if len(book.worksheets) > MAX_SHEETS:
        untold.append(f"工作簿有{len(book.worksheets)}张工作表，只读取了前{MAX_SHEETS}张")
    laid = 0
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            if sheet.max_row > 1 or sheet.max_column > 1:
                untold.append(f"工作表“{sheet.title}”是隐藏的，没有读取")
            continue
        if (sheet.max_row or 0) > MAX_ROWS or (sheet.max_column or 0) > MAX_COLUMNS:
            untold.append(f"工作表“{sheet.title}”超过{MAX_ROWS}行或{MAX_COLUMNS}列，超出的部分没有读取")
        rows = [*_rows(sheet)]
        laid += sum(len(texts) for texts, _ in rows)
        bounded(name, cells=laid)
        uncounted = _uncounted(sheet, formulas[sheet.title]) if formulas is not None else []
        if uncounted:
            untold.append(
                f"工作表“{sheet.title}”的{'、'.join(uncounted[:5])}等{len(uncounted)}个公式没有保存结果，未读取"
            )
        if hidden := [d for d in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()) if d.hidden]:
            untold.append(f"工作表“{sheet.title}”有{len(hidden)}处隐藏的行或列，没有读取")
        _sheet(writer, sheet.title, rows)
    document = writer.document(untold)
    if not document.source.text.strip():
        raise ReadError(f"{name}：工作簿里没有内容{'（' + '；'.join(untold) + '）' if untold else ''}；请检查文件")
    return document


def _has_formulas(name: str, data: bytes) -> bool:
    """Whether any sheet has formulas: only then are the cells compared with them."""
    with opened(name, data) as archive:
        paths = [p for p in archive.namelist() if p.startswith("xl/worksheets/") and p.endswith(".xml")]
        sheets = (part(name, archive, path) for path in paths)
        return any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def _uncounted(sheet: Worksheet, formulas: Worksheet) -> list[str]:
    """The cells with a formula whose result the file does not have."""
    within = [
        (at, cell)
        for at, cell in sorted(formulas._cells.items())
        if cell.data_type == "f" and at[0] <= MAX_ROWS and at[1] <= MAX_COLUMNS
    ]
    return [cell.coordinate for at, cell in within if at not in sheet._cells or sheet._cells[at].value is None]


def _rows(sheet: Worksheet) -> Iterator[_Printed]:
    """The rows of a sheet that are shown, as printed; blank ones without cells.

    A sheet may be formatted far beyond what is written on it, so only cells with something in them are looked at.
    """
    filled: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None and row <= MAX_ROWS and column <= MAX_COLUMNS:
            filled.setdefault(row, {})[column] = cell
    hidden = {name for name, d in sheet.column_dimensions.items() if d.hidden}
    last = max((column for own in filled.values() for column in own), default=0)
    shown = [column for column in range(1, last + 1) if column_name(column - 1) not in hidden]
    for number in range(1, max(filled, default=0) + 1):
        dimension = sheet.row_dimensions.get(number)
        if dimension is None or not dimension.hidden:
            own = filled.get(number)
            yield [printed(own[c]) if c in own else "" for c in shown] if own else [], number


def printed(cell: Cell | Any) -> str:
    """What a cell shows: a number with the decimals of its format, a day as a date, text as it is."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), _format(cell))
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return " ".join(str(value).split())


def _format(cell: Cell | Any) -> str:
    """The format of a number; General where the file names one that it does not have."""
    try:
        return cell.number_format or "General"
    except IndexError:
        return "General"


def _number(value: Decimal, form: str) -> str:
    """A number as a format prints it: how many decimals, percent, thousands, leading zeros."""
    sections = _QUOTED.sub("", form).split(";")
    plain = sections[1] if len(sections) > 1 and value < 0 else sections[0]
    if value == 0 and len(sections) > 2 and not re.search(r"[0#]", sections[2]):
        return "-" if "-" in sections[2] else ""
    if plain.lower() in {"general", "@", ""} or not re.search(r"[0#]", plain):
        shown = format(value.normalize(), "f") if value == value.to_integral_value() else format(_trimmed(value), "f")
        return shown
    if "%" in plain:
        value *= 100
    whole, _, fraction = plain.partition(".")
    decimals = min(len(re.findall(r"[0#?]", fraction)), _PLACES)
    least = min(len(re.findall(r"0", fraction)), _PLACES)
    rounded = abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    text = format(rounded, f"{',' if ',' in whole else ''}f")
    if decimals > least and "." in text:
        head, tail = text.split(".")
        kept = tail[:least] + tail[least:].rstrip("0")
        text = f"{head}.{kept}" if kept else head
    zeros = min(len(re.findall(r"0", whole)), _PLACES)
    head, dot, tail = text.partition(".")
    text = head.rjust(zeros, "0") + dot + tail
    return f"{'-' if value < 0 and rounded else ''}{text}{'%' if '%' in plain else ''}"


def _trimmed(value: Decimal) -> Decimal:
    """A number without the digits that binary fractions add (0.30000000000000004)."""
    return Decimal(format(float(value), f".{_DIGITS}g"))


def _sheet(writer: Writer, title: str, rows: Sequence[_Printed]) -> None:
    """The tables of a sheet, with the lines above and below them. The name of the sheet stands for a missing title."""
    shown = [[*run] for blank, run in groupby(rows, key=lambda row: not any(row[0])) if not blank]
    titled = any(is_title(text) for run in shown[:1] for texts, _ in run[:3] for text in texts if text)
    writer.blank()
    if shown and not titled and not _says_again(title, shown[0][0][0]):
        writer.line([Piece(title, f"{title}!A1")], LineMark(whole=True))
    started = False
    for run in _joined(shown):
        body = _body(run)
        for at, (texts, number) in enumerate(run):
            pieces = [(text, f"{title}!{column_name(k)}{number}") for k, text in enumerate(texts)]
            if at in body:
                writer.row([[Piece(text, where)] for text, where in pieces], started)
                started = True
            else:
                started = False
                for text, where in pieces:
                    if text:
                        writer.line([Piece(text, where)], LineMark(whole=True))
        started = False


def _says_again(title: str, first: Sequence[str]) -> bool:
    """Whether the first line of a sheet of text is its name: the same words, or the same part (第三部分)."""
    texts = [name_key(text) for text in first if text]
    name, part = name_key(title), _PART.match(fold(title))
    return len(texts) == 1 and (texts[0].endswith(name) or (part is not None and texts[0].startswith(part.group())))


def is_title(text: str) -> bool:
    """Whether a text names a table."""
    plain = fold(text)
    return table_key(plain) is not None or is_table_title(plain)


def _joined(runs: Sequence[list[_Printed]]) -> list[list[_Printed]]:
    """Rows that only blank rows part: they are one table, unless a title or a line of one cell begins the next."""
    joined: list[list[_Printed]] = []
    for run in runs:
        first = [text for text in run[0][0] if text]
        if joined and len(first) > 1 and not any(is_title(text) for text in first):
            joined[-1].extend(run)
        else:
            joined.append([*run])
    return joined


def _body(run: Sequence[_Printed]) -> range:
    """Which rows of a run are those of a table: without titles and captions above, and notes below."""
    start, end = 0, len(run)
    while start < min(end, _CAPTION_ROWS) and _is_caption(run[start][0]):
        start += 1
    while end > start and _is_note(run[end - 1][0]):
        end -= 1
    filled = max((sum(map(bool, texts)) for texts, _ in run[start:end]), default=0)
    return range(start, end) if filled > 1 else range(0)


def _is_caption(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    if any(is_number(text) for text in filled):
        return False
    return len(filled) == 1 or all(layout().is_caption(fold(t)) or is_title(t) or "：" in fold(t) for t in filled)


def _is_note(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return not filled or (
        len(filled) == 1 and not is_number(filled[0]) and (len(filled[0]) > 12 or layout().is_note(fold(filled[0])))
    )
