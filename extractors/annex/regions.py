"""An annexed table taken apart: its titles, the fields that say what it is of, and regions of rows below one header.

Rows that a page break or a narrow cell cut in two are put together here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.annex.words import canonical_column, figure, header_key, is_lead, is_total, is_word, kind_of
from extractors.facts import LAST_YEAR, SPENT_LAST_YEAR, is_number
from extractors.grids import CODE
from extractors.project_parts import named_above
from extractors.report import Cell, Paragraph, Place, Report, Row, Section, Table
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import annex_words, layout

_APPENDIX = re.compile(r"^附[件表]\d{0,2}?[：:]?(?=20\d\d|\D)")
_UNIT = re.compile(r"[(]?单位：(万元|亿元|元)|[(](万元|亿元|元)[)]")
#: text of a cell that goes on in the row below does not end like this
_ENDED = re.compile(r"[。！？；;.]$")
#: the head of the codes of 科目
_ACCOUNT_CODE = re.compile("科目(?:编码|代码)$")
#: the column of the names of indicators, and those that only indicators have
_NAMES, _OF_INDICATORS = "三级指标", {"年度指标值", "实际完成值"}
#: a cell shorter than this is not cut by a page break
_LONG = 10


@dataclass(frozen=True, slots=True)
class FormName:
    """What the rows of a form are of."""

    section: Section
    title: str
    unit: str
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Printed column names by cell index; the column that names the rows; what the region is called at its left.

    ``width`` counts the cells of the header row, empty ones too.
    """

    columns: dict[int, str] = field(default_factory=dict)
    name_at: int | None = None
    lead: str = ""
    width: int = 0

    @property
    def is_indicator(self) -> bool:
        return self.name_at is not None and canonical_column(self.columns[self.name_at]) == "三级指标"

    @property
    def has_figures(self) -> bool:
        """Whether rows have figures: money, points; else they are text."""
        return self.is_indicator or any(kind_of(c) in {"money", "weight", "score"} for c in self.columns.values())

    @property
    def levels(self) -> list[int]:
        """Where the first and second level of an indicator stand."""
        return [i for i, c in self.columns.items() if canonical_column(c) in {"一级指标", "二级指标"}]

    @property
    def content(self) -> dict[int, str]:
        """The columns whose cells say something of a row: all but its name and what stands before an indicator."""
        return {
            i: c
            for i, c in self.columns.items()
            if i != self.name_at and not (self.is_indicator and i < (self.name_at or 0))
        }


