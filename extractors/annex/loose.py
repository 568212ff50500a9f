"""Forms whose grid a conversion lost, into cells: the rows of ``spread``, and the labels above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.annex.words import canonical_column, header_key, is_lead
from extractors.report import Report, Section
from extractors.spread import Line, SpreadRow, all_rows, header_at, lines_of
from extractors.text import name_key, squeeze
from extractors.vocabulary import annex_words

_MARK = re.compile(r"[(（].*$")
_SENTENCE = re.compile(r"[。；;.]$")
_NOTE = re.compile(r"^(?:备注|说明|注)[：:]?")
#: a label is broken over so many short lines at most
_PIECES = 4


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a form and the text beside it or below, with the span of both; ``at`` is where the text begins."""

    label: str
    text: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Loose:
    """A spread form: its labels, the printed names of its columns by canonical name, its rows."""

    labels: list[Labelled]
    columns: dict[str, str]
    rows: list[SpreadRow]


def loose_form(report: Report, section: Section) -> Loose | None:
    """The spread form of a section; None where it is none."""
    rows = all_rows(report, section)
    lines = lines_of(report, section)
    at = header_at(lines)
    if not rows or at is None:
        return None
    printed = [_MARK.sub("", squeeze(token)) for token in lines[at].text.split()]
    columns = {name: text for text in printed if (name := canonical_column(text)) is not None}
    below = [line for line in lines if line.start >= rows[-1].end]
    return Loose([*_fields(lines[:at]), *_goal(lines[:at]), *_closing(below)], columns, rows)


def _fields(lines: list[Line]) -> Iterator[Labelled]:
    """Labels and their values on one line (基本支出总额 476.86 项目支出总额 258.74)."""
    for line in lines:
        tokens = line.text.split()
        at = [n for n, token in enumerate(tokens) if header_key(token) in annex_words().fields]
        if not at or at[0] != 0:
            continue
        for n, after in zip(at, [*at[1:], len(tokens)], strict=True):
            if after > n + 1:
                yield Labelled(tokens[n], "".join(tokens[n + 1 : after]), line.start, line.end, line.start)


def _goal(lines: list[Line]) -> Iterator[Labelled]:
    """A goal told in sentences below its label; what follows the last full stop is the label of the next region."""
    for n, line in enumerate(lines):
        if not is_lead(line.text):
            continue
        last = max((m for m in range(n + 1, len(lines)) if _SENTENCE.search(lines[m].plain)), default=None)
        if last is not None:
            text = "".join(squeeze(x.text) for x in lines[n + 1 : last + 1])
            yield Labelled(squeeze(line.text), text, line.start, lines[last].end, lines[n + 1].start)
            return


def _closing(lines: list[Line]) -> Iterator[Labelled]:
    """Labels below the rows, each broken over short lines, and the text that follows it."""
    found = [(n, k) for n in range(len(lines)) if (k := _label_length(lines, n))]
    for i, (n, k) in enumerate(found):
        end = found[i + 1][0] if i + 1 < len(found) else len(lines)
        note = next((m for m in range(n + k, end) if _NOTE.match(lines[m].plain)), end)
        if note > n + k:
            label, text = ("".join(squeeze(x.text) for x in lines[a:b]) for a, b in ((n, n + k), (n + k, note)))
            yield Labelled(label, text, lines[n].start, lines[note - 1].end, lines[n + k].start)


def _label_length(lines: list[Line], at: int) -> int:
    """Over how many lines the label that begins at a line is broken; 0 where none begins."""
    joined = ""
    for n, line in enumerate(lines[at : at + _PIECES], start=1):
        joined += name_key(line.plain)
        if joined in annex_words().closing:
            return n
    return 0
