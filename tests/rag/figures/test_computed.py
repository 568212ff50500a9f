"""Computed figures: shares, multiples, differences, averages, years worked back; each with its formula."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, sample, samples

WATER = "榆岚水利局2023年"


@pytest.mark.parametrize(
    ("question", "value", "unit", "formula"),
    [
        ("政府采购货物占政府采购支出总额的比例", "55.19", "%", "27.16 ÷ 49.21 × 100%"),
        ("人员经费占一般公共预算基本支出的百分之几", "88.17", "%", "943.79 ÷ 1070.38 × 100%"),
        ("项目支出是基本支出的多少倍，保留三位小数", "0.986", "倍", "1055.22 ÷ 1070.38"),
        ("项目支出是基本支出的几倍", "0.99", "倍", "1055.22 ÷ 1070.38"),
        ("基本支出比项目支出多多少", "15.16", "万元", "1070.38 - 1055.22"),
        ("项目支出和基本支出相差多少", "15.16", "万元", "1070.38 - 1055.22"),
        ("三公经费决算比预算节省了多少", "3.43", "万元", "12.70 - 9.27"),
        ("公务接待费决算比预算少多少", "0.58", "万元", "2.15 - 1.57"),
        ("三公经费决算比预算节省了多少元", "34300", "元", "(12.70 - 9.27) × 10000"),
        ("平均每辆公车的运行费", "3.85", "万元", "7.70 ÷ 2"),
        ("平均每批接待花了多少元", "285.45", "元", "1.57 × 10000 ÷ 55"),
        ("人均接待花了多少元", "57.09", "元", "1.57 × 10000 ÷ 275"),
        ("人员经费和公用经费加起来", "1070.38", "万元", "943.79 + 126.59"),
    ],
)
def test_a_computed_figure_shows_its_formula(question: str, value: str, unit: str, formula: str) -> None:
    answer = ask(samples(), WATER + question)
    assert (answer.status, *first(answer)) == ("computed", value, unit)
    assert (answer.values[0].formula, answer.values[0].origin) == (formula, "computed")
    assert value in answer.answer
    assert answer.citations


def test_a_stated_share_is_given_as_stated() -> None:
    answer = ask(samples(), WATER + "基本支出占支出合计的百分之几")
    assert (answer.status, *first(answer), answer.values[0].formula) == ("answered", "50.36", "%", None)


FISCAL = "四、财政拨款支出决算情况说明\n\n2023年度财政拨款支出决算350.00万元，占本年支出合计的90.49%。\n\n第四部分"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("本年支出里财政拨款占百分之几", "90.49"),
        ("财政拨款占本年支出的比例", "90.49"),
        ("财政拨款占本年收入的比例", "100.00"),
    ],
)
def test_money_from_the_treasury_is_told_as_what_was_spent_of_it_where_its_whole_is_spending(
    question: str, value: str
) -> None:
    before, _, after = text_of().rpartition("第四部分")
    answer = ask(library_of(before + FISCAL + after), f"青川区水务局2023年{question}")
    assert (answer.status, first(answer)) == ("answered", (value, "%"))


def test_a_share_is_computed_anew_where_the_question_says_so() -> None:
    text = text_of().replace("基本支出386.78万元，占100.00%", "基本支出286.78万元，占99.00%")
    library = library_of(text)
    stated = ask(library, "青川区水务局2023年基本支出占支出合计的百分之几")
    assert (first(stated), stated.status) == (("99.00", "%"), "conflict")
    assert figures(stated) == ["99.00", "74.15"]
    again = ask(library, "青川区水务局2023年基本支出占支出合计的比例重新算是多少")
    assert (first(again), again.status) == (("74.15", "%"), "computed")
    assert again.values[0].formula == "286.78 ÷ 386.78 × 100%"


def test_nothing_is_divided_by_zero() -> None:
    answer = ask(samples(), "鹭屿教育局平均每辆公车运行费多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "不能作除数" in answer.answer
    assert answer.citations


def test_equal_amounts_differ_by_zero_and_are_called_equal() -> None:
    text = text_of().replace(
        "基本支出386.78万元，占100.00%；项目支出0.00万元，占0.00%", "基本支出193.39万元；项目支出193.39万元"
    )
    answer = ask(library_of(text), "青川区水务局2023年基本支出和项目支出相差多少")
    assert first(answer) == ("0.00", "万元")
    assert "相等" in answer.answer


# the year before


@pytest.mark.parametrize(
    "question", ["2022年收支总计是多少", "2023年的报告推算上年收支总计", "推算2022年收支总计", "去年收支总计多少"]
)
def test_the_year_before_is_worked_back_from_the_stated_change(question: str) -> None:
    answer = ask(library_of(text_of()), f"青川区水务局{question}")
    assert (answer.status, *first(answer)) == ("computed", "300.13", "万元")
    assert (answer.values[0].year, answer.values[0].formula) == (2022, "386.78 - 86.65")
    assert "推算" in answer.answer
    assert "不是报告直接公布的数" in answer.answer


def test_a_fall_is_added_back() -> None:
    total, change = (sample("yulan-water-2023").truth.figures[k] for k in ("total", "total_diff"))
    answer = ask(samples(), "榆岚水利局2022年收支总计是多少")
    assert first(answer)[0] == str(total.value - change.value)
    assert answer.values[0].formula == "2126.99 + 85.08"


def test_without_a_stated_change_nothing_is_worked_back() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2022年收入合计是多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "无法推算" in answer.answer


def test_two_years_before_are_not_worked_back() -> None:
    assert ask(library_of(text_of()), "青川区水务局2021年收支总计是多少").status == "not_found"


def test_a_report_of_the_year_is_better_than_a_figure_worked_back() -> None:
    answer = ask(samples(), "松漪文旅局2022年收支总计是多少")
    assert (answer.status, *first(answer)) == ("answered", "1675.18", "万元")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2022年和2023年支出合计相差多少", "583.27"),
        pytest.param("2023年支出合计比2022年少多少", "583.27"),
        pytest.param("2023年支出合计是2022年的几倍", "0.65"),
        ("2022年支出合计是2023年的几倍", "1.53"),
        ("2022年和2023年支出合计加起来", "2765.99"),
    ],
)
def test_two_years_of_a_department_are_computed_with(question: str, value: str) -> None:
    assert first(ask(samples(), f"松漪文旅局{question}"))[0] == value


def test_the_shares_of_two_parts_are_each_of_the_whole() -> None:
    assert figures(ask(samples(), "松漪文旅局2023年基本支出和项目支出各占多少")) == ["37.04", "62.96"]


def test_a_budget_is_worked_back_from_its_stated_difference() -> None:
    text = text_of().replace(
        "第四部分 名词解释\n\n一、",
        "十、机关运行经费支出情况说明\n\n2023年度机关运行经费支出20.50万元，比年初预算数减少2.72万元，降低11.71%。\n\n"
        "第四部分 名词解释\n\n一、",
    )
    answer = ask(library_of(text), "青川区水务局2023年机关运行经费年初预算数是多少")
    assert (answer.status, *first(answer)) == ("computed", "23.22", "万元")
    assert answer.values[0].formula == "20.50 + 2.72"


def test_a_budget_that_is_neither_stated_nor_to_be_worked_back_is_not_found() -> None:
    assert ask(library_of(text_of()), "青川区水务局2023年三公经费年初预算数").status == "not_found"


def test_what_was_asked_before_is_no_share_of_itself() -> None:
    answer = ask(samples(), WATER + "支出合计多少", "占总支出的百分之几")
    assert "100" not in figures(answer)


def test_names_that_touch_are_one_thing_and_are_not_taken_from_each_other() -> None:
    answer = ask(samples(), WATER + "公用经费办公费还剩多少没花")
    assert not any(" - " in (v.formula or "") and "办公费" in v.label and "公用经费" in v.label for v in answer.values)


def test_all_of_a_kind_of_spending_is_no_condition_on_rows() -> None:
    whole, part = (first(ask(samples(), f"{WATER}{m}是多少"))[0] for m in ("基本支出", "一般公共预算基本支出"))
    answer = ask(samples(), WATER + "全部基本支出比一般公共预算基本支出多多少")
    assert answer.values[0].formula == f"{whole} - {part}"


def test_spending_against_its_first_budget_is_that_which_the_report_sets_beside_it() -> None:
    budget = first(ask(samples(), WATER + "一般公共预算支出年初预算数"))[0]
    spent = first(ask(samples(), WATER + "一般公共预算支出"))[0]
    answer = ask(samples(), WATER + "决算比年初预算少花了多少")
    assert set((answer.values[0].formula or "").split(" - ")) == {budget, spent}
