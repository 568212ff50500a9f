"""The accounts that the statement goes through: which came to more or less, and how far each budget was met."""

from __future__ import annotations

import re

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import question_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.language.query import Query

_ASKED = re.compile(
    r"(?:哪些|哪几|哪[两三四五]|几)[个项类款种笔]?(?:的|级)?(?:具体)?(?:功能)?(?:科目|支出科目|款项|支出|开支)[^，,]{0,6}"
    r"(?:[比较跟和与同](?:上年|去年|上一年)度?(?:决算数?)?(?:相比)?|同比)(?:有所|都|是)?(?P<way>减少|下降|降低|少了?|降了?|缩减|增加|增长|上升|多了?|涨了?|增了?)"
)
#: which of those named changed one way (会议费和培训费哪个比上年增加了)
_AMONG = re.compile(
    r"(?:哪[些几]?一?[个项类款种笔]?|谁)[^，,]{0,3}(?:[比较跟和与同](?:上年|去年|上一年|\|+)度?(?:决算数?|预算数?)?(?:相比)?|同比)"
    r"(?:有所|都|是)?(?P<way>减少|下降|降低|少了?|降了?|缩减|增加|增长|上升|多了?|涨了?|增了?)"
)
#: how far the budget of each account was met
_MET = re.compile(
    r"(?:按类|按款|按项|各类|各款|各项|分类|逐[类项]|各科目|分别|各)[^，,。]{0,8}完成(?:了)?(?:年初|全年|调整)?预算[^，,。]{0,6}(?:百分之几|多少|几成|比例|%)"
)
#: so many accounts are several
_SEVERAL = 2
_LESS = re.compile("减|降|少|缩")
#: the sections that tell account by account, and the words by which a question names the second
_GENERAL, _FUND, _OF_FUND = "general_budget", "gov_fund", re.compile("基金")


def changed_accounts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Each account that changed the way that is asked for, by how much; None where no account is told so."""
    asked = _ASKED.search(query.rest)
    if asked is None or query.amounts or query.project or query.wants.kinds[:1] == ["reason"]:
        return None
    less = bool(_LESS.search(asked["way"]))
    section = _FUND if _OF_FUND.search(query.rest) else _GENERAL
    index = desk.index(doc_id)
    found = [f for f in index.facts if f.section_key == section and _is_change(f) and _is_account(f, index)]
    facts = [f for f in found if f.value is not None and f.value != 0 and (f.value < 0) == less]
    facts = list({name_key(f.row_name): f for f in facts}.values())
    if not facts:
        return None
    query.listed = [f.row_name for f in facts]
    way = "减少" if less else "增加"
    told = "；".join(f"{f.row_name}{way}{compose.shown(abs(f.value), f.unit)}" for f in facts if f.value is not None)
    text = f"{desk.title(doc_id)}写明比上年{way}的科目有{len(facts)}个（{compose.place_of(facts[0])}）：{told}。"
    values = [compose.value_of(f) for f in facts]
    return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))


def changed_among(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which of several things that a question names came to more or to less, and by how much; with all their changes.

    None where it names fewer than two, or the report does not tell the change of each.
    """
    asked = _AMONG.search(query.rest)
    if asked is None or len(query.subjects) < _SEVERAL or query.wants.kinds[:1] == ["reason"]:
        return None
    plain = query.model_copy(update={"operations": [], "kinds": [], "columns": ["增减额"]})
    found = [best(plain, desk, doc_id, s, "增减额") for s in query.subjects]
    facts = [f for f in found if f is not None and f.value is not None and f.unit in MONEY and f.column == "增减额"]
    if len(facts) < len(query.subjects):
        return None
    less = bool(_LESS.search(asked["way"]))
    way = "减少" if less else "增加"
    chosen = [f for f in facts if f.value and (f.value < 0) == less]
    names = "、".join(s.name for s in query.subjects)
    if not chosen:
        text = f"{desk.title(doc_id)}{names}都没有比上年{way}：{'；'.join(map(_moved, facts))}。"
        values = [compose.value_of(f) for f in facts]
        return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))
    query.listed = [f.row_name for f in chosen]
    others = [f for f in facts if f not in chosen]
    text = f"{desk.title(doc_id)}比上年{way}的是：{'；'.join(map(_moved, chosen))}（{compose.place_of(chosen[0])}）。"
    text += f"其他：{'；'.join(map(_moved, others))}。" if others else ""
    values = [compose.value_of(f) for f in chosen]
    return compose.answer(query.text, text, "answered", values, compose.cite([*chosen, *others], desk.files))


def _moved(fact: Fact) -> str:
    if not fact.value:
        return f"{fact.row_name}与上年持平"
    return f"{fact.row_name}{'减少' if fact.value < 0 else '增加'}{compose.shown(abs(fact.value), fact.unit)}"


def met_by_account(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How far each account met its budget, as the statement tells account by account; None where it does so of none."""
    if not _MET.search(query.rest) or query.project or query.amounts or len(query.subjects) > 1:
        return None
    index = desk.index(doc_id)
    forms = question_words().column_forms["完成比例"]
    told = [f for f in index.facts if f.origin == "prose" and f.column in forms and f.value is not None]
    groups: dict[str, dict[str, Fact]] = {}
    for fact in told:
        if _is_account(fact, index):
            groups.setdefault(fact.section, {}).setdefault(name_key(fact.row_name), fact)
    facts = list(max(groups.values(), key=len, default={}).values())
    if len(facts) < _SEVERAL:
        return None
    query.listed, query.opposed = [f.row_name for f in facts], False
    said = "；".join(f"{f.row_name}{f.column}{f.raw}" for f in facts)
    text = f"{desk.title(doc_id)}写明完成预算比例的科目有{len(facts)}个（{compose.place_of(facts[0])}）：{said}。"
    values = [compose.value_of(f) for f in facts]
    return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))


def _is_change(fact: Fact) -> bool:
    """Whether a fact of the statement tells by how much money something changed."""
    return fact.origin == "prose" and fact.column == "增减额" and fact.unit in MONEY


def _is_account(fact: Fact, index: FactIndex) -> bool:
    """Whether what changed is a row of a statutory table by its code, and no total of several."""
    keys = {
        k := name_key(compose.steps_of(fact.row_name)[-1]),
        k.removesuffix("支出"),
        f"{k}支出",
        name_key(fact.row_name),
    }
    return any(f.row_code and f.origin == "table" for key in keys for f in index.by_key.get(key, ()))
