"""The result of filling a schema, and what any filler (rules, a language model) must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from extractors.citation import Citation
from extractors.facts import Fact
from extractors.report import Report

Agreement = Literal["confirmed", "conflict", "unconfirmed"]
#: how a field of the rules and one of a language model compare; 一致 also where both find nothing
Compared = Literal["一致", "仅规则", "仅模型", "冲突"]


class Stated(BaseModel):
    """Another value that the report states for the same thing, with its place."""

    model_config = ConfigDict(frozen=True)

    value: str
    unit: str | None
    source: Citation


class Dropped(BaseModel):
    """A value that a language model gave and that was not taken, with the reason (Chinese)."""

    model_config = ConfigDict(frozen=True)

    path: str
    value: str
    unit: str | None = None
    quote: str | None = None
    reason: str


class Assisted(BaseModel):
    """What a language model added to a schema that the rules had filled.

    ``compared`` is keyed by field; ``dropped`` are values without a true quote, or whose quote speaks of something
    else; ``failed`` are parts for which the model gave nothing usable, with the reason. ``prompts`` are the versions
    used, ``usage`` what it cost.
    """

    model_config = ConfigDict(frozen=True)

    model: str
    prompts: list[str]
    compared: dict[str, Compared] = {}
    dropped: list[Dropped] = []
    failed: dict[str, str] = {}
    usage: dict[str, Any] = {}


class Filled(BaseModel):
    """A schema filled from one report (the ``schema`` object of an extraction file, DESIGN 4.4).

    ``data`` is JSON-ready, decimals as plain strings, null where the report gives no value. All else is keyed by field
    (``subjects[2].basic`` inside lists): ``sources`` where the value stands, ``reasons`` why it is null (Chinese),
    ``agreement`` whether a second independent place states the same, ``conflicts`` the other values where it does not,
    ``units`` the unit of a figure whose field names none, ``formulas`` how a printed figure was converted.
    ``assisted`` tells what a language model said to it; None where none was asked.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    data: dict[str, Any]
    sources: dict[str, Citation] = {}
    reasons: dict[str, str] = {}
    agreement: dict[str, Agreement] = {}
    conflicts: dict[str, list[Stated]] = {}
    units: dict[str, str] = {}
    formulas: dict[str, str] = {}
    assisted: Assisted | None = Field(default=None, exclude_if=lambda told: told is None)

    def to_json(self) -> dict[str, Any]:
        """Plain data for an extraction file."""
        return self.model_dump(mode="json")


class Filler(Protocol):
    """Whatever fills a schema from a report: the rules of this package, or a language model with the same shape."""

    def __call__(self, model: type[BaseModel], facts: Sequence[Fact], report: Report) -> Filled: ...
