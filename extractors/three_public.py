"""“三公”经费 in every layout: a row of values under groups, a row each for 预算数 and 决算数, or an item a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from extractors.alignment import align
from extractors.facts import Fact, is_number, parse_amount
from extractors.headers import canonical, headed, header_of, header_rows, is_blank, is_numbering, stacks_of, width_of
from extractors.lines import Line, Print
from extractors.reading import Context, Reading
from extractors.report import Cell, Row, Table
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import Column, Sum, TableForm

_YEAR = re.compile(r"^(20\d\d年度?|本年度?)")


def public_layout(form: TableForm, rows: list[Row]) -> str:
    """How a print of “三公”经费 is laid out: ``items``, ``years`` (预算数 and 决算数 as rows) or ``wide``."""
    leaves = {w for c in form.columns for w in c.leaf}
    if sum(_item_label(cell) in leaves for row in rows for cell in row.cells[:1]) >= 3:
        return "items"
    groups = {group for row in rows if any(is_number(c.text) for c in row.cells) and (group := _row_group(form, row))}
    return "years" if groups else "wide"


def wide_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """One row of values under grouped columns."""
    name = next(iter(context.form.totals), "合计")
    for header, row in headed(context.form, context.table.rows, header_of):
        if any(is_number(c.text) for c in row.cells):
            line = Line(row, name, None, row.cells[header.first :], header.names(0))
            yield from _aligned(context, reading, line)
            return


def _aligned(context: Context, reading: Reading, line: Line) -> Iterator[Fact]:
    if _out_of_order(context.form, line):
        reading.tell("unread_row", "表头与这一行的数对不上（换了次序才能相加），未读取", line.row)
        return
    reading.problems += align(context.form.key, [line], context.form.sums, [], Print.of(context.table))
    for column in line.columns:
        if column in line.placed:
            yield context.fact(line.row, line.placed[column], line.name, column, line.code)


def _out_of_order(form: TableForm, line: Line) -> bool:
    """Whether figures that don't add up show a broken header: it lacks a column, or another order would add up."""
    if not line.is_whole:
        return False
    at = {c: parse_amount(cell.text) for c, cell in zip(line.columns, line.cells, strict=False) if is_number(cell.text)}
    groups = {c.group: {o.name for o in form.columns if o.group == c.group} for c in form.columns if c.group}
    for names in groups.values():
        held = [s for s in form.sums if s.whole[0] in names and s.holds_in(line.columns)]
        columns = list(dict.fromkeys(n for s in held for n in (*s.whole, *s.parts)))
        figures = [at.get(n) or Decimal(0) for n in columns]
        if _adds_up(held, columns, figures):
            continue
        if not set(columns) <= set(line.columns) or any(_adds_up(held, columns, o) for o in permutations(figures)):
            return True
    return False


def _adds_up(sums: Sequence[Sum], columns: Sequence[str], figures: Sequence[Decimal]) -> bool:
    at = dict(zip(columns, figures, strict=True))
    return all(sum(at[n] for n in s.whole) == sum(at[n] for n in s.parts) for s in sums)


# ---------------------------------------------------------------- 预算数 and 决算数 as rows


def year_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """A row of values for 预算数 and one for 决算数 under the columns of the items."""
    form = context.form
    heading = [row for row in header_rows(form, context.table) if not is_numbering(row) and not _row_group(form, row)]
    stacks = stacks_of(heading, width_of(heading)) if heading else []
    for row in context.table.rows:
        group = _row_group(form, row)
        if group is None or row in heading:
            continue
        columns: dict[int, str] = {}
        for index, stack in enumerate(stacks):
            if stack and (name := canonical(form.columns, [group, *stack], columns)):
                columns[index] = name
        national = {c.name for c in form.columns if group in c.group and not c.added}
        if not national <= set(columns.values()):
            # a header that lacks an item may have lost its cell, and the words behind it moved up
            reading.tell("unread_row", "表头缺少项目，无法判断这一行各数属于哪一栏，未读取", row)
            continue
        first = min(columns)
        names = tuple(columns.get(i, "") for i in range(first, max(columns) + 1))
        yield from _aligned(context, reading, Line(row, "合计", None, row.cells[first:], names))


