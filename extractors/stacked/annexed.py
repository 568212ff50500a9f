"""Annexed forms whose cells stand one per line: fields, the money, the goals and the indicators with their scores.

A form is told by the headings of its columns. Its rows are cut where the kinds of the columns leave one way only: a
name, values that each column can hold, points. A merged level is printed once, so that the rows below it have none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.annex.words import canonical_column, header_key, holds, is_lead, is_total, is_word, kind_of
from extractors.report import Cell, Row
from extractors.stacked.cells import Piece, blank_after, row_of
from extractors.vocabulary import annex_words, layout

#: so many known headings one after another are those of columns
_HEADINGS = 3
_LEVELS = ("一级指标", "二级指标")
_GOALS = {"预期目标", "实际完成情况"}
#: no cell of a form is longer
_LONGEST = 400

_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|附[件表])")

Cut = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a region: how many levels stand before the name, whether the name has a heading, and the rest."""

    words: tuple[Piece, ...]
    levels: int
    named: bool

    @property
    def values(self) -> tuple[Piece, ...]:
        return self.words[self.levels + self.named :]

    @property
    def remarks(self) -> bool:
        """Whether the last column holds remarks, which a row may lack."""
        return kind_of(self.values[-1].text) == "text"

    @property
    def points(self) -> list[int]:
        """The columns of points, which a total has."""
        return [i for i, p in enumerate(self.values) if kind_of(p.text) in {"weight", "score"}]


def form_rows(pieces: Sequence[Piece]) -> tuple[list[Row], int]:
    """The rows of the form that begins at the first line and where it ends; none where it has no rows of values."""
    rows: list[Row] = []
    at, read = 0, False
    while at < len(pieces):
        size = heading_size(pieces, at)
        lead = int(not size and is_lead(pieces[at].text))
        size = size or (heading_size(pieces, at + 1, len(_GOALS)) if lead else 0)
        if size:
            region = _region(pieces, at, lead, size)
            if region is None:
                break
            below, at = region
            rows += below
            read = True
        elif _is_label(pieces[at]) and at + 1 < len(pieces) and not _is_label(pieces[at + 1]):
            rows.append(row_of([pieces[at].cell, pieces[at + 1].cell]))
            at += 2
        else:
            break
    return (rows, at) if read else ([], 0)


def heading_size(pieces: Sequence[Piece], at: int, least: int = _HEADINGS) -> int:
    """How many headings of columns stand together from a place on; 0 for fewer than make a header."""
    end = at
    while end < len(pieces) and not pieces[end].ends and canonical_column(pieces[end].text) is not None:
        end += 1
    names = [canonical_column(p.text) for p in pieces[at:end]]
    return end - at if end - at >= least and len(set(names)) == len(names) else 0


def _is_label(piece: Piece) -> bool:
    return header_key(piece.text) in annex_words().fields


def _region(pieces: Sequence[Piece], at: int, lead: int, size: int) -> tuple[list[Row], int] | None:
    """The header row of a region with the rows below it; None where they can be cut in several ways, or in none."""
    words = tuple(pieces[at + lead : at + lead + size])
    names = [canonical_column(p.text) for p in words]
    start = at + lead + size
    before = [p.cell for p in pieces[at : at + lead]]
    if set(names) <= _GOALS:
        texts = pieces[start : start + size]
        if len(texts) < size or any(not is_word(p.text) for p in texts) or not _stops(pieces, start + size):
            return None
        blank = [blank_after(texts[0].cell)] if lead else []
        return [row_of([*before, *(p.cell for p in words)]), row_of([*blank, *(p.cell for p in texts)])], start + size
    levels = sum(name in _LEVELS for name in names) if "三级指标" in names else 0
    named = names[levels] in annex_words().names
    columns = _Columns(words, levels, named)
    if not columns.values or tuple(names[:levels]) != _LEVELS[:levels] or not columns.points:
        return None
    cuts = _cuts(pieces, start, columns, {})
    if len(cuts) != 1:
        return None
    rows, end = cuts[0]
    if not rows:
        return None
    if not named:
        before = before or [blank_after(words[0].cell)]
    return [row_of([*before, *(p.cell for p in words)]), *rows], end


