"""Census: what thousands of reports print, looked up by label instead of reading every report."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol

from extractors.facts import MONEY, Fact, convert
from rag.holdings.lookup import FactIndex, keys_in
from rag.text.labels import Label

#: of a fact: its report, its number in the library, its label and its value
Cell = tuple[str, int, int, str | None]


class Cells(Protocol):
    """The part of a store that a census uses."""

    def labels(self, keys: Iterable[str]) -> Mapping[int, Label]: ...
    def cells(self, labels: Iterable[int], doc_ids: Sequence[str] | None = None) -> Sequence[Cell]: ...
    def holding(self, labels: Iterable[int], wanted: Set[str]) -> Set[str]: ...
    def facts(self, doc_id: str) -> Sequence[Fact]: ...
    def facts_numbered(self, numbers: Iterable[int]) -> Mapping[int, Fact]: ...


class Figure(NamedTuple):
    """A value of a report and the number of its fact."""

    doc_id: str
    number: int
    value: Decimal
    unit: str | None

    def in_unit(self, unit: str | None) -> Decimal | None:
        """The value in another unit of money, or as it is where the units agree; None where they don't fit."""
        if self.unit == unit:
            return self.value
        if self.unit in MONEY and unit in MONEY:
            return convert(self.value, self.unit or "", unit or "")
        return None


#: how many reports are read one by one, in a library so large that not all of them are kept in memory
FEW = 4
#: the labels that some facts of a report have, in the order in which these were read
Signature = tuple[int, ...]
#: by signature, the cells of each report that has it, in that order
Groups = Mapping[Signature, Sequence[Sequence[Cell]]]

#: up to how many reports cells are looked up for these reports only, and how many cells of a whole library are kept
_BY_REPORT, _KEPT = 100, 500_000
#: how many reports stand for all
_SAMPLE = 5


class Census:
    """The labels and cells of a library at one state of it."""

    def __init__(self, store: Cells, doc_ids: Sequence[str]) -> None:
        self._store = store
        self._doc_ids = doc_ids
        self._kept: OrderedDict[int, list[Cell]] = OrderedDict()
        self._lock = threading.Lock()

    def is_for(self, doc_ids: Collection[str]) -> bool:
        """Whether a question on some reports is one for the census: they are too many to be read one by one."""
        return len(doc_ids) > FEW

    def indexes_for(self, text: str) -> list[FactIndex]:
        """The names that a question may mean, as indexes of facts of no report: those it has in full, and a sample."""
        return [self.index_for(text), self.sample]

    def index_for(self, text: str) -> FactIndex:
        """The names in a question that any report prints."""
        return _index_of(dict(sorted(self._store.labels(keys_in(text)).items())).values())

    @cached_property
    def sample(self) -> FactIndex:
        """All names of a few reports, which stand for all where a name is quoted in part or misspelt."""
        step = max(1, len(self._doc_ids) // _SAMPLE)
        facts = (fact for doc_id in self._doc_ids[::step][:_SAMPLE] for fact in self._store.facts(doc_id))
        return _index_of(dict.fromkeys(Label.of(fact) for fact in facts))

    def labels(self, keys: Iterable[str]) -> Mapping[int, Label]:
        """The labels found by one of these keys, by their numbers."""
        return self._store.labels(dict.fromkeys(keys))

    def having(self, labels: Mapping[int, Label], doc_ids: Collection[str]) -> list[str]:
        """Those of some reports that have a fact with one of these labels, in their order."""
        # what most reports have stands in their first tables
        likely = sorted(labels, key=lambda n: (labels[n].table is None, labels[n].table or ""))
        held = self._store.holding(likely, set(doc_ids))
        return [d for d in doc_ids if d in held]

    def groups(self, labels: Iterable[int], doc_ids: Collection[str]) -> Groups:
        """Reports by which of these labels their facts have, of those among ``doc_ids`` that have any."""
        if len(doc_ids) <= _BY_REPORT:
            return _grouped(self._store.cells(labels, list(doc_ids)))
        return _grouped(cell for cell in self._cells(labels) if cell[0] in doc_ids)

    def _cells(self, labels: Iterable[int]) -> Iterator[Cell]:
        """All cells of some labels. Those asked for last are kept, for most questions are on a few measures."""
        wanted = list(labels)
        with self._lock:
            found = {label: self._kept.pop(label) for label in wanted if label in self._kept}
        if missing := [label for label in wanted if label not in found]:
            found |= {label: [] for label in missing}
            for cell in self._store.cells(missing):
                found[cell[2]].append(cell)
        with self._lock:
            self._kept.update(found)
            while sum(map(len, self._kept.values())) > _KEPT and len(self._kept) > len(wanted):
                self._kept.popitem(last=False)
        return (cell for label in wanted for cell in found[label])

    def facts(self, figures: Sequence[Figure]) -> list[Fact]:
        """The facts of some figures, in their order."""
        facts = self._store.facts_numbered(figure.number for figure in figures)
        return [facts[figure.number] for figure in figures]


def _index_of(labels: Iterable[Label]) -> FactIndex:
    return FactIndex([label.stand_in(at) for at, label in enumerate(labels)])


def _grouped(cells: Iterable[Cell]) -> Groups:
    by_report: dict[str, list[Cell]] = {}
    for cell in cells:
        if (of_report := by_report.get(cell[0])) is None:
            by_report[cell[0]] = [cell]
        else:
            of_report.append(cell)
    groups: dict[Signature, list[Sequence[Cell]]] = {}
    for of_report in by_report.values():
        # of one report, so that their numbers decide
        of_report.sort()
        groups.setdefault(tuple([cell[2] for cell in of_report]), []).append(of_report)
    return groups
