"""The tables of which the rules have read nothing, as a person sees them: lines above, header, some rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import Fact
from extractors.headers import is_amount, is_numbering, is_word
from extractors.report import Report, Row, Table
from extractors.text import squeeze

#: rows of a header at most, and rows shown below it
_HEADER, _SHOWN = 6, 3
#: sections whose tables are none of the statutory ones
_OTHERS = frozenset({"annex", "performance", "glossary", "toc", "bodies"})
#: a line above a table longer than this is no title
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A table that goes by no known title or columns, under a number for reference.

    ``lines`` are those above it, of which one may be its title; ``words`` the words of its header; ``rows`` the first
    rows below. ``start`` and ``end`` are its span in the source.
    """

    number: int
    lines: tuple[str, ...]
    words: tuple[str, ...]
    rows: tuple[str, ...]
    line: int
    page: int | None
    start: int
    end: int

    @property
    def told(self) -> str:
        """The table as a model reads it."""
        return "\n".join(
            [
                f"<<<表 {self.number}>>>",
                f"表前各行：{' ／ '.join(self.lines) or '（无）'}",
                f"表头词：{' ／ '.join(self.words)}",
                "前几行：",
                *self.rows,
                f"<<<表 {self.number} 完>>>",
            ]
        )

    @property
    def place(self) -> str:
        return f"第{self.page}页" if self.page else f"第{self.line}行"


def unnamed(report: Report, facts: Sequence[Fact]) -> list[Unnamed]:
    """The tables with amounts of which no figure was read as that of a statutory table."""
    read = [f.at for f in facts if f.origin == "table" and f.at is not None]
    found: list[Unnamed] = []
    for section, table in report.tables:
        if section.key in _OTHERS or any(table.place.start <= at < table.place.end for at in read):
            continue
        if made := _seen(table, section.title, len(found) + 1):
            found.append(made)
    return found


def _seen(table: Table, heading: str, number: int) -> Unnamed | None:
    header = list(_header(table))
    body = [row for row in table.rows[len(header) :] if any(is_amount(t) for t in row.texts)]
    words = tuple(dict.fromkeys(squeeze(c.text) for row in header for c in row if is_word(c.text)))
    if not body or len(words) < 2:
        return None
    above = (heading, table.title, *(p.text for p in table.caption))
    lines = tuple(dict.fromkeys(squeeze(text) for text in above if 0 < len(text) <= _TITLE))
    rows = tuple(" | ".join(squeeze(c.text) for c in row) for row in body[:_SHOWN])
    place = table.place
    return Unnamed(number, lines, words, rows, place.line, place.page, place.start, place.end)


def _header(table: Table) -> Iterator[Row]:
    for row in table.rows[:_HEADER]:
        if not is_numbering(row) and any(is_amount(t) for t in row.texts):
            return
        yield row
