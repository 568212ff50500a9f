"""Loader of ``rows.yaml``: how people ask about several rows of a report at once."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import ColumnWords, load_yaml
from extractors.vocabulary.patterns import Words

RowKind = Literal["projects", "indicators", "tasks", "subjects", "economic", "parts", "named", "table"]
Level = Literal["类", "款", "项"]
Do = Literal["list", "count", "sum", "average", "difference", "share"]
Test = Literal[
    "over", "at_least", "under", "at_most", "exactly", "other", "zero", "above_zero", "full", "not_full",
    "over_budget", "under_budget", "short", "met", "rose", "fell", "deviates", "grade",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SetWords(_Data):
    """Words that say what the rows are: alone, or beside a condition, an order or a sum."""

    sure: Words
    with_: Words

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.rstrip("_"))


class Compare(_Data):
    """Words of comparing before a number and behind it, by test."""

    before: dict[Test, Words]
    behind: dict[Test, Words]


class ConditionWords(_Data):
    """Words that state a condition on a column without a number."""

    test: Test
    column: str
    words: Words


class Called(_Data):
    """What the rows of a set are called and counted in; the columns meant by money spent and money planned."""

    unit: str
    name: str
    column: str
    budget: str


class TableWords(_Data):
    """Words of questions over the rows of a table of no known form.

    ``each`` asks for all rows, ``counted`` for their number; ``done`` are stems of columns of what was done, by the
    word of the rate that asks for them (执行率); ``rest_of_title`` is what may stand in a title behind what the table
    is about.
    """

    each: Words
    counted: Words
    done: Words
    rest_of_title: Words


class RowWords(_Data):
    sets: dict[RowKind, SetWords]
    levels: dict[Level, Words]
    details: Words
    evaluated: Words
    of_income: Words
    by_glossary: Words
    do: dict[Do, Words]
    each: Words
    highest: Words
    lowest: Words
    ranked: Words
    ends: Words
    without: Words
    compare: Compare
    conditions: tuple[ConditionWords, ...]
    grade: Words
    grades: dict[str, int]
    grade_names: dict[str, str]
    grades_each: Words
    columns: tuple[ColumnWords, ...]
    called: dict[RowKind, Called]
    common: tuple[str, ...]
    project_said: Words
    of_table: TableWords


@lru_cache(maxsize=1)
def row_words() -> RowWords:
    return RowWords.model_validate(load_yaml("rows.yaml"))
