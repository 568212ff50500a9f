"""Loader of ``bodies.yaml``: how people ask for the bodies of a department, and how reports speak of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words

#: which bodies: those that a report is made up of, those below the department, those inside it, its posts
Bodies = Literal["made_up", "below", "inner", "staff"]
#: what is asked of a body: its level, who stands above it, what kind of body it is
Standing = Literal["level", "parent", "nature", "renamed", "signs"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedBodies(_Data):
    """How something of bodies is asked for, and how reports tell it."""

    asked: Words
    told: Words
    #: the measure of how many there are, as reports state it
    counted: str | None = None


class BodyWords(_Data):
    """Words of questions and reports on bodies."""

    asked: dict[Bodies, AskedBodies]
    standings: dict[Standing, AskedBodies]
    none: Words
    some: Words
    itself: Words
    inside: Words
    heading: Words
    general: Words
    by_matter: Words
    besides: AskedBodies
    changed: AskedBodies
    name: Words
    asking: Words
    people: Words
    people_kinds: dict[str, Words]
    people_asked: Words
    unit: Words
    own_unit: Words
    shorter: Words
    behind_unit: Words

    def bodies_in(self, text: str) -> Bodies | None:
        """Which bodies a folded question asks for."""
        return next((name for name, words in self.asked.items() if words.asked.search(text)), None)

    def people_in(self, text: str) -> frozenset[str]:
        """The kinds of people that a folded text names: a heading, or a question."""
        return frozenset(kind for kind, words in self.people_kinds.items() if words.search(text))

    def standing_in(self, text: str) -> Standing | None:
        """What a folded question asks of the standing of a body."""
        return next((name for name, words in self.standings.items() if words.asked.search(text)), None)


@lru_cache(maxsize=1)
def body_words() -> BodyWords:
    return BodyWords.model_validate(load_yaml("bodies.yaml"))
