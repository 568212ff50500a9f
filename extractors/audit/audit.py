"""From a file to its audit: every verdict of the rules that apply, and what fails as findings in order of weight."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors.audit.coverage import TablesRead, coverage_json, tables_read
from extractors.audit.words import RANK
from extractors.crosscheck import Verdict, check, findings
from extractors.extract import read_facts, read_report
from extractors.facts import Fact
from extractors.findings import Finding
from extractors.report import Report


@dataclass(frozen=True, slots=True)
class Failure:
    """A finding beside the verdict it comes from, which knows the sides compared and the exact spans."""

    finding: Finding
    verdict: Verdict

    @property
    def line(self) -> int:
        """The line of its first place; 0 where it has none, being about the whole report."""
        return next((place.line for place in self.finding.evidence if place.line), 0)


@dataclass(frozen=True)
class Audit:
    """One report with its facts and all verdicts of the rules applied to it."""

    report: Report
    facts: list[Fact]
    verdicts: list[Verdict]

    @cached_property
    def failures(self) -> list[Failure]:
        """What fails, the gravest first, then by place."""
        found = [Failure(finding, v) for v in self.verdicts for finding in findings([v], self.report)]
        return sorted(found, key=lambda f: (-RANK[f.finding.severity], f.line, f.finding.rule))

    @cached_property
    def tables(self) -> TablesRead:
        return tables_read(self.facts, self.report.identity.kind)

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return severity_counts(f.finding.severity for f in self.failures)

    def to_json(self) -> dict[str, Any]:
        """What ``check --json`` says of a report."""
        return {
            "report": self.report.header(),
            "findings": [f.finding.model_dump(mode="json") for f in self.failures],
            "coverage": coverage_json(self.verdicts),
            "tables_read": list(self.tables.read),
            "tables_empty": list(self.tables.empty),
            "tables_missing": list(self.tables.missing),
        }


def severity_counts(severities: Iterable[str]) -> dict[str, int]:
    """How many of each severity, the gravest first, none left out."""
    held = list(severities)
    return {severity: held.count(severity) for severity in RANK}


def audit_file(path: Path, rules: Collection[str] | None = None) -> Audit:
    """Read and check one file with the rules of these ids, or with all. Raises ReadError."""
    return audit_of(read_report(path), rules)


def audit_of(report: Report, rules: Collection[str] | None = None) -> Audit:
    """Check a report with the rules of these ids, or with all."""
    facts, problems = read_facts(report)
    verdicts = check(facts, report, problems)
    return Audit(report, facts, [v for v in verdicts if rules is None or v.rule.id in rules])
