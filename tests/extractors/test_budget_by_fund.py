"""A budget whose tables part income by fund and print the outturn of the year before beside what is planned."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import Extraction, extract_file, findings_of, read_facts
from extractors.vocabulary import table_forms
from tests.extractors.damage import report
from tests.extractors.test_prose import facts as said_in
from tests.extractors.written import grid

BUDGET = Path(__file__).with_name("budget-by-fund.txt")


@cache
def _read() -> Extraction:
    return extract_file(BUDGET)


def _row(table: str, code: str) -> dict[str, str]:
    return {f.column: f.raw for f in _read().facts if f.table == table and f.row_code == code and f.raw}


def _said(section: str, name: str) -> dict[str, str]:
    facts = [f for f in _read().facts if f.origin == "prose" and f.section_key == section and f.row_name == name]
    return {f.column: f.raw for f in facts}


def _findings(rule: str) -> list[str]:
    return [f.message for f in _read().findings if f.rule == rule and f.severity == "error"]


def test_money_of_each_fund_below_one_heading_is_not_all_of_it() -> None:
    assert _row("YS02", "2130305") == {
        "合计": "380.00",
        "一般公共预算": "240.00",
        "政府性基金预算": "100.00",
        "事业收入": "30.00",
        "上年结转": "10.00",
    }


def test_income_parted_by_fund_adds_up() -> None:
    assert not [f for f in _read().findings if f.rule == "A-YS02-01"]


def test_a_part_that_is_printed_with_its_own_parts_counts_once() -> None:
    sums = table_forms()["YS02"].sums
    alone = ("合计", "一般公共预算", "政府性基金预算", "事业收入")
    whole = ("合计", "财政拨款收入", "事业收入")
    both = ("合计", "财政拨款收入", "一般公共预算", "政府性基金预算", "事业收入")
    for columns, once in ((alone, "一般公共预算"), (whole, "财政拨款收入"), (both, "财政拨款收入")):
        [total] = [s for s in sums if s.whole == ("合计",) and s.holds_in(columns)]
        assert {"一般公共预算", "财政拨款收入"} & set(total.parts) == {once}


def test_the_outturn_of_the_year_before_stands_before_the_columns_of_the_budget() -> None:
    assert _row("YS05", "213") == {
        "2024年执行数": "467.00",
        "合计": "450.00",
        "基本支出": "210.00",
        "项目支出": "240.00",
    }


def test_an_item_named_before_a_colon_is_what_its_figure_is_of() -> None:
    assert _said("three_public", "公务接待费") == {"预算数": "1.50万元", "增减额": "0.30万元", "用途": "接待防汛检查"}
    assert _said("three_public", "公务用车购置及运行费")["预算数"] == "8.00万元"


def test_a_change_to_the_outturn_of_the_year_before_is_one_of_what_is_planned() -> None:
    told = _said("general_budget", "一般公共预算财政拨款支出")
    assert (told["预算数"], told["增减额"], told["增减原因"]) == (
        "500.00万元",
        "15.00万元",
        "河道清淤项目基本完工，资金需求减少",
    )


def test_what_is_carried_over_keeps_the_name_that_a_budget_has_for_it() -> None:
    assert _said("narrative", "上年结转")["预算数"] == "10.00万元"


def test_a_wrong_share_in_the_notes_of_a_budget_is_found() -> None:
    [message] = _findings("C-B-05")
    assert "80.00%" in message
    assert "90.00%" in message


def test_a_chapter_that_differs_from_its_table_is_found() -> None:
    [message] = _findings("C-B-06")
    assert "201.00万元" in message
    assert "210.00万元" in message


@pytest.mark.parametrize("said", ["年初无预算安排", "年初没有预算", "当年未安排预算"])
def test_an_item_without_a_budget_is_still_the_item(said: str) -> None:
    item = "节能环保支出（类）污染防治（款）水体（项）"
    text = f"7. {item}。{said}，支出决算为280.00万元。"
    found = said_in("五、一般公共预算财政拨款支出决算情况说明", text)
    [figure] = [f for f in found if f.column == "决算数"]
    assert figure.row_name == item.replace("（", "(").replace("）", ")")
    assert figure.value == Decimal("280.00")


def test_words_before_the_quotes_around_a_path_are_no_part_of_it() -> None:
    text = "政府性基金预算支出为“其他支出（类）彩票公益金安排的支出（款）用于体育事业的彩票公益金支出（项）”85.00万元。"
    [figure] = [f for f in said_in("五、一般公共预算财政拨款支出决算情况说明", text) if f.unit == "万元"]
    assert figure.row_name.startswith("其他支出(类)")


def test_grants_called_by_their_funds_make_up_the_income_from_the_treasury() -> None:
    rows = """
        收入 | | 支出
        项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 | 国有资本经营预算
        一、一般公共预算 | 80.00 | 一、农林水支出 | 100.00 | 80.00 | 20.00 |
        二、政府性基金预算 | 20.00 | | | | |
        三、国有资本经营预算 | | | | | |
        收入总计 | 100.00 | 支出总计 | 100.00 | 80.00 | 20.00 |
        """
    income = """
        收入 | | 支出 |
        项目 | 预算数 | 项目 | 预算数
        一、财政拨款收入 | 100.00 | 一、农林水支出 | 100.00
        收入总计 | 100.00 | 支出总计 | 100.00
        """
    tables = f"收支预算总表\n\n单位：万元\n\n{grid(income)}\n\n财政拨款收支预算总表\n\n单位：万元\n\n{grid(rows)}\n"
    read = report(
        f"云岭市水务局2026年部门预算\n\n第二部分 2026年部门预算表\n\n{tables}\n第三部分 2026年部门预算情况说明\n"
    )
    facts, problems = read_facts(read)
    assert {f.row_name for f in facts if f.table == "YS04" and f.column == "财政拨款收入预算数"} >= {"国有资本经营预算"}
    assert not [f for f in findings_of(facts, read, problems) if f.rule == "B-B02"]
