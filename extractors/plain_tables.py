"""Tables that no form describes, read by their own headings: a row by what leads it, a column by the words above it.

Nothing is known of such a table but its print. So only what is beyond doubt is read: a row that has a cell for every
column of the header, a column that a heading of its own names. What the readers of forms have read or have found broken
is left alone; of a table of 三公 that lists further items, those are read here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.annex.words import figure
from extractors.facts import MONEY, PLAIN_TABLE, TABLE_NUMBER, Fact, decimals, is_number, parse_amount
from extractors.grids import CODE
from extractors.headers import is_blank, is_numbering, is_order, is_word, stacks_of, width_of
from extractors.lines import Print
from extractors.problems import Problem
from extractors.report import Cell, Place, Report, Row, Section, Table
from extractors.statutory import Statutory
from extractors.text import fold, name_key, squeeze, strip_ordinal
from extractors.vocabulary import annex_words, layout
from extractors.vocabulary.units import unit_words

#: the column of the facts of a table whose one row has no name: its headings are what the figures are of
AMOUNT = "金额"


_UNIT = re.compile(r"单位：(万元|亿元|元)")
_MONEY = re.compile(r"[(](万元|亿元|元)[)]$")
#: 项 too: a table of no known form has no levels of 科目
_COUNTERS = unit_words().pattern([*unit_words().sets["headed"], "项"], guarded=False)
_COUNTER = re.compile(rf"[(](?:{_COUNTERS}[、/])?({_COUNTERS})[)]$")
_NUMBER_IN_TITLE = re.compile(r"公开\d{1,2}表")
_NUMBER_OF_TABLE = re.compile(r"^[(]?公开\d{1,2}表[)]?$")
#: 附件12023年度: the first annex, of 2023
_ANNEX_NUMBER = r"附[件表](?:\d{1,2}?(?=20\d\d年|\D)|[一二三四五六七八九十]{1,3})?[：:]?"
_TITLE_NOISE = re.compile("^" + _ANNEX_NUMBER + r"|^\d{4}年度|[(]?公开\d{1,2}表[)]?$")
_NUMBERS = re.compile(r"[数额量计]$")
_CODED = re.compile(r"编码|代码|^[类款项]$")
#: the unit that a heading ends in: 价值（金额单位：万元）
_UNIT_TAIL = re.compile("(?:金额)?(?:计量)?单位(?:万元|亿元|元)$")
_COUNTS = {"行次", "栏次", "序号"}
_SUBTOTALS = {"小计", "合计"}
#: a kind by its letter in the national catalogue of purchases (A 货物), which names nothing
_LETTER = re.compile("[A-Z]")
#: marks of the levels of a list, the highest first
_LEVELS = tuple(
    map(re.compile, (r"^[一二三四五六七八九十]+、", r"^[(][一二三四五六七八九十]+[)]", r"^\d+[.、]", r"^[(]\d+[)]"))
)
#: what columns are headed, those of points, and those of names
_HEADS = re.compile(r"(?:[数率额值量]|资金|投资|规模|金额|比例|得分|支出|收入|㎡|万元|元|人)$")
_POINTS = re.compile(r"(?:得分|分值|评分|分数)$")
_NAMES = re.compile(r"(?:名称|项目|内容|事项|类别)$")
_PART = re.compile(r"^其中：?")
#: the heading of the names of projects, whatever they are listed beside
_PROJECT = "项目名称"
#: columns that count persons, and headings that name money where a table prints no unit
_PERSONS = re.compile(r"(?:人数|编制数?|人员数?|在职数?|职工数?|在编数?|实有数)$")
_OF_MONEY = re.compile(
    r"[金费款税债]|支出|收入|预算|决算|资金|投资|总额|余额|合计|小计|执行数|下达|到位|使用|结转|结余|^数$"
)
#: the number that a table of an annex is known by (预算12表), which is no title
_NUMBER_ALONE = re.compile("(?:[预决]算|部门|公开|附)*(?:第?[0-9]+表|表[0-9]+)")
#: no title is longer, nor has marks of a sentence
_LONGEST = 40
_SENTENCE = re.compile(r"[，；。！？：]")
#: so many numbers make a list, of which so few are but its total
_MANY, _NEXT_TO_NOTHING = 6, 2
#: words in a column of figures (无, 含离休) are few
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a table that belong together: the cells that name a row, and the headings of its figures."""

    labels: tuple[int, ...]
    codes: tuple[int, ...]
    values: dict[int, str]


