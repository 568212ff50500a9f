"""What stands on a page of a PDF: its visible characters, its ruled lines and its pictures, by coordinates.

Coordinates are points from the upper left corner of the page as it is shown, whatever way it was turned. The order in
which a file draws its characters tells nothing and is not kept.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as c

#: PDFium may be called by one thread at a time only
IN_TURN = threading.RLock()
#: no picture of a page has more pixels: a PDF may say of itself that it is a mile wide
MOST_PIXELS = 80_000_000
#: a rectangle that is no wider is a line
_THIN = 3.0
#: forms inside forms are looked into no deeper
_DEPTH = 4
#: no page has more characters, or more pieces of lines; what goes beyond is told and left out
MAX_GLYPHS, MAX_RULES = 60_000, 60_000
_WHITE = 250


def drawable(width: float, height: float, scale: float) -> float:
    """Pixels for a point of a page of some size in points: ``scale``, or fewer where these would be too many."""
    return min(scale, math.sqrt(MOST_PIXELS / max(width * height, 1.0)), MOST_PIXELS / max(width, height, 1.0))


@dataclass(slots=True)
class Glyph:
    """One visible character: what it is, its box, and the height of the line it stands on."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    em: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The size it is set in; the height of its box, which fonts make higher or lower, where that is not told."""
        return self.em or self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, or a piece of one: level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(slots=True)
class Page:
    """A page as it is shown. ``pictured`` is the part of it that pictures cover; ``laid_under``: its characters are
    drawn invisibly under a picture, as by a program that read a scan; ``recognised``: they were read from a picture
    here; ``cut``: it has more than is read."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    laid_under: bool = False
    recognised: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of a page that is shown, and by how many quarters it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the file as one of the page as it is shown: left, top, right, bottom."""
        (a, b), (p, q) = self.point(x0, y0), self.point(x1, y1)
        return min(a, p), min(b, q), max(a, p), max(b, q)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Everything visible on the page with this index (from 0)."""
    page = document[index]
    try:
        turns = page.get_rotation() // 90 % 4
        left, bottom, right, top = page.get_bbox()
        frame = _Frame(left, bottom, right, top, turns)
        text = page.get_textpage()
        try:
            frame = _upright(text, frame)
            read = Page(index + 1, *frame.size)
            _glyphs(text, frame, read)
        finally:
            text.close()
        _objects(page, frame, read)
        return read
    finally:
        page.close()


def turned_by(page: pdfium.PdfPage) -> int:
    """By how many quarters more than the file says a page is turned here, so that its text stands upright."""
    turns = page.get_rotation() // 90 % 4
    left, bottom, right, top = page.get_bbox()
    text = page.get_textpage()
    try:
        return (_upright(text, _Frame(left, bottom, right, top, turns)).turns - turns) % 4
    finally:
        text.close()


def _upright(text: pdfium.PdfTextPage, frame: _Frame) -> _Frame:
    """The frame turned so that most characters stand upright: a wide table is often set across a tall page."""
    count = c.FPDFText_CountChars(text)
    step = max(1, count // 200)
    angles = Counter(
        round(c.FPDFText_GetCharAngle(text, i) / 1.5707963) % 4
        for i in range(0, count, step)
        if c.FPDFText_GetUnicode(text, i) > 32
    )
    if not angles:
        return frame
    turned, most = angles.most_common(1)[0]
    shown = (turned + frame.turns) % 4
    if shown == 0 or most < 0.6 * angles.total():
        return frame
    return _Frame(frame.left, frame.bottom, frame.right, frame.top, (frame.turns - shown) % 4)


def _glyphs(text: pdfium.PdfTextPage, frame: _Frame, read: Page) -> None:
    """The characters of a page that can be seen; where none can, those that are drawn invisibly."""
    box, matrix, base_x, base_y = c.FS_RECTF(), c.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    shown = _Shown(frame)
    hidden: list[Glyph] = []
    count = c.FPDFText_CountChars(text)
    read.cut = count > MAX_GLYPHS
    for i in range(min(count, MAX_GLYPHS)):
        code = c.FPDFText_GetUnicode(text, i)
        if code <= 32 or code in _NO_CHARACTER or c.FPDFText_IsGenerated(text, i) == 1:
            continue
        if not c.FPDFText_GetLooseCharBox(text, i, box):
            continue
        x0, top, x1, bottom = frame.box(box.left, box.bottom, box.right, box.top)
        if x1 <= 0 or bottom <= 0 or x0 >= read.width or top >= read.height:
            continue
        character = chr(code)
        if character.isspace():
            continue
        c.FPDFText_GetCharOrigin(text, i, base_x, base_y)
        origin, base = frame.point(base_x.value, base_y.value)
        glyph = Glyph(character, x0, top, x1, bottom, base)
        _set_whole(glyph, origin, _font_size(text, i, matrix))
        state = shown.state(text, i, (box.left + box.right) / 2, (box.bottom + box.top) / 2)
        if state == "seen":
            read.glyphs.append(glyph)
        elif state == "hidden":
            hidden.append(glyph)
    if not read.glyphs and hidden:
        read.glyphs, read.laid_under = hidden, True


def _font_size(text: pdfium.PdfTextPage, index: int, matrix: c.FS_MATRIX) -> float:
    """The size that a character is set in, in points; 0 where the file does not tell."""
    if not c.FPDFText_GetMatrix(text, index, matrix):
        return 0.0
    return float(c.FPDFText_GetFontSize(text, index)) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _set_whole(glyph: Glyph, origin: float, size: float) -> None:
    """Give a character its size; and its whole height and width, where its box is that of its ink alone.

    Fonts of drawn shapes have no other box.
    """
    told = glyph.bottom - glyph.top
    if told > _FONTS * size:
        return
    glyph.em = size
    if told < _INK * size:
        glyph.top, glyph.bottom = glyph.base - _ASCENT * size, glyph.base + (1 - _ASCENT) * size
        if glyph.text >= "\u2e80":
            glyph.x0, glyph.x1 = min(glyph.x0, origin), max(glyph.x1, origin + size)


#: a box that is less high than this part of its size is that of the ink alone; one that is so many times as high shows
#: that the size told is not the one drawn; part of the height above the base line
_INK, _FONTS, _ASCENT = 0.97, 1.8, 0.88
#: marks that stand for no character
_NO_CHARACTER = {0x2, 0xFFFE, 0xFFFF, 0xFFFD, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}


class _Shown:
    """Whether characters can be seen: asked once for each object that draws them, since that is slow."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.modes: dict[int, tuple[bool, tuple[float, float, float, float] | None]] = {}

    def state(self, text: pdfium.PdfTextPage, index: int, x: float, y: float) -> str:
        """``seen``, ``hidden`` (drawn without ink) or ``cut`` (outside what its object may draw on)."""
        drawn = c.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        if key not in self.modes:
            mode = c.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
            self.modes[key] = (mode in {3, 7}, _clip(drawn) if drawn else None)
        inkless, clip = self.modes[key]
        if clip is not None and not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]):
            return "cut"
        return "hidden" if inkless else "seen"


