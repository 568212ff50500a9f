"""The facts of annexed forms, and the cells that were left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.annex.levels import filed
from extractors.annex.loose import loose_form
from extractors.annex.placing import Placed, placed_rows
from extractors.annex.regions import Field, FormName, Planned, Region, beside, parts_of
from extractors.annex.words import canonical_column, figure, is_blank, is_total, is_word, kind_of, rate_of, unit_of
from extractors.facts import Fact, decimals
from extractors.report import Cell, Place, Report, Row, Section
from extractors.text import squeeze
from extractors.vocabulary import table_forms

_ODD_ROW = "这一行的单元格与表头对不上，无法确定各属哪一列"
#: 按收入性质分：, before the first of several parts
_KIND_OF_PARTS = re.compile(r"^按[^：:]{1,8}[：:]")
#: the column that prints the unit of an indicator, and those whose figures are in it
_UNIT, _MEASURED = "计量单位", {"年度指标值", "实际完成值"}
_UNLIKE = "这一行末尾的两个值不同类，无法确定哪个是目标值、哪个是完成值"


@dataclass(frozen=True, slots=True)
class Gap:
    """Printed cells of a form that were not read, and why; ``row`` is empty where not even the name can be told."""

    table: str
    row: str
    cells: tuple[str, ...]
    line: int
    reason: str


def read_forms(report: Report) -> tuple[list[Fact], list[Gap]]:
    """The facts of every table that is no statutory one, in reading order, and what stands there and is in no fact."""
    items = list(_items(report))
    return [i for i in items if isinstance(i, Fact)], [i for i in items if isinstance(i, Gap)]


def read_annexes(report: Report) -> list[Fact]:
    """The facts of every table that is no statutory one, in reading order."""
    return read_forms(report)[0]


def unread_cells(report: Report) -> list[Gap]:
    """What stands in annexed forms and is in no fact, because its column can't be told."""
    return read_forms(report)[1]


def _items(report: Report) -> Iterator[Fact | Gap]:
    for section in report.sections:
        if section.key in table_forms() or section.key in {"toc", "tables"}:
            continue
        for part in parts_of(report, section):
            if isinstance(part, Field):
                name = part.form.project or part.form.title
                yield _fact(report, part.form, part.row.place, part.value, name, part.label)
            elif isinstance(part, Planned):
                yield _fact(report, part.form, part.row.place, part.value, part.label, part.column).but(unit=part.unit)
            else:
                yield from _region(report, part)
        if not section.tables and section.title.endswith("表"):
            yield from _loose(report, section)


def _loose(report: Report, section: Section) -> Iterator[Fact | Gap]:
    """The facts of a form that a conversion spread over lines."""
    loose = loose_form(report, section)
    if loose is None:
        return
    form = FormName(section, squeeze(section.title), report.identity.unit or "万元")
    source = report.source
    for item in loose.labels:
        place = source.place(item.start, item.end)
        own = source.place(item.at, item.end)
        yield _fact(report, form, place, Cell(item.text, own), form.title, item.label).but(line=own.line)
    for row in loose.rows:
        place = source.place(row.start, row.end)
        cells = {
            "评价要点": ("explained", row.explained),
            "指标分类": ("kind", row.kind),
            "年度指标值": ("target", row.target),
            "实际完成值": ("actual", row.actual),
        }
        if row.unread:
            yield Gap(form.title, row.name, row.unread, row.line, _UNLIKE)
            cells = {"评价要点": cells["评价要点"]}
        for name, (part, text) in cells.items():
            if name in loose.columns:
                own = source.place(row.starts.get(part, place.start), place.end)
                fact = _fact(report, form, place, Cell(text, own), row.name, loose.columns[name], (row.level,))
                yield fact.but(line=own.line)


