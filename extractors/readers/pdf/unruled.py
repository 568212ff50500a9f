"""Tables that a page sets without ruled lines: columns by what stands above one another, rows by what stands beside.

Only where columns, headings and rows come out without a doubt is a table made; all else stays lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, takewhile

from extractors.facts import is_number
from extractors.readers.pdf.lines import Line, box_of, joined
from extractors.readers.pdf.page import Glyph
from extractors.readers.writing import CellText, Piece
from extractors.report import Box
from extractors.text import fold, name_key
from extractors.vocabulary import annex_columns, is_table_title, layout, table_forms, table_key

#: room between two characters, in their height, that parts cells
_ROOM = 0.45
#: so many rows with figures make a table, and so many columns
_ROWS, _COLUMNS = 2, 3
#: a form has so many columns at least
_WIDE = 5
#: a lone piece of text with so many characters is prose
_PROSE = 26
_STOP = re.compile(r"[。；]|[，：]$")
_CODE = re.compile(r"^\d{2,7}$")
_DIGITS = re.compile(r"^\d{1,7}$")
_ORDER = re.compile(r"^\d{1,2}$")
#: the code of a subject beside names; other whole numbers there are amounts
_SUBJECT = re.compile(r"^[23]\d{2}(?:\d{2}){0,2}$")
_LISTED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、](?!\d))")
#: a code that touches the name behind it
_TOUCHING = re.compile(r"^\d{1,7}(?=[\u4e00-\u9fff])")
#: lines no further apart than this, in the size of a character, are of one row; and of one cell at most
_LINE, _LEADING = 0.95, 1.9
#: room between two cells of prose
_GAP = 2.0
#: room between a column of whole codes and that of codes without their zero, in the size of a character
_BESIDE = 2.0
#: pieces of one heading have their middles no further apart, in the size of a character
_IN_LINE = 0.35


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


@dataclass(slots=True)
class Region:
    """Lines of a page that may be a table or a part of one; ``short``: a row at its top or end, none alone."""

    lines: list[Line]
    rows: list[list[Fragment]] = field(default_factory=list)
    short: bool = False


@dataclass(slots=True)
class Open:
    """An unruled table on one page: its rows from the head down, each with the cells of all columns."""

    region: Region
    cells: list[list[CellText]]
    first: bool = True

    @property
    def box(self) -> Box:
        boxes = [line.box for line in self.region.lines]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def regions_of(lines: Sequence[Line]) -> list[Region]:
    """The runs of lines of a page that have figures in columns, from their headings down."""
    found: list[Region] = []
    run: list[tuple[Line, list[Fragment]]] = []
    for line in [*lines, None]:
        fragments = _fragments(line) if line is not None else []
        if line is not None and _may_be_row(line, fragments):
            run.append((line, fragments))
            continue
        at_top = bool(run) and run[0][0] is lines[0]
        while run and len(run[0][1]) < 2 and not _overlaps(run) and not (at_top and _is_listed(run[0][1])):
            run.pop(0)
        while run and len(run[-1][1]) < 2 and _is_apart(run):
            run.pop()
        figured = sum(len(f) >= 2 and any(x.number for x in f) for _, f in run)
        at_top = bool(run) and run[0][0] is lines[0]
        empty = bool(run) and _is_empty([item[1] for item in run])
        if figured >= _ROWS or (figured and at_top) or empty:
            short = figured < _ROWS and not empty
            found.append(Region([item[0] for item in run], [item[1] for item in run], short))
        elif line is None and (tail := _tail(run)):
            found.append(Region([item[0] for item in tail], [item[1] for item in tail], True))
        run = []
    return found


def _fragments(line: Line) -> list[Fragment]:
    """The pieces of a line that stand apart, and codes that touch the name behind them in a row of figures."""
    found = [Fragment.of(glyphs, line) for glyphs in line.words(_ROOM)]
    first = next((n for n, f in enumerate(found) if not _ORDER.match(f.text) and not _CODE.match(f.text)), None)
    if first is None or not any(f.number for f in found[first + 1 :]):
        return found
    touching = _TOUCHING.match(found[first].text)
    if touching is None:
        return found
    glyphs = found[first].glyphs
    parts = [glyphs[: touching.end()], glyphs[touching.end() :]]
    return [*found[:first], *(Fragment.of(part, line) for part in parts), *found[first + 1 :]]


def _tail(run: Sequence[tuple[Line, list[Fragment]]]) -> Sequence[tuple[Line, list[Fragment]]]:
    """What at the end of a page may be the top of a table: headings alone, or lines of several pieces."""
    headings = _cells([f for _, fragments in run for f in fragments])
    if sum(_is_heading(h.text) for h in headings) >= _COLUMNS:
        return run
    return [*takewhile(lambda item: len(item[1]) > 1, reversed(run))][::-1]


def _overlaps(run: Sequence[tuple[Line, list[Fragment]]]) -> bool:
    """Whether a run begins with a piece of a cell centred beside others: nearer to the next than a line is high."""
    if len(run) < 2 or not run[0][1]:
        return False
    return run[1][0].base - run[0][0].base < _LINE * run[0][1][0].glyphs[0].size


def _is_apart(run: Sequence[tuple[Line, list[Fragment]]]) -> bool:
    """Whether a run ends with a line that is no piece of a cell: it stands apart, and is no total or figure."""
    last = run[-1][1]
    if len(run) < 2 or not last or last[0].number or _is_total(last):
        return False
    return run[-1][0].base - run[-2][0].base > _LEADING * run[-1][0].size


def _is_empty(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether lines are the headings of a table and its total alone."""
    known = sum(_is_heading(f.text) for row in rows for f in row)
    labels = layout().total_labels
    total = any(fold(r[0].text) in labels and all(f.number for f in r[1:]) for r in rows[1:])
    return total and known >= _COLUMNS


