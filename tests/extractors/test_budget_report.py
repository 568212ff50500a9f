"""A 部门预算 report as text: its kind, its chapters without numbers, and its nine tables, each in its own unit."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.extract import facts_of, read_report
from extractors.facts import Fact
from extractors.report import Report

BUDGET = Path(__file__).with_name("budget-2026.txt")

_KINDS = ("合计", "基本支出", "项目支出")
#: the canonical columns of each table
COLUMNS = {
    "YS01": ("本年收入预算数", "本年支出预算数"),
    "YS02": ("合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"),
    "YS03": _KINDS,
    "YS04": ("财政拨款收入预算数", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
    "YS05": _KINDS,
    "YS06": _KINDS,
    "YS07": _KINDS,
    "YS08": ("合计", "人员经费", "公用经费"),
    "YS09": (
        "“三公”经费预算数合计",
        "因公出国（境）费",
        "公务接待费",
        "公务用车购置及运行费小计",
        "公务用车购置费",
        "公务用车运行费",
        "机关运行经费预算数",
    ),
}
#: table, row, column, figure, unit
CELLS = [
    ("YS01", "一般公共预算资金", "本年收入预算数", "11217780", "元"),
    ("YS01", "收入总计", "本年收入预算数", "11217780", "元"),
    ("YS01", "城乡社区支出", "本年支出预算数", "8792000", "元"),
    ("YS02", "2080505", "财政拨款收入", "612480", "元"),
    ("YS03", "合计", "项目支出", "3587385", "元"),
    ("YS03", "21201", "基本支出", "5204615", "元"),
    ("YS04", "支出总计", "一般公共预算", "11217780", "元"),
    ("YS05", "2120101", "项目支出", "150000", "元"),
    ("YS08", "30201", "公用经费", "420000", "元"),
    ("YS08", "合计", "人员经费", "5553755", "元"),
    ("YS09", "预算数", "公务用车运行费", "11.20", "万元"),
    ("YS09", "预算数", "机关运行经费预算数", "207.66", "万元"),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return read_report(BUDGET)


@pytest.fixture(scope="module")
def cells(report: Report) -> list[Fact]:
    return [f for f in facts_of(report) if f.origin == "table"]


def test_budget_report_is_told_from_final_accounts(report: Report) -> None:
    assert (report.identity.kind, report.identity.year) == ("budget", 2026)
    assert report.identity.department == "云岭市青川区园林绿化管理局"


def test_chapters_printed_without_their_number_are_known_from_the_table_of_contents(report: Report) -> None:
    keys = [s.key for s in report.sections if s.level == 1]
    assert keys == ["toc", "duties", "bodies", "glossary", "narrative", "narrative", "narrative"]
    chapters = [s.key for s in report.sections if s.level == 3]
    assert chapters[:5] == ["three_public", "operating", "procurement", "performance", "assets"]


def test_numbered_duties_are_no_chapters(report: Report) -> None:
    duties = next(s for s in report.sections if s.key == "duties")
    assert len(duties.paragraphs) == 4


@pytest.mark.parametrize("table", COLUMNS)
def test_every_budget_table_is_read_under_its_canonical_columns(cells: list[Fact], table: str) -> None:
    assert tuple(dict.fromkeys(f.column for f in cells if f.table == table)) == COLUMNS[table]
    assert {f.kind for f in cells} == {"budget"}


@pytest.mark.parametrize(("table", "row", "column", "value", "unit"), CELLS)
def test_cell_keeps_the_unit_of_its_own_table(
    cells: list[Fact], table: str, row: str, column: str, value: str, unit: str
) -> None:
    (fact,) = [f for f in cells if (f.table, f.column) == (table, column) and row in (f.row_code, f.row_name)]
    assert (fact.value, fact.unit) == (Decimal(value), unit)


def test_blank_fund_is_neither_zero_nor_missing(cells: list[Fact]) -> None:
    fund = [f for f in cells if f.table == "YS04" and f.column == "政府性基金预算"]
    assert fund and all(f.is_blank for f in fund)


@pytest.mark.parametrize("table", ["YS06", "YS07"])
def test_table_printed_empty_gives_its_columns_blank_on_the_total(cells: list[Fact], table: str) -> None:
    assert {(f.row_name, f.is_blank) for f in cells if f.table == table} == {("合计", True)}


def test_codes_of_two_columns_are_joined(cells: list[Fact]) -> None:
    codes = [f.row_code for f in cells if f.table == "YS08" and f.column == "合计"]
    assert codes[:3] == ["301", "30101", "30102"]
    assert codes[-1] is None


def test_class_printed_once_holds_for_the_items_below_it(tmp_path: Path) -> None:
    text = BUDGET.read_text(encoding="utf-8")
    for code in ("301", "302", "303", "310"):
        text = re.sub(rf"(?m)^{code}\t(?=\d\d\t)", "\t", text)
    path = tmp_path / "报告.txt"
    path.write_text(text, encoding="utf-8")
    told = [f.row_code for f in facts_of(read_report(path)) if f.table == "YS08" and f.column == "合计"]
    assert told[1:3] == ["30101", "30102"] and told[-2] == "31002"


def test_reasons_of_a_budget_explain_changes_to_the_budget_of_the_year_before() -> None:
    reasons = [f for f in facts_of(read_report(BUDGET)) if f.origin == "prose" and f.column.endswith("原因")]
    assert {f.column for f in reasons} == {"增减原因"}
    assert "在职人员增加" in {f.raw for f in reasons if "机关运行" in f.row_name}
