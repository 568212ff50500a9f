"""What an amount is made up of: of money from the treasury its funds, else the parts that the text names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, differ, half_digit
from extractors.text import name_key
from extractors.vocabulary import Measure, measures
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query

#: the measures of the funds that a measure of all money from the treasury is made up of
_PARTS = {
    "fiscal_income": ("general_income", "fund_income", "capital_income"),
    "fiscal_expenditure": ("general", "fund", "capital"),
}
_ASKED = re.compile(
    r"(?:组成|构成)|(?:哪|几)[几两三]?(?:个|块|大)?(?:部分|块|种)|(?:包括|包含|含)(?:了)?哪[^，,]*[，,]?各|分(?:为|成|作)(?:哪|几)|来自哪[几两三些]"
)
#: kinds of things are asked for, and no parts of an amount
_OF_KINDS = re.compile("[几多]少?[种类辆台]|[种类]型?")
#: so many parts make up a whole
_LEAST = 2


def fund_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The parts of an amount that are printed, of money from the treasury its funds, each with its amount."""
    if (
        len(query.subjects) != 1
        or query.columns
        or query.project
        or query.rows
        or query.tables
        or query.has("conflict")
    ):
        return None
    subject = query.subjects[0]
    if subject.measure is None or not _ASKED.search(query.rest):
        return None
    plain = query.model_copy(update={"kinds": [], "operations": []})
    whole = best(plain, desk, doc_id, subject)
    if whole is None or whole.value is None:
        return None
    if not (ids := _PARTS.get(subject.measure.id, ())):
        if whole.unit not in MONEY or _OF_KINDS.search(query.rest):
            return None
        parts = _told_parts(whole, subject.measure, desk.index(doc_id))
        return _told(query, desk, whole, parts) if parts else None
    found = ((measures()[i].name, best(plain, desk, doc_id, Subject.of(measures()[i]))) for i in ids)
    parts = [(name, f) for name, f in found if f is not None and f.value is not None]
    if not parts or (len(parts) < _LEAST and differ(whole, parts[0][1])):
        return None  # one of them alone is not all of it
    return _told(query, desk, whole, parts)


def _told_parts(whole: Fact, measure: Measure, index: FactIndex) -> list[tuple[str, Fact]]:
    """What the text names as the parts of an amount, in one column and chapter, where they add up to it."""
    names = {name_key(n) for n in (measure.name, *measure.printed)}
    groups: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in index.facts:
        if fact.origin == "prose" and name_key(fact.part_of or "") in names and fact.unit == whole.unit and fact.value:
            groups.setdefault((fact.section, fact.column), {}).setdefault(fact.row_name, fact)
    for facts in groups.values():
        added = sum((f.value for f in facts.values() if f.value is not None), Decimal(0))
        room = sum((half_digit(f.value) for f in facts.values() if f.value is not None), Decimal(0))
        if len(facts) >= _LEAST and whole.value is not None and abs(added - whole.value) <= room:
            return [(compose.label_of(f), f) for f in facts.values()]
    return []


def _told(query: Query, desk: Desk, whole: Fact, parts: Sequence[tuple[str, Fact]]) -> Answer:
    values = [compose.value_of(f, name) for name, f in parts]
    places = [compose.place_of(f) for _, f in parts]
    told = (f"{v.label}{v.value}{v.unit or ''}（{at}）" for v, at in zip(values, places, strict=True))
    facts = [whole, *(f for _, f in parts)]
    text = f"{compose.sentence(whole)}，其中：{'；'.join(told)}。"
    return compose.answer(
        query.text, text, "answered", [compose.value_of(whole), *values], compose.cite(facts, desk.files)
    )
