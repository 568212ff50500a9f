"""The audit of one report, to be shown: what fails and where, what was checked, and what could not be and why."""

from extractors.audit.audit import Audit, Failure, audit_file, audit_of
from extractors.audit.choice import choose, told
from extractors.audit.job import audit_one
from extractors.audit.shown import Shown

__all__ = ["Audit", "Failure", "Shown", "audit_file", "audit_of", "audit_one", "choose", "told"]
