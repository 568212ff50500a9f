"""Loader of ``dialogue.yaml``: how a question leans on the turns before it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class DialogueWords(BaseModel):
    """The words by which a question points to earlier turns, corrects them or asks for the same of something else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says_nothing: Words
    asks_again: Words
    pronouns: dict[str, Words]
    the_same_of: Words
    share_of_it: Words
    choice: Words
    choice_of: Words
    of_thing: Words
    spoken_of: Words
    parts: Words
    courtesy: Words
    places: dict[Literal["table", "prose"], Words]
    grade: Words
    within: Words
    every: Words
    compared: Words
    how_far: Words
    which_way: Words
    against: dict[Literal["budget", "prior"], Words]
    correction: Words
    rejected: Words
    corrected_lead: Words
    columns: dict[str, Words]
    figures: Words
    year_before: Words
    year_after: Words
    superlative: Words
    of_change: Words
    apart: Words
    which: Words
    rows: Words
    percent: Words
    bare_name: Words


@lru_cache(maxsize=1)
def dialogue_words() -> DialogueWords:
    """The words of ``dialogue.yaml``, checked."""
    return DialogueWords.model_validate(load_yaml("dialogue.yaml"))
