"""Family P: performance self-evaluation, its forms, project lists and the text about them."""

from __future__ import annotations

from extractors.crosscheck.model import Rule

RULES: tuple[Rule, ...] = ()
