"""Sheets: the statutory tables of a report as printed, and its outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from extractors.facts import Fact, is_number
from extractors.report import Report, Row, Section, Table
from extractors.vocabulary import table_forms
from page.views.places import CODES, head_rows, is_amount, texts_of, unit_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statutory table as printed: column heads, made different by invisible marks where they repeat, and rows.

    ``numeric`` names the columns of amounts.
    """

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...]


def sheets(report: Report, facts: Sequence[Fact]) -> list[Sheet]:
    """The statutory tables of a report in national order, each as printed."""
    forms = list(table_forms())
    made = [_sheet(section, table, facts) for section, table in report.tables if table.key in forms]
    return sorted(made, key=lambda sheet: forms.index(sheet.key))


def _sheet(section: Section, table: Table, facts: Sequence[Fact]) -> Sheet:
    head = head_rows(table, facts)
    width = max(len(row.cells) for row in table.rows)
    columns = tuple(_column_names([_padded(row, width) for row in table.rows[:head]], width))
    rows = tuple(_padded(row, width) for row in table.rows[head:])
    filled = {name: [row[i] for row in rows if row[i]] for i, name in enumerate(columns)}
    # Not all: a header that is repeated after a page break stands among the rows.
    shares = {name: sum(map(is_amount, texts)) / len(texts) for name, texts in filled.items() if texts}
    amounts = tuple(name for name, share in shares.items() if share > 0.6 and not CODES.search(name))
    return Sheet(table.key or "", table.title or section.title, unit_of(table), columns, rows, amounts)


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


def outline_html(report: Report) -> str:
    """The headings of a report with their lines; the cover and the table of contents are left out."""
    shown = [s for s in report.sections if s.level and s.key != "toc"]
    item = '<li class="jz-level{}"><span>{}</span><small>第{}行</small></li>'
    items = "".join(item.format(min(len(s.path), 4), escape(s.title), s.place.line) for s in shown)
    return f'<ol class="jz-outline">{items}</ol>'
