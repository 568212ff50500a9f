"""Origins: what a report prints of something in its tables alone, or in the words of its statement alone."""

from __future__ import annotations

import re

from extractors.facts import Fact
from rag import compose
from rag.answer import Answer
from rag.figures.figures import find, told
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.text.outline import Sentence

#: so many sentences are quoted
_MOST = 3


def in_place(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """表里呢, 说明里怎么写的: what was asked, from that part of the report; None where no part is asked for."""
    if query.place is None or not query.subjects:
        return None
    return _in_tables(query, desk, doc_id) if query.place == "table" else _in_prose(query, desk, doc_id)


def _in_tables(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The figures of statutory tables; that no table has it, and where it stands instead, where none has."""
    columns: list[str | None] = [*query.columns] or [None]
    every = [f.fact for s in query.subjects for c in columns for f in find(query, desk, doc_id, s, c)]
    facts = [f for f in every if f.origin == "table" and f.value is not None]
    if facts:
        first = facts[0]
        return told(query, desk, [f for f in facts[:1] if f is first])
    names = "、".join(s.name for s in query.subjects)
    if not desk.index(doc_id).tables:
        text = (
            f"没有找到：{desk.title(doc_id)}的决算表没有可读的文字表格（可能是图片或未附表），没有读到不等于没有填列。"
        )
        return compose.answer(query.text, text, "not_found")
    elsewhere = next((f for f in every if f.value is not None), None)
    text = f"没有找到：{desk.title(doc_id)}的决算表没有列出{names}"
    text += f"，只有：{compose.sentence(elsewhere)}。" if elsewhere else "。"
    cited = compose.cite([elsewhere], desk.files) if elsewhere else []
    return compose.answer(query.text, text, "not_found", [], cited)


def _in_prose(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The sentences of the statement that give the figures or reasons of something, in the report's own words."""
    facts = [f for s in query.subjects for f in _of(desk, doc_id, s) if f.origin == "prose"]
    sentences = [s for s in desk.outline(doc_id).sentences if any(s.start <= f.start < s.end for f in facts)][:_MOST]
    names = "、".join(s.name for s in query.subjects)
    if not sentences:
        text = f"没有找到：{desk.title(doc_id)}的情况说明没有写到{names}。"
        return compose.answer(query.text, text, "not_found")
    text = f"{desk.title(doc_id)}情况说明写的是：{'；'.join(map(_quoted, sentences))}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, text, "answered", [], cited)


def _of(desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    index = desk.index(doc_id)
    return index.of_measure(subject.measure) if subject.measure else list(index.by_key.get(subject.key, ()))


def _quoted(sentence: Sentence) -> str:
    return compose.clipped(re.sub(r"\s+", "", sentence.text).rstrip("。；"), 300)