def _cuts(
    pieces: Sequence[Piece], at: int, columns: _Columns, known: dict[int, list[tuple[Cut, int]]]
) -> list[tuple[Cut, int]]:
    """The ways to cut what stands from a place on into rows, two at most."""
    if at in known:
        return known[at]
    found: list[tuple[Cut, int]] = []
    if at < len(pieces) and is_total(pieces[at].text):
        if (last := _total(pieces, at, columns)) is not None and _stops(pieces, last[1]):
            found.append(((last[0],), last[1]))
    elif _stops(pieces, at):
        found.append(((), at))
    else:
        for row, end in _ways(pieces, at, columns):
            found += [((row, *rest), last) for rest, last in _cuts(pieces, end, columns, known)]
    known[at] = found[:2]
    return known[at]


def _ways(pieces: Sequence[Piece], at: int, columns: _Columns) -> list[tuple[Row, int]]:
    """The rows that can begin at a place: with so many levels before the name, with remarks or without."""
    ways: list[tuple[Row, int]] = []
    sizes = {len(columns.values), len(columns.values) - int(columns.remarks)}
    for levels in range(columns.levels + 1):
        name = at + levels
        if not all(_is_level(p) for p in pieces[at:name]) or name >= len(pieces) or not is_word(pieces[name].text):
            continue
        if _is_level(pieces[name]) and levels < columns.levels:
            continue
        for size in sizes:
            values = pieces[name + 1 : name + 1 + size]
            if len(values) == size and _hold(columns, values):
                blank = blank_after(pieces[at].cell)
                printed: list[Cell] = [blank] * (columns.levels - levels) + [p.cell for p in pieces[at:name]]
                cells = [*printed, pieces[name].cell, *(p.cell for p in values)]
                cells += [blank_after(cells[-1]) for _ in range(len(columns.values) - size)]
                ways.append((row_of(cells), name + 1 + size))
    return ways


def _is_level(piece: Piece) -> bool:
    key = header_key(piece.text)
    return key.endswith("指标") or key in annex_words().levels


def _hold(columns: _Columns, values: Sequence[Piece]) -> bool:
    """Whether every column can hold the value in its place."""
    kinds = [kind_of(p.text) for p in columns.values]
    fits = all(holds(kind, p.text) and len(p.text) <= _LONGEST for kind, p in zip(kinds, values, strict=False))
    return fits and not any(p.ends or is_total(p.text) for p in values)


def _total(pieces: Sequence[Piece], at: int, columns: _Columns) -> tuple[Row, int] | None:
    """A total: as many figures as the table has columns after the name, or as it has columns of points."""
    end = at + 1
    while end < len(pieces) and holds("rate", pieces[end].text):
        end += 1
    figures = [p.cell for p in pieces[at + 1 : end]]
    places = range(len(columns.values)) if len(figures) == len(columns.values) else columns.points
    if len(places) != len(figures):
        return None
    blank = blank_after(pieces[at].cell)
    cells = [blank for _ in range(columns.levels)] + [pieces[at].cell] + [blank for _ in columns.values]
    if columns.levels:
        cells[0], cells[columns.levels] = cells[columns.levels], cells[0]
    for place, cell in zip(places, figures, strict=True):
        cells[columns.levels + 1 + place] = cell
    return row_of(cells), end


def _stops(pieces: Sequence[Piece], at: int) -> bool:
    """Whether no further row of a region can begin at a place: it is over, or another region begins."""
    if at >= len(pieces) or pieces[at].ends or heading_size(pieces, at):
        return True
    plain = pieces[at].plain
    if plain.endswith(layout().annex_titles) or _HEADING.match(plain):
        return True
    return is_lead(pieces[at].text) or _is_label(pieces[at])
