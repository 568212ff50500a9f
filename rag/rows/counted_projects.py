"""How many projects of one kind there are, where a sentence counts just these (“双改造”项目37个): no form's number."""

from __future__ import annotations

import re

from extractors.text import squeeze
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.outline import CELLS

_ASKED = re.compile(r"(?P<kind>[一-鿿]{3,10})项目(?:一共|总共|共|都|各|数量)?(?:有|是|为)?(?:多少|几)[个项]")
_TOLD = re.compile(r"(?P<kind>[一-鿿]{3,10})项目(?:共|总数|数量|有|达|为)*(?P<number>\d+)(?P<unit>[个项])")
_QUOTES = re.compile(r"[“”\"「」『』]")
#: the shortest words that tell a kind
_LEAST = 3


def counted_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number that a sentence gives for the projects of a kind; None where no sentence counts such ones."""
    match = _ASKED.search(_QUOTES.sub("", query.rest)) if "count" in query.kinds else None
    if match is None or len(re.findall("多少|几", query.rest)) > 1:
        return None  # 有多少个、总投资多少: the sentence that tells both is found as such
    for sentence in desk.outline(doc_id).sentences:
        for cell in CELLS.split(sentence.text):
            plain = squeeze(cell)
            for told in _TOLD.finditer(_QUOTES.sub("", plain)):
                if not (kind := _common_end(match.group("kind"), told.group("kind"))):
                    continue
                report = desk.reports[doc_id]
                value = Value(
                    value=told.group("number"),
                    unit=told.group("unit"),
                    label=f"{kind}项目",
                    department=report.department,
                    year=report.year,
                    origin="prose",
                )
                text = f"{desk.title(doc_id)}报告写道：{compose.clipped(plain.rstrip('。；'), 220)}。"
                cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
                return compose.answer(query.text, text, "answered", [value], cited)
    return None


def _common_end(asked: str, told: str) -> str:
    """The words before 项目 that a question and a sentence share; empty where these tell no kind."""
    size = next((n for n in range(min(len(asked), len(told)), _LEAST - 1, -1) if asked[-n:] == told[-n:]), 0)
    return asked[-size:] if size else ""
