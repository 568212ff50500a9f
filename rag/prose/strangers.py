"""Bodies that a question names before anything else and that no report at hand is of, nor even speaks of.

The directory knows the names of departments by the words that they are made of; a town, a museum or a hospital of
another place has none of these, and its question is none to the department that happens to be at hand.
"""

from __future__ import annotations

import re

from extractors.text import fold, squeeze
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.holdings.short_names import is_in_order

#: what the name of a town has in a question and may lack in a report
_OFFICE = re.compile(r"(?:人民政府|政府|办事处|党委|党工委)$|(?<=街道)办$")
#: the last characters of a name, which say what kind of body it is
_KIND = 2
#: what stands between two names
_AND = re.compile("[和与跟及、]")
#: the year before a name, and what is left of one that only says what kind of body it is
_OF_YEAR = re.compile("^(?:[今去本当前上明]年度?|全年|20\\d\\d年度?)")
_KINDS_ALONE = {"街道", "镇", "乡", "镇里", "乡里", "街道里"}
#: the table that a row is asked of, before its name
_IN_TABLE = re.compile(r"^.*表[里中上内]?的?")


def _shortens(core: str, index: FactIndex) -> bool:
    """Whether a name leaves out some characters of that of a body which a report lists (情报研究所)."""
    rows = (key for key in index.by_key if key.endswith(core[-_KIND:]) and key != core)
    return len(core) > _KIND and any(is_in_order(core, row) for row in rows)


def stranger_in(question: str, desk: Desk) -> str | None:
    """The name of such a body; None where a report prints it, or the question names none."""
    match = understanding_words().stranger.search(fold(question))
    if match is None:
        return None
    name = match.group("town") or match.group("body") or match.group("place")
    if desk.is_large and not match.group("town"):
        return None  # to look into every report takes long, and one of them may well have such a word
    core = _OF_YEAR.sub("", _OFFICE.sub("", _IN_TABLE.sub("", name)))
    if core in _KINDS_ALONE:
        return None  # 今年街道的其他收入: the one at hand
    # 图书馆和博物馆 are two bodies, each of which may be printed
    parts = [p for p in _AND.split(core) if p] if all(map(body_words().unit.search, _AND.split(core))) else [core]
    return None if all(_is_told_of(part, desk) for part in parts) else name


def _is_told_of(core: str, desk: Desk) -> bool:
    """Whether a report prints a name, prints what it shortens, or is of the department that it calls."""
    printed = not desk.is_large and any(core in squeeze(fold(desk.load_source(d))) for d in desk.reports)
    printed = printed or (not desk.is_large and any(_shortens(core, desk.index(d)) for d in desk.reports))
    return printed or any(core in fold(r.department or "") for r in desk.reports.values())
