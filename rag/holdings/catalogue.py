"""Catalogue: the reports of a library as answering sees them, put in order once for each state of the library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from rag.grounding import numbers
from rag.holdings.directory import Directory, ReportLike

#: how many reports are read for the name of a body; of many reports only a few
_READ, _READ_OF_MANY = 50, 10


class FiledReport(ReportLike, Protocol):
    """A report of the library with the name of its file."""

    @property
    def file(self) -> str: ...


class Catalogue:
    """The reports at hand. Of several versions of one report only the latest is, so that none is counted twice.

    ``former`` has the others by its id.
    """

    def __init__(
        self, reports: Sequence[FiledReport], former: Mapping[str, Sequence[FiledReport]] | None = None
    ) -> None:
        self.former = former or {}
        replaced = {r.doc_id for versions in self.former.values() for r in versions}
        self.reports = {r.doc_id: r for r in reports if r.doc_id not in replaced}

    @cached_property
    def directory(self) -> Directory:
        """The names of their departments."""
        return Directory(self.reports.values())

    @cached_property
    def files(self) -> dict[str, str]:
        """The file of each."""
        return {d: r.file for d, r in self.reports.items()}

    @cached_property
    def _of_department(self) -> Mapping[str | None, Sequence[str]]:
        found: dict[str | None, list[str]] = defaultdict(list)
        for doc_id, report in self.reports.items():
            found[report.department].append(doc_id)
        return dict(found)

    def of_department(self, department: str | None) -> dict[int | None, str]:
        """The reports of a department by year."""
        return {self.reports[d].year: d for d in self._of_department.get(department, ())}

    def of_departments(self, departments: Iterable[str | None], years: Sequence[int] | None = None) -> list[str]:
        """The reports of some departments; with ``years`` those of these years, year by year."""
        ids = [self._of_department.get(department, ()) for department in dict.fromkeys(departments)]
        if years is None:
            return [d for of_one in ids for d in of_one]
        return [d for y in years for of_one in ids for d in of_one if self.reports[d].year == y]

    def of_years(self, years: Iterable[int]) -> list[str]:
        """The reports of some years."""
        wanted = set(years)
        return [d for d, r in self.reports.items() if r.year in wanted]

    def year_before(self, doc_id: str) -> str | None:
        """The report of the same department for the year before, where it is there."""
        report = self.reports[doc_id]
        return self.of_department(report.department).get((report.year or 0) - 1)

    def near_by(self, names: Sequence[str], years: Sequence[int]) -> list[str]:
        """The reports that may speak of a body which is none of the departments: a few, those of its place and year.

        Where there are not many reports it is all of them.
        """
        if len(self.reports) <= _READ:
            return list(self.reports)
        places = {name[a:b] for name in names for a in range(len(name)) for b in range(a + 2, len(name) + 1)}
        in_place = self.directory.in_places(places & self.directory.places)
        return [d for d in in_place if not years or self.reports[d].year in years][:_READ_OF_MANY]

    @cached_property
    def numbers(self) -> set[Decimal]:
        """The numbers that departments and years have in them: an answer may say them without further evidence."""
        years = {Decimal(r.year) for r in self.reports.values() if r.year is not None}
        return years | numbers("\t".join({f"{r.department}{r.year}" for r in self.reports.values() if _has_digit(r)}))


def _has_digit(report: ReportLike) -> bool:
    return any(char.isdigit() for char in report.department or "")