@dataclass(slots=True)
class Region:
    """Rows below one header."""

    form: FormName
    header: Header
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value side by side: 主管部门 X."""

    form: FormName
    row: Row
    label: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Planned:
    """The money of the project of a form: 年度资金总额 X (当年预算 X), in a form of goals its budget."""

    form: FormName
    row: Row
    label: str
    value: Cell
    unit: str | None
    column: str = "预算数"


def _lists_accounts(table: Table) -> bool:
    """Whether a grid lists 科目 by their codes: no form, though a report may print it among its annexes."""
    headed = any(_ACCOUNT_CODE.search(name_key(c.text)) for row in table.rows[:3] for c in row.cells)
    return headed and sum(bool(CODE.match(t)) for row in table.rows for t in row.texts[:1]) > 1


#: chapters in which a list of 项目 is one of projects, and the header of a list of items of expense
_ANNEXED = {"annex", "performance"}
_HEADER_OF_ITEMS = {"序号", "项目", "预算数", "预算金额", "金额", "备注"}


def _lists_items(table: Table) -> bool:
    """Whether a table is a bare list of amounts (序号, 项目, 预算数), of which 合计 is the first or the last row."""
    if len(table.rows) < 2:
        return False
    heads = {squeeze(t) for t in table.rows[0].texts if t}
    totals = {squeeze(t) for row in (table.rows[1], table.rows[-1]) for t in row.texts}
    return heads <= _HEADER_OF_ITEMS and "项目" in heads and not totals.isdisjoint({"合计", "总计"})


def parts_of(report: Report, section: Section) -> list[Region | Field | Planned]:
    """The regions and fields of the annexed tables of a section, in reading order."""
    parts: list[Region | Field | Planned] = []
    form: FormName | None = None
    region: Region | None = None
    for block in section.blocks:
        if isinstance(block, Paragraph):
            if region is not None and (row := _lone_cell(report, block)) is not None:
                _add(report, region, row, only_rest=True)
            continue
        table = block
        if _lists_accounts(table) or (section.key not in _ANNEXED and _lists_items(table)):
            form = region = None
            continue
        project = _captioned(table)
        if project is not None:
            form, region = FormName(section, _title(table.title), _unit(report, table), project), None
        elif form is not None and _is_further_block(table):
            region = None
        elif form is None or not _continues(table):
            form = FormName(section, _title(table.title), _unit(report, table), named_above(section.path) or None)
            region = None
        listed = money = False
        for n, row in enumerate(table.rows):
            texts = [c.text for c in row.cells if c.text]
            if _heads_figures(row, table.rows[n + 1 : n + 3]):
                region, listed = None, True  # 单位名称 over a list of bodies is no field of a form
            elif _is_title(row):
                project = named_above(section.path) or None
                form, region, listed = replace(form, title=_title(texts[0]), project=project), None, False
            elif _is_field(row):
                project, fields = _fields(row)
                if project is not None:
                    form, region = replace(form, project=project), None
                parts += [Field(form, row, label, value) for label, value in fields]
                parts += (planned := _planned(form, row))
                money = bool(planned)
            elif planned := _planned(form, row):
                parts, money = [*parts, *planned], True
            elif money and (planned := _parts_planned(form, row)):
                parts += planned
            elif closing := _closing(row):
                parts.append(Field(form, row, *closing))
            elif region is not None and region.header.is_indicator and (within := _money_within(row)):
                parts += [_of_whole(form, label, value, row) for label, value in within]
            elif _is_header(row):
                region = Region(form, _header(row))
                parts.append(region)
            elif region is not None and texts and not (len(texts) == 1 and is_lead(texts[0])):
                _add(report, region, row)
            elif region is None and not listed and all(_is_of_form(label.text) for label, _ in beside(row)):
                parts += [Field(form, row, squeeze(label.text), value) for label, value in beside(row)]
    return parts


def _planned(form: FormName, row: Row) -> list[Planned]:
    """The money of a project in a row of its form of goals; none in other forms, which have a header above theirs."""
    if form.project is None or not annex_words().goals.search(form.title):
        return []
    filled = [c for c in row.cells if c.text]
    unit = next((m.group(1) or m.group(2) for c in filled if (m := _UNIT_NAMED.search(fold(c.text)))), form.unit)
    pairs = [(a.text, b) for a, b in pairwise(filled)] + [pair for c in filled for pair in _within(c)]
    words, found = annex_words(), []
    for label, value in pairs:
        key = header_key(label)
        if not is_number(value.text):
            continue
        if words.planned_before.search(key):
            found.append(Planned(form, row, OF_THE_YEAR, value, unit, LAST_YEAR))
        elif words.spent_before.search(key):
            found.append(Planned(form, row, OF_THE_YEAR, value, unit, SPENT_LAST_YEAR))
        elif words.planned_in_all.search(key):
            found.append(Planned(form, row, OF_ALL_YEARS, value, unit))
        elif words.planned.search(key):
            found.append(Planned(form, row, OF_THE_YEAR, value, unit))
    return found


def _within(cell: Cell) -> list[tuple[str, Cell]]:
    """A label and its figure that one cell holds both (年度资金总额：69.00), the figure with its own place."""
    match = _LABELLED.fullmatch(cell.text)
    if match is None or cell.place.end - cell.place.start != len(cell.text):
        return []
    return [(match.group(1), Cell(match.group(2), replace(cell.place, start=cell.place.start + match.start(2))))]


def _parts_planned(form: FormName, row: Row) -> list[Planned]:
    """What the money of a project is made up of, in a row below it: 其中：财政拨款 X."""
    filled = [c for c in row.cells if c.text]
    labels = [re.sub("^其中：?", "", squeeze(fold(a.text))) for a in filled[:-1]]
    return [
        Planned(form, row, label, value, form.unit)
        for label, name, value in zip(labels, filled, filled[1:], strict=False)
        if annex_words().planned_parts.search(squeeze(fold(name.text))) and is_number(value.text)
    ]


def beside(row: Row) -> list[tuple[Cell, Cell]]:
    """The labels of a row with the figure beside each; none where anything else stands in it."""
    filled = [c for c in row.cells if c.text]
    pairs = list(zip(filled[::2], filled[1::2], strict=False))
    whole = 2 * len(pairs) == len(filled)
    return pairs if whole and all(is_word(a.text) and figure(b.text) is not None for a, b in pairs) else []


def _of_whole(form: FormName, label: Cell, value: Cell, row: Row) -> Planned:
    """A figure of all the money of a form, by the column that its label is elsewhere (全年执行数, 得分)."""
    unit = form.unit if kind_of(label.text) == "money" else "%" if kind_of(label.text) == "rate" else "分"
    named = _UNIT_NAMED.search(fold(label.text))
    column = canonical_column(label.text) or squeeze(label.text)
    return Planned(form, row, OF_THE_YEAR, value, named.group(1) if named else unit, column)


def _money_within(row: Row) -> list[tuple[Cell, Cell]]:
    """The labels of money in a row of a form that stands among its indicators, with the figure beside or behind each.

    全年预算数（万元） 486.00 全年执行数（万元） 412.35 得分8.48: none where anything else stands in it.
    """
    filled = [c for c in row.cells if c.text]
    pairs: list[tuple[Cell, Cell]] = []
    while filled:
        label, *rest = filled
        if joined := _JOINED_POINTS.fullmatch(fold(label.text)):
            cut = len(label.text) - len(joined["figure"])
            value = Cell(label.text[cut:], replace(label.place, start=label.place.start + cut))
            pairs.append((replace(label, text=label.text[:cut].rstrip("：:")), value))
            filled = rest
        elif rest and _is_of_form(label.text) and figure(rest[0].text) is not None:
            pairs.append((label, rest[0]))
            filled = rest[1:]
        else:
            return []
    money = sum(kind_of(label.text) == "money" for label, _ in pairs)
    return pairs if money >= _OF_MONEY else []


def _is_of_form(label: str) -> bool:
    """Whether a label is of a figure that a form as a whole has: its money, rate or points."""
    return is_total(label) or kind_of(label) in {"money", "rate", "weight", "score"}


#: points with their label in one cell, and so many labels of money make a row one of money
_JOINED_POINTS, _OF_MONEY = re.compile(r"(?:得分|分值|执行率)[：:]?\s*(?P<figure>\d+(?:\.\d+)?[%％]?)"), 2
#: what the money of a project is called, whatever words a form has for it: that of the year, and that of all its years
OF_THE_YEAR, OF_ALL_YEARS = "年度资金总额", "实施期资金总额"
#: a label and its figure in one cell
_LABELLED = re.compile(r"([^：:\n]{2,20})[：:]\s*([\d,，]+(?:\.\d+)?)")
#: the unit of money that stands with a label: 项目资金（万元）
_UNIT_NAMED = re.compile(r"[(（]\s*(万元|亿元|元)\s*[)）]|单位：(万元|亿元|元)")


def _captioned(table: Table) -> str | None:
    """The project that a line above a table names (项目一：X)."""
    named = (annex_words().captioned.match(p.plain) for p in reversed(table.caption))
    return next((squeeze(m.group("name")) for m in named if m), None)


def _lone_cell(report: Report, paragraph: Paragraph) -> Row | None:
    """A row of one filled cell, which stands as a line of text between two pages of a table."""
    place, text = paragraph.place, report.source.text
    first = text.rfind("\n", 0, place.start) + 1
    before = re.sub(r"<[^>]*>", "", text[first : place.start])
    if "\t" not in before or before.strip() or "\n" in text[place.start : place.end]:
        return None
    cells = [Cell("", place)] * before.count("\t")
    return Row([*cells, Cell(paragraph.text, place)], Place(first, place.end, place.line, place.page))


def _continues(table: Table) -> bool:
    """Whether a table is the rest of the form above, which a page break cut."""
    first = table.rows[0]
    titled = any(p.plain.endswith("表") for p in table.caption)
    return not (titled or _is_title(first) or _is_header(first) or _is_field(first))


def _is_further_block(table: Table) -> bool:
    """Whether a table is a further block of the form above, below a line of running text: its own header, no title."""
    return _is_header(table.rows[0]) and not any(len(p.plain) < 60 and p.plain.endswith("表") for p in table.caption)


def _unit(report: Report, table: Table) -> str:
    text = "".join(p.plain for p in table.caption) + "".join("".join(row.texts) for row in table.rows[:6])
    match = _UNIT.search(text)
    return (match.group(1) or match.group(2)) if match else report.identity.unit or "万元"


def _title(printed: str) -> str:
    return _APPENDIX.sub("", squeeze(printed))


def _is_title(row: Row) -> bool:
    texts = [t for t in row.texts if t]
    return len(texts) == 1 and texts[0].endswith("表") and len(texts[0]) <= 40


def _heads_figures(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row that begins like a field heads columns: figures stand below two of its words, or below 金额."""
    if not _is_field(row) or not below or len(below[0].cells) != len(row.cells):
        return False
    if len(below) > 1 and not below[0].texts[0] and all(map(is_word, filter(None, below[0].texts))):
        # a second row of headings, with nothing below the first word: that is over the names of the rows below
        return len(below[1].cells) == len(row.cells) and sum(map(is_number, below[1].texts)) > 1
    heads = [a.text for a, b in zip(row.cells, below[0].cells, strict=True) if is_word(a.text) and is_number(b.text)]
    if any(fold(text) in layout().header_words for text in heads):
        return True
    return len(heads) > 1 and not beside(below[0])


