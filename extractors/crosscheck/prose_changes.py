"""Family D, changes: growth, completion and direction words within the text."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
