"""The sides of a comparison, each with its places and with what it comes to in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.audit.places import Place, Side, on_side
from extractors.crosscheck import Verdict
from extractors.facts import plain_decimal

ONE, OTHER = "一处", "另一处"


def sides_of(verdict: Verdict, places: Sequence[Place]) -> list[tuple[str, list[Place]]]:
    """Both sides of the comparison, then what is shown beside them; a single part where there are no sides.

    Two places without sides, as of a contradiction in words, face each other too.
    """
    left, right, other = (on_side(places, side) for side in Side)
    if left and right:
        first, second = _heads(verdict)
        return [(first, left), (second, right), *([("另见", other)] if other else [])]
    held = [*left, *right, *other]
    if len(held) == 2:
        return [(ONE, held[:1]), (OTHER, held[1:])]
    return [("出处", held)] if held else []


def _heads(verdict: Verdict) -> tuple[str, str]:
    """The two sides by what they come to."""
    if verdict.amounts is None:
        return ONE, OTHER
    amounts = [_amount(value, verdict) for value in verdict.amounts]
    left = _sum(verdict.left) or ONE
    right = "按公式应为" if verdict.formula else _sum(verdict.right) or OTHER
    if verdict.relation == "≤":
        right = f"{right}（应不小于前者）"
    return f"{left}　{amounts[0]}", f"{right}　{amounts[1]}"


def _sum(cells: Sequence[object]) -> str:
    return f"{len(cells)} 项相加" if len(cells) > 1 else ""


def _amount(value: Decimal, verdict: Verdict) -> str:
    return f"{plain_decimal(value)}{verdict.unit or ''}"