def _is_field(row: Row) -> bool:
    """项目名称 X, 主管部门 X: what the form is of."""
    texts = [c.text for c in row.cells if c.text]
    if not texts or len(texts) > 6 or header_key(texts[0]) not in annex_words().fields:
        return False
    return len(texts) == 1 or canonical_column(texts[1]) is None


def _fields(row: Row) -> tuple[str | None, list[tuple[str, Cell]]]:
    """The project that a row of fields names, and its other labels with their values."""
    filled = [c for c in row.cells if c.text]
    pairs = [(a.text, b) for a, b in pairwise(filled) if _is_label(a) and not _is_label(b)]
    project = next((squeeze(b.text) for a, b in pairs if canonical_column(a) == "项目名称"), None)
    return project, [(squeeze(a), b) for a, b in pairs if canonical_column(a) != "项目名称"]


def _closing(row: Row) -> tuple[str, Cell] | None:
    """What is said of the whole form below its indicators (未完成原因), with its label; None for other rows."""
    filled = [c for c in row.cells if c.text]
    if len(filled) != 2 or header_key(filled[0].text) not in annex_words().closing or is_number(filled[1].text):
        return None
    return squeeze(filled[0].text), filled[1]


def _is_label(cell: Cell) -> bool:
    return header_key(cell.text) in annex_words().fields


