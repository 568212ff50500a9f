"""Pointing: one of the things that were listed, taken as asked about by itself."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, first, samples

WATER = "榆岚水利局2023年"
LIST = WATER + "人员经费有哪些明细"
PROJECTS = WATER + "有哪些项目"


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        ((LIST, "第二个呢"), "231.10", "万元"),
        ((LIST, "第二个呢", "它占多少"), "24.49", "%"),
        ((LIST, "最大的是哪个", "第二大的呢"), "231.10", "万元"),
        ((PROJECTS, "第二个呢"), "103.91", "万元"),
        ((PROJECTS, "第一个得了多少分"), "92", "分"),
        ((WATER + "一般公共预算支出分哪几类", "最多的是哪一类", "它占多少"), "77.58", "%"),
    ],
)
def test_a_thing_that_was_listed_is_what_is_asked_about(turns: tuple[str, ...], value: str, unit: str) -> None:
    assert first(ask(samples(), *turns)) == (value, unit)


def test_the_reason_of_a_project_that_was_chosen_is_its_own() -> None:
    answer = ask(samples(), PROJECTS, "第二个呢", "为什么")
    assert "小型水库安全鉴定" in answer.answer and "宣传覆盖面" in answer.answer


def test_a_place_beyond_the_list_points_to_nothing() -> None:
    assert ask(samples(), PROJECTS, "第九个呢").values == []


def test_a_question_that_names_its_own_subject_is_about_that() -> None:
    assert first(ask(samples(), LIST, "最大的是哪个", WATER + "三公经费是多少")) == ("9.27", "万元")
