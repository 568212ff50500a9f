"""The thresholds that an evaluation must meet, as ``thresholds.yaml`` has them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def thresholds() -> dict[str, Any]:
    """The thresholds by part: one for each suite of questions, and those of the other measurements."""
    entries: dict[str, Any] = yaml.safe_load((files("eval") / "thresholds.yaml").read_text(encoding="utf-8"))
    return entries
