"""Comparing: which reports and measures are put side by side, and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.vocabulary import measures

if TYPE_CHECKING:
    from rag.library import Library
    from rag.storage.store import ReportInfo

#: how many reports, and how many measures, are put side by side at once
MOST, MOST_MEASURES = 60, 8
#: the units of money to choose from; reports mostly print the first
UNITS = ("万元", "元", "亿元")
#: what is compared before anything is chosen
FIRST = ("expenditure",)
KINDS = {"final": "部门决算", "budget": "部门预算"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: reports, measures by their ids, and the unit of money; ``more`` reports were left out."""

    reports: tuple[ReportInfo, ...]
    keys: tuple[str, ...]
    unit: str
    more: int = 0

    @property
    def doc_ids(self) -> tuple[str, ...]:
        return tuple(info.doc_id for info in self.reports)


def at_hand(library: Library) -> list[ReportInfo]:
    """The reports of a library, of several versions of one only the latest."""
    latest = library.catalogue().reports
    return [info for info in library.reports() if info.doc_id in latest]


def usual_year(reports: Iterable[ReportInfo]) -> int | None:
    """The year that most reports are of, of several such the last one."""
    counts = Counter(info.year for info in reports if info.year)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def departments(reports: Iterable[ReportInfo]) -> list[str]:
    return sorted({info.department for info in reports if info.department})


def narrowed(
    reports: Sequence[ReportInfo], years: Sequence[int], names: Sequence[str]
) -> tuple[list[ReportInfo], list[ReportInfo]]:
    """The reports of some years and departments, empty means all: those that are compared, and those that are too many.

    The newest years come first where there are too many.
    """
    fitting = [r for r in reports if (not years or r.year in years) and (not names or r.department in names)]
    newest = sorted(fitting, key=lambda r: (-(r.year or 0), r.department or ""))
    kept = {r.doc_id for r in newest[:MOST]}
    return [r for r in fitting if r.doc_id in kept], newest[MOST:]


def names_of(reports: Sequence[ReportInfo], with_year: bool | None = None) -> dict[str, str]:
    """A name for each report that tells it from the others: department and year, the file where these are shared."""
    years = len({info.year for info in reports}) > 1 if with_year is None else with_year
    plain = {info.doc_id: _name(info, years) for info in reports}
    shared = Counter(plain.values())
    return {r.doc_id: plain[r.doc_id] + (f"（{r.file}）" if shared[plain[r.doc_id]] > 1 else "") for r in reports}


def _name(info: ReportInfo, with_year: bool) -> str:
    name = info.department or info.file
    return f"{name} {info.year}年度" if with_year and info.year else name


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """The measures to choose from, those of money first."""
    return tuple(sorted(measures(), key=lambda key: measures()[key].unit is not None))


def measure_label(key: str) -> str:
    """What a measure is called, as plain text."""
    return measures()[key].name


def parts_of(whole: str) -> tuple[str, ...]:
    """The measures that make up another one: those that stand in columns of the same table."""
    cells = measures()[whole].cells
    tables = {cell[0] for cell in cells[:1]}
    return tuple(m.id for m in measures().values() if m.part_of == whole and {c[0] for c in m.cells[:1]} & tables)


@lru_cache(maxsize=1)
def wholes() -> tuple[str, ...]:
    """The measures of which the parts are known, spending first."""
    found = [key for key, m in measures().items() if m.cells and len(parts_of(key)) > 1]
    return tuple(sorted(found, key=lambda key: key not in FIRST))
