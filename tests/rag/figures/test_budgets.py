"""Budgets: several things together against their budgets, and multiples of a budget."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, figures, samples

WATER = "榆岚水利局2023年"


def test_things_together_are_held_against_their_budgets_together() -> None:
    answer = ask(samples(), WATER + "公务接待费和公车运行费加起来比预算省了多少")
    assert answer.status == "computed"
    assert answer.values[0].formula is not None
    assert answer.values[0].formula.startswith("(2.15 + ")


def test_a_figure_as_a_multiple_of_its_budget() -> None:
    answer = ask(samples(), WATER + "三公经费决算是预算的几倍")
    assert (answer.values[0].value, answer.values[0].formula) == ("0.73", "9.27 ÷ 12.70")


@pytest.mark.parametrize("asked", ["预算多少钱", "支出预算多少", "的预算是多少"])
def test_the_budget_of_a_final_account_is_that_of_which_it_tells_one(asked: str) -> None:
    planned = figures(ask(samples(), f"{WATER}一般公共预算财政拨款支出年初预算数是多少"))
    answer = ask(samples(), f"{WATER}{asked}")
    assert figures(answer) == planned
    assert "一般公共预算财政拨款支出年初预算数" in answer.answer
