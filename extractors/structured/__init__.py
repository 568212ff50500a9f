"""Filling schemas: any pydantic model from the facts of a report, each value with its source and its confirmation."""

from extractors.structured.describe import describe, summary
from extractors.structured.fill import fill
from extractors.structured.load import load_model
from extractors.structured.model import Agreement, Assisted, Compared, Dropped, Filled, Filler, Stated

__all__ = [
    "Agreement",
    "Assisted",
    "Compared",
    "Dropped",
    "Filled",
    "Filler",
    "Stated",
    "describe",
    "fill",
    "load_model",
    "summary",
]
