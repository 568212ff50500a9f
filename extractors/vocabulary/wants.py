"""Loader of ``wants.yaml``: which kind of words a question asks for, and how reports state them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words

#: the kinds of words that can be asked for
Kind = Literal["reason", "definition", "use", "note", "duty", "body", "goal", "problem", "improvement", "effect"]
#: what a question takes for granted
Premise = Literal["rose", "fell", "over", "under"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asking(_Data):
    """A way of asking, and how much it speaks for the kind."""

    points: float
    words: Words


class Wanted(_Data):
    """A kind of words: its ways of asking, and the points that each trait of a question adds or takes."""

    asked: tuple[Asking, ...]
    traits: dict[str, float] = {}


class Thing(_Data):
    """Something that is asked for (a country, a company), and the pattern of words that tell it."""

    asked: Words
    told: Words


class Refused(_Data):
    """What is not answered but declined, unless the words of ``not`` stand there too, and what is said then.

    ``topic``: declined for its topic, so that what a report itself speaks of is not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    asked: Words
    told: str
    unless: Words | None = None
    topic: bool = False

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, data: dict[str, object]) -> dict[str, object]:
        return {"unless" if key == "not" else key: value for key, value in data.items()}


class VehicleWords(_Data):
    """How the cars of a department are asked for by kind: of all kinds, of one that is named, by what they are for."""

    every: Words
    named: Words
    used_for: Words


class LocatedWords(_Data):
    """How a place is asked for, and how it is told."""

    asked: Words
    told: Words


class ItemWords(_Data):
    """How the duties are asked for by their place in the list, and how many there are."""

    numbered: Words
    counted: Words
    which: Words


class CauseWords(_Data):
    """Reasons in sentences that stand under no label, and questions why there is none of something."""

    asking: Words
    given: Words
    explains: Words
    none_asked: Words
    ruled_out: Words


class PointWords(_Data):
    """A line under which reports explain something of a project, and how what stands there is asked for."""

    label: Words
    asked: Words


class WantWords(_Data):
    """How people ask for words of a report. ``traits`` found by words; others are worked out from the question."""

    enough: float
    sure: float
    kinds: dict[Kind, Wanted]
    traits: dict[str, Words]
    things: tuple[Thing, ...]
    done: Words
    heading: Words
    role_named: Words
    located: LocatedWords
    points: tuple[PointWords, ...]
    project_chapter: Words
    card: Words
    card_names: Words
    overview: Words
    overview_names: Words
    labels: dict[Kind, Words]
    columns: dict[Kind, tuple[str, ...]]
    premises: dict[Premise, Words]
    against_budget: Words
    against_year: Words
    annexed: Words
    because: Words
    used: Words
    about: dict[Kind, Words]
    shared: Words
    items: ItemWords
    caused: Words
    whom: Words
    vehicles: VehicleWords
    causes: CauseWords
    how: Words
    versus: Words
    yes_no: Words
    asking: Words
    asking_stated: Words
    whose_ever: Words
    found_out: Words
    refused: dict[str, Refused]

    #: traits that are no words but what a question speaks of
    worked_out: frozenset[str] = frozenset(
        {"term", "money", "project", "table", "no_table", "figure", "thing", "indicator"}
    )

    @model_validator(mode="after")
    def _traits_known(self) -> WantWords:
        known = set(self.traits) | self.worked_out
        for kind, wanted in self.kinds.items():
            if unknown := set(wanted.traits) - known:
                raise ValueError(f"{kind}: traits {sorted(unknown)} are not defined")
        return self

    def vehicles_in(self, text: str) -> str | None:
        """The kind of cars that a folded question asks for; empty for all kinds, None where none is asked for."""
        if match := self.vehicles.named.search(text) or self.vehicles.used_for.search(text):
            return match.group("kind")
        return "" if self.vehicles.every.search(text) else None

    def scores(self, text: str, traits: frozenset[str]) -> dict[Kind, float]:
        """The points of each kind of which a way of asking stands in a folded question."""
        found: dict[Kind, float] = {}
        for kind, wanted in self.kinds.items():
            asked = max((a.points for a in wanted.asked if a.words.search(text)), default=0.0)
            if asked:
                found[kind] = asked + sum(points for trait, points in wanted.traits.items() if trait in traits)
        return found

    def declined(self, text: str, printed: Callable[[str], bool] = lambda _: False) -> str | None:
        """What is said to a question that is declined; None for one that is not.

        ``printed`` tells whether a report at hand prints a word: such a word (彩票公益金) is not off the topic.
        """
        for refused in self.refused.values():
            match = refused.asked.search(text)
            if match is None or (refused.unless and refused.unless.search(text)):
                continue
            if not (refused.topic and printed(match.group(0))):
                return refused.told
        return None


@lru_cache(maxsize=1)
def want_words() -> WantWords:
    return WantWords.model_validate(load_yaml("wants.yaml"))
