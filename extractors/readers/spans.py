"""Tables whose cells span rows and columns, laid out with as many cells in every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: no table is wider or longer; what lies beyond is cut off, and said
MAX_COLUMNS, MAX_ROWS = 200, 20_000


@dataclass(frozen=True, slots=True)
class Spanning(Generic[T]):
    """A cell and how many columns and rows it takes."""

    content: T
    columns: int = 1
    rows: int = 1


def laid_out(rows: Sequence[Sequence[Spanning[T]]], nothing: T) -> list[list[T]]:
    """The rows with a cell for each column: what spans several stands in the first, the others have ``nothing``."""
    taken = [0] * MAX_COLUMNS  # by column the first row that no cell above reaches down to
    placed: list[dict[int, T]] = []
    width = 0
    for r, row in enumerate(rows[:MAX_ROWS]):
        own: dict[int, T] = {}
        column = 0
        for cell in row:
            while column < MAX_COLUMNS and taken[column] > r:
                column += 1
            if column >= MAX_COLUMNS:
                break
            own[column] = cell.content
            end = min(column + max(cell.columns, 1), MAX_COLUMNS)
            for across in range(column, end):
                taken[across] = max(taken[across], r + max(cell.rows, 1))
            column = end
            width = max(width, end)
        placed.append(own)
    return [[own.get(column, nothing) for column in range(width)] for own in placed]
