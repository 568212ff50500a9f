"""Statutory tables with blocks side by side, and the wide table of “三公”经费."""

from __future__ import annotations

import pytest

from tests.extractors.written import PUBLIC, WIDE, cells, facts, readings

# ---------------------------------------------------------------- income and spending side by side


SUMMARY = """收入|||支出||
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
"""


def test_both_sides_of_the_summary_are_read_without_their_ordinals() -> None:
    found = cells(
        "收入支出决算总表", SUMMARY + "一、财政拨款收入|1|8.00|二十三、其他支出|54|3.00\n|9||三、国防支出|34|0.00"
    )
    assert found == {
        ("财政拨款收入", "收入金额"): "8.00",
        ("其他支出", "支出金额"): "3.00",
        ("国防支出", "支出金额"): "0.00",
    }


def test_a_summary_label_printed_in_the_number_column_keeps_its_amount() -> None:
    found = cells("收入支出决算总表", SUMMARY + "|本年收入合计|9.00|本年支出合计|58|8.00\n|30||结余分配|61|")
    assert found == {
        ("本年收入合计", "收入金额"): "9.00",
        ("本年支出合计", "支出金额"): "8.00",
        ("结余分配", "支出金额"): None,
    }


def test_the_two_grand_totals_are_told_apart() -> None:
    found = cells("收入支出决算总表", SUMMARY + "总计|31|9.00|总 计|62|9.01")
    assert found == {("总计(收入)", "收入金额"): "9.00", ("总计(支出)", "支出金额"): "9.01"}


def test_a_line_number_is_never_an_amount() -> None:
    found = facts(
        "收入支出决算总表", SUMMARY + "本年收入合计|27|9.00|本年支出合计|58|9.00\n使用非财政拨款结余|28||结余分配|59|"
    )
    assert [str(f.value) for f in found] == ["9.00", "9.00", "None", "None"]


def test_a_summary_row_that_lost_a_cell_takes_no_label_for_an_amount() -> None:
    found = facts("收入支出决算总表", SUMMARY + "总计|31|8.00|总计|62|8.00\n本年收入合计|9.00|本年支出合计|58|9.00")
    assert all(f.raw in {"8.00", "9.00"} for f in found)


BY_NATURE = """收入|||支出|||||
项目|行次|决算数|项目（按功能分类）|行次|决算数|项目（按支出性质）|行次|决算数
一、一般公共预算财政拨款收入|1|9.00|一、一般公共服务支出|31|5.00|一、基本支出|59|6.00
二、其他收入|2|0.00|二、其他支出|32|4.00|    人员经费|60|2.00
"""


def test_spending_listed_once_more_by_its_nature_is_spending_too() -> None:
    found = cells("收入支出决算总表", BY_NATURE + "本年收入合计|29|9.00|本年支出合计|57|9.00||85|")
    assert found == {
        ("一般公共预算财政拨款收入", "收入金额"): "9.00",
        ("其他收入", "收入金额"): "0.00",
        ("本年收入合计", "收入金额"): "9.00",
        ("一般公共服务支出", "支出金额"): "5.00",
        ("其他支出", "支出金额"): "4.00",
        ("本年支出合计", "支出金额"): "9.00",
        ("基本支出", "支出金额"): "6.00",
        ("人员经费", "支出金额"): "2.00",
    }


def test_a_total_printed_below_each_list_of_spending_is_told_once() -> None:
    found = cells("收入支出决算总表", BY_NATURE + "总计|29|9.00|总计|57|9.00|总计|85|9.00")
    assert (found["总计(收入)", "收入金额"], found["总计(支出)", "支出金额"]) == ("9.00", "9.00")


@pytest.mark.parametrize(
    "row", ["总计|29|9.00|总计|57|9.00", "总计|29|9.00|总计|57|9.00||85", "|29||总计|57|9.00||85|"]
)
def test_a_further_list_that_is_over_leaves_the_others_as_they_are(row: str) -> None:
    assert cells("收入支出决算总表", BY_NATURE + row)["总计(支出)", "支出金额"] == "9.00"


def test_line_numbers_below_a_header_that_lost_a_cell_are_no_amounts() -> None:
    head = "收入|||支出||\n项目|行次|金额|项目|金额\n"
    rows = "\n".join(f"第{n}项收入|{n}|8.00|第{n}项支出|{30 + n}|3.00" for n in range(1, 6))
    assert {f.raw for r in readings("收入支出决算总表", head + rows) for f in r.facts} <= {"8.00", "3.00"}


def test_a_summary_without_line_numbers_and_with_blanks_is_read() -> None:
    head = "收入||支出|\n项目|决算数|项目|决算数\n"
    found = cells(
        "收入支出决算总表", head + "一、财政拨款收入|8.00|一、国防支出|\n||二、教育支出|3.00\n总计|8.00|总计|8.00"
    )
    assert found["教育支出", "支出金额"] == "3.00" and found["国防支出", "支出金额"] is None


