"""How the rows of a region stand under its header, and whether one row can stand so too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.annex.regions import Header, Region
from extractors.annex.words import figure, holds, is_blank, is_lead, is_level, is_total, is_word, kind_of
from extractors.report import Row
from extractors.text import fold, name_key
from extractors.vocabulary import annex_words

#: how far a row may be moved sideways, nearest first
SHIFTS = (0, 1, -1, 2, -2, 3, -3)
#: a column that so great a share of the rows in place fill is filled in all
_USUAL = 0.6
#: so many cells that a column cannot hold show that its heading says otherwise than its cells
_NO_SLIP = 2


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows in place show.

    How far they are shifted and how many cells they have; which columns hold what their heading says; which are never
    empty, and which looks their cells have; which levels are printed before the names.
    """

    shift: int = 0
    width: int = 0
    kinds: dict[int, str] | None = None
    filled: frozenset[int] = frozenset()
    looks: dict[int, frozenset[str]] | None = None
    levels: frozenset[str] = frozenset()

    def required(self, header: Header) -> frozenset[int]:
        """Columns that a row must fill to be put elsewhere than in place: points, or all where rows are text."""
        return self.filled & frozenset(points(header)) if header.has_figures else self.filled


def habits_of(region: Region) -> Habits:
    header = region.header
    kinds = {i: kind for i, c in header.content.items() if (kind := kind_of(c)) is not None}
    rows = [r for r in region.rows if says_something(header, r) and not any(is_total(c.text) for c in r.cells)]
    shift = _most_common(_best_shift(header, kinds, r) for r in rows)
    if "rate" not in kinds.values():  # where rates have a column of their own, no other holds them
        kinds = {i: k for i, k in kinds.items() if _keeps(rows, i + shift, k)}
    straight = [r for r in rows if _best_shift(header, kinds, r) == shift]
    widths = Counter(len(r.cells) for r in straight)
    width = max(widths, key=lambda n: (widths[n], n), default=header.width)
    straight = [r for r in straight if len(r.cells) == width]
    texts = {i: [text_at(r, i + shift) for r in straight] for i in header.content}
    filled = {i for i, column in texts.items() if _USUAL * len(straight) <= sum(map(bool, column))}
    if not straight and header.has_figures:
        filled = set()
    looks = {i: frozenset(look(t) for t in column if t or i not in filled) for i, column in texts.items()}
    levels = {name_key(text_at(r, i + shift)) for r in straight for i in header.levels}
    return Habits(shift, width, kinds, frozenset(filled), looks if straight else None, frozenset(levels - {""}))


def _most_common(numbers: Iterable[int | None]) -> int:
    """The number that comes most often, the nearest to nought among several; 0 where there is none."""
    counts = Counter(n for n in numbers if n is not None)
    return max(counts, key=lambda n: (counts[n], -abs(n)), default=0)


def _best_shift(header: Header, kinds: dict[int, str], row: Row) -> int | None:
    """The shift at which a row fits with most figures in columns of figures."""
    full = frozenset() if header.has_figures else frozenset(header.content)
    fitting = [s for s in SHIFTS if fits(header, Habits(s, 0, kinds), row, s, full)]
    return max(fitting, key=lambda s: (_agreement(kinds, row, s), -abs(s)), default=None)


def _agreement(kinds: dict[int, str], row: Row, shift: int) -> int:
    """How many columns of figures hold something at a shift."""
    return sum(kind != "text" and bool(text_at(row, i + shift)) for i, kind in kinds.items())


def _keeps(rows: list[Row], at: int, kind: str) -> bool:
    """Whether the cells of a column are what its heading says; a form may print its scores as rates."""
    bad = sum(not holds(kind, text_at(r, at)) for r in rows)
    return bad < _NO_SLIP or 2 * bad <= len(rows)


# ---------------------------------------------------------------- one row


def points(header: Header) -> list[int]:
    """The columns of weights and scores."""
    return [i for i, c in header.content.items() if kind_of(c) in {"weight", "score"}]


def text_at(row: Row, at: int) -> str:
    return row.cells[at].text if 0 <= at < len(row.cells) else ""


def look(text: str) -> str:
    """What a cell looks like: empty, a dash, a figure or words."""
    if not fold(text):
        return ""
    return "-" if is_blank(text) or not fold(text).strip("-%") else "9" if figure(text) else "字"


def says_something(header: Header, row: Row) -> bool:
    """Whether a row has more than names: figures, or text where the columns are for text."""
    if header.has_figures:
        return any(not is_word(c.text) and c.text for c in row.cells) or _is_told_in_words(header, row)
    return sum(bool(c.text) for c in row.cells) > 1


def _is_told_in_words(header: Header, row: Row) -> bool:
    """Whether a form of goals without points tells the goal of an indicator in words (完工时间: 6月底前)."""
    if not header.is_indicator or points(header) or len(row.cells) != header.width:
        return False
    return bool(text_at(row, header.name_at or 0)) and any(text_at(row, i) for i in header.content)


def name_at(header: Header, habits: Habits, row: Row, shift: int) -> int | None:
    """Where a row's name stands at a shift: in the name column, else the last words before the first column.

    In a row in place, a name whose cell is empty may have slipped to the left.
    """
    if header.name_at is None:
        before = range(min(header.columns) + shift - 1, -1, -1)
        return next((i for i in before if text_at(row, i)), None)
    at = header.name_at + shift
    if not text_at(row, at) and header.is_indicator and shift == habits.shift:
        at -= 1
    return at if is_name(header, text_at(row, at)) else None


def is_name(header: Header, text: str) -> bool:
    """Whether a text can name a row: words, and no level of indicators."""
    return is_word(text) and not (header.is_indicator and is_level(text))


def fits(header: Header, habits: Habits, row: Row, shift: int, full: frozenset[int]) -> bool:
    """Whether a row can stand as a whole at a shift, each column with what it can hold and the full ones not empty."""
    at = name_at(header, habits, row, shift)
    if at is None and (header.name_at is not None or not header.lead):
        return False
    if at is not None and not is_word(row.cells[at].text):
        return False
    cells = {i: text_at(row, i + shift) for i in header.content}
    if any(not holds(kind, cells[i]) for i, kind in (habits.kinds or {}).items()) or not all(cells[i] for i in full):
        return False
    taken = {i + shift for i in header.columns}
    first = -1 if at is None else at
    loose = [i for i, c in enumerate(row.cells) if c.text and i not in taken and i != first]
    if any(i > first for i in loose) or not all(_may_stand_before(header, row, i) for i in loose):
        return False
    return shift == habits.shift or not header.is_indicator or _levels_before(habits, row, first)


def _may_stand_before(header: Header, row: Row, at: int) -> bool:
    """Words before the name of a row: levels of an indicator, labels of a region; but no cell of a list."""
    return header.is_indicator or header.name_at is None or is_lead(row.cells[at].text)


def _levels_before(habits: Habits, row: Row, name: int) -> bool:
    """Whether the last words before the name are a level; the name of a moved row is known by that."""
    before = [c.text for c in row.cells[:name] if c.text and is_word(c.text) and not is_lead(c.text)]
    return not before or is_level(before[-1]) or name_key(before[-1]) in habits.levels | annex_words().levels
