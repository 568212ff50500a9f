"""Prose into facts: figures with their section, reasons, uses, lists, definitions, duties; every quote as printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import Sample, generate
from eval.samples.options import families
from extractors.extract import read_report
from extractors.facts import Fact
from extractors.identity import identify
from extractors.prose import read_prose
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.structure import sections_of
from extractors.text import squeeze

NARRATIVE = "第三部分 2023年度部门决算情况说明"


def report(text: str) -> Report:
    document = read_text("demo.txt", text.encode())
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def facts(heading: str, body: str, part: str = NARRATIVE) -> list[Fact]:
    read = report("\n\n".join(filter(None, (part, heading, body))) + "\n")
    found = read_prose(read)
    assert all(f.quote == read.source.text[f.start : f.end] != "" for f in found)
    return found


def texts(found: list[Fact], column: str) -> list[tuple[str, str]]:
    """Subject and words of the text facts of one column."""
    return [(f.row_name, f.raw) for f in found if f.column == column and f.value is None]


def figures(found: list[Fact]) -> list[tuple[str, str, str]]:
    return [(f.row_name, f.column, f"{f.value:f}{f.unit}") for f in found if f.value is not None]


# ---------------------------------------------------------------- figures


def test_a_paragraph_that_tells_a_completed_budget_belongs_to_the_item_above_it() -> None:
    item = "5、教育支出（类）普通教育（款）小学教育（项）"
    above = f"{item}。年初预算为0.88万元，支出决算为0.88万元。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", f"{above}\n\n完成年初预算的100.00%。决算数同预算数持平。")
    assert len({f.row_name for f in found}) == 1
    assert texts(found, "预决算关系") == [("教育支出(类)普通教育(款)小学教育(项)", "决算数同预算数持平")]


def test_an_annexed_report_is_of_the_project_that_the_nearest_title_names() -> None:
    titles = "二、2023年度项目绩效自评报告\n\n（一）石桥泵站改造自评报告"
    found = facts(titles, "项目得分98分。", part="第五部分 附件")
    assert figures(found) == [("石桥泵站改造", "得分", "98分")]


def test_nothing_the_year_before_is_no_subject() -> None:
    found = facts("九、财政拨款“三公”经费支出决算情况说明", "公务接待费5.00万元，上年度没有这项收支，增加5.00万元。")
    assert {f.row_name for f in found} == {"公务接待费"}


@pytest.mark.parametrize(
    ("heading", "key", "subject"),
    [
        ("一、收入支出决算总体情况说明", "overall", "收入支出总计"),
        ("二、收入决算情况说明", "income", "本年收入合计"),
        ("三、支出决算情况说明", "expenditure", "本年支出合计"),
        ("四、财政拨款收入支出决算总体情况说明", "fiscal", "财政拨款收入支出总计"),
        ("五、一般公共预算财政拨款支出决算情况说明", "general_budget", "一般公共预算财政拨款支出"),
        ("七、政府性基金预算财政拨款支出决算情况说明", "gov_fund", "政府性基金预算财政拨款支出"),
        ("九、财政拨款“三公”经费支出决算情况说明", "three_public", "“三公”经费"),
        ("十、机关运行经费支出情况说明", "operating", "机关运行经费"),
    ],
)
def test_a_figure_without_a_name_is_of_what_the_chapter_speaks_of(heading: str, key: str, subject: str) -> None:
    (fact,) = facts(heading, "比上年增加3.00万元。")
    assert (fact.section_key, fact.row_name, fact.column) == (key, subject, "增减额")


def test_a_figure_carries_its_place_and_its_sentence() -> None:
    found = facts("二、收入决算情况说明", "本年情况正常。\n\n收入合计 12.50 万元。其他收入0.50万元。")
    first = found[0]
    assert (first.origin, first.table, first.section) == (
        "prose",
        None,
        "第三部分2023年度部门决算情况说明/二、收入决算情况说明",
    )
    assert (first.quote, first.raw, first.line) == ("收入合计 12.50 万元。", "12.50万元", 7)
    assert found[1].quote == "其他收入0.50万元。"


def test_the_same_amount_in_two_sentences_is_quoted_from_each() -> None:
    found = facts("二、收入决算情况说明", "财政拨款收入5.00万元。其他收入5.00万元。")
    assert [(f.row_name, f.quote) for f in found] == [
        ("财政拨款收入", "财政拨款收入5.00万元。"),
        ("其他收入", "其他收入5.00万元。"),
    ]
    assert found[0].start < found[1].start


def test_a_long_sentence_is_quoted_around_the_figure() -> None:
    filler = "按照计划推进了泵站改造和河道清淤等重点工作，"
    found = facts("二、收入决算情况说明", filler * 9 + "其他收入6.00万元，" + filler * 9 + "到此为止。")
    (fact,) = found
    assert "其他收入6.00万元" in fact.quote
    assert len(fact.quote) < 120


def test_a_figure_broken_by_a_line_end_is_read_whole_and_quoted_with_its_break() -> None:
    start = "本部门按照年初确定的任务安排推进了泵站改造和河道清淤工作"
    (fact,) = facts("二、收入决算情况说明", f"{start}，其他收入12.5\n\n0万元。")
    assert (f"{fact.value}", fact.raw) == ("12.50", "12.50万元")
    assert "12.5\n\n0万元" in fact.quote


def test_an_item_named_by_its_path_takes_the_figures_behind_it() -> None:
    body = "1. 教育支出（类）普通教育（款）小学教育（项）。年初预算为10.00万元。"
    (fact,) = facts("五、一般公共预算财政拨款支出决算情况说明", body)
    assert fact.row_name == "教育支出(类)普通教育(款)小学教育(项)"


def test_figures_below_the_line_that_names_an_item_are_not_told_of_the_total() -> None:
    body = "1. 教育支出（类）普通教育（款）小学教育（项）。\n\n年初预算为10.00万元，支出决算为12.00万元。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", body)
    assert "一般公共预算财政拨款支出" not in {f.row_name for f in found}


def test_the_line_of_an_item_holds_until_another_subject_is_named() -> None:
    item = "1. 教育支出（类）普通教育（款）小学教育（项）。"
    told = "年初预算为10.00万元，支出决算为12.00万元。"
    why = "决算数大于年初预算数的主要原因是新增教师。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", f"{item}\n\n{told}\n\n{why}")
    assert {f.row_name for f in found} == {"教育支出(类)普通教育(款)小学教育(项)"}
    assert texts(found, "预决算差异原因") == [("教育支出(类)普通教育(款)小学教育(项)", "新增教师")]


def parts(found: list[Fact]) -> dict[str, str | None]:
    return {f.row_name: f.part_of for f in found if f.column == "决算数"}


def test_parts_in_paragraphs_of_their_own_are_parts_of_what_was_named_above_them() -> None:
    body = (
        "2.公务用车购置及运行费支出决算为5.00万元。其中：\n\n公务用车购置支出0.00万元，购置车辆0台。\n\n"
        "公务用车运行维护费5.00万元。\n\n3.公务接待费支出决算为1.00万元。"
    )
    found = facts("九、财政拨款“三公”经费支出决算情况说明", body)
    assert parts(found) == {
        "公务用车购置及运行费": None,
        "公务用车购置费": "公务用车购置及运行费",
        "公务用车运行费": "公务用车购置及运行费",
        "公务接待费": None,
    }


def test_a_list_that_a_page_break_cuts_goes_on() -> None:
    body = (
        "一般公共预算财政拨款支出9.00万元，主要用于以下方面：教育支出（类）3.00万元；\n\n卫生健康支出（类）6.00万元。"
    )
    found = facts("五、一般公共预算财政拨款支出决算情况说明", body)
    assert parts(found)["卫生健康支出（类）"] == parts(found)["教育支出（类）"] == "一般公共预算财政拨款支出"


def test_the_line_of_an_item_holds_for_one_paragraph_and_for_none_that_names_its_own_subject() -> None:
    item = "1. 教育支出（类）普通教育（款）小学教育（项）。"
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    found = facts(heading, f"{item}\n\n水费5.00万元。\n\n年初预算为10.00万元，支出决算为12.00万元。")
    assert [f.row_name for f in found] == ["水费", *["一般公共预算财政拨款支出"] * 2]


@pytest.mark.parametrize(
    "sentence", ["1.财政拨款收入9.00万元，占90.00%。", "1.96%。其中：财政拨款收入9.00万元，占90.00%。"]
)
def test_an_item_of_a_list_is_no_note_of_a_table(sentence: str) -> None:
    found = facts("二、收入决算情况说明", sentence)
    assert ("财政拨款收入", "决算数", "9.00万元") in figures(found)


def test_notes_of_tables_are_no_figures() -> None:
    assert facts("二、收入决算情况说明", "注：本表反映收入100.00万元。") == []


def test_entries_of_the_contents_and_the_cover_are_no_figures() -> None:
    text = "收入3.00万元\n\n目 录\n\n第一部分 概况\n\n一、职责5个\n\n第二部分 决算表\n\n第一部分 概况\n\n没有。\n"
    assert read_prose(report(text)) == []


BROKEN = "其他收入12.50万元，比上年减少3.00万元，下降19.35%。"


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["", "", " ", "\n\n", "\u3000"]), min_size=len(BROKEN), max_size=len(BROKEN)))
def test_breaks_and_blanks_in_a_sentence_change_no_figure(gaps: list[str]) -> None:
    start = "本部门按照年初确定的任务安排推进了泵站改造和河道清淤工作，"
    # A number is not torn from its unit: alone between empty lines it would look like a page number.
    breaks = [" " if c in "0123456789." and gap == "\n\n" else gap for c, gap in zip(BROKEN, gaps, strict=True)]
    spaced = "".join(c + gap for c, gap in zip(BROKEN, breaks, strict=True))
    wanted = [
        ("其他收入", "决算数", "12.50万元"),
        ("其他收入", "增减额", "-3.00万元"),
        ("其他收入", "增减幅", "-19.35%"),
    ]
    assert figures(facts("二、收入决算情况说明", start + spaced)) == wanted


# ---------------------------------------------------------------- reasons, uses, lists


@pytest.mark.parametrize(
    ("sentence", "column"),
    [
        ("支出决算比上年增加3.00万元，主要原因是泵站开工。", "增减原因"),
        ("决算数大于预算数的主要原因是泵站开工。", "预决算差异原因"),
        ("决算数与年初预算数存在差异的原因：泵站开工。", "预决算差异原因"),
        ("增加的主要原因在于泵站开工。", "增减原因"),
    ],
)
def test_a_reason_is_bound_to_the_comparison_it_explains(sentence: str, column: str) -> None:
    found = facts("五、一般公共预算财政拨款支出决算情况说明", f"支出决算为12.00万元。{sentence}")
    assert texts(found, column) == [("一般公共预算财政拨款支出", "泵站开工")]


def test_a_reason_is_of_the_subject_its_sentence_speaks_of() -> None:
    first = "公务接待费2.00万元，比上年增加0.50万元，原因是来人增多。"
    second = "因公出国（境）费1.00万元，比上年减少0.20万元，原因是团组减少。"
    assert texts(facts("九、财政拨款“三公”经费支出决算情况说明", first + second), "增减原因") == [
        ("公务接待费", "来人增多"),
        ("因公出国（境）费", "团组减少"),
    ]


def test_figures_of_a_reason_are_no_figures_of_the_subject() -> None:
    found = facts("十、机关运行经费支出情况说明", "比上年增加3.00万元，主要原因是新增办公楼租金5.00万元。")
    assert [(f.column, f"{f.value:f}") for f in found if f.value is not None] == [
        ("增减额", "3.00"),
        ("原因所述", "5.00"),
    ]
    assert texts(found, "增减原因") == [("机关运行经费", "新增办公楼租金5.00万元")]


def test_each_reason_of_a_sentence_is_of_its_own_clause() -> None:
    text = "公务接待费减少1.00万元，原因是来人减少；公务用车运行费增加2.00万元，原因是维修增多。"
    assert texts(facts("九、财政拨款“三公”经费支出决算情况说明", text), "增减原因") == [
        ("公务接待费", "来人减少"),
        ("公务用车运行费", "维修增多"),
    ]


def test_a_reason_names_its_subject_where_no_figure_does() -> None:
    text = "“三公”经费支出决算为8.00万元。公务接待费决算数小于预算数的主要原因是来人减少。"
    assert texts(facts("九、财政拨款“三公”经费支出决算情况说明", text), "预决算差异原因") == [
        ("公务接待费", "来人减少")
    ]


def test_a_fund_named_after_a_budget_makes_a_change_no_difference_from_the_budget() -> None:
    text = "与上年度相比，一般公共预算财政拨款支出减少5.00万元，下降4.00%，主要原因是：预算收入减少。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", text)
    assert texts(found, "增减原因") == [("一般公共预算财政拨款支出", "预算收入减少")]


@pytest.mark.parametrize(
    "words",
    [
        "决算数小于全年预算数",
        "支出决算数大（小）于年初预算数",
        "决算数等于预算数",
        "支出决算数与年初预算数持平",
        "决算数与预算数存在差异",
        "决算数与年初预算数不存在差异",
        "与年初预算持平",
    ],
)
def test_the_relation_to_the_budget_that_a_text_states_is_kept_as_printed(words: str) -> None:
    found = facts("九、财政拨款“三公”经费支出决算情况说明", f"公务接待费2.00万元，{words}。")
    assert texts(found, "预决算关系") == [("公务接待费", words)]


def test_a_relation_is_of_the_item_whose_path_stands_before_it() -> None:
    body = "1.教育支出（类）普通教育（款）小学教育（项）：支出决算数与年初预算数持平。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", body)
    assert [row for row, _ in texts(found, "预决算关系")] == ["教育支出(类)普通教育(款)小学教育(项)"]


@pytest.mark.parametrize("words", ["与上年持平", "较上年度无增减变化", "与2022年度决算数相同"])
def test_no_change_is_kept_where_no_figure_tells_it(words: str) -> None:
    ((subject, said),) = texts(
        facts("九、财政拨款“三公”经费支出决算情况说明", f"公务接待费2.00万元，{words}。"), "增减方向"
    )
    assert subject == "公务接待费" and words.endswith(said)


def test_a_change_with_its_figure_needs_no_word_for_its_direction() -> None:
    assert texts(facts("十、机关运行经费支出情况说明", "比上年增加3.00万元。"), "增减方向") == []


def test_a_relation_told_within_a_reason_is_no_statement_of_the_text() -> None:
    text = "公务接待费2.00万元。决算数小于预算数的主要原因：决算数与预算数持平。"
    found = facts("九、财政拨款“三公”经费支出决算情况说明", text)
    assert texts(found, "预决算关系") == [("公务接待费", "决算数小于预算数")]


def test_a_problem_is_no_reason_of_a_change() -> None:
    assert facts("十三、预算绩效情况说明", "存在问题的原因是管理不细。") == []


def test_a_use_is_told_of_what_was_named_before_it() -> None:
    found = facts("九、财政拨款“三公”经费支出决算情况说明", "公务接待费2.50万元，主要用于外地来人的工作餐。")
    assert texts(found, "用途") == [("公务接待费", "外地来人的工作餐")]


def test_a_use_is_not_told_of_what_is_named_after_it() -> None:
    found = facts("十二、国有资产占用情况说明", "共有车辆5辆，主要用于下乡巡查；单价100万元以上设备3台（套）。")
    assert texts(found, "用途") == [("车辆", "下乡巡查")]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("共有车辆5辆，其中：其他用车5辆，车辆主要用于下乡巡查。", "车辆"),
        ("水费5.00万元；电费主要用于下乡巡查。", "电费"),
        ("共有车辆5辆。主要用于下乡巡查；单价100万元以上设备3台（套）。", "车辆"),
    ],
)
def test_a_use_is_told_of_what_is_named_right_before_it(sentence: str, subject: str) -> None:
    assert texts(facts("十二、国有资产占用情况说明", sentence), "用途") == [(subject, "下乡巡查")]


def test_a_use_in_a_paragraph_of_its_own_is_of_the_subject_above_it() -> None:
    body = "1.教育（类）支出3.00万元，占30.00%。\n\n主要用于学校建设。\n\n2.卫生健康（类）支出7.00万元。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", body)
    assert texts(found, "用途") == [("教育支出（类）", "学校建设")]


def test_what_an_expense_consists_of_is_kept_in_the_reports_words() -> None:
    body = "人员经费5.00万元，主要包括：基本工资、奖金；公用经费8.00万元，主要包括：办公费、水费。"
    assert texts(facts("六、一般公共预算财政拨款基本支出决算情况说明", body), "主要包括") == [
        ("人员经费", "基本工资、奖金"),
        ("公用经费", "办公费、水费"),
    ]


# ---------------------------------------------------------------- other sections


def test_terms_are_kept_with_their_definitions() -> None:
    body = "一、财政拨款收入：财政按预算拨给的资金。\n\n二、“三公”经费：出国、用车和接待三类开支。\n\n以上供参考。"
    assert texts(facts("", body, "第四部分 名词解释"), "名词解释") == [
        ("财政拨款收入", "财政按预算拨给的资金。"),
        ("“三公”经费", "出国、用车和接待三类开支。"),
    ]


def test_a_term_is_kept_as_printed_whatever_its_number() -> None:
    found = facts("", "（二）“三公”经费：出国、用车和接待三类开支。", "第四部分 名词解释")
    assert texts(found, "名词解释") == [("“三公”经费", "出国、用车和接待三类开支。")]


def test_duties_are_kept_one_by_one() -> None:
    body = "1、拟订水利规划，组织实施。\n\n（二）管好河道。\n\n3. 完成其他任务。"
    assert texts(facts("一、部门职责", body, "第一部分 云岭市水务局概况"), "职责") == [
        ("拟订水利规划", "1、拟订水利规划，组织实施。"),
        ("管好河道", "（二）管好河道。"),
        ("完成其他任务", "3.完成其他任务。"),
    ]


def test_bodies_are_kept_as_text_and_counted() -> None:
    found = facts("二、机构设置", "云岭市水务局内设机构6个，下属事业单位2个。", "第一部分 云岭市水务局概况")
    assert texts(found, "机构设置") == [("机构设置", "云岭市水务局内设机构6个，下属事业单位2个。")]
    assert figures(found) == [("内设机构", "数量", "6个"), ("下属事业单位", "数量", "2个")]


def test_the_note_of_an_empty_table_is_kept() -> None:
    found = facts("政府性基金预算财政拨款收入支出决算表", "说明：没有此项收支，故本表无数据。", "第二部分 决算表")
    assert texts(found, "说明") == [("政府性基金预算财政拨款收入支出决算表", "说明：没有此项收支，故本表无数据。")]
    assert found[0].section_key == "GK07"


def test_the_number_a_table_prints_is_kept() -> None:
    above = facts("支出决算表", "公开 05 表\n\n单位：万元", "第二部分 决算表")
    inside = facts("支出决算表", "公开05表\t\t\n合计\t1\t2", "第二部分 决算表")
    assert texts(above, "表号") == texts(inside, "表号") == [("支出决算表", "公开05表")]


def test_an_account_of_a_project_is_of_that_project() -> None:
    body = "石桥泵站改造项目绩效自评综述：全年预算数为20.00万元，执行数为18.00万元，完成预算的90.00%，得分95分。"
    assert figures(facts("十三、预算绩效情况说明", body)) == [
        ("石桥泵站改造", "全年预算数", "20.00万元"),
        ("石桥泵站改造", "执行数", "18.00万元"),
        ("石桥泵站改造", "完成预算比例", "90.00%"),
        ("石桥泵站改造", "得分", "95分"),
    ]


def test_goals_that_a_score_is_told_by_are_not_what_it_is_of() -> None:
    score = "根据年初设定的绩效目标，项目自评得分为95分。项目全年预算数为20.00万元。"
    wanted = [("石桥泵站改造", "得分", "95分"), ("石桥泵站改造", "全年预算数", "20.00万元")]
    for lead in ("", "本部门今年在部门决算中反映石桥泵站改造项目绩效自评结果。"):
        body = f"{lead}石桥泵站改造项目绩效自评综述：{score}"
        assert figures(facts("十三、预算绩效情况说明", body)) == wanted


def test_a_score_is_of_what_was_evaluated_before_it() -> None:
    body = "2023年度，本部门对石桥泵站改造项目开展了部门评价，评价得分为94.80分，评价等级为优。"
    assert figures(facts("十三、预算绩效情况说明", body)) == [("石桥泵站改造项目", "得分", "94.80分")]


def test_a_project_named_at_the_head_of_a_paragraph_is_what_it_speaks_of() -> None:
    assert figures(facts("十三、预算绩效情况说明", "2. 石桥泵站改造项目自评情况：得分95分。")) == [
        ("石桥泵站改造", "得分", "95分")
    ]


@pytest.mark.parametrize("score", ["自评得分91.5分", "绩效评价得分为91.5分", "该项目自评综合得分91.5分"])
def test_a_project_named_at_the_head_has_the_score_behind_its_name(score: str) -> None:
    body = f"2.石桥泵站改造项目。{score}。全年预算数20.00万元，执行数18.00万元。"
    assert figures(facts("十三、预算绩效情况说明", body)) == [
        ("石桥泵站改造", "得分", "91.5分"),
        ("石桥泵站改造", "全年预算数", "20.00万元"),
        ("石桥泵站改造", "执行数", "18.00万元"),
    ]


def test_the_score_of_the_whole_department_has_its_name_in_short_too() -> None:
    body = "依据评价指标体系，本部门2023年度整体支出自评得分95.6分。"
    assert figures(facts("十三、预算绩效情况说明", body)) == [("部门整体绩效自评得分", "得分", "95.6分")]


def test_a_figure_of_an_annexed_self_evaluation_is_of_its_project() -> None:
    found = facts("石桥泵站改造项目绩效自评报告", "涉及资金20.00万元，执行数为18.00万元。", "第五部分 附件")
    assert [row for row, _, _ in figures(found)] == ["石桥泵站改造"] * 2


def test_scraps_of_a_form_are_no_prose_and_what_follows_the_form_is() -> None:
    body = "首批10家企业入选，获市里表扬。\n\n绩效指标\t目标值\t完成值\n数量\t1家\t1家\n\n共有12个项目，批复了目标。"
    found = facts("部门整体绩效自评表", body)
    assert [value for _, _, value in figures(found)] == ["12个"]


# ---------------------------------------------------------------- whole reports

PRINTED = st.builds(
    lambda seed, family, options: generate(seed, family, **options),
    st.integers(0, 400),
    st.sampled_from(families()),
    st.fixed_dictionaries(
        {},
        optional={
            "thousands": st.sampled_from(["none", "tables", "all"]),
            "spaced": st.booleans(),
            "three_public": st.sampled_from(["some", "none", "budget"]),
        },
    ),
)
#: figures of the truth by key: the section, the subject and the column they are stated under
STATED = {
    "total": ("overall", "收入支出总计", "决算数"),
    "income": ("income", "本年收入合计", "决算数"),
    "fiscal_income": ("income", "财政拨款收入", "决算数"),
    "fiscal_share": ("income", "财政拨款收入", "占比"),
    "spending": ("expenditure", "本年支出合计", "决算数"),
    "basic": ("expenditure", "基本支出", "决算数"),
    "project": ("expenditure", "项目支出", "决算数"),
    "fiscal_total": ("fiscal", "财政拨款收入支出总计", "决算数"),
    "general_budget": ("general_budget", "一般公共预算财政拨款支出", "年初预算数"),
    "personnel": ("basic", "人员经费", "决算数"),
    "public": ("basic", "公用经费", "决算数"),
    "operating": ("operating", "机关运行经费", "决算数"),
    "goods": ("procurement", "政府采购货物支出", "决算数"),
    "reception": ("three_public", "公务接待费", "决算数"),
    "kept": ("three_public", "公务用车保有量", "数量"),
    "travellers": ("three_public", "因公出国（境）人次", "数量"),
}


@settings(max_examples=20)
@given(PRINTED)
def test_figures_of_a_generated_report_are_bound_to_their_subjects(sample: Sample) -> None:
    read = report(sample.text)
    found = [f for f in read_prose(read) if f.value is not None]
    assert all(f.quote == read.source.text[f.start : f.end] for f in found)
    stated = {key: place for key, place in STATED.items() if key in sample.truth.figures}
    wrong = {}
    for key, place in stated.items():
        values = {f.value for f in found if (f.section_key, f.row_name, f.column) == place}
        if values != {sample.truth.figures[key].value}:
            wrong[key] = values
    assert not wrong
    assert len(stated) > 10


@pytest.mark.parametrize("family", families())
def test_hard_wrapping_changes_no_figure_of_a_generated_report(family: str) -> None:
    for seed in range(6):
        whole, wrapped = (generate(seed, family, hard_wrap=wrap) for wrap in (False, True))
        read = [
            sorted(
                (f.section, f.row_name, f.column, str(f.value))
                for f in read_prose(report(s.text))
                if f.value is not None
            )
            for s in (whole, wrapped)
        ]
        assert read[0] == read[1]


@settings(max_examples=8)
@given(st.integers(0, 400), st.sampled_from(families()), st.booleans())
def test_words_of_a_fact_are_those_of_its_quote(seed: int, family: str, wrap: bool) -> None:
    for fact in read_prose(report(generate(seed, family, hard_wrap=wrap).text)):
        # A page number may stand between two halves of a wrapped sentence.
        printed = re.sub(r"\n\n\d{1,2}\n\n", "", fact.quote)
        assert squeeze(fact.raw) in squeeze(printed)


@pytest.mark.parametrize(
    ("file", "section", "subject", "column", "value"),
    [
        ("jiefang-2023.txt", "overall", "收入支出总计", "增减额", "-6.32"),
        ("jiefang-2023.txt", "income", "财政拨款收入", "占比", "99.79"),
        ("jiefang-2023.txt", "basic", "基本工资", "决算数", "102.73"),
        ("jiefang-2023.txt", "operating", "机关运行经费", "增减幅", "-11.20"),
        ("jiefang-2023.txt", "performance", "部门整体绩效自评得分", "得分", "88.64"),
        ("pingdingshan-2023.txt", "three_public", "公务用车运行费", "决算数", "10.96"),
    ],
)
def test_figures_of_real_reports(corpus: Path, file: str, section: str, subject: str, column: str, value: str) -> None:
    found = [f for f in read_prose(read_report(corpus / file)) if f.section_key == section]
    assert value in {
        f"{f.value:f}" for f in found if (f.row_name, f.column) == (subject, column) and f.value is not None
    }


@pytest.mark.parametrize(
    "file", ["hongqi-2023.txt", "jiaozuo-2021.txt", "jiefang-2023.txt", "pingdingshan-2023.txt", "zengdu-2023.txt"]
)
def test_every_figure_of_a_real_report_is_printed_in_its_quote(corpus: Path, file: str) -> None:
    read = read_report(corpus / file)
    found = [f for f in read_prose(read) if f.value is not None]
    assert len(found) > 60
    for fact in found:
        assert fact.quote == read.source.text[fact.start : fact.end]
        assert squeeze(fact.raw) in re.sub(r"\*\*|</?b>", "", squeeze(fact.quote))


def test_a_heading_may_name_the_project_in_front_of_its_summary_or_behind_a_dash() -> None:
    for title in ("二、石桥泵站改造项目绩效自评综述", "二、项目支出绩效评价报告——石桥泵站改造项目"):
        found = facts(title, "项目综合得分88.60分。", "第五部分 附件")
        assert {f.row_name for f in found if f.column == "得分"} == {"石桥泵站改造"}


def test_the_bracket_behind_the_own_name_is_no_part_of_a_measure() -> None:
    body = "2023年度云岭市青川区水务局（行政单位和参照公务员法管理事业单位）机关运行经费支出46.38万元。"
    part = f"2023年度\n\n云岭市青川区水务局\n\n部门决算公开\n\n{NARRATIVE}"
    (fact,) = facts("（一）机关运行经费支出情况", body, part)
    assert (fact.row_name, fact.raw) == ("机关运行经费", "46.38万元")


def test_items_below_a_line_with_their_class_alone_are_told_with_their_whole_path() -> None:
    body = (
        "（一）农林水支出（类）\n\n1. 水利（款）防汛（项）。年初预算12.00万元，支出决算13.00万元。\n\n"
        "2. 水利（款）水质监测（项）。年初预算5.00万元，支出决算5.00万元。\n\n"
        "（二）住房保障支出（类）\n\n1. 住房改革支出（款）购房补贴（项）。年初预算2.00万元，支出决算2.00万元。"
    )
    found = facts("七、一般公共预算财政拨款支出决算情况说明", body)
    assert [f.row_name for f in found if f.column == "决算数"] == [
        "农林水支出(类)水利(款)防汛(项)",
        "农林水支出(类)水利(款)水质监测(项)",
        "住房保障支出(类)住房改革支出(款)购房补贴(项)",
    ]


def test_a_measure_told_without_another_of_its_sentence_is_called_so() -> None:
    body = (
        "2023年度本年收入合计90.00万元，其中：财政拨款收入60.00万元，占66.67%；财政专户管理教育收费30.00万元，占33.33%；"
        "事业收入（不含专户管理教育收费）0.00万元，占0.00%。"
    )
    found = figures(facts("二、收入决算情况说明", body))
    assert ("事业收入(不含专户管理教育收费)", "决算数", "0.00万元") in found
    assert all(name != "事业收入" for name, _, _ in found)


def test_why_a_budget_was_not_met_is_told_of_what_had_the_budget() -> None:
    body = (
        "“泵站更新”项目全年预算数80.00万元，执行数64.00万元，预算执行率80.00%。主要产出：更新泵站4座。"
        "未完成预算的主要原因：受汛期影响，设备到货推迟。"
    )
    found = texts(facts("十、预算绩效情况说明", body), "预决算差异原因")
    [(name, raw)] = found
    assert (name.strip('"“”项目').rstrip('"'), raw) == ("泵站更新", "受汛期影响，设备到货推迟")


def test_a_budget_behind_what_was_carried_over_is_that_of_the_section() -> None:
    body = (
        "2023年度政府性基金预算财政拨款本年收入25.00万元，本年支出23.00万元，年末结转和结余3.00万元。"
        "年初预算为25.00万元，支出决算完成年初预算的92.00%。"
    )
    rates = [f.row_name for f in facts("八、政府性基金预算财政拨款收入支出决算情况说明", body) if f.value == 92]
    assert rates == ["政府性基金预算财政拨款支出"]


def test_projects_with_goals_and_projects_that_were_tracked_are_counted_apart() -> None:
    body = (
        "编报绩效目标的2023年度项目12个，涉及预算金额340.00万元；"
        "绩效跟踪评价的2023年度项目9个，涉及预算金额280.00万元。"
    )
    assert figures(facts("十、预算绩效管理情况", body)) == [
        ("编报绩效目标的项目", "数量", "12个"),
        ("编报绩效目标的项目", "资金", "340.00万元"),
        ("绩效跟踪的项目", "数量", "9个"),
        ("绩效跟踪的项目", "资金", "280.00万元"),
    ]


def test_purchases_kept_for_small_firms_are_none_that_were_awarded() -> None:
    body = (
        "本部门面向中小企业预留政府采购项目预算金额25.00万元，其中，预留给小型和微型企业的政府采购项目预算为16.00万元。"
    )
    assert [(n, v) for n, _, v in figures(facts("三、政府采购预算情况", body))] == [
        ("面向中小企业预留采购金额", "25.00万元"),
        ("面向小微企业预留采购金额", "16.00万元"),
    ]


@pytest.mark.parametrize("item", ["2130305（水利工程建设）", "2130305-水利工程建设"])
def test_a_subject_told_by_its_code_is_called_by_its_name(item: str) -> None:
    found = facts("五、一般公共预算财政拨款支出决算情况说明", f"（一）{item}91.20万元，较上年决算数增加2.10万元。")
    assert figures(found) == [
        ("水利工程建设", "决算数", "91.20万元"),
        ("水利工程建设", "增减额", "2.10万元"),
    ]


def test_a_change_behind_the_items_that_money_was_spent_on_is_of_the_money() -> None:
    text = (
        "2025年机关运行经费共计安排68.00万元，主要用于办公费12.00万元、印刷费4.00万元。"
        "较2024年减少2.50万元，主要原因是压减印刷。"
    )
    read = report(
        f"云岭市青川区水务局2025年部门预算\n\n第二部分 部门预算情况说明\n\n三、机关运行经费安排情况\n\n{text}\n"
    )
    found = read_prose(read)
    told = [(f.column, f"{f.value:f}") for f in found if f.row_name == "机关运行经费" and f.value is not None]
    assert told == [("预算数", "68.00"), ("增减额", "-2.50")]
    assert ("机关运行经费", "压减印刷") in texts(found, "增减原因")


def test_the_kinds_of_what_was_counted_last_are_its_parts() -> None:
    text = "部门共有车辆5辆，其中：执法执勤用车1辆、其他用车4辆，其他用车主要是流动图书车3辆、流动舞台车1辆。"
    found = facts("十一、国有资产占用情况说明", text)
    assert [(f.row_name, f.part_of) for f in found if f.unit == "辆"] == [
        ("车辆", None),
        ("执法执勤用车", "车辆"),
        ("其他用车", "车辆"),
        ("流动图书车", "其他用车"),
        ("流动舞台车", "其他用车"),
    ]


def test_what_something_mainly_was_behind_a_change_is_its_reason() -> None:
    found = facts(
        "三、支出决算情况说明", "基本支出增加16.00万元，主要为新招聘教师12名；项目支出90.00万元，主要为校舍维修。"
    )
    assert texts(found, "增减原因") == [("基本支出", "新招聘教师12名")]


def test_basic_spending_of_another_fund_is_none_of_the_general_budget() -> None:
    text = (
        "2024年度使用一般公共预算财政拨款安排基本支出80.00万元，使用政府性基金财政拨款安排基本支出0万元，"
        "使用国有资本经营预算财政拨款安排基本支出0万元。其中：（1）人员经费60.00万元。"
    )
    found = facts("七、财政拨款基本支出决算情况说明", text)
    assert [(name, value) for name, column, value in figures(found) if column == "决算数"] == [
        ("一般公共预算财政拨款基本支出", "80.00万元"),
        ("政府性基金预算财政拨款基本支出", "0万元"),
        ("国有资本经营预算财政拨款基本支出", "0万元"),
        ("人员经费", "60.00万元"),
    ]


def test_what_a_clause_says_that_money_is_names_no_subject_and_total_income_is_the_total_there() -> None:
    text = (
        "2023年度总收入192.00万元，其中本年收入188.00万元，年初结转和结余4.00万元。总收入较2022年度决算数增加10.00万元，增长5.49%。"
        "一般公共预算财政拨款收入159.00万元，为县本级财政当年拨付的资金，较2022年度决算数增加9.00万元。"
    )
    found = figures(facts("一、2023年度收入支出决算总体情况", text))
    assert ("收入支出总计", "增减额", "10.00万元") in found
    assert ("一般公共预算财政拨款收入", "增减额", "9.00万元") in found


def test_income_and_spending_of_a_chapter_on_both_are_those_of_the_year_and_not_the_total() -> None:
    text = (
        "2024年度本部门年初结转和结余8.00万元，本年收入90.00万元，本年支出93.00万元，年末结转和结余5.00万元。\n"
        "（一）2024年度收入90.00万元，比上年决算数增加9.00万元，增长11.11%。\n"
        "（二）2024年度支出93.00万元，比上年决算数增加3.00万元，增长3.33%。"
    )
    found = figures(facts("一、收支决算总体情况", text))
    assert ("本年收入合计", "增减额", "9.00万元") in found and ("本年支出合计", "增减额", "3.00万元") in found
    assert not [f for f in found if f[0] == "收入支出总计"]


def test_a_reason_in_a_sentence_of_its_own_is_of_what_changed_and_not_of_what_was_counted_between() -> None:
    found = facts(
        "七、财政拨款“三公”经费支出决算情况说明",
        "公务接待费支出3.40万元，较上年减少0.50万元，下降12.82%，国内公务接待批次为48次，共计接待420人次。"
        "减少的主要原因是推行工作餐制。",
    )
    assert texts(found, "增减原因") == [("公务接待费", "推行工作餐制")]


def test_the_reason_of_a_sum_and_its_parts_told_after_them_is_of_the_sum() -> None:
    found = facts(
        "七、财政拨款“三公”经费支出决算情况说明",
        "“三公”经费支出决算数比上年减少19.61万元，下降51.95%，其中：公务用车购置及运行维护费支出决算减少19.22万元；"
        "公务接待费支出决算减少0.39万元。减少的主要原因是本年未购置公务用车。",
    )
    assert texts(found, "增减原因") == [("“三公”经费", "本年未购置公务用车")]


def test_a_reason_may_be_called_its_analysis() -> None:
    found = facts(
        "二、收入决算情况说明",
        "收入合计100.00万元，与上年相比增加20.00万元，增长25.00%，主要原因分析：新增泵站改造资金。",
    )
    assert texts(found, "增减原因") == [("本年收入合计", "新增泵站改造资金")]


def test_a_bare_reason_behind_the_parts_of_a_whole_is_that_of_the_whole() -> None:
    body = (
        "2023年度“三公”经费支出决算数比上年增加6.00万元，增长20.00%。其中：公务用车运行维护费减少1.00万元，"
        "下降5.00%；公务接待费减少0.50万元，下降10.00%。主要原因是更新购置水质巡查车1辆。"
    )
    found = texts(facts("七、“三公”经费支出决算情况说明", body), "增减原因")
    assert found == [("“三公”经费", "更新购置水质巡查车1辆")]


def test_the_year_of_a_budget_is_no_part_of_the_name_and_ends_a_reason() -> None:
    body = (
        "公务用车购置费2025年预算数18.00万元，比2024年预算数0万元增加18.00万元，主要原因：1辆巡查车达到报废年限；"
        "公务用车运行维护费2025年预算数32.40万元，其中：公务用车加油10.60万元，公务用车维修21.80万元。"
    )
    found = facts("四、“三公”经费预算情况说明", body)
    reasons = [(f.row_name, f.raw) for f in found if f.column.endswith("原因")]
    assert reasons == [("公务用车购置费", "1辆巡查车达到报废年限")]
    assert ("公务用车运行费", "预算数", "32.40万元") in figures(found)
    parts = {f.row_name for f in found if f.part_of == "公务用车运行费"}
    assert parts == {"公务用车加油", "公务用车维修"}


def test_what_a_total_includes_is_named_behind_it() -> None:
    body = "收入总计包括本年收入合计3181.91万元，使用非财政拨款结余0.00万元，年初结转和结余96.50万元。"
    found = {f.row_name: f.raw for f in facts("一、收入支出决算总体情况说明", body) if f.value is not None}
    assert found["本年收入合计"] == "3181.91万元"
    assert not any("总计" in name for name in found)


@pytest.mark.parametrize(("way", "change"), [("大于", "1.60"), ("小于", "-1.60")])
def test_how_far_an_outturn_is_from_its_budget_is_told_of_the_item(way: str, change: str) -> None:
    item = "1.一般公共服务支出（类）市场监督管理事务（款）质量基础（项）"
    gap = f"决算数{way}年初预算数1.60万元，主要原因是设备改由上级配发"
    text = f"{item}。年初预算为20.00万元，支出决算为18.40万元。{gap}。"
    found = facts("五、一般公共预算财政拨款支出决算情况说明", text)
    (fact,) = [f for f in found if f.column == "较年初预算增减额"]
    assert (fact.row_name, str(fact.value)) == (
        "一般公共服务支出(类)市场监督管理事务(款)质量基础(项)",
        change,
    )
    assert (fact.row_name, "设备改由上级配发") in texts(found, "预决算差异原因")
