"""Numbers of things: what a question counts and in what counter, and whether a figure of a report counts the same.

多少册藏书 asks for a number of 藏书 in 册; 多少来宾 for one of 来宾, whatever it is counted in. A noun may begin with a
counter (多少人员): the word splitter tells them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts import MONEY
from extractors.text import fold_width, name_key
from extractors.vocabulary.units import unit_words
from rag.text.chunks import is_word, words

_HOW_MANY = re.compile(r"(?:多少|(?<!哪)几(?!乎|何))(?P<times>[万亿](?!元))?")
#: units that no things are counted in
_NO_COUNTER = re.compile(r"个(?:百分)?点(?![位子])|分(?![类项之成析为])")
#: what counts people, and words for them
_OF_PEOPLE = {"人", "名", "位"}
_PEOPLE = re.compile(r"人|干部|专家|职工|党员|代表|学员|员(?![额会])|[学医]生|[教律医技]师|[读记]者")
#: how many characters may stand between a number and the name of what it counts (112个行政村)
_NEAR = 3
#: so many characters before a number that is asked for say what is counted, where none behind it do (退休人员有几个)
_LED = 10
#: counters with which no name of a thing begins, whatever the dictionary has (层楼, 辆车)
_BEGINS_NONE = {"个", "层", "辆"}
#: 60日 counts days; beside months it is a date, so that it is no unit of the vocabulary
_DAYS = {"日": "天"}
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: where the words for what is counted end
_END = re.compile(r"[^\u4e00-\u9fff]|多少|几|[是有没了还为在给把被吗呢]|分别|一共|总共")
#: what may be said in the place of a thing and names none
_NO_THING = re.compile(r"钱|块|元|万|亿|资金|经费|支出|收入|年|月|左右|以上|以下")


@dataclass(frozen=True, slots=True)
class Counted:
    """One number that is asked for: its counter, what is counted, all that is said up to the comma, and before it."""

    unit: str | None
    thing: str
    told: str
    led: str = ""
    #: all the units that will do, where an adjective asks for an extent (多大)
    units: tuple[str, ...] = ()

    def is_of(self, unit: str | None, behind: str) -> bool:
        """Whether a figure in a unit that is followed by some words counts the thing."""
        near = behind[: len(self.thing) + _NEAR]
        return bool(self.thing) and unit is not None and self.thing in near and self.fits(unit)

    def fits(self, unit: str | None) -> bool:
        """Whether a figure in a unit may count the thing; people are also asked for by 几个."""
        if self.units:
            return unit is not None and any(counts_as(u, unit) for u in self.units)
        if self.unit is None:
            return True
        return counts_as(self.unit, unit) or (
            self.unit == "个" and unit in _OF_PEOPLE and bool(_PEOPLE.search(self.told or self.led))
        )


def counted_in(text: str) -> list[Counted]:
    """The numbers that a question asks for, in order."""
    text = fold_width(text)
    found = []
    for match in _HOW_MANY.finditer(text):
        rest = text[match.end() :]
        unit = _counter(rest) or (match["times"] if not _HAN.match(rest) else None)
        after = rest.removeprefix(unit or "")
        said = re.split(r"[，,。；;？?|]|多少|几", after, maxsplit=1)[0]
        thing = _END.split(after.removeprefix("的"), maxsplit=1)[0]
        # without a thing the word splitter, which takes long to load, is not asked
        thing = max((w for w in words(thing) if thing.startswith(w)), key=len, default="") if thing else ""
        led = name_key(text[max(match.start() - _LED, 0) : match.start()])
        found.append(Counted(unit, "" if _NO_THING.match(thing) else name_key(thing), name_key(said), led))
    return found or _measured_in(text)


def _measured_in(text: str) -> list[Counted]:
    """The extents that a question asks for by an adjective (占地多大)."""
    found = []
    for match in unit_words().measured.finditer(text):
        units = unit_words().measures[match["by"]]
        found.append(Counted(units[0], "", "", name_key(text[max(match.start() - _LED, 0) : match.start()]), units))
    return found


def _counter(text: str) -> str | None:
    """The counter or the unit of a rate or score at the start of a text; None where it begins a noun (人员, 部门)."""
    if match := _NO_COUNTER.match(text):
        return match.group(0)
    match = _counters().match(text)
    if match is None:
        return None
    unit = match.group(0)
    first = max((w for w in words(text[:6]) if text.startswith(w)), key=len, default=unit)
    is_noun = len(first) > len(unit) and unit not in _BEGINS_NONE and is_word(first)
    return None if is_noun else unit


@lru_cache(maxsize=1)
def _counters() -> re.Pattern[str]:
    return re.compile(unit_words().set_pattern("counters"))


def printed_counter() -> str:
    """A pattern of the counters that stand behind numbers in reports."""
    return unit_words().set_pattern("counters")


def counts_as(asked: str, unit: str | None) -> bool:
    """Whether a figure is in the unit asked for, or in one that counts the same; all units of money are one."""
    if unit is None:
        return True
    of_money = asked in MONEY or asked in {"万", "亿"}
    if of_money or unit in MONEY:
        return of_money and unit in MONEY
    asked, unit = (_DAYS.get(u, u) for u in (asked, unit_words().unscaled(unit)))
    return unit_words().are_alike(asked, unit)
