"""The deterministic parser of the nine statutory tables: grids into facts, by header words and 科目 codes.

A value keeps the column it is printed in. A cell that the source does not have gives no fact; a blank one gives a fact
without value; nothing is ever filled from a neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from extractors.alignment import align
from extractors.class_codes import joined_codes, parted
from extractors.facts import Fact, is_number
from extractors.grids import CODE, UNIT_CODE, mended
from extractors.headers import (
    Header,
    before_gap,
    fund_subtotals,
    has_decimals,
    headed,
    header_of,
    header_rows,
    is_amount,
    is_blank,
    is_order,
    is_word,
    known_words,
    numbering_of,
    width_of,
)
from extractors.lines import Group, Line, LineTable, Print
from extractors.own_year import of_one_amount, of_own_year
from extractors.proof import Proof
from extractors.reading import Context, Reading
from extractors.report import Cell, Place, Report, Row, Table
from extractors.sides import Part, Side, SideNames, out_of_order, parts_of, sides_of
from extractors.stacked.heading import code_heading
from extractors.statutory import Statutory, statutory_tables
from extractors.subjects import (
    body_code,
    body_codes,
    code_of,
    doubled,
    forget,
    is_sure_code,
    lead_of,
    strip_name,
    tree_of,
)
from extractors.text import name_key, strip_ordinal
from extractors.three_public import item_rows, public_layout, wide_rows, year_rows
from extractors.vocabulary import ColumnBlock, Sum, TableForm, layout, standard_codes
from extractors.vocabulary.bodies import body_words

#: income that every list of kinds of income has
_INCOME = "事业收入"
#: tables that may list kinds of income or spending with one amount each, and no 科目
_KINDS_ALONE = {"YS02", "YS03"}
_UNIT = re.compile(r"单位：(万元|亿元|元)")

H = TypeVar("H")


def read_tables(report: Report, statutory: Sequence[Statutory] | None = None) -> list[Reading]:
    """Every statutory table of a report, in reading order; ``statutory`` are these tables where they are known."""
    readings = []
    tables = statutory_tables(report) if statutory is None else statutory
    for found in tables:
        table = found.table
        if found.form.layout == "blocks":
            table = joined_codes(of_own_year(table, report.identity.year))
        elif found.form.plan_of and found.form.layout == "code":
            table = of_one_amount(table, report.identity.year)
        context = Context(report, found.section, table, found.form, _unit(report, found.table))
        reading = Reading(found.form.key)
        if found.confirmed:
            reading.facts = list(_LAYOUTS[_layout(context)](context, reading))
            if not reading.facts and (joined := _rejoined(context)) is not None:
                again = Reading(found.form.key)
                again.facts = list(_LAYOUTS[_layout(joined)](joined, again))
                reading = again if again.facts else reading
            if not reading.facts and not any(o.form is found.form and _has_amounts(o.table) for o in tables):
                reading.facts = list(_empty(context))
        if not reading.facts and not reading.problems:
            text = "表头与各行的栏对不上" if found.confirmed else "表头或科目编码不是本表的"
            row = next((row for row in found.table.rows if any(is_amount(t) for t in row.texts)), None)
            if row is not None:
                reading.tell("unread_row", f"{text}，整表未读取", row)
        readings.append(reading)
    return readings


def _rejoined(context: Context) -> Context | None:
    """A table parted by spaces with the headings put together that a line end has broken (功能分类 科目编码).

    None where its headings have nothing to be put together.
    """
    table = context.table
    if not table.spaced:
        return None
    known = known_words(context.form) | layout().header_words
    first = next((n for n, row in enumerate(table.rows) if any(is_amount(c.text) for c in row.cells)), 0)
    rows = [_joined_cells(row, known) for row in table.rows[:first]]
    heading = code_heading([c for row in rows for c in row.cells if c.text], 0)
    widths = Counter(len(row.cells) for row in table.rows[first:])
    if heading is not None and widths and heading.lead + heading.width == widths.most_common(1)[0][0]:
        # 项目 stands over code and name, which spaces alone don't tell
        rows = heading.rows
    if rows == table.rows[:first]:
        return None
    return replace(context, table=replace(table, rows=[*rows, *table.rows[first:]]))


def _joined_cells(row: Row, known: frozenset[str]) -> Row:
    """A row of headings in which cells that make one known heading together are one, the longest first."""
    cells: list[Cell] = []
    at = 0
    while at < len(row.cells):
        sizes = range(min(len(row.cells) - at, 4), 1, -1)
        size = next((n for n in sizes if name_key("".join(c.text for c in row.cells[at : at + n])) in known), 1)
        if size > 1:
            first, last = row.cells[at].place, row.cells[at + size - 1].place
            place = Place(first.start, last.end, first.line, first.page)
            cells.append(Cell("".join(c.text for c in row.cells[at : at + size]), place))
        else:
            cells.append(row.cells[at])
        at += size
    return Row(cells, row.place) if len(cells) < len(row.cells) else row


def _has_amounts(table: Table) -> bool:
    return any(is_amount(c.text) for row in table.rows for c in row.cells)


def _unit(report: Report, table: Table) -> str:
    """The unit printed at the table, else the report's."""
    printed = [p.plain for p in table.caption] + ["".join(row.texts) for row in table.rows[:3]]
    for text in printed:
        if match := _UNIT.search(text):
            return match.group(1)
    return report.identity.unit or "万元"


