"""Tallies: whether the parts of something make up the figure that the report gives for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, question_words
from rag import compose
from rag.answer import Answer, Status
from rag.desk import Desk
from rag.figures import best
from rag.listing import total
from rag.lookup import Subject
from rag.query import Query
from rag.support import measure_of


def tally(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A whole held against its parts, as a question tells which: named ones, the rows below it, those listed."""
    if "below" in query.tallies and len(query.subjects) == 1 and (answer := _rows_below(query, desk, doc_id)):
        return answer
    if answer := added(query, desk, doc_id):
        return answer
    return total(query, desk, doc_id) if "listed" in query.tallies else None


def _rows_below(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A row of a table and the rows right below it; None where no row that is asked about has any."""
    for subject in query.subjects:
        whole = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, query.table_column)
        if whole is None or whole.value is None or not whole.row_code or not whole.table:
            continue
        below = desk.index(doc_id).children_of(whole.row_code, whole.table)
        parts = [f for f in below if f.column == whole.column and f.value is not None]
        if parts:
            return _held(query, desk, whole, parts)
    return None


def added(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether A plus B makes up the whole: the whole that is named, else the one of 基本支出 and 项目支出."""
    of_row = bool(query.tables and query.table_column)
    if "named" not in query.tallies or len(query.subjects) < (1 if of_row else 2):
        return None
    plain = query.model_copy(update={"kinds": [], "columns": [], "table_column": None})
    if (named := _parts_and_whole(query)) is not None:
        parts, whole = named
        facts = [best(plain, desk, doc_id, s) for s in (*parts, whole)]
    else:
        facts = _row_made_up(query, desk, doc_id)
    known = [f for f in facts if f is not None and f.value is not None]
    return _sum_against(query, desk, known) if len(known) == len(facts) >= 3 else None


def _parts_and_whole(query: Query) -> tuple[list[Subject], Subject] | None:
    """What is added up and what it is held against (甲加乙等于丙吗, 丙等于甲加乙吗)."""
    match = question_words().equals.search(query.text)
    subjects = [s.within if s.within and s.within not in query.subjects else s for s in query.subjects]
    if match is None or len(subjects) < 3:
        return None
    before = [s for s in subjects if s.end <= match.start()]
    after = [s for s in subjects if s.start >= match.end()]
    if len(before) >= 2 and len(after) == 1:
        return before, after[0]
    return (after, before[0]) if len(before) == 1 and len(after) >= 2 else None


def _row_made_up(query: Query, desk: Desk, doc_id: str) -> list[Fact | None]:
    """基本支出 and 项目支出 of a row, or of all, and their whole; empty where not both are asked about."""
    columns = [s for s in query.subjects if s.measure and s.measure.id in {"basic", "project"}]
    if query.table_column:
        columns = [Subject.of(measures()["basic"]), Subject.of(measures()["project"])]
    rows = [s for s in query.subjects if s.measure is None and s not in columns]
    if len(columns) < 2:
        return []
    if not rows:
        return [best(query, desk, doc_id, c) for c in (*columns, Subject.of(measures()["expenditure"]))]
    whole = best(query.model_copy(update={"table_column": None, "columns": []}), desk, doc_id, rows[0])
    return [*(best(query, desk, doc_id, rows[0], c.name) for c in columns), whole]


def _sum_against(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    """The sum of all figures but the last beside the last."""
    *parts, whole = facts
    amounts = [f.value or Decimal(0) for f in parts]
    amount, total = whole.value or Decimal(0), sum(amounts, Decimal(0))
    formula = " + ".join(map(plain_decimal, amounts))
    number = {2: "两", 3: "三", 4: "四"}.get(len(parts), str(len(parts)))
    value = compose.computed_value(total, parts[0].unit, f"{number}项之和", formula, parts[0])
    gap = abs(total - amount)
    verdict = "正好等于" if gap == 0 else "不等于"
    name = "合计" if whole.row_name == "合计" else compose.label_of(whole)
    text = (
        f"{number}项之和为{value.value}{value.unit}（{formula}），{verdict}{name}{plain_decimal(amount)}{whole.unit}。"
    )
    values = [value, compose.value_of(whole)]
    if gap:
        note = f"{plain_decimal(max(total, amount))} - {plain_decimal(min(total, amount))}"
        values.append(compose.computed_value(gap, parts[0].unit, "相差", note, parts[0]))
        text += f"相差{plain_decimal(gap)}{parts[0].unit}（{note}）。"
    text += "；".join(compose.sentence(f) for f in facts) + "。"
    return compose.answer(query.text, text, "conflict" if gap else "answered", values, compose.cite(facts, desk.files))


def against_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that the report states once, held against the sum of the parts that it lists for it, if it lists any."""
    for subject in query.subjects:
        whole = best(query.model_copy(update={"kinds": [], "columns": []}), desk, doc_id, subject)
        if whole is None or whole.value is None:
            continue
        parts = [f for f in desk.index(doc_id).parts_of(subject.name) if f.unit == whole.unit and f.value is not None]
        parts = _of_one_level(parts, subject.measure)
        if len(parts) >= 2:
            return _held(query, desk, whole, parts)
    return None


def _of_one_level(parts: Sequence[Fact], whole: Measure | None) -> list[Fact]:
    """What is listed, each once; of a measure whose parts are known only these, and no parts of parts."""
    known = {m.id for m in measures().values() if whole is not None and m.part_of == whole.id}
    kept = [f for f in parts if not known or ((m := measure_of(f)) is not None and m.id in known)]
    return list({(name_key(f.row_name), f.value): f for f in kept}.values())


def _held(query: Query, desk: Desk, whole: Fact, parts: Sequence[Fact]) -> Answer:
    """A figure beside the sum of its parts, and whether the two are the same."""
    stated = whole.value or Decimal(0)
    amount = sum((f.value or Decimal(0) for f in parts), Decimal(0))
    formula = " + ".join(plain_decimal(f.value) for f in parts if f.value is not None)
    listed = compose.computed_value(amount, whole.unit, f"所列{len(parts)}项之和", formula, whole)
    values = [compose.value_of(whole), listed]
    text = f"{compose.sentence(whole)}；所列{len(parts)}项之和为{compose.shown(amount, whole.unit)}（{formula}），"
    if amount == stated:
        text += "两者一致。"
    else:
        step = f"{plain_decimal(max(stated, amount))} - {plain_decimal(min(stated, amount))}"
        gap = compose.computed_value(abs(stated - amount), whole.unit, "相差", step, whole)
        values.append(gap)
        text += f"两者不一致，相差{gap.value}{gap.unit}（{step}）。"
    amounts = (f"{compose.label_of(f)}{compose.shown(f.value, f.unit)}" for f in parts if f.value is not None)
    text += f"所列各项：{'；'.join(amounts)}。"
    status: Status = "conflict" if amount != stated else "answered"
    return compose.answer(query.text, text, status, values, compose.cite([whole, *parts], desk.files))
