"""Qualifiers: words beside a measure that make it another, more particular thing."""

from __future__ import annotations

import pytest

from rag.lookup import find_subjects
from rag.qualifiers import unknown_compound


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("水利支出多少", "水利支出"),
        ("今年支出多少", None),
        ("支出多少", None),
        ("清淤项目支出多少", "清淤项目"),
        ("创新券项目支出多少", "创新券项目"),  # no word of the dictionary
        ("本级项目支出多少", None),
        ("五个项目支出多少", None),
    ],
)
def test_a_word_right_before_spending_names_something_of_its_own(text: str, name: str | None) -> None:
    subject = find_subjects(text, [])[0]
    assert unknown_compound(text, subject) == name


def test_the_cost_of_some_people_is_not_that_of_all() -> None:
    subject = find_subjects("退休人员经费多少", [])[0]
    assert unknown_compound("退休人员经费多少", subject) == "退休人员经费"
