"""What something that is counted is made up of, by kind (购置车辆22辆：轿车8辆…), as a report lists it."""

from __future__ import annotations

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


def kinds_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Each kind with its number, and its money where the report gives it; None where none are listed."""
    for subject in query.subjects:
        parts = _listed(subject, desk.index(doc_id).facts)
        if len(parts) >= 2:
            return _told(query, desk, best(_plain(query), desk, doc_id, subject), parts, desk.index(doc_id).facts)
    return None


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
