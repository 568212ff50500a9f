"""Grids of what was filled: reports by values, and tables of listed things, as a sheet on the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from page.views.filled import Entry, Listing, rows
from page.views.filled_words import cell_text

if TYPE_CHECKING:
    from page.views.filling import Filling
    from rag.storage.store import ReportInfo

#: rows of a table on the page; files hold all
MOST_ROWS = 2_000

#: a faint ground beside the word, never alone
_SHADES = {
    "conflict": "background-color: rgba(214, 120, 0, .18)",
    "missing": "background-color: rgba(128, 128, 128, .12)",
    "model": "background-color: rgba(120, 80, 200, .14)",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as text: its columns, those that lead a row, those of figures, its cells and their grounds."""

    columns: tuple[str, ...]
    lead: tuple[str, ...]
    numeric: frozenset[str]
    texts: list[list[str]]
    shades: list[list[str]]


def of_values(heads: Sequence[str], found: Sequence[tuple[ReportInfo, Sequence[Entry]]]) -> Grid:
    """Reports by their single values."""
    return _grid(("报告",), heads, [([_row_of(info)], row) for info, row in found])


def of_rows(listing: Listing, lines: Sequence[tuple[ReportInfo, str, Sequence[Entry]]], reports: bool) -> Grid:
    """Listed things one below the other, led by their report and by what they stand in."""
    owners = "所属" in listing.heads
    lead = (*(("报告",) if reports else ()), *(("所属",) if owners else ()))
    made = [([*([_row_of(info)] if reports else []), *([owner] if owners else [])], row) for info, owner, row in lines]
    return _grid(lead, listing.heads[1:] if owners else listing.heads, made)


def _row_of(info: ReportInfo) -> str:
    """A report at the head of a row: the year first, so that a narrow column does not hide it."""
    return f"{info.year or ''} {info.department or info.file}{'（预算）' if info.kind == 'budget' else ''}".strip()


def joined(job: Filling, listing: Listing) -> list[tuple[ReportInfo, str, list[Entry]]]:
    """The rows of one table of all reports."""
    return [(info, owner, row) for info in job.shown for owner, row in rows(job.results[info.doc_id], listing)]


def _grid(lead: Sequence[str], heads: Sequence[str], lines: Sequence[tuple[list[str], Sequence[Entry]]]) -> Grid:
    columns = (*lead, *(head if head not in lead else f"{head}（2）" for head in heads))
    numeric = {
        name for n, name in enumerate(columns[len(lead) :]) if any(row[n].figure for _, row in lines if n < len(row))
    }
    texts = [[*names, *(cell_text(each) for each in row)] for names, row in lines]
    shades = [[*[""] * len(names), *(_SHADES.get(each.state, "") for each in row)] for names, row in lines]
    return Grid(columns, tuple(lead), frozenset(numeric), texts, shades)
