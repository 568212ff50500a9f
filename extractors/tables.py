"""The deterministic parser of the nine statutory tables: grids into facts, by header words and 科目 codes.

A value keeps the column it is printed in. A cell that the source does not have gives no fact; a blank one gives a fact
without value; nothing is ever filled from a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from extractors.alignment import Group, Line, Print, align
from extractors.facts import Fact, is_number, parse_amount
from extractors.grids import CODE, mended, side_by_side
from extractors.headers import (
    Header,
    headed,
    header_of,
    is_amount,
    is_blank,
    is_header,
    is_numbering,
    is_word,
    known_words,
    numbering_of,
    width_of,
)
from extractors.problems import Kind, Problem
from extractors.report import Cell, Report, Row, Section, Table
from extractors.sides import Side, parts_of, sides_of
from extractors.subjects import code_of, lead_of, strip_name, tree_of
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import ColumnBlock, TableForm, layout, table_forms, table_key

_SUB_CODE = re.compile(r"^[0-9]{2}$")
#: what 类, 款 and 项 columns hold, joined by blanks
_SPREAD = re.compile(r"^(?:[0-9]{3})? (?:[0-9]{2})?(?: (?:[0-9]{2})?)?$")
_UNIT = re.compile(r"单位：(万元|亿元|元)")

H = TypeVar("H")


@dataclass(slots=True)
class Reading:
    """The facts of one statutory table, and what kept it from being read in full."""

    key: str
    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, kind: Kind, text: str, row: Row) -> None:
        self.problems.append(Problem(self.key, kind, text, row.place))


@dataclass(slots=True)
class _Context:
    report: Report
    section: Section
    table: Table
    form: TableForm
    unit: str

    def fact(self, row: Row, cell: Cell | None, name: str, column: str, code: str | None = None) -> Fact:
        """The fact of one cell; without a cell, the blank of a table printed empty."""
        raw = cell.text if cell is not None else ""
        value = parse_amount(raw) if is_number(raw) else None
        raw = "" if value is None and is_blank(raw) else raw
        source = self.report.source
        start, end = row.place.start, row.place.end
        quote = source.text[start:end]
        lead = len(quote) - len(quote.lstrip())
        quote = quote.strip()
        identity = self.report.identity
        return Fact(
            doc_id=self.report.doc_id,
            department=identity.department,
            year=identity.year,
            kind=identity.kind,
            origin="table",
            table=self.form.key,
            section="/".join(self.section.path),
            row_code=code,
            row_name=name,
            column=column,
            value=value,
            unit=self.unit,
            raw=raw,
            page=row.place.page,
            line=row.place.line,
            quote=quote,
            section_key=self.form.key,
            start=start + lead,
            end=start + lead + len(quote),
            at=source.begins(raw, cell.place) if cell is not None else None,
        )


def read_tables(report: Report) -> list[Reading]:
    """Every statutory table of a report, in reading order."""
    readings = []
    for section, table, form in _whole_tables(report):
        context = _Context(report, section, table, form, _unit(report, table))
        reading = Reading(form.key)
        reading.facts = list(_LAYOUTS[_layout(context)](context, reading))
        if not reading.facts:
            reading.facts = list(_empty(context))
        if not reading.facts and not reading.problems:
            row = next((row for row in table.rows if any(is_amount(t) for t in row.texts)), None)
            if row is not None:
                reading.tell("unread_row", "表头与各行的栏对不上，整表未读取", row)
        readings.append(reading)
    return readings


def _whole_tables(report: Report) -> list[tuple[Section, Table, TableForm]]:
    """The statutory tables; a piece without header goes on with the table that a page number cut it from."""
    whole: list[tuple[Section, Table, TableForm]] = []
    for section, printed in report.tables:
        for table, form in _forms(section, printed):
            if whole and whole[-1][2] is form and _goes_on(whole[-1], section, table):
                at, above, _ = whole[-1]
                whole[-1] = (at, replace(above, rows=[*above.rows, *table.rows]), form)
            else:
                whole.append((section, table, form))
    return whole


def _goes_on(above: tuple[Section, Table, TableForm], section: Section, table: Table) -> bool:
    """Whether a grid is the next page of the one above: of its width without header, or with further rows below one."""
    at, upper, form = above
    if not _header_rows(form, table):
        return section is at and width_of(table.rows) == width_of(upper.rows)
    filled = [[row for row in t.rows if any(is_amount(c.text) for c in row.cells)] for t in (upper, table)]
    labels = [{t for row in rows for t in row.texts if is_word(t) or CODE.match(t)} for rows in filled]
    return not all(filled) or (all(labels) and not labels[0] & labels[1])


def _forms(section: Section, printed: Table) -> Iterator[tuple[Table, TableForm]]:
    """The statutory tables of a grid with their forms; several lists beside one another may be of several tables."""
    whole = _titled(printed) or _form(section, printed)
    parts = [printed] if whole is not None and whole.layout == "triples" else side_by_side(printed)
    if section.key != "tables" and section.key not in table_forms():
        return
    if len(parts) == 1:
        if whole is not None:
            yield printed, whole
        return
    totals: set[str] = set()
    for part in parts:
        form = _titled(part) or (whole if whole and _knows(whole, part) else _form_by_words(part))
        total = any(t in layout().total_labels for row in part.rows for t in row.texts)
        # a second 合计 tells another table of the same columns, which only a title of its own can name
        if form is not None and not (total and form.key in totals and not _titled(part)):
            totals |= {form.key} if total else set()
            yield part, form


def _titled(table: Table) -> TableForm | None:
    """The form that a title printed inside the grid names."""
    rows = [row for row in table.rows[:3] if not any(is_number(t) for t in row.texts)]
    keys = {key for row in rows for cell in row.cells if (key := table_key(cell.text))}
    return table_forms()[keys.pop()] if len(keys) == 1 else None


def _form(section: Section, table: Table) -> TableForm | None:
    """The form of a table: by the title above it, else by its header words (only among the statutory tables)."""
    if section.key in table_forms():
        return table_forms()[section.key]
    return _form_by_words(table) if section.key == "tables" else None


def _form_by_words(table: Table) -> TableForm | None:
    head = _head_words(table)
    forms = table_forms().values()
    fitting = [f for f in forms if f.signature and all(any(w in h for h in head) for w in f.signature)]
    return max(fitting, key=lambda f: len(f.signature), default=None)


def _knows(form: TableForm, table: Table) -> bool:
    """Whether most words of a header are those of a form."""
    known = known_words(form) | layout().header_words
    head = [w for w in _head_words(table) if w and not is_number(w)]
    return form.layout == "code" and sum(w in known for w in head) > 0.8 * len(head)


def _head_words(table: Table) -> list[str]:
    return [name_key(c.text) for row in table.rows[:6] for c in row.cells]


def _unit(report: Report, table: Table) -> str:
    """The unit printed at the table, else the report's."""
    printed = [p.plain for p in table.caption] + ["".join(row.texts) for row in table.rows[:3]]
    for text in printed:
        if match := _UNIT.search(text):
            return match.group(1)
    return report.identity.unit or "万元"


