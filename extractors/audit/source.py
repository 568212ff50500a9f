"""The source text of a report as HTML: every line with its number, tables as tables, cited places marked.

Whatever comes from the report leaves here escaped. A mark covers exactly the cited characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from extractors.facts import is_number
from extractors.report import Report, Row, Source

#: a source with more characters is shown only around its marks, this many lines on each side
MAX_SHOWN, _AROUND = 1_500_000, 40
#: a single line is cut after this many characters, and the page after this many
_LINE, _PAGE = 20_000, 12_000_000
#: what stands between the cells of a row
_SEPARATORS = frozenset("\t|| \u3000\xa0")


@dataclass(frozen=True, slots=True)
class Mark:
    """A cited place: characters ``start`` to ``end``, for a finding by number; ``exact`` for the very figure."""

    start: int
    end: int
    finding: int
    severity: str
    exact: bool = False


def render(report: Report, marks: Iterable[Mark]) -> str:
    """The whole source as HTML; of a very large one the surroundings of the marks."""
    shown: list[str] = []
    size = 0
    for block in _Page(report, marks).blocks():
        size += len(block)
        if size > _PAGE:
            shown.append('<p class="gap">原文过长，其余部分从略</p>')
            break
        shown.append(block)
    return "".join(shown)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A row of a table and the lines it stands on."""

    row: Row
    table: int
    first: int
    last: int


class _Page:
    def __init__(self, report: Report, marks: Iterable[Mark]) -> None:
        self.source: Source = report.source
        self.count = len(self.source.line_starts)
        self.marks: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            for line in range(self.source.line_of(mark.start), self.source.line_of(max(mark.start, mark.end - 1)) + 1):
                self.marks[line].append(mark)
        self.rows = _rows(report)
        self.last, self.width = _extents(self.rows.values())
        self.headings = {section.place.line: section.level for section in report.sections if section.title}
        self.shown = self._shown()

    def blocks(self) -> Iterator[str]:
        line = 1
        while line <= self.count:
            if self.shown is not None and line not in self.shown:
                end = min((n for n in self.shown if n > line), default=self.count + 1)
                yield f'<p class="gap">原文过长，此处略去第 {line}–{end - 1} 行</p>'
                line = end
            elif line in self.rows:
                last = self.last[self.rows[line].table]
                yield f'<div class="grid" tabindex="0"><table>{"".join(self._table(line, last))}</table></div>'
                line = last + 1
            else:
                yield self._text(line)
                line += 1

    def _shown(self) -> set[int] | None:
        """The lines to show of a source that is too long to be shown whole, whole tables included."""
        if len(self.source.text) <= MAX_SHOWN:
            return None
        near = {n for line in (1, *self.marks) for n in range(line - _AROUND, line + _AROUND + 1)}
        near |= {n for p in self.rows.values() if p.first in near for n in range(p.first, self.last[p.table] + 1)}
        return {n for n in near if 1 <= n <= self.count}

    def _text(self, line: int) -> str:
        start, end = self._span(line)
        level = self.headings.get(line)
        kind = f"l h{min(level, 4)}" if level else "l" if self.source.text[start:end].strip() else "l blank"
        return f'<p class="{kind}">{_number(line)}{self._marked(start, end, [line])}</p>'

    def _table(self, line: int, last: int) -> Iterator[str]:
        width = self.width[self.rows[line].table]
        while line <= last:
            printed = self.rows.get(line)
            if printed is None:
                start, end = self._span(line)
                text = self._marked(start, end, [line]) if set(self.source.text[start:end]) - {*"|-: "} else ""
                yield f'<tr><th>{_number(line)}</th><td colspan="{width}" class="loose">{text}</td></tr>'
                line += 1
            else:
                lines = range(line, printed.last + 1)
                numbers = "".join(map(_number, lines))
                yield f"<tr><th>{numbers}</th>{self._cells(printed.row, lines)}</tr>"
                line = printed.last + 1

    def _cells(self, row: Row, lines: Sequence[int]) -> str:
        cells = []
        for n, cell in enumerate(row.cells):
            number = is_number(cell.text) or cell.text.endswith("%")
            # what stands first names the row, also where it is a code
            kind = f' class="{"num" if n else "first"}"' if number else ""
            cells.append(f"<td{kind}>{self._marked(cell.place.start, cell.place.end, lines)}</td>")
        return "".join(cells)

    def _span(self, line: int) -> tuple[int, int]:
        starts = self.source.line_starts
        return starts[line - 1], (starts[line] - 1 if line < self.count else len(self.source.text))

    def _marked(self, start: int, end: int, lines: Iterable[int]) -> str:
        """Characters of the source, escaped, with those that are cited in ``<mark>``."""
        end = min(end, start + _LINE)
        over = [m for line in lines for m in self.marks.get(line, ()) if m.start < end and start < m.end]
        edges = {start, end, *(p for m in over for p in (m.start, m.end) if start < p < end)}
        text = self.source.text
        return "".join(
            _piece(text[a:b], [m for m in over if m.start <= a and b <= m.end]) for a, b in pairwise(sorted(edges))
        )


def _piece(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return escape(text)
    findings = sorted({m.finding for m in marks})
    gravest = min(marks, key=lambda m: m.finding).severity
    exact = sorted({m.finding for m in marks if m.exact})
    figure = f' data-x="{" ".join(map(str, exact))}"' if exact else ""
    return f'<mark class="{gravest}" data-f="{" ".join(map(str, findings))}"{figure}>{escape(text)}</mark>'


def _number(line: int) -> str:
    return f'<a class="n" id="L{line}" href="#L{line}">{line}</a>'


def _rows(report: Report) -> dict[int, _Printed]:
    """Rows that can be shown as such, by first line: alone on their lines, and nothing but separators around cells."""
    found: list[_Printed] = []
    used: dict[int, int] = defaultdict(int)
    for number, (_, table) in enumerate(report.tables):
        for row in table.rows:
            first = report.source.line_of(row.place.start)
            last = report.source.line_of(max(row.place.start, row.place.end - 1))
            for line in range(first, last + 1):
                used[line] += 1
            if _is_grid(row, report.source):
                found.append(_Printed(row, number, first, last))
    return {p.first: p for p in found if all(used[line] == 1 for line in range(p.first, p.last + 1))}


def _is_grid(row: Row, source: Source) -> bool:
    """Whether the cells of a row, in order, hold all of its text."""
    at, between = row.place.start, ""
    for cell in row.cells:
        if cell.place.start < at:
            return False
        between += source.text[at : cell.place.start]
        at = cell.place.end
    between += source.text[at : row.place.end]
    return bool(row.cells) and set(between) <= _SEPARATORS


def _extents(rows: Iterable[_Printed]) -> tuple[dict[int, int], dict[int, int]]:
    """The last line of each table, and how many cells its widest row has."""
    last: dict[int, int] = defaultdict(int)
    width: dict[int, int] = defaultdict(int)
    for printed in rows:
        last[printed.table] = max(last[printed.table], printed.last)
        width[printed.table] = max(width[printed.table], len(printed.row.cells))
    return last, width
