"""Several figures told in one sentence: 办了几期、多少人次 is answered by the sentence that has both.

Each part of the question wants a figure of its unit; the sentence that covers the question best and has one for each
part, alone or with the one after it, is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose import off_plan
from rag.prose.passages import SAID, next_to, ranked, told_figures, with_sequel
from rag.text.counters import Counted, counted_in, counts_as
from rag.text.figures_said import Figure, figures_of, kind_of
from rag.text.outline import Outline, Sentence
from rag.understanding.topic import segments_in, segments_of, share, stated_numbers

_CUT = re.compile(rf"[，,、；;？?]|(?<={unit_words().set_pattern('closing', guarded=False)})(?=和|及|以及)")
_ASKS = re.compile(r"多少|(?<!哪)几(?!乎)|百分之几|多[高大长久]")
_BARE = re.compile(r"[|是有的]*(?:多少|几)[|呢]*")
#: a thing that a part names by one character
_BY_ONE = re.compile(r"[|是为的评]*[\"“]?([\u4e00-\u9fff])[\"”]?(?:等级)?的?(?:项目)?(?:有|是)?(?:多少|几)")
_ASKING = re.compile(r"多[少高大长久]|几|百分|长时间")
_MONEY = re.compile(r"(?:多少|几)(?:亿|万|元|钱)|(?:金额|资金|投资|经费|投入)[^，,]{0,3}(?:多少|几)|花了")
_HOW_LONG = re.compile(r"多长时间|多久|几(?:天|年|个?月)")
#: a part that asks for what was done beside what was planned, or the other way round: the same is counted
_PLANNED = re.compile(r"实际|最后|结果|计划|目标|原定|应该|要求|指标|任务|累计|总[数共]|一共|当年|[原现]有")
#: a change is asked for, or told right before a figure
_CHANGED = re.compile(r"增长|增加|下降|减少|提高|降低|增幅|降幅")
#: a part that asks for what was spent, and what stands right before an amount that was only planned
_SPENT, _OF_BUDGET = re.compile(r"花了|花费|花掉|用了|开支"), re.compile(r"(?:预算数?|预算安排)(?:为|是)?$")
#: the share of a question that the sentences must cover, and that of the words of a part
_NEEDED, _OWN, _ALL = 0.5, 0.5, 0.95
#: operations that make one figure of several, so that fewer are told than are asked for
_COMPUTED = ("sum", "difference", "ratio", "share", "per_head", "conflict", "list", "rank")
#: what may follow 多少 and is the counter of nothing
_NO_COUNTER = {"万", "亿", "分"}
#: how many sentences are looked at
_MOST = 40
#: a part that asks for money without its unit
_MONEY_ASKED = re.compile(r"资金|金额|多少钱|经费")


@dataclass(frozen=True, slots=True)
class _Ask:
    """One figure that is asked for: its unit or kind, and the words that only this part of the question has."""

    unit: str | None
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    part: str = ""
    counted: Counted | None = None


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
                if off_plan.asked_both(query) and (off := off_plan.off_plan(kept)) is not None:
                    return off_plan.with_plan(told_figures(query, desk, doc_id, kept, [off.done]), off)
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
    if len(asks) < 2 or _has_both_sides(query, answer):
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
    # 实际花了多少，完成预算百分之几: columns of one measure, each with its own place
    of_columns = len(query.subjects) == 1 and query.subjects[0].measure is not None and bool(query.columns)
    leans = any(not a.words for a in asks[1:]) and not of_columns
    if leans and len({c.section for c in answer.citations}) > 1:
        # 涉及多少资金 speaks of what stands before it: figures from far apart are seldom both meant
        return in_one_sentence(query, desk, doc_id, needed=_ALL) or answer
    return answer


def _has_both_sides(query: Query, answer: Answer | None) -> bool:
    """Whether an answer has what was planned and what came of it from a form, in whatever units that prints them."""
    known = [v for v in answer.values if v.label != SAID] if answer is not None else []
    return len(query.sides) == 2 <= len(known)


def _known_first(asks: Sequence[_Ask], answer: Answer | None) -> Value | None:
    """The figure of a known fact that answers the first part of a question, where the answer has no other."""
    values = [] if answer is None or len(answer.values) > 1 else answer.values
    ask = asks[0]
    if answer is None or share(ask.words, name_key(answer.answer)) < _OWN:
        return None  # of something else that is called alike: 三大改造项目有多少个 asks for no 自评项目
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
    pieces = [_each_ask(piece) for piece in _CUT.split(query.rest)]
    parts = [p for piece in pieces for p in piece if not _BARE.fullmatch(p)]
    going_on = {p for piece in pieces for p in piece[1:]}
    asks: list[_Ask] = []
    for part in parts if len(parts) > 1 else ():
        counted = next(iter(counted_in(part)), None)
        unit = counted.unit if counted is not None and counted.unit not in _NO_COUNTER else None
        if counted is not None and counted.thing == "人":
            unit = "人"  # 几个人
        kinds = tuple(k for k, pattern in words.unit_asked.items() if pattern.search(part))
        if unit is None and not kinds and _MONEY.search(part):
            kinds = ("money",)
        if unit is None and not kinds and _HOW_LONG.search(part):
            kinds = ("count",)
        # 发了多少份收回多少: the same is counted in what goes on without a comma
        of_the_same = part in going_on and bool(asks) and _is_rare(asks[-1].unit) and not (counted and counted.thing)
        if unit is None and not kinds and asks and (_PLANNED.search(part) or of_the_same):
            unit, kinds = asks[-1].unit, asks[-1].kinds
        others = [other for other in parts if other is not part]
        own = [w for w in _telling(segments_in(part)) if not any(w in other for other in others)]
        asks.append(_Ask(unit, kinds, tuple(own), part, counted))
    return asks


def _each_ask(piece: str) -> list[str]:
    """A piece that asks for one figure; one that asks for several, cut behind each (发了多少份|收回多少)."""
    asks = list(_ASKS.finditer(piece))
    if len(asks) < 2:
        return [piece] if asks else []
    cuts = []
    for ask in asks[:-1]:
        counted = counted_in(piece[ask.start() :])[0] if ask.group(0) in {"多少", "几"} else None
        end = ask.end() + (len(counted.unit or "") if counted is not None else 0)
        # 几个镇街|多少个村, but 多少份|收回多少: what stands before a bare 多少 says of what that is asked
        named = counted is not None and counted.told == counted.thing
        if counted is not None and named and not _BARE.fullmatch(piece[end + len(counted.told) :]):
            end += len(counted.told)
        cuts.append(end)
    return [piece[a:b] for a, b in zip([0, *cuts], [*cuts, len(piece)], strict=True)]


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
    if len(listed := with_sequel(sentence, outline)) > 2:
        yield listed


def _figures_for(asks: Sequence[_Ask], sentences: Sequence[Sentence], stated: Sequence[str]) -> list[Figure]:
    """A figure for each part in turn, the nearest to its words; empty where one part has none."""
    every = [f for s in sentences for f in figures_of(s) if f.number not in stated]
    found: list[Figure] = []
    for ask in asks:
        fitting = [f for f in every if f not in found and _fits(ask, f)]
        if not fitting:
            return []
        if ask.unit is None and _MONEY_ASKED.search(ask.part):
            fitting = [f for f in fitting if f.unit in MONEY] or fitting
        if exact := [f for f in fitting if ask.unit in unit_words().finer and f.unit == ask.unit]:
            fitting = exact  # of 300人 and 450人次, 人次 asks for the latter
        elif ask.unit is not None:
            fitting = [f for f in fitting if f.unit not in unit_words().finer] or fitting
        found.append(_nearest(ask, fitting))
    body = "".join(s.key for s in sentences)
    return found if all(_is_told(a, asks[0], every, body) for a in asks[1:]) else []


def _is_told(ask: _Ask, first: _Ask, every: Sequence[Figure], body: str) -> bool:
    """Whether a part behind the first is told: by its unit, by its words, or as all else is and one figure fits it."""
    if _is_rare(ask.unit) or not ask.words or share(ask.words, name_key(body)) >= _OWN:
        return True
    plain = [f for f in every if _fits(ask, f) and f.unit not in unit_words().finer]
    alone = ask.unit is not None and len(plain) == 1
    return alone and bool(first.words) and share(first.words, body) >= _ALL


def _nearest(ask: _Ask, fitting: Sequence[Figure]) -> Figure:
    """Of figures that fit a part the one right before what it counts, else that with most of its words around it.

    Of a part that names its thing by one character (良的几个) that which has this right before it.
    """
    if _CHANGED.search(ask.part):
        fitting = [f for f in fitting if _CHANGED.search(f.before[-4:])] or list(fitting)
    if _SPENT.search(ask.part) and "预算" not in ask.part:
        fitting = [f for f in fitting if not _OF_BUDGET.search(f.before)] or list(fitting)
    counting = [f for f in fitting if ask.counted is not None and ask.counted.is_of(f.unit, f.behind)]
    named = _BY_ONE.match(ask.part)
    counting = counting or [f for f in fitting if named is not None and f.before.rstrip('"的')[-1:] == named.group(1)]
    near = counting or fitting
    return max(near, key=lambda f: (share(ask.words, f.around), share(ask.words, f.before))) if ask.words else near[0]


def _is_rare(unit: str | None) -> bool:
    """Whether a unit is one that few things are counted in, so that it tells what is counted."""
    return unit is not None and unit not in unit_words().of_set("common")


def _fits(ask: _Ask, figure: Figure) -> bool:
    return figure.unit is not None and (_counts(ask, figure.unit) or _counts_people(ask, figure.unit))


def _counts_people(ask: _Ask, unit: str) -> bool:
    return ask.counted is not None and ask.counted.unit == ask.unit and ask.unit is not None and ask.counted.fits(unit)


def _counts(ask: _Ask, unit: str | None) -> bool:
    if ask.unit is not None:
        return counts_as(ask.unit, unit)
    return kind_of(unit) in ask.kinds if ask.kinds else True


__all__ = ["asks_of", "completed"]
