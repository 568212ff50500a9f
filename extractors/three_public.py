"""“三公”经费 in every layout: a row of values under groups, a row each for 预算数 and 决算数, or an item a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations, takewhile

from extractors.alignment import align
from extractors.facts import LAST_YEAR, Fact, is_number, parse_amount
from extractors.headers import (
    canonical,
    has_decimals,
    headed,
    header_of,
    header_rows,
    is_empty,
    is_numbering,
    is_order,
    is_word,
    item_label,
    stacks_of,
    width_of,
)
from extractors.lines import Group, Line, down
from extractors.public_alone import public_alone
from extractors.reading import Context, Reading
from extractors.report import Row
from extractors.subjects import body_code, body_codes
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import Column, Sum, TableForm, layout

_YEAR = re.compile(r"^(20\d\d年度?|本年度?)")
_BEFORE = re.compile(r"上一?年|去年|前一年|上期|同期")
#: the heading of a column of changes since the year before
_CHANGED = re.compile(r"增减|增长|增幅|减幅|变动|变化|差异|差额")
#: what the name of a column says of its figures before the item
_OF_FIGURES = re.compile(r"^(?:“三公”经费)?(?:预算数|决算数)")


def public_layout(form: TableForm, rows: list[Row]) -> str:
    """How a print of “三公”经费 is laid out: ``items``, ``years`` (预算数 and 决算数 as rows) or ``wide``."""
    leaves = {w for c in form.columns for w in c.leaf}
    if sum(item_label(cell.text) in leaves for row in rows for cell in row.cells[:1]) >= 3:
        return "items"
    groups = {
        group for row in rows if any(is_number(c.text) for c in row.cells) and (group := _row_group(form, row, None))
    }
    return "years" if groups else "wide"


def wide_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """One row of values under grouped columns; 预算数 and 决算数 may have a header and a row each."""
    context = _with_years(replace(context, table=public_alone(context.table)))
    only = _only(context.form)
    told: set[tuple[str, str | None, str]] = set()
    rows = [(h, row) for h, row in headed(context.form, context.table.rows, header_of) if not _numbers(row, h.first)]
    alone = sum(any(is_number(c.text) for c in row.cells[header.first :]) for header, row in rows) == 1
    for header, row in rows:
        name = _body(row, header.first) or only
        of_all = alone and name_key(name) == name_key(context.report.identity.department or "")
        if of_all or (name != only and _is_of_report_year(context, name)):
            name = only
        units = body_codes(context.table.rows, header.first) if header.lists_bodies else set()
        code = body_code(row.cells[: header.first], units) if header.lists_bodies else None
        # a department and its own office may be called alike
        columns = {(name, code, column) for column in header.columns.values()}
        if any(is_number(c.text) for c in row.cells[header.first :]) and not columns & told:
            told |= columns
            yield from _aligned(context, reading, Line(row, name, code, row.cells[header.first :], header.names(0)))


def _with_years(context: Context) -> Context:
    """A table whose headings name several years (2024年预算数, 2025年预算数), with a set of columns for each.

    The report's own year has the columns of the form; those of another one have its heading in their names.
    """
    headings, year = _headings(context), context.report.identity.year
    others = [h for h in headings if _is_of_other_year(h, year)]
    own = [name_key(h) for h in headings if h not in others]
    if not others or not own:
        return context
    form = context.form
    columns = [c.model_copy(update={"group": _above(c, own)}) for c in form.columns]
    sums = [*form.sums]
    for heading in others:
        named = {c.name: heading + _OF_FIGURES.sub("", c.name) for c in _columns_below(form, heading)}
        beside = [c for c in form.columns if c.name in named]
        under = {"group": (name_key(heading),), "added": True}
        columns += [c.model_copy(update={"name": named[c.name], **under}) for c in beside]
        sums += [_renamed(s, named) for s in form.sums if {*s.whole, *s.parts} <= set(named)]
    order = {name_key(h): at for at, h in enumerate(headings)}
    columns.sort(key=lambda c: min((order[g] for g in c.group if g in order), default=len(order)))
    return replace(context, form=form.model_copy(update={"columns": tuple(columns), "sums": tuple(sums)}))


def _headings(context: Context) -> list[str]:
    """The headings of years and of 预算数 or 决算数 above the items, as printed."""
    form = context.form
    leaves = {w for c in form.columns for w in c.leaf}
    above = takewhile(
        lambda row: not any(is_number(c.text) or name_key(c.text) in leaves for c in row.cells), context.table.rows
    )
    words = tuple(_value_words(form))
    cells = [c for row in above for c in row.cells if c.text]
    dated = [c for c in cells if _YEAR.match(c.plain) or _BEFORE.search(c.plain) or name_key(c.text).endswith(words)]
    return list(dict.fromkeys(squeeze(c.text) for c in dated))


def _above(column: Column, own: Sequence[str]) -> tuple[str, ...]:
    """Which headings of the report's own year a column stands under."""
    return tuple(h for h in own if not column.group or any(g in h for g in column.group)) or column.group


