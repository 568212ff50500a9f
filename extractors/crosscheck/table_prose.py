"""Family C: what the text states against the statutory tables."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
