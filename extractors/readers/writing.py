"""Writing down what a file shows, for formats that are no text: lines and tables in reading order, with their places.

The text that is made here is the source of the report: every quote is cut out of it. Cells of a row are parted by tabs,
pages by form feeds, as a careful dump would have them; each piece remembers where in the file it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.readers.document import Document, LineMark, bounded
from extractors.readers.plain import blocks_of
from extractors.report import Box, Cell, Place, Places, Row, Source, Table

#: white space and marks that end a line or a cell in the text made here
_BREAKS = str.maketrans({c: " " for c in "\t\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"} | {"\0": None})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a line or a cell, and where they stand in the file: a box on the page, or a name."""

    text: str
    where: Box | str | None = None


#: a cell as its pieces: usually one, several where its text was wrapped
CellText = Sequence[Piece]


@dataclass(slots=True)
class Writer:
    """Takes what a reader finds, in reading order, and makes a document of it. ``name`` is that of the file.

    Raises ReadError as soon as it is more than any report has.
    """

    name: str
    _cells: int = 0
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _line: int = 0
    _places: Places = field(default_factory=Places)
    _marks: dict[int, LineMark] = field(default_factory=dict)
    _tables: dict[int, list[list[tuple[int, int]]]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _open: int | None = None

    def page(self, recognised: bool = False) -> None:
        """What is written from here on stands on a new page; ``recognised``: it was read from a picture."""
        if self._places.pages:
            self._put("\f")
        self._places.pages.append(self._length)
        if recognised:
            self._places.recognised.append(len(self._places.pages))

    def line(self, pieces: Iterable[Piece], mark: LineMark | None = None) -> None:
        """A line of text. ``mark`` has what the file says of it."""
        self._begin()
        if mark is not None:
            self._marks[self._line] = mark
        for piece in pieces:
            self._piece(piece)
        self._end()
        self._open = None

    def blank(self) -> None:
        """An empty line."""
        self._begin()
        self._end()

    def row(self, cells: Sequence[CellText], goes_on: bool) -> None:
        """A row of a table; ``goes_on``: of the same table as the row written last."""
        self._begin()
        self._cells += len(cells)
        bounded(self.name, cells=self._cells)
        spans: list[tuple[int, int]] = []
        for number, cell in enumerate(cells):
            if number:
                self._put("\t")
            start = self._length
            for piece in cell:
                self._piece(piece)
            spans.append((start, self._length))
        if not goes_on or self._open is None:
            self._open = self._line
            self._tables[self._open] = []
        self._tables[self._open].append(spans)
        self._end()

    def document(self, untold: Iterable[str] = ()) -> Document:
        """All that was written, as a document. ``untold`` says what of the file was not read."""
        source = Source("".join(self._parts), places=self._places)
        ready: dict[int, Table | None] = {}
        for line, rows in self._tables.items():
            ready[line] = self._table(source, rows)
            ready.update({source.line_of(spans[0][0]) - 1: None for spans in rows[1:]})
        blocks = list(blocks_of(source, ready, self._marks))
        return Document(source, blocks, len(self._places.pages) or None, [*untold])

    def _table(self, source: Source, rows: Sequence[Sequence[tuple[int, int]]]) -> Table:
        made: list[Row] = []
        for spans in rows:
            line = source.line_of(spans[0][0])
            page = self._places.page_of(spans[0][0])
            cells = [Cell(source.text[a:b].strip(), Place(a, b, line, page)) for a, b in spans]
            made.append(Row(cells, Place(spans[0][0], spans[-1][1], line, page)))
        first, last = made[0].place, made[-1].place
        return Table(made, Place(first.start, last.end, first.line, first.page))

    def _piece(self, piece: Piece) -> None:
        text = piece.text.translate(_BREAKS)
        start = self._length
        self._put(text)
        if piece.where is not None and text.strip():
            self._places.add(start, self._length, piece.where)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _begin(self) -> None:
        self._starts.append(self._length)

    def _end(self) -> None:
        self._put("\n")
        self._line += 1
        bounded(self.name, self._length)
