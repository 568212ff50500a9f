"""Duties: what a department is in charge of, in the words of that chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.desk import Desk
from rag.lookup import FactIndex
from rag.query import Query
from rag.topic import phrases_of, share, topic_of

#: a sentence that only leads in to the list of duties
_LEAD_IN = re.compile(r"[：:]。?$|(以下|如下|下列).{0,8}。?$")
_NUMBER = re.compile(r"^\s*(\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*")
#: the share of a topic that a duty must cover to be the one asked about, and to bear out a plain yes
_ABOUT, _SURE, _BESIDE = 0.6, 0.75, 0.85
_YES = "是。"
_TITLE, _PARAGRAPH = 20, 620
#: the share of the runs of three characters of what is named from which on it is taken to be said
_PUT_SO = 0.6


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a duty that says one thing, with the paragraph it stands in."""

    text: str
    fact: Fact
    fit: float


def duties(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a department is in charge of: whether of what is named, else that duty, else all in brief."""
    facts = _duties_in(desk.index(doc_id))
    if not facts:
        return None
    topic = topic_of(query)
    if not topic:
        return _told(query, desk, doc_id, [compose.clipped(f.raw, 60) for f in facts], facts)
    if titled := _titled(topic, facts):
        return _told(query, desk, doc_id, [compose.clipped(titled.raw, _PARAGRAPH)], [titled])
    clauses = sorted(_clauses(topic, facts), key=lambda c: -c.fit)
    needed = _SURE if query.wants.yes_no else _ABOUT
    kept = [c for c in clauses if c.fit >= needed and c.fit >= _BESIDE * clauses[0].fit][:3]
    if kept:
        kept.sort(key=lambda c: facts.index(c.fact))
        return _told(query, desk, doc_id, [c.text for c in kept], [c.fact for c in kept])
    certain = query.wants.yes_no or (query.wants.kinds == ["duty"] and not query.asks_figure)
    return _not_a_duty(query, desk, doc_id, clauses[0]) if certain else None


def _duties_in(index: FactIndex) -> list[Fact]:
    facts = [f for f in index.facts if f.column == "职责"]
    return [f for f in facts if len(facts) == 1 or not _LEAD_IN.search(f.raw)]


def _titled(topic: Sequence[str], facts: Sequence[Fact]) -> Fact | None:
    """The duty that has the topic for its title: （三）信息化建设。统筹推进……"""
    for fact in facts:
        title = _NUMBER.sub("", fact.raw).split("。", 1)[0]
        if len(title) <= _TITLE < len(fact.raw) and share(topic, name_key(title)) >= 0.9:
            return fact
    return None


def _clauses(topic: Sequence[str], facts: Sequence[Fact]) -> Iterator[_Clause]:
    """The parts of all duties with how far they cover a topic; of one spread over a duty the whole."""
    for fact in facts:
        parts = [p for p in re.split(r"(?<=[。；;])", fact.raw) if p.strip("。；; ")]
        fits = [share(topic, name_key(p)) for p in parts]
        whole = share(topic, name_key(fact.raw))
        if whole >= _SURE and max(fits) < _ABOUT:
            yield _Clause(compose.clipped(fact.raw, _PARAGRAPH), fact, whole)
        else:
            yield from (_Clause(p, fact, fit) for p, fit in zip(parts, fits, strict=True))


def _told(query: Query, desk: Desk, doc_id: str, texts: Sequence[str], facts: Sequence[Fact]) -> Answer:
    listed = "；".join(t.strip().rstrip("。；;") for t in dict.fromkeys(texts))
    text = f"{desk.title(doc_id)}报告“部门职责”写明：{listed}。"
    if query.wants.yes_no:
        unsure = _unsaid(query, "".join(texts))
        text = (
            f"{desk.title(doc_id)}报告“部门职责”没有直接写明“{unsure}”，相关的表述是：{listed}。"
            if unsure
            else f"{_YES}{text}"
        )
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _unsaid(query: Query, told: str) -> str:
    """What a question names and the duty told has only the single words of (食品安全 beside 食品 and 安全生产)."""
    key = name_key(told)
    for phrase in phrases_of(query):
        for part in (p for p in re.split("[和及与]", phrase) if len(p) >= 2):
            runs = [part[i : i + 3] for i in range(len(part) - 2)] or [part]
            if part not in key and sum(r in key for r in runs) < _PUT_SO * len(runs):
                return phrase
    return ""


def _not_a_duty(query: Query, desk: Desk, doc_id: str, nearest: _Clause) -> Answer:
    """That the duties do not name something; what comes nearest is told as that."""
    what = "、".join(phrases_of(query)) or "、".join(topic_of(query))
    text = f"没有找到：{desk.title(doc_id)}报告“部门职责”没有写到“{what}”。"
    near = nearest.fit >= 0.5
    if near:
        text += f"相近的表述是：{compose.clipped(nearest.text.strip(), 200).rstrip('。；;')}。"
    return compose.answer(query.text, text, "not_found", [], compose.cite([nearest.fact] if near else [], desk.files))


def is_affirmed(answer: Answer) -> bool:
    """Whether an answer says that the department is in charge of what is named."""
    return answer.answer.startswith(_YES)


def plain(text: str) -> str:
    """An affirmation as a statement."""
    return text.removeprefix(_YES)
