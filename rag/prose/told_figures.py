"""Figures of the prose that a question names by what they are and by the words of their sentence (诉求解决率)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.wants import want_words
from rag.answer import Answer
from rag.figures.figures import fits_kind, told
from rag.holdings.desk import Desk
from rag.holdings.short_names import abbreviates
from rag.language.query import Query
from rag.prose.passages import passage
from rag.prose.passages import told_figures as tell_figures
from rag.text.counters import counted_in
from rag.text.figures_said import Figure, figures_of, kind_of
from rag.understanding.topic import segments_in, segments_of, share

#: how much of what a question says beside the name of the figure its sentence and heading must have
_NEEDED = 0.75
#: a name of so few characters needs other words of the question beside it in the sentence
_SHORT = 3
#: the share of the words from which on an answer is on what is asked, by how much another has to have more of them
_HALF, _CLEARLY = 0.6, 0.25
#: so many characters name a thing
_NAME = 2
#: by how much the printed name of a thing may be longer than the short form of it
_LONGER = 2
#: so many figures are a list
_FEW = 3
#: so near before an amount stands what was done with it
_NEAR_ACT = 6
#: of what it is asked how much it is, and what stands between a name and its figure
_NAME_ASKED = re.compile(
    r"(?P<name>[一-鿿“”]{4,24}?)(?:一共|总共|究竟|到底|实际|最终|最后|大概|能|都){0,4}+(?:是|有|为|达到?|完成|做到|到)?了?(?:多少|百分之(?:多少|几)|几)"
)
_IS = re.compile("(?:分别|实际|共|均)?(?:是|有|为|达到?|完成)?了?$")
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


def right_behind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figure that stands right behind the name of which a question asks how much it is (规范管理率78.40%)."""
    match = _NAME_ASKED.search(query.rest)
    if match is None or query.operations or query.tables or query.claim is not None or query.place is not None:
        return None
    name = name_key(match["name"])
    for size in range(len(name), max(_SHORT, len(name) // 2), -1):
        own, words = name[-size:], segments_in(name[:-size])
        found = [
            (s, f)
            for s in desk.outline(doc_id).sentences
            if s.section_key != "glossary"
            and own in s.key
            and share(words, s.key + s.heading) >= (_HALF if words else 0)
            for f in figures_of(s)
            if f.unit is not None and _IS.sub("", f.before).endswith(own) and _is_of_kind(query, f, own)
        ]
        if found:
            same = len({(f.number, f.unit) for _, f in found}) == 1
            return tell_figures(query, desk, doc_id, [found[0][0]], [found[0][1]]) if same else None
    return None


def _is_of_kind(query: Query, figure: Figure, name: str) -> bool:
    """Whether a figure is of a kind that is asked for; a rate is a percentage."""
    kinds = query.kinds or (["percent"] if name.endswith("率") else [])
    return not kinds or kind_of(figure.unit) in kinds


def by_short_name(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The one number of what a question calls by a short form of its printed name (几个居委会: 24个居民委员会)."""
    counted = counted_in(query.rest)
    if len(counted) != 1 or len(counted[0].thing) < _SHORT or query.subjects or query.operations or query.tables:
        return None
    thing, own = counted[0].thing, desk.reports[doc_id].department or ""
    words = [w for w in segments_of(query) if w not in thing and thing not in w and w not in own]
    found = [
        (s, f)
        for s in desk.outline(doc_id).sentences
        if s.section_key != "glossary" and share(words, s.key + s.heading) >= (_NEEDED if words else 0)
        for f in figures_of(s)
        if f.unit is not None and counted[0].fits(f.unit) and _is_short_for(thing, f.behind)
    ]
    if len({f.number for _, f in found}) != 1:
        return None
    return tell_figures(query, desk, doc_id, [found[0][0]], [found[0][1]])


def _is_short_for(thing: str, behind: str) -> bool:
    """Whether the words behind a number begin with a longer name of a thing."""
    sizes = range(len(thing) + 1, min(len(behind), _LONGER * len(thing)) + 1)
    return behind[:1] == thing[:1] and any(abbreviates(thing, behind[:size]) for size in sizes)


def nearer(query: Query, desk: Desk, doc_id: str, answer: Answer | None) -> Answer | None:
    """An answer, or the sentence that has clearly more of what a number of things is asked about than it has.

    有几个社区没设暂存点 is asked of more than the number of 社区.
    """
    if answer is not None and (of_act := _of_act(query, desk, doc_id, answer)):
        return of_act
    if answer is None or query.operations or query.rows is not None or query.tables:
        return answer
    if any(s.measure for s in query.subjects) or not 0 < len(answer.values) < _FEW:
        return answer
    if of_thing := _of_thing(query, desk, doc_id, answer):
        return of_thing
    if query.kinds != ["count"]:
        return answer
    if any(c.table for c in answer.citations) or query.project:
        return answer
    words = [w for w in segments_of(query) if not want_words().asking_stated.search(w)]
    words = [w for w in words if not any(w != o and w in o for o in words)]
    own = share(words, name_key(answer.answer + "".join(c.quote + (c.section or "") for c in answer.citations)))
    if own > _HALF:
        return answer
    other = passage(query, desk, doc_id)
    better = other is not None and bool(other.values) and share(words, name_key(other.answer)) >= own + _CLEARLY
    return other if better else answer


def _of_act(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer | None:
    """The amount right behind what was done with it (追回资金4.08万元), where the answer has another of that name."""
    match = question_words().acts_on_money.search(query.rest)
    if match is None or any(match["act"] in f"{c.quote}{c.row}" for c in answer.citations):
        return None
    found = [
        (s, f)
        for s in desk.outline(doc_id).sentences
        for f in figures_of(s)
        if f.unit in MONEY and match["act"] in f.before[-_NEAR_ACT:]
    ]
    return tell_figures(query, desk, doc_id, [found[0][0]], [found[0][1]]) if len(found) == 1 else None


def _of_thing(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer | None:
    """The figure that counts what is asked (服务群众1.9万人次), where the answer has another one of its sentence."""
    counted = [c for c in counted_in(query.rest) if len(c.thing) >= _NAME]
    if len(counted) != 1 or counted[0].unit is not None or any(c.table for c in answer.citations):
        return None
    thing = counted[0].thing
    if any(thing in name_key(f"{v.label}{v.unit}") for v in answer.values):
        return None
    quotes = [c.quote for c in answer.citations]
    for sentence in desk.outline(doc_id).sentences:
        if not any(q in sentence.text or sentence.text in q for q in quotes):
            continue
        figures = [f for f in figures_of(sentence) if f.unit and kind_of(f.unit) == "count"]
        own = [f for f in figures if thing in f.before or counted[0].is_of(f.unit, f.behind)]
        if len(own) == 1 and own[0].number not in {v.value for v in answer.values}:
            return tell_figures(query, desk, doc_id, [sentence], own)
    return None


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
