"""How good the cross-checks are: what they hold against faultless reports, and which planted errors they find."""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.planting import KINDS, Kind, Planted, plant
from eval.samples.clean import clean_report
from eval.samples.sets import Slot
from eval.thresholds import thresholds
from extractors.bulk import run_many, workers_for
from extractors.errors import ReadError
from extractors.findings import Finding

_SERIOUS = frozenset({"error", "warning"})
#: how many kinds are planted in one report
_PER_REPORT = 12


class CheckFloor(BaseModel):
    """The least share of planted errors to be found, and the most false alarms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    planted: float
    false_alarms: int


@cache
def check_floor() -> CheckFloor:
    return CheckFloor.model_validate(thresholds()["checks"])


@dataclass(frozen=True, slots=True)
class Alarm:
    """An error or a warning in a report without one; ``tails`` where its sums differ by rounding."""

    seed: int
    rule: str
    severity: str
    message: str
    tails: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """One planted error: where it stands, and the rule that found it, or what was found instead."""

    seed: int
    kind: str
    line: int
    note: str
    expected: tuple[str, ...]
    found: str | None
    instead: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Enough to plant it again."""
        instead = f"，另报 {'、'.join(self.instead)}" if self.instead else ""
        return (
            f"{self.kind} 种子 {self.seed} 第{self.line}行 {self.note}；应由 {'、'.join(self.expected)} 发现{instead}"
        )


