"""The projects of one body or of one fund, as a list tells them (林业站承担哪些项目, 用政府性基金安排的项目)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key, squeeze
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.holdings.short_names import abbreviates
from rag.language.query import Query
from rag.rows.of_unit import units_named
from rag.text.outline import Sentence

_ASKED = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,20}?)(?:(?:承担|负责|实施|主管|执行|牵头|管|做)(?:了|的)?(?:项目)?(?:都?有|是)?|都?有|的项目(?:是|都?有)?)"
    r"(?:哪些|哪几个|什么|几个|多少个?)(?:[\u4e00-\u9fff]{0,6}项目|$)"
)
#: the money of the projects of a body: of each, of all of them, of the one with the most or the least
_BODY = r"(?P<body>[\u4e00-\u9fff]{2,20}?)的?"
_SOME = r"(?:这|那|所有|全部)?(?:[两二三四五六七八九十几]个)?(?:项目|专项)"
_EACH = re.compile(_BODY + _SOME + r"(?:分别|各自?)[^，,]{0,6}(?:多少|几)")
_TOGETHER = re.compile(_BODY + _SOME + r"(?:一共|总共|合计|共|加起来|加在一起)[^，,]{0,6}(?:多少|几)")
_WHICH_ONE = r"(?:里面?|中)?有?(?:哪一?个项目|项目(?:里|中|里面|当中)[^，,]{0,4}哪一?个)"
_RANKED = re.compile(_BODY + _WHICH_ONE + r"[^，,]{0,8}最(?:(?P<less>[少小低])|[多大高])")
_FUNDS = "政府性基金|一般公共预算|国有资本经营预算|财政专户|单位资金|上年结转|事业收入"
#: a fund that pays for projects, and which ones are asked for
_OF_FUND = re.compile(
    rf"(?P<fund>{_FUNDS})[^，。]{{0,8}}?(?:安排|支付|支持|投入|拨款|出钱|负担|花|用|的)"
    rf"|(?:用|花|来自|靠|属于)的?(?:都)?是?(?P<paid_by>{_FUNDS})"
)
_WHICH_PROJECTS = re.compile(r"项目[^，,]{0,4}(?:哪|什么|几|多少)|(?:哪|什么|几)[个些]?[^，,]{0,2}项目")
#: the lines of a card of a project on who carries it out, and on its money
_BODY_OF_CARD, _MONEY_OF_CARD = re.compile("(?:单位|主体|部门)$"), re.compile("^预算|规模|总额")
#: so much of its name tells a body, or this alone
_LEAST, _ITSELF = 3, "本级"


def money_of_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The money of the projects of a body, of each or of all, or the first of them (甲中心哪个项目钱最多)."""
    each, together, ranked = (p.search(query.rest) for p in (_EACH, _TOGETHER, _RANKED))
    asked = each or together or ranked
    if asked is None or (query.asks_text and ranked is None) or query.has("reason", "conflict"):
        return None
    body = re.sub(r"的$", "", asked["body"])
    found = [f for f in _found_of(query, desk, doc_id, name_key(body)) if f.value is not None and f.unit in MONEY]
    if not found or len({f.unit for f in found}) > 1:
        return None
    where = f"{compose.place_of(found[0])}，{found[0].column}"
    lead = f"{desk.title(doc_id)}{body}的项目有{len(found)}个"
    values = [compose.value_of(f) for f in found]
    if ranked is not None:
        found.sort(key=lambda f: f.value or Decimal(0), reverse=not ranked["less"])
        first = f"{'最少' if ranked['less'] else '最多'}的是{_with_money(found[0])}"
        text, values = (
            f"{lead}，{first}（{where}）：{'；'.join(map(_with_money, found))}。",
            [compose.value_of(found[0])],
        )
    elif together is not None:
        amount = sum((f.value or Decimal(0) for f in found), Decimal(0))
        formula = " + ".join(plain_decimal(f.value) for f in found if f.value is not None)
        values = [compose.computed_value(amount, found[0].unit, f"{body}的项目合计", formula, found[0])]
        made = f"合计{compose.shown(amount, found[0].unit)}（{formula}）"
        text = f"{lead}，{made}（{where}）：{'；'.join(map(_with_money, found))}。"
    else:
        text = f"{lead}（{where}）：{'；'.join(map(_with_money, found))}。"
    query.listed, query.opposed = [f.row_name for f in found], False
    status: Status = "computed" if together is not None else "answered"
    return compose.answer(query.text, text, status, values, compose.cite(found, desk.files))


def _with_money(fact: Fact) -> str:
    return f"{fact.row_name}{compose.shown(fact.value, fact.unit) if fact.value is not None else fact.raw}"


def _found_of(query: Query, desk: Desk, doc_id: str, body: str) -> list[Fact]:
    """The projects that a list has of a body: named in their rows, or standing below the row of the body."""
    index = desk.index(doc_id).plain
    listed = [fact for facts in index.projects.values() for fact in _of_rows(facts)]
    listed += [f for f in _annexed(desk, doc_id) if f not in listed]
    found = [fact for fact in listed if _is_of(fact, body)]
    found = found or _below(index.below, body) or [fact for fact in listed if _may_be_of(fact, body)]
    for unit in units_named(query, desk, doc_id):
        # 一中: by its full name
        found = found or [fact for fact in listed if _is_of(fact, unit)] or _below(index.below, unit)
    return found


