"""Cross-checks: the accounting identities and disclosure duties of a report, rule by rule, over its facts."""

from extractors.crosscheck.book import Book
from extractors.crosscheck.engine import catalogue, check, findings, tally
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.together import check_together, findings_between, rules_between
from extractors.crosscheck.wording import message

__all__ = [
    "Book",
    "Rule",
    "Status",
    "Verdict",
    "catalogue",
    "check",
    "check_together",
    "findings",
    "findings_between",
    "message",
    "rules_between",
    "tally",
]
