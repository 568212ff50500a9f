"""Answers to questions in several parts: each part by the engines, then what is made of the figures before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from extractors.facts import plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer, Value
from rag.figures import computed, figures
from rag.figures.figures import best, columns_of
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.asking import BUDGETS
from rag.language.query import Query

#: columns that say in which scope an amount beside them is meant: that of the budget
_SCOPING = (*sorted(BUDGETS), "完成比例", "较年初预算增减幅")

#: a part that only says from what the one behind it is to be worked out (按表里的预算数和决算数算，…)
_GIVEN = re.compile(r"[|]*(?:按照?|根据|依照?|照)(?!.*(?:多少|几|吗|谁|哪|什么))")

OnePart = Callable[[Query, Desk, str], Answer | None]


def in_parts(parts: Sequence[Query], desk: Desk, doc_id: str, one_part: OnePart, text: str) -> Answer | None:
    """The parts of a question, each answered; None where the first one or one that is computed has no answer.

    What the report does not have is said, beside what it has.
    """
    _in_one_scope(parts, desk, doc_id)
    answers: list[Answer | None] = []
    lacking: list[str] = []
    for number, part in enumerate(parts):
        earlier = zip(parts[:number], answers, strict=True)
        before = [v for p, a in earlier if a and not p.closing for v in _own_values(p, a)]
        answer = _closed(part, before, desk, doc_id) if part.closing else None
        if not part.closing or (answer is None and part.columns):
            # 少了多少 behind one figure is its change from the year before
            answer = one_part(part.model_copy(update={"operations": []}) if part.closing else part, desk, doc_id)
        if answer is None and part.closing:
            answer = _closed(part.model_copy(update={"columns": []}), before, desk, doc_id)
        if answer is None and (part.operations or part.closing):
            return None
        if answer is None and (row := _row_before(parts[:number], answers, part)):
            answer = one_part(part.model_copy(update={"subjects": [row]}), desk, doc_id)
        if answer is None and part.subjects and part.columns:
            answer = figures.missing(part, desk, doc_id)
        if answer is not None and answer.status == "not_found":
            lacking.append(answer.answer)
        answers.append(answer)
    if answers[0] is None or answers[0].status == "not_found":
        return None
    if len(answers) > 1 and _GIVEN.match(parts[0].rest):
        answers = [*answers[1:], answers[0]]
    first = answers[0]
    alone = first.model_copy(update={"question": text}) if lacking and first is not None else None
    told = compose.together(text, answers) or alone
    if told is not None:
        told.answer += "".join(dict.fromkeys(lacking))
    return told


def _row_before(before: Sequence[Query], answers: Sequence[Answer | None], part: Query) -> Subject | None:
    """The row that the part before was answered from, where a part names nothing of its own (助力几家，目标几家)."""
    answer = answers[-1] if answers else None
    if answer is None or not answer.citations or part.subjects != before[-1].subjects:
        return None
    row = answer.citations[0].row
    return Subject(name_key(row), row, 0, 0) if row else None


def _own_values(part: Query, answer: Answer) -> list[Value]:
    """The figures that a part asked for, without those that are told beside them."""
    number = max(1, len(part.subjects)) * max(1, len(columns_of(part)))
    return answer.values[:1] if part.operations else answer.values[:number]


def _closed(part: Query, before: Sequence[Value], desk: Desk, doc_id: str) -> Answer | None:
    """What a part makes of the figures before it: their sum, or how far the last two are apart."""
    alike = [v for v in before if v.unit == before[-1].unit and v.value.replace(".", "").lstrip("-").isdigit()]
    amounts = [Decimal(v.value) for v in alike]
    if len(amounts) < 2:
        # 完成预算的百分之几，超了多少: against the budget of which the part before spoke
        if part.columns:
            return None
        budget = part.model_copy(update={"columns": ["预算数"], "kinds": []})
        return computed.within(budget, desk, doc_id) if part.closing == "difference" else None
    if part.closing == "sum":
        result, formula = sum(amounts, Decimal(0)), " + ".join(map(plain_decimal, amounts))
        label = f"以上{len(amounts)}项合计"
    else:
        large, small = sorted(amounts[-2:], reverse=True)
        result, formula, label = large - small, f"{plain_decimal(large)} - {plain_decimal(small)}", "两者相差"
    value = alike[-1].model_copy(
        update={"value": plain_decimal(result), "label": label, "origin": "computed", "formula": formula}
    )
    told = f"{label}{compose.shown(result, value.unit)}（{formula}）。"
    return compose.answer(part.text, told, "computed", [value])


def _in_one_scope(parts: Sequence[Query], desk: Desk, doc_id: str) -> None:
    """An amount asked for beside its budget or its rate of completion is the one that these belong to."""
    for scoping in parts:
        fund = next((s.measure for s in scoping.subjects[1:] if s.measure and s.measure.fund), None)
        for part in parts if fund is not None and "占比" in scoping.columns else ():
            alone = [s.key for s in part.subjects[:1]] == [s.key for s in scoping.subjects[:1]]
            if fund is not None and alone and not part.columns and not part.tables and not part.sections:
                part.sections = list(fund.sections)  # 占一般公共预算多少、金额: the amount within it
        column = next((c for c in scoping.columns if c in _SCOPING), None)
        if column is None or not scoping.subjects:
            continue
        plain = scoping.model_copy(update={"kinds": []})
        fact = best(plain, desk, doc_id, scoping.subjects[0], column)
        if fact is None or fact.origin != "prose" or not fact.section_key:
            continue
        for part in parts:
            same = [s.key for s in part.subjects] == [s.key for s in scoping.subjects]
            if same and not part.tables and not part.sections and set(part.columns) <= {"决算数"}:
                part.sections = [fact.section_key]
