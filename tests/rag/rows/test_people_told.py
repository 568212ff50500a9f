"""People by unit, where no table counts them and one sentence tells them."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import Answer
from rag.library import Library
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

TOLD = (
    "实有在职人员106人、退休人员40人。其中：局本级在职38人，第一水利中学在职31人，河道管理中心在职25人，"
    "水文监测站在职12人。"
)


@cache
def _library() -> Library:
    return library_of(text_of().replace("水资源股。\n", f"水资源股。\n\n{TOLD}\n", 1))


def _ask(question: str) -> Answer:
    return ask(_library(), question)


@pytest.mark.parametrize(
    ("question", "label", "number"),
    [
        ("河道管理中心有多少在职人员", "河道管理中心在职人员", "25"),
        ("水文监测站在职人员有多少", "水文监测站在职人员", "12"),
        ("哪个单位在职人员最多，多少人", "局本级在职人员", "38"),
        ("哪个单位在职人员最少", "水文监测站在职人员", "12"),
    ],
)
def test_people_of_a_unit_are_those_that_a_sentence_tells_of_it(question: str, label: str, number: str) -> None:
    answer = _ask(question)
    assert [(v.label, v.value, v.unit) for v in answer.values] == [(label, number, "人")]
    assert answer.citations and number in answer.citations[0].quote


def test_people_of_all_units_are_none_of_them() -> None:
    assert "106" in _ask("一共有多少在职人员").answer


@pytest.mark.parametrize("question", ["河道管理中心有多少退休人员", "哪所学校在职人员最少"])
def test_other_people_and_the_largest_of_a_kind_of_units_are_not_told_by_it(question: str) -> None:
    assert not any(v.label.endswith("在职人员") and v.value in {"25", "12"} for v in _ask(question).values)
