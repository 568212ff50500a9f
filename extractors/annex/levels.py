"""The first and second level of each indicator: printed once, they hold for the rows below.

A level in a merged cell may be printed beside a later row of its group than the first. Where the points of two groups
tell so, the rows above the label go to the group they belong to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.annex.placing import Placed
from extractors.annex.regions import Region
from extractors.annex.words import canonical_column, figure, is_blank
from extractors.report import Cell, Row
from extractors.text import squeeze
from extractors.vocabulary import annex_words

_WITH_WEIGHT = re.compile(r"^(?P<name>.+?)[(（](?P<weight>\d+(?:\.\d+)?\s*分)[)）]$")


@dataclass(frozen=True, slots=True)
class Filed:
    """A row with the levels it stands under; ``weight`` is printed for its first level, beside or in its name."""

    row: Row
    placed: Placed
    first: str = ""
    second: str = ""
    labelled: bool = False
    weight: Cell | None = None


def filed(region: Region, rows: list[tuple[Row, Placed]]) -> list[Filed]:
    """Rows of indicators under their levels, in order; totals stand under none."""
    columns = sorted(region.header.levels)
    found: list[Filed] = []
    first = second = ""
    for row, placed in rows:
        words = [(i, squeeze(c.text)) for i, c in placed.before if not figure(c.text) and not is_blank(c.text)]
        if len(columns) >= 2 and len(words) >= 2:
            first, second = words[-2][1], words[-1][1]
        elif len(columns) >= 2 and words and words[0][0] <= columns[0]:
            first, second = words[0][1], ""
        elif words:
            second = words[-1][1]
        figures = [c for _, c in placed.before if figure(c.text)]
        if words and (named := _WITH_WEIGHT.match(first)):
            first, figures = named.group("name"), [Cell(named.group("weight"), row.place)]
        weight = figures[0] if first and len(figures) == 1 else None
        found.append(Filed(row, placed, first, second, bool(words), weight))
    return _settled(region, found)


def _settled(region: Region, rows: list[Filed]) -> list[Filed]:
    """Rows above the label of their group, put into it where the points of both groups come out only so."""
    column = next((i for i, c in region.header.content.items() if canonical_column(c) == "分值"), None)
    starts = [n for n, r in enumerate(rows) if n == 0 or r.first != rows[n - 1].first]
    settled = list(rows)
    for a, b, end in zip(starts, starts[1:], [*starts[2:], len(rows)], strict=False):
        loose = next((n for n in range(b - 1, a, -1) if rows[n].labelled), a) + 1
        for at in range(loose, b):
            if _come_out(rows[a:at], column) and _come_out(rows[at:end], column, rows[b].first):
                own = rows[b]
                settled[at:b] = [replace(r, first=own.first, second=own.second) for r in rows[at:b]]
                break
    return settled


def _come_out(rows: list[Filed], column: int | None, first: str = "") -> bool:
    """Whether the points of rows are those usual for their first level."""
    points = [figure(r.placed.cells[column].text) for r in rows if column is not None and column in r.placed.cells]
    share = annex_words().shares.get(first or rows[0].first)
    return share is not None and sum((p[0] for p in points if p is not None), Decimal(0)) == share
