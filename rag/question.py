"""Understanding: a question in Chinese becomes a Query over reports, subjects, columns and one operation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from extractors.text import fold, name_key
from extractors.vocabulary import measures, question_words, standard_names
from extractors.vocabulary.across import across_words
from extractors.vocabulary.rows import row_words
from extractors.vocabulary.wants import want_words
from rag import asking
from rag.abbreviations import abbreviated
from rag.asked_reports import choose_reports
from rag.asking import blanked
from rag.carried import carried_of_kind
from rag.census import Census
from rag.claims import claim_in
from rag.column_named import columns_among_subjects
from rag.comparison import Comparison, comparison_in
from rag.compounds import compounded
from rag.glossary import term_in
from rag.lookup import FactIndex, Subject, facts_for, find_subjects, near_subjects
from rag.manner import manner_in
from rag.meant import drop_projects_named_otherwise, rate_beside, without_paths
from rag.names import Directory, Named, ReportLike, find_named, years_in
from rag.nesting import left_over, nested
from rag.own_name import own_spans
from rag.plain_asked import cells_asked
from rag.project_names import named_projects
from rag.qualifiers import qualified, spent_on, unknown_compound
from rag.query import Query
from rag.scope import (
    fill_years,
    scope_in,
)
from rag.shape import shape_of, without_prior
from rag.spelling import Slip, corrected, slips
from rag.terms import terms_in
from rag.things import adds_up, carried_over_of_fund, count_things, parted_of_pairs
from rag.titles import tables_named
from rag.wants import wants_of

#: in so many reports short forms of names are looked for
_IN_FULL = 5
#: names of bodies among the names that a report prints
_BODY = re.compile(r"(?:局|委|厅|委员会|办公室|办事处|中心|医院|学校|支队|大队|所|站|馆|院|本级|机关)$")
_BUDGETS = {"年初预算数", "全年预算数", "预算数"}
_VAGUE = re.compile("(绩效|自评|评价|得分|结果|项目|部门|整体|工作|单位|情况|决算|预算|各)+")


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
    query = _parsed(question, reports, index_of, directory, named, census)
    written = _in_full(query, index_of, census)
    if not written:
        return query
    full = query.text
    for slip in reversed(written):
        full = full[: slip.start] + slip.meant + full[slip.end :]
    if named is not None and directory is not None:
        named = find_named(full, directory) if named.mentions or named.unknown or named.years else named
    spelled = _parsed(full, reports, index_of, directory, named, census)
    spelled.slips = [*query.slips, *written]
    return spelled


def _in_full(query: Query, index_of: Any, census: Census | None) -> list[Slip]:
    """The short forms of names in what a question asks of a few reports, with the names that these print."""
    if query.declined or len(query.doc_ids) > _IN_FULL or query.wants.kinds[:1] in (["duty"], ["body"]):
        return []
    if len(query.rest) != len(query.text) or (census is not None and census.is_for(query.doc_ids)):
        return []
    indexes = [index_of(d) for d in query.doc_ids]
    # 城市低保花了多少 is of a row of spending, and of no 城市低保标准 that has these words too
    spends = bool({"money"} & {*query.kinds} or query.has("reason", "difference") or query.columns)
    taken = [s for s in query.subjects if not s.generic and not (spends and _is_merely_like(s, indexes))]
    rest = blanked(query.rest, [(s.start, s.end) for s in taken])
    found = abbreviated(_without_columns(rest), indexes)
    if taken or query.has("conflict"):
        # beside what is named otherwise, and where figures are held against each other, indicators are quoted
        found = [s for s in found if not any(s.key in i.annex_names for i in indexes)]
    # 甲管委会 is somebody who is asked about, and no row 甲新城管理委员会本级
    found = [s for s in found if not _BODY.search(s.key)]
    # a number in the fuller name would be told without being evidence of anything
    found = [s for s in found if not re.search(r"\d{2}", s.key)]
    project = name_key(query.project or "")
    named = {s.key for s in query.subjects} | {s.key for s in found if name_key(s.text) in project}
    return [Slip(s.start, s.end, query.text[s.start : s.end], s.key) for s in found if s.key not in named]


def _is_merely_like(subject: Subject, indexes: Sequence[FactIndex]) -> bool:
    """Whether a subject has the words of a printed name in part, and that name is of no row of a table."""
    like = subject.measure is None and name_key(subject.text) != subject.key
    return like and not any(f.origin == "table" for i in indexes for f in i.by_key.get(subject.key, ()))


def _parsed(
    question: str,
    reports: Collection[ReportLike],
    index_of: Any,
    directory: Directory | None,
    named: Named | None,
    census: Census | None,
) -> Query:
    """A question as it is written."""
    text = question_words().trailing.sub("", question_words().in_common_forms(fold(question)))
    directory = directory or Directory(reports)
    named = named or find_named(question, directory)
    _drop_compared_years(named, text)
    words = question_words()
    named.years = fill_years(text, named)
    query = Query(text=text, years=named.years, unknown=named.unknown)
    query.scope = scope_in(blanked(text, [*((m.start, m.end) for m in named.mentions), *named.year_spans]))
    choose_reports(query, named, reports, directory)
    rests = own_spans(text, named.mentions, reports)
    masked = blanked(text, [*((m.start, m.end) for m in named.mentions), *rests])
    if census is not None and not census.is_for(query.doc_ids):
        census = None
    indexes = census.indexes_for(masked) if census else [index_of(d) for d in query.doc_ids]
    query.slips = _slips(blanked(masked, named.year_spans), indexes)
    masked, text = corrected(masked, query.slips), corrected(text, query.slips)
    if census and query.slips:
        indexes = census.indexes_for(masked)
    masked = blanked(masked, [m.span() for m in words.polite.finditer(masked)])
    anew = [m.span() for m in words.recomputed.finditer(masked)]
    if anew:
        # 到底降了百分之几，按金额算: the words that say how ask for no amount, nor for several values
        masked = blanked(masked, [*anew, *(m.span() for m in words.every_value.finditer(masked))])
        query.recompute = True
    if doubted := words.doubted_share.search(masked):
        # 占1.71%，对不对: what it is worked out to be, beside what is stated
        masked = blanked(masked, [doubted.span()])
        query.recompute = True
    # 有几个数, 分别多少: each value that is stated is asked for, and no number of things
    each_value = [m.span() for m in words.values_counted.finditer(masked)]
    masked = blanked(masked, each_value)
    query.text = text
    query.tables, spans, title = tables_named(masked, indexes)
    masked = blanked(masked, spans)
    query.plain = cells_asked(masked, title, indexes)
    query.projects = named_projects(masked, {k: p for i in indexes for k, p in i.projects.items()})
    query.project = next(iter(query.projects), None)
    without_years = blanked(masked, named.year_spans)
    query.rest = without_years
    query.sections, without_sections = _sections(without_years)
    held = asking.places_held(without_sections)
    between = bool(held or query.sections) or bool(words.everywhere_said.search(without_years))
    agreement = "conflict" in asking.operations_in(without_years, []) or (
        between and bool(words.alike_said.search(without_years))
    )
    if agreement:
        query.between_places = between
        without_sections, query.rest = blanked(without_sections, held), blanked(query.rest, held)
    # 哪几年支出: the year that is asked for makes no 年支出
    years_asked = [m.span() for m in across_words().which_year.finditer(without_sections)]
    without_sections = blanked(without_sections, years_asked)
    query.subjects = _telling(query, find_subjects(without_sections, indexes))
    drop_projects_named_otherwise(query, masked, indexes)
    _stated(query, without_years)
    asked = _asked(query, without_years)
    query.operations = asking.operations_in(without_years, asking.columns_in(asked))
    query.asks_code = bool(words.code_asked.search(without_years))
    query.operations += ["conflict"] if (each_value or agreement) and not query.has("conflict") else []
    query.tallies = words.tallies_in(without_years) if query.has("conflict", "sum") else []
    query.every_value = bool(words.every_value.search(without_years))
    query.columns = asking.columns_in(asked)
    if doubted:
        query.operations, query.columns = ["share"], ["占比"]
    if query.has("difference") and not _BUDGETS & set(query.columns):
        # 年初15.86万，少用了多少: a difference is to the budget that is stated
        stated = ["年初预算数" if s.column == "完成比例" else s.column for s in query.stated]
        query.columns += [c for c in stated if c in _BUDGETS][:1]
        if not query.columns and len(query.subjects) == 1 and words.saved.search(without_years):
            query.columns = ["预算数"]
    _shape(query, text)
    if not carried_of_kind(query, indexes):
        columns_among_subjects(query, without_sections, indexes)
    _narrow(query, index_of, census)
    if not query.subjects or all(s.generic for s in query.subjects):
        if census is None or not census.is_for(query.doc_ids):
            indexes = [index_of(d) for d in query.doc_ids]
        near = near_subjects(_without_columns(without_sections), indexes[:20])
        query.subjects = _telling(query, near) or query.subjects
        _narrow(query, index_of, census)
    _longer_names(query, without_sections, indexes)
    _names_with_years(query, named, masked, indexes)
    rate_beside(query, indexes)
    own = [
        (s.start, s.end) for s in query.subjects if s.measure is None and any(s.key in i.annex_names for i in indexes)
    ]
    query.columns = asking.columns_in(blanked(asked, own)) if own else query.columns
    if query.scope.others or query.scope.against:
        # 比其他几家加起来多多少: the distance of departments, no change of one
        query.columns = [c for c in query.columns if c not in {"增减额", "增减幅"}]
    if not query.subjects:
        _default_subject(query)
    if query.subjects or query.has("per_head"):
        query.subjects = spent_on(without_sections, query.subjects, indexes[:20]) or query.subjects
    _qualify(query, without_sections, indexes)
    query.subjects = without_paths(query.subjects, indexes)
    query.subjects, query.left_over = left_over(without_sections, query.subjects)
    query.subjects = nested(without_sections, query.subjects, bool(query.tables))
    query.subjects = compounded(without_sections, query.subjects, indexes[:20])
    carried_over_of_fund(query)
    parted_of_pairs(query)
    more_or_less = words.which_more.search(without_years) or words.either_way.search(without_years)
    if len(query.subjects) == 2 and len(query.doc_ids) == 1 and more_or_less:
        query.operations = list(dict.fromkeys([*(o for o in query.operations if o != "rank"), "difference"]))
    query.kinds = [kind for kind, pattern in words.unit_asked.items() if pattern.search(masked)]
    count_things(query, masked)
    if adds_up(without_sections, query.subjects):
        query.operations = list(dict.fromkeys([*query.operations, "sum"]))
    # 率 in the name of an indicator asks for none
    forms = [
        (s.start, s.end) for s in query.subjects if s.measure is None and any(s.key in i.annex_names for i in indexes)
    ]
    query.asks_figure = bool(words.figure_asked.search(blanked(masked, forms)))
    changed = query.subjects if "增减额" in query.columns and words.either_way.search(masked) else []
    if len(changed) == 1 and any(facts_for(i, changed[0], "增减额") for i in indexes[:20]):
        query.asks_figure = True  # 比上年增了还是减了: by how much tells which
    query.asks_text = bool(words.text_asked.search(masked)) and not query.asks_figure
    # words off the topic inside a name that is asked about (彩票公益金) are none
    names = [(s.start, s.end) for s in query.subjects if not s.generic]
    query.declined = want_words().declined(
        blanked(without_years, names), lambda word: any(word in key for i in indexes[:20] for key in i.by_key)
    )
    words_wanted(query, indexes)
    query.claim = claim_in(without_years)
    query.terms = terms_in(without_years)
    query.manner = manner_in(text)
    query.in_prose = bool(words.told_in_prose.search(without_years)) and not query.has("conflict")
    query.tables = [] if query.in_prose and query.amounts else query.tables
    if len(query.tables) == len(spans) > 1 and query.amounts and not query.has("difference"):
        # 03表735.82万，05表是多少: of a table whose figure is stated none is asked
        told = [asking.is_stated_at(text, end) for _, end in spans]
        query.tables = [t for t, stated in zip(query.tables, told, strict=True) if not stated] or query.tables
    query.monthly = bool(words.per_month.search(without_years))
    return query


def _telling(query: Query, subjects: Sequence[Subject]) -> list[Subject]:
    """绩效自评 names no one thing that a report happens to print, at least beside rows or in all reports."""
    rows = row_words().sets["projects"].sure.search(query.rest)
    return [s for s in subjects if s.measure or not ((query.everywhere or rows) and _VAGUE.fullmatch(s.text))]


def _stated(query: Query, text: str) -> None:
    """The figures that a question states, of a column or of something that it names."""
    if "conflict" not in question_words().operations_in(text):
        query.stated, query.amounts = asking.stated_in(text), asking.amounts_in(text)


def _asked(query: Query, text: str) -> str:
    """A question without the figures that it states; a budget is what a difference is to (预算21.74万，省了多少)."""
    gap = "difference" in question_words().operations_in(text)
    return asking.without(text, query.stated, all_of_them=not gap)


def _qualify(query: Query, text: str, indexes: Sequence[FactIndex]) -> None:
    """Measures with the words beside them that name something more particular: what a report prints, or nothing."""
    words = question_words()
    if query.table_column is not None:
        return  # a row of a table is called what it is called
    columns = [span for span, _ in words.column_spans(text)]
    questions = [m.span() for p in (words.asking, across_words().all_others) for m in p.finditer(text)]
    bare = blanked(text, [*columns, *questions, *((s.start, s.end) for s in query.subjects)])
    bare = across_words().every.sub(lambda m: "|" * len(m.group(0)), bare)
    bare = re.sub("|".join(map(re.escape, words.ignored)), lambda m: "|" * len(m.group(0)), bare)
    query.subjects = [q for s in query.subjects for q in qualified(bare, s, indexes)]
    if len(query.subjects) == 1 and (name := unknown_compound(bare, query.subjects[0])):
        only = query.subjects[0]
        # 离退休支出 of a report that prints 行政单位离退休
        bare = name[:-2] if any(index.near(name_key(name[:-2])) for index in indexes[:20]) else name
        query.subjects = [Subject(name_key(bare), bare, only.start - len(name) + 2, only.end)]


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
    if query.between_places:
        query.wants.kinds = [k for k in query.wants.kinds if k != "definition"]  # 两处写的有差别吗
    query.operations += [k for k in query.wants.kinds if k in named]


def want(query: Query, departments: int) -> Comparison:
    """What a query wants of several reports, by its words and operations; ``departments`` is of how many it asks."""
    if not query.subjects and not query.project and query.everywhere and across_words().budget_asked.search(query.rest):
        query.subjects = [Subject.of(measures()["general"])]  # 谁没花完预算: that of what the budget is made for
    wanted = comparison_in(query.rest, query.subjects, query.operations, query.columns, departments == 2)
    if query.scope.placed:
        wanted = wanted.model_copy(update={"task": "rank", "conditions": []})
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
    without = blanked(text, named.year_spans)
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
    text = _without_columns(asking.without_quantities(query.rest))
    for operation in ("rank", "count_reports", "sum", "list", "prior"):
        text = question_words().operations[operation].sub("", text)
    telling = re.sub(
        r"绩效|自评|评价|具体|到底|究竟|不足|超过|不到|[的是了多少几有为年度在达到我们报告决算书中里上年，。？?|百分之万元钱部门单位家个谁哪时候各]",
        "",
        text,
    )
    if measure and len(telling) <= 3 and not query.project and not query.has("list"):
        found = measures()[measure]
        query.subjects = [Subject.of(found)]
        query.defaulted = True


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
