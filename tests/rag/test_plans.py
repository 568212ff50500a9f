"""Budgets: what they plan is asked for as what a final account tells; what became of it they do not have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.library import Library
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of

BUDGET = Path(__file__).parent.parent / "extractors" / "budget-2026.txt"


@cache
def _library() -> Library:
    return library_of(BUDGET.read_text(encoding="utf-8"))


def _asked(question: str) -> Answer:
    return ask(_library(), f"青川区园林绿化管理局{question}")


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("2026年支出预算多少", "1121.78", "万元"),
        ("支出预算是多少万元", "1121.78", "万元"),
        ("收入预算总额", "1121.78", "万元"),
        ("支出预算合计是多少元", "11217780", "元"),
        ("项目支出预算数", "3587385", "元"),
        ("三公经费预算", "30.45", "万元"),
        ("公务用车购置费安排了多少", "18", "万元"),
        ("机关运行经费预算", "207.66", "万元"),
        ("住房公积金预算换成万元", "45.94", "万元"),
    ],
)
def test_a_figure_of_a_budget_is_found_with_and_without_the_word(question: str, value: str, unit: str) -> None:
    told = _asked(question)
    assert (told.values[0].value, told.values[0].unit) == (value, unit)


@pytest.mark.parametrize("question", ["2026年决算数是多少", "预算执行率多少", "基本支出决算数"])
def test_a_budget_has_no_outturn_and_says_so(question: str) -> None:
    told = _asked(question)
    assert told.status == "not_found"
    assert "预算" in told.answer


def test_the_year_before_is_worked_back_in_one_unit() -> None:
    told = _asked("推算一下2025年财政拨款支出预算")
    [value] = told.values
    assert (value.value, value.unit, value.formula) == ("1035.38", "万元", "1121.78 - 86.40")


def test_a_cell_of_a_budget_is_called_what_it_is() -> None:
    assert "项目支出预算数为3587385元" in _asked("项目支出是多少").answer


def test_classes_of_a_budget_are_listed_and_ranked() -> None:
    told = _asked("支出最多的科目是哪个")
    assert "城乡社区支出" in told.answer.split("。")[0]
    assert len(_asked("各类支出分别是多少").values) >= 4


def test_units_listed_below_a_sentence_are_told_with_it() -> None:
    assert "公园管理所" in _asked("部门预算包括哪些单位").answer


# beside final accounts


@cache
def _of_both_kinds() -> Library:
    finals = text_of(spent="386.78"), text_of("云岭市石桥区水务局", spent="512.40")
    return library_of(BUDGET.read_text(encoding="utf-8"), *finals)


@pytest.mark.parametrize("question", ["2026年决算支出是多少", "2026年支出决算多少"])
def test_a_budget_is_no_final_account_and_told_beside_that_there_is_none(question: str) -> None:
    told = _asked(question)
    assert (told.status, told.values) == ("not_found", [])
    assert "1121.78" in told.answer
    assert "只有2026年度预算报告，没有决算报告" in told.answer


def test_a_follow_up_that_asks_for_the_final_account_is_told_the_same() -> None:
    name = "青川区园林绿化管理局2026年"
    assert "没有决算" in ask(_of_both_kinds(), f"{name}三公经费决算数是多少", f"{name}决算是多少").answer


def test_a_budget_that_is_asked_for_as_such_needs_no_word_on_it() -> None:
    assert "没有决算" not in _asked("2026年支出预算多少").answer


def test_what_was_spent_is_ranked_before_what_is_planned_and_apart_from_it() -> None:
    told = ask(_of_both_kinds(), "各部门支出从高到低")
    assert figures(told) == ["512.40", "386.78", "1121.78"]
    assert told.answer.index("决算：") < told.answer.index("云岭市石桥区水务局") < told.answer.index("预算：")


def test_of_final_accounts_asked_for_by_name_no_budget_is_told() -> None:
    told = ask(_of_both_kinds(), "各部门决算支出从高到低")
    assert figures(told) == ["512.40", "386.78"]
    assert "只看决算报告" in told.answer


def test_amounts_of_reports_in_different_units_are_told_in_one() -> None:
    other = text_of("云岭市石桥区水务局", spent="5124000").replace("万元", "元")
    told = ask(library_of(text_of(spent="386.78"), other), "2023年各部门支出合计从高到低")
    assert [(v.value, v.unit) for v in told.values] == [("512.4", "万元"), ("386.78", "万元")]
    assert first(ask(library_of(text_of(spent="386.78"), other), "2023年各部门支出合计一共多少")) == ("899.18", "万元")
