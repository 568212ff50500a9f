"""Figures taken together: sums of some against others, the middle, the first ones and their share."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, figures, first, samples


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("2023年支出合计前两名一共多少", "4726.13", "2587.58 + 2138.55"),
        ("2023年支出合计最多的两家加起来多少", "4726.13", "2587.58 + 2138.55"),
        ("2023年支出合计的中位数", "2132.075", "(2125.60 + 2138.55) ÷ 2"),
        ("2023年除了鹭屿市教育局，其他部门支出合计一共多少", "5804.54", "1091.36 + 2125.60 + 2587.58"),
    ],
)
def test_figures_are_taken_together(question: str, value: str, formula: str) -> None:
    answer = ask(samples(), question)
    assert (answer.values[0].value, answer.values[0].formula) == (value, formula)


def test_the_first_ones_have_a_share_of_all() -> None:
    answer = ask(samples(), "2023年支出合计前两名加起来占四家总和多少")
    assert first(answer) == ("59.50", "%")


def test_a_sum_is_held_against_another_department() -> None:
    answer = ask(samples(), "榆岚水利局和鹭屿教育局2023年支出合计加起来有没有松漪区文旅局的多")
    assert figures(answer)[:3] == ["4264.15", "1091.36", "3172.79"]


def test_a_department_is_held_against_all_others_together() -> None:
    answer = ask(samples(), "2023年鹭屿市教育局的支出合计比其他几家加起来还多吗")
    assert figures(answer)[:3] == ["2138.55", "5804.54", "3665.99"]


def test_the_share_of_one_in_all_may_be_asked_the_other_way_round() -> None:
    answer = ask(samples(), "2023年所有部门的支出合计总和里，鹭屿市教育局占几成")
    assert first(answer) == ("26.92", "%")
