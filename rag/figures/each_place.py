"""One thing in each of several places that a question names by what they are of (公用经费明细和“三公”里写的接待费)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.facts import Fact
from extractors.vocabulary import question_words
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer, Status
from rag.figures.figures import belongs, find
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query

_COMPUTED = ("sum", "difference", "share", "ratio", "rank", "per_head", "reason")


def in_each_place(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figure of a thing in each place that is named; None unless at least two are and each has it."""
    named = _thing_and_places(query)
    if named is None:
        return None
    thing, places = named
    facts = list(dict.fromkeys(_figures(query, desk, doc_id, thing, places)))
    if len(facts) != len(places):
        return None
    agree = len({f.value for f in facts}) == 1
    told = "；".join(
        f"{compose.place_of(f)}{compose.label_of(f)}为{compose.value_of(f).value}{f.unit or ''}" for f in facts
    )
    note = "各处一致" if agree else "各处的数不一样，口径可能不同"
    text = f"{desk.title(doc_id)}{thing.name}{note}：{told}。"
    status: Status = "conflict" if query.has("conflict") and not agree else "answered"
    values = [compose.value_of(f) for f in facts]
    known = sorted(f.value for f in facts if f.value is not None)
    if status == "conflict" and len({f.unit for f in facts}) == 1:
        gap = compose.apart(known[-1], known[0], facts[0], "最大相差")
        values.append(gap)
        text += f"{gap.label}{gap.value}{gap.unit or ''}（{gap.formula}）。"
    return compose.answer(query.text, text, status, values, compose.cite(facts, desk.files))


def _thing_and_places(query: Query) -> tuple[Subject, list[Subject]] | None:
    """The thing that is asked about, and the wholes that are only named as places of the report."""
    wholes = [s.within for s in query.subjects if s.within is not None]
    if len(wholes) > 1 and len(wholes) == len(query.subjects) == len(set(wholes)):
        # 接待费在公用经费里和三公里: what it is looked for in is known already
        things = {s.measure.id if s.measure is not None else s.key for s in query.subjects}
        computed = bool(query.tables) or query.has(*_COMPUTED)
        return (replace(query.subjects[0], within=None), wholes) if len(things) == 1 and not computed else None
    known = sorted((s for s in query.subjects if not s.generic and s.within is None), key=lambda s: s.start)
    if len(known) < 3 or len(known) != len(query.subjects) or query.tables or query.has(*_COMPUTED):
        return None
    for thing in (known[0], known[-1]):
        places = [s for s in known if s is not thing]
        last = places[-1]
        behind = understanding_words().in_place.match(query.rest[last.end :])
        if behind and thing.measure is not None and all(p.measure is not None for p in places):
            return thing, places
    return None


def _figures(query: Query, desk: Desk, doc_id: str, thing: Subject, places: list[Subject]) -> Iterator[Fact]:
    """The figure of the thing in each place, as far as it is there."""
    index = desk.index(doc_id)
    plain = query.model_copy(update={"kinds": [], "columns": [], "sections": [], "operations": ["conflict"]})
    found = [f.fact for f in find(plain, desk, doc_id, thing) if f.fact.value is not None]
    main = {"决算数", "数量", *question_words().defaults.values()}
    found = [f for f in found if f.column in main] or found
    for place in places:
        inside = [f for f in found if belongs(f, place, index)]
        yield from sorted(inside, key=lambda f: -belongs(f, place, index))[:1]