def _may_be_row(line: Line, fragments: Sequence[Fragment]) -> bool:
    text = fold(line.text)
    if _STOP.search(text) and len(fragments) < 3 and not _far_apart(fragments):
        return False
    if len(fragments) == 1 and len(text) > _PROSE:
        return False
    if layout().is_note(text) or "单位：" in text or table_key(text) or is_table_title(text):
        return False
    return not any(layout().is_caption(fold(f.text)) for f in fragments)


def _far_apart(fragments: Sequence[Fragment]) -> bool:
    """Whether fragments stand as cells do, not as the words of a sentence."""
    return len(fragments) > 1 and all(b.left - a.right > _GAP * b.glyphs[0].size for a, b in pairwise(fragments))


def opened(runs: Sequence[Sequence[Region]]) -> list[Open]:
    """The tables of regions; each run has the regions of the pages that one table goes on over."""
    return [table for run in runs for table in _opened(run)]


def _opened(run: Sequence[Region]) -> list[Open]:
    if all(region.short for region in run):
        return []
    if found := _tables(run) or _form(run):
        return found
    # what ended the page before, or begins the next one, may be no part of it
    if run[0].short:
        return _opened(run[1:])
    return _opened(run[:-1]) if run[-1].short else []


def goes_on(above: Region, below: Region) -> bool:
    """Whether a region at the top of a page may be the rest of the one that ended the page before."""
    head = _head_size(below)
    if head == 0 or not all(_is_heading(f.text) for f in below.rows[0]):
        return True
    if _tables([above]) is None:
        return True  # a form, any of whose rows may be headings
    return [[f.text for f in row] for row in below.rows[:head]] == [[f.text for f in row] for row in above.rows[:head]]


def _head_size(region: Region) -> int:
    """How many lines at the top of a region are its heading: those before the first row with an amount or a code."""
    for number, row in enumerate(region.rows):
        if _is_numbering(row):
            continue
        if any(f.number for f in row) and not all(_is_heading(f.text) for f in row):
            start = number
            # lines of a name may stand above its figures
            while start > 0 and not _is_numbering(region.rows[start - 1]) and _is_name(region.rows[start - 1]):
                start -= 1
            return start
    total = (n for n, row in enumerate(region.rows) if n and _is_total(row))
    return next(total, len(region.rows))


