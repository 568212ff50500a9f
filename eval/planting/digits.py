"""Numbers with a slip of the pen: one digit changed, two digits swapped, a value moved a little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from random import Random

#: a money cell: two decimals, perhaps with separators
MONEY = re.compile(r"^\d[\d,]*\.\d\d$")
#: a printed number in running text
NUMBER = r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)"


def value(text: str) -> Decimal:
    return Decimal(text.replace(",", "").rstrip("%"))


def is_money(text: str) -> bool:
    return bool(MONEY.match(text))


def digit_changed(text: str, rng: Random, least: Decimal) -> str | None:
    """One digit changed so that the value moves by ``least`` or more; None where none can."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    made = (text[:n] + str(d) + text[n + 1 :] for n in places for d in range(10) if str(d) != text[n])
    return _pick(text, made, rng, least)


def digits_swapped(text: str, rng: Random, least: Decimal) -> str | None:
    """Two neighbouring digits swapped so that the value moves by ``least`` or more."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    pairs = pairwise(places)
    made = (text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :] for a, b in pairs if text[a] != text[b])
    return _pick(text, made, rng, least)


def moved(text: str, by: Decimal) -> str:
    """A number moved up, or down where it has room, printed with at least the decimals of ``by``."""
    number = value(text)
    new = number - by if number > by else number + by
    return f"{new:,f}" if "," in text else format(new, "f")


def least_of(text: str, least: Decimal) -> Decimal:
    """The smallest slip that shows where the same number is printed elsewhere: more than its last digit may hide."""
    _, _, decimals = text.partition(".")
    return max(least, Decimal("1.2").scaleb(-len(decimals)))


def _pick(text: str, made: Iterable[str], rng: Random, least: Decimal) -> str | None:
    """One of the numbers that are far enough, written as numbers are, and not negligible."""
    fits = [m for m in made if abs(value(m) - value(text)) >= least and not re.match(r"0\d|0,", m)]
    return rng.choice(fits) if fits else None
