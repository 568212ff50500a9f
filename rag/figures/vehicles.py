"""Vehicles by kind: how many cars for what use a department has, as the chapter on its assets counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import Fact, plain_decimal
from extractors.text import name_key, squeeze
from extractors.vocabulary import measures
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query

_KIND = re.compile(r"用车$")
#: the column of all cars in a table with one for each kind, the row of all, and what cars are counted in
_ALL = re.compile(r"^车辆.*(?:小计|合计|总数|数量)|^车辆[（(]?辆[)）]?$")
_SUMS, _NUMBER, _UNIT = {"合计", "年末数", "期末数", "数量"}, "数量", "辆"
#: how many cars there are in all is asked beside those of a kind
_WHOLE = re.compile(
    r"(?:几|多少)[辆台]车(?!.{0,6}用[于来在作做])|车辆?(?:总数|一共|总共|共)?有?(?:几|多少)[辆台]?(?=[，,？?；;|])"
)

#: which cars they are is asked, and not how many
_WHICH = re.compile("(?:哪些|什么|哪几[种类辆])(?:样的)?车|具体(?:是|有|包括)")


def vehicles(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number of cars of each kind, or of the kind that a question names; None where no kinds are printed."""
    if query.wants.vehicles is None or query.has("share", "ratio", "sum", "difference"):
        return None
    total = best(query, desk, doc_id, Subject.of(measures()["cars"]))
    kinds = _kinds_in(desk.index(doc_id))
    if not kinds:
        total, kinds = _of_table(desk.index(doc_id))
    if not kinds:
        return None
    if query.wants.vehicles:
        named = [f for f in kinds if _names(query.wants.vehicles, f)]
        if named and _WHICH.search(query.rest) and (said := _which_they_are(query, desk, doc_id, named[0])):
            return said
        whole = total if _WHOLE.search(query.rest) else None
        return _told(query, desk, doc_id, named, whole) if named else None
    if query.has("rank"):
        return _ranked(query, desk, doc_id, kinds)
    return _told(query, desk, doc_id, kinds, total)


def _ranked(query: Query, desk: Desk, doc_id: str, kinds: Sequence[Fact]) -> Answer:
    """The kind of which there are the most cars, or the fewest of those that there are, and the others in order."""
    some = [f for f in kinds if f.value]
    ordered = sorted(some, key=lambda f: f.value or 0, reverse=not query.ascending)
    first = [f for f in ordered if f.value == ordered[0].value] if ordered else []
    if not first:
        return _told(query, desk, doc_id, kinds, None)
    query.listed, query.singled_out = [f.row_name for f in ordered], first[0].row_name
    most = "最少" if query.ascending else "最多"
    place = f"{most}的是{'、'.join(map(_entry, first))}（{compose.place_of(first[0])}）"
    others = "；".join(map(_entry, ordered[len(first) :]))
    text = f"{desk.title(doc_id)}各类车辆中{place}。" + (f"其他：{others}。" if others else "")
    return compose.answer(
        query.text, text, "answered", [compose.value_of(f) for f in first], compose.cite(ordered, desk.files)
    )


def _entry(fact: Fact) -> str:
    return f"{fact.row_name}{plain_decimal(fact.value)}{fact.unit}" if fact.value is not None else fact.row_name


def all_vehicles(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number of all cars, where only a table of the assets tells it."""
    asked = len(query.subjects) == 1 and query.subjects[0].measure is measures()["cars"]
    total, _ = _of_table(desk.index(doc_id)) if asked and "count" in query.kinds else (None, [])
    if total is None:
        return None
    text, cited = f"{compose.sentence(total)}。", compose.cite([total], desk.files)
    return compose.answer(query.text, text, "answered", [compose.value_of(total)], cited)


def _kinds_in(index: FactIndex) -> list[Fact]:
    """The facts that count cars of one kind, in order, each kind once."""
    counted, whole = unit_words().of_set("vehicles"), measures()["cars"].name
    cars = (f for f in index.facts if f.origin == "prose" and f.unit in counted and _KIND.search(f.row_name))
    found = [f for f in cars if f.section_key == "assets" or f.part_of == whole]
    return list({f.row_name: f for f in reversed(found)}.values())[::-1]


def _of_table(index: FactIndex) -> tuple[Fact | None, list[Fact]]:
    """The number of all cars and that of each kind, where a table of the assets has a column for each."""
    for facts in index.plain.tables.values():
        row = [f for f in facts if f.row_name in _SUMS and f.value is not None]
        kinds = [f for f in row if _KIND.search(f.column)]
        total = next((f for f in row if _ALL.search(f.column)), None)
        if total is not None and len(kinds) > 1 and sum(f.value or 0 for f in kinds) == total.value:
            counted = [f.but(row_name=f.column, column=_NUMBER, unit=_UNIT) for f in kinds]
            return total.but(row_name=measures()["cars"].name, column=_NUMBER, unit=_UNIT), counted
    return None, []


def _names(asked: str, fact: Fact) -> bool:
    """Whether a kind is meant by a shorter name: 执法 for 执法执勤用车."""
    return bool(re.search(".*".join(map(re.escape, asked)), name_key(_KIND.sub("", fact.row_name))))


def _which_they_are(query: Query, desk: Desk, doc_id: str, fact: Fact) -> Answer | None:
    """The clause that says which cars those of a kind are (其他用车主要是流动图书车2辆、…)."""
    told = re.compile(rf"{re.escape(fact.row_name)}\s*主?要?(?:是|为|包括|有)(?!\d)[^。；;]{{3,80}}")
    for sentence in (s for s in desk.outline(doc_id).sentences if s.section == fact.section):
        if (said := told.search(squeeze(sentence.text))) is not None:
            text = f"{desk.title(doc_id)}报告写道：{said.group(0)}。"
            cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
            return compose.answer(query.text, text, "answered", [compose.value_of(fact)], cited)
    return None


def _which(fact: Fact) -> str:
    """What the report says in brackets behind the number: 特种专业技术用车2辆（流动图书车1辆、…）."""
    said = re.search(rf"{re.escape(fact.row_name)}\s*{re.escape(fact.raw)}\s*([（(][^（）()]{{3,60}}[)）])", fact.quote)
    return squeeze(said.group(1)) if said is not None else ""


def _told(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact], total: Fact | None) -> Answer:
    some = [f for f in facts if f.value]
    none = [f for f in facts if f.value == 0]
    told = [f"{f.row_name}{plain_decimal(f.value)}{f.unit}{_which(f)}" for f in some if f.value is not None]
    if none:
        told.append(("、".join(f.row_name for f in none)) + ("均" if len(none) > 1 else "") + f"为0{none[0].unit}")
    lead = compose.sentence(total) + "，其中" if total is not None else desk.title(doc_id)
    used = [*([total] if total is not None else []), *some, *none]
    place = "" if total is not None else f"（{compose.place_of(facts[0])}）"
    text = f"{lead}：{'；'.join(told)}{place}。" if total is not None else f"{lead}{'；'.join(told)}{place}。"
    return compose.answer(
        query.text, text, "answered", [compose.value_of(f) for f in used], compose.cite(used, desk.files)
    )
