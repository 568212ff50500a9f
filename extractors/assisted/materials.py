"""What a model is given to read: pieces of the source as they stand there, numbered, by the sections of the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.assisted.quoting import Span
from extractors.llm import estimate
from extractors.report import Report, Section
from extractors.text import name_key

#: headings whose section only repeats others
_PASSED_OVER = frozenset({"toc"})
#: a section so like the words of what is looked for is given
_ALIKE = 2
#: the first lines of a piece are repeated above each part it is cut into, so that a table keeps its header
_HEAD_LINES = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the source under its number; ``head`` is a span given above it because it was cut off from there."""

    number: int
    title: str
    span: Span
    section: Section
    head: Span | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.head, self.span) if self.head else (self.span,)


def passages(report: Report) -> list[Passage]:
    """All sections of a report that hold anything, in reading order."""
    found: list[Passage] = []
    for section in report.sections:
        if section.key in _PASSED_OVER or not section.blocks:
            continue
        begins = [section.place.start, *(b.place.start for b in section.blocks)]
        ends = [section.place.end, *(b.place.end for b in section.blocks)]
        title = "/".join(section.path) or "封面"
        found.append(Passage(len(found) + 1, title, Span(min(begins), max(ends)), section))
    return found


def told(report: Report, given: Iterable[Passage]) -> str:
    """Passages as a model reads them. What stands in them is material, marked off from what is asked."""
    parts = []
    for passage in given:
        text = "\n".join(report.source.text[s.start : s.end].strip("\n") for s in passage.spans)
        parts.append(f"<<<材料 {passage.number}：{passage.title}>>>\n{text}\n<<<材料 {passage.number} 完>>>")
    return "\n\n".join(parts)


def size(report: Report, given: Iterable[Passage]) -> int:
    """How many tokens passages have, estimated."""
    return estimate(told(report, given))


def of_keys(every: Sequence[Passage], keys: Iterable[str]) -> list[Passage]:
    """The passages of sections and tables by what they are (``general_budget``, ``GK05``)."""
    wanted = set(keys)
    return [p for p in every if p.section.key in wanted or wanted & {t.key for t in p.section.tables}]


def alike(report: Report, every: Sequence[Passage], words: str, most: int) -> list[Passage]:
    """The passages that share most with some words, as many as fit into ``most`` tokens, in reading order."""
    wanted = _pairs(words)
    scored = []
    for passage in every:
        own = _pairs(passage.title) | _pairs(report.source.text[passage.span.start : passage.span.end])
        shared = wanted & own
        in_title = len(wanted & _pairs(passage.title))
        if len(shared) >= min(_ALIKE, len(wanted)):
            scored.append((len(shared) + 2 * in_title, -passage.number, passage))
    chosen: list[Passage] = []
    left = most
    for _, _, passage in sorted(scored, key=lambda s: s[:2], reverse=True):
        needed = size(report, [passage])
        if needed <= left:
            chosen.append(passage)
            left -= needed
    return sorted(chosen, key=lambda p: p.number)


def halves(report: Report, given: Sequence[Passage]) -> tuple[list[Passage], list[Passage]] | None:
    """Passages in two parts of about one size; None for what cannot be parted: one short piece."""
    if len(given) > 1:
        middle = len(given) // 2
        return list(given[:middle]), list(given[middle:])
    if not given:
        return None
    span, text = given[0].span, report.source.text
    middle = text.rfind("\n", span.start, (span.start + span.end) // 2)
    head = _head(text, span)
    if middle <= head.end:
        return None
    first = replace(given[0], span=Span(span.start, middle + 1))
    return [first], [replace(given[0], span=Span(middle + 1, span.end), head=given[0].head or head)]


def _head(text: str, span: Span) -> Span:
    """The first lines of a piece."""
    end = span.start
    for _ in range(_HEAD_LINES):
        found = text.find("\n", end, span.end)
        if found < 0:
            break
        end = found + 1
    return Span(span.start, end)


def _pairs(words: str) -> set[str]:
    key = name_key(words)
    return {key[i : i + 2] for i in range(len(key) - 1)}
