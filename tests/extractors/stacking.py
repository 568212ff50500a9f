"""Generated reports printed with one cell per line, as dumps of web pages are; and what is read of them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from eval.samples import Sample
from eval.samples.document import Grid
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.stacked import restored
from extractors.structure import sections_of
from extractors.tables import Reading, read_tables


@dataclass(frozen=True)
class Stacking:
    """How cells are printed one per line.

    ``blanks``: a blank cell leaves an empty line. ``apart``: so many empty lines stand between any two cells.
    ``wrapped``: long names are broken over two lines. ``pages``: numbers of pages stand between cells.
    ``numbered``: the row of 栏次 is printed. ``repeated``: the header is printed once more in the middle of a table.
    ``joined``: code and name share a line.
    """

    blanks: bool = False
    apart: int = 0
    wrapped: bool = False
    pages: bool = False
    numbered: bool = True
    repeated: bool = False
    joined: bool = False


def stacked_text(sample: Sample, how: Stacking) -> str:
    """A report with its statutory tables one cell per line, its prose as it is."""
    random = Random(len(sample.blocks))
    pieces: list[str] = []
    page = 3
    for block in deepcopy(sample.blocks):
        if not isinstance(block, Grid):
            pieces.append(block.text)
            continue
        pieces += [block.title, *block.caption]
        lines = list(_lines(block, how, random))
        if how.pages and len(lines) > 40:
            page += 1
            lines.insert(random.randrange(20, len(lines) - 8), f"- {page} -")
        pieces.append(("\n" * (how.apart + 1)).join(lines))
        pieces += block.notes
    return "\n".join(pieces) + "\n"


def _lines(grid: Grid, how: Stacking, random: Random) -> Iterator[str]:
    head = [row for row in grid.head if how.numbered or not _is_numbering(row)]
    heading = [cell for row in head for cell in row if cell.strip()]
    yield from heading
    middle = len(grid.rows) // 2 if how.repeated and len(grid.rows) > 4 else None
    for n, row in enumerate(grid.rows):
        if n == middle:
            yield from heading
        yield from _cells(row, how)


def _cells(row: list[str], how: Stacking) -> Iterator[str]:
    cells = [c.strip() for c in row]
    if how.joined and cells[0].isdigit() and len(cells[0]) > 2 and not cells[1].replace(".", "").isdigit():
        cells = [f"{cells[0]} {cells[1]}", *cells[2:]]
    for cell in cells:
        if not cell and not how.blanks:
            continue
        if how.wrapped and len(cell) > 9 and not any(c.isdigit() for c in cell):
            yield cell[:7]
            yield cell[7:]
        else:
            yield cell


def _is_numbering(row: list[str]) -> bool:
    texts = [c for c in row if c]
    return sum(c.isdigit() for c in texts) >= max(2, len(texts) - 2)


def report_of(text: str) -> Report:
    document = restored(read_text("demo.txt", text.encode()))
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def read_stacked(sample: Sample, how: Stacking) -> list[Reading]:
    """The statutory tables of a sample printed one cell per line."""
    return read_tables(report_of(stacked_text(sample, how)))
