"""Running the catalogue over the facts of one report, and turning what fails into findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extractors.citation import Citation
from extractors.crosscheck import (
    basic_and_public,
    body_counts,
    bracketed,
    budget_cross,
    budget_projects,
    budget_prose,
    budget_purchases,
    budget_tables,
    changes_of_parts,
    code_names,
    coded_items,
    counts,
    cross_table,
    disclosed_items,
    disclosure,
    fiscal_prose,
    form,
    fund_prose,
    in_table,
    indicators,
    items,
    meanings,
    names,
    numbering,
    performance,
    performance_claims,
    performance_counts,
    plain_sums,
    prose_changes,
    prose_sums,
    public_changes,
    public_counts,
    shape,
    shares,
    slips,
    staff_counts,
    table_prose,
    unread,
)
from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import not_applicable
from extractors.crosscheck.magnitude import doubtful_tables
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import message, values
from extractors.facts import Fact, plain_decimal
from extractors.findings import Finding, Severity
from extractors.problems import Problem
from extractors.report import Report

#: the families of the catalogue; a new family is a module with RULES, entered here
FAMILIES = (
    in_table,
    items,
    coded_items,
    basic_and_public,
    shape,
    plain_sums,
    cross_table,
    code_names,
    table_prose,
    fiscal_prose,
    fund_prose,
    shares,
    prose_changes,
    public_counts,
    changes_of_parts,
    prose_sums,
    public_changes,
    bracketed,
    counts,
    body_counts,
    meanings,
    disclosure,
    disclosed_items,
    form,
    slips,
    staff_counts,
    names,
    numbering,
    performance,
    indicators,
    performance_counts,
    performance_claims,
    budget_tables,
    budget_cross,
    budget_prose,
    budget_purchases,
    budget_projects,
    unread,
)

_EVIDENCE = 40
_KINDS = {"final": "决算", "budget": "预算"}


def catalogue() -> dict[str, Rule]:
    """Every rule by id, in the order of the catalogue."""
    rules = [rule for family in FAMILIES for rule in family.RULES]
    return {rule.id: rule for rule in sorted(rules, key=lambda r: r.id)}


def check(facts: Sequence[Fact], report: Report, problems: Iterable[Problem] = ()) -> list[Verdict]:
    """Apply every rule to one report: a verdict for each rule and object, passes and unread inputs included.

    ``problems`` are what kept its tables from being read as printed.
    """
    book = Book(facts, report, problems)
    book.doubtful = doubtful_tables(book)
    kind = report.identity.kind
    verdicts: list[Verdict] = []
    for rule in catalogue().values():
        if rule.applies(kind):
            verdicts += rule.check(rule, book)
        else:
            ground = f"本规则适用于{_KINDS.get(rule.kind, rule.kind)}报告"
            verdicts.append(not_applicable(rule, report.doc_id, ground))
    return verdicts


def findings(verdicts: Iterable[Verdict], report: Report) -> list[Finding]:
    """The findings of a report: what fails, and what differs by rounding only."""
    files = {report.doc_id: report.file}
    return [as_finding(v, f"{report.doc_id}:{v.rule.id}:{v.subject}", files) for v in failed(verdicts)]


def failed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that become findings."""
    return [v for v in verdicts if v.status in (Status.FAIL, Status.ROUNDING)]


def tally(verdicts: Iterable[Verdict]) -> dict[Status, int]:
    """How many verdicts ended how, for one line of summary."""
    counts = Counter(v.status for v in verdicts)
    return {status: counts[status] for status in Status}


def as_finding(verdict: Verdict, id: str, files: Mapping[str, str]) -> Finding:
    """The finding of a verdict that fails; ``files`` names the file of each report that it rests on."""
    severity: Severity = "rounding" if verdict.status is Status.ROUNDING else verdict.severity or verdict.rule.severity
    return Finding(
        id=id,
        rule=verdict.rule.id,
        severity=severity,
        message=message(verdict),
        values=values(verdict),
        difference=None if verdict.difference is None else plain_decimal(verdict.difference),
        evidence=[Citation.of(fact, files[fact.doc_id]) for fact in _evidence(verdict)],
        conflict=_is_conflict(verdict),
    )


def _is_conflict(verdict: Verdict) -> bool:
    """Whether two places state one quantity with two values (not a sum, a rate or a part of a whole)."""
    single = len(verdict.left) == len(verdict.right) == 1 and verdict.relation == "=" and not verdict.formula
    return single and all(cell.value is not None for cell in (*verdict.left, *verdict.right))


def _evidence(verdict: Verdict) -> list[Fact]:
    """The facts a finding rests on, forty at most: the compared totals and what carries money come first."""
    cells = (*verdict.left[:1], *verdict.right[:1], *verdict.left[1:], *verdict.right[1:], *verdict.also)
    used = [cell.fact for cell in cells if cell.fact is not None]
    first = [verdict.left[0].fact] if verdict.left and verdict.left[0].fact else []
    ordered = [*first, *(f for f in used if f.value), *(f for f in used if not f.value), *verdict.facts]
    return list({id(f): f for f in ordered}.values())[:_EVIDENCE]