@dataclass(slots=True)
class ChecksResult:
    """What came of all reports. ``rounded`` counts the reports that were told of 尾差, as they should."""

    reports: int = 0
    rounded: int = 0
    alarms: list[Alarm] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def missed(self) -> list[Trial]:
        return [t for t in self.trials if t.found is None]

    @property
    def recall(self) -> float | None:
        """The share of planted errors that were found; None where none was planted."""
        return 1 - len(self.missed) / len(self.trials) if self.trials else None

    @property
    def kinds(self) -> dict[str, tuple[int, int]]:
        """Found and planted by kind, in the order of the kinds."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for trial in self.trials:
            counts[trial.kind][0] += trial.found is not None
            counts[trial.kind][1] += 1
        return {name: (counts[name][0], counts[name][1]) for name in KINDS if name in counts}

    @property
    def alarms_per_thousand(self) -> dict[str, float]:
        """False alarms in a thousand reports, by rule."""
        counts = Counter(a.rule for a in self.alarms)
        return {rule: round(count * 1000 / self.reports, 1) for rule, count in counts.most_common()}

    @property
    def tails_alarmed(self) -> int:
        """How many of the false alarms are in reports whose sums differ by rounding."""
        return sum(a.tails for a in self.alarms)

    @property
    def shortfalls(self) -> list[str]:
        floor, recall, missed = check_floor(), self.recall, list(self.problems)
        if recall is not None and recall < floor.planted:
            missed.append(f"勾稽检查：植入的错误查出 {recall:.4f}，低于门槛 {floor.planted:.4f}")
        if len(self.alarms) > floor.false_alarms:
            first = self.alarms[0]
            missed.append(
                f"勾稽检查：{self.reports} 份无错报告误报 {len(self.alarms)} 处，"
                f"例如种子 {first.seed} {first.rule} {first.message}"
            )
        return missed

    def to_json(self) -> dict[str, Any]:
        return {
            "reports": self.reports,
            "planted": len(self.trials),
            "recall": None if self.recall is None else round(self.recall, 6),
            "kinds": {kind: {"found": found, "planted": total} for kind, (found, total) in self.kinds.items()},
            "false_alarms": [
                {"seed": a.seed, "rule": a.rule, "severity": a.severity, "message": a.message} for a in self.alarms
            ],
            "false_alarms_per_1000": self.alarms_per_thousand,
            "rounded_reports": self.rounded,
            "rounding_as_error": self.tails_alarmed,
            "missed": [
                {
                    "kind": t.kind,
                    "seed": t.seed,
                    "line": t.line,
                    "note": t.note,
                    "expected": list(t.expected),
                    "instead": list(t.instead),
                }
                for t in self.missed
            ],
            "shortfalls": self.shortfalls,
            "seconds": round(self.seconds, 1),
        }


@dataclass(slots=True)
class _Seen:
    """What one report gave."""

    alarms: list[Alarm]
    rounded: bool
    trials: list[Trial]


def run_checks(reports: int, per_report: int = _PER_REPORT, workers: int | None = None) -> ChecksResult:
    """Check so many faultless reports, and each again with errors of some kinds; all kinds take their turn."""
    started = time.perf_counter()
    result = ChecksResult()
    job = partial(try_report, per_report=per_report)
    for done in run_many(job, range(reports), workers_for(reports, workers)):
        result.reports += 1
        if done.result is None:
            result.problems.append(f"勾稽检查：种子 {done.item} 无法检查：{done.error}")
            continue
        result.rounded += done.result.rounded
        result.alarms += done.result.alarms
        result.trials += done.result.trials
    result.seconds = time.perf_counter() - started
    return result


def try_report(seed: int, per_report: int = _PER_REPORT) -> _Seen:
    """One faultless report, and what becomes of it with one error at a time."""
    slot = clean_report(seed)
    before = find(slot, slot.content)
    tails = slot.sample.options.tails
    alarms = [Alarm(seed, f.rule, f.severity, f.message, tails) for f in before if f.severity in _SERIOUS]
    trials = [t for kind in turn(seed, per_report) if (t := try_kind(kind, slot, seed, before)) is not None]
    return _Seen(alarms, any(f.severity == "rounding" for f in before), trials)


def turn(seed: int, count: int) -> list[Kind]:
    """The kinds whose turn it is: the next ones of an order that is drawn anew each time all have been."""
    kinds, found = list(KINDS.values()), []
    for place in range(seed * count, seed * count + min(count, len(kinds))):
        order = Random(f"kinds-{place // len(kinds)}").sample(kinds, len(kinds))
        found.append(order[place % len(kinds)])
    return found


def try_kind(kind: Kind, slot: Slot, seed: int, before: Sequence[Finding]) -> Trial | None:
    """Plant one error and look for it; None where this kind has no place in the report."""
    planted = plant(kind, slot, seed)
    if planted is None:
        return None
    try:
        after = find(slot, planted.text)
    except ReadError as error:
        return Trial(seed, kind.name, planted.line, planted.note, planted.expected, None, (f"无法读取：{error}",))
    known = {(f.rule, f.message) for f in before}
    new = [f for f in after if (f.rule, f.message) not in known and (planted.style or f.severity in _SERIOUS)]
    rule = next((f.rule for f in new if notices(f, planted)), None)
    instead = () if rule else tuple(dict.fromkeys(f.rule for f in new))
    return Trial(seed, kind.name, planted.line, planted.note, planted.expected, rule, instead)


def notices(finding: Finding, planted: Planted) -> bool:
    """Whether a finding is of an expected rule and shows the planted place, or names what is missing."""
    if finding.rule not in planted.expected:
        return False
    said = "".join(finding.message.split())
    return any(name in said for name in planted.names) or bool(planted.lines & shown_lines(finding, planted.text))


def shown_lines(finding: Finding, text: str) -> set[int]:
    """The lines of the report that a finding shows: those of its quotes, where they surround the cited line."""
    lines: set[int] = set()
    for citation in finding.evidence:
        places = (m.start() for m in re.finditer(re.escape(citation.quote), text))
        for start in places if citation.quote else ():
            first = text.count("\n", 0, start) + 1
            last = first + citation.quote.count("\n")
            if citation.line is None or first <= citation.line <= last:
                lines |= set(range(first, last + 1))
    return lines


def find(slot: Slot, text: str) -> list[Finding]:
    """The findings of a text, read as a file of the slot's format."""
    from extractors.extract import extract_file

    with tempfile.TemporaryDirectory(prefix="juesuan-checks-") as folder:
        path = Path(folder) / slot.file
        path.write_text(text, encoding="utf-8")
        return extract_file(path).findings
