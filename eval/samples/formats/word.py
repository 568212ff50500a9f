"""A report as a Word file: headings by style, tables with merged cells."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.samples.document import Block, Grid, Heading, grid_pages, is_pictured, notes_of
from eval.samples.formats.merging import merged
from eval.samples.options import Options
from eval.samples.style import Style

if TYPE_CHECKING:
    from docx.document import Document


def print_word(blocks: Sequence[Block], options: Options) -> bytes:
    """The bytes of a .docx file."""
    from docx import Document as new_document

    style, document = Style(options), new_document()
    for block in blocks:
        if isinstance(block, Grid):
            _table(document, block, options)
        elif isinstance(block, Heading):
            document.add_heading(style.space(block.text), block.level)
        else:
            document.add_paragraph(style.space(block.text))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _table(document: Document, grid: Grid, options: Options) -> None:
    if grid.title:
        document.add_paragraph(grid.title)
    if not is_pictured(grid, options):
        for line in grid.caption:
            document.add_paragraph(line)
        for number, page in enumerate(grid_pages(grid, options.page_breaks)):
            headed = number == 0 or options.page_breaks == "header"
            _rows(document, page, len(grid.head) if headed else 0)
    for note in notes_of(grid, options):
        document.add_paragraph(note)


def _rows(document: Document, rows: Sequence[Sequence[str]], head: int) -> None:
    width = max(map(len, rows))
    table = document.add_table(len(rows), width)
    for cell in merged(rows[:head]):
        last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        table.cell(cell.row, cell.column).merge(last).text = cell.text
    for r, row in enumerate(rows[head:], head):
        cells = table.rows[r].cells
        for k, text in enumerate(row):
            if text:
                cells[k].text = text
    document.add_paragraph("")
