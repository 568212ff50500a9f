"""Conflicts: what a report states twice is shown with both values and both places, never averaged."""

from __future__ import annotations

import pytest
from small_report import text_of
from test_grounding import ask, figures, first, library_of, samples

PROSE = "2023年度支出合计386.78万元"
ASKED = "青川区水务局2023年支出合计前后一致吗"


def test_two_values_are_both_given_with_their_places() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.87万元")), ASKED)
    assert answer.status == "conflict"
    assert set(figures(answer)[:-1]) == {"386.87", "386.78"}
    assert len({c.line for c in answer.citations}) >= 2
    assert answer.values[-1].formula == "386.87 - 386.78"
    assert "不一致" in answer.answer


def test_values_that_agree_are_called_so() -> None:
    answer = ask(library_of(text_of()), ASKED)
    assert answer.status == "answered"
    assert set(figures(answer)) == {"386.78"}
    assert "一致" in answer.answer and "不一致" not in answer.answer


def test_a_difference_of_the_last_digit_is_named_as_rounding() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.79万元")), ASKED)
    assert answer.status == "conflict"
    assert "四舍五入" in answer.answer


def test_what_is_rounding_is_told_by_the_digits_printed() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.8万元")), ASKED)
    assert "四舍五入" in answer.answer
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.9万元")), ASKED)
    assert "不一致" in answer.answer and "四舍五入" not in answer.answer


def test_a_larger_difference_is_not_excused_as_rounding() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元")), ASKED)
    assert "四舍五入" not in answer.answer
    assert figures(answer)[-1] == "10.00"


def test_a_plain_question_mentions_the_other_value_too() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元")), "青川区水务局2023年支出合计多少")
    assert "396.78" in answer.answer and "386.78" in answer.answer
    assert len(answer.citations) >= 2


def test_table_and_prose_of_a_generated_report_contradict_each_other() -> None:
    answer = ask(samples(), "岫川市交通局2021年人员经费，表格和文字写的一样吗")
    assert (answer.status, figures(answer)) == ("conflict", ["966.33", "962.63", "3.70"])
    assert {c.table for c in answer.citations} >= {"GK06", None}


@pytest.mark.parametrize(
    "question",
    ["支出合计到底是多少，两个数对得上吗", "支出合计有没有出入", "支出合计各处说法是否一致", "支出合计核对一下"],
)
def test_a_conflict_is_asked_for_in_many_ways(question: str) -> None:
    library = library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元"))
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert {"396.78", "386.78"} <= set(figures(answer))


def test_an_amount_in_the_question_brings_no_other_measure_in() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年支出合计是386.78万元还是400.00万元")
    assert first(answer) == ("386.78", "万元")
    assert "收入" not in answer.answer.replace("《收入支出决算总表》", "")
