"""Figures of many reports at once: in each the same fact that is found where the report is read alone.

Which fact is meant hangs on the labels of a report's facts only. Reports of one template have the same labels, so the
question is put once for each set of labels and not once for each report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from extractors.facts import Fact
from rag.figures.figures import best, find
from rag.holdings.census import Figure
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject, keys_of
from rag.language.query import Query
from rag.text.labels import part_keys

#: from how many reports on figures are looked for label by label, the likeliest first
_MANY = 100


#: what a fact has to be like to be taken
Fits = Callable[[Fact], bool]


def figures(
    query: Query, desk: Desk, subject: Subject, column: str | None = None, fits: Fits | None = None
) -> dict[str, Figure]:
    """The figure of a subject in each report asked about that has one, in their order."""
    found = _Search(query, desk, subject, column, fits).run()
    return {d: found[d] for d in query.doc_ids if d in found}


def blank(query: Query, desk: Desk, subject: Subject, column: str | None = None) -> list[str]:
    """Those reports, of some that have no figure of a subject, that print its place and leave it blank."""
    return _Search(query, desk, subject, column).left_blank() if query.doc_ids else []


def partners(
    query: Query,
    desk: Desk,
    subject: Subject,
    figures: Mapping[str, Figure],
    partner: Callable[[Desk, Fact], Fact | None],
    columns: Sequence[str],
) -> dict[str, Figure]:
    """The figure that is printed beside each of some figures of a subject, where ``partner`` finds one.

    Either of them stands in a column whose name ends like one of ``columns``.
    """
    search = _Search(query, desk, subject, None)
    ends = tuple(columns)
    numbers = [n for n, label in search.labels.items() if label.form == "value" and label.column.endswith(ends)]
    found: dict[str, Figure] = {}
    for signature, reports in desk.census.groups(numbers, figures.keys()).items():
        index = search.index(signature)
        beside = [partner(_over(desk, index), fact) for fact in index.facts]
        for cells in reports:
            own = next((at for at, cell in enumerate(cells) if cell[1] == figures[cell[0]].number), None)
            if own is not None and (fact := beside[own]) is not None:
                doc_id, number, _, value = cells[fact.start]
                found[doc_id] = Figure(doc_id, number, Decimal(value or 0), fact.unit)
    return found


def figure_in(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None) -> Fact | None:
    """The figure of a subject in one report: in a table that is printed blank it is that of the prose."""
    fact = best(query, desk, doc_id, subject, column)
    if fact is not None and fact.value is None:
        stated = (f.fact for f in find(query, desk, doc_id, subject, column))
        return next((f for f in stated if f.value is not None), fact)
    return fact


class _Search:
    """The search for the figures of one subject and column."""

    def __init__(
        self, query: Query, desk: Desk, subject: Subject, column: str | None, fits: Fits | None = None
    ) -> None:
        # a figure of another kind is as good as a blank: the first with a value counts (see figure_in)
        self.query = query.model_copy(update={"kinds": []})
        self.desk, self.subject, self.column, self.fits = desk, subject, column, fits
        outer = [s.key for s in query.subjects if s is not subject and s.measure is None]
        self.labels = dict(sorted(desk.census.labels([*keys_of(subject), *outer]).items()))
        #: labels that tell under which code a fact stands
        self.codes = {n for key in outer for n in self._of_key(key) if self.labels[n].row_code}
        self.found: dict[str, Figure] = {}

    def run(self) -> dict[str, Figure]:
        """The figures by their reports: of the subject itself, else of what stands in for it."""
        instead, own = self._instead()
        bare = self._of_subject(list(self.labels), set(self.query.doc_ids), bool(instead))
        if instead and bare:
            held = self.desk.census.having({n: self.labels[n] for n in own}, bare)
            self._of_subject(instead, bare.difference(held), False)
        return self.found

    def left_blank(self) -> list[str]:
        """The reports that have a blank where the figure may stand."""
        blanks = {n: self.labels[n] for _, n in self._ranked(list(self.labels)) if self.labels[n].form == "blank"}
        return self.desk.census.having(blanks, self.query.doc_ids) if blanks else []

    def _of_subject(self, numbers: list[int], doc_ids: set[str], goes_on: bool) -> set[str]:
        """Find the figures that some labels give; returns the reports that print nothing of the kind, not even blank.

        Where nothing else ``goes_on`` to be looked for, blanks are not looked up.
        In a whole the subject may be a column, a row or an item: what a report has not as one it may have as another.
        """
        while doc_ids and (ranked := self._ranked(numbers)):
            self._among([r for r in ranked if self.labels[r[1]].form == "value"], doc_ids)
            doc_ids = doc_ids - self.found.keys()
            within = self.subject.within is not None
            if doc_ids and (within or goes_on):
                blank = {n: self.labels[n] for _, n in ranked if self.labels[n].form != "value"}
                doc_ids = doc_ids.difference(self.desk.census.having(blank, doc_ids))
            if not within:
                break
            used = {n for _, n in ranked}
            numbers = [n for n in numbers if n not in used]
        return doc_ids

    def _instead(self) -> tuple[list[int], list[int]]:
        """The labels that count in a report only where it has none of the subject itself, and those of this, if known.

        For a measure it is what the report prints under the words of the question, else what stands below the subject.
        """
        key, measure = self.subject.key, self.subject.measure
        if measure is None:
            return [n for n in self.labels if key in part_keys(self.labels[n].stand_in(0))], []
        numbers = list(self.labels)
        own = {numbers[f.start] for f in self.index(numbers).of_measure(measure)}
        return [n for n in self._of_key(key) if n not in own], sorted(own)

    def _among(self, ranked: list[tuple[float, int]], doc_ids: set[str]) -> None:
        """Find what some reports have with the first label that they have at all."""
        if len(doc_ids) <= _MANY or self.codes or self.subject.within is not None:
            self._take([*(n for _, n in ranked), *self.codes], doc_ids)
            return
        for _, tier in groupby(ranked, key=lambda r: r[0]):
            doc_ids = doc_ids - self._take([n for _, n in tier], doc_ids)
            if not doc_ids:
                break

    def _take(self, labels: Sequence[int], doc_ids: set[str]) -> set[str]:
        """Take the figures that some reports have with some labels; returns these reports."""
        taken = set[str]()
        for signature, reports in self.desk.census.groups(labels, doc_ids).items():
            index = self.index(signature)
            fact = self._chosen(_over(self.desk, index))
            if fact is None or fact.value is None:
                continue
            for cells in reports:
                doc_id, number, _, value = cells[fact.start]
                self.found[doc_id] = Figure(doc_id, number, Decimal(value or 0), fact.unit)
                taken.add(doc_id)
        return taken

    def _chosen(self, desk: Desk) -> Fact | None:
        """The fact of a report that is meant."""
        if self.fits is None:
            return figure_in(self.query, desk, "", self.subject, self.column)
        found = (f.fact for f in find(self.query, desk, "", self.subject, self.column))
        return next((f for f in found if f.value is not None and self.fits(f)), None)

    def _ranked(self, labels: Iterable[int]) -> list[tuple[float, int]]:
        """The labels of facts that fit, the one most likely meant first, with how well they fit."""
        numbers = list(labels)
        found = find(self.query, _over(self.desk, self.index(numbers)), "", self.subject, self.column)
        found = [f for f in found if self.fits is None or self.fits(f.fact)]
        return sorted(((-f.score, numbers[f.fact.start]) for f in found), key=lambda r: r[0])

    def _of_key(self, key: str) -> list[int]:
        return [n for n, label in self.labels.items() if key in label.keys]

    def index(self, numbers: Sequence[int]) -> FactIndex:
        """The facts of labels, told from one another by their places."""
        return FactIndex([self.labels[number].stand_in(at) for at, number in enumerate(numbers)])


def _over(desk: Desk, index: FactIndex) -> Desk:
    """A desk with one index, whatever report is asked for."""
    return replace(desk, index=lambda _: index)
