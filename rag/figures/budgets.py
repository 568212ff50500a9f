"""Final figures against their budgets: of several things together, as a multiple, as a rate of change."""

from __future__ import annotations

from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from rag import compose
from rag.answer import Answer
from rag.figures.computed import beside, is_against_budget, quotient
from rag.figures.figures import best, columns_of
from rag.holdings.desk import Desk
from rag.language.asking import BUDGETS
from rag.language.query import Query


def times_budget(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many times its budget a final figure is."""
    columns = [c for c in columns_of(query) if c in BUDGETS]
    plain = query.model_copy(update={"kinds": [], "columns": []})
    budget = best(plain, desk, doc_id, query.subjects[0], columns[0]) if columns else None
    if budget is None:
        return None
    return quotient(query, desk, beside(desk, budget) or best(plain, desk, doc_id, query.subjects[0]), budget)


def against_budget(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """By how many per cent a final figure differs from its budget, where the report does not state it."""
    if "较年初预算增减幅" not in query.columns:
        return None
    plain = query.model_copy(update={"kinds": [], "columns": []})
    for subject in query.subjects:
        budget = best(plain, desk, doc_id, subject, "预算数")
        final = (beside(desk, budget) if budget else None) or best(plain, desk, doc_id, subject)
        if not budget or not final or final.value is None or not budget.value or budget.unit != final.unit:
            continue
        gap = compose.rounded((final.value - budget.value) / budget.value * 100, query.places or 2)
        formula = (
            f"({plain_decimal(final.value)} - {plain_decimal(budget.value)}) ÷ {plain_decimal(budget.value)} × 100%"
        )
        label = f"{compose.label_of(final)}较预算增减幅"
        value = compose.computed_value(gap, "%", label, formula, final)
        word = "高" if gap > 0 else "低" if gap < 0 else "相差"
        text = (
            f"{compose.head(final)}{compose.label_of(final)}比预算{word}{compose.shown(abs(gap), '%')}（{formula}）。"
        )
        text += f"{compose.sentence(final)}；{compose.sentence(budget)}。"
        return compose.answer(query.text, text, "computed", [value], compose.cite([final, budget], desk.files))
    return None


def sum_against_budget(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Several things together against their budgets: the rate of completion, or how far the two are apart."""
    rate_asked = "完成比例" in query.columns
    gap_asked = is_against_budget(columns_of(query)) and query.has("difference")
    if len(query.subjects) < 2 or not (rate_asked or gap_asked):
        return None
    plain = query.model_copy(update={"kinds": [], "columns": []})
    pairs: list[tuple[Fact | None, Fact | None]] = []
    for subject in query.subjects:
        budget = best(plain, desk, doc_id, subject, "预算数")
        final = (beside(desk, budget) if budget else None) or best(plain, desk, doc_id, subject)
        if (final, budget) not in pairs:  # 科学技术两项（其他应用研究…）: one row, told by two names, counts once
            pairs.append((final, budget))
    finals, budgets = [f for f, _ in pairs], [b for _, b in pairs]
    known = [f for f in (*finals, *budgets) if f is not None and f.value is not None]
    if len(known) < 2 * len(pairs) or len({f.unit for f in known}) != 1:
        return None
    spent, planned = (sum((f.value for f in fs if f and f.value is not None), Decimal(0)) for fs in (finals, budgets))
    above, below = (
        " + ".join(plain_decimal(f.value) for f in fs if f and f.value is not None) for fs in (finals, budgets)
    )
    names = "、".join(compose.label_of(f) for f in finals if f)
    if rate_asked and planned:
        amount = compose.rounded(spent / planned * 100, query.places if query.places is not None else 2)
        label, unit, formula = f"{names}合计完成预算的比例", "%", f"({above}) ÷ ({below}) × 100%"
    else:
        amount, unit, label = (
            abs(spent - planned),
            known[0].unit or "",
            f"{names}合计比预算{'多' if spent > planned else '少'}",
        )
        formula = f"({above}) - ({below})" if spent > planned else f"({below}) - ({above})"
    value = compose.computed_value(amount, unit, label, formula, known[0])
    text = f"{compose.head(known[0])}{label}{compose.shown(amount, unit)}（{formula}）。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(known, desk.files))
