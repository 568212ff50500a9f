"""Recognition of text in pictures: what RapidOCR reads, and the ruled lines that tables are drawn with.

An extra (``pip install 'juesuan[ocr]'``): its models come with its wheel, nothing is downloaded. Whatever is read here
is marked as read from a picture, so that nobody takes it for printed text.
"""

from __future__ import annotations

import logging
import math
import os
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from extractors.readers.pdf.page import Glyph, Page, Rule

if TYPE_CHECKING:
    import numpy as np

#: pixels for an inch of a page: finer pictures take longer and are read no better
DPI = 160
#: a reading that the engine itself gives less is left out
_SURE = 0.5
#: darker than this is ink; a ruled line is as long at least, in points, and no thicker
_INK, _LONG, _THICK = 150, 18.0, 4.0
#: a page that is turned by less, in degrees, is read as it is; by more it was not scanned askew
_ASKEW, _MOST_ASKEW = 0.04, 5.0
#: a page that is less askew is measured by its lines from end to end, which are so long at least, in points
_LITTLE, _FAR = 1.0, 120.0
_CHINESE, _LATIN = 2.0, 1.1


def is_available() -> bool:
    """Whether text in pictures can be read here."""
    return find_spec("rapidocr") is not None


def recognise(image: np.ndarray[Any, Any], page: Page) -> None:
    """Read a picture of a page into it: its characters where they stand, its ruled lines.

    ``image`` is the picture as rows of RGB pixels; coordinates become those of the page.
    """
    import cv2

    scale = page.width / image.shape[1]
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    angle = _askew(gray, scale)
    if abs(angle) > _ASKEW:
        middle = (image.shape[1] / 2, image.shape[0] / 2)
        turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
        size = (image.shape[1], image.shape[0])
        image = cv2.warpAffine(image, turn, size, borderValue=(255, 255, 255))
        gray = cv2.warpAffine(gray, turn, size, borderValue=255)
    page.rules = _rules(gray, scale)
    page.glyphs = _glyphs(image, scale)
    page.recognised = True


@lru_cache(maxsize=1)
def _engine() -> Any:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _glyphs(image: np.ndarray[Any, Any], scale: float) -> list[Glyph]:
    """The characters of each line that the engine finds, spread over its box by their usual widths."""
    # pages are upright: told line by line, short numbers would be turned over (39909 into 60668)
    found = _engine()(image, use_cls=False)
    if found.boxes is None or found.txts is None:
        return []
    glyphs: list[Glyph] = []
    for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        if sure < _SURE or not text.strip():
            continue
        xs, ys = [float(c[0]) * scale for c in corners], [float(c[1]) * scale for c in corners]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        # the engine leaves some room around the letters
        room = min(0.1 * (bottom - top), 0.2 * (right - left))
        left, right, top, bottom = left + room, right - room, top + room, bottom - room
        widths = [_CHINESE if ord(c) > 0x2E80 else _LATIN for c in text]
        step, at = (right - left) / sum(widths), left
        for character, width in zip(text, widths, strict=True):
            if not character.isspace():
                glyphs.append(Glyph(character, at, top, at + width * step, bottom, bottom - 0.2 * (bottom - top)))
            at += width * step
    return glyphs


def _rules(gray: np.ndarray[Any, Any], scale: float) -> list[Rule]:
    """The level and upright lines of a picture."""
    import cv2

    rules: list[Rule] = []
    for level in (True, False):
        count, _, boxes, _ = cv2.connectedComponentsWithStats(_drawn(gray, scale, level))
        for x, y, wide, high, _ in boxes[1:count]:
            if (high if level else wide) * scale <= _THICK + 2 * scale:
                rules.append(Rule(x * scale, y * scale, (x + wide) * scale, (y + high) * scale))
    return rules


def _drawn(gray: np.ndarray[Any, Any], scale: float, level: bool) -> np.ndarray[Any, Any]:
    """The ink of a picture that is a level line, or an upright one."""
    import cv2

    ink = cv2.threshold(gray, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    long = max(int(_LONG / scale), 8)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (long, 1) if level else (1, long))
    # a line of a slanted scan is broken into steps, the last ones short: they are one once it is made thicker
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if level else (3, 1)))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)


def _slopes(gray: np.ndarray[Any, Any], scale: float) -> list[float]:
    """The slopes of the long level lines of a picture, in degrees.

    A line that is little askew is drawn in level steps, so that only its whole length tells.
    """
    import cv2
    import numpy as np

    count, marked, boxes, _ = cv2.connectedComponentsWithStats(_drawn(gray, scale, True))
    slopes: list[float] = []
    for number in range(1, count):
        x, y, wide, high, _ = boxes[number]
        if wide * scale >= _FAR and high * scale <= wide * scale / 10:
            down, right = np.nonzero(marked[y : y + high, x : x + wide] == number)
            slopes.append(math.degrees(math.atan(float(np.polyfit(right, down, 1)[0]))))
    return slopes


def _askew(gray: np.ndarray[Any, Any], scale: float) -> float:
    """By how many degrees a picture has to be turned so that its long lines are level; 0 where it has none."""
    import cv2
    import numpy as np

    ink = cv2.threshold(gray, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    found = cv2.HoughLinesP(ink, 1, math.pi / 1800, 200, minLineLength=int(120 / scale), maxLineGap=int(3 / scale) + 1)
    if found is None:
        return 0.0
    angles = [math.degrees(math.atan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in np.reshape(found, (-1, 4))]
    level = [a for a in angles if abs(a) <= _MOST_ASKEW]
    angle = float(np.median(level)) if len(level) >= 3 else 0.0
    if abs(angle) < _LITTLE and len(slopes := _slopes(gray, scale)) >= 3:
        return float(np.median(slopes))
    return angle