def read_plain(
    report: Report, read: Iterable[Fact], problems: Iterable[Problem], statutory: Iterable[Statutory]
) -> list[Fact]:
    """The facts of every table that no other reader has read, in reading order.

    ``read`` are the facts of the readers of forms, ``problems`` what they found broken, ``statutory`` the statutory
    tables.
    """
    known = _Known(read, problems, statutory)
    facts: list[Fact] = []
    for section, table in report.tables:
        if section.key != "toc" and not known.is_taken(table):
            for part in _under_one_header(table):
                facts += _Grid(report, section, part, known).facts()
    return facts


def hardly_read(report: Report, read: Iterable[Fact]) -> list[Table]:
    """The tables of which the reader of forms has read next to nothing: lists that stand where forms do.

    ``read`` are the facts of the forms.
    """
    starts = sorted(f.start for f in read if f.value is not None)
    found: list[Table] = []
    for _, table in report.tables:
        size = sum(is_number(t) for row in table.rows for t in row.texts)
        there = bisect_left(starts, table.place.end) - bisect_left(starts, table.place.start)
        if size >= _MANY and there <= _NEXT_TO_NOTHING:
            found.append(table)
    return found


def printed_unit(table: Table) -> str | None:
    """The unit of money that stands above a table or in its first rows."""
    printed = [p.plain for p in table.caption] + ["".join(row.texts) for row in table.rows[:3]]
    return next((m.group(1) for text in printed if (m := _UNIT.search(text))), None)


class _Known:
    """What others have read of a report."""

    def __init__(self, read: Iterable[Fact], problems: Iterable[Problem], statutory: Iterable[Statutory]) -> None:
        facts = [f for f in read if f.origin in {"table", "annex"}]
        self.cells = {f.at for f in facts if f.at is not None}
        self.starts = sorted({f.start for f in facts if f.origin == "table" or f.part_of or f.raw})
        self.broken = sorted({p.place.start for p in problems})
        tables = [t for t in statutory if t.confirmed]
        self.rows = {row.place.start: t.form.layout for t in tables for row in t.table.rows}

    def is_taken(self, table: Table) -> bool:
        """Whether a table was read as a form, or shown to be a broken one."""
        layouts = {self.rows[row.place.start] for row in table.rows if row.place.start in self.rows}
        if _any_within(self.broken, table):
            return True
        if layouts:
            return layouts != {"wide"}
        return _any_within(self.starts, table)


def _under_one_header(table: Table) -> list[Table]:
    """The parts of a table that has further headers among its rows, each with the rows below it."""
    starts = [0]
    seen = False
    for n, row in enumerate(table.rows):
        if seen and _is_heading(row):
            starts.append(n)
            seen = False
        seen |= sum(is_number(t) for t in row.texts) > 1
    ends = [*starts[1:], len(table.rows)]
    if len(starts) < 2:
        return [table]
    return [replace(table, rows=table.rows[a:b]) for a, b in zip(starts, ends, strict=True)]


def _is_heading(row: Row) -> bool:
    """Whether a row among figures heads those below it: words alone, most of them such as name a column."""
    texts = [name_key(t) for t in row.texts if t]
    named = [t for t in texts[1:] if _HEADS.search(t)]
    return (
        len(texts) > 2 and all(map(is_word, texts)) and len(set(texts)) == len(texts) and len(named) == len(texts) - 1
    )


