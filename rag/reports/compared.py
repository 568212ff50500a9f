"""Compared: measures of several reports side by side, each figure the one that a question on it is answered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.citation import Citation
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.vocabulary import Measure, measures, plan_table, question_words
from rag import compose
from rag.figures.figures import stated_nothing
from rag.figures.links import linked
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.comparison import Metric
from rag.language.query import Query
from rag.reports.amounts import Measured
from rag.reports.measured import amount_fact, is_unread, measured

#: what became of a figure: printed, printed with different values, told in words to be nothing, left blank in its
#: place, in a table that could not be read, or not disclosed
Status = Literal["stated", "conflict", "nothing", "blank", "unread", "missing"]
#: what is compared of a measure: its figure, its budgets, and what a question works out of them
Aspect = Literal["amount", "initial", "adjusted", "completion", "gap", "change", "growth", "share"]
#: the budgets by the column in which they are asked for
_COLUMNS: dict[Aspect, str] = {"initial": "年初预算数", "adjusted": "全年预算数"}
_METRICS: dict[Aspect, Metric] = {
    "completion": "completion", "gap": "gap", "change": "change", "growth": "growth", "share": "share",
}  # fmt: skip
#: the table whose rows part spending by its function
_BY_FUNCTION = "GK03"
#: the digits of the code of a 类
_CLASS = 3


@dataclass(frozen=True, slots=True)
class Other:
    """Another value that a report states for the same figure, as printed, with its place."""

    printed: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of one report. ``key`` is the id of its measure, or the code of a 类; ``name`` what it is called.

    ``value`` is exact in ``unit``; ``printed`` is what the report has, with its own unit; ``formula`` tells how the one
    was made of the other, or of several figures. ``why`` says why there is no value.
    """

    doc_id: str
    key: str
    name: str
    aspect: str
    status: Status
    value: Decimal | None = None
    unit: str | None = None
    printed: str = ""
    formula: str = ""
    citations: tuple[Citation, ...] = ()
    others: tuple[Other, ...] = ()
    why: str = ""

    @property
    def id(self) -> str:
        return f"{self.doc_id}|{self.key}|{self.aspect}"

    @property
    def column(self) -> str:
        """The column in which it is printed."""
        return (self.citations[0].column or "") if self.citations else ""


def compared(
    desk: Desk, doc_ids: Iterable[str], keys: Sequence[str], unit: str, aspects: Sequence[Aspect]
) -> list[Compared]:
    """Each aspect of each measure of each report, money in ``unit``; reports that are not at hand are left out."""
    wanted = [measures()[key] for key in keys if key in measures()]
    known = [d for d in doc_ids if d in desk.reports]
    return [_one(desk, d, measure, unit, aspect) for d in known for measure in wanted for aspect in aspects]


def _one(desk: Desk, doc_id: str, measure: Measure, unit: str, aspect: Aspect) -> Compared:
    subject = Subject.of(measure)
    query = Query(text=measure.name, subjects=[subject], doc_ids=[doc_id], asks_figure=True)
    if aspect in _METRICS:
        one = measured(query, desk, doc_id, _METRICS[aspect], subject)
        if isinstance(one, str):
            return _lacking(query, desk, doc_id, measure, aspect, one)
        return _worked_out(one, doc_id, measure, unit, aspect)
    query.unit = None if measure.unit else unit
    query.of_plans = desk.reports[doc_id].kind == "budget"
    query.columns = [_COLUMNS[aspect]] if aspect in _COLUMNS else []
    fact = amount_fact(query, desk, doc_id, subject)
    if fact is not None and fact.value is not None:
        return _printed(desk, fact, doc_id, measure, unit, aspect)
    if aspect == "amount" and (nothing := _nothing(query, desk, doc_id, measure, aspect)):
        return nothing
    return _lacking(query, desk, doc_id, measure, aspect, "报告没有披露")


