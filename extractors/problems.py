"""What kept a table from being read as printed: lost columns, shifted, cut and unread rows; and the findings of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from extractors.citation import Citation
from extractors.findings import Finding
from extractors.report import Place, Report
from extractors.vocabulary import table_forms

Kind = Literal["lost_column", "shifted_row", "cut_row", "unread_row"]

RULE = "T-01"
#: the title of the rule, in words
TITLE = "表格读取"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about the print of a statutory table (by key) that its figures were read around.

    ``text`` says in Chinese what was found and what was done; ``place`` is the row, or the first of the rows.
    """

    table: str
    kind: Kind
    text: str
    place: Place


def problem_findings(problems: Iterable[Problem], report: Report) -> list[Finding]:
    """A finding of severity info for each problem, quoting its row."""
    found: dict[str, int] = {}
    findings = []
    for problem in problems:
        subject = f"{problem.table}/{problem.kind}/{problem.place.line}"
        found[subject] = found.get(subject, 0) + 1
        number = f"/{found[subject]}" if found[subject] > 1 else ""
        findings.append(_finding(problem, report, f"{report.doc_id}:{RULE}:{subject}{number}"))
    return findings


def _finding(problem: Problem, report: Report, id: str) -> Finding:
    form = table_forms().get(problem.table)
    title = f"《{form.name if form else problem.table}》"
    return Finding(
        id=id,
        rule=RULE,
        severity="info",
        message=f"{TITLE}：{title}{problem.text}",
        values=[],
        evidence=[
            Citation(
                doc_id=report.doc_id,
                file=report.file,
                department=report.identity.department,
                year=report.identity.year,
                table=problem.table,
                page=problem.place.page,
                line=problem.place.line,
                quote=report.source.cut(problem.place).strip(),
            )
        ],
    )
