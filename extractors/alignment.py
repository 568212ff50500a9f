"""Where the figures of a row with lost cells belong: only there where the sums of the table leave no choice.

A row that has all its cells is taken as printed, whatever it adds up to. A shorter one is tried at every place its
cells could have come from; a lost cell counts as nothing, so that losing money makes every place fail and nothing is
read. What all remaining places agree on is read, the rest is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby, islice, pairwise, permutations

from extractors.facts import NotANumber, is_number, parse_amount
from extractors.headers import is_amount, is_blank
from extractors.problems import Problem
from extractors.report import Cell, Row, Table
from extractors.vocabulary import Sum

#: which column each cell of a row stands in
Places = tuple[int, ...]

#: a row with more ways than this to put its cells back is not worth trying
_WAYS = 1000
#: more columns than these are not tried in another order
_ORDERED = 6


@dataclass(eq=False, slots=True)
class Line:
    """The amounts of one row: cells as printed, and the columns of the header they should fill ("" has no name).

    ``part``: listed with an ordinal below a total. ``overlong``: the row is longer than a header that lacks columns.
    ``placed`` holds the cells whose column is sure.
    """

    row: Row
    name: str
    code: str | None
    cells: list[Cell]
    columns: tuple[str, ...]
    part: bool = False
    overlong: bool = False
    placed: dict[str, Cell] = field(default_factory=dict)
    sure: bool = False

    @property
    def as_printed(self) -> Places:
        return tuple(range(min(len(self.cells), len(self.columns))))

    @property
    def is_whole(self) -> bool:
        """As many cells as columns; further ones are blank."""
        return len(self.cells) >= len(self.columns) and not self.has_more

    @property
    def has_more(self) -> bool:
        """Figures to the right of the last column, or the room for them: the header lost one."""
        return self.overlong or any(is_number(c.text) for c in self.cells[len(self.columns) :])

    def put(self, places: Places) -> None:
        for cell, place in zip(self.cells, places, strict=False):
            if place >= 0 and self.columns[place]:
                self.placed[self.columns[place]] = cell


@dataclass(frozen=True, slots=True)
class Group:
    """A line that must equal the sum of others in every column."""

    whole: Line
    parts: tuple[Line, ...]


@dataclass(slots=True)
class _Table:
    """The lines of one table (or of one side of it) with the sums that hold in it."""

    key: str
    sums: tuple[Sum, ...]
    groups: list[Group]
    problems: list[Problem] = field(default_factory=list)

    def holds(self, line: Line, places: Places, exact: bool = True) -> bool:
        return not self.broken(line, places, exact)

    def broken(self, line: Line, places: Places, exact: bool = True) -> str:
        """The first sum along a row that its cells would not add up to; empty where all do."""
        at = {line.columns[p]: c for c, p in zip(line.cells, places, strict=False)}
        for total in self.sums:
            if not total.holds_in(line.columns):
                continue
            cells = [at.get(c) for c in (*total.whole, *total.parts)]
            amounts = [_amount(c) for c in cells]
            if any(a is None for a in amounts):
                continue
            figures = [a for a in amounts if a is not None]
            signed = [a if i < len(total.whole) else -a for i, a in enumerate(figures)]
            if abs(sum(signed, Decimal(0))) > (Decimal(0) if exact else _room(figures)):
                return f"{'+'.join(total.whole)}={'+'.join(p for p in total.parts if p in line.columns)}"
        return ""


@dataclass(frozen=True, slots=True)
class Print:
    """How a table is printed.

    ``trimmed``: without the blanks at the end of a row. ``starts``: the source lines on which its pages start.
    """

    trimmed: bool
    starts: tuple[int, ...]

    @classmethod
    def of(cls, table: Table) -> Print:
        """A print that trims shows it by no row ending in a blank, though headers have to."""
        rows = [row for row in table.rows if any(row.texts)]
        width = max((len(row.cells) for row in rows), default=0)
        ragged = any(len(row.cells) < width and not any(is_amount(c.text) for c in row.cells) for row in rows)
        lines = [row.place.line for row in table.rows]
        starts = tuple(b for a, b in pairwise(lines) if b > a + 1)
        return cls(ragged and not any(row.cells[-1].text == "" for row in rows), starts)


def align(key: str, lines: Sequence[Line], sums: tuple[Sum, ...], groups: list[Group], how: Print) -> list[Problem]:
    """Give every line the cells whose column is sure; returns what was moved or could not be told."""
    if lines and not all(set(line.columns) - {""} <= _known(sums) for line in lines):
        # a column that the report adds may be a part of a sum or not
        sums = ()
    table = _Table(key, sums, groups)
    more = [line for line in lines if line.has_more]
    if len(more) * 10 >= len(lines) > 0:
        text = "各行的数比表头的栏多，表头丢失一栏，无法判断各数属于哪一栏，整表未读取"
        return [Problem(key, "lost_column", text, more[0].row.place)] if more else []
    if _out_of_order(table, lines):
        text = "表头的栏与各行的数对不上（各栏换了次序才能相加），无法判断各数属于哪一栏，整表未读取"
        return [Problem(key, "lost_column", text, lines[0].row.place)]
    doubtful = [line for line in lines if not _settle(table, line, lines, how.trimmed)]
    if not doubtful:
        return []
    for page in _pages(lines, how.starts):
        short = {len(line.cells) for line in page}
        if len(page) >= 3 and len(short) == 1 and all(line in doubtful and not line.has_more for line in page):
            _place_page(table, page)
    for line in doubtful:
        if not line.sure:
            _place_one(table, line)
    return sorted(table.problems, key=lambda p: p.place.start)


def _out_of_order(table: _Table, lines: Sequence[Line]) -> bool:
    """Whether most rows don't add up as headed, while all would under the same columns in another order.

    A report's own mistake adds up in no order; a header that lost a cell shows itself so.
    """
    whole = [line for line in lines if line.is_whole and sum(bool(_amount(c)) for c in line.cells) >= 2]
    columns = whole[0].columns if whole else ()
    size = len(columns)
    if len(whole) < 2 or not 2 < size <= _ORDERED or any(line.columns != columns for line in whole):
        return False
    if 2 * sum(not table.holds(line, line.as_printed, exact=False) for line in whole) <= len(whole):
        return False
    return any(all(table.holds(line, order) for line in whole) for order in permutations(range(size)))


def _known(sums: Iterable[Sum]) -> set[str]:
    return {c for s in sums for c in (*s.whole, *s.parts)}


def _settle(table: _Table, line: Line, lines: Sequence[Line], trimmed: bool) -> bool:
    """Take a line as printed, unless cells were lost from it."""
    whole = line.is_whole and not _lost_at_end(table, line, lines) and not _moved_right(table, line)
    if whole or (trimmed and not line.has_more and table.holds(line, line.as_printed, exact=False)):
        line.put(line.as_printed)
        line.sure = True
        return True
    return False


def _lost_at_end(table: _Table, line: Line, lines: Sequence[Line]) -> bool:
    """A blank at the end of a full row may be the room that a lost cell left when the others moved up.

    So it is where hardly another row is blank there, or where the row adds up only with its cells moved back.
    """
    width = len(line.columns)
    blanks = [i for i, c in enumerate(line.cells) if is_blank(c.text)]
    if width < 2 or blanks != [width - 1] or len(line.cells) > width:
        return False
    ends = [o for o in lines if o is not line and len(o.cells) >= width and o.columns == line.columns]
    blank = sum(is_blank(o.cells[width - 1].text) for o in ends)
    if table.holds(line, line.as_printed, exact=False):
        # a zero is printed as such in a print that leaves no blanks
        zero = any(_amount(c) == 0 for c in line.cells[: width - 1])
        moved = 4 * blank <= len(ends) and (len(ends) >= 3 or zero)
    else:
        shorter = Line(line.row, line.name, line.code, line.cells[: width - 1], line.columns)
        moved = 2 * blank <= len(ends) or any(table.holds(shorter, places) for places in _ways(shorter))
    if moved:
        del line.cells[width - 1 :]
    return moved


def _moved_right(table: _Table, line: Line) -> bool:
    """A blank before the figures that add up only one column to the left: the cells of the row moved right."""
    if len(line.columns) < 3 or not is_blank(line.cells[0].text) or table.holds(line, line.as_printed, exact=False):
        return False
    left = Line(line.row, line.name, line.code, line.cells[1 : len(line.columns)], line.columns)
    moved = table.holds(left, left.as_printed)
    if moved:
        line.cells = left.cells
    return moved


def _pages(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[list[Line]]:
    """The lines of each page, by the source lines on which the pages start."""
    for _, page in groupby(lines, key=lambda line: bisect_right(starts, line.row.place.line)):
        yield list(page)


# ---------------------------------------------------------------- trying


def _ways(line: Line) -> list[Places]:
    ways = list(islice(combinations(range(len(line.columns)), len(line.cells)), _WAYS + 1))
    return ways if len(ways) <= _WAYS else []


def _fitting(table: _Table, lines: Sequence[Line]) -> list[Places]:
    """The places at which all of some lines of one length add up, along the rows and down the columns."""
    if not any(s.holds_in(lines[0].columns) for s in table.sums):
        return []
    ways = _ways(lines[0])
    fitting = [w for w in ways if all(table.holds(line, w) for line in lines)]
    fitting = fitting or [w for w in ways if all(table.holds(line, w, exact=False) for line in lines)]
    for check in _downward(table, lines):
        # a group that adds up nowhere is the report's own contradiction, or lacks a row, and tells nothing
        fitting = [w for w in fitting if check(w)] or fitting
    return fitting


@dataclass(frozen=True, slots=True)
class _Down:
    """A group with some of its lines put at places to be tried: whether every column adds up."""

    group: Group
    tried: tuple[Line, ...]

    def __call__(self, places: Places) -> bool:
        return all(self._holds(column, places) for column in self.tried[0].columns if column)

    def _holds(self, column: str, places: Places) -> bool:
        figures = [self._at(line, column, places) for line in (self.group.whole, *self.group.parts)]
        known = [f for f in figures if f is not None]
        return len(known) < len(figures) or abs(known[0] - sum(known[1:])) <= _room(known)

    def _at(self, line: Line, column: str, places: Places) -> Decimal | None:
        if line in self.tried:
            index = line.columns.index(column) if column in line.columns else -1
            return _amount(line.cells[places.index(index)]) if index in places else Decimal(0)
        return _amount(line.placed[column]) if column in line.placed else None


def _downward(table: _Table, lines: Sequence[Line]) -> list[_Down]:
    tried = tuple(lines)
    return [_Down(g, tried) for g in table.groups if any(line in tried for line in (g.whole, *g.parts))]


def _amount(cell: Cell | None) -> Decimal | None:
    """The amount of a cell; a lost or blank one counts as nothing, text is unknown."""
    if cell is None:
        return Decimal(0)
    try:
        return parse_amount(cell.text) or Decimal(0)
    except NotANumber:
        return None


def _room(figures: Sequence[Decimal]) -> Decimal:
    """How far rounding can have moved a sum: half a last digit for each figure that is not zero."""
    halves = [Decimal(5).scaleb(int(f.as_tuple().exponent) - 1) for f in figures if f]
    return sum(halves, Decimal(0))


# ---------------------------------------------------------------- placing


def _place_one(table: _Table, line: Line) -> None:
    name = f"“{line.name}”行"
    fitting = [] if line.has_more or not line.cells else _fitting(table, [line])
    agreed = _agreed(fitting, len(line.cells))
    line.put(agreed)
    line.sure = -1 not in agreed and bool(agreed)
    lost = len(line.columns) - len(line.cells)
    if line.has_more:
        text = f"{name}的数比表头的栏多，无法判断各数属于哪一栏，未读取"
        table.problems.append(Problem(table.key, "unread_row", text, line.row.place))
    elif not any(is_number(c.text) for c in line.cells):
        return
    elif not line.sure:
        read = [c for c in line.columns if c in line.placed]
        rest = f"只读取{_listed(read)}" if read else "未读取"
        text = f"{name}少印{lost}格，无法判断各数属于哪一栏，{rest}"
        table.problems.append(Problem(table.key, "unread_row", text, line.row.place))
    elif agreed == line.as_printed:
        text = f"{name}末尾少印{lost}格：{_listed(_absent(line, agreed))}"
        table.problems.append(Problem(table.key, "cut_row", text, line.row.place))
    else:
        ground = table.broken(line, line.as_printed) or _broken_down(table, [line])
        text = f"{name}少印{lost}格：{_listed(_absent(line, agreed))}；按“{ground}”把其后各数放回原栏"
        table.problems.append(Problem(table.key, "shifted_row", text, line.row.place))


def _place_page(table: _Table, page: list[Line]) -> None:
    """Rows up to a page's end that all lack as many cells: the page lost a column."""
    fitting = _fitting(table, page)
    agreed = _agreed(fitting, len(page[0].cells))
    if not any(place >= 0 for place in agreed):
        return
    for line in page:
        line.put(agreed)
        line.sure = True
    lost = _listed([c for c in page[0].columns if c not in page[0].placed and c])
    ground = next((b for line in page if (b := table.broken(line, line.as_printed))), "") or _broken_down(table, page)
    text = f"自“{page[0].name}”行起连续{len(page)}行各少印{len(page[0].columns) - len(page[0].cells)}格，未读取{lost}"
    text += f"；其余各数按“{ground}”归栏" if ground else ""
    table.problems.append(Problem(table.key, "lost_column", text, page[0].row.place))


def _agreed(fitting: list[Places], size: int) -> Places:
    """The place of each cell where all ways agree, -1 where they don't."""
    if not fitting:
        return (-1,) * size
    return tuple(p[0] if len(set(p)) == 1 else -1 for p in zip(*fitting, strict=True))


def _absent(line: Line, agreed: Places) -> list[str]:
    return [c for i, c in enumerate(line.columns) if i not in agreed and c]


def _listed(columns: Iterable[str]) -> str:
    return "".join(f"“{c}”" for c in columns)


def _broken_down(table: _Table, lines: Sequence[Line]) -> str:
    """The group whose sum excludes the cells as printed, in words."""
    checks = [c for c in _downward(table, lines) if not all(c(w) for w in _ways(lines[0]))]
    return f"{checks[0].group.whole.name}=其下各行之和" if checks else ""
