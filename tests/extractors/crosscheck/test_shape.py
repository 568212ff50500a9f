"""Rules on the cells of any table: garbled amounts, negatives, blanks beside zeros, 科目 that pay for projects."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.crosscheck import Status
from tests.extractors.crosscheck.budget import Budget
from tests.extractors.crosscheck.conftest import make_fact


def test_readable_amounts_and_blanks_pass(accounts: Any) -> None:
    assert {v.status for v in accounts.check("A-ANY-01").values()} == {Status.PASS}


def test_garbled_amount_is_a_warning(accounts: Any) -> None:
    verdict = accounts.smudge("GK03", "206", "项目支出").check("A-ANY-01")["GK03/206/项目支出"]
    assert (verdict.status, verdict.rule.severity) == (Status.FAIL, "warning")
    assert "3l.O" in verdict.ground


def test_words_in_the_place_of_an_amount_are_taken_for_a_fault_of_reading(accounts: Any) -> None:
    key = ("GK03", "206", "项目支出")
    accounts.cells[key] = accounts.cells[key].but(raw="科学技术支出", value=None)
    assert accounts.check("A-ANY-01")["GK03/金额"].status is Status.INSUFFICIENT_DATA


def test_table_full_of_garbled_amounts_is_taken_for_a_fault_of_reading(accounts: Any) -> None:
    for row in ("201", "20103", "206", "20601", "2060101"):
        accounts.smudge("GK03", row, "本年支出合计")
    verdicts = accounts.check("A-ANY-01")
    assert verdicts["GK03"].status is Status.PARSE_CONFLICT
    assert not [v for v in verdicts.values() if v.status is Status.FAIL]


def test_negative_spending_is_flagged_and_a_negative_balance_is_not(accounts: Any) -> None:
    accounts.put("GK03", "206", "项目支出", "-20.00").put("GK01", "年末结转和结余", "支出金额", "-10.00")
    failed = [s for s, v in accounts.check("A-ANY-01").items() if v.status is Status.FAIL]
    assert failed == ["GK03/206/项目支出"]


@pytest.mark.parametrize(("raw", "status"), [("100.00", Status.PASS), ("120.00", Status.FAIL)])
def test_share_in_an_added_column_is_at_most_the_whole(accounts: Any, raw: str, status: Status) -> None:
    accounts.extra.append(make_fact("GK05", "科学技术支出", "占比%", raw, "206", 900))
    verdicts = accounts.check("A-ANY-01")
    assert (verdicts.get("GK05/206/占比%") or verdicts["GK05"]).status is status


@pytest.mark.parametrize("rule", ["A-ANY-01", "A-ANY-03"])
def test_report_without_tables_does_not_pass(accounts: Any, rule: str) -> None:
    accounts.cells.clear()
    assert {v.status for v in accounts.check(rule).values()} == {Status.INSUFFICIENT_DATA}


def test_blanks_beside_zeros_are_noted_for_each_table(accounts: Any) -> None:
    verdicts = accounts.check("A-ANY-03")
    assert verdicts["GK01"].status is Status.PASS
    assert verdicts["GK04"].status is Status.FAIL and verdicts["GK04"].rule.severity == "info"
    assert verdicts["GK08"].status is Status.PASS


def test_project_subject_with_money_in_basic_spending_is_a_warning(accounts: Any) -> None:
    assert accounts.check("A-GK06-04")["GK06/312"].status is Status.PASS
    accounts.extra.append(make_fact("GK06", "对企业补助", "决算数", "0.00", "312", 901))
    assert accounts.check("A-GK06-04")["GK06/312"].status is Status.PASS
    accounts.extra.append(make_fact("GK06", "费用补贴", "决算数", "3.00", "31204", 902))
    verdict = accounts.check("A-GK06-04")["GK06/312"]
    assert (verdict.status, verdict.shown) == (Status.FAIL, ("3.00",))


def test_project_subject_that_was_not_read_does_not_pass(accounts: Any) -> None:
    accounts.extra.append(make_fact("GK06", "对企业补助", "决算数", "0.00", "312", 901).but(raw="O.0", value=None))
    assert accounts.check("A-GK06-04")["GK06/312"].status is Status.INSUFFICIENT_DATA
    assert accounts.lose("GK06").check("A-GK06-04")["GK06/312"].status is Status.INSUFFICIENT_DATA


def test_project_subject_in_the_basic_budget_is_a_warning() -> None:
    budget = Budget()
    assert {v.status for v in budget.check("A-GK06-04").values()} == {Status.PASS}
    for column, raw in (("合计", "80,000"), ("人员经费", "0"), ("公用经费", "80,000")):
        budget.add("YS08", "资本性支出（基本建设）", column, raw, "309")
    assert budget.check("A-GK06-04")["YS08/309"].status is Status.FAIL
