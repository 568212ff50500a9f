"""Several places at once: those in one table are marked in it together, each other one is shown by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from page.views.places import PassageView, TableRow, TableView, place_of

if TYPE_CHECKING:
    from extractors.citation import Citation
    from rag.library import Library

View = TableView | PassageView
#: rows shown on each side of a cited one where several are cited
_NEAR = 1


@dataclass(slots=True)
class _Joined:
    """A table as far as it is shown, its rows by their numbers below the head, and what is cited in it."""

    doc_id: str
    view: TableView
    rows: dict[int, TableRow]
    cited: list[Citation]

    @classmethod
    def of(cls, view: TableView, citation: Citation) -> _Joined:
        return cls(citation.doc_id, view, dict(enumerate(view.rows, view.above)), [citation])

    @property
    def count(self) -> int:
        return self.view.above + len(self.view.rows) + self.view.below

    def takes(self, other: _Joined | _Told) -> bool:
        """Whether the other is the same table: two of one form and length differ in the lines their rows stand on."""
        if not isinstance(other, _Joined):
            return False
        same = (self.doc_id, self.view.title, self.view.head, self.count)
        if same != (other.doc_id, other.view.title, other.view.head, other.count):
            return False
        both = self.rows.keys() & other.rows.keys()
        return all(self.rows[n].line == other.rows[n].line for n in both)

    def take(self, other: Any) -> None:
        for number, row in other.rows.items():
            own = self.rows.get(number, row)
            self.rows[number] = replace(row, cited=own.cited or row.cited, marked=own.marked | row.marked)
        self.cited += other.cited

    def shown(self) -> TableView:
        """The table with all marks; between rows that do not follow one another it says how many are left out."""
        cited = [n for n, row in self.rows.items() if row.cited]
        near = _NEAR if len(cited) > 1 else self.count
        numbers = sorted(n for n in self.rows if any(abs(n - at) <= near for at in cited))
        if not numbers:
            return self.view
        return replace(
            self.view,
            rows=tuple(_with_gaps(self.rows, numbers)),
            above=numbers[0],
            below=self.count - numbers[-1] - 1,
        )


@dataclass(slots=True)
class _Told:
    """A passage without its figures, what is cited in it, and the figures."""

    view: PassageView
    cited: list[Citation]
    figures: set[tuple[int, int]]

    @classmethod
    def of(cls, view: PassageView, citation: Citation) -> _Told:
        passages = tuple(replace(passage, figures=()) for passage in view.passages)
        return cls(replace(view, passages=passages), [citation], {f for p in view.passages for f in p.figures})

    def takes(self, other: _Joined | _Told) -> bool:
        return isinstance(other, _Told) and other.view == self.view and other.cited[0].doc_id == self.cited[0].doc_id

    def take(self, other: Any) -> None:
        self.cited += other.cited
        self.figures |= other.figures

    def shown(self) -> PassageView:
        """The passage with all the figures; the words that are cited are the same, so the figures stand in them."""
        apart = tuple(_apart(sorted(self.figures)))
        passages = (replace(p, figures=apart) if p.cited else p for p in self.view.passages)
        return replace(self.view, passages=tuple(passages))


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order without those that reach into one before."""
    at = 0
    for start, end in spans:
        if start >= at:
            yield start, end
            at = end


def _with_gaps(rows: dict[int, TableRow], numbers: Sequence[int]) -> Iterator[TableRow]:
    before = numbers[0] - 1
    for number in numbers:
        if number > before + 1:
            yield TableRow(0, (), gap=number - before - 1)
        yield rows[number]
        before = number


def places_of(citations: Iterable[Citation], library: Library) -> list[tuple[View, list[Citation]]]:
    """What the sources look like in their reports, in their order, each view with the sources it shows."""
    found: list[_Joined | _Told] = []
    for citation in citations:
        view = place_of(citation, library)
        new = _Joined.of(view, citation) if isinstance(view, TableView) else _Told.of(view, citation)
        held = next((held for held in found if held.takes(new)), None)
        if held is None:
            found.append(new)
        else:
            held.take(new)
    return [(held.shown(), held.cited) for held in found]
