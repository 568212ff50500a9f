"""Which heading each column of figures has: labels and amounts alternate in both, and come in the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractors.headers import HEADINGS
from extractors.laid.grid import Slot
from extractors.laid.heading import Heading, Heads
from extractors.laid.pages import Page
from extractors.laid.words import PrintedLine
from extractors.report import Cell, Place, Row
from extractors.vocabulary import TableForm

#: a room holds labels where one line in so many has words in it
_LABELLED = 0.15
#: a heading is this much nearer to its column than to the one beside it
_NEARER = 0.6
#: by so many of their two edges and middle, headings have to stand over the same columns
_WAYS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: where its words stand (None: in no line), and its heading."""

    slot: Slot | None
    head: Heading | None
    label: bool
    code: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The columns of a table from left to right, and the headings of several."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[Heading, range], ...]
    #: rooms of words that stand in no column: what is printed behind the last one
    remarks: frozenset[Slot]

    def heading_rows(self, lines: Sequence[PrintedLine]) -> list[Row]:
        """The heading as rows with a cell for every column."""
        place = Place(lines[0].start, lines[-1].end, lines[0].line)
        rows = [[c.head.text if c.head else "" for c in self.columns]]
        by_line = sorted(self.groups, key=lambda item: -item[0].top)
        for _, groups in groupby(by_line, key=lambda item: item[0].top):
            # behind a heading of several columns, those of one reach up as far: a blank would be read as a part of it
            spans = sorted((span.start, span.stop, group.text) for group, span in groups)
            texts = [t if n >= spans[0][0] else "" for n, t in enumerate(rows[-1])]
            for start, stop, text in spans:
                texts[start:stop] = [text] * (stop - start)
            rows.append(texts)
        return [Row([Cell(t, self._place(n, place)) for n, t in enumerate(texts)], place) for texts in reversed(rows)]

    def _place(self, n: int, place: Place) -> Place:
        head = self.columns[n].head
        return replace(place, start=head.pieces[0].start, end=head.pieces[-1].end) if head else place


def outline_of(form: TableForm, heads: Heads, pages: Sequence[Page]) -> Outline | None:
    """The columns of a table with their headings; None where the two don't come out alike."""
    printed = _printed(pages)
    leaves = heads.leaves
    if form.layout == "blocks" and not any(h.is_label for h in leaves):
        return None
    runs = [(label, [*run]) for label, run in groupby(printed, key=lambda c: c.label)]
    named = [(label, [*run]) for label, run in groupby(leaves, key=lambda h: h.is_label)]
    remarks: set[Slot] = set()
    if len(runs) == len(named) + 1 and runs[-1][0] and named[-1][1][-1].key == "备注":
        remarks = {c.slot for c in runs.pop()[1] if c.slot}
    if [label for label, _ in runs] != [label for label, _ in named]:
        return None
    columns: list[Column] = []
    at: dict[int, int] = {}
    for (label, run), (_, head) in zip(runs, named, strict=True):
        made = _labels(run, head) if label else _amounts(run, head, pages)
        if made is None:
            return None
        for column in made:
            if column.head is not None:
                at[id(column.head)] = len(columns)
            columns.append(column)
    groups = [
        (group, range(at[id(leaves[span[0]])], at[id(leaves[span[-1]])] + 1))
        for group, span in heads.groups
        if span and id(leaves[span[0]]) in at and id(leaves[span[-1]]) in at
        if not (form.layout == "blocks" and group.key in HEADINGS)
    ]
    return Outline(tuple(columns), tuple(groups), frozenset(remarks))


def outline_of_empty(form: TableForm, heads: Heads) -> Outline | None:
    """The columns of a table that has no figures, by its headings alone."""
    leaves = sorted(heads.leaves, key=lambda h: not h.is_label)
    if form.layout == "blocks" or not any(h.known for h in leaves if not h.is_label):
        return None
    columns = tuple(Column(None, h, h.is_label) for h in leaves)
    at = {id(h): n for n, h in enumerate(leaves)}
    groups = [(g, range(at[id(heads.leaves[r[0]])], at[id(heads.leaves[r[-1]])] + 1)) for g, r in heads.groups if r]
    return Outline(columns, tuple(groups), frozenset())


