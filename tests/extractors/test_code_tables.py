"""Statutory tables with a 科目 a row: each value under its column, and nothing filled from a neighbour."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import extract_file
from extractors.tables import read_tables
from tests.extractors.damage import report
from tests.extractors.written import INCOME, SPENDING, cells, facts, grid, of_row, readings


def test_each_value_stands_under_its_column() -> None:
    found = cells("支出决算表", SPENDING + "合计||9.00|5.00|4.00|0.00\n206|科学技术支出|9.00|5.00|4.00|0.00")
    wanted = {"本年支出合计": "9.00", "基本支出": "5.00", "项目支出": "4.00", "上缴上级支出": "0.00"}
    assert of_row(found, "合计") == of_row(found, "206") == wanted


def test_a_fact_says_where_it_stands() -> None:
    rows = SPENDING + "206|科学技术支出|9.00|5.00|4.00|0.00"
    fact = next(f for f in facts("支出决算表", rows, "部门：云岭市水务局") if f.column == "项目支出")
    assert (fact.origin, fact.table, fact.row_code, fact.row_name) == ("table", "GK03", "206", "科学技术支出")
    assert (fact.value, fact.unit, fact.raw) == (Decimal("4.00"), "万元", "4.00")
    assert fact.line == 10
    assert fact.quote == "206\t科学技术支出\t9.00\t5.00\t4.00\t0.00"
    assert (fact.department, fact.year) == ("云岭市水务局", 2023)


def test_blank_zero_and_missing_are_three_things() -> None:
    rows = "科目代码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出\n栏次|\n合计||9.00||9.00|0.00\n"
    row = of_row(cells("支出决算表", rows + "206|科学技术支出|9.00||9.00"), "206")
    assert row == {"本年支出合计": "9.00", "基本支出": None, "项目支出": "9.00"}


def test_a_dash_is_a_blank_and_text_is_neither_number_nor_blank() -> None:
    found = {f.column: f for f in facts("支出决算表", SPENDING + "206|科学技术支出|9.00|——|见附表|-")}
    assert found["基本支出"].is_blank and found["上缴上级支出"].is_blank
    assert found["项目支出"].is_text and found["项目支出"].raw == "见附表"


def test_numbers_are_read_through_spaces_separators_width_and_markup() -> None:
    found = facts("支出决算表", SPENDING + "206|科学技术支出|4, 233. 22|<b>4,194.62</b>|３８．６０|**0.00**")
    assert [str(f.value) for f in found] == ["4233.22", "4194.62", "38.60", "0.00"]
    assert [f.raw for f in found] == ["4, 233. 22", "4,194.62", "３８．６０", "0.00"]


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["{}", " {} ", "<b>{}</b>", "**{}**", "\u3000{}"]),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_value_keeps_its_column_however_it_is_printed(value: Decimal, frame: str, commas: bool, at: int) -> None:
    row = ["-", "-", "-", "-"]
    row[at] = frame.format(f"{value:,.2f}" if commas else f"{value:.2f}")
    found = cells("支出决算表", f"{SPENDING}206|科学技术支出|{'|'.join(row)}")
    column = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出"][at]
    assert {c: v for c, v in of_row(found, "206").items() if v is not None} == {column: f"{value:.2f}"}


def test_the_total_may_stand_second_or_last() -> None:
    rows = [
        "201|一般公共服务支出|4.00|4.00|0.00|0.00",
        "合计||9.00|9.00|0.00|0.00",
        "206|科学技术支出|5.00|5.00|0.00|0.00",
    ]
    first, last = ("\n".join(order) for order in (rows, [rows[0], rows[2], rows[1]]))
    assert cells("支出决算表", SPENDING + first) == cells("支出决算表", SPENDING + last)


def test_a_row_named_like_a_lost_column_gives_its_value_to_the_row_above() -> None:
    rows = """项目||本年支出
