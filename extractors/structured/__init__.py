"""Filling schemas: any pydantic model from the facts of a report, each value with its source and its confirmation."""

from extractors.structured.describe import describe, described, summary
from extractors.structured.fill import fill
from extractors.structured.load import load_model
from extractors.structured.model import Agreement, Assisted, Compared, Dropped, Filled, Filler, Stated
from extractors.structured.own import OwnList, read_own

__all__ = [
    "Agreement",
    "Assisted",
    "Compared",
    "Dropped",
    "Filled",
    "Filler",
    "OwnList",
    "Stated",
    "describe",
    "described",
    "fill",
    "load_model",
    "read_own",
    "summary",
]
