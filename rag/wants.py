"""Understanding of questions that are answered in the report's words: which kind of words is wanted, and about what.

No single word decides. 怎么解释 asks for a definition of a term and for the reason of a rise, 是干嘛的 for the meaning
of a 科目 and for the use of a payment: each kind gathers points from the ways of asking and from what is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field

from extractors.vocabulary.bodies import Bodies, Standing, body_words
from extractors.vocabulary.wants import Kind, Premise, want_words


class Wants(BaseModel):
    """What words a question asks for. ``kinds`` are those it may mean, the likeliest first; empty for figures alone.

    ``premise`` is what it takes for granted: that something rose, fell, went over or stayed under the budget.
    ``against_budget``: the difference to the budget is meant, not that to the year before. ``thing`` is a pattern of
    words that an answer must hold (a country, a company). ``bodies`` tells which bodies are asked for,
    ``one_body`` that one of them is, by what it deals with, ``standing`` what is asked of one (its level, who stands
    above it, its nature). ``versus`` is what a figure is compared with (全市平均), ``yes_no`` says that yes or no is
    asked first, ``how`` that the state of something is asked for.
    ``duties_counted``: how many duties there are. ``shared``: how two bodies share a duty. ``vehicles`` is the kind of
    cars of which the number is asked, empty where all kinds are. ``sure``: the way of asking leaves no doubt about the
    first kind.
    """

    kinds: list[Kind] = Field(default_factory=list)
    premise: Premise | None = None
    against_budget: bool = False
    annexed: bool = False
    yes_no: bool = False
    how: bool = False
    shared: bool = False
    duties_counted: bool = False
    sure: bool = False
    thing: str | None = None
    bodies: Bodies | None = None
    one_body: bool = False
    standing: Standing | None = None
    versus: str | None = None
    vehicles: str | None = None


def wants_of(text: str, traits: Iterable[str] = ()) -> Wants:
    """The words that a folded question asks for; ``traits`` are those that its words alone do not show."""
    words = want_words()
    shown = {name for name, pattern in words.traits.items() if pattern.search(text)}
    thing = next((t.told.pattern for t in words.things if t.asked.search(text)), None)
    points = words.scores(text, frozenset(shown | set(traits) | ({"thing"} if thing else set())))
    standing = body_words().standing_in(text)
    if standing is not None:
        points["body"] = words.sure + 1  # what a body is, is asked in words that are asked of nothing else
    order = {kind: place for place, kind in enumerate(words.kinds)}
    kinds = sorted((k for k, p in points.items() if p >= words.enough), key=lambda k: (-points[k], order[k]))
    if standing is not None or kinds[:1] == ["body"]:
        thing = None  # 是谁派出的, 下属单位是谁 ask for a body, not for a person
    return Wants(
        kinds=kinds,
        premise=_premise(text),
        against_budget=bool(words.against_budget.search(text) and not words.against_year.search(text)),
        annexed=bool(words.annexed.search(text)),
        yes_no=bool(words.yes_no.search(text)),
        how=bool(words.how.search(text)),
        shared=bool(words.shared.search(text)),
        duties_counted=bool(words.duties_counted.search(text)),
        sure=bool(kinds) and points[kinds[0]] >= words.sure,
        thing=thing,
        bodies=body_words().bodies_in(text),
        one_body=bool(body_words().by_matter.search(text)),
        standing=standing,
        vehicles=words.vehicles_in(text),
        versus=match.group(1) if (match := words.versus.search(text)) else None,
    )


def _premise(text: str) -> Premise | None:
    """The one thing that a question takes for granted; none where it says two that exclude one another."""
    said: dict[Premise, bool] = {name: bool(p.search(text)) for name, p in want_words().premises.items()}
    if said["over"] != said["under"]:
        return "over" if said["over"] else "under"
    if said["rose"] != said["fell"] and not said["over"]:
        return "rose" if said["rose"] else "fell"
    return None
