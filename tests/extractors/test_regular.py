"""Columns in an order of their own, or joined in one cell, give the same cells as the usual print."""

from __future__ import annotations

import pytest

from tests.extractors.written import SPENDING, cells, facts

SPENT = "支出决算表"
ROWS = [("", "合计", "9.00|5.00|4.00|0.00"), ("206", "科学技术支出", "9.00|5.00|4.00|0.00")]
ROWS += [("20601", "科学技术管理事务", "9.00|5.00|4.00|0.00"), ("2060101", "行政运行", "9.00|5.00|4.00|0.00")]
WANTED = cells(SPENT, SPENDING + "\n".join(f"{code}|{name}|{amounts}" for code, name, amounts in ROWS))

BOTH = """功能分类科目编码及名称|本年支出合计|基本支出|项目支出|上缴上级支出
栏次|1|2|3|4
"""


@pytest.mark.parametrize("between", [" ", "", "\u3000", "-"])
def test_code_and_name_in_one_cell_are_two(between: str) -> None:
    rows = "\n".join(f"{code}{between if code else ''}{name}|{amounts}" for code, name, amounts in ROWS)
    assert cells(SPENT, BOTH + rows) == WANTED


def test_a_fact_of_a_joined_cell_stands_at_its_own_line() -> None:
    (fact,) = [
        f
        for f in facts(
            SPENT,
            BOTH + "合计|9.00|5.00|4.00|0.00\n206 科学技术支出|9.00|5.00|4.00|0.00\n207 文化支出|0.00|0.00|0.00|0.00",
        )
        if f.row_code == "206" and f.column == "项目支出"
    ]
    assert fact.quote == "206 科学技术支出\t9.00\t5.00\t4.00\t0.00"


ECONOMIC = """人员经费||公用经费|
经济分类科目编码及名称|决算数|经济分类科目编码及名称|决算数
301 工资福利支出|5.00|302 商品和服务支出|3.00
30101 基本工资|5.00|30201 办公费|3.00
人员经费合计|5.00|公用经费合计|3.00
"""


def test_joined_cells_in_several_lists_beside_one_another() -> None:
    found = cells("一般公共预算财政拨款基本支出决算表", ECONOMIC)
    amounts = {row: value for (row, _), value in found.items()}
    assert amounts == {
        "301": "5.00",
        "30101": "5.00",
        "302": "3.00",
        "30201": "3.00",
        "人员经费合计": "5.00",
        "公用经费合计": "3.00",
    }


SIDES = """{0}|决算数|{1}|决算数
{2}|1|{3}|2
{4}|7.00|{5}|3.00
{6}|2.00|{7}|6.00
{8}|9.00|{9}|9.00
{10}|9.00|{11}|9.00
"""
ITEMS = ["项目", "项目", "栏次", "栏次", "一、一般公共预算财政拨款收入", "一、一般公共服务支出", "二、其他收入"]
ITEMS += ["二、教育支出", "本年收入合计", "本年支出合计", "总计", "总计"]
ORDERS = ["行次", "行次", "", "", *"1526374", "8"]


def sides(number_first: bool) -> str:
    pairs = zip(ITEMS, ORDERS, strict=True)
    return SIDES.format(*(f"{order}|{item}" if number_first else f"{item}|{order}" for item, order in pairs))


def test_row_numbers_before_the_items_are_exchanged_with_them() -> None:
    found = cells("收入支出决算总表", sides(number_first=True))
    assert found == cells("收入支出决算总表", sides(number_first=False))
    assert found["其他收入", "收入金额"] == "2.00" and found["教育支出", "支出金额"] == "6.00"


def test_header_that_lost_its_item_gives_no_figure_of_another() -> None:
    broken = sides(number_first=True).replace("行次|项目|决算数|行次|项目|决算数", "行次|决算数|行次|项目|决算数")
    whole = cells("收入支出决算总表", sides(number_first=False))
    assert all(whole.get(key) == value for key, value in cells("收入支出决算总表", broken).items() if value)
