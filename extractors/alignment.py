"""Where the figures of a row with lost cells belong: only there where the sums of the table leave no choice.

A row that has all its cells is taken as printed, whatever it adds up to. A shorter one is tried at every place its
cells could have come from; a lost cell counts as nothing, so that losing money makes every place fail and nothing is
read. What all remaining places agree on is read, the rest is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice, permutations

from extractors.facts import is_number
from extractors.headers import is_blank, is_empty
from extractors.lines import Group, Line, LineTable, Places, Print, amount, room
from extractors.problems import Problem
from extractors.proof import WAYS, Proof, sums_kept
from extractors.vocabulary import Sum

#: more columns than these are not tried in another order
_ORDERED = 6
#: where at least one row in so many does not add up, a print that ends rows early has lost a column
_LOST_COLUMN = 5


def align(
    key: str, lines: Sequence[Line], sums: tuple[Sum, ...], groups: list[Group], how: Print, damaged: bool = False
) -> list[Problem]:
    """Give every line the cells whose column is sure; returns what was moved or could not be told.

    ``damaged``: rows of the table could not be read at all, so that a row is sure only where sums bear it out.
    """
    table = LineTable(key, sums, groups)
    sums_kept(table, lines)
    more = [line for line in lines if line.has_more]
    if len(more) * 10 >= len(lines) > 0:
        text = "各行的数比表头的栏多，表头丢失一栏，无法判断各数属于哪一栏，整表未读取"
        return [Problem(key, "lost_column", text, more[0].row.place)] if more else []
    if _out_of_order(table, lines):
        text = "表头的栏与各行的数对不上（各栏换了次序才能相加），无法判断各数属于哪一栏，整表未读取"
        return [Problem(key, "lost_column", text, lines[0].row.place)]
    for line in lines:
        _settle(table, line, lines, how)
    proof = Proof(table, lines)
    proof.take_back(even=how.even)
    doubtful = [line for line in lines if not line.sure and not line.torn]
    lost = len(doubtful) >= 2 and len(doubtful) * _LOST_COLUMN >= len(lines)
    proof.of_short_rows(not lost, damaged)
    for page in how.pages(lines) if doubtful else ():
        short = {len(line.cells) for line in page}
        if len(page) >= 3 and len(short) == 1 and all(line in doubtful and not line.has_more for line in page):
            _place_page(table, page)
    for line in doubtful:
        if not line.sure:
            _place_one(table, line)
    if not how.even:
        proof.of_open_rows(damaged)
        proof.drop_blanks()
    return sorted(table.problems, key=lambda p: p.place.start)


def _out_of_order(table: LineTable, lines: Sequence[Line]) -> bool:
    """Whether most rows don't add up as headed, while all would under the same columns in another order.

    A report's own mistake adds up in no order; a header that lost a cell shows itself so.
    """
    whole = [line for line in lines if line.is_whole and sum(bool(amount(c)) for c in line.cells) >= 2]
    columns = whole[0].columns if whole else ()
    size = len(columns)
    if len(whole) < 2 or not 2 < size <= _ORDERED or any(line.columns != columns for line in whole):
        return False
    if 2 * sum(not table.holds(line, line.as_printed, exact=False) for line in whole) <= len(whole):
        return False
    return any(all(table.holds(line, order) for line in whole) for order in permutations(range(size)))


def _settle(table: LineTable, line: Line, lines: Sequence[Line], how: Print) -> None:
    """Take a line as printed, unless cells were lost from it."""
    moved = not how.fixed and line.is_whole and (_lost_at_end(table, line, lines) or _moved_right(table, line))
    whole = line.is_whole and not moved
    # a zero is printed as such in a print that leaves no blanks: a short row with one lost a cell
    zero = any(is_number(c.text) and amount(c) == 0 for c in line.cells)
    if whole or (how.trimmed and not zero and not line.has_more and table.holds(line, line.as_printed, exact=False)):
        line.put(line.as_printed)
        line.sure = line.ended = True


def _lost_at_end(table: LineTable, line: Line, lines: Sequence[Line]) -> bool:
    """A blank at the end of a full row may be the room that a lost cell left when the others moved up.

    So it is where hardly another row is blank there, or where the row adds up only with its cells moved back.
    """
    width = len(line.columns)
    blanks = [i for i, c in enumerate(line.cells) if is_blank(c.text)]
    if (
        not table.sums
        or width < 2
        or not is_empty(line.cells[-1].text)
        or blanks != [width - 1]
        or len(line.cells) > width
    ):
        return False
    ends = [o for o in lines if o is not line and len(o.cells) >= width and o.columns == line.columns]
    blank = sum(is_blank(o.cells[width - 1].text) for o in ends)
    if table.holds(line, line.as_printed, exact=False):
        # a zero is printed as such in a print that leaves no blanks
        zero = any(amount(c) == 0 for c in line.cells[: width - 1])
        moved = 4 * blank <= len(ends) and (len(ends) >= 3 or zero)
    else:
        shorter = Line(line.row, line.name, line.code, line.cells[: width - 1], line.columns)
        moved = 2 * blank <= len(ends) or any(table.holds(shorter, places) for places in _ways(shorter))
    if moved:
        del line.cells[width - 1 :]
    return moved


def _moved_right(table: LineTable, line: Line) -> bool:
    """A blank before the figures that add up only one column to the left: the cells of the row moved right."""
    if len(line.columns) < 3 or not is_blank(line.cells[0].text) or table.holds(line, line.as_printed, exact=False):
        return False
    left = Line(line.row, line.name, line.code, line.cells[1 : len(line.columns)], line.columns)
    moved = table.holds(left, left.as_printed)
    if moved:
        line.cells = left.cells
    return moved


# ---------------------------------------------------------------- trying


def _ways(line: Line) -> list[Places]:
    ways = list(islice(combinations(range(len(line.columns)), len(line.cells)), WAYS + 1))
    return ways if len(ways) <= WAYS else []


def _fitting(table: LineTable, lines: Sequence[Line]) -> list[Places]:
    """The places at which all of some lines of one length add up, along the rows and down the columns."""
    if not any(s.holds_in(lines[0].columns) for s in table.sums):
        return []
    ways = _ways(lines[0])
    fitting = [w for w in ways if all(table.holds(line, w) for line in lines)]
    fitting = fitting or [w for w in ways if all(table.holds(line, w, exact=False) for line in lines)]
    for check in _downward(table, lines):
        # a group with a column that adds up nowhere is the report's own contradiction, or lacks a row
        if all(any(check.in_column(c, w) for w in ways) for c in lines[0].columns if c):
            fitting = [w for w in fitting if check(w)]
    return fitting


@dataclass(frozen=True, slots=True)
class _Down:
    """A group with some of its lines put at places to be tried: whether every column adds up."""

    group: Group
    tried: tuple[Line, ...]

    def __call__(self, places: Places) -> bool:
        return all(self.in_column(column, places) for column in self.tried[0].columns if column)

    def is_known(self) -> bool:
        """Whether all other lines of the group have an amount in every column, or a blank."""
        others = [line for line in self.group.lines if line not in self.tried]
        return all(line.ended or c in line.placed for line in others for c in self.tried[0].columns if c)

    def in_column(self, column: str, places: Places) -> bool:
        figures = [self._at(line, column, places) for line in (self.group.whole, *self.group.parts)]
        known = [f for f in figures if f is not None]
        return len(known) < len(figures) or abs(known[0] - sum(known[1:])) <= room(known)

    def _at(self, line: Line, column: str, places: Places) -> Decimal | None:
        if line in self.tried:
            index = line.columns.index(column) if column in line.columns else -1
            return amount(line.cells[places.index(index)]) if index in places else Decimal(0)
        if column in line.placed:
            return amount(line.placed[column])
        return Decimal(0) if line.ended else None


def _downward(table: LineTable, lines: Sequence[Line]) -> list[_Down]:
    tried = tuple(lines)
    return [_Down(g, tried) for g in table.groups if any(line in tried for line in (g.whole, *g.parts))]


# ---------------------------------------------------------------- placing


def _place_one(table: LineTable, line: Line) -> None:
    name = f"“{line.name}”行"
    fitting = [] if line.has_more or not line.cells else _fitting(table, [line])
    agreed = _agreed(fitting, len(line.cells))
    several = bool(table.groups) and sum(s.holds_in(line.columns) for s in table.sums) > 1
    if several and not _borne_out(table, line, agreed):
        # with several sums along a row, money lost on both sides of one goes unseen
        agreed = (-1,) * len(line.cells)
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


def _place_page(table: LineTable, page: list[Line]) -> None:
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


def _borne_out(table: LineTable, line: Line, agreed: Places) -> bool:
    """Whether a group of which all is known adds up in every column with a line at the places agreed on."""
    return any(check.is_known() and check(agreed) for check in _downward(table, [line]))


def _agreed(fitting: list[Places], size: int) -> Places:
    """The place of each cell where all ways agree, -1 where they don't."""
    if not fitting:
        return (-1,) * size
    return tuple(p[0] if len(set(p)) == 1 else -1 for p in zip(*fitting, strict=True))


def _absent(line: Line, agreed: Places) -> list[str]:
    return [c for i, c in enumerate(line.columns) if i not in agreed and c]


def _listed(columns: Iterable[str]) -> str:
    return "".join(f"“{c}”" for c in columns)


def _broken_down(table: LineTable, lines: Sequence[Line]) -> str:
    """The group whose sum excludes the cells as printed, in words."""
    checks = [c for c in _downward(table, lines) if not all(c(w) for w in _ways(lines[0]))]
    return f"{checks[0].group.whole.name}=其下各行之和" if checks else ""
