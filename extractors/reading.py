"""What reading a statutory table yields: its facts, and what kept it from being read in full."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.facts import Fact, is_number, parse_amount
from extractors.headers import is_blank
from extractors.lines import Print
from extractors.problems import Kind, Problem
from extractors.report import Cell, Report, Row, Section, Table
from extractors.vocabulary import TableForm


@dataclass(slots=True)
class Reading:
    """The facts of one statutory table, and what kept it from being read in full."""

    key: str
    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, kind: Kind, text: str, row: Row) -> None:
        self.problems.append(Problem(self.key, kind, text, row.place))


@dataclass(frozen=True, slots=True)
class Context:
    """One printed statutory table: where it stands, which one it is, and the unit of its amounts."""

    report: Report
    section: Section
    table: Table
    form: TableForm
    unit: str

    def print(self) -> Print:
        """How the table is printed; a file that has places for its cells keeps the blank ones."""
        return Print.of(self.table, bool(self.report.source.places.spots))

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
            at=source.begins(raw, cell.place) if cell is not None else None,
        )
