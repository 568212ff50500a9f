"""Budgets: what they plan is asked for as what a final account tells; what became of it they do not have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from test_grounding import ask, library_of

from rag.answer import Answer
from rag.library import Library

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
