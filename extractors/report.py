"""The parsed document: what a reader hands to everything after it.

Whatever the file format, a report is text with places. Every piece remembers the half-open span of the source it
came from, so that a quote is always cut out of the source and never rebuilt.
"""

from __future__ import annotations

import bisect
import json
import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands: span of the source text, first line (from 1) and, for paged formats, the page."""

    start: int
    end: int
    line: int
    page: int | None = None


#: so many characters tell words from others
_HEAD = 24

_BOX = re.compile(r"-?\d+\.\d(?:,-?\d+\.\d){3}")
#: left, top, right and bottom on a page, in points from its upper left corner
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Places:
    """Where the pieces of a text stand in the file it was read from; empty for files that are text themselves.

    ``pages``: where in the text each page begins. ``spots``: spans of the text in their order, each with the box it
    takes on its page, or with the name of its place (``支出决算表!C12``). ``recognised``: the pages whose text was read
    from a picture, and may be wrong.
    """

    pages: list[int] = field(default_factory=list)
    spots: list[tuple[int, int, Box | str]] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, where: Box | str) -> None:
        """A span behind all those before it."""
        self.spots.append((start, end, where))

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, of an offset into the text; None where the file has no pages."""
        return max(1, bisect.bisect_right(self.pages, offset)) if self.pages else None

    def where(self, start: int, end: int) -> Box | str | None:
        """The box of a span of the text on the page it begins on, or the name of the place it begins at."""
        page = self.page_of(start)
        boxes: list[Box] = []
        for number in range(bisect.bisect_right(self.spots, start, key=lambda s: s[1]), len(self.spots)):
            a, b, where = self.spots[number]
            if a >= end:
                break
            if isinstance(where, str):
                return where
            if self.page_of(a) == page:
                boxes.append(_part(where, (max(a, start) - a) / (b - a), (min(b, end) - a) / (b - a)))
        if not boxes:
            return None
        left, top, right, bottom = zip(*boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)

    def packed(self) -> bytes:
        """These places in little room; empty where there are none."""
        if not self.pages and not self.spots:
            return b""
        spots = [(a, b, w if isinstance(w, str) else [round(x, 1) for x in w]) for a, b, w in self.spots]
        told = json.dumps([self.pages, spots, self.recognised], ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(told.encode())

    @classmethod
    def unpacked(cls, data: bytes | None) -> Places:
        """The places that were packed."""
        if not data:
            return cls()
        pages, spots, recognised = json.loads(zlib.decompress(data))
        placed = [(a, b, w if isinstance(w, str) else (w[0], w[1], w[2], w[3])) for a, b, w in spots]
        return cls(pages, placed, recognised)


def spot_of(where: Box | str | None) -> str | None:
    """A place as one word: a box as its four numbers (``72.1,300.5,110.0,312.0``), a name as it is."""
    return ",".join(f"{x:.1f}" for x in where) if isinstance(where, tuple) else where


def box_in(spot: str | None) -> Box | None:
    """The box that a word gives; None for a name."""
    if spot is None or not _BOX.fullmatch(spot):
        return None
    left, top, right, bottom = map(float, spot.split(","))
    return left, top, right, bottom


def _part(box: Box, begin: float, end: float) -> Box:
    """The part of the box of a line of text that some of its characters take."""
    left, top, right, bottom = box
    return left + (right - left) * begin, top, left + (right - left) * end, bottom


@dataclass(slots=True)
class Source:
    """The text of a file as decoded, with its line starts.

    ``text`` keeps every character (line ends are ``\\n``); spans everywhere else count into it. ``places`` tells where
    in the file they stand, where the file is no text.
    """

    text: str
    line_starts: list[int] = field(default_factory=list)
    places: Places = field(default_factory=Places)

    def __post_init__(self) -> None:
        if not self.line_starts:
            self.line_starts = [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    def line_of(self, offset: int) -> int:
        """Line number, from 1, of a character offset."""
        return bisect.bisect_right(self.line_starts, offset)

    def place(self, start: int, end: int, page: int | None = None) -> Place:
        return Place(start, end, self.line_of(start), page or self.places.page_of(start))

    def cut(self, place: Place) -> str:
        """The exact characters at a place."""
        return self.text[place.start : place.end]

    def begins(self, raw: str, place: Place) -> int | None:
        """Where words stand that begin a place, behind its white space and markup; None where they do not begin it.

        The source may have white space inside them.
        """
        start = place.start
        while start < place.end and self.text[start].isspace():
            start += 1
        head = "".join(raw[:_HEAD].split())
        said = "".join(self.text[start : min(place.end, start + 2 * _HEAD)].split())
        return start if head and said.startswith(head) else None


@dataclass(slots=True)
class Cell:
    """One table cell: text as printed (markup removed, ends stripped) and its place."""

    text: str
    place: Place
    #: text with width folded and all white space removed
    plain: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.plain = fold(self.text)


@dataclass(slots=True)
class Row:
    """One printed table row. ``place`` covers the whole line."""

    cells: list[Cell]
    place: Place

    @property
    def texts(self) -> list[str]:
        return [cell.plain for cell in self.cells]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)


@dataclass(slots=True)
class Paragraph:
    """Prose healed across hard line breaks.

    ``text`` has no white space inside Chinese text; ``plain`` is the same length with width and brackets folded, so one
    span serves both; ``offsets[i]`` is the source offset of character ``i``.
    """

    text: str
    plain: str
    offsets: array[int]
    place: Place

    def span(self, source: Source, start: int, end: int) -> Place:
        """Place in the source of characters ``start`` to ``end`` of this paragraph."""
        return source.place(self.offsets[start], self.offsets[end - 1] + 1, self.place.page)


@dataclass(slots=True)
class Table:
    """A grid as printed. ``caption`` holds the lines right above it (title, 公开01表, unit), ``notes`` those below.

    ``spaced``: nothing but spaces parts its cells, so that blank ones leave no trace. ``stacked``: its cells stood one
    per line, and not all rows are as long as the header: blank ones left no trace here either.
    """

    rows: list[Row]
    place: Place
    caption: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    key: str | None = None
    title: str = ""
    spaced: bool = False
    stacked: bool = False


Block = Paragraph | Table


@dataclass(slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of any level.

    ``key`` names the section by meaning (vocabulary ``sections.yaml``) and is inherited by sub-sections;
    ``path`` holds the printed headings from the part down to this one.
    """

    title: str
    level: int
    path: tuple[str, ...]
    place: Place
    key: str | None = None
    blocks: list[Block] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [b for b in self.blocks if isinstance(b, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]


@dataclass(slots=True)
class Identity:
    """Who published which report. Unknown parts are ``None``, never guessed."""

    department: str | None = None
    year: int | None = None
    kind: str = "final"
    level: str | None = None
    scope: str | None = None
    region: str | None = None
    unit: str | None = None


@dataclass(slots=True)
class Report:
    """One report: identity, source text and sections in reading order.

    ``unread`` says, a sentence each, what of the file was not read and why: hidden sheets, pictures without text.
    """

    doc_id: str
    file: str
    sha256: str
    identity: Identity
    source: Source
    sections: list[Section]
    pages: int | None = None
    unread: tuple[str, ...] = ()

    @property
    def tables(self) -> list[tuple[Section, Table]]:
        return [(s, t) for s in self.sections for t in s.tables]

    def header(self) -> dict[str, object]:
        """The ``report`` object of an extraction file (DESIGN 4.4)."""
        i = self.identity
        return {
            "doc_id": self.doc_id,
            "file": self.file,
            "sha256": self.sha256,
            "department": i.department,
            "year": i.year,
            "kind": i.kind,
            "level": i.level,
            "scope": i.scope,
            "region": i.region,
            "unit": i.unit,
            "pages": self.pages,
            "unread": [*self.unread],
        }
