"""Several figures told in one sentence: 办了几期、多少人次 is answered by the sentence that has both.

Each part of the question wants a figure of its unit; the sentence that covers the question best and has one for each
part, alone or with the one after it, is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer, Value
from rag.desk import Desk
from rag.outline import Outline, Sentence
from rag.passages import SAID, Figure, counts_as, figures_of, kind_of, next_to, ranked, told_figures
from rag.query import Query
from rag.topic import segments_in, segments_of, share, stated_numbers

_CUT = re.compile(rf"[，,、；;？?]|(?<={unit_words().set_pattern('closing', guarded=False)})(?=和|及|以及|多少|几)")
_ASKS = re.compile(r"多少|(?<!哪)几(?!乎)|百分之几|多高|多大")
_BARE = re.compile(r"[|是有的]*(?:多少|几)[|呢]*")
_ASKING = re.compile(r"多少|几|百分")
_MONEY = re.compile(r"(?:多少|几)(?:亿|万|元|钱)|(?:金额|资金|投资|经费|投入)[^，,]{0,3}(?:多少|几)|花了")
#: a part that asks for what was done beside what was planned, or the other way round: the same is counted
_PLANNED = re.compile(r"实际|最后|结果|计划|目标|原定|应该|要求")
#: the share of a question that the sentences must cover, and that of the words of a part
_NEEDED, _OWN, _ALL = 0.5, 0.5, 0.95
#: operations that make one figure of several, so that fewer are told than are asked for
_COMPUTED = ("sum", "difference", "ratio", "share", "per_head", "conflict", "list", "rank")
#: how many sentences are looked at
_MOST = 40


@dataclass(frozen=True, slots=True)
class _Ask:
    """One figure that is asked for: its unit or kind, and the words that only this part of the question has."""

    unit: str | None
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    part: str = ""


def in_one_sentence(query: Query, desk: Desk, doc_id: str, needed: float = _NEEDED) -> Answer | None:
    """The sentence that has a figure for each part of a question; None for a question of one part.

    ``needed`` is the share of the question that the sentence must cover.
    """
    asks = asks_of(query)
    if len(asks) < 2:
        return None
    outline = desk.outline(doc_id)
    segments = _telling(segments_of(query))
    stated = stated_numbers(query)
    for sentence in ranked(query, outline)[:_MOST]:
        for kept in _alone_or_followed(sentence, outline):
            body = "".join(s.key for s in kept)
            found = _figures_for(asks, kept, stated)
            if found and share(segments, body + sentence.heading) >= needed:
                others = [s for s in _beside(kept, outline) if _says_as_much(s, sentence, segments)]
                more = [(s, f) for s in others if (f := _figures_for(asks, [s], stated))]
                kept = sorted([*kept, *(s for s, _ in more)], key=lambda s: s.order)
                return told_figures(query, desk, doc_id, kept, [*found, *(x for _, f in more for x in f)])
    return None


def _beside(kept: Sequence[Sentence], outline: Outline) -> list[Sentence]:
    """The sentences right before and after some."""
    around = [kept[0].order - 1, kept[-1].order + 1]
    found = [outline.sentences[n] for n in around if 0 <= n < len(outline.sentences)]
    return [s for s in found if s.section == kept[0].section]


def _says_as_much(other: Sentence, chosen: Sentence, segments: Sequence[str]) -> bool:
    """Whether a sentence beside the chosen one covers as much of the question (行政编制…；事业编制…)."""
    return share(segments, other.key) >= share(segments, chosen.key) > 0


def completed(query: Query, desk: Desk, doc_id: str, answer: Answer | None) -> Answer | None:
    """An answer, or the sentence that has all the figures asked for where the answer has not."""
    asks = asks_of(query) if query.asks_figure and not query.has(*_COMPUTED) else []
    if len(asks) < 2:
        return answer
    if answer is None or not are_met(asks, answer):
        told = in_one_sentence(query, desk, doc_id)
        known = _known_first(asks, answer)
        if told is None or known is None or any(v.value == known.value for v in told.values):
            return told or answer
        # a sentence that has another figure in the place of a known one tells at most what else is asked
        return _with_the_others(query, desk, doc_id, answer, asks) or answer
    if not _in_units_asked(asks, answer):
        # of 18家 in a sentence and 13个 elsewhere, 多少家 asks for the former
        other = in_one_sentence(query, desk, doc_id)
        return other if other is not None and _in_units_asked(asks, other) else answer
    leans = any(not a.words for a in asks[1:])
    if leans and len({c.section for c in answer.citations}) > 1:
        # 涉及多少资金 speaks of what stands before it: figures from far apart are seldom both meant
        return in_one_sentence(query, desk, doc_id, needed=_ALL) or answer
    return answer


def _known_first(asks: Sequence[_Ask], answer: Answer | None) -> Value | None:
    """The figure of a known fact that answers the first part of a question, where the answer has no other."""
    values = [] if answer is None or len(answer.values) > 1 else answer.values
    ask = asks[0]
    fits = (v for v in values if v.label != SAID and v.unit and ask.unit in {None, v.unit} and _counts(ask, v.unit))
    return next(fits, None)


def _with_the_others(
    query: Query, desk: Desk, doc_id: str, answer: Answer | None, asks: Sequence[_Ask]
) -> Answer | None:
    """The answer to the first part, and after it the sentences that tell the others by their own words."""
    sentences = ranked(query, desk.outline(doc_id))[:_MOST]
    told: list[Answer] = []
    for ask in asks[1:]:
        near = ((s, f) for s in sentences for f in figures_of(s) if ask.words and _fits(ask, f))
        sentence, figure = next((x for x in near if share(ask.words, x[1].around) >= _ALL), (None, None))
        if sentence is not None and figure is not None:
            told.append(told_figures(query, desk, doc_id, [sentence], [figure]))
    return compose.together(query.text, [answer, *told])


def asks_of(query: Query) -> list[_Ask]:
    """The figures that a question asks for, one for each part that asks for one; none for a question of one part."""
    words = question_words()
    parts = [p for p in _CUT.split(query.rest) if _ASKS.search(p) and not _BARE.fullmatch(p)]
    asks: list[_Ask] = []
    for part in parts if len(parts) > 1 else ():
        unit = next(iter(unit_words().asked_in(part)), None)
        kinds = tuple(k for k, pattern in words.unit_asked.items() if pattern.search(part))
        if unit is None and not kinds and _MONEY.search(part):
            kinds = ("money",)
        if unit is None and not kinds and asks and _PLANNED.search(part):
            unit, kinds = asks[-1].unit, asks[-1].kinds
        others = [other for other in parts if other is not part]
        own = [w for w in _telling(segments_in(part)) if not any(w in other for other in others)]
        asks.append(_Ask(unit, kinds, tuple(own), part))
    return asks


def _telling(words: Sequence[str]) -> list[str]:
    return [w for w in words if not _ASKING.search(w)]


def are_met(asks: Sequence[_Ask], answer: Answer) -> bool:
    """Whether an answer has a figure of its own for each part, and of known facts, not of sentences alone."""
    left = list(answer.values)
    for ask in asks:
        fitting = next((v for v in left if _counts(ask, v.unit)), None)
        if fitting is None or fitting.label == SAID:
            return False
        left.remove(fitting)
    return True


def _in_units_asked(asks: Sequence[_Ask], answer: Answer) -> bool:
    """Whether an answer has a figure in the very unit of each part that asks for one, not only in a like one."""
    base = unit_words().base
    left = [base(unit_words().unscaled(v.unit)) for v in answer.values if v.unit]
    for unit in (base(a.unit) for a in asks if a.unit is not None):
        if unit not in left:
            return False
        left.remove(unit)
    return True


def _alone_or_followed(sentence: Sentence, outline: Outline) -> Iterator[list[Sentence]]:
    yield [sentence]
    if (after := next_to(sentence, outline)) is not None:
        yield [sentence, after]


def _figures_for(asks: Sequence[_Ask], sentences: Sequence[Sentence], stated: Sequence[str]) -> list[Figure]:
    """A figure for each part in turn, the nearest to its words; empty where one part has none."""
    every = [f for s in sentences for f in figures_of(s) if f.number not in stated]
    found: list[Figure] = []
    for ask in asks:
        fitting = [f for f in every if f not in found and _fits(ask, f)]
        if not fitting:
            return []
        if exact := [f for f in fitting if ask.unit in unit_words().finer and f.unit == ask.unit]:
            fitting = exact  # of 300人 and 450人次, 人次 asks for the latter
        near = max(fitting, key=lambda f: (share(ask.words, f.around), share(ask.words, f.before)))
        found.append(near if ask.words else fitting[0])
    body = "".join(s.key for s in sentences)
    last = asks[1:]
    told = (_is_rare(a.unit) or not a.words or share(a.words, name_key(body)) >= _OWN for a in last)
    return found if all(told) else []


def _is_rare(unit: str | None) -> bool:
    """Whether a unit is one that few things are counted in, so that it tells what is counted."""
    return unit is not None and unit not in unit_words().of_set("common")


def _fits(ask: _Ask, figure: Figure) -> bool:
    return figure.unit is not None and _counts(ask, figure.unit)


def _counts(ask: _Ask, unit: str | None) -> bool:
    if ask.unit is not None:
        return counts_as(ask.unit, unit)
    return kind_of(unit) in ask.kinds if ask.kinds else True


__all__ = ["asks_of", "completed"]
