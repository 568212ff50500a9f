"""Quantities that a question states: 200%, 100万, 八十分, 一千万元, 两成."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_QUANTITY = re.compile(
    r"百分之?(?P<percent>\d+(?:\.\d+)?|[零〇一二三四五六七八九十百两]+)"
    r"|(?<![\d.第])(?P<number>\d+(?:\.\d+)?|(?<!第)[一二两三四五六七八九十百千][零一二三四五六七八九十百千]*)"
    r"(?P<unit>个?亿元?|[百千]?万元?|个百分点|%|元|块(?:钱|(?![加合相一共都的各分里]))|分(?![类项之成析为])|成(?![都立本为])|倍)"
)
_UNITS = {
    "亿": "亿元",
    "万": "万元",
    "元": "元",
    "块": "元",
    "分": "分",
    "成": "%",
    "倍": "%",
    "%": "%",
    "个百分点": "%",
}
_TIMES = {"百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and where a text states it. Percentages also for 两成 and 两倍."""

    value: Decimal
    unit: str
    start: int
    end: int


def quantities_in(text: str) -> Iterator[Quantity]:
    """The quantities of a folded text, in their order."""
    for match in _QUANTITY.finditer(text):
        if match.group("percent"):
            yield Quantity(number_of(match.group("percent")), "%", match.start(), match.end())
            continue
        value, unit = number_of(match.group("number")), match.group("unit")
        if unit in {"成", "倍"}:
            value *= 10 if unit == "成" else 100
        elif unit[0] in _TIMES and len(unit) > 1:
            value *= _TIMES[unit[0]]
            unit = unit[1:]
        unit = unit.removeprefix("个") if unit.startswith("个亿") else unit
        yield Quantity(value, _UNITS.get(unit) or _UNITS[unit[0]], match.start(), match.end())


def rounds_to(amount: Decimal, stated: Decimal) -> bool:
    """Whether a question states an amount without its last decimals (1674万 for 1674.03万元); both in one unit."""
    return abs(amount - stated) * 2 <= Decimal(1).scaleb(min(int(stated.as_tuple().exponent), 0))


def in_digits(text: str) -> str:
    """A folded text with the amounts of money in Chinese numerals written in digits: 一千万 is 1000万元."""
    for found in reversed(list(quantities_in(text))):
        if found.unit in {"亿元", "万元", "元"} and not text[found.start].isdigit():
            text = f"{text[: found.start]}{found.value:f}{found.unit}{text[found.end :]}"
    return text


_HALF = re.compile(r"(?P<over>过半(?!年)|大半(?!年)|多半|一大半)|一半|半数|对半")
_PART = re.compile(r"(?<!百)(?P<of>[二三四五六七八九十])分之(?P<n>[一二两三四五六七八九])")
_ROUND = re.compile(r"(?:上|[过超破](?!过))(?P<n>[百千]万|百|千|万|亿)(?P<unit>元)?(?![一-鿿]*分之)")


def in_per_cent(text: str) -> str:
    """A folded text with shares of a whole written as percentages (一半, 三成, 四分之一), and 上百 as 达到100."""
    for found in reversed([q for q in quantities_in(text) if q.unit == "%" and text[q.end - 1] != "%"]):
        text = f"{text[: found.start]}{found.value.normalize():f}%{text[found.end :]}"
    text = _HALF.sub(lambda m: "超过50%" if m["over"] else "50%", text)
    text = _PART.sub(lambda m: f"{number_of(m['n']) * 100 / number_of(m['of']):.2f}%", text)
    return _ROUND.sub(lambda m: f"达到{_AS_DIGITS[m['n']]}{m['unit'] or ''}", text)


_AS_DIGITS = {"百": "100", "千": "1000", "万": "1万", "亿": "1亿", "百万": "100万", "千万": "1000万"}


def number_of(text: str) -> Decimal:
    """A number in digits or in Chinese numerals below ten thousand."""
    if text[0].isdigit():
        return Decimal(text)
    total, last = 0, 0
    for char in text:
        if char in _TENS:
            total += (last or 1) * _TENS[char]
            last = 0
        else:
            last = _DIGITS[char]
    return Decimal(total + last)
