"""Two figures of one name are a contradiction only where they are of the same money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.facts import Fact
from rag.checks.money_scopes import contradict, same_amount
from rag.holdings.lookup import FactIndex


def _fact(table: str | None, value: str, unit: str = "万元", row: str = "水利", section: str | None = None) -> Fact:
    column = {"GK03": "本年支出合计", "GK05": "小计", "GK02": "本年收入合计"}.get(table or "", "决算数")
    origin = "table" if table else "prose"
    quote = f"{row}\t{value}"
    return Fact(
        "r", "水务局", 2023, "final", origin, table, section or "", None, row, column, Decimal(value), unit, value,
        None, 1, quote, section,
    )  # fmt: skip


def _totals(*pairs: tuple[str, str]) -> FactIndex:
    return FactIndex([_fact(table, value, row="合计") for table, value in pairs])


def test_all_money_and_a_part_of_it_may_differ() -> None:
    index = _totals(("GK03", "500.00"), ("GK05", "400.00"))
    assert not contradict([_fact("GK03", "30.00"), _fact("GK05", "20.00")], index)


def test_where_all_money_is_of_one_fund_its_rows_must_agree() -> None:
    index = _totals(("GK03", "500.00"), ("GK05", "500.00"))
    assert contradict([_fact("GK03", "30.00"), _fact("GK05", "20.00")], index)


def test_a_part_is_never_more_than_the_whole() -> None:
    index = _totals(("GK03", "500.00"), ("GK05", "400.00"))
    assert contradict([_fact("GK03", "20.00"), _fact("GK05", "30.00")], index)


def test_what_came_in_for_a_subject_is_not_what_was_spent_on_it() -> None:
    index = _totals(("GK02", "510.00"), ("GK03", "500.00"))
    assert not contradict([_fact("GK02", "31.00"), _fact("GK03", "30.00")], index)


def test_a_table_and_the_chapter_on_it_are_of_the_same_money() -> None:
    index = _totals(("GK05", "400.00"))
    assert contradict([_fact("GK05", "20.00"), _fact(None, "20.20", section="general_budget")], index)


def test_a_figure_of_an_unknown_place_is_of_the_money_that_has_it() -> None:
    index = _totals(("GK03", "500.00"), ("GK05", "400.00"))
    facts = [_fact("GK03", "30.00"), _fact("GK05", "20.00"), _fact(None, "20.00", section="performance")]
    assert not contradict(facts, index)
    assert contradict([*facts, _fact(None, "21.00", section="performance")], index)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("8249.40", "万元"), ("82494026.23", "元"), True),
        (("8249.40", "万元"), ("82594026.23", "元"), False),
        (("382", "人"), ("382", "人次"), True),
        (("382", "人"), ("328", "人次"), False),
    ],
)
def test_one_amount_may_be_printed_in_two_units(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert same_amount(_fact(None, *one), _fact(None, *other)) is same