def _any_within(starts: Sequence[int], table: Table) -> bool:
    at = bisect_left(starts, table.place.start)
    return at < len(starts) and starts[at] < table.place.end


class _Grid:
    """One table, taken apart by its own print."""

    def __init__(self, report: Report, section: Section, table: Table, known: _Known) -> None:
        self.report, self.section, self.table, self.known = report, section, table, known
        self.title = _title(report, _printed_title(section, table)) or _title(report, section.title)
        heading, self.rows = _parted([row for row in table.rows if any(row.texts) and not _is_caption(row)])
        self.width = width_of(heading) if heading else 0
        self.stacks = stacks_of(heading, max(self.width, width_of(self.rows))) if heading and self.rows else []
        self.trimmed = Print.of(table, placed=False).trimmed
        self.has_unit = True
        self.decimal = any("." in t for row in self.rows for t in row.texts if is_number(t))
        self.unit = self._unit()
        self.units = self._units_of_columns(heading)

    def facts(self) -> Iterator[Fact]:
        """The facts of the table; none where its headings do not tell its columns apart."""
        blocks = self._blocks()
        if not blocks or not self.title:
            return
        if not self.known.rows.keys() & {row.place.start for row in self.table.rows}:
            yield from self._number()
        for block in blocks:
            if block.labels or block.codes:
                units: list[str | None] = []
                for row in self.rows:
                    if self._is_whole(row):
                        yield from self._row(block, row, units)
                    elif len(blocks) == 1 and (placed := self._summed(block, row)):
                        for index, column in placed:
                            yield from self._fact(row, index, row.texts[0], column, None, None)
                    elif len(blocks) == 1 and self._is_bare_total(block, row):
                        yield from self._fact(row, 1, row.texts[0], next(iter(block.values.values())), None, None)
            elif len(self.rows) == 1 and self._is_whole(self.rows[0]):
                for index, heading in block.values.items():
                    yield from self._fact(self.rows[0], index, heading, AMOUNT, None, None)

    def _unit(self) -> str:
        unit = printed_unit(self.table)
        # 经费控制情况（万元）: the heading of the names tells what all figures below are in
        for text in self.table.rows[0].texts[:1]:
            match = _MONEY.search(fold(text)) or _COUNTER.search(fold(text))
            unit = unit or (match.group(1) if match else None)
        self.has_unit = unit is not None
        return unit or self.report.identity.unit or "万元"

    def _units_of_columns(self, heading: Sequence[Row]) -> dict[int, str]:
        """What the heading right above the figures says they count: 整改中（个）."""
        units: dict[int, str] = {}
        for row in heading:
            for index, text in enumerate(row.texts):
                if match := _COUNTER.search(fold(text)) or _MONEY.search(fold(text)):
                    units[index] = match.group(1)
        leaves = {i: stack[-1] for i, stack in enumerate(self.stacks) if stack}
        return {i: u for i, u in units.items() if leaves.get(i, "").endswith(name_key(u))}

    def _number(self) -> Iterator[Fact]:
        """The printed number of the table (公开05表), as a fact of its own."""
        place = self.section.place
        if match := _NUMBER_IN_TITLE.search(self.report.source.text[place.start : place.end]):
            start, end = (place.start + at for at in match.span())
            place = Place(start, end, place.line, place.page)
            yield from self._fact(Row([Cell(match.group(0), place)], place), 0, self.title, TABLE_NUMBER, None, None)
        for paragraph in self.table.caption:
            if _NUMBER_OF_TABLE.match(paragraph.plain):
                row = Row([Cell(paragraph.text, paragraph.place)], paragraph.place)
                yield from self._fact(row, 0, self.title, TABLE_NUMBER, None, None)
        for row in self.table.rows[:3]:
            for index, text in enumerate(row.texts):
                if _NUMBER_OF_TABLE.match(text):
                    yield from self._fact(row, index, self.title, TABLE_NUMBER, None, None)

    # ------------------------------------------------------------ columns

    def _blocks(self) -> list[Block]:
        """The lists that the table prints beside one another, mostly one."""
        kinds = [self._kind(i) for i in range(len(self.stacks))]
        starts = [0] + [
            i for i, (a, b) in enumerate(pairwise(kinds), start=1) if a == "value" and b in {"label", "code"}
        ]
        ends = [*starts[1:], len(kinds)]
        blocks: list[Block] = []
        for start, end in zip(starts, ends, strict=True):
            inside = range(start, end)
            values = {i: name for i in inside if kinds[i] == "value" and (name := self._heading(i, inside))}
            of = {kind: tuple(i for i in inside if kinds[i] == kind) for kind in ("label", "code")}
            if not values and blocks and of["label"]:
                # remarks behind the figures belong to what stands before them
                continue
            if len(set(values.values())) < len(values) or len(values) < sum(kinds[i] == "value" for i in inside):
                return []
            blocks.append(Block(of["label"], of["code"], values))
        return [b for b in blocks if b.values]

    def _kind(self, index: int) -> str:
        stack = self.stacks[index]
        texts = [row.texts[index] for row in self.rows if index < len(row.texts) and not is_blank(row.texts[index])]
        numbers = sum(is_number(t.removesuffix("%")) for t in texts)
        words = len(texts) - numbers
        names = [t for t in texts if t not in layout().total_labels]
        if (stack and stack[-1] in _COUNTS) or (names and all(map(_LETTER.fullmatch, names))):
            return "order"
        # 296 below 统计数 is no code, whatever it looks like
        numbered = bool(stack) and bool(_NUMBERS.search(stack[-1]))
        looks_coded = bool(numbers) and all(CODE.match(t) or is_word(t) for t in texts)
        if (stack and _CODED.search(stack[-1])) or (looks_coded and not numbered):
            return "code"
        if words * _FEW_WORDS > numbers or (words and not numbers):
            return "label"
        if not stack:
            return "order" if all(map(is_order, texts)) else "label"
        return "value"

    def _heading(self, index: int, inside: range) -> str:
        """The name of a column: its lowest heading, led by the one above where that alone does not tell it apart."""
        stack = self.stacks[index]
        leaf = _UNIT_TAIL.sub("", stack[-1]) or stack[-1]
        if unit := self.units.get(index):
            bare = leaf.removesuffix(name_key(unit))
            named = bare and all(s[-1] != bare for i, s in enumerate(self.stacks) if s and i != index)
            leaf = bare if named else leaf
        others = [self.stacks[i][-1] for i in inside if i != index and self.stacks[i]]
        above = "".join(stack[:-1])
        return above + leaf if above and (leaf in _SUBTOTALS or leaf in others) else leaf

    # ------------------------------------------------------------ rows

    def _is_whole(self, row: Row) -> bool:
        """Whether no cell of a row can have been lost: it is as long as the header, or ends where its blanks begin."""
        size = len(row.cells)
        if size >= self.width:
            return not any(row.texts[self.width :])
        return self.trimmed and bool(row.texts[-1])

    def _summed(self, block: Block, row: Row) -> list[tuple[int, str]]:
        """The columns of the figures of a total that lost its blank cells, told by what the rows above sum up to."""
        if not row.texts or row.texts[0] not in layout().total_labels or not all(map(is_number, row.texts[1:])):
            return []
        whole = [r for r in self.rows if r is not row and self._is_whole(r)]
        placed: list[tuple[int, str]] = []
        columns = iter(block.values.items())
        for index, text in enumerate(row.texts[1:], start=1):
            for at, column in columns:
                read = [figure(r.texts[at]) for r in whole if at < len(r.texts) and not is_blank(r.texts[at])]
                if sum((f[0] for f in read if f is not None), Decimal(0)) == parse_amount(text):
                    placed.append((index, column))
                    break
            else:
                return []
        return placed if len(whole) > 1 else []

    @staticmethod
    def _is_bare_total(block: Block, row: Row) -> bool:
        """Whether a row is a total and its figure alone, in a table whose figures are all of one column."""
        texts = row.texts
        return len(texts) == 2 and len(block.values) == 1 and texts[0] in layout().total_labels and is_number(texts[1])

    def _row(self, block: Block, row: Row, units: list[str | None]) -> Iterator[Fact]:
        name_at = self._name_at(block, row)
        if name_at is None:
            return
        printed = row.texts[name_at]
        name, unit = self._named(printed, units)
        # what a finer name is of: the 科目 of a project
        group = next((row.texts[i] for i in block.labels if i < name_at and is_word(row.texts[i])), None)
        code = "".join(row.texts[i] for i in block.codes if i < len(row.texts) and row.texts[i].isdigit())
        for index, heading in block.values.items():
            if index < len(row.cells):
                yield from self._fact(row, index, name, heading, code if CODE.match(code) else None, unit, group)

    def _name_at(self, block: Block, row: Row) -> int | None:
        """The cell that names a row: of the column of names that most rows fill; a total may stand in any."""
        filled = [i for i in (*block.codes, *block.labels) if i < len(row.texts) and is_word(row.texts[i])]
        # a total may stand in the column of the numbers of the rows
        lead = enumerate(row.texts[: min(block.values)])
        total = next((i for i, text in lead if text in layout().total_labels), None)
        if total is not None:
            return total
        counts = Counter(i for i in block.labels for r in self.rows if i < len(r.texts) and is_word(r.texts[i]))
        best = max((i for i in filled if i in block.labels), key=lambda i: (counts[i], -i), default=None)
        finer = [i for i in filled if i in block.labels and best is not None and i > best and self._tells_more(i, best)]
        return max(finer, key=lambda i: (self._said(i), -i)) if finer else best

    def _said(self, index: int) -> int:
        """How many different names a column has."""
        rows = [r for r in self.rows if not any(t in layout().total_labels for t in r.texts)]
        return len({r.texts[index] for r in rows if index < len(r.texts) and is_word(r.texts[index])})

    def _tells_more(self, index: int, other: int) -> bool:
        """Whether a column of names tells rows apart that another one gives the same name (项目名称 of a 科目)."""
        stack = self.stacks[index]
        if not stack or not _NAMES.search(stack[-1]):
            return False
        if stack[-1] == _PROJECT and annex_words().project_lists.match(self.title):
            return True
        return self._said(index) > self._said(other)

    def _named(self, printed: str, units: list[str | None]) -> tuple[str, str | None]:
        """The name of a row without its ordinal and unit, and what it counts; ``units`` are those of the rows above."""
        level = next((n for n, mark in enumerate(_LEVELS) if mark.match(printed)), None)
        name = strip_ordinal(_PART.sub("", strip_ordinal(printed))).rstrip("：:")
        match = _COUNTER.search(name) or _MONEY.search(name)
        own = match.group(1) if match else None
        if level is not None:
            del units[level:]
            units += [None] * (level - len(units))
            units.append(own)
        above = next((u for u in reversed(units[: level if level is not None else len(units)]) if u), None)
        return name[: match.start()] if match else name, own or above

    def _fact(
        self, row: Row, index: int, name: str, column: str, code: str | None, unit: str | None, group: str | None = None
    ) -> Iterator[Fact]:
        cell, source, identity = row.cells[index], self.report.source, self.report.identity
        raw = "" if is_blank(cell.text) else squeeze(cell.text)
        at = source.begins(raw, cell.place)
        if raw and at in self.known.cells:
            return
        read = figure(cell.text) if column != TABLE_NUMBER else None
        value = read[0] if read is not None else None
        start, end = row.place.start, row.place.end
        quote = source.text[start:end]
        lead = len(quote) - len(quote.lstrip())
        quote = quote.strip()
        yield Fact(
            doc_id=self.report.doc_id,
            department=identity.department,
            year=identity.year,
            kind=identity.kind,
            origin="annex",
            table=self.title,
            section="/".join(self.section.path),
            row_code=code,
            row_name=name,
            part_of=group,
            column=column,
            value=value,
            unit=None
            if read is None
            else self._unit_of(*read, name if column == AMOUNT else column, self.units.get(index) or unit),
            raw=raw,
            page=row.place.page,
            line=row.place.line,
            quote=quote,
            section_key=PLAIN_TABLE,
            start=start + lead,
            end=start + lead + len(quote),
            at=at,
        )

    def _unit_of(self, value: Decimal, printed: str, column: str, counted: str | None) -> str | None:
        """The unit of a figure: printed with it or in its heading, or what its row counts; else money.

        Where money is printed with decimals, or other columns count things, a figure without decimals is no money; nor
        is one of a table that says nothing of money and prints no unit.
        """
        if _POINTS.search(column) and not printed:
            return "分"
        if name_key(column).endswith("率") and not printed:
            return None
        heading = _COUNTER.search(fold(column)) or _MONEY.search(fold(column))
        if printed or heading:
            return printed or (heading.group(1) if heading else None)
        if counted is None and not decimals(value):
            if _PERSONS.search(name_key(column)):
                return "人"
            if not self.has_unit and not self.decimal and not _OF_MONEY.search(f"{self.title}{name_key(column)}"):
                return None
        if not decimals(value) and (self.decimal or any(u not in MONEY for u in self.units.values())):
            return counted or (self.unit if self.unit not in MONEY else None)
        return self.unit if counted is None or decimals(value) else counted


