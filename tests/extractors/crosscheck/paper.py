"""A short invented report that prints everything it must, as text, and the verdicts on a damaged copy of it."""

from __future__ import annotations

from pathlib import Path

from extractors.crosscheck import Verdict, catalogue, findings
from extractors.crosscheck.book import Book
from extractors.extract import facts_of, read_report
from extractors.findings import Finding

#: invented departments; what their reports say is true of their tables
CLEAN = (Path(__file__).parent / "clean_report.txt").read_text(encoding="utf-8")
BUDGET = (Path(__file__).parent.parent / "budget-2026.txt").read_text(encoding="utf-8")


class Paper:
    """The invented report as text, damaged word by word, then checked."""

    def __init__(self, folder: Path, text: str = CLEAN) -> None:
        self.text = text
        self._path = folder / "report.txt"

    def swap(self, old: str, new: str, count: int = 1) -> Paper:
        """Print other words in the first (or last, or every) place where some stand; they must stand there."""
        assert old in self.text, old
        if count < 0:
            head, _, tail = self.text.rpartition(old)
            self.text = head + new + tail
        else:
            self.text = self.text.replace(old, new, count or -1)
        return self

    def cut(self, start: str, end: str) -> Paper:
        """Leave out what stands from some words up to others, both looked for from the end."""
        until = self.text.rindex(end)
        self.text = self.text[: self.text.rindex(start, 0, until)] + self.text[until:]
        return self

    def _checked(self, rule: str) -> tuple[list[Verdict], list[Finding]]:
        self._path.write_text(self.text, encoding="utf-8")
        report = read_report(self._path)
        entry = catalogue()[rule]
        verdicts = list(entry.check(entry, Book(facts_of(report), report)))
        return verdicts, findings(verdicts, report)

    def verdicts(self, rule: str) -> list[Verdict]:
        return self._checked(rule)[0]

    def findings(self, rule: str) -> list[Finding]:
        """The findings of one rule; every quote stands in the text, character by character."""
        found = self._checked(rule)[1]
        assert all(c.quote in self.text for f in found for c in f.evidence)
        return found
