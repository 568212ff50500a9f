"""收入 and 支出 side by side: where each side of a printed row begins, and which of its cells are amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import is_number
from extractors.headers import (
    SIDES,
    canonical,
    is_amount,
    is_blank,
    is_numbering,
    is_order,
    is_word,
    stacks_of,
    undated,
    width_of,
)
from extractors.report import Cell, Row
from extractors.text import name_key
from extractors.vocabulary import ColumnBlock, TableForm, layout

#: the head of a list that says how it is ordered
_ORDERED = re.compile(
    r"^按?(?:支出)?(?:功能|性质|经济)分类(?!科目)|^(?:(?:部门|政府)预算)?支出(?:功能|经济)分?类?科目(?![编代]码|名称)"
)


@dataclass(frozen=True, slots=True)
class Side:
    """收入 or 支出 in a header: its cell range, its 行次 cell and what its amounts are called ("" has no name).

    ``number``: which of the sides of the form it is. ``lacking``: the header has fewer amounts than the national form.
    """

    number: int
    start: int
    end: int
    order: int | None
    columns: tuple[str, ...]
    lacking: bool = False


def sides_of(form: TableForm, rows: list[Row]) -> list[Side] | None:
    """The sides of a header, each beginning at its 项目.

    More sides than the form has list its last one once more in another way (支出 by 功能 and by 性质). A side alone,
    above or below the other one, is the one that its header names; where it names none, it has no amounts.
    """
    worded = [row for row in rows if not is_numbering(row)]
    found = [heads for row in worded if (heads := item_heads(row))]
    starts = next((heads for heads in found if len(heads) >= 2), found[0] if found else None)
    named = _named_sides(worded) if starts is not None and len(starts) == 1 else [0]
    if starts is None or len(named) > 1:
        return None
    if not named:
        return [Side(0, starts[0], width_of(rows), None, (), lacking=True)]
    [alone] = named
    stacks = _undated(stacks_of(worded, width_of(rows)))
    if any("行次" in stack for stack in stacks[: starts[0]]):
        # the 项目 of the first side is lost
        return None
    sides = []
    blocks = [*form.blocks, *(form.blocks[-1] for _ in starts[len(form.blocks) :])][alone:]
    for number, (block, start, end) in enumerate(zip(blocks, starts, [*starts[1:], len(stacks)], strict=False), alone):
        columns: dict[int, str] = {}
        for index in range(start + 1, end):
            if name := canonical(block.columns, stacks[index], columns):
                columns[index] = name
        orders = [i for i in range(start, end) if "行次" in stacks[i]]
        if not columns or len(orders) > 1 or _repeats(block, stacks[start + 1 : end]):
            # the 项目 or the amount of a side is lost, so that its cells are another's
            return None
        order = orders[0] if orders and orders[0] < min(columns) else None
        first = start + 1 if order is None else order + 1
        names = tuple(columns.get(i, "") for i in range(first, max(columns) + 1))
        lacking = len(set(names) & {c.name for c in block.columns}) < sum(not c.added for c in block.columns)
        sides.append(Side(number, start, end, order, names, lacking))
    return sides


def _undated(stacks: list[list[str]]) -> list[list[str]]:
    """Header words without the year before them, where no amounts of another year stand beside."""
    years = {word.removesuffix(undated(word)) for stack in stacks for word in stack} - {""}
    return [[undated(word) for word in stack] for stack in stacks] if len(years) == 1 else stacks


def _named_sides(rows: list[Row]) -> list[int]:
    """Which sides a header names."""
    words = {name_key(t) for row in rows for t in row.texts}
    return [number for number, word in enumerate(SIDES) if word in words]


def _repeats(block: ColumnBlock, stacks: list[list[str]]) -> bool:
    """Whether a side that has one amount is headed by two."""
    return len(block.columns) == 1 and sum(bool(s) and s[-1] in block.columns[0].leaf for s in stacks) > 1


def item_heads(row: Row) -> list[int]:
    """The cells headed 项目, perhaps with the way of listing in brackets; 收入 and 支出 where they head the items."""
    items = [i for i, t in enumerate(row.texts) if "项目" in t and not t.startswith("项目支出")]
    ordered = [i for i, t in enumerate(row.texts) if _ORDERED.match(t)]
    if not items and len(ordered) >= 2:
        return ordered
    if items:
        # beside 项目 the other list may be headed by how it is ordered (按功能分类)
        return sorted({*items, *ordered})
    heads = [i for i, t in enumerate(row.texts) if t in SIDES]
    # beside 收入 stands its amount or its 行次: the row has no other below it
    beside = [t for i, t in enumerate(row.texts) if t and i not in heads]
    return heads if len(heads) == 2 and heads[0] + 1 < heads[1] and beside else []


@dataclass(slots=True)
class SideNames:
    """Canonical row names of the sides: the two 总计 apart, and the funds below the carry-over as its parts."""

    form: TableForm
    carried: str = ""
    totalled: bool = False

    def canonical(self, side: int, name: str) -> str:
        key = name_key(name)
        if key in {"总计", "收入总计", "支出总计"}:
            return (self.form.totals or ("总计(收入)", "总计(支出)"))[min(side, 1)]
        if side > 0:
            return name
        fund = name.removeprefix("其中：")
        if key in self.form.carry_over:
            self.carried = name
        below = self.carried and key not in {*self.form.carry_over, "合计"}
        if self.form.plan_of:
            return f"{self.carried}-{fund}" if below and layout().row_names.search(fund) else name
        # the row of the carry-over itself may be lost: the funds stand above the total once, below it once more
        if below or (self.totalled and name_key(fund) in self._funds()):
            return f"年初财政拨款结转和结余-{fund}"
        self.totalled |= name == self.form.blocks[0].total
        return name

    def _funds(self) -> set[str]:
        return {w for block in self.form.blocks[1:] for column in block.columns[1:] for w in column.leaf}


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a row: its label, its 行次 and its amounts as printed. ``sure``: no cell before them was lost."""

    side: Side
    label: Cell
    amounts: list[Cell]
    sure: bool
    order: int | None = None


