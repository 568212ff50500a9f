"""Annexed forms whose grid a conversion lost: cells spread over short lines, each row ending in its two values.

Such a form has a header that names a target and an actual value (年初目标值, 实际完成值); every row ends in a line of
exactly two values (100% 100%, 310 亿 310 亿, 相符 相符). The short lines that open a row are its level and its name,
the wider ones below them explain it; a line that is the same in every row is a column of its own and stands before the
values. A row that does not end so is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.report import Report, Section
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import annex_words

_TARGET = re.compile(r"(?:年初|年度)?(?:目标值|指标值)")
_ACTUAL = re.compile(r"(?:实际)?完成值")
_QUANTITY = re.compile(r"^[≥≤>=<]{0,2}(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d.,]{0,4})$")
_OPENS_TEXT = re.compile(r"^[(（\[①-⑳\d反]")
_ENDED = re.compile(r"[。！？；)%]$")
_DOTS = re.compile(r"(?:\.{3,}|…+)$")
_HALF = re.compile(r"[\x21-\x7e“”‘’、，。；：（）]")
_UNITS = {"亿": "亿元", "万": "万元"}
#: a line this wide belongs to the narrow columns of names; the column of explanations is wider
_NARROW = 6.0
#: a line that stands so often is a column of its own, the same in every row
_COMMON = 5
#: a width that comes so often is that of a column
_USUAL = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; ``adjacent`` where no blank line stands before it."""

    text: str
    start: int
    end: int
    adjacent: bool = False

    @property
    def plain(self) -> str:
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One row: its level, name, explanation, kind, target and actual value as printed, and its span in the source.

    ``target`` and ``actual`` are empty where the row was printed without values. ``unread`` holds the values of a
    row that are not two of a kind. ``starts`` tells where its cells begin in the source, by the name of the field.
    """

    name: str
    target: str
    actual: str
    start: int
    end: int
    line: int
    level: str = ""
    explained: str = ""
    kind: str = ""
    unread: tuple[str, ...] = ()
    starts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    """A row as it is gathered line by line."""

    names: list[Line] = field(default_factory=list)
    explained: list[Line] = field(default_factory=list)
    kind: list[Line] = field(default_factory=list)
    values: Line | None = None

    @property
    def lines(self) -> list[Line]:
        return [*self.names, *self.explained, *self.kind, *([self.values] if self.values else [])]

    @property
    def starts(self) -> dict[str, int]:
        """Where the cells begin that are printed; the actual value is the last word of its line."""
        parts = {"explained": self.explained, "kind": self.kind}
        found = {name: lines[0].start for name, lines in parts.items() if lines}
        if self.values is not None:
            gap = max(self.values.text.rstrip().rfind(c) for c in " \t\u3000")
            found |= {"target": self.values.start, "actual": self.values.start + gap + 1}
        return found


def spread_rows(report: Report, section: Section) -> Iterator[SpreadRow]:
    """The rows of a spread form that have a name and two values; nothing where a section is none."""
    for row in all_rows(report, section):
        if row.target and not row.unread:
            yield row


def all_rows(report: Report, section: Section) -> list[SpreadRow]:
    """The rows of a spread form, also those printed without values and those that were not read."""
    lines = lines_of(report, section)
    header = header_at(lines)
    if header is None:
        return []
    body = lines[header + 1 :]
    counts = Counter(line.plain for line in body if len(_tokens(line.text)) == 1)
    common = frozenset(text for text, n in counts.items() if n >= _COMMON)
    gathered = list(_gathered(body, common, _narrow(body)))
    _hand_back(gathered, _wide(body))
    column = _name_width(gathered)
    levels = "二级指标" in lines[header].plain
    rows = (_row(report, row, column if levels else None) for row in gathered)
    return [row for row in rows if row is not None]


def lines_of(report: Report, section: Section) -> list[Line]:
    """The printed lines of a section's prose."""
    lines: list[Line] = []
    for paragraph in section.paragraphs:
        at = paragraph.place.start
        for piece in report.source.text[at : paragraph.place.end].split("\n"):
            stripped = piece.strip()
            if stripped:
                start = at + len(piece) - len(piece.lstrip())
                gap = report.source.text[lines[-1].end : start] if lines else "\n\n"
                lines.append(Line(stripped, start, start + len(stripped), gap.count("\n") == 1))
            at += len(piece) + 1
    return lines


def header_at(lines: list[Line]) -> int | None:
    """Index of the line that names both the target and the actual value; None where there is none."""
    for n, line in enumerate(lines):
        text = line.plain
        if len(text) <= 60 and _TARGET.search(text) and _ACTUAL.search(text):
            return n
    return None


# ---------------------------------------------------------------- lines into rows


def _gathered(lines: list[Line], common: frozenset[str], narrow: float) -> Iterator[_Row]:
    row = _Row()
    for line in lines:
        if _DOTS.search(line.plain):
            row = _Row()  # …… stands for rows that were left out
        elif line.plain in common:
            row.kind.append(line)
        elif bool(row.kind) == bool(common) and _ends_row(line.text, bool(common)):
            row.values = line
            yield row
            row = _Row()
        else:
            if row.kind:
                yield row  # printed without values
                row = _Row()
            named = row.explained or len(line.plain) > 2 * _NARROW or _is_wide(line, narrow)
            (row.explained if named else row.names).append(line)


def _ends_row(text: str, kind_told: bool) -> bool:
    """Whether a line is the values of a row: two of a kind, or two tokens below the column before them."""
    return _pair(text) is not None or _unlike_pair(text) or (kind_told and len(_tokens(text)) == 2)


