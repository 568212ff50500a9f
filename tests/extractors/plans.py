"""Budgets written by hand, each read once, and what is read from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from extractors.extract import Extraction, extract_file


@dataclass(frozen=True)
class Plan:
    """One budget, by the end of the name of its file."""

    name: str

    @cached_property
    def read(self) -> Extraction:
        return extract_file(Path(__file__).with_name(f"budget-{self.name}.txt"))

    def row(self, table: str, row: str) -> dict[str, str]:
        """The filled cells of a row, which is told by its code or its name."""
        own = (f for f in self.read.facts if f.table == table and row in (f.row_code, f.row_name))
        return {f.column: f.raw for f in own if f.raw}

    def said(self, name: str) -> dict[str, str]:
        """What the text says of something, by what is said of it."""
        return {f.column: f.raw for f in self.read.facts if f.origin == "prose" and f.row_name == name}

    def findings(self, rule: str) -> list[str]:
        return [f.message for f in self.read.findings if f.rule == rule]
