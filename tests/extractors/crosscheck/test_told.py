"""Rules on the text and on annexed forms: each passes on a consistent report and finds its own kind of error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.crosscheck import Status, catalogue, findings
from extractors.extract import read_report
from tests.extractors.crosscheck.paper import Paper

#: rule, words of the text, what they are changed to, values that the finding must show
ERRORS = [
    ("C-S1-01", "收、支总计均为120.00万元", "收、支总计均为121.00万元", {"121.00", "120.00"}),
    ("C-S2-01", "事业收入5.00万元", "事业收入5.50万元", {"5.50", "5.00"}),
    ("C-S2-01", "；事业收入5.00万元，占4.31%", "", {"5.00"}),
    ("C-S2-02", "占4.31%", "占4.38%", {"4.38", "4.31"}),
    ("C-S3-01", "项目支出40.00万元", "项目支出44.00万元", {"44.00", "40.00"}),
    ("C-S3-02", "占63.64%", "占63.71%", {"63.71", "63.64"}),
    ("C-S4-01", "财政拨款收、支总计均为113.00万元", "财政拨款收、支总计均为131.00万元", {"131.00", "113.00"}),
    (
        "C-S4-02",
        "五、一般公共预算财政拨款支出决算情况说明\n",
        "五、财政拨款支出决算情况说明\n（一）科学技术支出年初预算数为40.00万元，决算数为41.00万元，完成年初预算的102.50%。\n"
        "六、一般公共预算财政拨款支出决算情况说明\n",
        {"41.00", "40.00"},
    ),
    (
        "C-S4-03",
        "五、一般公共预算财政拨款支出决算情况说明\n",
        "五、财政拨款支出决算情况说明\n（一）科学技术支出（类）\n1.科学技术管理事务（款）行政运行（项）。"
        "年初预算25.00万元，支出决算26.00万元，完成年初预算的104.00%。\n六、一般公共预算财政拨款支出决算情况说明\n",
        {"26.00", "25.00"},
    ),
    ("C-S5-01", "支出决算为97.00万元", "支出决算为79.00万元", {"79.00", "97.00"}),
    ("C-S5-02", "占本年支出合计的88.18%", "占本年支出合计的100.00%", {"100.00", "88.18"}),
    ("C-S5-03", "科学技术支出（类）40.00万元", "科学技术支出（类）41.00万元", {"41.00", "40.00"}),
    ("C-S5-03", "；科学技术支出（类）40.00万元，占41.24%", "", {"40.00"}),
    ("C-S5-04", "占41.24%", "占41.31%", {"41.31", "41.24"}),
    ("C-S5-05", "支出决算为15.00万元", "支出决算为15.50万元", {"15.50", "15.00"}),
    ("C-S5-06", "其他科学技术管理事务支出（项）", "其他科学技术管理支出（项）", {"15.00"}),
    ("C-S6-01", "人员经费48.00万元", "人员经费84.00万元", {"84.00", "48.00"}),
    ("C-S6-02", "退休费8.00万元", "公务用车购置8.00万元", set()),
    ("C-S6-03", "津贴补贴15.00万元", "津贴补贴16.00万元", {"16.00", "15.00"}),
    ("C-S7-01", "支出预算为9.00万元", "支出预算为9.10万元", {"9.10", "9.00"}),
    ("C-S7-02", "支出决算为7.50万元，完成预算的83.33%", "支出决算为7.50万元，完成预算的88.33%", {"88.33"}),
    ("C-S7-03", "占33.33%", "占33.44%", {"33.44", "33.33"}),
    ("C-S7-04", "国内公务接待支出2.50万元", "国内公务接待支出2.05万元", {"2.05", "2.50"}),
    ("C-S8-01", "政府性基金预算财政拨款支出10.00万元", "政府性基金预算财政拨款支出11.00万元", {"11.00", "10.00"}),
    ("C-S8-02", "2023年度政府性基金预算财政拨款支出10.00万元", "我部门没有政府性基金预算收支", {"10.00"}),
    ("C-S11-01", "机关运行经费支出20.00万元", "机关运行经费支出25.00万元", {"25.00", "20.00"}),
    ("C-S11-02", "涉及预算资金40.00万元", "涉及预算资金45.00万元", {"45.00", "40.00"}),
    ("D-01", "增长20.00%", "增长20.02%", {"20.02", "20.00"}),
    ("D-02", "减少5.00万元，下降20.00%", "减少5.00万元，增长20.00%", {"5.00", "20.00"}),
    (
        "D-28",
        "20.00万元，比2022年度减少5.00万元，下降20.00%",
        "20.00万元，比年初预算数25.00万元增加5.00万元，增长20.00%",
        {"5.00", "20.00", "25.00"},
    ),
    ("D-03", "增加7.00万元，增长7.78%", "增加97.00万元，增长100.00%", {"97.00", "100.00"}),
    ("D-04", "决算数大于年初预算数的主要原因", "决算数小于年初预算数的主要原因", {"57.00", "50.00"}),
    ("D-05", "完成年初预算的114.00%", "完成年初预算的141.00%", {"141.00", "114.00"}),
    ("D-06", "年初预算为90.00万元", "年初预算为93.00万元", {"93.00", "90.00"}),
    ("D-08", "支出决算为97.00万元", "支出决算为97.40万元", {"97.00", "97.40"}),
    ("D-09", "政府采购货物支出5.00万元", "政府采购货物支出6.00万元", {"8.00", "9.00"}),
    ("D-10", "授予小微企业合同金额2.00万元", "授予小微企业合同金额5.00万元", {"5.00", "4.00"}),
    ("D-12", "其他用车1辆", "其他用车3辆", {"2", "4"}),
    (
        "D-13",
        "2023年度“三公”经费财政拨款支出预算",
        "本部门没有“三公”经费支出。2023年度“三公”经费财政拨款支出预算",
        {"7.50"},
    ),
    (
        "D-13",
        "接待国内来访团组",
        "无公务接待费支出。接待国内来访团组",
        {"2.50"},
    ),
    ("D-15", "基本工资25.00万元", "基本工资23.94万元", {"48.00", "46.94"}),
    ("D-16", "支出决算为25.00万元", "支出决算为52.00万元", {"40.00", "67.00"}),
    ("D-17", "占政府采购支出总额的50.00%", "占政府采购支出总额的55.00%", {"55.00", "50.00"}),
    (
        "D-17",
        "主要原因是项目增加。\n\n二、收入决算情况说明",
        "主要原因是项目增加。\n\n3.支出情况。支出合计110.00万元，比上年增加。其中：基本支出70.00万元，占63.64%；"
        "项目支出40.00万元，占63.36%。\n\n二、收入决算情况说明",
        {"63.36", "36.36"},
    ),
    ("D-18", "各增加20.00万元", "各增加200.00万元", {"120.00", "200.00"}),
    ("D-20", "一般公共服务支出（类）57.00万元", "一般公共服务支出（类）75.00万元", {"97.00", "115.00"}),
    ("D-21", "公务接待费2.00万元", "公务接待费2.60万元", {"2.60", "2.50"}),
    ("D-26", "来宾60人次", "来宾60人次（其中：市内45人次，市外25人次）", {"60", "70"}),
    ("D-23", "公务用车保有量为2辆", "公务用车保有量为0辆", {"5.00"}),
    ("D-24", "来宾60人次", "来宾60人次，人均接待费461.67元", {"461.67", "416.67"}),
    ("D-24", "公务用车保有量为2辆", "公务用车保有量为2辆，车均运行维护费2.05万元", {"2.05", "2.50"}),
    (
        "D-25",
        "2023年期末，我部门共有车辆2辆",
        "2023年期末，我部门资产总额90.00万元，其中，流动资产30.00万元，固定资产45.00万元，其他资产5.00万元。共有车辆2辆",
        {"90.00", "80.00"},
    ),
    ("D-11", "1个项目自评等级为良", "3个项目自评等级为良", {"4", "2"}),
    ("P-01", "110.00\t110.00\t10\t100.00%\t10", "110.00\t110.00\t10\t90.00%\t9", {"90.00", "100.00"}),
    ("P-02", "110.00\t110.00\t10\t100.00%\t10", "110.00\t110.00\t10\t100.00%\t9.5", {"9.5", "10.00"}),
    ("P-03", "12次\t20\t20", "12次\t20\t25", {"25", "20"}),
    ("P-03", "总分\t\t\t\t\t100\t98", "总分\t\t\t\t\t100\t99", {"99", "98"}),
    ("P-04", "25.00\t25.00\t25.00\t100%", "25.00\t25.00\t24.00\t100%", {"25.00", "24.00"}),
    ("P-05", "涵盖项目2个", "涵盖项目3个", {"3", "2"}),
    ("P-06", "涉及预算资金40.00万元", "涉及预算资金41.00万元", {"41.00", "40.00"}),
    ("P-07", "1个项目自评等级为良", "1个项目自评等级为差", {"1"}),
    ("P-08", "全年预算数为15.00万元，执行数为15.00万元", "全年预算数为5.00万元，执行数为5.00万元", {"40.00", "30.00"}),
    ("P-09", "≤100%\t83.33%", "≤100%\t100%", {"100", "83.33"}),
    ("P-10", "107.00\t107.00\t-\t100.00%", "110.00\t110.00\t-\t100.00%", {"110.00", "107.00"}),
    ("P-15", "自评结果为98.00分", "自评结果为89.00分", {"89.00", "98"}),
    ("P-16", "平均得分90.00分", "平均得分95.00分", {"95.00", "90.00"}),
    (
        "P-18",
        "乙项目\t可执行项目\t行财股\t15.00\t15.00\t15.00",
        "甲项目\t可执行项目\t行财股\t25.00\t15.00\t15.00",
        {"25.00"},
    ),
    ("P-19", "≥10次\t12次\t20\t20", "≥20次\t12次\t20\t20", {"20", "12"}),
    ("P-19", "因天气原因活动取消", "", {"1000", "900"}),
]
_IDS = [f"{rule}-{n}" for n, (rule, *_) in enumerate(ERRORS)]
_FAMILIES = ("C-", "D-", "P-")


def test_consistent_text_has_no_failing_verdict(told: Any) -> None:
    wrong = [(v.rule.id, v.subject) for v in told.verdicts() if v.rule.id.startswith(_FAMILIES) and v.status in FAULTY]
    assert wrong == []


FAULTY = {Status.FAIL, Status.ROUNDING, Status.PARSE_CONFLICT}


@pytest.mark.parametrize(("rule", "old", "new", "values"), ERRORS, ids=_IDS)
def test_rule_finds_its_kind_of_error(told: Any, rule: str, old: str, new: str, values: set[str]) -> None:
    faults = told.say(old, new).faults(rule)
    assert faults
    made = findings(faults, read_report(told.folder / "qingshi-2023.txt"))
    assert all(f.message and f.evidence for f in made)
    assert values <= set().union(*(set(f.values) for f in made))


def test_a_class_without_money_need_not_stand_in_the_table(told: Any) -> None:
    old = "；科学技术支出（类）40.00万元"
    assert told.say(old, f"；外交支出（类）0.00万元，占0.00%{old}").faults("C-S5-03") == []
    assert told.say(old, f"；外交支出（类）1.00万元，占1.03%{old}").faults("C-S5-03")


@pytest.mark.parametrize(("rule", "old", "new", "values"), ERRORS, ids=_IDS)
def test_finding_quotes_the_source_exactly(told: Any, rule: str, old: str, new: str, values: set[str]) -> None:
    faults = told.say(old, new).faults(rule)
    for fact in (f for v in faults for f in (*v.facts, *(c.fact for c in (*v.left, *v.right) if c.fact))):
        if fact.origin != "table":
            assert told.text[fact.start : fact.end] == fact.quote


def test_text_that_says_nothing_is_never_a_pass(told: Any) -> None:
    told.cut("一、收入支出决算总体情况说明", "第五部分 附件")
    passed = {v.rule.id for v in told.verdicts() if v.status is Status.PASS and v.rule.id.startswith(("C-", "D-"))}
    assert passed == set()


def test_spending_by_class_without_its_table_is_unread_and_not_untold(told: Any) -> None:
    old, new = next((old, new) for rule, old, new, _ in ERRORS if rule == "C-S4-02")
    told.say(old, new).accounts.lose("GK04")
    assert [v.status for v in told.check("C-S4-02")] == [Status.INSUFFICIENT_DATA]


#: a section on all spending from 财政拨款 that goes through 项 of two funds
_OF_TWO_FUNDS = (
    "五、财政拨款支出决算情况说明\n（一）科学技术支出（类）\n1.科学技术管理事务（款）行政运行（项）。年初预算25.00万元，"
    "支出决算25.00万元。\n（二）其他支出（类）\n1.其他政府性基金支出（款）专项债券支出（项）。年初预算8.00万元，"
    "支出决算10.00万元。\n六、一般公共预算财政拨款支出决算情况说明\n"
)


def test_items_of_all_fiscal_spending_are_held_against_the_table_of_their_fund(told: Any) -> None:
    told.say("五、一般公共预算财政拨款支出决算情况说明\n", _OF_TWO_FUNDS)
    assert [v.status for v in told.check("C-S4-03")] == [Status.PASS, Status.PASS]
    faults = told.say("支出决算10.00万元", "支出决算11.00万元").faults("C-S4-03")
    assert [[c.fact.table for c in v.right if c.fact] for v in faults] == [["GK07"]]


def test_an_item_of_a_fund_whose_table_was_not_read_is_not_checked(told: Any) -> None:
    told.say("五、一般公共预算财政拨款支出决算情况说明\n", _OF_TWO_FUNDS).accounts.lose("GK07")
    assert [v.status for v in told.check("C-S4-03")] == [Status.PASS, Status.INSUFFICIENT_DATA]


@pytest.mark.parametrize(
    ("rule", "lost"),
    [(r, "GK01") for r in ("C-S1-01",)] + [("C-S4-01", "GK04"), ("C-S6-03", "GK06"), ("C-S5-05", "GK05")],
)
def test_text_without_its_table_is_not_checked(told: Any, rule: str, lost: str) -> None:
    told.accounts.lose(lost)
    assert {v.status for v in told.check(rule)} <= {Status.INSUFFICIENT_DATA, Status.NOT_APPLICABLE}


def test_nothing_spent_in_another_year_is_no_contradiction(told: Any) -> None:
    told.say("接待国内来访团组", "上年无公务接待费支出。接待国内来访团组")
    assert told.faults("D-13") == []


def test_money_of_a_fund_beside_its_empty_table_is_an_error(told: Any) -> None:
    for column in (
        "年初结转和结余",
        "本年收入",
        "本年支出小计",
        "本年支出基本支出",
        "本年支出项目支出",
        "年末结转和结余",
    ):
        for row in ("合计", "229", "22904", "2290402"):
            told.accounts.put("GK07", row, column, "")
    told.say("2023年度政府性基金预算财政拨款支出10.00万元", "2023年度政府性基金预算财政拨款本年支出10.00万元")
    [fault] = told.faults("C-S8-01")
    assert "政府性基金预算财政拨款收入支出决算表》没有数据，两者不能同时成立" in fault.ground


def test_main_parts_that_come_to_less_than_the_whole_are_only_suspected(told: Any) -> None:
    [less] = told.say("基本工资25.00万元", "基本工资23.94万元").faults("D-15")
    assert less.severity == "warning"


def test_main_parts_that_come_to_more_than_the_whole_are_wrong(told: Any) -> None:
    [more] = told.say("基本工资25.00万元", "基本工资26.06万元").faults("D-15")
    assert (more.severity or more.rule.severity) == "error"


def test_funds_in_place_of_fiscal_income_are_its_sum(told: Any) -> None:
    told.say(
        "财政拨款收入110.00万元，占94.83%；",
        "一般公共预算财政拨款收入100.00万元，占86.21%；政府性基金预算财政拨款收入10.00万元，占8.62%；",
    )
    assert told.faults("C-S2-01") == []
    [fault] = told.say("政府性基金预算财政拨款收入10.00万元", "政府性基金预算财政拨款收入11.00万元").faults("C-S2-01")
    assert fault.difference == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("来宾60人次", "来宾60人次，人均接待费416.67元"),
        ("公务用车保有量为2辆", "公务用车保有量为2辆，车均运行维护费2.5万元"),
        (
            "2023年期末，我部门共有车辆2辆",
            "2023年期末，我部门资产总额80.00万元，其中，流动资产30.00万元，固定资产45.00万元。共有车辆2辆",
        ),
    ],
)
def test_averages_by_their_printed_digits_and_lists_of_some_parts_are_right(told: Any, old: str, new: str) -> None:
    told.say(old, new)
    assert [v.subject for rule in ("D-23", "D-24", "D-25") for v in told.faults(rule)] == []


def test_change_of_both_totals_is_checked_where_the_text_states_each(told: Any) -> None:
    totals = "2023年度收入总计120.00万元，支出总计120.00万元"
    told.say("2023年度收、支总计均为120.00万元", totals)
    assert told.faults("D-01") == []
    assert told.say("增长20.00%", "增长22.00%").faults("D-01")


def test_path_without_its_class_is_of_the_class_that_its_paragraph_tells(told: Any) -> None:
    start = told.text.index("其中：\n\n1.一般公共服务支出（类）政府办公厅")
    end = told.text.index("六、一般公共预算财政拨款基本支出")
    office = "政府办公厅（室）及相关机构事务（款）行政运行（项）57.00万元"
    science = (
        "（二）科学技术（类）支出40.00万元，其中：科学技术管理事务（款）行政运行（项）25.00万元；"
        "科学技术管理事务（款）其他科学技术管理事务支出（项）15.00万元。"
    )
    paths = f"其中：\n\n（一）一般公共服务（类）支出57.00万元，其中：{office}。\n\n{science}\n\n"
    told.say(told.text[start:end], paths)
    assert [v.subject for rule in ("C-S5-05", "C-S5-06") for v in told.faults(rule)] == []
    [fault] = told.say("科学技术管理事务（款）其他", "应用研究（款）其他").faults("C-S5-06")
    assert "应用研究" in fault.ground and "科学技术管理事务" in fault.ground


def test_items_of_which_few_are_told_are_one_fault(told: Any) -> None:
    start = told.text.index("2.科学技术支出（类）")
    end = told.text.index("六、一般公共预算财政拨款基本支出")
    for code in range(2060103, 2060108):
        for column in ("小计", "项目支出"):
            like = told.accounts.cells["GK05", "2060199", column]
            told.accounts.cells["GK05", str(code), column] = like.but(row_code=str(code), row_name=f"科目{code}")
    [fault] = told.say(told.text[start:end], "").faults("C-S5-05")
    assert fault.severity == "warning" and "没有逐项说明到项级科目" in fault.ground


def test_last_digit_off_is_rounding_and_no_error(told: Any) -> None:
    verdicts = told.say("收、支总计均为120.00万元", "收、支总计均为120.01万元").check("C-S1-01")
    assert Status.ROUNDING in {v.status for v in verdicts}
    assert not [v for v in verdicts if v.status is Status.FAIL]


def test_figure_with_fewer_digits_is_compared_by_them(told: Any) -> None:
    verdicts = told.say("收、支总计均为120.00万元", "收、支总计均为120万元").check("C-S1-01")
    assert not [v for v in verdicts if v.status in FAULTY]


def test_funds_listed_in_place_of_fiscal_income_add_up_with_the_other_sources(told: Any) -> None:
    funds = "一般公共预算财政拨款收入100.00万元，占86.21%；政府性基金预算财政拨款收入{}万元，占8.62%"
    told.say("财政拨款收入110.00万元，占94.83%", funds.format("10.00"))
    assert told.faults("D-15") == []
    told.say(funds.format("10.00"), funds.format("12.00"))
    assert told.faults("D-15")


def test_a_budget_before_and_after_adjustment_may_differ(told: Any) -> None:
    words = "2023年度一般公共预算财政拨款支出年初预算为90.00万元"
    assert told.say(words, f"{words}，调整预算为95.00万元").faults("D-08") == []
    assert told.faults("D-06") == []


def test_completion_of_a_zero_budget_is_no_rate(told: Any) -> None:
    told.say("年初预算为25.00万元", "年初预算为0.00万元")
    fault = told.faults("D-05")[0]
    assert "预算为零时完成率没有意义" in fault.ground


def test_a_difference_said_where_there_is_none(told: Any) -> None:
    words = "完成预算的83.33%。决算数小于预算数的主要原因是厉行节约。"
    assert told.say(words, "完成预算的83.33%。决算数与预算数存在差异的主要原因是厉行节约。").faults("D-04") == []
    told.say("支出预算为9.00万元", "支出预算为7.50万元")
    assert told.faults("D-04")


def test_template_that_was_not_chosen_from_is_left_to_the_form_rules(told: Any) -> None:
    told.say("决算数大于年初预算数的主要原因", "决算数大（小）于年初预算数的主要原因")
    assert told.faults("D-04") == []


def test_money_under_another_subject_names_both_rows(told: Any) -> None:
    told.accounts.put("GK06", "31002", "决算数", "").put("GK06", "31013", "决算数", "5.00")
    fault = told.faults("C-S6-03")[0]
    assert "31002" in fault.ground and "31013" in fault.ground


def test_blank_table_beside_amounts_is_one_warning(told: Any) -> None:
    for column in {key[2] for key in told.accounts.cells if key[0] == "GK09"}:
        told.accounts.put("GK09", "合计", column, "")
    faults = told.faults("C-S7-01")
    assert [f.severity for f in faults] == ["warning"]
    assert "为空白" in faults[0].ground


def test_classes_without_items_are_one_finding(told: Any) -> None:
    told.cut("2.科学技术支出（类）科学技术管理事务（款）行政运行", "六、一般公共预算财政拨款基本支出")
    faults = told.faults("D-16")
    assert len(faults) == 1 and "科学技术支出（类）" in faults[0].ground


@pytest.mark.parametrize(
    "words", ["2023年实际到位2个项目资金。", "全年共下达2个项目经费。", "财政部门拨付了2个项目的资金。"]
)
def test_projects_said_to_be_paid_that_spent_nothing(told: Any, words: str) -> None:
    told.say("我部门对2023年度项目支出", words + "我部门对2023年度项目支出")
    assert told.faults("P-11") == []
    assert told.say("执行数为15.00万元", "执行数为0万元").faults("P-11")


@pytest.mark.parametrize(
    "words",
    [
        "年初预算3个项目资金，年初预算项目资金40万元，其中甲项目25万元，乙项目15万元。",
        "年初安排3个项目，年初安排项目经费共40万元，其中：甲项目25万元、乙项目15万元。",
    ],
)
def test_planned_projects_without_money_left_for_them(told: Any, words: str) -> None:
    told.say("我部门对2023年度项目支出", words + "我部门对2023年度项目支出")
    assert told.faults("P-12")[0].shown == ("40", "25", "15")


def test_goals_not_reached_and_reached(told: Any) -> None:
    words = (
        "未完成的绩效目标：\\n\\n（1）执行率不高；\\n\\n（2）活动次数不足。\\n\\n本部门已完成年初预算绩效目标。\\n\\n"
    )
    told.say("甲项目绩效自评综述", words.replace("\\n", "\n") + "甲项目绩效自评综述")
    assert told.faults("P-13")[0].shown == ("2", "0")


def test_grades_of_which_the_rest_is_told_in_other_words_are_not_added_up(told: Any) -> None:
    verdicts = told.say("，1个项目自评等级为良", "，其余项目自评等级为良").check("D-11")
    assert [v.status for v in verdicts] == [Status.INSUFFICIENT_DATA]


def test_grades_of_another_scale_are_not_held_against_scores(told: Any) -> None:
    assert told.say("1个项目自评等级为良", "1个项目自评等级为合格").faults("P-07") == []


def test_average_cut_off_instead_of_rounded_is_told_as_rounding(told: Any) -> None:
    told.say("15.00\t15.00\t15.00\t100%\t85", "15.00\t15.00\t15.00\t100%\t85.38")
    told.say("平均得分90.00分", "平均得分90.1分")
    [verdict] = told.check("P-16")
    assert verdict.status is Status.ROUNDING and "尾差" in verdict.ground and verdict.facts


def test_average_is_not_checked_where_the_number_of_projects_is_not_told(told: Any) -> None:
    told.say("涵盖项目2个，", "").say("2个项目支出绩效自评中，", "")
    [verdict] = told.say("平均得分90.00分", "平均得分95.00分").check("P-16")
    assert verdict.status is Status.NOT_APPLICABLE


def test_scores_below_zero_and_numbers_without_end_are_survived(told: Any) -> None:
    told.say("15.00\t15.00\t15.00\t100%\t85", "15.00\t15.00\t15.00\t100%\t-85")
    told.say("负责全县文化旅游工作。", "负责全县文化旅游工作。账号" + "7" * 60 + "元。")
    assert told.verdicts()


@pytest.mark.parametrize(("rate", "wrong"), [("43.94%", True), ("99.90%", False)])
def test_full_marks_where_the_rate_lost_points(told: Any, rate: str, wrong: bool) -> None:
    told.say("自评结果为98.00分", f"自评结果为100分，部门整体支出预算执行率{rate}")
    assert any("满分" in v.ground for v in told.faults("P-15")) is wrong


def test_overall_score_has_the_grade_said_beside_it(told: Any) -> None:
    told.say("部门整体支出绩效自评结果为98.00分", "部门整体支出绩效自评结果为98.00分，等级为良")
    assert any("按得分应为“优”" in v.ground for v in told.faults("P-15"))


def test_growth_of_one_thing_told_with_two_rates(told: Any) -> None:
    told.say(
        "甲项目绩效自评综述", "旅游总收入额同比增长9.1%。旅游总收入额年初目标值为7%，实际完成值为7%。甲项目绩效自评综述"
    )
    assert {"9.1", "7"} <= {str(c.value) for v in told.faults("P-14") for c in (*v.left, *v.right)}


def test_spending_said_to_be_added_this_year_without_income(told: Any) -> None:
    told.say("主要原因是增加人员经费", "主要原因是2023年追加人员经费")
    assert told.faults("D-22") == []
    told.accounts.put("GK02", "2010301", "财政拨款收入", "0.00")
    assert "57.00" in told.faults("D-22")[0].shown


def test_no_change_beside_a_change(told: Any) -> None:
    told.say("比2022年度减少5.00万元，下降20.00%", "比2022年度减少5.00万元，下降20.00%，与上年持平")
    assert {v.rule.id for v in told.faults("D-19")} <= {"D-19"}


def test_reason_that_speaks_of_the_other_direction_is_information(told: Any) -> None:
    assert catalogue()["D-07"].severity == "info"
    told.say("主要原因是增加人员经费", "主要原因是减少人员经费")
    assert told.faults("D-07")


def test_capital_section_rule_compares_with_its_table(told: Any) -> None:
    assert catalogue()["C-S9-01"].severity == "error"
    words = "2023年度国有资本经营预算财政拨款支出3.00万元。"
    told.say("我部门2023年度没有国有资本经营预算财政拨款收入，也没有国有资本经营预算财政拨款支出。", words)
    assert told.faults("C-S9-01")


def test_a_part_that_a_province_lists_beside_the_national_ones_belongs_to_the_sum(told: Any) -> None:
    told.say(
        "事业收入5.00万元，占4.31%",
        "财政专户管理教育收费5.00万元，占4.31%；事业收入（不含专户管理教育收费）0.00万元，占0.00%",
    )
    assert [v.subject for rule in ("C-S2-01", "D-15") for v in told.faults(rule)] == []
    told.say("教育收费5.00万元", "教育收费5.60万元")
    assert [v.rule.id for rule in ("C-S2-01", "D-15") for v in told.faults(rule)] == ["C-S2-01", "D-15"]


def test_what_is_planned_for_the_quarters_of_a_project_adds_up_to_its_year(told: Any) -> None:
    plan = (
        "第四部分 项目经费情况说明\n\n一、年度预算安排\n\n2023年安排预算80.00万元。第一季度用款计划20.00万元，"
        "第二季度用款计划20.00万元，第三季度用款计划25.00万元，第四季度用款计划{}万元。\n\n第五部分 附件\n"
    )
    told.say("第五部分 附件\n", plan.format("15.00"))
    assert told.faults("D-15") == []
    [fault] = told.say("第四季度用款计划15.00万元", "第四季度用款计划16.00万元").faults("D-15")
    assert fault.difference == 1


def test_a_list_of_some_projects_has_no_more_money_than_all(told: Any) -> None:
    told.say("涵盖项目2个，涉及预算资金40.00万元", "涵盖项目6个，涉及预算资金90.00万元")
    assert told.faults("P-06") == []
    assert told.say("涉及预算资金90.00万元", "涉及预算资金30.00万元").faults("P-06")


def test_money_with_points_and_without_a_weight_weighs_what_is_missing(told: Any) -> None:
    told.say("110.00\t110.00\t10\t100.00%\t10", "110.00\t110.00\t\t100.00%\t10")
    assert told.faults("P-03") == []
    assert told.say("总分\t\t\t\t\t100\t98", "总分\t\t\t\t\t100\t97").faults("P-03")


def test_items_below_a_line_with_their_class_are_held_against_the_table(told: Any) -> None:
    told.say("1.一般公共服务支出（类）政府办公厅", "（一）一般公共服务支出（类）\n\n1.政府办公厅")
    told.say("2.科学技术支出（类）科学技术管理事务", "（二）科学技术支出（类）\n\n1.科学技术管理事务")
    told.say("3.科学技术支出（类）科学技术管理事务", "2.科学技术管理事务")
    assert told.faults("C-S5-05") == []
    assert told.say("支出决算为15.00万元", "支出决算为15.50万元").faults("C-S5-05")


def test_firms_that_won_kept_purchases_and_others_are_no_contradiction(told: Any) -> None:
    told.say(
        "授予中小企业合同金额4.00万元",
        "在预留的采购项目中，由中小企业供应商中标或成交的，采购金额3.00万元；在其他采购项目中，由中小企业供应商中标或成交的，"
        "采购金额1.00万元。授予中小企业合同金额4.00万元",
    )
    assert told.faults("D-08") == []


@pytest.mark.parametrize(
    "words",
    [
        "自评项目2个，其中，以委托方式开展自评的项目1个",
        "对一般公共预算1个项目支出开展绩效自评；对政府性基金预算1个项目开展绩效自评",
        "自评项目2个。本部门在部门决算中反映堤防维修等1个项目绩效自评结果",
        "组织对一般公共预算项目支出开展绩效自评，共涉及项目1个；组织对政府性基金预算项目支出开展绩效自评，共涉及项目1个",
    ],
)
def test_projects_counted_in_parts_are_held_against_the_list_as_one_number(told: Any, words: str) -> None:
    told.say("涵盖项目2个", words)
    assert [v.ground for rule in ("P-05", "D-11") for v in told.faults(rule)] == []


def test_list_of_projects_that_were_selected_is_not_that_of_all(told: Any) -> None:
    told.say("涵盖项目2个", "涵盖项目5个，选取以下2个项目公开自评结果").say("2个项目支出绩效自评中，", "")
    assert told.faults("P-05") == []


def test_list_headed_as_a_part_is_not_that_of_all(told: Any) -> None:
    told.say("涵盖项目2个", "涵盖项目5个").say("2个项目支出绩效自评中，", "")
    assert len(told.faults("P-05")) == 1
    told.say("项目单位自评汇总表\n", "项目单位自评汇总表（部分）\n")
    assert told.faults("P-05") == []
    told.say("项目单位自评汇总表（部分）\n", "重点项目单位自评汇总表\n")
    assert told.faults("P-05") == []


def test_list_with_a_note_that_it_is_of_some_is_not_that_of_all(told: Any) -> None:
    told.say("涵盖项目2个", "涵盖项目5个").say("2个项目支出绩效自评中，", "")
    told.say("15.00\t15.00\t15.00\t100%\t85\t否\n", "15.00\t15.00\t15.00\t100%\t85\t否\n\n注：本表只列示重点项目。\n")
    assert told.faults("P-05") == []


def test_what_a_fund_carries_over_is_not_what_it_spent(told: Any) -> None:
    told.say(
        "政府性基金预算财政拨款支出10.00万元。", "政府性基金预算财政拨款支出10.00万元，项目尚未完工，年末结转3.00万元。"
    )
    assert [v.ground for rule in ("C-S8-01", "D-08") for v in told.faults(rule)] == []


@pytest.mark.parametrize(
    "words",
    [
        "评价等级为“优”的项目{}个，“良”的项目{}个",
        "评价等级为“优”的{}个、为“良”的{}个",
        "从评价结果看，评价等次为优的项目{}个、良的项目{}个",
        "其中：评级为优的{}个，评级为良的{}个",
        "其中优{}个、良{}个",
        "评定等次：优{}个，良{}个",
        "“优”等次{}个、“良”等次{}个",
        "{}个为“优”、{}个为“良”",
        "其中{}个优、{}个良",
        "{}个项目自评结果为优秀，{}个项目自评结果为良好",
        "{}个项目自评等次为“优”等，{}个项目自评等次为“良”等",
        "评价等级优秀项目{}个，良好项目{}个",
        "自评为优等级的项目有{}个，自评为良等级的项目有{}个",
        "2个项目自评等次为“优”的{}个、“良”的{}个",
        "得分90分以上的项目{}个，80-90分的项目{}个",
        "90分（含）以上{}个，80（含）—90分{}个",
        "{}个项目得分在90分以上，{}个项目得分在80-90分",
    ],
)
def test_grades_are_counted_however_they_are_told(told: Any, words: str) -> None:
    told.say("1个项目自评等级为优，1个项目自评等级为良", words.format(1, 1))
    assert [v.status for v in told.check("D-11")] == [Status.PASS]
    told.say(words.format(1, 1), words.format(1, 3))
    assert [set(v.shown) for v in told.faults("D-11")] == [{"4", "2"}]


@pytest.mark.parametrize(
    "words",
    [
        "其中重点项目1个、中央项目1个、中小学项目3个，优良率100%",
        "2个项目自评结果均为优",
        "其中自评结果为优的项目1个",
        "另对3个项目开展部门评价，评价结果优2个、良1个",
        "1个项目自评等级为优，1个项目自评等级为良。对3个项目开展部门评价，其中优2个、良1个",
    ],
)
def test_what_is_no_grade_of_the_self_evaluated_projects_is_not_counted_with_them(told: Any, words: str) -> None:
    assert told.say("1个项目自评等级为优，1个项目自评等级为良", words).faults("D-11") == []


@pytest.mark.parametrize(
    ("rule", "general", "capital", "wrong"),
    [
        ("P-05", 2, 1, False),
        ("P-05", 1, 3, True),
        ("D-11", 2, 1, False),
        ("D-11", 4, 1, True),
    ],
)
def test_list_and_grades_may_be_of_the_projects_of_one_fund(
    told: Any, rule: str, general: int, capital: int, wrong: bool
) -> None:
    words = (
        f"对一般公共预算项目支出开展绩效自评，共涉及项目{general}个；"
        f"对政府性基金预算项目支出开展绩效自评，共涉及项目{capital}个"
    )
    told.say("我部门对2023年度项目支出进行全面自评，涵盖项目2个，涉及预算资金40.00万元", words)
    statuses = {v.status for v in told.check(rule)}
    assert (Status.FAIL in statuses) is wrong


def test_a_fall_below_the_budget_is_no_fault_of_its_rate(told: Any) -> None:
    told.say("比2022年度减少5.00万元，下降20.00%", "比年初预算数25.00万元减少5.00万元，下降20.00%")
    assert not [v for rule in ("D-01", "D-28") for v in told.check(rule) if v.status is Status.FAIL]
    assert any(v.status is Status.PASS for v in told.check("D-28"))


def test_foreign_guests_among_the_domestic_are_not_added_again(told: Any) -> None:
    told.say("外宾接待支出0.00万元。\n\n国内公务接待支出2.50万元", "国内公务接待支出2.50万元（含外宾接待支出0.40万元）")
    assert told.faults("C-S7-04") == []


def test_budget_of_public_use_is_that_of_the_operating_money_only_where_both_are_the_same(told: Any) -> None:
    told.say("“三公经费”控制率\t≤100%\t83.33%", "公用经费控制率\t≤100%\t90.00%")
    told.say("20.00万元，比2022年度减少5.00万元，下降20.00%", "20.00万元，比年初预算数减少5.00万元，下降20.00%")
    assert len(told.faults("P-09")) == 1
    told.say("机关运行经费支出20.00万元", "机关运行经费支出15.00万元")
    assert told.faults("P-09") == []


@pytest.mark.parametrize(("number", "found"), [("3个", True), ("2个", False)])
def test_projects_counted_together_behind_them_are_as_many_as_were_evaluated(
    tmp_path: Path, number: str, found: bool
) -> None:
    paper = Paper(tmp_path).swap("涵盖项目2个，涉及预算资金30.00万元", f"涵盖项目{number}，涉及预算资金29.00万元")
    paper.swap(
        "2个项目自评等级为优，",
        "1.甲渠项目绩效自评综述：全年预算数为20.00万元，执行数为19.00万元。\n"
        "2.乙坝项目绩效自评综述：全年预算数为10.00万元，执行数为10.00万元。\n"
        "上述2个项目中，甲渠项目的自评表见附件。\n",
    )
    told = [f for f in paper.findings("P-05") if "上述2个项目" in f.message]
    assert bool(told) == found
    assert all(set(f.values) == {"3", "2"} for f in told)


def test_numbers_beside_three_public_are_those_of_the_text(told: Any) -> None:
    told.say(
        "接待国内来访团组",
        "全年召开会议3个，参加会议90人次，组织培训4个，组织培训120人次。接待国内来访团组",
    )
    table = (
        "财政拨款“三公”经费、会议费、培训费统计表\n\n项目\t统计数\n召开会议次数（个）\t3\n参加会议人次（人）\t90\n"
        "组织培训次数（个）\t{}\n参加培训人次（人）\t120\n国内公务接待批次（个）\t8\n\n"
    )
    mark = "第五部分 附件"
    told.say(mark, table.format(4) + mark)
    assert {v.status for v in told.check("C-S7-05")} == {Status.PASS}
    told.say("组织培训次数（个）\t4", "组织培训次数（个）\t7")
    assert [v.shown for v in told.faults("C-S7-05")] == [("7", "4")]


def test_spending_by_unit_is_no_further_part_of_all_spending(told: Any) -> None:
    told.say(
        "项目支出40.00万元，占36.36%。",
        "项目支出40.00万元，占36.36%。按单位划分：青石县文旅局本级支出80.00万元，青石县游客服务中心支出30.00万元。",
    )
    assert told.faults("D-15") == told.faults("C-S3-01") == told.faults("D-08") == []
