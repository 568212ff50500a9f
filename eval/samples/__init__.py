"""Fictional reports with known truth: invented departments and amounts, consistent by construction."""

from __future__ import annotations

from eval.samples.generate import generate
from eval.samples.options import Options
from eval.samples.sample import Sample
from eval.samples.sets import sample_set, write_samples
from eval.samples.truth import Truth, TruthCell, TruthFigure

__all__ = ["Options", "Sample", "Truth", "TruthCell", "TruthFigure", "generate", "sample_set", "write_samples"]
