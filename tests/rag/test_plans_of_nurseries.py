"""Questions on a budget whose projects are of kinds, get money by the quarter, and pass it on to others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-nurseries", question)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("第三、第四季度合计安排多少万元", 135),
        ("三四季度一共安排多少", 135),
        ("下半年安排多少", 135),
        ("前两个季度合计多少钱", 115),
        ("第一至第三季度共安排多少", 200),
    ],
)
def test_several_quarters_are_added_up(said: str, value: int) -> None:
    answer = _asked(f"普惠托位改建工程{said}")
    assert (answer.status, Decimal(answer.values[0].value)) == ("computed", Decimal(value))
    assert " + " in (answer.values[0].formula or "")


def test_a_sum_is_told_in_the_unit_that_is_asked_for() -> None:
    total = _asked("普惠托位改建工程下半年合计安排多少元").values[0]
    assert (total.value, total.unit, total.formula) == ("1350000", "元", "(85.00 + 50.00) × 10000")


def test_each_of_several_quarters_is_told_for_itself() -> None:
    assert figures(_asked("普惠托位改建工程一、二季度各安排多少")) == ["40.00", "75.00"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("托育设施运营补贴项目里给社区托育点的补贴有多少", "66.00"),
        ("给社区托育点的补贴是多少", "66.00"),
        ("对家庭托育点的运营补贴多少钱", "24.00"),
        ("托位和活动室改建工程今年政府采购预算多少", "190.00"),
    ],
)
def test_money_is_found_by_who_or_what_it_is_for(question: str, value: str) -> None:
    assert first(_asked(question)) == (value, "万元")


def test_how_many_get_money_is_another_question() -> None:
    assert first(_asked("补贴社区托育点多少家")) == ("8", "家")


@pytest.mark.parametrize("question", ["其他运转类项目有哪几个", "哪几个项目属于其他运转类", "其他运转类有多少个项目"])
def test_projects_of_a_kind_are_those_that_the_list_puts_there(question: str) -> None:
    answer = _asked(question)
    assert figures(answer) == ["2", "40.00", "30.00"]
    assert "《项目支出情况表》" in answer.answer and "托育信息平台运行费" in answer.answer
    assert "改建工程" not in answer.answer


def test_a_column_of_one_table_is_held_against_the_total_of_another() -> None:
    answer = _asked("一般公共预算支出表的基本支出和基本支出表的合计一致吗")
    assert answer.status == "answered" and figures(answer)[:2] == ["300.00", "300.00"]
    assert len({c.quote for c in answer.citations}) == 2
    off = _asked("一般公共预算支出表的项目支出和基本支出表的合计一致吗")
    assert off.status == "conflict" and "300.00" in {v.value for v in off.values if v.formula}


def test_what_is_told_of_the_year_before_is_found_by_that_year() -> None:
    answer = _asked("2024年重点绩效评价发现了什么问题")
    assert "托位闲置" in answer.answer and "2024年的情况" in answer.answer
    assert _asked("2023年重点绩效评价发现了什么问题").status == "not_found"


def test_the_year_before_is_told_by_the_form_of_the_project() -> None:
    before = _asked("托育设施运营补贴去年预算多少元").values[0]
    assert (before.value, before.unit, before.year) == ("2500000", "元", 2024)
    change = _asked("托育设施运营补贴今年预算比去年增加多少")
    assert (change.status, figures(change)[0], change.values[0].formula) == ("computed", "300000", "2800000 - 2500000")
    assert first(_asked("托育设施运营补贴预算比去年增长百分之几")) == ("12.00", "%")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("计划生育机构和计划生育服务的项目支出一共多少", "350.00"),
        ("计划生育机构和计划生育服务两个科目，哪个项目支出多，多出多少", "210.00"),
        ("计划生育服务项目支出比计划生育机构多多少", "210.00"),
        ("计划生育机构、计划生育服务和其他计划生育事务支出的基本支出合计多少", "300.00"),
    ],
)
def test_one_kind_of_spending_of_several_rows_is_computed_from_that_column(question: str, value: str) -> None:
    answer = _asked(question)
    assert answer.status == "computed" and Decimal(answer.values[0].value) == Decimal(value)


def test_rows_are_ranked_by_the_kind_of_spending_that_is_asked_for() -> None:
    assert figures(_asked("计划生育机构和计划生育服务哪个基本支出多"))[0] == "180.00"
    assert figures(_asked("计划生育机构和计划生育服务哪个项目支出多"))[0] == "280.00"


@pytest.mark.parametrize("question", ["托育局部门预算包括哪几家单位", "预算单位有哪些"])
def test_units_are_all_told_whatever_kind_stands_behind_their_names(question: str) -> None:
    told = _asked(question).answer
    assert all(name in told for name in ("（本级）", "托育指导中心", "家庭服务中心"))
    assert "编制31名" not in told and "纳入决算" not in told


def test_why_there_is_more_than_the_nothing_of_the_year_before() -> None:
    assert "报废标准" in _asked("今年为啥要买公务用车").answer


def test_a_space_parts_the_department_from_what_is_asked() -> None:
    assert first(_asked("杏溪托育局 计划生育服务项目支出预算多少")) == ("280.00", "万元")


def test_the_unit_may_be_asked_for_again_behind_the_question() -> None:
    assert first(_asked("2025年一共安排了多少钱的预算？多少元")) == ("9000000", "元")
    assert first(_asked("项目支出几多元"))[1] == "元"


def test_money_asked_of_a_row_that_its_name_only_begins_is_that_of_the_row() -> None:
    assert first(_asked("生育服务的本年支出有多少")) == ("370.00", "万元")


def test_the_money_of_projects_with_goals_is_held_against_the_project_spending_of_a_table() -> None:
    agree = _asked("绩效目标编报的项目资金和一般公共预算支出表的项目支出一致吗")
    assert agree.status == "answered" and figures(agree) == ["600.00", "600.00"] and "两处一致" in agree.answer


def test_why_there_is_a_project_is_told_by_its_overview() -> None:
    assert "评估的托育机构" in _asked("为什么要搞托育设施运营补贴").answer


def test_what_the_overview_alone_names_is_explained_by_the_project() -> None:
    assert "社会捐助" in _asked("柳荫街、石桥巷那几处为什么要改建").answer


def test_two_amounts_of_one_sentence_are_added_up() -> None:
    answer = _asked("普惠托位及活动室改建工程县级资金和社会捐助加起来多少万元")
    assert (figures(answer)[0], answer.values[0].formula) == ("245.00", "210.00 + 35.00")


@pytest.mark.parametrize("question", ["公务接待费比去年预算少了多少", "公务接待费比上年少多少"])
def test_the_budget_of_the_year_before_is_no_other_project(question: str) -> None:
    assert first(_asked(question)) == ("-0.50", "万元")


@pytest.mark.parametrize("question", ["今年一共安排了多少支出预算", "今年安排支出预算多少"])
def test_that_money_is_planned_names_no_thing_beside_it(question: str) -> None:
    assert first(_asked(question)) == ("900.00", "万元")


def test_an_amount_of_the_text_is_held_against_the_total_of_the_table_in_its_unit() -> None:
    answer = _asked("说明里的财政拨款支出预算和财政拨款收支总表的支出总计对得上吗")
    assert answer.status == "answered" and figures(answer)[:2] == ["900.00", "900"]


def test_projects_that_are_named_side_by_side_are_added_up() -> None:
    three = _asked("托育平台运行费、育儿热线绩效管理费和托育设施运营补贴三项加起来多少")
    assert (figures(three)[0], three.values[0].formula) == ("350.00", "40.00 + 30.00 + 280.00")
    two = _asked("托育信息平台运行费加托育设施运营补贴一共多少元")
    assert (two.values[0].value, two.values[0].unit) == ("3200000", "元")


@pytest.mark.parametrize(
    ("question", "value"), [("社区托育点补贴标准一年多少钱", "900"), ("托位保教费标准一个月多少钱", "360")]
)
def test_a_rate_of_payment_is_no_sum_of_money_and_the_new_one_is_meant(question: str, value: str) -> None:
    assert first(_asked(question)) == (value, "元")


def test_the_change_of_the_only_row_of_a_fund_is_that_of_the_fund() -> None:
    answer = _asked("福彩公益金支出比2024年增加多少")
    assert figures(answer) == ["40.00"] and "政府性基金" in answer.answer


def test_the_change_of_a_thing_that_no_row_bears_is_not_that_of_all_the_money() -> None:
    told = _asked("托位公益金支出比2024年增加多少")
    assert "50.00" not in figures(told)


def test_what_was_spent_the_year_before_and_all_that_is_planned_stand_in_the_form() -> None:
    spent = _asked("托育设施运营补贴上年预算执行了多少元").values[0]
    assert (spent.value, spent.unit, spent.year) == ("2360000", "元", 2024)
    assert figures(_asked("托育设施运营补贴的总预算是多少元，今年安排多少元")) == ["5600000", "2800000"]
    # a project of one year has all of it in that year
    assert figures(_asked("托育信息平台运行费的总预算是多少元，今年安排多少元")) == ["400000", "400000"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("计划生育事务计划生育机构预算多少", "250.00"),
        ("财政拨款的工资福利支出多少", "260.00"),
        ("在职人员的工资福利支出多少", "260.00"),
    ],
)
def test_what_only_says_where_or_whose_money_is_is_nothing_beside_it(question: str, value: str) -> None:
    assert figures(_asked(question)) == [value]


def test_a_row_of_the_table_that_is_named_is_a_share_of_another_row_of_it() -> None:
    answer = _asked("一般公共预算支出表里计划生育服务占计划生育事务的百分之几")
    assert (answer.values[0].value, answer.values[0].formula) == ("41.11", "370.00 ÷ 900.00 × 100%")


def test_a_thing_to_be_bought_is_found_by_the_words_of_its_row() -> None:
    assert first(_asked("采购系统运维的预算是多少")) == ("25.00", "万元")
