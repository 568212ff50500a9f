"""Sheets: the tables of a report as printed, and its outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import Fact, is_number
from extractors.report import Place, Report, Row, Section, Table
from extractors.vocabulary import table_forms
from page.views.places import CODES, head_rows, is_amount, texts_of, unit_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as printed: column heads, made different by invisible marks where they repeat, and rows.

    ``key`` is empty for a table of no known form. ``numeric`` names the columns of amounts. ``places`` are the spans of
    the rows in the source text, ``place`` is that of the table.
    """

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...]
    place: tuple[int, int]
    places: tuple[tuple[int, int], ...]


def sheets(report: Report, facts: Sequence[Fact]) -> list[Sheet]:
    """All tables of a report, each as printed: the statutory ones in national order, then the others as they come."""
    forms = list(table_forms())
    made = [_sheet(section, table, facts) for section, table in report.tables if table.rows]
    return sorted(made, key=lambda sheet: forms.index(sheet.key) if sheet.key else len(forms))


def sheet_labels(printed: Sequence[Sheet]) -> list[str]:
    """The tables by their titles, all different; those of no known form say so."""
    seen: dict[str, int] = {}
    labels = []
    for sheet in printed:
        label = sheet.title if sheet.key else f"{sheet.title}（其他表格）"
        seen[label] = seen.get(label, 0) + 1
        labels.append(f"{label} · 第{seen[label]}张" if seen[label] > 1 else label)
    return labels


def _sheet(section: Section, table: Table, facts: Sequence[Fact]) -> Sheet:
    head = min(head_rows(table, facts), len(table.rows) - 1)
    width = max(len(row.cells) for row in table.rows)
    columns = tuple(_column_names([_padded(row, width) for row in table.rows[:head]], width))
    rows = tuple(_padded(row, width) for row in table.rows[head:])
    filled = {name: [row[i] for row in rows if row[i]] for i, name in enumerate(columns)}
    # Not all: a header that is repeated after a page break stands among the rows.
    shares = {name: sum(map(is_amount, texts)) / len(texts) for name, texts in filled.items() if texts}
    amounts = tuple(name for name, share in shares.items() if share > 0.6 and not CODES.search(name))
    return Sheet(
        (table.key or "") if table.key in table_forms() else "",
        table.title or section.title or f"第{table.place.line}行的表",
        unit_of(table),
        columns,
        rows,
        amounts,
        (table.place.start, table.place.end),
        tuple((row.place.start, row.place.end) for row in table.rows[head:]),
    )


def _padded(row: Row, width: int) -> tuple[str, ...]:
    return (*texts_of(row), *[""] * (width - len(row.cells)))


def _column_names(titles: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """One name a column: its own header, led by those above it where the header alone would not tell it apart."""
    levels = [t for t in titles if sum(map(bool, t)) > 1 and not all(is_number(c) or c in {"", "栏次"} for c in t)]
    stacks = [[_merged(level, i, levels[n + 1 :]) for n, level in enumerate(levels)] for i in range(width)]
    leaves = [next((word for word in reversed(stack) if word), "") for stack in stacks]
    seen: dict[str, int] = {}
    for stack, leaf in zip(stacks, leaves, strict=True):
        name = leaf if leaves.count(leaf) == 1 else "·".join(dict.fromkeys(word for word in stack if word))
        seen[name] = seen.get(name, -1) + 1
        yield name + "\u200b" * seen[name]


def _merged(level: Sequence[str], index: int, below: Sequence[Sequence[str]]) -> str:
    """The header above a column, also where it spans several columns and is printed over the first only."""
    if level[index] or not any(row[index] for row in below):
        return level[index]
    return next((level[i] for i in range(index, -1, -1) if level[i]), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline: how deep it stands, its words, and where they are."""

    depth: int
    title: str
    place: Place


def outline(report: Report) -> list[Heading]:
    """The headings of a report; the cover and the table of contents are left out."""
    shown = [s for s in report.sections if s.level and s.key != "toc"]
    return [Heading(min(len(s.path), 4), s.title, s.place) for s in shown]
