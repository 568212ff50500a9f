"""Small books of invented departments: a handful of cells and statements, for rules that need several reports."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.facts import Fact, parse_amount
from extractors.report import Identity, Report, Source

DEPARTMENT = "云岭市青川区水务局"
REGION = "云岭市青川区"
#: table, code or name of the row, column, figure (empty: blank), its unit and, where the row has a code, its name
Cell = tuple[str, ...]


class Draft:
    """A report in the making; ``book`` gives it with what was put in so far."""

    def __init__(
        self,
        year: int = 2023,
        kind: str = "final",
        department: str = DEPARTMENT,
        scope: str | None = None,
        region: str | None = REGION,
        file: str | None = None,
        source: str = "",
    ) -> None:
        self.identity = Identity(department, year, kind, None, scope, region, "万元")
        self.file = file or f"{department}{scope or ''}-{year}-{kind}.txt"
        self.source = source
        self.facts: list[Fact] = []

    @property
    def book(self) -> Book:
        content = f"{self.source}{[(f.table, f.row_name, f.row_code, f.column, f.raw) for f in self.facts]}"
        report = Report(self.file, self.file, content, self.identity, Source(self.source), [])
        return Book(self.facts, report)

    def cell(self, table: str, row: str, column: str, raw: str, unit: str = "万元", name: str = "") -> Draft:
        """Print a figure in a table; an empty one is a printed blank."""
        code = row if row.isdigit() else None
        return self._add("table", table, table, name or row, column, raw, unit, code)

    def cells(self, rows: Iterable[Cell]) -> Draft:
        for row in rows:
            self.cell(*row)
        return self

    def say(
        self, section: str, subject: str, column: str, raw: str, unit: str = "万元", part_of: str | None = None
    ) -> Draft:
        """State a figure in the text; an increase or decrease carries its sign."""
        self._add("prose", None, section, subject, column, raw, unit, None)
        self.facts[-1] = self.facts[-1].but(part_of=part_of)
        return self

    def word(self, section: str, subject: str, column: str, text: str) -> Draft:
        """State something in words."""
        self._add("prose", None, section, subject, column, "", None, None)
        self.facts[-1] = self.facts[-1].but(raw=text, quote=text)
        return self

    def _add(
        self,
        origin: str,
        table: str | None,
        section: str,
        row: str,
        column: str,
        raw: str,
        unit: str | None,
        code: str | None,
    ) -> Draft:
        line = len(self.facts) + 1
        value: Decimal | None = parse_amount(raw)
        self.facts.append(
            Fact(
                doc_id=self.file,
                department=self.identity.department,
                year=self.identity.year,
                kind=self.identity.kind,
                origin=origin,
                table=table,
                section=section,
                row_code=code,
                row_name=row,
                column=column,
                value=value,
                unit=unit,
                raw=raw,
                page=None,
                line=line,
                quote=f"{row}{column}{raw}",
                section_key=section,
                start=line * 100,
                end=line * 100 + 50,
            )
        )
        return self
