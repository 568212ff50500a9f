"""Things that are counted, by kind; those bought this year are no others that there are."""

from __future__ import annotations

from tests.rag.plain_report import answer, first


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
