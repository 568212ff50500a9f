"""Wording of figures of several reports: their years, their list, and the reports that are left out, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from decimal import Decimal
from typing import TypeVar

from extractors.facts import MONEY, plain_decimal
from rag import compose
from rag.answer import Value
from rag.holdings.desk import Desk
from rag.reports.amounts import Measured

#: up to how many reports an answer lists all; how many of more, and at most where so many are asked for
LISTED, SHOWN, MOST = 30, 20, 100
#: how many of many reports are told as examples, to choose from
EXAMPLES = 5
T = TypeVar("T")


def can_list(found: Sized) -> bool:
    """Whether an answer can tell all of some figures."""
    return len(found) <= LISTED


def first_of(found: Sequence[T], asked: int | None = None) -> Sequence[T]:
    """What an answer tells of some figures: all, of more than can be listed the first, or as many as are asked for."""
    if asked is not None:
        return found[: min(asked, MOST)]
    return found if can_list(found) else found[:SHOWN]


def examples_of(found: Sequence[T]) -> Sequence[T]:
    """A few figures of more than can be listed."""
    return found[:EXAMPLES]


def years_of(found: Sequence[Measured]) -> str:
    """The year of the figures, or that they are of several."""
    years = sorted({m.year for m in found if m.year})
    if len(years) == 1:
        return f"{years[0]}年度"
    return "、".join(f"{y}年度" for y in years) + "（年度不同，比较时请注意）"


def entries(found: Sequence[Measured], numbered: bool = False, asked: int | None = None) -> str:
    """Every report with its figure; of very many the first ones, and how many more."""
    told = first_of(found, asked)
    listed = "；".join((f"{n}. " if numbered else "") + m.told for n, m in enumerate(told, 1))
    return listed + (f"；其余{len(found) - len(told)}份报告从略" if len(found) > len(told) else "")


def sum_of(found: Sequence[Measured]) -> str:
    """The addition of the figures as a formula; of very many its first terms, and how many there are."""
    told = first_of(found)
    terms = " + ".join(plain_decimal(m.amount) for m in told)
    return terms + (f" + …，共{len(found)}项" if len(found) > len(told) else "")


def left_out_told(desk: Desk, left_out: Mapping[str, str]) -> str:
    """The reports that have no figure, with why; of very many only how many."""
    if not left_out:
        return ""
    reasons: dict[str, list[str]] = {}
    for doc_id, why in left_out.items():
        reasons.setdefault(why, []).append(doc_id)
    if len(left_out) > LISTED:
        counted = "；".join(f"{len(ids)}份报告{why.removeprefix('报告')}" for why, ids in reasons.items())
        return f"未计入{len(left_out)}份报告（{counted}）。"
    told = ("、".join(map(desk.title, ids)) + f"（{why}）" for why, ids in reasons.items())
    return "未计入：" + "；".join(told) + "。"


def scaled(value: Value, unit: str | None) -> Value:
    """A computed figure in the unit asked for, the step added to its formula."""
    if unit is None or value.unit not in MONEY or unit == value.unit:
        return value
    amount = compose.trimmed(Decimal(value.value) * MONEY[value.unit] / MONEY[unit])
    step = compose.conversion(value.unit, unit)
    return value.model_copy(
        update={"value": plain_decimal(amount), "unit": unit, "formula": f"({value.formula}) {step}"}
    )
