"""Family E: what a report has to disclose."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
