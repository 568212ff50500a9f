"""The nine statutory tables: each value under the column it is printed in, and nothing filled from a neighbour."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cells import score_cells
from eval.samples import Sample, generate
from eval.samples.options import families
from extractors.extract import read_report
from extractors.facts import Fact, plain_decimal
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.structure import sections_of
from extractors.tables import Reading, read_tables

Cells = dict[tuple[str, str], str | None]


def report(text: str, markdown: bool = False) -> Report:
    document = read_text("demo.txt", text.encode(), markdown)
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def grid(rows: str) -> str:
    """Rows written with | between cells, as tab-separated text."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows.strip().splitlines())


def readings(title: str, rows: str, caption: str = "单位：万元") -> list[Reading]:
    text = f"第二部分 2023年度云岭市水务局部门决算表\n\n{title}\n\n{caption}\n\n{grid(rows)}\n\n第三部分 决算情况说明\n"
    return read_tables(report(text))


def facts(title: str, rows: str, caption: str = "单位：万元") -> list[Fact]:
    (reading,) = readings(title, rows, caption)
    return reading.facts


def cells(title: str, rows: str, caption: str = "单位：万元") -> Cells:
    """Value by (code or row name, column); None is a printed blank."""
    found = facts(title, rows, caption)
    made = {
        (f.row_code or f.row_name, f.column): plain_decimal(f.value) if f.value is not None else None for f in found
    }
    assert len(made) == len(found), "two facts of one cell"
    return made


def of_row(found: Cells, row: str) -> dict[str, str | None]:
    return {column: value for (name, column), value in found.items() if name == row}


INCOME = """项目||本年收入合计|财政拨款收入|其他收入
科目代码|科目名称|||
栏次||1|2|3
"""
SPENDING = """项目||本年支出合计|基本支出|项目支出|上缴上级支出
科目代码|科目名称||||
栏次||1|2|3|4
"""


# ---------------------------------------------------------------- one subject a row


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
    row = ["", "", "", ""]
    row[at] = frame.format(f"{value:,.2f}" if commas else f"{value:.2f}")
    found = cells("支出决算表", f"{SPENDING}206|科学技术支出|{'|'.join(row)}")
    assert [v for v in of_row(found, "206").values()] == [f"{value:.2f}" if i == at else None for i in range(4)]


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


@pytest.mark.parametrize("mark", ["①", "²"])
def test_a_circled_or_raised_digit_is_no_column_number(mark: str) -> None:
    found = cells("支出决算表", SPENDING + f"合计||9.00|5.00|4.00|0.00\n{mark}|||||")
    assert of_row(found, "合计")["本年支出合计"] == "9.00"


# ---------------------------------------------------------------- which table, which unit


@pytest.mark.parametrize(
    "title", ["支出决算表", "三、支出决算表", "2023年度支出决算表", "云岭市水务局支出决算表", "支出 决算 表"]
)
def test_a_table_is_known_by_its_title(title: str) -> None:
    assert [r.key for r in readings(title, SPENDING + "合计||9.00|5.00|4.00|0.00")] == ["GK03"]


def test_a_title_inside_a_longer_title_is_not_that_table() -> None:
    rows = "项目||本年支出\n科目代码|科目名称|小计|基本支出|项目支出\n栏次||1|2|3\n合计||9.00|5.00|4.00"
    assert [r.key for r in readings("一般公共预算财政拨款支出决算表", rows)] == ["GK05"]


def test_a_table_without_title_is_known_by_its_header() -> None:
    head = "科目代码|科目名称|本年支出合计|基本支出|上缴上级支出|经营支出|对附属单位补助支出\n"
    rows = head + "合计||9.00|9.00|0.00|0.00|0.00"
    text = f"第二部分 2023年度部门决算表\n\n公开03表\n\n{grid(rows)}\n"
    assert [(r.key, len(r.facts)) for r in read_tables(report(text))] == [("GK03", 5)]


def test_a_table_of_another_part_is_no_statutory_one() -> None:
    rows = grid(SPENDING + "合计||9.00|5.00|4.00|0.00")
    assert not read_tables(report(f"第三部分 决算情况说明\n\n一、收入决算情况说明\n\n{rows}\n"))
    assert not read_tables(report(f"第二部分 决算表\n\n联系方式\n\n{grid('电话|123')}\n"))


