"""The type of patterns in vocabulary files: one expression, or a list of alternatives."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

#: what no text matches
_NOTHING = "(?!)"


def _joined(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "|".join(value) or _NOTHING
    return value


#: a regular expression; in a file it may be written as a list, each entry one or more alternatives
Words = Annotated[re.Pattern[str], BeforeValidator(_joined)]