def _layout(context: Context) -> str:
    """The layout of this print: as the form has it, unless the header shows another one."""
    if context.form.layout == "triples" and _count_headers(context.table, "编码", "代码") == 1:
        return "code"
    if context.form.layout == "wide":
        return public_layout(context.form, context.table.rows)
    return context.form.layout


def _count_headers(table: Table, *words: str) -> int:
    return max((sum(any(w in c.plain for w in words) for c in row.cells) for row in table.rows[:5]), default=0)


# ---------------------------------------------------------------- layouts


#: so many characters are the name of a unit beside a code of its own
_BODY_NAME = 6


def _code_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """One 科目 a row: code, name, values under their columns."""
    parents: list[str] = ["", ""]
    filled = _filled(context.table)
    totals = {t: "合计" for t in layout().total_labels} | {t: t for t in context.form.totals}
    lines: list[Line] = []
    overflowed: list[Fact] = []
    unknown: list[Row] = []
    sure: dict[Line, set[str]] = {}
    units: set[str] = set()
    named = _named_rows(context)
    # a list of 科目 below the name of the department, which stands for all of them
    own = name_key(context.report.identity.department or "")
    moves = 0
    how = context.print()
    for header, row in _whole_rows(context, reading, how, header_of, _code_shape):
        lead, cells, moved = lead_of(header, row)
        bodies = header.lists_bodies
        if bodies and not units:
            units = body_codes(context.table.rows, header.first)
        code = body_code(lead, units) if bodies else code_of(lead, [] if moved else header.levels, parents)
        names = [c.text for c in lead if c.text and not is_number(c.text)]
        name = strip_name(names[-1]) if names else ""
        if code is None and (body_words().unit.search(name_key(name)) or len(name_key(name)) >= _BODY_NAME):
            # a unit above its own items, whose code no 科目 has
            code = next((c.plain for c in lead if UNIT_CODE.fullmatch(c.plain)), None)
        if named and code is None:
            name = strip_ordinal(name)
        overflow = None if named else _cut_column(context.form, header, name, code)
        if overflow and lines:
            cell = next((c for c in cells if is_number(c.text)), None)
            if cell is not None:
                overflowed.append(context.fact(row, cell, lines[-1].name, overflow, lines[-1].code))
            reading.tell("lost_column", f"“{overflow}”整列丢失，只有“{lines[-1].name}”行有数", row)
        elif (
            (
                code is None
                and name not in totals
                and not bodies
                and not (named and name_key(name) in named)
                and not (own and name_key(name) == own)
            )
            or not name
            or not is_sure_code(context.form, header, lead, moved)
        ):
            if any(is_amount(c.text) for c in row.cells):
                unknown.append(row)
            forget(lead, parents)
        else:
            columns = header.names(max(min(header.width, filled), header.remarks))
            overlong = _is_overlong(context.form, header, row)
            line = Line(row, totals.get(name, name) if code is None else name, code, cells, columns, overlong=overlong)
            sure[line] = before_gap(context.form.columns, columns) if how.trimmed else set(columns)
            lines.append(line)
            moves += moved
    unknown += [line.row for line in doubled(lines)]
    for row in unknown:
        reading.tell("unread_row", "这一行有数，但认不出科目编码和名称，未读取", row)
    lines = [line for line in lines if line.row not in unknown]
    if len(unknown) > len(lines) or moves * 2 > len(lines):
        # the cells of the header are not those of the rows
        return
    sums = _within_fund(_with_funds(context.form.sums, lines), lines)
    reading.problems += align(context.form.key, lines, sums, tree_of(lines), how, bool(unknown))
    for line in lines:
        yield from (fact for fact in _facts(context, line) if fact.column in sure[line])
    if lost := {c for line in lines for c in set(line.placed) - sure[line]}:
        text = f"表头缺少项目，行末空格又未印出，无法判断其后各数属于哪一栏，“{'”“'.join(sorted(lost))}”未读取"
        reading.tell("lost_column", text, lines[0].row)
    yield from overflowed


