"""Bodies that a report lists and counts: the statements that do so, and the names that stand in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: what stands between a count and the names: 内设机构4个，包括：…。 内设7个职能科室：…。
INNER = re.compile(
    r"内设[^。；：\d]{0,12}(?P<n>\d+)个[^。；：\d]{0,12}?(?:[,，]?(?:包括|分别是|分别为|即|具体是|具体为)：?|：)(?P<names>[^。；]+)"
)
UNITS = re.compile(
    r"[编汇][制报编]范围的[^。；：]*?单位[^。；：\d]{0,6}?(?P<n>\d+)[个家][^。；：]*：(?P<names>[^。；]+)"
)
UNITS_BELOW = re.compile(
    r"[编汇][制报编]范围的[^。；：]{0,60}?单位(?:[^。；：\d]{0,6}?(?P<n>\d{1,6})[个家])?[^。；：]{0,200}+：$"
)
#: the number of a line that names one body
NUMBERED = re.compile(r"^(?:(?P<n>\d{1,2})[.、．]|[(](?P<m>\d{1,2})[)])(?=\D)")


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
