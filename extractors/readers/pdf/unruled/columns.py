"""The columns of a table without ruled lines: by what stands above one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.readers.pdf.unruled.fragments import DIGITS, ORDER, SUBJECT, Fragment, is_label
from extractors.readers.pdf.unruled.headings import headings_of, is_group
from extractors.readers.pdf.unruled.parts import Column, column_at, held

#: room between a column of whole codes and that of codes without their zero, in the size of a character
_BESIDE = 2.0


def columns_of(rows: Sequence[Sequence[Fragment]]) -> list[Column] | None:
    """The columns that the fragments of rows make; None where two of a row stand in one.

    The label of a total may be centred over the columns of the codes and names above it, and makes none.
    """
    return _clear_columns([[f for f in row if not is_label(f)] for row in rows]) or _clear_columns(rows)


def _clear_columns(rows: Sequence[Sequence[Fragment]]) -> list[Column] | None:
    fragments = sorted((f for row in rows for f in row), key=lambda f: f.left)
    columns: list[Column] = []
    for fragment in fragments:
        if columns and fragment.left < columns[-1].right - 0.5:
            columns[-1].right = max(columns[-1].right, fragment.right)
        else:
            columns.append(Column(fragment.left, fragment.right))
    for row in rows:
        at = [column_at(columns, f) for f in row]
        if any(a == b for a, b in pairwise(at)):
            return None
    columns = _with_short_codes(columns, rows)
    named = False
    for column in columns:
        own = held(column, fragments)
        codes = SUBJECT if named else DIGITS
        figures = [f for f in own if f.number and not codes.match(f.text)]
        column.figures = len(figures) * 2 >= len(own) and bool(figures)
        named = named or not any(f.number for f in own)
    return columns if len(columns) >= 2 else None


def _with_short_codes(columns: Sequence[Column], rows: Sequence[Sequence[Fragment]]) -> list[Column]:
    """The columns with those made one whose parts of codes stand apart only because some lost their zero (5 for 05)."""
    fragments = [f for row in rows for f in row]
    made: list[Column] = []
    for column in columns:
        near = bool(made) and column.left - made[-1].right < _BESIDE * fragments[0].glyphs[0].size
        if near and {_digits(made[-1], fragments), _digits(column, fragments)} == {1, 2}:
            both = [row for row in rows if held(made[-1], row) and held(column, row)]
            if not both:
                made[-1] = Column(made[-1].left, column.right)
                continue
        made.append(column)
    return made


def _digits(column: Column, fragments: Sequence[Fragment]) -> int:
    """How many digits the parts of codes in a column have; 0 where they are none, or have now one and now two."""
    lengths = {len(f.text) if ORDER.match(f.text) else 0 for f in held(column, fragments)}
    return lengths.pop() if len(lengths) == 1 else 0


def under_heads(columns: list[Column], pieces: Sequence[Fragment], rows: Sequence[Sequence[Fragment]]) -> list[Column]:
    """Columns whose cells stand now left, now right, made one where headings begin where their columns do."""
    heads = sorted(headings_of(pieces), key=lambda h: h.left)
    if not heads or len(columns) <= len(heads) or any(is_group(h, heads) for h in heads):
        return columns
    lefts = [h.left for h in heads]
    under: list[list[Column]] = [[] for _ in heads]
    for column in columns:
        n = max((n for n, left in enumerate(lefts) if left <= column.left + 1), default=0)
        if n + 1 < len(lefts) and column.right > lefts[n + 1]:
            return columns
        under[n].append(column)
    merged = [
        Column(min(c.left for c in own), max(c.right for c in own), all(c.figures for c in own)) for own in under if own
    ]
    for row in rows:
        at = [column_at(merged, f) for f in row]
        if any(a == b for a, b in pairwise(at)):
            return columns
    return merged
