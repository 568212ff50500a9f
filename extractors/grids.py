"""From printed grids to whole rows: lists side by side taken apart, torn rows put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from extractors.facts import is_number
from extractors.headers import is_amount, is_blank, is_order, is_word, width_of
from extractors.report import Cell, Place, Row, Table
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import layout, standard_names

CODE = re.compile(r"^[0-9]{3}(?:[0-9]{2}){0,2}$")
#: the code of a unit, which is longer than those of departments and has another length than those of 项
UNIT_CODE = re.compile(r"[0-9]{6}|[0-9]{8,12}")

H = TypeVar("H")


# ---------------------------------------------------------------- side by side


#: a list has a code, a name and an amount
_LEAST = 3


def side_by_side(table: Table) -> list[Table]:
    """The lists of 科目 that a grid prints beside one another, each as a table; the grid itself where it has one."""
    starts = next((s for row in table.rows[:6] if len(s := _code_heads(row)) > 1), [])
    if not starts:
        return [table]
    bounds = list(zip([0, *starts[1:]], [*starts[1:], width_of(table.rows)], strict=True))
    if any(b - a < _LEAST for a, b in bounds):
        return [table]  # codes and names of another classification beside those of the rows
    rows = [row for row in table.rows if _keeps(row, starts[1:])]
    parts = [[Row(cells, row.place) for row in rows if (cells := row.cells[a:b])] for a, b in bounds]
    return [replace(table, rows=part) for part in parts if part]


def _code_heads(row: Row) -> list[int]:
    return [i for i, text in enumerate(row.texts) if text.endswith(("编码", "代码")) and len(text) <= 10]


def _keeps(row: Row, starts: list[int]) -> bool:
    """Whether each further list begins where the header says: a row that lost cells would mix two lists."""
    if all(not is_number(c.text) for c in row.cells):
        return True
    for start in starts:
        lead = row.cells[start].plain if start < len(row.cells) else ""
        before = row.cells[start - 1].plain if start <= len(row.cells) else ""
        if (lead and not CODE.match(lead) and lead not in layout().total_labels) or CODE.match(before):
            return False
    return True


# ---------------------------------------------------------------- cut rows


def mended(
    rows: Iterable[tuple[H, Row]], shape: Callable[[H], tuple[int, frozenset[int]]], cut: list[Row], trimmed: bool
) -> Iterator[tuple[H, Row]]:
    """Rows with what a line end or a page end tore apart put together again.

    ``shape`` tells the width of a row below a header and the cells that hold names. Rows whose figures were torn apart
    are entered in ``cut``; in a print that is ``trimmed`` of blanks a short row is no torn one.
    """
    held: tuple[H, Row] | None = None
    torn = False
    for header, row in rows:
        whole = _joined(held[1], row, *shape(held[0]), trimmed) if held else None
        if held and whole:
            torn |= whole[1]
            held = held[0], whole[0]
            continue
        if held:
            if torn:
                cut.append(held[1])
            yield held
        held, torn = (header, row), False
    if held:
        if torn:
            cut.append(held[1])
        yield held


def _joined(first: Row, second: Row, width: int, names: frozenset[int], trimmed: bool) -> tuple[Row, bool] | None:
    """Two rows that are the halves of one, as one; and whether its figures had been torn apart."""
    if not names:
        # without 行次 a row of names alone may be a row without amounts
        return None
    for join, torn in ((_broken_name, False), (_cut_between, True), (_filled_in, True), (_rest_of_names, False)):
        if not (torn and trimmed) and (cells := join(first.cells, second.cells, width, names)):
            a, b = first.place, second.place
            return Row(cells, Place(a.start, b.end, a.line, a.page)), torn
    return None


def _broken_name(first: list[Cell], second: list[Cell], width: int, names: frozenset[int]) -> list[Cell] | None:
    """Cut inside a name: the last cell of one row goes on in the first of the next."""
    if len(first) + len(second) - 1 != width or len(first) - 1 not in names or len(first) == width:
        return None
    head, tail = first[-1], second[0]
    total = tail.plain in layout().total_labels and bool(CODE.match(first[0].plain))
    if not is_word(head.text) or not is_word(tail.text) or total or _starts_anew(tail):
        return None
    if {name_key(head.text), name_key(tail.text)} <= standard_names():
        return None
    return [*first[:-1], _glued(head, tail), *second[1:]]


def _cut_between(first: list[Cell], second: list[Cell], width: int, names: frozenset[int]) -> list[Cell] | None:
    """Cut between two cells: the next row holds nothing but the figures that the first one lacks."""
    if len(first) + len(second) != width or not any(is_word(c.text) for c in first):
        return None
    figures = [c for c in second if not is_blank(c.text)]
    if not figures or not all(is_amount(c.text) for c in figures) or CODE.match(second[0].plain):
        # a 行次 begins a row of its own
        return None
    return [*first, *second]


def _filled_in(first: list[Cell], second: list[Cell], width: int, names: frozenset[int]) -> list[Cell] | None:
    """Cut between two cells, both halves in place: the second fills the blanks of the first."""
    figures = [i for i, c in enumerate(second) if not is_blank(c.text)]
    if not figures or len(second) > width or not all(is_number(second[i].text) for i in figures):
        return None
    if not any(is_word(c.text) for c in first) or figures[0] <= min(names):
        return None
    seen = [i for i, c in enumerate(first) if is_number(c.text)]
    if not seen or figures[0] <= seen[-1] or any(is_order(second[i].text) for i in figures):
        return None
    return [second[i] if i in figures else c for i, c in enumerate(_padded(first, len(second)))]


def _rest_of_names(first: list[Cell], second: list[Cell], width: int, names: frozenset[int]) -> list[Cell] | None:
    """A row with nothing but the ends of the names above it."""
    words = [i for i, c in enumerate(second) if not is_blank(c.text)]
    if not words or not set(words) <= names or len(second) > width or words[-1] >= len(first):
        return None
    if not any(is_order(c.text) or CODE.match(c.plain) for c in first) or len(words) == len(second) == width:
        return None
    coded = any(CODE.match(c.plain) for c in first[: min(names)])
    for i in words:
        # a heading of the header, 支出, below a name that ends so
        whole_name = not is_word(second[i].text) or _starts_anew(second[i]) or first[i].plain.endswith(second[i].plain)
        if whole_name or not is_word(first[i].text) or (coded and second[i].plain in layout().total_labels):
            return None
    return [_glued(c, second[i]) if i in words else c for i, c in enumerate(first)]


def _starts_anew(cell: Cell) -> bool:
    """A cell that begins a row of its own: a 科目 code, a name with an ordinal, or a total."""
    return bool(CODE.match(cell.plain)) or strip_ordinal(cell.plain) != cell.plain or cell.plain.endswith("合计")


def _glued(head: Cell, tail: Cell) -> Cell:
    return Cell(head.text + tail.text, head.place)


def _padded(cells: list[Cell], size: int) -> list[Cell]:
    return [*cells, *(Cell("", cells[-1].place) for _ in range(size - len(cells)))]
