"""Family F: years, units, names, leftovers of the template."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
