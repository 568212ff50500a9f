"""A report as a PDF: pages of lines, tables with ruled lines or none, long ones over several pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.samples.document import Block, Grid, Heading, grid_pages, is_pictured, notes_of
from eval.samples.formats.merging import merged
from eval.samples.options import Options
from eval.samples.style import Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

#: the size of a page, its margin and that of its letters, in points
_WIDTH, _HEIGHT, _MARGIN, _SIZE = 842.0, 595.0, 50.0, 10.0
_LINE = _SIZE * 1.6
_FONT = "STSong-Light"
_NO_START = "，。、；：）”"


def print_pdf(blocks: Sequence[Block], options: Options, ruled: bool = True) -> bytes:
    """The bytes of a PDF on landscape pages. The font is one that readers have; nothing is embedded."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    pages, style = _Pages(canvas), Style(options)
    for block in blocks:
        if isinstance(block, Grid):
            _table(pages, block, options, ruled)
        elif isinstance(block, Heading):
            if block.level == 1:
                pages.turn()
            pages.paragraph(style.space(block.text), indent=2 if block.level > 1 else 0)
        else:
            pages.paragraph(style.space(block.text), indent=2)
    pages.turn()
    canvas.save()
    return data.getvalue()


def _width(text: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, _FONT, _SIZE))


@dataclass
class _Pages:
    """The page that is being written, from top to bottom."""

    canvas: Canvas
    y: float = _HEIGHT - _MARGIN
    number: int = 1

    def turn(self) -> None:
        """Go on to the next page, unless this one is empty."""
        if self.y == _HEIGHT - _MARGIN:
            return
        self.put(_WIDTH / 2, _MARGIN / 2, f"- {self.number} -")
        self.canvas.showPage()
        self.y, self.number = _HEIGHT - _MARGIN, self.number + 1

    def room(self, height: float) -> None:
        if self.y - height < _MARGIN:
            self.turn()

    def put(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(_FONT, _SIZE)
        self.canvas.drawString(x, y, text)

    def paragraph(self, text: str, indent: int = 0, align: str = "left") -> None:
        for number, line in enumerate(_wrapped(text, _WIDTH - 2 * _MARGIN, indent * _SIZE)):
            self.room(_LINE)
            self.y -= _LINE
            x = _MARGIN + (indent * _SIZE if number == 0 else 0)
            if align == "center":
                x = (_WIDTH - _width(line)) / 2
            self.put(x, self.y, line)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, y0, x1, y1)


def _wrapped(text: str, width: float, indent: float = 0.0, hangs: bool = True) -> Iterator[str]:
    """The lines of a text; with ``hangs`` a stop may stand beyond the edge, but none begins a line."""
    line, room = "", width - indent
    for letter in text:
        if _width(line + letter) > room and not (hangs and letter in _NO_START):
            yield line
            line, room = "", width
        line += letter
    if line:
        yield line


def _table(pages: _Pages, grid: Grid, options: Options, ruled: bool) -> None:
    pages.turn()
    if grid.title:
        pages.paragraph(grid.title, align="center")
    if not is_pictured(grid, options):
        for line in grid.caption:
            pages.paragraph(line)
        for number, page in enumerate(grid_pages(grid, options.page_breaks)):
            if number:
                pages.turn()
            head = len(grid.head) if number == 0 or options.page_breaks == "header" else 0
            _rows(pages, page, head, _columns(grid), ruled)
    for note in notes_of(grid, options):
        pages.paragraph(note)
    pages.turn()


def _columns(grid: Grid) -> list[float]:
    """The widths of the columns: those of their longest words in rows, or half those of their headings."""
    width = max(map(len, [*grid.head, *grid.rows]))
    room = _WIDTH - 2 * _MARGIN
    wanted = [
        max([_width(row[k]) for row in grid.rows if k < len(row)] + [_width(h[k]) / 2 for h in grid.head if k < len(h)])
        for k in range(width)
    ]
    wanted = [w + _SIZE for w in wanted]
    scale = room / sum(wanted)
    return [w * min(scale, 1.6) for w in wanted]


def _rows(pages: _Pages, rows: Sequence[Sequence[str]], head: int, columns: Sequence[float], ruled: bool) -> None:
    """Rows with their texts wrapped in their cells; a page that is full goes on on the next one, without a head."""
    amounts = _amounts(rows)
    lefts = [_MARGIN + sum(columns[:k]) for k in range(len(columns) + 1)]
    if head:
        _head(pages, rows[:head], lefts, ruled)
    for row in rows[head:]:
        texts = [[*_wrapped(text, columns[k] - 6, hangs=False)] for k, text in enumerate(row)]
        height = max(max(map(len, texts), default=1), 1) * _LINE
        pages.room(height)
        for k, lines in enumerate(texts):
            align = "right" if k in amounts and _is_number(row[k]) else "center" if len(row[k]) < 3 else "left"
            _lines(pages, lines, lefts[k], lefts[k + 1], pages.y, height, align)
        if ruled:
            _frame(pages, lefts[0], lefts[-1], pages.y, pages.y - height, lefts)
        pages.y -= height


def _head(pages: _Pages, rows: Sequence[Sequence[str]], lefts: Sequence[float], ruled: bool) -> None:
    cells = merged(rows)
    heights = [_LINE] * len(rows)
    wrapped: dict[int, list[str]] = {}
    for number, cell in enumerate(cells):
        width = lefts[cell.column + cell.columns] - lefts[cell.column]
        wrapped[number] = [*_wrapped(cell.text, width - 6, hangs=False)]
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], len(wrapped[number]) * _LINE)
    for number, cell in enumerate(cells):
        short = len(wrapped[number]) * _LINE - sum(heights[cell.row : cell.row + cell.rows])
        if short > 0:
            heights[cell.row + cell.rows - 1] += short
    pages.room(sum(heights))
    tops = [pages.y - sum(heights[:r]) for r in range(len(rows) + 1)]
    for number, cell in enumerate(cells):
        x0, x1 = lefts[cell.column], lefts[cell.column + cell.columns]
        top, bottom = tops[cell.row], tops[cell.row + cell.rows]
        _lines(pages, wrapped[number], x0, x1, top, top - bottom, "center")
        if ruled:
            _frame(pages, x0, x1, top, bottom, (x0, x1))
    pages.y = tops[-1]


def _lines(pages: _Pages, lines: Sequence[str], x0: float, x1: float, top: float, height: float, align: str) -> None:
    """The lines of a cell, in the middle of its height; at its left or right edge, or in its middle."""
    y = top - (height - len(lines) * _LINE) / 2
    for line in lines:
        y -= _LINE
        room = x1 - x0 - 6 - _width(line)
        x = x0 + 3 + {"left": 0.0, "center": room / 2, "right": room}[align]
        pages.put(x, y + 0.3 * _LINE, line)


def _frame(pages: _Pages, x0: float, x1: float, top: float, bottom: float, uprights: Sequence[float]) -> None:
    pages.rule(x0, top, x1, top)
    pages.rule(x0, bottom, x1, bottom)
    for x in uprights:
        pages.rule(x, top, x, bottom)


def _amounts(rows: Sequence[Sequence[str]]) -> set[int]:
    """The columns of amounts: where some number is none of a code or of an order, by its stop, comma or length."""
    return {
        k
        for row in rows
        for k, text in enumerate(row)
        if _is_number(text) and ("." in text or "," in text or (len(text) > 4 and not text.startswith(("2", "3"))))
    }


def _is_number(text: str) -> bool:
    return any(c.isdigit() for c in text) and all(c in "0123456789.,-%" for c in text)
