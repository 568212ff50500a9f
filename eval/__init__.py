"""Known answers: fictional reports with known truth, cases, metrics and the runner behind ``juesuan eval``."""

from __future__ import annotations

from eval.runner import Outcome, run, score_file

__all__ = ["Outcome", "run", "score_file"]
