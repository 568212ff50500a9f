"""Qualifiers: words beside a measure that make it another, more particular thing."""

from __future__ import annotations

import pytest

from rag.holdings.lookup import Subject, find_subjects
from rag.understanding.qualifiers import another_thing, unknown_compound
from tests.rag.test_grounding import ask, samples


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("电焊工培训|||||", "电焊工培训"),
        ("电焊工培训花销|||", "电焊工培训"),
        ("组织培训|||||", None),
        ("机关干部培训|||||", None),
        ("培训|||||", None),
        ("电焊工培训课有几个", None),  # goes on
        ("电焊工培训中心有几个", "电焊工培训中心"),  # a body that bears the name
        ("电焊工的培训|||||", None),
    ],
)
def test_words_right_before_the_stem_of_an_expense_make_another_thing_of_it(text: str, name: str | None) -> None:
    at = text.index("培训")
    found = another_thing(text, Subject("培训费", "培训", at, at + 2))
    assert (found.text if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("防汛演练培训单独|||", "防汛演练培训"), ("防汛|||", None), ("防汛和培训|||", None), ("防汛支出|||", None)],
)
def test_a_row_and_what_goes_on_to_the_stem_of_an_expense_are_another_thing(text: str, name: str | None) -> None:
    found = another_thing(text, Subject("防汛", "防汛", 0, 2))
    assert (found.text if found else None) == name


def test_what_is_asked_of_a_measure_by_its_stem_is_that_of_all_of_it_only_alone() -> None:
    assert ask(samples(), "榆岚水利局2023年接待花了多少").values
    assert ask(samples(), "榆岚水利局2023年招商引资接待花了多少").status == "not_found"
