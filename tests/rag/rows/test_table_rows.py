"""Questions over the rows of tables of no known form: lists, conditions, orders, counts, rates and differences."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import TABLES, answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

TABLE = """
涵闸除险加固台账
公开07表
单位：万元

序号\t河段\t工程名称\t下拨资金\t实际支付\t查出隐患（处）\t已消除（处）\t消除中（处）
1\t柳溪河\t石桥水闸\t120.00\t90.00\t8\t6\t2
2\t柳溪河\t柳湾泵站\t45.50\t45.50\t3\t3\t0
3\t白沙河\t长堤涵洞\t60.00\t30.00\t12\t9\t3
合计\t\t\t225.50\t165.50\t23\t18\t5

信息设备情况表
公开08表
单位：万元

项目\t车辆合计（辆）\t防汛巡查用车\t单价50万元以上设备
期末数\t6\t2\t1

堤防管护服务公开情况表
公开09表
单位：万元

项目\t金额
巡堤查险服务\t12.80
绿化养护服务\t7.20
"""
ANNEX = """

第五部分 附件

附件1
水库移民补助发放情况
单位：万元
序号\t乡镇\t应发补助\t实发补助
1\t石桥镇\t20.00\t19.50
2\t柳湾乡\t10.00\t10.00
合计\t\t30.00\t29.50
"""


def told(question: str) -> list[str]:
    answered = answer(question, TABLES + TABLE)
    return [f"{v.value}{v.unit or ''}" for v in answered.values]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("除险加固台账里各项工程分别下拨了多少资金", ["120.00万元", "45.50万元", "60.00万元"]),
        ("公开07表（除险加固）各工程消除中的各有几处", ["2处", "0处", "3处"]),
        ("哪个工程查出隐患最多", ["12处"]),
        ("涵闸除险加固台账中查出隐患超过5处的有哪些", ["8处", "12处"]),
        ("涵闸除险加固台账里柳溪河有哪些工程", ["120.00万元", "45.50万元"]),
        ("涵闸除险加固台账里下拨资金一共多少", ["225.50万元"]),
        ("07表里石桥水闸比长堤涵洞多下拨多少资金", ["60.00万元"]),
        ("石桥水闸的下拨资金和实际支付各多少", ["120.00万元", "90.00万元"]),
        ("涵闸除险加固台账里石桥水闸隐患消除率多少", ["75.00%"]),
        ("涵闸除险加固台账的支付率是多少", ["73.39%"]),
        ("柳湾泵站下拨资金多少", ["45.50万元"]),
        ("07表里排第二的是哪个工程", ["60.00万元"]),
        ("公开07表里石桥水闸的下拨资金和实际支付差多少", ["30.00万元"]),
        ("堤防管护服务里，巡堤查险和绿化养护服务加起来多少", ["20.00万元"]),
    ],
)
def test_the_rows_of_a_table_are_asked_for_by_its_own_headings(question: str, figures: list[str]) -> None:
    assert told(question) == figures


def test_a_table_is_found_by_what_it_is_about() -> None:
    assert told("堤防管护服务都有哪些，各花了多少") == ["12.80万元", "7.20万元"]


def test_a_table_of_one_row_lists_its_columns_and_counts_no_cars_in_money() -> None:
    assert told("信息设备情况表里各类车辆分别有几辆") == ["2", "1"]


def test_an_annex_is_named_by_its_number() -> None:
    answered = ask(library_of(text_of() + ANNEX), "青川区水务局2023年附件1里各乡镇实发补助分别多少")
    assert [v.value for v in answered.values] == ["19.50", "10.00"]


def test_a_name_that_ends_in_a_digit_does_not_run_into_its_figure() -> None:
    table = TABLE.replace("石桥水闸", "石桥水闸2")
    assert answer("涵闸除险加固台账里哪项工程下拨资金最多", TABLES + table).values[0].value == "120.00"


LIST = """
重点工程绩效目标汇总表

序号\t项目名称\t预算金额（元）\t主要产出指标\t指标值
1\t石桥水闸改造工程\t2,180,000\t改造闸门\t≥4扇
2\t柳湾泵站更新工程\t860,000\t更新机组\t≥2台
合计\t\t3,040,000\t\t

"""


@pytest.mark.parametrize("said", ["里有哪些项目，预算金额各多少", "里2个项目及各自预算金额"])
def test_a_numbered_list_with_money_is_a_table_that_its_title_names(said: str) -> None:
    told = answer(f"重点工程绩效目标汇总表{said}", tables=LIST)
    assert all(part in told.answer for part in ("石桥水闸改造工程", "2180000", "柳湾泵站更新工程", "860000"))
    assert "3040000" not in told.answer


def test_the_total_of_such_a_list_is_that_of_its_column() -> None:
    assert [v.value for v in answer("重点工程绩效目标汇总表里预算金额合计多少", tables=LIST).values][:1] == ["3040000"]
