"""Errors planted in faultless reports, each with the rules that must notice it."""

from __future__ import annotations

from eval.planting.kinds import KINDS
from eval.planting.plant import Kind, Planted, plant

__all__ = ["KINDS", "Kind", "Planted", "plant"]
