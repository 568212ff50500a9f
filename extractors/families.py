"""Which template a report follows, and what of its tables was read by header words alone or not at all.

Tables are read by their words, whatever the template: an unseen one is read without new code. This tells whoever uses
the figures what they rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.facts import PLAIN_TABLE, Fact
from extractors.problems import Problem
from extractors.report import Report, Section
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import Family, families, table_forms

#: a report that is less like a template does not follow it
_LIKE = 0.9
_NUMBER = re.compile(r"公开\d{1,2}表")
_YEAR = re.compile(r"^20\d\d年度?")
_TABLE = re.compile(r"^附?表(?:[一二三四五六七八九十]{1,3}|\d{1,2})[：:、.]?")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、")


@dataclass(frozen=True, slots=True)
class Template:
    """The template of a report: its name (None: none that is known), the nearest one, and how like it is (0 to 1).

    ``differs``: the titles of statutory tables that the nearest template words otherwise or lacks. ``by_words``: tables
    of no known form, read by their own headings. ``unread``: tables of which something was not read.
    """

    name: str | None
    nearest: str | None
    like: float
    differs: tuple[str, ...]
    by_words: tuple[str, ...]
    unread: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "nearest": self.nearest,
            "like": round(self.like, 2),
            "differs": list(self.differs),
            "by_words": list(self.by_words),
            "unread": list(self.unread),
        }


def template_of(report: Report, facts: Iterable[Fact] = (), problems: Iterable[Problem] = ()) -> Template:
    """The template that a report follows; ``facts`` and ``problems`` tell what was read in which way."""
    printed = _titles(report.sections)
    numbered = any(_NUMBER.search(p.plain) for s in report.sections for t in s.tables for p in t.caption)
    listed = sum(bool(_ORDINAL.match(s.title)) for s in printed) * 2 > len(printed)
    known = [f for f in families() if f.kind == report.identity.kind]
    scored = [(_like(family, printed, numbered, listed), -n) for n, family in enumerate(known)]
    like, at = max(scored, default=(0.0, 0))
    nearest = known[-at] if scored and like > 0 else None
    forms = table_forms()
    unread = dict.fromkeys(forms[p.table].name if p.table in forms else p.table for p in problems)
    by_words = dict.fromkeys(f.table for f in facts if f.section_key == PLAIN_TABLE and f.table)
    return Template(
        nearest.name if nearest is not None and like >= _LIKE else None,
        nearest.name if nearest is not None else None,
        like,
        tuple(_differing(nearest, printed)) if nearest is not None else tuple(s.title for s in printed),
        tuple(by_words),
        tuple(unread),
    )


def _titles(sections: Sequence[Section]) -> list[Section]:
    """The sections of statutory tables in printed order, each table once."""
    found: dict[str, Section] = {}
    for section in sections:
        if section.level and section.key in table_forms():
            found.setdefault(section.key or "", section)
    return list(found.values())


def _title_key(title: str) -> str:
    return _YEAR.sub("", name_key(_TABLE.sub("", strip_ordinal(fold(title).rstrip(".")))))


def _like(family: Family, printed: Sequence[Section], numbered: bool, listed: bool) -> float:
    """How like a report is to a template: its titles and their order, and how its tables are numbered."""
    if not printed:
        return 0.0
    titles = {key: _title_key(title) for key, title in family.tables}
    same = sum(titles.get(s.key or "") == _title_key(s.title) for s in printed)
    order = SequenceMatcher(None, [key for key, _ in family.tables], [s.key for s in printed]).ratio()
    marks = [family.listed is listed, *([family.numbered is numbered] if family.numbered is not None else [])]
    return 0.6 * same / max(len(printed), len(titles)) + 0.3 * order + 0.1 * sum(marks) / len(marks)


def _differing(family: Family, printed: Sequence[Section]) -> Iterable[str]:
    titles = {key: _title_key(title) for key, title in family.tables}
    return (s.title for s in printed if titles.get(s.key or "") != _title_key(s.title))
