"""The facts of one report as a book of accounts: any cell by table, row and column, and the tree of 科目 codes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from extractors.crosscheck.cells import Cell, Ref, State
from extractors.crosscheck.said import Said
from extractors.facts import MONEY, Fact, convert, decimals, half_digit
from extractors.forms import Form, forms
from extractors.grids import CODE
from extractors.headers import fund_subtotals
from extractors.problems import Problem
from extractors.report import Report, Section, spot_of
from extractors.text import fold, name_key

#: the statutory tables: final accounts and budget
STATUTORY = re.compile(r"^(GK|YS)0[1-9]$")

#: other printed names of a canonical row
ALIASES: dict[str, tuple[str, ...]] = {
    "使用非财政拨款结余": ("使用非财政拨款结余和专用结余", "使用非财政拨款结余(含专用结余)", "用事业基金弥补收支差额"),
    "年初结转和结余": ("年初结转结余", "上年结转和结余"),
    "年末结转和结余": ("年末结转结余",),
    "年初财政拨款结转和结余": ("年初财政拨款结转结余",),
    "年末财政拨款结转和结余": ("年末财政拨款结转结余",),
    "一般公共预算财政拨款收入": ("一般公共预算财政拨款",),
    "政府性基金预算财政拨款收入": ("政府性基金预算财政拨款",),
    "国有资本经营预算财政拨款收入": ("国有资本经营预算财政拨款", "国有资本经营财政拨款"),
    "一般公共预算财政拨款": ("一般公共预算财政拨款收入",),
    "政府性基金预算财政拨款": ("政府性基金预算财政拨款收入",),
    "国有资本经营预算财政拨款": ("国有资本经营财政拨款", "国有资本经营预算财政拨款收入"),
    "年初财政拨款结转和结余-国有资本经营预算财政拨款": ("年初财政拨款结转和结余-国有资本经营财政拨款",),
}


#: totals that some reports print in a column of their own, on the row of the whole
_IN_COLUMNS = {("GK06", "人员经费合计"): "人员经费", ("GK06", "公用经费合计"): "公用经费"}


def row_key(name: str) -> str:
    """The form in which row names are compared: without brackets and quotes, 与 read as 和."""
    return name_key(name).replace("与", "和")


#: kinds of spending, which a table may tell of one fund alone
_KINDS = {"基本支出", "项目支出", "人员经费", "公用经费"}


class Book:
    """Cells of the statutory tables of one report, found by canonical names.

    What the text states is found in ``said``; every fact is kept in ``facts`` for the rules that need others.
    """

    def __init__(self, facts: Sequence[Fact], report: Report, problems: Iterable[Problem] = ()) -> None:
        self.report = report
        self.problems = tuple(problems)
        self.facts = tuple(facts)
        self.said = Said(facts)
        #: tables whose printed unit cannot be right, as the rule on units finds them
        self.doubtful: frozenset[str] = frozenset()
        self._cells: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        self._seen: dict[tuple[str, str, str], Cell] = {}
        self._rows: dict[str, dict[str, Fact]] = defaultdict(dict)
        self._columns: dict[str, dict[str, None]] = defaultdict(dict)
        self._tables: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.origin == "table" and fact.table and STATUTORY.match(fact.table):
                self._enter(fact)
        self._of_fund = {table for table, columns in self._columns.items() if fund_subtotals(columns)}
        self._usual = {table: self._usual_decimals(table) for table in self._rows}
        self._lost = {table: self._lost_columns(table) for table in self._rows}

    def _enter(self, fact: Fact) -> None:
        table, row = str(fact.table), fact.row_code or row_key(fact.row_name)
        held = self._cells[table, row, fact.column]
        if all((f.start, f.line, f.value) != (fact.start, fact.line, fact.value) for f in held):
            held.append(fact)
            self._tables[table].append(fact)
        self._rows[table].setdefault(row, fact)
        self._columns[table].setdefault(fact.column)

    @cached_property
    def forms(self) -> list[Form]:
        """The annexed forms of the report, in reading order."""
        return forms(self.facts)

    # ------------------------------------------------------------ tables and rows

    @property
    def tables(self) -> list[str]:
        """Keys of the statutory tables that were read, in order."""
        return sorted(self._rows)

    def has(self, table: str) -> bool:
        return table in self._rows

    def is_empty(self, table: str) -> bool:
        """A table that is printed, but without a single number."""
        return self.has(table) and all(f.value is None for f in self._tables[table])

    def columns(self, table: str) -> list[str]:
        return list(self._columns.get(table, ()))

    def rows(self, table: str) -> list[str]:
        """Rows in printed order: a 科目 code where the row has one, else its name."""
        return [f.row_code or f.row_name for f in self._rows.get(table, {}).values()]

    def codes(self, table: str) -> list[str]:
        return [f.row_code for f in self._rows.get(table, {}).values() if f.row_code]

    def subject_codes(self, table: str) -> list[str]:
        """The codes of 科目: neither those of units nor that of their department, which begins them."""
        codes = self.codes(table)
        units = [c for c in codes if not CODE.match(c)]
        return [c for c in codes if not any(unit.startswith(c) for unit in units)]

    def name(self, table: str, row: str) -> str:
        """The printed name of a row."""
        fact = self._rows.get(table, {}).get(row)
        return fact.row_name if fact else row

    def row_of(self, table: str, row: str) -> Fact | None:
        """The first fact of a row, as a place to show; ``row`` is a code or a name as ``rows`` gives it."""
        return self._rows.get(table, {}).get(row if row.isdigit() else row_key(row))

    def printed_twice(self, table: str) -> dict[str, list[Fact]]:
        """Codes that stand on more than one row of one printed table, with the fact of each row in one column."""
        repeated: dict[str, list[Fact]] = {}
        for (key, row, _), facts in self._cells.items():
            if key == table and row.isdigit() and len(facts) > 1:
                once = max(self._by_title(facts), key=len)
                if len(once) > len(repeated.get(row, once[:1])):
                    repeated[row] = once
        return repeated

    @staticmethod
    def _by_title(facts: list[Fact]) -> list[list[Fact]]:
        """Facts of one table by the title they stand under: a report may print a table twice, under two titles."""
        grouped: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            grouped[fact.section].append(fact)
        return list(grouped.values())

    def children(self, table: str, code: str) -> list[str]:
        """The nearest printed 科目 below a code (below the whole table for an empty code).

        Where each unit stands above its own 科目, it is the units that the whole table is made up of.
        """
        own = self.codes(table)
        units = [c for c in own if not CODE.match(c)]
        if units and self.subject_codes(table):
            # 205010 is a unit, below whose row 2050101 may stand by chance
            own = [c for c in own if (c in units) == (not code or code in units)]
        below = [c for c in own if c.startswith(code) and c != code]
        return [c for c in below if not any(c.startswith(other) for other in below if other != c)]

    # ------------------------------------------------------------ the source behind a table

    def unread_codes(self, table: str, code: str) -> list[str]:
        """科目 below a code that stand in the source between the table's rows, but were not read."""
        found = re.findall(rf"(?<![\d.,]){code}\d{{2,4}}(?![\d.,])", self._region(table)) if code else []
        return [c for c in dict.fromkeys(found) if len(c) in (5, 7) and c not in self.codes(table)]

    def shows(self, table: str, name: str) -> bool:
        """Whether a row name stands in the source of a table."""
        return row_key(name) in row_key(self._region(table))

    def stands_alone(self, table: str, words: str) -> bool:
        """Whether words fill a cell or a line of a table's source by themselves, as the rest of a broken name does."""
        wanted = row_key(words)
        return any(row_key(part) == wanted for part in re.split(r"[\t\n|]", self._region(table)))

    def _region(self, table: str) -> str:
        """The source text of a table: from its first row to the first row of the next table."""
        facts = self._tables[table]
        start, end = min((f.start for f in facts), default=0), max((f.end for f in facts), default=0)
        later = [f.start for facts in self._tables.values() for f in facts if f.start > end]
        return self.report.source.text[start : min(later, default=end)]

    def has_section(self, key: str) -> bool:
        """Whether the report has a section of a kind with text in it."""
        return any(s.key == key and s.paragraphs for s in self.report.sections)

    def mentions(self, section: str, names: Iterable[str]) -> bool:
        """Whether one of some names stands in the prose of a section."""
        texts = [p.plain for s in self.report.sections if s.key == section for p in s.paragraphs]
        return any(fold(name) in text for name in names for text in texts)

    def find(self, section: str, pattern: re.Pattern[str]) -> list[Fact]:
        """Where a pattern stands in the prose of a section (by key); its group ``named`` is the row name, ``count`` the
        value."""
        found = []
        for part in self.report.sections:
            for paragraph in part.paragraphs if part.key == section else ():
                for match in pattern.finditer(paragraph.plain):
                    place = paragraph.span(self.report.source, *match.span())
                    named = match.groupdict()
                    count = Decimal(named["count"]) if named.get("count") else None
                    fact = self.spot(place.start, place.end, row=named.get("named") or "", section=part)
                    found.append(fact.but(value=count))
        return found

    def spot(self, start: int, end: int, row: str = "", column: str = "", section: Section | None = None) -> Fact:
        """A place of the source as evidence of a finding: the exact characters from ``start`` to ``end``."""
        source, identity = self.report.source, self.report.identity
        quote = source.text[start:end]
        return Fact(
            doc_id=self.report.doc_id,
            department=identity.department,
            year=identity.year,
            kind=identity.kind,
            origin="prose",
            table=None,
            section="/".join(section.path) if section else "",
            row_code=None,
            row_name=row,
            column=column,
            value=None,
            unit=None,
            raw=quote,
            page=source.places.page_of(start),
            line=source.line_of(start),
            quote=quote,
            section_key=section.key if section else None,
            start=start,
            end=end,
            spot=spot_of(source.places.where(start, end)),
        )

    # ------------------------------------------------------------ cells

    def cell(self, table: str, row: str, column: str) -> Cell:
        """The cell at an address, also under the row's other printed names; MISSING where nothing was read."""
        found = self._seen.get((table, row, column))
        if found is None:
            found = self._seen[table, row, column] = self._look_up(table, row, column)
        return found

    def _look_up(self, table: str, row: str, column: str) -> Cell:
        if table in self._of_fund and column in _KINDS:
            # 基本支出 below 一般公共预算 is not that of all money
            return Cell(Ref(table, row, column), self._label(table, row), State.MISSING)
        other = _IN_COLUMNS.get((table, row))
        if other and not any((table, key, column) in self._cells for key in self._keys(row)):
            return self.cell(table, "合计", other)
        for key in self._keys(row):
            if facts := self._cells.get((table, key, column)):
                return self._cell(Ref(table, row, column), facts)
        return Cell(Ref(table, row, column), self._label(table, row), State.MISSING)

    def at(self, ref: Ref) -> Cell:
        return self.cell(ref.table, ref.row, ref.column)

    def filled(self, table: str, code: str, column: str) -> list[Cell]:
        """A row's cell; where it is left blank but the 科目 below it carry money, their cells instead."""
        cell = self.cell(table, code, column)
        if cell.state is State.BLANK:
            below = [c for child in self.children(table, code) for c in self.filled(table, child, column)]
            if any(c.value for c in below):
                return below
        return [cell]

    def half_unit(self, fact: Fact, unit: str | None) -> Decimal:
        """Half the last printed digit of a figure, in ``unit``: the most by which rounding can have moved it.

        A statutory table prints one number of decimals throughout: 11.5 among two-decimal figures is 11.50.
        """
        value = fact.value if fact.value is not None else Decimal(0)
        usual = self._usual.get(fact.table or "")
        half = half_digit(value) if usual is None else Decimal(5).scaleb(-max(decimals(value), usual) - 1)
        return convert(half, fact.unit, unit) if fact.unit in MONEY and unit in MONEY and fact.unit != unit else half

    def _keys(self, row: str) -> Iterable[str]:
        yield row if row.isdigit() else row_key(row)
        yield from (row_key(other) for other in ALIASES.get(row, ()))

    def _cell(self, ref: Ref, facts: list[Fact]) -> Cell:
        label = self._label(ref.table, facts[0].row_code or facts[0].row_name)
        values = {f.value for f in facts}
        first = facts[0]
        if len(values) > 1:
            return Cell(ref, label, State.CONFLICT, first, tuple(facts))
        if first.is_text or (first.is_blank and ref.column in self._lost[ref.table]):
            return Cell(ref, label, State.MISSING, None, tuple(facts))
        return Cell(ref, label, State.BLANK if first.value is None else State.NUMBER, first, tuple(facts))

    def _label(self, table: str, row: str) -> str:
        return f"{row} {self.name(table, row)}" if row.isdigit() else row

    def _usual_decimals(self, table: str) -> int:
        """The number of decimals a table prints: the commonest among its amounts, the larger of equals."""
        counts = Counter(decimals(f.value) for f in self._tables[table] if f.value)
        return max(counts, key=lambda d: (counts[d], d), default=0)

    def _lost_columns(self, table: str) -> set[str]:
        """Columns with money in the 合计 row and not one figure below it: cut off in extraction, not blank."""
        lost = set()
        codes = self.codes(table)
        for column in self._columns[table]:
            total = self._cells.get((table, "合计", column), [])
            below = [f for code in codes for f in self._cells.get((table, code, column), [])]
            if below and any(f.value for f in total) and all(f.is_blank for f in below):
                lost.add(column)
        return lost
