"""A budget with changes of each fund, points below the numbered name of a project, and tables known by a number."""

from __future__ import annotations

from tests.extractors.plans import Plan

_PLAN = Plan("of-nurseries")


def test_a_fund_whose_change_has_the_wrong_direction_is_found_by_all_the_money() -> None:
    (found,) = _PLAN.findings("D-31")
    assert "政府性基金预算财政拨款支出应为减少40.00万元，却写增加" in found


def test_points_below_the_numbered_name_of_a_project_are_chapters_of_it() -> None:
    sections = [s for s in _PLAN.read.report.sections if any("改建工程" in title for title in s.path[:-1])]
    assert [s.title[3:] for s in sections[:3]] == ["项目概述", "年度预算安排", "绩效目标"]


def test_a_table_is_called_by_its_title_and_not_by_its_number() -> None:
    assert {"项目支出情况表", "政府采购支出情况表"} <= {f.table for f in _PLAN.read.facts}


def test_what_was_planned_before_stands_in_the_form_beside_what_is_planned_now() -> None:
    own = [f for f in _PLAN.read.facts if f.part_of == "托育设施运营补贴"]
    money = {f.column: f.raw for f in own if f.row_name == "年度资金总额"}
    assert money == {"预算数": "2,800,000", "上年数": "2,500,000", "上年执行数": "2,360,000"}
    assert [f.raw for f in own if f.row_name == "实施期资金总额"] == ["5,600,000"]


def test_who_pays_another_part_is_named_and_not_what_was_paid_before() -> None:
    assert _PLAN.said("社会捐助")["预算数"] == "35.00万元"
    assert "35.00万元" not in _PLAN.said("县级资金").values()
