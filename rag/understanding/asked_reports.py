"""Which reports a question is about: those it names, all of a scope, all but some, one held against all others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.directory import Directory, ReportLike
from rag.holdings.lookup import FactIndex
from rag.holdings.project_names import named_projects
from rag.holdings.short_names import abbreviates, is_in_order
from rag.language.asking import blanked
from rag.language.names import Mention, Named, years_in
from rag.language.query import Query
from rag.language.scope import (
    against_all_others,
    asks_place,
    fill_years,
    first_named,
    held_against,
    in_scope,
    is_part_of_all,
    left_out_in,
    own_years,
    scope_in,
)
from rag.understanding.own_name import own_kind_span, own_spans
from rag.understanding.question_reading import Reading
from rag.understanding.topic import longest_run

#: what a question begins with before it names a department, and levels of government
_LED, _LEVELS = (
    re.compile("^(?:[倒反]?推(?:算|一下|下)*|[倒反]?算(?:一下|下)?|[查看](?:一下|下))"),
    "省市区县旗州盟镇乡",
)
#: a body that a report prints is known by a name of so many characters
_OWN_BODY = 4
#: the last characters of its name, which say what kind of body it is
_KIND = 2
#: the year of the report is spoken of behind another one
_THIS_YEAR = re.compile(r"\d年[^，,]{2,}[，,].*(?:今年|本年|当年)")


def find_reports(reading: Reading) -> None:
    """The departments and years that a question names, and the reports that these come to."""
    query, named, text = reading.query, reading.named, reading.bare
    _drop_compared_years(named, text)
    named.years = fill_years(text, named)
    _mean_this_year(reading)
    named.unknown = [u for u in named.unknown if not _LEFT_OUT.match(u)]
    query.years, query.unknown = list(named.years), list(named.unknown)
    query.scope = scope_in(blanked(text, [*((m.start, m.end) for m in named.mentions), *named.year_spans]))
    _mean_the_things(reading)
    choose_reports(query, named, reading.holdings.reports, reading.holdings.directory)
    reports = reading.holdings.reports
    only = query.doc_ids or ([r.doc_id for r in reports] if len(reports) == 1 else [])
    if query.unknown and not query.doc_ids and (called := _called_short(query.unknown, reports)):
        of_year = [r.doc_id for r in called if not named.years or r.year in named.years]
        query.doc_ids, query.unknown, named.unknown = of_year or [r.doc_id for r in called], [], []
    if query.unknown and len(only) == 1:
        # a body that the one report prints (一个所属中心), or a project has in its name, is no department of its own
        index = reading.holdings.index_of(only[0])
        whose = next((r.department or "" for r in reports if r.doc_id == only[0]), "")
        query.unknown = [
            u for u in query.unknown if not _prints(index, u, whose) and not _is_of_project(index, text, u)
        ]
        if not query.unknown:
            query.doc_ids, named.unknown = only, []
    own = own_spans(text, named.mentions, reading.holdings.reports)
    if not named.mentions and len(only) == 1:
        department = next((r.department or "" for r in reports if r.doc_id == only[0]), "")
        own += [span] if (span := own_kind_span(text, department)) is not None else []
    reading.blank([*((m.start, m.end) for m in named.mentions), *own])


#: words that leave something out, which begin no name (除了局本级)
_LEFT_OUT = re.compile("除了|除去|除开|不算|不含|去掉")


def _called_short(unknown: Sequence[str], reports: Collection[ReportLike]) -> list[ReportLike]:
    """The reports of the one department that a name calls by some of its characters in order (宁夏节水局).

    With only one report in the library the name may begin within that of the department (旗农牧局).
    """
    if len(unknown) != 1:
        return []
    name = name_key(_LED.sub("", unknown[0]))
    alone = len(reports) == 1
    found = [r for r in reports if r.department and _shortens(name, name_key(r.department), alone)]
    return found if len({r.department for r in found}) == 1 else []


def _shortens(name: str, department: str, alone: bool) -> bool:
    if len(name) < _OWN_BODY or name[-1] != department[-1] or not is_in_order(name, department):
        return False
    return name[:_KIND] == department[:_KIND] or (alone and name[0] in _LEVELS and name[1:] in department)


def _mean_the_things(reading: Reading) -> None:
    """建成几个示范乡镇: where the only report is of another level, its own towns are counted and no departments."""
    query, reports = reading.query, list(reading.holdings.reports)
    elsewhere = len(reports) == 1 and query.scope.level is not None and not in_scope(query.scope, reports)
    if elsewhere and not across_words().bodies_of.search(reading.bare):
        query.scope = query.scope.model_copy(update={"level": None, "every": False})


def _prints(index: FactIndex, body: str, department: str) -> bool:
    """Whether a report has a row or a chapter that is called as a body is, behind the place of its department."""
    key, own = name_key(body), name_key(department)
    place = next((key[:n] for n in range(len(key) - _OWN_BODY, 1, -1) if key[:n] in own), "")
    if len(key) < _OWN_BODY:
        return False
    rows = [*index.by_key, *(name_key(f.row_name) for facts in index.plain.tables.values() for f in facts)]
    # 综合执法支队 of 综合行政执法支队: a name shortened inside is that of the one body whose kind it ends in
    short = {row for row in rows if row.endswith(key[-_KIND:]) and abbreviates(key, row)}
    if key[:_KIND] in own:
        # 临江一中 of 临江区第一中学
        short |= {r for r in rows if key[:_KIND] in r and key[-1] in r[-_KIND:] and is_in_order(key, r)}
    whole = {row for row in short if not any(row != other and row.endswith(other) for other in short)}
    bare = key.removeprefix(place)
    inside = place and any(bare in name for name in (*rows, *(name_key(f.section) for f in index.facts)))
    return any(key in row for row in rows) or len(whole) == 1 or bool(inside)


def _mean_this_year(reading: Reading) -> None:
    """2024年没买车，今年怎么安排了18万: of one report alone, the year that is spoken of before is not asked."""
    years = {r.year for r in reading.holdings.reports}
    if len(years) == 1 and not years & set(reading.named.years) and _THIS_YEAR.search(reading.bare):
        reading.named.years = []


def _is_of_project(index: FactIndex, text: str, body: str) -> bool:
    """Whether a project that a question names has most of the name of a body in its own."""
    key = name_key(body)
    projects = named_projects(text, index.projects) if len(key) >= _OWN_BODY else []
    return any(2 * longest_run(name_key(p), key) > len(key) for p in projects)


#: behind a year from which money was carried over into the own one (从2024年结转过来)
_CARRIED_OVER = re.compile("度?结转(?:过来|下来|来|到今年|至今年)")


def _drop_compared_years(named: Named, text: str) -> None:
    """A year that this year's figure is compared with (比2022年多) is not the year asked about."""
    if len(named.year_spans) == 0:
        return
    words = understanding_words()
    means = words.means.search(text)
    compared = {
        text[a:b]
        for a, b in named.year_spans
        if (means is not None and means.start() <= a < means.end())
        or (
            (question_words().compared_year.search(text[:a]) or _CARRIED_OVER.match(text[b:]))
            # 2022年和2023年: two years side by side are both asked about
            and not any(0 < a - end <= 2 and not words.against.search(text[end:a]) for _, end in named.year_spans)
        )
    }
    kept = [y for y, span in years_in(text) if text[span[0] : span[1]] not in compared]
    if compared and (means is not None or not words.worked_back.search(text)):
        named.years = list(dict.fromkeys(kept))


