"""Reasons and uses by what a question knows of a row other than its name: its amounts, a cause, words of the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.quantities import quantities_in
from rag.language.query import Query
from rag.understanding import kin
from rag.understanding.topic import MONEY_WORDS, segments_of, share

_MOST = 4
#: how many characters must name a row, and the share of them that its name and reason must have
_NAMING, _SAID = 4, 0.85


def of_stated_amount(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the report says of the row that a question tells by its amounts (预算21.18万、实际101.57万的科目)."""
    amounts = [q.value * MONEY[q.unit] / MONEY["万元"] for q in quantities_in(query.rest) if q.unit in MONEY]
    index = desk.index(doc_id)
    if not amounts or query.project or any(_has_amount(index, s, amounts) for s in query.subjects if not s.generic):
        return None
    if query.wants.premise in {"rose", "fell"} and len(amounts) < 2:
        return None  # a change that is told by its amount: its premise has to be looked at
    use = query.wants.kinds[:1] == ["use"]
    facts = kin.reasons_of_amounts(index, amounts, segments_of(query), ("用途",)) if use else []
    facts = facts or kin.reasons_of_amounts(index, amounts, segments_of(query))
    names = list(dict.fromkeys(f.row_name for f in facts))
    if not names or len(names) > _MOST:
        return None
    if len(names) == 1:
        return told_as_stated(query, desk, doc_id, f"{names[0]}的{kind_of(facts[0])}", facts)
    told = "；".join(f"{f.row_name}，{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)
    text = f"{desk.title(doc_id)}报告中不止一处是这个数，各自的说明是：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _has_amount(index: FactIndex, subject: Subject, amounts: Sequence[Decimal]) -> bool:
    """Whether something that a question names has itself one of the amounts that it states."""
    facts = index.by_key.get(subject.key, ())
    return any(f.value is not None and f.unit in MONEY and f.in_unit("万元") in amounts for f in facts)


def caused_by(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The rows and changes for which the report gives a cause that a question names (因疫情少花的是哪几项)."""
    if not query.wants.cause:
        return None
    facts = _each_row_once(kin.reasons_naming(desk.index(doc_id), query.wants.cause))
    if not facts:
        return None
    told = "；".join(f"{f.row_name}，{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)
    text = f"{desk.title(doc_id)}报告在说明原因时写到“{query.wants.cause}”的有：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _each_row_once(facts: Iterable[Fact]) -> list[Fact]:
    return list({(f.row_name, name_key(f.raw)): f for f in facts}.values())


def by_words(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The stated reasons that have the words of a question that names no row (退休人员那块为什么多了)."""
    words = [w for w in segments_of(query) if not MONEY_WORDS.search(w) and not w[0].isdigit()]
    plain = desk.outline(doc_id).plain
    words = [w for w in words if w in plain]
    if query.subjects or len("".join(words)) < _NAMING:
        return None
    found = [f for f in desk.index(doc_id).facts if f.column in {"增减原因", "预决算差异原因"} and f.raw]
    facts = _each_row_once(f for f in found if share(words, name_key(f.row_name + f.raw)) >= _SAID)
    if not facts or len({f.row_name for f in facts}) > _MOST:
        return None
    told = "；".join(f"{f.row_name}，{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)
    text = f"{desk.title(doc_id)}报告与此有关的说明是：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def cost_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the rows cost that were spent on what a question names, as their reasons say (列支购置电脑费用).

    Several are told one by one, and added up.
    """
    named = query.project or any(not s.generic for s in query.subjects)
    if named or not (query.asks_figure or query.has("sum")) or query.has("conflict") or "count" in query.kinds:
        return None
    words = understanding_words()
    text = re.sub("|".join(words.bought), lambda m: words.bought[m.group(0)], query.rest)
    found = []
    for reason in (f for f in desk.index(doc_id).facts if f.column in {"增减原因", "预决算差异原因"} and f.raw):
        clauses = map(name_key, re.split("[，,。；;]", reason.raw))
        fits = any(_names(said[m.end() :], text) for said in clauses for m in words.spent_for.finditer(said))
        amount = _beside(desk.index(doc_id), reason) if fits else None
        if amount is not None:
            found.append((amount, reason))
    amounts = list(dict.fromkeys(a for a, _ in found))
    if not amounts or len(amounts) > _MOST or len({a.unit for a in amounts}) > 1:
        return None
    told = "；".join(compose.sentence(a) for a in amounts)
    values = [compose.value_of(a) for a in amounts]
    whose = "、".join(dict.fromkeys(f"“{r.raw.rstrip('。')}”" for _, r in found))
    text = f"{told}。报告对此的说明是：{whose}。"
    if len(amounts) > 1:
        total = sum((a.value or Decimal(0) for a in amounts), Decimal(0))
        formula = " + ".join(plain_decimal(a.value or Decimal(0)) for a in amounts)
        value = compose.computed_value(total, amounts[0].unit, f"{len(amounts)}项合计", formula, amounts[0])
        values.insert(0, value)
        text = f"{desk.title(doc_id)}{len(amounts)}项合计{compose.shown(total, value.unit)}（{formula}）：{text}"
    status: Status = "computed" if len(amounts) > 1 else "answered"
    return compose.answer(query.text, text, status, values, compose.cite([f for x in found for f in x], desk.files))


def _beside(index: FactIndex, reason: Fact) -> Fact | None:
    """The amount that the report states right beside a reason: 类, 款 and 项 may be called alike."""
    own = (f for f in index.facts if f.row_name == reason.row_name and f.section == reason.section)
    spent = [f for f in own if f.column == "决算数" and f.value is not None and f.unit in MONEY]
    return min(spent, key=lambda f: abs(f.start - reason.start), default=None)


def _names(purpose: str, asked: str) -> bool:
    """Whether a question has the beginning of what a reason says that was paid."""
    return len(purpose) >= _NAMING and purpose[:_NAMING] in asked


def kind_of(fact: Fact) -> str:
    return {"增减原因": "增减原因", "预决算差异原因": "预算与决算差异原因"}.get(
        fact.column, "用途" if fact.column == "用途" else "偏差原因" if "偏差" in fact.column else "原因"
    )


def listed(facts: Sequence[Fact]) -> str:
    return "；".join(f"{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)


def told_as_stated(query: Query, desk: Desk, doc_id: str, what: str, facts: Sequence[Fact]) -> Answer:
    text = f"{desk.title(doc_id)}{what}：{listed(facts)}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))