def _region(report: Report, region: Region) -> Iterator[Fact | Gap]:
    rows = [(row, placed) for row, placed in placed_rows(region) if placed is not None]
    indicators = [(row, placed) for row, placed in rows if region.header.is_indicator and not is_total(placed.name)]
    levels = {id(found.placed): found for found in filed(region, indicators)}
    weight = next((c for c in region.header.columns.values() if canonical_column(c) == "分值"), None)
    for row, placed in rows:
        own = levels.get(id(placed))
        if own is not None and own.weight is not None and weight is not None:
            yield _fact(report, region.form, row.place, own.weight, own.first, weight)
        if placed.name:
            yield from _row(report, region, row, placed, (own.first, own.second) if own is not None else ())
        if placed.unread and len(pairs := beside(row)) >= 2:
            yield from (_part(report, region.form, row, label, value) for label, value in pairs)
        elif placed.unread:
            texts = tuple(squeeze(c.text) for c in placed.unread)
            yield Gap(region.form.title, squeeze(placed.name), texts, row.place.line, _ODD_ROW)


def _part(report: Report, form: FormName, row: Row, label: Cell, value: Cell) -> Fact:
    """A part of the money of a form, beside its label; money is printed with decimals."""
    name = squeeze(_KIND_OF_PARTS.sub("", label.text))
    fact = _fact(report, form, row.place, value, form.project or form.title, name)
    money = fact.unit is None and fact.value is not None and decimals(fact.value)
    return fact.but(unit=form.unit) if money else fact


def _row(report: Report, region: Region, row: Row, placed: Placed, levels: tuple[str, ...]) -> Iterator[Fact]:
    name = re.sub(r"[：:]$", "", squeeze(placed.name))
    columns = region.header.columns
    texts = {canonical_column(columns[i]) or "": c.text for i, c in placed.cells.items()}
    in_percent = rate_of(texts)
    measured_in = squeeze(texts.get(_UNIT, "")) or None
    for index, printed in placed.cells.items():
        for column, cell in _apart(columns[index], printed):
            fact = _fact(report, region.form, row.place, cell, name, column, levels)
            known = canonical_column(fact.column) if fact.value is not None and fact.unit is None else None
            if known == "执行率" and in_percent:
                yield fact.but(unit="%")
            else:
                yield fact.but(unit=measured_in) if known in _MEASURED else fact


def _apart(column: str, cell: Cell) -> list[tuple[str, Cell]]:
    """A cell of several columns in one (分值/执行率/得分 over 10/80.44%/8.04) in its parts, or as it is printed."""
    columns, texts = (re.split(r"[/／]", squeeze(printed)) for printed in (column, cell.text))
    if len(columns) == 1 or any(canonical_column(name) is None for name in columns):
        return [(column, cell)]
    if is_blank(cell.text):
        return [(name, cell) for name in columns]
    if len(texts) != len(columns):
        return [(column, cell)]
    return [(name, replace(cell, text=text)) for name, text in zip(columns, texts, strict=True)]


def _value(cell: Cell, column: str, money: str) -> tuple[Decimal | None, str | None]:
    """Value and unit of a cell: 28家, ≥95%, 4万元, or a bare figure with the unit of its column."""
    if kind_of(column) == "text" and is_word(cell.text):
        return None, None
    read = figure(squeeze(cell.text) if kind_of(column) == "code" else cell.text)
    return (read[0], unit_of(cell.text, column, money)) if read is not None else (None, None)


def _fact(
    report: Report, form: FormName, place: Place, cell: Cell, name: str, column: str, levels: tuple[str, ...] = ()
) -> Fact:
    value, unit = _value(cell, column, form.unit)
    printed = report.source.cut(place)
    lead = len(printed) - len(printed.lstrip())
    quote = printed.strip()
    raw = "" if is_blank(cell.text) else squeeze(cell.text)
    identity = report.identity
    return Fact(
        doc_id=report.doc_id,
        department=identity.department,
        year=identity.year,
        kind=identity.kind,
        origin="annex",
        table=form.title,
        section="/".join((*form.section.path, *filter(None, (form.project, *levels)))),
        row_code=None,
        row_name=name,
        column=column,
        value=value,
        unit=unit,
        raw=raw,
        page=place.page,
        line=place.line,
        quote=quote,
        section_key="annex",
        start=place.start + lead,
        end=place.start + lead + len(quote),
        part_of=form.project,
        at=report.source.begins(raw, cell.place),
    )
