"""Leaning: how the words of a question point to the turns before it, correct them, or ask for the same of another."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel

from extractors.vocabulary.across import across_words
from extractors.vocabulary.dialogue import dialogue_words
from rag.language.names import years_in
from rag.language.quantities import number_of

Pronoun = Literal["it", "former", "latter", "both", "they"]
#: what something is compared with: its budget, the year before, or whatever else is named
Against = Literal["budget", "prior", "other"]

#: where in a report something stands
Place = Literal["table", "prose"]
#: words no longer than this with a year in them name that year (2022年度)
_A_YEAR = 6


class Leaning(BaseModel):
    """How a question leans on what was said before.

    ``asked`` is the part that asks; ``rejected`` what a correction says was not meant, ``column`` the column that is
    named and nothing else. ``choice`` counts from 1, from the end where it is negative; ``choice_of`` is one of the
    choices of which something is asked, ``of_thing`` one of the things that were listed, of which ``asked_of_thing`` is
    asked. ``years_back`` is how many years before the last one spoken of are asked for, ``courtesy`` words that ask
    nothing. ``spoken_of`` is how many of those spoken of are meant together, ``together`` that they are added up,
    ``ends`` that the first and the last of them are compared. ``grade`` is the grade of which a number of things is
    asked (差的呢), ``place`` where in the report it is wanted (表里呢). ``within``: a part of what was asked
    (其中), ``share_of_it``: a share of it (它占), ``superlative``: the most or least of all and not the more of two,
    ``which``: that one of those spoken of is asked for (哪个高), ``of_change``: words of a change from the year before,
    ``percent``: that as a percentage, ``apart``: that things differ, ``rows``: rows of one report are named (哪个项目).
    ``name`` is what a short question names and asks nothing else of (公用呢).
    """

    asked: str
    correction: bool = False
    rejected: str = ""
    pronoun: Pronoun | None = None
    choice: int | None = None
    choice_of: int | None = None
    of_thing: int | None = None
    asked_of_thing: str = ""
    every: bool = False
    compared: Against | None = None
    courtesy: bool = False
    years_back: int = 0
    column: str | None = None
    grade: str | None = None
    place: Place | None = None
    spoken_of: int | None = None
    together: bool = False
    ends: bool = False
    within: bool = False
    share_of_it: bool = False
    superlative: bool = False
    of_change: bool = False
    apart: bool = False
    which: bool = False
    rows: bool = False
    percent: bool = False
    name: str = ""


def leaning_in(text: str) -> Leaning:
    """What the words of a folded question say about the turns before it."""
    words = dialogue_words()
    if words.correction.search(text):
        return _correction(text)
    lean = Leaning(asked=text, compared=_compared(text), **_told_by_words(text))
    lean.place = next((place for place, p in words.places.items() if p.fullmatch(_bare(text))), None)
    lean.column = next((c for c, p in words.columns.items() if p.fullmatch(_bare(text).removesuffix("呢"))), None)
    lean.percent = bool(words.percent.fullmatch(_bare(text)))
    if match := words.bare_name.fullmatch(_bare(text)):
        lean.name = match.group("name")
    if match := words.grade.fullmatch(_bare(text)):
        lean.grade = match.group("grade")
    if match := words.spoken_of.search(text):
        lean.spoken_of = int(number_of(match.group(1)))
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
    if match := words.of_thing.match(text):
        lean.of_thing, lean.asked_of_thing = _place(match.group(0)), text[match.end() :]
    if words.year_before.fullmatch(text):
        lean.years_back = 1
    elif words.year_after.fullmatch(_bare(text)):
        lean.years_back = -1
    return lean


def _told_by_words(text: str) -> dict[str, bool]:
    """What a single word of a question tells, whatever else stands in it."""
    words = dialogue_words()
    patterns = {"together": words.figures, "ends": across_words().ends, "within": words.within}
    patterns |= {"share_of_it": words.share_of_it, "superlative": words.superlative, "of_change": words.of_change}
    patterns |= {"apart": words.apart, "which": words.which, "rows": words.rows}
    return {name: bool(pattern.search(text)) for name, pattern in patterns.items()}


def _compared(text: str) -> Against | None:
    """What the question before is to be compared with (和预算比呢)."""
    words = dialogue_words()
    match = words.compared.search(text)
    if match is None:
        return None
    other = match.group("other") or match.group("other_short") or ""
    other = words.which_way.sub("", other)  # 比上年多了还是少了，差多少
    if any(years_in(other)) and len(other) <= _A_YEAR:
        return "prior"
    return next((k for k, p in words.against.items() if p.fullmatch(other)), "other")


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
    asked = words.corrected_lead.sub("", kept).strip("，,。！!、 ")
    column = next((c for c, p in words.columns.items() if p.fullmatch(asked)), None)
    lean = Leaning(asked=asked, correction=True, rejected=rejected, column=column, **_told_by_words(asked))
    lean.place = next((place for place, p in words.places.items() if p.fullmatch(_bare(asked))), None)
    return lean
