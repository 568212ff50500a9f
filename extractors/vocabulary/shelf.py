"""Loader of ``shelf.yaml``: how people ask about the library itself."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class ShelfWords(BaseModel):
    """The words that ask which reports there are, which of them have errors, and how to ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reports: Words
    faulty: Words
    usage: Words
    usage_first: Words


@lru_cache(maxsize=1)
def shelf_words() -> ShelfWords:
    """The words of ``shelf.yaml``, checked."""
    return ShelfWords.model_validate(load_yaml("shelf.yaml"))
