"""Which of several 科目 that a question names has the most (社保就业、卫生健康、住房保障三类里预算最多的是哪类)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.holdings.short_names import is_in_order
from rag.language.query import Query

#: what is asked of them: which one, and the most or the least
_WHICH = re.compile(r"哪|谁")
_MORE, _LESS = (
    re.compile(r"最[大多高]|[多大高][？?]?[|]*$|更[大高]|哪一?[个项类块边头][花支预算得]{0,2}更?[多大高](?!少)"),
    re.compile(r"最[小少低]|[少小低][？?]?[|]*$|更[小低]|哪一?[个项类块边头][花支预算得]{0,2}更?[少小低]"),
)
#: where the list of names ends
_END = re.compile(r"(?:这|那)?[两二三四五六](?:大?类|个|项|款|块|家)?|里面?|之?中|当中|[，,]|哪|谁|相比|比较")
_WITHIN = re.compile(r"[^，,]{2,24}?(?:里面?|之?中|当中)的?[，,]?")
_BETWEEN = re.compile(r"、|和|与|跟|及|以及|还是")
#: what several figures may be asked for besides their order
_OF_SEVERAL = ("sum", "difference", "share", "ratio", "reason", "conflict", "per_head")
#: which of two has more (货物多还是服务多), and which kind of purchases has the most
_EITHER = re.compile("(?:[多大高]还是[^，,？?]{1,10}[多大高]|[少小低]还是[^，,？?]{1,10}[少小低])(?=[？?|]|$)")
_OF_PURCHASES = re.compile("采购(?:的|里面?|中|当中)?(?:花得?|支出|金额)?最[多大少小]的?(?:是|一[类块])?(?:什么|哪)")
_PURCHASES = ("procurement_goods", "procurement_works", "procurement_services")
#: columns that part the money of a 科目
_KINDS = {"基本支出", "项目支出", "人员经费", "公用经费"}
#: the lengths of codes of 科目
_ACCOUNTS = (3, 5, 7)
#: the length of the code of a 类, and how a question asks for one
_CLASS, _WHICH_CLASS = 3, re.compile(r"哪一?个?大?[类块项]|哪类")
#: the shortest name, and how many of its first characters a short form must have
_SHORTEST = 2


def ranked_accounts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The 科目 that a question names side by side, in order; None where it names none so or one has no amount."""
    more, less = _MORE.search(query.rest), _LESS.search(query.rest)
    if (query.tables and len(query.tables) > 1) or not _WHICH.search(query.rest) or not (more or less):
        return None
    asked = query.rest.strip("|，,")
    whole = next((s.within for s in query.subjects if s.within is not None), None)
    if whole is not None and (lead := _WITHIN.match(asked)) is not None:
        asked = asked[lead.end() :]  # 一般公共预算财政拨款支出里，甲和乙哪个多
    index = desk.index(doc_id)
    names = _names(asked)
    rows = [_row(index, name_key(n)) for n in names]
    if None in rows and (lead := _WITHIN.match(asked)) is not None:
        # 公用经费里甲和乙哪个高: what they are in is no name of them
        names = _names(asked[lead.end() :])
        rows = [_row(index, name_key(n)) for n in names]
    if len(names) == 2 and query.has("difference") and len(query.subjects) > 1:
        return None  # which of two is more, and by how much, is told as their difference
    if len(names) < 2 or None in rows or len(set(rows)) < len(rows):
        return None
    kind = query.table_column if query.table_column in _KINDS else None  # 甲和乙哪个项目支出多
    plain = query.model_copy(update={"operations": [], "kinds": [], "columns": [], "table_column": kind})
    subjects = [
        Subject(row, name, 0, 0, within=whole) for row, name in zip(rows, names, strict=True) if row is not None
    ]
    facts = [f for s in subjects if (f := best(plain, desk, doc_id, s, kind)) is not None and f.unit in MONEY]
    facts = [f for f in facts if kind is None or f.column == kind]
    if len(facts) < len(names) or len({f.unit for f in facts}) != 1 or any(f.value is None for f in facts):
        return None
    return _told_in_order(query, desk, doc_id, facts, names, ascending=less is not None)


def _names(asked: str) -> list[str]:
    """What a question names side by side, up to where it asks which of them."""
    return [n for n in _BETWEEN.split(_END.split(asked)[0].strip("|")) if len(n) >= _SHORTEST]