def projects_of_body(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The projects that a table lists with the body asked about, each with its money; None where none names it."""
    asked = _ASKED.search(query.rest)
    if asked is None:
        return None
    found = _found_of(query, desk, doc_id, name_key(asked["body"]))
    if not found:
        return _of_cards(query, desk, doc_id, asked["body"])
    query.listed, query.opposed = [f.row_name for f in found], False
    told = "；".join(map(_with_money, found))
    where = f"{compose.place_of(found[0])}，{found[0].column}"
    text = f"{desk.title(doc_id)}{asked['body']}的项目有{len(found)}个（{where}）：{told}。"
    values = [compose.value_of(f) for f in found if f.value is not None]
    return compose.answer(query.text, text, "answered", values, compose.cite(found, desk.files))


def _of_cards(query: Query, desk: Desk, doc_id: str, said: str) -> Answer | None:
    """The projects whose cards in the text name the body (项目承担单位：甲中心), as they stand there."""
    body = name_key(said)
    names = [body, *units_named(query, desk, doc_id)]
    cards = [s for s in desk.outline(doc_id).sentences if s.project and _BODY_OF_CARD.search(s.label)]
    told = {s.project: s for s in cards if _is_in_card(names, s)}
    if not told:
        return None
    query.listed, query.opposed = list(told), False
    lines = (s for s in desk.outline(doc_id).sentences if s.project in told)
    money = {s.project: s for s in lines if _MONEY_OF_CARD.search(s.label)}
    each = [n + (f"（{squeeze(money[n].text)}）" if n in money else "") for n in told]
    text = f"{desk.title(doc_id)}{said}的项目有{len(told)}个：{'；'.join(each)}。"
    cited = [c for n, s in told.items() for c in (s, money.get(n)) if c is not None]
    return compose.answer(
        query.text, text, "answered", [], [desk.citation(doc_id, c.start, c.end, c.section) for c in cited]
    )


def _is_in_card(names: Sequence[str], card: Sentence) -> bool:
    """Whether the line of a card names a body, by the end of its name or by a short form."""
    own = name_key(re.split("[：:]", card.text, maxsplit=1)[-1])
    return any(own.endswith(n) or (len(n) >= _LEAST and abbreviates(n, own)) for n in names)


def projects_of_fund(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The projects that a list has money of one fund for; None where no list has a column of it."""
    asked = _OF_FUND.search(query.rest)
    if asked is None or not _WHICH_PROJECTS.search(query.rest):
        return None
    called = asked["fund"] or asked["paid_by"]
    fund = name_key(called)
    listed = desk.index(doc_id).plain.projects
    own = [f for facts in listed.values() for f in facts if fund in name_key(f.column) and f.value]
    # or a column of words says by which fund each is paid
    own = own or [facts[0] for facts in listed.values() if facts[0].value and fund in _cells_beside(facts[0])]
    found = [f for f in own if (f.table, f.column) == (own[0].table, own[0].column)]
    if not found:
        return None
    query.listed = [f.row_name for f in found]
    told = "；".join(f"{f.row_name}{compose.shown(f.value, f.unit)}" for f in found if f.value is not None)
    where = f"{compose.place_of(found[0])}，{found[0].column}"
    text = f"{desk.title(doc_id)}用{called}安排的项目有{len(found)}个（{where}）：{told}。"
    values = [compose.value_of(f) for f in found]
    return compose.answer(query.text, text, "answered", values, compose.cite(found, desk.files))


def _annexed(desk: Desk, doc_id: str) -> list[Fact]:
    """The projects of the lists in annexes that print beside each one the body that carries it out."""
    annexed = [f for f in desk.index(doc_id).facts if f.origin == "annex" and f.part_of is None]
    with_body = {(f.table, f.quote) for f in annexed if _BODY_OF_CARD.search(f.column)}
    spent = [f for f in annexed if f.unit in MONEY and (f.table, f.quote) in with_body]
    return _of_rows(sorted(spent, key=lambda f: "执行" not in f.column))  # what was spent before what was planned


def _below(listed: Mapping[str, Sequence[Fact]], body: str) -> list[Fact]:
    """The projects below the row of the one body whose name ends in what the question calls it, or is so shortened."""
    named = [n for n in listed if (len(body) >= _LEAST or body == _ITSELF) and name_key(n).endswith(body)]
    named = named or [n for n in listed if abbreviates(body, name_key(n))]
    return list(listed[named[0]]) if len(named) == 1 else []


def _of_rows(facts: Sequence[Fact]) -> list[Fact]:
    """One amount of each row: the first one, before those that it is parted into by fund."""
    rows: dict[tuple[str | None, str], Fact] = {}
    for fact in facts:
        rows.setdefault((fact.table, fact.quote), fact)
    return list(rows.values())


def _is_of(fact: Fact, body: str) -> bool:
    """Whether a cell of the row of a project names a body, by all its name or by the end of it."""
    return any(c.endswith(body) or body.endswith(c) for c in _cells_beside(fact))


def _may_be_of(fact: Fact, body: str) -> bool:
    """Whether a cell of the row of a project names a body that is so shortened."""
    return len(body) >= _LEAST and any(abbreviates(body, c) for c in _cells_beside(fact))


def _cells_beside(fact: Fact) -> list[str]:
    """The cells of the row of a project that are long enough to name a body, without the name of the project."""
    own = name_key(fact.row_name)
    cells = (name_key(cell) for cell in fact.quote.split("\t"))
    return [c for c in cells if len(c) >= _LEAST and c != own]
