"""Wording of figures of several reports: their years, their list, and the reports that are left out, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.facts import MONEY, plain_decimal
from rag import compose
from rag.answer import Value
from rag.desk import Desk
from rag.measured import Measured

#: up to how many reports an answer lists
SHOWN = 30


def years_of(found: Sequence[Measured]) -> str:
    """The year of the figures, or that they are of several."""
    years = sorted({m.value.year for m in found if m.value.year})
    if len(years) == 1:
        return f"{years[0]}年度"
    return "、".join(f"{y}年度" for y in years) + "（年度不同，比较时请注意）"


def entries(found: Sequence[Measured], numbered: bool = False) -> str:
    """Every report with its figure; of very many the first ones."""
    listed = "；".join((f"{n}. " if numbered else "") + m.told for n, m in enumerate(found[:SHOWN], 1))
    return listed + (f"；其余{len(found) - SHOWN}份报告从略" if len(found) > SHOWN else "")


def left_out_told(desk: Desk, left_out: Mapping[str, str]) -> str:
    """The reports that have no figure, with why; of very many only how many."""
    if not left_out:
        return ""
    if len(left_out) > SHOWN:
        return f"未计入{len(left_out)}份报告（报告没有该数）。"
    reasons: dict[str, list[str]] = {}
    for doc_id, why in left_out.items():
        reasons.setdefault(why, []).append(desk.title(doc_id))
    return "未计入：" + "；".join("、".join(titles) + f"（{why}）" for why, titles in reasons.items()) + "。"


def scaled(value: Value, unit: str | None) -> Value:
    """A computed figure in the unit asked for, the step added to its formula."""
    if unit is None or value.unit not in MONEY or unit == value.unit:
        return value
    amount = compose.trimmed(Decimal(value.value) * MONEY[value.unit] / MONEY[unit])
    step = compose.conversion(value.unit, unit)
    return value.model_copy(
        update={"value": plain_decimal(amount), "unit": unit, "formula": f"({value.formula}) {step}"}
    )
