"""Figures of several reports taken together: their sum, average, median, and what share of it some have."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.language.query import Query
from rag.reports.amounts import Measured, cited, values_of
from rag.reports.several import can_list, entries, first_of, scaled, sum_of, years_of


def together(query: Query, found: Sequence[Measured], left_out: str, average: bool) -> Answer:
    """The sum or the average of the figures, with its parts."""
    total, formula = sum((m.amount for m in found), Decimal(0)), sum_of(found)
    label, word = found[0].value.label, "平均" if average else "合计"
    # 支出合计 added up is no 支出合计合计
    word = "相加为" if not average and label.endswith("计") else word
    if average:
        places = query.places if query.places is not None else 2
        total, formula = compose.rounded(total / len(found), places), f"({formula}) ÷ {len(found)}"
    value = Value(
        value=plain_decimal(total),
        unit=found[0].unit,
        label=f"{label}{'平均' if average else '之和'}",
        year=found[0].value.year,
        origin="computed",
        formula=formula,
    )
    value = scaled(value, query.unit)
    text = f"{years_of(found)}{len(found)}份报告{label}{word}{_shown(value)}（{value.formula}）。"
    text += f"其中：{entries(found)}。{left_out}"
    told = first_of(found)
    # a sum of figures that were computed themselves rests on them
    own = values_of(told) if any(m.value.formula for m in told) else []
    return compose.answer(query.text, text, "computed", [value, *own], cited(told))


def held_against_others(query: Query, found: Sequence[Measured], left_out: str) -> Answer | None:
    """The sum of some departments held against others (甲和乙加起来有没有丙多)."""
    others = [m for m in found if m.doc_id in query.scope.against]
    own = [m for m in found if m not in others]
    if not own or not others:
        return None
    left, right = (sum((m.amount for m in of), Decimal(0)) for of in (own, others))
    unit, label = found[0].unit or "", found[0].value.label
    gap, more = abs(left - right), "多" if left > right else "少"
    formula = f"{plain_decimal(max(left, right))} - {plain_decimal(min(left, right))}"
    whose, theirs = ("、".join(f"{m.value.department}" for m in of) for of in (own, others))
    word = "相加为" if label.endswith("计") else "合计"
    text = f"{years_of(found)}{whose}{label}{word}{plain_decimal(left)}{unit}（{sum_of(own)}），"
    text += f"比{theirs}的{plain_decimal(right)}{unit}{more}{plain_decimal(gap)}{unit}（{formula}）。"
    text += f"其中：{entries(found)}。{left_out}"
    values = [
        Value(
            value=plain_decimal(a),
            unit=found[0].unit,
            label=name,
            year=found[0].value.year,
            origin="computed",
            formula=f,
        )
        for a, name, f in (
            (left, f"{label}之和", sum_of(own)),
            (right, f"{label}之和", sum_of(others)),
            (gap, "差", formula),
        )
    ]
    if query.has("difference") and not query.wants.yes_no:
        values.insert(0, values.pop())
    return compose.answer(query.text, text, "computed", [*values, *values_of(found)], cited(found))


def median(query: Query, found: Sequence[Measured], left_out: str) -> Answer:
    """The figure in the middle: of an even number the mean of the two there."""
    ordered = sorted(found, key=lambda m: m.amount)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    label = found[0].value.label
    if low is high:
        text = f"{years_of(found)}{len(found)}份报告{label}的中位数是{low.told}。"
        value = low.value
    else:
        amount = (low.amount + high.amount) / 2
        formula = f"({plain_decimal(low.amount)} + {plain_decimal(high.amount)}) ÷ 2"
        update = {"value": plain_decimal(amount), "unit": low.unit, "label": f"{label}中位数", "formula": formula}
        value = low.value.model_copy(update=update | {"origin": "computed", "department": None})
        value = scaled(value, query.unit)
        text = f"{years_of(found)}{len(found)}份报告{label}的中位数是{_shown(value)}（{value.formula}）。"
    text += f"从低到高：{entries(ordered, numbered=True)}。{left_out}"
    told = first_of(ordered)
    own = values_of(told) if any(m.value.formula for m in told) else []
    return compose.answer(query.text, text, "computed", [value, *own], cited([low, high, *told]))


def share_of_all(query: Query, found: Sequence[Measured], left_out: str) -> Answer | None:
    """What share of the sum over all reports one of them has; of every one where none is named."""
    total = sum((m.amount for m in found), Decimal(0))
    parts = [m for m in found if m.doc_id in query.scope.part] or list(first_of(found))
    if total == 0:
        text = f"{years_of(found)}{len(found)}份报告{found[0].value.label}合计为0，不能计算占比。{entries(found)}。"
        return compose.answer(query.text, text, "not_found", [], cited(first_of(found)))
    summed = sum_of(found)
    # of very many the sum is told once, not in every formula
    whole = f"({summed})" if can_list(found) else plain_decimal(total)
    values = []
    for part in parts:
        rate = compose.rounded(part.amount / total * 100, query.places if query.places is not None else 2)
        update = {
            "value": plain_decimal(rate),
            "unit": "%",
            "label": f"{part.value.label}占{len(found)}份报告合计的比例",
            "origin": "computed",
            "formula": f"{plain_decimal(part.amount)} ÷ {whole} × 100%",
        }
        values.append(part.value.model_copy(update=update))
    shares = "；".join(f"{v.department}（{v.year}年度）占{_shown(v)}（{v.formula}）" for v in values)
    text = f"{years_of(found)}{len(found)}份报告{found[0].value.label}相加为{plain_decimal(total)}"
    text += f"{found[0].unit or ''}，{shares}。"
    told = found if can_list(found) else [*parts, *first_of(found)]
    sum_value = Value(value=plain_decimal(total), unit=found[0].unit, label="合计", origin="computed", formula=summed)
    return compose.answer(query.text, text + left_out, "computed", [*values, sum_value], cited(told))


def share_of_first(query: Query, found: Sequence[Measured], first: Sequence[Measured], left_out: str) -> Answer | None:
    """What share of the sum over all reports those have that come first."""
    total, part = (sum((m.amount for m in of), Decimal(0)) for of in (found, first))
    if total == 0:
        return None
    rate = compose.rounded(part / total * 100, query.places if query.places is not None else 2)
    label, unit = found[0].value.label, found[0].unit or ""
    formula = f"{plain_decimal(part)} ÷ {plain_decimal(total)} × 100%"
    text = f"{years_of(found)}{label}前{len(first)}位合计{plain_decimal(part)}{unit}（{sum_of(first)}），"
    text += f"占{len(found)}份报告合计{plain_decimal(total)}{unit}（{sum_of(found)}）的"
    text += f"{plain_decimal(rate)}%（{formula}）。"
    text += f"前{len(first)}位：{entries(first, numbered=True)}。{left_out}"
    told = (
        (rate, "%", f"{label}前{len(first)}位占合计的比例", formula),
        (part, found[0].unit, f"{label}前{len(first)}位之和", sum_of(first)),
        (total, found[0].unit, f"{label}之和", sum_of(found)),
    )
    values = [
        Value(value=plain_decimal(a), unit=u, label=name, year=found[0].value.year, origin="computed", formula=f)
        for a, u, name, f in told
    ]
    return compose.answer(query.text, text, "computed", values, cited([*first_of(first), *first_of(found)]))


def _shown(value: Value) -> str:
    return f"{value.value}{value.unit or ''}"