FISCAL = """收入|||支出|||||
项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
栏次||1|栏次||2|3|4|5
"""


def test_the_four_columns_of_the_fiscal_summary_stay_apart() -> None:
    found = cells("财政拨款收入支出决算总表", FISCAL + "本年收入合计|27|9.00|本年支出合计|59|8.00|5.00|3.00|")
    assert found == {
        ("本年收入合计", "收入金额"): "9.00",
        ("本年支出合计", "支出合计"): "8.00",
        ("本年支出合计", "一般公共预算财政拨款"): "5.00",
        ("本年支出合计", "政府性基金预算财政拨款"): "3.00",
        ("本年支出合计", "国有资本经营预算财政拨款"): None,
    }


def test_the_funds_below_the_carry_over_are_parts_of_it() -> None:
    rows = """一、一般公共预算财政拨款|1|9.00|||||
年初财政拨款结转和结余|28|3.00|年末财政拨款结转和结余|60|1.00|1.00||
一般公共预算财政拨款|29|2.00||61||||
其中：政府性基金预算财政拨款|30|1.00||62||||
总计|32|12.00|总计|64|12.00|12.00||"""
    income = {
        row: value
        for (row, column), value in cells("财政拨款收入支出决算总表", FISCAL + rows).items()
        if column == "收入金额"
    }
    assert income == {
        "一般公共预算财政拨款": "9.00",
        "年初财政拨款结转和结余": "3.00",
        "年初财政拨款结转和结余-一般公共预算财政拨款": "2.00",
        "年初财政拨款结转和结余-政府性基金预算财政拨款": "1.00",
        "总计(收入)": "12.00",
    }


def test_a_fiscal_summary_row_that_lost_its_number_gives_no_value_of_another_column() -> None:
    found = cells("财政拨款收入支出决算总表", FISCAL + "本年收入合计|27|9.00|本年支出合计|8.00|5.00|3.00|0.00")
    assert found.get(("本年支出合计", "支出合计"), "8.00") == "8.00"
    assert found.get(("本年支出合计", "一般公共预算财政拨款"), "5.00") == "5.00"


# ---------------------------------------------------------------- economic subjects, blocks side by side


BLOCK = "经济分类科目编码|科目名称|决算数"
BASIC = "一般公共预算财政拨款基本支出决算明细表"


@pytest.mark.parametrize("blocks", [2, 3])
def test_blocks_side_by_side_are_read_each_for_itself(blocks: int) -> None:
    parts = ["301|工资福利支出|6.00", "302|商品和服务支出|", "310|资本性支出|0.00"][:blocks]
    found = cells(BASIC, "|".join([BLOCK] * blocks) + "\n" + "|".join(parts))
    wanted = {("301", "决算数"): "6.00", ("302", "决算数"): None, ("310", "决算数"): "0.00"}
    assert found == dict(list(wanted.items())[:blocks])


def test_one_block_alone_is_read_as_a_list_of_subjects() -> None:
    found = cells(BASIC, f"{BLOCK}\n合计||6.00\n301|工资福利支出|6.00\n30101|基本工资|6.00\n30102|津贴补贴|")
    assert (found["合计", "决算数"], found["301", "决算数"]) == ("6.00", "6.00")
    assert (found["30101", "决算数"], found["30102", "决算数"]) == ("6.00", None)


def test_a_block_that_lost_its_amount_gives_nothing() -> None:
    found = cells(BASIC, f"{BLOCK}|{BLOCK}\n301|工资福利支出|302|商品和服务支出|2.00\n30101|基本工资|5.00|30201")
    assert found == {("302", "决算数"): "2.00", ("30101", "决算数"): "5.00"}


def test_totals_of_blocks_are_found_wherever_their_amounts_stand() -> None:
    rows = f"{BLOCK}|{BLOCK}|{BLOCK}\n301|工资福利支出|6.00|302|商品和服务支出|2.00|310|资本性支出|\n"
    found = cells(BASIC, rows + "人员经费合计||6.00|公用经费合计|||||2.00")
    assert (found["人员经费合计", "决算数"], found["公用经费合计", "决算数"]) == ("6.00", "2.00")


def test_blank_totals_are_blank_on_both_sides() -> None:
    found = cells(BASIC, f"{BLOCK}|{BLOCK}\n301|工资福利支出||302|商品和服务支出|\n人员经费合计|||公用经费合计||")
    assert (found["人员经费合计", "决算数"], found["公用经费合计", "决算数"]) == (None, None)


# ---------------------------------------------------------------- three public


ITEMS = """项目|2023年度预算数|2023年度决算数
合计|9.00|7.50
1. 因公出国（境）费|0.00|
2. 公务接待费|3.00|2.50
3. 公务用车购置及运行费|6.00|5.00
（1）公务用车购置费|0.00|0.00
（2）公务用车运行维护费|6.00|5.00
"""


