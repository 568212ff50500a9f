"""Parted answers: each part of a question computes what it asks, and the last may make something of those before it."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, samples

WATER = "榆岚水利局2023年"


def _told(question: str) -> list[str]:
    return [f"{v.value}{v.unit}" for v in ask(samples(), WATER + question).values]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("公务接待费花了多少，占三公经费的百分之几", ["1.57万元", "16.94%"]),
        ("三公经费比预算省了多少，完成了百分之几", ["3.43万元", "72.99%"]),
        ("基本支出多少，项目支出多少，差多少，合计多少", ["1070.38万元", "1055.22万元", "15.16万元", "2125.60万元"]),
        ("人员经费多少，是公用经费的几倍", ["943.79万元", "7.46倍"]),
        ("基本支出和项目支出各多少，占比多少", ["1070.38万元", "1055.22万元", "50.36%", "49.64%"]),
        ("公务接待费多少，接待几批多少人，平均每人多少元", ["1.57万元", "55个", "57.09元"]),
    ],
)
def test_each_part_is_told_in_its_turn(question: str, figures: list[str]) -> None:
    told = _told(question)
    assert [f for f in figures if f not in told] == []
    assert [t for t in told if t in figures] == figures


def test_an_amount_beside_its_budget_is_of_the_scope_of_the_budget() -> None:
    answer = ask(samples(), WATER + "公务接待费完成预算的百分之几，省了多少")
    assert (answer.values[1].value, answer.values[1].formula) == ("0.58", "2.15 - 1.57")


def test_what_a_part_does_not_have_is_said_beside_what_the_others_have() -> None:
    answer = ask(samples(), WATER + "公务接待费多少，2022年多少")
    assert answer.values[0].value == "1.57"
    assert "没有" in answer.answer or len(answer.values) > 1


@pytest.mark.parametrize("held", ["和项目支出差多少", "与项目支出相差多少", "跟项目支出差多少"])
def test_a_figure_and_how_far_it_is_from_another_are_both_told(held: str) -> None:
    answer = ask(samples(), f"{WATER}基本支出多少，{held}")
    assert [v.value for v in answer.values][:2] == ["1070.38", "15.16"]
    assert "1070.38 - 1055.22" in answer.answer
