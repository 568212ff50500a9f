"""The heading of a table printed in columns: words broken over lines joined, and what each stands over.

A word of the vocabulary that lines below one another make is one heading; what stands over several others is the
heading of them all. What remains unknown is a column that the report adds, as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from extractors.headers import HEADINGS
from extractors.laid.words import PrintedLine, Word, whole_words
from extractors.text import fold, name_key
from extractors.vocabulary import TableForm, layout

#: what stands over the names and codes of rows
_LABEL = re.compile(r"^(?:项目(?!支出)|按?(?:支出)?(?:功能|性质|经济)分类|科目|[类款项]$|序号)|(?:编码|代码|名称)$")
#: so far, in columns, a heading may be from the middle of what it stands over
_SLACK = 1.5


@dataclass(frozen=True, slots=True)
class Heading:
    """A word over columns, whole: its pieces from the top down, the first line and the last that they stand on.

    ``known``: it is one that the form of the table has.
    """

    pieces: tuple[Word, ...]
    top: int
    bottom: int
    known: bool = True

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)

    @property
    def key(self) -> str:
        return name_key(self.text)

    @property
    def left(self) -> int:
        return min(p.left for p in self.pieces)

    @property
    def right(self) -> int:
        return max(p.right for p in self.pieces)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_label(self) -> bool:
        return is_label(self.text)


def is_label(text: str) -> bool:
    """Whether a heading stands over the names or codes of rows."""
    return bool(_LABEL.search(name_key(text)))


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of single columns from left to right, and those of several with the range of columns below them."""

    leaves: tuple[Heading, ...]
    groups: tuple[tuple[Heading, range], ...]


def heads_of(form: TableForm, lines: Sequence[PrintedLine]) -> Heads:
    """The headings that the lines above the rows of a table make."""
    words = _Words(form)
    printed = [whole_words(line.pieces, words.is_any) for line in lines]
    if len(printed) > 1 and _alternates(words, printed[-1]):
        return _paired(_heads(form, words, printed[:-1]), printed[-1], len(printed) - 1)
    return _heads(form, words, printed)


def _heads(form: TableForm, words: _Words, printed: Sequence[Sequence[Word]]) -> Heads:
    leaves, groups = _parted(words, [(n, w) for n, line in enumerate(printed) for w in line])
    leaves.sort(key=lambda h: (h.middle, h.top))
    return Heads(tuple(leaves), tuple(_ranges(form, leaves, groups)))


