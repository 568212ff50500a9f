"""What is planned for a project in the list of projects and in its form of goals, held against one another."""

from __future__ import annotations

import re

from extractors.facts import MONEY, Fact, differ
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.plain_asked import main_column
from rag.language.query import Query

_GOALS = re.compile("绩效目标|目标表|申报表")
#: the row of the money of a project in its form of goals
_PLANNED = "年度资金总额"


def planned_twice(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether the list and the form give a project the same money; None where it is not asked, or one has none."""
    if not query.project or not (query.has("conflict") or query.opposed) or not _GOALS.search(query.text):
        return None
    index, key = desk.index(doc_id), name_key(query.project)
    listed = [f for name, own in index.plain.projects.items() if name_key(name) == key for f in own]
    forms = (f for f in index.facts if f.row_name == _PLANNED and name_key(f.part_of or "") == key)
    form = next((f for f in forms if f.value is not None and f.unit in MONEY), None)
    row = next((f for f in listed if f.column == main_column(listed) and f.value is not None), None)
    if form is None or row is None:
        return None
    return _held(query, desk, row, form)


def _held(query: Query, desk: Desk, row: Fact, form: Fact) -> Answer | None:
    amount = form.in_unit(row.unit or "")
    if amount is None or row.value is None:
        return None
    other = form.but(value=amount, unit=row.unit)
    agree = not differ(row, other)
    text = f"{compose.sentence(row)}；{compose.sentence(form)}；两处{'一致' if agree else '不一致'}。"
    values = [compose.value_of(row), compose.value_of(form)]
    if not agree:
        gap = compose.apart(row.value, amount, row)
        text += f"相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
        values.append(gap)
    cited = compose.cite([row, form], desk.files)
    return compose.answer(query.text, text, "answered" if agree else "conflict", values, cited)
