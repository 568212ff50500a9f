"""Results of a bulk extraction: one place for each, tables that do not depend on how often the run was broken off."""

from __future__ import annotations

import os
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from extractors.errors import UsageError
from extractors.results import KEPT, Results
from tests.extractors.test_output import FACT, FINDING, HEADER

REPORT = {"sha256": "0", "level": None, "scope": None, "region": "青石市", "unit": "万元", "pages": None, "unread": []}


def extraction(doc_id: str, *values: str | None, **header: Any) -> dict[str, Any]:
    """An extraction file with a fact for each value, and a finding."""
    report = HEADER | REPORT | {"doc_id": doc_id, "file": f"{doc_id}.txt"} | header
    facts = [FACT | {"doc_id": doc_id, "value": value, "year": report["year"]} for value in values]
    return {"report": report, "facts": facts, "findings": [FINDING], "schema": None}


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_two_files_with_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    with Results(tmp_path, "json") as results:
        results.add(extraction("a"), "x/a.txt")
        with pytest.raises(UsageError, match=r"x/a\.txt"):
            results.add(extraction("a", "1.00"), "y/a.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_result_of_a_former_run_is_not_overwritten_by_another_file_either(tmp_path: Path) -> None:
    with Results(tmp_path, "json") as results:
        results.know("x/a.txt", "a")
        with pytest.raises(UsageError, match=r"x/a\.txt"):
            results.add(extraction("a"), "y/a.txt")


@pytest.mark.parametrize(("form", "partitioned"), [("csv", False), ("parquet", False), ("parquet", True)])
def test_tables_are_the_same_whatever_was_done_by_a_former_run(tmp_path: Path, form: str, partitioned: bool) -> None:
    whole = [extraction("a", "1.00"), extraction("b", "2.5000", year=2022), extraction("c", None, region=None)]
    paths = ["a", "b", "c"]
    with Results(tmp_path / "once", form, partitioned, kept=True) as results:
        for path, data in zip(paths, whole, strict=True):
            results.add(data, path)
        results.close(paths)
    with Results(tmp_path / "twice", form, partitioned, kept=True) as broken_off:
        broken_off.add(whole[1], "b")
    with Results(tmp_path / "twice", form, partitioned, kept=True) as results:
        results.know("b", "b")
        results.add(whole[0], "a")
        results.add(whole[2], "c")
        results.close(paths)
    assert files(tmp_path / "twice") == files(tmp_path / "once")


def test_amounts_have_the_decimals_of_the_most_precise_report(tmp_path: Path) -> None:
    with Results(tmp_path, "parquet") as results:
        for doc_id, value in (("a", "1.0"), ("b", "2.5001"), ("c", None)):
            results.add(extraction(doc_id, value), doc_id)
        results.close(["c", "a", "b"])
    table = parquet.read_table(tmp_path / "facts.parquet")
    assert table["value"].to_pylist() == [None, Decimal("1.0000"), Decimal("2.5001")]
    assert table["doc_id"].to_pylist() == ["c", "a", "b"]


@pytest.mark.parametrize("kept", [False, True])
def test_results_stay_only_where_a_later_run_wants_them(tmp_path: Path, kept: bool) -> None:
    with Results(tmp_path, "csv", kept=kept) as results:
        results.add(extraction("a", "1.00"), "a")
        results.close(["a"])
    hidden = [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert hidden == ([KEPT] if kept else [])
    assert {"facts.csv", "findings.csv", "reports.csv", "datapackage.json"} <= {p.name for p in tmp_path.iterdir()}


def test_what_a_killed_process_left_half_written_is_taken_away(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tmp_path / f".a.json.{gone.pid}.part").touch()
    (tmp_path / f".facts.{gone.pid}.part" / "year=2023").mkdir(parents=True)
    (tmp_path / f".b.json.{os.getppid()}.part").touch()  # its process lives
    Results(tmp_path, "json")
    assert [p.name for p in tmp_path.iterdir()] == [f".b.json.{os.getppid()}.part"]


def test_the_folder_must_not_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="是文件，不是文件夹"):
        Results(tmp_path / "out", "json")
