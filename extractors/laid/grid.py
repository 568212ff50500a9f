"""Where the columns of figures stand across a page, and into which column each word of a line falls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.laid.words import PrintedLine, Word

_CODE = re.compile(r"^[0-9]{3}(?:[0-9]{2}){0,2}$")
_SUB_CODE = re.compile(r"^[0-9]{2}$")

#: a place in a line: (n, 0) is the room before the n-th column of figures, (n, 1) that column
Slot = tuple[int, int]
Cells = dict[Slot, list[Word]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of figures of a page from left to right, by the edges of what stands in them.

    ``codes``: which of them hold the codes of 科目. ``sure``: some line fills all of them, or each is in line.
    """

    spans: tuple[tuple[int, int], ...]
    codes: frozenset[int]
    of: Mapping[int, int]
    widest: tuple[int, ...]
    sure: bool

    @classmethod
    def of_lines(cls, lines: Sequence[PrintedLine]) -> Grid | None:
        """The grid of lines; None where two figures of a line would stand in one column."""
        found = [(w, n) for n, line in enumerate(lines) for w in line.numbers]
        columns: list[list[tuple[Word, int]]] = []
        for run in _overlapping(found):
            parts = [run] if _one_a_line(run) else _by_edge(run)
            if not parts:
                return None
            columns += parts
        columns.sort(key=lambda column: min(w.left for w, _ in column))
        spans = tuple((min(w.left for w, _ in c), max(w.right for w, _ in c)) for c in columns)
        of = {w.start: n for n, column in enumerate(columns) for w, _ in column}
        codes = frozenset(n for n, column in enumerate(columns) if _holds_codes([w.text for w, _ in column]))
        codes = _with_sub_codes(codes, columns)
        widest = max((len(line.numbers) for line in lines), default=0)
        sure = widest == len(columns) or all(_in_line([w for w, _ in column]) for column in columns)
        grid = cls(spans, codes, of, tuple(max(w.right - w.left for w, _ in c) for c in columns), sure)
        return grid if grid._in_order(lines) else None

    def _in_order(self, lines: Sequence[PrintedLine]) -> bool:
        return all(a < b for line in lines for a, b in pairwise(self.of[w.start] for w in line.numbers))

    @property
    def blur(self) -> int:
        """How much wider the columns are than the widest figure in each: nothing where all are in line."""
        return sum(b - a for a, b in self.spans) - sum(self.widest)

    def cells(self, line: PrintedLine) -> Cells:
        """The words of a line by where they stand."""
        cells: Cells = {}
        filled = {self.of[w.start] for w in line.numbers if w.start in self.of}
        before = -1
        for word in line.words:
            if word.start in self.of:
                before = self.of[word.start]
                slot = (before, 1)
            else:
                slot = self._slot(word, before, filled)
            cells.setdefault(slot, []).append(word)
        return cells

    def _slot(self, word: Word, before: int, filled: set[int]) -> Slot:
        """Where a word stands: in the room behind a figure, or in a column that has none in this line."""
        for n, (left, right) in enumerate(self.spans):
            if n <= before:
                continue
            if word.left < left:
                return (n, 0)
            if word.left < right and n not in filled:
                # a total stands in the column of codes; another word belongs to the names on the right
                return (n, 1) if n in self.codes else (n + 1, 0)
            if word.left < right:
                return (n, 0)
        return (len(self.spans), 0)


def _overlapping(found: Iterable[tuple[Word, int]]) -> Iterable[list[tuple[Word, int]]]:
    """Figures that stand above one another, even in part."""
    run: list[tuple[Word, int]] = []
    right = -1
    for word, n in sorted(found, key=lambda item: item[0].left):
        if run and word.left >= right:
            yield run
            run = []
        run.append((word, n))
        right = max(right, word.right) if len(run) > 1 else word.right
    if run:
        yield run


def _one_a_line(run: Sequence[tuple[Word, int]]) -> bool:
    return len({n for _, n in run}) == len(run)


def _by_edge(run: Sequence[tuple[Word, int]]) -> list[list[tuple[Word, int]]]:
    """Figures that reach into the column beside them, parted by the edge that they keep to; empty where none does."""
    edges = (lambda w: w.right, lambda w: w.left)
    for edge in edges:
        parts: list[list[tuple[Word, int]]] = []
        last = None
        for item in sorted(run, key=lambda item: edge(item[0])):
            at = edge(item[0])
            if last is None or at > last + 1:
                parts.append([])
            parts[-1].append(item)
            last = at
        if all(_one_a_line(part) for part in parts):
            return parts
    return []


def _holds_codes(texts: Sequence[str]) -> bool:
    return sum(bool(_CODE.match(t)) for t in texts) >= 0.8 * len(texts) and any(len(t) > 3 for t in texts)


def _with_sub_codes(codes: frozenset[int], columns: Sequence[Sequence[tuple[Word, int]]]) -> frozenset[int]:
    """类, 款 and 项 in columns of their own: 201 05 07."""
    texts = [[w.text for w, _ in column] for column in columns]
    if codes or len(texts) < 3 or not all(_CODE.match(t) and len(t) == 3 for t in texts[0]):
        return codes
    below = [n for n in (1, 2) if texts[n] and all(_SUB_CODE.match(t) for t in texts[n])]
    return frozenset({0, *below}) if below == [*range(1, 1 + len(below))] and below else frozenset()


def _in_line(words: Sequence[Word]) -> bool:
    """Whether the figures of a column keep to one edge, or to its middle."""
    edges = ([w.right for w in words], [w.left for w in words], [w.middle for w in words])
    return any(max(edge) - min(edge) <= 1 for edge in edges)
