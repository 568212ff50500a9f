"""Loader of ``form.yaml``: the wording and form that a report must not print."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml

_ZONES = ("cover", "profile", "tables", "narrative", "other", "glossary")


class Slip(BaseModel):
    """One kind of wrong wording: where it holds, and what it should be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: re.Pattern[str]
    advice: str
    zones: tuple[str, ...] = _ZONES
    severity: Literal["error", "warning", "info"] | None = None


class FormWords(BaseModel):
    """Patterns of wording and form, by rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: tuple[Slip, ...]
    units: tuple[Slip, ...]
    percent: tuple[Slip, ...]
    placeholders: tuple[Slip, ...]
    alternatives: tuple[Slip, ...]
    punctuation: tuple[Slip, ...]
    doubled: tuple[Slip, ...]
    swapped: tuple[Slip, ...]
    garbled: tuple[Slip, ...]
    kinds: dict[str, re.Pattern[str]]
    foreign: re.Pattern[str]
    phrases: tuple[str, ...]
    accepted: frozenset[str]
    levels: dict[str, re.Pattern[str]]
    leading: re.Pattern[str]
    told: re.Pattern[str]
    compared: re.Pattern[str]
    against: re.Pattern[str]
    against_plan: re.Pattern[str]
    note_year: re.Pattern[str]
    goals_of: re.Pattern[str]
    as_of: re.Pattern[str]
    all_funds: re.Pattern[str]
    closing: re.Pattern[str]
    caption: re.Pattern[str]
    not_name: re.Pattern[str]
    loose: str


@lru_cache(maxsize=1)
def form_words() -> FormWords:
    return FormWords.model_validate(load_yaml("form.yaml"))
