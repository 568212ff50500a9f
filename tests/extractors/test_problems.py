"""What kept a table from being read as printed becomes findings that quote the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractors.crosscheck import check, findings
from extractors.extract import extract_file, findings_of
from extractors.findings import Finding
from extractors.problems import Problem
from extractors.report import Report
from extractors.tables import read_tables
from tests.extractors.damage import report
from tests.extractors.written import SPENDING, grid

TEXT = (
    "第二部分 2023年度云岭市水务局部门决算表\n\n支出决算表\n\n部门：云岭市水务局\n\n单位：万元\n\n"
    + grid(SPENDING + "合计||9.00|5.00|4.00|0.00\n206|科学技术支出|9.00|5.00|0.00")
    + "\n\n第三部分 决算情况说明\n"
)


def _told(read: Report, problems: Sequence[Problem]) -> list[Finding]:
    return [f for f in findings(check([], read, problems), read) if f.rule.startswith("T-")]


def test_cells_of_a_form_that_cannot_be_placed_are_told(corpus: Path) -> None:
    found = extract_file(corpus / "hongqi-2023.txt")
    told = [f for f in found.findings if f.rule == "T-02"]
    assert told and all(f.severity == "info" for f in told)
    for place in (p for f in told for p in f.evidence):
        assert place.quote in found.report.source.text


def test_a_problem_becomes_a_finding_for_information_that_quotes_the_row() -> None:
    read = report(TEXT)
    (finding,) = _told(read, read_tables(read)[0].problems)
    assert (finding.rule, finding.severity) == ("T-01", "info")
    assert finding.message.startswith("表格读取：《支出决算表》") and "科学技术支出" in finding.message
    (place,) = finding.evidence
    assert place.quote == "206\t科学技术支出\t9.00\t5.00\t0.00" and place.quote in read.source.text
    assert read.source.text.split("\n")[(place.line or 0) - 1] == place.quote


def test_an_extraction_carries_its_problems_and_their_findings(tmp_path: Path) -> None:
    path = tmp_path / "demo.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = extract_file(path)
    assert [p.kind for p in found.problems] == ["unread_row"]
    assert [f.rule for f in found.findings if f.rule == "T-01"] == ["T-01"]
    assert found.findings == findings_of(found.facts, found.report, found.problems)


def test_two_problems_of_one_row_have_ids_of_their_own() -> None:
    read = report(TEXT)
    problems = read_tables(read)[0].problems
    ids = [f.id for f in _told(read, [*problems, *problems])]
    assert len(set(ids)) == 2


def test_the_lost_column_of_a_real_report_is_told(corpus: Path) -> None:
    found = extract_file(corpus / "jiefang-2023.txt")
    assert [(p.table, p.kind) for p in found.problems if p.kind != "unread_cell"] == [("GK05", "lost_column")]


def test_a_real_page_that_lost_a_column_is_told_with_the_sum_that_shows_it(corpus: Path) -> None:
    (problem,) = extract_file(corpus / "jiaozuo-2021.txt").problems
    assert (problem.table, problem.kind) == ("GK04", "lost_column")
    assert "本年支出合计=其下各行之和" in problem.text


def test_real_tables_in_order_give_no_problem(corpus: Path) -> None:
    assert [
        p
        for name in ("hongqi-2023", "pingdingshan-2023")
        for p in extract_file(corpus / f"{name}.txt").problems
        if p.kind != "unread_cell"
    ] == []


def test_what_of_a_file_was_not_read_is_a_finding_for_information_and_in_the_header() -> None:
    read = replace(report(TEXT), unread=("工作表“底稿”是隐藏的，没有读取",))
    (finding,) = [f for f in _told(read, []) if f.rule == "T-03"]
    assert (finding.severity, finding.message) == ("info", "文件读取：工作表“底稿”是隐藏的，没有读取")
    assert finding.evidence[0].quote == TEXT.strip().split("\n")[0].strip()
    assert read.header()["unread"] == ["工作表“底稿”是隐藏的，没有读取"]
    assert not any(f.rule == "T-03" for f in _told(report(TEXT), []))
