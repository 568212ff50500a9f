"""What was not given out, paid or begun, as a report's sentences tell it (哪些资金没下达: …90万元，未下达)."""

from __future__ import annotations

import re

from extractors.text import squeeze
from extractors.vocabulary import table_forms
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.figures_said import readable

_MOST, _LONGEST = 3, 260
_NOT_ABOUT = {"glossary", "duties", "toc"}


def undone(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences that say of what a thing was not done; None where that is not asked, or no sentence says so."""
    match = understanding_words().undone.search(query.rest)
    if match is None or query.wants.kinds[:1] == ["note"] or query.tables:
        return None
    # what was done says nothing of what was not: the denial stands right before the verb
    denied = re.compile(rf"(?:未|没有?|尚未)[一-鿿]{{0,3}}?{match.group('verb')}")
    outline = desk.outline(doc_id)
    found = [
        s
        for s in outline.sentences
        if s.section_key not in _NOT_ABOUT and s.section_key not in table_forms() and denied.search(squeeze(s.text))
    ]
    # what is told twice is told once, by the fuller sentence
    once = list({s.key: s for s in reversed(found)}.values())[::-1]
    told = [s for s in once if not any(o is not s and s.key in o.key for o in once)]
    told = sorted(told, key=lambda s: not re.search(r"\d万?元", squeeze(s.text)))[:_MOST]
    if not told:
        return None
    quoted = "；".join(compose.clipped(readable(s.text).rstrip("；。;"), _LONGEST) for s in told)
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in told]
    return compose.answer(query.text, f"{desk.title(doc_id)}报告写道：{quoted}。", "answered", [], cited)
