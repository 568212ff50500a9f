"""Headed: what stands under a heading that a question names."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
ANNEX = """十三、预算绩效情况说明

（一）绩效评价依据

依据《青川区绩效评价办法》开展评价。

（二）重点绩效评价结果

我部门未开展重点绩效评价。

"""


@pytest.mark.parametrize(
    ("question", "said"),
    [("评价依据是什么文件", "青川区绩效评价办法"), ("有没有开展重点绩效评价", "未开展重点绩效评价")],
)
def test_the_text_under_the_heading_is_told(question: str, said: str) -> None:
    answer = ask(library_of(text_of().replace(MARK, ANNEX + MARK)), f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert said in answer.answer


def test_a_heading_that_is_not_there_gives_nothing() -> None:
    answer = ask(library_of(text_of().replace(MARK, ANNEX + MARK)), "青川区水务局2023年评价专家是哪几位")
    assert answer.status == "not_found"
