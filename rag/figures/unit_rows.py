"""The row of one body in a table that lists the bodies of a department (执法大队的公车运行费, 第一小学的事业收入)."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import layout, table_forms
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query

#: what a question must say of the name of a body, from its end
_LEAST = 3
_TABLES = ("GK09", "YS09", "GK02", "GK03", "YS02", "YS03")
#: columns of a list of bodies that count their people
_PEOPLE = re.compile("人数|编制|在职|实有|职工")
#: the department without its bodies, as such rows call it
_ITSELF = ("本级", "本部", "机关")


def unit_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of the body that a question names; None where no table lists it or no figure of it is asked for."""
    if not query.subjects or (query.operations and not {*query.operations} <= {"list", "sum"}):
        return None
    if people := _people(query, desk, doc_id):
        return people
    rows = _rows(desk.index(doc_id))
    body = _named(query, rows)
    if body is None:
        return None
    # the name of the body may be that of a row elsewhere as well
    asked = [s for s in query.subjects if s.measure is not None or name_key(s.text) not in name_key(body)]
    if not asked or not all(s.measure is not None and _columns(s) for s in asked):
        return None
    if query.has("sum") and len(asked) > 1:
        return None
    facts = [f for subject in asked if (f := _figure(subject, rows[body])) is not None]
    if len(facts) < len(asked):
        return _not_printed(query, desk, doc_id, rows[body][0])
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    text = "；".join(compose.sentence(f, v) for f, v in zip(facts, values, strict=True)) + "。"
    return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))


def _people(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many people a body has that a list of the bodies gives a number of; None where it is not asked."""
    if not any(s.measure is not None and s.measure.unit == "人" for s in query.subjects) or query.operations:
        return None
    listed: dict[str, list[Fact]] = {}
    for fact in desk.index(doc_id).facts:
        if fact.origin == "annex" and fact.value is not None and _PEOPLE.search(name_key(fact.column)):
            listed.setdefault(fact.row_name, []).append(fact)
    body = _named(query, {n: f for n, f in listed.items() if understanding_words().body_ending.search(_bare(n))})
    if body is None or any(s.measure is None and name_key(s.text) not in name_key(body) for s in query.subjects):
        return None
    of_posts = "编" in query.rest
    found = next((f for f in listed[body] if ("编" in f.column) == of_posts), None)
    if found is None:
        return None
    fact = replace(found, unit=found.unit or "人")
    text = f"{compose.sentence(fact)}。"
    return compose.answer(query.text, text, "answered", [compose.value_of(fact)], compose.cite([fact], desk.files))


def _rows(index: FactIndex) -> dict[str, list[Fact]]:
    """The rows of bodies in the tables of 三公 spending, and in those of income and spending that list bodies."""
    totals = {*layout().total_labels, *(t for key in _TABLES for t in table_forms()[key].totals)}
    found: dict[str, list[Fact]] = {}
    for fact in index.facts:
        if fact.origin == "table" and fact.table in _TABLES and not fact.row_code and fact.row_name not in totals:
            found.setdefault(fact.row_name, []).append(fact)
    return {
        name: facts
        for name, facts in found.items()
        if understanding_words().body_ending.search(_bare(name)) or _own(name)
    }


def _bare(name: str) -> str:
    """A name without what stands behind it in brackets."""
    return name_key(name).split("(")[0].split("（")[0]


def _own(name: str) -> bool:
    """Whether a row is that of the department without its bodies."""
    return any(word in name[-4:] for word in _ITSELF)


def _named(query: Query, rows: dict[str, list[Fact]]) -> str | None:
    """The row whose name a question says, from its end on; None where it says none, or that of several alike."""
    asked = name_key(query.rest)
    sizes = {name: _said(asked, name) for name in rows}
    most = max(sizes.values(), default=0)
    best = [name for name, size in sizes.items() if size == most]
    return best[0] if most and len(best) == 1 else None


def _said(asked: str, name: str) -> int:
    """How many characters of the end of a name a question has; 0 for too few."""
    if _own(name):
        return 2 if any(word in asked for word in _ITSELF[:2]) else 0
    bare = _bare(name)
    return next((size for size in range(len(bare), _LEAST - 1, -1) if bare[-size:] in asked), 0)


def _columns(subject: Subject) -> tuple[str, ...]:
    """How the columns of a measure end in these tables."""
    measure = subject.measure
    cells = [*measure.cells, *measure.budget] if measure is not None else []
    keys = (
        name_key(c[2]).removeprefix("决算数").removeprefix("预算数").removesuffix("预算数")
        for c in cells
        if c[0] in _TABLES
    )
    return tuple(dict.fromkeys(keys))


def _figure(subject: Subject, facts: list[Fact]) -> Fact | None:
    """The figure of the measure that a subject means."""
    ends = _columns(subject)
    return next(
        (f for f in facts if f.value is not None and name_key(f.column).removesuffix("预算数").endswith(ends)), None
    )


def _not_printed(query: Query, desk: Desk, doc_id: str, row: Fact) -> Answer:
    """That the row of a body has no figure of what is asked, with the row."""
    what = "、".join(s.measure.name for s in query.subjects if s.measure is not None)
    title = table_forms()[row.table or ""].name
    text = f"没有找到：{desk.title(doc_id)}《{title}》中“{row.row_name}”一行没有印出{what}的数。"
    return compose.answer(query.text, text, "not_found", [], compose.cite([row], desk.files))