def _is_total(row: Sequence[Fragment]) -> bool:
    """Whether a row is the total of a table that has no figures."""
    return len(row) == 1 and fold(row[0].text) in layout().total_labels


def _is_listed(row: Sequence[Fragment]) -> bool:
    """Whether a piece alone is a row, by its number (十二、农林水支出) or its name, and not the rest of a name."""
    if len(row) != 1:
        return False
    return bool(_LISTED.match(fold(row[0].text)) or layout().row_names.search(name_key(row[0].text)))


def _is_name(row: Sequence[Fragment]) -> bool:
    return len(row) == 1 and not _is_heading(row[0].text) and len(row[0].text) >= 4


def _is_numbering(row: Sequence[Fragment]) -> bool:
    """Whether a row numbers the columns: 栏次 1 2 3. Pieces of a heading may stand on the same line."""
    orders = [int(f.text) for f in row if _ORDER.match(f.text)]
    if orders[:1] != [1] or any(b != a + 1 for a, b in pairwise(orders)):
        return False
    rest = [f for f in row if not _ORDER.match(f.text) and not layout().numbering_headings.search(f.text)]
    return not any(f.number for f in rest) and (len(rest) < len(row) - len(orders) or not rest)


def _split(heading: Sequence[Sequence[Fragment]]) -> tuple[list[Fragment], list[list[Fragment]]]:
    """The pieces of headings, and the rows that number the columns without those."""
    pieces: list[Fragment] = []
    numbering: list[list[Fragment]] = []
    for row in heading:
        if _is_numbering(row):
            numbering.append([f for f in row if _ORDER.match(f.text) or layout().numbering_headings.search(f.text)])
            pieces += [f for f in row if f not in numbering[-1]]
        else:
            pieces += row
    return pieces, numbering


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """What the headings of tables are called, whole."""
    words = {w for form in table_forms().values() for c in form.columns for w in (*c.leaf, *c.group)}
    words |= {w for form in table_forms().values() for b in form.blocks for c in b.columns for w in (*c.leaf, *c.group)}
    words |= set(annex_columns()) | {name_key(w) for w in layout().header_words}
    return frozenset(words | layout().headings)


def _is_heading(text: str) -> bool:
    return name_key(text) in _words()


# ---------------------------------------------------------------- columns


@dataclass(slots=True)
class _Column:
    """A column: the edges of what stands in it, and its heading."""

    left: float
    right: float
    figures: bool = False
    head: _Heading | None = None


@dataclass(slots=True)
class _Heading:
    """A heading, whole: its pieces from the top down."""

    pieces: list[Fragment]

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)

    @property
    def left(self) -> float:
        return min(p.left for p in self.pieces)

    @property
    def right(self) -> float:
        return max(p.right for p in self.pieces)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.pieces[0].base

    @property
    def base(self) -> float:
        return self.pieces[-1].base

    @property
    def cell(self) -> CellText:
        return [p.piece for p in self.pieces]


def _tables(run: Sequence[Region]) -> list[Open] | None:
    """The pieces of one table, page by page; None where its columns or headings are in doubt."""
    head = _head_size(run[0])
    heading = run[0].rows[:head]
    bodies = [region.rows[head if n == 0 else _repeated(region, heading) :] for n, region in enumerate(run)]
    if head == 0:
        return None
    # the headings may end their page, and the numbers of the columns begin the next one
    split = not bodies[0] and len(run) > 1
    below = [*takewhile(_is_numbering, bodies[1])] if split else []
    if split:
        bodies[1] = bodies[1][len(below) :]
    figured = any(f.number for body in bodies for row in body for f in row)
    columns = _columns([row for body in bodies for row in body]) if figured else []
    if columns is None:
        return None
    pieces, numbering = _split([*heading, *below])
    columns = _under_heads(columns, pieces, [row for body in bodies for row in body])
    levels = _headed(columns, pieces, [f for row in numbering for f in row])
    if levels is None or len(levels.columns) < _COLUMNS:
        return None
    numbered = [_placed(row, levels.columns, loose=True) for row in numbering]
    tables: list[Open] = []
    for n, (region, body) in enumerate(zip(run, bodies, strict=True)):
        rows = [] if split and n == 0 else _rows(body, levels.columns)
        if rows is None:
            return None
        top = levels.rows if n == 0 else []
        tables.append(Open(region, [*top, *(numbered if n == split else []), *rows], n == 0))
    return tables


