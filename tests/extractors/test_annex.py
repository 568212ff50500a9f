"""Annexed forms: rows put back under their columns, forms told apart, printed values never changed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import generate
from extractors.annex import read_annexes
from extractors.extract import read_report
from extractors.facts import Fact
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.structure import sections_of

TITLE = "项目支出绩效自评表"
HEAD = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
OPENING = "项目名称|石桥泵站改造\n" + HEAD


def report(text: str) -> Report:
    document = read_text("demo.txt", text.encode())
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def grid(rows: str) -> str:
    """Rows written with | between cells, as tab-separated text."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows.strip().splitlines())


def facts(*blocks: str, title: str = TITLE, caption: str = "") -> list[Fact]:
    body = "\n\n".join(grid(block) if "|" in block else block for block in blocks)
    read = report(f"第五部分 附件\n\n{title}\n\n{caption}\n\n{body}\n")
    found = read_annexes(read)
    assert all(f.quote == read.source.text[f.start : f.end] for f in found)
    return found


def cells(*blocks: str, title: str = TITLE, caption: str = "") -> dict[tuple[str, str], str]:
    """What is printed by (row, column); an empty text is a printed blank."""
    found = facts(*blocks, title=title, caption=caption)
    made = {(f.row_name, f.column): f.raw for f in found}
    assert len(made) == len(found), "two facts of one cell"
    return made


def of_row(found: dict[tuple[str, str], str], row: str) -> list[str]:
    return [raw for (name, _), raw in found.items() if name == row]


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


# ---------------------------------------------------------------- rows a conversion moved or cut


@pytest.mark.parametrize(
    "row",
    [
        "|质量指标|验收合格率|100%|98%|20|19",
        "质量指标|验收合格率|100%|98%|20|19",
        "验收合格率|100%|98%|20|19",
        "||质量指标|验收合格率|100%|98%|20|19",
        "|||质量指标|验收合格率|100%|98%|20|19",
    ],
    ids=["in place", "one left", "two left", "one right", "two right"],
)
def test_a_row_shifted_sideways_is_put_back_by_its_scores(row: str) -> None:
    found = cells(OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20\n" + row)
    assert of_row(found, "验收合格率") == ["100%", "98%", "20", "19"]
    assert of_row(found, "改造泵站数") == ["3座", "4座", "20", "20"]


@pytest.mark.parametrize(
    "row",
    [
        "年度资金总额|0|5.00|4.00|10|80%|8",
        pytest.param(
            "||年度资金总额|0|5.00|4.00|10|80%|8",
        ),
    ],
    ids=["one left", "one right"],
)
def test_a_row_of_funds_shifted_sideways_is_put_back_by_its_figures(row: str) -> None:
    head = "项目资金||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n"
    straight = cells(head + "|年度资金总额|0|5.00|4.00|10|80%|8")
    assert len(straight) == 6
    assert cells(head + row) == straight


def test_a_name_cut_by_a_page_break_is_put_together() -> None:
    rows = OPENING + "产出指标|数量指标|改造老旧泵|3座|4座|20|20\n||站数||||\n|质量指标|合格率|100%|98%|20|19"
    assert {row for row, _ in cells(rows)} == {"改造老旧泵站数", "合格率"}


UNUSED = OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20\n|成本指标|||||\n|质量指标|合格率|100%|98%|20|19"


def test_a_second_level_without_indicators_changes_no_other_row() -> None:
    found = cells(UNUSED)
    assert of_row(found, "改造泵站数") == ["3座", "4座", "20", "20"]
    assert of_row(found, "合格率") == ["100%", "98%", "20", "19"]


def test_a_second_level_without_indicators_is_no_indicator() -> None:
    assert {row for row, _ in cells(UNUSED)} == {"改造泵站数", "合格率"}


LIST = "单位名称|项目名称|项目类型|全年预算数|全年执行数|预算执行率|自评得分|是否有偏差|备注\n"


def test_a_row_of_a_list_is_named_by_its_project() -> None:
    found = cells(LIST + "水务局|泵站改造|延续|10.00|9.00|90%|96|否|无", title="项目自评汇总表")
    assert of_row(found, "泵站改造") == ["水务局", "延续", "10.00", "9.00", "90%", "96", "否", "无"]


def test_a_row_with_a_cell_too_many_is_read_from_both_ends_and_the_rest_left_out() -> None:
    found = cells(LIST + "水务局|泵站改造|延续|20.00|20.00|20.00|100%|99|否|无", title="项目自评汇总表")
    assert found["泵站改造", "全年预算数"] == found["泵站改造", "全年执行数"] == "20.00"
    assert found["泵站改造", "预算执行率"] == "100%"
    assert found["泵站改造", "备注"] == "无"
    assert found.get(("泵站改造", "是否有偏差"), "否") == "否"
    assert found.get(("泵站改造", "自评得分"), "99") == "99"


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
