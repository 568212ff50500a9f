"""Manner: how a question wants to be answered, where that decides which engine answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel

from extractors.vocabulary import question_words


class Manner(BaseModel):
    """What the words of a question say of the way to its answer.

    ``one_by_one``: each figure for itself (各多少). ``worked_back``: a figure computed back from a later report (推算).
    ``year_before``: the year before is named as such (上一年). ``alternative``: one of two is to be chosen (还是).
    """

    one_by_one: bool = False
    worked_back: bool = False
    year_before: bool = False
    alternative: bool = False


def manner_in(text: str) -> Manner:
    """The manner that a folded question asks for."""
    return Manner(**{name: bool(p.search(text)) for name, p in question_words().manner.items()})


def named_beside(text: str, names: Sequence[str]) -> bool:
    """Whether one of some names stands right beside another department, each of which is blanked out by ``|``."""
    joined = question_words().joined.pattern
    return any(re.search(rf"[|]{joined}{re.escape(n)}|{re.escape(n)}{joined}[|]", text) for n in names)
