"""The rules of 部门预算: they pass, fail, call rounding rounding, weigh 元 with 万元, and pass nothing unread."""

from __future__ import annotations

import pytest

from extractors.crosscheck import Status, catalogue, check
from extractors.facts import parse_amount
from tests.extractors.crosscheck.budget import Budget

Cell = tuple[str, str, str]

#: rule, subject, cell to change, wrong figure, figure off by rounding (empty where one side is a figure of its own)
EQUALITIES = [
    ("A-YS01-01", "YS01/收入总计/本年收入预算数", ("YS01", "收入总计", "本年收入预算数"), "11,317,780", "11,217,781"),
    ("A-YS01-01", "YS01/财政拨款收入/本年收入预算数", ("YS01", "政府性基金", "本年收入预算数"), "10,000", "1"),
    ("A-YS01-02", "YS01/总计", ("YS01", "支出总计", "本年支出预算数"), "11,271,780", "11,217,781"),
    ("A-YS01-02", "YS01/支出总计/本年支出预算数", ("YS01", "卫生健康支出", "本年支出预算数"), "328,800", "382,801"),
    ("A-YS02-01", "YS02/21201/合计=各栏", ("YS02", "21201", "其他收入"), "5,000", "1"),
    ("A-YS02-01", "YS02/208/财政拨款收入", ("YS02", "20805", "财政拨款收入"), "1,187,020", "1,178,021"),
    ("A-YS03-01", "YS03/212/合计=各栏", ("YS03", "212", "项目支出"), "3,587,835", "3,587,386"),
    ("A-YS03-01", "YS03/合计/基本支出", ("YS03", "221", "基本支出"), "864,000", "864,961"),
    ("A-YS04-01", "YS04/总计", ("YS04", "收入总计", "财政拨款收入预算数"), "11,217,870", "11,217,781"),
    ("A-YS04-01", "YS04/住房保障支出/合计=各栏", ("YS04", "住房保障支出", "合计"), "846,960", "864,961"),
    ("A-YS04-01", "YS04/支出总计/一般公共预算", ("YS04", "卫生健康支出", "一般公共预算"), "382,008", "382,801"),
    ("A-YS05-01", "YS05/2120101/合计=各栏", ("YS05", "2120101", "基本支出"), "5,204,651", "5,204,616"),
    ("A-YS05-01", "YS05/22102/合计", ("YS05", "2210203", "合计"), "406,500", "405,601"),
    ("A-YS08-01", "YS08/30207/合计=各栏", ("YS08", "30207", "公用经费"), "69,000", "96,001"),
    ("A-YS08-01", "YS08/301/人员经费", ("YS08", "30103", "人员经费"), "58,000", "85,001"),
    ("A-YS09-01", "YS09/“三公”经费预算数合计", ("YS09", "预算数", "公务接待费"), "2.15", "1.26"),
    ("A-YS09-02", "YS09/公务用车购置及运行费小计", ("YS09", "预算数", "公务用车运行费"), "11.02", "11.21"),
    ("B-B01", "YS02/合计", ("YS02", "合计", "合计"), "11,271,780", "11,217,781"),
    ("B-B01", "YS03/212", ("YS01", "城乡社区支出", "本年支出预算数"), "8,972,000", "8,792,001"),
    ("B-B02", "财政拨款收入", ("YS01", "财政拨款收入", "本年收入预算数"), "11,217,078", "11,217,781"),
    ("B-B02", "收入总计", ("YS04", "收入总计", "财政拨款收入预算数"), "11,217,870", "11,217,781"),
    ("B-B03", "YS04/支出总计", ("YS05", "合计", "合计"), "11,127,780", "11,217,781"),
    ("B-B03", "YS05/221", ("YS04", "住房保障支出", "一般公共预算"), "846,960", "864,961"),
    ("B-B04", "YS03/合计/项目支出", ("YS05", "合计", "项目支出"), "3,578,385", "3,587,386"),
    ("B-B04", "YS03/2120102/合计", ("YS03", "2120102", "合计"), "1,264,000", "1,246,001"),
    ("B-B05", "基本支出", ("YS08", "合计", "合计"), "7,630,359", "7,630,396"),
    ("B-B06", "YS09/公务接待费", ("YS09", "预算数", "公务接待费"), "1.15", ""),
    ("B-B06", "YS09/机关运行经费", ("YS09", "预算数", "机关运行经费预算数"), "270.66", ""),
]
_IDS = [f"{case[0]} {case[1]}" for case in EQUALITIES]
#: rule, section and subject of the text, another amount, start of the verdict's subject
TOLD = [
    ("C-B-01", "narrative", "收入", "1,127.78万元", "narrative/收入/"),
    ("C-B-01", "narrative", "一般公共预算财政拨款支出", "1,112.78万元", "narrative/一般公共预算财政拨款支出/"),
    ("C-B-01", "narrative", "购房补贴(项)", "45.06万元", "narrative/2210203/"),
    ("C-B-02", "three_public", "“三公”经费", "34.05万元", "three_public/“三公”经费/"),
    ("C-B-02", "three_public", "公务接待费", "1.52万元", "three_public/公务接待费/"),
    ("C-B-02", "operating", "机关运行经费", "206.76万元", "operating/机关运行经费/"),
    ("C-B-03", "performance", "绩效目标", "385.74万元", "performance/"),
]


