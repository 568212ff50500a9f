"""Amend: what a visitor may set right of how a question was understood: departments, years and measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.vocabulary import measures
from rag.talk.correction import Correction

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.storage.store import ReportInfo

#: a list to choose from that is longer than this is no help and slow to draw; names are then written
MOST_CHOICES = 400


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen, and what was understood. ``departments`` is None where there are too many to list."""

    departments: tuple[str, ...] | None
    years: tuple[int, ...]
    measures: tuple[str, ...]
    understood_departments: tuple[str, ...]
    understood_years: tuple[int, ...]
    understood_measures: tuple[str, ...]


def choices_of(answer: Answer, reports: Iterable[ReportInfo]) -> Choices:
    """What may be chosen for an answer; what was understood is always among it."""
    reports = list(reports)
    query = answer.query
    departments = tuple(dict.fromkeys(query.get("departments") or ()))
    years = tuple(dict.fromkeys(query.get("years") or ()))
    asked = tuple(dict.fromkeys(query.get("subjects") or ()))
    names = sorted({info.department for info in reports if info.department} | set(departments))
    return Choices(
        tuple(names) if len(names) <= MOST_CHOICES else None,
        tuple(sorted({info.year for info in reports if info.year} | set(years), reverse=True)),
        tuple(dict.fromkeys([*asked, *(measure.name for measure in measures().values())])),
        departments if len(departments) <= MOST_CHOICES else (),
        years,
        asked,
    )


def correction(
    choices: Choices, departments: Sequence[str], years: Sequence[int], asked: Sequence[str]
) -> tuple[Correction, str] | None:
    """The correction that a choice amounts to, and in words; None where nothing was changed.

    A part that was left as it was is not named, so that it stays as it was understood.
    """
    told = []
    parts: dict[str, list[str] | list[int]] = {}
    chosen = (
        ("departments", "部门", list(departments), choices.understood_departments),
        ("years", "年度", list(years), choices.understood_years),
        ("measures", "指标", list(asked), choices.understood_measures),
    )
    for name, word, values, understood in chosen:
        if values and list(values) != list(understood):
            parts[name] = values
            told.append(f"{word}：{'、'.join(map(str, values))}")
    if not parts:
        return None
    return Correction(**parts), "；".join(told)
