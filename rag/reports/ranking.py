"""Rankings over reports: who stands in which place, how far apart, and who shares a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.language.comparison import Comparison
from rag.language.query import Query
from rag.reports.amounts import Measured, cited, values_of
from rag.reports.several import entries, first_of, scaled, sum_of, years_of

#: figures that tell a change, below zero where it is a fall
_CHANGES = {"growth", "change"}


def rank(query: Query, wanted: Comparison, found: Sequence[Measured], left_out: str) -> Answer:
    """The figures in order; the first sentence names the one asked for."""
    falls = [m for m in found if m.amount < 0] if wanted.least == "fall" and wanted.metric in _CHANGES else []
    saved = [m for m in found if m.amount < 0] if wanted.saves else []
    descending = bool(falls) or not (query.ascending or saved)
    ordered = sorted(falls or saved or found, key=lambda m: m.amount, reverse=descending)
    if query.nth and query.nth > len(ordered):
        text = f"没有第{query.nth}位：只有{len(ordered)}份报告有{ordered[0].value.label}。{left_out}"
        return compose.answer(query.text, text, "not_found", [], cited(first_of(ordered)))
    if query.scope.placed and (answer := _place(query, ordered, left_out)) is not None:
        return answer
    if wanted.two_places:
        return _between_places(query, ordered, wanted.two_places, left_out)
    if wanted.ends and not query.top:
        return _ends(query, ordered, left_out)
    told = ordered[: query.top] if query.top else ordered
    chosen = ordered[(query.nth or 1) - 1]
    text = _first_sentence(query, wanted, ordered, chosen)
    first = first_of(told, query.top)
    in_order = [chosen, *(m for m in first if m is not chosen)][: max(len(first), 1)]
    values = values_of(in_order)
    if query.has("difference") and wanted.metric != "gap" and len(ordered) >= 2:
        gap = _gap(query, ordered[0], ordered[1])
        more = "少" if query.ascending else "多"
        text += f"{ordered[0].value.department}比{ordered[1].value.department}{more}"
        text += f"{gap.value}{gap.unit or ''}（{gap.formula}）。"
        values.insert(len(values) if query.asks_who else 0, gap)
    text += f"排序：{entries(told, numbered=True, asked=query.top)}。{left_out}"
    return compose.answer(query.text, text, "answered", values, cited(in_order))


def _first_sentence(query: Query, wanted: Comparison, ordered: Sequence[Measured], chosen: Measured) -> str:
    label, lead = chosen.value.label, years_of(ordered)
    ties = [m for m in ordered if m.amount == chosen.amount]
    if query.nth:
        place = f"从低到高第{query.nth}位" if query.ascending else f"第{query.nth}位"
        return f"{lead}{label}{place}的是{chosen.told}。"
    place = "最低" if query.ascending else "最高"
    if wanted.metric == "gap":
        label = query.subjects[0].name
        under = chosen.amount < 0 and (wanted.saves or query.ascending)
        place = "决算比预算低得最多" if under else "决算超预算最多" if chosen.amount > 0 else f"决算与预算之差{place}"
    if wanted.metric in _CHANGES and wanted.least:
        label = re.sub("增减[额幅]$", "", label)
        word = "增" if wanted.least == "rise" else "降"
        place = f"{word}幅最小" if wanted.metric == "growth" else f"{word}得最少"
    elif wanted.metric in _CHANGES:
        # a fall is what is asked for where the order is turned round, whatever the signs of the figures are
        fits = chosen.amount < 0 if query.ascending else chosen.amount > 0
        words = ("降", "增") if query.ascending else ("增", "降")
        label = re.sub("增减[额幅]$", "", label)
        place = f"{words[0]}幅最大" if wanted.metric == "growth" else f"{words[0]}得最多"
        if not fits:
            lead += f"没有{label}{'为负' if query.ascending else '为正'}的部门，"
            place = f"{words[1]}幅最小" if wanted.metric == "growth" else f"{words[1]}得最少"
    if len(ties) > 1:
        named = first_of(ties)
        names = "、".join(f"{m.value.department}（{m.value.year}年度）" for m in named)
        names += f"等{len(ties)}份报告" if len(ties) > len(named) else ""
        shown = f"{chosen.value.value}{chosen.value.unit or ''}"
        return f"{lead}{label}{place}的有{len(ties)}个部门（并列）：{names}，均为{shown}。"
    return f"{lead}{label}{place}的是{chosen.told}。"


def _ends(query: Query, ordered: Sequence[Measured], left_out: str) -> Answer:
    """The highest and the lowest, and how far they are apart."""
    high, low = (ordered[-1], ordered[0]) if query.ascending else (ordered[0], ordered[-1])
    gap = _gap(query, high, low)
    text = f"{years_of(ordered)}{high.value.label}最高的是{high.told}，最低的是{low.told}，"
    text += f"相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
    average = _average(query, ordered) if query.has("average") else None
    text += f"平均{average.value}{average.unit or ''}（{average.formula}）。" if average else ""
    text += f"排序：{entries(ordered, numbered=True)}。{left_out}"
    values = [high.value, low.value, *([average] if average else [])]
    values.insert(0 if query.has("difference") else 2, gap)
    # what the other figures of the order were worked out of has to be borne out as well
    values += [m.value for m in first_of(ordered) if m.value.formula and m not in (high, low)]
    if query.has("ratio") and (times := _times(high, low)) is not None:
        text = f"{years_of(ordered)}{high.told}是{low.told}的{times.value}倍（{times.formula}）。{text}"
        values.insert(0, times)
    return compose.answer(query.text, text, "answered", values, cited([*first_of(ordered), high, low]))


def _place(query: Query, ordered: Sequence[Measured], left_out: str) -> Answer | None:
    """In which place a department stands; None where it has no figure."""
    own = next((m for m in ordered if m.doc_id in query.scope.part), None)
    if own is None:
        return None
    before = sum(m.amount < own.amount if query.ascending else m.amount > own.amount for m in ordered)
    order = "从低到高" if query.ascending else "从高到低"
    place = Value(
        value=str(before + 1), unit="位", label=f"{own.value.label}{order}的名次", department=own.value.department,
        year=own.value.year, origin="computed", formula=compose.counted(before + 1),
    )  # fmt: skip
    text = f"{own.value.department}{own.value.year}年度{own.value.label}为{own.value.value}{own.value.unit or ''}，"
    several = f"（{years_of(ordered)}" if len({m.year for m in ordered}) > 1 else ""
    text += f"在{len(ordered)}份报告中{order}排第{place.value}位{several.replace('（年度不同', '，年度不同')}。"
    average = _average(query, ordered) if query.has("average") else None
    if average is not None:
        mean = sum((m.amount for m in ordered), Decimal(0)) / len(ordered)
        word = "高于" if own.amount > mean else "低于" if own.amount < mean else "等于"
        text = f"{own.value.department}{own.value.year}年度{own.value.label}{word}{len(ordered)}份报告的平均数"
        text += f"{average.value}{average.unit or ''}（{average.formula}），为{own.value.value}{own.value.unit or ''}，"
        text += f"{order}排第{place.value}位。"
    text += "" if before == 0 else f"{'最低' if query.ascending else '最高'}的是{ordered[0].told}。"
    text += f"排序：{entries(ordered, numbered=True)}。{left_out}"
    told = [own, *(m for m in first_of(ordered) if m is not own)]
    values = [place, *values_of(told), *([average] if average else [])]
    return compose.answer(query.text, text, "answered", values, cited(told))


def _between_places(query: Query, ordered: Sequence[Measured], places: tuple[int, int], left_out: str) -> Answer:
    """How far two places of the order are apart."""
    if max(places) > len(ordered):
        text = f"没有第{max(places)}位：只有{len(ordered)}份报告有{ordered[0].value.label}。{left_out}"
        return compose.answer(query.text, text, "not_found", [], cited(first_of(ordered)))
    a, b = (ordered[place - 1] for place in places)
    gap = _gap(query, a, b)
    text = f"{years_of(ordered)}{a.value.label}第{places[0]}位的是{a.told}，第{places[1]}位的是{b.told}，"
    text += f"相差{gap.value}{gap.unit or ''}（{gap.formula}）。排序：{entries(ordered, numbered=True)}。{left_out}"
    values = [gap, a.value, b.value, *(m.value for m in first_of(ordered) if m.value.formula and m not in (a, b))]
    return compose.answer(query.text, text, "computed", values, cited([a, b, *first_of(ordered)]))


def _average(query: Query, ordered: Sequence[Measured]) -> Value:
    total = sum((m.amount for m in ordered), Decimal(0))
    amount = compose.rounded(total / len(ordered), query.places if query.places is not None else 2)
    formula = f"({sum_of(ordered)}) ÷ {len(ordered)}"
    update = {"value": plain_decimal(amount), "label": f"{ordered[0].value.label}平均", "formula": formula}
    value = ordered[0].value.model_copy(
        update=update | {"unit": ordered[0].unit, "origin": "computed", "department": None}
    )
    return scaled(value, query.unit)


def _times(high: Measured, low: Measured) -> Value | None:
    """How many times the lowest the highest is; None where the lowest is nothing."""
    if low.amount <= 0:
        return None
    ratio = compose.rounded(high.amount / low.amount, 2)
    formula = f"{plain_decimal(high.amount)} ÷ {plain_decimal(low.amount)}"
    label = f"{high.value.department}是{low.value.department}的倍数"
    update = {"value": plain_decimal(ratio), "unit": "倍", "label": label, "formula": formula, "origin": "computed"}
    return high.value.model_copy(update=update)


def _gap(query: Query, a: Measured, b: Measured) -> Value:
    large, small = (a, b) if a.amount >= b.amount else (b, a)
    sign = "+" if small.amount < 0 else "-"
    value = Value(
        value=plain_decimal(large.amount - small.amount),
        unit="个百分点" if a.unit == "%" else a.unit,
        label=f"{a.value.department}与{b.value.department}之差",
        year=a.value.year,
        origin="computed",
        formula=f"{plain_decimal(large.amount)} {sign} {plain_decimal(abs(small.amount))}",
    )
    return scaled(value, query.unit)
