"""What an evaluation found: one line an answer, shares over a suite, and the thresholds they must reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import median
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from eval.cells import CellScore
from eval.figures import FigureScore
from eval.metrics import Verdict
from eval.thresholds import thresholds
from rag.answer import Assistance

#: the measures of a suite, in the order they are shown, with their Chinese names
MEASURES = {
    "accuracy": "答对",
    "quotes": "引文逐字相符",
    "cited": "引用了正确的报告",
    "grounded": "数字都有出处",
    "cells_recall": "单元格召回",
    "cells_precision": "单元格精确",
    "prose_recall": "正文数字召回",
    "prose_precision": "正文数字精确",
    "annex_recall": "附件表格召回",
    "annex_precision": "附件表格精确",
}
#: the status of a question that broke the program
CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One question and how its answer did. ``cited`` is None where no citation is owed.

    ``assistance`` tells what a language model had to do with the answer; None where none was asked.
    """

    case: str
    kind: str
    question: str
    answer: str
    status: str
    correct: Verdict
    quotes: Verdict | None
    cited: Verdict | None
    grounded: Verdict | None
    milliseconds: float
    assistance: Assistance | None = None

    @property
    def faults(self) -> list[str]:
        """The reasons of the checks that failed."""
        checks = (self.correct, self.quotes, self.cited, self.grounded)
        return [v.reason for v in checks if v is not None and not v.ok]

    def to_json(self) -> dict[str, Any]:
        checks = {name: getattr(self, name) for name in ("correct", "quotes", "cited", "grounded")}
        return {
            "case": self.case,
            "kind": self.kind,
            "question": self.question,
            "answer": self.answer,
            "status": self.status,
            **{name: None if v is None else v.ok for name, v in checks.items()},
            "faults": self.faults,
        }


class Floor(BaseModel):
    """The least a suite must reach; a measure that is left out is not judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accuracy: float | None = None
    quotes: float | None = None
    cited: float | None = None
    grounded: float | None = None
    cells_recall: float | None = None
    cells_precision: float | None = None
    prose_recall: float | None = None
    prose_precision: float | None = None
    annex_recall: float | None = None
    annex_precision: float | None = None
    false_findings: int | None = None
    kinds: dict[str, float] = Field(default_factory=dict)


#: thresholds of what are no suites of questions
_OTHERS = frozenset({"checks", "paraphrase", "benchmark", "formats"})


@cache
def floors() -> dict[str, Floor]:
    """The thresholds by suite of questions (thresholds.yaml, which also has those of the other parts)."""
    entries = {name: entry for name, entry in thresholds().items() if name not in _OTHERS}
    return {name: Floor.model_validate(entry) for name, entry in entries.items()}


@dataclass(slots=True)
class SuiteResult:
    """The results of one suite of cases on one library."""

    name: str
    title: str
    turns: list[TurnResult]
    cells: list[CellScore] = field(default_factory=list)
    figures: list[FigureScore] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    false_findings: list[str] = field(default_factory=list)
    reports: int = 0
    ingest_seconds: float = 0.0

    @property
    def shares(self) -> dict[str, float]:
        """Every measure that has something to measure."""
        found = {name: share(self._verdicts(name)) for name in ("quotes", "cited", "grounded")}
        found = {"accuracy": share(t.correct for t in self.turns), **found}
        found |= _recall_and_precision("cells", self.cells)
        for origin in ("prose", "annex"):
            found |= _recall_and_precision(origin, [f for f in self.figures if f.origin == origin])
        return {name: value for name, value in found.items() if value is not None}

    def _verdicts(self, name: str) -> Iterable[Verdict]:
        return (v for t in self.turns if (v := getattr(t, name)) is not None)

    @property
    def kinds(self) -> dict[str, tuple[int, int]]:
        """Right answers and all answers by kind of case."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for turn in self.turns:
            counts[turn.kind][0] += turn.correct.ok
            counts[turn.kind][1] += 1
        return {kind: (right, total) for kind, (right, total) in sorted(counts.items())}

    @property
    def shortfalls(self) -> list[str]:
        """What is below its threshold, or could not be measured at all."""
        floor, shares = floors()[self.name], self.shares
        missed = list(self.problems)
        for name, title in MEASURES.items():
            least, value = getattr(floor, name), shares.get(name)
            if least is not None and value is not None and value < least:
                missed.append(f"{self.title}：{title} {value:.4f}，低于门槛 {least:.4f}")
        if floor.false_findings is not None and len(self.false_findings) > floor.false_findings:
            missed.append(
                f"{self.title}：在没有错误的报告里报出 {len(self.false_findings)} 处问题，例如 {self.false_findings[0]}"
            )
        for kind, least in floor.kinds.items():
            right, total = self.kinds.get(kind, (0, 0))
            if total and right / total < least:
                missed.append(f"{self.title}：{kind} 答对 {right}/{total}，低于门槛 {least:.2f}")
        crashed = [t for t in self.turns if t.status == CRASHED]
        if crashed:
            missed.append(f"{self.title}：{len(crashed)} 个问题使程序出错，例如 {crashed[0].case}")
        if not self.turns:
            missed.append(f"{self.title}：一道题也没有")
        return missed

    @property
    def typical_milliseconds(self) -> float:
        """The median time of an answer; shown, never judged."""
        return median(t.milliseconds for t in self.turns) if self.turns else 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "suite": self.name,
            "reports": self.reports,
            "shares": {name: round(value, 6) for name, value in self.shares.items()},
            "kinds": {kind: {"right": right, "total": total} for kind, (right, total) in self.kinds.items()},
            "false_findings": self.false_findings,
            "shortfalls": self.shortfalls,
            "timings": {
                "ingest_seconds": round(self.ingest_seconds, 3),
                "median_ms": round(self.typical_milliseconds, 2),
            },
            "cells": [c.to_json() for c in self.cells],
            "figures": [f.to_json() for f in self.figures],
            "turns": [t.to_json() for t in self.turns],
        }


def _recall_and_precision(name: str, scores: Sequence[CellScore | FigureScore]) -> dict[str, float | None]:
    """What was wanted and given, over all reports; nothing given is no precision."""
    wanted, given, right = (sum(getattr(s, n) for s in scores) for n in ("wanted", "given", "right"))
    recall = right / wanted if wanted else None
    precision = right / given if given else None if not wanted else 0.0
    return {f"{name}_recall": recall, f"{name}_precision": precision}


def share(verdicts: Iterable[Verdict]) -> float | None:
    """The part that passed; None where there is nothing to compare, which is never a pass."""
    results = [v.ok for v in verdicts]
    return sum(results) / len(results) if results else None
