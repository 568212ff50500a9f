"""Loader of ``departments.yaml``: where a report has to name its own department, and how others are told from it."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, field_validator

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dealings(_Data):
    """Words of what departments have to do with each other: right before a name, and anywhere in its sentence."""

    before: re.Pattern[str]
    around: re.Pattern[str]


class DepartmentWords(_Data):
    """Patterns of where departments are named, and of how their names end and begin."""

    subject: re.Pattern[str]
    own_figure: re.Pattern[str]
    object: re.Pattern[str]
    department: re.Pattern[str]
    overseers: re.Pattern[str]
    names_itself: re.Pattern[str]
    no_place: Words
    dealings: Dealings

    @field_validator("subject", "own_figure", mode="before")
    @classmethod
    def _folded(cls, pattern: str) -> str:
        """A long pattern is written over lines; the text has no white space."""
        return "".join(pattern.split(" "))


@lru_cache(maxsize=1)
def department_words() -> DepartmentWords:
    return DepartmentWords.model_validate(load_yaml("departments.yaml"))
