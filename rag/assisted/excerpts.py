"""What a model is given to read for a question: whole sections of a report, the whole report where it fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from extractors.llm import estimate
from rag.holdings.desk import Desk
from rag.text.chunks import Chunk

#: which part of a report is given: all of it, the sections that a search finds, or only the pieces it finds
Context = Literal["auto", "report", "sections", "passages"]

#: a report of more tokens is not given as a whole unless that is asked for
_WHOLE = 24_000
#: how many pieces of a search lead to the sections given, and how many are given where pieces alone are
_FOUND, _PIECES = 12, 5


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of the source of a report under the number by which it is cited."""

    number: int
    doc_id: str
    section: str
    start: int
    end: int
    text: str

    @property
    def told(self) -> str:
        """The piece as a model reads it, marked off from what is asked."""
        return f"<<<材料 {self.number}：{self.section}>>>\n{self.text}\n<<<材料 {self.number} 完>>>"


@dataclass(frozen=True, slots=True)
class Given:
    """The excerpts given for a question, and by which choice."""

    choice: Context
    excerpts: tuple[Excerpt, ...]

    @property
    def told(self) -> str:
        return "\n\n".join(e.told for e in self.excerpts)

    @property
    def tokens(self) -> int:
        return estimate(self.told)


def given(desk: Desk, doc_id: str, question: str, room: int, wanted: Context = "auto") -> Given:
    """What fits into ``room`` tokens of a report for a question.

    A model reads a whole report better than any pieces of it, so it gets all of it where that fits; else the sections,
    whole, that a search by words leads to, the best one first.
    """
    chunks = list(desk.chunks(doc_id))
    source = desk.load_source(doc_id)
    if wanted == "passages":
        found = list(desk.search(question, [doc_id], _PIECES))
        pieces = [(p.section, p.start, p.end) for p in sorted(found, key=lambda p: p.start)]
        return Given("passages", _fitting(doc_id, source, pieces, room))
    sections = _sections(chunks)
    if wanted == "report" or (wanted == "auto" and _size(source, sections) <= min(room, _WHOLE)):
        return Given("report", _fitting(doc_id, source, sections, room))
    found = list(desk.search(question, [doc_id], _FOUND))
    ranked: list[tuple[str, int, int]] = []
    for passage in found:
        own = next((s for s in sections if s[1] <= passage.start < s[2]), None)
        if own is not None and own not in ranked:
            ranked.append(own)
    kept = _kept(source, ranked, room)
    return Given("sections", _fitting(doc_id, source, sorted(kept, key=lambda s: s[1]), room))


def _sections(chunks: Sequence[Chunk]) -> list[tuple[str, int, int]]:
    """The sections of a report with the span of each, in reading order."""
    runs = groupby(sorted(chunks, key=lambda c: c.ordinal), key=lambda c: c.section)
    found = []
    for section, run in runs:
        own = list(run)
        found.append((section, min(c.start for c in own), max(c.end for c in own)))
    return found


def _size(source: str, sections: Iterable[tuple[str, int, int]]) -> int:
    return sum(estimate(source[start:end]) for _, start, end in sections)


def _kept(source: str, ranked: Sequence[tuple[str, int, int]], room: int) -> list[tuple[str, int, int]]:
    """As many of the best sections as fit."""
    kept: list[tuple[str, int, int]] = []
    left = room
    for section in ranked:
        needed = _size(source, [section])
        if needed <= left:
            kept.append(section)
            left -= needed
    return kept


def _fitting(doc_id: str, source: str, spans: Sequence[tuple[str, int, int]], room: int) -> tuple[Excerpt, ...]:
    """Numbered excerpts, up to the room there is."""
    made: list[Excerpt] = []
    left = room
    for section, start, end in spans:
        excerpt = Excerpt(len(made) + 1, doc_id, section, start, end, source[start:end])
        left -= estimate(excerpt.told)
        if left < 0:
            break
        made.append(excerpt)
    return tuple(made)
