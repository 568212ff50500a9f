"""Things that a report counts, where a question asks which they are: 百万元以上的设备是哪几样, 评为中的是哪个项目."""

from __future__ import annotations

import re

from extractors.text import fold, name_key, squeeze
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.glossary import term_in
from rag.language.query import Query
from rag.text.outline import Sentence

#: behind a number of things, what says which these are: 1台（套），为…；4台，分别为…
_WHICH = re.compile(r"\d[^\d，,。；]{0,8}[，,]\s*(?:均|分别|全部|主要)?(?:为|是|系|即|包括|有)[\u4e00-\u9fff]{2}")
#: what may stand inside a printed name or be left out
_APART = re.compile(r"的|[(（][^)）]*[)）]")
_MOST = 3


def named(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences that say which the things are that a measure counts; None where none does."""
    of_things = bool(query.subjects) and all(s.measure is not None and s.measure.unit for s in query.subjects)
    if not of_things or not query.asks_text or query.asks_figure or query.tables or query.rows or query.wants.thing:
        return None
    if query.wants.kinds not in ([], ["definition"]) or query.wants.vehicles is not None or query.wants.yes_no:
        return None
    if term_in(query.rest, query.subjects, desk.index(doc_id)) is not None:
        return None
    fact = next((f for s in query.subjects if (f := best(query, desk, doc_id, s)) is not None), None)
    if fact is None:
        return None
    printed = [n for s in query.subjects if s.measure for n in s.measure.printed]
    names = {name_key(_APART.sub("", fold(n))) for n in (fact.row_name, *printed)}
    sentences = [
        s for s in desk.outline(doc_id).sentences if s.section == fact.section and _WHICH.search(squeeze(s.text))
    ]
    told = [s for s in sentences if any(n in name_key(_APART.sub("", fold(squeeze(s.text)))) for n in names)][:_MOST]
    return _quoted(query, desk, doc_id, told) if told else None


def of_grade(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentence that names the projects of a grade, where no list of the report has them."""
    grades = [c.word for c in query.rows.conditions if c.test == "grade"] if query.rows is not None else []
    if len(grades) != 1 or grades[0] is None:
        return None
    names = re.compile(rf'"?{re.escape(grades[0])}"?的?(?:项目)?(?:分别)?(?:是|为|有|包括)[^，。；\d]{{4,}}')
    outline = desk.outline(doc_id)
    told = [s for s in outline.sentences if "等级" in s.text and names.search(fold(s.text).replace("\n", ""))]
    return _quoted(query, desk, doc_id, told[:1]) if told else None


def _quoted(query: Query, desk: Desk, doc_id: str, sentences: list[Sentence]) -> Answer:
    told = "；".join(compose.clipped(re.sub(r"\s+", "", s.text), 400).rstrip("。；") for s in sentences)
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, f"{desk.title(doc_id)}报告写道：{told}。", "answered", [], cited)
