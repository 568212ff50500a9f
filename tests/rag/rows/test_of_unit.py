"""Units by the short forms that people have for them."""

from __future__ import annotations

import pytest

from rag.language.query import Query
from rag.rows.of_unit import named_among, spans_among

NAMES = [
    "云岭市社会保险事务中心",
    "云岭市人事考试事务中心",
    "省锦川中学校",
    "锦川县第一初级中学校",
    "锦川县第二高级中学",
    "锦川县第三幼儿园",
]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("社保事务中心有多少人", "云岭市社会保险事务中心"),
        ("锦川中学预算多少", "省锦川中学校"),
        ("一中支出多少", "锦川县第一初级中学校"),
        ("二高多少人", "锦川县第二高级中学"),
        ("三幼的收入", "锦川县第三幼儿园"),
    ],
)
def test_a_unit_is_known_by_a_short_form_that_only_it_has(question: str, unit: str) -> None:
    assert named_among(Query(text=question, rest=question), NAMES) == [unit]


def test_a_short_form_is_the_whole_of_what_is_said_of_a_name() -> None:
    question = "社保事务中心有多少人"
    assert spans_among(Query(text=question, rest=question), NAMES) == [(0, len("社保事务中心"))]


def test_the_end_that_two_names_have_is_the_name_of_neither() -> None:
    assert named_among(Query(text="事务中心有多少人", rest="事务中心有多少人"), NAMES) == []