def _printed(pages: Sequence[Page]) -> list[Column]:
    """The columns that hold anything: those of figures, and the rooms between them that hold words."""
    rooms: Counter[Slot] = Counter()
    lines = 0
    for page in pages:
        for line in page.lines:
            lines += bool(line.numbers)
            rooms.update(slot for slot in page.cells(line) if not slot[1])
    codes = {page.columns[n] for page in pages for n in page.grid.codes}
    count = pages[0].count
    found: list[Column] = []
    for n in range(count + 1):
        if rooms[n, 0] >= max(_LABELLED * lines, 1):
            found.append(Column((n, 0), None, True))
        if n < count:
            found.append(Column((n, 1), None, n in codes, n in codes))
    return found


def _labels(run: Sequence[Column], heads: Sequence[Heading]) -> Iterator[Column]:
    """Codes and names with their headings; where there are not as many, the last heading is that of the names."""
    if len(run) == len(heads):
        return (replace(column, head=head) for column, head in zip(run, heads, strict=True))
    if len(heads) > len(run):
        heads = [*heads[: len(run) - 1], heads[-1]]
    first: list[Heading | None] = [*heads[:-1]] if len(heads) > 1 else [heads[0]]
    last: list[Heading | None] = [heads[-1]] if len(heads) > 1 else []
    filled = [*first, *(None for _ in range(len(run) - len(first) - len(last))), *last]
    return (replace(column, head=head) for column, head in zip(run, filled, strict=True))


def _amounts(run: Sequence[Column], heads: Sequence[Heading], pages: Sequence[Page]) -> list[Column] | None:
    """Amounts with their headings, one by one; of more headings than columns, by their places where these are clear."""
    if len(run) == len(heads):
        return [replace(column, head=head) for column, head in zip(run, heads, strict=True)]
    amounts = [h for h in heads if h.key != "备注"]
    if len(run) == len(amounts):
        return [replace(column, head=head) for column, head in zip(run, amounts, strict=True)]
    if len(run) > len(amounts) or not all(h.known for h in amounts):
        return None
    at = _by_place(run, amounts, pages)
    if at is None:
        return None
    return [replace(run[at[n]], head=head) if n in at else Column(None, head, False) for n, head in enumerate(amounts)]


def _by_place(run: Sequence[Column], heads: Sequence[Heading], pages: Sequence[Page]) -> dict[int, int] | None:
    """The heading above each column, in whichever way the headings are set; None where one may be another's."""
    first = pages[0]
    if len(first.grid.spans) != first.count:
        return None
    spans = [first.grid.spans[c.slot[0]] for c in run if c.slot]
    ways: list[tuple[int | None, ...]] = []
    for edge in range(3):
        above = [(h.left, h.middle, h.right)[edge] for h in heads]
        below = [(a, (a + b) / 2, b)[edge] for a, b in spans]
        # the first column is that of the total, which no table leaves blank
        shift = below[0] - above[0]
        found = [_nearest([a + shift for a in above], b) for b in below]
        if None in found or sorted({*found}, key=lambda n: n or 0) != found:
            continue
        ways.append(tuple(found))
    # one way alone may be the one in which headings are not set
    if len({*ways}) != 1 or len(ways) < _WAYS:
        return None
    return {head: n for n, head in enumerate(ways[0]) if head is not None}


def _nearest(above: Sequence[float], at: float) -> int | None:
    """The nearest of some places, where it is clearly nearer than all others."""
    order = sorted(range(len(above)), key=lambda n: abs(above[n] - at))
    if len(order) > 1 and abs(above[order[0]] - at) > _NEARER * abs(above[order[1]] - at):
        return None
    return order[0]
