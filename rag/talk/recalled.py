"""Figures that were answered earlier in a conversation, computed with: their difference, sum, average or ratio."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.language.query import Query


def computed(query: Query) -> Answer | None:
    """The operation of a query on the figures that it recalls; None where they cannot be put together."""
    values = [r.value for r in query.recalled]
    if len(values) < 2:
        return None
    amounts = [_amount(v, values[0].unit) for v in values]
    if any(a is None for a in amounts):
        text = "没有找到：前面回答的" + "、".join(_named(v, values) for v in values) + "单位不同，不能放在一起计算。"
        return _answer(query, text, [], "not_found")
    known = [a for a in amounts if a is not None]
    if query.has("sum", "average"):
        return _together(query, values, known, average=query.has("average"))
    if query.has("rank"):
        return _in_order(query, values, known)
    if query.has("ratio"):
        return _ratio(query, values, known)
    return _difference(query, values, known)


def _amount(value: Value, unit: str | None) -> Decimal | None:
    """The figure in the unit of the first one; None where it is no number or of another kind."""
    try:
        amount = Decimal(value.value)
    except ArithmeticError:
        return None
    if value.unit == unit:
        return amount
    if value.unit in MONEY and unit in MONEY:
        return amount * MONEY[value.unit] / MONEY[unit]
    return None


def _signed(term: str) -> str:
    """A term behind a minus sign, in brackets where it is negative itself."""
    return f"({term})" if term.startswith("-") else term


def _term(value: Value, amount: Decimal, unit: str | None) -> str:
    """A figure in a formula, with how it comes to be in the unit of the others."""
    if value.unit == unit or value.unit not in MONEY or unit not in MONEY:
        return plain_decimal(amount)
    return f"({value.value} {compose.conversion(value.unit, unit)})"


def _difference(query: Query, values: Sequence[Value], amounts: Sequence[Decimal]) -> Answer:
    first, second = (0, 1) if amounts[0] >= amounts[1] else (1, 0)
    terms = [_term(v, a, values[0].unit) for v, a in zip(values, amounts, strict=True)]
    formula = f"{terms[first]} - {_signed(terms[second])}"
    unit = "个百分点" if values[0].unit == "%" else values[0].unit
    value = _computed(query, amounts[first] - amounts[second], unit, "两者之差", formula)
    names = [_named(v, values) for v in values]
    shown = f"{value.value}{value.unit or ''}"
    if amounts[0] == amounts[1]:
        text = f"{names[0]}与{names[1]}相等，都是{_shown(values[0])}（{formula} = 0）。"
    else:
        text = f"{names[first]}比{names[second]}多{shown}（{value.formula}）。"
        text += f"其中{names[0]}为{_shown(values[0])}，{names[1]}为{_shown(values[1])}。"
    return _answer(query, text, [value])


def _in_order(query: Query, values: Sequence[Value], amounts: Sequence[Decimal]) -> Answer:
    """Which of several figures is the largest or the smallest, the others after it."""
    pairs = sorted(zip(amounts, values, strict=True), key=lambda p: p[0], reverse=not query.ascending)
    ordered = [v for _, v in pairs]
    place = "最低" if query.ascending else "最高"
    others = "、".join(f"{_named(v, values)}{_shown(v)}" for v in ordered[1:])
    text = f"{_named(ordered[0], values)}{place}，为{_shown(ordered[0])}；其次是{others}。"
    return _answer(query, text, ordered, "answered")


def _together(query: Query, values: Sequence[Value], amounts: Sequence[Decimal], average: bool) -> Answer:
    total = sum(amounts, Decimal(0))
    formula = " + ".join(_term(v, a, values[0].unit) for v, a in zip(values, amounts, strict=True))
    label = "合计"
    if average:
        label, formula = "平均", f"({formula}) ÷ {len(amounts)}"
        places = query.places if query.places is not None else 2
        total = compose.rounded(total / len(amounts), places)
    value = _computed(query, total, values[0].unit, label, formula)
    listed = "、".join(f"{_named(v, values)}{_shown(v)}" for v in values)
    text = f"{listed}，{label}{value.value}{value.unit or ''}（{value.formula}）。"
    return _answer(query, text, [value])


def _ratio(query: Query, values: Sequence[Value], amounts: Sequence[Decimal]) -> Answer:
    if amounts[1] == 0:
        text = f"{_named(values[1], values)}为{_shown(values[1])}，不能作除数，无法计算倍数。"
        return _answer(query, text, [], "not_found")
    ratio = compose.rounded(amounts[0] / amounts[1], query.places if query.places is not None else 2)
    formula = f"{plain_decimal(amounts[0])} ÷ {_term(values[1], amounts[1], values[0].unit)}"
    value = Value(value=plain_decimal(ratio), unit="倍", label="倍数", origin="computed", formula=formula)
    text = f"{_named(values[0], values)}是{_named(values[1], values)}的{value.value}倍（{formula}）。"
    return _answer(query, text, [value])


def _computed(query: Query, amount: Decimal, unit: str | None, label: str, formula: str) -> Value:
    value = Value(value=plain_decimal(amount), unit=unit, label=label, origin="computed", formula=formula)
    if query.unit and unit in MONEY and query.unit != unit:
        scaled = compose.trimmed(amount * MONEY[unit] / MONEY[query.unit])
        step = compose.conversion(unit, query.unit)
        update = {"value": plain_decimal(scaled), "unit": query.unit, "formula": f"({formula}) {step}"}
        value = value.model_copy(update=update)
    return value


def _named(value: Value, others: Sequence[Value]) -> str:
    """What a figure is, in words: whose where they are of several, of which year, which measure."""
    several = len({(v.department, v.year) for v in others}) > 1
    whose = f"{value.department or ''}{value.year}年度" if several and value.year else ""
    return whose + value.label


def _shown(value: Value) -> str:
    return f"{value.value}{value.unit or ''}"


def _answer(query: Query, text: str, values: list[Value], status: str = "computed") -> Answer:
    whose = {(r.value.department, r.value.year) for r in query.recalled}
    if len(whose) == 1 and (only := whose.pop())[0]:
        text = f"{only[0]}{only[1]}年度" + text
    citations = list(dict.fromkeys(c for r in query.recalled for c in r.citations))
    return compose.answer(query.text, text, status, values, citations)  # type: ignore[arg-type]
