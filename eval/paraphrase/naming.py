"""Names in a question: which department it speaks of, by any way of shortening, and which years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from eval.paraphrase.words import words

_PART = re.compile(r".+?(?:省|自治区|市|自治州|地区|盟|区|县|旗)")
_SUFFIX = re.compile(r"(?:省|市|区|县|旗)$")
_LONGEST = 20
#: bodies that are shortened to their first character
_ENDS = {"委员会": "委", "办公室": "办"}
_HAN = "零一二三四五六七八九"
_YEAR = re.compile(
    r"(?<![\d.])(20\d\d)(?:年度|年(?!度)|(?![\d.年万元个家%]))|(?<![\d.])(\d\d)年度?(?![前来内])"
    r"|(二[〇零][一二三四五六七八九〇零]{2})年度?|(?<![一二三四五六七八九十百〇零])(二[〇零一二三四五六七八九])年度?(?![前来内])"
)
#: after these a year is part of a date or of a span of time, and its form is left alone
_DATED = re.compile(r"^(?:[底末初中]|\d|[一二三四]季|以来|[-—~至到、和与/])")


@dataclass(frozen=True)
class Department:
    """A department as a report names it: 榆岚市松漪区科技和工业信息化局, of the region 榆岚市松漪区."""

    name: str
    region: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(_PART.findall(self.region)) or ((self.region,) if self.region else ())

    @property
    def core(self) -> str:
        return self.name.removeprefix(self.region)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Ways to write the region; all hold its own (last) part, which alone tells it from its neighbours."""
        if not self.parts:
            return ()
        own = self.parts[-1]
        bare = _SUFFIX.sub("", own)
        return tuple(dict.fromkeys([self.region, own, *([bare] if len(bare) > 1 else [])]))

    def is_core(self, text: str) -> bool:
        """Whether a text is the name without its region, or shortened: some of its characters in the same order."""
        ends = [self.core[-1:], *(short for long, short in _ENDS.items() if self.core.endswith(long))]
        if len(text) < 2 or text[-1] not in ends:
            return False
        rest = iter(self.core)
        return all(char in rest for char in text)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names a department."""

    start: int
    end: int
    department: Department
    core: str


@dataclass(frozen=True, slots=True)
class Year:
    """Where a question names a year; ``dated`` where it is part of a date or of a span."""

    start: int
    end: int
    year: int
    dated: bool


@dataclass
class Known:
    """What is known of the reports that questions are asked on: departments, and names that must stay as they are.

    ``cores`` holds, by department, the shortened names that questions are known to use.
    """

    departments: list[Department]
    names: frozenset[str] = frozenset()
    cores: dict[Department, set[str]] = field(default_factory=dict)

    def learn(self, questions: Iterable[str]) -> None:
        """Take the shortened names from questions."""
        for question in questions:
            for mention in self.mentions(question):
                self.cores.setdefault(mention.department, set()).add(mention.core)

    def mentions(self, text: str) -> list[Mention]:
        """The departments that a text names, in order; a name that fits several is none."""
        found = [m for department in self.departments for m in _mentions(text, department)]
        longest = [m for m in found if not any(_covers(o, m) for o in found)]
        places = [(m.start, m.end) for m in longest]
        return sorted((m for m in longest if places.count((m.start, m.end)) == 1), key=lambda m: m.start)

    def forms(self, department: Department) -> Iterator[str]:
        """Other ways to name a department that mean no other one here."""
        for region in department.regions:
            for core in sorted({department.core, *self.cores.get(department, ()), *_shortened(department.core)}):
                form = region + core
                if [(m.department, m.end) for m in self.mentions(form)] == [(department, len(form))]:
                    yield form

    def held(self, text: str) -> list[tuple[int, int]]:
        """Places that must not be reworded: names of the reports and quoted words, but for names of departments."""
        places = [(at, at + len(name)) for name in self.names for at in _places(text, name)]
        places += [m.span() for m in re.finditer(r"《[^》]*》|“(?!三公”)[^”]*”|「[^」]*」", text)]
        called = [(m.start, m.end) for m in self.mentions(text)]
        return [(a, b) for a, b in places if not any(start <= a and b <= end for start, end in called)]


def years(text: str) -> list[Year]:
    """The years of a text, in whatever digits."""
    found = []
    for match in _YEAR.finditer(text):
        full, two, *han = match.groups()
        digits = full or two or "".join(str(_HAN.index(c)) for c in next(h for h in han if h).replace("〇", "零"))
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
        if 2000 <= year <= 2060:
            found.append(Year(match.start(), match.end(), year, bool(_DATED.match(text[match.end() :]))))
    return found


def year_forms(year: int) -> list[str]:
    """The usual ways to write a year."""
    digits = "".join(_HAN[int(d)] for d in str(year))
    return [
        f"{year}年",
        f"{year}年度",
        f"{year % 100:02d}年",
        f"{digits[2:]}年",
        f"{digits}年",
        f"{digits.replace('零', '〇')}年",
    ]


def _mentions(text: str, department: Department) -> Iterator[Mention]:
    for region in department.regions:
        for at in _places(text, region):
            start = at + len(region)
            for end in range(min(len(text), start + _LONGEST), start + 1, -1):
                if department.is_core(text[start:end]):
                    yield Mention(at, end, department, text[start:end])
                    break


def _covers(other: Mention, mention: Mention) -> bool:
    return (other.start, other.end) != (mention.start, mention.end) and (
        other.start <= mention.start and mention.end <= other.end
    )


def _shortened(core: str) -> Iterator[str]:
    for long, short in words().shortened.items():
        if long in core:
            yield core.replace(long, short)


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name) if name else -1
    while at >= 0:
        yield at
        at = text.find(name, at + 1)