def choose_reports(query: Query, named: Named, reports: Collection[ReportLike], directory: Directory) -> None:
    """Which reports a question is about: those named, of the year named; without a name, all or the only one."""
    _leave_out(query, named)
    years = {r.doc_id: r.year for r in reports}
    if query.scope.without:
        reports = [r for r in reports if r.doc_id not in query.scope.without]
    if "share" in question_words().operations_in(query.text):
        query.scope.part = first_named(named.mentions)
    _whole_regions(query, named, directory)
    query.scope.placed = bool(named.mentions) and asks_place(query.text, named, query.scope.every)
    every = query.scope.every or query.scope.placed or is_part_of_all(query.text, named.mentions)
    if every and not query.scope.region and named.mentions and _of_all(query, named, reports):
        return
    if query.scope.others and named.mentions:
        _add_all_others(query, named, reports)
        return
    named.unknown = [u for u in named.unknown if u != query.scope.province]
    if query.scope.narrows and not named.mentions and not named.unknown:
        reports = in_scope(query.scope, reports)
    query.fitting = [d for m in named.mentions for d in m.doc_ids]
    if named.mentions:
        _those_named(query, named, reports, years)
        return
    if named.unknown:
        return
    query.everywhere = len(reports) != 1
    query.unknown = named.unknown
    query.doc_ids = [r.doc_id for r in reports if not named.years or r.year in named.years]
    if not query.doc_ids:
        query.doc_ids = [r.doc_id for r in reports]