def _row_group(form: TableForm, row: Row) -> str | None:
    """The group of columns that the label of a row names: 2023年预算数."""
    label = _YEAR.sub("", name_key(row.cells[0].text)) if row.cells else ""
    return label if label in {w for c in form.columns for w in c.group} else None


# ---------------------------------------------------------------- an item a row


def item_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """An item a row with 预算数 and 决算数 as columns, alone or as a part of a larger table."""
    found: dict[str, list[tuple[Row, Cell | None]]] = {}
    for column, row, cell in _items(context):
        found.setdefault(column.name, []).append((row, cell))
    for name, cells in found.items():
        whole = [(row, cell) for row, cell in cells if cell is not None]
        filled = [(row, cell) for row, cell in whole if is_number(cell.text)]
        if len(whole) < len(cells):
            short = next(row for row, cell in cells if cell is None)
            reading.tell("unread_row", f"这一行少印了格，“{name}”未读取", short)
        elif len({parse_amount(cell.text) for _, cell in filled}) > 1:
            reading.tell("unread_row", f"有几行都可能是“{name}”，数不相同，未读取", filled[0][0])
        elif filled or not name.endswith("合计") or not any(_has_figure(other) for other in found.values()):
            # the heading of the items, printed with dashes, is no blank total
            row, value = (filled or whole)[0]
            yield context.fact(row, value, "合计", name)


def _has_figure(cells: list[tuple[Row, Cell | None]]) -> bool:
    return any(cell is not None and is_number(cell.text) for _, cell in cells)


def _items(context: Context) -> Iterator[tuple[Column, Row, Cell | None]]:
    """The cells of items by their columns; without cell where the row is short, so that no cell is sure."""
    columns = [c for c in context.form.columns if not c.added or c.leaf[0] in name_key(context.section.title)]
    labels: list[int] = [0]
    groups: dict[int, str] = {}
    width = 0
    trimmed = _leaves_out_blanks(context.table)
    for row in context.table.rows:
        if found := _groups_in(context.form, row):
            labels = [i for i, t in enumerate(row.texts) if t == "项目"] or labels
            groups, width = found, len(row.cells)
        elif not is_numbering(row):
            for index, group in groups.items():
                at = max((i for i in labels if i < index), default=0)
                label = _item_label(row.cells[at]) if at < len(row.cells) else ""
                column = next((c for c in columns if group in c.group and label in c.leaf), None)
                if column is None:
                    continue
                if len(row.cells) >= width or (trimmed and index < len(row.cells)):
                    yield column, row, row.cells[index]
                elif not trimmed:
                    yield column, row, None


def _leaves_out_blanks(table: Table) -> bool:
    """Whether a row may end early because what is missing is blank: not where blanks are printed as a dash."""
    return Print.of(table).trimmed and not any(c.text and is_blank(c.text) for row in table.rows for c in row.cells)


def _groups_in(form: TableForm, row: Row) -> dict[int, str]:
    """The cells of a header row that name a group of columns; of several words the longest (年初预算数, not 预算数)."""
    words = {w for c in form.columns for w in c.group}
    if any(is_number(c.text) for c in row.cells):
        return {}
    ends = {i: [w for w in words if name_key(c.text).endswith(w)] for i, c in enumerate(row.cells)}
    return {i: max(found, key=len) for i, found in ends.items() if found}


def _item_label(cell: Cell) -> str:
    """The name of an item without its ordinal and 其中, whichever is printed first."""
    return name_key(strip_ordinal(re.sub("^其中：?", "", strip_ordinal(cell.plain))))
