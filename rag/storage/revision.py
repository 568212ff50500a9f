"""Revision: what became of the facts of a report when another version of it took its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.facts import Fact


@dataclass(slots=True)
class Revision:
    """The facts that are new, those that are gone, and those that say another thing, as (former, present).

    ``same`` counts those that say what they said, wherever they stand now.
    """

    added: list[Fact] = field(default_factory=list)
    removed: list[Fact] = field(default_factory=list)
    changed: list[tuple[Fact, Fact]] = field(default_factory=list)
    same: int = 0

    @property
    def is_none(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.removed or self.changed)


def revision(former: Sequence[Fact], present: Sequence[Fact]) -> Revision:
    """Set two versions of a report against each other, fact by fact.

    A fact is known by its table or section, its row and its column; where several share these, those that say the same
    belong together, and the others in the order in which they stand.
    """
    told = Revision()
    sides = _by_subject(former), _by_subject(present)
    for subject in dict.fromkeys([*sides[0], *sides[1]]):
        _set_against(sides[0].get(subject, []), sides[1].get(subject, []), told)
    return told


def _set_against(former: list[Fact], present: list[Fact], told: Revision) -> None:
    left = list(former)
    new = []
    for fact in present:
        alike = next((n for n, f in enumerate(left) if _said(f) == _said(fact)), None)
        if alike is None:
            new.append(fact)
        else:
            del left[alike]
            told.same += 1
    pairs = min(len(left), len(new))
    told.changed += zip(left[:pairs], new[:pairs], strict=True)
    told.removed += left[pairs:]
    told.added += new[pairs:]


def _by_subject(facts: Sequence[Fact]) -> dict[tuple[str | None, ...], list[Fact]]:
    found: dict[tuple[str | None, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        where = fact.table or fact.section_key or fact.section
        found[fact.origin, where, fact.row_code, fact.row_name, fact.part_of, fact.column].append(fact)
    return found


def _said(fact: Fact) -> tuple[Decimal | str | None, str | None]:
    """What a fact says: its value and unit, or its words."""
    return fact.raw if fact.value is None else fact.value, fact.unit
