"""Numbers in Chinese answers: reading them whole, and comparing them across units of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.facts import MONEY, NotANumber, parse_amount
from extractors.text import fold
from extractors.vocabulary.units import unit_words

#: counters that people use for one another
COUNTERS = frozenset(re.sub("[()]", "", fold(unit)) for unit in unit_words().of_set("interchangeable"))
_NUMBER = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[,，]\s*(?=\d{3}(?!\d))")


def folded(text: str) -> str:
    """Width folded, thousands separators and white space removed."""
    return fold(_THOUSANDS.sub("", text))


def numbers(text: str) -> list[Decimal]:
    """Every whole number of a text, in order; 17.98 is one number, not 17 and 98."""
    return [Decimal(found) for found in _NUMBER.findall(folded(text))]


def spans(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """The numbers of an already folded text with their places."""
    for found in _NUMBER.finditer(text):
        yield found.start(), found.end(), Decimal(found.group())


def as_number(text: str) -> Decimal | None:
    """The one number that a text is (a percent sign and blanks aside), else None."""
    try:
        return parse_amount(fold(text).rstrip("%"))
    except NotANumber:
        return None


def _like(unit: str, other: str) -> bool:
    """Whether two units may stand for one another: the same but for brackets, 台（套） and 台套, or both counters."""
    pair = {re.sub(r"[()]", "", fold(u)) for u in (unit, other)}
    return len(pair) == 1 or pair <= COUNTERS


def same_amount(value: str, unit: str | None, wanted: str, wanted_unit: str | None, rounded: bool = False) -> bool:
    """Whether a given amount is the wanted one: units of money converted, a fall given as -x or as x.

    ``rounded`` also accepts a value that rounds to the wanted digits (a computed result).
    """
    given, gold = as_number(value), as_number(wanted)
    if given is None or gold is None:
        return False
    if unit in MONEY and wanted_unit in MONEY:
        given, gold = given * MONEY[unit], gold * MONEY[wanted_unit]
    elif unit and wanted_unit and not _like(unit, wanted_unit):
        return False
    if abs(given) == abs(gold):
        return True
    exponent = gold.as_tuple().exponent
    return (
        rounded
        and isinstance(exponent, int)
        and exponent < 0
        and abs(abs(given) - abs(gold)) <= Decimal(5).scaleb(exponent - 1)
    )
