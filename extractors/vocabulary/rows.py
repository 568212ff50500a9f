"""Loader of ``rows.yaml``: how people ask about several rows of a report at once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import ColumnWords, load_yaml

RowKind = Literal["projects", "indicators", "tasks", "subjects", "economic", "parts", "named"]
Level = Literal["类", "款", "项"]
Do = Literal["list", "count", "sum", "average", "difference", "share"]
Test = Literal[
    "over", "at_least", "under", "at_most", "exactly", "zero", "above_zero", "full", "not_full",
    "over_budget", "under_budget", "short", "met", "rose", "fell", "deviates", "grade",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SetWords(_Data):
    """Words that say what the rows are: alone, or beside a condition, an order or a sum."""

    sure: tuple[re.Pattern[str], ...]
    with_: tuple[re.Pattern[str], ...]

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.rstrip("_"))


class Compare(_Data):
    """Words of comparing before a number and behind it, by test."""

    before: dict[Test, re.Pattern[str]]
    behind: dict[Test, re.Pattern[str]]


class ConditionWords(_Data):
    """Words that state a condition on a column without a number."""

    test: Test
    column: str
    words: re.Pattern[str]


class Called(_Data):
    """What the rows of a set are called and counted in; the columns meant by money spent and money planned."""

    unit: str
    name: str
    column: str
    budget: str


class RowWords(_Data):
    sets: dict[RowKind, SetWords]
    levels: dict[Level, re.Pattern[str]]
    details: re.Pattern[str]
    do: dict[Do, re.Pattern[str]]
    each: re.Pattern[str]
    highest: re.Pattern[str]
    lowest: re.Pattern[str]
    ranked: re.Pattern[str]
    without: re.Pattern[str]
    compare: Compare
    conditions: tuple[ConditionWords, ...]
    grade: re.Pattern[str]
    grades: dict[str, int]
    grade_names: dict[str, str]
    grades_each: re.Pattern[str]
    columns: tuple[ColumnWords, ...]
    called: dict[RowKind, Called]
    common: tuple[str, ...]
    project_said: re.Pattern[str]


@lru_cache(maxsize=1)
def row_words() -> RowWords:
    return RowWords.model_validate(load_yaml("rows.yaml"))