def _is_header(row: Row) -> bool:
    """A row of column names: two known ones at least, or a long row of words that has known ones; no figures."""
    texts = [c.text for c in row.cells if c.text]
    known = sum(canonical_column(t) is not None for t in texts)
    if len(texts) < 2 or any(is_number(t) for t in texts):
        return False
    return known >= 2 and (2 * known >= len(texts) or len(texts) >= 8)


def _header(row: Row) -> Header:
    known = [i for i, c in enumerate(row.cells) if c.text and canonical_column(c.text) is not None]
    columns = {i: squeeze(c.text) for i, c in enumerate(row.cells) if c.text and i >= known[0]}
    lead = "".join(squeeze(c.text) for c in row.cells[: known[0]])
    keys = {i: canonical_column(c) for i, c in columns.items()}
    name_at = next((i for name in annex_words().names for i, k in keys.items() if k == name), None)
    if name_at is None and {*keys.values()} & _OF_INDICATORS and (at := _heads_names(row, known[0])) is not None:
        # 绩效指标 | 计量单位 | 指标值: what is a label elsewhere heads the names of the indicators
        columns |= {i: squeeze(c.text) for i, c in enumerate(row.cells) if c.text and at < i < known[0]}
        columns[at] = _NAMES
        return Header(dict(sorted(columns.items())), at, "", len(row.cells))
    return Header(columns, name_at, lead, len(row.cells))