def _named_rows(context: Context) -> set[str]:
    """The names that rows without codes may have: those of 经济分类, or all of a list of incomes or spendings.

    There are none where a table has codes.
    """
    if any(CODE.match(c.plain) for row in context.table.rows for c in row.cells[:2]):
        return set()
    if context.form.key in _KINDS_ALONE and all(len(row.cells) <= 2 for row in context.table.rows):
        return {name_key(strip_ordinal(strip_name(c.text))) for row in context.table.rows for c in row.cells[:1]} - {""}
    return {name_key(n) for n in standard_codes().values()} if context.form.key == "YS08" else set()


def _with_funds(sums: tuple[Sum, ...], lines: list[Line]) -> tuple[Sum, ...]:
    """The sums of income with the funds that a report calls in its own words (政府性基金拨款) among their parts."""
    known = {c for s in sums for c in (*s.whole, *s.parts, *s.needs, *s.without)}
    printed = dict.fromkeys(c for line in lines for c in line.columns if c not in known)
    funds = tuple(c for c in printed if layout().fund_headings.search(name_key(c)))
    if not funds:
        return sums
    return tuple(s.model_copy(update={"parts": s.parts + funds}) if _INCOME in s.parts else s for s in sums)


def _within_fund(sums: tuple[Sum, ...], lines: list[Line]) -> tuple[Sum, ...]:
    """The sums of a list of spending that parts one fund alone into its kinds: what these make up is the 小计."""
    whole = next((w for line in lines for w in fund_subtotals(line.columns)), None)
    kinds = {"基本支出", "项目支出"}
    return (
        sums
        if whole is None
        else tuple(Sum(whole=(whole,), parts=s.parts) if kinds <= {*s.parts} and "合计" in s.whole else s for s in sums)
    )


def _is_overlong(form: TableForm, header: Header, row: Row) -> bool:
    """Whether a row has room, or figures, to the right of a header that lacks columns before its last one."""
    printed = set(header.columns.values())
    lacking = [c for c in form.column_names if c not in printed]
    added = {c.name for c in form.columns if c.added}
    parts = [added & {*s.whole, *s.parts} for s in form.sums]
    if not lacking and not any(some & printed and not some <= printed for some in parts):
        return False
    end = max(*header.columns, header.remarks - 1) + 1
    beyond = any(is_number(c.text) for c in row.cells[end:])
    if header.remarks and any(is_number(c.text) for c in row.cells[header.remarks - 1 : header.remarks]):
        return True
    return len(row.cells) > end or (beyond and form.column_names[-1] not in lacking)


def _code_shape(header: Header) -> tuple[int, frozenset[int]]:
    return max(header.columns) + 1, frozenset({header.first - 1})


def _filled(table: Table) -> int:
    """One past the last cell in which any row has a figure."""
    return max((i + 1 for row in table.rows for i, c in enumerate(row.cells) if is_number(c.text)), default=0)


def _facts(context: Context, line: Line) -> Iterator[Fact]:
    for column in line.columns:
        if column in line.placed:
            yield context.fact(line.row, line.placed[column], line.name, column, line.code)


def _whole_rows(
    context: Context,
    reading: Reading,
    how: Print,
    build: Callable[[TableForm, list[Row]], H | None],
    shape: Callable[[H], tuple[int, frozenset[int]]],
) -> Iterator[tuple[H, Row]]:
    """The rows of a table with their headers, put together where they were torn apart."""
    cut: list[Row] = []
    yield from mended(headed(context.form, context.table.rows, build), shape, cut, how.trimmed)
    for row in cut:
        reading.tell("cut_row", "这一行被分页截成两段，已接成一行", row)


