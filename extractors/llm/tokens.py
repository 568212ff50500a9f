"""How many tokens a text has, estimated without the model's tokenizer, which is not at hand."""

from __future__ import annotations

import re

#: a Chinese character is a token in most models, rarely less; the rest is cut into pieces of about three characters
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PER_PIECE = 3
#: what a message costs beside its text
_EACH = 8


def estimate(text: str) -> int:
    """A number of tokens that the text rarely exceeds."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide + _PER_PIECE - 1) // _PER_PIECE


def estimate_all(texts: list[str]) -> int:
    """The tokens of a list of messages."""
    return sum(estimate(text) + _EACH for text in texts)