科目代码|科目名称|小计|基本支出
栏次||1|2
合计||58.00|30.00
项目支出||28.00
206|科学技术支出|58.00|30.00"""
    (reading,) = readings("一般公共预算财政拨款支出决算表", rows)
    made = {(f.row_code or f.row_name, f.column): str(f.value) for f in reading.facts}
    assert made == {
        ("合计", "小计"): "58.00",
        ("合计", "基本支出"): "30.00",
        ("合计", "项目支出"): "28.00",
        ("206", "小计"): "58.00",
        ("206", "基本支出"): "30.00",
    }
    (problem,) = reading.problems
    assert (problem.table, problem.kind) == ("GK05", "lost_column") and "项目支出" in problem.text


def test_a_column_that_the_header_lacks_gives_no_cells_and_not_the_next_rows() -> None:
    rows = "科目代码|科目名称|小计|基本支出\n合计||58.00|30.00\n206|科学技术支出|58.00|30.00\n207|文化支出|1.00|1.00"
    found = cells("一般公共预算财政拨款支出决算表", rows)
    assert {column for _, column in found} == {"小计", "基本支出"}
    assert of_row(found, "207") == {"小计": "1.00", "基本支出": "1.00"}


def test_a_header_repeated_after_a_page_break_is_no_row() -> None:
    once = SPENDING + "合计||9.00|5.00|4.00|0.00\n206|科学技术支出|9.00|5.00|4.00|0.00"
    again = SPENDING + "合计||9.00|5.00|4.00|0.00\n" + SPENDING + "206|科学技术支出|9.00|5.00|4.00|0.00"
    assert cells("支出决算表", again) == cells("支出决算表", once)


def test_a_repeated_header_in_another_order_holds_for_the_rows_below_it() -> None:
    other = "科目代码|科目名称|本年收入合计|其他收入|财政拨款收入\n"
    found = cells("收入决算表", INCOME + "201|甲类|9.00|8.00|1.00\n" + other + "206|乙类|9.00|1.00|8.00")
    assert of_row(found, "201") == of_row(found, "206")


def test_a_table_cut_by_a_page_break_without_header_goes_on() -> None:
    found = cells("支出决算表", SPENDING + "合计||9.00|5.00|4.00|0.00\n\n\n206|科学技术支出|9.00|5.00|4.00|0.00")
    assert of_row(found, "206") == of_row(found, "合计")


def test_a_table_cut_by_a_page_number_goes_on() -> None:
    rows = SPENDING + "合计||9.00|5.00|4.00|0.00"
    text = f"第二部分 决算表\n\n支出决算表\n\n{grid(rows)}\n\n3\n\n{grid('206|科学技术支出|9.00|5.00|4.00|0.00')}\n"
    read = [f for r in read_tables(report(text)) for f in r.facts]
    assert {(f.row_name, f.column): str(f.value) for f in read if f.column == "项目支出"} == {
        ("合计", "项目支出"): "4.00",
        ("科学技术支出", "项目支出"): "4.00",
    }


LEADS = """功能分类科目编码|||科目名称|本年支出合计|基本支出|项目支出
类|款|项|栏次|1|2|3
"""


def test_class_group_and_item_columns_make_one_code() -> None:
    rows = "|||合计|9.00|5.00|4.00\n201|||一般公共服务支出|9.00|5.00|4.00\n201|03||政府办公|9.00|5.00|4.00\n"
    found = cells("支出决算表", LEADS + rows + "201|03|01|行政运行|9.00|5.00|4.00\n2010302|||一般行政事务|0.00||")
    assert {row for row, _ in found} == {"合计", "201", "20103", "2010301", "2010302"}
    assert of_row(found, "2010301") == {"本年支出合计": "9.00", "基本支出": "5.00", "项目支出": "4.00"}


def test_a_class_printed_once_holds_for_the_rows_below() -> None:
    rows = "201|||一般公共服务支出|9.00|5.00|4.00\n|03||政府办公|9.00|5.00|4.00\n||01|行政运行|9.00|5.00|4.00"
    assert {row for row, _ in cells("支出决算表", LEADS + rows)} == {"201", "20103", "2010301"}


def test_a_name_broken_over_lines_is_one_row_quoted_whole() -> None:
    rows = SPENDING + "2060199|其他科学技术管\n理事务支出|9.00|5.00|4.00|0.00"
    found = facts("支出决算表", rows)
    assert {(f.row_code, f.row_name) for f in found} == {("2060199", "其他科学技术管理事务支出")}
    assert [str(f.value) for f in found] == ["9.00", "5.00", "4.00", "0.00"]
    assert found[0].quote.startswith("2060199\t其他科学技术管\n理事务支出\t9.00")


def test_two_short_rows_that_are_two_subjects_stay_two() -> None:
    found = cells("支出决算表", SPENDING + "20601|管理事务\n20602|基础研究|9.00|5.00|4.00")
    assert of_row(found, "20602") == {"本年支出合计": "9.00"}
    assert {row for row, _ in found} == {"20602"}


def test_blanks_inside_a_name_go() -> None:
    (name,) = {f.row_name for f in facts("支出决算表", SPENDING + "206|　　科学技术 支　出|9.00|5.00|4.00|0.00")}
    assert name == "科学技术支出"


def test_header_rows_shifted_against_their_numbers_follow_the_numbers() -> None:
    rows = "项目|本年收入合计|财政拨款收入|其他收入\n科目代码|科目名称|||\n栏次||1|2|3\n206|科学技术支出|9.00|8.00|1.00"
    assert of_row(cells("收入决算表", rows), "206") == {
        "本年收入合计": "9.00",
        "财政拨款收入": "8.00",
        "其他收入": "1.00",
    }


def test_a_column_that_a_report_adds_keeps_its_printed_name() -> None:
    rows = "科目代码|科目名称|本年收入合计|财政拨款收入|捐赠收入|其他收入\n206|科学技术支出|9.00|5.00|3.00|1.00"
    row = of_row(cells("收入决算表", rows), "206")
    assert row == {"本年收入合计": "9.00", "财政拨款收入": "5.00", "捐赠收入": "3.00", "其他收入": "1.00"}


def test_a_column_that_a_numbered_header_adds_keeps_its_printed_name() -> None:
    head = "科目代码|科目名称|本年收入合计|财政拨款收入|捐赠收入|其他收入\n栏次||1|2|3|4\n"
    rows = head + "206|科学技术支出|9.00|5.00|3.00|1.00"
    assert of_row(cells("收入决算表", rows), "206")["捐赠收入"] == "3.00"


def test_columns_under_a_common_header_are_told_by_it() -> None:
    rows = """项目||年初结转和结余|本年收入|本年支出|||年末结转和结余
