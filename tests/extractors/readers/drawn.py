"""Small PDFs drawn by code: text anywhere, ruled tables, clips, turned pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
FONT, SIZE = "STSong-Light", 10.0

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, encrypt: str | None = None, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """A PDF with a page for each function that draws one. The origin of a canvas is its lower left corner."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=size, invariant=1, encrypt=encrypt)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def text(*lines: str, x: float = 60.0, top: float = 100.0) -> Draw:
    """Lines of text from the top down."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(x, HEIGHT - top - number * 18, line)

    return draw


def table(rows: Sequence[Sequence[str]], top: float = 100.0, left: float = 60.0, wide: float = 90.0) -> Draw:
    """A ruled table; lines of a cell are parted by ``\\n`` and stand in the middle of its height."""

    def draw(canvas: Canvas) -> None:
        y = HEIGHT - top
        for row in rows:
            cells = [cell.split("\n") for cell in row]
            height = max(map(len, cells)) * 14.0 + 6
            for k, lines in enumerate(cells):
                canvas.rect(left + k * wide, y - height, wide, height)
                first = y - (height - len(lines) * 14) / 2
                for n, line in enumerate(lines):
                    canvas.drawString(left + k * wide + 4, first - 11 - n * 14, line)
            y -= height

    return draw


def both(*draws: Draw) -> Draw:
    """Several things on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw
