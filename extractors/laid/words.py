"""The lines of a table printed in columns of spaces: each word with its place across the page.

Two measures of that place are in use: programs that know of wide characters count a Chinese one as two columns, those
that dump a PDF count every character as one. Which of them a print follows is seen from its figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.facts import is_number
from extractors.report import Source
from extractors.text import fold

_RUN = re.compile(r"[^\s\u3000]+(?: [^\s\u3000]+)*")
_PIECE = re.compile(r"[^\s\u3000]+")
#: so much room may stand between the characters of a word that is set wide
_SPACED = 4
_PAGE = re.compile(r"^(?:[-·~]+\d{1,4}[-·~]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?)$")
_BARE_PAGE = re.compile(r"^\d{1,4}$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a figure: its span in the source, and the columns from ``left`` up to ``right`` that it takes."""

    text: str
    start: int
    end: int
    left: int
    right: int

    @property
    def number(self) -> bool:
        return is_number(self.text)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line with its words; ``below``: it stands right below the line before, on the same page."""

    words: tuple[Word, ...]
    pieces: tuple[Word, ...]
    start: int
    end: int
    line: int
    page: int
    below: bool

    @property
    def numbers(self) -> list[Word]:
        return [w for w in self.words if w.number]

    @property
    def text(self) -> str:
        return fold("".join(w.text for w in self.words))


def printed_lines(source: Source, first: int, last: int, wide: bool) -> Iterator[PrintedLine]:
    """The lines that are not blank, without the numbers of pages; lines are counted from 1, ``last`` is left out."""
    page, below = 0, False
    for number in range(first, last):
        start = source.line_starts[number - 1]
        end = source.line_starts[number] - 1 if number < len(source.line_starts) else len(source.text)
        text = source.text[start:end]
        if text.startswith("\f"):
            page, below = page + 1, False
            start, text = start + 1, text[1:]
        plain = fold(text)
        if not plain:
            below = False
        elif _PAGE.match(plain) or (_BARE_PAGE.match(plain) and not below and _ends_page(source, number)):
            page, below = page + 1, False
        else:
            pieces, words = _words(text, start, wide)
            yield PrintedLine(words, pieces, start, end, number, page, below)
            below = True


def _ends_page(source: Source, number: int) -> bool:
    """Whether the line below a bare number is blank or begins a page."""
    if number >= len(source.line_starts):
        return True
    start = source.line_starts[number]
    return source.text[start : start + 1] == "\f" or not source.text[start:].split("\n", 1)[0].strip()


def _words(text: str, start: int, wide: bool) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    columns = [0]
    for c in text:
        columns.append(columns[-1] + (_width(c) if wide else 1))

    def word(a: int, b: int) -> Word:
        return Word(text[a:b], start + a, start + b, columns[a], columns[b])

    pieces = tuple(word(*m.span()) for m in _PIECE.finditer(text))
    words: list[Word] = []
    for run in _RUN.finditer(text):
        inside = [p for p in pieces if run.start() <= p.start - start < run.end()]
        for number, piece in enumerate(inside):
            # one space may stand inside a name, but a figure is a cell of its own
            goes_on = number > 0 and not piece.number and not inside[number - 1].number
            if goes_on:
                words[-1] = word(words[-1].start - start, piece.end - start)
            else:
                words.append(piece)
    return pieces, tuple(words)


@lru_cache(maxsize=1 << 13)
def _width(c: str) -> int:
    return 2 if unicodedata.east_asian_width(c) in "WFA" else 1


def whole_words(pieces: Sequence[Word], known: Callable[[str], bool]) -> list[Word]:
    """The words of a heading line, those put together that are one (项 目)."""
    found: list[Word] = []
    at = 0
    while at < len(pieces):
        size = next((n for n in range(min(6, len(pieces) - at), 1, -1) if _is_one(pieces[at : at + n], known)), 1)
        taken = pieces[at : at + size]
        text = "".join(p.text for p in taken)
        found.append(Word(text, taken[0].start, taken[-1].end, taken[0].left, taken[-1].right))
        at += size
    return found


def _is_one(pieces: Sequence[Word], known: Callable[[str], bool]) -> bool:
    """Whether pieces with little room between them make a word that headings use, none of them one by itself."""
    single = all(len(p.text) == 1 for p in pieces)
    near = all(b.left - a.right <= (_SPACED if single else 1) for a, b in pairwise(pieces))
    return near and known("".join(p.text for p in pieces)) and not any(known(p.text) for p in pieces)