科目代码|科目名称|||小计|基本支出|项目支出|
栏次||1|2|3|4|5|6
229|其他支出|1.00|10.00|9.00||9.00|2.00"""
    assert of_row(cells("政府性基金预算财政拨款收入支出决算表", rows), "229") == {
        "年初结转和结余": "1.00",
        "本年收入": "10.00",
        "本年支出小计": "9.00",
        "本年支出基本支出": None,
        "本年支出项目支出": "9.00",
        "年末结转和结余": "2.00",
    }


GENERAL = "一般公共预算财政拨款支出决算表"


def test_a_part_of_a_column_keeps_its_name_with_among_which() -> None:
    rows = """项目||本年收入合计|财政拨款收入|事业收入||其他收入
科目代码|科目名称|||小计|其中：教育收费|
206|科学技术支出|9.00|5.00|3.00|2.00|1.00"""
    assert of_row(cells("收入决算表", rows), "206") == {
        "本年收入合计": "9.00",
        "财政拨款收入": "5.00",
        "事业收入": "3.00",
        "其中：教育收费": "2.00",
        "其他收入": "1.00",
    }


@pytest.mark.parametrize("whole", ["小计", "合计"])
def test_a_subtotal_below_the_heading_of_a_column_is_that_column(whole: str) -> None:
    head = f"项目||事业收入||财政拨款收入|本年收入\n科目代码|科目名称|{whole}|其中：教育收费||\n"
    rows = head + "206|科学技术支出|3.00|2.00|5.00|8.00"
    found = of_row(cells("收入决算表", rows), "206")
    assert found["事业收入"] == "3.00" and found["财政拨款收入"] == "5.00"
    assert "本年收入合计" not in found


def test_a_heading_reaches_no_further_than_the_one_above_it() -> None:
    rows = """项目||||本年支出合计|基本支出|项目支出||上缴上级支出
功能分类科目编码|||科目名称|||小计|其中：基建|
类|款|项||||||
229|||其他支出|9.00|5.00|3.00|2.00|1.00"""
    assert of_row(cells("支出决算表", rows), "229") == {
        "本年支出合计": "9.00",
        "基本支出": "5.00",
        "项目支出": "3.00",
        "其中：基建": "2.00",
        "上缴上级支出": "1.00",
    }


def test_kinds_of_basic_spending_are_columns_within_it() -> None:
    rows = """项目||本年支出合计|基本支出|||项目支出
