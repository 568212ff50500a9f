"""An amount that a question states, and the sentence of the report that lists its parts."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
SAID = """四、项目绩效评价情况

泵站改造项目全年预算280.00万元，实际支出268.90万元，其中：设备购置费118.60万元，土建工程费124.80万元，监理费25.50万元。

"""


def _told(question: str) -> tuple[str, str]:
    answer = ask(library_of(text_of().replace(MARK, SAID + MARK)), "青川区水务局" + question)
    return answer.status, answer.answer


@pytest.mark.parametrize(
    "question", ["泵站改造那268.9万具体花在哪几块", "泵站改造的268.90万元都包括哪些", "泵站改造269万花在哪了"]
)
def test_the_parts_of_a_stated_amount_are_told_in_the_words_of_the_report(question: str) -> None:
    status, told = _told(question)
    assert status == "answered"
    assert all(part in told for part in ("118.60", "124.80", "25.50"))


def test_an_amount_of_which_no_parts_are_listed_is_not_told_so() -> None:
    assert "设备购置费" not in _told("泵站改造的280万花在哪几块")[1]
