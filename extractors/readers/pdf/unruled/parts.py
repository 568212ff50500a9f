"""Columns and headings of a table without ruled lines: where they stand, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.readers.pdf.unruled.fragments import Fragment
from extractors.readers.writing import CellText


@dataclass(slots=True)
class Column:
    """A column: the edges of what stands in it, and its heading."""

    left: float
    right: float
    figures: bool = False
    head: Heading | None = None


@dataclass(slots=True)
class Heading:
    """A heading, whole: its pieces from the top down."""

    pieces: list[Fragment]

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)

    @property
    def left(self) -> float:
        return min(p.left for p in self.pieces)

    @property
    def right(self) -> float:
        return max(p.right for p in self.pieces)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.pieces[0].base

    @property
    def base(self) -> float:
        return self.pieces[-1].base

    @property
    def cell(self) -> CellText:
        return [p.piece for p in self.pieces]


def column_at(columns: Sequence[Column], fragment: Fragment) -> int | None:
    return next((n for n, c in enumerate(columns) if c.left - 0.5 <= fragment.middle <= c.right + 0.5), None)


def edges_of(columns: Sequence[Column]) -> list[float]:
    """Where columns part: in the middle of the room between what stands in them."""
    lefts = [min(c.left, c.head.left) if c.head else c.left for c in columns]
    rights = [max(c.right, c.head.right) if c.head else c.right for c in columns]
    inner = [(a + b) / 2 for a, b in zip(rights, lefts[1:], strict=False)]
    return [lefts[0] - 3, *inner, rights[-1] + 3]


def held(column: Column, fragments: Sequence[Fragment]) -> list[Fragment]:
    return [f for f in fragments if column.left <= f.middle <= column.right]
