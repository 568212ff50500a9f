"""Compounds: two names side by side that a report prints as the name of one thing (货物采购授予中小企业合同)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.text import name_key
from rag.holdings.lookup import FactIndex, Subject
from rag.text.labels import LEVEL

#: words before a name that only tell how it hangs together with the one before
_LEADS = re.compile("^(授予|授给|发给|给予|给|对|向)")
#: how far apart the two names stand in the question, and how much longer the printed name may be than both
_APART, _LONGER = 2, 6
#: that there are so many of something
_THERE = {"实有", "现有", "实际有"}
_JOINS = re.compile("[和与及、，,占里中]")


def compounded(text: str, subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """The subjects, two that stand side by side as one where a report has a figure of exactly both."""
    kept = [s for s in subjects if not any(_qualifies(s, o) for o in subjects)]
    for first, second in pairwise(subjects):
        between = text[first.end : second.start]
        if first not in kept or first.generic or second.generic or len(between) > _APART or _JOINS.search(between):
            continue
        if key := min(_printed(first, second, indexes), key=len, default=None):
            at = kept.index(first)
            kept[at : at + 2] = [Subject(key, first.text + between + second.text, first.start, second.end)]
    return kept


def _qualifies(first: Subject, second: Subject) -> bool:
    """Whether a number of people only says of which people another one is asked (事业编制实有).

    Of things that are no people it says that they are there (实有几台车).
    """
    a, b = first.measure, second.measure
    if a and b and first.text in _THERE and first.end == second.start and b.unit and b.unit != "人":
        return True
    return bool(a and b and a.unit == b.unit == "人" and first.end == second.start and a.id != b.id)


def _printed(first: Subject, second: Subject, indexes: Sequence[FactIndex]) -> Iterator[str]:
    """The names that prose prints with both names in them and little else."""
    a, b = (name_key(_LEADS.sub("", s.text)) for s in (first, second))
    if min(len(a), len(b)) < 2 or a in b or b in a:
        return
    known = {first.key, second.key}
    for index in indexes:
        for key, facts in index.by_key.items():
            if a not in key or b not in key or key in known or len(key) > len(a) + len(b) + _LONGER:
                continue
            if any(f.origin == "prose" and f.value is not None and not LEVEL.search(f.row_name) for f in facts):
                yield key
