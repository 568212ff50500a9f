"""The numbers that Word counts itself (一、 （一） 1.): no text of the file has them, and headings are told by them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLACE = re.compile(r"%([1-9])")
#: styles are based on others no deeper
_CHAIN = 20
#: no number with what is printed around it is longer, in characters; letters are said over and over no more often
_LABEL, _LETTERS = 60, 10

#: which list a paragraph belongs to, and at which level of it (from 0)
Listed = tuple[str, int]


@dataclass(slots=True)
class Styles:
    """What the styles of a document say of headings and lists."""

    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        styles = cls()
        for style in root.iter(f"{_W}style") if root is not None else ():
            style_id = style.get(f"{_W}styleId", "")
            styles.names[style_id] = _value(style, "name") or ""
            if parent := _value(style, "basedOn"):
                styles.parents[style_id] = parent
            properties = style.find(f"{_W}pPr")
            if properties is not None:
                if (outline := _level(properties)) is not None:
                    styles.outlines[style_id] = outline
                styles.numbers[style_id] = _listed(properties)
        return styles

    def _chain(self, style_id: str | None) -> list[str]:
        chain: list[str] = []
        at = style_id
        while at and at not in chain and len(chain) < _CHAIN:
            chain.append(at)
            at = self.parents.get(at)
        return chain

    def level(self, style_id: str | None, properties: etree._Element | None) -> int:
        """The level of a heading, from 1; 0 for other paragraphs."""
        own = _level(properties) if properties is not None else None
        if own is not None:
            return own + 1 if own < 9 else 0
        for style in self._chain(style_id):
            if style in self.outlines:
                return self.outlines[style] + 1 if self.outlines[style] < 9 else 0
            if match := _HEADING.match(self.names.get(style, "")):
                return int(match.group(1))
        return 0

    def number(self, style_id: str | None, properties: etree._Element | None) -> Listed | None:
        """The list of a paragraph: its own, or that of its style."""
        num: str | None = None
        level: int | None = None
        if properties is not None:
            num, level = _listed(properties)
        for style in self._chain(style_id):
            own, deep = self.numbers.get(style, (None, None))
            num = own if num is None else num
            level = deep if level is None else level
        return (num, level or 0) if num not in {None, "0"} and num is not None else None


@dataclass(slots=True)
class _Level:
    """How one level of a list counts: from where, in which kind of numbers, and what is printed around them."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each was counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{_W}lvl"):
                levels[_int(level.get(f"{_W}ilvl"))] = _Level(
                    _int(_value(level, "start"), 1),
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                )
            numbering.levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for num in root.iter(f"{_W}num"):
            num_id = num.get(f"{_W}numId", "")
            numbering.lists[num_id] = _value(num, "abstractNumId") or ""
            for override in num.iter(f"{_W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    numbering.overrides.setdefault(num_id, {})[_int(override.get(f"{_W}ilvl"))] = _int(start, 1)
        return numbering

    def label(self, listed: Listed | None) -> str:
        """The number of the next paragraph of a list as Word prints it; "" for none, and for mere marks."""
        if listed is None:
            return ""
        num, depth = listed
        abstract = self.lists.get(num, "")
        level = self.levels.get(abstract, {}).get(depth)
        if level is None or level.kind in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(abstract, [None] * 9)
        if num not in self.begun:
            self.begun.add(num)
            for at, start in self.overrides.get(num, {}).items():
                if 0 <= at < 9:
                    counts[at] = start - 1
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        label = _PLACE.sub(lambda m: self._part(abstract, counts, int(m.group(1)) - 1), level.text[:_LABEL])
        return label[:_LABEL]

    def _part(self, abstract: str, counts: list[int | None], depth: int) -> str:
        level = self.levels.get(abstract, {}).get(depth) or _Level()
        count = counts[depth]
        return numeral(level.start if count is None else count, level.kind)


def numeral(number: int, kind: str) -> str:
    """A number in one of Word's kinds: Chinese ones as they are read, circled ones, letters; all others by digits."""
    lowered = kind.lower()
    if lowered.startswith("decimalenclosedcircle") or lowered == "ideographenclosedcircle":
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if lowered == "ideographtraditional":
        return _STEMS[(number - 1) % len(_STEMS)]
    if "chinese" in lowered or lowered.startswith(("japanesecounting", "taiwanesecounting", "ideographdigital")):
        return _chinese(number)
    if lowered in {"lowerletter", "upperletter"}:
        letter = chr((97 if lowered == "lowerletter" else 65) + (number - 1) % 26)
        return letter * min((number - 1) // 26 + 1, _LETTERS)
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return "".join(_DIGITS[int(d)] for d in str(number))


def _value(owner: etree._Element, name: str) -> str | None:
    found = owner.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _level(properties: etree._Element) -> int | None:
    """The level, from 0, of the heading that a paragraph is in the outline; 9 for none. None where nothing is said."""
    told = _value(properties, "outlineLvl")
    return int(told) if told is not None and re.fullmatch(r"\d{1,6}", told) else None


def _listed(properties: etree._Element) -> tuple[str | None, int | None]:
    own = properties.find(f"{_W}numPr")
    if own is None:
        return None, None
    level = _value(own, "ilvl")
    return _value(own, "numId"), min(_int(level), 8) if level is not None else None


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else default
