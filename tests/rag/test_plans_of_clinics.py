"""Questions on a budget whose text tells what each unit has, and explains its projects on cards."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-clinics", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("石桥县疾控中心的支出预算多少", "180.00", "万元"),
        ("疾控中心和妇幼保健院的支出预算一共多少", "380.00", "万元"),
        ("2024年收入预算总额是多少", "560.00", "万元"),
        ("政府采购里工程占百分之多少", "75.00", "%"),
        ("村医补助每个村医一年多少元", "18000", "元"),
        ("村医补助标准每人每月提高了多少", "200", "元"),
        ("接生补助标准提高了多少", "50", "元"),
        ("100万元以上的设备有几台", "2", "台"),
        ("一般公共预算里，疾病预防控制机构的项目支出多少", "60.00", "万元"),
        ("疾病预防控制机构的一般公共预算项目支出多少", "60.00", "万元"),
    ],
)
def test_a_figure_is_told_or_worked_out_of_what_is_asked_about(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_a_standard_that_is_raised_is_told_with_its_formula_and_sentence() -> None:
    answer = _asked("接生补助标准从多少提高到多少")
    assert figures(answer) == ["400", "450"]
    assert _asked("接生补助标准提高了多少").values[0].formula == "450 - 400"


def test_the_unit_with_the_most_is_told_from_the_sentence_that_lists_them() -> None:
    answer = _asked("哪个单位支出预算最多")
    assert "石桥县卫生健康局（本级）（220.00万元）" in answer.answer


@pytest.mark.parametrize("question", ["疾控中心的机关运行经费是多少", "妇幼保健院有几辆车"])
def test_the_figure_of_all_units_is_not_told_for_one_of_them(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "not_found" and not answer.values


def test_the_projects_of_a_unit_are_those_whose_cards_name_it() -> None:
    told = _asked("疾控中心承担了哪些项目").answer
    assert "重点人群体检" in told and "结核病筛查" in told and "村医补助" not in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("村医补助由谁承担", "石桥县卫生健康局（本级）"),
        ("结核病筛查的政策依据是什么", "《石桥县结核病防治规划》"),
        ("结核病筛查的资金怎么分配", "试剂20.00万元"),
        ("重点人群体检的资金怎么分配", "体检耗材24.00万元"),
    ],
)
def test_a_line_of_the_card_of_a_project_is_told_alone(question: str, told: str) -> None:
    answer = _asked(question).answer
    assert told in answer and "项目名称" not in answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2024年绩效评价发现了哪些问题", ("体检档案录入偏慢", "两个乡镇耗材领用没有台账")),
        ("政府性基金的钱花在哪几方面，各多少", ("污水管网70.00万元", "医废暂存间30.00万元")),
        ("妇幼两项补助是指哪两项", ("孕产妇保健补助", "新生儿筛查补助")),
        ("防疫（项）是干什么用的", ("疫苗冷链", "疫点处置")),
    ],
)
def test_what_is_told_one_by_one_is_told_to_the_full_stop(question: str, told: tuple[str, ...]) -> None:
    answer = _asked(question).answer
    assert all(words in answer for words in told)


def test_the_accounts_of_another_fund_are_not_told_for_those_of_a_fund() -> None:
    assert "疾病预防控制机构" not in _asked("政府性基金的钱花在哪几方面，各多少").answer


def test_the_kind_of_which_there_are_most_cars_is_told_with_the_others_in_order() -> None:
    answer = _asked("公车里面哪一类最多")
    assert "最多的是特种专业技术用车6辆" in answer.answer
    assert figures(answer) == ["6"]


def test_two_accounts_whose_names_end_as_units_do_are_held_against_one_another() -> None:
    answer = _asked("疾病预防控制机构和妇幼保健机构，哪个科目预算高")
    assert "最多的是疾病预防控制机构" in answer.answer


def test_the_totals_of_the_table_of_both_sides_and_of_that_of_income_are_held() -> None:
    answer = _asked("收支总表的收入总计和收入总表的合计一致吗")
    assert "两处一致" in answer.answer
    assert figures(answer) == ["600.00", "600.00"]
