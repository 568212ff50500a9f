"""The invented budget report, whose tables and notes agree, and a way to change single figures of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from extractors.crosscheck import Verdict, catalogue
from extractors.crosscheck.book import Book
from extractors.extract import facts_of, read_report
from extractors.facts import Fact, parse_amount
from extractors.report import Report

BUDGET = Path(__file__).parent.parent / "budget-2026.txt"


@lru_cache(maxsize=1)
def _read() -> tuple[Report, tuple[Fact, ...]]:
    report = read_report(BUDGET)
    return report, tuple(facts_of(report))


class Budget:
    """Facts of the report, changed one by one, then checked."""

    def __init__(self) -> None:
        self.report, facts = _read()
        self.facts = list(facts)
        self._names = {f.row_name for f in facts if f.origin == "prose"}

    def put(self, table: str, row: str, column: str, raw: str) -> Budget:
        """Print another figure in a cell (empty: a blank)."""
        return self._change(self._at(table, row, column), lambda f: f.but(raw=raw, value=parse_amount(raw)))

    def add(self, table: str, row: str, column: str, raw: str, code: str | None = None) -> Budget:
        """Print a cell that the table did not have."""
        like = next(f for f in self.facts if f.table == table)
        cell = like.but(row_code=code, row_name=row, column=column, raw=raw, value=parse_amount(raw))
        self.facts.append(cell.but(start=cell.start + len(self.facts)))
        return self

    def smudge(self, table: str, row: str, column: str) -> Budget:
        """Print something in a cell that is no number."""
        return self._change(self._at(table, row, column), lambda f: f.but(raw="3l.O", value=None))

    def lose(self, table: str, row: str | None = None) -> Budget:
        """Nothing was read of a row or a table."""
        self.facts = [f for f in self.facts if f.table != table or row not in (None, f.row_code, f.row_name)]
        return self

    def tell(self, section: str, subject: str, raw: str) -> Budget:
        """State another amount of a subject in the text."""
        change = lambda f: f.but(raw=raw, value=parse_amount(raw.removesuffix("万元")))  # noqa: E731
        return self._change(lambda f: self._told(f, section, subject) and f.unit == "万元", change)

    def call(self, old: str, new: str) -> Budget:
        """Name something else in the text."""
        return self._change(
            lambda f: f.origin == "prose" and old in f.row_name, lambda f: f.but(row_name=f.row_name.replace(old, new))
        )

    def hush(self, section: str, subject: str = "") -> Budget:
        """Nothing was read of a subject of the text, or of a whole section."""
        self.facts = [f for f in self.facts if not self._told(f, section, subject)]
        return self

    def check(self, rule: str) -> dict[str, Verdict]:
        """The verdicts of one rule by subject."""
        found = catalogue()[rule]
        return {v.subject: v for v in found.check(found, Book(self.facts, self.report))}

    def _at(self, table: str, row: str, column: str) -> Callable[[Fact], bool]:
        return lambda f: (
            f.origin == "table" and f.table == table and row in (f.row_code, f.row_name) and f.column == column
        )

    def _told(self, fact: Fact, section: str, subject: str) -> bool:
        """Whether a fact of the text is of a subject: of that name, else with the name in its own (an item's path)."""
        if fact.origin != "prose" or fact.section_key != section:
            return False
        return fact.row_name == subject if subject in self._names else subject in fact.row_name

    def _change(self, which: Callable[[Fact], bool], change: Callable[[Fact], Fact]) -> Budget:
        hits = [i for i, f in enumerate(self.facts) if which(f) and f.column not in ("增减额", "增减原因")]
        assert hits
        for i in hits:
            self.facts[i] = change(self.facts[i])
        return self