@pytest.mark.parametrize(
    ("caption", "unit"), [("单位：元", "元"), ("金额单位：万元", "万元"), ("公开03表\n\n单位:亿元", "亿元")]
)
def test_the_unit_is_the_one_printed_at_the_table(caption: str, unit: str) -> None:
    assert {f.unit for f in facts("支出决算表", SPENDING + "合计||9.00|5.00|4.00|0.00", caption)} == {unit}


def test_the_unit_may_be_printed_in_the_table_itself() -> None:
    rows = "公开03表|||||\n部门：云岭市水务局|||||单位：元\n" + SPENDING + "合计||9.00|5.00|4.00|0.00"
    assert {f.unit for f in facts("支出决算表", rows, "2023年度")} == {"元"}


def test_without_a_unit_of_its_own_a_table_has_that_of_the_report() -> None:
    text = f"支出决算表\n\n{grid(SPENDING + '合计||9.00|5.00|4.00|0.00')}\n\n第三部分 说明\n\n收入3元，支出2元。\n"
    assert {f.unit for r in read_tables(report(text)) for f in r.facts} == {"元"}


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
    found = facts("收入支出决算总表", SUMMARY + "本年收入合计|27|9.00|本年支出合计|58|9.00\n总计|31||总计|62|")
    assert [str(f.value) for f in found] == ["9.00", "9.00", "None", "None"]


def test_a_summary_row_that_lost_a_cell_takes_no_label_for_an_amount() -> None:
    found = facts("收入支出决算总表", SUMMARY + "总计|31|8.00|总计|62|8.00\n本年收入合计|9.00|本年支出合计|58|9.00")
    assert all(f.raw in {"8.00", "9.00"} for f in found)


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
    found = cells(BASIC, f"{BLOCK}\n合计||6.00\n301|工资福利支出|6.00\n30102|津贴补贴|")
    assert found == {("合计", "决算数"): "6.00", ("301", "决算数"): "6.00", ("30102", "决算数"): None}


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


PUBLIC = "财政拨款“三公”经费支出决算表"
WIDE = """预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
1|2|3|4|5|6|7|8|9|10|11|12
"""
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


# ---------------------------------------------------------------- empty tables


@pytest.mark.parametrize("tail", ["", "合计|||||", "合计|||||\n|||||\n|||||", "|||||"])
def test_an_empty_table_gives_each_column_blank_on_the_total(tail: str) -> None:
    found = cells("支出决算表", SPENDING + tail)
    columns = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出"]
    assert found == {("合计", column): None for column in columns}


def test_an_empty_three_public_table_gives_its_twelve_columns_blank() -> None:
    found = cells(PUBLIC, WIDE + "|||||||||||")
    assert len(found) == 12 and set(found.values()) == {None}


def test_a_table_of_zeros_is_not_empty() -> None:
    assert set(cells("支出决算表", SPENDING + "合计||0.00|0.00|0.00|0.00").values()) == {"0.00"}


def test_the_blanks_of_an_empty_table_quote_something_printed() -> None:
    assert all(f.quote for f in facts("支出决算表", "项目||本年支出合计|基本支出|项目支出\n||||"))


def test_a_table_shown_as_a_picture_below_a_row_of_captions_is_no_error() -> None:
    text = "第二部分 决算表\n\n支出决算表\n\n部门：云岭市水务局\t单位：万元\n\n第三部分 决算情况说明\n"
    assert all(f.is_blank for r in read_tables(report(text)) for f in r.facts)


# ---------------------------------------------------------------- whole reports


PRINTED = st.builds(
    lambda seed, family, options: generate(seed, family, **options),
    st.integers(0, 400),
    st.sampled_from(families()),
    st.fixed_dictionaries(
        {},
        optional={
            "thousands": st.sampled_from(["none", "tables", "all"]),
            "blank_zero": st.booleans(),
            "spaced": st.booleans(),
            "class_lead": st.booleans(),
            "total_second": st.booleans(),
            "page_breaks": st.sampled_from(["none", "blank", "header"]),
            "gov_fund": st.booleans(),
            "capital": st.booleans(),
            "carry_over": st.booleans(),
        },
    ),
)