def _lacking(query: Query, desk: Desk, doc_id: str, measure: Measure, aspect: str, why: str) -> Compared:
    """A figure that a report has not: left blank, not read, or not disclosed for the reason given."""
    subject = query.subjects[0]
    fact = amount_fact(query, desk, doc_id, subject)
    if fact is not None and fact.is_blank:
        return Compared(
            doc_id, measure.id, measure.name, aspect, "blank", citations=(_cite(desk, fact),), why="该处空白未填"
        )
    if fact is None and is_unread(desk, doc_id, subject):
        return Compared(doc_id, measure.id, measure.name, aspect, "unread", why="相关表格没有读到文字")
    return Compared(doc_id, measure.id, measure.name, aspect, "missing", why=why)


def _printed(desk: Desk, fact: Fact, doc_id: str, measure: Measure, unit: str, aspect: str) -> Compared:
    others = tuple(
        Other(compose.shown(f.value, f.unit), _cite(desk, f)) for f in linked(desk, fact) if f.value is not None
    )
    return _of_fact(desk, fact, measure.id, measure.name, unit, aspect, others)


def _of_fact(
    desk: Desk, fact: Fact, key: str, name: str, unit: str, aspect: str, others: tuple[Other, ...] = ()
) -> Compared:
    """A printed figure in the unit wanted, exactly."""
    assert fact.value is not None
    value, own, step = _in_unit(fact.value, fact.unit, unit)
    printed = compose.shown(fact.value, fact.unit)
    formula = f"{plain_decimal(fact.value)} {step}" if step else ""
    status: Status = "conflict" if others else "stated"
    return Compared(
        fact.doc_id, key, name, aspect, status, value, own, printed, formula, (_cite(desk, fact),), others
    )  # fmt: skip


def _in_unit(value: Decimal, unit: str | None, wanted: str) -> tuple[Decimal, str | None, str]:
    """An amount of money exactly in another unit, with the step that leads there; anything else as it is."""
    if unit is None or unit == wanted or unit not in MONEY:
        return value, unit, ""
    return compose.trimmed(value * MONEY[unit] / MONEY[wanted]), wanted, compose.conversion(unit, wanted)


def _cite(desk: Desk, fact: Fact) -> Citation:
    return Citation.of(fact, desk.files[fact.doc_id])


def _nothing(query: Query, desk: Desk, doc_id: str, measure: Measure, aspect: str) -> Compared | None:
    """What a report says in words of a figure that it does not print: that nothing was spent, or that it has none."""
    answer = stated_nothing(query, desk, doc_id)
    if answer is None:
        return None
    value = Decimal(answer.values[0].value) if answer.values else None
    unit = answer.values[0].unit if answer.values else None
    cited = tuple(answer.citations)
    return Compared(
        doc_id, measure.id, measure.name, aspect, "nothing", value, unit, citations=cited, why="报告写明没有或未发生"
    )  # fmt: skip


def _worked_out(one: Measured, doc_id: str, measure: Measure, unit: str, aspect: str) -> Compared:
    """What is stated or worked out of several figures: a rate, a change, a share."""
    value, own, step = _in_unit(one.amount, one.unit, unit)
    formula = one.value.formula or ""
    if step:
        formula = f"({formula}) {step}" if formula else f"{plain_decimal(one.amount)} {step}"
    printed = "" if one.value.formula else compose.shown(one.amount, one.unit)
    cited = tuple(one.citations)
    return Compared(doc_id, measure.id, measure.name, aspect, "stated", value, own, printed, formula, cited)


def by_function(desk: Desk, doc_ids: Iterable[str], unit: str) -> dict[str, list[Compared]]:
    """What each report spent by 类, as its table of expenditure has it; an empty list where that was not read."""
    return {d: _classes(desk, d, unit) for d in doc_ids if d in desk.reports}


def _classes(desk: Desk, doc_id: str, unit: str) -> list[Compared]:
    budget = desk.reports[doc_id].kind == "budget"
    table = (plan_table(_BY_FUNCTION) if budget else None) or _BY_FUNCTION
    rows = (f for f in desk.index(doc_id).cells(table) if f.column == question_words().defaults[table])
    classes = [f for f in rows if len(f.row_code or "") == _CLASS and f.value is not None]
    once = {f.row_code or "": f for f in reversed(classes)}
    return [
        _of_fact(desk, once[code], code or "", once[code].row_name, unit, "amount") for code in sorted(once, key=str)
    ]
