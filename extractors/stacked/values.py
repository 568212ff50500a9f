"""The amounts of rows whose cells stand one per line, with a blank cell where a blank line stands for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.headers import is_order
from extractors.report import Cell
from extractors.stacked.cells import Piece, blank_after

#: blank lines are blank cells where they make at least so many rows in a hundred as long as the header
_MOST = 80


@dataclass(slots=True)
class Found:
    """One row as found: the cells that name it, the pieces of its amounts, and the blank lines that end it.

    ``total``: it is a total, which has no code.
    """

    lead: list[Cell]
    values: list[Piece] = field(default_factory=list)
    after: int = 0
    total: bool = False


def settled(rows: Sequence[Found], width: int) -> tuple[list[list[Cell]], bool]:
    """The amounts of each row with blanks where blank lines stand for them; whether any row is shorter than the header.

    Blank lines are believed only where they bring nearly all rows to the length of the header.
    """
    pure = decimal(rows)
    for row in rows:
        _drop_page_number(row, width, pure)
    plain = [[p.cell for p in row.values] for row in rows]
    if all(len(cells) == width for cells in plain):
        return plain, False
    apart = min((p.blanks for row in rows for p in row.values), default=0)
    filled = [_whole(row, width, apart) for row in rows]
    if sum(cells is not None for cells in filled) * 100 >= _MOST * len(rows):
        made = [cells if cells is not None else bare for cells, bare in zip(filled, plain, strict=True)]
        return made, any(len(cells) != width for cells in made)
    return plain, True


def decimal(rows: Sequence[Found]) -> bool:
    """Whether all amounts but zeros are printed with decimals, save for a few that may be page numbers."""
    figures = [p.plain for row in rows for p in row.values if p.plain not in {"", "-", "--", "0"}]
    bare = sum("." not in f for f in figures)
    return bool(figures) and bare * 10 <= len(figures)


def _drop_page_number(row: Found, width: int, pure: bool) -> None:
    """Of a row with one figure too many, the only one without decimals is the number of a page."""
    bare = [i for i, p in enumerate(row.values) if is_order(p.text)]
    if pure and len(row.values) == width + 1 and len(bare) == 1:
        del row.values[bare[0]]


def _whole(row: Found, width: int, apart: int) -> list[Cell] | None:
    """A row with a blank for every blank line more than part two cells; None where that does not make it whole."""
    cells: list[Cell] = []
    last = row.lead[-1] if row.lead else None
    for piece in row.values:
        more = _blanks(piece.blanks, apart)
        if more is None or (more and last is None):
            return None
        cells += [blank_after(last) for _ in range(more) if last is not None]
        cells.append(last := piece.cell)
    more = _blanks(row.after, apart)
    if more is None or last is None:
        return None
    if row.total and len(cells) + more > width and cells and not cells[0].text:
        # the other one of the cells of code and name
        del cells[0]
    lacking = width - len(cells)
    if 0 <= lacking <= more:
        return [*cells, *(blank_after(last) for _ in range(lacking))]
    return None


def _blanks(lines: int, apart: int) -> int | None:
    """How many blank cells so many blank lines are, where ``apart`` of them stand between any two cells."""
    more, rest = divmod(lines - apart, apart + 1)
    return more if more >= 0 and not rest else None
