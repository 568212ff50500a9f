"""Meant: names beside one another of which one only tells what the other is."""

from __future__ import annotations

import pytest

from extractors.vocabulary import measures
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.understanding.meant import without_owners
from rag.understanding.question import parse
from tests.rag.test_grounding import ask, figures, samples


def _understood(text: str) -> Query:
    desk = Desk.of(samples())
    return parse(text, list(desk.reports.values()), desk.index)


def test_a_rate_of_execution_beside_a_measure_is_the_rate_of_that() -> None:
    assert [s.name for s in _understood("榆岚水利局三公预算执行率是多少").subjects] == ["“三公”经费"]
    assert figures(ask(samples(), "榆岚水利局三公预算执行率是多少"))[0] == "72.99"


def test_a_subject_that_runs_into_the_one_above_it_is_no_second_one() -> None:
    assert len(_understood("榆岚水利局水利防汛支出多少").subjects) == 1


def test_a_measure_named_in_full_is_no_part_of_the_name_of_a_project() -> None:
    query = _understood("榆岚水利局机关运行经费是多少，业务招待费呢")
    assert query.projects == []


@pytest.mark.parametrize(("text", "start"), [("局机关的机关运行经费安排了多少", 4), ("局本级机关运行经费多少", 3)])
def test_the_department_named_as_the_owner_of_what_is_asked_is_not_asked_about(text: str, start: int) -> None:
    measure = measures()["operating"]
    owner, asked = Subject("机关", text[1:3], 1, 3), Subject("机关运行经费", "机关运行经费", start, start + 6, measure)
    assert without_owners([owner, asked], text) == [asked]
    assert without_owners([owner], text) == [owner]