def _columns_below(form: TableForm, heading: str) -> list[Column]:
    """The columns that a heading of another year repeats: those of its kind of figures, else of the last one."""
    groups = list(dict.fromkeys(c.group for c in form.columns))
    group = next((g for g in groups if any(word in name_key(heading) for word in g)), groups[-1])
    return [c for c in form.columns if c.group == group]


def _renamed(total: Sum, names: dict[str, str]) -> Sum:
    return Sum(whole=tuple(names[n] for n in total.whole), parts=tuple(names[n] for n in total.parts))


def _value_words(form: TableForm) -> set[str]:
    """What the columns of values are called: 预算数, 决算数."""
    return {w for c in form.columns for w in c.group} or {*form.values}


def _only(form: TableForm) -> str:
    """What the one row of values is called."""
    return next(iter(form.totals), "合计")


def _is_of_report_year(context: Context, label: str) -> bool:
    """Whether a row is called by the report's own figures (2025年预算数) and not by a body."""
    named = _YEAR.sub("", name_key(label))
    # a row for each year has no name but that: 2024年, 2025年
    return named in {*context.form.values, "", "度"} and not _is_of_other_year(
        fold(label), context.report.identity.year
    )


def _numbers(row: Row, first: int) -> bool:
    """Whether a row numbers the columns, with stars below the headings of the codes and names (** ** 1 2 3)."""
    lead = [c.plain for c in row.cells[:first] if c.text]
    return bool(lead) and all(set(text) == {"*"} for text in lead)


def _body(row: Row, first: int) -> str | None:
    """The body that a row of values is of (单位名称), or the total of all; None for a row without a name."""
    names = [squeeze(c.text) for c in row.cells[:first] if is_word(c.text)]
    if len(names) != 1:
        return None
    return "合计" if names[0] in layout().total_labels else names[0]


def _aligned(context: Context, reading: Reading, line: Line) -> Iterator[Fact]:
    if any(is_word(c.text) for c in line.cells[: len(line.columns)]):
        reading.tell("unread_row", "表头与这一行的栏对不上，名称落在金额栏，未读取", line.row)
        return
    if _out_of_order(context.form, line):
        reading.tell("unread_row", "表头与这一行的数对不上（换了次序才能相加），未读取", line.row)
        return
    reading.problems += align(context.form.key, [line], context.form.sums, [], context.print())
    summed = {c for s in context.form.sums for c in (*s.whole, *s.parts)}
    room = is_empty(line.cells[-1].text) if line.cells else False
    for column in line.columns:
        # a row with room for a lost cell is sure only of what its sums bear out
        if column in line.placed and (column in summed or not room):
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
    year = context.report.identity.year
    rows = header_rows(form, context.table)
    heading = [row for row in rows if not is_numbering(row) and not _row_group(form, row, None)]
    stacks = stacks_of(heading, width_of(heading)) if heading else []
    for row in context.table.rows:
        group = _row_group(form, row, year)
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


def _row_group(form: TableForm, row: Row, year: int | None) -> str | None:
    """The group of columns that the label of a row names (2023年预算数), where it is of a year; None for any year."""
    if row.cells and _is_of_other_year(row.cells[0].plain, year):
        return None
    label = _YEAR.sub("", name_key(row.cells[0].text)) if row.cells else ""
    return label if label in {w for c in form.columns for w in c.group} else None


