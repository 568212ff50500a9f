"""Family E: what must stand in a report is found missing, and what was not read is never called missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractors.crosscheck import Status
from extractors.vocabulary import table_forms
from tests.extractors.crosscheck.paper import Paper

_RULES = ["E-01", "E-03", "E-04", "E-05", "E-06", "E-07", "E-08", "E-09", "E-10", "E-11", "E-12", "E-13"]


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def only(paper: Paper, rule: str) -> tuple[str, str, str]:
    """Severity, message and first quote of the single finding of a rule."""
    found = paper.findings(rule)
    assert len(found) == 1, [f.message for f in found]
    quote = found[0].evidence[0].quote if found[0].evidence else ""
    return found[0].severity, found[0].message, quote


def without_grids(paper: Paper) -> Paper:
    """The same report with its tables as pictures: titles and captions stay."""
    paper.text = "\n".join(line for line in paper.text.split("\n") if "\t" not in line)
    return paper


@pytest.mark.parametrize("rule", _RULES)
def test_clean_report_passes(paper: Paper, rule: str) -> None:
    statuses = {v.status for v in paper.verdicts(rule)}
    assert Status.PASS in statuses
    assert statuses <= {Status.PASS, Status.NOT_APPLICABLE}


# ---------------------------------------------------------------- E-01


def test_table_that_only_the_contents_list_is_missing(paper: Paper) -> None:
    paper.cut("支出决算表\n\n公开03表", "财政拨款收入支出决算总表\n\n公开04表")
    severity, message, quote = only(paper, "E-01")
    assert (severity, quote) == ("error", "三、支出决算表")
    assert "目录列有“三、支出决算表”，正文未见该表" in message


def test_tables_without_any_grid_are_one_warning_and_not_read(paper: Paper) -> None:
    severity, message, _ = only(without_grids(paper), "E-01")
    assert severity == "warning"
    assert "《收入支出决算总表》" in message and "只有标题" in message
    assert "《国有资本经营预算财政拨款支出决算表》" not in message, "its note says that there is nothing to show"
    by_subject = {v.subject: v.status for v in paper.verdicts("E-01")}
    assert {by_subject[f"GK0{n}"] for n in range(1, 10)} == {Status.INSUFFICIENT_DATA}


def test_table_under_a_title_that_is_not_understood_is_not_called_missing(paper: Paper) -> None:
    head, _, tail = paper.text.rpartition("支出决算表\n\n公开03表")
    paper.text = f"{head}支岀情况一览\n\n公开03表{tail}"
    assert paper.findings("E-01") == []


def test_tables_in_another_order_than_the_contents_are_a_warning(paper: Paper) -> None:
    contents, body = paper.text.split("第四部分 名词解释", 1)
    contents = contents.replace(
        "七、政府性基金预算财政拨款收入支出决算表", "七、国有资本经营预算财政拨款支出决算表#", 1
    )
    contents = contents.replace("八、国有资本经营预算财政拨款支出决算表", "八、政府性基金预算财政拨款收入支出决算表", 1)
    paper.text = contents.replace("#", "") + "第四部分 名词解释" + body
    severity, message, _ = only(paper, "E-01")
    assert severity == "warning"
    assert "与目录不一致" in message


def test_report_without_the_part_on_tables_is_not_passed(paper: Paper) -> None:
    paper.text = (
        "2023年度青榆市云渡区水务局部门决算\n\n第一部分 青榆市云渡区水务局概况\n\n一、部门职责\n\n管理全区水库。\n"
    )
    for rule in ("E-01", "E-04", "E-05", "E-06", "E-07", "E-08", "E-09", "E-10", "E-12", "E-13", "E-03", "E-11"):
        assert {v.status for v in paper.verdicts(rule)} == {Status.INSUFFICIENT_DATA}, rule


# ---------------------------------------------------------------- E-02


def budget(titles: list[str], printed: list[str]) -> str:
    """A budget report whose contents list some tables, and whose body prints some."""
    contents = "\n".join(f"{n}、{title}" for n, title in zip("一二三四五六七八九", titles, strict=False))
    body = "\n\n".join(f"{title}\n\n单位：元\n\n项目\t合计\n合计\t1" for title in printed)
    return (
        "2024年度\n青榆市云渡区水务局\n部门预算\n\n目录\n第一部分 青榆市云渡区水务局概况\n第二部分 2024年度部门预算表\n"
        f"{contents}\n\n第一部分 青榆市云渡区水务局概况\n\n管理全区水库。\n\n第二部分 2024年度部门预算表\n\n{body}\n"
    )


_BUDGET = [form.name for key, form in table_forms().items() if key.startswith("YS")]


def test_budget_table_that_only_the_contents_list_is_missing(paper: Paper) -> None:
    paper.text = budget(_BUDGET, [t for t in _BUDGET if t != "收入预算总表"])
    severity, message, quote = only(paper, "E-02")
    assert (severity, quote) == ("error", "二、收入预算总表")
    assert "正文未见该表" in message


def test_complete_budget_passes(paper: Paper) -> None:
    paper.text = budget(_BUDGET, _BUDGET)
    assert {v.status for v in paper.verdicts("E-02")} == {Status.PASS}


def test_budget_tables_of_another_set_are_not_called_missing(paper: Paper) -> None:
    others = ["部门收支情况总览表", "部门收入情况一览表", "部门支出情况一览表"]
    paper.text = budget(others, others)
    assert {v.status for v in paper.verdicts("E-02")} == {Status.INSUFFICIENT_DATA}


# ---------------------------------------------------------------- E-03


def test_report_without_glossary_lacks_a_part(paper: Paper) -> None:
    head, _, _ = paper.text.rpartition("第四部分 名词解释")
    paper.text = head.replace("第四部分 名词解释", "")
    assert "报告没有“名词解释”部分" in only(paper, "E-03")[1]


def test_chapter_that_is_left_out_is_missing_from_text_and_contents(paper: Paper) -> None:
    paper.cut("十二、国有资产占用情况说明", "十三、预算绩效情况说明")
    messages = [f.message for f in paper.findings("E-03")]
    assert len(messages) == 2
    assert any("没有“国有资产占用情况”的内容" in m for m in messages)
    assert any("目录列有“十二、国有资产占用情况说明”" in m for m in messages)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("一、收入支出决算总体情况说明", "二、收入决算情况说明", "收入支出决算总体情况"),
        ("三、支出决算情况说明", "四、财政拨款收入支出决算总体情况说明", "支出决算情况"),
        ("四、财政拨款收入支出决算总体情况说明", "五、一般公共预算财政拨款支出", "财政拨款收入支出决算总体情况"),
        ("十三、预算绩效情况说明", "第四部分 名词解释", "预算绩效情况"),
    ],
)
def test_other_chapters_do_not_stand_for_one_that_is_left_out(paper: Paper, start: str, end: str, name: str) -> None:
    messages = [f.message for f in paper.cut(start, end).findings("E-03")]
    assert any(f"没有“{name}”的内容" in m for m in messages), messages


def test_one_chapter_may_tell_income_and_spending_with_their_parts(paper: Paper) -> None:
    paper.cut("二、收入决算情况说明", "五、一般公共预算财政拨款支出")
    told = (
        "一、收入支出决算总体情况说明\n\n（一）2023年度收入116.00万元，具体情况如下：1.财政拨款收入110.00万元，其中："
        "一般公共预算财政拨款收入110.00万元；2.事业收入5.00万元；3.其他收入1.00万元。\n"
        "（二）2023年度支出110.00万元，具体情况如下：1.基本支出70.00万元；2.项目支出40.00万元。\n\n"
    )
    head, _, tail = paper.text.rpartition("一、收入支出决算总体情况说明")
    without = [f.message for f in paper.findings("E-03")]
    paper.text = f"{head}{told}{tail}"
    for name in ("收入决算情况", "支出决算情况", "财政拨款收入支出决算总体情况"):
        missing = f"没有“{name}”的内容"
        assert any(missing in m for m in without) and not any(missing in f.message for f in paper.findings("E-03"))


def test_chapters_under_one_common_heading_are_not_missing(paper: Paper) -> None:
    for heading in ("十、机关运行经费支出情况说明", "十一、政府采购支出情况说明", "十二、国有资产占用情况说明"):
        paper.swap(heading, "十、其他重要事项情况说明" if heading.startswith("十、") else "", count=-1)
        paper.swap(heading + "\n", "")
    paper.swap("十三、预算绩效情况说明\n\n", "十一、预算绩效情况说明\n\n", count=-1)
    assert [f.message for f in paper.findings("E-03") if "没有“" in f.message] == []


def test_heading_without_text_is_a_warning(paper: Paper) -> None:
    head, _, tail = paper.text.rpartition("第四部分 名词解释")
    paper.text = f"{head}第四部分 其他需要说明的情况\n\n第五部分 名词解释{tail}"
    severity, message, quote = only(paper, "E-03")
    assert (severity, quote) == ("warning", "第四部分 其他需要说明的情况")
    assert "下没有任何文字内容" in message


def test_attachment_that_is_listed_and_not_annexed_is_a_warning(paper: Paper) -> None:
    paper.text += (
        "\n第五部分 附件\n\n附件1：《2023年度部门整体绩效自评表》\n\n附件2：《财政重点评价报告》\n\n"
        "部门整体绩效自评表\n\n部门名称\t青榆市云渡区水务局\n得分\t96\n"
    )
    severity, message, quote = only(paper, "E-03")
    assert (severity, quote) == ("warning", "附件2：《财政重点评价报告》")
    assert "附件中没有这份文件" in message


# ---------------------------------------------------------------- E-04, E-05, E-11


def test_empty_table_without_note_is_a_warning_with_the_figures_of_the_text(paper: Paper) -> None:
    paper.swap("3.00\t0.00\t2.00\t0.00\t2.00\t1.00\t2.50\t0.00\t1.70\t0.00\t1.70\t0.80\n", "")
    severity, message, _ = only(paper, "E-04")
    assert severity == "warning"
    assert "只有表头，没有数据" in message
    assert paper.findings("E-04")[0].values == ["3.00", "2.50"]


def test_empty_table_without_note_is_found_where_the_text_has_nothing_too(paper: Paper) -> None:
    paper.cut("说明：我部门没有使用国有资本", "财政拨款“三公”经费支出决算表\n\n公开09表")
    assert "也没有“本表无数据”的说明" in only(paper, "E-04")[1]


def test_note_behind_what_the_form_is_for_counts_in_its_own_words(paper: Paper) -> None:
    form = "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。"
    paper.swap("说明：我部门没有使用国有资本", f"{form}我部门没有使用国有资本", count=1)
    assert paper.findings("E-04") == []
    start = paper.text.index(form) + len(form)
    paper.text = paper.text[:start] + paper.text[paper.text.index("\n", start) :]
    assert "也没有“本表无数据”的说明" in only(paper, "E-04")[1]


def test_note_of_another_table_is_found(paper: Paper) -> None:
    paper.swap("说明：我部门没有使用国有资本经营预算安排的支出", "说明：我部门没有使用政府性基金安排的支出")
    assert "说的是政府性基金，不是本表" in only(paper, "E-04")[1]


def test_note_of_no_data_under_a_table_with_money_is_an_error(paper: Paper) -> None:
    paper.swap("注：本表反映本年度情况。", "说明：我部门没有收支，故本表无数据。")
    severity, message, _ = only(paper, "E-04")
    assert severity == "error"
    assert "列有金额90.00" in message


def test_class_without_items_is_not_open_enough(paper: Paper) -> None:
    for code in ("20601\t科学技术管理事务\t90.00\t60.00\t30.00", "2060101\t行政运行\t90.00\t60.00\t30.00"):
        paper.swap(code + "\n", "", count=-1)
    severity, message, _ = only(paper, "E-05")
    assert severity == "error"
    assert "206 科学技术支出没有列到功能分类项级科目" in message


@pytest.mark.parametrize("rule", ["E-04", "E-05"])
def test_tables_that_were_not_read_are_not_passed(paper: Paper, rule: str) -> None:
    assert {v.status for v in without_grids(paper).verdicts(rule)} == {Status.INSUFFICIENT_DATA}


def test_section_on_a_fund_is_due_even_if_nil(paper: Paper) -> None:
    paper.cut("七、政府性基金预算财政拨款支出决算情况说明\n\n", "八、国有资本经营预算财政拨款支出决算情况说明\n\n")
    severity, message, _ = only(paper, "E-11")
    assert severity == "error"
    assert "没有“政府性基金预算财政拨款收入支出决算情况”的内容" in message


def test_section_on_an_empty_fund_says_that_there_is_none(paper: Paper) -> None:
    paper.swap("我部门2023年度没有政府性基金收入，也没有使用政府性基金安排的支出。", "具体支出情况见附表。", count=-1)
    assert only(paper, "E-11")[0] == "warning"


# ---------------------------------------------------------------- E-06 … E-10


@pytest.mark.parametrize(
    ("rule", "start", "end", "severity", "missing"),
    [
        ("E-06", "2023年期末，部门开支财政拨款的公务用车保有量", "\n3.公务接待费", "error", "公务用车保有量"),
        ("E-06", "外宾接待支出0.00万元。", "\n\n十、机关运行经费", "error", "国内公务接待批次和人次"),
        ("E-07", "比2022年度减少1.00万元", "\n\n十一、政府采购", "error", "与上年或年初预算的比较"),
        ("E-08", "，其中：政府采购货物支出", "授予中小企业合同金额5.00万元，占政", "error", "货物、工程、服务"),
        ("E-08", "授予中小企业合同金额5.00万元，占政", "\n\n十二、国有资产", "error", "授予中小企业合同金额"),
        ("E-09", "；单价100万元（含）以上", "\n\n十三、预算绩效", "error", "单价100万元以上设备数量"),
        ("E-09", "，其中：机要通信用车1辆", "；单价100万元（含）以上", "error", "各类车辆数"),
        ("E-10", "，涵盖项目2个", "\n（二）项目绩效自评结果", "warning", "自评涉及的资金"),
        ("E-06", "2023年共接待国内来访", "\n\n十、机关运行经费", "error", "国内公务接待批次和人次"),
    ],
)
def test_item_that_is_left_out_is_missing(
    paper: Paper, rule: str, start: str, end: str, severity: str, missing: str
) -> None:
    found = paper.cut(start, end).findings(rule)
    assert any(f.severity == severity and missing in f.message for f in found), [f.message for f in found]


def test_result_for_the_department_as_a_whole_is_due_where_its_evaluation_is_told(paper: Paper) -> None:
    result = "部门整体支出绩效自评结果为96分"
    paper.swap(result, "并开展了部门整体支出绩效自评")
    assert any("部门整体绩效自评结果" in f.message for f in paper.findings("E-10"))
    paper.swap("，并开展了部门整体支出绩效自评", "")
    assert not any("部门整体绩效自评结果" in f.message for f in paper.findings("E-10"))


def test_items_of_what_costs_nothing_are_not_due(paper: Paper) -> None:
    paper.cut("全年因公出国（境）团组0个", "\n2.公务用车购置及运行费")
    assert paper.findings("E-06") == []
    assert any("为零" in v.ground for v in paper.verdicts("E-06"))


def test_section_that_says_there_is_none_owes_no_details(paper: Paper) -> None:
    paper.cut("2023年度政府采购支出总额", "\n\n十二、国有资产占用")
    paper.swap(
        "十一、政府采购支出情况说明\n\n", "十一、政府采购支出情况说明\n\n我部门2023年度没有政府采购支出。", count=-1
    )
    assert paper.findings("E-08") == []


# ---------------------------------------------------------------- E-12, E-13


def test_core_term_without_explanation_is_a_warning_and_another_one_style(paper: Paper) -> None:
    paper.text = re.sub(r"八、基本支出：.*\n", "", paper.text)
    severity, message, _ = only(paper, "E-12")
    assert severity == "warning"
    assert "没有解释报告中使用的“基本支出”" in message


def test_entry_of_the_glossary_without_text_is_found(paper: Paper) -> None:
    paper.text += "\n十二、其他专用名词。\n"
    severity, message, quote = only(paper, "E-12")
    assert (severity, quote) == ("warning", "十二、其他专用名词。")
    assert "只列名称，没有解释" in message


def test_change_without_reason_is_found(paper: Paper) -> None:
    paper.swap("下降9.09%。主要原因是用车减少。", "下降9.09%。", count=-1)
    severity, message, quote = only(paper, "E-13")
    assert severity == "warning"
    assert quote == "比2022年度减少1.00万元"
    assert "没有说明变动的原因" in message


def test_change_of_one_side_that_is_explained_for_both_is_for_information(paper: Paper) -> None:
    paper.swap("2023年度收入合计90.00万元", "2023年度收入合计90.00万元，比2022年度增加2.00万元", count=-1)
    assert [f.severity for f in paper.findings("E-13")] == ["info"]


def test_item_off_its_budget_without_reason_is_found(paper: Paper) -> None:
    paper.swap(
        "完成年初预算的112.50%。决算数与年初预算数存在差异的主要原因是新招录人员到岗。", "完成年初预算的112.50%。"
    )
    finding = paper.findings("E-13")[0]
    assert finding.values == ["80.00", "90.00"]


def test_part_of_three_public_off_its_budget_without_reason_is_found(paper: Paper) -> None:
    paper.swap("完成预算的83.33%。决算数与预算数存在差异的主要原因是用车减少。", "完成预算的83.33%。")
    assert paper.findings("E-13")[0].values == ["3.00", "2.50"]


def test_reason_of_a_change_is_none_of_the_difference_where_others_tell_both(paper: Paper) -> None:
    change = "，较2022年度减少1.00万元，下降9.09%，主要原因是"
    difference = "用车减少。决算数小于预算数的主要原因是厉行节约。其中："
    paper.swap("完成预算的80.00%，主要原因是接待减少。", f"完成预算的80.00%{change}接待减少。")
    assert paper.findings("E-13") == []
    paper.swap("完成预算的85.00%，主要原因是用车减少。其中：", f"完成预算的85.00%{change}{difference}")
    assert [f.values for f in paper.findings("E-13")] == [["1.00", "0.80"]]


def test_reasons_of_the_parts_under_one_heading_are_those_of_the_whole(paper: Paper) -> None:
    paper.swap("决算数与预算数存在差异的主要原因是用车减少。", "其中：")
    assert [f.values for f in paper.findings("E-13")] == [["3.00", "2.50"]]
    paper.swap("（二）具体情况\n1.因公出国", "1.因公出国")
    assert paper.findings("E-13") == []


def test_change_beside_the_reason_of_the_difference_from_the_budget_is_for_information(paper: Paper) -> None:
    told = "2023年度“三公”经费财政拨款支出预算为3.00万元，支出决算为2.50万元，完成预算的83.33%。"
    reason = "决算数与预算数存在差异的主要原因是用车减少。"
    paper.swap(told + reason, f"{told}{reason}与2022年度相比减少0.20万元，下降7.41%。")
    assert [f.severity for f in paper.findings("E-13")] == ["info"]
    paper.swap(reason, "")
    assert "warning" in [f.severity for f in paper.findings("E-13")]


def test_part_that_the_reason_of_the_whole_names_is_for_information(paper: Paper) -> None:
    paper.swap("完成预算的85.00%，主要原因是用车减少。其中：", "完成预算的85.00%。其中：")
    assert [f.severity for f in paper.findings("E-13")] == ["info"]
    paper.swap("存在差异的主要原因是用车减少。", "存在差异的主要原因是压减接待。")
    assert [f.severity for f in paper.findings("E-13")] == ["warning"]


def test_reason_before_the_change_counts(paper: Paper) -> None:
    paper.swap(
        "比2022年度减少1.00万元，下降9.09%。主要原因是用车减少。",
        "由于用车减少，比2022年度减少1.00万元，下降9.09%。",
    )
    assert paper.findings("E-13") == []


@pytest.mark.parametrize("rule", ["E-14", "E-15", "E-16"])
def test_duties_that_one_report_cannot_show_are_not_judged(paper: Paper, rule: str) -> None:
    verdict = paper.verdicts(rule)[0]
    assert verdict.status is Status.NOT_APPLICABLE
    assert "需" in verdict.ground


def test_change_that_is_told_where_it_mainly_comes_from_has_its_reason(paper: Paper) -> None:
    paper.swap("下降9.09%。主要原因是用车减少。", "下降9.09%，减少部分主要来自公务用车。", count=-1)
    assert paper.findings("E-13") == []


# ---------------------------------------------------------------- chapters and tables in place of others


def test_one_chapter_on_what_all_funds_paid_stands_for_those_on_each(paper: Paper) -> None:
    paper.cut("四、财政拨款收入支出决算总体情况说明", "六、一般公共预算财政拨款基本支出")
    paper.cut("七、政府性基金预算财政拨款支出决算情况说明", "九、财政拨款“三公”经费支出决算情况说明")
    assert len(paper.findings("E-11")) == 2
    said = "本部门2023年度财政拨款本年支出年初预算数为80.00万元，决算数为90.00万元。"
    paper.swap(
        "六、一般公共预算财政拨款基本支出",
        f"四、财政拨款支出决算情况说明\n\n{said}\n\n六、一般公共预算财政拨款基本支出",
        -1,
    )
    assert paper.findings("E-11") == []
    assert [f.message for f in paper.findings("E-03") if "没有“" in f.message] == []


def test_figures_in_a_table_that_the_section_names_are_not_missing(paper: Paper) -> None:
    start, end = "2023年期末，我部门共有车辆", "\n\n\n十三、预算绩效情况说明"
    at = paper.text.rindex(start)
    paper.text = (
        paper.text[:at]
        + "截至2023年12月31日，资产情况见《国有资产占用情况表》。"
        + paper.text[paper.text.rindex(end) :]
    )
    assert len(paper.findings("E-09")) == 2
    paper.swap(
        "第三部分 2023年度部门决算情况说明\n\n",
        "国有资产占用情况表\n\n车辆\t设备\n1\t0\n\n第三部分 2023年度部门决算情况说明\n\n",
        -1,
    )
    assert paper.findings("E-09") == []


def test_chapter_on_bodies_within_the_explanation_stands_for_the_part_on_the_department(paper: Paper) -> None:
    paper.cut("第一部分 青榆市云渡区水务局概况\n\n一、部门职责", "第二部分 2023年度部门决算表")
    paper.swap("第一部分 青榆市云渡区水务局概况\n一、部门职责\n二、机构设置\n", "")
    assert any("没有“部门概况”部分" in f.message for f in paper.findings("E-03"))
    start = "第三部分 2023年度部门决算情况说明\n\n"
    paper.swap(start, f"{start}一、部门基本情况\n\n青榆市云渡区水务局负责水务工作，内设机构2个。\n\n", -1)
    assert not any("没有“部门概况”部分" in f.message for f in paper.findings("E-03"))


def test_chapter_on_a_table_behind_the_glossary_holds_none_of_its_entries(paper: Paper) -> None:
    paper.text += (
        "\n“三公”经费支出决算表\n\n项目\t决算数\n合计\t2.50\n\n二、2023年度“三公”经费支出决算情况说明\n\n"
        "（一）具体情况说明\n\n1.因公出国（境）费0.00万元，与上年持平。\n\n2.公务接待费0.80万元。\n"
    )
    assert paper.findings("E-12") == []
