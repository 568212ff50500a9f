"""The type of patterns in vocabulary files: one expression, or a list of alternatives."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from extractors.vocabulary.units import unit_words

#: what no text matches
_NOTHING = "(?!)"
#: the name of a set of units in braces, which no quantifier has: 几{beside_money}
_SET = re.compile(r"\{([a-z_]+)\}")


def _joined(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = "|".join(value) or _NOTHING
    return _SET.sub(_of_units, value) if isinstance(value, str) else value


def _of_units(match: re.Match[str]) -> str:
    try:
        return unit_words().set_pattern(match.group(1))
    except KeyError:
        raise ValueError(f"no such set of units: {match.group(1)}") from None


#: a regular expression; in a file it may be written as a list, each entry one or more alternatives, and may name a set
#: of units in braces
Words = Annotated[re.Pattern[str], BeforeValidator(_joined)]
