"""Things that are counted, by kind; those bought this year are no others that there are."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag import plans
from tests.rag.plain_report import answer, first
from tests.rag.test_grounding import ask, figures, library_of


def test_every_kind_is_told_with_its_number_and_what_it_cost() -> None:
    told = answer("更新购置的公务用车分哪几种，各几辆各多少钱").answer
    assert all(part in told for part in ("4辆", "轿车3辆，24.00万元", "越野车1辆，16.00万元"))


def test_the_kinds_of_all_cars_are_not_those_of_the_cars_bought() -> None:
    told = answer("公车按类型分别几辆").answer
    assert "轿车6辆" in told
    assert "越野车3辆" in told


def test_a_kind_is_one_of_all_unless_buying_is_spoken_of() -> None:
    assert first("有几辆轿车") == "6辆"
    assert first("买了几辆轿车") == "3辆"
    assert "属于购置车辆" in answer("有几辆轿车").answer


def test_an_average_over_new_cars_is_of_what_they_cost() -> None:
    assert first("新买的4辆公车平均一辆多少万，保留两位小数") == "10.00万元"


def _services(first_part: str) -> Answer:
    told = (
        f"其中政府购买服务预算30.00万元，包括：保洁服务{first_part}万元、档案整理服务11.00万元、车辆租赁服务4.00万元。"
    )
    text = plans.text_of("of-clinics").replace("服务采购预算4.00万元。\n", f"服务采购预算4.00万元。\n\n{told}\n")
    return ask(library_of(text), "政府购买服务包括哪几项，各多少")


def test_an_amount_is_told_with_how_much_each_of_its_parts_is() -> None:
    assert figures(_services("15.00")) == ["30.00", "15.00", "11.00", "4.00"]


@pytest.mark.parametrize("first_part", ["16.00", "5.00"])
def test_parts_that_do_not_make_up_an_amount_are_not_told_as_all_of_it(first_part: str) -> None:
    assert "；档案整理服务11.00万元" not in _services(first_part).answer