def _width(text: str) -> float:
    """Width of a text in characters of Chinese; digits, letters and marks count half."""
    plain = squeeze(text)
    return len(plain) - 0.5 * len(_HALF.findall(plain))


def _wide(lines: list[Line]) -> float:
    """Width of the column of explanations: the most common among the wider lines."""
    counts = Counter(w for line in lines if (w := _width(line.text)) >= _NARROW and _pair(line.text) is None)
    return max(counts, key=lambda w: (counts[w], w), default=0.0)


def _narrow(lines: list[Line]) -> float:
    """How wide a line of a name can be: a line of the column of explanations may be short of it by a character."""
    wide = _wide(lines)
    return min(_NARROW, wide - 1.5) if wide > _NARROW else _NARROW


def _is_wide(line: Line, narrow: float) -> bool:
    """Whether a line belongs to the wide column of explanations."""
    tokens = line.text.split()
    justified = len(tokens) >= 4 and sum(len(t) == 1 for t in tokens) >= len(tokens) - 1
    return (_width(line.text) > narrow and len(tokens) == 1) or bool(_OPENS_TEXT.match(line.plain)) or justified


def _hand_back(rows: list[_Row], wide: float) -> None:
    """A page break may leave the last line of an explanation below the values of its row: it is handed back.

    Such a line stands directly below the values, and the explanation above filled its column to the margin.
    """
    for above, row in pairwise(rows):
        if above.values is None or not row.names or not row.names[0].adjacent or len(row.names) < 2:
            continue
        last = above.explained[-1] if above.explained else None
        if last is None or _width(last.text) < wide or _ENDED.search(last.plain):
            continue
        if name_key(row.names[0].plain) not in annex_words().levels and _width(row.names[0].text) < _NARROW - 1:
            above.explained.append(row.names.pop(0))


# ---------------------------------------------------------------- names


def _name_width(rows: list[_Row]) -> float | None:
    """Width of the column of names: the greatest that comes often; None where too few lines show it."""
    counts = Counter(_width(line.text) for row in rows for line in row.names)
    return max((w for w, n in counts.items() if n >= _USUAL and w < _NARROW), default=None)


def _row(report: Report, row: _Row, column: float | None) -> SpreadRow | None:
    if not row.names or not (row.explained or row.values):
        return None
    level, name = _named([line.text for line in row.names], column)
    first, last = min(row.lines, key=lambda x: x.start), max(row.lines, key=lambda x: x.end)
    made = SpreadRow(
        name,
        "",
        "",
        first.start,
        last.end,
        report.source.line_of(first.start),
        level,
        "".join(squeeze(line.text) for line in row.explained),
        "".join(squeeze(line.text) for line in row.kind),
        starts=row.starts,
    )
    if row.values is None:
        return made
    pair = _pair(row.values.text)
    tokens = _tokens(row.values.text)
    if pair is None and not (row.kind and len(tokens) == 2):
        return replace(made, unread=tuple(tokens))
    target, actual = pair or (tokens[0], tokens[1])
    return replace(made, target=target, actual=actual)


def _named(lines: list[str], column: float | None) -> tuple[str, str]:
    """Level and name: the name is the last line with the full ones right above it, the level what stands before.

    A line that holds both has a blank between them. Without a known column all is the name.
    """
    if column is None:
        return "", "".join(squeeze(t) for t in lines)
    at = len(lines) - 1
    while at > 0 and _width(lines[at - 1]) >= column:
        at -= 1
    level, name = "".join(squeeze(t) for t in lines[:at]), "".join(squeeze(t) for t in lines[at:])
    parts = lines[at].split()
    if not level and len(parts) == 2 and at == len(lines) - 1 and not parts[1].isdigit():
        return parts[0], parts[1]
    return level, name


# ---------------------------------------------------------------- values


def _tokens(text: str) -> list[str]:
    """The values on a line; a figure and its unit are one."""
    return re.sub(r"(?<=\d)\s+(?=[^\d\s])", "", fold_spaces(text)).split()


def _pair(text: str) -> tuple[str, str] | None:
    """Target and actual value where a line is just these two, of one kind."""
    tokens = _tokens(text)
    if len(tokens) != 2:
        return None
    a, b = (_QUANTITY.match(t) for t in tokens)
    if (a and b and a.group("unit") == b.group("unit")) or (tokens[0] == tokens[1] and not (a or b)):
        return tokens[0], tokens[1]
    return None


def _unlike_pair(text: str) -> bool:
    """Two values of different kinds on a line (30公里 28家, 100% 已完成, 健全 基本健全): the end of an unread row."""
    tokens = _tokens(text)
    if len(tokens) != 2:
        return False
    a, b = (bool(_QUANTITY.match(t)) for t in tokens)
    return a or b or (max(map(len, tokens)) <= _NARROW and (tokens[0] in tokens[1] or tokens[1] in tokens[0]))


def fold_spaces(line: str) -> str:
    """Width folded, runs of blanks as one."""
    return " ".join(fold(t) for t in line.split())


def quantity(text: str) -> tuple[str, str | None] | None:
    """Number and unit of a value; None for a word."""
    match = _QUANTITY.match(text)
    if not match:
        return None
    unit = match.group("unit")
    return match.group("number"), _UNITS.get(unit, unit) or None


__all__ = ["Line", "SpreadRow", "all_rows", "header_at", "lines_of", "quantity", "spread_rows"]
