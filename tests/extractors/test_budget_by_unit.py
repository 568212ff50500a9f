"""A budget whose tables have the code of a unit on every row, and whose chapters tell of the year before as well."""

from __future__ import annotations

import pytest

from tests.extractors.plans import Plan

PLAN = Plan("by-unit")


def test_a_code_before_the_name_of_a_department_is_no_part_of_it() -> None:
    assert PLAN.read.report.identity.department == "云岭市松口江区林业局"


def test_the_code_of_the_department_is_no_code_of_an_account() -> None:
    codes = {f.row_name: f.row_code for f in PLAN.read.facts if f.table == "YS05"}
    assert codes == {"合计": None, "机关事业单位基本养老保险缴费支出": "2080505", "森林资源培育": "2130205"}
    assert PLAN.row("YS05", "森林资源培育") == {
        "合计": "2,600,000.00",
        "基本支出": "600,000.00",
        "项目支出": "2,000,000.00",
    }


def test_income_is_read_unit_by_unit() -> None:
    units = {(f.row_code, f.row_name): f.raw for f in PLAN.read.facts if f.table == "YS02" and f.column == "合计"}
    assert units == {
        (None, "合计"): "300.00",
        ("302001", "云岭市松口江区林业局机关"): "180.00",
        ("302002", "云岭市松口江区苗圃管理站"): "120.00",
    }


def test_one_column_of_money_has_all_of_it() -> None:
    assert PLAN.row("YS04", "农林水支出") == {"合计": "260.00"}
    assert PLAN.row("YS04", "一般公共预算拨款") == {"财政拨款收入预算数": "300.00"}


def test_a_change_belongs_to_the_total_whatever_that_of_the_year_before_is_called() -> None:
    told = PLAN.said("收入支出总计")
    assert (told["预算数"], told["增减额"]) == ("300.00万元", "25.00万元")


def test_money_of_a_named_measure_is_of_it_however_it_is_paid() -> None:
    assert PLAN.said("机关运行经费") == {"预算数": "12.00万元"}


def test_the_budget_of_the_year_before_is_none_of_this_year() -> None:
    assert PLAN.said("防火隔离带建设项目") == {
        "上年数": "80.00万元",
        "执行数": "72.00万元",
        "完成预算比例": "90.00%",
        "得分": "91.0分",
    }


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("C-B-01", ("30.00万元", "2080505")),
        ("D-12", ("9辆", "7辆")),
        ("D-27", ("下设所属二级单位1个", "应为2个")),
        ("F-01", ("2023年本部门无国有资本经营预算拨款安排的支出", "2023年应为2024年")),
        ("F-01", ("截至2022年底", "2022年有误")),
    ],
)
def test_what_the_chapters_have_wrong_is_found(rule: str, told: tuple[str, str]) -> None:
    messages = [f.message for f in PLAN.read.findings if f.rule == rule]
    assert [m for m in messages if all(part in m for part in told)]
