"""Prints that order or join their columns in a way of their own, brought to the usual one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from extractors.grids import CODE, UNIT_CODE
from extractors.headers import SIDES, is_order, is_word
from extractors.report import Cell, Row, Table
from extractors.text import name_key

#: a code and its name in one cell: 208 社会保障和就业支出, 301-工资福利支出, [301]工资福利支出
_CODE_AND_NAME = re.compile(
    r"^[\[【(（]?(?P<code>[0-9]{3}(?:[0-9]{2}){0,2})(?:[\]】)）]|(?![\]】)）]))[\s\u3000_\-—]*(?=[^\W\d_])"
)

#: what heads the codes of 科目 and those of units, and how many rows a header has at most
_SUBJECT_CODE, _BODY_CODE = re.compile("科目(?:编码|代码)"), re.compile("(?:预算)?(?:单位|部门)(?:编码|代码)")
_HEAD = 5
#: the two economic classifications, side by side
_OF_GOVERNMENT, _OF_DEPARTMENT = (
    re.compile("政府预算(?:支出)?经济(?:分类|科目)"),
    re.compile("部门预算(?:支出)?经济(?:分类|科目)"),
)


def regular(table: Table) -> Table:
    """A grid with a cell each for code and name, the 行次 behind its item, no 序号 and one classification alone.

    Any other grid is left as it is.
    """
    return _of_departments(_without_body(_unnumbered(_numbered_behind(_parted(table)))))


# ---------------------------------------------------------------- code and name in one cell


def _parted(table: Table) -> Table:
    """A grid that prints code and name in one cell, with a cell for each; any other grid as it is."""
    joined: Counter[int] = Counter()
    codes: Counter[int] = Counter()
    for row in table.rows:
        joined.update(i for i, c in enumerate(row.cells) if _CODE_AND_NAME.match(c.text))
        codes.update(i for i, c in enumerate(row.cells) if CODE.match(c.plain))
    columns = {i for i, count in joined.items() if count >= 2 and count > codes[i]}
    if not columns:
        return table
    return replace(table, rows=[Row([*_parted_cells(row.cells, columns)], row.place) for row in table.rows])


def _parted_cells(cells: list[Cell], columns: set[int]) -> Iterator[Cell]:
    for index, cell in enumerate(cells):
        match = _CODE_AND_NAME.match(cell.text) if index in columns else None
        if match:
            yield Cell(match.group("code"), cell.place)
            yield Cell(cell.text[match.end() :], cell.place)
        else:
            yield cell
            if index in columns:
                yield Cell("", cell.place)


# ---------------------------------------------------------------- 行次 before its item


def _numbered_behind(table: Table) -> Table:
    """A grid of sides whose 行次 stand before their items, with the two exchanged."""
    starts = next((s for row in table.rows[:5] if (s := _numbers_first(row.texts))), [])
    if not starts:
        return table
    return replace(table, rows=[Row(_exchanged(row.cells, starts), row.place) for row in table.rows])


def _numbers_first(texts: list[str]) -> list[int]:
    """The cells headed 行次, where each stands right before a 项目 and no 项目 without one."""
    orders = [i for i, t in enumerate(texts) if t == "行次"]
    items = [i for i, t in enumerate(texts) if t.startswith("项目")]
    return orders if orders and items == [i + 1 for i in orders] else []


def _exchanged(cells: list[Cell], starts: list[int]) -> list[Cell]:
    """A row with the cells of 行次 and item exchanged where they are what the header says."""
    found = [*cells]
    for at in starts:
        if at + 1 >= len(cells):
            continue
        number, item = cells[at], cells[at + 1]
        if (not number.plain or is_order(number.text) or number.plain in {"行次", "栏次"}) and (
            not item.plain or is_word(item.text)
        ):
            found[at], found[at + 1] = item, number
    return found


# ---------------------------------------------------------------- 序号 before the items


def _unnumbered(table: Table) -> Table:
    """A grid of items without the 序号 before them."""
    if not any(row.texts[:2] == ["序号", "项目"] for row in table.rows[:5]):
        return table
    return replace(table, rows=[Row(_without_number(row.cells), row.place) for row in table.rows])


def _without_number(cells: list[Cell]) -> list[Cell]:
    """A row without its 序号; where it has a word there, without the blank that a joined cell left behind it."""
    first = cells[0].plain
    if not first or is_order(cells[0].text) or first in {"序号", "栏次"}:
        return cells[1:]
    return [cells[0], *cells[2:]] if len(cells) > 1 and not cells[1].plain else cells


# ---------------------------------------------------------------- 单位代码 beside the 科目


def _without_body(table: Table) -> Table:
    """A grid of 科目 without the column of the codes of units; the row of a unit has its own before its name."""
    heads = [[name_key(c.text) for c in row.cells] for row in table.rows[:_HEAD]]
    if not any(_SUBJECT_CODE.search(t) for texts in heads for t in texts):
        return table
    at = next((i for texts in heads for i, t in enumerate(texts) if _BODY_CODE.fullmatch(t)), None)
    if at is None or not all(_may_go(row.cells, at) for row in table.rows):
        return table
    return replace(table, rows=[Row(_moved(row.cells, at), row.place) for row in table.rows])


def _moved(cells: list[Cell], at: int) -> list[Cell]:
    """The cells of a row without that of a unit's code, which takes the place of the 科目 code where there is none."""
    others = [*cells[:at], *cells[at + 1 :]]
    lead = list(takewhile(lambda cell: not is_word(cell.text), others))
    if at < len(cells) and UNIT_CODE.fullmatch(cells[at].plain) and lead and not any(c.plain for c in lead):
        return [cells[at], *others[1:]]
    return others


def _may_go(cells: list[Cell], at: int) -> bool:
    """Whether a row has nothing but a code, or the word above it, in a column."""
    text = cells[at].plain if at < len(cells) else ""
    return not text or text.isdecimal() or bool(_BODY_CODE.fullmatch(name_key(text)))


# ---------------------------------------------------------------- 政府预算经济分类 beside that of departments


def _of_departments(table: Table) -> Table:
    """A grid of 部门预算经济分类 without the columns that say what each account is in the other classification."""
    heads = [[name_key(c.text) for c in row.cells] for row in table.rows[:_HEAD]]
    if any({*SIDES} <= {*texts} for texts in heads):
        return table  # lists of spending beside income, one in each classification
    for texts in heads:
        at = next((i for i, t in enumerate(texts) if _OF_GOVERNMENT.search(t)), None)
        if at is not None and any(_OF_DEPARTMENT.search(t) for t in texts):
            end = next((i for i in range(at + 1, len(texts)) if texts[i]), len(texts))
            rows = [Row([*row.cells[:at], *row.cells[end:]], row.place) for row in table.rows]
            return replace(table, rows=rows)
    return table
