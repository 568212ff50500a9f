"""Changes that a text tells behind a part and that are those of the whole (收入总计…，其中年初结转…，较上年增加…)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.clauses import Figure
from extractors.facts import MONEY, half_digit

_CHANGE, _RATE = "增减额", "增减幅"


def changes_of_wholes(found: Sequence[Figure]) -> list[Figure]:
    """The figures of a paragraph, each change and its rate with what it is of.

    Both stand behind the part, so that its words do not tell. The rate does: it is that of the whole, and not that of
    the part.
    """
    told = list(found)
    for at in range(2, len(told) - 1):
        whole, part, change, rate = told[at - 2 : at + 2]
        if (change.column, rate.column) != (_CHANGE, _RATE) or not _in_a_row(whole, part, change, rate):
            continue
        if _fits(whole, change, rate) and not _fits(part, change, rate):
            told[at] = replace(change, subject=whole.subject, part_of=whole.part_of)
            told[at + 1] = replace(rate, subject=whole.subject, part_of=whole.part_of)
    return told


def _in_a_row(whole: Figure, part: Figure, change: Figure, rate: Figure) -> bool:
    """Whether two amounts of one sentence, the second of which the change is told of, stand right before it."""
    named = part.subject == change.subject == rate.subject != whole.subject
    alike = whole.unit == part.unit == change.unit and whole.unit in MONEY
    return named and alike and whole.sentence == part.sentence == change.sentence and whole.column == part.column


def _fits(amount: Figure, change: Figure, rate: Figure) -> bool:
    """Whether a rate is that of a change of an amount, as far as its digits tell."""
    before = amount.value - change.value
    made = change.value / before * 100 if before > 0 else None
    return made is not None and abs(abs(made) - abs(rate.value)) <= 2 * half_digit(rate.value)
