"""Siblings: what stands beside what was asked about, by a part of its name."""

from __future__ import annotations

import pytest

from extractors.vocabulary import measures
from rag.holdings.lookup import FactIndex, Subject
from rag.understanding.siblings import sibling
from tests.rag.test_grounding import ask, first, samples

STAFF = Subject.of(measures()["staff"])


@pytest.mark.parametrize(
    ("words", "before", "found"),
    [("公用", "staff", "公用经费"), ("服务", "procurement_goods", "政府采购服务支出"), ("经费", "staff", None)],
)
def test_a_part_of_a_name_means_the_one_beside(words: str, before: str, found: str | None) -> None:
    subject = sibling(words, Subject.of(measures()[before]), FactIndex([]))
    assert (subject.name if subject else None) == found


@pytest.mark.parametrize("words", ["公", "人员", "完全不相干的一长串"])
def test_words_too_short_or_of_the_same_thing_name_nothing_beside(words: str) -> None:
    assert sibling(words, STAFF, FactIndex([])) is None


def test_a_short_name_asks_the_same_of_what_stands_beside() -> None:
    assert first(ask(samples(), "榆岚水利局2023年人员经费", "公用呢")) == ("126.59", "万元")
    assert first(ask(samples(), "榆岚水利局2023年人员经费", "公用呢", "哪个多")) == ("817.20", "万元")


def test_a_row_of_the_same_table_is_named_by_its_beginning() -> None:
    assert first(ask(samples(), "榆岚水利局2023年教育支出", "农林呢")) == ("1199.07", "万元")