def ranked_measures(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which of several figures that a question names has the most or the least (出国、接待、用车哪项花得最多)."""
    more, less = _MORE.search(query.rest), _LESS.search(query.rest)
    either, bought = _EITHER.search(query.rest), _OF_PURCHASES.search(query.rest)
    if not (query.has("rank") and (bought or _WHICH.search(query.rest)) and (more or less)) and either is None:
        return None
    subjects = query.subjects
    if bought:
        subjects = [Subject.of(m) for m in measures().values() if m.id in _PURCHASES]
    if len(subjects) < _SHORTEST or any(s.measure is None for s in subjects) or query.has(*_OF_SEVERAL):
        return None
    plain = query.model_copy(update={"operations": [], "kinds": []})
    facts = [f for s in subjects if (f := best(plain, desk, doc_id, s)) is not None and f.unit in MONEY]
    if len(facts) < len(subjects) or any(f.value is None for f in facts) or len({f.unit for f in facts}) != 1:
        return None
    if len({(f.quote, f.at) for f in facts}) < len(facts):
        return None
    names = [s.measure.name for s in subjects if s.measure is not None]
    less = less or (re.search("少|低|小", either.group(0)) if either is not None else None)
    return _told_in_order(query, desk, doc_id, facts, names, ascending=less is not None)


def ranked_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which 类 has the most or the least of a whole that only the text parts by 类, each with its share of it."""
    measure = query.subjects[0].measure if len(query.subjects) == 1 else None
    less = _LESS.search(query.rest)
    if measure is None or not _WHICH_CLASS.search(query.rest) or not (_MORE.search(query.rest) or less):
        return None
    facts, tables = desk.index(doc_id).facts, {c[0] for c in measure.cells}
    if any(f.table in tables and len(f.row_code or "") == _CLASS for f in facts):
        return None  # a table lists them
    shares = [f for f in facts if f.origin == "prose" and f.column == "占比" and f.part_of == measure.name]
    told = {(f.row_name, f.quote) for f in shares}
    amounts = [f for f in facts if (f.row_name, f.quote) in told and f.unit in MONEY and f.value is not None]
    if len(amounts) < 2 or len({f.quote for f in amounts}) != 1 or len({f.row_name for f in amounts}) != len(amounts):
        return None
    ordered = sorted(amounts, key=lambda f: f.value or Decimal(0), reverse=less is None)
    query.listed, query.singled_out = [f.row_name for f in ordered], ordered[0].row_name
    place = "最多" if less is None else "最少"
    text = f"{desk.title(doc_id)}{measure.name}中{place}的是{_entry(ordered[0])}（{compose.place_of(ordered[0])}）。"
    text += f"其他：{'；'.join(map(_entry, ordered[1:]))}。"
    values = [compose.converted(ordered[0], query.unit, query.places)]
    return compose.answer(query.text, text, "answered", values, compose.cite(ordered, desk.files))


def _told_in_order(
    query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact], names: Sequence[str], ascending: bool
) -> Answer:
    """Amounts of one unit in order, the one that is asked for first."""
    ordered = sorted(facts, key=lambda f: f.value or Decimal(0), reverse=not ascending)
    first = [f for f in ordered if f.value == ordered[0].value]
    query.listed, query.singled_out = [f.row_name for f in ordered], first[0].row_name
    place = "最少" if ascending else "最多"
    text = f"{desk.title(doc_id)}{'、'.join(names)}中{place}的是{'、'.join(map(_entry, first))}。"
    text += f"{'；'.join(map(compose.sentence, ordered))}。"
    values = [compose.converted(f, query.unit, query.places) for f in ordered]
    return compose.answer(query.text, text, "answered", values, compose.cite(ordered, desk.files))


def _entry(fact: Fact) -> str:
    return f"{compose.short_label(fact)}（{compose.shown(fact.value or Decimal(0), fact.unit)}）"


def _row(index: FactIndex, name: str) -> str | None:
    """The one 科目 with a code that is called so, or whose name has these characters in order from its first on."""
    coded = {
        name_key(f.row_name)
        for facts in index.by_code.values()
        for f in facts
        if f.origin == "table" and len(f.row_code or "") in _ACCOUNTS
    }
    if name in coded:
        return name
    begun = [k for k in coded if k.startswith(name)] or [k for k in coded if k[0] == name[0] and is_in_order(name, k)]
    shortest = [k for k in begun if len(k) == min(map(len, begun))]
    return shortest[0] if len(shortest) == 1 else None