def _cut_column(form: TableForm, header: Header, name: str, code: str | None) -> str | None:
    """A row named like a column that the header lacks: the overflow of a cut column, not a row."""
    if code is not None or not name or name in layout().total_labels:
        return None
    missing = [c for c in form.columns if not c.added and c.name not in header.columns.values()]
    return next((c.name for c in missing if name_key(name) in c.leaf), None)


def _block_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """收入 and 支出 side by side, each with 项目, 行次 and amounts."""
    form, names = context.form, SideNames(context.form)
    printed: dict[int, list[tuple[Part, Row]]] = {}
    how = context.print()
    for sides, row in _whole_rows(context, reading, how, sides_of, _block_shape):
        parts = list(parts_of(sides, row))
        if not parts and any(is_amount(c.text) for c in row.cells):
            reading.tell("unread_row", "这一行少印了格，认不出项目，未读取", row)
        for part in parts:
            if part.side.columns:
                printed.setdefault(part.side.number, []).append((part, row))
            elif is_amount(part.amounts[0].text if part.amounts else ""):
                reading.tell("unread_row", "表头没有写明是收入还是支出，未读取", row)
    lines: dict[int, list[Line]] = {}
    for number, found in sorted(printed.items()):
        block = form.blocks[min(number, len(form.blocks) - 1)]
        moved = out_of_order([part for part, _ in found])
        counted = has_decimals(context.table.rows)
        side: list[Line] = []
        lost: list[Row] = []
        first = found[0][0].side
        gap = set(first.columns)
        for part, row in found:
            head = part.side
            code, label = parted(strip_name(part.label.text))
            name = names.canonical(number, strip_ordinal(label))
            if part in moved or any(_is_no_amount(c, counted) for c in part.amounts[: len(head.columns)]):
                lost.append(row)
            elif part.sure or not all(is_blank(c.text) for c in part.amounts):
                overlong = head.lacking and len(part.amounts) > len(head.columns)
                listed = label != strip_ordinal(label)
                side.append(Line(row, name, code, part.amounts, head.columns, part=listed, overlong=overlong))
        if how.trimmed and first.lacking:
            gap = before_gap(block.columns, first.columns)
        for row in lost:
            reading.tell("unread_row", "行次落在金额栏，这一行少印或多印了格，未读取", row)
        if len(lost) > len(side) or (not counted and _counts_rows(side)):
            reading.tell("lost_column", "表头丢失一栏，行次落在金额栏，这一侧未读取", found[0][1])
            continue
        reading.problems += align(form.key, side, form.sums, _listed_sums(form, block, side), how, bool(lost))
        for line in side:
            line.placed = {column: cell for column, cell in line.placed.items() if column in gap}
        lines[number] = side
    for line in sorted(_once(lines), key=lambda line: line.row.place.start):
        yield from _facts(context, line)


def _is_no_amount(cell: Cell, counted: bool) -> bool:
    """Whether a cell among amounts holds a word, or a 行次 where amounts are printed with decimals."""
    return is_word(cell.text) or (counted and is_order(cell.text))


def _counts_rows(lines: list[Line]) -> bool:
    """Whether what should be the first amounts of a side are its 行次: nearly all count on from the one above."""
    first = [line.cells[0].plain for line in lines if line.cells and line.cells[0].text]
    steps = [is_order(a) and is_order(b) and int(b) == int(a) + 1 for a, b in pairwise(first)]
    return len(steps) >= 2 and sum(steps) >= 0.7 * len(steps)


def _once(sides: dict[int, list[Line]]) -> Iterator[Line]:
    """The lines of all sides; a total that a further list of the same side repeats is told once."""
    told: set[str] = set()
    for number, side in sorted(sides.items()):
        yield from (line for line in side if number < 2 or line.name not in told)
        if number > 0:
            told |= {line.name for line in side}


def _block_shape(sides: list[Side]) -> tuple[int, frozenset[int]]:
    return sides[-1].end, frozenset(side.start for side in sides if side.order is not None)


def _listed_sums(form: TableForm, block: ColumnBlock, lines: list[Line]) -> list[Group]:
    """The total of a side with the rows listed above it; the 总计 with that total and what stands between the two."""
    at = [i for i, line in enumerate(lines) if line.name == block.total]
    if len(at) != 1:
        return []
    groups = [Group(lines[at[0]], tuple(line for line in lines if line.part))]
    last = next((i for i, line in enumerate(lines) if i > at[0] and line.name.startswith("总计")), None)
    between = lines[at[0] : last]
    if last is not None and block is form.blocks[-1] and not any(line.part for line in between):
        groups.append(Group(lines[last], tuple(between)))
    carried = next((line for line in lines if name_key(line.name) in form.carry_over), None)
    funds = tuple(line for line in lines if carried and line.name.startswith(f"{carried.name}-"))
    return [*groups, Group(carried, funds)] if carried and funds else groups


