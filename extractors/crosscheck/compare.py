"""Comparing two sums of printed figures. A printed figure is an interval: its value ± half its last digit.

Both sides agree when the intervals meet: a difference up to the sum of the half digits is rounding (尾差), a larger one
is an error. Decimal throughout, never a relative tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Protocol

from extractors.crosscheck.cells import Cell, State
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import cell_name, table_title
from extractors.facts import MONEY, Fact, decimals, round_half_up

Relation = Literal["=", "≤"]


class Printed(Protocol):
    """What tells how precisely a figure is printed: a report, or several side by side."""

    @property
    def doubtful(self) -> frozenset[str]:
        """Tables whose printed unit cannot be right."""

    def half_unit(self, fact: Fact, unit: str | None) -> Decimal: ...


def equal(rule: Rule, book: Printed, subject: str, left: Sequence[Cell], right: Sequence[Cell]) -> Verdict:
    """Σ left = Σ right (SUM and EQ of the catalogue)."""
    return _as_printed(_compare(rule, book, subject, left, right, "="))


def at_most(rule: Rule, book: Printed, subject: str, small: Sequence[Cell], big: Sequence[Cell]) -> Verdict:
    """Σ small ≤ Σ big (INEQ): only an excess counts."""
    return _as_printed(_compare(rule, book, subject, small, big, "≤"))


def insufficient(rule: Rule, subject: str, missing: Iterable[str]) -> Verdict:
    """Not checked, because something was not read."""
    names = tuple(missing)
    return Verdict(rule, subject, Status.INSUFFICIENT_DATA, missing=names, ground=f"未读到：{'、'.join(names)}")


def not_applicable(rule: Rule, subject: str, ground: str) -> Verdict:
    return Verdict(rule, subject, Status.NOT_APPLICABLE, ground=ground)


def _compare(
    rule: Rule, book: Printed, subject: str, left: Sequence[Cell], right: Sequence[Cell], relation: Relation
) -> Verdict:
    cells = [*left, *right]
    if not left or not right:
        # of rows under other names nothing was found to add up: that they come to nothing is not said
        return insufficient(rule, subject, [f"与{cell_name(c)}比较的各行" for c in cells] or ["要比较的各行"])
    if conflicts := [cell_name(c) for c in cells if c.state is State.CONFLICT]:
        ground = f"同一单元格读到不同的数：{'、'.join(conflicts)}"
        return Verdict(rule, subject, Status.PARSE_CONFLICT, tuple(left), tuple(right), relation, ground=ground)
    tables = {c.fact.table for c in cells if c.fact is not None}
    if len(tables) > 1 and (doubtful := sorted(t for t in tables & book.doubtful if t)):
        ground = f"{'、'.join(table_title(t) for t in doubtful)}的金额单位有误（见F-04），不能与其他表和正文比较"
        return Verdict(rule, subject, Status.PARSE_CONFLICT, tuple(left), tuple(right), relation, ground=ground)
    if missing := [cell_name(c) for c in cells if c.state is State.MISSING]:
        return insufficient(rule, subject, missing)
    facts = [c.fact for c in cells if c.fact is not None and c.state is State.NUMBER]
    if not facts:
        return not_applicable(rule, subject, "各栏均为空白，无数可核")
    unit = facts[0].unit
    if any(f.unit != unit and not (f.unit in MONEY and unit in MONEY) for f in facts):
        return Verdict(rule, subject, Status.PARSE_CONFLICT, tuple(left), tuple(right), ground="两处计量单位不能换算")
    return _weigh(rule, book, subject, tuple(left), tuple(right), relation, unit)


def _weigh(
    rule: Rule,
    book: Printed,
    subject: str,
    left: tuple[Cell, ...],
    right: tuple[Cell, ...],
    relation: Relation,
    unit: str | None,
) -> Verdict:
    amounts = (total(left, unit), total(right, unit))
    margin = _room(book, left, unit) + _room(book, right, unit)
    status = judge(amounts[0] - amounts[1], margin, relation)
    blank_side = any(all(c.state is State.BLANK for c in side) for side in (left, right))
    if status is Status.ROUNDING and blank_side:
        status = Status.FAIL
    return Verdict(
        rule,
        subject,
        status,
        left,
        right,
        relation,
        amounts,
        margin,
        unit,
        blanks=tuple(cell_name(c) for c in (*left, *right) if c.state is State.BLANK),
        severity="warning" if blank_side and status is Status.FAIL else None,
    )


def _as_printed(verdict: Verdict) -> Verdict:
    """A verdict on figures printed with more and with fewer digits: that one is the other rounded is no finding.

    Tables in 元 and text in 万元, or tables with six decimals and text with two.
    """
    if verdict.status is Status.ROUNDING and (
        _rounds_to(verdict.left, verdict.right) or _rounds_to(verdict.right, verdict.left)
    ):
        return replace(verdict, status=Status.PASS)
    return verdict


def _rounds_to(whole: tuple[Cell, ...], parts: tuple[Cell, ...]) -> bool:
    """Whether one figure is the sum of others, which are printed in finer steps, rounded to its last digit."""
    fact = whole[0].fact if len(whole) == 1 else None
    figures = [c.fact for c in parts if c.fact is not None and c.value is not None]
    if fact is None or fact.value is None or fact.unit not in MONEY or not figures:
        return False
    step = _step(fact)
    finer = all(f.unit in MONEY and _step(f) < step for f in figures)
    return finer and round_half_up(total(parts, fact.unit), decimals(fact.value)) == fact.value


def _step(fact: Fact) -> Decimal:
    """The last digit that an amount is printed to, in 元."""
    assert fact.value is not None and fact.unit is not None
    return Decimal(1).scaleb(-decimals(fact.value)) * MONEY[fact.unit]


def _room(book: Printed, cells: tuple[Cell, ...], unit: str | None) -> Decimal:
    """How far rounding can have moved the sum of some cells: half a last digit for each figure.

    Zeros beside money are exact: a 总表 prints twenty of them, and an error must not hide behind their half digits.
    """
    figures = [c.fact for c in cells if c.fact is not None and c.state is State.NUMBER]
    return sum((book.half_unit(f, unit) for f in ([f for f in figures if f.value] or figures)), Decimal(0))


def rate(
    rule: Rule,
    book: Printed,
    subject: str,
    printed: Cell,
    part: Cell,
    whole: Cell,
    formula: str,
    change: bool = False,
) -> Verdict:
    """A printed percentage against the figures it is taken from (PCT of the catalogue): part / whole.

    With ``change`` the whole is the present figure and the part its increase, so that the base is whole - part.
    Passes where the intervals of printed precision meet, is rounding where the last digit was cut instead of rounded.
    """
    cells = (printed, part, whole)
    if missing := [cell_name(c) for c in cells if c.state is not State.NUMBER]:
        return insufficient(rule, subject, missing)
    unit = part.fact.unit if part.fact else None
    sides = [_amount(book, c, unit) for c in (part, whole)]
    if sides[0] is None or sides[1] is None:
        return Verdict(rule, subject, Status.PARSE_CONFLICT, ground="两处计量单位不能换算")
    return weigh_rate(rule, subject, printed, sides[0], sides[1], formula, (part, whole), change)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with the half of its last printed digit, by which rounding can have moved it."""

    value: Decimal
    half: Decimal


