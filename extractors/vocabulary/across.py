"""Loader of ``across.yaml``: how people ask about several reports at once."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import load_yaml
from extractors.vocabulary.patterns import Words


class AcrossWords(BaseModel):
    """The words that ask for a ranking, a sum, a number of departments or a comparison, and their conditions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    own_bodies: Words
    every: Words
    which: Words
    which_department: Words
    counted: Words
    counted_departments: Words
    excluded_before: Words
    excluded_behind: Words
    sum_against: Words
    mixed: Words
    asks_anew: Words
    any_of: Words
    numbered_apart: Words
    budget_asked: Words
    joins: Words
    named_levels: dict[str, Words]
    bodies_of: Words
    level_of: Words
    metrics: dict[str, Words]
    conditions: dict[str, Words]
    all_of: Words
    against_other: dict[str, Words]
    between: Words
    over_budget_by: Words
    over: Words
    under: Words
    inclusive: Words
    clause_ends: Words
    filters: Words
    added: Words
    added_of_some: Words
    median: Words
    of_all: Words
    part_of_all: Words
    as_part: Words
    less: Words
    more: Words
    ends: Words
    of_first: Words
    superlative: Words
    place_asked: Words
    first_is: Words
    which_year: Words
    either: Words
    falls: Words
    saved: Words
    saves_most: Words
    top_together: Words
    two_places: Words
    all_others: Words
    ranked_alike: Words
    least_fall: Words
    least_rise: Words
    each: Words
    in_all_years: Words

    def without_own_bodies(self, text: str) -> str:
        """A question with the words for bodies of one department (下属几个单位) blanked out, places unchanged."""
        return self.own_bodies.sub(lambda m: "|" * len(m.group(0)), text)


@lru_cache(maxsize=1)
def across_words() -> AcrossWords:
    """The words of ``across.yaml``, checked."""
    return AcrossWords.model_validate(load_yaml("across.yaml"))
