"""Reasons that a sentence gives for money left unspent, and for a kind of spending inside that of one fund."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key, squeeze
from extractors.vocabulary import question_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.told_rows import told_as_stated
from rag.text.figures_said import figures_of, readable

#: money that was not spent, and words that give a reason
_UNSPENT = re.compile("[没未](?:有|能)?(?:花|用|支出|支付)(?:完|掉|出去)|剩|结余|结转")
_CAUSE = re.compile("因|由于|受|原因|影响")
_YUAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
#: the kinds of spending that measures of one fund are of, and what the whole is called that a sentence parts so
_KINDS = {"general_basic": "基本支出", "general_project": "项目支出"}
_WHOLES = ("一般公共预算", "财政拨款")
#: money that was left of a row is asked about, and a sentence that tells why some was
_CARRIED = re.compile("结[转余]|[没未]有?(?:用|花|支)完|剩")
_LEFT_BECAUSE = re.compile("(?:结[转余]|剩余)(?:资金|数额?)?(?:的?(?:主要)?原因|主要)?(?:是|系|为(?![\\d零])|因|由于)")
#: the measures of the fund that has a chapter of its own
_OF_FUND = {"fund", "fund_closing"}
#: a reason stands no farther behind its change
_NEAR = 80


def of_unspent(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why an amount that a question states was not spent, as the sentence says that has this amount and a reason."""
    if len(query.amounts) != 1 or not _UNSPENT.search(query.rest):
        return None
    for sentence in desk.outline(doc_id).sentences:
        if not (_CAUSE.search(sentence.text) and _UNSPENT.search(sentence.text)):
            continue
        amounts = (Decimal(f.number.replace(",", "")) * _YUAN[f.unit] for f in figures_of(sentence) if f.unit in _YUAN)
        if query.amounts[0] in amounts:
            said = compose.clipped(re.sub(r"\s+", "", sentence.text).rstrip("。；"), 420)
            cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
            return compose.answer(query.text, f"{desk.title(doc_id)}报告写道：{said}。", "answered", [], cited)
    return None


def of_kind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why a kind of spending of one fund changed, where a sentence parts the spending of that fund into kinds."""
    subject = query.subjects[0] if len(query.subjects) == 1 else None
    kind = _KINDS.get(subject.measure.id) if subject is not None and subject.measure is not None else None
    if subject is None or kind is None:
        return None
    told = [f for f in desk.index(doc_id).facts if f.origin == "prose" and f.row_name == kind]
    changes = [f for f in told if f.column == "增减额" and f.unit in MONEY and (f.part_of or "").startswith(_WHOLES)]
    reasons = [f for f in told if f.column == "增减原因" and any(_follows(f, c) for c in changes)]
    return told_as_stated(query, desk, doc_id, f"{subject.name}增减的原因", reasons[:1]) if reasons else None


def of_carried(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why money of a fund was left, as its chapter says: of the fund, or of the one row of it that has some left."""
    if len(query.subjects) != 1 or not _CARRIED.search(query.rest):
        return None
    subject, index, forms = query.subjects[0], desk.index(doc_id), question_words().column_forms["原因"]
    of_fund = subject.measure is not None and subject.measure.id in _OF_FUND
    if not of_fund:
        left = [f for f in index.facts if f.table == "GK07" and f.column == "年末结转和结余" and f.value and f.row_code]
        items = [f for f in left if len(f.row_code or "") == max(len(g.row_code or "") for g in left)]
        if subject.measure is not None or len(items) != 1 or name_key(items[0].row_name) != subject.key:
            return None
    told = [f for f in index.facts if f.origin == "prose" and f.section_key == "gov_fund" and f.column in forms]
    found = [f for f in told if f.raw and re.search("结[转余]", f.row_name)]
    if found:
        return told_as_stated(query, desk, doc_id, f"{subject.name}有结转的原因", found[:2])
    sentences = (s for s in desk.outline(doc_id).sentences if s.section_key == "gov_fund")
    said = next((s for s in sentences if _LEFT_BECAUSE.search(squeeze(s.text))), None) if of_fund else None
    if said is None:
        return None
    text = f"{desk.title(doc_id)}报告写道：{compose.clipped(readable(said.text).rstrip('。；'), 420)}。"
    cited = [desk.citation(doc_id, said.start, said.end, said.section)]
    return compose.answer(query.text, text, "answered", [], cited)


def _follows(reason: Fact, change: Fact) -> bool:
    return reason.section == change.section and 0 <= (reason.start or 0) - (change.end or 0) <= _NEAR
