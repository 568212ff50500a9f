"""The picture of a page: the place marked where the box says, also on pages that are turned."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import ReadError
from extractors.readers.pdf.picture import picture_of
from tests.extractors.readers.drawn import HEIGHT, WIDTH, pdf, text


def _marked(data: bytes) -> tuple[float, float]:
    """The middle of what is marked, as parts of the width and height of the picture."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    found = [
        (x, y)
        for x in range(0, image.width, 3)
        for y in range(0, image.height, 3)
        for r, g, b in [image.getpixel((x, y))]  # type: ignore[misc]
        if r > 200 and b < 190 and r - b > 50
    ]
    xs, ys = zip(*found, strict=True)
    return sum(xs) / len(xs) / image.width, sum(ys) / len(ys) / image.height


def test_the_box_is_marked_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(text("123.45", x=300, top=400)))
    x, y = _marked(picture_of(path, 1, (300.0, 390.0, 340.0, 402.0)))
    assert x == pytest.approx(320 / WIDTH, abs=0.01)
    assert y == pytest.approx(396 / HEIGHT, abs=0.01)


def test_a_page_set_across_is_shown_upright(tmp_path: Path) -> None:
    def across(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        for n in range(12):
            canvas.drawString(60, 500 - n * 20, "1234567890")

    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(across))
    image = Image.open(io.BytesIO(picture_of(path, 1)))
    assert image.width > image.height


def test_a_missing_file_and_a_missing_page_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pytest.raises(ReadError, match="打不开"):
        picture_of(path, 1)
    path.write_bytes(pdf(text("1")))
    with pytest.raises(ReadError, match="第9页"):
        picture_of(path, 9)


def test_several_places_of_a_page_are_marked_in_one_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(text("1")))
    x, y = _marked(picture_of(path, 1, (100.0, 100.0, 140.0, 112.0), (300.0, 300.0, 340.0, 312.0)))
    assert x == pytest.approx(220 / WIDTH, abs=0.01)
    assert y == pytest.approx(206 / HEIGHT, abs=0.01)
