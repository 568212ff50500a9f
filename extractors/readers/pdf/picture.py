"""The picture of a page of a PDF with a place on it marked."""

from __future__ import annotations

import io
from pathlib import Path

from extractors.errors import ReadError
from extractors.report import Box

#: pixels for a point of the page; a page is no wider than so many
_SCALE, _WIDEST = 1.6, 2400
#: room around the marked place, and what marks it
_ROOM = 2.0
_FILL, _EDGE = (255, 214, 0, 90), (214, 120, 0, 255)


def picture_of(path: Path, page: int, *boxes: Box) -> bytes:
    """A page (from 1) as a PNG, the boxes on it marked. Raises ReadError where the file or the page cannot be shown."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageDraw

    from extractors.readers.pdf.page import turned_by

    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, FileNotFoundError):
        raise ReadError(f"{path.name}：PDF 打不开，无法显示页面；请重新导入") from None
    try:
        if not 1 <= page <= len(document):
            raise ReadError(f"{path.name}：没有第{page}页")
        shown = document[page - 1]
        turn = turned_by(shown) * 90
        width = shown.get_height() if turn % 180 else shown.get_width()
        scale = min(_SCALE, _WIDEST / max(width, 1.0))
        image = shown.render(scale=scale, rotation=turn).to_pil().convert("RGBA")
    finally:
        document.close()
    if boxes:
        layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    for left, top, right, bottom in boxes:
        corners = ((left - _ROOM) * scale, (top - _ROOM) * scale, (right + _ROOM) * scale, (bottom + _ROOM) * scale)
        ImageDraw.Draw(layer).rectangle(corners, fill=_FILL, outline=_EDGE, width=2)
    if boxes:
        image = Image.alpha_composite(image, layer)
    data = io.BytesIO()
    image.convert("RGB").save(data, "PNG", optimize=True)
    return data.getvalue()
