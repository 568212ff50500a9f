"""A budget that lists its spending in three classifications beside its income, and its units in every table."""

from __future__ import annotations

import pytest

from tests.extractors.plans import Plan

CENTRE = "青溪市全民健身中心"
PLAN = Plan("four-lists")


def test_the_department_of_a_combined_budget_is_known_by_its_cover() -> None:
    assert (PLAN.read.report.identity.department, PLAN.read.report.identity.kind) == ("青溪市文化和体育局", "budget")


def test_each_list_of_spending_is_read_beside_the_income() -> None:
    names = ("事业收入", "社会保障和就业支出", "商品和服务支出", "对事业单位经常性补助")
    assert [[*PLAN.row("YS01", n).values()] for n in names] == [["40.00"], ["60.00"], ["340.00"], ["400.00"]]


def test_lists_in_other_classifications_are_not_added_to_that_by_function() -> None:
    assert PLAN.findings("A-YS01-02") == []


def test_income_has_its_columns_below_three_levels_of_headings() -> None:
    assert PLAN.row("YS02", "415002") == {
        "合计": "160.00",
        "本年收入小计": "160.00",
        "一般公共预算": "120.00",
        "经费拨款": "120.00",
        "事业收入": "40.00",
    }


def test_the_code_of_a_department_begins_those_of_its_units() -> None:
    codes = {f.row_name: f.row_code for f in PLAN.read.facts if f.table == "YS02"}
    assert codes["青溪市文化和体育局"] == "415"
    assert codes["合计"] is None


def test_the_code_of_a_department_is_none_of_an_account_of_that_number() -> None:
    assert PLAN.findings("B-19") == []


def test_spending_in_three_kinds_is_read_by_their_names() -> None:
    assert PLAN.row("YS05", "2070307") == {
        "合计": "260.00",
        "人员经费支出": "10.00",
        "公用经费支出": "10.00",
        "专项业务经费支出": "240.00",
    }


def test_three_public_is_read_with_the_meetings_and_without_the_changes_beside_it() -> None:
    assert PLAN.row("YS09", "415002") == {
        "2024年合计": "6.00",
        "2024年公务接待费": "1.00",
        "2024年公务用车购置及运行费小计": "5.00",
        "2024年公务用车运行费": "5.00",
        "2024年会议费": "1.00",
        "会议费": "2.00",
        "“三公”经费预算数合计": "5.00",
        "公务接待费": "0.80",
        "公务用车购置及运行费小计": "4.20",
        "公务用车运行费": "4.20",
    }


def test_indicators_without_a_level_of_their_own_are_called_by_what_they_are() -> None:
    goals = {f.row_name: f.raw for f in PLAN.read.facts if f.part_of == "场馆开放补助" and f.column == "指标值"}
    assert goals["接待健身群众"] == "≥8万人次"


def test_a_change_of_all_income_is_none_of_the_part_told_last() -> None:
    assert PLAN.said("本年收入合计")["增减额"] == "50.00万元"
    assert "增减额" not in PLAN.said("事业收入")


@pytest.mark.parametrize(
    ("name", "column", "raw"),
    [
        ("会议", "数量", "4次"),
        ("参会人员", "数量", "150人"),
        ("参训人员", "数量", "200人"),
        ("培训费", "预算数", "8.00万元"),
        ("机关运行经费", "增减额", "5.00万元"),
        ("政府采购货物支出", "预算数", "30.00万元"),
        ("面向中小企业预留采购金额", "预算数", "70.00万元"),
        ("车辆", "数量", "6辆"),
        ("编报绩效目标的项目", "数量", "5个"),
        ("社区健身路径建设项目", "得分", "96.50分"),
        ("场馆开放补助项目", "增减原因", "游泳馆大修工期延长"),
    ],
)
def test_a_figure_is_told_of_what_the_sentence_speaks_of(name: str, column: str, raw: str) -> None:
    assert PLAN.said(name)[column] == raw


def test_a_share_of_all_spending_is_held_against_it_wherever_it_is_told() -> None:
    [message] = PLAN.findings("C-B-05")
    assert "项目支出占比为65.67%" in message and "56.67%" in message


def test_kinds_of_an_account_that_do_not_make_it_up_are_found() -> None:
    [message] = PLAN.findings("C-B-07")
    assert "体育场馆 260.00万元" in message and "相差10.00万元" in message


def test_a_change_behind_both_kinds_is_that_of_the_account() -> None:
    assert PLAN.said("体育场馆")["增减额"] == "26.00万元"
    assert PLAN.findings("D-01") == []


def test_goals_that_are_said_to_be_of_the_year_before_are_found() -> None:
    [message] = PLAN.findings("F-01")
    assert "2024年本部门编制绩效目标的项目" in message


def test_a_neighbour_is_found_in_the_text_and_in_a_form() -> None:
    [message] = PLAN.findings("F-11")
    assert "青溪市水利局" in message and "共2处" in message


def test_seven_inner_bodies_or_four_are_counted_before_the_units_below() -> None:
    assert PLAN.findings("D-27") == []
