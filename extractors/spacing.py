"""Tables parted by spaces alone: their cells put where they stand in print, as far as header and row tell.

Such a print leaves no trace of a blank cell or of a heading over several columns. Codes, ordinals of lines (行次) and
the number of columns tell where the others stand; a row that leaves doubt stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.grids import CODE
from extractors.headers import HEADINGS, is_amount, is_numbering, is_order, is_word
from extractors.report import Cell, Row, Table
from extractors.sides import item_heads
from extractors.text import name_key
from extractors.vocabulary import layout, table_forms

#: the two columns that 项目 stands over
_CODE_WORDS = ("编码", "代码")


def placed(table: Table) -> Table:
    """A table parted by spaces with a cell for every column of a row; any other table as it is."""
    if not table.spaced:
        return table
    header = _Header.of(table.rows)
    if header is None:
        return table
    rows = [*header.rows, *(_placed(row, header) for row in table.rows[len(header.rows) :])]
    return replace(table, rows=rows)


@dataclass(frozen=True, slots=True)
class _Header:
    """The header rows in their places, the number of columns, and how many columns each side has."""

    rows: list[Row]
    width: int
    sides: tuple[int, ...] = ()

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Header | None:
        """The header of a table; None where it does not tell its columns."""
        first = next((n for n, row in enumerate(rows) if _is_data(row)), 0)
        head, data = [_whole_words(row) for row in rows[:first]], rows[first:]
        worded = [row for row in head if not is_numbering(row)]
        sided = ((row, item_heads(row)) for row in worded)
        items, starts = next(((row, heads) for row, heads in sided if len(heads) >= 2), (None, []))
        if items is not None:
            ends = [*starts[1:], len(items.cells)]
            return cls(head, len(items.cells), tuple(b - a for a, b in zip(starts, ends, strict=True)))
        if wide := _grouped(worded, data):
            return cls([*wide, *head[len(worded) :]], len(wide[0].cells))
        coded = [row for row in data if row.cells and CODE.match(row.cells[0].plain)]
        codes = [t for row in worded for t in row.texts if t.endswith(_CODE_WORDS)]
        if not coded or len(codes) != 1:
            return None
        width = max(len(row.cells) for row in coded)
        spread = dict(_spread(worded, width))
        return cls([_numbered(spread.get(n, row), width) for n, row in enumerate(_in_turn(head, worded))], width)


def _in_turn(head: Sequence[Row], worded: Sequence[Row]) -> list[Row]:
    """The worded rows of a header, then its other rows."""
    return [*worded, *(row for row in head if row not in worded)]


def _is_data(row: Row) -> bool:
    """A row of figures: none that numbers the columns."""
    if is_numbering(row):
        return False
    return any(is_amount(t) for t in row.texts) or bool(row.cells and CODE.match(row.cells[0].plain))


# ---------------------------------------------------------------- header


def _whole_words(row: Row) -> Row:
    """A header row with the names of columns that a space breaks in two (上缴上级 支出) made whole."""
    cells: list[Cell] = []
    for cell in row.cells:
        if cells and name_key(cells[-1].text + cell.text) in _names():
            before = cells.pop()
            place = replace(before.place, end=cell.place.end)
            cells.append(Cell(before.text + cell.text, place))
        else:
            cells.append(cell)
    return Row(cells, row.place)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """What columns are called."""
    forms = table_forms().values()
    columns = (c for form in forms for c in (*form.columns, *(c for b in form.blocks for c in b.columns)))
    return frozenset(word for c in columns for word in c.leaf)


def _spread(rows: Sequence[Row], width: int) -> Iterator[tuple[int, Row]]:
    """The last two rows of a header with blanks where a heading stands over several columns."""
    if len(rows) < 2 or len(rows[-2].cells) >= width:
        return
    upper, lower = rows[-2], rows[-1]
    below = _children(upper.texts, lower.texts, width)
    if below is None:
        return
    above_cells: list[Cell] = []
    lower_cells: list[Cell] = []
    words = iter(lower.cells)
    for cell, count in zip(upper.cells, below, strict=True):
        above_cells += [cell, *(_blank(cell) for _ in range(count - 1))]
        lower_cells += [next(words) for _ in range(count)] if count else [_blank(cell)]
    yield len(rows) - 2, Row(above_cells, upper.place)
    yield len(rows) - 1, Row(lower_cells, lower.place)


def _grouped(words: Sequence[Row], data: Sequence[Row]) -> list[Row]:
    """Three rows of headings over rows of figures alone: groups, items, and the parts of an item that each group has.

    Every group has as many columns; nothing where the headings do not make as many columns as there are figures.
    """
    if len(words) != 3 or len({len(row.cells) for row in data}) != 1 or any(map(is_word, data[0].texts)):
        return []
    groups, items, parts = words
    width, many = len(data[0].cells), len(groups.cells)
    parents = [i for i, text in enumerate(items.texts) if _is_whole_of(text, parts.texts)]
    each, rest = divmod(len(parts.cells), many)
    if rest or len(parents) != many or len(items.cells) - many + len(parts.cells) != width or width % many:
        return []
    spread, lowest, left = list[Cell](), list[Cell](), iter(parts.cells)
    for i, cell in enumerate(items.cells):
        size = each if i in parents else 1
        spread += [cell, *(_blank(cell) for _ in range(size - 1))]
        lowest += [next(left) for _ in range(each)] if i in parents else [_blank(cell)]
    over = [c for cell in groups.cells for c in (cell, *(_blank(cell) for _ in range(width // many - 1)))]
    return [Row(cells, row.place) for cells, row in zip((over, spread, lowest), words, strict=True)]


def _is_whole_of(word: str, parts: Sequence[str]) -> bool:
    """Whether some table of the vocabulary has an item of a name whose parts are all those that are no 小计."""
    keys = {name_key(p) for p in parts} - {"小计", "合计"}
    for form in table_forms().values():
        leaves = {c.name: c.leaf for c in form.columns}
        for total in form.sums:
            named = {w for name in total.parts for w in leaves.get(name, ())}
            if len(total.whole) == 1 and name_key(word) in leaves.get(total.whole[0], ()) and keys <= named:
                return True
    return False


def _children(upper: Sequence[str], lower: Sequence[str], width: int) -> list[int] | None:
    """How many words of the lower row stand below each of the upper one; None where that can't be told."""
    below = [0] * len(upper)
    left = [*lower]
    if left and left[0].endswith(_CODE_WORDS):
        below[0], left = 2, left[2:]
    parents = [i for i, word in enumerate(upper) if not below[i] and _is_heading(word)]
    if len(parents) == 1:
        below[parents[0]], left = len(left), []
    for i in parents if left else ():
        while left and _stands_below(left[0], upper[i]):
            below[i] += 1
            left = left[1:]
    whole = sum(max(count, 1) for count in below)
    return below if not left and whole == width else None


