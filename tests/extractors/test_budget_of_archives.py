"""A budget that parts 三公 by unit and by kind, letters its purchases, and lists the services that it buys."""

from __future__ import annotations

from tests.extractors.plans import Plan

_PLAN = Plan("of-archives")


def test_the_parts_of_a_column_stand_below_their_sum_whatever_they_are_called() -> None:
    row = _PLAN.row("YS09", "青澜区档案馆")
    assert row["公务用车运行费"] == "3.000000" and row["公务用车加油"] == "2.000000"
    assert _PLAN.row("YS09", "合计")["“三公”经费预算数合计"] == "9.000000"


def test_money_of_a_fund_is_a_column_of_income_and_adds_up() -> None:
    assert _PLAN.row("YS02", "071002")["政府性基金预算"] == "30.000000"
    assert not _PLAN.findings("A-YS02-01")


def test_a_kind_of_purchase_is_named_and_not_lettered() -> None:
    assert _PLAN.row("政府采购预算明细表", "货物") == {"金额": "42.000000"}
    (found,) = _PLAN.findings("C-B-10")
    assert "24.00" in found and "42.00" in found


def test_a_row_of_several_names_is_called_by_the_one_that_tells_it_apart() -> None:
    assert _PLAN.row("政府购买服务预算财政拨款明细表", "库房消杀服务") == {"预算金额": "9.000000"}
