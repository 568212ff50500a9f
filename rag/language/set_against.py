"""A number of its own that a question sets a figure against (比400万少多少, 跟242.73差几万)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel

from extractors.vocabulary.understanding import understanding_words

_UNITS = {"万": "万元", "亿": "亿元"}


class SetAgainst(BaseModel):
    """The number, with its unit of money where the question says one."""

    value: Decimal
    unit: str | None = None


def set_against_in(text: str) -> tuple[SetAgainst, tuple[int, int]] | None:
    """The number that a folded question sets its figure against, and where it says so; None where it sets none."""
    match = understanding_words().set_against.search(text)
    if match is None:
        return None
    unit = match.group("unit")
    return SetAgainst(value=Decimal(match.group("number")), unit=_UNITS.get(unit, unit) if unit else None), match.span()
