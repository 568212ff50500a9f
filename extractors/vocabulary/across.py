"""Loader of ``across.yaml``: how people ask about several reports at once."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml


class AcrossWords(BaseModel):
    """The words that ask for a ranking, a sum, a number of departments or a comparison, and their conditions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    own_bodies: re.Pattern[str]
    every: re.Pattern[str]
    which: re.Pattern[str]
    counted: re.Pattern[str]
    named_levels: dict[str, re.Pattern[str]]
    bodies_of: re.Pattern[str]
    level_of: re.Pattern[str]
    metrics: dict[str, re.Pattern[str]]
    conditions: dict[str, re.Pattern[str]]
    between: re.Pattern[str]
    over: re.Pattern[str]
    under: re.Pattern[str]
    more_than_other: re.Pattern[str]
    less_than_other: re.Pattern[str]
    added: re.Pattern[str]
    of_all: re.Pattern[str]
    as_part: re.Pattern[str]
    less: re.Pattern[str]
    more: re.Pattern[str]
    ends: re.Pattern[str]
    each: re.Pattern[str]
    in_all_years: re.Pattern[str]
    alike_units: list[tuple[str, ...]]

    def without_own_bodies(self, text: str) -> str:
        """A question with the words for bodies of one department (下属几个单位) blanked out, places unchanged."""
        return self.own_bodies.sub(lambda m: "|" * len(m.group(0)), text)


@lru_cache(maxsize=1)
def across_words() -> AcrossWords:
    """The words of ``across.yaml``, checked."""
    return AcrossWords.model_validate(load_yaml("across.yaml"))
