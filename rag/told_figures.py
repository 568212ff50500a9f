"""Figures of the prose that a question names by what they are and by the words of their sentence (诉求解决率)."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.wants import want_words
from rag.answer import Answer
from rag.desk import Desk
from rag.figures import fits_kind, told
from rag.query import Query
from rag.topic import segments_of, share

#: how much of what a question says beside the name of the figure its sentence and heading must have
_NEEDED = 0.75
#: a name of so few characters needs other words of the question beside it in the sentence
_SHORT = 3
#: columns of figures that are of a thing itself, and not of how it changed
_OF_ITSELF = {"比例", "数量", "决算数", "得分", "实际完成值"}

#: columns of figures that the words of a question for another column may mean
_MEANT_BY = {"实际完成值": _OF_ITSELF, "完成比例": {"比例"}, "占比": {"比例"}}


def in_sentence(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The one figure of the prose whose name stands in a question and whose sentence has the rest of its words."""
    if query.tables or query.wants.kinds or query.claim is not None or query.has("conflict", "sum", "difference"):
        return None
    if any(s.measure is not None and not s.generic for s in query.subjects):
        return None  # what is known by a measure has its own figures
    text = name_key(query.rest)
    named = [f for f in desk.index(doc_id).facts if _is_named(f, text, query.columns) and fits_kind(query, f)]
    size = max((len(name_key(f.row_name)) for f in named), default=0)
    if size < 2:
        return None
    words = [w for w in segments_of(query) if not want_words().asking_stated.search(w)]
    outline = desk.outline(doc_id)
    fits: dict[Fact, float] = {}
    for fact in named:
        key = name_key(fact.row_name)
        rest = [w for w in words if w not in key and key not in w]
        sentence = next(
            (s.key for s in outline.sentences if fact.start is not None and s.start <= fact.start < s.end), ""
        )
        body = sentence or name_key(fact.quote)
        if len(key) <= _SHORT and not rest:
            continue
        about = share(rest, body + name_key(fact.section)) if rest else 1.0
        fits[fact] = about + len(key) / 100
    best = max(fits.values(), default=0.0)
    kept = [f for f, fit in fits.items() if fit == best]
    if best < _NEEDED or len({(f.value, f.unit) for f in kept}) != 1:
        return None
    return told(query, desk, kept[:1])


def _is_named(fact: Fact, text: str, columns: Sequence[str]) -> bool:
    key = name_key(fact.row_name)
    return (
        fact.origin == "prose"
        and fact.value is not None
        and fact.column in _OF_ITSELF
        and all(fact.column in _MEANT_BY.get(c, {c}) for c in columns)
        and len(key) >= 2
        and key in text
        and key not in question_words().untelling
    )