def _layout(context: _Context) -> str:
    """The layout of this print: as the form has it, unless the header shows another one."""
    if context.form.layout == "triples" and _count_headers(context.table, "编码", "代码") == 1:
        return "code"
    if context.form.layout == "wide" and not numbering_of(context.table) and _labelled_rows(context):
        return "items"
    return context.form.layout


def _count_headers(table: Table, *words: str) -> int:
    return max((sum(any(w in c.plain for w in words) for c in row.cells) for row in table.rows[:5]), default=0)


def _labelled_rows(context: _Context) -> bool:
    leaves = {w for c in context.form.columns for w in c.leaf}
    labels = [_item_label(row) for row in context.table.rows]
    return sum(label in leaves for label in labels) >= 3


# ---------------------------------------------------------------- layouts


def _code_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """One 科目 a row: code, name, values under their columns."""
    parents: list[str] = ["", ""]
    filled = _filled(context.table)
    lines: list[Line] = []
    overflowed: list[Fact] = []
    for header, row in _whole_rows(context, reading, header_of, _code_shape):
        lead, cells, moved = lead_of(header, row)
        code = code_of(lead, [] if moved else header.levels, parents)
        names = [c.text for c in lead if c.text and not is_number(c.text)]
        name = strip_name(names[-1]) if names else ""
        overflow = _cut_column(context.form, header, name, code)
        if overflow and lines:
            cell = next((c for c in cells if is_number(c.text)), None)
            if cell is not None:
                overflowed.append(context.fact(row, cell, lines[-1].name, overflow, lines[-1].code))
            reading.tell("lost_column", f"“{overflow}”整列丢失，只有“{lines[-1].name}”行有数", row)
        elif (code is None and name not in layout().total_labels) or not name or (moved and header.levels and code):
            if any(is_amount(c.text) for c in row.cells):
                reading.tell("unread_row", "这一行有数，但认不出科目编码和名称，未读取", row)
        else:
            columns = header.names(min(header.width, filled))
            overlong = len(row.cells) > header.width and not set(context.form.column_names) <= set(columns)
            lines.append(Line(row, "合计" if code is None else name, code, cells, columns, overlong=overlong))
    reading.problems += align(context.form.key, lines, context.form.sums, tree_of(lines), Print.of(context.table))
    for line in lines:
        yield from _facts(context, line)
    yield from overflowed


