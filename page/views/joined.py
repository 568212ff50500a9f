"""Several places at once: those in one table are marked in it together, each other one is shown by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from extractors.vocabulary import table_forms
from page.views.places import CODES, PassageView, TableRow, TableView, is_amount, place_of

if TYPE_CHECKING:
    from extractors.citation import Citation
    from rag.library import Library

View = TableView | PassageView
#: columns of amounts that fit into half the width
_COLUMNS = 3
#: rows shown on each side of a cited one where several are cited
_NEAR = 1


@dataclass(slots=True)
class _Joined:
    """A table as far as it is shown, its rows by their numbers below the head, and what is cited in it."""

    doc_id: str
    view: TableView
    rows: dict[int, TableRow]
    cited: list[Citation]
    figures: list[str] = field(default_factory=list)

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
    """A passage, what is cited in it and the figures that matter."""

    view: PassageView
    cited: list[Citation]
    figures: list[str] = field(default_factory=list)

    def takes(self, other: _Joined | _Told) -> bool:
        return isinstance(other, _Told) and other.view == self.view and other.cited[0].doc_id == self.cited[0].doc_id

    def take(self, other: Any) -> None:
        self.cited += other.cited
        self.figures += other.figures

    def shown(self) -> PassageView:
        """The passage with the figures that matter."""
        figures = tuple(dict.fromkeys(self.figures))
        passages = (replace(p, figures=figures) if p.cited else p for p in self.view.passages)
        return replace(self.view, passages=tuple(passages))


def _with_gaps(rows: dict[int, TableRow], numbers: Sequence[int]) -> Iterator[TableRow]:
    before = numbers[0] - 1
    for number in numbers:
        if number > before + 1:
            yield TableRow(0, (), gap=number - before - 1)
        yield rows[number]
        before = number


def narrowed(view: View, cited: Sequence[Citation]) -> View:
    """A statutory table for half the width: what names the rows, the marked columns and those beside them.

    Of a table with two sides (收入, 支出) the one without marks goes too. That columns are left out is said. A table
    without marks stays as it is: any of its columns may be the one that matters; so does a form whose columns are
    less certain.
    """
    forms = table_forms()
    if not isinstance(view, TableView) or not all(c.table in forms for c in cited):
        return view
    marked = {i for row in view.rows for i in row.marked}
    used = {i for cells in (*view.head, *(row.cells for row in view.rows)) for i, text in enumerate(cells) if text}
    filled = sorted({i for row in view.rows for i, text in enumerate(row.cells) if text} | marked)
    kept = {i for side in _sides(filled, view) if marked & set(side) for i in _beside(side, marked, view)}
    hidden = used - kept
    if not marked or not hidden:
        return view
    rows = (replace(row, cells=_without(row.cells, hidden)) for row in view.rows)
    caption = f"{view.caption}　略去 {len(hidden)} 栏".strip()
    return replace(view, rows=tuple(_without_bare(rows)), head=_narrow_head(view.head, hidden), caption=caption)


def _sides(used: Sequence[int], view: TableView) -> list[list[int]]:
    """The columns of each side of a table: a side begins with names that follow amounts."""
    sides: list[list[int]] = []
    after_amounts = True
    for index in used:
        amounts = _is_amounts(index, view)
        if (after_amounts and not amounts) or not sides:
            sides.append([])
        sides[-1].append(index)
        after_amounts = amounts
    return sides


def _beside(side: Sequence[int], marked: set[int], view: TableView) -> set[int]:
    """Of the columns of one side those to keep: of many amounts only those beside the marked ones."""
    amounts = [i for i in side if _is_amounts(i, view)]
    if len(amounts) <= _COLUMNS:
        return set(side)
    at = [amounts.index(i) for i in marked if i in amounts]
    near = {i for n, i in enumerate(amounts) if any(abs(n - m) <= 1 for m in at)}
    return (set(side) - set(amounts)) | near | (marked & set(side))


def _is_amounts(index: int, view: TableView) -> bool:
    """Whether a column holds amounts alone, as far as it is shown, and no codes."""
    heads = [cells[index] for cells in view.head if index < len(cells) and cells[index]]
    texts = [row.cells[index] for row in view.rows if index < len(row.cells) and row.cells[index]]
    return bool(texts) and not any(map(CODES.search, heads)) and all(map(is_amount, texts))


def _narrow_head(head: Sequence[Sequence[str]], hidden: set[int]) -> tuple[tuple[str, ...], ...]:
    """The header without the hidden columns; what spans hidden and shown ones goes to the first shown."""
    narrow = []
    for n, level in enumerate(head):
        cells = list(level)
        for i in range(1, len(cells)):
            if not cells[i] and i - 1 in hidden and any(_text(row, i) for row in head[n + 1 :]):
                cells[i] = cells[i - 1]
        narrow.append(_without(cells, hidden))
    return tuple(narrow)


def _text(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _without_bare(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows, those of which nothing is left counted as left out."""
    left_out = 0
    for row in rows:
        if row.gap or not (row.cited or any(row.cells)):
            left_out += row.gap or 1
            continue
        if left_out:
            yield TableRow(0, (), gap=left_out)
            left_out = 0
        yield row
    if left_out:
        yield TableRow(0, (), gap=left_out)


def _without(cells: Sequence[str], hidden: set[int]) -> tuple[str, ...]:
    return tuple("" if i in hidden else text for i, text in enumerate(cells))


def places_of(
    citations: Iterable[Citation], library: Library, figures: Mapping[Citation, Sequence[str]] | None = None
) -> list[tuple[View, list[Citation]]]:
    """What the sources look like in their reports, in their order, each view with the sources it shows.

    ``figures`` are those that matter in the words of a source; they are set off in a passage.
    """
    found: list[_Joined | _Told] = []
    for citation in citations:
        view = place_of(citation, library)
        new = _Joined.of(view, citation) if isinstance(view, TableView) else _Told(view, [citation])
        new.figures = list((figures or {}).get(citation, ()))
        held = next((held for held in found if held.takes(new)), None)
        if held is None:
            found.append(new)
        else:
            held.take(new)
    return [(held.shown(), held.cited) for held in found]
