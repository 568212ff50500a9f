"""The rows of a table of no known form: the largest of them, and what is bought with how many of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import layout
from rag import compose
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.text.counters import counted_in
from rag.understanding.topic import segments_in, share

_MOST, _LEAST = re.compile(r"最[大多高]"), re.compile(r"最[小少低]")
#: so many rows, as a question says (六项职责活动)
_SO_MANY = re.compile(r"(?P<number>\d{1,2}|[两二三四五六七八九十]{1,3})(?:项|个|类|条|种|家)")
#: what is bought, each with its number
_BOUGHT = re.compile(r"(?:买|购置|采购|配)[^，,]{0,6}(?:哪些|什么|哪几)|(?:哪些|什么)[^，,]{0,8}(?:要买|采购|购置)")
#: a thing that is to be bought, before its money
_THING_BOUGHT = re.compile(
    "(?:要?买|采购|购置)(?:了)?(?P<what>[\u4e00-\u9fff]{4,20}?)的?(?:政府采购)?(?:预算|金额|花|安排|要)[^，,]{0,6}(?:多少|几)"
)
_EACH = re.compile(r"各(?:有|是|买|要)*(?:多少|几)|分别|数量")
_BUYING = re.compile("采购|购置|资产配置")
_NUMBER = "数量"
#: services that are bought, which services they are, and the titles of tables of them
_SERVICES, _WHICH = re.compile("购买[^，,]{0,4}服务|买(?:了)?服务"), re.compile("哪[些几]|什么|啥|分别")
#: what the rows of a table that parts money among places are called, most of them, and which one of them is asked for
_PLACE, _MOSTLY = re.compile(r"[\u4e00-\u9fff]{1,10}(?:市|县|区|旗|州|盟|镇|乡|街道|开发区|新区)(?:本级)?"), 0.7
_WHICH_PLACE = re.compile(r"哪一?个?(?:地方|地区|市县|县市|区县|县区|市|县|区|旗|镇|乡|街道|乡镇)")
#: so much of what is named beside a place must the table or the text around it have, but for words of parting money
_ABOUT, _GIVEN_OUT = 0.5, re.compile("分[到给配得]|下达|拿|各地|各县|市区|县市|市县|地方|地区|支持")
_AMOUNT = re.compile("多少|几[万元块家个]")
#: so many rows are told
_MANY = 30
#: the shortest name of a column, and of a title that tells which table is meant
_COLUMN, _TITLE = 2, 4


def extreme_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The row that has the most or the least in a column that the question names; None where no table is meant."""
    ends = _MOST.search(query.rest) or _LEAST.search(query.rest)
    if ends is None or query.subjects or query.project or query.tables:
        return None
    asked = name_key(query.rest)
    for title, facts in desk.index(doc_id).plain.tables.items():
        column = _column_in(asked, facts)
        rows = [f for f in facts if f.column == column and f.value is not None and not _is_total(f)]
        if column is None or len(rows) < 2 or not _is_meant(query, title, rows):
            continue
        least = _LEAST.search(query.rest) is not None
        return _in_order(query, desk, rows, title, least)
    return None


