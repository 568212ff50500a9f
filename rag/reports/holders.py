"""Which departments' reports speak of something: 哪个局负责无线电管理."""

from __future__ import annotations

import re

from extractors.vocabulary.nearest import nearest_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import passage

#: shares of the question that a sentence must cover, tried one after the other; and how many reports are read
_NEEDED = (0.95, 0.75, 0.6)
_MOST_READ, _MOST_TOLD = 12, 3
#: who is in charge is asked, and what the headings of the chapters on duties have
_IN_CHARGE, _DUTIES = re.compile("负责|主管|管理|监管|牵头|归.{0,6}管"), ("职责", "职能")
#: so many passages are looked at for them
_HITS = 40


def holders(query: Query, desk: Desk) -> Answer | None:
    """The departments whose reports say what a question asks, each in its report's own words."""
    asked = query.comparison is not None and (query.comparison.asks_who or query.comparison.counts)
    if not asked or query.ambiguous or (query.asks_figure and query.subjects):
        return None
    near = _near(query, desk)
    one = query.model_copy(update={"asks_figure": False, "asks_text": True, "kinds": [], "operations": []})
    # whose duty something is, the chapter on duties tells before any other
    chapters = [*_DUTIES, ""] if _IN_CHARGE.search(query.rest) else [""]
    for chapter in chapters:
        for needed in _NEEDED:
            found = [a for d in near if (a := passage(one, desk, d, needed, chapter)) is not None and a.citations]
            if found:
                return _told(query, desk, found)
    return None


def _near(query: Query, desk: Desk) -> list[str]:
    """The reports that have most of the words, of each department the latest of them: duties stay from year to year."""
    latest: dict[tuple[object, ...], str] = {}
    named = nearest_words().empty.sub(" ", query.rest.replace("|", " "))
    for hit in desk.search(named, query.doc_ids, _HITS):
        report = desk.reports[hit.doc_id]
        whose = (report.region, report.department)
        if whose not in latest or (report.year or 0) > (desk.reports[latest[whose]].year or 0):
            latest[whose] = hit.doc_id
    return list(latest.values())[:_MOST_READ]


def _told(query: Query, desk: Desk, found: list[Answer]) -> Answer:
    told = found[:_MOST_TOLD]
    ids = list(dict.fromkeys(a.citations[0].doc_id for a in told))
    text = "、".join(desk.title(d) for d in ids) + "的报告写到所问的内容。"
    text += "".join(a.answer for a in told)
    citations = list(dict.fromkeys(c for a in told for c in a.citations))
    return compose.answer(query.text, text, "answered", [], citations)
