"""A budget with people by unit, lists among its tables and chapters on projects: what is read and found in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from extractors.extract import extract_file
from tests.extractors.crosscheck.paper import Paper

_PATH = Path(__file__).parent / "budget-of-museums.txt"
_TEXT = _PATH.read_text(encoding="utf-8")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path, _TEXT)


def test_a_list_among_the_statutory_tables_is_a_table_of_its_own() -> None:
    facts = extract_file(_PATH).facts
    listed = {(f.row_name, f.raw) for f in facts if f.table == "部门专项资金管理清单目录" and f.column == "预算数"}
    assert {("山歌传习专项资金", "120.00"), ("展览提升专项资金", "80.00")} <= listed
    assert [f.raw for f in facts if f.table == "YS09" and f.column == "公务接待费"] == ["3.00"]


def test_what_describes_an_amount_does_not_take_its_change() -> None:
    facts = extract_file(_PATH).facts
    assert [f.raw for f in facts if f.row_name == "事业收入" and f.column == "增减额"] == ["4.00万元"]
    assert [f.raw for f in facts if f.row_name == "事业收入" and f.column == "增减原因"] == ["新开设竹笛班"]


def test_a_change_behind_a_number_of_units_is_that_of_the_money() -> None:
    changed = [f for f in extract_file(_PATH).facts if f.row_name == "机关运行经费" and f.column == "增减额"]
    assert [f.raw for f in changed] == ["2.00万元"]


def test_the_changes_of_the_items_make_up_that_of_the_whole(paper: Paper) -> None:
    (finding,) = paper.findings("D-29")
    assert finding.severity == "error" and finding.values == ["1.00", "1.00", "0.50"]
    assert "合起来应为增加1.50万元" in finding.message
    paper.swap("公务接待费3.00万元，比上年增加0.50万元", "公务接待费3.00万元，与上年持平")
    assert [v.status for v in paper.verdicts("D-29")] == [Status.PASS]


def test_items_without_a_change_are_not_added_up(paper: Paper) -> None:
    paper.swap("；公务接待费3.00万元，比上年增加0.50万元，主要原因是压减接待批次", "；公务接待费3.00万元")
    assert [v.status for v in paper.verdicts("D-29")] == [Status.INSUFFICIENT_DATA]


def test_a_number_of_projects_told_beside_their_money_is_held_against_the_list(paper: Paper) -> None:
    (finding,) = paper.findings("C-B-04")
    assert finding.values == ["4", "3"] and "《部门项目支出预算表》列有3个项目" in finding.message
    paper.swap("共安排项目4个", "共安排项目3个")
    assert not paper.findings("C-B-04")


def test_a_rate_is_held_against_the_change_of_the_money(paper: Paper) -> None:
    paper.swap("下降3.85%", "下降3.58%")
    (finding,) = paper.findings("D-01")
    assert finding.values[:2] == ["3.58", "3.85"]