def _repeated(region: Region, heading: Sequence[Sequence[Fragment]]) -> int:
    """How many lines of a region repeat the heading of its table."""
    printed = [[f.text for f in row] for row in heading]
    return len(printed) if [[f.text for f in row] for row in region.rows[: len(printed)]] == printed else 0


def _columns(rows: Sequence[Sequence[Fragment]]) -> list[_Column] | None:
    """The columns that the fragments of rows make; None where two of a row stand in one.

    The label of a total may be centred over the columns of the codes and names above it, and makes none.
    """
    return _columns_of([[f for f in row if not _is_label(f)] for row in rows]) or _columns_of(rows)


def _is_label(fragment: Fragment) -> bool:
    """Whether a fragment says that a row is a total."""
    text = fold(fragment.text)
    return text in layout().total_labels or text.endswith("合计")


def _columns_of(rows: Sequence[Sequence[Fragment]]) -> list[_Column] | None:
    fragments = sorted((f for row in rows for f in row), key=lambda f: f.left)
    columns: list[_Column] = []
    for fragment in fragments:
        if columns and fragment.left < columns[-1].right - 0.5:
            columns[-1].right = max(columns[-1].right, fragment.right)
        else:
            columns.append(_Column(fragment.left, fragment.right))
    for row in rows:
        at = [_column_at(columns, f) for f in row]
        if any(a == b for a, b in pairwise(at)):
            return None
    columns = _with_short_codes(columns, rows)
    named = False
    for column in columns:
        held = _held(column, fragments)
        codes = _SUBJECT if named else _DIGITS
        figures = [f for f in held if f.number and not codes.match(f.text)]
        column.figures = len(figures) * 2 >= len(held) and bool(figures)
        named = named or not any(f.number for f in held)
    return columns if len(columns) >= 2 else None


def _held(column: _Column, fragments: Sequence[Fragment]) -> list[Fragment]:
    return [f for f in fragments if column.left <= f.middle <= column.right]


def _with_short_codes(columns: Sequence[_Column], rows: Sequence[Sequence[Fragment]]) -> list[_Column]:
    """The columns with those made one whose parts of codes stand apart only because some lost their zero (5 for 05)."""
    fragments = [f for row in rows for f in row]
    made: list[_Column] = []
    for column in columns:
        near = bool(made) and column.left - made[-1].right < _BESIDE * fragments[0].glyphs[0].size
        if near and {_digits(made[-1], fragments), _digits(column, fragments)} == {1, 2}:
            both = [row for row in rows if _held(made[-1], row) and _held(column, row)]
            if not both:
                made[-1] = _Column(made[-1].left, column.right)
                continue
        made.append(column)
    return made


def _digits(column: _Column, fragments: Sequence[Fragment]) -> int:
    """How many digits the parts of codes in a column have; 0 where they are none, or have now one and now two."""
    lengths = {len(f.text) if _ORDER.match(f.text) else 0 for f in _held(column, fragments)}
    return lengths.pop() if len(lengths) == 1 else 0