科目编码|科目名称||小计|人员经费|公用经费|
合计||9.00|5.00|3.00|2.00|4.00"""
    assert of_row(cells(f"{GENERAL}（按功能分类科目）", rows), "合计") == {
        "小计": "9.00",
        "基本支出": "5.00",
        "人员经费": "3.00",
        "公用经费": "2.00",
        "项目支出": "4.00",
    }


def test_a_row_that_lost_a_cell_among_the_kinds_of_basic_spending_takes_no_value_of_another_column() -> None:
    rows = """科目编码|科目名称|合计|基本支出|人员经费|公用经费|项目支出
合计||9.00|5.00|3.00|2.00|4.00
206|科学技术支出|9.00|5.00|3.00|4.00"""
    found = of_row(cells(GENERAL, rows), "206")
    assert found.get("公用经费") != "4.00"


def test_the_carry_over_may_stand_beside_general_budget_spending() -> None:
    rows = """项目|项目|年初结转和结余|本年收入|本年支出|本年支出|本年支出|年末结转和结余
科目编码|科目名称|年初结转和结余|本年收入|合计|基本支出|项目支出|年末结转和结余
栏次|栏次|1|2|3|4|5|6
206|科学技术支出|1.00|10.00|9.00||9.00|2.00"""
    assert of_row(cells("一般公共预算财政拨款收入支出决算表", rows), "206") == {
        "年初结转和结余": "1.00",
        "本年收入": "10.00",
        "小计": "9.00",
        "基本支出": None,
        "项目支出": "9.00",
        "年末结转和结余": "2.00",
    }


@pytest.mark.parametrize(
    ("title", "spent"),
    [("一般公共预算财政拨款收入支出决算表", ""), ("政府性基金预算财政拨款收入支出决算表", "本年支出")],
)
def test_what_is_carried_over_may_be_parted_twice(title: str, spent: str) -> None:
    rows = (
        "项目||年初结转和结余|||本年收入|||本年支出|||||年末结转和结余||||\n"
        "科目代码|科目名称|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|||项目支出"
        "|合计|基本支出结转|项目支出结转和结余||\n"
        "|||||||||小计|人员经费|公用经费||||小计|项目支出结转|项目支出结余\n"
        "栏次||1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16\n"
        "合计||3.00|1.00|2.00|20.00|9.00|11.00|19.00|9.00|6.00|3.00|10.00|4.00|1.00|3.00|2.50|0.50\n"
        "212|城乡社区支出|3.00|1.00|2.00|20.00|9.00|11.00|19.00|9.00|6.00|3.00|10.00|4.00|1.00|3.00|2.50|0.50"
    )
    row = of_row(cells(title, rows), "212")
    assert (row["年初结转和结余"], row["年初结转和结余项目支出"], row["本年收入基本支出"]) == ("3.00", "2.00", "9.00")
    assert (row[f"{spent}小计"], row[f"{spent}基本支出"], row[f"{spent}公用经费"]) == ("19.00", "9.00", "3.00")
    ends = ("年末结转和结余", "年末结转和结余项目支出", "年末结转和结余项目支出结转", "年末结转和结余项目支出结余")
    assert [row[c] for c in ends] == ["4.00", "3.00", "2.50", "0.50"]


def test_codes_with_a_column_for_each_level_may_be_printed_whole() -> None:
    rows = "201|||一般公共服务支出|9.00|5.00|4.00\n|20103||政府办公|9.00|5.00|4.00\n||2010301|行政运行|9.00|5.00|4.00"
    assert {row for row, _ in cells("支出决算表", LEADS + rows)} == {"201", "20103", "2010301"}


BY_KIND = """经济分类科目编码|科目名称|合计|人员经费|公用经费|备注
|合计|9.00|6.00|3.00|
301|工资福利支出|6.00|6.00||
302|商品和服务支出|3.00||3.00|
"""
BASIC = "一般公共预算财政拨款基本支出决算表（按经济分类科目）"


def test_basic_spending_with_a_column_for_each_kind() -> None:
    found = cells(BASIC, BY_KIND)
    assert of_row(found, "合计") == {"决算数": "9.00", "人员经费": "6.00", "公用经费": "3.00"}
    assert of_row(found, "302") == {"决算数": "3.00", "人员经费": None, "公用经费": "3.00"}


def test_totals_below_a_list_of_basic_spending_are_rows() -> None:
    rows = "经济分类科目编码|科目名称|决算数\n|合计|9.00\n301|工资福利支出|6.00\n302|商品和服务支出|3.00\n"
    found = cells(BASIC, rows + "|人员经费合计|6.00\n|公用经费合计|3.00")
    assert (found["人员经费合计", "决算数"], found["公用经费合计", "决算数"]) == ("6.00", "3.00")
    assert found["合计", "决算数"] == "9.00"


def test_a_row_that_lost_a_cell_before_the_remarks_is_not_taken_as_whole() -> None:
    found = cells(BASIC, BY_KIND.replace("302|商品和服务支出|3.00||3.00|", "302|商品和服务支出|3.00||"))
    assert of_row(found, "302") in ({}, {"决算数": "3.00"})


def test_a_header_under_which_the_columns_add_up_in_another_order_only_is_not_read() -> None:
    rows = "科目编码|科目名称|基本支出|合计|项目支出\n合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00"
    (reading,) = readings(GENERAL, rows)
    assert reading.facts == [] and [p.kind for p in reading.problems] == ["lost_column"]


def test_columns_that_add_up_in_no_order_are_the_reports_own_mistake_and_read() -> None:
    rows = "科目编码|科目名称|合计|基本支出|项目支出\n合计||9.00|5.00|3.00\n206|科学技术支出|9.00|5.00|3.00"
    assert of_row(cells(GENERAL, rows), "206") == {"小计": "9.00", "基本支出": "5.00", "项目支出": "3.00"}


def test_a_row_whose_cells_all_moved_right_is_put_back_by_its_sum() -> None:
    rows = "科目编码|科目名称|合计|基本支出|项目支出|\n206|科学技术支出|9.00|5.00|4.00|\n207|文化支出||3.00|2.00|1.00"
    found = of_row(cells(GENERAL, rows), "207")
    assert all(
        {"小计": "3.00", "基本支出": "2.00", "项目支出": "1.00"}[column] == value for column, value in found.items()
    )


def test_figures_beyond_a_header_that_lost_a_word_in_the_middle_are_not_read() -> None:
    rows = "科目代码|科目名称|小计|项目支出|\n合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00"
    (reading,) = readings(GENERAL, rows)
    assert reading.facts == [] and [p.kind for p in reading.problems] == ["lost_column"]


@pytest.mark.parametrize("mark", ["①", "²"])
def test_a_circled_or_raised_digit_is_no_column_number(mark: str) -> None:
    found = cells("支出决算表", SPENDING + f"合计||9.00|5.00|4.00|0.00\n{mark}|||||")
    assert of_row(found, "合计")["本年支出合计"] == "9.00"


# ---------------------------------------------------------------- lists side by side

LISTS = "科目代码|科目名称|小计|基本支出|项目支出|科目代码|科目名称|小计|基本支出|项目支出\n"


def test_a_list_printed_in_two_halves_beside_one_another_is_one_table() -> None:
    rows = LISTS + "合计||9.00|5.00|4.00|206|科学技术支出|7.00|5.00|2.00\n205|教育支出|2.00|0.00|2.00|||||"
    found = {
        (f.row_code or f.row_name, f.column): str(f.value)
        for r in readings("一般公共预算财政拨款支出决算表", rows)
        for f in r.facts
    }
    assert found["合计", "小计"] == "9.00" and found["205", "项目支出"] == "2.00"
    assert found["206", "基本支出"] == "5.00" and len(found) == 9


def test_two_tables_in_one_grid_are_told_apart_by_their_titles() -> None:
    titles = "一般公共预算财政拨款支出决算表|||||国有资本经营预算财政拨款支出决算表||||\n"
    rows = (
        titles
        + LISTS
        + "合计||9.00|5.00|4.00|合计||2.00|0.00|2.00\n206|科学技术支出|9.00|5.00|4.00|223|国有支出|2.00|0.00|2.00"
    )
    read = readings("2023年度部门决算表", rows)
    assert [(r.key, len(r.facts)) for r in read] == [("GK05", 6), ("GK08", 6)]
    assert {f.row_code for f in read[1].facts} == {None, "223"}


def test_two_tables_in_one_grid_are_told_apart_by_their_words() -> None:
    head = "科目代码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|其他收入|"
    head += "科目代码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出\n"
    rows = head + "合计||9.00|9.00|0.00|0.00|0.00|合计||8.00|5.00|3.00|0.00|0.00|0.00"
    read = readings("收入决算表", rows)
    assert [r.key for r in read] == ["GK02", "GK03"]
    assert {f.column: str(f.value) for f in read[1].facts}["项目支出"] == "3.00"


def test_a_second_table_of_the_same_columns_without_title_is_not_read() -> None:
    rows = LISTS + "合计||9.00|5.00|4.00|合计||2.00|0.00|2.00"
    (reading,) = readings("一般公共预算财政拨款支出决算表", rows)
    assert [str(f.value) for f in reading.facts] == ["9.00", "5.00", "4.00"]


def test_a_row_that_lost_a_cell_does_not_mix_two_lists() -> None:
    rows = (
        LISTS
        + "合计||9.00|5.00|4.00|206|科学技术支出|7.00|5.00|2.00\n205|教育支出|2.00|0.00|207|文化支出|3.00|0.00|3.00"
    )
    read = {f.row_code for r in readings("一般公共预算财政拨款支出决算表", rows) for f in r.facts}
    assert read == {None, "206"}


def test_a_wrong_figure_before_a_blank_is_read_as_printed() -> None:
    rows = SPENDING + "合计||9.00|5.00|4.00|\n206|科学技术支出|9.00|5.00|4.40|\n20601|科技管理|9.00|5.00|4.00|\n"
    row = of_row(cells("支出决算表", rows + "2060101|行政运行|9.00|5.00|4.00|"), "206")
    assert (row["本年支出合计"], row["基本支出"], row["项目支出"]) == ("9.00", "5.00", "4.40")


def test_what_was_carried_and_received_and_spent_has_its_parts_each_under_its_heading() -> None:
    head = """项目||年初结转和结余|||本年收入|||本年支出|||年末结转和结余||
