"""Values that the cross-check links: another place of the report that states one quantity differently."""

from __future__ import annotations

from itertools import chain

from extractors.citation import Citation
from extractors.facts import Fact
from extractors.findings import Finding
from rag.holdings.desk import Desk


def conflicts_of(desk: Desk, fact: Fact) -> list[tuple[Finding, Fact]]:
    """The findings in which a fact is one of two values of one quantity, each with the fact of the other value.

    Differences that rounding explains are left out.
    """
    if fact.value is None:
        return []
    here = Citation.of(fact, "")
    found = []
    for finding in desk.findings(fact.doc_id):
        if not finding.conflict or finding.severity == "rounding":
            continue
        pair = finding.evidence[:2]
        mine = next((n for n, place in enumerate(pair) if _same(place, here)), None)
        other = fact_at(desk, pair[1 - mine]) if mine is not None and len(pair) == 2 else None
        if other is not None and other.value != fact.value:
            found.append((finding, other))
    return found


def linked(desk: Desk, fact: Fact) -> list[Fact]:
    """The other values that a report states for what a fact states, one of each value."""
    others = {other.value: other for _, other in conflicts_of(desk, fact)}
    return list(others.values())[:3]


def _same(one: Citation, other: Citation) -> bool:
    """Whether two citations are of one figure: one line, row and column, whatever the file is called."""
    keys = ("doc_id", "line", "page", "row", "column", "table", "quote")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def fact_at(desk: Desk, place: Citation) -> Fact | None:
    """The fact that stands at a place, in a table of no known form too; None where none does."""
    if place.doc_id not in desk.reports:
        return None
    index = desk.index(place.doc_id)
    facts = chain(index.facts, *index.plain.tables.values())
    return next((f for f in facts if f.line == place.line and _same(Citation.of(f, ""), place)), None)
