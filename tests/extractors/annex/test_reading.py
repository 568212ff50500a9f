"""What a form says: rows and columns, labels, levels, several forms, whole reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import generate
from extractors.annex import canonical_column, read_annexes, unread_cells
from extractors.extract import read_report
from extractors.facts import Fact
from tests.extractors.annex.written import HEAD, OPENING, TITLE, cells, facts, grid, of, of_row, report

FUNDS = "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n"

# ---------------------------------------------------------------- rows and columns


def test_an_indicator_is_named_by_its_third_level_and_filed_under_its_second() -> None:
    found = facts(OPENING + "产出指标|数量指标|改造泵站数|≥3座|4座|20|19.5")
    assert {f.row_name for f in found} == {"改造泵站数"}
    assert [(f.column, f.raw) for f in found] == [
        ("年度指标值", "≥3座"),
        ("实际完成值", "4座"),
        ("分值", "20"),
        ("得分", "19.5"),
    ]
    assert {f.section for f in found} == {f"第五部分附件/{TITLE}/石桥泵站改造/产出指标/数量指标"}
    assert {(f.origin, f.table, f.part_of) for f in found} == {("annex", TITLE, "石桥泵站改造")}


def test_the_unit_of_an_indicator_is_that_of_its_column_for_units() -> None:
    head = "一级指标|二级指标|三级指标|运算符号|指标值|度量单位\n"
    found = facts("项目名称|石桥泵站改造\n" + head + "效益指标|社会效益指标|受益人口|≥|1.35|万人")
    assert [(f.row_name, f.raw, f.unit) for f in found if f.column == "指标值"] == [("受益人口", "1.35", "万人")]


UNLEVELLED = (
    "项目名称|石桥泵站改造\n绩效指标|计量单位|指标性质|年初指标值|全年完成值|指标权重|指标得分\n"
    "改造泵站数|座|≥|12|11|60|55.0\n设备完好率|%|=|100|100|30|30.0"
)


def test_indicators_without_levels_are_named_by_the_column_that_the_label_of_their_region_heads() -> None:
    found = facts(UNLEVELLED)
    assert [(f.row_name, f.column, f"{f.value:f}{f.unit}") for f in found if f.value is not None][:4] == [
        ("改造泵站数", "年初指标值", "12座"),
        ("改造泵站数", "全年完成值", "11座"),
        ("改造泵站数", "指标权重", "60分"),
        ("改造泵站数", "指标得分", "55.0分"),
    ]
    assert of(found, "设备完好率")["全年完成值"] == "100"


def test_money_in_a_row_among_the_indicators_is_that_of_the_project_and_a_reason_below_them_is_its_own() -> None:
    found = facts(
        OPENING
        + "全年预算数（万元）||86.00|全年执行数（万元）||72.50||得分8.43\n产出指标|数量指标|改造泵站数|8座|6座|15|11\n"
        "偏差原因分析及改进措施||因道路改造，2座泵站选址调整。||||"
    )
    money = {f.column: (f.raw, f.unit) for f in found if f.row_name == "年度资金总额"}
    assert money == {"全年预算数": ("86.00", "万元"), "全年执行数": ("72.50", "万元"), "得分": ("8.43", "分")}
    assert of(found, "石桥泵站改造") == {"偏差原因分析及改进措施": "因道路改造，2座泵站选址调整。"}
    assert of(found, "改造泵站数")["实际完成值"] == "6座"


def test_a_level_printed_once_holds_for_the_rows_below() -> None:
    found = facts(OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20\n||新建闸门数|5座|5座|10|10")
    assert {f.section.rsplit("/", 1)[1] for f in found} == {"数量指标"}


def test_the_total_of_a_form_is_of_no_kind_of_indicator() -> None:
    found = facts(OPENING + "效益指标|社会效益指标|供水保障|提升|提升|20|20\n总分|||||100|98.5")
    assert {f.section for f in found if f.row_name == "总分"} == {f"第五部分附件/{TITLE}/石桥泵站改造"}


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("28家", "28", "家"),
        ("≥95%", "95", "%"),
        ("98.5%", "98.5", "%"),
        ("4万元", "4", "万元"),
        ("1,200人次", "1200", "人次"),
        ("３座", "3", "座"),
    ],
)
def test_a_quantity_is_read_with_its_unit(printed: str, value: str, unit: str) -> None:
    fact = next(f for f in facts(OPENING + f"产出|数量指标|某指标|{printed}|达标|10|10") if f.column == "年度指标值")
    assert (f"{fact.value:f}", fact.unit, fact.raw) == (value, unit, printed)


@pytest.mark.parametrize("printed", ["提升", "2023年", "2023年底前", "12月31日前", "良好", "1至2次"])
def test_words_and_dates_are_text(printed: str) -> None:
    fact = next(f for f in facts(OPENING + f"产出|时效指标|某指标|{printed}|达标|10|10") if f.column == "年度指标值")
    assert fact.is_text and fact.raw == printed


@pytest.mark.parametrize("printed", ["3月底前", "10月前"])
def test_a_month_is_no_quantity(printed: str) -> None:
    fact = next(f for f in facts(OPENING + f"产出|时效指标|某指标|{printed}|达标|10|10") if f.column == "年度指标值")
    assert fact.value is None


def test_blank_dash_and_zero_are_told_apart() -> None:
    rows = "项目资金||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n|年度资金总额|0|5.00||10|-|9"
    found = {f.column: f for f in facts(rows)}
    assert found["年初预算数"].value == 0
    assert found["全年执行数"].is_blank and found["执行率"].is_blank
    assert (found["全年预算数"].value, found["全年预算数"].unit) == (Decimal("5.00"), "万元")
    assert (found["分值"].unit, found["得分"].unit) == ("分", "分")


@pytest.mark.parametrize(("caption", "unit"), [("单位：元", "元"), ("（金额单位：万元）", "万元"), ("", "万元")])
def test_amounts_have_the_unit_printed_above(caption: str, unit: str) -> None:
    rows = "项目资金||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n|年度资金总额|0|5.00|4.00|10|80%|8"
    assert {f.unit for f in facts(rows, caption=caption) if f.column == "全年预算数"} == {unit}


def test_tasks_are_rows_of_text() -> None:
    rows = "年度主要任务|任务名称|主要内容|实际完成情况\n|防汛|检查堤防|已查 12 处\n|节水|发放器具|已发放"
    assert cells(rows) == {
        ("防汛", "主要内容"): "检查堤防",
        ("防汛", "实际完成情况"): "已查12处",
        ("节水", "主要内容"): "发放器具",
        ("节水", "实际完成情况"): "已发放",
    }


# ---------------------------------------------------------------- labels, levels, goals


def test_labels_and_their_values_are_facts_of_the_project() -> None:
    found = facts(
        "项目名称|石桥泵站改造||\n主管部门|水务局|实施单位|泵站所\n" + HEAD + "产出|数量指标|数量|3座|3座|5|5"
    )
    assert of(found, "石桥泵站改造") == {"主管部门": "水务局", "实施单位": "泵站所"}
    assert {f.part_of for f in found} == {"石桥泵站改造"}


def test_labels_of_a_department_s_own_form_are_facts_of_the_form() -> None:
    assert cells("部门名称|水务局|\n" + HEAD + "产出|数量指标|数量|3座|3座|5|5")[TITLE, "部门名称"] == "水务局"


def test_the_goal_is_named_by_its_region() -> None:
    rows = "年度总体目标|预期目标||实际完成情况\n|保障供水||已保障\n绩效指标|||\n"
    assert cells(rows) == {("年度总体目标", "预期目标"): "保障供水", ("年度总体目标", "实际完成情况"): "已保障"}


def test_the_name_of_a_region_broken_by_a_page_is_whole_again() -> None:
    rows = "年|预期目标||实际完成情况|\n\n度 总 体 目 标|保障供水|||已保障|"
    assert of(facts(rows), "年度总体目标") == {"预期目标": "保障供水", "实际完成情况": "已保障"}


@pytest.mark.parametrize("label", ["产出指标|30", "产出指标（30分）|"], ids=["beside", "in its name"])
def test_the_weight_of_a_first_level_is_a_fact(label: str) -> None:
    head = "一级指标|分值|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    found = facts(head + label + "|数量指标|泵站数|3座|3座|20|20\n||质量指标|合格率|9%|9%|10|10")
    (weight,) = [f for f in found if f.row_name == "产出指标"]
    assert (weight.column, weight.value, weight.unit) == ("分值", 30, "分")
    assert {f.section.split("/")[-2] for f in found if f.row_name in {"泵站数", "合格率"}} == {"产出指标"}


def test_text_that_a_page_break_cut_goes_on() -> None:
    rows = (
        "一级指标|二级指标|三级指标|指标值|指标说明|实际完成值|分值|得分\n"
        "产出|数量指标|泵站数|3座|反映年度内完成改造的老旧泵站的|3座|20|20\n\n|||数量和质量。||||\n"
        "|质量指标|合格率|9%|反映验收情况。|9%|10|10"
    )
    found = facts(rows)
    assert of(found, "泵站数")["指标说明"] == "反映年度内完成改造的老旧泵站的数量和质量。"
    assert of(found, "泵站数")["指标值"] == "3座"
    assert all("数量和质量" in f.quote for f in found if f.row_name == "泵站数")


def test_rows_above_the_label_of_their_level_go_where_the_points_tell() -> None:
    rows = OPENING + (
        "成本指标|经济成本指标|工作成本|1万元|1万元|10|10\n||走访次数|2次|2次|10|10\n"
        "产出指标|数量指标|泵站数|3座|3座|10|10\n|质量指标|合格率|9%|9%|10|10\n"
        "满意度指标|服务对象满意度指标|群众满意度|9%|9%|5|5"
    )
    section = {f.row_name: f.section.split("/")[-2:] for f in facts(rows)}
    assert section["工作成本"] == ["成本指标", "经济成本指标"]
    assert section["走访次数"] == ["产出指标", "数量指标"]


def test_the_form_of_the_ministry_is_read() -> None:
    rows = (
        "项目名称|石桥泵站改造|||||||\n主管部门|水务局|||实施单位|泵站所|||\n"
        + FUNDS
        + "|年度资金总额|10.00|12.00|9.00|10|75.00%|7.50|\n|其中：当年财政拨款|10.00|10.00|7.00|—|70.00%|—|\n"
        "|上年结转资金|0|2.00|2.00|—|100.00%|—|\n|其他资金|0|0|0|—||—|\n"
        "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施\n"
        "|产出指标|数量指标|泵站数|≥3座|3座|50|50|\n总分||||||100|97.50|\n"
    )
    found = cells(rows)
    assert found["其中：当年财政拨款", "全年执行数"] == "7.00" and found["其中：当年财政拨款", "分值"] == ""
    assert found["上年结转资金", "年初预算数"] == "0"
    assert (found["总分", "分值"], found["总分", "得分"]) == ("100", "97.50")


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [("|合计||7.00|6.50|93%||", True), ("合计|||7.00|6.50|93%||", True), ("合计||7.00|6.50|93%||", False)],
    ids=["under the names", "before them", "with a cell lost"],
)
def test_the_total_of_a_list_stands_under_its_columns(printed: str, wanted: bool) -> None:
    rows = (
        "序号|项目名称|项目类型|全年预算数|全年执行数|预算执行率|自评得分|备注\n"
        "1|泵站改造|延续|3.00|2.80|93%|96|无\n2|长堤清淤|新增|4.00|3.70|93%|95|无\n"
    )
    total = {k: v for k, v in of(facts(rows + printed, title="项目自评汇总表"), "合计").items() if v}
    assert total == ({"全年预算数": "7.00", "全年执行数": "6.50", "预算执行率": "93%"} if wanted else {})


# ---------------------------------------------------------------- several forms


def test_forms_one_after_the_other_in_one_table_are_told_apart() -> None:
    one = OPENING + "产出指标|数量指标|数量|3座|4座|20|20\n"
    two = OPENING.replace("石桥泵站改造", "长堤清淤") + "产出指标|数量指标|数量|8里|9里|10|10\n"
    found = facts(one + two + "部门整体支出绩效自评表||||||\n" + HEAD + "产出指标|数量指标|数量|7项|7项|5|5")
    assert [(f.part_of, f.table, f.raw) for f in found if f.column == "年度指标值"] == [
        ("石桥泵站改造", TITLE, "3座"),
        ("长堤清淤", TITLE, "8里"),
        (None, "部门整体支出绩效自评表", "7项"),
    ]


def test_a_form_cut_by_a_page_number_goes_on() -> None:
    whole = OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20"
    assert of_row(cells(whole, "12", "|质量指标|合格率|100%|98%|20|19"), "合格率") == ["100%", "98%", "20", "19"]


def test_a_form_with_a_title_of_its_own_does_not_go_on_with_the_one_above() -> None:
    whole = OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20"
    found = cells(whole, "联系人名册表", "|质量指标|合格率|100%|98%|20|19")
    assert {row for row, _ in found} == {"改造泵站数"}


def test_a_table_without_header_gives_nothing() -> None:
    assert facts("联系人|电话|123\n地址|石桥路|5", title="通讯录汇总表") == []


def test_statutory_tables_are_no_annexes() -> None:
    rows = grid("科目代码|科目名称|本年支出合计\n合计||9.00")
    assert read_annexes(report(f"第二部分 决算表\n\n支出决算表\n\n{rows}\n")) == []


def test_rows_between_the_name_of_a_project_and_its_header_are_no_error() -> None:
    first = OPENING + "产出指标|数量指标|数量|3座|4座|20|20\n"
    second = (
        "项目名称|长堤清淤\n项目类别|一次性|资金|10.00\n|||补充说明\n" + HEAD + "产出指标|数量指标|长度|8里|9里|10|10"
    )
    assert {row for row, _ in cells(first + second)} >= {"数量", "长度"}


def test_a_row_of_blanks_below_a_goal_says_nothing() -> None:
    found = facts("年度总体目标|预期目标|实际完成情况\n|保障供水|已保障\n||\n")
    assert all(f.quote for f in found)


# ---------------------------------------------------------------- whole reports


@settings(max_examples=10)
@given(st.integers(0, 300), st.sampled_from(["henan", "order2021"]))
def test_annexes_of_a_generated_report_are_read_with_their_places(seed: int, family: str) -> None:
    sample = generate(seed, family)
    read = report(sample.text)
    found = read_annexes(read)
    assert found
    assert all(f.quote == read.source.text[f.start : f.end] != "" for f in found)
    assert all(f.raw in f.quote for f in found)


@settings(max_examples=10)
@given(st.integers(0, 300), st.sampled_from(["henan", "order2021"]))
def test_the_score_of_a_generated_self_evaluation_is_read(seed: int, family: str) -> None:
    sample = generate(seed, family)
    found = read_annexes(report(sample.text))
    totals = [f.value for f in found if (f.row_name, f.column, f.part_of) == ("总分", "得分", None)]
    assert totals == [sample.truth.figures["score"].value]


@pytest.mark.parametrize(
    ("row", "column", "value", "unit"),
    [
        ("奖励企业家数", "实际完成值", "1", "家"),
        ("专项资金细化率", "年度指标值", "95", "%"),
        ("预算调整率", "实际完成值", "12840.16", "%"),
        ("万人助万企活动", "全年预算数", "3", "万元"),
        ("万人助万企活动", "预算执行率", "57", "%"),
        ("“三公经费”控制率", "实际完成值", "100", "%"),
    ],
)
def test_figures_of_real_annexes(corpus: Path, row: str, column: str, value: str, unit: str) -> None:
    found = [
        f for f in read_annexes(read_report(corpus / "jiefang-2023.txt")) if (f.row_name, f.column) == (row, column)
    ]
    assert (value, unit) in [(f"{f.value:f}", f.unit) for f in found if f.value is not None]


def test_a_real_annex_of_several_forms_names_each_project(corpus: Path) -> None:
    found = read_annexes(read_report(corpus / "jiefang-2023.txt"))
    projects = {f.part_of for f in found if f.part_of}
    assert len(projects) == 3
    assert "2023年焦作市工业高质量发展奖励区级资金" in projects


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("2026年指标值", "年度指标值"),
        ("2026年度目标值", "年度指标值"),
        ("2026年实际完成值", "实际完成值"),
        ("2026年预算数", None),
    ],
)
def test_the_year_before_a_heading_of_indicators_does_not_change_what_it_means(printed: str, meant: str | None) -> None:
    assert canonical_column(printed) == meant


def test_a_list_of_projects_with_one_column_of_money_is_no_form() -> None:
    rows = "项目名称|科目|金额|内容\n合计||46.50|\n石桥泵站改造|水利|30.00|改造\n河道清淤|水利|16.50|清淤"
    assert facts(rows, title="项目支出明细表") == []


def test_the_money_of_a_form_beside_its_label_is_a_field_of_it() -> None:
    found = facts("项目名称|石桥泵站改造\n合计|46.50")
    assert [(f.row_name, f.column, f.raw) for f in found] == [("石桥泵站改造", "合计", "46.50")]


def test_a_list_of_units_is_named_by_its_units() -> None:
    rows = "序号|单位名称|单位性质\n1|云岭市水务局（本级）|行政单位\n2|云岭市河道所|公益一类事业单位"
    read = report(f"第一部分 概况\n\n二、机构设置\n\n{grid(rows)}\n")
    kinds = {f.row_name: f.raw for f in read_annexes(read) if f.column == "单位性质"}
    assert kinds == {"云岭市水务局（本级）": "行政单位", "云岭市河道所": "公益一类事业单位"}
    assert unread_cells(read) == []


# ---------------------------------------------------------------- forms named, and filled, beside their rows


def test_a_line_above_a_form_names_its_project_and_labels_hold_its_figures() -> None:
    found = facts(
        "项目一：石桥泵站改造",
        "项目|内容\n实施单位|云岭市水务局\n全年预算数（万元）|400.00\n执行率|96.63%\n总得分|94.3",
        HEAD + "产出指标|数量指标|改造泵站数|≥3座|4座|20|19.5",
        "项目二：渠道清淤",
        "项目|内容\n全年预算数（万元）|165.00\n总得分|91.6",
    )
    assert {f.part_of for f in found} == {"石桥泵站改造", "渠道清淤"}
    figures = {(f.part_of, f.column): (str(f.value), f.unit) for f in found if f.row_name == f.part_of and f.value}
    assert figures == {
        ("石桥泵站改造", "全年预算数（万元）"): ("400.00", "万元"),
        ("石桥泵站改造", "执行率"): ("96.63", "%"),
        ("石桥泵站改造", "总得分"): ("94.3", "分"),
        ("渠道清淤", "全年预算数（万元）"): ("165.00", "万元"),
        ("渠道清淤", "总得分"): ("91.6", "分"),
    }
    assert {f.part_of for f in found if f.row_name == "改造泵站数"} == {"石桥泵站改造"}


def test_parts_of_the_money_stand_beside_their_labels() -> None:
    rows = "年度资金总额||900.00|1000.00|960.00|10|96.00%|9.6\n按性质分：政府性基金||200.00|其他资金|60.00"
    found = of_row_figures(facts(OPENING.partition("\n")[0] + "\n" + FUNDS + rows))
    assert found["政府性基金"] == ("200.00", "万元")
    assert found["其他资金"] == ("60.00", "万元")
    assert found["全年执行数"] == ("960.00", "万元")


def of_row_figures(found: list[Fact]) -> dict[str, tuple[str, str | None]]:
    return {f.column: (str(f.value), f.unit) for f in found if f.value is not None}


def test_rows_are_named_by_their_first_level_where_there_is_no_lower_one() -> None:
    found = cells("一级指标|分值|得分|得分率\n决策|20|18.50|92.50%\n过程|20|16.85|84.25%\n合计|40|35.35|88.38%")
    assert found["决策", "得分"] == "18.50"
    assert found["过程", "得分率"] == "84.25%"


@pytest.mark.parametrize("label", ["项目支出名称", "预算项目名称", "专项名称"])
def test_a_form_may_call_the_name_of_its_project_otherwise(label: str) -> None:
    found = facts(f"{label}|石桥泵站改造\n" + HEAD + "产出指标|数量指标|改造泵站数|≥3座|4座|20|19.5")
    assert {f.part_of for f in found if f.row_name == "改造泵站数"} == {"石桥泵站改造"}


def test_columns_in_one_cell_are_read_apart() -> None:
    rows = (
        "项目资金||年初预算数|全年预算数|全年执行数|分值/执行率/得分\n"
        "|年度资金总额|10.00|12.00|9.00|10 / 75.00% / 7.50\n|其他资金|0|0|0|—"
    )
    found = facts(rows)
    assert of(found, "年度资金总额")["执行率"] == "75.00%"
    points = {f.column: f.value for f in found if f.row_name == "年度资金总额" and f.column in ("分值", "得分")}
    assert points == {"分值": Decimal(10), "得分": Decimal("7.50")}
    assert of(found, "其他资金")["得分"] == ""
