"""The shape of an answer that a question asks for: its unit, its decimals, the order and the number of things told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.vocabulary import question_words
from rag.language.quantities import number_of


@dataclass(frozen=True, slots=True)
class Shape:
    """``unit`` is a unit of money, ``places`` the decimals; ``top`` and ``nth`` say how many and which of a ranking.

    ``asks_who``: it is asked who stands in a place, and not only how far apart places are.
    """

    unit: str | None
    places: int | None
    top: int | None
    nth: int | None
    ascending: bool
    asks_who: bool


def shape_of(text: str) -> Shape:
    """The shape that a folded question asks for."""
    words = question_words().shape
    return Shape(
        unit=next((unit for unit, pattern in words.units.items() if pattern.search(text)), None),
        places=_number(words.places.search(text)),
        top=_number(words.top.search(text)),
        nth=_number(words.nth.search(text)),
        ascending=bool(words.ascending.search(text)),
        asks_who=bool(words.who.search(text)),
    )


def without_units(text: str) -> str:
    """A folded question without the words that ask for a unit or for decimals."""
    words = question_words().shape
    for pattern in (words.places, *words.units.values()):
        text = pattern.sub("|", text)
    return text


def without_prior(text: str) -> str:
    """A folded question without the words that compare with the year before."""
    return question_words().shape.against_prior.sub("", text)


def _number(match: re.Match[str] | None) -> int | None:
    """The number in the one group of a match that took part in it."""
    said = next((g for g in match.groups() if g), "") if match else ""
    return int(number_of(said)) if said else None
