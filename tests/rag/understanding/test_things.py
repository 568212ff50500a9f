"""Things: what words beside a measure turn it into."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.vocabulary import measures
from rag.holdings.lookup import Subject, find_subjects
from rag.language.query import Query
from rag.understanding.things import adds_up, both_ends, count_things, money_of, with_carried


def _query(text: str, *ids: str) -> Query:
    return Query(text=text, rest=text, subjects=[Subject.of(measures()[i]) for i in ids])


@pytest.mark.parametrize(
    ("text", "measure", "counted"),
    [
        ("接待了几批", "reception", "reception_groups"),
        ("接待了多少人", "reception", "reception_guests"),
        ("外宾多少人次", "foreign_groups", "foreign_guests"),
        ("买了几辆", "vehicle_purchase", "bought_cars"),
    ],
)
def test_a_number_of_things_is_a_measure_of_its_own(text: str, measure: str, counted: str) -> None:
    query = _query(text, measure)
    count_things(query, text)
    assert [s.measure.id for s in query.subjects if s.measure] == [counted]


def test_parts_named_side_by_side_are_all_meant() -> None:
    query = _query("货物、工程、服务各多少", "procurement")
    count_things(query, query.text)
    assert [s.measure.id for s in query.subjects if s.measure] == [
        "procurement_goods",
        "procurement_works",
        "procurement_services",
    ]


def test_what_a_number_of_things_cost() -> None:
    assert [s.measure.id for s in money_of(Subject.of(measures()["bought_cars"])) if s.measure] == ["vehicle_purchase"]


def test_things_named_before_a_total_add_up_but_one_named_twice_does_not() -> None:
    one, other = (Subject.of(measures()[m]) for m in ("basic", "project"))
    assert adds_up("一共花了多少", [one, other])
    assert not adds_up("一共花了多少", [one, one])
    assert not adds_up("分别是多少", [one, other])


def test_the_end_of_the_year_held_against_its_beginning_means_both() -> None:
    query = _query("比年初多多少", "carried_out")
    query.operations = ["difference"]
    both_ends(query)
    assert [s.measure.id for s in query.subjects if s.measure] == ["carried_out", "carried_in"]


def test_times_joined_to_a_number_of_groups_are_asked_for_beside_it() -> None:
    query = Query(text="", subjects=find_subjects("国内公务接待批次和人次各多少", []))
    count_things(query, "国内公务接待批次和人次各多少")
    assert [s.measure.id for s in query.subjects if s.measure] == ["reception_groups", "reception_guests"]


@pytest.mark.parametrize(
    ("text", "ids", "kept"),
    [
        ("接待了多少来宾", ["reception", "reception_guests"], ["reception_guests"]),
        ("接待外宾多少批次", ["reception_groups", "foreign_groups"], ["foreign_groups"]),
        ("接待国内来宾和外宾多少批次", ["reception_groups", "foreign_groups"], ["reception_groups", "foreign_groups"]),
    ],
)
def test_what_leads_to_the_things_that_are_counted_is_not_asked_for(text: str, ids: list[str], kept: list[str]) -> None:
    query = _query(text, *ids)
    query.subjects = [s if s.measure is measures()["reception"] else _worded(s, text) for s in query.subjects]
    count_things(query, text)
    assert [s.measure.id for s in query.subjects if s.measure] == kept


def _worded(subject: Subject, text: str) -> Subject:
    """A subject that stands in the question with the words of asking."""
    return replace(subject, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "收入总共多少，把年初结转也算上",
        "连上年结转都算进去，支出一共多少",
        "收入总共多少，连年初结转一起算",
        "收入加上年初结转一共多少",
        "算上年初结转和结余，收入总额多少",
    ],
)
def test_income_or_expenditure_with_what_is_carried_over_is_the_total(text: str) -> None:
    query = _query(text, "carried_in")
    with_carried(query)
    assert [s.measure.id for s in query.subjects if s.measure] == ["total"]


@pytest.mark.parametrize(
    "text", ["年初结转多少", "收入包括年初结转吗", "把年初结转也列出来", "加上年初结转，公务接待费多少"]
)
def test_what_is_carried_over_alone_is_itself(text: str) -> None:
    query = _query(text, "carried_in")
    with_carried(query)
    assert [s.measure.id for s in query.subjects if s.measure] == ["carried_in"]
