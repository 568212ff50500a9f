"""What is meant where names stand beside one another: projects, rates and 科目 that only tell what another one is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.text import name_key
from extractors.vocabulary import standard_names
from rag.holdings.lookup import FactIndex, Subject
from rag.holdings.project_names import named_projects
from rag.language.asking import blanked
from rag.language.query import Query

#: what the department itself is called, as the head of its bodies
_OWNER = re.compile("[局委厅办]?(?:机关|本级|本部)")
#: that several projects are named
_PROJECTS = re.compile("[两二三四几]个项目(?!支出)")
#: the name of an indicator of so many characters is said of nothing else
_INDICATOR = 5


def drop_projects_named_otherwise(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """A project whose name only resembles a 科目 or item that the question names in full is not asked about."""
    coded = {s for s in query.subjects if any(f.row_code for i in indexes for f in i.by_key.get(s.key, ()))}
    known = [s for s in query.subjects if s in coded or s.code or s.key in standard_names()]
    known += [s for s in query.subjects if s.measure is not None and not s.measure.unit and not s.generic]
    known += [s for s in query.subjects if _is_indicator(s, indexes)]
    spans = [(s.start, s.end) for s in known]
    # 甲和乙两个项目: so it says itself that these are names of projects
    if not query.projects or not spans or (len(query.projects) > 1 and _PROJECTS.search(text)):
        return
    left = named_projects(blanked(text, spans), {k: p for i in indexes for k, p in i.projects.items()})
    query.projects = [p for p in query.projects if p in left or name_key(p) in name_key(text)]
    query.project = next(iter(query.projects), None)


def _is_indicator(subject: Subject, indexes: Sequence[FactIndex]) -> bool:
    """Whether a subject is an indicator of a form that the question names in full, and no project."""
    full = subject.measure is None and name_key(subject.text) == subject.key and len(subject.key) >= _INDICATOR
    return full and any(subject.key in i.annex_names and subject.key not in i.projects for i in indexes)


def rate_beside(query: Query, indexes: Sequence[FactIndex]) -> None:
    """A rate of execution beside a project is that project's, not an indicator of the department, unless it has one.

    Beside a measure of money it is the rate of that.
    """
    project = name_key(query.project or "")
    money = [s for s in query.subjects if s.measure is not None and not s.measure.unit and not s.generic]
    rates = [
        s
        for s in query.subjects
        if s.key.endswith(("执行率", "完成率")) and s.key in {"预算执行率", "执行率", "预算完成率"}
    ]
    if money and not project and "完成比例" in query.columns:
        query.subjects = [s for s in query.subjects if s not in rates]
    for rate in rates if project else ():
        if not any(name_key(f.part_of or "") == project for i in indexes for f in i.by_key.get(rate.key, ())):
            query.subjects = [s for s in query.subjects if s is not rate]


def without_owners(subjects: Sequence[Subject], text: str) -> list[Subject]:
    """The subjects without a name for the department itself before what is asked of it (局机关的运行经费)."""
    kept = list(subjects)
    for one, other in pairwise(subjects):
        owns = one.measure is None and _OWNER.fullmatch(one.text) and other.measure is not None
        if owns and text[one.end : other.start] in {"", "的"}:
            kept.remove(one)
    return kept


def without_paths(subjects: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """The subjects without a 科目 that runs into one below or above it (大气污染防治): the lower one is meant."""
    kept = list(subjects)
    for one, other in pairwise(subjects):
        if one.end != other.start or one.measure or other.measure:
            continue
        codes = [
            {f.row_code for i in indexes for f in i.by_key.get(s.key, ()) if f.row_code and f.table != "GK06"}
            for s in (one, other)
        ]
        for outer, below, above in ((other, codes[0], codes[1]), (one, codes[1], codes[0])):
            if outer in kept and any(b != a and b.startswith(a) for b in below for a in above):
                kept.remove(outer)
                break
    return kept
