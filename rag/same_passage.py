"""A follow-up for another figure of the passage that was just quoted: 新建了多少个, and then 总数达到多少了.

It is looked for there before anywhere else, for whoever asks so reads on; it must be led by the words of the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import name_key
from rag.answer import Answer
from rag.counters import counted_in
from rag.desk import Desk
from rag.dialogue import Dialogue
from rag.figures_said import Figure, figures_of, kind_of
from rag.outline import Outline, Sentence
from rag.passages import told_figures
from rag.query import Query

#: how many sentences of the same paragraph are looked at on each side, and how much of the question leads a figure
_NEAR, _LED = 3, 0.75
#: what a question says besides the words that lead a figure
_ASKING = re.compile(
    r"[那这么呢啊吧呀了的又是为有在共还都也就]|多少|几(?!乎)|一共|总共|合计|到底|究竟|大概|其中|[个家户项次批人名位处件元万亿]+(?=$)|[^一-鿿]"
)
_RATES = re.compile("率|比例|百分|占|幅|几成|增长|下降")


def read_on(query: Query, dialogue: Dialogue) -> Answer | None:
    """The figure of the passage quoted last that a question asks for by its own words; None where there is none."""
    last = dialogue.last
    if last is None or query.move != "own_words" or query.lean is None or last.answer.status != "answered":
        return None
    if not query.asks_figure or query.operations or query.wants.kinds or query.tables or query.project:
        return None
    if any(not s.generic and s.end for s in query.subjects) or query.doc_ids != last.query.doc_ids or len(query.doc_ids) != 1:
        return None
    words = name_key(_ASKING.sub("", query.lean.asked))
    if len(words) < 2:
        return None
    doc_id = query.doc_ids[0]
    known = {(v.value, v.unit) for v in last.answer.values[:1]}
    quotes = [c.quote for c in last.answer.citations if c.doc_id == doc_id]
    found: list[tuple[float, int, Sentence, Figure]] = []
    for sentence in _passage(dialogue.desk, doc_id, quotes):
        for figure in figures_of(sentence):
            if figure.unit is None or (figure.number, figure.unit) in known or not _fits(query, figure):
                continue
            found.append((_led(words, figure), -len(found), sentence, figure))
    fit, _, sentence, figure = max(found, key=lambda f: f[:2], default=(0.0, 0, None, None))
    if sentence is None or figure is None or fit < _LED:
        return None
    return told_figures(query, dialogue.desk, doc_id, [sentence], [figure])


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


def _fits(query: Query, figure: Figure) -> bool:
    """Whether a figure is of the kind and in the unit asked for; a rate only where one is asked for."""
    kind = kind_of(figure.unit)
    if kind == "percent" and not _RATES.search(query.rest):
        return False
    if query.kinds and kind not in query.kinds and not (query.kinds == ["count"] and kind == "none"):
        return False
    asked = counted_in(query.rest)
    return not asked or any(c.fits(figure.unit) for c in asked)


def _led(words: str, figure: Figure) -> float:
    """How much of the words of a question leads a figure, or what it counts: in pairs of characters and single ones."""
    body = figure.before + figure.behind[:6]
    pairs = [words[n : n + 2] for n in range(len(words) - 1)]
    if not any(p in body for p in pairs):
        return 0.0
    return sum(c in body for c in words) / len(words)
