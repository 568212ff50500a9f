"""What is counted in the chapter and in the table of 三公, as data: ``public_counts.yaml``."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary.files import load_yaml


class Count(BaseModel):
    """A number of things: the row of the table that has it, and its name and units in the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    row: re.Pattern[str]
    said: re.Pattern[str]
    units: tuple[str, ...]


class PublicCounts(BaseModel):
    """The numbers that table and text both have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    counts: tuple[Count, ...]


@lru_cache(maxsize=1)
def public_counts() -> PublicCounts:
    return PublicCounts.model_validate(load_yaml("public_counts.yaml"))
