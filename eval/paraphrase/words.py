"""The words that paraphrases are made with (words.yaml), checked on load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, field_validator


class Typos(BaseModel):
    """Words that may be mistyped; the first character of each group of sounds is theirs, the others sound like it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    sounds: tuple[str, ...]

    def of(self, word: str) -> Iterator[str]:
        """A word with one character mistyped or, in a long word, left out; it must stay readable."""
        alike = {group[0]: group[1:] for group in self.sounds}
        for at, char in enumerate(word):
            yield from (word[:at] + other + word[at + 1 :] for other in alike.get(char, ""))
        if len(word) >= _LONG:
            yield from (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))


class Words(BaseModel):
    """Rewritings by kind; see the head of words.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    synonyms: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    particles: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    typos: Typos
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    shortened: dict[str, str]

    @field_validator("synonyms", "particles")
    @classmethod
    def _something_instead(cls, entries: tuple[tuple[object, tuple[str, ...]], ...]) -> object:
        for word, instead in entries:
            if not instead:
                raise ValueError(f"nothing is given that may stand for {word}")
        return entries


#: a word is still read without one of its inner characters from so many on
_LONG = 5


@cache
def words() -> Words:
    text = (files("eval.paraphrase") / "words.yaml").read_text(encoding="utf-8")
    return Words.model_validate(yaml.safe_load(text))
