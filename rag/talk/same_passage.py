"""A follow-up for another figure of the passage that was just quoted: 新建了多少个, and then 总数达到多少了.

It is looked for there before anywhere else, for whoever asks so reads on; it must be led by the words of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import name_key
from extractors.vocabulary import question_words
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import told_figures
from rag.talk.dialogue import Dialogue, Turn
from rag.text.counters import counted_in
from rag.text.figures_said import Figure, figures_of, kind_of
from rag.text.outline import Outline, Sentence

#: how many sentences of the same paragraph are looked at on each side, and how much of the question leads a figure
_NEAR, _LED = 3, 0.75
#: how many characters name something, and how many behind a figure go with those before it
_WORD, _NEXT = 2, 6
_HOW_MUCH, _AS_WELL = re.compile("多少|几(?!乎)"), re.compile("呢[？?]?$")
#: what a question says besides the words that lead a figure
_ASKING = re.compile(
    r"占?比[重例]?|百分[之比]?几?|[那这么呢啊吧呀了的又是为有在共还都也就]|多少|几(?!乎)|一共|总共|合计|到底|究竟|大概|其中|[个家户项次批人名位处件元万亿]+(?=$)|[^一-鿿]"
)
_SHARE = re.compile("占.{1,20}(?:比|几成|百分|多少)|百分之")
_RATES = re.compile("率|比例|百分|占|幅|几成|增长|下降")


def read_on(query: Query, dialogue: Dialogue, lost: bool = False) -> Answer | None:
    """The figure of the passage quoted last that a question asks for by its own words; None where there is none.

    ``lost``: nothing else answers it, so that it is looked for even where the question took over what it is about.
    """
    last = dialogue.last
    if last is None or not _reads_on(query, last, lost):
        return None
    asked = query.lean.asked if query.lean is not None else ""
    words = name_key(_ASKING.sub("", asked))
    doc_id = last.query.doc_ids[0]
    known = {(v.value, v.unit) for v in last.answer.values[:1]}
    unit = last.lead.unit if last.lead is not None and not _HOW_MUCH.search(asked) else None
    quotes = [c.quote for c in last.answer.citations if c.doc_id == doc_id]
    found: list[tuple[float, int, Sentence, Figure]] = []
    for sentence in _passage(dialogue.desk, doc_id, quotes):
        for figure in figures_of(sentence):
            other = figure.unit is not None and (figure.number, figure.unit) not in known
            if other and _fits(asked, figure) and unit in {None, figure.unit}:
                found.append((_led(words, figure), -len(found), sentence, figure))
    if not found or max(found, key=lambda f: f[:2])[0] < _LED:
        return None
    *_, sentence, figure = max(found, key=lambda f: f[:2])
    query.doc_ids, query.everywhere = [doc_id], False
    return told_figures(query, dialogue.desk, doc_id, [sentence], [figure])


def _reads_on(query: Query, last: Turn, lost: bool) -> bool:
    """Whether a follow-up asks for a figure by words of its own, of the one report that was just quoted."""
    lean = query.lean
    if lean is None or query.move not in {"own_words", "swap"} or last.answer.status != "answered":
        return False
    if query.wants.kinds or query.tables or query.project or not {*query.operations} <= {"count_reports", "share"}:
        return False
    years = {v.year for v in last.answer.values}
    if query.prior or (query.years and not {*query.years} <= years):
        return False  # of another year than the passage is of
    kept = {s.key for s in last.query.subjects} if query.move == "swap" and lost else set()
    named = any(not s.generic and (s.end or query.move == "swap") and s.key not in kept for s in query.subjects)
    same = query.doc_ids == last.query.doc_ids or (query.everywhere and not query.unknown)
    asks = query.asks_figure or bool(_AS_WELL.search(lean.asked))
    return not named and same and asks and len(last.query.doc_ids) == 1 and len(_ASKING.sub("", lean.asked)) >= _WORD


def _passage(desk: Desk, doc_id: str, quotes: Sequence[str]) -> list[Sentence]:
    """The sentences that were quoted, and those beside them in the same paragraph."""
    outline = desk.outline(doc_id)
    quoted = [s for s in outline.sentences if any(s.text in q or (q in s.text and len(q) > _NEAR) for q in quotes)]
    near: dict[int, Sentence] = {s.order: s for s in quoted}
    for sentence in quoted:
        for step in (1, -1):
            for other in _beside(outline, sentence, step):
                near.setdefault(other.order, other)
    return list(near.values())


def _beside(outline: Outline, sentence: Sentence, step: int) -> list[Sentence]:
    """The sentences that go on with one, or that it goes on with, up to the end of the paragraph."""
    found: list[Sentence] = []
    last = sentence
    for _ in range(_NEAR):
        at = last.order + step
        if not 0 <= at < len(outline.sentences):
            break
        other = outline.sentences[at]
        gap = sorted((last, other), key=lambda s: s.start)
        if other.section != last.section or re.search(r"\n\s*\n|\t", outline.source[gap[0].end : gap[1].start]):
            break
        found.append(other)
        last = other
    return found


def _fits(asked: str, figure: Figure) -> bool:
    """Whether a figure is of the kind and in the unit asked for; a rate only where one is asked for."""
    kind = kind_of(figure.unit)
    if (kind == "percent") < bool(_SHARE.search(asked)) or (kind == "percent" and not _RATES.search(asked)):
        return False
    kinds = [k for k, pattern in question_words().unit_asked.items() if pattern.search(asked)]
    if kinds and kind not in kinds and not (kinds == ["count"] and kind == "none"):
        return False
    counted = counted_in(asked)
    return not counted or any(c.fits(figure.unit) for c in counted)


def _led(words: str, figure: Figure) -> float:
    """How much of the words of a question stands right before a figure, or behind it as what it counts."""
    pairs = [words[n : n + 2] for n in range(len(words) - 1)]
    bodies = (figure.before, figure.behind, figure.before + figure.behind[:_NEXT])
    return max(sum(c in b for c in words) / len(words) if any(p in b for p in pairs) else 0.0 for b in bodies)
