"""Output: exact numbers, harmless text, and files that are there whole or not at all."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as parquet
import pytest

from extractors.errors import UsageError
from extractors.extract import extract_file
from extractors.output import (
    COLUMNS,
    extraction_json,
    fact_row,
    finding_row,
    harmless,
    write_json,
    write_table,
    write_tables,
)
from extractors.results import Results
from tests.rag.small_report import text_of

HEADER = {"file": "a.txt", "doc_id": "a-1", "department": "水务局", "year": 2023, "kind": "final"}
FACT = {
    "doc_id": "a-1", "department": "水务局", "year": 2023, "kind": "final", "origin": "table", "table": "GK01",
    "section": "决算表", "row_code": None, "row_name": "=1+1", "column": "收入金额", "value": "47.30", "unit": "万元",
    "raw": "-47.30", "page": None, "line": 7, "quote": "合计\t47.30", "section_key": None, "start": 0, "end": 3,
    "part_of": None, "spot": None, "reading": None,
}  # fmt: skip
PLACE = {"section": None, "table": "GK01", "line": 7, "page": None, "quote": "合计"}
FINDING = {
    "id": "f1", "rule": "R1", "severity": "error", "message": "两处不一致", "values": ["8.14", "8.13"],
    "difference": "0.01", "evidence": [PLACE, PLACE | {"line": None, "page": 2}],
}  # fmt: skip


def _tables() -> dict[str, list[dict[str, Any]]]:
    return {"facts": [fact_row(FACT, "a.txt")], "findings": [finding_row(FINDING, HEADER)]}


def test_a_finding_row_has_both_values_and_all_places() -> None:
    row = finding_row(FINDING, HEADER)
    assert row["values"] == "8.14 / 8.13"
    assert row["evidence"] == "GK01 第7行：合计\nGK01 第2页：合计"
    assert tuple(row) == COLUMNS["findings"]


def test_csv_keeps_printed_digits_and_is_read_by_spreadsheets(tmp_path: Path) -> None:
    written = write_tables(tmp_path / "all.csv", "csv", _tables())
    assert [p.name for p in written] == ["all.csv", "all-findings.csv"]
    assert written[0].read_bytes().startswith(b"\xef\xbb\xbf")
    with written[0].open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["value"], row["raw"], row["row_name"]) == ("47.30", "-47.30", "'=1+1")


def test_amounts_keep_their_printed_decimals_in_a_sheet(tmp_path: Path) -> None:
    rows = [{"value": Decimal(printed)} for printed in ("47.30", "1200", "-0.500")]
    write_tables(tmp_path / "a.xlsx", "xlsx", {"facts": rows})
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["facts"].iter_rows(min_row=2)]
    assert [(c.value, c.number_format) for c in cells] == [(47.3, "#,##0.00"), (1200, "#,##0"), (-0.5, "#,##0.000")]


def test_xlsx_has_a_sheet_a_table_numbers_as_numbers_and_no_formula(tmp_path: Path) -> None:
    assert write_tables(tmp_path / "all.xlsx", "xlsx", _tables()) == [tmp_path / "all.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["facts", "findings"]
    row = dict(zip((c.value for c in book["facts"][1]), book["facts"][2], strict=True))
    assert row["value"].value == 47.3
    assert (row["row_name"].value, row["row_name"].data_type) == ("=1+1", "s")


def test_characters_that_a_sheet_cannot_hold_are_left_out(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.xlsx", "xlsx", {"facts": [{"quote": "合\x0b计" + "长" * 40000}]})
    text = openpyxl.load_workbook(tmp_path / "a.xlsx")["facts"]["A2"].value
    assert text.startswith("合计")
    assert len(text) == 32767


def test_parquet_has_exact_decimals_and_typed_columns(tmp_path: Path) -> None:
    write_tables(
        tmp_path / "a.parquet", "parquet", {"facts": [fact_row(FACT, "a.txt"), fact_row(FACT | {"value": None}, "a")]}
    )
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table["value"].to_pylist() == [Decimal("47.30"), None]
    types = {name: str(table.schema.field(name).type) for name in ("value", "page", "row_code", "year")}
    assert types == {"value": "decimal128(38, 2)", "page": "int64", "row_code": "string", "year": "int64"}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_table_without_rows_still_has_its_columns(tmp_path: Path, form: str) -> None:
    [path] = write_tables(tmp_path / f"a.{form}", form, {"findings": []})
    if form == "csv":
        columns = path.read_text(encoding="utf-8-sig").strip().split(",")
    elif form == "xlsx":
        columns = [c.value for c in openpyxl.load_workbook(path)["findings"][1]]
    else:
        columns = parquet.read_table(path).column_names
    assert tuple(columns) == COLUMNS["findings"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=SUM(A1)", "'=SUM(A1)"), ("@cmd", "'@cmd"), ("-5.00", "-5.00"), ("-a", "'-a"), ("合计", "合计"), ("", "")]
    + [(f"{sign}1+1a", f"'{sign}1+1a") for sign in "+\t\r\n＝＋－＠"],
)
def test_only_text_that_looks_like_a_formula_is_marked(text: str, safe: str) -> None:
    assert harmless(text) == safe


def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(UsageError, match=r"a\.json"):
        write_json(tmp_path / "a.json", {})
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_an_interrupted_write_leaves_the_former_file(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"old": True})
    with pytest.raises(TypeError):
        write_json(tmp_path / "a.json", {"new": object()})
    assert json.loads((tmp_path / "a.json").read_text()) == {"old": True}
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_rows_are_written_as_they_come(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.output._GROUP", 2)
    rows = [fact_row(FACT | {"line": number}, "a.txt") for number in range(5)]
    write_table(tmp_path / "stream", form, COLUMNS["facts"], iter(rows), 2)
    [path] = write_tables(tmp_path / "list", form, {"facts": rows})
    assert (tmp_path / "stream").read_bytes() == path.read_bytes()
    if form == "parquet":
        assert parquet.read_table(path)["line"].to_pylist() == [0, 1, 2, 3, 4]
        assert parquet.ParquetFile(path).num_row_groups == 3


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠A1"])
def test_a_name_that_looks_like_a_formula_is_text_in_every_spreadsheet(tmp_path: Path, text: str) -> None:
    table = {"facts": [{"row_name": text}]}
    write_tables(tmp_path / "a.csv", "csv", table)
    write_tables(tmp_path / "a.xlsx", "xlsx", table)
    [_, row] = csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True))
    assert row[0].startswith("'") or "\r" in text
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["facts"]["A2"]
    assert cell.data_type == "s" and str(cell.value).strip() == text.strip()


@pytest.mark.parametrize("stem", ["..", "-rf", "a b\nc", "=1+1", "<b>x", "~", "$(x)", "局" * 80, "\U00020000" * 60])
def test_the_file_of_a_report_stays_in_its_folder_whatever_its_name_was(tmp_path: Path, stem: str) -> None:
    path = tmp_path / f"{stem}.txt"
    path.write_text(text_of(), encoding="utf-8")
    out = tmp_path / "out"
    Results(out, "json").add(extraction_json(extract_file(path)), str(path))
    [written] = out.iterdir()
    assert written.suffix == ".json" and re.fullmatch(r"[\w\-]+", written.stem)
