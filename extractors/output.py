"""What was found, in files: one JSON file a report, or flat tables for spreadsheets and databases."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import ReadError, UsageError
from extractors.facts import Fact, decimals, is_number, plain_decimal

if TYPE_CHECKING:
    from extractors.bulk import Found
    from extractors.extract import Extraction
    from extractors.llm.client import Client

#: the columns of the flat tables
_WHO = ("file", "doc_id", "department", "year")
_FINDING = ("id", "rule", "severity", "message", "difference", "values", "evidence")
_REPORT = ("doc_id", "file", "sha256", "department", "year", "kind", "level", "scope", "region", "unit", "pages")
COLUMNS = {
    "reports": _REPORT,
    "facts": ("file", *(f.name for f in fields(Fact) if f.name not in {"start", "end", "at", "section_key"})),
    "findings": (*_WHO, *_FINDING),
}
#: columns that are whole numbers, also where all their values are missing
WHOLE = {"year", "page", "pages", "line"}

#: rows of a Parquet file that are written together, and held in memory
_GROUP = 20_000
#: sheet rows that Excel can hold, and characters of a cell
_SHEET_ROWS, _CELL = 1_048_576, 32_767
#: as many decimals as Excel shows at most, and as many digits as it keeps of a number
_PLACES, _DIGITS = 30, 15
#: what a formula begins with; Chinese editions of Excel take the wide signs too
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
#: what neither a workbook nor a document of Word can hold
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def extraction_json(extraction: Extraction, filled: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The extraction file of a report (DESIGN 4.4); ``filled`` is its ``schema`` object where one was asked for."""
    from extractors.families import template_of

    template = template_of(extraction.report, extraction.facts, extraction.problems)
    return {
        "report": extraction.report.header() | {"template": template.to_json()},
        "facts": [fact.to_json() for fact in extraction.facts],
        "findings": [finding.model_dump(mode="json") for finding in extraction.findings],
        "schema": filled,
    }


def read_one(found: Found, schema: str | None = None, client: Client | None = None) -> dict[str, Any]:
    """The extraction file of one file; with ``schema`` (a name or module:Model) that schema is filled too.

    With ``client`` a language model completes and compares what the rules have filled.
    """
    from extractors.extract import extract_file

    if found.error:
        raise ReadError(found.error)
    extraction = extract_file(found.path)
    if schema is None:
        return extraction_json(extraction)
    from extractors.structured import fill, load_model

    model = load_model(schema)
    filled = fill(model, extraction.facts, extraction.report)
    if client is not None:
        from extractors.assisted import assist

        filled = assist(model, extraction.facts, extraction.report, filled, client)
    return extraction_json(extraction, filled.to_json())


def write_json(path: Path, data: Any) -> None:
    """Write JSON so that the file is there whole or not at all."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text so that the file is there whole or not at all."""
    with whole(path) as half:
        half.write_text(text, encoding="utf-8")


def fact_row(fact: Mapping[str, Any], file: str) -> dict[str, Any]:
    """A fact of an extraction file as a row of a flat table; its value is a number there."""
    value = None if fact["value"] is None else Decimal(fact["value"])
    row = dict(fact) | {"file": file, "value": value}
    return {name: row[name] for name in COLUMNS["facts"]}


