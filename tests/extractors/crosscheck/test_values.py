"""Blank, zero and missing; rounding and units; what a report prints in its own way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.crosscheck import Status
from extractors.facts import Fact


def _public_reason(name: str) -> Fact:
    reason = "主要原因是外事任务增加"
    return Fact(
        "demo", "某局", 2023, "final", "prose", None, "七", None, name, "预决算差异原因", None, None, reason, None, 9,
        reason, "three_public",
    )  # fmt: skip


def test_blank_addend_adds_nothing_and_is_recorded(accounts: Any) -> None:
    verdict = accounts.put("GK03", "201", "经营支出", "").check("A-GK03-01")["GK03/201/本年支出合计"]
    assert verdict.status is Status.PASS
    assert any("经营支出" in name for name in verdict.blanks)


def test_blank_on_both_sides_is_not_applicable(accounts: Any) -> None:
    accounts.put("GK01", "经营收入", "收入金额", "").put("GK02", "合计", "经营收入", "")
    assert accounts.check("B-05")["经营收入"].status is Status.NOT_APPLICABLE


def test_blank_against_zero_passes(accounts: Any) -> None:
    assert accounts.put("GK01", "经营收入", "收入金额", "").check("B-05")["经营收入"].status is Status.PASS


def test_blank_against_an_amount_is_a_warning_even_for_the_last_digit(accounts: Any) -> None:
    accounts.put("GK01", "事业收入", "收入金额", "").put("GK02", "合计", "事业收入", "0.01")
    verdict = accounts.check("B-05")["事业收入"]
    assert (verdict.status, verdict.severity) == (Status.FAIL, "warning")


def test_blank_class_over_an_item_with_money_is_found_and_the_total_still_adds_up(accounts: Any) -> None:
    accounts.put("GK06", "310", "决算数", "")
    verdict = accounts.check("A-GK06-01")["GK06/310"]
    assert (verdict.status, verdict.severity) == (Status.FAIL, "warning")
    assert verdict.also[0].label == "公用经费合计"
    assert accounts.check("A-GK06-03")["GK06/公用经费合计"].status is Status.PASS


def test_text_in_a_money_cell_is_not_read(accounts: Any) -> None:
    key = ("GK01", "其他收入", "收入金额")
    accounts.cells[key] = accounts.cells[key].but(value=None, raw="见附表")
    assert accounts.check("A-GK01-01")["GK01/本年收入合计"].status is Status.INSUFFICIENT_DATA


def test_column_cut_off_below_its_total_is_unread_not_blank(accounts: Any) -> None:
    for (table, row, column), _ in list(accounts.cells.items()):
        if (table, column) == ("GK05", "项目支出") and row != "合计":
            accounts.put(table, row, column, "")
    assert accounts.check("A-GK05-01")["GK05/206/小计"].status is Status.INSUFFICIENT_DATA
    assert accounts.check("A-GK05-02")["GK05/合计/项目支出"].status is Status.INSUFFICIENT_DATA


def test_two_figures_read_for_one_cell_are_a_parse_conflict(accounts: Any) -> None:
    cell = accounts.cells["GK01", "本年收入合计", "收入金额"]
    accounts.extra.append(cell.but(value=Decimal("611.00"), raw="611.00", start=9999))
    assert accounts.check("B-01")["本年收入合计"].status is Status.PARSE_CONFLICT


def test_empty_table_is_not_applicable(accounts: Any) -> None:
    for rule in ("A-GK08-01", "A-GK08-02", "A-GK08-03"):
        assert {v.status for v in accounts.check(rule).values()} == {Status.NOT_APPLICABLE}


def test_national_form_of_the_capital_table_adds_up(accounts: Any) -> None:
    for column, raw in (("小计", "2.00"), ("基本支出", ""), ("项目支出", "2.00")):
        accounts.put("GK08", "合计", column, raw)
    assert accounts.check("A-GK08-01")["GK08"].status is Status.NOT_APPLICABLE
    assert accounts.check("A-GK08-02")["GK08/合计/小计"].status is Status.PASS
    assert accounts.put("GK08", "合计", "小计", "3.00").check("A-GK08-02")["GK08/合计/小计"].status is Status.FAIL


def test_capital_table_with_money_but_no_rows_read_is_insufficient(accounts: Any) -> None:
    accounts.put("GK08", "合计", "小计", "2.00")
    assert {v.status for v in accounts.check("A-GK08-03").values()} == {Status.INSUFFICIENT_DATA}


def test_lost_trailing_zero_does_not_widen_the_tolerance(accounts: Any) -> None:
    accounts.put("GK06", "30101", "决算数", "25.1")
    assert accounts.check("A-GK06-01")["GK06/301"].status is Status.FAIL


def test_twenty_zero_rows_do_not_hide_an_error_of_a_few_digits(accounts: Any) -> None:
    zero = accounts.cells["GK01", "外交支出", "支出金额"]
    accounts.extra = [zero.but(row_name=f"第{i}支出", line=500 + i, start=500 + i) for i in range(20)]
    verdict = accounts.put("GK01", "科学技术支出", "支出金额", "40.05").check("A-GK01-02")
    assert verdict["GK01/本年支出合计/支出金额"].status is Status.FAIL


def test_tables_in_different_units_are_compared_in_one(accounts: Any) -> None:
    key = ("GK02", "合计", "本年收入合计")
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("1160000.00"), raw="1,160,000.00", unit="元")
    assert accounts.check("B-01")["本年收入合计"].status is Status.PASS
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("1160049.00"), unit="元")
    assert accounts.check("B-01")["本年收入合计"].status is Status.PASS
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("1160050.00"), unit="元")
    assert accounts.check("B-01")["本年收入合计"].status is Status.ROUNDING
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("1160060.00"), unit="元")
    assert accounts.check("B-01")["本年收入合计"].status is Status.FAIL


@pytest.mark.parametrize("name", ["使用非财政拨款结余和专用结余", "使用非财政拨款结余（含专用结余）"])
def test_row_is_found_under_its_other_printed_names(accounts: Any, name: str) -> None:
    key = ("GK01", "使用非财政拨款结余", "收入金额")
    accounts.cells[key] = accounts.cells[key].but(row_name=name)
    assert accounts.check("A-GK01-03")["GK01/总计(收入)"].status is Status.PASS


def test_carry_over_written_with_the_other_and_is_the_same_row(accounts: Any) -> None:
    key = ("GK01", "年末结转和结余", "支出金额")
    accounts.cells[key] = accounts.cells[key].but(row_name="年末结转与结余")
    assert accounts.check("A-GK01-04")["GK01/总计(支出)"].status is Status.PASS


def test_class_without_a_row_is_summed_from_its_items(accounts: Any) -> None:
    accounts.lose("GK06", "310")
    assert accounts.check("A-GK06-03")["GK06/公用经费合计"].status is Status.PASS


def test_row_that_stands_in_the_source_but_was_not_read_is_no_wrong_sum(accounts: Any) -> None:
    accounts.lose("GK03", "2060199")
    assert accounts.check("A-GK03-03")["GK03/20601/项目支出"].status is Status.FAIL
    first = min(f.start for (table, _, _), f in accounts.cells.items() if table == "GK03")
    accounts.source = " " * first + "2060199\t其他科学技术管理事务支出\t15.00" + " " * 9000
    verdict = accounts.check("A-GK03-03")["GK03/20601/项目支出"]
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing == ("《支出决算表》2060199",)


def test_class_row_that_stands_in_the_source_but_was_not_read_is_no_wrong_sum(accounts: Any) -> None:
    subject = "GK01/本年支出合计/支出金额"
    accounts.lose("GK01", "科学技术支出")
    assert accounts.check("A-GK01-02")[subject].status is Status.FAIL
    accounts.source = " " * 150 + "六、科学技术支出\t36\t40.00" + " " * 9000
    assert accounts.check("A-GK01-02")[subject].missing == ("科学技术支出",)


def test_row_whose_total_was_not_read_is_insufficient(accounts: Any) -> None:
    accounts.lose("GK04", "科学技术支出", "支出合计")
    assert accounts.check("A-GK04-02")["GK04/科学技术支出/支出合计"].status is Status.INSUFFICIENT_DATA


def test_item_without_its_class_in_between_is_summed_into_the_next_class_above(accounts: Any) -> None:
    accounts.lose("GK03", "20601")
    assert accounts.check("A-GK03-03")["GK03/206/项目支出"].status is Status.PASS
    assert accounts.check("A-ANY-02")["GK03/20601"].status is Status.FAIL


def test_table_that_prints_no_level_above_is_not_asked_for_it(accounts: Any) -> None:
    for code in ("301", "302", "303", "310"):
        accounts.lose("GK06", code)
    assert accounts.check("A-ANY-02")["GK06"].status is Status.NOT_APPLICABLE


def test_code_on_two_rows_is_found(accounts: Any) -> None:
    cell = accounts.cells["GK03", "2060199", "本年支出合计"]
    accounts.extra = [cell.but(line=400, start=40000)]
    verdict = accounts.check("A-ANY-04")["GK03/2060199"]
    assert verdict.status is Status.FAIL
    assert "出现2次" in verdict.ground


def test_table_that_stands_twice_in_the_file_is_a_parse_conflict_not_an_error(accounts: Any) -> None:
    again = [f for (table, _, _), f in accounts.cells.items() if table == "GK03"]
    accounts.extra = [f.but(line=(f.line or 0) + 400, start=f.start + 40000, value=Decimal(1)) for f in again]
    assert accounts.check("A-ANY-04")["GK03"].status is Status.PARSE_CONFLICT


def test_fund_with_money_and_an_empty_table_contradict(accounts: Any) -> None:
    accounts.lose("GK07")
    for column in ("年初结转和结余", "本年收入", "本年支出小计", "年末结转和结余"):
        source = accounts.cells["GK08", "合计", "小计"]
        accounts.cells["GK07", "合计", column] = source.but(table="GK07", column=column)
    assert accounts.check("B-12")["GK07/空表"].status is Status.FAIL
    assert {v.status for v in accounts.check("B-10").values()} == {Status.NOT_APPLICABLE}


def test_fund_without_money_and_a_filled_table_contradict(accounts: Any) -> None:
    accounts.put("GK08", "合计", "小计", "2.00")
    verdict = accounts.check("B-12")["GK08/空表"]
    assert verdict.status is Status.FAIL
    assert "小计" in verdict.ground or "2.00" in verdict.ground


def test_capital_spending_is_compared_with_its_table(accounts: Any) -> None:
    accounts.put("GK08", "合计", "小计", "2.00")
    verdicts = accounts.check("B-11")
    assert verdicts["GK08/本年支出"].status is Status.FAIL
    assert verdicts["GK08/本年收入"].status is Status.NOT_APPLICABLE


def test_all_spending_is_fiscal_where_there_is_no_other_money(accounts: Any) -> None:
    subject = "GK03/合计=GK04"
    assert accounts.check("B-13")[subject].status is Status.NOT_APPLICABLE
    for row in ("事业收入", "其他收入"):
        accounts.put("GK01", row, "收入金额", "0.00")
    accounts.put("GK01", "年初结转和结余", "收入金额", "3.00").put("GK01", "年末结转和结余", "支出金额", "6.00")
    assert accounts.check("B-13")[subject].status is Status.FAIL
    accounts.put("GK03", "合计", "本年支出合计", "107.00")
    assert accounts.check("B-13")[subject].status is Status.PASS


def test_overspent_item_passes_where_the_section_gives_the_reason(accounts: Any) -> None:
    accounts.put("GK09", "合计", "决算数公务接待费", "4.00")
    assert accounts.check("A-GK09-03")["GK09/公务接待费"].status is Status.FAIL
    accounts.extra = [_public_reason("公务接待费")]
    assert accounts.check("A-GK09-03")["GK09/公务接待费"].status is Status.PASS


def test_reason_for_another_item_does_not_excuse_this_one(accounts: Any) -> None:
    accounts.put("GK09", "合计", "决算数公务接待费", "4.00")
    accounts.extra = [_public_reason("公务用车运行费")]
    assert accounts.check("A-GK09-03")["GK09/公务接待费"].status is Status.FAIL


def test_class_without_a_row_of_its_name_in_the_summary_is_insufficient(accounts: Any) -> None:
    key = ("GK01", "科学技术支出", "支出金额")
    accounts.cells[key] = accounts.cells[key].but(row_name="科技支出")
    verdicts = accounts.check("B-06")
    assert verdicts["GK03/206"].status is Status.INSUFFICIENT_DATA
    assert verdicts["GK01/科技支出"].status is Status.INSUFFICIENT_DATA


def test_prose_of_the_same_report_does_not_disturb_the_tables(accounts: Any) -> None:
    cell = accounts.cells["GK01", "本年收入合计", "收入金额"]
    accounts.extra = [cell.but(origin="prose", value=Decimal(1)), cell.but(origin="llm", value=Decimal(2))]
    assert accounts.check("B-01")["本年收入合计"].status is Status.PASS


def test_rules_for_final_accounts_do_not_judge_a_budget(accounts: Any) -> None:
    accounts.kind = "budget"
    assert {v.status for v in accounts.check("B-01").values()} == {Status.NOT_APPLICABLE}


def test_a_figure_that_is_another_rounded_agrees_with_it(accounts: Any) -> None:
    key = ("GK02", "合计", "本年收入合计")
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("116.004600"), raw="116.004600")
    assert accounts.check("B-01")["本年收入合计"].status is Status.PASS
    accounts.cells[key] = accounts.cells[key].but(value=Decimal("116.005000"), raw="116.005000")
    assert accounts.check("B-01")["本年收入合计"].status is Status.ROUNDING
