"""Wholes and the parts whose changes make up that of the whole, as data: ``changes.yaml``."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary.files import load_yaml


class Whole(BaseModel):
    """A whole and all its parts by the names of the text; ``section`` is the chapter that alone tells them so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    whole: str
    parts: tuple[str, ...]
    section: str | None = None


class Changes(BaseModel):
    """The wholes whose change against the year before is the sum of those of their parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wholes: tuple[Whole, ...]


@lru_cache(maxsize=1)
def changes() -> Changes:
    return Changes.model_validate(load_yaml("changes.yaml"))
