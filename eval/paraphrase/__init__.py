"""The same question in other words: paraphrases of any case, made by rules from a seed, that ask what the case asks."""

from __future__ import annotations

from eval.paraphrase.making import Paraphrase, paraphrases
from eval.paraphrase.naming import Department, Known
from eval.paraphrase.rules import KINDS

__all__ = ["KINDS", "Department", "Known", "Paraphrase", "paraphrases"]
