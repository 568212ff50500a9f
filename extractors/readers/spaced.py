"""Tables of text dumps whose cells are parted by spaces alone, as they come out of a PDF or a web page.

Nothing marks such a row, so no line is taken for one by itself: lines that stand together make a table where several
of them hold words and numbers side by side and none reads like prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.vocabulary.units import unit_words

_NUMBER = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?%?|[—–-]{1,2}")
_PROSE = re.compile(r"[。；;！？]|[，,：:]\s*$")
#: a unit behind a number that stands alone goes on with a sentence
_UNIT = re.compile(
    rf"^(?:(?:万|亿)?元|[万亿年月日]|{unit_words().set_pattern('in_spaced_text', guarded=False)})"
    r"(?=$|[、，,；;。）)和与及])|^[、，；。]"
)
#: lines above and below tables that belong to no table
_OUTSIDE = re.compile(
    r"^\s*+(?:第[一二三四五六七八九十]+(?:部分|章|节)|注[：:0-9]|备注[：:]|说明[：:]|[-—–－]*+\s*+第?\s*+\d++\s*+页?\s*+[-—–－]*+\s*+$)"
    r"|单位[：:]\s*(?:万元|亿元|元)"
)
#: what begins a heading, unless numbers stand behind its words as in a row
_CHAPTER = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]+[)）])")
_WIDE = re.compile(r"\S+(?: \S+)*")
_NARROW = re.compile(r"\S+")
#: so many rows with words and numbers make a table, so many rows of words stand above them, and so many blank lines
#: may stand between two rows
_LEAST, _HEAD, _GAP = 2, 5, 1
#: a line of so many numbers and nothing else is a row
_BARE = 6


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A line that may be a row: where its cells stand in it, whether it has numbers beside words, and any number."""

    cells: tuple[tuple[int, int], ...]
    strong: bool
    numbered: bool


def rows_in(lines: Sequence[str]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The spans of the cells of every line that is a row of a table parted by spaces, by the number of the line."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    printed = [(n, _line(text)) for n, text in enumerate(lines) if text.strip()]
    for region in _regions(printed):
        wide = _is_wide([lines[n] for n in region])
        for n in region:
            found[n] = tuple(m.span() for m in (_WIDE if wide else _NARROW).finditer(lines[n]))
    return found


def _line(text: str) -> SpacedLine | None:
    """What a line is as a row; None where it can be none."""
    if "\t" in text or "|" in text or _PROSE.search(text) or _OUTSIDE.search(text):
        return None
    spans = [m.span() for m in _NARROW.finditer(text)]
    words = [text[a:b] for a, b in spans]
    numbers = [bool(_NUMBER.fullmatch(w)) for w in words]
    if any(number and _UNIT.match(after) for number, after in zip(numbers, words[1:], strict=False)):
        return None
    strong = (len(words) >= 3 and sum(numbers) >= 2 and not all(numbers)) or (len(words) >= _BARE and all(numbers))
    if not strong and (len(words) < 2 or _CHAPTER.match(text)):
        return None
    return SpacedLine(tuple(spans), strong, any(numbers))


def _regions(printed: Sequence[tuple[int, SpacedLine | None]]) -> Iterator[list[int]]:
    """Lines that stand together and have enough rows among them, without words at the end that no row follows."""
    region: dict[int, SpacedLine] = {}
    last = 0
    for n, line in [*printed, (0, None)]:
        if line is not None and (not region or n - last <= _GAP + 1):
            region[n], last = line, n
            continue
        kept = _trimmed(region)
        if sum(region[k].strong for k in kept) >= _LEAST:
            yield kept
        region, last = ({n: line}, n) if line is not None else ({}, 0)


def _trimmed(region: Mapping[int, SpacedLine]) -> list[int]:
    """A region from its header rows on to the last row with a number."""
    strong = [n for n, line in region.items() if line.strong]
    if not strong:
        return []
    end = max(strong[-1], *(n for n, line in region.items() if line.numbered))
    lines = list(region)
    return [n for n in lines[max(lines.index(strong[0]) - _HEAD, 0) :] if n <= end]


def _is_wide(texts: Sequence[str]) -> bool:
    """Whether two spaces or more part the cells, so that one space may stand inside a cell."""
    rows = [text.strip() for text in texts if len(text.split()) >= 3]
    return sum(len(_WIDE.findall(row)) >= 3 for row in rows) >= 0.8 * len(rows)
