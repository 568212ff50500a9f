"""Figures of a sentence: each bound to the words that name it, never to those of another."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.clauses import Figure, figures
from extractors.naming import State, leveled, subject_name
from extractors.phrases import sentences
from extractors.text import fold_width


def read(text: str, subject: str = "某项支出", section: str | None = None) -> list[Figure]:
    return list(figures(fold_width(text), State(subject, section)))


def told(text: str, subject: str = "某项支出", section: str | None = None) -> list[str]:
    """Each figure as `subject column value unit`."""
    return [f"{f.subject} {f.column} {f.value:f} {f.unit}" for f in read(text, subject, section)]


def parts(text: str, subject: str, section: str | None = None) -> dict[str, str | None]:
    """Of what each subject is a part."""
    return {f.subject: f.part_of for f in read(text, subject, section)}


# ---------------------------------------------------------------- what is a figure


@pytest.mark.parametrize(
    ("text", "figures_of"),
    [
        ("接入视频监控2.4万路。", ["接入视频监控 数量 2.4 万路"]),
        ("办结诉求0.8万宗。", ["办结诉求 数量 0.8 万宗"]),
        ("惠及群众3万余人。", []),
        ("共投入3万余元。", ["投入 决算数 3 万元"]),
        ("平均等候时间不超过15分钟。", []),
    ],
)
def test_tens_of_thousands_of_things_are_no_money_and_minutes_are_no_points(text: str, figures_of: list[str]) -> None:
    assert told(text) == figures_of


@pytest.mark.parametrize(
    "text",
    [
        "2023年工作正常。",
        "自2022年至2023年底，8月15日验收。",
        "根据云财〔2023〕15号文件执行。",
        "第3季度检查。",
        "采购100万元以上项目。",
        "对50万元（含）以上合同备案。",
        "建成5G基站。",
        "三级1级科目。",
        "共5。",
        "《关于印发5个部门规定的通知》。",
    ],
)
def test_a_year_a_date_a_number_of_a_document_and_a_threshold_are_no_figures(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("12.50万元", "12.50", "万元"),
        ("12.50万", "12.50", "万元"),
        ("1.2亿元", "1.2", "亿元"),
        ("1.2亿", "1.2", "亿元"),
        ("3,456.70元", "3456.70", "元"),
        ("3台（套）", "3", "台（套）"),
        ("3台套", "3", "台（套）"),
        ("3辆", "3", "辆"),
        ("96人次", "96", "人次"),
        ("18批次", "18", "批次"),
        ("-3.20万元", "-3.20", "万元"),
        ("１２．５０万元", "12.50", "万元"),
        ("2.5个百分点", "2.5", "个百分点"),
    ],
)
def test_number_and_unit_are_read_as_printed(printed: str, value: str, unit: str) -> None:
    (figure,) = read(f"合计数为{printed}。")
    assert (f"{figure.value:f}", figure.unit) == (value, unit)
    assert figure.raw == fold_width(printed)


def test_a_range_of_years_is_no_negative_amount() -> None:
    assert [(f"{f.value:f}", f.unit) for f in read("2022-2023年投入3.00万元，完成-2.00%。")] == [
        ("3.00", "万元"),
        ("-2.00", "%"),
    ]


@given(
    st.decimals(0, 10**8, places=2),
    st.sampled_from(["万元", "元", "亿元", "%"]),
    st.booleans(),
    st.sampled_from(["", "，", "。", "；"]),
)
def test_a_figure_stands_where_its_span_says(value: Decimal, unit: str, commas: bool, tail: str) -> None:
    printed = f"{value:,.2f}" if commas else f"{value:.2f}"
    text = f"水费合计{printed}{unit}{tail}"
    (figure,) = read(text)
    assert text[figure.start : figure.end] == figure.raw == printed + unit
    assert f"{figure.value:f}" == f"{value:.2f}"


@given(st.text(alphabet="收支12.3万元占%（）类款项其中：，。；原因主要是比上年减少亿个人次台- ", max_size=60))
def test_any_text_is_read_without_error_and_in_order(text: str) -> None:
    found = read(text)
    plain = fold_width(text)
    assert all(plain[f.start : f.end] == f.raw for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(f.sentence[0] <= f.start and f.end <= f.sentence[1] for f in found)


@given(st.text(alphabet='水费12.3万元，。！？"）', max_size=40))
def test_sentences_cover_a_paragraph_without_gap_or_overlap(text: str) -> None:
    spans = list(sentences(text))
    assert "".join(text[a:b] for a, b in spans) == text


# ---------------------------------------------------------------- measures and signs


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("比上年增加6.32万元", "增减额 6.32 万元"),
        ("比上年减少6.32万元", "增减额 -6.32 万元"),
        ("同比下降5.00%", "增减幅 -5.00 %"),
        ("较上年增长5.00%", "增减幅 5.00 %"),
        ("与去年相比降低了0.30万元", "增减额 -0.30 万元"),
        ("占90.00%", "占比 90.00 %"),
        ("占支出合计的90.00%", "占比 90.00 %"),
        ("完成年初预算的110.00%", "完成年初预算比例 110.00 %"),
        ("完成预算的98.00%", "完成预算比例 98.00 %"),
        ("预算执行率为98.20%", "完成预算比例 98.20 %"),
        ("年初预算为30.00万元", "年初预算数 30.00 万元"),
        ("全年预算数30.00万元", "全年预算数 30.00 万元"),
        ("支出决算为33.00万元", "决算数 33.00 万元"),
        ("执行数为33.00万元", "执行数 33.00 万元"),
        ("全年执行数为33.00万元", "执行数 33.00 万元"),
        ("年初目标值30家", "目标值 30 家"),
        ("实际完成值为28家", "实际完成值 28 家"),
        ("得分96.62", "得分 96.62 分"),
        ("得分为96.62分", "得分 96.62 分"),
    ],
)
def test_the_words_before_a_figure_name_its_measure(text: str, wanted: str) -> None:
    assert told(f"{text}。") == [f"某项支出 {wanted}"]


def test_a_change_against_the_budget_is_not_one_against_the_year_before() -> None:
    text = "公务接待费2.50万元，比年初预算减少0.50万元，下降16.67%，比上年增加0.20万元，增长8.70%。"
    assert told(text) == [
        "公务接待费 决算数 2.50 万元",
        "公务接待费 较年初预算增减额 -0.50 万元",
        "公务接待费 较年初预算增减幅 -16.67 %",
        "公务接待费 增减额 0.20 万元",
        "公务接待费 增减幅 8.70 %",
    ]


def test_a_comparison_with_the_budget_ends_with_its_sentence() -> None:
    assert told("公务接待费比年初预算减少0.50万元。水费增加0.20万元。")[1] == "水费 增减额 0.20 万元"


# ---------------------------------------------------------------- subjects


def test_a_figure_without_a_name_belongs_to_what_was_named_before() -> None:
    assert told("水费1.00万元，占10.00%，比上年减少0.10万元。电费2.00万元，占20.00%。") == [
        "水费 决算数 1.00 万元",
        "水费 占比 10.00 %",
        "水费 增减额 -0.10 万元",
        "电费 决算数 2.00 万元",
        "电费 占比 20.00 %",
    ]


@given(st.permutations(["水费", "电费", "邮电费", "差旅费", "工会经费"]), st.sampled_from(["、", "；", "，"]))
def test_in_a_list_each_amount_belongs_to_the_name_before_it(names: list[str], mark: str) -> None:
    text = mark.join(f"{name}{at}.10万元" for at, name in enumerate(names)) + "。"
    assert told(text) == [f"{name} 决算数 {at}.10 万元" for at, name in enumerate(names)]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("收、支总计均为", "收入支出总计"),
        ("与上年相比，收、支总计各", "收入支出总计"),
        ("其中：财政拨款收入", "财政拨款收入"),
        ("公务用车运行维护费支出", "公务用车运行费"),
        ("2023年“三公”经费支出决算", "“三公”经费"),
        ("因公出国（境）费用", "因公出国（境）费"),
        ("本部门共有车辆", "车辆"),
    ],
)
def test_printed_forms_of_a_name_are_one_subject(printed: str, name: str) -> None:
    assert subject_name(fold_width(printed), State("别的")) == name


@pytest.mark.parametrize(
    "text",
    [
        "水费比上年增加5.00万元",
        "水费与上年相比增加5.00万元",
        "水费较2022年度增加5.00万元",
        "水费同比增加5.00万元",
        "水费支出决算比上年决算数增加5.00万元",
    ],
)
def test_words_of_comparison_after_a_name_are_no_part_of_it(text: str) -> None:
    assert told(f"{text}。") == ["水费 增减额 5.00 万元"]


def test_a_comma_between_a_thing_and_its_comparison_does_not_part_them() -> None:
    assert told("水费，比上年增加5.00万元。", "公用经费") == ["水费 增减额 5.00 万元"]
    assert told("根据工作需要，比上年增加5.00万元。", "公用经费") == ["公用经费 增减额 5.00 万元"]


def test_an_amount_without_a_name_behind_a_count_is_of_what_was_paid_for() -> None:
    text = "国内公务接待支出2.34万元。国内公务接待25批次，150人次，共计支出2.34万元。"
    assert told(text, "公务接待费", "three_public") == [
        "国内公务接待支出 决算数 2.34 万元",
        "国内来访团组 数量 25 批次",
        "国内来宾 数量 150 人次",
        "国内公务接待支出 决算数 2.34 万元",
    ]


def test_the_visitors_behind_a_number_of_groups_are_those_of_the_groups() -> None:
    assert told("其中国内公务接待25个批次、210人次，主要接待检查组。", "公务接待费", "three_public") == [
        "国内来访团组 数量 25 个",
        "国内来宾 数量 210 人次",
    ]


def test_a_part_without_a_measure_of_its_own_has_that_of_the_whole() -> None:
    text = "“三公”经费全年预算数为9.00万元，其中：因公出国（境）费4.00万元，公务接待费支出决算为5.00万元。"
    assert told(text, "“三公”经费", "three_public") == [
        "“三公”经费 全年预算数 9.00 万元",
        "因公出国（境）费 全年预算数 4.00 万元",
        "公务接待费 决算数 5.00 万元",
    ]


def test_a_budget_named_before_its_thing_is_no_outturn() -> None:
    text = "年初预算项目资金30.00万元，实际支出20.00万元。其中泵站改造10.00万元，未下达。"
    assert told(text, "部门整体", "annex") == [
        "项目资金 年初预算数 30.00 万元",
        "项目资金 决算数 20.00 万元",
        "泵站改造 资金 10.00 万元",
    ]


def test_the_amount_that_a_share_is_taken_of_is_not_of_the_share_holder() -> None:
    found = read("本年支出80.00万元，占年初预算100.00万元的比重为80.00%。", "收入支出总计", "annex")
    assert [(f.subject, f.column, f.part_of) for f in found] == [
        ("本年支出合计", "决算数", None),
        ("本年支出合计", "年初预算数", None),
        ("本年支出合计", "占比", "年初预算"),
    ]


def test_class_names_are_one_whichever_way_the_level_is_printed() -> None:
    for printed in ("教育支出(类)", "教育(类)支出", "教育类(类)"):
        assert leveled(printed) == "教育支出（类）"
    assert leveled("小学教育(项)") == "小学教育（项）"
    assert leveled("小学教育") == "小学教育"


def test_a_path_of_class_group_and_item_is_the_subject_of_what_follows() -> None:
    text = "1.教育支出（类）普通教育（款）小学教育（项）。"
    path = "教育支出(类)普通教育(款)小学教育(项)"
    assert told(text + "年初预算为10.00万元，支出决算为12.00万元，完成年初预算的120.00%。") == [
        f"{path} 年初预算数 10.00 万元",
        f"{path} 决算数 12.00 万元",
        f"{path} 完成年初预算比例 120.00 %",
    ]


def test_the_next_path_takes_over() -> None:
    text = "1.教育支出（类）普通教育（款）小学教育（项）。支出决算为1.00万元。"
    following = "2.教育支出（类）普通教育（款）初中教育（项）。支出决算为2.00万元。"
    assert told(text + following) == [
        "教育支出(类)普通教育(款)小学教育(项) 决算数 1.00 万元",
        "教育支出(类)普通教育(款)初中教育(项) 决算数 2.00 万元",
    ]


def test_a_path_is_one_subject_with_or_without_a_stop_after_it() -> None:
    path = "教育支出（类）普通教育（款）小学教育（项）"
    assert told(f"{path}支出决算为1.00万元。") == told(f"{path}。支出决算为1.00万元。")


def test_names_of_a_fund_mean_its_own_part_in_its_section() -> None:
    text = "本年收入2.00万元，本年支出3.00万元。"
    assert told(text, "政府性基金预算财政拨款支出", "gov_fund") == [
        "政府性基金预算财政拨款本年收入 决算数 2.00 万元",
        "政府性基金预算财政拨款本年支出 决算数 3.00 万元",
    ]
    assert told(text, "本年收入合计", "income")[0] == "本年收入合计 决算数 2.00 万元"


def test_a_number_may_stand_before_what_it_counts() -> None:
    assert told("目前共有，4个职能科室。", "机构设置") == ["内设机构 数量 4 个"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("内设办公室、规划科等8个科室", ["内设机构 数量 8 个"]),
        ("下辖3个事业单位", ["下属事业单位 数量 3 个"]),
        ("共有编制50名，其中行政编制20名", ["编制人数 数量 50 名", "行政编制 数量 20 名"]),
        ("决算包括：本级决算（1个）、所属事业单位决算（2个）", ["本级决算 数量 1 个", "所属事业单位决算 数量 2 个"]),
    ],
)
def test_bodies_and_posts_are_counted_where_they_are_listed(text: str, wanted: list[str]) -> None:
    assert told(f"{text}。", "机构设置", "bodies") == wanted


def test_a_number_behind_a_body_elsewhere_does_not_count_bodies() -> None:
    text = "共有12个项目，其中机关11个、二级机构1个。"
    assert told(text, "部门整体支出绩效", "performance")[1:] == ["机关 数量 11 个", "二级机构 数量 1 个"]


@pytest.mark.parametrize("verb", ["共下达", "排查", "组织开展", "全年实现"])
def test_what_was_done_to_a_thing_is_no_part_of_its_name(verb: str) -> None:
    assert told(f"{verb}河道巡查12次。", "别的", "annex") == ["河道巡查 数量 12 次"]


# ---------------------------------------------------------------- scores


def test_a_group_of_indicators_has_its_counts_its_worth_and_its_score() -> None:
    found = read(
        "产出指标包含3个二级指标，12个三级指标。该项指标设置分值30分，实际得分28分。", "部门整体", "performance"
    )
    assert [(f.subject, f.column, f"{f.value:f}", f.part_of) for f in found] == [
        ("二级指标", "数量", "3", "产出指标"),
        ("三级指标", "数量", "12", "产出指标"),
        ("产出指标", "分值", "30", None),
        ("产出指标", "得分", "28", None),
    ]


def test_each_project_has_its_own_score_and_the_mean_is_of_all() -> None:
    text = "3项绩效自评项目平均得分94.72分，其中工作经费项目自评得分97.75分，河道项目自评得分92.23分。"
    assert told(text, "部门整体支出绩效", "performance") == [
        "自评项目 数量 3 项",
        "项目绩效自评平均得分 得分 94.72 分",
        "工作经费 得分 97.75 分",
        "河道 得分 92.23 分",
    ]


def test_a_quoted_project_is_what_its_sentence_and_the_next_speak_of() -> None:
    text = "选取“河道巡查经费”项目开展部门评价。绩效评价得分为98分。"
    assert told(text, "部门整体支出绩效", "performance") == ["河道巡查经费 得分 98 分"]


def test_grades_are_counted_among_the_projects() -> None:
    found = read("12个项目支出绩效自评中，10个项目自评等级为优，2个项目自评等级为良。", "部门整体", "performance")
    assert [(f.subject, f.part_of) for f in found] == [
        ("自评项目", None),
        ("项目自评等级为优", "自评项目"),
        ("项目自评等级为良", "自评项目"),
    ]


def test_a_percentage_in_formula_marks_is_read() -> None:
    assert told(r"服务对象对各项工作的综合满意度为$\geq80\%$。", "别的", "performance") == ["综合满意度 比例 80 %"]


# ---------------------------------------------------------------- reasons


def test_a_reason_ends_where_the_next_subject_begins() -> None:
    text = "公务接待费减少1.00万元，原因是来人减少；公务用车运行费5.00万元，增加2.00万元，原因是维修3.00万元。"
    assert told(text, "“三公”经费", "three_public") == [
        "公务接待费 增减额 -1.00 万元",
        "公务用车运行费 决算数 5.00 万元",
        "公务用车运行费 增减额 2.00 万元",
        "维修 原因所述 3.00 万元",
    ]


def test_a_change_that_is_mainly_something_has_it_as_its_reason() -> None:
    assert told("水费比上年增加3.00万元，主要是新增泵站用水2.00万元。")[1].split()[1] == "原因所述"
    assert told("水费3.00万元，主要是泵站用水2.00万元。")[1].split()[1] == "决算数"


def test_reasons_told_one_by_one_are_all_kept_apart() -> None:
    text = "水费增加3.00万元，主要原因：一是泵站用水1.00万元。二是绿化用水2.00万元。电费5.00万元。"
    assert [f.column for f in read(text)] == ["增减额", "原因所述", "原因所述", "决算数"]


def test_figures_of_a_reason_are_kept_apart() -> None:
    found = read(
        "收入支出总计比上年增加3.00万元，主要原因是新增泵站维修5.60万元，退休待遇减少2.60万元。", "收入支出总计"
    )
    assert [(f.column, f"{f.value:f}") for f in found] == [
        ("增减额", "3.00"),
        ("原因所述", "5.60"),
        ("原因所述", "2.60"),
    ]
    assert [f.part_of for f in found[1:]] == ["收入支出总计"] * 2


def test_a_reason_in_a_sentence_of_its_own_is_kept_apart_too() -> None:
    found = read("支出决算为33.00万元。决算数大于预算数的主要原因是新进2人，增加支出3.00万元。", "水费")
    assert [f.column for f in found] == ["决算数", "原因所述", "原因所述"]


def test_a_reason_does_not_change_the_subject_of_what_follows() -> None:
    text = "水费3.00万元，增加1.00万元，原因是泵房用水0.80万元。完成预算的98.00%。"
    assert told(text)[-1] == "水费 完成预算比例 98.00 %"


# ---------------------------------------------------------------- parts


def test_parts_are_of_the_whole_that_was_named_before_them() -> None:
    text = "本年收入合计10.00万元，其中：财政拨款收入9.00万元，占90.00%；其他收入1.00万元，占10.00%。"
    assert parts(text, "本年收入合计", "income") == {
        "本年收入合计": None,
        "财政拨款收入": "本年收入合计",
        "其他收入": "本年收入合计",
    }


def test_staff_and_running_costs_are_no_parts_of_each_other() -> None:
    text = "人员经费5.00万元，主要包括：基本工资3.00万元、奖金2.00万元；公用经费8.00万元，主要包括：办公费8.00万元。"
    assert parts(text, "一般公共预算财政拨款基本支出", "basic") == {
        "人员经费": None,
        "基本工资": "人员经费",
        "奖金": "人员经费",
        "公用经费": None,
        "办公费": "公用经费",
    }


def test_a_list_in_brackets_ends_with_them() -> None:
    text = "基本支出30.00万元（包括人员支出20.00万元、公用支出10.00万元），项目支出5.00万元。"
    assert parts("整体支出35.00万元，其中：" + text, "整体支出", "annex") == {
        "整体支出": None,
        "基本支出": "整体支出",
        "人员支出": "基本支出",
        "公用支出": "基本支出",
        "项目支出": "整体支出",
    }


def test_amounts_in_brackets_right_behind_one_are_its_parts() -> None:
    basic = "基本支出30.00万元，占75%（人员经费20.00万元，公用经费10.00万元）"
    text = f"本年支出合计40.00万元，其中：{basic}；项目支出10.00万元。"
    assert parts(text, "本年支出合计", "expenditure") == {
        "本年支出合计": None,
        "基本支出": "本年支出合计",
        "人员经费": "基本支出",
        "公用经费": "基本支出",
        "项目支出": "本年支出合计",
    }


def test_awards_to_small_firms_are_no_part_of_the_kinds_of_procurement() -> None:
    text = "政府采购支出总额5.00万元，其中：政府采购货物支出5.00万元。授予中小企业合同金额4.00万元。"
    assert parts(text, "政府采购支出总额", "procurement")["授予中小企业合同金额"] is None


def test_the_parts_told_of_an_amount_within_its_name_are_its_parts() -> None:
    text = "“三公”经费财政拨款支出决算中，因公出国（境）费2.00万元；公务接待费1.00万元。"
    assert parts(text, "“三公”经费", "three_public") == {
        "因公出国（境）费": "“三公”经费",
        "公务接待费": "“三公”经费",
    }


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("授予小微企业合同金额2.00万元，占授予中小企业合同金额的48.00%。", "授予中小企业合同金额"),
        ("教育支出（类）3.00万元，占30.00%。", "一般公共预算财政拨款支出"),
        ("本年支出8.00万元，占支出合计的80.00%。", "本年支出合计"),
    ],
)
def test_a_share_says_of_what_it_is_one(text: str, whole: str) -> None:
    share = next(f for f in read(text, "一般公共预算财政拨款支出", "general_budget") if f.column == "占比")
    assert share.part_of == whole


# ---------------------------------------------------------------- counts


def test_persons_after_delegations_are_their_members() -> None:
    assert told("全年因公出国（境）团组2个，累计7人次。", "因公出国（境）费", "three_public") == [
        "因公出国（境）团组 数量 2 个",
        "因公出国（境）人次 数量 7 人次",
    ]


def test_guests_from_abroad_and_from_home_are_told_apart() -> None:
    text = (
        "外宾接待支出0.40万元。全年接待国（境）外来访团组1个，来访外宾6人次。"
        "其他国内公务接待支出2.10万元，接待国内来访团组18个、来宾96人次。"
    )
    assert told(text, "公务接待费", "three_public") == [
        "外宾接待支出 决算数 0.40 万元",
        "国（境）外来访团组 数量 1 个",
        "来访外宾 数量 6 人次",
        "国内公务接待支出 决算数 2.10 万元",
        "国内来访团组 数量 18 个",
        "国内来宾 数量 96 人次",
    ]


@pytest.mark.parametrize(
    ("whole", "groups"), [("外宾接待支出", "国（境）外来访团组"), ("国内公务接待支出", "国内来访团组")]
)
def test_groups_of_visitors_are_those_of_the_expense_named_before(whole: str, groups: str) -> None:
    assert told(f"{whole}0.40万元，接待来访团组3个。", "公务接待费", "three_public")[1] == f"{groups} 数量 3 个"


def test_vehicles_bought_and_kept_and_their_costs_stay_apart() -> None:
    text = "公务用车购置费0.00万元，购置车辆0台；公务用车运行费5.00万元，公务用车保有量为2辆。"
    assert told(text, "公务用车购置及运行费", "three_public") == [
        "公务用车购置费 决算数 0.00 万元",
        "购置车辆 数量 0 台",
        "公务用车运行费 决算数 5.00 万元",
        "公务用车保有量 数量 2 辆",
    ]


def test_kinds_of_vehicles_are_parts_of_the_vehicles() -> None:
    text = "共有车辆5辆，其中：机要通信用车1辆、其他用车4辆。"
    assert parts(text, "车辆", "assets") == {"车辆": None, "机要通信用车": "车辆", "其他用车": "车辆"}


EQUIPMENT = "共有车辆5辆，其中：其他用车5辆；{}3台（套）。"


def test_equipment_after_vehicles_is_no_part_of_them() -> None:
    assert parts(EQUIPMENT.format("单价100万元以上设备"), "车辆", "assets")["单价100万元以上设备"] is None


def test_a_count_between_the_parts_of_an_amount_does_not_end_them() -> None:
    text = "公务接待费2.50万元，其中：外宾接待支出0.40万元；来访团组3个；国内公务接待支出2.10万元。"
    assert parts(text, "公务接待费", "three_public") == {
        "公务接待费": None,
        "外宾接待支出": "公务接待费",
        "国（境）外来访团组": None,
        "国内公务接待支出": "公务接待费",
    }


@pytest.mark.parametrize(
    "printed", ["单价100万元以上设备", "价值100万元（含）以上设备", "单价100万元（含）以上设备（不含车辆）"]
)
def test_dear_equipment_is_one_subject_however_it_is_printed(printed: str) -> None:
    assert told(EQUIPMENT.format(printed), "车辆", "assets")[-1] == "单价100万元以上设备 数量 3 台（套）"


@pytest.mark.parametrize("printed", ["单价100万元（含）以上设备", "部门价值100万元（含）以上设备"])
def test_dear_equipment_in_other_usual_words_is_the_same_subject(printed: str) -> None:
    assert told(EQUIPMENT.format(printed), "车辆", "assets")[-1] == "单价100万元以上设备 数量 3 台（套）"


# ---------------------------------------------------------------- the budget between


def test_a_rate_may_name_its_budget_between() -> None:
    text = "“三公”经费支出决算为8.00万元，完成全年预算10.00万元的80.00%，比上年减少2.00万元，下降20.00%。"
    assert told(text, section="three_public") == [
        "“三公”经费 决算数 8.00 万元",
        "“三公”经费 全年预算数 10.00 万元",
        "“三公”经费 完成全年预算比例 80.00 %",
        "“三公”经费 增减额 -2.00 万元",
        "“三公”经费 增减幅 -20.00 %",
    ]


def test_a_change_may_name_the_budget_that_it_starts_from() -> None:
    text = "2023年公务接待费决算数2.00万元，比2023年公务接待费年初预算5.00万元减少3.00万元。"
    assert told(text, section="three_public") == [
        "公务接待费 决算数 2.00 万元",
        "公务接待费 年初预算数 5.00 万元",
        "公务接待费 较年初预算增减额 -3.00 万元",
    ]


def test_a_change_against_the_budget_of_a_year_is_none_against_the_year() -> None:
    assert told("文物支出2023年度决算5.00万元，比2023年年初预算减少3.00万元，下降37.50%。")[1:] == [
        "文物支出 较年初预算增减额 -3.00 万元",
        "文物支出 较年初预算增减幅 -37.50 %",
    ]


def test_the_name_of_a_fund_is_no_budget() -> None:
    text = "财政拨款收入5.00万元（其中：一般公共预算5.00万元，政府性基金预算0.00万元）。"
    assert [f.column for f in read(text, section="income")] == ["决算数"] * 3


def test_a_word_of_change_left_of_the_template_takes_the_sign_of_the_amount() -> None:
    assert told("“三公”经费比2023年度减少0.15万元，增长（下降）27.78%。", section="three_public")[1].endswith(
        "增减幅 -27.78 %"
    )


def test_a_subject_in_a_sentence_of_its_own_holds_for_those_behind_it() -> None:
    text = "2.公务接待费。2023年决算数2.00万元。主要原因：厉行节约。"
    assert told(text, subject="“三公”经费", section="three_public") == ["公务接待费 决算数 2.00 万元"]


def test_behind_a_list_in_brackets_the_text_goes_on_with_the_whole() -> None:
    text = "机关运行经费支出决算8.00万元（其中：一般公共预算支出8.00万元）。与上年相比，减少1.00万元。"
    assert told(text, section="operating")[-1] == "机关运行经费 增减额 -1.00 万元"


def test_no_change_is_no_subject() -> None:
    assert (
        told("收、支总计9.00万元，与上年度持平，减少1.00万元。", section="overall")[-1]
        == "收入支出总计 增减额 -1.00 万元"
    )


@pytest.mark.parametrize(
    "text",
    [
        "支出合计50.00万元，较上年减少5.00万元。其中：基本支出30.00万元，占60.00%；项目支出20.00万元，占40.00%。",
        "按支出性质，基本支出30.00万元，占60.00%；项目支出20.00万元，占40.00%。",
    ],
)
def test_shares_in_the_chapter_on_all_money_are_of_what_is_spent_not_of_what_is_carried_over_too(text: str) -> None:
    shares = {f.subject: f.part_of for f in read(text, "收入支出总计", "overall") if f.column == "占比"}
    assert shares == {"基本支出": "本年支出合计", "项目支出": "本年支出合计"}


def test_share_of_a_chapter_is_still_of_what_the_chapter_speaks_of() -> None:
    text = "公务用车购置及运行费5.00万元，占50.00%，其中：公务用车运行维护费5.00万元，占50.00%。"
    shares = {f.part_of for f in read(text, "“三公”经费", "three_public") if f.column == "占比"}
    assert shares == {"“三公”经费"}


def test_a_change_behind_a_list_of_parts_is_of_their_whole() -> None:
    text = "本年收入4069.22万元，其中一般公共预算拨款收入4046.72万元、其他收入22.50万元，较上年增加135.87万元。"
    assert told(text, "本年收入")[-1] == "本年收入合计 增减额 135.87 万元"


def test_what_money_was_for_has_its_account_in_brackets() -> None:
    used = "主要用于：易地新建项目（专项债券收入安排的支出）8000.00万元，疫苗接种（彩票公益金支出）68.00万元。"
    subjects = [f.subject for f in read(f"年末结转和结余0.00万元。支出{used}", "年末结转和结余", "gov_fund")]
    assert subjects[1:] == ["易地新建项目", "疫苗接种"]
