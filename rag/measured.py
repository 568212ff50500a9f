"""One figure of each report, as a question on several reports asks for it: an amount, a share, a change, an average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.citation import Citation
from extractors.facts import MONEY, Fact, plain_decimal
from rag import compose, computed
from rag.answer import Answer, Value
from rag.comparison import Metric
from rag.desk import Desk
from rag.figures import BUDGET_WORDS, best, columns_of, find
from rag.lookup import Subject
from rag.query import Query


@dataclass(slots=True)
class Measured:
    """A figure of one report with its places. ``amount`` is in ``unit``; ``value`` is as it is told."""

    doc_id: str
    amount: Decimal
    unit: str | None
    value: Value
    citations: list[Citation]

    @property
    def told(self) -> str:
        """The report and its figure: 榆岚市水利局（2023年度）12.5万元."""
        shown = f"{self.value.value}{self.value.unit or ''}"
        if self.value.formula:
            shown += f"（{self.value.formula}）"
        return f"{self.value.department}（{self.value.year}年度）{shown}"


def gather(
    query: Query, desk: Desk, metric: Metric, subject: Subject | None = None
) -> tuple[list[Measured], dict[str, str]]:
    """The figure of every report asked about, in one unit, and by report why it has none."""
    found: list[Measured] = []
    left_out: dict[str, str] = {}
    for doc_id in query.doc_ids:
        one = measured(query, desk, doc_id, metric, subject or query.subjects[0])
        if isinstance(one, Measured):
            found.append(one)
        else:
            left_out[doc_id] = one
    return _in_one_unit(found, left_out, query), left_out


def _in_one_unit(found: list[Measured], left_out: dict[str, str], query: Query) -> list[Measured]:
    """The figures that can be put side by side: money in one unit, others of one unit."""
    if not found:
        return []
    units = [m.unit for m in found]
    base = max(dict.fromkeys(units), key=units.count)
    kept = []
    for one in found:
        if one.unit == base:
            kept.append(one)
        elif one.unit in MONEY and base in MONEY:
            one.amount, one.unit = one.amount * MONEY[one.unit] / MONEY[base], base
            kept.append(one)
        else:
            left_out[one.doc_id] = f"单位不同：{one.unit or '无单位'}"
    return kept


def measured(query: Query, desk: Desk, doc_id: str, metric: Metric, subject: Subject) -> Measured | str:
    """The figure of a report, or why it has none."""
    others = [s for s in query.subjects if s is not subject]
    one = query.model_copy(update={"kinds": [], "operations": [], "subjects": [subject, *others], "doc_ids": [doc_id]})
    if metric == "amount":
        return _amount(one, desk, doc_id, subject)
    if metric == "share":
        return _of_answer(computed.share(one, desk, doc_id), desk, doc_id) or _no_figure(desk, doc_id, subject, "占比")
    if metric == "per_head":
        # an average of small amounts needs more decimals to be ranked by
        one.places = 4 if one.places is None and one.unit is None else one.places
        return _of_answer(computed.per_head(one, desk, doc_id), desk, doc_id) or "报告没有平均所需的数"
    if metric == "completion":
        fact = best(one, desk, doc_id, subject, "完成比例")
        rated = computed.rate(one.model_copy(update={"columns": ["完成比例"]}), desk, doc_id)
        return _of_fact(fact, desk) or _of_answer(rated, desk, doc_id) or "报告没有该完成率"
    if metric == "gap":
        return _gap(one, desk, doc_id, subject)
    return _changed(one, desk, doc_id, subject, metric)


def _amount(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Measured | str:
    columns = [c for c in columns_of(query) if c not in {"增减额", "增减幅", "占比", "完成比例", "决算数"}]
    column = columns[0] if columns else None
    fact = best(query, desk, doc_id, subject, column)
    if fact is None and column in BUDGET_WORDS:
        fact = best(query, desk, doc_id, subject, "预算数")
    if fact is not None and fact.value is None:
        # a table that is printed blank beside prose that states the figure
        stated = (f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.value is not None)
        fact = next(stated, fact)
    if fact is not None and fact.is_blank:
        return "该处空白未填"
    return _of_fact(fact, desk, query) or _no_figure(desk, doc_id, subject, "")


def _changed(query: Query, desk: Desk, doc_id: str, subject: Subject, metric: Metric) -> Measured | str:
    """The change from the year before: as stated, from both reports, or the rate from the stated amount."""
    column = "增减幅" if metric == "growth" else "增减额"
    stated = (f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.column == column)
    fact = next((f for f in stated if f.value is not None), None)
    if fact is not None:
        return _of_fact(fact, desk, query) or "报告没有该数"
    asked = query.model_copy(update={"columns": [column], "subjects": [subject]})
    if (from_both := _of_answer(computed.against_prior(asked, desk, doc_id), desk, doc_id)) is not None:
        return from_both
    if metric == "growth":
        change = _changed(query, desk, doc_id, subject, "change")
        now = _amount(query.model_copy(update={"columns": []}), desk, doc_id, subject)
        if isinstance(change, Measured) and isinstance(now, Measured) and now.amount != change.amount:
            return _rate_of(change, now)
    return "报告没有写明与上年相比的变化"


def _rate_of(change: Measured, now: Measured) -> Measured:
    """The rate of a change of which only the amount is stated."""
    before = now.amount - change.amount
    rate = compose.rounded(change.amount / before * 100, 2)
    of = f"({plain_decimal(now.amount)} - {plain_decimal(change.amount)})".replace("- -", "+ ")
    formula = f"{plain_decimal(change.amount)} ÷ {of} × 100%"
    label = change.value.label.replace("增减额", "增减幅")
    update = {"value": plain_decimal(rate), "unit": "%", "label": label, "origin": "computed", "formula": formula}
    citations = list(dict.fromkeys([*change.citations, *now.citations]))
    return Measured(change.doc_id, rate, "%", change.value.model_copy(update=update), citations)


def _gap(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Measured | str:
    """The final figure less its budget."""
    budgets = (best(query, desk, doc_id, subject, c) for c in ("年初预算数", "预算数"))
    budget = next((b for b in budgets if b is not None and b.value is not None), None)
    if budget is None or budget.value is None:
        return "报告没有该预算数"
    final = computed.beside(desk, budget) or best(query, desk, doc_id, subject)
    if final is None or final.value is None or final.unit != budget.unit:
        return "报告没有可比的决算数"
    amount = final.value - budget.value
    formula = f"{plain_decimal(final.value)} - {plain_decimal(budget.value)}"
    value = compose.computed_value(amount, final.unit, f"{compose.label_of(final)}决算与预算之差", formula, final)
    return Measured(doc_id, amount, final.unit, value, compose.cite([final, budget], desk.files))


def _of_fact(fact: Fact | None, desk: Desk, query: Query | None = None) -> Measured | None:
    if fact is None or fact.value is None:
        return None
    value = compose.converted(fact, query.unit, query.places) if query else compose.value_of(fact)
    return Measured(fact.doc_id, fact.value, fact.unit, value, compose.cite([fact], desk.files))


def _of_answer(answer: Answer | None, desk: Desk, doc_id: str) -> Measured | None:
    if answer is None or not answer.values or answer.status == "not_found":
        return None
    value = answer.values[0].model_copy(
        update={"department": desk.reports[doc_id].department, "year": desk.reports[doc_id].year}
    )
    return Measured(doc_id, Decimal(value.value), value.unit, value, answer.citations)


def _no_figure(desk: Desk, doc_id: str, subject: Subject, of: str) -> str:
    """Why a report has no figure: its table could not be read, or it does not state one."""
    index = desk.index(doc_id)
    tables = {cell[0] for cell in subject.measure.cells} if subject.measure else set()
    if tables and not tables & index.tables:
        return "报告没有该数，相关表格没有读到文字"
    return f"报告没有该{of or '数'}"


def values_of(found: Sequence[Measured]) -> list[Value]:
    return [m.value for m in found]


def cited(found: Sequence[Measured]) -> list[Citation]:
    """The places of figures, in order, each once."""
    return list(dict.fromkeys(c for m in found for c in m.citations))