def _code_shape(header: Header) -> tuple[int, frozenset[int]]:
    return max(header.columns) + 1, frozenset({header.first - 1})


def _filled(table: Table) -> int:
    """One past the last cell in which any row has a figure."""
    return max((i + 1 for row in table.rows for i, c in enumerate(row.cells) if is_number(c.text)), default=0)


def _facts(context: _Context, line: Line) -> Iterator[Fact]:
    for column in line.columns:
        if column in line.placed:
            yield context.fact(line.row, line.placed[column], line.name, column, line.code)


def _whole_rows(
    context: _Context,
    reading: Reading,
    build: Callable[[TableForm, list[Row]], H | None],
    shape: Callable[[H], tuple[int, frozenset[int]]],
) -> Iterator[tuple[H, Row]]:
    """The rows of a table with their headers, put together where they were torn apart."""
    cut: list[Row] = []
    yield from mended(headed(context.form, context.table.rows, build), shape, cut)
    for row in cut:
        reading.tell("cut_row", "这一行被分页截成两段，已接成一行", row)


def _cut_column(form: TableForm, header: Header, name: str, code: str | None) -> str | None:
    """A row named like a column that the header lacks: the overflow of a cut column, not a row."""
    if code is not None or not name:
        return None
    missing = [c for c in form.columns if c.name not in header.columns.values()]
    return next((c.name for c in missing if name_key(name) in c.leaf), None)


def _block_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """收入 and 支出 side by side, each with 项目, 行次 and amounts."""
    form, names = context.form, _SideNames(context.form)
    lines: list[list[Line]] = [[] for _ in form.blocks]
    for sides, row in _whole_rows(context, reading, sides_of, _block_shape):
        parts = list(parts_of(sides, row))
        if not parts and any(is_amount(c.text) for c in row.cells):
            reading.tell("unread_row", "这一行少印了格，认不出项目，未读取", row)
        for part in parts:
            printed = strip_name(part.label.text)
            listed = printed != strip_ordinal(printed)
            name = names.canonical(part.number, strip_ordinal(printed))
            if part.sure or not all(is_blank(c.text) for c in part.amounts):
                columns = sides[part.number].columns
                lines[part.number].append(Line(row, name, None, part.amounts, columns, part=listed))
    how = Print.of(context.table)
    for block, side in zip(form.blocks, lines, strict=True):
        reading.problems += align(form.key, side, form.sums, _listed_sum(block, side), how)
    for line in sorted((line for side in lines for line in side), key=lambda line: line.row.place.start):
        yield from _facts(context, line)


@dataclass(slots=True)
class _SideNames:
    """Canonical row names of the sides: the two 总计 apart, and the funds below the carry-over as its parts."""

    form: TableForm
    carried: bool = False
    totalled: bool = False

    def canonical(self, side: int, name: str) -> str:
        key = name_key(name)
        if key in {"总计", "收入总计", "支出总计"}:
            return (self.form.totals or ("总计(收入)", "总计(支出)"))[side]
        if side > 0:
            return name
        fund = name.removeprefix("其中：")
        self.carried |= key in self.form.carry_over
        below = self.carried and key not in {*self.form.carry_over, "合计"}
        # the row of the carry-over itself may be lost: the funds stand above the total once, below it once more
        if below or (self.totalled and name_key(fund) in self._funds()):
            return f"年初财政拨款结转和结余-{fund}"
        self.totalled |= name == self.form.blocks[0].total
        return name

    def _funds(self) -> set[str]:
        return {w for block in self.form.blocks[1:] for column in block.columns[1:] for w in column.leaf}


