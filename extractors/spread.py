"""Annexed forms whose grid a conversion lost: cells spread over short lines, each row ending in its two values.

Such a form has a header that names a target and an actual value (年初目标值, 实际完成值); every row ends in a line of
exactly two like values (100% 100%, 310 亿 310 亿, 相符 相符). The short lines that open a row are its name. A row that
does not end so is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.report import Report, Section
from extractors.text import fold

_TARGET = re.compile(r"(?:年初|年度)?(?:目标值|指标值)")
_ACTUAL = re.compile(r"(?:实际)?完成值")
_QUANTITY = re.compile(r"^[≥≤>=<]{0,2}(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d.,]{0,4})$")
#: a line this short belongs to the narrow columns of names; the column of explanations is wider
_NARROW = 6
#: a line that stands so often is a column of its own, the same in every row
_COMMON = 5
_OPENS_TEXT = re.compile(r"^[(（\[①-⑳\d反]")
_UNITS = {"亿": "亿元", "万": "万元"}


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One row: its name, target and actual value as printed, and the span of its lines in the source."""

    name: str
    target: str
    actual: str
    start: int
    end: int
    line: int


def spread_rows(report: Report, section: Section) -> Iterator[SpreadRow]:
    """The rows of a spread form; nothing where a section is none."""
    lines = list(_lines(report, section))
    header = _header_end([fold(report.source.text[a:b]) for a, b in lines])
    if header is None:
        return
    counts = Counter(fold(report.source.text[a:b]) for a, b in lines)
    common = frozenset(text for text, n in counts.items() if n >= _COMMON)
    held: list[tuple[str, int, int]] = []
    for start, end in lines[header:]:
        text = report.source.text[start:end]
        values = _pair(text)
        if values is None and not _unlike_pair(text):
            held.append((text, start, end))
            continue
        if values is None:
            # the values of a row that cannot be read: its lines must not lend the next row its name
            held = []
            continue
        name = _name([t for t, _, _ in held], common)
        if name:
            first = next(s for t, s, _ in held if fold(t) and name.startswith(fold(t)[:2]))
            yield SpreadRow(name, *values, first, end, report.source.line_of(first))
        held = []


def _lines(report: Report, section: Section) -> Iterator[tuple[int, int]]:
    """Spans of the printed lines of a section's prose."""
    for paragraph in section.paragraphs:
        at = paragraph.place.start
        for piece in report.source.text[at : paragraph.place.end].split("\n"):
            stripped = piece.strip()
            if stripped:
                lead = len(piece) - len(piece.lstrip())
                yield at + lead, at + lead + len(stripped)
            at += len(piece) + 1


def _header_end(lines: list[str]) -> int | None:
    """Index of the line after the one that names both the target and the actual value; None where there is none."""
    return next(
        (n + 1 for n, text in enumerate(lines) if _TARGET.search(text) and _ACTUAL.search(text) and len(text) <= 60),
        None,
    )


def _name(lines: list[str], common: frozenset[str]) -> str:
    """The name of a row: its first short lines, up to the column of explanations.

    ``common`` lines stand in every row (绩效基本型); one that no values followed ends a row printed without values.
    """
    parts: list[str] = []
    named = ended = False
    for line in lines:
        text = fold(line)
        if text in common:
            ended = True
            continue
        if ended or set(text) <= {".", "…"}:
            parts, named, ended = [], False, False
        if set(text) <= {".", "…"}:
            continue
        named = named or len(text) > 2 * _NARROW or _is_wide(line)
        if not named:
            parts.append(text)
    return "".join(parts)


def _is_wide(line: str) -> bool:
    """Whether a line belongs to the wide column of explanations."""
    text = fold(line)
    return (len(text) > _NARROW and " " not in line.strip()) or bool(_OPENS_TEXT.match(text)) or _is_spaced(line)


def _is_spaced(line: str) -> bool:
    """A line of single characters with blanks between: justified text of a wide column."""
    tokens = line.split()
    return len(tokens) >= 4 and sum(len(t) == 1 for t in tokens) >= len(tokens) - 1


def _pair(line: str) -> tuple[str, str] | None:
    """Target and actual value where a line is just these two, of one kind."""
    tokens = re.sub(r"(?<=\d)\s+(?=[^\d\s])", "", fold_spaces(line)).split()
    if len(tokens) != 2:
        return None
    a, b = (_QUANTITY.match(t) for t in tokens)
    if (a and b and a.group("unit") == b.group("unit")) or (tokens[0] == tokens[1] and not (a or b)):
        return tokens[0], tokens[1]
    return None


def _unlike_pair(line: str) -> bool:
    """Two values of different kinds on a line (30公里 28家, 100% 已完成, 健全 基本健全): the end of an unread row."""
    tokens = re.sub(r"(?<=\d)\s+(?=[^\d\s])", "", fold_spaces(line)).split()
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


__all__ = ["SpreadRow", "quantity", "spread_rows"]
