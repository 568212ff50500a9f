"""Why one indicator of a form came out otherwise than planned, for a question that names it by what happened.

采购为什么拖到11月才完成 names neither the project nor the indicator 采购完成时间: the words of its name, what was
done of it and the things that its project is about tell which row is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.annex import canonical_column
from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding.relation import Row, form_rows
from rag.understanding.topic import segments_in, segments_of

#: the share of the words of an indicator that a question must have, and that without the value that came of it
_NAMED, _SURE = 0.5, 0.75
#: so short a value (2, 否) may stand in any question
_VALUE = 3


def deviation(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the form says beside the indicator that is meant; None where no single one is."""
    if query.wants.kinds[:1] != ["reason"] or query.project or any(s.measure is not None for s in query.subjects):
        return None
    rows = form_rows(desk.index(doc_id))
    words = [w for w in segments_of(query) if not want_words().causes.asking.search(w)]
    found = [(r, f) for r in rows if (f := _reason(r)) and _is_meant(query, words, r, rows)]
    if len(found) != 1:
        return None
    row, reason = found[0]
    done = [f for c in ("实际完成值", "目标值") if (f := row.cell(c)) is not None and f.raw]
    told = "，".join(f"{f.column}{f.raw}" for f in done)
    where = f"{desk.title(doc_id)}“{reason.part_of}”项目自评表“{reason.row_name}”（{told}）"
    text = f"{where}所列原因：{reason.raw.rstrip('。')}。"
    return compose.answer(query.text, text, "answered", [], compose.cite([*done, reason], desk.files))


def _reason(row: Row) -> Fact | None:
    """What a row of a form gives as the reason; None for a blank cell."""
    forms = set(question_words().column_forms["原因"])
    cells = (f for facts in row.cells.values() for f in facts if f.raw and f.part_of)
    return next((f for f in cells if {f.column, canonical_column(f.column)} & forms), None)


def _is_meant(query: Query, words: Sequence[str], row: Row, rows: Sequence[Row]) -> bool:
    """Whether a question speaks of an indicator: by its words and its value, and by what its project is about."""
    own = segments_in(row.name)
    named = [w for w in own if w in name_key(query.rest)]
    share = len("".join(named)) / (len("".join(own)) or 1)
    done = row.cell("实际完成值")
    stated = done is not None and len(done.raw) >= _VALUE and name_key(done.raw) in name_key(query.rest)
    if share < (_NAMED if stated else _SURE):
        return False
    others = [w for w in words if w not in named and not any(w in n or n in w for n in named)]
    told = "".join([row.under, *(r.key for r in rows if r.under == row.under)])
    return not others or any(w in told for w in others)
