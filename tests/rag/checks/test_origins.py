"""Origins: what a report prints of something in its tables alone, or in the words of its statement alone."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of, samples

ASKED = "榆岚水利局2023年三公经费"


def test_the_figure_of_the_table_is_given_where_the_table_is_asked_for() -> None:
    answer = ask(samples(), ASKED, "表里呢")
    assert answer.values[0].origin == "table" and answer.values[0].value == "9.27"


def test_the_words_of_the_statement_are_quoted() -> None:
    answer = ask(samples(), ASKED, "说明里怎么写的")
    assert "支出预算为12.70万元，支出决算为9.27万元" in answer.answer


def test_a_correction_may_name_the_part_of_the_report() -> None:
    answer = ask(samples(), ASKED, "不是这个，我要表里的")
    assert answer.values[0].origin == "table"


def test_what_no_table_has_is_said_so_with_where_it_stands() -> None:
    answer = ask(library_of(text_of()), "内设机构有几个", "表里呢")
    assert answer.status == "not_found" and not answer.values


@pytest.mark.parametrize("said", ["买公务车的钱是从哪里出的", "买公务车的钱由哪个科目列支", "出国的钱是谁出的"])
def test_money_that_was_not_spent_has_no_source(said: str) -> None:
    told = "七、财政拨款“三公”经费支出决算情况说明\n\n因公出国（境）费支出0.00万元。公务用车购置费支出0.00万元。\n\n"
    answer = ask(library_of(text_of().replace(PROSE_MARK, told + PROSE_MARK)), f"青川区水务局2023年{said}")
    assert [v.value for v in answer.values] == ["0.00"]
    assert "没有发生这项支出" in answer.answer