def parts_of(sides: list[Side], row: Row) -> Iterator[Part]:
    """The sides of a row that have a label."""
    while len(sides) > 2 and len(row.cells) <= sides[-1].start:
        # the further list is over, and the print leaves out the blanks at the end of a row
        sides = sides[:-1]
    starts = _starts(sides, row)
    ends = [*starts[1:], None]
    for number, (side, start, end) in enumerate(zip(sides, starts, ends, strict=True)):
        if start is None:
            continue
        if end is None and number + 1 < len(sides):
            end = sides[number + 1].start - 1
        cells = row.cells[start:end]
        at = next((i for i, c in enumerate(cells) if c.text and not is_number(c.text)), None)
        if at is not None and at <= 1:
            sure = start == side.start and _anchored(sides, row)
            order = next((int(c.plain) for c in cells[at + 1 : at + 2] if is_order(c.text)), None)
            yield Part(side, cells[at], _amounts(side, cells, at), sure, order if at == 0 else None)


def _starts(sides: list[Side], row: Row) -> list[int | None]:
    """Where each side begins; None for a side without label in a row that lost cells."""
    labels = {i for side in sides[:-1] for i in (side.start, side.start + 1)}
    between = set(range(sides[0].start, sides[-1].start)) - labels
    moved = any(_is_word(row, i) for i in between) and not _is_word(row, sides[-1].start)
    if len(sides) < 2 or (_stands(sides, row) and not moved):
        return [side.start for side in sides]
    words = [i for i, c in enumerate(row.cells) if is_word(c.text)]
    if len(words) == len(sides):
        return [*words]
    if len(words) == 1:
        left = words[0] < sides[1].start - 1
        return [words[0] if left else None, None if left else words[0], *(None for _ in sides[2:])]
    return [None for _ in sides]


def _stands(sides: list[Side], row: Row) -> bool:
    """Whether the last side begins where the header says: no figure in the place of its label."""
    start = sides[-1].start
    return start < len(row.cells) and not is_number(row.cells[start].text)


def _anchored(sides: list[Side], row: Row) -> bool:
    """Whether the row has all its cells, or its last side shows by a label or a 行次 that it stands in its place."""
    last = sides[-1]
    if not _stands(sides, row):
        return False
    numbered = last.order is not None and last.order < len(row.cells) and is_order(row.cells[last.order].text)
    return not _is_short(sides, row) or _is_word(row, last.start) or numbered


def _is_short(sides: list[Side], row: Row) -> bool:
    return len(row.cells) < sides[-1].end


def _is_word(row: Row, index: int) -> bool:
    return index < len(row.cells) and is_word(row.cells[index].text)


def _amounts(side: Side, cells: list[Cell], at: int) -> list[Cell]:
    """The amounts after a label. A 行次 that was lost is told by an amount in its place."""
    rest, size = cells[at + 1 :], len(side.columns)
    if side.order is None or at == 1 or not rest:
        return rest
    if is_order(rest[0].text):
        return rest[1:]
    if is_amount(rest[0].text):
        return rest[:-1] if len(rest) > size and is_blank(rest[-1].text) else rest
    return rest[1:] if len(rest) == size + 1 else []


def out_of_order(parts: Sequence[Part]) -> list[Part]:
    """Parts whose 行次 is not between those above and below on their side: they are of the other side, or moved."""
    told = [(part, part.order) for part in parts if part.order is not None]
    places = zip(told, told[1:], told[2:], strict=False)
    return [part for (_, above), (part, order), (_, below) in places if above < below and not above < order < below]
