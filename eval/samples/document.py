"""A report before it is printed: headings, paragraphs and tables in order, and the two ways to print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eval.samples.options import Options
from eval.samples.style import Style
from eval.samples.truth import TruthCell

_WIDTH = 28
_TOKEN = re.compile(r"[\d.,]+(?: ?%)?|.", re.DOTALL)
_NO_START = "，。、；：）”"


@dataclass(slots=True)
class Heading:
    """``level`` 1 is a part, 2 a section or a table title, 3 a sub-heading."""

    text: str
    level: int


@dataclass(slots=True)
class Text:
    """A paragraph of prose."""

    text: str


@dataclass(slots=True)
class Grid:
    """A table as printed: lines above it, rows of its head, rows, lines below it, and what its cells mean."""

    key: str
    title: str
    caption: list[str]
    head: list[list[str]]
    rows: list[list[str]]
    notes: list[str] = field(default_factory=list)
    cells: list[TruthCell] = field(default_factory=list)
    break_after: int | None = None


Block = Heading | Text | Grid


def grid_pages(grid: Grid, breaks: str) -> list[list[list[str]]]:
    """The rows of each printed page: a long table is cut once, with or without its head repeated."""
    if breaks == "none" or grid.break_after is None:
        return [grid.head + grid.rows]
    first, rest = grid.rows[: grid.break_after], grid.rows[grid.break_after :]
    return [grid.head + first, (grid.head if breaks == "header" else []) + rest]


def print_text(blocks: Iterable[Block], options: Options) -> str:
    """Plain text with tab-separated tables, a blank line between all pieces."""
    style, page = Style(options), 0
    pieces: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            pieces += _grid_text(block, options)
        elif isinstance(block, Heading):
            pieces.append(style.space(block.text))
        elif options.hard_wrap:
            page += 1
            pieces += _wrapped(style.space(block.text), page)
        else:
            pieces.append(style.space(block.text))
    return "\n\n".join(pieces) + "\n"


def print_markdown(blocks: Iterable[Block], options: Options) -> str:
    """Markdown: ``#`` headings and pipe tables. Hard wrapping is of text dumps only."""
    style = Style(options)
    pieces: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            pieces += _grid_markdown(block, options)
        elif isinstance(block, Heading):
            pieces.append("#" * block.level + " " + style.space(block.text))
        else:
            pieces.append(style.space(block.text))
    return "\n\n".join(pieces) + "\n"


def _grid_text(grid: Grid, options: Options) -> Iterator[str]:
    if grid.title:
        yield grid.title
    yield from [] if is_pictured(grid, options) else grid.caption
    for page in [] if is_pictured(grid, options) else grid_pages(grid, options.page_breaks):
        yield "\n".join("\t".join(row) for row in page)
    yield from notes_of(grid, options)


def _grid_markdown(grid: Grid, options: Options) -> Iterator[str]:
    if grid.title:
        yield f"## {grid.title}"
    yield from [] if is_pictured(grid, options) else grid.caption
    for page in [] if is_pictured(grid, options) else grid_pages(grid, options.page_breaks):
        width = max(map(len, page))
        lines = [_pipes(row + [""] * (width - len(row))) for row in page]
        lines.insert(1, "|" + " --- |" * width)
        yield "\n".join(lines)
    yield from notes_of(grid, options)


def is_pictured(grid: Grid, options: Options) -> bool:
    """Whether the report shows this table as a picture, so that only its title is text."""
    return options.pictures and grid.key.startswith("GK")


def notes_of(grid: Grid, options: Options) -> list[str]:
    return grid.notes[1:] if is_pictured(grid, options) else grid.notes


def _pipes(row: list[str]) -> str:
    return "| " + " | ".join(row) + " |"


def _wrapped(text: str, page: int) -> list[str]:
    """Lines of about 28 characters, numbers kept whole; now and then a page number between two lines."""
    lines, line = [], ""
    for token in _TOKEN.findall(text):
        if len(line) + len(token) > _WIDTH and token not in _NO_START:
            lines.append(line)
            line = ""
        line += token
    lines.append(line)
    if page % 9 == 0 and len(lines) > 2:
        lines.insert(2, str(page // 9 + 3))
    return [part for part in (piece.strip() for piece in lines) if part]
