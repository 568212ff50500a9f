"""Departments by conditions: how many and which ones meet those of a question, and what parts them from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.facts import MONEY, plain_decimal
from extractors.vocabulary import measures
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.comparison import Comparison
from rag.language.conditions import OF_TWO, Condition
from rag.language.query import Query
from rag.reports.amounts import Measured, cited, difference_of, values_of
from rag.reports.measured import gather
from rag.reports.several import can_list, entries, first_of, left_out_told, sum_of, years_of

_FITS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "some": lambda amount, bound: amount != 0,
    "none": lambda amount, bound: amount == 0,
    "over": lambda amount, bound: amount > bound,
    "between": lambda amount, bound: amount >= bound,
    "under": lambda amount, bound: amount < bound,
    "rose": lambda amount, bound: amount > 0,
    "fell": lambda amount, bound: amount < 0,
    "unchanged": lambda amount, bound: amount == 0,
    "over_budget": lambda amount, bound: amount > 0,
    "under_budget": lambda amount, bound: amount < 0,
    "complete": lambda amount, bound: amount >= 100,
    "incomplete": lambda amount, bound: amount < 100,
    "more_than_other": lambda amount, bound: amount > bound,
    "less_than_other": lambda amount, bound: amount < bound,
    "above_average": lambda amount, bound: amount > bound,
    "below_average": lambda amount, bound: amount < bound,
    "equal_to_other": lambda amount, bound: amount == bound,
    "unlike_other": lambda amount, bound: amount != bound,
}


@dataclass(slots=True)
class Met:
    """The departments that meet a condition: their figures, those of all others, and why some have none.

    ``beside`` are the figures that theirs are held against.
    """

    condition: Condition
    kept: list[Measured]
    found: list[Measured]
    left_out: dict[str, str]
    beside: list[Measured] = field(default_factory=list)


def count(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    """The departments whose figures meet the conditions, and how many they are."""
    met = [m for c in wanted.conditions if (m := meeting(query, desk, c)) is not None]
    if not met or len(met) < len(wanted.conditions):
        return None
    if wanted.apart:
        return _apart(query, desk, wanted, met)
    more = _told_besides(query, desk, wanted) if can_list(met[0].kept) else []
    return _together(query, desk, wanted, met, more)


def those_meeting(query: Query, desk: Desk, conditions: Sequence[Condition]) -> list[Met]:
    """What each condition leaves; empty where one of them cannot be looked at."""
    met = [meeting(query, desk, c) for c in conditions]
    return [m for m in met if m is not None] if None not in met else []


def in_all(met: Sequence[Met], any_of: bool = False) -> list[str]:
    """The reports that meet all conditions, or ``any_of`` them, in their order."""
    if any_of:
        return in_order([one.kept for one in met])
    ids = [{m.doc_id for m in one.kept} for one in met]
    return [m.doc_id for m in met[0].kept if all(m.doc_id in kept for kept in ids)]


def in_order(of: Sequence[Sequence[Measured]]) -> list[str]:
    """The reports of which there is a figure, each once."""
    return list(dict.fromkeys(m.doc_id for found in of for m in found))


def meeting(query: Query, desk: Desk, condition: Condition) -> Met | None:
    """The departments that meet one condition; None where no report has the figure that it looks at."""
    asked = _asked(query, condition)
    found, left_out = gather(asked, desk, condition.metric)
    if condition.metric in {"gap", "completion"} and all(s.generic for s in asked.subjects):
        # 支出比预算多: most reports state the budget of what it is made for, not of all spending
        general = condition.model_copy(update={"subjects": [Subject.of(measures()["general"])]})
        of_general = gather(_asked(query, general), desk, condition.metric)
        if len(of_general[0]) > len(found):
            condition, (found, left_out) = general, of_general
    bounds = {m.doc_id: condition.bound or Decimal(0) for m in found}
    others: list[Measured] = []
    if condition.kind in OF_TWO and len(asked.subjects) > 1:
        others, without = gather(asked, desk, condition.metric, asked.subjects[1])
        bounds = {m.doc_id: m.amount * (condition.times or 1) for m in others}
        left_out |= without
        found = [m for m in found if m.doc_id in bounds]
    if not found:
        return None
    if condition.kind in {"above_average", "below_average"}:
        mean = sum((m.amount for m in found), Decimal(0)) / len(found)
        bounds = {m.doc_id: mean for m in found}
    kept = [m for m in found if _fits(condition, m, bounds[m.doc_id])]
    return Met(condition, kept, found, left_out, others)


def _asked(query: Query, condition: Condition) -> Query:
    """The question for the figure that a condition looks at."""
    if not condition.subjects:
        return query
    columns = [] if condition.metric != "amount" else query.columns
    return query.model_copy(update={"subjects": list(condition.subjects), "columns": columns})


def _fits(condition: Condition, one: Measured, bound: Decimal) -> bool:
    amount = _in_unit_of(one, condition)
    if condition.inclusive and amount == bound:
        return True
    return _FITS[condition.kind](amount, bound) and (condition.upper is None or amount <= condition.upper)


def _in_unit_of(one: Measured, condition: Condition) -> Decimal:
    """A figure in the unit of the bound of a condition."""
    if condition.unit in MONEY and one.unit in MONEY:
        return one.amount * MONEY[one.unit] / MONEY[condition.unit]
    return one.amount


# ---------------------------------------------------------------- telling


def _together(query: Query, desk: Desk, wanted: Comparison, met: Sequence[Met], more: Sequence[Measured]) -> Answer:
    """Those that meet all conditions."""
    ids = in_all(met, wanted.any_of)
    found = met[0].found
    value = number_of_departments(len(ids), found)
    said = ("或" if wanted.any_of else "、").join(_said(query, m.condition, m.found[0]) for m in met)
    meets = set(ids)
    columns = [[m for m in of if m.doc_id in meets] for of in (*_columns(met), _gaps(query, met), more)]
    kept = ids
    if kept:
        several = sum(map(bool, columns)) > 1
        listed = _rows(ids, columns) if several else entries(next(of for of in columns if of))
        text = f"{years_of(found)}{said}的{_things(found)}有{len(kept)}个：{listed}。"
        means = [m for one in met if (m := _mean(one)) is not None]
        text += "".join(f"{m.label}为{m.value}{m.unit or ''}（{m.formula}）。" for m in means)
    else:
        known = in_order([m.found for m in met])
        looked_at = [of for m in met for of in (m.found, m.beside) if of]
        told = entries(found) if len(looked_at) == 1 else _rows(known, looked_at)
        text = f"{years_of(found)}没有符合条件的{_things(found)}（{said}，0个）。各{_things(found)}的数：{told}。"
    # where none fits, the figures that are told instead have to be borne out as well
    all_found = [m for one in met for of in (one.found, one.beside) for m in first_of(of)]
    shown = [m for of in columns for m in first_of(of)] if kept else all_found
    told_values = values_of(shown if kept else [m for m in shown if m.value.formula])
    values = [value, *told_values]
    if wanted.asks_who and not wanted.counts and kept:
        values = [*told_values, value]
    values += means if kept else []
    places = cited([*shown, *(m for one in met for m in first_of(one.found) if m not in shown)])
    return compose.answer(query.text, text + left_out_told(desk, _unknown(met)), "answered", values, places)


def _apart(query: Query, desk: Desk, wanted: Comparison, met: Sequence[Met]) -> Answer:
    """The departments of each condition in turn."""
    text, values, shown = "", [], list[Measured]()
    for one in met:
        said = _said(query, one.condition, one.found[0])
        values.append(number_of_departments(len(one.kept), one.found))
        listed = f"有{len(one.kept)}个：{entries(one.kept)}" if one.kept else "没有（0个）"
        text += f"{years_of(one.found)}{said}的部门{listed}。"
        shown += first_of(one.kept)
    told = values_of(shown)
    values = [*values, *told] if wanted.counts else [*told, *values]
    places = cited([*shown, *(m for one in met for m in first_of(one.found) if m not in shown)])
    return compose.answer(query.text, text + left_out_told(desk, _unknown(met)), "answered", values, places)


def _told_besides(query: Query, desk: Desk, wanted: Comparison) -> list[Measured]:
    """The figures that are asked for beside those of the conditions: 三公超过10万的部门，支出合计各是多少."""
    looked_at = [s for c in wanted.conditions for s in c.subjects]
    more: list[Measured] = []
    for subject in _others(query, looked_at) if looked_at else []:
        more += gather(query.model_copy(update={"subjects": [subject]}), desk, "amount")[0]
    return more


def _others(query: Query, looked_at: Sequence[Subject]) -> list[Subject]:
    """What a question speaks of beside the figures of its conditions."""
    keys = {s.key for s in looked_at}
    return [s for s in query.subjects if s.end and not s.generic and s.key not in keys][:2]


def asked_of_those(query: Query, wanted: Comparison) -> Query:
    """The question as it is put to the departments that meet its conditions."""
    looked_at = [s for c in wanted.conditions for s in c.subjects]
    subjects = _others(query, looked_at) or list(wanted.conditions[0].subjects) or query.subjects
    return query.model_copy(update={"subjects": subjects})


def told_of_those(query: Query, met: Sequence[Met]) -> str:
    """The conditions that departments meet, and how many these are."""
    said = "、".join(_said(query, m.condition, m.found[0]) for m in met)
    return f"{said}的部门有{len(in_all(met))}个。"


def _columns(met: Sequence[Met]) -> list[list[Measured]]:
    """The figures that conditions look at, one list each; those of one figure looked at twice only once."""
    columns: dict[str, list[Measured]] = {}
    for one in met:
        for of in (one.kept, one.beside):
            if of:
                columns.setdefault(of[0].value.label, of)
    return list(columns.values())


def _mean(one: Met) -> Value | None:
    """The average that a condition holds figures against."""
    if one.condition.kind not in {"above_average", "below_average"}:
        return None
    total = sum((m.amount for m in one.found), Decimal(0))
    return Value(
        value=plain_decimal(compose.rounded(total / len(one.found), 2)),
        unit=one.found[0].unit,
        label=f"{len(one.found)}份报告平均",
        year=one.found[0].year,
        origin="computed",
        formula=f"({sum_of(one.found)}) ÷ {len(one.found)}",
    )


def _things(found: Sequence[Measured]) -> str:
    """What is counted: departments, or of one department the years."""
    reports = {m.doc_id for m in found}
    return "年度" if len(reports) > 1 and len({m.value.department for m in first_of(found)}) == 1 else "部门"


def _gaps(query: Query, met: Sequence[Met]) -> list[Measured]:
    """How far apart the two figures of a condition on both are, where that is asked (超过收入合计的，超了多少)."""
    if not query.has("difference") or len(met) != 1 or met[0].condition.kind not in OF_TWO:
        return []
    others = {m.doc_id: m for m in met[0].beside}
    return [difference_of(m, others[m.doc_id]) for m in first_of(met[0].kept) if m.doc_id in others]


def _rows(ids: Sequence[str], columns: Sequence[Sequence[Measured]]) -> str:
    """Department by department, each with its figures."""
    rows = {d: [m for of in columns for m in of if m.doc_id == d] for d in first_of(ids)}
    listed = []
    for row in rows.values():
        shown = (
            f"{m.value.label}{m.value.value}{m.value.unit or ''}"
            + (f"（{m.value.formula}）" if m.value.formula else "")
            for m in row
        )
        listed.append(f"{row[0].value.department}（{row[0].value.year}年度）{'、'.join(shown)}")
    return "；".join(listed) + (f"；其余{len(ids) - len(rows)}份报告从略" if len(ids) > len(rows) else "")


def _unknown(met: Sequence[Met]) -> dict[str, str]:
    """The reports of which a condition cannot be told, unless another condition leaves them out already."""
    failed = {m.doc_id for one in met for m in one.found} - {m.doc_id for one in met for m in one.kept}
    return {d: why for one in met for d, why in one.left_out.items() if d not in failed}


def number_of_departments(number: int, found: Sequence[Measured]) -> Value:
    return Value(
        value=str(number),
        unit="个",
        label="符合条件的部门数",
        year=found[0].year,
        origin="computed",
        formula=compose.counted(number),
    )


def _said(query: Query, condition: Condition, one: Measured) -> str:
    """The condition in words: what the figure is, and what it has to be like."""
    subjects = condition.subjects or query.subjects
    name = subjects[0].name
    words = {
        "some": f"有{name}",
        "none": f"没有{name}",
        "rose": f"{name}比上年增加",
        "fell": f"{name}比上年减少",
        "unchanged": f"{name}与上年持平",
        "over_budget": f"{name}决算超过预算",
        "under_budget": f"{name}决算低于预算",
        "complete": f"{name}完成预算达到100%",
        "incomplete": f"{name}完成预算不到100%",
    }
    if len(subjects) > 1:
        times = f"的{condition.said}" if condition.times else ""
        words["more_than_other"] = f"{name}大于{subjects[1].name}{times}"
        words["less_than_other"] = f"{name}小于{subjects[1].name}{times}"
        words["equal_to_other"] = f"{name}与{subjects[1].name}相等"
        words["unlike_other"] = f"{name}与{subjects[1].name}不相等"
    label = one.value.label
    if "占" in condition.said:
        label = label.removesuffix("占比")  # 没占到一半 says itself that a share is meant
    return words.get(condition.kind, f"{label}{_bound_said(condition)}")


def _bound_said(condition: Condition) -> str:
    """The bound in words; of a fall, which is below zero, as a change."""
    if condition.bound is not None and condition.upper is not None and min(condition.bound, condition.upper) < 0:
        return f"下降{condition.said}"
    falls = condition.kind == "under" and condition.bound is not None and condition.bound < 0
    return f"下降{condition.said}" if falls else condition.said
