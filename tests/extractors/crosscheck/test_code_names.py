"""B-19: one 科目 has one name, in every table and in the text."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.crosscheck import Status
from tests.extractors.crosscheck.conftest import make_fact


def rename(accounts: Any, table: str, row: str, name: str) -> None:
    """Print another name on a row; a row without code is then found under it."""
    for key in [k for k in accounts.cells if k[:2] == (table, row)]:
        accounts.cells[key] = accounts.cells[key].but(row_name=name)


def faults(accounts: Any) -> dict[str, Any]:
    return {s: v for s, v in accounts.check("B-19").items() if v.status is Status.FAIL}


def test_equal_names_pass(accounts: Any) -> None:
    assert {v.status for v in accounts.check("B-19").values()} == {Status.PASS}


@pytest.mark.parametrize("name", ["政府办公厅(室)及相关机构事务", "政府办公厅室及相关 机构事务"])
def test_brackets_and_blanks_are_no_difference(accounts: Any, name: str) -> None:
    rename(accounts, "GK03", "20103", name)
    assert not faults(accounts)


def test_the_two_words_for_and_are_no_difference(accounts: Any) -> None:
    rename(accounts, "GK02", "20601", "科学与技术管理事务")
    rename(accounts, "GK03", "20601", "科学和技术管理事务")
    rename(accounts, "GK05", "20601", "科学和技术管理事务")
    assert not faults(accounts)


def test_name_written_in_two_ways_is_one_warning_with_both(accounts: Any) -> None:
    rename(accounts, "GK03", "2060199", "其他科学技术管理支出")
    (verdict,) = faults(accounts).values()
    assert (verdict.subject, verdict.severity) == ("2060199", "warning")
    assert verdict.shown == ("其他科学技术管理事务支出", "其他科学技术管理支出")
    assert "《支出决算表》" in verdict.ground and "《收入决算表》" in verdict.ground


def test_another_name_altogether_is_an_error(accounts: Any) -> None:
    rename(accounts, "GK05", "2060199", "重点研发计划")
    (verdict,) = faults(accounts).values()
    assert (verdict.subject, verdict.severity) == ("2060199", "error")


def test_name_that_a_line_end_broke_is_no_difference(accounts: Any) -> None:
    rename(accounts, "GK03", "2060199", "其他科学技术管理")
    assert set(faults(accounts)) == {"2060199"}
    start = accounts.cells["GK03", "2060199", "本年支出合计"].start
    accounts.source = "." * start + "\n2060199\t其他科学技术管理\t15.00\n事务支出\n" + "." * 9000
    assert not faults(accounts)


def test_economic_subject_under_another_than_the_published_name_is_a_warning(accounts: Any) -> None:
    rename(accounts, "GK06", "30217", "公务招待费")
    (verdict,) = faults(accounts).values()
    assert (verdict.subject, verdict.severity) == ("30217", "warning")
    assert verdict.shown == ("公务招待费", "公务接待费")


def test_class_that_one_of_the_totals_writes_otherwise_is_a_warning(accounts: Any) -> None:
    accounts.extra.append(make_fact("GK01", "文化旅游体育与传媒支出", "支出金额", "0.00", line=801))
    accounts.extra.append(make_fact("GK04", "文化旅游与传媒支出", "支出合计", "0.00", line=802))
    (verdict,) = faults(accounts).values()
    assert verdict.shown == ("文化旅游体育与传媒支出", "文化旅游与传媒支出")
    accounts.extra.pop()
    assert not faults(accounts)


def test_class_that_the_text_writes_otherwise_is_a_warning(told: Any) -> None:
    assert not told.faults("B-19")
    (verdict,) = told.say("科学技术支出（类）40.00万元", "科学技技支出（类）40.00万元").faults("B-19")
    assert (verdict.subject, verdict.severity) == ("206", "warning")
    assert "正文" in verdict.ground


def test_report_without_subjects_does_not_pass(accounts: Any) -> None:
    for table in ("GK02", "GK03", "GK05", "GK06", "GK07"):
        accounts.lose(table)
    assert {v.status for v in accounts.check("B-19").values()} == {Status.INSUFFICIENT_DATA}
