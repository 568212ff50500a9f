"""What else a report says about a figure: the same thing in another scope, and what bears out one of two values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.facts import MONEY, Fact, differ, half_digit, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, question_words
from rag import compose
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject, facts_for, subject_keys

#: tables of spending, each with a scope of its own: all money, 一般公共预算, its basic part, the funds
_SCOPES = ("GK03", "GK05", "GK06", "GK07", "GK08", "GK09")
_MOST_PLACES = 3
#: rows that are the whole of their table: one of another table is another thing
_TOTALS = {"合计", "总计", "小计"}


@dataclass(slots=True)
class Support:
    """What bears out a value besides its own place: other places with the same value, and the sum of its parts."""

    places: list[Fact] = field(default_factory=list)
    parts: list[Fact] = field(default_factory=list)
    siblings: list[Fact] = field(default_factory=list)
    whole: Fact | None = None

    @property
    def formula(self) -> str:
        """The parts as a sum; empty where there are none."""
        return _sum(self.parts)

    @property
    def total(self) -> Decimal | None:
        """The sum of the parts; None where there are none."""
        return sum((f.value for f in self.parts if f.value is not None), Decimal(0)) if self.parts else None

    def told(self, fact: Fact) -> str:
        """What bears the value out, in words; empty where nothing does."""
        said = [f"{compose.place_of(f)}也是这个数" for f in self.places[:_MOST_PLACES]]
        if self.total is not None and self.total == fact.value:
            said.append(f"其下各项之和（{self.formula}）与它相符")
        if self.whole is not None:
            names = "、".join(compose.label_of(f) for f in self.siblings)
            said.append(f"与{names}相加（{_sum([fact, *self.siblings])}）正是{compose.label_of(self.whole)}")
        return "、".join(said)


def support(desk: Desk, fact: Fact, against: Sequence[Fact] = ()) -> Support:
    """What bears out a figure; the places of the values that it is held ``against`` do not count."""
    index = desk.index(fact.doc_id)
    places: dict[str, Fact] = {}
    for other in _of_same(index, fact):
        if _is_same(other, fact) and other not in against:
            place = compose.place_of(other)
            if place != compose.place_of(fact):
                places.setdefault(place, other)
    parts: list[Fact] = []
    if fact.row_code and fact.table:
        below = [f for f in index.children_of(fact.row_code, fact.table) if f.column == fact.column]
        parts = below if below and all(f.value is not None for f in below) else []
    siblings, whole = _made_up(index, fact)
    return Support(list(places.values()), parts, siblings, whole)


def _is_same(other: Fact, fact: Fact) -> bool:
    """Whether another figure is the same one: printed alike, or more exactly in another unit of money."""
    if other.unit == fact.unit:
        return other.value == fact.value
    value = other.in_unit(fact.unit or "") if other.unit in MONEY and fact.unit in MONEY else None
    return value is not None and fact.value is not None and abs(value - fact.value) <= half_digit(fact.value)


def _sum(facts: Sequence[Fact]) -> str:
    return " + ".join(plain_decimal(f.value) for f in facts if f.value is not None)


def _made_up(index: FactIndex, fact: Fact) -> tuple[list[Fact], Fact | None]:
    """The other parts of the whole that a figure is a part of, and the whole, where they make it up; else nothing."""
    measure = measure_of(fact)
    if measure is None or measure.part_of is None or fact.value is None:
        return [], None
    others = [m for m in measures().values() if m.part_of == measure.part_of and m.id != measure.id]
    siblings = [f for m in others if (f := _first(index, m, fact)) is not None and f.value]
    whole = _first(index, measures()[measure.part_of], fact)
    total = sum((f.value for f in siblings if f.value is not None), fact.value)
    return (siblings, whole) if siblings and whole is not None and whole.value == total else ([], None)


def _first(index: FactIndex, measure: Measure, like: Fact) -> Fact | None:
    """The figure of a measure in the unit of a fact."""
    found = facts_for(index, Subject.of(measure))
    return next((f.fact for f in found if f.fact.value is not None and f.fact.unit == like.unit), None)


def measure_of(fact: Fact) -> Measure | None:
    """The measure that a fact gives the figure of: by its cell, else by its name in prose."""
    for measure in measures().values():
        if fact.table and any((fact.table, fact.row_name, fact.column) == tuple(c[:3]) for c in measure.cells):
            return measure
    key = name_key(fact.row_name)
    named = (m for m in measures().values() if key in {name_key(n) for n in (m.name, *m.printed)})
    return next(named, None) if fact.origin == "prose" else None


def in_other_scopes(desk: Desk, fact: Fact) -> list[Fact]:
    """The figures of what bears the same name where they differ.

    In tables of another scope (基本支出 alone, say), and of the 类, 款 or 项 of that name in the same table.
    """
    if fact.value is None or (fact.table not in _SCOPES and fact.origin != "prose") or fact.row_name in _TOTALS:
        return []
    found: dict[str, Fact] = {}
    for other in _of_same(desk.index(fact.doc_id), fact):
        if (
            other.value is not None
            and differ(fact, other)
            and (_on_other_level(fact, other) or _in_other_scope(fact, other))
        ):
            found.setdefault(str(other.value), other)
    return list(found.values())[:2]


def _on_other_level(fact: Fact, other: Fact) -> bool:
    """Whether two cells of one column are of two codes of one name."""
    alike = (fact.table, fact.column) == (other.table, other.column)
    return alike and bool(fact.row_code) and bool(other.row_code) and fact.row_code != other.row_code


def _in_other_scope(fact: Fact, other: Fact) -> bool:
    """Whether two figures are each the main one of a place of its own scope."""
    main = question_words().defaults
    final = question_words().column_forms["决算数"]
    if fact.table in main and fact.column != main[fact.table]:
        return False
    if fact.origin == "prose" and fact.column not in final:
        return False
    if other.origin == "prose":
        return fact.table == "GK06" and other.column == "决算数"
    if other.table not in _SCOPES or other.table == fact.table or other.unit != fact.unit:
        return False
    if other.table == "GK09":
        return other.column.startswith("决算数")
    return other.column == main.get(other.table, other.column)


def _of_same(index: FactIndex, fact: Fact) -> list[Fact]:
    """The facts that bear the name of a fact, of the same 科目 where both have a code."""
    keys = [k for key in subject_keys(fact) for k in (key, key + "支出", key.removesuffix("支出"))]
    named = [key for key in dict.fromkeys(keys) if key not in _TOTALS]
    found = [f for key in named for f in index.by_key.get(key, ()) if f is not fact]
    if measure := measure_of(fact):
        found += [f.fact for f in facts_for(index, Subject.of(measure)) if f.fact is not fact]
    return [f for f in found if f.origin != "annex" and (_same_code(f, fact) or f.table == fact.table)]


def _same_code(a: Fact, b: Fact) -> bool:
    if a.row_code and b.row_code and (a.table == "GK06") == (b.table == "GK06"):
        return a.row_code == b.row_code
    return True
