"""A budget whose tables list the department's units, with headings of several columns and funds carried over."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import facts_of, read_report
from extractors.facts import Fact

BUDGET = Path(__file__).with_name("budget-of-units.txt")


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    return facts_of(read_report(BUDGET))


def row(facts: list[Fact], table: str, name: str) -> dict[str, str]:
    own = [f for f in facts if (f.table, f.row_name) == (table, name) and f.value is not None]
    return {f.column: f"{f.value}" for f in own}


def told(facts: list[Fact], name: str) -> list[tuple[str, str]]:
    own = [f for f in facts if f.origin == "prose" and f.row_name == name]
    return [(f.column, f"{f.value}" if f.value is not None else f.raw) for f in own]


def test_a_unit_is_a_row_with_its_own_code(facts: list[Fact]) -> None:
    codes = {f.row_name: f.row_code for f in facts if f.table == "YS02"}
    assert codes == {
        "云岭市岚州区林业局本级": "401001",
        "云岭市岚州区林场": "401002",
        "云岭市岚州区苗圃": "401003",
        "合计": None,
    }


def test_columns_below_two_headings_are_called_by_both(facts: list[Fact]) -> None:
    assert row(facts, "YS02", "合计") == {
        "合计": "900.00",
        "本年收入小计": "880.00",
        "一般公共预算": "800.00",
        "政府性基金预算": "80.00",
        "上年结转": "20.00",
        "上年结转一般公共预算": "20.00",
    }


def test_a_fund_below_what_was_carried_over_is_a_part_of_that(facts: list[Fact]) -> None:
    assert row(facts, "YS04", "一般公共预算拨款") == {"财政拨款收入预算数": "800.00"}
    assert row(facts, "YS04", "上年结转-一般公共预算拨款") == {"财政拨款收入预算数": "20.00"}


def test_a_row_that_a_province_adds_to_the_table_of_journeys_and_cars_is_read(facts: list[Fact]) -> None:
    assert row(facts, "YS09", "预算数") == {
        "行政经费": "52.00",
        "“三公”经费预算数合计": "8.00",
        "因公出国（境）费": "0.00",
        "公务用车购置及运行费小计": "7.00",
        "公务用车购置费": "0.00",
        "公务用车运行费": "7.00",
        "公务接待费": "1.00",
    }


def test_the_budget_that_a_change_starts_from_is_that_of_the_year_before(facts: list[Fact]) -> None:
    assert told(facts, "“三公”经费") == [
        ("预算数", "8.00"),
        ("上年数", "10.00"),
        ("增减额", "-2.00"),
        ("增减幅", "-25.00"),
    ]


def test_a_comparison_behind_a_list_is_of_what_was_listed(facts: list[Fact]) -> None:
    assert ("上年数", "8.50") in told(facts, "公务用车运行费")
    assert told(facts, "公务用车维修") == [("预算数", "3.00")]


def test_a_budget_as_large_as_the_last_one_has_not_changed(facts: list[Fact]) -> None:
    assert told(facts, "公务接待费") == [
        ("预算数", "1.00"),
        ("增减方向", "持平"),
        ("增减原因", "接待任务没有增减"),
    ]


def test_the_name_that_a_report_gives_itself_is_no_part_of_a_subject(facts: list[Fact]) -> None:
    assert told(facts, "政府采购支出总额") == [("预算数", "210.00")]


def test_a_goal_in_words_is_kept_as_it_is_printed(facts: list[Fact]) -> None:
    goals = {f.row_name: (f.value, f.raw) for f in facts if f.column == "指标值"}
    assert goals["栽植完成时间"] == (None, "2026年4月底前")


def test_chapters_are_found_where_the_contents_call_the_department_by_no_name() -> None:
    chapters = [s.title for s in read_report(BUDGET).sections if s.level == 1]
    assert chapters[1:3] == ["云岭市岚州区林业局主要职能", "云岭市岚州区林业局机构设置"]
