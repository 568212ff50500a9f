"""Loader of ``nearest.yaml``: what of a question names something, and what a sentence needs to tell it."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class Told(BaseModel):
    """A kind of words that is asked for, and what a sentence that tells it has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: Words
    told: Words


class NearestWords(BaseModel):
    """What the words of a question are for; the head of the file says what each is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    empty: Words
    joins: Words
    whole: Words
    asked: tuple[Told, ...]
    nameless: Words
    itself: Words
    goes_on: Words
    makes_other: Words
    of_all: Words
    of_people: Words
    opposites: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def nearest_words() -> NearestWords:
    """The words of ``nearest.yaml``, checked."""
    return NearestWords.model_validate(load_yaml("nearest.yaml"))
