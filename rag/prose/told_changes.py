"""Changes that a sentence tells with both ends: 补贴标准由每人每月80元提高到90元, for 标准从多少提到多少."""

from __future__ import annotations

import re

from extractors.text import fold
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import told_figures
from rag.text.figures_said import Figure, figures_of
from rag.text.outline import Sentence
from rag.understanding.topic import segments_in, share

_MOVED = (
    r"(?:提高|提升|提|增加|增|上升|升|上调|调整|调|上涨|涨|扩大|扩|降低|下降|降|减少|减|下调|压减|压缩|缩减|缩|改|变)"
)
#: a question for both ends of a change
_ASKED = re.compile(
    rf"(?:从|由|原来|以前)[^，,。]{{0,8}}?(?:多少|几)[^，,。]{{0,8}}?{_MOVED}[^，,。]{{0,6}}?(?:到|至|为|成)[^，,。]{{0,6}}?(?:多少|几)"
)
#: a sentence that tells both
_TOLD = re.compile(
    rf"(?:从|由)[^，。；\d]{{0,12}}(?P<one>\d[\d,.]*)[^，。；\d]{{0,14}}?{_MOVED}[^，。；\d]{{0,4}}(?:到|至|为)[^，。；\d]{{0,10}}(?P<other>\d[\d,.]*)"
)
#: how much of what is asked the sentence and its headings must have
_NEEDED = 0.5


def asks_both_ends(query: Query) -> bool:
    """Whether a question asks from what to what something changed."""
    return bool(_ASKED.search(fold(query.rest)))


def from_to(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentence that tells from what to what something changed; None where that is not asked or not told."""
    asked = _ASKED.search(fold(query.rest))
    if asked is None:
        return None
    text = query.rest[: asked.start()] + query.rest[asked.end() :]
    words = segments_in(text.split("，")[0])
    words = [w for w in words if not any(w != o and w in o for o in words)]
    best: tuple[float, Sentence, list[Figure]] | None = None
    sentences = desk.outline(doc_id).sentences
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        ends = _ends(sentence)
        # the name of a 科目 may stand in a line of its own before the sentence on it
        above = before.key if before is not None and before.section == sentence.section else ""
        if ends and (fit := share(words, above + sentence.key + sentence.heading + sentence.context)):
            best = max(best or (0.0, sentence, ends), (fit, sentence, ends), key=lambda b: b[0])
    if best is None or best[0] < _NEEDED:
        return None
    return told_figures(query, desk, doc_id, [best[1]], best[2])


def _ends(sentence: Sentence) -> list[Figure]:
    """Both ends of the change that a sentence tells."""
    told = _TOLD.search(fold(sentence.text))
    if told is None:
        return []
    numbers = [told["one"].rstrip(",."), told["other"].rstrip(",.")]
    figures = list(figures_of(sentence))
    found = [next((f for f in figures if f.number == n), None) for n in numbers]
    return [f for f in found if f is not None] if None not in found else []