def finding_row(finding: Mapping[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    """A finding of an extraction file as a row of a flat table; evidence becomes places and quotes, one a line."""
    evidence = "\n".join(_evidence(place) for place in finding["evidence"])
    row = {name: header[name] for name in _WHO} | dict(finding)
    row |= {"values": " / ".join(finding["values"]), "evidence": evidence}
    return {name: row[name] for name in COLUMNS["findings"]}


def report_row(header: Mapping[str, Any]) -> dict[str, Any]:
    """The header of an extraction file as a row of a flat table."""
    return {name: header[name] for name in COLUMNS["reports"]}


def _evidence(place: Mapping[str, Any]) -> str:
    where = f"第{place['line']}行" if place["line"] else f"第{place['page']}页"
    return f"{place['section'] or place['table'] or ''} {where}：{place['quote']}"


#: rows that the width of a column is taken from, and its bounds in characters
_SEEN, _NARROWEST, _WIDEST = 200, 6, 60


def write_tables(out: Path, form: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Path]:
    """Write named tables and return the files written, the first one ``out`` itself.

    ``xlsx`` puts them into one file, a sheet each. ``csv`` and ``parquet`` take one table a file: the first goes to
    ``out``, a further one beside it under ``NAME-TABLE``.
    """
    if form == "xlsx":
        with whole(out) as half:
            _write_xlsx(half, tables)
        return [out]
    written: list[Path] = []
    for name, rows in tables.items():
        path = out.with_name(f"{out.stem}-{name}{out.suffix}") if written else out
        places = most_places(row.get("value") for row in rows) if form == "parquet" else 0
        write_table(path, form, _names(name, rows), rows, places)
        written.append(path)
    return written


def write_table(
    path: Path, form: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], places: int = 0
) -> None:
    """Write one table as ``csv`` or ``parquet``, taking its rows as they come; ``places`` is of its amounts."""
    with whole(path) as half:
        if form == "csv":
            _write_csv(half, columns, rows)
        else:
            _write_parquet(half, columns, rows, places)


def most_places(values: Iterable[Any]) -> int:
    """The decimals of the most precise amount; two where there is none."""
    return max((decimals(value) for value in values if value is not None), default=2)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to that takes its real name only when all went well."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.replace(path)
    except OSError as error:
        raise UsageError(f"{path}：无法写入（{error.strerror or error}）；请检查路径、磁盘空间和权限") from None
    finally:
        half.unlink(missing_ok=True)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula: what starts like one, and is no number, gets an apostrophe."""
    return f"'{text}" if text[:1] in _FORMULA and not is_number(text) else text


def _names(name: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of a table, also of one without rows."""
    return list(rows[0]) if rows else list(COLUMNS.get(name, ()))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that this is UTF-8
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(v) if isinstance(v, str) else _plain(v) for v in map(row.__getitem__, columns)])


def _plain(value: Any) -> Any:
    return plain_decimal(value) if isinstance(value, Decimal) else value


def _write_xlsx(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name, rows in tables.items():
        for part in range(0, max(len(rows), 1), _SHEET_ROWS - 1):
            sheet = book.create_sheet(name if part == 0 else f"{name}{part // (_SHEET_ROWS - 1) + 1}")
            sheet.freeze_panes = "A2"
            names = _names(name, rows)
            for at, width in enumerate(_widths(names, rows[:_SEEN]), 1):
                sheet.column_dimensions[get_column_letter(at)].width = width
            sheet.append(names)
            for row in rows[part : part + _SHEET_ROWS - 1]:
                sheet.append([_cell(sheet, value) for value in row.values()])
    book.save(path)


def _widths(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[float]:
    """How wide each column has to be for what its first rows hold, within bounds; a Chinese character is two wide."""
    columns = zip(*([str(v) if v is not None else "" for v in row.values()] for row in rows), strict=False)
    texts = [[name, *column] for name, column in zip(names, columns, strict=False)] or [[name] for name in names]
    return [
        min(_WIDEST, max(_NARROWEST, *(sum(1 + (c > "\u2e7f") for c in t) for t in column)) + 2) for column in texts
    ]


def _cell(sheet: Any, value: Any) -> Any:
    """A cell of a sheet that is written row by row."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, (str, Decimal)):
        return value
    cell = WriteOnlyCell(sheet)
    fill_cell(cell, value)
    return cell


def printable(text: str) -> str:
    """Text that Office files can hold: control characters of a damaged report are left out."""
    return _CONTROL.sub("", text)


def cell_text(text: str) -> str:
    """Text that fits into a cell of a workbook."""
    return printable(text)[:_CELL]


def fill_cell(cell: Any, value: Any, grouped: bool = True) -> None:
    """Put a value into a cell of a workbook: a number with its printed decimals, text as text and never as a formula.

    ``grouped`` parts the thousands. A number of more digits than Excel keeps is written as text, and so stays exact.
    """
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _DIGITS:
        places = min(decimals(value), _PLACES)
        cell.value = value
        cell.number_format = ("#,##0" if grouped else "0") + (f".{'0' * places}" if places else "")
    elif isinstance(value, (str, Decimal)):
        text = cell_text(value if isinstance(value, str) else plain_decimal(value))
        cell.value = text
        if harmless(text) != text:
            cell.data_type = "s"
            cell.quotePrefix = True
    else:
        cell.value = value


def _write_parquet(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], places: int) -> None:
    """Amounts are exact decimals with so many places, whole numbers integers, all else text."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    schema = pa.schema([(column, _type(pa, column, places)) for column in columns])
    rest = iter(rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while some := list(islice(rest, _GROUP)):
            arrays = [pa.array([row[field.name] for row in some], field.type) for field in schema]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _type(pa: Any, column: str, places: int) -> Any:
    if column == "value":
        return pa.decimal128(38, places)
    return pa.int64() if column in WHOLE else pa.string()
