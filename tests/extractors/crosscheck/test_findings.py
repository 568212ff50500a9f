"""Findings: stable ids, severity, a sentence with both values, evidence."""

from __future__ import annotations

from typing import Any

from extractors.crosscheck import Status, check, findings, tally
from extractors.findings import Finding


def _findings(accounts: Any, rule: str) -> list[Finding]:
    return [f for f in findings(check(accounts.facts, accounts.report), accounts.report) if f.rule == rule]


def test_finding_names_both_values_the_difference_table_and_row(accounts: Any) -> None:
    finding = _findings(accounts.put("GK03", "206", "项目支出", "21.00"), "A-GK03-01")[0]
    assert finding.message == (
        "《支出决算表》206 科学技术支出：本年支出合计 40.00万元，基本支出 20.00 + 项目支出 21.00，相加为41.00万元，"
        "相差1.00万元（其余各数无误时，基本支出应为19.00，或项目支出应为20.00），超出四舍五入可解释的0.015万元，两者不能同时成立，请核对。"
    )
    assert finding.values == ["40.00", "41.00", "20.00", "19.00", "21.00", "20.00"]
    assert finding.difference == "1.00"
    assert finding.severity == "error"


def test_finding_between_tables_names_both_tables(accounts: Any) -> None:
    finding = _findings(accounts.put("GK02", "合计", "本年收入合计", "161.00"), "B-01")[0]
    assert finding.message.startswith(
        "《收入支出决算总表》本年收入合计 116.00万元，《收入决算表》合计行本年收入合计 161.00万元，相差45.00万元"
    )


def test_rounding_is_its_own_severity_and_says_so(accounts: Any) -> None:
    finding = _findings(accounts.put("GK02", "合计", "本年收入合计", "116.01"), "B-01")[0]
    assert finding.severity == "rounding"
    assert "属尾差" in finding.message


def test_blank_side_is_a_warning_in_words(accounts: Any) -> None:
    finding = _findings(accounts.put("GK06", "310", "决算数", ""), "A-GK06-01")[0]
    assert finding.severity == "warning"
    assert finding.values == ["空白", "5.00", "20.00"]
    assert "310 资本性支出空白" in finding.message


def test_excess_of_a_part_over_its_whole_is_worded_as_such(accounts: Any) -> None:
    finding = _findings(accounts.put("GK06", "30217", "决算数", "2.60"), "B-17")[0]
    assert "部分不应超过整体" in finding.message
    assert "30217 公务接待费 2.60万元" in finding.message


def test_overspending_is_only_a_warning(accounts: Any) -> None:
    finding = _findings(accounts.put("GK09", "合计", "决算数公务接待费", "4.00"), "A-GK09-03")[0]
    assert finding.severity == "warning"


def test_ids_do_not_depend_on_the_figures(accounts: Any) -> None:
    first = _findings(accounts.put("GK02", "合计", "本年收入合计", "161.00"), "B-01")[0]
    second = _findings(accounts.put("GK02", "合计", "本年收入合计", "171.00"), "B-01")[0]
    assert first.id == second.id == "demo:B-01:本年收入合计"


def test_ids_are_unique(accounts: Any) -> None:
    for table, row, column in list(accounts.cells):
        accounts.put(table, row, column, "7.77")
    every = findings(check(accounts.facts, accounts.report), accounts.report)
    assert len({f.id for f in every}) == len(every) > 50


def test_evidence_cites_the_compared_cells_first_and_is_bounded(accounts: Any) -> None:
    zero = accounts.cells["GK01", "外交支出", "支出金额"]
    accounts.extra = [zero.but(row_name=f"第{i}支出", line=500 + i, start=500 + i) for i in range(50)]
    accounts.put("GK01", "科学技术支出", "支出金额", "41.00")
    finding = _findings(accounts, "A-GK01-02")[0]
    assert len(finding.evidence) == 40
    assert [c.row for c in finding.evidence[:4]] == ["本年支出合计", "一般公共服务支出", "科学技术支出", "其他支出"]
    assert finding.evidence[0].file == "demo.txt"


def test_missing_parent_cites_the_children(accounts: Any) -> None:
    finding = _findings(accounts.lose("GK05", "20601"), "A-ANY-02")[0]
    assert finding.severity == "warning"
    assert [c.row for c in finding.evidence] == ["2060101 行政运行", "2060199 其他科学技术管理事务支出"]


def test_tally_counts_every_verdict(accounts: Any) -> None:
    verdicts = check(accounts.facts, accounts.report)
    assert sum(tally(verdicts).values()) == len(verdicts)


def test_report_without_any_table_has_no_finding_and_no_pass(accounts: Any) -> None:
    verdicts = check([], accounts.report)
    assert tally(verdicts)["pass"] == 0
    identities = {v.status for v in verdicts if v.rule.id.startswith(("A-GK", "B-")) and v.rule.applies("final")}
    assert identities == {Status.INSUFFICIENT_DATA}
