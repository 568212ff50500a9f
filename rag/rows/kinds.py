"""What something that is counted is made up of, by kind (购置车辆22辆：轿车8辆…), as a report lists it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query

_NUMBER, _MONEY = "数量", "资金"
#: how far behind the number of a kind what that kind cost may stand
_NEAR = 40
#: what an amount is made up of, and how much each of it is
_OF_WHICH = re.compile(
    "(?:包括|包含|含|由|有|分为?|分成)了?哪[几些]?[个项类块样种]?[^，,]{0,6}[，,]?(?:各|分别|每[项类个])"
)
_SEVERAL = 2


def kinds_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Each kind with its number, and its money where the report gives it; None where none are listed."""
    for subject in query.subjects:
        parts = _listed(subject, desk.index(doc_id).facts)
        if len(parts) >= 2:
            return _told(query, desk, best(_plain(query), desk, doc_id, subject), parts, desk.index(doc_id).facts)
    return None


def money_of_each(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What an amount is made up of and how much each part is, where the sentence that tells the amount lists them."""
    if len(query.subjects) != 1 or query.project or not _OF_WHICH.search(query.rest):
        return None
    index = desk.index(doc_id)
    whole = best(_plain(query), desk, doc_id, query.subjects[0])
    if whole is None or whole.origin != "prose" or whole.unit not in MONEY:
        return None
    told = (f for f in index.facts if f.origin == "prose" and (f.start, f.end) == (whole.start, whole.end))
    parts = [f for f in told if f.part_of == whole.row_name and f.column == whole.column and f.unit == whole.unit]
    if len(parts) < _SEVERAL or sum(f.value for f in parts if f.value is not None) != whole.value:
        return None
    used = [whole, *parts]
    listed = "；".join(f"{p.row_name}{compose.shown(p.value, p.unit)}" for p in parts if p.value is not None)
    text = f"{compose.sentence(whole)}，其中：{listed}。"
    return compose.answer(
        query.text, text, "answered", [compose.value_of(f) for f in used], compose.cite(used, desk.files)
    )


def _plain(query: Query) -> Query:
    return query.model_copy(update={"kinds": [], "columns": []})


def _listed(subject: Subject, facts: Sequence[Fact]) -> list[Fact]:
    """The numbers of things that the prose lists as parts of a thing that is counted."""
    if subject.measure is not None and not subject.measure.unit:
        return []
    names = {subject.key} | (
        {name_key(n) for n in (subject.measure.name, *subject.measure.printed)} if subject.measure else set()
    )
    found = [f for f in facts if f.origin == "prose" and f.column == _NUMBER and f.value is not None and f.part_of]
    found = [f for f in found if name_key(f.part_of or "") in names]
    return list({(f.part_of, f.row_name): f for f in reversed(found)}.values())[::-1]


def _told(query: Query, desk: Desk, whole: Fact | None, parts: Sequence[Fact], facts: Sequence[Fact]) -> Answer:
    told: list[str] = []
    used: list[Fact] = [whole] if whole is not None else []
    for part in parts:
        used.append(part)
        said = f"{part.row_name}{plain_decimal(part.value)}{part.unit or ''}" if part.value is not None else ""
        if (money := _money_of(part, facts)) is not None and money.value is not None:
            used.append(money)
            said += f"，{compose.shown(money.value, money.unit)}"
        told.append(said)
    lead = (
        f"{compose.sentence(whole)}，其中：" if whole is not None else f"{compose.head(parts[0])}{parts[0].part_of}："
    )
    place = "" if whole is not None else f"（{compose.place_of(parts[0])}）"
    values = [compose.value_of(f) for f in used]
    return compose.answer(
        query.text, f"{lead}{'；'.join(told)}{place}。", "answered", values, compose.cite(used, desk.files)
    )


def _money_of(part: Fact, facts: Sequence[Fact]) -> Fact | None:
    """What a kind cost, where that stands right behind its number."""
    at = part.at if part.at is not None else part.start
    for fact in facts:
        behind = (fact.at if fact.at is not None else fact.start) - at
        same = fact.row_name == part.row_name and fact.column == _MONEY and fact.unit in MONEY
        if same and 0 <= behind <= _NEAR:
            return fact
    return None
