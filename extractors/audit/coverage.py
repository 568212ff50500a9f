"""Coverage: how many checks ended how, and which were not made and why. What was not read never counts as passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.crosscheck import Rule, Status, Verdict, tally
from extractors.facts import Fact
from extractors.vocabulary import table_forms

#: statuses of a check that was not made for want of something that is needed
UNCHECKED = (Status.INSUFFICIENT_DATA, Status.PARSE_CONFLICT)
#: how the keys of the statutory tables begin, by kind of report
_PREFIX = {"final": "GK", "budget": "YS"}


def coverage_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The ``coverage`` object of ``check --json``: checks by status, by family, and those that could not be made."""
    return {
        "checks": len(verdicts),
        "status": _counts(verdicts),
        "families": {family: _counts(held) for family, held in by_family(verdicts).items()},
        "unchecked": [_unchecked(v) for v in verdicts if v.status in UNCHECKED],
    }


def by_family(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Verdicts by the family of their rule, in order."""
    held: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        held.setdefault(verdict.rule.family, []).append(verdict)
    return dict(sorted(held.items()))


def by_rule(verdicts: Iterable[Verdict]) -> list[tuple[Rule, list[Verdict]]]:
    """Verdicts by rule, in order."""
    held: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        held.setdefault(verdict.rule.id, []).append(verdict)
    return [(found[0].rule, found) for _, found in sorted(held.items())]


def reason(verdict: Verdict) -> str:
    """Why a check was not made; the names of what is missing where no ground is given."""
    return verdict.ground or (f"未读到：{'、'.join(verdict.missing)}" if verdict.missing else "没有说明原因")


def _counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    return {status.value: count for status, count in tally(verdicts).items()}


def _unchecked(verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": verdict.rule.id,
        "subject": verdict.subject,
        "status": verdict.status.value,
        "reason": reason(verdict),
        "missing": list(verdict.missing),
    }


@dataclass(frozen=True, slots=True)
class TablesRead:
    """Keys of the statutory tables: with figures, printed without a figure, and not read at all."""

    read: tuple[str, ...]
    empty: tuple[str, ...]
    missing: tuple[str, ...]


def tables_read(facts: Iterable[Fact], kind: str) -> TablesRead:
    """Which statutory tables of a kind of report were read from it."""
    figures: Counter[str] = Counter()
    for fact in facts:
        if fact.origin == "table" and fact.table:
            figures[fact.table] += fact.value is not None
    due = [key for key in table_forms() if key.startswith(_PREFIX.get(kind, ""))]
    return TablesRead(
        tuple(key for key in sorted(figures) if figures[key]),
        tuple(key for key in sorted(figures) if not figures[key]),
        tuple(key for key in due if key not in figures),
    )


def table_name(key: str) -> str:
    """A statutory table by its national title."""
    form = table_forms().get(key)
    return form.name if form else key
