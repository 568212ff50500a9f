"""Slips of the pen: a name in a question that differs from a known one by a single character is read as that one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import measures, question_words, standard_names
from rag.chunks import is_word
from rag.lookup import FactIndex, Subject

#: names shorter than this are corrected only where the vocabulary has them and nothing else was recognised
_LONG = 4
_LENGTHS = range(14, 2, -1)
#: from this length on, a name is so particular that one strange character is a slip whatever words it makes
_PARTICULAR = 7

#: characters that join words rather than make names: one of them in place of another character is no slip
_JOINING = frozenset("的了有是在那这只和与及多少几吗呢很就才都也共为被把给每各该其从比中里上下不没未年月日个")
_NOUN = re.compile(r"(费|款|支出|收入|经费|采购|人员|工资|奖金|编制|资金|开支|拨款|总额|得分|公车|三公|开销)$")
#: names by what is left of them without one character, and the place of that character
Gaps = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip in a question: its span, what is written there and what is meant."""

    start: int
    end: int
    written: str
    meant: str


def slips(text: str, subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Slip]:
    """The slips in a folded question. Nothing inside a name that was recognised is looked at."""
    taken = {i for s in subjects if not s.generic for i in range(s.start, s.end)}
    maps = [(_known_gaps(), True), *((_gaps_of(index), False) for index in indexes[:20])]
    found: list[Slip] = []
    for size in _LENGTHS:
        for start in range(len(text) - size + 1):
            if taken & set(range(start, start + size)):
                continue
            meant = _meant(text[start : start + size], maps, bool(taken))
            if meant and _strange(text, start, meant):
                found.append(Slip(start, start + size, text[start : start + size], meant))
                taken |= set(range(start, start + size))
    return found


def corrected(text: str, found: Iterable[Slip]) -> str:
    """A text with its slips put right; every place stays what it was."""
    for slip in found:
        text = text[: slip.start] + slip.meant + text[slip.end :]
    return text


def _meant(word: str, maps: Sequence[tuple[Gaps, bool]], precise: bool) -> str | None:
    """The one known name that a word differs from by one character; None where there is none or several."""
    if any(c in "|()（）,，。？?“”" or c.isdigit() for c in word):
        return None
    near: set[str] = set()
    for gaps, vocabulary in maps:
        if len(word) < _LONG and (precise or not vocabulary):
            continue
        for place in range(len(word)):
            name = gaps.get((word[:place] + word[place + 1 :], place))
            if name == word:
                return None
            if name is not None:
                near.add(name)
    return next(iter(near)) if len(near) == 1 else None


def _strange(text: str, start: int, meant: str) -> bool:
    """Whether the character that differs belongs to no word of the dictionary as it stands."""
    place = start + next(i for i, c in enumerate(meant) if text[start + i] != c)
    if text[place] in _JOINING:
        return False
    if len(meant) >= _PARTICULAR:
        return True
    spans = ((a, b) for a in range(max(0, place - 3), place + 1) for b in range(place + 1, place + 4) if b - a >= 2)
    return not any(is_word(text[a:b]) for a, b in spans)


def _gaps(names: Iterable[str]) -> Gaps:
    found: dict[tuple[str, int], str] = {}
    for name in names:
        if 3 <= len(name) <= _LENGTHS[0] and not any(c.isdigit() for c in name):
            for place in range(len(name)):
                found.setdefault((name[:place] + name[place + 1 :], place), name)
    return found


@lru_cache(maxsize=1)
def _known_gaps() -> Gaps:
    """The names that the vocabulary knows: measures, the ways of asking for them, 科目 and everyday words."""
    asked = {name_key(w) for m in measures().values() for w in (m.name, *m.printed, *filter(_NOUN.search, m.asked))}
    return _gaps([*asked, *standard_names(), *(name_key(a) for a in question_words().aliases)])


def _gaps_of(index: FactIndex) -> Gaps:
    """The names that a report prints."""
    if index.gaps is None:
        index.gaps = _gaps(index.by_key)
    return index.gaps
