"""The result of filling a schema, and what any filler (rules, a language model) must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from extractors.citation import Citation
from extractors.facts import Fact
from extractors.report import Report

Agreement = Literal["confirmed", "conflict", "unconfirmed"]


class Stated(BaseModel):
    """Another value that the report states for the same thing, with its place."""

    model_config = ConfigDict(frozen=True)

    value: str
    unit: str | None
    source: Citation


class Filled(BaseModel):
    """A schema filled from one report (the ``schema`` object of an extraction file, DESIGN 4.4).

    ``data`` is JSON-ready, decimals as plain strings, null where the report gives no value. All else is keyed by field
    (``subjects[2].basic`` inside lists): ``sources`` where the value stands, ``reasons`` why it is null (Chinese),
    ``agreement`` whether a second independent place states the same, ``conflicts`` the other values where it does not,
    ``units`` the unit of a figure whose field names none, ``formulas`` how a printed figure was converted.
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

    def to_json(self) -> dict[str, Any]:
        """Plain data for an extraction file."""
        return self.model_dump(mode="json")


class Filler(Protocol):
    """Whatever fills a schema from a report: the rules of this package, or a language model with the same shape."""

    def __call__(self, model: type[BaseModel], facts: Sequence[Fact], report: Report) -> Filled: ...
