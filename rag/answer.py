"""Answer: what the user gets, on the page, on the command line and as JSON (DESIGN 4.3)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from extractors.citation import Citation

Status = Literal["answered", "computed", "conflict", "clarify", "not_found", "refused"]
Origin = Literal["table", "prose", "annex", "computed"]


class Value(BaseModel):
    """One figure of an answer: a plain decimal string in ``unit``, or text where the report prints a word.

    ``formula`` is set where the figure was computed, and shows the numbers it was computed from.
    """

    value: str
    unit: str | None = None
    label: str
    department: str | None = None
    year: int | None = None
    origin: Origin
    formula: str | None = None


class Answer(BaseModel):
    """An answer in Chinese with its figures and their sources, in the order of use."""

    question: str
    answer: str
    status: Status
    values: list[Value] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    query: dict[str, Any] = Field(default_factory=dict)
    engine: Literal["rules", "llm"] = "rules"
    elapsed_ms: int = 0
