"""The headings of a table without ruled lines: pieces made words, words put over their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from extractors.readers.pdf.unruled.fragments import LEADING, Fragment, is_heading
from extractors.readers.pdf.unruled.parts import Column, Heading, edges_of
from extractors.readers.writing import CellText
from extractors.text import name_key
from extractors.vocabulary import table_forms

#: pieces of one heading have their middles no further apart, in the size of a character
_IN_LINE = 0.35
#: the headings of the levels of a code
_LEVELS = frozenset("类款项")
#: what it costs to leave a column without a heading, in points
_UNHEADED = 60.0


@dataclass(slots=True)
class Levels:
    """The columns with those that have a heading alone, and the rows of the heading."""

    columns: list[Column]
    rows: list[list[CellText]]


def headed(columns: list[Column], pieces: Sequence[Fragment], numbers: Sequence[Fragment]) -> Levels | None:
    """The columns with their headings; None where they do not come out alike.

    ``numbers``: the numbers of columns under them.
    """
    cells = headings_of(pieces)
    if not cells:
        return None
    groups = _groups(cells, columns, numbers)
    leaves = sorted((h for h in cells if h not in groups), key=lambda h: h.middle)
    full = _matched(columns, leaves) if columns else [Column(h.left, h.right, head=h) for h in leaves]
    if full is None:
        return None
    spans: list[tuple[Heading, range]] = []
    for group in groups:
        span = _span(group, full, groups)
        if span is None:
            return None
        spans.append((group, span))
    return Levels(full, [*_head_rows(full, spans)])


def headings_of(fragments: Sequence[Fragment]) -> list[Heading]:
    """The headings that pieces make: those with one middle, one below the other, that are one word or none alone."""
    stacks: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: f.base):
        size = fragment.glyphs[0].size
        own = [s for s in stacks if _is_below(fragment, s[-1], size)]
        if own:
            own[-1].append(fragment)
        else:
            stacks.append([fragment])
    return [heading for stack in stacks for heading in _parted(stack)]


def _is_below(fragment: Fragment, above: Fragment, size: float) -> bool:
    """Whether a piece of a heading goes on with one above it: in line with it, and as near as lines of a cell are."""
    return abs(above.middle - fragment.middle) <= _IN_LINE * size and fragment.base - above.base <= LEADING * size


def _parted(stack: Sequence[Fragment]) -> list[Heading]:
    """A stack of pieces as headings: the fewest of which each is a known word, else the whole as one."""
    best: list[list[list[Fragment]] | None] = [[]]
    for end in range(1, len(stack) + 1):
        ways: list[list[list[Fragment]]] = []
        for start in range(end):
            before, part = best[start], [*stack[start:end]]
            if before is not None and is_heading("".join(f.text for f in part)):
                ways.append([*before, part])
        best.append(min(ways, key=len) if ways else None)
    parts = best[-1]
    return [Heading(part) for part in parts] if parts else [Heading([*stack])]


def _groups(cells: Sequence[Heading], columns: Sequence[Column], numbers: Sequence[Fragment]) -> list[Heading]:
    """The headings of several columns: those that stand over others, and the uppermost where there are too many.

    What is centred over columns need not stand right above the heading of any of them; what stands right above the
    number of a column is the heading of that one.
    """
    groups = [h for h in cells if is_group(h, cells)]
    room = len(columns) + _levels_in_one(cells, columns)
    for heading in sorted((h for h in cells if h not in groups), key=lambda h: (h.base, h.left)) if columns else ():
        rest = [h for h in cells if h not in groups]
        if len(rest) <= room:
            break
        below = [h for h in rest if h.top > heading.base + 1]
        named = name_key(heading.text) in _group_words() or any(abs(g.base - heading.base) < 1 for g in groups)
        if named and len(below) >= 2 and not _is_numbered(heading, below, numbers):
            groups.append(heading)
    return groups


def _levels_in_one(cells: Sequence[Heading], columns: Sequence[Column]) -> int:
    """How many of 类, 款 and 项 have no column of their own, as the codes below them are printed whole."""
    levels = [h for h in cells if h.text in _LEVELS]
    before = [*takewhile(lambda c: not c.figures, columns)]
    return max(len(levels) - max(len(before) - 1, 1), 0)


def _is_numbered(heading: Heading, below: Sequence[Heading], numbers: Sequence[Fragment]) -> bool:
    """Whether a heading stands over the number of a column, with no other between."""

    def over(upper: Heading, number: Fragment) -> bool:
        return abs(upper.middle - number.middle) < 2 or abs(upper.left - number.left) < 2

    return any(over(heading, n) and not any(over(b, n) for b in below) for n in numbers)


@lru_cache(maxsize=1)
def _group_words() -> frozenset[str]:
    """What headings of several columns are called."""
    columns = [
        c for form in table_forms().values() for c in (*form.columns, *(c for b in form.blocks for c in b.columns))
    ]
    return frozenset({w for c in columns for w in c.group} | {"收入", "支出", "项目", "本年支出", "本年收入"})


def is_group(heading: Heading, cells: Sequence[Heading]) -> bool:
    """Whether a heading stands right above another one."""
    below = [h for h in cells if h.top > heading.base + 1 and h is not heading]
    return any(h.left < heading.right and heading.left < h.right for h in below)


def _matched(columns: list[Column], leaves: Sequence[Heading]) -> list[Column] | None:
    """Columns and headings in their order: each heading over its column, or over one that no row fills."""
    if len(leaves) < sum(c.figures for c in columns):
        return None
    if len(leaves) == len(columns):
        for column, leaf in zip(columns, leaves, strict=True):
            column.head = leaf
        return columns
    many, few = len(leaves), len(columns)
    # the least distance of the first headings from the first columns, in order, and whether each column has one
    nothing: tuple[float, tuple[int, ...]] = (0.0, ())
    never: tuple[float, tuple[int, ...]] = (float("inf"), ())
    costs = [[nothing, *[never] * few]]
    for leaf in leaves:
        row = [(costs[-1][0][0], costs[-1][0][1])]
        for k in range(1, few + 1):
            skip_leaf = costs[-1][k]
            take = costs[-1][k - 1]
            took = (take[0] + _off(leaf, columns[k - 1]), (*take[1], len(costs) - 1))
            skip_column = row[k - 1] if not columns[k - 1].figures else never
            skipped = (skip_column[0] + _UNHEADED, (*skip_column[1], -1))
            row.append(min(skip_leaf, took, skipped, key=lambda way: way[0]))
        costs.append(row)
    cost, at = costs[-1][few]
    if cost == float("inf") or len(at) != few or many - sum(n >= 0 for n in at) > many // 2:
        return None
    full: list[Column] = []
    for n, leaf in enumerate(leaves):
        if n in at:
            continue
        full.append(Column(leaf.left, leaf.right, True, head=leaf))
    for column, n in zip(columns, at, strict=True):
        column.head = leaves[n] if n >= 0 else None
        full.append(column)
    full.sort(key=lambda c: c.head.middle if c.head is not None else (c.left + c.right) / 2)
    return full


def _off(leaf: Heading, column: Column) -> float:
    """How far a heading is from a column: nothing where one stands over the other."""
    if leaf.left < column.right and column.left < leaf.right:
        return abs(leaf.middle - (column.left + column.right) / 2) * 0.05
    return min(abs(leaf.left - column.right), abs(column.left - leaf.right)) + 2


def _span(group: Heading, columns: Sequence[Column], groups: Sequence[Heading]) -> range | None:
    """The columns that a heading stands over: those whose middle it is; None where none are."""
    under = [n for n, c in enumerate(columns) if c.head is not None and c.head.top > group.base + 1]
    edges = edges_of(columns)
    beside = [g for g in groups if g is not group and abs(g.base - group.base) < 2]
    best: tuple[float, int, range] | None = None
    for a in under:
        for b in under:
            span = range(a, b + 1)
            if b <= a or not set(span) <= set(under):
                continue
            if any(edges[a] < g.middle < edges[b + 1] for g in beside):
                continue
            # how wide the outermost columns are does not show
            if (a > 0 and group.left < edges[a] - 4) or (b + 1 < len(columns) and group.right > edges[b + 1] + 4):
                continue
            off = abs((edges[a] + edges[b + 1]) / 2 - group.middle)
            key = (round(off / 8), -len(span), span)
            if best is None or key[:2] < (best[0], best[1]):
                best = key
    return best[2] if best is not None else None


def _head_rows(columns: Sequence[Column], spans: Sequence[tuple[Heading, range]]) -> Iterator[list[CellText]]:
    """The heading as rows: a heading of several columns in the first of them, one of a single column at the top."""
    tops = sorted({round(group.top) for group, _ in spans})
    placed: set[int] = set()
    for n, top in enumerate(tops):
        row: list[CellText] = [[] for _ in columns]
        covered: set[int] = set()
        for group, span in spans:
            if round(group.top) == top:
                row[span.start] = group.cell
                covered |= {*span}
        deeper = {k for group, span in spans if round(group.top) > top for k in span}
        for k, column in enumerate(columns):
            if k not in covered | deeper | placed and column.head is not None and n == 0:
                row[k] = column.head.cell
                placed.add(k)
        yield row
    yield [column.head.cell if column.head is not None and k not in placed else [] for k, column in enumerate(columns)]
