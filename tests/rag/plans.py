"""Budgets written by hand, each alone in a library, and what is answered from them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rag.answer import Answer
from rag.library import Library
from tests.rag.test_grounding import ask, library_of

_FOLDER = Path(__file__).parent.parent / "extractors"


def text_of(name: str) -> str:
    """The text of one budget, by the end of the name of its file."""
    return (_FOLDER / f"budget-{name}.txt").read_text(encoding="utf-8")


@cache
def _library(name: str) -> Library:
    return library_of(text_of(name))


def asked_of(name: str, question: str) -> Answer:
    """The answer to a question from one budget, by the end of the name of its file."""
    return ask(_library(name), question)
