"""Bodies that a report lists and counts: the statements that do so, and the names that stand in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.vocabulary.bodies import body_words

#: what stands between a count and the names: 内设机构4个，包括：…。 内设7个职能科室：…。
INNER = re.compile(
    r"(?:内设|(?:局|委|厅|办|部门|本级)机关设)[^。；：\d]{0,12}(?P<n>\d+)个[^。；：\d]{0,12}?(?:[,，]?(?:包括|分别是|分别为|即|具体是|具体为)：?|：)(?P<names>[^。；]+)"
)
UNITS = re.compile(
    r"[编汇][制报编]范围的[^。；：]*?单位[^。；：\d]{0,6}?(?P<n>\d+)[个家][^。；：]*：(?P<names>[^。；]+)"
)
UNITS_BELOW = re.compile(
    r"[编汇][制报编]范围的[^。；：]{0,60}?单位(?:[^。；：\d]{0,6}?(?P<n>\d{1,6})[个家])?[^。；：]{0,200}+：$"
)
#: the number of a line that names one body
NUMBERED = re.compile(r"^(?:(?P<n>\d{1,2})[.、．]|[(](?P<m>\d{1,2})[)])(?=\D)")


def bodies_among(rows: Sequence[tuple[str, Decimal | None]]) -> set[int]:
    """Which rows of a list of projects are the bodies that carry them out, by their names and their amounts in order.

    A body has the money of the projects below it; where every row is called as bodies are, all of them are.
    """
    called = {n for n, (name, _) in enumerate(rows) if body_words().unit.search(name)}
    if len(called) == len(rows) > 1:
        return called
    return {n for n in called if _heads(rows, n, called)}


def _heads(rows: Sequence[tuple[str, Decimal | None]], at: int, called: set[int]) -> bool:
    whole, total = rows[at][1], Decimal(0)
    if not whole:
        return False
    for n in range(at + 1, len(rows)):
        if n in called and total == 0:
            return False
        total += rows[n][1] or Decimal(0)
        if total >= whole:
            return total == whole
    return False


def listed_names(names: str) -> Iterator[str]:
    """Names divided by 、 or ， outside brackets, as printed."""
    depth, name = 0, ""
    for char in names:
        depth += (char in "(（《") - (char in ")）》")
        if char in "、，," and depth == 0:
            yield name
            name = ""
        else:
            name += char
    if name:
        yield name