def _heads_names(row: Row, end: int) -> int | None:
    """Where the label of a region of indicators stands before the known columns of a header."""
    found = (i for i, c in enumerate(row.cells[:end]) if is_lead(c.text) and header_key(c.text).endswith("指标"))
    return next(found, None)


# ---------------------------------------------------------------- rows cut in two


def _add(report: Report, region: Region, row: Row, only_rest: bool = False) -> None:
    """Put a row to the one above, of which it is the rest, or below it; with ``only_rest`` the latter is left."""
    held = region.rows[-1] if region.rows else None
    if held is not None and (rest := _rest(report, region.header, held, row)) is not None:
        place = Place(held.place.start, row.place.end, held.place.line, held.place.page)
        region.rows[-1] = Row(rest, place)
    elif not only_rest:
        region.rows.append(row)


def _rest(report: Report, header: Header, held: Row, row: Row) -> list[Cell] | None:
    """The cells of a row with what stands below them where that is their rest; None for a row of its own."""
    filled = [i for i, c in enumerate(row.cells) if c.text]
    if any(figure(row.cells[i].text) or is_total(row.cells[i].text) for i in filled) or not _has_content(header, held):
        return None
    broken = report.source.text[held.place.end : row.place.start].strip(" \t\r") != "\n"
    if len(filled) == 1 and (at := _goes_on(header, held, filled[0], broken)) is not None:
        return _joined(held, {at: row.cells[filled[0]]})
    if any(i >= len(held.cells) or not held.cells[i].text for i in filled):
        return None
    if header.name_at is None or row.cells[0].text or (len(filled) > 1 and row.cells[1].text and header.name_at != 1):
        return None
    if header.is_indicator:
        named = header.name_at in filled
        cut = broken and not named and all(_is_cut(held, row, i) for i in filled)
        return (
            _joined(held, {i: row.cells[i] for i in filled})
            if max(filled) <= header.name_at and (named or cut)
            else None
        )
    return _joined(held, {i: row.cells[i] for i in filled}) if header.name_at not in filled else None


def _has_content(header: Header, row: Row) -> bool:
    """Whether a row says something beside its names, so that a row of names below can only be its rest."""
    texts = any(canonical_column(c) in {"主要内容", "预期目标"} for c in header.columns.values())
    return texts or any(figure(c.text) for c in row.cells)


def _is_cut(held: Row, row: Row, at: int) -> bool:
    """Whether a level goes on below: the whole ones end in 指标."""
    above = held.cells[at].text if at < len(held.cells) else ""
    return bool(above) and not fold(above).endswith("指标") and len(fold(row.cells[at].text)) < _LONG


def _goes_on(header: Header, held: Row, at: int, broken: bool) -> int | None:
    """The long text of a row that goes on in a single cell below it, at ``at``: the one that has not ended."""
    if header.name_at is None and not broken:
        return None
    open_ = [
        i
        for i, c in enumerate(held.cells)
        if i not in {header.name_at, *header.levels} and len(fold(c.text)) >= _LONG and is_word(c.text)
    ]
    open_ = [i for i in open_ if not _ENDED.search(fold(held.cells[i].text)) and held.cells[i].text]
    if at in open_:
        return at
    return open_[0] if len(open_) == 1 and at not in {header.name_at, *header.levels} else None


def _joined(held: Row, rest: dict[int, Cell]) -> list[Cell]:
    cells = list(held.cells)
    for i, cell in rest.items():
        cells[i] = Cell(cells[i].text + cell.text, cells[i].place)
    return cells
