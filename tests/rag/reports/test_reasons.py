"""Why one department's figure is more than another's, and departments that are missing beside one that is there."""

from __future__ import annotations

from tests.rag.test_grounding import ask, figures, samples


def test_a_comparison_that_is_the_wrong_way_round_is_corrected() -> None:
    answer = ask(samples(), "为什么榆岚水利局2023年支出合计比鹭屿教育局多")
    assert answer.answer.startswith("与问题所说的“多”不同")
    assert figures(answer)[0] == "12.95"


def test_a_right_comparison_is_told_with_what_the_reports_say() -> None:
    answer = ask(samples(), "为什么榆岚水利局2023年支出合计比鹭屿教育局少")
    assert "不同" not in answer.answer[:20]
    assert "没有说明与另一部门相差的原因" in answer.answer


def test_the_one_that_is_there_is_told_and_the_other_said_to_be_missing() -> None:
    answer = ask(samples(), "榆岚水利局和火星市财政局2023年支出合计谁多")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "火星市财政局" in answer.answer and "2125.60万元" in answer.answer
    assert answer.citations


def test_a_department_that_only_stands_in_a_text_is_not_in_the_library() -> None:
    assert ask(samples(), "市财政局2023年三公经费多少").status == "not_found"
