"""Cross-checks: the accounting identities and disclosure duties of a report, rule by rule, over its facts."""

from extractors.crosscheck.engine import catalogue, check, findings, tally
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import message

__all__ = ["Rule", "Status", "Verdict", "catalogue", "check", "findings", "message", "tally"]
