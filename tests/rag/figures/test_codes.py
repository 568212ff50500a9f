"""Codes of 科目: told with the table that prints them, where a question asks for a code and not for a figure."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, samples


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("榆岚水利局防汛的科目编码是多少", "2130314"),
        ("榆岚水利局防汛是哪个科目代码", "2130314"),
        ("榆岚水利局福利费代码", "30229"),
    ],
)
def test_the_code_of_a_name_is_told(question: str, code: str) -> None:
    answer = ask(samples(), question)
    assert answer.status == "answered"
    assert code in [v.value for v in answer.values]
    assert all(code in c.quote for c in answer.citations[:1])


def test_a_name_that_no_table_prints_has_no_code() -> None:
    assert ask(samples(), "榆岚水利局食堂补助的科目代码是多少").status == "not_found"
