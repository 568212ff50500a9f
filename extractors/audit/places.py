"""The places of a finding: spans of the source, the sides of the comparison they belong to, the very figure in them."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractors.audit.audit import Audit, Failure
from extractors.citation import Citation
from extractors.crosscheck import Verdict
from extractors.facts import Fact
from extractors.report import Report, Row, Source

#: a figure is no longer than this; what is, is text
_LONG = 60


class Side(StrEnum):
    """Which part of a comparison a place belongs to; OTHER is context, or evidence of a verdict without sides."""

    LEFT = "left"
    RIGHT = "right"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """A citation with its span of the source, and the span of the figure where that is certain.

    Both are None where the quote is not found in the source any more.
    """

    citation: Citation
    side: Side
    span: tuple[int, int] | None
    figure: tuple[int, int] | None = None


class Places:
    """Finds the places of the findings of one audit."""

    def __init__(self, audit: Audit) -> None:
        self.report: Report = audit.report
        rows = sorted((row.place.start, row.place.end, n, row) for n, row in enumerate(_all_rows(audit.report)))
        self._rows: list[Row] = [row for *_, row in rows]
        self._starts = [start for start, *_ in rows]
        self._facts: dict[int, list[Fact]] = defaultdict(list)
        for fact in audit.facts:
            if fact.origin != "prose" and (row := self._row(fact)):
                self._facts[row.place.start].append(fact)

    def of(self, failure: Failure) -> list[Place]:
        """The places of a finding, one for each of its citations, in the same order."""
        facts = list(_sided(failure.verdict))
        return [self._place(citation, facts) for citation in failure.finding.evidence]

    def _place(self, citation: Citation, facts: list[tuple[Side, Fact]]) -> Place:
        """The place of a citation by the fact it was made of, each fact used once; else by its words."""
        for n, (side, fact) in enumerate(facts):
            if Citation.of(fact, citation.file) == citation:
                del facts[n]
                if self.report.source.text[fact.start : fact.end] == fact.quote and fact.quote:
                    return Place(citation, side, (fact.start, fact.end), self._figure(fact))
                return Place(citation, side, find_quote(self.report.source, citation))
        return Place(citation, Side.OTHER, find_quote(self.report.source, citation))

    def _row(self, fact: Fact) -> Row | None:
        """The printed row in which a fact stands."""
        at = bisect.bisect_right(self._starts, fact.start) - 1
        row = self._rows[at] if at >= 0 else None
        return row if row is not None and fact.end <= row.place.end else None

    def _figure(self, fact: Fact) -> tuple[int, int] | None:
        """Where the figure of a fact stands in its quote; None where that is not certain."""
        if not fact.raw or fact.raw == fact.quote:
            return None
        if fact.at is not None and (match := _spaced(fact.raw).match(self.report.source.text, fact.at)):
            return match.span()
        row = self._row(fact) if fact.origin != "prose" else None
        return _said_once(fact, self.report.source) if row is None else self._cell(fact, row)

    def _cell(self, fact: Fact, row: Row) -> tuple[int, int] | None:
        """The k-th of the facts of a row with this text is the k-th cell with it, if there are as many of both."""
        same = [f for f in self._facts[row.place.start] if f.raw == fact.raw]
        cells = [cell.place for cell in row.cells if cell.text == fact.raw]
        if len(cells) == 1:
            return cells[0].start, cells[0].end
        at = next((n for n, other in enumerate(same) if other == fact), None)
        if at is None or len(same) != len(cells):
            return None
        return cells[at].start, cells[at].end


def find_quote(source: Source, citation: Citation) -> tuple[int, int] | None:
    """The span of a citation's words: of several places the one nearest to its line."""
    quote, line = citation.quote, citation.line or 0
    starts = [m.start() for m in re.finditer(re.escape(quote), source.text)] if quote else []
    best = min(starts, key=lambda s: abs(source.line_of(s) - line), default=None)
    return None if best is None else (best, best + len(quote))


def _said_once(fact: Fact, source: Source) -> tuple[int, int] | None:
    """The figure in its sentence, where it stands there once and as part of no longer number.

    The source may have white space inside it, which was taken out when the sentence was read.
    """
    if len(fact.raw) > _LONG:
        return None
    pattern = re.compile(rf"(?<![\d.,]){_spaced(fact.raw).pattern}(?!\d|[.,]\d)")
    found = [m.span() for m in pattern.finditer(source.text, fact.start, fact.end)]
    here = [span for span in found if source.line_of(span[0]) == fact.line] if len(found) > 1 else found
    return here[0] if len(here) == 1 else None


def _spaced(raw: str) -> re.Pattern[str]:
    """Printed words, with any white space inside them."""
    return re.compile(r"\s*".join(map(re.escape, raw)))


def _sided(verdict: Verdict) -> Iterator[tuple[Side, Fact]]:
    for side, cells in ((Side.LEFT, verdict.left), (Side.RIGHT, verdict.right), (Side.OTHER, verdict.also)):
        yield from ((side, cell.fact) for cell in cells if cell.fact is not None)
    yield from ((Side.OTHER, fact) for fact in verdict.facts)


def _all_rows(report: Report) -> Iterable[Row]:
    return (row for _, table in report.tables for row in table.rows)


def on_side(places: Sequence[Place], side: Side) -> list[Place]:
    return [place for place in places if place.side is side]
