"""Understanding: a question in Chinese becomes a Query over reports, subjects, columns and one operation."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from extractors.text import fold, name_key
from extractors.vocabulary import TableForm, measures, question_words, standard_names, table_forms
from extractors.vocabulary.across import across_words
from extractors.vocabulary.wants import want_words
from rag.carried import carried_of_kind
from rag.cells import cell_asked
from rag.census import Census
from rag.claims import claim_in
from rag.comparison import Comparison, comparison_in
from rag.compounds import compounded
from rag.glossary import term_in
from rag.lookup import FactIndex, Subject, find_subjects, near_subjects
from rag.manner import manner_in
from rag.names import Directory, Mention, Named, ReportLike, find_named, years_in
from rag.nesting import left_over, nested
from rag.own_name import own_spans
from rag.plain_asked import cells_asked
from rag.project_names import named_projects
from rag.qualifiers import qualified, spent_on, unknown_compound
from rag.query import Query
from rag.scope import fill_years, first_named, in_scope, own_years, scope_in
from rag.shape import shape_of, without_prior
from rag.spelling import Slip, corrected, slips
from rag.things import adds_up, carried_over_of_fund, count_things
from rag.titles import tables_named
from rag.wants import wants_of


def parse(
    question: str,
    reports: Collection[ReportLike],
    index_of: Any,
    directory: Directory | None = None,
    named: Named | None = None,
    census: Census | None = None,
) -> Query:
    """Understand one question. ``index_of(doc_id)`` gives the FactIndex of a report.

    ``directory`` has the names of the departments, where it is known already, and ``named`` what the question names of
    it. What many reports print is looked up in the ``census``, where there is one.
    """
    text = question_words().trailing.sub("", question_words().in_common_forms(fold(question)))
    directory = directory or Directory(reports)
    named = named or find_named(question, directory)
    _drop_compared_years(named, text)
    words = question_words()
    named.years = fill_years(text, named)
    query = Query(text=text, years=named.years, unknown=named.unknown)
    query.scope = scope_in(_mask(text, [*((m.start, m.end) for m in named.mentions), *named.year_spans]))
    _choose_reports(query, named, reports, directory)
    rests = own_spans(text, named.mentions, reports)
    masked = _mask(text, [*((m.start, m.end) for m in named.mentions), *rests])
    if census is not None and not census.is_for(query.doc_ids):
        census = None
    indexes = census.indexes_for(masked) if census else [index_of(d) for d in query.doc_ids]
    query.slips = _slips(_mask(masked, named.year_spans), indexes)
    masked, text = corrected(masked, query.slips), corrected(text, query.slips)
    if census and query.slips:
        indexes = census.indexes_for(masked)
    masked = _mask(masked, [m.span() for m in words.polite.finditer(masked)])
    query.text = text
    query.tables, spans, title = tables_named(masked, indexes)
    masked = _mask(masked, spans)
    query.plain = cells_asked(masked, title, indexes)
    query.projects = named_projects(masked, {k: p for i in indexes for k, p in i.projects.items()})
    query.project = next(iter(query.projects), None)
    without_years = _mask(masked, named.year_spans)
    query.rest = without_years
    query.sections, without_sections = _sections(without_years)
    query.subjects = find_subjects(without_sections, indexes)
    _drop_projects_named_otherwise(query, masked, indexes)
    query.operations = words.operations_in(without_years)
    query.tallies = words.tallies_in(without_years) if query.has("conflict", "sum") else []
    query.columns = question_words().columns_in(without_years)
    _shape(query, text)
    if not carried_of_kind(query, indexes):
        columns_among_subjects(query, without_sections, indexes)
    _narrow(query, index_of, census)
    if not query.subjects or all(s.generic for s in query.subjects):
        if census is None or not census.is_for(query.doc_ids):
            indexes = [index_of(d) for d in query.doc_ids]
        query.subjects = near_subjects(_without_columns(without_sections), indexes[:20]) or query.subjects
        _narrow(query, index_of, census)
    _longer_names(query, without_sections, indexes)
    _names_with_years(query, named, masked, indexes)
    _rate_of_project(query, indexes)
    own = [
        (s.start, s.end) for s in query.subjects if s.measure is None and any(s.key in i.annex_names for i in indexes)
    ]
    query.columns = words.columns_in(_mask(without_years, own)) if own else query.columns
    if {"增减幅", "完成比例", "较年初预算增减幅"} & set(query.columns) and not words.portion.search(without_years):
        query.operations = [o for o in query.operations if o != "share"]
    if not query.subjects:
        _default_subject(query)
    if query.subjects or query.has("per_head"):
        query.subjects = spent_on(without_sections, query.subjects, indexes[:20]) or query.subjects
    _qualify(query, without_sections, indexes)
    query.subjects, query.left_over = left_over(without_sections, query.subjects)
    query.subjects = nested(without_sections, query.subjects, bool(query.tables))
    query.subjects = compounded(without_sections, query.subjects, indexes[:20])
    carried_over_of_fund(query)
    if adds_up(without_sections, query.subjects):
        query.operations = list(dict.fromkeys([*query.operations, "sum"]))
    query.kinds = [kind for kind, pattern in words.unit_asked.items() if pattern.search(masked)]
    count_things(query, masked)
    # 率 in the name of an indicator asks for none
    forms = [
        (s.start, s.end) for s in query.subjects if s.measure is None and any(s.key in i.annex_names for i in indexes)
    ]
    query.asks_figure = bool(words.figure_asked.search(_mask(masked, forms)))
    query.asks_text = bool(words.text_asked.search(masked)) and not query.asks_figure
    # words off the topic inside a name that is asked about (彩票公益金) are none
    names = [(s.start, s.end) for s in query.subjects if not s.generic]
    query.declined = want_words().declined(
        _mask(without_years, names), lambda word: any(word in key for i in indexes[:20] for key in i.by_key)
    )
    words_wanted(query, indexes)
    query.claim = claim_in(without_years)
    query.manner = manner_in(text)
    return query


def _drop_projects_named_otherwise(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """A project whose name only resembles a 科目 or item that the question names in full is not asked about."""
    coded = {s for s in query.subjects if any(f.row_code for i in indexes for f in i.by_key.get(s.key, ()))}
    spans = [(s.start, s.end) for s in query.subjects if s in coded or s.code or s.key in standard_names()]
    if not query.projects or not spans:
        return
    left = named_projects(_mask(text, spans), {k: p for i in indexes for k, p in i.projects.items()})
    query.projects = [p for p in query.projects if p in left or name_key(p) in name_key(text)]
    query.project = next(iter(query.projects), None)


def _rate_of_project(query: Query, indexes: Sequence[FactIndex]) -> None:
    """A rate of execution beside a project is that project's, not an indicator of the department, unless it has one."""
    project = name_key(query.project or "")
    rates = [
        s
        for s in query.subjects
        if s.key.endswith(("执行率", "完成率")) and s.key in {"预算执行率", "执行率", "预算完成率"}
    ]
    for rate in rates if project else ():
        if not any(name_key(f.part_of or "") == project for i in indexes for f in i.by_key.get(rate.key, ())):
            query.subjects = [s for s in query.subjects if s is not rate]


