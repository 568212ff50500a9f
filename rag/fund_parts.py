"""What money from the treasury is made up of: the funds it comes from, each with its amount."""

from __future__ import annotations

import re

from extractors.facts import differ
from extractors.vocabulary import measures
from rag import compose
from rag.answer import Answer
from rag.desk import Desk
from rag.figures import best
from rag.lookup import Subject
from rag.query import Query

#: the measures of the funds that a measure of all money from the treasury is made up of
_PARTS = {
    "fiscal_income": ("general_income", "fund_income", "capital_income"),
    "fiscal_expenditure": ("general", "fund", "capital"),
}
_ASKED = re.compile(
    r"(?:组成|构成)|(?:哪|几)[几两三]?(?:个|块|大)?(?:部分|块|种)|(?:包括|包含|含)(?:了)?哪[^，,]*[，,]?各|分(?:为|成|作)(?:哪|几)|来自哪[几两三些]"
)
#: so many parts make up a whole
_LEAST = 2


def fund_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The amount of each fund that is printed; None where the parts of nothing else than such money are asked for."""
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
    ids = _PARTS.get(subject.measure.id, ()) if subject.measure is not None else ()
    if not ids or not _ASKED.search(query.rest):
        return None
    plain = query.model_copy(update={"kinds": [], "operations": []})
    found = ((measures()[i].name, best(plain, desk, doc_id, Subject.of(measures()[i]))) for i in ids)
    parts = [(name, f) for name, f in found if f is not None and f.value is not None]
    whole = best(plain, desk, doc_id, subject)
    if whole is None or whole.value is None or not parts:
        return None
    if len(parts) < _LEAST and differ(whole, parts[0][1]):
        return None  # one of them alone is not all of it
    values = [compose.value_of(f, name) for name, f in parts]
    places = [compose.place_of(f) for _, f in parts]
    told = (f"{v.label}{v.value}{v.unit or ''}（{at}）" for v, at in zip(values, places, strict=True))
    facts = [whole, *(f for _, f in parts)]
    text = f"{compose.sentence(whole)}，其中：{'；'.join(told)}。"
    return compose.answer(
        query.text, text, "answered", [compose.value_of(whole), *values], compose.cite(facts, desk.files)
    )
