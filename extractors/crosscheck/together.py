"""Running family G over several reports: what they have against one another."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.crosscheck import across_reports, across_years
from extractors.crosscheck.book import Book
from extractors.crosscheck.engine import as_finding, failed
from extractors.crosscheck.model import Rule, Verdict
from extractors.crosscheck.shelf import Shelf
from extractors.findings import Finding

_RULES = sorted((*across_years.RULES, *across_reports.RULES), key=lambda r: r.rule.id)


def rules_between() -> dict[str, Rule]:
    """The rules between reports by id, in the order of the catalogue."""
    return {entry.rule.id: entry.rule for entry in _RULES}


def check_together(books: Sequence[Book]) -> list[Verdict]:
    """Compare the reports of each department: a verdict for each rule, report and object.

    A department is known by name, region and scope. Of several versions of one report the last given is compared with
    other years. A report that would be needed and is not there gives ``insufficient_data`` that names it, never a pass.
    """
    shelf = Shelf(books)
    return [
        verdict
        for entry in _RULES
        for book in shelf.current
        if entry.rule.applies(book.report.identity.kind)
        for verdict in entry.compare(entry.rule, book, shelf)
    ]


def findings_between(books: Sequence[Book]) -> list[Finding]:
    """The findings between reports; each citation names the document and the file it stands in."""
    files = {book.report.doc_id: book.report.file for book in books}
    return [_finding(verdict, files) for verdict in failed(check_together(books))]


def _finding(verdict: Verdict, files: dict[str, str]) -> Finding:
    """The finding of a verdict, whose subject begins with the id of the report it is about."""
    doc_id, _, rest = verdict.subject.partition("/")
    return as_finding(verdict, f"{doc_id}:{verdict.rule.id}:{rest}", files)
