"""Bodies among the rows of a list."""

from __future__ import annotations

from decimal import Decimal

from extractors.listed import bodies_among


def _rows(*rows: tuple[str, int]) -> list[tuple[str, Decimal | None]]:
    return [(name, Decimal(amount)) for name, amount in rows]


def test_a_body_has_the_money_of_the_projects_below_it() -> None:
    rows = _rows(("水务局本级", 30), ("河道治理", 10), ("管网维护", 20), ("供水站", 5), ("水质化验", 5))
    assert bodies_among(rows) == {0, 3}


def test_a_project_that_is_called_as_bodies_are_stays_one_where_it_is_no_sum() -> None:
    assert bodies_among(_rows(("便民服务中心", 30), ("河道治理", 10), ("管网维护", 40))) == set()


def test_a_list_of_bodies_alone_has_no_projects() -> None:
    assert bodies_among(_rows(("水务局本级", 30), ("供水站", 5))) == {0, 1}


def test_a_body_without_money_is_no_sum_of_what_follows() -> None:
    assert bodies_among([("供水站", None), ("河道治理", Decimal(10))]) == set()
