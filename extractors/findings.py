"""Finding: one thing a report says that does not hold, with both values, the difference and the places."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.citation import Citation

Severity = Literal["error", "rounding", "warning", "info"]


class Finding(BaseModel):
    """A failed check (DESIGN 4.4). ``rule`` is an id of the catalogue; ``message`` is Chinese and names both values.

    ``conflict`` links two values: the first two places of ``evidence`` state one quantity differently, in the last
    digit only where the severity is rounding.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    rule: str
    severity: Severity
    message: str
    values: list[str]
    difference: str | None = None
    evidence: list[Citation]
    conflict: bool = False