def _under_heads(
    columns: list[_Column], pieces: Sequence[Fragment], rows: Sequence[Sequence[Fragment]]
) -> list[_Column]:
    """Columns whose cells stand now left, now right, made one where headings begin where their columns do."""
    heads = sorted(_cells(pieces), key=lambda h: h.left)
    if not heads or len(columns) <= len(heads) or any(_is_group(h, heads) for h in heads):
        return columns
    lefts = [h.left for h in heads]
    held: list[list[_Column]] = [[] for _ in heads]
    for column in columns:
        n = max((n for n, left in enumerate(lefts) if left <= column.left + 1), default=0)
        if n + 1 < len(lefts) and column.right > lefts[n + 1]:
            return columns
        held[n].append(column)
    merged = [
        _Column(min(c.left for c in own), max(c.right for c in own), all(c.figures for c in own)) for own in held if own
    ]
    for row in rows:
        at = [_column_at(merged, f) for f in row]
        if any(a == b for a, b in pairwise(at)):
            return columns
    return merged


def _column_at(columns: Sequence[_Column], fragment: Fragment) -> int | None:
    return next((n for n, c in enumerate(columns) if c.left - 0.5 <= fragment.middle <= c.right + 0.5), None)


# ---------------------------------------------------------------- headings


@dataclass(slots=True)
class _Levels:
    """The columns with those that have a heading alone, and the rows of the heading."""

    columns: list[_Column]
    rows: list[list[CellText]]


def _headed(columns: list[_Column], pieces: Sequence[Fragment], numbers: Sequence[Fragment]) -> _Levels | None:
    """The columns with their headings; None where they do not come out alike.

    ``numbers``: the numbers of columns under them.
    """
    cells = _cells(pieces)
    if not cells:
        return None
    groups = _groups(cells, len(columns), numbers)
    leaves = sorted((h for h in cells if h not in groups), key=lambda h: h.middle)
    full = _matched(columns, leaves) if columns else [_Column(h.left, h.right, head=h) for h in leaves]
    if full is None:
        return None
    spans: list[tuple[_Heading, range]] = []
    for group in groups:
        span = _span(group, full, groups)
        if span is None:
            return None
        spans.append((group, span))
    return _Levels(full, [*_head_rows(full, spans)])


def _cells(fragments: Sequence[Fragment]) -> list[_Heading]:
    """The headings that pieces make: those with one middle, one below the other, that are one word or none alone."""
    stacks: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: f.base):
        size = fragment.glyphs[0].size
        own = [s for s in stacks if _is_below(fragment, s[-1], size)]
        if own:
            own[-1].append(fragment)
        else:
            stacks.append([fragment])
    return [heading for stack in stacks for heading in _parted(stack)]


def _is_below(fragment: Fragment, above: Fragment, size: float) -> bool:
    """Whether a piece of a heading goes on with one above it: in line with it, and as near as lines of a cell are."""
    return abs(above.middle - fragment.middle) <= _IN_LINE * size and fragment.base - above.base <= _LEADING * size


def _parted(stack: Sequence[Fragment]) -> list[_Heading]:
    """A stack of pieces as headings: the fewest of which each is a known word, else the whole as one."""
    best: list[list[list[Fragment]] | None] = [[]]
    for end in range(1, len(stack) + 1):
        ways: list[list[list[Fragment]]] = []
        for start in range(end):
            before, part = best[start], [*stack[start:end]]
            if before is not None and _is_heading("".join(f.text for f in part)):
                ways.append([*before, part])
        best.append(min(ways, key=len) if ways else None)
    parts = best[-1]
    return [_Heading(part) for part in parts] if parts else [_Heading([*stack])]