# ---------------------------------------------------------------- an item a row


def item_rows(context: Context, reading: Reading) -> Iterator[Fact]:
    """An item a row with 预算数 and 决算数 as columns, alone or as a part of a larger table."""
    found: dict[str, list[Line]] = {}
    lines: list[Line] = []
    try:
        for item, line in _items(context):
            found.setdefault(item, []).append(line)
            lines.append(line)
    except _Misplaced as misplaced:
        reading.tell("lost_column", "表头与各行的栏对不上，整表未读取", misplaced.row)
        return
    columns = {
        (group, word): c
        for c in reversed(_columns(context))
        for group in c.group or context.form.values
        for word in c.leaf
    }
    groups = _item_sums(context.form, found, columns)
    reading.problems += align(context.form.key, lines, (), groups, context.print())
    for item, same in found.items():
        yield from _of_last_year(context, same)
        for group in same[0].columns:
            column = columns.get((group, item))
            if column is None:
                continue
            sure = [line for line in same if group in line.placed and not _may_have_moved(line, groups)]
            filled = [line for line in sure if is_number(line.placed[group].text)]
            amounts = {parse_amount(line.placed[group].text) for line in filled}
            if len(amounts) > 1:
                reading.tell("unread_row", f"有几行都可能是“{column.name}”，数不相同，未读取", filled[0].row)
            elif len(sure) == len(same) and (
                filled or not column.name.endswith("合计") or not _any_figure(lines, group)
            ):
                # the heading of the items, printed with dashes, is no blank total
                line = (filled or sure)[0]
                yield context.fact(line.row, line.placed[group], _only(context.form), column.name)


def _of_last_year(context: Context, lines: Sequence[Line]) -> Iterator[Fact]:
    """The final figure of an item in the year before, where the table has a column for it."""
    only = lines[0] if len(lines) == 1 and LAST_YEAR in lines[0].columns else None
    cell = only.placed.get(LAST_YEAR) if only is not None else None
    if only is not None and cell is not None and is_number(cell.text):
        yield context.fact(only.row, cell, only.name, LAST_YEAR)


def _may_have_moved(line: Line, groups: list[Group]) -> bool:
    """Whether a row ends in a blank that no sum bears out: a lost cell leaves one too."""
    if len(line.cells) < len(line.columns) or not is_empty(line.cells[-1].text):
        return False
    held = [down(group, c) for group in groups if line in group.lines for c in line.columns if c]
    return not held or not all(held)


