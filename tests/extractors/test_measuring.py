"""What the words around a figure say of it, in the wordings of many provinces: its measure, its sign, its subject."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.clauses import figures
from extractors.naming import State
from extractors.text import fold_width


def told(text: str, subject: str = "某项支出", section: str | None = None, budget: bool = False) -> list[str]:
    """Each figure as `subject column value unit`."""
    state = State(subject, section, is_budget=budget)
    return [f"{f.subject} {f.column} {f.value:f} {f.unit}" for f in figures(fold_width(text), state)]


# ---------------------------------------------------------------- changes


@pytest.mark.parametrize(
    ("words", "column", "value"),
    [
        ("比上年增3.00万元", "增减额", "3.00 万元"),
        ("较上年减3.00万元", "增减额", "-3.00 万元"),
        ("比上年增加3.00万元", "增减额", "3.00 万元"),
        ("比去年压减3.00万元", "增减额", "-3.00 万元"),
        ("较2022年上涨3.00%", "增减幅", "3.00 %"),
        ("较2022年度增长3.0个百分点", "增减幅", "3.0 个百分点"),
        ("较2022年降幅3.00%", "增减幅", "-3.00 %"),
        ("较2022年增长率为3.00%", "增减幅", "3.00 %"),
        ("较年初预算减少3.00万元", "较年初预算增减额", "-3.00 万元"),
        ("比年初预算数增加3.00万元", "较年初预算增减额", "3.00 万元"),
    ],
)
def test_a_change_is_told_in_many_words(words: str, column: str, value: str) -> None:
    assert told(f"培训费9.00万元，{words}。")[1] == f"培训费 {column} {value}"


def test_the_comparison_named_last_is_the_one_that_counts() -> None:
    text = "机关运行经费8.00万元，比年初预算数减少2.00万元，下降20.00%；比2022年度增加1.00万元，增长14.29%。"
    assert told(text, section="operating")[1:] == [
        "机关运行经费 较年初预算增减额 -2.00 万元",
        "机关运行经费 较年初预算增减幅 -20.00 %",
        "机关运行经费 增减额 1.00 万元",
        "机关运行经费 增减幅 14.29 %",
    ]


def test_a_clause_without_a_figure_gives_its_subject_to_the_change_behind_it() -> None:
    text = "公务用车购置量0辆。公务用车购置费支出较预算持平，较上年减少6.00万元。"
    assert told(text, section="three_public")[-1] == "公务用车购置费 增减额 -6.00 万元"


def test_changes_of_two_things_are_told_at_once() -> None:
    text = "公务接待费0.46万元，国内接待12批次，共计96人，比上年分别减少4批、38人。"
    assert told(text, section="three_public")[1:] == [
        "国内来访团组 数量 12 批次",
        "国内来宾 数量 96 人",
        "国内来访团组 增减额 -4 批",
        "国内来宾 增减额 -38 人",
    ]


@given(st.decimals(1, 9999, places=2), st.decimals(1, 999, places=2))
def test_the_amount_of_the_year_before_is_none_of_the_year(before: Decimal, more: Decimal) -> None:
    text = f"培训费{before + more}万元，较上年{before}万元增加{more}万元。"
    assert told(text) == [
        f"培训费 决算数 {before + more} 万元",
        f"培训费 上年数 {before} 万元",
        f"培训费 增减额 {more} 万元",
    ]


def test_the_amount_of_the_year_before_may_name_its_subject_again() -> None:
    text = "2023年度支出合计10.00万元，比2022年度支出合计8.00万元增加2.00万元。"
    assert told(text, section="expenditure")[1:] == ["本年支出合计 上年数 8.00 万元", "本年支出合计 增减额 2.00 万元"]


# ---------------------------------------------------------------- budgets, rates, shares


def test_what_a_budget_states_is_budgeted() -> None:
    text = "本年收入预算30.00万元，其中：财政拨款收入28.00万元，事业收入2.00万元，比上年预算增加1.00万元。"
    assert told(text, section="income", budget=True) == [
        "本年收入合计 预算数 30.00 万元",
        "财政拨款收入 预算数 28.00 万元",
        "事业收入 预算数 2.00 万元",
        "事业收入 增减额 1.00 万元",
    ]


def test_a_total_budget_is_that_of_the_total() -> None:
    assert told("2024年收支总预算30.00万元。", section="overall", budget=True) == ["收入支出总计 预算数 30.00 万元"]


def test_an_adjusted_budget_is_told_by_its_number_alone() -> None:
    assert told("年初预算数8.00万元，调整数9.00万元，决算数9.00万元。", "培训费") == [
        "培训费 年初预算数 8.00 万元",
        "培训费 调整预算数 9.00 万元",
        "培训费 决算数 9.00 万元",
    ]


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("预算执行率98.00%", "完成预算比例"),
        ("预算完成率98.00%", "完成预算比例"),
        ("目标完成率98.00%", "比例"),
        ("满意率98.00%", "比例"),
    ],
)
def test_only_the_rate_of_a_budget_is_its_rate(words: str, column: str) -> None:
    assert told(f"支出9.00万元，{words}。", "宣传项目", "performance")[-1].split()[1] == column


def test_a_share_may_name_the_amount_that_it_is_of() -> None:
    text = "教育支出7.70万元，占本年支出10.00万元的77%。"
    assert told(text, section="general_budget") == [
        "教育支出 决算数 7.70 万元",
        "本年支出合计 决算数 10.00 万元",
        "教育支出 占比 77 %",
    ]


# ---------------------------------------------------------------- counts, and money behind them


def test_money_behind_a_count_is_what_was_paid_for_it() -> None:
    text = "2021年公务接待22批次，198人次，预算为2.00万元，支出决算为1.50万元，完成预算的75%。"
    assert told(text, "“三公”经费", "three_public")[2:] == [
        "公务接待费 预算数 2.00 万元",
        "公务接待费 决算数 1.50 万元",
        "公务接待费 完成预算比例 75 %",
    ]


def test_money_behind_a_count_goes_on_with_what_was_paid_for_before() -> None:
    text = "国内公务接待支出1.50万元，接待国内来访团组22个，完成预算2.00万元的75%。"
    assert told(text, section="three_public")[-1].startswith("国内公务接待支出 ")


def test_groups_may_stand_behind_the_persons_that_came_in_them() -> None:
    assert told("外宾接待支出0.00万元，接待3人次，1批次。", section="three_public")[1:] == [
        "来访外宾 数量 3 人次",
        "国（境）外来访团组 数量 1 批次",
    ]


@pytest.mark.parametrize("words", ["经批准购置的2辆公务用车", "购置（更新）2辆", "更新购置应急指挥车2辆"])
def test_cars_are_bought_in_many_words(words: str) -> None:
    assert told(f"公务用车购置费20.00万元，{words}。", section="three_public")[-1] == "购置车辆 数量 2 辆"


def test_a_kind_of_cars_among_the_assets_is_not_the_fleet() -> None:
    text = "共有车辆6辆，其中：一般公务用车4辆，执法执勤用车2辆。"
    assert [t.split()[0] for t in told(text, section="assets")] == ["车辆", "一般公务用车", "执法执勤用车"]


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("1.2万次", "1.2", "万次"), ("3.5万人次", "3.5", "万人次"), ("80余次", "80", "次"), ("12期", "12", "期")],
)
def test_counts_of_ten_thousand_are_no_money(printed: str, value: str, unit: str) -> None:
    assert told(f"平台访问量{printed}。")[0].split()[-2:] == [value, unit]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("支出10.00万元，比上年决算数增加3.00万元，上年决算数为7.00万元。", "培训费 上年数 7.00 万元"),
        ("去年同期支出为7.00万元。", "培训费 上年数 7.00 万元"),
    ],
)
def test_the_figure_of_last_year_by_itself_is_none_of_this_year(text: str, last: str) -> None:
    assert told(text, "培训费")[-1] == last


def test_a_list_below_an_outturn_with_its_budget_lists_outturns() -> None:
    text = "公务用车购置及运行维护费支出8.00万元，预算9.00万元。其中：公务用车运行维护费8.00万元，预算9.00万元。"
    assert told(text, section="three_public")[2:] == [
        "公务用车运行费 决算数 8.00 万元",
        "公务用车运行费 预算数 9.00 万元",
    ]


def test_a_bare_side_is_that_of_the_fund_a_section_is_on() -> None:
    text = "收入9.00万元，年初结转和结余1.00万元；支出8.00万元，比上年减少2.00万元。"
    assert told(text, section="gov_fund")[2:] == [
        "政府性基金预算财政拨款支出 决算数 8.00 万元",
        "政府性基金预算财政拨款支出 增减额 -2.00 万元",
    ]


def test_paths_listed_in_one_sentence_have_a_figure_each() -> None:
    primary, special = "教育支出（类）普通教育（款）小学教育（项）", "教育支出（类）特殊教育（款）特殊学校教育（项）"
    assert told(f"其中：{primary}支出5.00万元；{special}支出4.00万元。", section="general_budget") == [
        f"{fold_width(primary)} 决算数 5.00 万元",
        f"{fold_width(special)} 决算数 4.00 万元",
    ]


def test_grades_of_projects_are_counted_in_a_row() -> None:
    text = "6个项目中，自评等级为优的5个、良的1个、中的0个。"
    assert told(text, section="performance")[1:] == [
        "自评等级为优 数量 5 个",
        "自评等级为良 数量 1 个",
        "自评等级为中 数量 0 个",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "6个项目中，自评等级为“优”的5个、“良”的1个。",
        "6个项目平均得分92.50分，其中：自评等级为优的5个、良的1个。",
        "6个项目自评平均得分92.50分，自评等级为“优”的5个、良的1个。",
    ],
)
def test_projects_and_their_grades_are_counted_with_quotes_or_an_average(text: str) -> None:
    found = told(text, section="performance")
    assert found[0] == "自评项目 数量 6 个"
    assert found[-1] == "自评等级为良 数量 1 个"


def test_money_of_kinds_of_projects_told_in_all_is_that_of_the_evaluation() -> None:
    text = "对项目支出开展绩效自评，其中，一级项目3个，二级项目0个，共涉及资金20.00万元。"
    assert told(text, section="performance")[-1] == "自评项目 资金 20.00 万元"


# ---------------------------------------------------------------- whose figure it is


@pytest.mark.parametrize(
    ("text", "section", "first"),
    [
        ("1.机关运行经费支出情况。某县档案馆2020年机关运行经费支出6.00万元。", "operating", "机关运行经费"),
        ("某县团委2020年部门决算总支出6.00万元，其中：本年支出5.00万元。", "overall", "收入支出总计"),
        ("某县单位公务用车保有量6辆。", "three_public", "公务用车保有量"),
        ("基本工资、津贴补贴等人员经费支出6.00万元。", "basic", "人员经费"),
        ("收入预算：2024年年初预算数6.00万元。", "narrative", "收入"),
        ("2023年末实有人员6人。", "bodies", "实有人员"),
        ("主要用于退休人员公用经费6.00万元。", "general_budget", "退休人员公用经费"),
        ("机关运行经费主要用于开支办公费6.00万元。", "operating", "办公费"),
        ("举办节庆、晚会、论坛活动开支6.00万元。", "three_public", "节庆、晚会、论坛活动开支"),
        ("******支出6.00万元。", "general_budget", "******支出"),
    ],
)
def test_the_name_is_found_among_the_words_before_a_figure(text: str, section: str, first: str) -> None:
    assert told(text, "别的", section)[0].split()[0] == first


def test_a_fund_in_brackets_is_not_the_whole_of_that_fund() -> None:
    text = "“三公”经费支出决算6.00万元（其中：一般公共预算支出5.00万元）。"
    assert told(text, section="three_public")[1] == "一般公共预算支出 决算数 5.00 万元"


def test_a_modified_name_is_not_cut_down_to_the_known_one() -> None:
    text = "货物采购授予中小企业合同金额6.00万元。"
    assert told(text, section="procurement")[0].startswith("货物采购授予中小企业合同 ")


def test_a_sentence_on_the_year_before_goes_on_with_the_whole_behind_a_list() -> None:
    text = "2024年收入预算9.00万元，其中：局机关5.00万元，档案馆4.00万元。比上年增加1.00万元。"
    assert told(text, "本年收入合计", "income", budget=True)[-1] == "本年收入合计 增减额 1.00 万元"


def test_a_path_of_group_and_item_names_an_item_too() -> None:
    text = "1.行政事业单位养老支出（款）事业单位离退休（项）。年初预算6.00万元，支出决算7.00万元。"
    assert {t.split()[0] for t in told(text, section="general_budget")} == {
        "行政事业单位养老支出(款)事业单位离退休(项)"
    }


def test_a_reason_keeps_what_it_speaks_of() -> None:
    text = "支出7.00万元，比上年增加1.00万元，主要原因是取暖单价由每户2.00元提高到3.00元。"
    assert told(text, "取暖费")[2:] == ["取暖单价 原因所述 2.00 元", "取暖单价 原因所述 3.00 元"]


def test_a_number_without_unit_leaves_the_one_behind_it_its_words() -> None:
    assert told("收、支总计各减少1267.86，2570.97万元。", section="overall") == ["收入支出总计 增减额 -2570.97 万元"]


def test_money_of_something_known_by_its_score_is_not_of_the_score() -> None:
    text = "组织部门整体支出绩效自评，涉及预算资金6.00万元。"
    assert told(text, section="performance") == ["部门整体绩效自评 资金 6.00 万元"]
