"""The chapter of a report that a question names by a short form of its heading (政府采购那段), and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.findings import Finding
from extractors.text import name_key, squeeze
from extractors.vocabulary import table_forms
from rag import compose
from rag.answer import Answer
from rag.figures.checked import sentence_of
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.outline import Outline, Sentence
from rag.understanding.topic import grams

#: what leads to the name of a chapter, and what stands behind it
_LEADS = re.compile(r"^(?:请问|想问|报告|决算|预算|年度?|在|的|里|中|关于|第[一二三四五]部分|[，,|\s])+")
_BEHIND = re.compile(
    r"里|中(?!心|央)|那|这|部分|(?:说明)?一?段|情况|说明|章|一节|写|填|说的|的?(?:单位|部门|主体|局)(?:的?名|写)|的?名[称字]|的?年[份度]|的?日期|的?截[至止]"
)
#: the shortest name of a chapter, how much of it a heading must have, and all of a name that is no longer than this
_LEAST, _ABOUT, _ALL_OF = 2, 0.65, 3
_DATE = re.compile(r"截[至止][^，。；]{0,16}")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
#: so many characters beside a name or a date are quoted
_BESIDE = 30
#: what a department calls itself
_ITSELF = re.compile(r"(?:本|我)(?:部门|单位|局|委|办|厅|镇|乡|街道|机关)")


def chapter_of(query: Query, outline: Outline) -> list[Sentence]:
    """The sentences of the chapter that a question names; none where it names no chapter."""
    name = name_key(_BEHIND.split(_LEADS.sub("", query.rest.replace("|", "")), maxsplit=1)[0])
    if len(name) < _LEAST:
        return []
    pairs, least = grams(name), 1.0 if len(name) <= _ALL_OF else _ABOUT
    fits: dict[str, float] = {}
    for sentence in outline.sentences:
        if sentence.section_key not in {"toc", "glossary", *table_forms()} and sentence.section not in fits:
            titles = [name_key(t).lower() for t in sentence.section.split("/")[-2:]]
            fits[sentence.section] = max(sum(g in t for g in pairs) / len(pairs) for t in titles)
    best = max(fits.values(), default=0.0)
    if best < least:
        return []
    return [s for s in outline.sentences if fits.get(s.section) == best]


def name_written(
    query: Query, desk: Desk, doc_id: str, chapter: Sequence[Sentence], elsewhere: Sequence[Finding]
) -> Answer:
    """That a chapter has the name of the department as it is, or does not name it; ``elsewhere`` it is wrong."""
    besides = f"名称不一致的在别处：{sentence_of(elsewhere[0])}" if elsewhere else ""
    wrong = [e for f in elsewhere for e in f.evidence]
    name = desk.reports[doc_id].department or ""
    place = next((s for s in chapter if name_key(name) in s.key), None)
    place = place or next((s for s in chapter if _ITSELF.search(squeeze(s.text))), None)
    if place is None or not name:
        heading = chapter[0].section.rsplit("/", 1)[-1]
        text = f"{desk.title(doc_id)}报告“{heading}”没有写单位名称。{besides}"
        cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in chapter[:1]]
        return compose.answer(query.text, text, "answered", [], [*cited, *wrong])
    plain = squeeze(place.text)
    own = _ITSELF.search(plain)
    written = name if own is None or name in plain else own.group(0)
    told = _told(query, desk, doc_id, place, f"写的是“{written}”，与本报告的部门一致", plain.find(written))
    return told.model_copy(update={"answer": told.answer + besides, "citations": [*told.citations, *wrong]})


def date_written(query: Query, desk: Desk, doc_id: str, chapter: Sequence[Sentence]) -> Answer | None:
    """That the date or year which a chapter names is the one of the report; None where it names none or another."""
    year = desk.reports[doc_id].year
    for pattern in (_DATE, _YEAR):
        for sentence in chapter:
            plain = squeeze(sentence.text)
            match = pattern.search(plain)
            said = _YEAR.search(match.group(0)) if match is not None else None
            if match is None or said is None:
                continue
            if int(said.group(1)) != year:
                return None
            told = f"写的是“{match.group(0)}”，与{year}年度一致"
            return _told(query, desk, doc_id, sentence, told, match.start())
    return None


def _told(query: Query, desk: Desk, doc_id: str, place: Sentence, told: str, at: int) -> Answer:
    plain = squeeze(place.text)
    start, end = max(at - _BESIDE, 0), max(at, 0) + 2 * _BESIDE
    said = f"{'…' if start else ''}{plain[start:end].rstrip('。；')}{'…' if end < len(plain) else ''}"
    heading = place.section.rsplit("/", 1)[-1]
    text = f"{desk.title(doc_id)}报告“{heading}”{told}：{said}。"
    cited = [desk.citation(doc_id, place.start, place.end, place.section)]
    return compose.answer(query.text, text, "answered", [], cited)