def _form(run: Sequence[Region]) -> list[Open] | None:
    """A form whose rows have headings of their own, page by page: columns begin as in its longest row of headings.

    None where a row has two pieces side by side for one column.
    """
    pages = [_beside(region.rows) for region in run]
    stacks = [_stacks(row) for rows in pages for row in rows]
    most = max(len(row) for row in stacks)
    frame = max((r for r in stacks if len(r) == most), key=lambda r: sum(_is_heading(h.text) for h in r))
    if most < _WIDE or sum(_is_heading(h.text) for h in frame) * 2 < most:
        return None
    columns = [_Column(h.left, h.right) for h in frame]
    for row in stacks:
        for stack in row:
            over = [c for c in columns if stack.left < c.right and c.left < stack.right]
            if len(over) == 1 and len(row) > 1:
                over[0].left = min(over[0].left, stack.left)
    tables: list[Open] = []
    for n, (region, rows) in enumerate(zip(run, pages, strict=True)):
        placed = _spread(rows, columns)
        if placed is None:
            return None
        tables.append(Open(region, placed, n == 0))
    return tables


def _beside(rows: Sequence[Sequence[Fragment]]) -> list[list[Fragment]]:
    """The rows whose lines are nearer than a line is high: pieces of cells that are centred beside one another."""
    found: list[list[Fragment]] = []
    for row in rows:
        size = max(f.glyphs[0].size for f in row)
        if found and row[0].base - found[-1][-1].base < _LINE * size:
            found[-1].extend(row)
        else:
            found.append([*row])
    return found


def _stacks(row: Sequence[Fragment]) -> list[_Heading]:
    """The pieces of a row as its cells: those one above the other together."""
    stacks: list[_Heading] = []
    for fragment in sorted(row, key=lambda f: f.left):
        if stacks and fragment.left < stacks[-1].right - 0.5:
            stacks[-1].pieces.append(fragment)
        else:
            stacks.append(_Heading([fragment]))
    for stack in stacks:
        stack.pieces.sort(key=lambda f: f.base)
    return stacks


def _spread(rows: Sequence[Sequence[Fragment]], columns: Sequence[_Column]) -> list[list[CellText]] | None:
    """The rows of a form: what begins in a column stands in it, however far it reaches."""
    cells: list[dict[int, list[Fragment]]] = []
    lone: list[list[Fragment]] = []
    for row in rows:
        if len(row) == 1 and not row[0].number:
            lone.append([*row])
            continue
        own: dict[int, list[Fragment]] = {}
        for stack in _stacks(row):
            at = _begins(columns, stack)
            if at in own:
                return None
            own[at] = [*stack.pieces]
        if cells and _goes_on(cells[-1], own):
            for at, pieces in own.items():
                cells[-1][at].extend(pieces)
        else:
            cells.append(own)
    if not cells:
        return None
    for row in lone:
        nearest = min(range(len(cells)), key=lambda n: (_distance(cells[n], row[0]), n))
        cells[nearest].setdefault(_begins(columns, row[0]), []).extend(row)
    return [
        [[f.piece for f in sorted(own.get(k, ()), key=lambda f: f.base)] for k in range(len(columns))] for own in cells
    ]


def _distance(cells: dict[int, list[Fragment]], fragment: Fragment) -> float:
    """How far a fragment is from the nearest line of a row."""
    return min(abs(f.base - fragment.base) for pieces in cells.values() for f in pieces)


def _goes_on(above: dict[int, list[Fragment]], below: dict[int, list[Fragment]]) -> bool:
    """Whether a line goes on with the cells of the row above it: with words that are no headings of their own."""
    pieces = [f for own in below.values() for f in own]
    if not set(below) <= set(above) or any(f.number for f in pieces):
        return False
    whole = ["".join(f.text for f in (*above[at], *below[at])) for at in below]
    if all(_is_heading(text) for text in whole):
        return True
    if any(_is_heading(f.text) for f in pieces) or all(
        _is_heading("".join(f.text for f in own)) for at, own in above.items() if at in below
    ):
        return False
    last = max(f.base for at in below for f in above[at])
    return pieces[0].base - last < _LEADING * pieces[0].glyphs[0].size


def _begins(columns: Sequence[_Column], fragment: Fragment | _Heading) -> int:
    """The column in which a fragment begins."""
    return max((n for n, c in enumerate(columns) if c.left <= fragment.left + 2), default=0)


