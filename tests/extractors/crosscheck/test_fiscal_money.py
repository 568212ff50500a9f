"""Where fiscal money ends: spending that is all fiscal, what is spent beyond it, and income that is spent nowhere."""

from __future__ import annotations

from typing import Any

from extractors.crosscheck import Status


def all_fiscal(accounts: Any) -> Any:
    """Take the other money out of the report; the tables of spending agree again per 科目."""
    for table, row, column, raw in (
        ("GK01", "事业收入", "收入金额", "0.00"),
        ("GK01", "其他收入", "收入金额", "0.00"),
        ("GK01", "年初结转和结余", "收入金额", "3.00"),
        ("GK01", "年末结转和结余", "支出金额", "6.00"),
        ("GK03", "合计", "本年支出合计", "107.00"),
        ("GK03", "201", "本年支出合计", "57.00"),
        ("GK03", "20103", "本年支出合计", "57.00"),
        ("GK03", "2010301", "本年支出合计", "57.00"),
    ):
        accounts.put(table, row, column, raw)
    return accounts


def test_spending_of_a_subject_is_fiscal_where_all_money_is(accounts: Any) -> None:
    verdicts = all_fiscal(accounts).check("B-13")
    assert {v.status for v in verdicts.values()} == {Status.PASS}
    assert "GK03/2290402=" in verdicts
    verdict = accounts.put("GK05", "2060101", "小计", "24.00").check("B-13")["GK03/2060101="]
    assert verdict.status is Status.FAIL
    assert accounts.put("GK05", "2060101", "小计", "24.99").check("B-13")["GK03/2060101="].status is Status.ROUNDING


def test_spending_may_exceed_fiscal_money_where_there_is_other_money(accounts: Any) -> None:
    verdicts = accounts.check("B-13")
    assert verdicts["GK03/合计=GK04"].status is Status.NOT_APPLICABLE
    assert "GK03/2010301=" not in verdicts


def test_excess_of_one_subject_is_told_once(accounts: Any) -> None:
    verdicts = all_fiscal(accounts).put("GK05", "2060101", "小计", "52.00").check("B-13")
    assert [s for s, v in verdicts.items() if v.status is Status.FAIL] == ["GK03/2060101"]


def test_subject_that_no_fund_lists_is_told_where_all_money_is_fiscal(accounts: Any) -> None:
    all_fiscal(accounts).lose("GK07", "2290402")
    assert accounts.check("B-13")["GK03/2290402="].status is Status.FAIL
    start = accounts.cells["GK07", "22904", "本年支出小计"].start
    accounts.source = "." * start + "\n2290402\t专项债券支出\t10.00" + "." * 9000
    assert accounts.check("B-13")["GK03/2290402="].status is Status.INSUFFICIENT_DATA


def test_whether_all_money_is_fiscal_must_have_been_read(accounts: Any) -> None:
    verdicts = all_fiscal(accounts).lose("GK01", "经营收入").check("B-13")
    assert verdicts["GK03/合计=GK04"].status is Status.INSUFFICIENT_DATA


def test_non_fiscal_spending_has_a_source(accounts: Any) -> None:
    assert accounts.check("B-16")["非财政拨款支出"].status is Status.PASS
    verdict = accounts.put("GK01", "事业收入", "收入金额", "8.00").check("B-16")["非财政拨款支出"]
    assert (verdict.status, verdict.rule.severity) == (Status.FAIL, "warning")
    assert (
        accounts.put("GK01", "事业收入", "收入金额", "5.01").check("B-16")["非财政拨款支出"].status is Status.ROUNDING
    )


def test_non_fiscal_spending_beside_an_unread_cell_does_not_pass(accounts: Any) -> None:
    assert accounts.smudge("GK01", "结余分配", "支出金额").check("B-16")["非财政拨款支出"].status is (
        Status.INSUFFICIENT_DATA
    )
    assert {v.status for v in accounts.lose("GK03").check("B-16").values()} == {Status.INSUFFICIENT_DATA}


def test_granted_money_is_spent_or_carried_over(accounts: Any) -> None:
    assert {v.status for v in accounts.check("B-18").values()} == {Status.PASS}
    accounts.lose("GK05", "2060101")
    verdict = accounts.check("B-18")["GK02/2060101"]
    assert (verdict.status, verdict.rule.severity) == (Status.FAIL, "warning")
    assert verdict.shown == ("30.00", "6.00")
    accounts.put("GK04", "年末财政拨款结转和结余", "支出合计", "36.00")
    assert accounts.check("B-18")["GK02/2060101"].status is Status.NOT_APPLICABLE


def test_granted_money_beside_unread_cells_does_not_pass(accounts: Any) -> None:
    accounts.lose("GK05", "2060101").smudge("GK04", "年末财政拨款结转和结余", "支出合计")
    assert accounts.check("B-18")["GK02/2060101"].status is Status.INSUFFICIENT_DATA
    assert {v.status for v in accounts.lose("GK02").check("B-18").values()} == {Status.INSUFFICIENT_DATA}
