"""A budget that tells its items by the codes of their levels and heads its amounts by the year."""

from __future__ import annotations

from tests.extractors.plans import Plan

PLAN = Plan("coded-items")


def test_the_codes_of_classes_beside_their_names_are_those_of_the_rows() -> None:
    assert PLAN.row("YS01", "213") == {"本年支出预算数": "440.00"}
    assert PLAN.row("YS01", "财政拨款（补助）") == {"本年收入预算数": "490.00"}
    assert PLAN.row("YS04", "213") == {"合计": "410.00", "一般公共预算": "410.00"}


def test_a_subtotal_of_one_side_is_no_part_of_its_total() -> None:
    assert PLAN.findings("A-YS01-02") == PLAN.findings("A-YS04-01") == []


def test_a_list_of_incomes_is_read_by_their_names_where_the_year_heads_its_amounts() -> None:
    names = ("财政拨款", "事业收入", "本年收入合计", "上年结转", "收入总计")
    assert [PLAN.row("YS02", n) for n in names] == [
        {"合计": a} for a in ("490.00", "30.00", "520.00", "0.00", "520.00")
    ]


def test_accounts_are_read_where_the_year_heads_their_only_amounts() -> None:
    assert [PLAN.row("YS08", code) for code in ("301", "30201")] == [{"合计": "220.00"}, {"合计": "30.00"}]


def test_a_class_is_told_by_its_code_in_the_text() -> None:
    assert PLAN.said("农林水支出（类）") == {"预算数": "410.00万元", "占比": "83.67%"}


def test_an_item_is_told_by_the_codes_of_its_levels() -> None:
    told = PLAN.said("农林水支出(类)水利(款)水利工程建设(项)")
    assert told["预算数"] == "90.00万元"
    assert told["增减额"] == "30.00万元"
    assert told["增减原因"] == "沙溪河道开工治理"


def test_an_item_that_differs_from_its_table_is_found_and_no_other_one() -> None:
    [message] = PLAN.findings("C-B-01")
    assert "水利工程运行与维护" in message
    assert "155.00万元" in message


def test_the_total_that_a_change_is_told_of_is_that_of_income_and_spending() -> None:
    assert PLAN.said("收入支出总计") == {
        "预算数": "520.00万元",
        "增减额": "45.00万元",
        "增减幅": "9.47%",
        "增减原因": "新增河道治理项目",
    }


def test_a_total_in_the_chapter_on_money_of_the_treasury_is_of_that_money() -> None:
    assert PLAN.said("财政拨款收入支出总计")["预算数"] == "490.00万元"


def test_offices_are_counted_behind_their_names() -> None:
    assert PLAN.said("内设机构") == {"数量": "3个"}


def test_a_budget_compared_with_one_before_that_of_last_year_is_found() -> None:
    assert [m for m in PLAN.findings("F-01") if "与2023年预算持平" in m]


def test_the_number_of_managed_projects_is_held_against_the_list_that_names_what_pays_them() -> None:
    [message] = PLAN.findings("C-B-04")
    assert "4个" in message
    assert "3个" in message


def test_another_department_is_found_where_the_assets_are_told() -> None:
    assert any("云溪县林业局" in m for m in PLAN.findings("F-11"))