def wrong_cells(sample: Sample, text: str, markdown: bool = False) -> list[str]:
    read = [f for r in read_tables(report(text, markdown)) for f in r.facts]
    score = score_cells(sample.name, sample.truth.cells, read)
    assert score.wanted > 100
    blanks = {(c.table, c.row_code or c.row_name, c.column) for c in sample.truth.cells if c.value is None}
    told = {(f.table, f.row_code or f.row_name, f.column) for f in read if f.is_blank}
    return score.wrong + [f"空 {cell}" for cell in sorted(blanks - told)]


@settings(max_examples=20)
@given(PRINTED, st.booleans())
def test_every_cell_of_a_generated_report_is_read(sample: Sample, markdown: bool) -> None:
    assert wrong_cells(sample, sample.markdown if markdown else sample.text, markdown) == []


@settings(max_examples=15)
@given(PRINTED, st.randoms(use_true_random=False))
def test_cells_survive_blank_lines_put_anywhere(sample: Sample, random: object) -> None:
    lines = sample.text.split("\n")
    gaps = ["\n" * random.choice([1, 1, 1, 2, 3]) for _ in lines]  # type: ignore[attr-defined]
    assert wrong_cells(sample, "".join(line + gap for line, gap in zip(lines, gaps, strict=True))) == []


def test_tables_shown_as_pictures_give_no_table_facts() -> None:
    assert read_tables(report(generate(3, "hubei", pictures=True).text)) == []


@pytest.mark.parametrize(
    ("file", "table", "row", "column", "value"),
    [
        ("jiefang-2023.txt", "GK01", "本年收入合计", "收入金额", "386.75"),
        ("jiefang-2023.txt", "GK01", "年末结转和结余", "支出金额", "0.03"),
        ("jiefang-2023.txt", "GK02", "2060199", "本年收入合计", "101.57"),
        ("jiefang-2023.txt", "GK03", "2060199", "项目支出", "97.26"),
        ("jiefang-2023.txt", "GK05", "合计", "项目支出", "208.26"),
        ("jiefang-2023.txt", "GK06", "30101", "决算数", "102.73"),
        ("jiefang-2023.txt", "GK06", "30203", "决算数", "None"),
        ("pingdingshan-2023.txt", "GK03", "合计", "基本支出", "1806.70"),
        ("pingdingshan-2023.txt", "GK06", "公用经费合计", "决算数", "309.49"),
        ("pingdingshan-2023.txt", "GK09", "合计", "预算数公务用车购置费", "17.98"),
        ("hongqi-2023.txt", "GK03", "合计", "项目支出", "1931.46"),
        ("hongqi-2023.txt", "GK09", "合计", "决算数公务接待费", "None"),
        ("jiaozuo-2021.txt", "GK05", "合计", "小计", "4233.22"),
        ("jiaozuo-2021.txt", "GK09", "合计", "决算数公务接待费", "3.74"),
    ],
)
def test_cells_of_real_reports(corpus: Path, file: str, table: str, row: str, column: str, value: str) -> None:
    read = [f for r in read_tables(read_report(corpus / file)) for f in r.facts]
    found = [f for f in read if f.table == table and (f.row_code or f.row_name) == row and f.column == column]
    assert [str(f.value) for f in found] == [value]


def test_the_lost_column_of_a_real_report_stays_lost(corpus: Path) -> None:
    read = [f for r in read_tables(read_report(corpus / "jiefang-2023.txt")) for f in r.facts if f.table == "GK05"]
    assert [(f.row_name, str(f.value)) for f in read if f.column == "项目支出"] == [("合计", "208.26")]
    assert len([f for f in read if f.row_code]) > 30


@pytest.mark.parametrize("file", ["hongqi-2023.txt", "jiaozuo-2021.txt", "jiefang-2023.txt", "pingdingshan-2023.txt"])
def test_each_statutory_table_of_a_real_report_is_read_once(corpus: Path, file: str) -> None:
    read = read_tables(read_report(corpus / file))
    assert sorted(r.key for r in read) == [f"GK0{n}" for n in range(1, 10)]
    assert all(r.facts for r in read)


def test_a_real_report_of_pictures_has_no_table_facts(corpus: Path) -> None:
    assert not [f for r in read_tables(read_report(corpus / "zengdu-2023.txt")) for f in r.facts]
