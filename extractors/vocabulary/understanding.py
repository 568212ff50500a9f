"""Loader of ``understanding.yaml``: words that do not mean what they would mean alone."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class UnderstandingWords(BaseModel):
    """Patterns by what they keep the understanding of a question from; the head of the file says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    against: Words
    worked_back: Words
    means: Words
    vague: Words
    body_ending: Words
    untold: Words
    in_whole: Words
    joins_columns: Words
    planned: Words
    done: Words
    both_sides: Words
    whether_met: Words
    spent_for: Words
    opposed: Words
    judged: Words
    balance: Words
    named_two: Words
    columns_two: Words
    scored: Words
    in_place: Words
    set_against: Words
    leads_on: Words
    bought: dict[str, str]
    bodies_called: dict[str, tuple[str, ...]]
    body_behind: Words
    short_words: dict[str, str]
    own_kinds: dict[str, tuple[str, ...]]
    own_goes_on: Words
    what_it_is: Words
    facility: Words
    undone: Words
    stranger: Words
    title_lead: Words
    title_tail: Words


@lru_cache(maxsize=1)
def understanding_words() -> UnderstandingWords:
    """The words of ``understanding.yaml``, checked."""
    return UnderstandingWords.model_validate(load_yaml("understanding.yaml"))
