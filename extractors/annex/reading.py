"""The facts of annexed forms, and the cells that were left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.annex.placing import Placed, placed_rows
from extractors.annex.regions import Field, FormName, Header, Region, parts_of
from extractors.annex.words import canonical_column, figure, is_blank, is_total, rate_of, unit_of
from extractors.facts import Fact
from extractors.report import Cell, Place, Report, Row, Section
from extractors.spread import spread_rows
from extractors.text import fold, squeeze
from extractors.vocabulary import table_forms

_ODD_ROW = "这一行的单元格与表头对不上，无法确定各属哪一列"
_WEIGHT_IN_NAME = re.compile(r"^(?P<name>.+?)[(（](?P<weight>\d+(?:\.\d+)?\s*分)[)）]$")


@dataclass(frozen=True, slots=True)
class Gap:
    """Printed cells of a form that were not read, and why."""

    table: str
    row: str
    cells: tuple[str, ...]
    line: int
    reason: str


def read_annexes(report: Report) -> list[Fact]:
    """The facts of every table that is no statutory one, in reading order."""
    return [item for item in _items(report) if isinstance(item, Fact)]


def unread_cells(report: Report) -> list[Gap]:
    """What stands in annexed forms and is in no fact, because its column can't be told."""
    return [item for item in _items(report) if isinstance(item, Gap)]


def _items(report: Report) -> Iterator[Fact | Gap]:
    for section in report.sections:
        if section.key in table_forms() or section.key in {"toc", "tables"}:
            continue
        for part in parts_of(report, section):
            if isinstance(part, Field):
                name = part.form.project or part.form.title
                yield _fact(report, part.form, part.row.place, part.value, name, part.label)
            else:
                yield from _region(report, part)
        if not section.tables and section.title.endswith("表"):
            yield from _spread(report, section)


def _spread(report: Report, section: Section) -> Iterator[Fact]:
    """The facts of a form that a conversion spread over lines."""
    form = FormName(section, section.title, report.identity.unit or "万元")
    for row in spread_rows(report, section):
        place = Place(row.start, row.end, row.line)
        for column, text in (("年初目标值", row.target), ("实际完成值", row.actual)):
            yield _fact(report, form, place, Cell(text, place), row.name, column)


@dataclass(slots=True)
class _Levels:
    """The first and second level of the indicators in force; each is printed once and holds for the rows below."""

    first: str = ""
    second: str = ""

    def follow(self, header: Header, before: list[tuple[int, Cell]]) -> None:
        words = [(i, squeeze(c.text)) for i, c in before if not figure(c.text) and not is_blank(c.text)]
        levels = sorted(header.levels)
        if not levels or not words:
            return
        if len(words) >= 2 and len(levels) >= 2:
            self.first, self.second = words[-2][1], words[-1][1]
        elif len(levels) >= 2 and words[0][0] <= levels[0]:
            self.first, self.second = words[0][1], ""
        else:
            self.second = words[-1][1]


def _region(report: Report, region: Region) -> Iterator[Fact | Gap]:
    levels = _Levels()
    for row, placed in placed_rows(region):
        if placed is None:
            continue
        total = is_total(placed.name)
        if region.header.is_indicator and not total:
            levels.follow(region.header, placed.before)
            yield from _level_weight(report, region, row, placed, levels)
        if not placed.name:
            continue
        path = (levels.first, levels.second) if region.header.is_indicator and not total else ()
        name = re.sub(r"[：:]$", "", squeeze(placed.name))
        columns = region.header.columns
        in_percent = rate_of({canonical_column(columns[i]) or "": c.text for i, c in placed.cells.items()})
        for index, cell in placed.cells.items():
            fact = _fact(report, region.form, row.place, cell, name, columns[index], path)
            bare = fact.value is not None and fact.unit is None and canonical_column(fact.column) == "执行率"
            yield fact.but(unit="%") if bare and in_percent else fact
        if placed.unread:
            texts = tuple(squeeze(c.text) for c in placed.unread)
            yield Gap(region.form.title, name, texts, row.place.line, _ODD_ROW)


def _level_weight(report: Report, region: Region, row: Row, placed: Placed, levels: _Levels) -> Iterator[Fact]:
    """The weight of a first level, printed beside it or in its label: 投入管理指标 30, 产出指标(25分)."""
    weight = next((c for c in region.header.columns.values() if canonical_column(c) == "分值"), None)
    named = _WEIGHT_IN_NAME.match(levels.first)
    figures = [c for _, c in placed.before if figure(c.text)]
    if named:
        levels.first = named.group("name")
        figures = [Cell(named.group("weight"), row.place)]
    if weight is not None and levels.first and len(figures) == 1:
        yield _fact(report, region.form, row.place, figures[0], levels.first, weight)


def _value(cell: Cell, column: str, money: str) -> tuple[Decimal | None, str | None]:
    """Value and unit of a cell: 28家, ≥95%, 4万元, or a bare figure with the unit of its column."""
    read = figure(cell.text)
    return (read[0], unit_of(cell.text, column, money)) if read is not None else (None, None)


def _fact(
    report: Report, form: FormName, place: Place, cell: Cell, name: str, column: str, levels: tuple[str, ...] = ()
) -> Fact:
    value, unit = _value(cell, column, form.unit)
    printed = report.source.cut(place)
    lead = len(printed) - len(printed.lstrip())
    quote = printed.strip()
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
        raw="" if fold(cell.text) in {"", "-", "--"} else squeeze(cell.text),
        page=place.page,
        line=place.line,
        quote=quote,
        section_key="annex",
        start=place.start + lead,
        end=place.start + lead + len(quote),
        part_of=form.project,
    )
