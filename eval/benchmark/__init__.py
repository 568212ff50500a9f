"""The benchmark: generated reports, plain and adversarial questions with known answers, and a scorer of any system."""

from __future__ import annotations

from eval.benchmark.worlds import World, build

__all__ = ["World", "build"]
