"""Understanding of questions that are answered in the report's words: which kind of words is wanted, and about what.

No single word decides. 怎么解释 asks for a definition of a term and for the reason of a rise, 是干嘛的 for the meaning
of a 科目 and for the use of a payment: each kind gathers points from the ways of asking and from what is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, Field

from extractors.vocabulary.bodies import Bodies, Standing, body_words
from extractors.vocabulary.wants import Kind, Premise, want_words
from rag.language.quantities import number_of

#: 哪三样 asks as 哪几样 does
_SO_MANY = re.compile(r"哪[二两三四五六七八九十](?=[个家项条样种类款点笔块大])(?!个月|种程)")
_MASKED = re.compile(r"\|{2,}")


class Wants(BaseModel):
    """What words a question asks for. ``kinds`` are those it may mean, the likeliest first; empty for figures alone.

    ``premise`` is what it takes for granted: that something rose, fell, went over or stayed under the budget.
    ``against_budget``: the difference to the budget is meant, not that to the year before. ``thing`` is a pattern of
    words that an answer must hold (a country, a company). ``bodies`` tells which bodies are asked for, ``one_body``
    that one of them is, by what it deals with, ``besides`` that others than those named are,
    ``bodies_changed`` that it is asked how they changed, ``standing`` what is asked
    of one (its level, who stands above it, its nature). ``versus`` is what a figure is compared with (全市平均),
    ``yes_no`` says that yes or no is asked first, ``how`` that the state of something is asked for. ``shared``: how two
    bodies share a duty. ``items`` are the numbers of the duties that are asked for (第九条; -1 for the last one),
    ``counts_items`` says that the number of duties is, ``which_item`` that the place in the list of what is named is.
    ``cause`` is what a question names as a cause to ask what it brought about (因疫情少花的是哪几项). ``whom``: whom a
    reception was for. ``vehicles`` is the kind of cars of which the number is asked, empty where all kinds are.
    ``sure``: the way of asking leaves no doubt about the first kind.
    """

    kinds: list[Kind] = Field(default_factory=list)
    premise: Premise | None = None
    against_budget: bool = False
    annexed: bool = False
    yes_no: bool = False
    how: bool = False
    shared: bool = False
    items: list[int] = Field(default_factory=list)
    counts_items: bool = False
    which_item: bool = False
    cause: str | None = None
    whom: bool = False
    sure: bool = False
    thing: str | None = None
    bodies: Bodies | None = None
    one_body: bool = False
    besides: bool = False
    bodies_changed: bool = False
    standing: Standing | None = None
    versus: str | None = None
    vehicles: str | None = None


def wants_of(text: str, traits: Iterable[str] = ()) -> Wants:
    """The words that a folded question asks for; ``traits`` are those that its words alone do not show."""
    words = want_words()
    # a name that was masked counts for as much as any other word, however long it is
    text = _MASKED.sub("|", _SO_MANY.sub("哪几", text))
    shown = {name for name, pattern in words.traits.items() if pattern.search(text)}
    thing = next((t.told.pattern for t in words.things if t.asked.search(text)), None)
    points = words.scores(text, frozenset(shown | set(traits) | ({"thing"} if thing else set())))
    standing = body_words().standing_in(text)
    if standing is not None:
        points["body"] = words.sure + 1  # what a body is, is asked in words that are asked of nothing else
    one_body = bool(body_words().by_matter.search(text))
    if one_body and "body" in points:
        points["body"] = max(points.values()) + 1  # 归哪个科管 asks for the body, not for the duty
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
        items=_items(text) if points.get("duty") else [],
        counts_items=bool(points.get("duty") and words.items.counted.search(text)),
        whom=bool(words.whom.search(text)),
        which_item=bool(points.get("duty") and words.items.which.search(text)),
        cause=_cause(text),
        sure=bool(kinds) and points[kinds[0]] >= words.sure,
        thing=thing,
        bodies=body_words().bodies_in(text),
        one_body=one_body,
        besides=bool(body_words().besides.asked.search(text)),
        bodies_changed=bool(body_words().changed.asked.search(text)),
        standing=standing,
        vehicles=words.vehicles_in(text),
        versus=match.group(1) if (match := words.versus.search(text)) else None,
    )


def _items(text: str) -> list[int]:
    """The numbers of the items of a list that are asked for; -1 for the last one."""
    found = want_words().items.numbered.finditer(text)
    return [-1 if m.group("last") else int(number_of(m.group("number"))) for m in found]


def _cause(text: str) -> str | None:
    """The cause that a question names to ask what it brought about."""
    match = want_words().caused.search(text)
    return next((c for c in match.groupdict().values() if c), None) if match else None


def _premise(text: str) -> Premise | None:
    """The one thing that a question takes for granted; none where it says two that exclude one another."""
    said: dict[Premise, bool] = {name: bool(p.search(text)) for name, p in want_words().premises.items()}
    if said["over"] != said["under"]:
        return "over" if said["over"] else "under"
    if said["rose"] != said["fell"] and not said["over"]:
        return "rose" if said["rose"] else "fell"
    return None
