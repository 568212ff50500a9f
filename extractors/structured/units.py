"""Units that a field asks for in words, and figures converted into them."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import fold
from extractors.vocabulary.units import unit_words

_NAMES = rf"(万元|亿元|元|{unit_words().set_pattern('of_fields', guarded=False)})"
#: 单位：万元, （万元）, 以元为单位, 按亿元填列, and a unit behind the last comma
_WORDS = re.compile(
    rf"单位(?:为|是|用)?[：=]?{_NAMES}|[(\[]{_NAMES}[)\]]|[以按用]{_NAMES}(?:为单位|计|填|列|表示|换算)|[，,、；]{_NAMES}[。]?$"
)


_BRACKETED = re.compile(rf"[(\[（【]{_NAMES}[)\]）】]")


class OtherUnit(ValueError):
    """A figure is printed in a unit that cannot be converted into the one asked for; the message is in Chinese."""


def unit_in(words: str) -> str | None:
    """The unit that a field's title or description names, if any."""
    match = _WORDS.search(fold(words))
    return next((group for group in match.groups() if group), None) if match else None


def without_unit(words: str) -> str:
    """Words without a unit in brackets: 公务用车保有量（辆） asks for 公务用车保有量."""
    return _BRACKETED.sub("", words)


def converted(fact: Fact, unit: str | None) -> tuple[Decimal, str]:
    """A fact's figure in a unit, and how it was converted (empty where it was not). Raises OtherUnit.

    Where no unit is asked for, the figure stays as printed. What is counted may go by different counting words.
    """
    assert fact.value is not None
    if unit is None or fact.unit == unit:
        return fact.value, ""
    if unit in MONEY and fact.unit in MONEY:
        return _money(fact.value, fact.unit, unit)
    if fact.unit is None and fact.value == 0:
        return fact.value, ""
    if {unit, fact.unit} & {*MONEY, *unit_words().of_kind("percent"), None}:
        raise OtherUnit(f"报告以{fact.unit}列示，不能换算为{unit}" if fact.unit else f"报告没有写明“{fact.raw}”的单位")
    return fact.value, ""


def _money(value: Decimal, unit: str, to: str) -> tuple[Decimal, str]:
    """Money in another unit; no digit is lost, none is made up."""
    factor = MONEY[unit] / MONEY[to]
    sign, by = ("×", factor) if factor > 1 else ("÷", 1 / factor)
    result = Decimal(plain_decimal(value * factor))
    if factor > 1 and (whole := result.to_integral_value()) == result:
        result = whole
    return result, f"{plain_decimal(value)}{unit} {sign} {int(by)} = {plain_decimal(result)}{to}"
