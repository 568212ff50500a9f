"""Duties: what a department is in charge of, in the words of that chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from extractors.facts import Fact
from extractors.text import fold, name_key
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.language.query import Query
from rag.text.counters import counted_in
from rag.understanding.topic import phrases_of, runs_of, segments_in, share, topic_of

#: a sentence that only leads in to the list of duties
_LEAD_IN = re.compile(r"[：:]。?$|(以下|如下|下列).{0,8}。?$")
_NUMBER = re.compile(r"^\s*(\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*")
#: the share of a topic that a duty must cover to be the one asked about, and to bear out a plain yes
_ABOUT, _SURE, _BESIDE = 0.6, 0.75, 0.85
_TOUCHED = 0.2
#: the share of the words of a thing asked of beside others from which on a duty may be on it
_HALF = 0.45
#: so seldom stands in the duties what tells which one is meant, and words that tell nothing
_RARE, _GENERAL = 2, {"问题", "情况", "工作", "事项", "方面", "事情"}
_YES = "是。"
_TITLE, _PARAGRAPH, _MOST_CLAUSES = 20, 620, 4
#: how long a phrase is that may abbreviate another
_SHORT = (4, 8)
#: what a clause that has a phrase word for word is worth besides
_PUT = 0.5
_ALREADY = re.compile(r"除了?(?P<known>[^，,]{2,30}?)(?:以外|之外|外)?[，,]?[^，,]{0,12}还")
_MORE = re.compile(r"^\W*(此外|另外|除此之外|同时还)|还(承担|负责|管理)")
#: what a department does with a thing, which a question may put behind it (内部审计指导: 指导内部审计)
_VERB = re.compile("指导|监督|管理|监管|统筹|组织|协调|审批|审核|监测|保障|推进|拟订|编制|查处|保护")
#: what may stand between the words of a phrase: what 的 leads on from may be a list (甲、乙、丙等的监测)
_BETWEEN = r"(?:[^，,。；;、]{0,12}|、[^，,。；;]{0,24}的[^，,。；;、]{0,4})"
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
    if answer := _by_number(query, desk, doc_id, facts):
        return answer
    topic = _topic(query, facts)
    if query.wants.which_item and (whole := _best_whole(topic, facts)):
        return _told(query, desk, doc_id, [compose.clipped(whole.raw, _PARAGRAPH)], [whole])
    if query.wants.shared and (whole := _on_sharing(topic, facts)):
        return _told(query, desk, doc_id, [compose.clipped(whole.raw, _PARAGRAPH)], [whole])
    if not [w for w in topic if w not in _known_already(query)]:
        return _told(query, desk, doc_id, [compose.clipped(f.raw, 60) for f in facts], facts)
    if more := _more_said(query, facts):
        return _told(query, desk, doc_id, [c.text for c in more], [c.fact for c in more])
    if whole := _besides(query, facts) or _titled(topic, facts):
        return _told(query, desk, doc_id, [compose.clipped(whole.raw, _PARAGRAPH)], [whole])
    clauses = sorted(_clauses(topic, facts, phrases_of(query)), key=lambda c: -c.fit)
    needed = _SURE if query.wants.yes_no else _ABOUT
    kept = [c for part in _parts(query, facts) for c in _best(_clauses(segments_in(part), facts, [part]), needed)]
    kept = kept or _best(clauses, needed)
    if query.wants.yes_no:
        kept = [*_in_other_words(query, kept, facts), *kept]
    if kept:
        kept = sorted(dict.fromkeys(kept), key=lambda c: facts.index(c.fact))[:_MOST_CLAUSES]
        return _told(query, desk, doc_id, [c.text for c in kept], [c.fact for c in kept])
    certain = query.wants.yes_no or (query.wants.kinds == ["duty"] and not query.asks_figure)
    return _not_a_duty(query, desk, doc_id, clauses[0]) if certain else None


def _by_number(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Answer | None:
    """How many duties the report lists, and the one whose place in the list is asked for; None for no numbered list."""
    numbered = _numbered(facts)
    if len(numbered) < 2 or not (query.wants.counts_items or query.wants.items):
        return None
    told, values, cited = [], [], []
    if query.wants.counts_items:
        number = Decimal(len(numbered))
        unit = "条" if any(c.unit == "条" for c in counted_in(query.rest)) else "项"
        values.append(compose.computed_value(number, unit, "职责的项数", compose.counted(len(numbered)), numbered[0]))
        told.append(f"{desk.title(doc_id)}报告“部门职责”共列出{len(numbered)}{unit}。")
        cited += numbered
    if query.wants.items and max(query.wants.items) > len(numbered):
        text = f"没有找到：{desk.title(doc_id)}报告“部门职责”只列出{len(numbered)}项。"
        return compose.answer(query.text, text, "not_found", [], compose.cite(numbered, desk.files))
    for item in query.wants.items:
        place = len(numbered) if item < 0 else item
        one = numbered[place - 1]
        cited.append(one)
        told.append(
            f"{desk.title(doc_id)}报告“部门职责”第{place}项写明：{compose.clipped(one.raw.strip(), _PARAGRAPH)}"
        )
    status: Status = "computed" if values else "answered"
    return compose.answer(query.text, "".join(told), status, values, compose.cite(cited, desk.files))


def _best_whole(topic: Sequence[str], facts: Sequence[Fact]) -> Fact | None:
    """The duty that names most of what is asked."""
    best = max(facts, key=lambda f: share(topic, name_key(f.raw)), default=None)
    return best if best is not None and topic and share(topic, name_key(best.raw)) >= _ABOUT else None


def _on_sharing(topic: Sequence[str], facts: Sequence[Fact]) -> Fact | None:
    """The duty that tells how another body has its part in something; of several the one on what is named."""
    found = [f for f in facts if want_words().shared.search(f.raw)]
    best = max(found, key=lambda f: share(topic, name_key(f.raw)), default=None)
    # the other body may be called otherwise there; a single duty on sharing need not have its name
    needed = _ABOUT if len(found) > 1 else _TOUCHED
    return best if best is not None and (not topic or share(topic, name_key(best.raw)) >= needed) else None


def _numbered(facts: Sequence[Fact]) -> list[Fact]:
    """The duties that are numbered, of several kinds of numbers those of the most common one."""
    own = takewhile(lambda f: not body_words().heading.search(f.raw), facts)
    found = [(f, m.group(1)) for f in own if (m := _NUMBER.match(f.raw))]
    kinds = [re.sub(r"[\d一二三四五六七八九十]+", "", fold(n)) for _, n in found]
    return [f for (f, _), kind in zip(found, kinds, strict=True) if kind == max(kinds, key=kinds.count)]


def _duties_in(index: FactIndex) -> list[Fact]:
    facts = [f for f in index.facts if f.column == "职责"]
    # bodies that the chapter goes on to under a heading of theirs are no duties
    facts = list(takewhile(lambda f: not body_words().heading.search(f.raw), facts)) or facts
    return [f for f in facts if len(facts) == 1 or not _LEAD_IN.search(f.raw)]


def _topic(query: Query, facts: Sequence[Fact]) -> list[str]:
    """What a question is about, an abbreviation of what the duties write in full written in full."""
    told = "".join(f.raw for f in facts)
    for phrase in phrases_of(query):
        if full := _in_full(phrase, told):
            query = query.model_copy(update={"rest": query.rest.replace(phrase, full)})
    return topic_of(query)


def _in_full(phrase: str, told: str) -> str:
    """The words of a text that a phrase abbreviates (国防科工 for 国防科学技术工业); empty where there are none."""
    if not _SHORT[0] <= len(phrase) <= _SHORT[1] or phrase in told or not re.fullmatch("[\u4e00-\u9fff]+", phrase):
        return ""
    match = re.search("[\u4e00-\u9fff]{0,6}?".join(phrase), told)
    return match.group(0) if match and len(match.group(0)) <= 2 * len(phrase) + 2 else ""


def _more_said(query: Query, facts: Sequence[Fact]) -> list[_Clause]:
    """The clauses by which the duties themselves go on to others (此外，还承担…), where a question asks for others."""
    if not _known_already(query):
        return []
    parts = ((p, f) for f in facts for p in re.split(r"(?<=[。；;])", f.raw))
    return [_Clause(p, f, 1.0) for p, f in parts if _MORE.search(p)][:_MOST_CLAUSES]


def _besides(query: Query, facts: Sequence[Fact]) -> Fact | None:
    """The duty that names what a question already knows (除了甲，还管什么): what else it says is asked for."""
    known = _known_already(query)
    fits = [(share(known, name_key(f.raw)), f) for f in facts]
    best = max(fits, key=lambda fit: fit[0], default=None)
    return best[1] if known and best is not None and best[0] >= _SURE else None


def _known_already(query: Query) -> list[str]:
    """The words of what a question names only to ask what there is besides."""
    match = _ALREADY.search(query.rest)
    return segments_in(want_words().asking.sub(" ", match.group("known"))) if match else []


def _parts(query: Query, facts: Sequence[Fact]) -> list[str]:
    """The things that a question names side by side (甲管理、乙管理), where no duty names them so."""
    told = name_key("".join(f.raw for f in facts))
    phrases = [p for p in runs_of(query) if name_key(p) not in told]
    parts = [part for p in phrases for part in re.split("[、和及与]", p) if len(part) >= _SHORT[0]]
    return parts if len(parts) > 1 and all(map(segments_in, parts)) else []


def _best(clauses: Iterable[_Clause], needed: float) -> list[_Clause]:
    """The clauses that cover a topic well enough and nearly as well as the best one."""
    found = sorted(clauses, key=lambda c: -c.fit)
    return [c for c in found if c.fit >= needed and c.fit >= _BESIDE * found[0].fit][:3]


def _in_other_words(query: Query, kept: Sequence[_Clause], facts: Sequence[Fact]) -> list[_Clause]:
    """For each thing that a question asks of and the duties kept do not have, the duty that has most of its words.

    投诉举报归这个局管吗，核与辐射呢: the duty on the second says nothing of the first, which may be called 信访投诉.
    """
    told = name_key("".join(c.text for c in kept))
    every = name_key("".join(f.raw for f in facts))
    found = []
    for phrase in phrases_of(query):
        named = segments_in(want_words().asking.sub(" ", phrase))
        words = [w for w in named if w not in _GENERAL]
        if not words or share(named, told) >= _ABOUT:
            continue
        clauses = (_Clause(c.text, c.fact, share(words, name_key(c.text))) for c in _clauses(words, facts, []))
        near = [c for c in clauses if c.fit >= _HALF and _has_rare(words, name_key(c.text), every)]
        found += sorted(near, key=lambda c: -c.fit)[:1]
    return found


def _has_rare(words: Sequence[str], told: str, every: str) -> bool:
    """Whether a duty has several words of a thing, and one of them that hardly any other duty has."""
    said = [w for w in words if w in told]
    return len(said) > 1 and min(map(every.count, said)) <= _RARE


def _titled(topic: Sequence[str], facts: Sequence[Fact]) -> Fact | None:
    """The duty that has the topic for its title: （三）信息化建设。统筹推进……"""
    for fact in facts:
        title, _, duty = _NUMBER.sub("", fact.raw).partition("。")
        if len(title) <= _TITLE and duty.strip() and share(topic, name_key(title)) >= 0.9:
            return fact
    return None


def _clauses(topic: Sequence[str], facts: Sequence[Fact], phrases: Sequence[str]) -> Iterator[_Clause]:
    """The parts of all duties with how far they cover a topic; of one spread over a duty the whole.

    A part that has a phrase of the question as it is put comes before those that only have its words.
    """
    for fact in facts:
        parts = [p for p in re.split(r"(?<=[。；;])", fact.raw) if p.strip("。；; ")]
        fits = [share(topic, k := name_key(p)) + _PUT * any(name_key(ph) in k for ph in phrases) for p in parts]
        whole = share(topic, name_key(fact.raw))
        if whole >= _SURE and max(fits) < _ABOUT:
            yield _Clause(compose.clipped(fact.raw, _PARAGRAPH), fact, whole)
        else:
            told = [compose.clipped(fact.raw, _PARAGRAPH) if _is_title(p, fact) else p for p in parts]
            yield from (_Clause(p, fact, fit) for p, fit in zip(told, fits, strict=True))


def _is_title(part: str, fact: Fact) -> bool:
    """Whether a part is but the title of a duty (七、基层自治。), of which the rest says what it is."""
    title = _NUMBER.sub("", part).rstrip("。").strip()
    begins = _NUMBER.match(part) is not None and fact.raw.strip().startswith(part.strip())
    return begins and len(title) <= _TITLE and part.strip() != fact.raw.strip()


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
            as_put = part in key or sum(r in key for r in runs) >= _PUT_SO * len(runs)
            if not as_put and not _said_in_order(part, told) and not _in_full(part, told):
                return phrase
    return ""


def _said_in_order(part: str, told: str) -> bool:
    """Whether the words of a part stand in their order in one clause (春运保障: 春运等重要时期运输保障)."""
    words = segments_in(part)
    if len("".join(words)) < len(part):
        return False
    turned = [words[-1:] + words[:-1]] if _VERB.fullmatch(words[-1]) else []
    return any(re.search(_BETWEEN.join(map(re.escape, w)), told) for w in (words, *turned))


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
