"""Pieces of lines that stand apart, and what their words say: a heading, a total, a number of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.facts import is_number
from extractors.readers.pdf.lines import Line, box_of, joined
from extractors.readers.pdf.page import Glyph
from extractors.readers.writing import Piece
from extractors.text import fold, name_key
from extractors.vocabulary import annex_columns, layout, table_forms

#: room between two characters, in their height, that parts cells
_ROOM = 0.45
CODE = re.compile(r"^\d{2,7}$")
DIGITS = re.compile(r"^\d{1,7}$")
ORDER = re.compile(r"^\d{1,2}$")
#: the code of a subject beside names; other whole numbers there are amounts
SUBJECT = re.compile(r"^[23]\d{2}(?:\d{2}){0,2}$")
_LISTED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d))")
#: a code that touches the name behind it
_TOUCHING = re.compile(r"^\d{1,7}(?=[\u4e00-\u9fff])")
#: lines no further apart than this, in the size of a character, are of one row; and of one cell at most
LINE, LEADING = 0.95, 1.9


@dataclass(slots=True)
class Fragment:
    """Characters with no room between them, and the line they stand on."""

    glyphs: list[Glyph]
    base: float
    text: str = ""
    left: float = 0.0
    right: float = 0.0

    @classmethod
    def of(cls, glyphs: list[Glyph], line: Line) -> Fragment:
        box = box_of(glyphs)
        return cls(glyphs, line.base, joined(glyphs), box[0], box[2])

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def number(self) -> bool:
        return is_number(self.text) or bool(re.fullmatch(r"[-—–]{1,2}|[\d.,]+%", self.text))

    @property
    def piece(self) -> Piece:
        return Piece(self.text, box_of(self.glyphs))


def fragments_of(line: Line) -> list[Fragment]:
    """The pieces of a line that stand apart, and codes that touch the name behind them in a row of figures."""
    found = [Fragment.of(glyphs, line) for glyphs in line.words(_ROOM)]
    first = next((n for n, f in enumerate(found) if not ORDER.match(f.text) and not CODE.match(f.text)), None)
    if first is None or not any(f.number for f in found[first + 1 :]):
        return found
    touching = _TOUCHING.match(found[first].text)
    if touching is None:
        return found
    glyphs = found[first].glyphs
    parts = [glyphs[: touching.end()], glyphs[touching.end() :]]
    return [*found[:first], *(Fragment.of(part, line) for part in parts), *found[first + 1 :]]


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """What the headings of tables are called, whole."""
    words = {w for form in table_forms().values() for c in form.columns for w in (*c.leaf, *c.group)}
    words |= {w for form in table_forms().values() for b in form.blocks for c in b.columns for w in (*c.leaf, *c.group)}
    words |= set(annex_columns()) | {name_key(w) for w in layout().header_words}
    return frozenset(words | layout().headings)


def is_heading(text: str) -> bool:
    return name_key(text) in _words()


def is_total(row: Sequence[Fragment]) -> bool:
    """Whether a row is the total of a table that has no figures."""
    return len(row) == 1 and fold(row[0].text) in layout().total_labels


def is_listed(row: Sequence[Fragment]) -> bool:
    """Whether a piece alone is a row, by its number (十二、农林水支出) or its name, and not the rest of a name."""
    if len(row) != 1:
        return False
    return bool(_LISTED.match(fold(row[0].text)) or layout().row_names.search(name_key(row[0].text)))


def is_name(row: Sequence[Fragment]) -> bool:
    return len(row) == 1 and not is_heading(row[0].text) and len(row[0].text) >= 4


def is_label(fragment: Fragment) -> bool:
    """Whether a fragment says that a row is a total."""
    text = fold(fragment.text)
    return text in layout().total_labels or text.endswith("合计")


def is_numbering(row: Sequence[Fragment]) -> bool:
    """Whether a row numbers the columns: 栏次 1 2 3. Pieces of a heading may stand on the same line."""
    orders = [int(f.text) for f in row if ORDER.match(f.text)]
    if orders[:1] != [1] or any(b != a + 1 for a, b in pairwise(orders)):
        return False
    rest = [f for f in row if not ORDER.match(f.text) and not layout().numbering_headings.search(f.text)]
    return not any(f.number for f in rest) and (len(rest) < len(row) - len(orders) or not rest)


def parted_heading(heading: Sequence[Sequence[Fragment]]) -> tuple[list[Fragment], list[list[Fragment]]]:
    """The pieces of headings, and the rows that number the columns without those."""
    pieces: list[Fragment] = []
    numbering: list[list[Fragment]] = []
    for row in heading:
        if is_numbering(row):
            numbering.append([f for f in row if ORDER.match(f.text) or layout().numbering_headings.search(f.text)])
            pieces += [f for f in row if f not in numbering[-1]]
        else:
            pieces += row
    return pieces, numbering