@lru_cache(maxsize=1)
def _groups() -> frozenset[str]:
    return frozenset(w for form in table_forms().values() for c in form.columns for w in c.group)


def _is_heading(word: str) -> bool:
    return name_key(word) in HEADINGS | _groups()


def _stands_below(word: str, heading: str) -> bool:
    """Whether some table of the vocabulary has a column of a name below a heading."""
    key, above = name_key(word), name_key(heading)
    columns = (c for form in table_forms().values() for c in form.columns)
    return any(key in c.leaf and any(g in above for g in c.group) for c in columns)


def _numbered(row: Row, width: int) -> Row:
    """The row of 栏次 with a blank beside its word, which stands over code and name."""
    if is_numbering(row) and len(row.cells) == width - 1 and is_word(row.cells[0].text):
        return Row([row.cells[0], _blank(row.cells[0]), *row.cells[1:]], row.place)
    return row


# ---------------------------------------------------------------- rows


def _placed(row: Row, header: _Header) -> Row:
    if header.sides:
        return _sided(row, header.sides)
    first = row.cells[0]
    if len(row.cells) == header.width - 1 and name_key(first.text) in layout().total_labels:
        return Row([first, _blank(first), *row.cells[1:]], row.place)
    return row


def _sided(row: Row, sides: Sequence[int]) -> Row:
    """A row of sides, each with its item, its 行次 and its amounts, blanks where one is not printed."""
    parts = list(_parts(row.cells))
    if len(parts) == 1 and len(sides) == 2 and len(parts[0]) > sides[0]:
        # more amounts than the first side has
        parts.insert(0, [_blank(row.cells[0])])
    if len(parts) != len(sides) or any(len(part) > size for part, size in zip(parts, sides, strict=True)):
        return row
    cells: list[Cell] = []
    for part, size in zip(parts[:-1], sides, strict=False):
        if len(part) < size and any(is_amount(c.text) for c in part):
            return row  # which of its amounts are not printed is not known
        cells += [*part, *(_blank(part[-1]) for _ in range(size - len(part)))]
    return Row([*cells, *parts[-1]], row.place)


def _parts(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The sides of a row: each begins at an item, or at a 行次 that has none."""
    part: list[Cell] = []
    for cell in cells:
        item, order = is_word(cell.text), is_order(cell.text)
        begins = item or (order and len(part) >= 2 and any(is_order(c.text) for c in part))
        if begins and part:
            yield part
            part = []
        if order and not part:
            part = [_blank(cell)]
        part.append(cell)
    if part:
        yield part


def _blank(beside: Cell) -> Cell:
    """A cell in which nothing is printed."""
    return Cell("", beside.place)