def _triple_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """经济分类: code, name and amount, several such blocks side by side."""
    column = context.form.columns[0].name
    lines: list[Line] = []
    for row, name, code, value in _triples(context):
        line = Line(row, name, code, [value], (column,), sure=True, ended=True)
        line.put(line.as_printed)
        lines.append(line)
    unsure = {id(line) for line in doubled(lines)}
    full = _full_rows(context)
    printed = {id(line): dict(line.placed) for line in lines if id(line.row) in full}
    if any(is_number(line.cells[0].text) for line in lines):
        # no total is blank where its parts are not
        unsure |= {id(line) for line in lines if line.code is None and is_blank(line.cells[0].text)}
    proof = Proof(LineTable(context.form.key, (), tree_of(lines)), lines)
    proof.drop_blanks()
    for line in lines:
        # no cell of a row with all its cells was lost, and its blanks are the report's own
        line.placed = printed.get(id(line), line.placed)
        if id(line) not in unsure:
            yield from _facts(context, line)


def _full_rows(context: Context) -> set[int]:
    """The rows with as many cells as the header and as most rows."""
    rows = [row for row in context.table.rows if any(is_amount(c.text) for c in row.cells)]
    heading = header_rows(context.form, context.table)
    usual = Counter(len(row.cells) for row in rows).most_common(1)
    if not usual or not heading or width_of(heading) != usual[0][0]:
        return set()
    return {id(row) for row in rows if len(row.cells) == usual[0][0]}


def _triples(context: Context) -> Iterator[tuple[Row, str, str | None, Cell]]:
    """The codes and totals of each row with their names and amounts; a blank one only below the head of an amount."""
    totals = {name_key(t): t for t in context.form.totals}
    heading = header_rows(context.form, context.table)
    width = width_of(heading or context.table.rows)
    leaves = context.form.columns[0].leaf
    headed = {i for row in heading for i, c in enumerate(row.cells) if name_key(c.text) in leaves}
    for row in context.table.rows:
        cells = row.cells
        for index, cell in enumerate(cells):
            label = index + 1 < len(cells) and is_word(cells[index + 1].text)
            if CODE.match(cell.plain) and label:
                at, name, code = index + 2, strip_name(cells[index + 1].text), cell.plain
            elif name_key(cell.text) in totals:
                at, name, code = _amount_at(cells, index, headed), totals[name_key(cell.text)], None
            else:
                continue
            value = cells[at] if at < len(cells) and not CODE.match(cells[at].plain) else None
            if value is None or not (is_number(value.text) or is_blank(value.text)):
                continue
            # a figure behind a blank, before the next code, moved out of it
            after = cells[at + 1] if at + 1 < len(cells) else None
            moved = after is not None and is_amount(after.text) and not CODE.match(after.plain)
            if is_number(value.text) or (len(cells) >= width and at in headed and not moved):
                yield row, name, code, value


def _amount_at(cells: list[Cell], index: int, headed: set[int]) -> int:
    """The first amount to the right of a label, before the next label; else the blank below the head of an amount."""
    end = next((i for i in range(index + 1, len(cells)) if is_word(cells[i].text)), len(cells))
    inside = range(index + 1, end)
    return next((i for i in inside if is_number(cells[i].text)), next((i for i in inside if i in headed), len(cells)))


def _empty(context: Context) -> Iterator[Fact]:
    """A table printed without figures: each column blank on the row 合计. A piece without header tells nothing."""
    rows = [row for row in context.table.rows if any(row.texts)]
    heading = header_rows(context.form, context.table)
    if not heading or any(is_amount(c.text) for row in rows for c in row.cells):
        return
    row = numbering_of(context.table) or rows[-1]
    header = header_of(context.form, heading) if context.form.columns else None
    for column in header.columns.values() if header else context.form.column_names:
        yield context.fact(row, None, "合计", column)


_LAYOUTS = {
    "code": _code_rows,
    "blocks": _block_rows,
    "triples": _triple_rows,
    "wide": wide_rows,
    "years": year_rows,
    "items": item_rows,
}