# ---------------------------------------------------------------- header and title


def _is_caption(row: Row) -> bool:
    texts = [t for t in row.texts if t]
    return all(layout().is_caption(t) or layout().is_note(t) or _NUMBER_OF_TABLE.match(t) for t in texts) or (
        len(set(texts)) == 1 and not is_number(texts[0]) and (_is_title(texts[0]) or texts[0].startswith("附件"))
    )


def _parted(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of the header, and those below it without the numbers of the columns and repeated headers."""
    numbered = [row for row in rows if not is_numbering(row)]
    first = next((n for n, row in enumerate(numbered) if _is_data(row)), len(numbered))
    heading = numbered[:first]
    printed = {tuple(row.texts) for row in heading}
    return heading, [row for row in numbered[first:] if tuple(row.texts) not in printed]


def _is_data(row: Row) -> bool:
    """Whether a row is none of the header: it has a figure or a dash, or is a total without figures."""
    texts = [t for t in row.texts if t]
    return any(is_number(t) or is_blank(t) or figure(t) for t in texts) or (
        len(texts) == 1 and texts[0] in layout().total_labels
    )


def _is_title(text: str) -> bool:
    plain = fold(text)
    return plain.endswith("表") or bool(_NUMBER_OF_TABLE.search(plain)) or bool(re.search(r"表[(].{0,10}[)]$", plain))


def _printed_title(section: Section, table: Table) -> str:
    """What a table is called: by its own title, by the line above it where others come before it, by its section."""
    later = bool(section.tables) and section.tables[0].place != table.place
    if later and (table.title == section.title or not table.title.endswith("表")):
        above = [p for p in table.caption if not layout().is_caption(p.plain)]
        if above and len(above[-1].plain) <= _LONGEST and not _SENTENCE.search(above[-1].plain):
            return above[-1].text
    return table.title if _is_title(table.title) else section.title


def _title(report: Report, printed: str) -> str:
    """The title of a table without its number, the department and the year."""
    text = strip_ordinal(fold(printed))
    department = fold(report.identity.department or "")
    for _ in range(3):
        text = strip_ordinal(_TITLE_NOISE.sub("", text.removeprefix(department) if department else text))
    return text if name_key(text) and not _NUMBER_ALONE.fullmatch(text) else ""
