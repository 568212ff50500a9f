"""Siblings: what stands beside what was asked about, by a part of its name (人员经费多少, 公用呢)."""

from __future__ import annotations

from extractors.text import name_key
from extractors.vocabulary import Measure, measures
from rag.holdings.lookup import FactIndex, Subject, level_of

#: words shorter than this, or longer, are no part of a name left out
_LEAST, _MOST = 2, 8


def sibling(words: str, before: Subject, index: FactIndex) -> Subject | None:
    """The one thing beside ``before`` whose name holds some words; None where there is none, or more than one."""
    key = name_key(words)
    if not _LEAST <= len(key) <= _MOST or key in before.key:
        return None
    found = _measures(key, before.measure) if before.measure is not None else _rows(key, before, index)
    first = [s for s in found if s.key.startswith(key)]
    chosen = first or found
    return chosen[0] if len(chosen) == 1 else None


def _measures(key: str, before: Measure) -> list[Subject]:
    """The measures that are parts of the same whole, and the parts of the one asked about."""
    wholes = {before.id, *([before.part_of] if before.part_of else [])}
    beside = [m for m in measures().values() if m.part_of in wholes and m.id != before.id]
    return [Subject.of(m) for m in beside if any(key in name_key(n) for n in (m.name, *m.printed))]


def _in_prose(key: str, before: Subject, index: FactIndex) -> list[Subject]:
    """The rows that the same section of the statement lists with the same column, where no table is read."""
    places = {(f.section, f.column, level_of(f)) for f in index.by_key.get(before.key, ()) if f.origin == "prose"}
    beside = [f for f in index.facts if f.origin == "prose" and (f.section, f.column, level_of(f)) in places]
    names = {name_key(f.row_name): f.row_name for f in beside}
    return [Subject(k, name, 0, 0) for k, name in names.items() if key in k and k != before.key]


def _rows(key: str, before: Subject, index: FactIndex) -> list[Subject]:
    """The rows of the same table and level, each name once."""
    facts = index.by_key.get(before.key, ())
    own = [f for f in facts if f.origin == "table"]
    if not own:
        return _in_prose(key, before, index)
    tables = {(f.table, level_of(f), len(f.row_code or "")) for f in own}
    names = {
        name_key(f.row_name): f.row_name
        for table in {f.table for f in own if f.table}
        for f in index.cells(table)
        if (f.table, level_of(f), len(f.row_code or "")) in tables
    }
    return [Subject(k, name, 0, 0) for k, name in names.items() if key in k and k != before.key]