def test_the_wide_and_the_item_form_of_three_public_give_the_same_cells() -> None:
    wide = cells(PUBLIC, WIDE + "9.00|0.00|6.00|0.00|6.00|3.00|7.50||5.00|0.00|5.00|2.50")
    assert wide == cells(PUBLIC, ITEMS)
    assert wide["合计", "预算数公务用车购置及运行费小计"] == "6.00"
    assert wide["合计", "决算数公务用车运行费"] == "5.00"
    assert wide["合计", "决算数因公出国（境）费"] is None
    assert len(wide) == 12


def test_the_final_figures_may_stand_left_of_the_budget() -> None:
    swapped = WIDE.replace("预算数", "?").replace("决算数", "预算数").replace("?", "决算数")
    found = cells(PUBLIC, swapped + "7.50|0.00|5.00|0.00|5.00|2.50|9.00|0.00|6.00|0.00|6.00|3.00")
    assert (found["合计", "决算数合计"], found["合计", "预算数合计"]) == ("7.50", "9.00")
    assert (found["合计", "决算数公务接待费"], found["合计", "预算数公务接待费"]) == ("2.50", "3.00")


def test_a_short_row_of_three_public_gives_the_cells_that_its_sums_leave_no_choice_for() -> None:
    found = cells(PUBLIC, WIDE + "9.00|0.00|6.00|0.00|6.00|3.00|7.50|0.00|5.00|0.00|5.00")
    assert found == {}
    found = cells(PUBLIC, WIDE + "9.00|0.00|6.00|0.00|6.00|3.00|7.50|5.00|0.00|5.00|2.50")
    assert found["合计", "决算数合计"] == "7.50" and found["合计", "决算数公务接待费"] == "2.50"
    assert ("合计", "决算数因公出国（境）费") not in found


def test_an_item_after_among_which_is_read() -> None:
    found = cells(PUBLIC, ITEMS.replace("（1）公务用车购置费", "其中：（1）公务用车购置费"))
    assert found["合计", "决算数公务用车购置费"] == "0.00"


# ---------------------------------------------------------------- one side above the other


STACKED = """收入||
项目|行次|决算数
一、一般公共预算财政拨款收入|1|7.00
二、其他收入|2|2.00
本年收入合计|3|9.00
年初结转和结余|4|1.00
收入总计|5|10.00
支出||
项目|行次|决算数
一、教育支出|6|3.00
二、科学技术支出|7|6.00
本年支出合计|8|9.00
年末结转和结余|9|1.00
支出总计|10|10.00
"""


def test_sides_one_above_the_other_are_told_apart_by_their_headings() -> None:
    found = cells("收入支出决算总表", STACKED)
    assert found["其他收入", "收入金额"] == "2.00" and found["教育支出", "支出金额"] == "3.00"
    assert found["总计(收入)", "收入金额"] == found["总计(支出)", "支出金额"] == "10.00"
    assert {column for _, column in found} == {"收入金额", "支出金额"} and len(found) == 10


def test_a_side_below_the_other_that_lost_its_heading_is_not_read_as_that_one() -> None:
    whole = cells("收入支出决算总表", STACKED)
    found = cells("收入支出决算总表", STACKED.replace("支出||\n", ""))
    assert all(whole.get(key) == value for key, value in found.items() if value is not None)


def test_a_side_whose_header_lost_its_item_is_not_read_as_the_one_above() -> None:
    whole = cells("收入支出决算总表", STACKED)
    found = cells("收入支出决算总表", STACKED.replace("支出||\n项目|行次", "支出||\n行次"))
    assert found and all(whole.get(key) == value for key, value in found.items() if value is not None)


# ---------------------------------------------------------------- blanks of lists by 经济分类


def test_a_blank_above_a_figure_in_a_row_with_all_its_cells_is_the_reports_own() -> None:
    rows = "301|工资福利支出|5.00|310|资本性支出|\n30101|基本工资|5.00|31002|办公设备购置|0.20\n"
    found = cells(BASIC, f"{BLOCK}|{BLOCK}\n{rows}30102|津贴补贴|0.00|31003|专用设备购置|0.00")
    assert ("310", "决算数") in found and found["310", "决算数"] is None


def test_the_items_of_a_side_may_be_headed_by_how_they_are_ordered() -> None:
    rows = """收入||支出|
项目|决算数|按功能分类|决算数
一、一般公共预算财政拨款收入|120.00|一、一般公共服务支出|100.00
二、政府性基金预算财政拨款收入||二、外交支出|
本年收入合计|120.00|本年支出合计|100.00
"""
    found = cells("收入支出决算总表", rows)
    assert found["一般公共服务支出", "支出金额"] == "100.00"
    assert found["本年收入合计", "收入金额"] == "120.00"
