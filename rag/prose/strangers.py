"""Bodies that a question names before anything else and that no report at hand is of, nor even speaks of.

The directory knows the names of departments by the words that they are made of; a town, a museum or a hospital of
another place has none of these, and its question is none to the department that happens to be at hand.
"""

from __future__ import annotations

import re

from extractors.text import fold, squeeze
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.desk import Desk

#: what the name of a town has in a question and may lack in a report
_OFFICE = re.compile(r"(?:人民政府|政府|办事处|党委|党工委)$|(?<=街道)办$")
#: the table that a row is asked of, before its name
_IN_TABLE = re.compile(r"^.*表[里中上内]?的?")


def stranger_in(question: str, desk: Desk) -> str | None:
    """The name of such a body; None where a report prints it, or the question names none."""
    match = understanding_words().stranger.search(fold(question))
    if match is None:
        return None
    name = match.group("town") or match.group("body") or match.group("place")
    if desk.is_large and not match.group("town"):
        return None  # to look into every report takes long, and one of them may well have such a word
    core = _OFFICE.sub("", _IN_TABLE.sub("", name))
    printed = not desk.is_large and any(core in squeeze(fold(desk.load_source(d))) for d in desk.reports)
    return None if printed or any(core in fold(r.department or "") for r in desk.reports.values()) else name
