"""check over several reports of one department: what they have against one another is shown in every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli import main
from tests.extractors.crosscheck.told import TEXT


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """The report of a year, and one of the year before that does not fit what it says of that year."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "qs-2023.txt").write_text(TEXT, encoding="utf-8")
    (folder / "qs-2022.txt").write_text(TEXT.replace("2022", "2021").replace("2023", "2022"), encoding="utf-8")
    return folder


def test_text_names_both_files(two_years: Path, capsys: Any) -> None:
    main(["check", str(two_years), "--select", "G-02", "--fail-on", "never"])
    out = capsys.readouterr().out
    told = out[out.index("报告之间") :]
    assert "G-02" in told and "qs-2022.txt" in told and "qs-2023.txt" in told


def test_json_puts_them_on_a_line_of_their_own(two_years: Path, capsys: Any) -> None:
    main(["check", str(two_years), "--json", "--fail-on", "never"])
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["file"] is None
    assert len(last["between"]) == 2
    assert {f["rule"] for f in last["findings"]} >= {"G-02"}


def test_sarif_and_page_have_them(two_years: Path, tmp_path: Path, capsys: Any) -> None:
    pages = tmp_path / "pages"
    main(["check", str(two_years), "--format", "sarif", "--html", str(pages), "--fail-on", "never"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    between = [r for r in results if r["ruleId"] == "G-02"]
    places = [p for r in between for p in (*r["locations"], *r["relatedLocations"])]
    assert len({p["physicalLocation"]["artifactLocation"]["uri"] for p in places}) == 2
    assert "报告之间" in (pages / "index.html").read_text(encoding="utf-8")


def test_one_report_alone_has_none(two_years: Path, capsys: Any) -> None:
    main(["check", str(two_years / "qs-2023.txt"), "--fail-on", "never"])
    assert "报告之间" not in capsys.readouterr().out


def test_they_count_for_the_exit_code(two_years: Path, capsys: Any) -> None:
    assert main(["check", str(two_years), "--select", "G-02", "--fail-on", "warning"]) == 1
    assert main(["check", str(two_years), "--select", "G-02", "--fail-on", "error"]) == 0


def test_versions_of_one_name_in_two_folders_are_told_apart(tmp_path: Path, capsys: Any) -> None:
    for folder, text in (("old", TEXT), ("new", TEXT.replace("120.00", "121.00"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "qs.txt").write_text(text, encoding="utf-8")
    main(["check", str(tmp_path), "--select", "G-05", "--json", "--fail-on", "never"])
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert len(last["between"]) == 2
    assert len({place["file"] for f in last["findings"] for place in f["evidence"]}) == 2
