"""Whether the sums of a table bear out where its rows stand as printed; what they speak against is taken back.

A row that lost a cell, or gained a blank, can look like a whole one: it ends in a blank, or the print leaves out blanks
at the end of a row. The sums along it may even hold. So the sums down the table decide as well, and a blank that stands
in a sum that fails is no blank that anyone printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, islice

from extractors.headers import is_blank, is_empty
from extractors.lines import Group, Line, LineTable, Spread, apart, down, short_of
from extractors.problems import Problem

#: a row with more ways than this to put its cells back is not worth trying
WAYS = 1000
#: a blank is doubtful where fewer than one in so many cells of its column is one
_RARE = 10
#: fewer rows than these tell nothing of a sum
_FEW = 3


def sums_kept(table: LineTable, lines: Sequence[Line]) -> None:
    """Leave out the sums that can't be told: of a column whose word is lost, and those that most whole rows do not keep
    where the report adds columns, which may be parts of them."""
    if any("" in line.columns for line in lines):
        printed = {c for line in lines for c in line.columns}
        table.sums = tuple(s for s in table.sums if {*s.whole, *s.parts} <= printed)
    known = {c for s in table.sums for c in (*s.whole, *s.parts)}
    whole = [line for line in lines if line.is_whole]
    if len(whole) < _FEW or all(set(line.columns) - {""} <= known for line in lines):
        return
    kept = []
    for total in table.sums:
        alone = LineTable(table.key, (total,), [])
        if 2 * sum(alone.faults(line, line.spread(line.as_printed)) for line in whole) <= len(whole):
            kept.append(total)
    table.sums = tuple(kept)


class Proof:
    """The settled lines of a table against the sums along and down them."""

    def __init__(self, table: LineTable, lines: Sequence[Line]) -> None:
        self.table = table
        self.lines = lines
        #: whether all rows stand as printed and all sums hold
        self.clean = False
        self.groups: dict[Line, list[Group]] = {}
        for group in table.groups:
            for line in group.lines:
                self.groups.setdefault(line, []).append(group)

    # ------------------------------------------------------------ taking back

    def take_back(self, even: bool = False) -> None:
        """Take back lines that the sums speak against: first those whose cells fit elsewhere, the surest first.

        In an ``even`` print nothing shows a lost cell: a row that does not add up is the report's own mistake there,
        unless its figures are those of other columns.
        """
        suspects = self._suspects()
        self.clean = not suspects and all(line.ended for line in self.lines)
        while gains := {line: gain for line in suspects if (gain := self._gain(line)) > 0}:
            most = max(gains.values())
            for line in [line for line, gain in gains.items() if gain == most]:
                self._take(line)
            suspects = self._suspects()
        for line in self.lines:
            if line.sure and (self._moved(line) if even else self._is_torn(line)):
                line.torn = True
                line.retract()
                text = f"“{line.name}”行各数不能相加，又有空格，可能少印了格，未读取"
                self.table.problems.append(Problem(self.table.key, "unread_row", text, line.row.place))

    def _suspects(self) -> list[Line]:
        found: dict[Line, None] = {}
        for group in self.table.groups:
            if any(down(group, column) is False for column in group.whole.columns if column):
                found |= dict.fromkeys(line for line in group.lines if line.sure)
        for line in self.lines:
            if line.sure and self.table.faults(line, line.spread(line.as_printed)):
                found[line] = None
        return list(found)

    def _gain(self, line: Line) -> Decimal:
        """By how much sums would come closer with the cells of a line elsewhere, where then all along it hold."""
        now = self._amiss(line, line.spread(line.as_printed))
        if not now:
            return now
        fitting = [s for s in _rivals(line) if not self.table.faults(line, s)]
        return max((now - self._amiss(line, s) for s in fitting), default=now - now)

    def _amiss(self, line: Line, spread: Spread) -> Decimal:
        """By how much the sums along a line and those down the table that it stands in fail with its cells spread."""
        groups = self.groups.get(line, [])
        return self.table.amiss(line, spread) + sum(
            apart(g, c, line, spread) for g in groups for c in line.columns if c
        )

    def _take(self, line: Line) -> None:
        line.retract()
        line.torn = True
        text = f"“{line.name}”行按所印的栏与其他行不能相加，换了栏才能相加，可能少印了格，未读取"
        self.table.problems.append(Problem(self.table.key, "unread_row", text, line.row.place))

    def _is_torn(self, line: Line) -> bool:
        return (not self.clean and self._lost_money(line)) or self._lost_total(line)

    def _moved(self, line: Line) -> bool:
        """A row that does not add up, whose figures are by the sums down the table those of other columns."""
        if not self.table.faults(line, line.spread(line.as_printed)):
            return False
        return any(self._is_borne_out(line, spread) for spread in _rivals(line))

    def _is_borne_out(self, line: Line, spread: Spread) -> bool:
        """Whether sums down the table hold in each column in which a row then has a figure, and fail in none."""
        columns = [c for c, cell in zip(line.columns, spread, strict=True) if c and cell and not is_blank(cell.text)]
        held = [[down(g, c, line, spread) for g in self.groups.get(line, [])] for c in columns]
        return bool(held) and all(True in sums and False not in sums for sums in held)

    def _lost_money(self, line: Line) -> bool:
        """A row that does not add up, with room for a lost cell, and no sums down the table that bear it out.

        Where they fail in one column only, the figure there is wrong: a lost cell moves those of several.
        """
        width = len(line.columns)
        room = len(line.cells) < width or (width > 1 and is_empty(line.cells[width - 1].text))
        printed = line.spread(line.as_printed)
        if not room or not self.table.faults(line, printed):
            return False
        held: dict[str, bool] = {}
        for group in self.groups.get(line, []):
            for column in filter(None, line.columns):
                if (sums := down(group, column, line, printed)) is not None:
                    held[column] = held.get(column, True) and sums
        return not any(held.values()) or list(held.values()).count(False) > 1

    def _lost_total(self, line: Line) -> bool:
        """Whether a sum is left empty though its parts have figures."""
        wholes = [(s.whole[0], s.parts) for s in self.table.sums if len(s.whole) == 1]
        return any(
            whole in line.placed
            and is_empty(line.placed[whole].text)
            and any(c in line.placed and not is_blank(line.placed[c].text) for c in parts)
            for whole, parts in wholes
        )

    # ------------------------------------------------------------ short rows

    def of_short_rows(self, trusted: bool, damaged: bool) -> None:
        """Keep of rows that end early what has no other place.

        Not ``trusted``, where whole columns are lost, sums down the table exclude no such place.
        """
        self.clean &= not damaged
        self._keep_sure([line for line in self.lines if line.sure and len(line.cells) < len(line.columns)], trusted)

    def of_open_rows(self, damaged: bool) -> None:
        """Keep of rows that no sum down the table bears out what has no other place.

        So of all rows where the table is ``damaged``, else of those in a sum of which not all is known.
        """
        if self.clean and not damaged:
            return
        damaged |= any(not line.sure for line in self.lines)
        open_ = {
            line: None
            for group in self.table.groups
            if damaged or any(down(group, c) is None for c in group.whole.columns if c)
            for line in group.lines
        }
        rows = [line for line in (self.lines if damaged else open_) if line.ended]
        self._keep_sure([line for line in rows if len(line.cells) >= len(line.columns)], True)

    def _keep_sure(self, rows: Sequence[Line], trusted: bool) -> None:
        """Take from rows what another place would make different; what was borne out by them alone falls with them."""
        told: set[Line] = set()
        while unsure := {line: places for line in rows if (places := self._unsure(line, trusted))}:
            for line, places in unsure.items():
                for index in places:
                    del line.placed[line.columns[index]]
                line.ended = False
            told |= set(unsure)
        for line in rows:
            if line in told:
                text = f"“{line.name}”行可能少印了格，无法判断有的数属于哪一栏，未读取"
                self.table.problems.append(Problem(self.table.key, "unread_row", text, line.row.place))

    def _unsure(self, line: Line, trusted: bool) -> set[int]:
        """The columns in which another place of the cells of a line would put something else."""
        printed = line.spread(line.as_printed)
        open_ = {i for i, column in enumerate(line.columns) if column in line.placed}
        unsure: set[int] = set()
        for spread in _rivals(line) if open_ else ():
            other = {i for i in open_ - unsure if _text(printed[i]) != _text(spread[i])}
            if not other or self.table.faults(line, spread):
                continue
            if not (trusted and self._excluded(line, printed, spread)):
                unsure |= other
        return unsure

    def _excluded(self, line: Line, printed: Spread, spread: Spread) -> bool:
        """Whether sums down the table hold as printed and fail with the cells of a line spread otherwise; none does
        the reverse."""
        excluded = False
        for group in self.groups.get(line, []):
            for column in line.columns:
                if not column:
                    continue
                before, after = down(group, column, line, printed), down(group, column, line, spread)
                if after is True and before is False:
                    return False
                excluded |= before is True and after is False and (self.clean or self._is_anchored(group, column, line))
        return excluded

    def _is_anchored(self, group: Group, column: str, line: Line) -> bool:
        """Whether a group tells more than that two rows are alike: of a single part, the other row is borne out too."""
        if len(group.parts) > 1:
            return True
        other = group.whole if line is not group.whole else group.parts[0]
        return any(down(g, column) is True for g in self.groups[other] if g is not group)

    # ------------------------------------------------------------ blanks

    def drop_blanks(self) -> None:
        """Tell no blank where one is rare, or where a sum that it stands in fails: a lost cell leaves one too."""
        for column in {c for line in self.lines for c in line.placed}:
            cells = [line.placed[column] for line in self.lines if column in line.placed]
            blanks = sum(is_blank(c.text) for c in cells)
            if 0 < blanks * _RARE <= len(cells):
                self._drop([line for line in self.lines if column in line.placed], column)
        if self.clean:
            return
        for group in self.table.groups:
            for column in group.whole.columns:
                if column and down(group, column) is False:
                    self._drop(short_of(group, column), column)
        for line in self.lines:
            for column in self.table.short_of(line) if line.sure else ():
                self._drop([line], column)

    @staticmethod
    def _drop(lines: Sequence[Line], column: str) -> None:
        for line in lines:
            if column in line.placed and is_blank(line.placed[column].text):
                del line.placed[column]


def _text(cell: object) -> str:
    return getattr(cell, "text", "")


def _rivals(line: Line) -> Iterator[Spread]:
    """The other ways in which the cells of a line may stand in its columns.

    A cell may be lost where the row ends in a blank or early; a blank may have come in between.
    """
    width = len(line.columns)
    cells = line.cells[:width]
    if len(cells) == width and is_empty(cells[-1].text):
        cells = cells[:-1]
    if len(cells) < width:
        for places in islice(combinations(range(width), len(cells)), WAYS):
            if places != line.as_printed[: len(cells)]:
                at = dict(zip(places, cells, strict=True))
                yield tuple(at.get(i) for i in range(width))
    for index, cell in enumerate(line.cells[: width - 1]):
        if is_blank(cell.text) and any(not is_blank(c.text) for c in line.cells[index + 1 : width]):
            rest = [*line.cells[:index], *line.cells[index + 1 : width]]
            yield tuple([*rest, *(None for _ in range(width - len(rest)))])