def _amount(book: Printed, cell: Cell, unit: str | None) -> Amount | None:
    value = cell.fact.in_unit(unit or "") if cell.fact else None
    return None if value is None or cell.fact is None else Amount(value, book.half_unit(cell.fact, unit))


def weigh_rate(
    rule: Rule,
    subject: str,
    printed: Cell,
    part: Amount,
    whole: Amount,
    formula: str,
    used: tuple[Cell, ...],
    change: bool = False,
) -> Verdict:
    """A printed percentage against part / whole; ``used`` are the cells that the two amounts were taken from."""
    computed = ratio(part.value, whole.value, change)
    if computed is None:
        return not_applicable(rule, subject, f"{formula}的分母为零，不能计算比例")
    corners = [
        ratio(part.value + a * part.half, whole.value + b * whole.half, change) for a in (-1, 1) for b in (-1, 1)
    ]
    reach = max((abs(c - computed) for c in corners if c is not None), default=Decimal(0))
    said = printed.value or Decimal(0)
    digit = Decimal(1).scaleb(-decimals(said))
    gap = abs(said - computed)
    status = Status.PASS if gap <= digit / 2 + reach else Status.FAIL
    if status is Status.FAIL and gap <= digit + reach:
        status = Status.ROUNDING
    shown = round_half_up(computed, max(2, decimals(said)))
    return Verdict(
        rule,
        subject,
        status,
        (printed,),
        used,
        amounts=(said, shown),
        margin=digit / 2 + reach,
        unit="%",
        formula=formula,
    )


def ratio(part: Decimal, whole: Decimal, change: bool = False) -> Decimal | None:
    """part / whole in percent, or the growth rate of ``whole`` by ``part``; None where the base is zero."""
    base = whole - part if change else whole
    return None if base == 0 else part / base * 100


def total(cells: Iterable[Cell], unit: str | None) -> Decimal:
    """The sum of the printed figures in ``unit``; a printed blank adds nothing."""
    amounts = [c.fact.in_unit(unit or "") for c in cells if c.fact is not None and c.value is not None]
    return sum((a for a in amounts if a is not None), Decimal(0))


def exactly(verdict: Verdict) -> Verdict:
    """A verdict on counts (vehicles, projects, groups): they are not rounded, so that any difference is one."""
    return replace(verdict, status=Status.FAIL, margin=Decimal(0)) if verdict.status is Status.ROUNDING else verdict


def judge(difference: Decimal, margin: Decimal, relation: Relation) -> Status:
    """PASS where nothing is wrong, ROUNDING within the margin, FAIL beyond."""
    excess = abs(difference) if relation == "=" else max(difference, Decimal(0))
    if excess == 0:
        return Status.PASS
    return Status.ROUNDING if excess <= margin else Status.FAIL