def of_place(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a table that parts money among places has for one of them, or which of them has the most or the least.

    None where the question names no row of such a table, or where its only place is that of the department.
    """
    if query.tables or query.has("reason", "definition", "conflict"):
        return None
    own = name_key(desk.reports[doc_id].department or "")
    ends, which = _MOST.search(query.rest) or _LEAST.search(query.rest), _WHICH_PLACE.search(query.rest)
    if query.asks_text and (ends is None or which is None):
        return None
    for title, facts in desk.index(doc_id).plain.tables.items():
        rows = {f.row_name: name_key(f.row_name) for f in facts if not _is_total(f)}
        if not rows or sum(bool(_PLACE.fullmatch(k)) for k in rows.values()) < _MOSTLY * len(rows):
            continue
        if not _is_of_topic(query, desk, facts, list(rows.values())):
            continue
        column = _column_in(name_key(query.rest), facts) or _of_unit_asked(query, facts)
        cells = [f for f in facts if f.column == column and f.value is not None and not _is_total(f)]
        if ends is not None and which is not None and len(cells) > 1:
            return _in_order(query, desk, cells, title, least=_LEAST.search(query.rest) is not None)
        named = [f for f in cells if len(rows[f.row_name]) > _COLUMN and rows[f.row_name] in name_key(query.rest)]
        named = [f for f in named if not own.startswith(rows[f.row_name])]
        if len(named) == 1 and query.asks_figure and _AMOUNT.search(query.rest):
            query.singled_out = named[0].row_name
            return told(query, desk, named)
    return None


def _is_of_topic(query: Query, desk: Desk, facts: Sequence[Fact], names: Sequence[str]) -> bool:
    """Whether a table is about what a question names beside a place: its title and the text around it have that."""
    rest = query.rest
    for name in names:
        rest = rest.replace(name, "|")
    topic = [w for w in segments_in(_WHICH_PLACE.sub("|", rest)) if not _GIVEN_OUT.search(w)]
    doc_id, section, table = facts[0].doc_id, facts[0].section, facts[0].table
    around = "".join(s.key for s in desk.outline(doc_id).sentences if s.section == section)
    text = name_key(f"{table}{section}{''.join({f.column for f in facts})}") + around
    return not topic or share(topic, text) >= _ABOUT


def _of_unit_asked(query: Query, facts: Sequence[Fact]) -> str | None:
    """The first column of money; where things are counted, the one column that counts them (支持了多少家企业)."""
    counted = [c for c in counted_in(query.rest) if c.thing]
    others = [f for f in facts if f.unit not in MONEY]
    named = {f.column for f in others if any(c.thing in name_key(f.column) for c in counted)}
    if len(named) == 1:
        return next(iter(named))
    money = not any(c.unit and c.unit not in MONEY for c in counted)
    return next((f.column for f in facts if f.unit in MONEY), None) if money else None


def _in_order(query: Query, desk: Desk, cells: Sequence[Fact], title: str, least: bool) -> Answer:
    """The first of several amounts, with those behind it."""
    ordered = sorted(cells, key=lambda f: f.value or Decimal(0), reverse=not least)
    first = [f for f in ordered if f.value == ordered[0].value]
    others = ordered[len(first) : len(first) + 3]
    query.listed, query.singled_out = [f.row_name for f in ordered], first[0].row_name
    text = f"{desk.title(first[0].doc_id)}《{title}》{first[0].column}{'最少' if least else '最多'}的是"
    text += f"{'、'.join(map(_entry, first))}。" + (f"其次：{'；'.join(map(_entry, others))}。" if others else "")
    values = [compose.converted(f, query.unit, query.places) for f in first]
    return compose.answer(query.text, text, "answered", values, compose.cite([*first, *others], desk.files))


def bought(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a table of purchases lists, with the number of each; None where none is asked for or none is listed."""
    if services := _services(query, desk, doc_id):
        return services
    if not _BOUGHT.search(query.rest) or not _EACH.search(query.rest):
        return None
    for title, facts in desk.index(doc_id).plain.tables.items():
        rows = [f for f in facts if f.column == _NUMBER and f.value is not None and not _is_total(f)]
        if not rows or not _BUYING.search(title):
            continue
        return listed_rows(query, desk, f"《{title}》列有{len(rows)}项", rows, "各自的数量")
    return None


def bought_for_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What is to be bought for the project that a question names, by its one row of a table of purchases."""
    project = query.project or ""
    if not project or not query.asks_figure or query.operations or query.tables or query.wants.kinds:
        return None
    if "采购" not in query.rest.replace(project, "") or "采购" in project or not set(query.kinds) <= {"money"}:
        return None
    key = name_key(project)
    for title, facts in desk.index(doc_id).plain.tables.items():
        rows = [f for f in facts if name_key(f.row_name) == key and f.unit in MONEY and f.value is not None]
        rows = [f for f in rows if f.column == rows[0].column]
        if "采购" in title and len(rows) == 1:
            return told(query, desk, rows)
    return None


def bought_thing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a thing is to cost (买急救设备的采购预算), by the one row of a table of purchases that has its words."""
    match = _THING_BOUGHT.search(query.rest)
    if match is None or not query.asks_figure or query.operations or query.tables or query.wants.kinds:
        return None
    thing = name_key(match["what"])
    for title, facts in desk.index(doc_id).plain.tables.items():
        own = [f for f in facts if thing in name_key(f.quote) and f.unit in MONEY and f.value is not None]
        rows = [f for f in own if f.column == own[0].column]
        if _BUYING.search(title) and len(rows) == 1:
            return told(query, desk, rows)
    return None


def _services(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What services are bought: the rows of the table of them, each with its money."""
    alone = not query.project and not query.columns and not query.has("rank", "reason", "definition", "conflict")
    if not alone or not _SERVICES.search(query.rest) or not _WHICH.search(query.rest):
        return None
    for title, facts in desk.index(doc_id).plain.tables.items():
        money = [f for f in facts if f.unit in MONEY and f.value is not None and not _is_total(f)]
        rows = [f for f in money if f.column == money[0].column]
        if not rows or not _SERVICES.search(title):
            continue
        return listed_rows(query, desk, f"《{title}》列有{len(rows)}项", rows)
    return None


def listed_rows(query: Query, desk: Desk, lead: str, cells: Sequence[Fact], of: str = "") -> Answer:
    """The rows of a table one by one, each with one of its cells; of very many so many, which is said."""
    query.listed = [f.row_name for f in cells]
    shown = cells[:_MANY]
    told = "；".join(f"{f.row_name} {compose.shown(f.value or Decimal(0), f.unit)}" for f in shown)
    cut = f"（以下为前{_MANY}项）" if len(cells) > _MANY else ""
    text = f"{desk.title(cells[0].doc_id)}{lead}{cut}{f'，{of}' if of else ''}：{told}。"
    values = [compose.value_of(f) for f in shown]
    return compose.answer(query.text, text, "answered", values, compose.cite(shown, desk.files))


def _entry(fact: Fact) -> str:
    return f"{fact.row_name}（{compose.shown(fact.value or Decimal(0), fact.unit)}）"


def _is_total(fact: Fact) -> bool:
    return name_key(fact.row_name) in layout().total_labels


def _column_in(asked: str, facts: Sequence[Fact]) -> str | None:
    """The column of figures that a question names, in full or but for 数 and 金额 at its end; the longest one."""
    columns = dict.fromkeys(f.column for f in facts if f.value is not None)
    said = {c: re.sub(r"(?:数|金额|额)$", "", name_key(c)) for c in columns}
    named = [c for c, key in said.items() if len(key) >= _COLUMN and key in asked]
    return max(named, key=lambda c: len(said[c]), default=None)


def _is_meant(query: Query, title: str, rows: Sequence[Fact]) -> bool:
    """Whether a table is the one asked about: by its title, or by as many rows of money as the question says."""
    key = name_key(title)
    if any(key[at : at + _TITLE] in query.rest for at in range(len(key) - _TITLE + 1)):
        return True
    match = _SO_MANY.search(query.rest)
    return match is not None and int(number_of(match["number"])) == len(rows) and rows[0].unit in MONEY
