"""Loader of ``units.yaml``: counting words (量词) and units of measure, and which of them are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import chain
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from extractors.vocabulary.files import load_yaml

#: what a unit tells: a number of things, an extent, a share, points of a score, or how many times
Kind = Literal["things", "extent", "percent", "score", "times"]
_NUMBERS: tuple[Kind, ...] = ("things", "extent")
_SCALES = "万亿"
#: behind 多少 and 几; 几个人 asks for 人, 几万亩 for 亩
_ASKS = "(?:多少|几)"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(_Data):
    """A unit: what it counts or measures, how else it is printed, and the unit of which it is a finer word.

    ``not_before`` is what follows where it is the beginning of a word instead (支 in 多少支出).
    """

    counts: str
    kind: Kind = "things"
    of: str | None = None
    spelled: tuple[str, ...] = ()
    not_before: str = ""

    @field_validator("not_before")
    @classmethod
    def _as_pattern(cls, words: str) -> str:
        try:
            re.compile(words)
        except re.error as error:
            raise ValueError(f"no expression: {words} ({error})") from None
        return words


#: what parts the names of a unit that has two: 件(组), 台/套
_EITHER = re.compile(r"[()（）/]")


class UnitWords(_Data):
    """All units, the families of like ones, and the sets of them that a rule means."""

    units: dict[str, Unit]
    alike: tuple[tuple[str, ...], ...]
    measures: dict[str, tuple[str, ...]]
    sets: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _names_known_units(self) -> Self:
        for place, names in (("alike", chain(*self.alike)), *self.sets.items()):
            if unknown := set(names) - set(self.units):
                raise ValueError(f"{place}: no such unit: {'、'.join(sorted(unknown))}")
        if unknown := {u.of for u in self.units.values() if u.of} - set(self.units):
            raise ValueError(f"of: no such unit: {'、'.join(sorted(unknown))}")
        finer = {n for family in self.alike for n in family if self.units[n].of}
        if finer:  # they are like what they are a finer word for, so that an entry of theirs would be overlooked
            raise ValueError(f"alike: {'、'.join(sorted(finer))}: name the unit it is of")
        if twice := {p for p in self._printed if self._printed.count(p) > 1}:
            raise ValueError(f"spelled: of two units: {'、'.join(sorted(twice))}")
        if unknown := set(chain(*self.measures.values())) - set(self.units):
            raise ValueError(f"measures: no such unit: {'、'.join(sorted(unknown))}")
        return self

    @cached_property
    def _printed(self) -> list[str]:
        return [p for name, unit in self.units.items() for p in (name, *unit.spelled)]

    @cached_property
    def counters(self) -> tuple[str, ...]:
        """The units of numbers of things and of extents; a share, a score and a multiple are no such numbers."""
        return tuple(name for name, unit in self.units.items() if unit.kind in _NUMBERS)

    @cached_property
    def measured(self) -> re.Pattern[str]:
        """How a question asks for an extent by an adjective (多大), as the group ``by``; 多长时间 asks for none."""
        return re.compile(rf"(?<![幅力度])(?:有|是|约)?多(?P<by>[{''.join(self.measures)}])(?!时间|久|期|[率概型量额])")

    def of_kind(self, *kinds: Kind) -> frozenset[str]:
        """The units of some kinds, in every way they are printed."""
        return frozenset(p for n, u in self.units.items() if u.kind in kinds for p in (n, *u.spelled))

    @cached_property
    def finer(self) -> tuple[str, ...]:
        """The units that are a finer word for another (人次, 场次)."""
        return tuple(name for name, unit in self.units.items() if unit.of)

    def of_set(self, name: str) -> frozenset[str]:
        """The units of a named set."""
        return frozenset(self.sets[name])

    def spellings(self, names: Iterable[str]) -> list[str]:
        """Some units in every way they are printed, the longest first, so that 人次 is not taken for 人."""
        found = dict.fromkeys(p for name in names for p in (name, *self.units[name].spelled))
        return sorted(found, key=len, reverse=True)

    def pattern(self, names: Iterable[str], guarded: bool = True) -> str:
        """An expression that matches one of some units.

        ``guarded``: not where it begins a word. A place that ends the text behind the unit anyway needs no guard.
        """
        guards = {p: u.not_before for n, u in self.units.items() for p in (n, *u.spelled) if guarded and u.not_before}
        printed = self.spellings(names)
        bare = [p for p in printed if len(p) == 1 and p not in guards]
        others = [re.escape(p) + (f"(?!{guards[p]})" if p in guards else "") for p in printed if p not in bare]
        return "(?:" + "|".join([*others, *([f"[{''.join(bare)}]"] if bare else [])]) + ")"

    def set_pattern(self, name: str, guarded: bool = True) -> str:
        """An expression that matches one unit of a named set, or of all ``counters``."""
        return self.pattern(self.counters if name == "counters" else self.sets[name], guarded)

    @cached_property
    def asked(self) -> re.Pattern[str]:
        """The unit in which a question asks for a number (多少户, 几个人, 几万亩), as the group ``unit``."""
        names = [*self.counters, "分", "个百分点"]
        scaled = rf"(?:[{_SCALES}](?={self.set_pattern('scaled')}))?"
        return re.compile(rf"{_ASKS}(?:个(?=人)|{scaled})(?P<unit>{self.pattern(names)})")

    def asked_in(self, text: str) -> list[str]:
        """The units in which a question asks for numbers, in its order."""
        return [m.group("unit") for m in self.asked.finditer(text)]

    def kind(self, unit: str | None) -> Kind | None:
        """What a unit tells; of one that is not known, that it counts things. None where there is none."""
        if not unit:
            return None
        known = self.units.get(self.named(unit))
        return known.kind if known else "things"

    def named(self, printed: str) -> str:
        """The name of a unit as it is printed (台（套） of 台套); one that is not known as it stands."""
        return self._names.get(printed, printed)

    def base(self, unit: str) -> str:
        """The unit of which one is a finer word or another spelling (人 of 人次, 台 of 台套), else itself."""
        name = self.named(unit)
        known = self.units.get(name)
        return known.of or name if known else unit

    @cached_property
    def _names(self) -> dict[str, str]:
        return {p: name for name, unit in self.units.items() for p in unit.spelled}

    def unscaled(self, unit: str) -> str:
        """The unit that a number is given in tens of thousands of (人 of 万人), else itself."""
        return unit.lstrip(_SCALES) or unit

    def are_alike(self, unit: str, other: str) -> bool:
        """Whether one and the same thing may be counted in either of two units, by ones or both by 万."""
        if unit[0] == other[0] and unit[0] in _SCALES:
            unit, other = unit[1:] or unit, other[1:] or other
        # 件(组): one or the other
        named, others = ({self.base(n) for n in _EITHER.split(u) if n} for u in (unit, other))
        return any(a == b or any(a in f and b in f for f in self.alike) for a in named for b in others)


@lru_cache(maxsize=1)
def unit_words() -> UnitWords:
    return UnitWords.model_validate(load_yaml("units.yaml"))