def _groups(cells: Sequence[_Heading], columns: int, numbers: Sequence[Fragment]) -> list[_Heading]:
    """The headings of several columns: those that stand over others, and the uppermost where there are too many.

    What is centred over columns need not stand right above the heading of any of them; what stands right above the
    number of a column is the heading of that one.
    """
    groups = [h for h in cells if _is_group(h, cells)]
    for heading in sorted((h for h in cells if h not in groups), key=lambda h: (h.base, h.left)) if columns else ():
        rest = [h for h in cells if h not in groups]
        if len(rest) <= columns:
            break
        below = [h for h in rest if h.top > heading.base + 1]
        if name_key(heading.text) in _group_words() and len(below) >= 2 and not _is_numbered(heading, below, numbers):
            groups.append(heading)
    return groups


def _is_numbered(heading: _Heading, below: Sequence[_Heading], numbers: Sequence[Fragment]) -> bool:
    """Whether a heading stands over the number of a column, with no other between."""

    def over(upper: _Heading, number: Fragment) -> bool:
        return abs(upper.middle - number.middle) < 2 or abs(upper.left - number.left) < 2

    return any(over(heading, n) and not any(over(b, n) for b in below) for n in numbers)


@lru_cache(maxsize=1)
def _group_words() -> frozenset[str]:
    """What headings of several columns are called."""
    columns = [
        c for form in table_forms().values() for c in (*form.columns, *(c for b in form.blocks for c in b.columns))
    ]
    return frozenset({w for c in columns for w in c.group} | {"收入", "支出", "项目", "本年支出", "本年收入"})


def _is_group(heading: _Heading, cells: Sequence[_Heading]) -> bool:
    """Whether a heading stands right above another one."""
    below = [h for h in cells if h.top > heading.base + 1 and h is not heading]
    return any(h.left < heading.right and heading.left < h.right for h in below)


def _matched(columns: list[_Column], leaves: Sequence[_Heading]) -> list[_Column] | None:
    """Columns and headings in their order: each heading over its column, or over one that no row fills."""
    if len(leaves) < sum(c.figures for c in columns):
        return None
    if len(leaves) == len(columns):
        for column, leaf in zip(columns, leaves, strict=True):
            column.head = leaf
        return columns
    many, few = len(leaves), len(columns)
    # the least distance of the first headings from the first columns, in order, and whether each column has one
    nothing: tuple[float, tuple[int, ...]] = (0.0, ())
    never: tuple[float, tuple[int, ...]] = (float("inf"), ())
    costs = [[nothing, *[never] * few]]
    for leaf in leaves:
        row = [(costs[-1][0][0], costs[-1][0][1])]
        for k in range(1, few + 1):
            skip_leaf = costs[-1][k]
            take = costs[-1][k - 1]
            took = (take[0] + _off(leaf, columns[k - 1]), (*take[1], len(costs) - 1))
            skip_column = row[k - 1] if not columns[k - 1].figures else never
            skipped = (skip_column[0] + _UNHEADED, (*skip_column[1], -1))
            row.append(min(skip_leaf, took, skipped, key=lambda way: way[0]))
        costs.append(row)
    cost, at = costs[-1][few]
    if cost == float("inf") or len(at) != few or many - sum(n >= 0 for n in at) > many // 2:
        return None
    full: list[_Column] = []
    for n, leaf in enumerate(leaves):
        if n in at:
            continue
        full.append(_Column(leaf.left, leaf.right, True, head=leaf))
    for column, n in zip(columns, at, strict=True):
        column.head = leaves[n] if n >= 0 else None
        full.append(column)
    full.sort(key=lambda c: c.head.middle if c.head is not None else (c.left + c.right) / 2)
    return full


#: what it costs to leave a column without a heading, in points
_UNHEADED = 60.0


def _off(leaf: _Heading, column: _Column) -> float:
    """How far a heading is from a column: nothing where one stands over the other."""
    if leaf.left < column.right and column.left < leaf.right:
        return abs(leaf.middle - (column.left + column.right) / 2) * 0.05
    return min(abs(leaf.left - column.right), abs(column.left - leaf.right)) + 2


