"""The head of a table with its cells merged, as forms print it: words over several columns, words over several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell of the head: where it stands, how far it reaches, what it says."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def merged(head: Sequence[Sequence[str]]) -> list[Merged]:
    """The cells of a head whose blanks belong to the word on their left, or else to the one above."""
    width = max(map(len, head), default=0)
    grid = [[*row, *[""] * (width - len(row))] for row in head]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(grid):
        last: int | None = None
        for k, text in enumerate(row):
            above = owner.get((r - 1, k))
            if text:
                last = k
                owner[r, k] = (r, k)
            elif last is not None and _below(grid, r, k) and _same_heading(owner, r, last, k):
                owner[r, k] = (r, last)
            else:
                owner[r, k] = above if above is not None and _is_free(owner, grid, r, above) else (r, k)
                last = None
    return [*_cells(grid, owner)]


def _below(grid: Sequence[Sequence[str]], r: int, k: int) -> bool:
    """Whether a word stands below a blank of the head: then the blank belongs to a heading of several columns."""
    return any(row[k] for row in grid[r + 1 :])


def _same_heading(owner: dict[tuple[int, int], tuple[int, int]], r: int, a: int, b: int) -> bool:
    return r == 0 or owner.get((r - 1, a)) == owner.get((r - 1, b)) or owner.get((r - 1, b)) is None


def _is_free(
    owner: dict[tuple[int, int], tuple[int, int]], grid: Sequence[Sequence[str]], r: int, above: tuple[int, int]
) -> bool:
    """Whether a word above can reach down over all its columns."""
    return all(not grid[r][k] for (row, k), own in owner.items() if own == above and row == r - 1)


def _cells(grid: Sequence[Sequence[str]], owner: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Merged]:
    for r, k in dict.fromkeys(owner.values()):
        own = [at for at, whose in owner.items() if whose == (r, k)]
        rows, columns = {at[0] for at in own}, {at[1] for at in own}
        yield Merged(r, k, len(rows), len(columns), grid[r][k])
