"""The accounts of a whole place are none of a department's."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

TOLD = "全区一般公共预算收入完成52.60亿元。"


@pytest.mark.parametrize("money", ["一般公共预算收入", "财政支出"])
def test_the_money_of_a_place_is_not_that_of_its_department(money: str) -> None:
    answer = ask(library_of(text_of()), f"青川区水务局2023年全区{money}是多少")
    assert (answer.status, answer.values) == ("not_found", [])


@pytest.mark.parametrize("asked", ["完成多少", "是多少"])
def test_what_the_report_tells_of_its_place_is_told(asked: str) -> None:
    library = library_of(text_of().replace("水资源股。\n", f"水资源股。\n\n{TOLD}\n", 1))
    answer = ask(library, f"青川区水务局2023年全区一般公共预算收入{asked}")
    assert "52.60亿元" in answer.answer
