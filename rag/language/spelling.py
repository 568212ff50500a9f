"""Slips of the pen: a word in a question that differs from a known one by a character is read as that one.

Long names may differ by any character. Short words must sound alike (预算 and 遇算), as slips of a pinyin keyboard do.
Only what nothing else explains is looked at, and nothing that makes a word of the dictionary as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import asking_words, measures, question_words, standard_names
from extractors.vocabulary.rows import row_words
from extractors.vocabulary.units import unit_words
from rag.holdings.lookup import FactIndex, Subject
from rag.text.sounds import readings, sound_alike

#: lengths of names that may differ by any character, and of words that must sound alike
_NAMES, _SOUNDS = range(14, 3, -1), range(6, 1, -1)
#: from this length on, a name is so particular that one strange character is a slip whatever words it makes
_PARTICULAR = 7
#: from so many characters on a name with one of them wrong is beyond doubt where that one sounds right
_LONG = 5
#: the shortest name of an expense that sounds like no other one
_EXPENSE = 3
#: characters that join words rather than make names: one of them in place of another character is no slip
_JOINING = frozenset("占的了有是在那这只和与及几吗呢很就都也共为被把给每各该其从比中里上下不没未年月日个元万亿")
_NOUN = re.compile(r"(费|款|支出|收入|经费|采购|人员|工资|奖金|编制|资金|开支|拨款|总额|得分|公车|三公|开销)$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: a body that is only pointed at
_THIS_BODY = re.compile("(?:[这那本该我全]|[这那哪]个)[局委厅办院处校会部]$")
#: characters that ask for somebody
_ASKS_WHO = frozenset("谁哪")
#: so many characters at its beginning tell a name
_BEGUN = 3
#: reports whose names are held against a question
_MOST_REPORTS = 20

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
    found: list[Slip] = []
    indexes = indexes[:_MOST_REPORTS]
    left = _unexplained(text, subjects)
    for find in (_misnamed, _misheard):
        if left:
            more = find(text, left, subjects, indexes)
            found += more
            left -= {i for slip in more for i in range(slip.start, slip.end)}
    return sorted(found, key=lambda s: s.start)


def corrected(text: str, found: Iterable[Slip]) -> str:
    """A text with its slips put right; every place stays what it was."""
    for slip in found:
        text = text[: slip.start] + slip.meant + text[slip.end :]
    return text


#: one of several, by what it is counted in: 一笔支出 is no 一共支出
_COUNTER = re.compile("[一两几每这那哪某][笔项块类种样宗]")


def _unexplained(text: str, subjects: Sequence[Subject]) -> set[int]:
    """The places of characters that belong to no word of asking and to no name."""
    known = {i for s in subjects if not s.generic for i in range(s.start, s.end)}
    for match in _asking_pattern().finditer(text):
        known |= set(range(*match.span()))
    for match in unit_words().asked.finditer(text):  # 多少家: whatever a counter and the word behind it sound like
        known |= set(range(*match.span()))
    for match in _COUNTER.finditer(text):
        known |= set(range(*match.span()))
    return {i for i, c in enumerate(text) if i not in known and _HAN.match(c) and c not in _JOINING}


@lru_cache(maxsize=1)
def _asking_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, asking_words()), key=len, reverse=True)))


def _misnamed(text: str, left: set[int], subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Slip]:
    """Names of four characters or more with one character wrong."""
    taken = {i for s in subjects if not s.generic for i in range(s.start, s.end)}
    maps = [_known_gaps(), *map(_gaps_of, indexes)]
    found: list[Slip] = []
    for size in _NAMES:
        for start in range(len(text) - size + 1):
            span = set(range(start, start + size))
            if taken & span or not left & span:
                continue
            meant = _meant(text[start : start + size], maps)
            place = start + _first_apart(text[start : start + size], meant) if meant else -1
            if not meant or {text[place], meant[place - start]} <= row_words().grades.keys():
                continue  # 优的项目 are no 良的项目
            if place == start + size - 1 and _begins_name(text[place : place + _BEGUN], indexes):
                continue  # 第一初级中学|教学楼: the character is the first of another name
            if text[place] in _ASKS_WHO:
                continue  # 谁的收入 is none of 别的收入
            if place == start >= _BEGUN - 1 and _is_printed(text[start - _BEGUN + 1 : start + 1], indexes):
                continue  # 第一中学|的收入: it is the last of a name
            if place == start and _THIS_BODY.search(text[: place + 1]):
                continue  # 这个局|的收入: a body is meant
            # what sounds right is a slip although it is or makes a word of its own: 物业管里费, 住房公基金
            alike = sound_alike(text[place], meant[place - start])
            sure = alike and (size >= _LONG or place in left)
            if sure or (place in left and (size >= _PARTICULAR or _strange(text, place, left))):
                found.append(Slip(start, start + size, text[start : start + size], meant))
                taken |= span
    return found


def _begins_name(begun: str, indexes: Sequence[FactIndex]) -> bool:
    """Whether so many characters stand at the beginning of a name that a report has."""
    keys = (key for index in indexes for key in (*index.by_key, *index.plain.projects))
    return len(begun) == _BEGUN and any(name_key(key).startswith(begun) for key in keys)


def _is_printed(piece: str, indexes: Sequence[FactIndex]) -> bool:
    """Whether a name that a report prints has so many characters in it."""
    return any(piece in key for index in indexes for key in index.by_key)


#: the last characters of the names of bodies
_BODY_ENDS = set("所局站院馆队校园处科股室")


def _misheard(text: str, left: set[int], subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Slip]:
    """Words of asking and short names with characters that only sound right."""
    found: list[Slip] = []
    taken: set[int] = set()
    known = list(_asking_pattern().finditer(text))
    for size in _SOUNDS:
        for start in range(len(text) - size + 1):
            span = set(range(start, start + size))
            word = text[start : start + size]
            if taken & span or not left & span or not all(map(_HAN.match, word)):
                continue
            if any(_cuts(start, start + size, match.span()) for match in known):
                continue
            meant = _sounding_like(word)
            if meant is None or any(word in key for index in indexes for key in index.by_key):
                continue
            apart = {start + i for i in range(size) if word[i] != meant[i]}
            if start + size - 1 in apart and word[-1] in _BODY_ENDS:
                continue  # 市场监督管理所 ends as the names of bodies do
            # 差率费: with the ending of an expense the whole is a name, whatever word a piece of it makes
            named = size >= _EXPENSE and word[-1] == meant[-1] == "费"
            strange = named or all(_strange(text, place, left) for place in apart)
            if start not in apart and _ends_word(text, start):
                continue  # 治理|要做: the first character is the end of a word that is right as it stands
            if apart <= left and strange and 2 * len(apart) <= size:
                found.append(Slip(start, start + size, word, meant))
                taken |= span
    return found


def _cuts(start: int, end: int, word: tuple[int, int]) -> bool:
    """Whether a span parts a word in two."""
    return (word[0] < start < word[1] and end > word[1]) or (word[0] < end < word[1] and start < word[0])


def _ends_word(text: str, place: int) -> bool:
    """Whether a character makes a word of the dictionary with the one before it."""
    from rag.text.chunks import is_word

    return place > 0 and is_word(text[place - 1 : place + 1])


def _sounding_like(word: str) -> str | None:
    """The one known word that sounds like a word; None where there is none, or several."""
    alike = {w for sounds in _sounds_of(word) for w in _by_sound().get(sounds, ())} - {word}
    near = {w for w in alike if sum(a != b for a, b in zip(w, word, strict=True)) == 1} or alike
    return next(iter(near)) if len(near) == 1 else None


@lru_cache(maxsize=1)
def _by_sound() -> Mapping[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    names = {n for n in _known_names() if 3 <= len(n) <= _SOUNDS[0]}
    asking = {w for w in asking_words() if len(w) >= 3 and not _JOINING & set(w)}
    for word in {*question_words().common, *names, *asking}:
        if all(map(_HAN.match, word)):
            for sounds in _sounds_of(word):
                found[sounds].add(word)
    return found


def _sounds_of(word: str) -> list[tuple[str, ...]]:
    """How a word may be read: its usual reading, and the others of one character at a time."""
    of_each = [readings(c) for c in word]
    usual = tuple(r[0] for r in of_each)
    others = [(*usual[:i], r, *usual[i + 1 :]) for i, rs in enumerate(of_each) for r in rs[1:]]
    return [usual, *others]


def _meant(word: str, maps: Sequence[Gaps]) -> str | None:
    """The one known name that a word differs from by one character; None where there is none or several."""
    if any(c in "|()（）,，。？?“”" or c.isdigit() for c in word):
        return None
    near: set[str] = set()
    for gaps in maps:
        for place in range(len(word)):
            name = gaps.get((word[:place] + word[place + 1 :], place))
            if name == word:
                return None
            if name is not None:
                near.add(name)
    return next(iter(near)) if len(near) == 1 else None


def _first_apart(word: str, meant: str) -> int:
    return next(i for i, c in enumerate(meant) if word[i] != c)


def _strange(text: str, place: int, left: set[int]) -> bool:
    """Whether a character makes no word of the dictionary with its neighbours that nothing else explains."""
    from rag.text.chunks import is_word

    spans = ((a, b) for a in range(max(0, place - 3), place + 1) for b in range(place + 1, place + 4) if b - a >= 2)
    return not any(left >= set(range(a, b)) and is_word(text[a:b]) for a, b in spans)


def _gaps(names: Iterable[str]) -> Gaps:
    found: dict[tuple[str, int], str] = {}
    for name in names:
        if _NAMES[-1] <= len(name) <= _NAMES[0] and not any(c.isdigit() for c in name):
            for place in range(len(name)):
                found.setdefault((name[:place] + name[place + 1 :], place), name)
    return found


@lru_cache(maxsize=1)
def _known_gaps() -> Gaps:
    return _gaps(_known_names())


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    """The names that the vocabulary knows: measures, the ways of asking for them, 科目 and everyday words."""
    asked = {name_key(w) for m in measures().values() for w in (m.name, *m.printed, *filter(_NOUN.search, m.asked))}
    return frozenset({*asked, *standard_names(), *(name_key(a) for a in question_words().aliases)})


def _gaps_of(index: FactIndex) -> Gaps:
    """The names that a report prints."""
    if index.gaps is None:
        index.gaps = _gaps(index.by_key)
    return index.gaps