def _qualify(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """Measures with the words beside them that name something more particular: what a report prints, or nothing."""
    words = question_words()
    if query.table_column is not None:
        return  # a row of a table is called what it is called
    columns = [span for span, _ in words.column_spans(text)]
    asking = [m.span() for m in words.asking.finditer(text)]
    bare = _mask(text, [*columns, *asking, *((s.start, s.end) for s in query.subjects)])
    bare = across_words().every.sub(lambda m: "|" * len(m.group(0)), bare)
    bare = re.sub("|".join(map(re.escape, words.ignored)), lambda m: "|" * len(m.group(0)), bare)
    query.subjects = [q for s in query.subjects for q in qualified(bare, s, indexes)]
    if len(query.subjects) == 1 and (name := unknown_compound(bare, query.subjects[0])):
        only = query.subjects[0]
        query.subjects = [Subject(name_key(name), name, only.start - len(name) + 2, only.end)]


def _slips(text: str, indexes: Sequence[FactIndex]) -> list[Slip]:
    """The slips of the pen in what a question asks, its departments and years left out."""
    return slips(text, find_subjects(text, indexes), indexes)


def words_wanted(query: Query, indexes: Sequence[FactIndex], money: bool = False) -> None:
    """Which words of the report are asked for; the kinds that other engines must know of are operations too.

    ``money``: the subjects are known to be amounts of money, whatever they are called.
    """
    subjects = [s for s in query.subjects if not s.generic]
    projects = {name_key(p) for p in query.projects}
    indicators = [s for s in subjects if s.key not in projects]
    traits = {
        "money": money
        or any((s.measure is not None and not s.measure.unit) or s.key in standard_names() for s in subjects),
        "project": query.project is not None,
        "table": bool(query.tables),
        "indicator": any(s.measure is None and s.key in i.annex_names for s in indicators for i in indexes),
        "figure": query.asks_figure,
        "term": len(indexes) == 1 and term_in(query.rest, subjects, indexes[0]) is not None,
    }
    query.wants = wants_of(query.rest, [name for name, shown in traits.items() if shown])
    named = ("reason", "definition", "use")
    takes_for_granted = query.wants.premise is not None and not query.wants.kinds and not query.wants.yes_no
    if takes_for_granted and query.asks_text and not query.operations and len(query.doc_ids) == 1:
        query.wants.kinds = ["reason"]  # 少了一大截，列了哪几笔没有了的钱: words on a change are its reason
    query.operations = [o for o in query.operations if o not in named]
    query.operations += [k for k in query.wants.kinds if k in named]


def want(query: Query, departments: int) -> Comparison:
    """What a query wants of several reports, by its words and operations; ``departments`` is of how many it asks."""
    wanted = comparison_in(query.rest, query.subjects, query.operations, query.columns, departments == 2)
    wanted.asks_who |= query.asks_who and wanted.task == "rank"
    return wanted


def subjects_in(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """What a part of a question speaks of; a number of things asked in it is a measure of its own."""
    part = Query(text=text, subjects=find_subjects(text, indexes))
    count_things(part, text)
    return part.subjects


def _without_columns(text: str) -> str:
    """The question without the words that ask for a column."""
    for column in question_words().columns:
        text = column.words.sub(lambda m: "|" * len(m.group(0)), text)
    return text


def _longer_names(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """An indicator named after a measure (“三公经费”变动率) is meant where the question goes on so."""
    for near in near_subjects(text, indexes[:20], annex=True):
        inside = [
            s for s in query.subjects if near.start <= s.start and s.end <= near.end and len(s.text) < len(near.text)
        ]
        if inside:
            query.subjects = [
                near if s is inside[0] else s for s in query.subjects if s is inside[0] or s not in inside
            ]


def _names_with_years(query: Query, named: Named, text: str, indexes: Sequence[FactIndex]) -> None:
    """A year that belongs to a printed name (2020、2021新建5G基站) is not the year of the report."""
    if not named.years or not any(i.by_key for i in indexes):
        return
    without = _mask(text, named.year_spans)
    for subject in [*near_subjects(text, indexes[:20]), *near_subjects(without, indexes[:20], annex=True)]:
        if any(str(y) in subject.key for y in named.years) and len(re.sub(r"[\d年度]", "", subject.text)) >= 3:
            query.years = [y for y in query.years if str(y) not in subject.key]
            query.subjects = query.subjects or [subject]
    if query.years and len(indexes) == 1 and len(named.years) > 1:
        _named_by_years(query, named.years, without, indexes[0])


def _named_by_years(query: Query, years: Sequence[int], text: str, index: FactIndex) -> None:
    """An indicator whose name has all the years asked about, and most of what it is called in the question."""
    for key in sorted(index.annex_names):
        if not all(str(y) in key for y in years):
            continue
        bare = re.sub(r"\d{4}年?度?", "", key)
        pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
        if len(pairs) >= 2 and 2 * sum(p in text for p in pairs) >= len(pairs):
            query.years, query.subjects = [], [Subject(key, key, 0, 0)]
            return


def _drop_compared_years(named: Named, text: str) -> None:
    """A year that this year's figure is compared with (比2022年多) is not the year asked about."""
    if len(named.year_spans) == 0:
        return
    compared = {
        text[a:b]
        for a, b in named.year_spans
        if question_words().compared_year.search(text[:a])
        # 2022年和2023年: two years side by side are both asked about
        and not any(0 < a - end <= 2 and not re.search("比|较", text[end:a]) for _, end in named.year_spans)
    }
    kept = [y for y, span in years_in(text) if text[span[0] : span[1]] not in compared]
    if compared and not re.search(r"推|倒算|反算", text):
        named.years = list(dict.fromkeys(kept))


def _narrow(query: Query, index_of: Any, census: Census | None) -> None:
    """A question that names no department but a name that only some reports print is about these."""
    over_all = query.scope.every or query.scope.narrows or query.has("rank")
    if not query.everywhere or over_all or any(s.measure for s in query.subjects):
        return
    if not query.subjects and not query.project:
        return
    keys = [s.key for s in query.subjects]
    if census is not None and census.is_for(query.doc_ids):
        labels = census.labels([*keys, *([name_key(query.project)] if query.project else [])])
        having = census.having(labels, query.doc_ids)
    else:
        indexes = {d: index_of(d) for d in query.doc_ids}
        having = [
            d
            for d, i in indexes.items()
            if any(key in i.by_key for key in keys) or query.project in i.projects.values()
        ]
    if having and len(having) < len(query.doc_ids):
        query.doc_ids = having


def _default_subject(query: Query) -> None:
    """A column without a subject speaks of the measure that the vocabulary gives it."""
    defaults = question_words().default_measures
    measure = next((defaults[c] for c in query.columns if c in defaults), None)
    text = _without_columns(query.rest)
    for operation in ("rank", "count_reports", "sum", "list", "prior"):
        text = question_words().operations[operation].sub("", text)
    telling = re.sub(
        r"绩效|自评|评价|[的是了多少几有为年度在达到我们报告决算书中里上年，。？?|百分之万元钱部门单位家个谁哪时候各]",
        "",
        text,
    )
    if measure and len(telling) <= 3 and not query.project and not query.has("list"):
        found = measures()[measure]
        query.subjects = [Subject.of(found)]
        query.defaulted = True


def _choose_reports(query: Query, named: Named, reports: Collection[ReportLike], directory: Directory) -> None:
    """Which reports a question is about: those named, of the year named; without a name, all or the only one."""
    years = {r.doc_id: r.year for r in reports}
    if "share" in question_words().operations_in(query.text):
        query.scope.part = first_named(named.mentions)
    _whole_regions(query, named, directory)
    if query.scope.every and not query.scope.region and named.mentions and _of_all(query, named, reports):
        return
    named.unknown = [u for u in named.unknown if u != query.scope.province]
    if query.scope.narrows and not named.mentions and not named.unknown:
        reports = in_scope(query.scope, reports)
    query.fitting = [d for m in named.mentions for d in m.doc_ids]
    if named.mentions:
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
        return
    if named.unknown:
        return
    query.everywhere = len(reports) != 1
    query.unknown = named.unknown
    query.doc_ids = [r.doc_id for r in reports if not named.years or r.year in named.years]
    if not query.doc_ids:
        query.doc_ids = [r.doc_id for r in reports]


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
    share = bool(query.scope.part) and len({m.doc_ids for m in named.mentions}) == 1
    if not own and not share:
        return False
    departments = {r.department for r in reports if r.doc_id in own}
    others = [y for y in named.years if y not in own.values() or share]
    chosen = [r for r in in_scope(query.scope, reports) if r.department not in departments]
    asked = {*own, *(r.doc_id for r in chosen if not others or r.year in others)}
    query.doc_ids = [r.doc_id for r in reports if r.doc_id in asked]
    query.scope.own_years = own
    query.everywhere = True
    return len(query.doc_ids) > 1


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spans blanked out, places unchanged."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\0" * (end - start)
    return "".join(chars).replace("\0", "|")


def _sections(text: str) -> tuple[list[str], str]:
    """The parts of the report that a question points to, and the question without these words."""
    keys = []
    for key, words in question_words().sections.items():
        for word in map(fold, words):
            if word in text:
                keys.append(key)
                text = text.replace(word, "|" * len(word))
    return list(dict.fromkeys(keys)), text


def _shape(query: Query, text: str) -> None:
    """Unit, decimals, order and size of the answer that a question asks for."""
    shape = shape_of(text)
    query.unit, query.places, query.top, query.nth = shape.unit, shape.places, shape.top, shape.nth
    query.ascending, query.asks_who = shape.ascending, shape.asks_who
    query.everywhere |= scope_in(query.rest).every and not query.unknown and len(query.doc_ids) != 1
    if query.has("prior") and "prior" not in question_words().operations_in(without_prior(query.rest)):
        query.operations.remove("prior")  # 比去年少了吗 asks how this year's figure compares
    query.prior = query.has("prior")


def columns_among_subjects(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """A column of a table that is named beside a row is a column, not a second subject."""
    forms = [table_forms()[t] for t in query.tables if t in table_forms()]
    if any(form.layout == "wide" for form in forms):
        return
    if len(forms) >= 2 and any(s.measure and not s.generic for s in query.subjects):
        return  # one measure in two tables: each has its own column for it
    if query.has("share", "difference", "ratio", "sum") and not forms:
        return
    if query.has("conflict") and question_words().in_prose.search(text):
        return  # 正文和支出决算表: the figure itself, in both places
    cell = cell_asked(text, query.tables, indexes)
    if cell is not None:
        query.table_column, query.subjects = cell.column, [cell.row]
    elif forms:
        _column_of_total(query, forms, indexes)


def _column_of_total(query: Query, forms: Sequence[TableForm], indexes: Sequence[FactIndex]) -> None:
    """A column of a named table without a row is that of the row of its total."""
    columns = {name_key(c): c for form in forms for c in form.column_names}
    columns |= {name_key(c.removeprefix("本年支出")): c for form in forms for c in form.column_names}
    columns |= {
        k: c.name for f in forms for c in (*f.columns, *(c for b in f.blocks for c in b.columns)) for k in c.leaf
    }
    named = [s for s in query.subjects if _column_key(s, columns)]
    if any(s not in named and _is_row(s, query.tables, indexes) for s in query.subjects):
        return
    if named and not _is_row(named[-1], query.tables, indexes):
        query.table_column = columns[_column_key(named[-1], columns)]
        query.subjects = [Subject("合计", "合计", named[-1].start, named[-1].end)]


def _column_key(subject: Subject, columns: Mapping[str, str]) -> str:
    """The words by which a subject names one of the columns; empty where it names none."""
    return next((k for k in (subject.text, name_key(subject.name)) if k in columns), "")


def _is_row(subject: Subject, tables: Sequence[str], indexes: Sequence[FactIndex]) -> bool:
    facts = (f for index in indexes for f in index.by_key.get(subject.key, ()))
    return any(f.origin == "table" and (not tables or f.table in tables) for f in facts)
