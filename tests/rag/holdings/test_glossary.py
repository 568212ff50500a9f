"""Glossary: entries by name, 科目 at the end of a path, and terms explained within another's entry."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

TERMS = """三、项目支出：是指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出。

四、“三公”经费：指财政拨款安排的因公出国（境）费和公务接待费。其中，公务接待费反映单位按规定开支的各类公务接待支出；因公出国（境）费反映公务出国的住宿费、差旅费等支出。

五、农林水支出（类）水利（款）水资源节约管理与保护（项）：反映水资源节约、管理与保护方面的支出。
"""


def _library_text() -> str:
    return text_of().split("三、项目支出：", 1)[0] + TERMS


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("公务接待费指什么", "反映单位按规定开支的各类公务接待支出"),
        ("“水资源节约管理与保护”这个科目是干嘛的", "水资源节约、管理与保护方面的支出"),
        ("三公经费包括哪些", "因公出国"),
        ("项目支出怎么解释的", "在基本支出之外"),
    ],
)
def test_a_term_is_found_wherever_the_glossary_explains_it(question: str, told: str) -> None:
    answer = ask(library_of(_library_text()), f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert told in answer.answer


def test_a_term_within_an_entry_is_told_without_the_rest_of_it() -> None:
    answer = ask(library_of(_library_text()), "青川区水务局2023年公务接待费指什么")
    assert "差旅费" not in answer.answer


def test_terms_named_side_by_side_are_both_told() -> None:
    answer = ask(library_of(_library_text()), "青川区水务局2023年基本支出和项目支出的区别是什么，怎么定义的")
    assert "人员支出和公用支出" in answer.answer
    assert "在基本支出之外" in answer.answer
