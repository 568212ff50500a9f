"""Reasons found by the number of things that a question states: 为啥只装了7部, 为什么没完成40所."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import Fact
from extractors.text import fold, name_key
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.outline import Sentence
from rag.understanding.relation import column_of
from rag.understanding.topic import segments_of, share

#: a number of things; amounts of money and per cent tell rows of their own
_COUNT = re.compile(rf"(?<![\d.年])(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>万?{unit_words().set_pattern('counters')})")
_COLUMNS = {"实际完成值", "目标值"}
_REASON = "偏差原因"
#: a sentence that gives a reason
_GIVEN = re.compile(r"原因|因|由于|系|受.{1,12}影响")
#: so many forms may give a reason each
_MOST = 2
#: the share of the question's words that the row or the sentence must have
_ABOUT = 0.5


def states_count(query: Query) -> bool:
    """Whether a question states a number of things, of which alone it asks."""
    return bool(_COUNT.search(fold(query.rest)))


def of_stated_count(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The reason that belongs to a number of things which a question states; None where it states none."""
    counts = [(Decimal(m["number"]), m["unit"]) for m in _COUNT.finditer(fold(query.rest))]
    if not counts or query.wants.kinds[:1] != ["reason"]:
        return None
    words = [w for w in segments_of(query) if not w[0].isdigit()]
    return _of_forms(query, desk, doc_id, counts, words) or _of_prose(query, desk, doc_id, words)


def _of_forms(
    query: Query, desk: Desk, doc_id: str, counts: Sequence[tuple[Decimal, str]], words: Sequence[str]
) -> Answer | None:
    """The reason of the indicator that has the number as its target or as what was done."""
    facts = [f for f in desk.index(doc_id).facts if f.origin == "annex"]
    rows = {_row(f) for f in facts if column_of(f) in _COLUMNS and f.value is not None and _is_one(f, counts)}
    reasons = [f for f in facts if column_of(f) == _REASON and f.raw and _row(f) in rows]
    fits = {f: share(words, name_key(f"{f.row_name}{f.part_of or ''}")) for f in reasons}
    best = max(fits.values(), default=0.0)
    kept = [f for f in reasons if fits[f] == best]
    if best < _ABOUT or not kept or len(kept) > _MOST:
        return None
    told = "；".join(_told(facts, f) for f in kept)
    places = [p for f in kept for p in (f, *_done(facts, f))]
    text = f"{desk.title(doc_id)}{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(places, desk.files))


def _told(facts: Sequence[Fact], reason: Fact) -> str:
    """The reason of one indicator, whose form it stands in, and what was planned and done of it."""
    whose = f"“{reason.part_of}”项目" if reason.part_of else ""
    done = "；".join(map(compose.sentence, _done(facts, reason)))
    return f"{whose}自评表对“{reason.row_name}”所列的原因：{reason.raw.rstrip('。')}。{done}"


def _row(fact: Fact) -> tuple[str, str, int | None]:
    return fact.section, fact.row_name, fact.line


def _is_one(fact: Fact, counts: Sequence[tuple[Decimal, str]]) -> bool:
    return any(fact.value == value and (fact.unit or "").startswith(unit[:1]) for value, unit in counts)


def _done(facts: Sequence[Fact], reason: Fact) -> list[Fact]:
    return [f for f in facts if _row(f) == _row(reason) and column_of(f) in _COLUMNS and f.raw]


def _of_prose(query: Query, desk: Desk, doc_id: str, words: Sequence[str]) -> Answer | None:
    """The sentence that prints the number and gives a reason, with the one behind it where that alone gives it."""
    printed = [m.group(0).replace(" ", "") for m in _COUNT.finditer(fold(query.rest))]
    sentences = desk.outline(doc_id).sentences
    scored: list[tuple[float, list[Sentence]]] = []
    for sentence, after in zip(sentences, [*sentences[1:], None], strict=True):
        key = fold(sentence.text).replace(" ", "").replace(",", "")
        if not any(re.search(rf"(?<![\d.]){re.escape(p)}", key) for p in printed):
            continue
        told = [sentence]
        if not _GIVEN.search(sentence.text) and after is not None and _GIVEN.search(after.text[:24]):
            told.append(after)
        elif not _GIVEN.search(sentence.text):
            continue
        scored.append((share(words, "".join(s.key for s in told)), told))
    best = max(scored, key=lambda s: s[0], default=(0.0, []))
    if best[0] < _ABOUT:
        return None
    text = f"{desk.title(doc_id)}报告写道：{''.join(s.text.strip() for s in best[1]).rstrip('。')}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in best[1]]
    return compose.answer(query.text, text, "answered", [], cited)
