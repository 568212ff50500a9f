"""Amounts that a question tells by what they were for (治理尾水的那笔钱), and numbers that grew from one to another."""

from __future__ import annotations

import re

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from rag import compose
from rag.answer import Answer, Value
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.figures_said import readable
from rag.understanding.topic import grams, segments_in

#: money that is told by its purpose alone: 某某那笔支出多少, 用于某某的钱有多少
_THAT = re.compile(
    r"(?P<what>[\u4e00-\u9fff、]{4,30}?)的?[那这]一?[笔块项][^，。]{0,10}(?:多少|几)"
    r"|(?:^|[|，,])(?P<thing>[\u4e00-\u9fff]{4,30}?)[用花]了?多少(?:政府性)?基金"
    r"|(?:用于|用来|用在)(?P<used>[\u4e00-\u9fff、]{4,30}?)的(?:钱|资金|支出|经费|拨款|预算)[^，。]{0,6}(?:多少|几)"
)
#: how much of what the question says a purpose must have, and the amounts that it may be told of
_ABOUT, _AMOUNTS = 0.7, ("决算数", "预算数", "资金")
#: a number of things that grew or fell from that of the year before
_FROM_TO = re.compile(
    r"由(?:上年的?)?(?P<before>\d+(?:\.\d+)?)(?P<unit>[\u4e00-\u9fff]{1,2}?)"
    r"(?:增加|增长|提高|扩大|减少|下降|缩减|调整)(?:到|至|为)(?P<after>\d+(?:\.\d+)?)(?P=unit)"
)
_SO_MANY = re.compile(r"(?:几|多少)(?P<unit>[\u4e00-\u9fff]{1,2}?)(?=[\u4e00-\u9fff]|$)")


#: what something came to before it was changed is asked, and how a text tells it (由600万元压减至420万元)
_BEFORE_CHANGE = re.compile(
    r"(?:压减|调减|核减|调增|调整|追加|提高|增加|减少|缩减|变动)了?[之以]?前|原来的?(?:预算|金额|安排|标准|是)|原先|原预算"
)
_CHANGED_FROM = re.compile(
    r"[由从](?:上年的?|原来?的?)?(?P<before>\d[\d,]*(?:\.\d+)?)(?P<own>万元|亿元|元)?"
    r"(?:压减|调减|核减|调增|调整|追加|提高|增加|减少|下降|增长|缩减)(?:到|至|为)\d[\d,]*(?:\.\d+)?(?P<unit>万元|亿元|元)"
)


def amount_before(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What an amount was before it was changed, as the sentence says that tells both; None where none does."""
    if not _BEFORE_CHANGE.search(query.rest) or query.asks_text or query.has("reason", "conflict"):
        return None
    names = [name_key(query.project or ""), *(s.key for s in query.subjects)]
    for sentence in desk.outline(doc_id).sentences:
        text = readable(sentence.text)
        match = _CHANGED_FROM.search(text)
        if match is None or not any(len(n) > 1 and n in sentence.key for n in names):
            continue
        report = desk.reports[doc_id]
        amount, unit = match["before"].replace(",", ""), match["own"] or match["unit"]
        whose = {"department": report.department, "year": report.year}
        value = Value(value=amount, unit=unit, label="调整前", origin="prose", **whose)
        told_so = f"{desk.title(doc_id)}调整前为{amount}{unit}。报告写道：{text.strip('；。')}。"
        cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
        return compose.answer(query.text, told_so, "answered", [value], cited)
    return None


def by_purpose(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The amount whose stated purpose is what a question calls it by; None where no or more than one purpose is."""
    asked = _THAT.search(query.rest)
    if asked is None or query.project or query.rows or not query.asks_figure:
        return None
    if any(s.key == name_key(asked["what"] or "") for s in query.subjects):
        return None  # 某科目这项花了多少钱: what is printed under that very name
    words = grams(asked["what"] or asked["used"] or asked["thing"])
    index = desk.index(doc_id)
    purposes = [f for f in index.facts if f.column == "用途" and f.raw and _has(words, f.raw)]
    if asked["thing"]:
        purposes = [f for f in purposes if f.section_key == "gov_fund"]
    if len({(f.section, f.row_name) for f in purposes}) != 1:
        return None
    own = [f for f in index.facts if _is_of(f, purposes[0]) and f.column in _AMOUNTS]
    return told(query, desk, own[:1]) if own else None


def _has(words: list[str], purpose: str) -> bool:
    key = name_key(purpose)
    return sum(w in key for w in words) >= _ABOUT * len(words)


def _is_of(fact: Fact, purpose: Fact) -> bool:
    """Whether an amount is what a purpose is told of: of one name, in one chapter."""
    same = fact.row_name == purpose.row_name and fact.section == purpose.section
    return same and fact.origin == "prose" and fact.unit in MONEY and fact.value is not None


def number_before(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many things there were the year before, as a sentence tells that they grew from that (由5座增加到8座)."""
    asked = _SO_MANY.search(query.rest)
    if asked is None or not query.prior:
        return None
    topic = [w for w in segments_in(query.rest[asked.end("unit") :]) if len(w) > 1]
    for sentence in desk.outline(doc_id).sentences:
        text = readable(sentence.text)
        for match in _FROM_TO.finditer(text):
            before = name_key(text[: match.start()])
            named = topic and all(any(g in before[-40:] for g in grams(w)) for w in topic)
            if named and match["unit"].endswith(asked["unit"]):
                report = desk.reports[doc_id]
                value = Value(
                    value=match["before"],
                    unit=match["unit"],
                    label="上年数",
                    origin="prose",
                    department=report.department,
                    year=report.year - 1 if report.year is not None else None,
                )
                text = f"{desk.title(doc_id)}上年是{match['before']}{match['unit']}。报告写道：{text.strip('；。')}。"
                cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
                return compose.answer(query.text, text, "answered", [value], cited)
    return None
