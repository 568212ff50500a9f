"""Family D, sums: parts and wholes, and the same figure said twice within the text."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