def _block_shape(sides: list[Side]) -> tuple[int, frozenset[int]]:
    return sides[-1].end, frozenset(side.start for side in sides if side.order is not None)


def _listed_sum(block: ColumnBlock, lines: list[Line]) -> list[Group]:
    """The total of a side with the rows listed above it."""
    whole = [line for line in lines if line.name == block.total]
    return [Group(whole[0], tuple(line for line in lines if line.part))] if len(whole) == 1 else []


def _triple_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """经济分类: code, name and amount, several such blocks side by side."""
    totals = {name_key(t): t for t in context.form.totals}
    column = context.form.columns[0].name
    width = width_of(_header_rows(context.form, context.table) or context.table.rows)
    for row in context.table.rows:
        cells = row.cells
        for index, cell in enumerate(cells):
            if (
                CODE.match(cell.plain)
                and index + 1 < len(cells)
                and cells[index + 1].text
                and not is_number(cells[index + 1].text)
            ):
                value = cells[index + 2] if index + 2 < len(cells) and not CODE.match(cells[index + 2].plain) else None
                if value is not None and (is_number(value.text) or len(cells) >= width):
                    yield context.fact(row, value, strip_name(cells[index + 1].text), column, cell.plain)
            elif name_key(cell.text) in totals:
                value = _next_number(cells, index)
                if value is not None and (is_number(value.text) or len(cells) >= width):
                    yield context.fact(row, value, totals[name_key(cell.text)], column)


def _next_number(cells: list[Cell], index: int) -> Cell | None:
    """The first amount to the right of a label, before the next label; else the blank beside it."""
    right = cells[index + 1 :]
    label = next((i for i, c in enumerate(right) if is_word(c.text)), len(right))
    return next((c for c in right[:label] if is_number(c.text)), right[0] if label else None)


def _wide_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """One row of values under grouped columns: “三公”经费."""
    name = next(iter(context.form.totals), "合计")
    for header, row in headed(context.form, context.table.rows, header_of):
        if any(is_number(c.text) for c in row.cells):
            line = Line(row, name, None, row.cells[header.first :], header.names(0))
            reading.problems += align(context.form.key, [line], context.form.sums, [], Print.of(context.table))
            yield from _facts(context, line)
            return


def _item_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """“三公”经费 with one item a row and 预算数, 决算数 as columns: the same facts as the wide form."""
    sides: dict[int, str] = {}
    for row in context.table.rows:
        found = {i: g for i, t in enumerate(row.texts) for g in ("预算数", "决算数") if t.endswith(g)}
        if found:
            sides = found
            continue
        label = _item_label(row)
        for index, group in sides.items():
            column = next((c for c in context.form.columns if group in c.group and label in c.leaf), None)
            if column is not None and index < len(row.cells):
                yield context.fact(row, row.cells[index], "合计", column.name)


def _item_label(row: Row) -> str:
    """The name of an item without its ordinal and 其中, whichever is printed first."""
    return name_key(strip_ordinal(re.sub("^其中：?", "", strip_ordinal(row.cells[0].plain))))


def _empty(context: _Context) -> Iterator[Fact]:
    """A table printed without figures: each column blank on the row 合计. A piece without header tells nothing."""
    rows = [row for row in context.table.rows if any(row.texts)]
    heading = _header_rows(context.form, context.table)
    if not heading or any(is_amount(c.text) for row in rows for c in row.cells):
        return
    row = numbering_of(context.table) or rows[-1]
    header = header_of(context.form, heading) if context.form.columns else None
    for column in header.columns.values() if header else context.form.column_names:
        yield context.fact(row, None, "合计", column)


def _header_rows(form: TableForm, table: Table) -> list[Row]:
    known = known_words(form)
    return [row for row in table.rows if is_numbering(row) or is_header(row, known)]


_LAYOUTS = {
    "code": _code_rows,
    "blocks": _block_rows,
    "triples": _triple_rows,
    "wide": _wide_rows,
    "items": _item_rows,
}
