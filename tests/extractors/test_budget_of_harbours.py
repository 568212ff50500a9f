"""A budget with codes behind the names of its text, long titles of tables, and points below a heading on a project."""

from __future__ import annotations

from decimal import Decimal

from tests.extractors.plans import Plan

_PLAN = Plan("of-harbours")


def test_what_a_title_says_of_the_money_carried_over_is_no_part_of_it() -> None:
    assert _PLAN.row("YS05", "2140101")["人员经费支出"] == "1,800,000.00"  # a column added keeps its printed name
    assert _PLAN.row("YS05", "301") == {}  # the list by 经济分类 is another table
    assert not _PLAN.findings("A-YS05-01")


def test_all_before_a_code_is_the_name_of_an_account() -> None:
    assert _PLAN.said("对港口公司的补助")["预算数"] == "90.00万元"
    assert any("90.00" in found and "96.00" in found for found in _PLAN.findings("C-B-06"))


def test_a_rate_in_brackets_is_of_the_change_before_it() -> None:
    rates = {f.row_name: f.value for f in _PLAN.read.facts if f.column == "增减幅"}
    assert rates["“三公”经费"] == Decimal("-12.00") and rates["公务接待费"] == Decimal("-33.33")
    (found,) = _PLAN.findings("D-01")
    assert "12.00" in found and "10.00" in found


def test_a_part_whose_change_has_the_wrong_direction_is_found_by_the_whole() -> None:
    (found,) = _PLAN.findings("D-31")
    assert "公务用车运行费应为增加1.50万元，却写减少" in found


def test_the_goals_of_another_department_were_left_by_copying() -> None:
    (found,) = _PLAN.findings("F-11")
    assert "泊川市渔业局" in found


def test_the_department_above_its_accounts_is_a_row_of_the_table() -> None:
    assert _PLAN.row("YS03", "泊川市港口和船舶局")["合计"] == "7,000,000.00"


def test_points_stand_below_the_project_that_their_heading_names() -> None:
    sections = [s for s in _PLAN.read.report.sections if any("重点项目情况：航标更新工程" in p for p in s.path[:-1])]
    assert [s.title[3:] for s in sections] == ["项目概况", "立项依据", "实施主体", "年度预算安排", "绩效目标"]
    assert not _PLAN.findings("C-B-01")  # 260.00 is the project's and not all that is spent
