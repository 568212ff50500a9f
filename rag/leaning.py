"""Leaning: how the words of a question point to the turns before it, correct them, or ask for the same of another."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel

from extractors.vocabulary.dialogue import dialogue_words
from rag.quantities import number_of

Pronoun = Literal["it", "former", "latter", "both"]


class Leaning(BaseModel):
    """How a question leans on what was said before.

    ``asked`` is the part that asks; ``rejected`` what a correction says was not meant. ``choice`` counts from 1, from
    the end where it is negative; ``choice_of`` is one of the choices of which something is asked. ``years_back`` is how
    many years before the last one spoken of are asked for, ``courtesy`` words that ask nothing.
    """

    asked: str
    correction: bool = False
    rejected: str = ""
    pronoun: Pronoun | None = None
    choice: int | None = None
    choice_of: int | None = None
    every: bool = False
    compared: bool = False
    courtesy: bool = False
    years_back: int = 0


def leaning_in(text: str) -> Leaning:
    """What the words of a folded question say about the turns before it."""
    words = dialogue_words()
    if words.correction.search(text):
        return _correction(text)
    lean = Leaning(asked=text, compared=bool(words.compared.search(text)))
    lean.courtesy = bool(words.courtesy.fullmatch(_bare(text)))
    lean.every = bool(words.every.fullmatch(_bare(text)))
    lean.pronoun = next((p for p, pattern in words.pronouns.items() if pattern.search(text)), None)  # type: ignore[misc]
    if lean.pronoun in {"it", "former", "latter"} and len(text) > 3:
        # what it points to is found, and the word itself is nothing that a report could have
        lean.asked = words.pronouns[lean.pronoun].sub("", text, count=1) or text
    if lean.pronoun == "former" and words.pronouns["latter"].search(text):
        lean.pronoun = "both"
    if match := words.choice.fullmatch(_bare(text)):
        lean.choice = _place(match.group(0))
    elif match := words.choice_of.match(text):
        lean.choice_of, lean.asked = _place(match.group(0)), text[match.end() :]
    if words.year_before.fullmatch(text):
        lean.years_back = 1
    elif words.year_after.fullmatch(_bare(text)):
        lean.years_back = -1
    return lean


def _bare(text: str) -> str:
    return re.sub(r"[，,。？?！!、 ]", "", text)


def _place(text: str) -> int:
    """The place in a list that words choose: 第二个 is 2, 最后一个 is -1."""
    if match := re.search(r"第([一二三四五六七八九十\d]+)", text):
        return int(number_of(match.group(1)))
    return 1 if re.search("前|上", text) else -1


def _correction(text: str) -> Leaning:
    """A correction, taken apart into what was meant and what was not."""
    words = dialogue_words()
    rejected = ""
    kept = text
    # 不是榆岚 stands in the midst of words that say what was meant instead
    if match := words.rejected.search(text):
        rejected = match.group("rejected") or match.group("other") or ""
        kept = text[: match.start()] + (match.group("after") or "") + text[match.end() :]
    kept = words.corrected_lead.sub("", kept)
    return Leaning(asked=kept.strip("，,。！!、 "), correction=True, rejected=rejected)
