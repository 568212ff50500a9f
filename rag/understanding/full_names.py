"""Full names: the short forms in a question (城市低保), written out as the reports asked about print them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.text import name_key
from extractors.vocabulary import table_forms
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.lookup import FactIndex, Subject, find_subjects
from rag.language.asking import blanked, without_columns
from rag.language.query import Query
from rag.language.spelling import Slip
from rag.understanding.abbreviations import abbreviated, abbreviated_projects, begun_projects
from rag.understanding.question_reading import Holdings

#: in so many reports short forms of names are looked for
_MOST = 5
_NUMBER = re.compile(r"\d{2}")
#: so many characters behind a short form tell that it is the beginning of a longer name
_MORE = 2
#: where people live, before a name that has one for each; and the shortest long form that calls what is above them
_PART_OF_PLACES, _LONG_FORM = re.compile("(?:城市|城镇|农村|乡村)$"), 4
#: what stands before a name and is joined to it
_BEGINS = re.compile("(?P<name>[\u4e00-\u9fff]{2,6})[和与及跟、]$")


def in_full(query: Query, holdings: Holdings) -> list[Slip]:
    """The short forms of names in what a question asks of a few reports, with the names that these print."""
    if query.declined or len(query.doc_ids) > _MOST or query.wants.kinds[:1] in (["duty"], ["body"]):
        return []
    if len(query.rest) != len(query.text) or (holdings.census is not None and holdings.census.is_for(query.doc_ids)):
        return []
    indexes = [holdings.index_of(d) for d in query.doc_ids]
    taken = _named(query, indexes)
    # a class and group above an item are spelled out already
    printed = [s for s in find_subjects(query.rest, indexes) if name_key(s.text) == s.key]
    rest = blanked(query.rest, [(s.start, s.end) for s in (*taken, *printed)])
    found = abbreviated(without_columns(rest).replace("、", "|"), indexes)
    if taken or query.has("conflict"):
        # beside what is named otherwise, and where figures are held against each other, indicators are quoted
        found = [s for s in found if not any(s.key in i.annex_names for i in indexes)]
    # 甲管委会 is somebody who is asked about, and no row 甲新城管理委员会本级
    found = [s for s in found if not understanding_words().body_ending.search(s.key)]
    # 收入决算 is what came in, and no 政府性基金…收入支出决算表 that has a note of its own
    titles = {name_key(form.name) for form in table_forms().values()} | {t for i in indexes for t in i.titles}
    found = [s for s in found if s.key not in titles]
    found = [s for s in found if not _is_of_longer(query.rest, s, indexes)]
    # a number in the fuller name would be told without being evidence of anything
    found = [s for s in found if not _NUMBER.search(s.key)]
    project = name_key(query.project or "")
    if query.project is None:
        listed = {p for i in indexes for p in i.plain.projects}
        bare = without_columns(query.rest).replace("、", "|")
        called = abbreviated_projects(bare, listed) or begun_projects(bare, listed)
        found = [s for s in found if not any(c.start <= s.start and s.end <= c.end for c in called)] + called
    found += _beginnings_before(query.rest, found, indexes)
    found += _common_short(query, found, indexes)
    found += _amounts_in_full(query, indexes)
    known = {s.key for s in query.subjects} | {s.key for s in found if name_key(s.text) in project}
    known |= {s.key for s in found if project and project in s.key}  # the project itself, with more words
    found = sorted(found, key=lambda s: s.start)
    return [Slip(s.start, s.end, query.text[s.start : s.end], s.key) for s in found if s.key not in known]


def _is_of_longer(text: str, subject: Subject, indexes: Sequence[FactIndex]) -> bool:
    """Whether the words go on as a name that a report prints (文化市场 of 文化市场综合行政执法队)."""
    said = name_key(text[subject.start : subject.end + _MORE])
    if len(said) < subject.end - subject.start + _MORE:
        return False
    rows = (name_key(f.row_name) for i in indexes for facts in i.plain.tables.values() for f in facts)
    return any(said in k for i in indexes for k in i.by_key) or any(said in row for row in rows)


def _beginnings_before(text: str, found: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """Names of which only the beginning is said, before one with the same ending (城市和农村低保: both of 低保)."""
    more = []
    for subject in found:
        match = _BEGINS.search(text[: subject.start])
        for size in range(len(subject.text) - 2, 1, -1) if match is not None else ():
            begins = subject.text[:size]
            key = (match["name"][-size:] if match else "") + subject.key.removeprefix(begins)
            known = subject.key.startswith(begins) and any(key in i.by_key for i in indexes)
            if match is not None and known and len(match["name"]) >= size:
                more.append(Subject(key, match["name"][-size:], match.end("name") - size, match.end("name")))
                break
    return more


def _common_short(query: Query, found: Sequence[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """Words that are shortened everywhere (规上, 低保), where a report prints the long form in a name.

    What is a part of a longer short form (农村低保) is none, nor what stands behind a place that no name begins with.
    """
    more: list[Subject] = []
    for short, full in sorted(understanding_words().short_words.items(), key=lambda w: -len(w[0])):
        at = query.rest.find(short)
        end = at + len(short)
        if at < 0 or any(s.start < end and at < s.end for s in (*found, *more)):
            continue
        if _is_of_longer(query.rest, Subject(short, short, at, end), indexes):
            continue  # 低保标准: as a report prints it
        printed = {key for i in indexes for key in i.by_key if full in key}
        accounts = {k for k in printed if any(f.row_code for i in indexes for f in i.by_key[k])}
        if full in printed or (printed and not accounts):
            more.append(Subject(full, short, at, end))
        elif name := _one_account(full, accounts, indexes, query.rest[:at]):
            more.append(Subject(name, short, at, end))
    return more


#: an amount in a name, as people say it (20万以上的设备)
_AMOUNT_SAID = re.compile(r"(?<![\d.])\d{1,4}万(?=以[上下])")


def _amounts_in_full(query: Query, indexes: Sequence[FactIndex]) -> list[Subject]:
    """Amounts in names that a report prints with their unit: 单价20万元以上的设备."""
    found = []
    for match in _AMOUNT_SAID.finditer(query.rest):
        full = f"{match.group(0)}元"
        behind = query.rest[match.end() : match.end() + 2]
        if any(f"{full}{behind}" in key for i in indexes for key in i.by_key):
            found.append(Subject(full, match.group(0), *match.span()))
    return found


def _one_account(full: str, names: Collection[str], indexes: Sequence[FactIndex], before: str) -> str | None:
    """The one 科目 that has a long form in its name; of several the one above them, that is called by its beginning."""
    if _PART_OF_PLACES.search(before):
        return None  # 城市低保, where only that of the country is printed
    if len(names) == 1:
        return next(iter(names))
    above = {key for i in indexes for key in i.by_key if len(key) >= _LONG_FORM and full.startswith(key)}
    return max(above, key=len) if names and above else None


def _named(query: Query, indexes: Sequence[FactIndex]) -> list[Subject]:
    """What a question names by more than words of a longer name."""
    # 城市低保花了多少 is of a row of spending, and of no 城市低保标准 that has these words too
    spends = "money" in query.kinds or query.has("reason", "difference", "sum") or query.columns
    return [s for s in query.subjects if not s.generic and not (spends and _is_merely_like(s, indexes))]


def _is_merely_like(subject: Subject, indexes: Sequence[FactIndex]) -> bool:
    """Whether a subject has the words of a printed name in part, and that name is of no row of a table."""
    like = subject.measure is None and name_key(subject.text) != subject.key
    return like and not any(f.origin == "table" for i in indexes for f in i.by_key.get(subject.key, ()))
