"""Family E in 部门预算: what must stand in a budget is found missing, and what may stand elsewhere is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status, Verdict
from tests.extractors.crosscheck.paper import BUDGET, Paper

_RULES = ["E-03", "E-04", "E-05", "E-06", "E-07", "E-08", "E-09", "E-10", "E-12"]

#: the budget of a smaller place in the parts of another province, with its tables in a file of their own
OTHER = """平州市文化馆2023年部门预算

目录
一、平州市文化馆概况
（一）主要职能
（二）部门预算单位构成
二、平州市文化馆2023年部门预算安排情况说明
（一）收支预算情况的总体说明
（二）“三公”经费预算情况说明
（三）其他重要事项的情况说明
三、名词解释
四、平州市文化馆2023年部门预算表

一、平州市文化馆概况

（一）主要职能

负责群众文化活动的组织和辅导。

（二）部门预算单位构成

平州市文化馆预算只包括本级预算。

二、平州市文化馆2023年部门预算安排情况说明

（一）收支预算情况的总体说明

平州市文化馆2023年收支总预算600.00万元，比上年增加20.00万元，主要是人员增加。

（二）“三公”经费预算情况说明

2023年“三公”经费预算数为2.00万元，比上年增加0.50万元。具体如下：

1.因公出国（境）费用0.00万元，与上年持平。

2.公务接待费1.00万元，比上年增加0.50万元，主要原因是来访团队增加。

3.公务用车购置及运行维护费1.00万元，与上年持平。

（三）其他重要事项的情况说明

1.平州市文化馆是公益一类事业单位，2023年没有机关运行经费预算。

2.2023年政府采购预算总额50.00万元，其中：货物10.00万元，服务40.00万元。

3.截至2022年12月31日，平州市文化馆共有车辆1辆，其中：其他用车1辆。

4.2023年财政拨款项目均实行绩效目标管理，涉及项目5个，资金100.00万元。

三、名词解释

（一）基本支出：指为保障机构正常运转、完成日常工作任务发生的支出。

（二）“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。

（三）机关运行经费：指行政单位用于购买货物和服务的日常公用开支。

