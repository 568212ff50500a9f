"""Numbers of things that a question calls otherwise than the report prints them, and names that it does not tell."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十二、其他重要事项的情况说明\n\n指导24个村民委员会和居民委员会依法开展节水工作。"
    "节水示范项目委托2家服务企业实施巡护，全年巡护96次。\n\n"
)


@pytest.mark.parametrize("said", ["局里指导多少个村委会", "指导几个村委会"])
def test_a_number_is_found_by_the_short_form_of_what_it_counts(said: str) -> None:
    assert [(v.value, v.unit) for v in answer(said, prose=TOLD).values][:1] == [("24", "个")]


def test_other_things_said_of_what_is_counted_are_not_told_by_that_number() -> None:
    assert answer("给几个村委会装了水表", prose=TOLD).status == "not_found"


@pytest.mark.parametrize("said", ["节水示范项目委托的是哪两家服务企业"])
def test_the_number_that_a_question_states_is_no_answer_to_which_they_are(said: str) -> None:
    told = answer(said, prose=TOLD)
    assert told.status == "not_found" and not told.values
