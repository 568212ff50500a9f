"""The code of a 科目 that a question asks for by its name."""

from __future__ import annotations

from extractors.facts import Fact
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.lookup import facts_for, level_of
from rag.language.query import Query


def code_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The codes that the tables print beside the names asked about; None where no code is asked for, or none stands."""
    if not query.asks_code:
        return None
    facts: dict[str, Fact] = {}
    for subject in query.subjects:
        for found in facts_for(desk.index(doc_id), subject):
            if found.fact.row_code and found.fact.origin == "table":
                facts.setdefault(found.fact.row_code, found.fact)
    if not facts:
        return None
    told = (f"{f.row_name}的科目编码是{code}（{_level(f)}{compose.place_of(f)}）" for code, f in facts.items())
    values = [
        compose.value_of(f, f"{f.row_name}的科目编码").model_copy(update={"value": code, "unit": None})
        for code, f in facts.items()
    ]
    text = f"{desk.title(doc_id)}{'；'.join(told)}。"
    return compose.answer(query.text, text, "answered", values, compose.cite(facts.values(), desk.files))


def _level(fact: Fact) -> str:
    level = level_of(fact)
    return f"{level}级，" if level else ""