def _alternates(words: _Words, line: Sequence[Word]) -> bool:
    """Whether a line prints the same few words below each item: 预算数 and 决算数."""
    keys = [name_key(w.text) for w in line]
    size = len({*keys})
    return 1 < size < len(keys) and keys == keys[:size] * (len(keys) // size) and words.groups >= {*keys}


def _paired(items: Heads, line: Sequence[Word], number: int) -> Heads:
    """The columns of a line below items that have as many columns each."""
    leaves = tuple(Heading((w,), number, number) for w in line)
    size, rest = divmod(len(line), max(len(items.leaves), 1))
    if rest:
        return Heads((), ())
    groups = [(group, range(span.start * size, span.stop * size)) for group, span in items.groups]
    own = [(replace(h, top=number - 1), range(n * size, (n + 1) * size)) for n, h in enumerate(items.leaves)]
    return Heads(leaves, (*groups, *own))


class _Words:
    """What a form calls its columns and the groups of them."""

    def __init__(self, form: TableForm) -> None:
        columns = [*form.columns, *(c for b in form.blocks for c in b.columns)]
        self.leaves = {w for c in columns for w in c.leaf} | {"行次", "备注", "小计", "合计"}
        self.groups = {w for c in columns for w in c.group} | HEADINGS
        self.short = layout().header_words
        self.coded = form.layout in {"code", "triples"}

    def is_leaf(self, text: str) -> bool:
        key = name_key(text)
        return key in self.leaves or is_label(text)

    def is_any(self, text: str) -> bool:
        key = name_key(text)
        return key in self.leaves or key in self.groups or key in self.short


# ---------------------------------------------------------------- words over lines


def _parted(words: _Words, printed: Sequence[tuple[int, Word]]) -> tuple[list[Heading], list[Heading]]:
    """The headings of one column, and those of several."""
    leaves: list[Heading] = []
    groups: list[Heading] = []
    used: set[int] = set()
    lowest = max((n for n, _ in printed), default=0)
    for n, word in printed:
        if word.start in used:
            continue
        chain = _chain(n, word, [item for item in printed if item[1].start not in used])
        heads = [Heading(tuple(w for _, w in chain[:k]), n, chain[k - 1][0]) for k in range(1, len(chain) + 1)]
        rest = {h.bottom: _below(h, printed, used) for h in heads}
        # what ends in a heading of its own stands over that one
        ends = [k for k in range(1, len(chain)) if words.is_leaf("".join(w.text for _, w in chain[k:]))]
        whole = [h for h in heads if words.is_leaf(h.text) and not rest[h.bottom]]
        if heads[0].key == "项目" and words.coded and n < lowest:
            # it stands over code and name
            heads, whole = heads[:1], []
        over = [h for h in heads if h.key in words.groups or (words.is_leaf(h.text) and rest[h.bottom])]
        if whole:
            head, kind = whole[-1], leaves
        elif over:
            head, kind = over[-1], groups
        elif ends:
            head, kind = heads[ends[0] - 1], groups
        elif rest[heads[-1].bottom] or (len(heads) == 1 and n < lowest):
            # nothing is known of it, and what it stands over may be below it on either side
            head, kind = heads[0], groups
        else:
            head, kind = replace(heads[-1], known=False), leaves
        kind.append(head)
        used |= {w.start for w in head.pieces}
    return leaves, groups


def _chain(n: int, word: Word, printed: Sequence[tuple[int, Word]]) -> list[tuple[int, Word]]:
    """A word with those that stand below it one by one."""
    chain = [(n, word)]
    while True:
        at, last = chain[-1]
        below = [item for item in printed if item[0] > at and _over(last, item[1])]
        first = [item for item in below if item[0] == below[0][0]]
        if len(first) != 1:
            return chain
        chain.append(first[0])


def _below(head: Heading, printed: Iterable[tuple[int, Word]], used: set[int]) -> list[Word]:
    own = {p.start for p in head.pieces}
    free = (w for n, w in printed if n > head.top and w.start not in used | own)
    return [w for w in free if w.left < head.right and head.left < w.right]


def _over(a: Word, b: Word) -> bool:
    return a.left < b.right and b.left < a.right


# ---------------------------------------------------------------- headings of several columns


def _ranges(form: TableForm, leaves: Sequence[Heading], groups: Sequence[Heading]) -> Iterator[tuple[Heading, range]]:
    """Each heading of several columns with those it stands over."""
    shared: dict[tuple[int, range], list[Heading]] = {}
    for group in sorted(groups, key=lambda g: g.middle):
        parts = _parts(form, group.key)
        under = [n for n, leaf in enumerate(leaves) if leaf.top > group.top and not leaf.is_label]
        under = [n for n in under if not parts or leaves[n].key in parts]
        runs = [run for run in _runs(under) if _touches(leaves, run, group)]
        if len(runs) == 1 and parts:
            shared.setdefault((group.top, runs[0]), []).append(group)
        elif len(runs) == 1:
            yield group, _best(leaves, runs[0], group, [g for g in groups if g is not group and g.top == group.top])
    for (_, run), beside in shared.items():
        yield from zip(beside, _shares(leaves, run, beside), strict=False)


def _shares(leaves: Sequence[Heading], run: range, groups: Sequence[Heading]) -> Sequence[range]:
    """The part of a run of columns that each of several headings over it has: those whose middle it is nearest."""

    def off(cuts: Sequence[int]) -> float:
        bounds = pairwise((run.start, *cuts, run.stop))
        middles = ((leaves[a].left + leaves[b - 1].right) / 2 for a, b in bounds)
        return sum(abs(middle - group.middle) for middle, group in zip(middles, groups, strict=True))

    cuts = min(combinations(range(run.start + 1, run.stop), len(groups) - 1), key=off, default=())
    return [range(a, b) for a, b in pairwise((run.start, *cuts, run.stop))] if len(cuts) == len(groups) - 1 else []


def _parts(form: TableForm, key: str) -> set[str]:
    """What may be printed below a heading that the form knows as a group or a sum; empty where it has none such."""
    words = {c.name: c.leaf for c in form.columns}
    found = {word for c in form.columns if key in c.group for word in c.leaf}
    for total in form.sums:
        if any(key in words.get(name, ()) for name in total.whole):
            for name in total.parts:
                found |= {*words.get(name, ()), *(w for leaf in words.get(name, ()) for w in _parts(form, leaf))}
    return found | {"小计", "合计"} if found else found


def _runs(numbers: Sequence[int]) -> list[range]:
    runs: list[range] = []
    for n in numbers:
        if runs and runs[-1].stop == n:
            runs[-1] = range(runs[-1].start, n + 1)
        else:
            runs.append(range(n, n + 1))
    return runs


def _touches(leaves: Sequence[Heading], run: range, group: Heading) -> bool:
    return leaves[run[0]].left < group.right and group.left < leaves[run[-1]].right


def _best(leaves: Sequence[Heading], run: range, group: Heading, others: Sequence[Heading]) -> range:
    """Of the columns that a heading can stand over, those whose middle it is; as many as that leaves."""

    def off(part: range) -> float:
        return abs((leaves[part[0]].left + leaves[part[-1]].right) / 2 - group.middle)

    touched = [n for n in run if leaves[n].left < group.right and group.left < leaves[n].right]
    first, last = (touched[0], touched[-1]) if touched else (run[-1], run[0])
    foreign = {n for n in run for o in others if leaves[n].left < o.right and o.left < leaves[n].right}
    parts = [
        range(a, b + 1)
        for a in range(run.start, min(first, run[-1]) + 1)
        for b in range(max(last, a), run.stop)
        if not foreign & {*range(a, b + 1)}
    ]
    if not parts:
        return run
    least = min(off(part) for part in parts)
    return max((part for part in parts if off(part) <= least + _SLACK), key=len)


# ---------------------------------------------------------------- telling headings from rows


def is_heading_word(form: TableForm, text: str) -> bool:
    """Whether a word is one that the heading of a table has."""
    return _Words(form).is_any(text) or _Words(form).is_leaf(text)


def repeats(line: PrintedLine, heading: Sequence[PrintedLine]) -> bool:
    """Whether the words of a line are those of the heading: it is printed again on a new page."""
    texts = {fold(p.text) for above in heading for p in above.pieces}
    return bool(line.pieces) and all(fold(p.text) in texts for p in line.pieces)
