"""How many projects of one kind there are, where a sentence counts just these (“双改造”项目37个): no form's number."""

from __future__ import annotations

import re

from extractors.text import squeeze
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.answer import Answer, Value
from rag.desk import Desk
from rag.outline import CELLS
from rag.query import Query

_ASKED = re.compile(r"(?P<kind>[一-鿿]{3,10})项目(?:一共|总共|共|都|各|数量)?(?:有|是|为)?(?:多少|几)[个项]")
_QUOTES = re.compile(r"[“”\"「」『』]")
#: the shortest words that tell a kind
_LEAST = 3


def counted_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number that a sentence gives for the projects of a kind; None where the question means those evaluated."""
    match = _ASKED.search(_QUOTES.sub("", query.rest)) if "count" in query.kinds else None
    if match is None or len(re.findall("多少|几", query.rest)) > 1:
        return None  # 有多少个、总投资多少: the sentence that tells both is found as such
    kind = match.group("kind")
    for sentence in desk.outline(doc_id).sentences:
        for cell in CELLS.split(sentence.text):
            plain = _QUOTES.sub("", squeeze(cell))
            for size in range(len(kind), _LEAST - 1, -1):
                words = kind[-size:]
                told = re.search(rf"{words}项目(?:共|总数|数量|有|达|为)*(?P<number>\d+)(?P<unit>[个项])", plain)
                if told is None or row_words().sets["projects"].sure.search(f"{words}项目"):
                    continue
                report = desk.reports[doc_id]
                value = Value(
                    value=told.group("number"),
                    unit=told.group("unit"),
                    label=f"{words}项目",
                    department=report.department,
                    year=report.year,
                    origin="prose",
                )
                text = f"{desk.title(doc_id)}报告写道：{compose.clipped(squeeze(cell).rstrip('。；'), 220)}。"
                cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
                return compose.answer(query.text, text, "answered", [value], cited)
    return None