科目编码|科目名称|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|项目支出|合计|基本支出结转|项目支出结转和结余
栏次||1|2|3|4|5|6|7|8|9|10|11|12
"""
    row = "213|农林水支出|3.00||3.00|38.00|15.00|23.00|37.00|15.00|22.00|4.00||4.00"
    found = of_row(cells("一般公共预算财政拨款支出决算表", head + row), "213")
    assert (found["小计"], found["基本支出"], found["项目支出"]) == ("37.00", "15.00", "22.00")
    assert (found["本年收入"], found["本年收入项目支出"]) == ("38.00", "23.00")
    assert (found["年初结转和结余项目支出"], found["年末结转和结余"]) == ("3.00", "4.00")
    assert found["年末结转和结余基本支出"] is None


def test_parts_of_codes_that_lost_their_zero_are_made_whole() -> None:
    rows = """项目||||支出决算
科目编码|||科目名称|本年支出合计|基本支出|项目支出
类|款|项||||
213|||农林水支出|9.00|5.00|4.00
213|3||水利|9.00|5.00|4.00
213|3|1|行政运行|5.00|5.00|0.00
213|3|14|防汛|4.00|0.00|4.00"""
    found = cells("支出决算表", rows)
    assert {row for row, _ in found} == {"213", "21303", "2130301", "2130314"}


def test_a_code_behind_the_heading_that_its_page_has_drawn_into_its_cell_is_read() -> None:
    rows = SPENDING + "合计||9.00|5.00|4.00|0.00\n类款项206|科学技术支出|9.00|5.00|4.00|0.00"
    assert of_row(cells("支出决算表", rows), "206")["项目支出"] == "4.00"


def test_the_income_of_a_year_and_its_kinds_stand_under_headings_of_three_levels(tmp_path: Path) -> None:
    rows = """| 序号 | 功能分类科目 | | 合计 | 本年收入 | | | | 上年结转 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| | 科目编码 | 科目名称 | | 小计 | 财政拨款收入 | 单位资金收入 | | |
| | | | | | | 事业收入 | 其他收入 | |
| 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
| 1 | | 合计 | 38.98 | 38.63 | 38.30 | 0.30 | 0.03 | 0.35 |
| 2 | 207 | 文化旅游体育与传媒支出 | 38.98 | 38.63 | 38.30 | 0.30 | 0.03 | 0.35 |
"""
    path = tmp_path / "budget.md"
    path.write_text(f"云岭市水务局2025年部门预算\n\n部门收入总表\n\n单位：万元\n\n{rows}", encoding="utf-8")
    read = [f for f in extract_file(path).facts if f.table == "YS02" and f.row_code == "207"]
    assert {f.column: str(f.value) for f in read} == {
        "合计": "38.98",
        "本年收入小计": "38.63",
        "财政拨款收入": "38.30",
        "事业收入": "0.30",
        "其他收入": "0.03",
        "上年结转": "0.35",
    }
