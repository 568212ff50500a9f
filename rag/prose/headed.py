"""What stands under a heading that a question names: 评价结论是什么, 有没有开展重点绩效评价."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extractors.text import name_key
from extractors.vocabulary import table_forms
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.outline import CELLS, Sentence
from rag.understanding.relation import same_name

_ORDINAL = re.compile(r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])\s*")
_PARTS = re.compile(r"[、及和与]")
#: how long a heading must be, without the words that all headings have, and how much under it is told
_TELLING, _MOST = 4, 500
#: chapters that have engines of their own
_ELSEWHERE = {"duties", "bodies", "glossary"}


def headed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The text under the heading that a question names; None where it names none, or asks for a figure."""
    if query.asks_figure or query.wants.thing or any(s.measure for s in query.subjects):
        return None
    asked, key = _bare(query.rest), name_key(query.project or "").lower()
    best: tuple[tuple[int, bool], list[Sentence]] | None = None
    for section, group in groupby(desk.outline(doc_id).sentences, key=lambda s: s.section):
        sentences = list(group)
        if sentences[0].section_key in _ELSEWHERE or sentences[0].section_key in table_forms():
            continue
        fits = [len(p) for p in _names_of(section.rsplit("/", 1)[-1]) if p in asked]
        if not fits:
            continue
        # of chapters of one name that on the project asked about; that on another one tells nothing of it
        on = sentences[0].project
        if key and on and not same_name(on, key):
            continue
        fit = max(fits), bool(key and on)
        if best is None or fit > best[0]:
            best = fit, sentences
    return _told(query, desk, doc_id, best[1]) if best is not None else None


def _names_of(heading: str) -> list[str]:
    """What a heading may be called: its parts, without the words that all headings have."""
    parts = (_bare(p) for p in _PARTS.split(_plain(heading)))
    return [p for p in parts if len(p) >= _TELLING]


def _plain(heading: str) -> str:
    return _ORDINAL.sub("", heading)


def _bare(text: str) -> str:
    return want_words().heading.sub("", name_key(text))


def _told(query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence]) -> Answer | None:
    """The first sentences of a section; rows of tables are left to others."""
    kept = [s for s in sentences if not CELLS.search(s.text)]
    if not kept:
        return None
    said = compose.clipped("".join(re.sub(r"\s+", "", s.text) for s in kept), _MOST).rstrip("。；：")
    title = _plain(kept[0].section.rsplit("/", 1)[-1])
    text = f"{desk.title(doc_id)}报告“{title}”写道：{said}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in kept]
    return compose.answer(query.text, text, "answered", [], cited)
