"""Finding in a source what is quoted from it, width and white space aside: exactly there, or not at all."""

from __future__ import annotations

import bisect
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.text import SPACE, fold, fold_width

#: a quote of fewer characters may stand anywhere by chance
SHORTEST = 2
#: so many places of one quote are looked at
_MOST = 50
_NUMBER = re.compile(r"(?<![\d.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open span of the source text."""

    start: int
    end: int


class Quotable:
    """A source text in which quotes are looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = [i for i, char in enumerate(text) if not SPACE.match(char)]
        self._folded = fold_width("".join(text[i] for i in kept))
        self._offsets = array("L", kept)

    def places(self, quote: str, within: Span) -> list[Span]:
        """Where a quote stands inside a span, in reading order."""
        key = fold(quote)
        if len(key) < SHORTEST:
            return []
        begin = bisect.bisect_left(self._offsets, within.start)
        end = bisect.bisect_left(self._offsets, within.end)
        found: list[Span] = []
        at = self._folded.find(key, begin, end)
        while at >= 0 and len(found) < _MOST:
            found.append(Span(self._offsets[at], self._offsets[at + len(key) - 1] + 1))
            at = self._folded.find(key, at + 1, end)
        return found

    def numbers(self, span: Span) -> Iterator[tuple[int, Decimal]]:
        """The numbers printed in a span, each with the offset at which it begins; never one across a tab or line."""
        for piece in re.finditer(r"[^\t\n|]+", self.text[span.start : span.end]):
            begin = span.start + piece.start()
            kept = [i for i, char in enumerate(piece.group()) if not SPACE.match(char)]
            folded = fold_width("".join(piece.group()[i] for i in kept)).replace("，", ",")
            for match in _NUMBER.finditer(folded):
                yield begin + kept[match.start()], Decimal(match.group().replace(",", ""))
