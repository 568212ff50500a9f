"""What was planned, where a sentence tells what was done and how far off the plan that is (完成11家，低于目标1家)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from extractors.facts import plain_decimal
from rag import compose
from rag.answer import Answer
from rag.language.query import Query
from rag.text.figures_said import Figure, figures_of
from rag.text.outline import Sentence
from rag.understanding.sides import DONE, PLANNED

#: the words right before a figure that say it is a difference to what was planned
_OFF = re.compile(
    r"(?P<verb>较|比|低于|少于|高于|多于|超过|超出|超)(?:年初|年度|全年|原定?|预期|既定)?的?(?:计划|目标)(?:任务|值|数)?"
    r"(?P<word>少|多|低|高|减少|增加|超)?(?:了|完成)?$"
)
_LESS = {"低于", "少于", "少", "低", "减少"}


class OffPlan(NamedTuple):
    """What was done, how much more of it was planned (less than nothing where more was done), and in which unit."""

    done: Figure
    more: Decimal

    @property
    def planned(self) -> Decimal:
        return _number(self.done) + self.more


def asked_both(query: Query) -> bool:
    """Whether a question asks both what was planned and what came of it."""
    return {PLANNED, DONE} <= {*query.columns, *query.sides}


def off_plan(sentences: Sequence[Sentence]) -> OffPlan | None:
    """What sentences tell to have been done, with how far off the plan that is; None where they do not."""
    before: list[Figure] = []
    for figure in (f for s in sentences for f in figures_of(s)):
        off = _OFF.search(figure.before)
        done = next((f for f in reversed(before) if f.unit == figure.unit), None)
        if off is not None and done is not None and _is_difference(figure, done, off):
            less = bool({off["verb"], off["word"]} & _LESS)
            return OffPlan(done, _number(figure) if less else -_number(figure))
        before.append(figure)
    return None


def _is_difference(figure: Figure, done: Figure, off: re.Match[str]) -> bool:
    """Whether a figure is how far off the plan something is: no rate, and not the plan itself (超过目标100家)."""
    if figure.unit == "%":
        return False
    return bool(off["word"]) or (off["verb"] not in {"较", "比"} and 2 * _number(figure) < _number(done))


def with_plan(told: Answer, off: OffPlan) -> Answer:
    """Sentences that were told, with what they say was planned."""
    known = next((v for v in told.values if Decimal(v.value) == _number(off.done) and v.unit == off.done.unit), None)
    if known is None:
        return told
    formula = f"{plain_decimal(_number(off.done))} {'+' if off.more >= 0 else '-'} {plain_decimal(abs(off.more))}"
    planned = known.model_copy(
        update={"value": plain_decimal(off.planned), "label": "目标", "origin": "computed", "formula": formula}
    )
    text = f"{told.answer}即目标为{compose.shown(off.planned, planned.unit)}（{formula}）。"
    return told.model_copy(update={"answer": text, "values": [known, planned], "status": "computed"})


def _number(figure: Figure) -> Decimal:
    return Decimal(figure.number.replace(",", ""))
