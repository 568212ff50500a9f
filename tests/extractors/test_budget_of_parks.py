"""A budget with codes in brackets, numbers of tables beside their units, and chapters below the names of projects."""

from __future__ import annotations

import pytest

from extractors.facts import TABLE_NUMBER
from tests.extractors.plans import Plan

_PLAN = Plan("of-parks")


def test_a_code_in_brackets_before_a_name_is_the_code_of_the_row() -> None:
    assert _PLAN.row("YS08", "30107") == {"合计": "240.00"}
    assert _PLAN.row("YS08", "302") == {"合计": "80.00"}


def test_the_number_of_a_table_may_stand_behind_the_name_of_the_department() -> None:
    numbers = {f.section_key: f.raw for f in _PLAN.read.facts if f.column == TABLE_NUMBER}
    assert numbers == {"YS08": "表6", "YS09": "表8"}


def test_parts_by_function_are_shares_of_the_fund_that_they_stand_behind() -> None:
    shares = {f.row_name: f.part_of for f in _PLAN.read.facts if f.column == "占比"}
    assert shares == {"社会保障和就业支出": "一般公共预算财政拨款支出", "城乡社区支出": "一般公共预算财政拨款支出"}
    assert not _PLAN.findings("C-B-05")


@pytest.mark.parametrize("project", ["口袋公园养护补贴项目", "湿地生态补水泵站运行维护项目"])
def test_chapters_stand_below_the_name_of_their_project(project: str) -> None:
    sections = [s for s in _PLAN.read.report.sections if project in s.path]
    assert {s.title[2:] for s in sections if s.title != project} == {"项目概况", "实施主体", "年度预算安排", "绩效目标"}


def test_a_quantity_with_a_limit_behind_it_is_no_money() -> None:
    area = [f for f in _PLAN.read.facts if f.raw.startswith("4万")]
    assert area and all(f.unit != "万元" for f in area)


def test_fewer_offices_than_are_said_and_a_sum_in_prose_that_its_table_has_otherwise_are_found() -> None:
    (found,) = _PLAN.findings("D-27")
    assert "4个科" in found and "应为3个" in found  # the units, the department's own and two, are as many as said
    assert any("36.00" in m and "34.00" in m for m in _PLAN.findings("C-B-02"))


def test_offices_are_counted_where_the_department_is_said_to_set_them_up() -> None:
    assert _PLAN.said("内设机构") == {"数量": "4个"}
