"""Names broken over lines, given back to their rows: the pieces above and below the line that has the figures.

Every piece but the last fills its column; a name stands in the middle of its row or begins with it. Where two ways of
giving back the pieces are as good, the names in doubt are not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.text import fold, name_key, squeeze, strip_ordinal
from extractors.vocabulary import standard_names

#: how unlikely it is that a name stands higher or lower by a line than the middle of its row, that it ends there with
#: its pieces above, that a piece leaves room for one more character, and that it leaves room for several
_OFF, _ABOVE, _SHORT, _WRONG = 0.6, 0.8, 2.0, 5.0


@dataclass(frozen=True, slots=True)
class Named:
    """A row with the piece of its name that stands in its own line ("" for none).

    ``needed``: it must have a name; ``possible``: it can have one, as something of that side is printed in its line.
    """

    own: str
    needed: bool
    possible: bool


def given_back(
    rows: Sequence[Named], pieces: Sequence[Sequence[str]], parted: Sequence[int | None], column: int
) -> list[tuple[int, int] | None]:
    """For each row, how many pieces right above it and right below it are of its name; None where that is in doubt.

    ``pieces`` are those between the rows: the first before the first row, the last behind the last one. ``parted``:
    how many of them stand above a blank line, where there is one. ``column``: how many characters the column takes.
    """
    count = len(rows)
    # the cost of the best way up to a row, by how many of the pieces below it are its own; and the ways themselves
    best: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
    for n, row in enumerate(rows):
        above, below = len(pieces[n]), len(pieces[n + 1])
        now: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
        at = parted[n + 1]
        for tail in range(below + 1) if at is None else (at,):
            ways: list[tuple[float, tuple[int, ...]]] = []
            for before, paths in best.items() if n else [(0, [(0.0, ())])]:
                head = above - before if n else above
                if head < 0:
                    continue
                parts = [*pieces[n][above - head :], *([row.own] if row.own else []), *pieces[n + 1][:tail]]
                cost = _cost(row, head, tail, parts, column)
                ways += [(paid + cost, (*path, tail)) for paid, path in paths]
            now[tail] = sorted(ways)[:2]
        best = now
    # what stands below the last row is its own
    last = best.get(len(pieces[count]), []) if count else []
    if not last:
        return [None] * count
    tails = last[0][1]
    heads = [len(pieces[n]) - (tails[n - 1] if n else 0) for n in range(count)]
    told: list[tuple[int, int] | None] = list(zip(heads, tails, strict=True))
    for n, (head, tail) in enumerate(zip(heads, tails, strict=True)):
        parts = [*pieces[n][len(pieces[n]) - head :], rows[n].own, *pieces[n + 1][:tail]]
        if _cost(rows[n], head, tail, [p for p in parts if p], column) >= _WRONG:
            told[n] = None
    if len(last) > 1 and last[1][0] - last[0][0] < 0.5:
        for n, (a, b) in enumerate(zip(last[0][1], last[1][1], strict=True)):
            if a != b:
                told[n] = None
                if n + 1 < count:
                    told[n + 1] = None
    return told


def _cost(row: Named, head: int, tail: int, parts: Sequence[str], column: int) -> float:
    """How unlikely it is that the name of a row has these pieces."""
    if not parts:
        return 0.0 if not row.needed else _WRONG
    if not row.possible:
        return _WRONG
    cost = _OFF * abs(head - tail) + (0 if row.own or head else 1) + (_ABOVE if head > tail and row.own else 0)
    for piece in parts[:-1]:
        lacking = column - len(squeeze(piece))
        cost += 0 if lacking <= 0 else _SHORT if lacking == 1 else _WRONG
    # what has an ordinal begins a name
    cost += _WRONG * sum(strip_ordinal(fold(p)) != fold(p) for p in parts[1:])
    if len(parts) > 1 and name_key("".join(parts)) in standard_names():
        cost -= 1.5
    return cost


__all__ = ["Named", "given_back"]
