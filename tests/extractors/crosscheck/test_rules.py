"""Every rule of families A and B: it passes, fails, calls rounding rounding, and does not pass what was not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.crosscheck import Status, catalogue
from extractors.crosscheck.engine import FAMILIES

#: rule, subject, cell to change, wrong figure, figure off by rounding
EQUALITIES = [
    ("A-GK01-01", "GK01/本年收入合计", ("GK01", "其他收入", "收入金额"), "3.00", "1.01"),
    ("A-GK01-02", "GK01/本年支出合计/支出金额", ("GK01", "科学技术支出", "支出金额"), "41.00", "39.99"),
    ("A-GK01-03", "GK01/总计(收入)", ("GK01", "年初结转和结余", "收入金额"), "14.00", "4.01"),
    ("A-GK01-04", "GK01/总计(支出)", ("GK01", "年末结转和结余", "支出金额"), "1.00", "10.01"),
    ("A-GK01-05", "GK01/总计", ("GK01", "总计(收入)", "收入金额"), "120.10", "120.01"),
    ("A-GK02-01", "GK02/2060199/本年收入合计", ("GK02", "2060199", "其他收入"), "1.10", "1.01"),
    ("A-GK02-02", "GK02/合计/财政拨款收入", ("GK02", "206", "财政拨款收入"), "41.00", "40.01"),
    ("A-GK02-03", "GK02/20601/本年收入合计", ("GK02", "2060101", "本年收入合计"), "31.00", "30.01"),
    ("A-GK03-01", "GK03/206/本年支出合计", ("GK03", "206", "项目支出"), "21.00", "20.01"),
    ("A-GK03-02", "GK03/合计/基本支出", ("GK03", "201", "基本支出"), "60.00", "49.99"),
    ("A-GK03-03", "GK03/206/项目支出", ("GK03", "20601", "项目支出"), "19.00", "20.01"),
    ("A-GK04-01", "GK04/本年收入合计", ("GK04", "政府性基金预算财政拨款", "收入金额"), "11.00", "10.01"),
    ("A-GK04-02", "GK04/科学技术支出/支出合计", ("GK04", "科学技术支出", "支出合计"), "42.00", "40.01"),
    (
        "A-GK04-03",
        "GK04/本年支出合计/政府性基金预算财政拨款",
        ("GK04", "其他支出", "政府性基金预算财政拨款"),
        "9.00",
        "10.01",
    ),
    ("A-GK04-04", "GK04/年初财政拨款结转和结余", ("GK04", "年初财政拨款结转和结余", "收入金额"), "3.30", "3.01"),
    ("A-GK04-05", "GK04/总计", ("GK04", "总计(支出)", "支出合计"), "131.00", "113.01"),
    (
        "A-GK04-06",
        "GK04/一般公共预算财政拨款",
        ("GK04", "年末财政拨款结转和结余", "一般公共预算财政拨款"),
        "5.00",
        "6.01",
    ),
    ("A-GK05-01", "GK05/206/小计", ("GK05", "206", "基本支出"), "21.00", "20.01"),
    ("A-GK05-02", "GK05/合计/项目支出", ("GK05", "206", "项目支出"), "22.00", "20.01"),
    ("A-GK05-03", "GK05/20601/小计", ("GK05", "2060199", "小计"), "51.00", "15.01"),
    ("A-GK06-01", "GK06/302", ("GK06", "30201", "决算数"), "11.00", "10.01"),
    ("A-GK06-02", "GK06/人员经费合计", ("GK06", "人员经费合计", "决算数"), "84.00", "48.01"),
    ("A-GK06-03", "GK06/公用经费合计", ("GK06", "310", "决算数"), "0.50", "5.01"),
    ("A-GK07-01", "GK07/229/年初结转和结余", ("GK07", "229", "年末结转和结余"), "1.00", "0.01"),
    ("A-GK07-02", "GK07/22904/本年支出小计", ("GK07", "22904", "本年支出项目支出"), "1.00", "10.01"),
    ("A-GK07-03", "GK07/229/本年收入", ("GK07", "22904", "本年收入"), "12.00", "10.01"),
    ("A-GK09-01", "GK09/决算数合计", ("GK09", "合计", "决算数公务接待费"), "2.75", "2.51"),
    ("A-GK09-02", "GK09/预算数公务用车购置及运行费小计", ("GK09", "合计", "预算数公务用车购置费"), "1.00", "0.01"),
    ("B-01", "本年收入合计", ("GK02", "合计", "本年收入合计"), "161.00", "116.01"),
    ("B-02", "本年支出合计", ("GK01", "本年支出合计", "支出金额"), "101.00", "110.01"),
    ("B-03", "GK04/本年收入合计", ("GK04", "本年收入合计", "收入金额"), "111.00", "110.01"),
    (
        "B-04",
        "政府性基金预算财政拨款",
        ("GK01", "政府性基金预算财政拨款收入", "收入金额"),
        "10.10",
        "10.01",
    ),
    ("B-05", "事业收入", ("GK02", "合计", "事业收入"), "6.00", "5.01"),
    ("B-06", "GK03/206", ("GK03", "206", "本年支出合计"), "44.00", "40.01"),
    ("B-07", "一般公共预算支出", ("GK05", "合计", "小计"), "79.00", "97.01"),
    ("B-08", "GK05/201", ("GK04", "一般公共服务支出", "一般公共预算财政拨款"), "75.00", "57.01"),
    ("B-09", "基本支出", ("GK06", "公用经费合计", "决算数"), "20.20", "20.01"),
    ("B-10", "GK07/本年支出", ("GK07", "合计", "本年支出小计"), "10.10", "10.01"),
    ("B-13", "GK03/229", ("GK07", "229", "本年支出小计"), "11.00", "10.01"),
    ("B-14", "GK05/206/基本支出", ("GK05", "206", "基本支出"), "20.20", "20.01"),
    ("B-15", "GK01/年初结转和结余", ("GK04", "年初财政拨款结转和结余", "收入金额"), "40.00", "4.01"),
    ("B-17", "GK09/公务接待费", ("GK06", "30217", "决算数"), "2.60", "2.51"),
    ("A-GK09-03", "GK09/公务接待费", ("GK09", "合计", "决算数公务接待费"), "30.00", "3.01"),
]
_IDS = [case[0] for case in EQUALITIES]
Cell = tuple[str, str, str]


def test_consistent_report_has_no_failing_and_no_rounding_verdict(accounts: Any) -> None:
    # the report leaves some cells blank beside others with 0.00, which A-ANY-03 notes for information
    for rule in (r for r in catalogue() if r.startswith(("A-", "B-")) and r != "A-ANY-03"):
        statuses = {v.status for v in accounts.check(rule).values()}
        assert statuses <= {Status.PASS, Status.NOT_APPLICABLE}, rule


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_rule_passes_on_figures_that_agree(
    accounts: Any, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    assert accounts.check(rule)[subject].status is Status.PASS


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_rule_fails_on_a_wrong_figure(accounts: Any, rule: str, subject: str, cell: Cell, wrong: str, off: str) -> None:
    verdict = accounts.put(*cell, wrong).check(rule)[subject]
    assert verdict.status is Status.FAIL
    assert verdict.difference > verdict.margin


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_rule_calls_a_last_digit_rounding(
    accounts: Any, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    assert accounts.put(*cell, off).check(rule)[subject].status is Status.ROUNDING


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_rule_does_not_pass_a_cell_that_cannot_be_read(
    accounts: Any, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    verdict = accounts.smudge(*cell).check(rule)[subject]
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing


@pytest.mark.parametrize(("rule", "subject", "cell", "wrong", "off"), EQUALITIES, ids=_IDS)
def test_rule_says_that_a_table_was_not_read(
    accounts: Any, rule: str, subject: str, cell: Cell, wrong: str, off: str
) -> None:
    statuses = {v.status for v in accounts.lose(cell[0]).check(rule).values()}
    assert statuses == {Status.INSUFFICIENT_DATA}


def test_every_rule_of_the_catalogue_is_named_in_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [rule for rule in catalogue() if f'"{rule}' not in tests] == []


def test_no_two_rules_have_one_id() -> None:
    ids = [rule.id for family in FAMILIES for rule in family.RULES]
    assert len(ids) == len(set(ids))


def test_catalogue_explains_every_rule_in_chinese() -> None:
    for rule in catalogue().values():
        assert rule.title and len(rule.explanation) > 15
        assert rule.explanation.endswith("。")
        assert rule.family in "ABCDEFGPT"
