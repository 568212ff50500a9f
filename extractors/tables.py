"""The deterministic parser of the nine statutory tables: grids into facts, by header words and 科目 codes.

A value keeps the column it is printed in. A cell that the source does not have gives no fact; a blank one gives a fact
without value; nothing is ever filled from a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from extractors.facts import Fact, is_number, parse_amount
from extractors.headers import (
    Header,
    canonical,
    data_rows,
    headed,
    header_of,
    is_amount,
    is_blank,
    is_header,
    is_numbering,
    is_word,
    known_words,
    numbering_of,
    stacks_of,
    width_of,
)
from extractors.report import Cell, Report, Row, Section, Table
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import TableForm, layout, table_forms

_CODE = re.compile(r"^[0-9]{3}(?:[0-9]{2}){0,2}$")
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
    problems: list[str] = field(default_factory=list)


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
        readings.append(reading)
    return readings


def _whole_tables(report: Report) -> list[tuple[Section, Table, TableForm]]:
    """The statutory tables; a piece without header goes on with the table that a page number cut it from."""
    whole: list[tuple[Section, Table, TableForm]] = []
    for section, table in report.tables:
        form = _form(section, table)
        if form is None:
            continue
        if whole and whole[-1][0] is section and not _header_rows(form, table):
            above = whole[-1][1]
            if width_of(table.rows) == width_of(above.rows):
                whole[-1] = (section, replace(above, rows=[*above.rows, *table.rows]), form)
                continue
        whole.append((section, table, form))
    return whole


def _form(section: Section, table: Table) -> TableForm | None:
    """The form of a table: by the title above it, else by its header words (only among the statutory tables)."""
    forms = table_forms()
    if section.key in forms:
        return forms[section.key]
    if section.key != "tables":
        return None
    head = [name_key(c.text) for row in table.rows[:6] for c in row.cells]
    fitting = [f for f in forms.values() if f.signature and all(any(w in h for h in head) for w in f.signature)]
    return max(fitting, key=lambda f: len(f.signature), default=None)


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
    last: tuple[Row, str, str | None] | None = None
    for header, row in data_rows(context.form, context.table):
        lead, values = row.cells[: header.first], header.columns
        code = _code(lead, header.levels, parents)
        names = [c.text for c in lead if c.text and not is_number(c.text)]
        name = strip_name(names[-1]) if names else ""
        overflow = _cut_column(context.form, header, name, code)
        if overflow and last is not None:
            cell = next((c for c in row.cells if is_number(c.text)), None)
            if cell is not None:
                yield context.fact(row, cell, last[1], overflow, last[2])
                reading.problems.append(f"{overflow}：整列丢失，只有{last[1]}行有数")
            continue
        if not name or (code is None and name not in layout().total_labels):
            continue
        name = "合计" if code is None else name
        for index, column in values.items():
            if index < len(row.cells):
                yield context.fact(row, row.cells[index], name, column, code)
        last = (row, name, code)


def _cut_column(form: TableForm, header: Header, name: str, code: str | None) -> str | None:
    """A row named like a column that the header lacks: the overflow of a cut column, not a row."""
    if code is not None or not name:
        return None
    missing = [c for c in form.columns if c.name not in header.columns.values()]
    return next((c.name for c in missing if name_key(name) in c.leaf), None)


def _code(lead: list[Cell], levels: list[int], parents: list[str]) -> str | None:
    """The 科目 code of a row: printed whole, or spread over 类, 款 and 项. ``parents`` holds 类 and 款 for the next."""
    parts = [lead[i].plain for i in levels if i < len(lead)]
    if any(parts) and _SPREAD.match(" ".join(parts)):
        code = _spread_code(parts, parents)
    else:
        digits = [c.plain for c in lead if c.plain.isdecimal()]
        whole = [d for d in digits if _CODE.match(d)]
        joined = len(digits) >= 2 and whole and all(_SUB_CODE.match(d) for d in digits[1:])
        code = "".join(digits) if joined else max(whole, key=len, default=None)
    if code is not None:
        parents[:] = code[:3], code[3:5]
    elif any(part and part not in layout().total_labels for part in parts):
        # a misprinted code: what stands below it is of an unknown parent
        parents[:] = "", ""
    return code


def _spread_code(parts: list[str], parents: list[str]) -> str | None:
    """类, 款 and 项 joined; what is printed once is taken from the rows above. None where a part is not known."""
    above = parents[1] if parts[0] in {"", parents[0]} else ""
    whole = [parts[0] or parents[0], parts[1] or above, *parts[2:]]
    while not parts[len(whole) - 1]:
        whole.pop()
    return "".join(whole) if all(whole) else None


def strip_name(text: str) -> str:
    """A row name as printed, without the breaks and blanks that a line end left in it."""
    return re.sub(r"\s+", "", text).lstrip("　")


@dataclass(slots=True)
class _Side:
    """收入 or 支出 in a header: its cell range, its 行次 cell and its value columns."""

    start: int
    end: int
    order: int | None
    columns: dict[int, str]


def _block_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """收入 and 支出 side by side, each with 项目, 行次 and amounts."""
    carried = False
    totals = context.form.totals or ("总计(收入)", "总计(支出)")
    for sides, row in headed(context.form, context.table.rows, _sides):
        for number, (side, cells) in enumerate(_parts(sides, row)):
            label = next((c for c in cells if c.text and not is_number(c.text)), None)
            if label is None:
                continue
            name = strip_ordinal(strip_name(label.text))
            if number == 0:
                if name_key(name) in context.form.carry_over:
                    carried = True
                elif carried and name_key(name) not in {"总计", "合计"}:
                    name = f"年初财政拨款结转和结余-{name.removeprefix('其中：')}"
            if name_key(name) in {"总计", "收入总计", "支出总计"}:
                name = totals[number]
            for index, column in side.columns.items():
                if index - side.start < len(cells):
                    yield context.fact(row, cells[index - side.start], name, column)


def _sides(form: TableForm, rows: list[Row]) -> list[_Side] | None:
    """The sides of a header, each beginning at its 项目."""
    worded = [row for row in rows if not is_numbering(row)]
    lead = next((row for row in worded if sum("项目" in t for t in row.texts) >= 2), None)
    if lead is None:
        return None
    starts = [i for i, t in enumerate(lead.texts) if "项目" in t][: len(form.blocks)]
    stacks = stacks_of(worded, width_of(rows))
    sides = []
    for block, start, end in zip(form.blocks, starts, [*starts[1:], len(stacks)], strict=False):
        columns: dict[int, str] = {}
        for index in range(start + 1, end):
            if name := canonical(block.columns, stacks[index], columns):
                columns[index] = name
        order = next((i for i in range(start, min(columns, default=start)) if "行次" in stacks[i]), None)
        sides.append(_Side(start, end, order, columns))
    return sides


def _parts(sides: list[_Side], row: Row) -> Iterator[tuple[_Side, list[Cell]]]:
    """The cells of each side of a row, as they stand in the header."""
    starts: list[int] = []
    for side in sides:
        starts.append(_label_at(row, starts[-1] if starts else None, side.start))
    for number, (side, start) in enumerate(zip(sides, starts, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else start + side.end - side.start
        yield side, _with_order(side, row.cells[start:end])


def _label_at(row: Row, before: int | None, start: int) -> int:
    """Where a side begins: a figure in its place tells that cells were lost, then at the label further left."""
    if before is None or (start < len(row.cells) and not is_number(row.cells[start].text)):
        return start
    words = [i for i, c in enumerate(row.cells[before:start], before) if is_word(c.text)]
    return words[-1] if len(words) >= 2 else start


def _with_order(side: _Side, cells: list[Cell]) -> list[Cell]:
    """The cells of a side; a 行次 that was lost, told by an amount in its place, is put back as a blank."""
    at = side.order - side.start if side.order is not None else len(cells)
    if at >= len(cells) or not is_amount(cells[at].text):
        return cells
    size = side.end - side.start
    if len(cells) == size and is_blank(cells[-1].text):
        cells = cells[:-1]
    if len(cells) != size - 1:
        # more is lost or moved than the 行次: no amount can be told its column
        return cells[:at]
    return [*cells[:at], Cell("", cells[at].place), *cells[at:]]


def _triple_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """经济分类: code, name and amount, several such blocks side by side."""
    totals = {name_key(t): t for t in context.form.totals}
    column = context.form.columns[0].name
    for row in context.table.rows:
        cells = row.cells
        for index, cell in enumerate(cells):
            if (
                _CODE.match(cell.plain)
                and index + 1 < len(cells)
                and cells[index + 1].text
                and not is_number(cells[index + 1].text)
            ):
                value = cells[index + 2] if index + 2 < len(cells) and not _CODE.match(cells[index + 2].plain) else None
                if value is not None:
                    yield context.fact(row, value, strip_name(cells[index + 1].text), column, cell.plain)
            elif name_key(cell.text) in totals:
                value = _next_number(cells, index)
                if value is not None:
                    yield context.fact(row, value, totals[name_key(cell.text)], column)


def _next_number(cells: list[Cell], index: int) -> Cell | None:
    """The first amount to the right of a label, before the next label; else the blank beside it."""
    right = cells[index + 1 :]
    label = next((i for i, c in enumerate(right) if is_word(c.text)), len(right))
    return next((c for c in right[:label] if is_number(c.text)), right[0] if label else None)


def _wide_rows(context: _Context, reading: Reading) -> Iterator[Fact]:
    """One row of values under grouped columns: “三公”经费."""
    name = next(iter(context.form.totals), "合计")
    for header, row in data_rows(context.form, context.table):
        if not any(is_number(c.text) for c in row.cells):
            continue
        for index, column in header.columns.items():
            if index < len(row.cells):
                yield context.fact(row, row.cells[index], name, column)
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
