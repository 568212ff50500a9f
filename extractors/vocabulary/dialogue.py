"""Loader of ``dialogue.yaml``: how a question leans on the turns before it."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml


class DialogueWords(BaseModel):
    """The words by which a question points to earlier turns, corrects them or asks for the same of something else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says_nothing: re.Pattern[str]
    asks_again: re.Pattern[str]
    pronouns: dict[str, re.Pattern[str]]
    share_of_it: re.Pattern[str]
    choice: re.Pattern[str]
    choice_of: re.Pattern[str]
    spoken_of: re.Pattern[str]
    parts: re.Pattern[str]
    courtesy: re.Pattern[str]
    within: re.Pattern[str]
    every: re.Pattern[str]
    compared: re.Pattern[str]
    against: dict[str, re.Pattern[str]]
    correction: re.Pattern[str]
    rejected: re.Pattern[str]
    corrected_lead: re.Pattern[str]
    columns: dict[str, re.Pattern[str]]
    figures: re.Pattern[str]
    further_back: re.Pattern[str]
    year_before: re.Pattern[str]
    year_after: re.Pattern[str]
    this_year: re.Pattern[str]


@lru_cache(maxsize=1)
def dialogue_words() -> DialogueWords:
    """The words of ``dialogue.yaml``, checked."""
    return DialogueWords.model_validate(load_yaml("dialogue.yaml"))
