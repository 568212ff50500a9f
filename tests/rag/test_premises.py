"""Premises: a thing that is named only by its amount."""

from __future__ import annotations

import pytest

from rag.desk import Desk
from rag.premises import named_by_amount, part_by_amount
from rag.question import parse
from tests.rag.test_grounding import ask, samples


def test_an_amount_names_the_one_thing_that_it_is_the_amount_of() -> None:
    answer = ask(samples(), "榆岚水利局那笔56.33万元的年初安排了多少")
    assert (answer.values[0].value, "一般行政管理事务" in answer.answer) == ("51.82", True)


@pytest.mark.parametrize(
    "said", ["那88888.88万元年初安排了多少", "那1万元年初安排了多少", "公务接待费1.57万元比预算省了多少"]
)
def test_an_amount_of_nothing_or_beside_a_name_names_nothing(said: str) -> None:
    desk = Desk.of(samples())
    query = parse(f"榆岚水利局{said}", list(desk.reports.values()), desk.index)
    assert named_by_amount(query, desk.index(query.doc_ids[0])) is None


@pytest.mark.parametrize("part", ["那笔56.33万的行政管理支出", "56.33万元的一般行政管理", "那56.33万"])
def test_the_part_of_a_share_is_named_by_its_amount(part: str) -> None:
    answer = ask(samples(), f"榆岚水利局2023年{part}占支出合计的百分之几")
    assert (answer.values[0].value, "56.33 ÷ 2125.60" in answer.answer) == ("2.65", True)


def test_an_amount_of_something_else_is_no_part_of_a_share() -> None:
    desk = Desk.of(samples())
    query = parse("榆岚水利局那笔56.33万的水闸养护占支出合计的百分之几", list(desk.reports.values()), desk.index)
    assert part_by_amount(query, desk.index(query.doc_ids[0])) is None
