"""A column of a table that a question names beside a row, told from a second subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.text import name_key
from extractors.vocabulary import TableForm, question_words, table_forms
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.lookup import FactIndex, Subject, near_subjects
from rag.holdings.short_names import abbreviates
from rag.language.query import Query
from rag.text.labels import PUBLIC
from rag.understanding.cells import cell_asked

#: what the columns of the table of 三公 have behind the names of what they are of
_WHOLE = re.compile("(?:小计|预算数合计|合计)$")
#: what stands right before the name of a column; so many characters at its end tell what kind of body it is
_CALLED = re.compile(r"(?P<name>[\u4e00-\u9fff]{3,15}[^的\W\d])(?:20\d\d年度?)?的?$")
_KIND = 2
#: what stands between a row and the one that it is asked to be a share of
_SHARE_OF = re.compile("的?(?:支出)?占(?:了|到)?(?:全部)?")
#: what joins rows that are named side by side
_JOINED = re.compile("[和与及、跟]|以及|还有|加上?")
#: what joins a row and the whole behind it (甲科目这一项，一般公共预算的…)
_OF = re.compile("(?:[这那]?一?(?:项|块|笔|个?科目))?[，,]?(?:的|它的|其|在)?")


def columns_among_subjects(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """A column of a table that is named beside a row is a column, not a second subject."""
    if {*query.tables} <= {*PUBLIC} and _of_unit(query, text, indexes):
        return
    forms = [table_forms()[t] for t in query.tables if t in table_forms()]
    if any(form.layout == "wide" for form in forms):
        return
    if len(forms) >= 2 and any(s.measure and not s.generic for s in query.subjects):
        return  # one measure in two tables: each has its own column for it
    compares = query.has("share", "difference", "ratio", "sum")
    if compares and (not forms or query.recompute or _of_two_columns(query.subjects, forms)):
        return
    if query.has("conflict") and question_words().in_prose.search(text):
        return  # 正文和支出决算表: the figure itself, in both places
    cell = cell_asked(text, query.tables, indexes)
    if cell is not None:
        rows = _joined_with(cell.row, query.subjects, text)
        query.table_column, query.subjects = cell.column, rows or [_within_whole(cell.row, query.subjects, text)]
    elif forms:
        _column_of_total(query, text, forms, indexes)


def _joined_with(row: Subject, subjects: Sequence[Subject], text: str) -> list[Subject]:
    """All the rows that are named side by side for one column (甲和乙的项目支出); empty where it is one alone."""
    rows = [s for s in subjects if s.measure is None]
    between = [text[a.end : b.start] for a, b in pairwise(rows)]
    joined = bool(between) and all(_JOINED.fullmatch(words) for words in between)
    joined |= len(rows) == 2 and bool(_SHARE_OF.fullmatch(between[0]))
    return rows if joined and any(r.key == row.key for r in rows) else []


def _of_unit(query: Query, text: str, indexes: Sequence[FactIndex]) -> bool:
    """Take a unit and a kind of 三公 for the cell of the table that lists the units (苗圃的公务用车购置费)."""
    rows = [s for s in query.subjects if s.measure is None]
    named = [s for s in query.subjects if s.measure is not None]
    kinds = [s.measure for s in named if s.measure is not None]
    unit = _unit_before(text[: named[0].start], indexes) if named else None
    if unit is not None and all(unit.start <= r.start and r.end <= unit.end for r in rows):
        rows = [unit]  # 体育学校: 体育 is a part of its name, and no account
    if len(rows) != 1 or len(kinds) != 1 or query.has("share", "difference", "ratio", "sum", "conflict", "reason"):
        return False
    names = {name_key(n) for n in (kinds[0].name, *kinds[0].printed)}
    for fact in (f for index in indexes for f in index.by_key.get(rows[0].key, ()) if f.table in PUBLIC):
        if name_key(_WHOLE.sub("", fact.column)) in names and fact.row_name != "合计":
            query.tables, query.table_column, query.subjects = [fact.table or ""], fact.column, rows
            return True
    return False


def _unit_before(text: str, indexes: Sequence[FactIndex]) -> Subject | None:
    """The one unit of the table of 三公 whose name ends as a question calls it (执法支队公务用车运行费)."""
    said = _CALLED.search(text)
    if said is None:
        return None
    key = name_key(said["name"])
    facts = (f for index in indexes for f in index.facts if f.table in PUBLIC and f.row_name != "合计")
    found = {name_key(f.row_name) for f in facts}
    found = {k for k in found if k.endswith(key[-_KIND:]) and (k.endswith(key) or abbreviates(key, k))}
    return Subject(found.pop(), said["name"], *said.span("name")) if len(found) == 1 else None


def _within_whole(row: Subject, subjects: Sequence[Subject], text: str) -> Subject:
    """The row in the whole that a question names right before it (一般公共预算里防汛的项目支出), or right behind it
    (防汛的一般公共预算财政拨款项目支出)."""
    if row.within is not None:
        return row
    wholes = [s for s in subjects if s.measure is not None]
    before = (s for s in wholes if s.end < row.start and _leads_to(text[s.end : row.start]))
    behind = (s for s in wholes if s.start >= row.end and _OF.fullmatch(text[row.end : s.start]))
    return replace(row, within=next(before, None) or next(behind, None))


def _leads_to(words: str) -> bool:
    return bool(understanding_words().in_whole.fullmatch(words))


def _is_total_row(subject: Subject, tables: Sequence[str]) -> bool:
    """Whether a measure is a row of one of the tables, and no column (公用经费合计)."""
    cells = subject.measure.cells if subject.measure else ()
    return any(c[0] in tables and name_key(c[1]).startswith(subject.key) for c in cells)


def _of_two_columns(subjects: Sequence[Subject], forms: Sequence[TableForm]) -> bool:
    """Whether two columns are held against one another, each the measure of its name (项目支出是基本支出的几倍)."""
    columns = {name_key(c) for form in forms for c in form.column_names}
    return sum(s.measure is not None and s.key in columns for s in subjects) == len(subjects) > 1


def _column_of_total(query: Query, text: str, forms: Sequence[TableForm], indexes: Sequence[FactIndex]) -> None:
    """A column of a named table without a row is that of the row of its total."""
    columns = {name_key(c): c for form in forms for c in form.column_names}
    columns |= {name_key(c.removeprefix("本年支出")): c for form in forms for c in form.column_names}
    all_columns = [c for f in forms for c in (*f.columns, *(c for b in f.blocks for c in b.columns))]
    columns |= {k: c.name for c in all_columns if not (c.added and c.group) for k in c.leaf}
    named = [s for s in query.subjects if _column_key(s, columns) and not _is_total_row(s, query.tables)]
    if not query.subjects and (match := re.search("合计|总计", text)):
        query.subjects = [Subject(match.group(0), match.group(0), *match.span())]
        return
    if any(s not in named and _is_row(s, query.tables, indexes) for s in query.subjects):
        return
    if named and not _is_row(named[-1], query.tables, indexes):
        query.table_column = columns[_column_key(named[-1], columns)]
        rows = [s for s in near_subjects(text[: named[-1].start], indexes) if _is_row(s, query.tables, indexes)]
        query.subjects = rows or [Subject("合计", "合计", named[-1].start, named[-1].end)]


def _column_key(subject: Subject, columns: Mapping[str, str]) -> str:
    """The words by which a subject names one of the columns; empty where it names none."""
    return next((k for k in (subject.text, name_key(subject.name)) if k in columns), "")


def _is_row(subject: Subject, tables: Sequence[str], indexes: Sequence[FactIndex]) -> bool:
    facts = (f for index in indexes for f in index.by_key.get(subject.key, ()))
    return any(f.origin == "table" and (not tables or f.table in tables) for f in facts)
