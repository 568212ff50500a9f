"""Loader of ``disclosure.yaml``: what a report has to disclose, and the words that show that it does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chapter(_Data):
    """A section that must be there: its key, its name in messages, words that show it under another heading."""

    key: str
    name: str
    words: tuple[str, ...]
    table: str | None = None


class Item(_Data):
    """One thing a section must tell; ``money`` is the subject whose amount makes it due."""

    name: str
    all: tuple[re.Pattern[str], ...]
    money: str | None = None
    severity: Literal["error", "warning", "info"] | None = None


class Reasons(_Data):
    """Where a change needs a reason, how a change is written and how a reason is."""

    sections: tuple[str, ...]
    words: re.Pattern[str]
    change: re.Pattern[str]


class Meaning(_Data):
    """Words of which the text on some 科目 has one, and words of another 科目 that it is mixed up with.

    ``term``: no 科目 but a term, of which only a definition says what it means.
    """

    names: tuple[str, ...]
    needs: tuple[str, ...]
    other: tuple[str, ...]
    term: bool = False


class DisclosureWords(_Data):
    parts: dict[str, str]
    profile: tuple[Chapter, ...]
    chapters: tuple[Chapter, ...]
    funds: tuple[Chapter, ...]
    nil: re.Pattern[str]
    notes: dict[str, str]
    required: dict[str, tuple[Item, ...]]
    none: dict[str, re.Pattern[str]]
    reasons: Reasons
    terms: dict[Literal["core", "other"], tuple[str, ...]]
    same: dict[str, tuple[str, ...]]
    explains: re.Pattern[str]
    meanings: tuple[Meaning, ...]


@lru_cache(maxsize=1)
def disclosure_words() -> DisclosureWords:
    return DisclosureWords.model_validate(load_yaml("disclosure.yaml"))
