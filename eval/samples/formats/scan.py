"""A report as a scan: a PDF whose pages are pictures, a little askew, as a copying machine makes them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.samples.document import Block
from eval.samples.formats.pdf import print_pdf
from eval.samples.options import Options

if TYPE_CHECKING:
    from PIL.Image import Image

#: points of a picture in an inch, how far the paper lies askew in degrees, and how well the pictures are kept
_DPI, _ANGLE, _QUALITY = 200, 0.2, 80


def print_scan(blocks: Sequence[Block], options: Options) -> bytes:
    """The bytes of a PDF of pictures. The machine needs a font with Chinese letters: see ``can_scan``."""
    pages = [page.rotate(_ANGLE, fillcolor=255) for page in _pictures(print_pdf(blocks, options))]
    data = io.BytesIO()
    pages[0].save(data, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:], quality=_QUALITY)
    return data.getvalue()


def _pictures(data: bytes) -> list[Image]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        return [page.render(scale=_DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def can_scan() -> bool:
    """Whether this machine draws Chinese letters: without a font for them all look alike."""
    from eval.samples.document import Text

    drawn = [_pictures(print_pdf([Text(letter * 20)], Options()))[0].tobytes() for letter in "决算"]
    return drawn[0] != drawn[1]