class _Misplaced(ValueError):
    """A row whose figures and words stand elsewhere than its header says."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row


def _columns(context: Context) -> list[Column]:
    return [c for c in context.form.columns if not c.added or c.leaf[0] in name_key(context.section.title)]


def _any_figure(lines: Sequence[Line], group: str) -> bool:
    return any(group in line.placed and is_number(line.placed[group].text) for line in lines)


def _item_sums(form: TableForm, found: dict[str, list[Line]], columns: dict[tuple[str, str], Column]) -> list[Group]:
    """The sums of the form along a row, as sums down the items."""
    rows: dict[str, Line] = {}
    for (_, item), column in columns.items():
        same = [line for line in found.get(item, []) if any(is_number(c.text) for c in line.cells)]
        if len(same) == 1:
            rows[column.name] = same[0]
    groups: dict[str, Group] = {}
    for total in form.sums:
        lines = [rows[name] for name in (*total.whole, *total.parts) if name in rows]
        if len(lines) == 1 + len(total.parts) and len({*lines}) == len(lines):
            groups.setdefault(lines[0].name, Group(lines[0], tuple(lines[1:])))
    return list(groups.values())


def _items(context: Context) -> Iterator[tuple[str, Line]]:
    """The items of each row with their cells below 预算数 and 决算数."""
    words = {w for c in _columns(context) for w in c.leaf}
    labels: list[int] = [0]
    groups: dict[int, str] = {}
    others: set[int] = set()
    width = 0
    decimal = has_decimals(context.table.rows)
    for row in context.table.rows:
        found = _groups_in(context.form, row, context.report.identity.year) or _all_funds(context.form, row)
        labels = [i for i, t in enumerate(row.texts) if t == "项目"] or labels
        if found and not (groups and set(found) <= others):
            groups, width = found, len(row.cells)
            others = _beside(row, context.report.identity.year) | _funds_in(row)
            continue
        others |= _by_fund(row, groups)
        if is_numbering(row):
            continue
        for at, end in zip(labels, [*labels[1:], max(width, len(row.cells))], strict=False):
            own = [i for i in groups if at < i < end]
            item = item_label(row.cells[at].text) if at < len(row.cells) else ""
            if item not in words or not own:
                continue
            if any(i < len(row.cells) and is_number(row.cells[i].text) for i in labels):
                raise _Misplaced(row)
            inside = range(at + 1, min(end, len(row.cells)))
            if any(is_number(row.cells[i].text) and i > own[0] and i not in {*own, *others} for i in inside):
                raise _Misplaced(row)
            cells = row.cells[own[0] : own[-1] + 1]
            if any(is_word(c.text) or (decimal and is_order(c.text)) for c in cells):
                raise _Misplaced(row)
            yield item, Line(row, item, None, cells, tuple(groups.get(i, "") for i in range(own[0], own[-1] + 1)))


def _groups_in(form: TableForm, row: Row, year: int | None) -> dict[int, str]:
    """The cells of a header row that name a group of columns; of several words the longest (年初预算数, not 预算数).

    A column of the year before is none of them, but one of its own.
    """
    words = _value_words(form)
    if any(is_number(c.text) for c in row.cells):
        return {}
    own = {i: c for i, c in enumerate(row.cells) if not _is_of_other_year(c.plain, year)}
    # 一般公共预算 is no 预算 of all money
    own = {i: c for i, c in own.items() if not layout().fund_headings.search(name_key(c.text))}
    ends = {i: [w for w in words if name_key(c.text).endswith(w)] for i, c in own.items()}
    groups = {i: max(found, key=len) for i, found in ends.items() if found}
    before = [i for i, c in enumerate(row.cells) if i not in own and name_key(c.text).endswith("决算数")]
    return groups | dict.fromkeys(before, LAST_YEAR) if groups and len(before) == 1 else groups


def _all_funds(form: TableForm, row: Row) -> dict[int, str]:
    """The 合计 of a header row that has nothing else but single funds: what is planned of all of them (资金性质)."""
    filled = [i for i, t in enumerate(row.texts) if t]
    totals = [i for i in filled if row.texts[i] in layout().total_labels]
    funds = _funds_in(row)
    whole = len(totals) == 1 and len(funds) > 1 and {*totals, *funds} == {*filled}
    return {totals[0]: form.values[0]} if whole and form.values else {}


def _funds_in(row: Row) -> set[int]:
    """The cells of a header row that head a single fund."""
    return {i for i, c in enumerate(row.cells) if c.text and layout().fund_headings.search(name_key(c.text))}


def _beside(row: Row, year: int | None) -> set[int]:
    """The columns of another year, and of what changed since; a blank heading belongs to the one on its left."""
    found: set[int] = set()
    for at, cell in enumerate(row.cells):
        if _is_of_other_year(cell.plain, year) or _CHANGED.search(cell.plain) or (not cell.text and at - 1 in found):
            found.add(at)
    return found


def _by_fund(row: Row, groups: dict[int, str]) -> set[int]:
    """The columns of single funds in a second row of headings, where 合计 below the group is all of them together."""
    totals = {i for i in groups if i < len(row.cells) and name_key(row.cells[i].text) in layout().total_labels}
    funds = {i for i, c in enumerate(row.cells) if layout().fund_headings.search(name_key(c.text))}
    return funds if totals and not any(is_number(c.text) for c in row.cells) else set()


def _is_of_other_year(heading: str, year: int | None) -> bool:
    """Whether a heading is of another year than the report's: 上年决算数, or 2021年决算数 in a report of 2022."""
    named = {int(y) for y in re.findall(r"20\d\d(?=年)", heading)}
    return bool(_BEFORE.search(heading)) or bool(named and year is not None and year not in named)