@pytest.fixture
def budget() -> Budget:
    return Budget()


def test_consistent_budget_has_no_finding_of_its_tables_and_notes(budget: Budget) -> None:
    verdicts = [v for v in check(budget.facts, budget.report) if v.rule.kind == "budget"]
    assert {v.status for v in verdicts} <= {Status.PASS, Status.NOT_APPLICABLE}
    assert sum(v.status is Status.PASS for v in verdicts) > 250


def test_budget_rules_do_not_apply_to_final_accounts(budget: Budget) -> None:
    rules = [r for r in catalogue().values() if r.id.startswith(("A-YS", "B-B0", "C-B-"))]
    assert len(rules) == 28 and {r.kind for r in rules} == {"budget"}


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_budget_rule_fails_on_a_wrong_figure_alone(
    budget: Budget, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    assert budget.check(rule)[subject].status is Status.PASS
    assert budget.put(*cell, wrong).check(rule)[subject].status is Status.FAIL


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_budget_rule_calls_a_last_digit_rounding(
    budget: Budget, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    if off:
        assert budget.put(*cell, off).check(rule)[subject].status is Status.ROUNDING


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_budget_rule_does_not_pass_a_cell_that_cannot_be_read(
    budget: Budget, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    assert budget.smudge(*cell).check(rule)[subject].status is Status.INSUFFICIENT_DATA


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_budget_rule_says_that_a_table_was_not_read(
    budget: Budget, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    assert {v.status for v in budget.lose(cell[0]).check(rule).values()} == {Status.INSUFFICIENT_DATA}


@pytest.mark.parametrize(("rule", "table"), [("A-YS06-01", "YS06"), ("A-YS07-01", "YS07")])
def test_fund_tables_are_checked_once_they_carry_money(budget: Budget, rule: str, table: str) -> None:
    assert {v.status for v in budget.check(rule).values()} == {Status.NOT_APPLICABLE}
    for code, name in ((None, "合计"), ("212", "城乡社区支出"), ("21208", "国有土地使用权出让收入安排的支出")):
        for column, raw in (("合计", "90,000"), ("基本支出", "0"), ("项目支出", "90,000")):
            if code is None:
                budget.put(table, name, column, raw)
            else:
                budget.add(table, name, column, raw, code)
    assert {v.status for v in budget.check(rule).values()} == {Status.PASS}
    failed = budget.put(table, "21208", "项目支出", "80,000").check(rule)
    assert failed[f"{table}/212/项目支出"].status is Status.FAIL
    assert failed[f"{table}/21208/合计=各栏"].status is Status.FAIL
    assert {v.status for v in budget.lose(table).check(rule).values()} == {Status.INSUFFICIENT_DATA}


def test_row_that_the_form_lacks_counts_as_income(budget: Budget) -> None:
    budget.put("YS01", "收入总计", "本年收入预算数", "11,317,780")
    budget.add("YS01", "上年结转", "本年收入预算数", "100,000")
    assert budget.check("A-YS01-01")["YS01/收入总计/本年收入预算数"].status is Status.PASS


def test_difference_beside_an_unread_source_is_no_finding(budget: Budget) -> None:
    budget.put("YS01", "收入总计", "本年收入预算数", "11,317,780").lose("YS01", "事业收入")
    assert budget.check("A-YS01-01")["YS01/收入总计/本年收入预算数"].status is Status.INSUFFICIENT_DATA


def test_spending_may_exceed_the_funds_where_other_income_is_budgeted(budget: Budget) -> None:
    budget.put("YS01", "事业收入", "本年收入预算数", "300,000").put("YS03", "合计", "合计", "11,517,780")
    assert budget.check("B-B04")["YS03/合计/合计"].status is Status.PASS
    assert budget.check("B-B02")["收入总计"].status is Status.NOT_APPLICABLE
    assert budget.put("YS03", "合计", "合计", "11,017,780").check("B-B04")["YS03/合计/合计"].status is Status.FAIL


def test_whole_of_a_part_in_another_unit_is_weighed_after_conversion(budget: Budget) -> None:
    verdict = budget.put("YS08", "30217", "合计", "13,000").check("B-B06")["YS09/公务接待费"]
    assert (verdict.status, verdict.rule.severity) == (Status.FAIL, "warning")
    assert [str(a) for a in verdict.amounts or ()] == ["13000", "12500"]


def test_amount_in_wan_that_is_the_rounded_table_amount_agrees(budget: Budget) -> None:
    (verdict,) = [v for s, v in budget.check("C-B-01").items() if s.startswith("narrative/收入/")]
    assert verdict.status is Status.PASS and verdict.difference
    (verdict,) = [
        v for s, v in budget.tell("narrative", "收入", "1,121.77万元").check("C-B-01").items() if "/收入/" in s
    ]
    assert verdict.status is Status.FAIL


@pytest.mark.parametrize(("rule", "section", "subject", "wrong", "start"), TOLD)
def test_notes_are_held_against_the_tables(
    budget: Budget, rule: str, section: str, subject: str, wrong: str, start: str
) -> None:
    assert all(v.status is Status.PASS for s, v in budget.check(rule).items() if s.startswith(start))
    verdicts = budget.tell(section, subject, wrong).check(rule)
    assert any(v.status is Status.FAIL for s, v in verdicts.items() if s.startswith(start))


@pytest.mark.parametrize(("rule", "section", "subject", "wrong", "start"), TOLD)
def test_notes_that_were_not_read_do_not_pass(
    budget: Budget, rule: str, section: str, subject: str, wrong: str, start: str
) -> None:
    verdicts = budget.hush(section, subject).check(rule)
    told = [v.status for s, v in verdicts.items() if s.startswith(start.rstrip("/"))]
    assert told and set(told) == {Status.INSUFFICIENT_DATA}


def test_item_of_the_notes_under_another_name_is_told(budget: Budget) -> None:
    verdict = budget.call("购房补贴(项)", "提租补贴(项)").check("C-B-01")["narrative/2210203/名称"]
    assert verdict.status is Status.FAIL and "提租补贴" in verdict.ground


def test_item_that_only_the_table_has_is_told(budget: Budget) -> None:
    for column, raw in (("合计", "60,000"), ("基本支出", "0"), ("项目支出", "60,000")):
        budget.add("YS05", "城市绿化宣传", column, raw, "2120110")
    assert budget.check("C-B-01")["narrative/2120110"].status is Status.FAIL


def test_item_that_only_the_notes_have_is_told(budget: Budget) -> None:
    budget.call("住房保障支出(类)住房改革支出(款)购房补贴(项)", "农林水支出(类)水利(款)防汛(项)")
    assert budget.check("C-B-01")["narrative/农林水支出/水利/防汛"].status is Status.FAIL


def test_income_of_fiscal_money_is_not_weighed_with_all_income(budget: Budget) -> None:
    whole = next(f for f in budget.facts if f.section_key == "narrative" and f.row_name == "收入")
    part = whole.but(value=parse_amount("900.00"), raw="900.00万元", start=whole.end + 1)
    budget.facts.append(part.but(part_of="财政拨款收入"))
    found = [v.status for s, v in budget.check("C-B-01").items() if s.startswith("narrative/收入/")]
    assert found == [Status.PASS]


def test_items_of_the_notes_add_up_to_what_they_state_in_total(budget: Budget) -> None:
    assert budget.check("C-B-01")["narrative/各项之和"].status is Status.PASS
    verdict = budget.tell("narrative", "一般行政管理事务(项)", "142.60万元").check("C-B-01")["narrative/各项之和"]
    assert verdict.status is Status.FAIL
