"""How the text on performance tells how many projects were given which grade, as data: ``grades.yaml``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from extractors.vocabulary.files import load_yaml


class GradeWords(BaseModel):
    """What grades are called, and patterns of how many projects have one: their groups are ``named`` and ``count``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    called: dict[str, re.Pattern[str]]
    told: tuple[re.Pattern[str], ...]
    not_of_all: re.Pattern[str]
    of_all: re.Pattern[str]

    @model_validator(mode="before")
    @classmethod
    def _with_grades(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The patterns with what a grade looks like in them; those written over lines hold no white space."""
        named = "".join(data["named"].split())
        told = ["".join(pattern.split()).replace("{named}", named) for pattern in data["told"]]
        return {key: value for key, value in data.items() if key != "named"} | {"told": told}

    def grade_of(self, named: str) -> str:
        """The grade that a printed name or score stands for."""
        return next(grade for grade, pattern in self.called.items() if pattern.fullmatch(named))

    def of_others(self, before: str) -> bool:
        """Whether the words of a sentence before a number came last to an evaluation of another kind."""
        ends = [[m.end() for m in pattern.finditer(before)] for pattern in (self.not_of_all, self.of_all)]
        others, own = (max(found, default=0) for found in ends)
        return others > own


@lru_cache(maxsize=1)
def grade_words() -> GradeWords:
    return GradeWords.model_validate(load_yaml("grades.yaml"))