def _span(group: _Heading, columns: Sequence[_Column], groups: Sequence[_Heading]) -> range | None:
    """The columns that a heading stands over: those whose middle it is; None where none are."""
    under = [n for n, c in enumerate(columns) if c.head is not None and c.head.top > group.base + 1]
    edges = _edges(columns)
    beside = [g for g in groups if g is not group and abs(g.base - group.base) < 2]
    best: tuple[float, int, range] | None = None
    for a in under:
        for b in under:
            span = range(a, b + 1)
            if b <= a or not set(span) <= set(under):
                continue
            if any(edges[a] < g.middle < edges[b + 1] for g in beside):
                continue
            # how wide the outermost columns are does not show
            if (a > 0 and group.left < edges[a] - 4) or (b + 1 < len(columns) and group.right > edges[b + 1] + 4):
                continue
            off = abs((edges[a] + edges[b + 1]) / 2 - group.middle)
            key = (round(off / 8), -len(span), span)
            if best is None or key[:2] < (best[0], best[1]):
                best = key
    return best[2] if best is not None else None


def _edges(columns: Sequence[_Column]) -> list[float]:
    """Where columns part: in the middle of the room between what stands in them."""
    lefts = [min(c.left, c.head.left) if c.head else c.left for c in columns]
    rights = [max(c.right, c.head.right) if c.head else c.right for c in columns]
    inner = [(a + b) / 2 for a, b in zip(rights, lefts[1:], strict=False)]
    return [lefts[0] - 3, *inner, rights[-1] + 3]


def _head_rows(columns: Sequence[_Column], spans: Sequence[tuple[_Heading, range]]) -> Iterator[list[CellText]]:
    """The heading as rows: a heading of several columns in the first of them, one of a single column at the top."""
    tops = sorted({round(group.top) for group, _ in spans})
    placed: set[int] = set()
    for n, top in enumerate(tops):
        row: list[CellText] = [[] for _ in columns]
        covered: set[int] = set()
        for group, span in spans:
            if round(group.top) == top:
                row[span.start] = group.cell
                covered |= {*span}
        deeper = {k for group, span in spans if round(group.top) > top for k in span}
        for k, column in enumerate(columns):
            if k not in covered | deeper | placed and column.head is not None and n == 0:
                row[k] = column.head.cell
                placed.add(k)
        yield row
    yield [column.head.cell if column.head is not None and k not in placed else [] for k, column in enumerate(columns)]


# ---------------------------------------------------------------- rows


def _rows(body: Sequence[Sequence[Fragment]], columns: Sequence[_Column]) -> list[list[CellText]] | None:
    """The rows of a page; lines with nothing but words are pieces of the nearest row."""
    whole = [row for row in body if any(f.number for f in row) or len(row) > 1 or _is_listed(row)]
    whole = whole or [row for row in body if _is_total(row)]
    if not whole:
        return None
    parts: dict[int, list[Fragment]] = {n: [*row] for n, row in enumerate(whole)}
    for row in body:
        if row in whole:
            continue
        base = row[0].base
        nearest = min(range(len(whole)), key=lambda n: (abs(whole[n][0].base - base), n))
        parts[nearest].extend(row)
    return [_placed(fragments, columns) for fragments in parts.values()]


def _placed(fragments: Sequence[Fragment], columns: Sequence[_Column], loose: bool = False) -> list[CellText]:
    """Fragments in the cells of their columns, from the top down."""
    cells: list[list[Piece]] = [[] for _ in columns]
    edges = _edges(columns)
    for fragment in sorted(fragments, key=lambda f: (f.base, f.left)):
        at = None if loose else _column_at(columns, fragment)
        if at is None:
            inner = edges[1:-1]
            at = sum(edge <= fragment.middle for edge in inner)
        cells[at].append(fragment.piece)
    return [*cells]
