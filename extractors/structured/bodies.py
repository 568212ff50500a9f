"""The bodies a report lists by name: those inside the department, and the units whose accounts it holds.

A list is taken only where it is whole: as many names as the report says there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts import Fact
from extractors.listed import INNER, NUMBERED, UNITS, UNITS_BELOW, listed_names
from extractors.structured.select import Source
from extractors.text import fold, fold_width, squeeze

#: a clause after the names that names nothing
_NONE = re.compile(r"^(?:无|没有|其中)")


def bodies(source: Source, which: str) -> list[tuple[str, Fact]]:
    """Names of bodies, each with the statement that lists it: 内设机构 or 决算编制范围单位."""
    said = [fact for fact in source.section("bodies") if fact.column == "机构设置"]
    if which == "内设机构":
        return _first(said, INNER)
    return _first(said, UNITS) or _below(said)


def _first(said: list[Fact], pattern: re.Pattern[str]) -> list[tuple[str, Fact]]:
    for fact in said:
        printed = squeeze(fact.raw)
        if match := pattern.search(fold_width(printed)):
            names = [name for name in listed_names(printed[slice(*match.span("names"))]) if not _NONE.match(name)]
            return [(name, fact) for name in names] if len(names) == int(match["n"]) else []
    return []


def _below(said: list[Fact]) -> list[tuple[str, Fact]]:
    """Units on numbered lines of their own, below the sentence that announces them."""
    for i, fact in enumerate(said):
        if match := UNITS_BELOW.search(fold(fact.raw)):
            found = list(_numbered(said[i + 1 :]))
            stated = int(match["n"]) if match["n"] else len(found)
            return found if len(found) == stated else []
    return []


def _numbered(said: list[Fact]) -> Iterator[tuple[str, Fact]]:
    for fact in said:
        printed = squeeze(fact.raw)
        if not (match := NUMBERED.match(fold_width(printed))):
            return
        yield printed[match.end() :].rstrip("。；，"), fact