def _clip(drawn: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    """The box outside which an object draws nothing; None where it may draw everywhere."""
    path = c.FPDFPageObj_GetClipPath(drawn)
    count = c.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = float("-inf"), float("-inf"), float("inf"), float("inf")
    for number in range(min(count, 20)):
        xs, ys = [], []
        for k in range(min(c.FPDFClipPath_CountPathSegments(path, number), 64)):
            segment = c.FPDFClipPath_GetPathSegment(path, number, k)
            if segment and c.FPDFPathSegment_GetPoint(segment, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left - 0.5, bottom - 0.5, right + 0.5, top + 0.5


_Matrix = tuple[float, float, float, float, float, float]


def _objects(page: pdfium.PdfPage, frame: _Frame, read: Page) -> None:
    """The ruled lines of a page, and how much of it pictures cover."""
    covered = 0.0
    for kind, drawn, matrix in _walk(page.raw, None, 0):
        if len(read.rules) >= MAX_RULES:
            read.cut = True
            break
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            if (bounds := _bounds(drawn, matrix, frame)) is not None:
                covered += max(0.0, bounds[2] - bounds[0]) * max(0.0, bounds[3] - bounds[1])
        elif kind == c.FPDF_PAGEOBJ_PATH:
            read.rules.extend(_rules(drawn, matrix, frame))
    read.pictured = min(1.0, covered / max(1.0, read.width * read.height))


def _walk(
    owner: c.FPDF_PAGE, matrix: _Matrix | None, depth: int
) -> Iterator[tuple[int, c.FPDF_PAGEOBJECT, _Matrix | None]]:
    count, get = (
        (c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject)
        if depth
        else (c.FPDFPage_CountObjects, c.FPDFPage_GetObject)
    )
    for i in range(count(owner)):
        drawn = get(owner, i)
        kind = c.FPDFPageObj_GetType(drawn)
        if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            own = _matrix(drawn)
            yield from _walk(drawn, _times(own, matrix) if matrix else own, depth + 1)
        else:
            yield kind, drawn, matrix


def _matrix(drawn: c.FPDF_PAGEOBJECT) -> _Matrix:
    m = c.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if c.FPDFPageObj_GetMatrix(drawn, m) else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, cc, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, cc * p + d * r, cc * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(
    drawn: c.FPDF_PAGEOBJECT, matrix: _Matrix | None, frame: _Frame
) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    if not c.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    corners = (left.value, bottom.value, right.value, top.value)
    if matrix is not None:
        (a, b), (p, q) = _apply(matrix, *corners[:2]), _apply(matrix, *corners[2:])
        corners = (min(a, p), min(b, q), max(a, p), max(b, q))
    return frame.box(*corners)


def _rules(drawn: c.FPDF_PAGEOBJECT, matrix: _Matrix | None, frame: _Frame) -> Iterator[Rule]:
    """The lines that a path draws: a thin rectangle is one, a drawn outline has one for each of its sides."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(drawn, fill, stroke) or not (fill.value or stroke.value):
        return
    get = c.FPDFPageObj_GetStrokeColor if stroke.value else c.FPDFPageObj_GetFillColor
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if get(drawn, red, green, blue, alpha):
        white = min(red.value, green.value, blue.value) >= _WHITE
        if white or not alpha.value:
            return
    if (bounds := _bounds(drawn, matrix, frame)) is None:
        return
    x0, top, x1, bottom = bounds
    if min(x1 - x0, bottom - top) <= _THIN:
        if max(x1 - x0, bottom - top) > _THIN:
            yield Rule(x0, top, x1, bottom)
    elif stroke.value:
        yield from _sides(drawn, matrix, frame)


def _sides(drawn: c.FPDF_PAGEOBJECT, matrix: _Matrix | None, frame: _Frame) -> Iterator[Rule]:
    own = _matrix(drawn)
    full = _times(own, matrix) if matrix else own
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for k in range(min(c.FPDFPath_CountSegments(drawn), 4000)):
        segment = c.FPDFPath_GetPathSegment(drawn, k)
        if not segment or not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        at = frame.point(*_apply(full, x.value, y.value))
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = at
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield from _line(last, at)
        last = at
        if c.FPDFPathSegment_GetClose(segment):
            yield from _line(last, start)
            last = start


def _line(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    if min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 1 and max(abs(a[0] - b[0]), abs(a[1] - b[1])) > _THIN:
        yield Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
