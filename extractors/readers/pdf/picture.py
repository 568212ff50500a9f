"""The picture of a page with a place on it marked: of a PDF, or of a file that is a picture itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import ReadError
from extractors.report import Box

if TYPE_CHECKING:
    from PIL.Image import Image

#: pixels for a point of the page; a page is no wider than so many
_SCALE, _WIDEST = 1.6, 2400
#: room around the marked place, and what marks it
_ROOM = 2.0
_FILL, _EDGE = (255, 214, 0, 90), (214, 120, 0, 255)


def picture_of(path: Path, page: int, *boxes: Box) -> bytes:
    """A page (from 1) as a PNG, the boxes on it marked. Raises ReadError where the file or the page cannot be shown."""
    from extractors.readers import is_picture

    image, scale = _frame(path, page) if is_picture(path) else _rendered(path, page)
    if boxes:
        image = _marked(image, scale, boxes)
    data = io.BytesIO()
    # the best compression takes four times as long and makes a page of lines and letters no smaller
    image.convert("RGB").save(data, "PNG", compress_level=3)
    return data.getvalue()


def _rendered(path: Path, page: int) -> tuple[Image, float]:
    """A page of a PDF, and how many pixels stand for a point of it."""
    import pypdfium2 as pdfium

    from extractors.readers.pdf.page import IN_TURN, drawable, turned_by

    with IN_TURN:
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
            scale = drawable(shown.get_width(), shown.get_height(), min(_SCALE, _WIDEST / max(width, 1.0)))
            return shown.render(scale=scale, rotation=turn).to_pil().convert("RGBA"), scale
        finally:
            document.close()


def _frame(path: Path, page: int) -> tuple[Image, float]:
    """A page of a file of pictures, and how many pixels stand for a point of it as it was read."""
    from PIL import Image as images
    from PIL import ImageOps

    from extractors.readers.pdf import PAGE_WIDTH

    try:
        with images.open(path) as picture:
            picture.seek(page - 1)
            image = ImageOps.exif_transpose(picture.convert("RGBA"))
    except EOFError:
        raise ReadError(f"{path.name}：没有第{page}页") from None
    except (OSError, ValueError, images.DecompressionBombError):
        raise ReadError(f"{path.name}：图片打不开，无法显示；请重新导入") from None
    if image.width > _WIDEST:
        image = image.resize((_WIDEST, round(image.height * _WIDEST / image.width)))
    return image, image.width / PAGE_WIDTH


def _marked(image: Image, scale: float, boxes: Sequence[Box]) -> Image:
    from PIL import Image as images
    from PIL import ImageDraw

    layer = images.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for left, top, right, bottom in boxes:
        corners = ((left - _ROOM) * scale, (top - _ROOM) * scale, (right + _ROOM) * scale, (bottom + _ROOM) * scale)
        draw.rectangle(corners, fill=_FILL, outline=_EDGE, width=2)
    return images.alpha_composite(image, layer)