def _those_named(query: Query, named: Named, reports: Collection[ReportLike], years: Mapping[str, int | None]) -> None:
    """The reports of the departments named, of the years named where they have any; what is missing is told.

    ``years`` of all reports, for one that is left out may be named once more.
    """
    held: set[int | None] = set()
    for mention in named.mentions:
        ids = list(mention.doc_ids)
        of_year = [d for y in named.years for d in ids if years[d] == y]
        query.doc_ids += [d for d in (of_year or ids) if d not in query.doc_ids]
        all_asked = len(of_year) > 1 and len({years[d] for d in of_year}) == len(of_year) == len(named.years)
        held |= {years[d] for d in ids}
        whole = query.scope.region is not None
        query.ambiguous |= len(of_year or ids) > 1 and len(named.mentions) == 1 and not all_asked and not whole
    if len(named.mentions) > 1 and not held.isdisjoint(named.years):
        query.notes += _of_other_years(query, named, reports)
    if len(named.mentions) > 1:
        query.unknown += [f"{year}年度" for year in named.years if year not in held]


def _leave_out(query: Query, named: Named) -> None:
    """Departments that are named only to be left out are none that the question is about."""
    out = left_out_in(query.text, named.mentions)
    query.scope.without = list(dict.fromkeys(d for m in out for d in m.doc_ids))
    named.mentions = [m for m in named.mentions if m not in out]
    query.scope.against = held_against(query.text, named.mentions)
    query.scope.others = against_all_others(query.text, named)


def _add_all_others(query: Query, named: Named, reports: Collection[ReportLike]) -> None:
    """The departments named and all others of the year, against whose sum they are held."""
    own = {d for m in named.mentions for d in m.doc_ids}
    years: set[int | None] = {*named.years} or {r.year for r in reports if r.doc_id in own}
    query.doc_ids = [r.doc_id for r in reports if r.year in years]
    query.scope.against = [d for d in query.doc_ids if d not in own]
    query.everywhere = True


def _of_other_years(query: Query, named: Named, reports: Collection[ReportLike]) -> list[str]:
    """What to say of departments that have no report of the year that is asked about."""
    by_id = {r.doc_id: r for r in reports}
    told = []
    for mention in named.mentions:
        own = [by_id[d] for d in mention.doc_ids if d in query.doc_ids]
        if own and not any(r.year in named.years for r in own):
            years = "、".join(str(y) for y in named.years)
            told.append(f"库中没有{own[0].department}{years}年度的报告，这里用的是{own[0].year}年度的。")
    return list(dict.fromkeys(told))


def _whole_regions(query: Query, named: Named, directory: Directory) -> None:
    """榆岚市各部门, 榆岚市2023年各部门, 榆岚的几家: all departments of a region, its districts as well."""
    years = dict(named.year_spans) if len(named.mentions) == 1 else {}
    for n, mention in enumerate(named.mentions):
        behind = query.text[years.get(mention.end, mention.end) :]
        if not (query.scope.level or across_words().bodies_of.match(behind)):
            continue
        within = tuple(directory.in_places(directory.split(mention.text)))
        if within:
            named.mentions[n] = Mention(mention.start, mention.end, mention.text, within)
            query.scope.region = mention.text


def _of_all(query: Query, named: Named, reports: Collection[ReportLike]) -> bool:
    """All reports beside a department that is named: for its year (榆岚市按2021年), or for its share of all."""
    own = own_years(query.text, named, reports)
    if query.scope.placed:
        query.scope.part = first_named(named.mentions)
    share = bool(query.scope.part) and len({m.doc_ids for m in named.mentions}) == 1
    if not own and not share:
        return False
    departments = {r.department for r in reports if r.doc_id in own}
    others = [y for y in named.years if y not in own.values() or share]
    chosen = [r for r in in_scope(query.scope, reports) if r.department not in departments]
    if query.scope.placed and all(r.year in others for r in chosen if r.doc_id in query.scope.part):
        # of a year of which there is no other report, those of all years
        alone = not any(r.year in others and r.doc_id not in query.scope.part for r in chosen)
        others = [] if alone else others
    asked = {*own, *(r.doc_id for r in chosen if not others or r.year in others)}
    query.doc_ids = [r.doc_id for r in reports if r.doc_id in asked]
    query.scope.own_years = own
    query.everywhere = True
    return len(query.doc_ids) > 1
