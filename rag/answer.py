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


class Assistance(BaseModel):
    """What a language model had to do with an answer, and what it cost.

    ``task`` is what it was asked to do: ``explain`` in words, ``understand`` the question. ``context`` says which part
    of the report it was given, of how many ``tokens``; ``understood`` what it made of the question. ``replaced`` are
    its sentences that the report does not bear out, with the reason; ``problem`` says why it gave nothing or not all.
    """

    task: Literal["explain", "understand"]
    model: str = ""
    prompt: str = ""
    context: str = ""
    tokens: int = 0
    understood: dict[str, Any] = Field(default_factory=dict)
    replaced: list[str] = Field(default_factory=list)
    problem: str = ""
    usage: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def failed(cls, task: Literal["explain", "understand"], problem: str) -> Assistance:
        """A model that gave nothing."""
        return cls(task=task, problem=problem)


class Answer(BaseModel):
    """An answer in Chinese with its figures and their sources, in the order of use.

    ``engine`` is ``llm`` where a model understood the question or wrote the words; figures are the report's all the
    same. ``assistance`` tells of a model that was asked; None where none was. ``searched``: the words were found by a
    search and not by what the report states under a name.
    """

    question: str
    answer: str
    status: Status
    values: list[Value] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    query: dict[str, Any] = Field(default_factory=dict)
    engine: Literal["rules", "llm"] = "rules"
    elapsed_ms: int = 0
    assistance: Assistance | None = Field(default=None, exclude_if=lambda told: told is None)
    searched: bool = Field(default=False, exclude_if=lambda searched: not searched)
