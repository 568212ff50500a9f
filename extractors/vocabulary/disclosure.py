"""Loader of ``disclosure.yaml``: what a report has to disclose, and the words that show that it does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chapter(_Data):
    """A section that must be there: its key, its name in messages, words that show it under another heading.

    ``shown``: the figures that show it in the chapter on all income and spending, where a province has one for both.
    """

    key: str
    name: str
    words: tuple[str, ...]
    shown: tuple[str, ...] = ()
    table: str | None = None
    since: int | None = None


def _several(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


class Item(_Data):
    """One thing a section must tell; ``money`` are the subjects of which the first known amount makes it due.

    ``since`` is the first year in which it is due; ``when`` has to stand in the section for it to be due at all.
    """

    name: str
    all: tuple[Words, ...]
    money: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    severity: Literal["error", "warning", "info"] | None = None
    since: int | None = None
    when: re.Pattern[str] | None = None


class Reasons(_Data):
    """Where a change needs a reason, how a change is written and how a reason is."""

    sections: tuple[str, ...]
    words: re.Pattern[str]
    named: dict[str, re.Pattern[str]]
    change: re.Pattern[str]


class Meaning(_Data):
    """Words of which the text on some 科目 has one, and words of another 科目 that it is mixed up with.

    ``term``: no 科目 but a term, of which only a definition says what it means.
    """

    names: tuple[str, ...]
    needs: tuple[str, ...]
    other: tuple[str, ...]
    term: bool = False


class Counted(_Data):
    """What is counted in a section, and the money paid for it."""

    count: str
    section: str
    money: str


class Average(_Data):
    """An average by the words of its name: the first known amount divided by a count."""

    words: re.Pattern[str]
    section: str
    money: tuple[str, ...]
    count: str


class WholeList(_Data):
    """A whole and the parts that a section lists of it; it lists all of them where ``last`` is among them."""

    section: str
    whole: str
    parts: tuple[str, ...]
    last: str


class BudgetWords(_Data):
    """What is due in a budget (部门预算) in place of what is due in final accounts."""

    parts: tuple[Chapter, ...]
    apart: re.Pattern[str]
    matters: tuple[Chapter, ...]
    nil: re.Pattern[str]
    required: dict[str, tuple[Item, ...]]
    none: dict[str, re.Pattern[str]]
    reasons: re.Pattern[str]
    goals: re.Pattern[str]


class DisclosureWords(_Data):
    parts: dict[str, str]
    profile: tuple[Chapter, ...]
    chapters: tuple[Chapter, ...]
    funds: tuple[Chapter, ...]
    nil: re.Pattern[str]
    notes: dict[str, str]
    required: dict[str, tuple[Item, ...]]
    none: dict[str, re.Pattern[str]]
    see_table: re.Pattern[str]
    reasons: Reasons
    terms: dict[Literal["core", "other"], tuple[str, ...]]
    same: dict[str, tuple[str, ...]]
    explains: re.Pattern[str]
    meanings: tuple[Meaning, ...]
    counted: tuple[Counted, ...]
    averages: tuple[Average, ...]
    whole_lists: tuple[WholeList, ...]
    budget: BudgetWords

    def items(self, kind: str, section: str) -> tuple[Item, ...]:
        """What a section must tell in a report of a kind."""
        return (self.budget if kind == "budget" else self).required[section]

    def says_none(self, kind: str, section: str) -> re.Pattern[str]:
        """How a section says that there is nothing of its kind."""
        return (self.budget if kind == "budget" else self).none[section]


@lru_cache(maxsize=1)
def disclosure_words() -> DisclosureWords:
    return DisclosureWords.model_validate(load_yaml("disclosure.yaml"))
