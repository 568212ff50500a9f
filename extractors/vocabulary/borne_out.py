"""Loader of ``borne_out.yaml``: what an answer is held against that a figure is asked of."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class BorneOutWords(BaseModel):
    """What the words of a question need in a source; the head of the file says what each is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate: Words
    number_of: Words
    people: Words
    kinds: Words
    body: Words
    named_after: Words
    came_in: Words
    dealt_with: Words
    done_by: Words
    said: dict[str, Words]
    money: Words
    place: Words
    paid: Words
    same: tuple[Words, ...]


@lru_cache(maxsize=1)
def borne_out_words() -> BorneOutWords:
    """The words of ``borne_out.yaml``, checked."""
    return BorneOutWords.model_validate(load_yaml("borne_out.yaml"))
