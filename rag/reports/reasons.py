"""Why one department's figure is more than another's: what the reports say of each, after the premise is checked."""

from __future__ import annotations

from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.comparison import Comparison
from rag.language.manner import Manner
from rag.language.query import Query
from rag.language.wants import wants_of
from rag.prose.explain import reason
from rag.reports.amounts import Measured
from rag.reports.compare import difference
from rag.reports.measured import gather

#: of up to how many reports the reasons are told one after the other
_MOST = 4


def why_apart(query: Query, desk: Desk) -> Answer | None:
    """The reasons that several reports give, and for two of them how their figures really stand to each other.

    Reports explain their own changes, never how they differ from another department, and the answer says so.
    """
    if not query.has("reason") or not query.subjects or not 2 <= len(query.doc_ids) <= _MOST:
        return None
    own = [_own_reason(query, desk, d) for d in query.doc_ids]
    given = [a for a in own if a is not None and a.status != "not_found"]
    apart = _apart(query, desk)
    if apart is None and not given:
        return None
    told = apart.answer if apart else ""
    if apart is not None:
        told += "各报告只说明自己的变动原因，没有说明与另一部门相差的原因。"
    told += "".join(a.answer if a.answer.endswith("。") else a.answer + "。" for a in given)
    parts = [*([apart] if apart else []), *given]
    values = [v for a in parts for v in a.values]
    citations = list(dict.fromkeys(c for a in parts for c in a.citations))
    return compose.answer(query.text, told, "answered", values, citations)


def _own_reason(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a report says of its own figure; the words of the question compare two, and are no premise of it."""
    measure = query.subjects[0].name
    words = f"{measure}变动的原因"
    asked = {
        "doc_ids": [doc_id],
        "text": words,
        "rest": words,
        "columns": [],
        "wants": wants_of(words),
        "manner": Manner(),
    }
    return reason(query.model_copy(update=asked), desk, doc_id)


def _apart(query: Query, desk: Desk) -> Answer | None:
    """How two figures stand to each other, and that the question has it the wrong way round where it does."""
    wanted = query.comparison or Comparison()
    if len({desk.reports[d].department for d in query.doc_ids}) != 2 or len(query.doc_ids) != 2:
        return None
    found, _ = gather(query, desk, wanted.metric)
    if len(found) != 2:
        return None
    answer = difference(query, found[0], found[1])
    if wanted.premise is not None and _is_wrong(wanted, found[0], found[1]):
        word = "多" if wanted.premise == "more" else "少"
        answer.answer = f"与问题所说的“{word}”不同：{answer.answer}"
    return answer


def _is_wrong(wanted: Comparison, first: Measured, second: Measured) -> bool:
    return first.amount <= second.amount if wanted.premise == "more" else first.amount >= second.amount