四、平州市文化馆2023年部门预算表（详见附件）
"""


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path, BUDGET)


@pytest.fixture
def other(tmp_path: Path) -> Paper:
    return Paper(tmp_path, OTHER)


def by_subject(paper: Paper, rule: str) -> dict[str, Verdict]:
    return {v.subject: v for v in paper.verdicts(rule)}


def found(paper: Paper, rule: str) -> list[tuple[str, str]]:
    """Severity and message of the findings of a rule."""
    return [(f.severity, f.message) for f in paper.findings(rule)]


@pytest.mark.parametrize("rule", _RULES)
def test_complete_budget_passes(paper: Paper, rule: str) -> None:
    statuses = {v.status for v in paper.verdicts(rule)}
    assert Status.PASS in statuses
    assert statuses <= {Status.PASS, Status.NOT_APPLICABLE}


@pytest.mark.parametrize("rule", _RULES)
def test_budget_in_the_parts_of_another_province_has_no_findings(other: Paper, rule: str) -> None:
    assert found(other, rule) == []


@pytest.mark.parametrize("rule", ["E-03", "E-06", "E-07", "E-08", "E-09", "E-10"])
def test_excerpt_of_a_budget_is_not_judged(paper: Paper, rule: str) -> None:
    paper.text = "云岭市青川区水务局 2025年度部门预算\n\n第三部分 部门预算情况说明\n\n收入预算9.00万元。\n"
    assert {v.status for v in paper.verdicts(rule)} == {Status.INSUFFICIENT_DATA}


# ---------------------------------------------------------------- E-02, E-03


def test_budget_tables_that_came_as_lines_of_text_are_unread_and_no_pictures(paper: Paper) -> None:
    start, end = paper.text.index("\n2026年部门财务收支预算总表\n"), paper.text.index("\n其他相关情况说明\n\n")
    paper.text = paper.text[:start] + paper.text[start:end].replace("\t", " ") + paper.text[end:]
    assert found(paper, "E-02") == []
    assert Status.INSUFFICIENT_DATA in {v.status for v in paper.verdicts("E-02")}


def test_assets_told_by_their_value_need_no_number_of_devices(paper: Paper) -> None:
    paper.cut("；单价100万元（含）以上设备", "\n\n项目经费情况说明").swap(
        "截至2025年8月31日，", "截至2025年8月31日，资产总额368.40万元，"
    )
    assert found(paper, "E-09") == []


def test_title_over_several_chapters_of_its_words_is_not_empty(paper: Paper) -> None:
    paper.swap("项目经费情况说明\n\n一、", "项目经费情况说明\n\n行道树补植项目经费情况说明\n\n一、")
    assert found(paper, "E-03") == []


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("云岭市青川区园林绿化管理局（部门）主要职能\n", "云岭市青川区园林绿化管理局（部门）机构设置\n", "主要职能"),
        ("云岭市青川区园林绿化管理局（部门）机构设置\n", "名词解释\n\n（一）", "机构设置"),
        ("名词解释\n\n（一）", "2026年部门预算编制说明\n", "名词解释"),
        ("2026年部门预算编制说明\n", "2026年部门财务收支预算总表\n", "预算编制说明"),
        ("2026年部门财务收支预算总表\n", "其他相关情况说明\n", "预算表"),
        ("其他相关情况说明\n\n一、", "项目经费情况说明\n\n一、", "其他相关情况说明"),
    ],
)
def test_part_of_a_budget_that_is_left_out_is_missing(paper: Paper, start: str, end: str, name: str) -> None:
    messages = found(paper.cut(start, end), "E-03")
    assert any(severity == "error" and f"报告没有“{name}”部分" in message for severity, message in messages), messages
    assert len([m for _, m in messages if "报告没有" in m]) == 1


def test_part_that_the_contents_list_and_the_budget_lacks_is_told(paper: Paper) -> None:
    paper.cut("项目经费情况说明\n\n一、", "街心花园保持整洁完好")
    paper.swap("七、项目经费情况说明", "七、重大政策和项目说明")
    assert [m for s, m in found(paper, "E-03") if s == "error" and "目录列有“七、重大政策和项目说明”" in m]


def test_matter_that_the_notes_leave_out_is_a_warning(paper: Paper) -> None:
    paper.cut("三、政府采购预算情况\n", "四、绩效目标设置情况\n")
    ((severity, message),) = found(paper, "E-03")
    assert severity == "warning"
    assert "没有政府采购预算的内容" in message


def test_matter_that_was_not_due_in_the_year_is_not_missing(other: Paper) -> None:
    other.cut("4.2023年财政拨款项目均实行绩效目标管理", "三、名词解释\n\n")
    assert [m for _, m in found(other, "E-03")] == [
        "预算说明没有绩效目标设置情况的内容，请补充；没有相关安排的，也应作说明。"
    ]
    other.text = other.text.replace("2023年", "2016年")
    assert found(other, "E-03") == []


def test_tables_in_a_file_of_their_own_are_not_called_missing(other: Paper) -> None:
    assert by_subject(other, "E-03")["part/tables"].status is Status.INSUFFICIENT_DATA


def test_tables_under_titles_of_their_own_are_not_called_missing(other: Paper) -> None:
    other.swap("2023年部门预算表（详见附件）", "2023年部门预算表\n\n收入\t支出\n600\t600")
    other.swap("四、平州市文化馆2023年部门预算表\n\n一、", "四、平州市文化馆2023年部门预算表\n1.部门收支总览表\n\n一、")
    assert found(other, "E-03") == []


def test_tables_behind_the_glossary_are_none_of_its_entries(other: Paper) -> None:
    other.text += "\n2023年部门财务收支预算总表\n\n一、财政拨款收入600\n二、文化旅游体育与传媒支出600\n"
    assert found(other, "E-12") == []


# ---------------------------------------------------------------- E-04, E-05


def test_empty_budget_table_without_note_is_a_warning(paper: Paper) -> None:
    paper.swap("注：2026年本部门没有政府性基金预算财政拨款，本表为空表。\n", "")
    paper.swap("政府性基金拨款支出预算0.00万元，与2025年预算持平；", "")
    ((severity, message),) = found(paper, "E-04")
    assert severity == "warning"
    assert "《政府性基金预算支出功能分类预算表》只有表头" in message


def test_empty_budget_table_whose_kind_of_money_the_text_says_is_nil_needs_no_note(paper: Paper) -> None:
    paper.swap("注：2026年本部门没有政府性基金预算财政拨款，本表为空表。\n", "")
    assert found(paper, "E-04") == []


def test_note_of_the_other_fund_under_an_empty_budget_table_is_found(paper: Paper) -> None:
    paper.swap("注：2026年本部门没有国有资本经营预算财政拨款", "注：2026年本部门没有政府性基金预算财政拨款")
    ((severity, message),) = found(paper, "E-04")
    assert severity == "warning"
    assert "说的是政府性基金，不是本表" in message


@pytest.mark.parametrize(
    ("line", "lower", "message"),
    [
        ("210\t11\t01\t行政单位医疗\t382,800\t382,800\t0\n", "210\t11\t\t行政事业单位医疗", "功能分类项级科目"),
        ("303\t02\t退休费\t259,300\t259,300\t0\n", "", "经济分类款级科目"),
    ],
)
def test_budget_table_is_open_to_the_level_that_is_due(paper: Paper, line: str, lower: str, message: str) -> None:
    paper.swap(line, "", count=-1)
    if lower:
        paper.swap(lower + "\t382,800\t382,800\t0\n", "", count=-1)
    ((severity, told),) = found(paper, "E-05")
    assert severity == "error"
    assert f"没有列到{message}" in told


# ---------------------------------------------------------------- E-06 … E-10


@pytest.mark.parametrize(
    ("rule", "start", "end", "severity", "missing"),
    [
        ("E-06", "（三）公务接待费1.25万元", "\n\n二、机关运行", "warning", "公务接待费预算数"),
        ("E-06", "公务用车购置费18万元", "公务用车运行费11.20万元", "warning", "公务用车购置费预算数"),
        ("E-06", "；公务用车运行费11.20万元", "\n\n（三）公务接待费", "warning", "公务用车运行费预算数"),
        ("E-07", "207.66万元", "\n\n三、政府采购", "error", "机关运行经费预算数"),
        ("E-07", "，比2025年预算增加3.20万元", "\n\n三、政府采购", "info", "与上年预算的比较"),
        ("E-08", "192.80万元", "\n\n四、绩效", "error", "政府采购预算总额"),
        ("E-08", "，其中：政府采购货物预算", "\n\n2026年本部门面向中小", "warning", "货物、工程、服务的构成"),
        ("E-08", "2026年本部门面向中小企业", "\n\n四、绩效", "warning", "面向中小企业预留的政府采购预算"),
        ("E-09", "截至2025年8月31日，", "云岭市青川区园林绿化管理局（部门）共有车辆", "warning", "截止日期"),
        ("E-09", "，其中：执法执勤用车0辆", "；单价100万元", "warning", "各类车辆数"),
        ("E-09", "；单价100万元（含）以上设备", "\n\n项目经费情况说明", "warning", "单价100万元以上设备数量"),
        ("E-10", "，编报绩效目标的项目6个", "，涉及项目预算资金", "warning", "编报绩效目标的项目数"),
        ("E-10", "，涉及项目预算资金", "\n\n五、国有资产", "warning", "编报绩效目标的项目涉及的预算资金"),
    ],
)
def test_item_that_a_budget_leaves_out_is_missing(
    paper: Paper, rule: str, start: str, end: str, severity: str, missing: str
) -> None:
    messages = found(paper.cut(start, end), rule)
    assert any(s == severity and f"没有说明{missing}" in m for s, m in messages), messages


def test_change_of_three_public_without_reason_is_a_warning(paper: Paper) -> None:
    paper.swap("，主要原因是更新1辆巡查用车", "", count=0)
    ((severity, message),) = found(paper, "E-06")
    assert severity == "warning"
    assert "写“比2025年预算增加18万元”，没有说明变动的原因" in message


def test_three_public_without_comparison_is_a_warning(paper: Paper) -> None:
    paper.cut("一、2026年“三公”经费预算情况说明", "二、机关运行经费预算\n")
    told = "因公出国（境）费0万元，公务接待费1.25万元，公务用车购置费18万元，公务用车运行费11.20万元。"
    section = f"一、2026年“三公”经费预算情况说明\n\n2026年“三公”经费30.45万元，其中：{told}\n\n"
    paper.swap("二、机关运行经费预算\n", section + "二、机关运行经费预算\n")
    ((severity, message),) = found(paper, "E-06")
    assert severity == "warning"
    assert "没有说明与上年预算的比较" in message


def test_purchase_is_not_asked_for_where_running_is_all_of_the_vehicles(other: Paper) -> None:
    other.swap("公务用车购置及运行维护费1.00万元", "公务用车购置及运行费1.00万元，其中：公务用车运行费1.00万元")
    verdict = by_subject(other, "E-06")["three_public/公务用车购置费预算数"]
    assert verdict.status is Status.NOT_APPLICABLE


def test_parts_that_neither_text_nor_table_tells_are_not_judged(other: Paper) -> None:
    verdict = by_subject(other, "E-06")["three_public/公务用车购置费预算数"]
    assert verdict.status is Status.INSUFFICIENT_DATA


def test_section_of_a_budget_that_says_there_is_none_owes_no_details(paper: Paper) -> None:
    paper.cut("2026年本部门政府采购预算192.80万元", "\n\n四、绩效目标设置情况")
    paper.swap("三、政府采购预算情况\n\n", "三、政府采购预算情况\n\n2026年本部门没有安排政府采购预算。", count=-1)
    assert found(paper, "E-08") == []


def test_section_that_points_to_a_form_is_not_judged(paper: Paper) -> None:
    paper.cut("2026年本部门政府采购预算192.80万元", "\n\n四、绩效目标设置情况")
    paper.swap("三、政府采购预算情况\n\n", "三、政府采购预算情况\n\n详见附表《政府采购预算明细表》。", count=-1)
    assert found(paper, "E-08") == []
    assert Status.INSUFFICIENT_DATA in {v.status for v in paper.verdicts("E-08")}


def test_reserve_for_small_companies_is_due_from_2021(paper: Paper) -> None:
    paper.cut("2026年本部门面向中小企业", "\n\n四、绩效")
    paper.text = paper.text.replace("2026年", "2019年")
    assert found(paper, "E-08") == []


@pytest.mark.parametrize("date", ["截至2026年12月31日", "截至2026年底", "截至2022年12月31日"])
def test_assets_as_of_a_time_that_a_budget_cannot_have_are_a_warning(paper: Paper, date: str) -> None:
    ((severity, message),) = found(paper.swap("截至2025年8月31日", date), "E-09")
    assert severity == "warning"
    assert f"写“{date}" in message and "一般应为2025年末" in message


@pytest.mark.parametrize("date", ["截至2025年12月31日", "截至2025年底", "截至2024年12月31日", "截至2026年1月31日"])
def test_assets_as_of_the_year_before_pass(paper: Paper, date: str) -> None:
    paper.swap("截至2025年8月31日", date)
    assert found(paper, "E-09") == []


def test_goals_of_projects_that_are_not_in_the_report_may_be_published_apart(paper: Paper) -> None:
    paper.cut("\n三、绩效目标\n\n12处", "街心花园保持整洁完好")
    assert by_subject(paper, "E-10")["performance/项目绩效目标"].status is Status.INSUFFICIENT_DATA
