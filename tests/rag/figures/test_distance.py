"""A figure set against a number that the question itself states."""

from __future__ import annotations

import pytest

from rag.language.set_against import set_against_in
from tests.rag.test_grounding import ask, figures, first, samples

WATER = "榆岚水利局2023年"


def test_how_far_a_figure_is_from_a_number_of_the_question_comes_first() -> None:
    answer = ask(samples(), WATER + "支出合计比2200万少多少")
    assert figures(answer)[:2] == ["74.40", "2125.60"]
    assert "2200 - 2125.60" in answer.answer


def test_by_how_much_a_number_is_surpassed_is_such_a_question() -> None:
    assert first(ask(samples(), WATER + "支出合计超过2000万元多少")) == ("125.60", "万元")
    assert set_against_in("支出合计超过2000万元的有几家") is None


def test_a_figure_that_is_asked_for_as_well_comes_before_the_difference() -> None:
    assert figures(ask(samples(), WATER + "支出合计是多少，跟2200万元差多少"))[:2] == ["2125.60", "74.40"]


def test_a_number_in_another_unit_is_converted() -> None:
    assert first(ask(samples(), WATER + "支出合计离20000000元差多少")) == ("125.60", "万元")


@pytest.mark.parametrize("text", ["支出合计比2022年多多少", "三公经费比年初预算少多少", "项目支出和基本支出差多少"])
def test_a_year_or_another_figure_is_no_such_number(text: str) -> None:
    assert set_against_in(text) is None
