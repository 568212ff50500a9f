"""Annexed forms into facts: performance self-evaluation of a department and of projects, project lists.

A form is read region by region: a header row names the columns of the rows below it. Rows that a conversion shifted
sideways are put back by the columns that must hold figures; printed values are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.facts import Fact, is_number, parse_amount
from extractors.report import Cell, Place, Report, Row, Section, Table
from extractors.spread import spread_rows
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import annex_columns, annex_words, table_forms

_QUANTITY = re.compile(r"^(?P<sign>[≥≤>=<＞＜]{0,2})(?P<number>-?[\d,]+(?:\.\d+)?)(?P<unit>[^\d.,]{0,8})$")
_DATE = re.compile(r"^(\d{4}年|\d{1,2}月(?!份?均))")


@dataclass(slots=True)
class _Form:
    """One form within a table: what it is of, and the header in force."""

    report: Report
    section: Section
    title: str
    unit: str
    project: str | None = None
    columns: dict[int, str] = field(default_factory=dict)
    name_at: int | None = None
    kind: str = ""

    @property
    def is_indicator(self) -> bool:
        """Whether the rows in force are indicators, named by their third level."""
        return self.name_at is not None and canonical_column(self.columns[self.name_at]) == "三级指标"


def canonical_column(printed: str) -> str | None:
    """What a printed heading of a form means, by canonical name (分值(20) is 分值); None for one that is not known."""
    return annex_columns().get(_header_key(printed))


def read_annexes(report: Report) -> list[Fact]:
    """The facts of every table that is no statutory one, in reading order."""
    facts: list[Fact] = []
    for section in report.sections:
        if section.key in table_forms() or section.key in {"toc", "tables"}:
            continue
        form: _Form | None = None
        for table in section.tables:
            form = _continued(form, report, section, table)
            facts.extend(_table(form, table))
        if not section.tables and section.title.endswith("表"):
            facts.extend(_spread(report, section))
    return facts


def _spread(report: Report, section: Section) -> Iterator[Fact]:
    """The facts of a form that a conversion spread over lines."""
    form = _Form(report, section, section.title, report.identity.unit or "万元")
    for row in spread_rows(report, section):
        place = Place(row.start, row.end, row.line)
        for column, text in (("年初目标值", row.target), ("实际完成值", row.actual)):
            yield _fact(form, Row([], place), Cell(text, place), row.name, column)


def _continued(form: _Form | None, report: Report, section: Section, table: Table) -> _Form:
    """The form a table belongs to: its own, or the one above that a page break cut."""
    first = table.rows[0]
    key = next((_header_key(c.text) for c in first.cells if c.text), "")
    titled = any(p.plain.endswith("表") for p in table.caption)
    if form is not None and not titled and not (_is_title(first) or _is_header(first) or key in annex_words().fields):
        return form
    return _Form(report, section, table.title, _unit(report, table))


def _unit(report: Report, table: Table) -> str:
    text = "".join(p.plain for p in table.caption) + "".join("".join(row.texts) for row in table.rows[:6])
    match = re.search(r"[(]?单位：(万元|亿元|元)|[(](万元|亿元|元)[)]", text)
    return (match.group(1) or match.group(2)) if match else report.identity.unit or "万元"


def _table(form: _Form, table: Table) -> Iterator[Fact]:
    held: Row | None = None
    for row in table.rows:
        if _is_title(row):
            yield from _flush(form, held)
            held = None
            form.title = squeeze(next(c.text for c in row.cells if c.text))
            form.project, form.columns = None, {}
            continue
        if _is_header(row):
            yield from _flush(form, held)
            held = None
            _set_header(form, row)
            continue
        if _is_field(row):
            yield from _flush(form, held)
            held = None
            _set_field(form, row)
            continue
        if held is not None and _holds_figures(held, form) and _is_rest(form, row):
            held = _merge(held, row)
            continue
        yield from _flush(form, held)
        held = row
    yield from _flush(form, held)


def _is_title(row: Row) -> bool:
    texts = [t for t in row.texts if t]
    return len(texts) == 1 and texts[0].endswith("表") and len(texts[0]) <= 40


def _is_header(row: Row) -> bool:
    """A row of column names: two known ones at least, or a long row of words that has a known one; no figures."""
    texts = [_header_key(c.text) for c in row.cells if c.text]
    known = sum(t in annex_columns() for t in texts)
    figures = sum(is_number(c.text) for c in row.cells)
    return (
        not figures
        and len(texts) >= 2
        and ((known >= 2 and 2 * known >= len(texts)) or (known >= 2 and len(texts) >= 8))
    )


def _header_key(text: str) -> str:
    return name_key(re.sub(r"[(].*?[)]|[(].*$|%", "", fold(text)))


def _set_header(form: _Form, row: Row) -> None:
    form.columns = {i: squeeze(c.text) for i, c in enumerate(row.cells) if c.text and not _is_lead(c.text)}
    keys = {i: canonical_column(c) for i, c in form.columns.items()}
    form.kind = ""
    form.name_at = next((i for name in annex_words().names for i, k in keys.items() if k == name), None)


def _is_lead(text: str) -> bool:
    """The label of the region itself, at the left of a header row."""
    return _header_key(text) not in annex_columns() and _header_key(text) in annex_words().leads


def _is_field(row: Row) -> bool:
    """项目名称 X, 主管部门 X: what the form is of."""
    texts = [c.text for c in row.cells if c.text]
    return bool(texts) and _header_key(texts[0]) in annex_words().fields and len(texts) <= 5


def _set_field(form: _Form, row: Row) -> None:
    texts = [c.text for c in row.cells if c.text]
    if _header_key(texts[0]) == "项目名称" and len(texts) > 1:
        form.project, form.columns, form.name_at = squeeze(texts[1]), {}, None


def _is_rest(form: _Form, row: Row) -> bool:
    """The second half of a row that a page break or a narrow cell cut: names or text only, no figures."""
    filled = [(i, c) for i, c in enumerate(row.cells) if c.text]
    if not filled or any(is_number(c.text) or _quantity(c.text) for _, c in filled):
        return False
    if row.cells[0].text or (len(row.cells) > 1 and row.cells[1].text and form.name_at != 1):
        return False
    if form.name_at is None:
        return False
    return all(i <= form.name_at for i, _ in filled) if form.is_indicator else form.name_at not in dict(filled)


def _holds_figures(row: Row, form: _Form) -> bool:
    """Whether a row has content beside its names, so that a row of names below can only be its rest."""
    return any(is_number(c.text) or _quantity(c.text) for c in row.cells) or "主要内容" in form.columns.values()


def _merge(first: Row, second: Row) -> Row:
    cells = []
    for i, cell in enumerate(first.cells):
        rest = second.cells[i] if i < len(second.cells) else None
        cells.append(Cell(cell.text + rest.text, cell.place) if rest is not None and rest.text else cell)
    return Row(cells, first.place)


def _flush(form: _Form, row: Row | None) -> Iterator[Fact]:
    """The facts of one row."""
    if row is None or not form.columns:
        return
    if not any(c.text for c in row.cells):
        return
    shift = _shift(form, row)
    name = _row_name(form, row, shift)
    if not name:
        return
    _set_kind(form, row, shift)
    extra = _extra(form, row)
    for index, column in form.columns.items():
        at = _of_long_row(row, index, extra, column) if extra else index + shift
        if at is None or not 0 <= at < len(row.cells) or index == form.name_at:
            continue
        if form.is_indicator and index <= (form.name_at or 0):
            continue
        yield _fact(form, row, row.cells[at], name, column)


def _extra(form: _Form, row: Row) -> int:
    """How many cells a row of a list has beyond its header: cells that a conversion printed twice."""
    if form.is_indicator or form.name_at is None or len(form.columns) < 8:
        return 0
    return max(0, len(row.cells) - (max(form.columns) + 1))


def _of_long_row(row: Row, index: int, extra: int, column: str) -> int | None:
    """Where a column stands in a row with cells too many: where counting from both ends agrees, or only one end fits.

    None where it cannot be told; the cell is then not read.
    """
    left, right = row.cells[index], row.cells[index + extra]
    if left.plain == right.plain:
        return index
    if index + extra == len(row.cells) - 1:
        return index + extra
    rates = [c.plain.endswith("%") for c in (left, right)]
    if rates[0] != rates[1]:
        wants_rate = column.endswith("率")
        return index if rates[0] == wants_rate else index + extra
    return None if any(c.plain.endswith("%") for c in row.cells[:index]) else index


def _set_kind(form: _Form, row: Row, shift: int) -> None:
    """The second level of an indicator (数量指标); it is printed once and holds for the rows below."""
    if not form.is_indicator or any(_header_key(c.text) in annex_words().totals for c in row.cells):
        form.kind = ""
        return
    at = (form.name_at or 0) + shift - 1
    if 0 <= at < len(row.cells) and row.cells[at].text and not is_number(row.cells[at].text):
        form.kind = squeeze(row.cells[at].text)


def _shift(form: _Form, row: Row) -> int:
    """How far a row was shifted: the shift at which the score columns hold figures and the name column a word."""
    scores = [
        i for i, c in form.columns.items() if canonical_column(c) in annex_words().scores and i > (form.name_at or 0)
    ]
    if form.name_at is None:
        return max((0, 1, -1), key=lambda s: (_held(row, form.columns, s), -abs(s))) if scores else 0
    if not scores:
        return 0
    if not any(is_number(c.text) or _quantity(c.text) for c in row.cells):
        return 0  # nothing tells that a row without figures was shifted
    return max((0, -1, 1, -2, 2), key=lambda s: (_fits(row, form.name_at or 0, scores, s), -abs(s)))


def _held(row: Row, columns: dict[int, str], shift: int) -> int:
    """How many columns hold a figure or a dash at a shift; words count against it."""
    texts = [row.cells[i + shift].text if 0 <= i + shift < len(row.cells) else "" for i in columns]
    return sum(bool(t) and (is_number(t) or bool(_quantity(t)) or fold(t) in {"-", "--"}) for t in texts)


def _fits(row: Row, name_at: int, scores: list[int], shift: int) -> int:
    cell = lambda i: row.cells[i].text if 0 <= i < len(row.cells) else ""  # noqa: E731
    name = cell(name_at + shift)
    held = sum(is_number(cell(i + shift)) for i in scores)
    return held + bool(name and not is_number(name) and not _quantity(name))


def _row_name(form: _Form, row: Row, shift: int) -> str:
    """What a row is of: its cell in the name column, else the last words before the first column."""
    total = next((c.text for c in row.cells if _header_key(c.text) in annex_words().totals), None)
    if total:
        return squeeze(total)
    if form.name_at is not None:
        at = form.name_at + shift
        return squeeze(row.cells[at].text) if 0 <= at < len(row.cells) else ""
    first = min(form.columns)
    labels = [c.text for c in row.cells[: first + shift] if c.text and not is_number(c.text)]
    if labels:
        return re.sub(r"[：:]$", "", squeeze(labels[-1]))
    return form.columns[first] if len(form.columns) <= 2 else ""


def _quantity(text: str) -> re.Match[str] | None:
    return None if _DATE.match(fold(text)) else _QUANTITY.match(fold(text))


def _value(form: _Form, cell: Cell, column: str) -> tuple[Decimal | None, str | None]:
    """Value and unit of a cell: 28家, ≥95%, 4万元, or a bare figure with the unit of its column."""
    match = _quantity(cell.text)
    if not match or not is_number(match.group("number")):
        return None, None
    value = parse_amount(match.group("number"))
    unit = {"亿": "亿元", "万": "万元"}.get(match.group("unit"), match.group("unit").rstrip("。；")) or (
        "%" if "%" in fold(column) else None
    )
    if unit is None:
        named = annex_words().units.get(canonical_column(column) or "")
        unit = form.unit if named == "money" else named
    return value, unit


def _fact(form: _Form, row: Row, cell: Cell, name: str, column: str) -> Fact:
    value, unit = _value(form, cell, column)
    source, identity = form.report.source, form.report.identity
    start, end = row.place.start, row.place.end
    printed = source.text[start:end]
    lead = len(printed) - len(printed.lstrip())
    quote = printed.strip()
    blank = fold(cell.text) in {"", "-", "--", "——"}
    path = "/".join((*form.section.path, *filter(None, (form.project, form.kind))))
    return Fact(
        doc_id=form.report.doc_id,
        department=identity.department,
        year=identity.year,
        kind=identity.kind,
        origin="annex",
        table=form.title,
        section=path,
        row_code=None,
        row_name=name,
        column=column,
        value=value,
        unit=unit,
        raw="" if blank else squeeze(cell.text),
        page=row.place.page,
        line=row.place.line,
        quote=quote,
        section_key="annex",
        start=start + lead,
        end=start + lead + len(quote),
        part_of=form.project,
    )
