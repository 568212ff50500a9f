"""The lines of a text as cells: what each of them can be in a table, and what page ends left between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts import is_number
from extractors.grids import CODE
from extractors.headers import is_blank, is_order
from extractors.readers.document import TextLine
from extractors.report import Cell, Place, Row
from extractors.text import fold, name_key
from extractors.vocabulary import layout, table_key

#: no cell of a statutory table is longer, nor has marks of a sentence
_LONGEST = 40
_SENTENCE = re.compile(r"[。；！？]|，.*，|[：:]$")
_PART = re.compile(r"^第[一二三四五六七八九十]{1,2}部分")
#: what a page end prints between two cells, beyond doubt
_PAGE = re.compile(r"^(?:-?\d{1,3}-|第\d{1,3}页(?:[,，/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}|\d{1,2}续表|[(（]?续表[)）]?)$")
#: 款 and 项 of a code in cells of their own
_LEVEL = re.compile(r"^[0-9]{2}$")
_CODE_AND_NAME = re.compile(r"^(?P<code>[0-9]{3}(?:[0-9]{2}){0,2})(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line as a cell: its text, where it stands, and how many blank lines stand before it."""

    text: str
    place: Place
    blanks: int = 0

    @property
    def plain(self) -> str:
        return fold(self.text)

    @property
    def cell(self) -> Cell:
        return Cell(self.text, self.place)

    @property
    def is_figure(self) -> bool:
        """A figure or the dash of a blank cell: what can stand in a column of amounts."""
        return is_number(self.text) or is_blank(self.text)

    @property
    def is_word(self) -> bool:
        """What can be a name or a heading."""
        return not self.is_figure and self.is_short

    @property
    def is_short(self) -> bool:
        plain = self.plain
        return len(plain) <= _LONGEST and not _SENTENCE.search(plain) and not self.ends

    @property
    def ends(self) -> bool:
        """Whether no table goes on at this line: it is a note, a title or the heading of a part."""
        return ends_table(self.plain)


@lru_cache(maxsize=1 << 12)
def ends_table(plain: str) -> bool:
    """Whether no table goes on at a folded line: it is a note, a caption, a title or the heading of a part."""
    return layout().is_note(plain) or layout().is_caption(plain) or bool(_PART.match(plain) or table_key(plain))


def pieces_of(lines: Iterable[TextLine], coded: bool = True) -> list[Piece]:
    """Lines as cells, without what page ends left between them; a code and its name on one line are two cells.

    Not ``coded``, nothing is a code: 120场 is one cell.
    """
    pieces: list[Piece] = []
    last = 0
    for line in lines:
        blanks = max(line.place.line - last - 1, 0) if last else 0
        last = line.place.line
        if _PAGE.match(fold(line.text)):
            continue
        match = _CODE_AND_NAME.match(fold(line.text)) if coded else None
        if match is None:
            pieces.append(Piece(line.text, line.place, blanks))
            continue
        cut = match.end()
        at = line.offsets[cut]
        head = Place(line.place.start, line.offsets[cut - 1] + 1, last, line.place.page)
        pieces.append(Piece(line.text[:cut], head, blanks))
        pieces.append(Piece(line.text[cut:], Place(at, line.place.end, last, line.place.page)))
    return pieces


def code_end(pieces: Sequence[Piece], at: int) -> int:
    """One past the cells of a 科目 code, which a name follows that is no total; the place itself where none begins.

    A code may stand in one cell or in those of 类, 款 and 项.
    """
    if not CODE.match(pieces[at].plain):
        return at
    end = at + 1
    while len(pieces[at].plain) == 3 and end < min(len(pieces), at + 3) and _LEVEL.match(pieces[end].plain):
        end += 1
    named = end < len(pieces) and pieces[end].is_word and not is_total(pieces[end])
    return end if named else at


def is_code(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a 科目 code begins at a place."""
    return code_end(pieces, at) > at


def uncounted(pieces: Sequence[Piece]) -> list[Piece]:
    """Rows without the number that counts them, which stands before each code."""
    kept: list[Piece] = []
    count = 0
    for at, piece in enumerate(pieces):
        counts = is_order(piece.text) and int(piece.plain) == count + 1
        if counts and at + 1 < len(pieces) and is_code(pieces, at + 1):
            count += 1
        else:
            kept.append(piece)
    return kept


def is_total(piece: Piece) -> bool:
    return name_key(piece.text) in layout().total_labels


def words_from(pieces: Sequence[Piece], at: int) -> int:
    """One past the last of the words that stand together from a place on: a name wrapped over lines."""
    end = at
    while end < len(pieces) and pieces[end].is_word and (end == at or _goes_on(pieces, end)):
        end += 1
    return end


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a line may be the rest of the name above it: no total, and no farther from it than cells are."""
    total = is_total(pieces[at]) or pieces[at].plain.endswith("合计")
    return not total and pieces[at].blanks <= pieces[at - 1].blanks


def glued(pieces: Sequence[Piece]) -> Cell:
    """Several lines as one cell."""
    first, last = pieces[0].place, pieces[-1].place
    return Cell("".join(p.text for p in pieces), Place(first.start, last.end, first.line, first.page))


def blank_after(cell: Cell) -> Cell:
    """A cell in which nothing is printed."""
    end = cell.place.end
    return Cell("", Place(end, end, cell.place.line, cell.place.page))


def row_of(cells: Sequence[Cell]) -> Row:
    """Cells as a row that covers their lines."""
    printed = [c for c in cells if c.text] or list(cells)
    starts, ends = min(printed, key=lambda c: c.place.start), max(printed, key=lambda c: c.place.end)
    return Row(list(cells), Place(starts.place.start, ends.place.end, starts.place.line, starts.place.page))


def counts_from_one(pieces: Sequence[Piece], at: int) -> int:
    """One past the last of the numbers 1 2 3 … that stand from a place on."""
    end = at
    while end < len(pieces) and is_order(pieces[end].text) and int(pieces[end].plain) == end - at + 1:
        end += 1
    return end
