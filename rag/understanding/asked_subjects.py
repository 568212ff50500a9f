"""What a question asks the figures of: projects, measures and the names that reports print, found and then narrowed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.naming import is_of_quarter
from extractors.text import fold, name_key
from extractors.vocabulary import Measure, measures, plan_defaults, plan_table, prose_words, question_words
from extractors.vocabulary.across import across_words
from extractors.vocabulary.rows import row_words
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.lookup import FactIndex, Subject, named_in, near_subjects, precise_of
from rag.holdings.project_names import named_projects
from rag.language import asking
from rag.language.asking import BUDGETS, blanked
from rag.language.query import Query
from rag.understanding.carried import carried_apart, carried_of_kind, carried_of_row, carried_of_treasury
from rag.understanding.column_named import columns_among_subjects
from rag.understanding.compounds import compounded
from rag.understanding.listed_rows import listed_rows, rows_of_one_ending, rows_of_one_tail
from rag.understanding.meant import drop_projects_named_otherwise, rate_beside, without_owners, without_paths
from rag.understanding.nesting import left_over, nested
from rag.understanding.qualifiers import another_thing, qualified, row_ending, spent_on, unknown_compound
from rag.understanding.question_reading import Reading
from rag.understanding.things import carried_over_of_fund, parted_of_pairs, turned

#: operations whose words name nothing that a column could be of
_NAME_NOTHING = ("rank", "count_reports", "sum", "list", "prior")
#: so many characters that nothing explains may stand beside a column that is of the measure meant without saying
_LEFT = 3
#: what a name has of years, and so many characters it must have besides
_OF_YEARS = re.compile(r"[\d年度]|(?:年初)?预算数?|决算数?|执行数")
_BESIDES_YEARS = 3
_YEAR = re.compile(r"\d{4}年?度?")
#: how many people of a kind there are
_PERSONS_ASKED = re.compile(
    "(?P<kind>[\u4e00-\u9fff]{2,10}?)的?(?:人员?|职工)?(?:总共|一共|共|现)?(?:都)?(?:有|是)?(?:多少|几)[个名位]?人"
)
_PEOPLE = re.compile("(?:人员|职工|人|数)+$")
#: a purpose is told in two characters before what is named
_PURPOSE, _CHINESE = 2, re.compile("[\u4e00-\u9fff]")
#: what parts two things that are asked about
_APART = re.compile("[，,；;。？?、和与及]")
#: what tells things of one name from one another (第一季度用款计划)
_ORDINAL = re.compile("第?[一二三四五六七八九十]{1,2}(?=季度|批|期|阶段|标段)|第[一二三四五六七八九十]{1,2}")
#: the plans of all quarters
_ALL_QUARTERS = re.compile("(?:四个|各个?|每个?|分)季度(?:的?(?:用款|资金|支出)(?:计划|安排)?)?")
#: codes of 科目 have so many digits
_ACCOUNTS = (3, 5, 7)
#: shares that words for what was done may ask for as well
_DONE = re.compile("实际|完成了?(?:多少|百分|几)")
_RATES = {"完成比例", "占比", "执行率"}
#: of several that only their ordinals tell apart each one is asked for (四个季度用款计划各多少)
_EACH_OF_THEM = re.compile("(?:[两二三四五六几各每]个?|各)(?:季度|批|期|阶段|标段)的?.*(?:各|分别|怎么)")
#: what stands in brackets
_BRACKETS = re.compile(r"[（(]([^（）()]{2,20})[)）]")
#: measures of receptions, and who is received by no department
_RECEPTIONS = {"reception", "reception_groups", "reception_guests", "guests"}
_VISITORS = re.compile(
    "了?(?:的)?(?:国内外?|境内外|海内外|入境|过夜)?(?:游客|读者|观众|旅客|参观|学生|病人|患者|健身|市民|群众)"
)
#: measures of the spending of one fund, which has a table of 科目
_FUNDS = {"general", "fund", "capital"}
#: the shortest name of a project of a list, and so many projects are several
_LISTED_NAME, _SEVERAL = 4, 2
#: a piece of a name that is long enough to be of no other
_LONG_PART = 7
#: what speaks of a project, and of no kind of spending
_SPEAKS_OF_PROJECT = re.compile("项目(?!支出|经费)")
#: where a question asks within the name of what it asks for, and the shortest of such names
_ASKED_WITHIN, _ASKED_NAME = re.compile("(?P<asks>了?(?:多少|几))[个家户人处座条辆台套次项]?"), 4


def find_things(reading: Reading) -> None:
    """The projects, measures and printed names that a question names."""
    query = reading.query
    known = {k: p for i in reading.indexes for k, p in i.projects.items()}
    query.projects = _with_listed(named_projects(reading.bare, known), reading)
    if len(query.projects) < _SEVERAL and _SPEAKS_OF_PROJECT.search(reading.bare):
        # 请法律顾问的那个项目: by a part of its name, where only a list with its money has it
        listed = {name_key(n): n for i in reading.indexes for n in i.plain.projects}
        named = named_projects(reading.bare, {**listed, **known})
        query.projects = named if len(named) > len(query.projects) else query.projects
    elif not query.projects:
        query.projects = _by_long_part(reading) or _by_joined_parts(reading)
    query.project = next(iter(query.projects), None)
    # 哪个部门支出最多: 部门, which some report prints as a name, is none that 支出 would have to give way to
    query.subjects = precise_of(_particular(query, named_in(reading.naming, reading.indexes)))
    query.subjects = _told_whole(reading.naming, _besides_project(query, reading.naming, query.subjects))
    query.subjects = [_of_purpose(reading.naming, s, reading.few) for s in query.subjects]
    query.subjects = [s for s in query.subjects if not _is_involved(reading.naming, s)]
    query.subjects = _named_in_brackets(reading.naming, query.subjects)
    query.subjects = _quarters(reading.naming, reading.few) or query.subjects
    drop_projects_named_otherwise(query, reading.bare, reading.indexes)
    if rows := listed_rows(reading.naming, reading.few):
        last = max(r.end for r in rows)
        query.subjects = [*rows, *(s for s in query.subjects if s.start >= last and not s.generic)]
    elif rows := rows_of_one_ending(reading.naming, reading.few) or rows_of_one_tail(reading.naming, reading.few):
        first, last = rows[0].start, rows[-1].end
        apart = [s for s in query.subjects if (s.end <= first or s.start >= last) and not s.generic]
        query.subjects = sorted([*rows, *apart], key=lambda s: s.start)


def _named_in_brackets(text: str, subjects: list[Subject]) -> list[Subject]:
    """一共收了多少钱（收入总计）: the name in brackets says which figure is meant by the words before it."""
    for match in _BRACKETS.finditer(text):
        inside = [s for s in subjects if match.start(1) <= s.start and s.end <= match.end(1)]
        before = [s for s in subjects if s.end <= match.start()]
        whole = len(inside) == 1 and name_key(inside[0].text) == name_key(match.group(1))
        if whole and len(before) == 1 and before[0].measure is not None and inside[0].measure is not None:
            return [s for s in subjects if s is not before[0]]
    return subjects


def _with_listed(projects: list[str], reading: Reading) -> list[str]:
    """Several projects, some of which only a list with their money names: these are asked about by their whole names.

    One alone is a row of its table, as any other name is that a table prints.
    """
    text = name_key(reading.bare)
    listed = {name_key(n): n for i in reading.indexes for n in i.plain.projects}
    named = {k: n for k, n in listed.items() if len(k) >= _LISTED_NAME and k in text}
    named = {k: n for k, n in named.items() if not any(k != other and k in other for other in named)}
    listing = {f.table for i in reading.indexes for facts in i.plain.projects.values() for f in facts}
    coded = any(
        f.row_code and f.table not in listing for i in reading.indexes for k in named for f in i.by_key.get(k, ())
    )
    known = {name_key(p) for p in projects}
    if coded or not named.keys() - known or len(named.keys() | known) < _SEVERAL:
        return projects
    apart = [p for p in projects if name_key(p) not in named]
    return [*apart, *sorted(named.values(), key=lambda n: text.index(name_key(n)))]


def _by_long_part(reading: Reading) -> list[str]:
    """The one project of a list that has most of its name in a question, in a piece that nothing else is called by."""
    text = name_key(reading.bare)
    listed = {name_key(n): n for i in reading.indexes for n in i.plain.projects}
    if any(key in text for key in listed):
        return []  # one alone in full is a row of its table, as any other name is
    pieces = {key: _longest_shared(key, text) for key in listed}
    found = [k for k, piece in pieces.items() if len(piece) >= _LONG_PART and 2 * len(piece) >= len(k)]
    if len(found) != 1:
        return []
    piece = pieces[found[0]]
    others = (key for i in reading.indexes for key in i.by_key if key != found[0])
    return [listed[found[0]]] if not any(piece in key or key in piece for key in others) else []


#: what joins the parts of a name, what it may end in behind the last one, and how long the parts are
_JOINS, _DONE_WITH = (
    re.compile("以?及|和|与|、"),
    re.compile("(?:的?(?:购置|采购|更新|维护|运维|建设|改造|维修|租赁))?(?:项目|工程|经费|费用?|资金)?$"),
)
_PART_OF_NAME, _ALL_PARTS = 2, 6


def _by_joined_parts(reading: Reading) -> list[str]:
    """The one project of a list of which a question has all the parts of the name (服装和装备: 服装及装备购置)."""
    text = reading.bare
    found = []
    for name in dict.fromkeys(n for i in reading.indexes for n in i.plain.projects):
        parts = _JOINS.split(_DONE_WITH.sub("", fold(name)))
        at = 0
        for part in parts:
            start = text.find(part, at) if len(part) >= _PART_OF_NAME else -1
            at = start + len(part)
            if start < 0:
                break
        else:
            if len(parts) > 1 and sum(map(len, parts)) >= _ALL_PARTS:
                found.append(name)
    return found if len(found) == 1 else []


def _longest_shared(key: str, text: str) -> str:
    """The longest piece of a name, from so many characters on, that stands in a text."""
    for size in range(len(key) - 1, _LONG_PART - 1, -1):
        for at in range(len(key) - size + 1):
            if key[at : at + size] in text:
                return key[at : at + size]
    return ""


def _quarters(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """What is planned for each quarter of the year (四个季度用款), where a report tells that; else none."""
    match = _ALL_QUARTERS.search(text)
    keys = {k: None for i in indexes for k in i.by_key if is_of_quarter(k)} if match is not None else {}
    all_named = len(keys) == len(prose_words().quarters)
    return [Subject(k, k, *match.span()) for k in keys] if match is not None and all_named else []


def _is_involved(text: str, subject: Subject) -> bool:
    """Whether a name only says which money something involves (涉及多少财政拨款资金)."""
    before = re.search(r"涉及了?(?:多少|几)?$", text[: subject.start]) is not None
    return before and text.startswith("资金", subject.end)


def _of_purpose(text: str, subject: Subject, indexes: Sequence[FactIndex]) -> Subject:
    """体育彩票公益金: the row for a purpose (用于体育事业的彩票公益金支出), which stands before what is named."""
    word = text[max(subject.start - _PURPOSE, 0) : subject.start]
    if subject.measure is not None or subject.level or len(_CHINESE.findall(word)) < _PURPOSE:
        return subject
    keys = {
        k
        for i in indexes
        for k, facts in i.by_key.items()
        if word in k and subject.text in k and len(facts[0].row_code or "") in _ACCOUNTS
    }
    if len(keys) != 1 or subject.key in keys:
        return subject
    key = keys.pop()
    return Subject(key, key, subject.start - _PURPOSE, subject.end)


def _besides_project(query: Query, text: str, subjects: Sequence[Subject]) -> list[Subject]:
    """Without what a project is called by (农村改厕项目), which may name an indicator or a 科目 as well."""
    whole = name_key(query.project or "")
    at = text.find(query.project) if query.project else -1

    def calls_it(subject: Subject) -> bool:
        inside = at >= 0 and at <= subject.start and subject.end <= at + len(query.project or "")
        named = (inside or text.startswith("项目", subject.end)) and name_key(subject.text) in whole
        return named and subject.measure is None and subject.key != whole

    return [s for s in subjects if not (whole and calls_it(s))]


def _told_whole(text: str, subjects: Sequence[Subject]) -> list[Subject]:
    """彩票公益金一共安排支出: the beginning of a name is said before the name itself, and names no other thing."""

    def begins(one: Subject, other: Subject) -> bool:
        near = one.end <= other.start and not _APART.search(text[one.end : other.start])
        return near and one.measure is other.measure is None and other.key != one.key and other.key.startswith(one.key)

    return [s for s in subjects if not any(begins(s, other) for other in subjects)]


def _particular(query: Query, subjects: Sequence[Subject]) -> list[Subject]:
    """绩效自评 names no one thing that a report happens to print, at least beside rows or in all reports."""
    rows = row_words().sets["projects"].sure.search(query.rest)
    vague = understanding_words().vague
    return [s for s in subjects if s.measure or not ((query.everywhere or rows) and vague.fullmatch(s.text))]


def part_rows_from_columns(reading: Reading) -> None:
    """Two names may be the row and the column of one cell."""
    query, indexes = reading.query, reading.few
    whole = carried_apart(query, reading.indexes) or carried_of_kind(query, reading.indexes)
    whole = whole or carried_of_treasury(query, reading.indexes)
    if not whole and not carried_of_row(query, indexes):
        columns_among_subjects(reading.query, reading.naming, reading.indexes)


def find_holders(reading: Reading) -> None:
    """The reports that have what is named; where nothing is named in full, a name that is quoted in part."""
    query = reading.query
    _narrow(reading)
    if not query.subjects or all(s.generic for s in query.subjects):
        if reading.census is None:
            reading.look_up()  # the reports may have become fewer
        text = asking.without_columns(reading.naming)
        # 四个季度的用款计划: a name that is said with 的 inside it
        near = near_subjects(text, reading.few) or near_subjects(text.replace("的", " "), reading.few)
        near = [_of_purpose(reading.naming, s, reading.few) for s in _besides_project(query, reading.naming, near)]
        query.subjects = _particular(query, near) or query.subjects
        _narrow(reading)


def _narrow(reading: Reading) -> None:
    """A question that names no department but a name that only some reports print is about these."""
    query, index_of = reading.query, reading.holdings.index_of
    over_all = query.scope.every or query.scope.narrows or query.has("rank")
    if not query.everywhere or over_all or any(s.measure for s in query.subjects):
        return
    if not query.subjects and not query.project:
        return
    keys = [s.key for s in query.subjects]
    if census := reading.census:
        labels = census.labels([*keys, *([name_key(query.project)] if query.project else [])])
        having = census.having(labels, query.doc_ids)
    else:
        having = [d for d in query.doc_ids if _prints(index_of(d), keys, query.project)]
    if having and len(having) < len(query.doc_ids):
        query.doc_ids = having


def _prints(index: FactIndex, keys: Sequence[str], project: str | None) -> bool:
    """Whether a report has anything of some names, or a project."""
    return any(key in index.by_key for key in keys) or project in index.projects.values()


def complete_names(reading: Reading) -> None:
    """Names that go on where a measure or a year was read; a rate that is the rate of what it stands beside."""
    _without_bare_counts(reading)
    _persons_of_kind(reading)
    _longer_names(reading)
    _names_around_asking(reading)
    _indicator_by_end(reading)
    _names_with_years(reading)
    rate_beside(reading.query, reading.indexes)


def _without_bare_counts(reading: Reading) -> None:
    """多少批次 alone is of receptions; behind the name of something else it counts that."""
    query, text = reading.query, reading.naming
    named = [s for s in query.subjects if s.measure is None]
    query.subjects = [
        s
        for s in query.subjects
        if not (s.measure is not None and s.measure.unit and s.text.startswith(("多少", "几")))
        or not any(n.end <= s.start and not _APART.search(text[n.end : s.start]) for n in named)
    ]


def _persons_of_kind(reading: Reading) -> None:
    """编外聘用的有多少人: the people of a kind that a report counts by that name, and not all of them."""
    query = reading.query
    match = _PERSONS_ASKED.search(reading.naming)
    if match is None or any(s.measure is None for s in query.subjects):
        return
    kinds = {match.group("kind")[n:] for n in range(len(match.group("kind")) - 1)}
    for index in reading.few:
        counted = {k for k, facts in index.by_key.items() if any(f.unit == "人" and f.value is not None for f in facts)}
        for kind in sorted(kinds, key=len, reverse=True):
            named = sorted((k for k in counted if k == kind or _PEOPLE.sub("", k) == kind), key=len)
            if named and all(named[0] not in map(name_key, (m.name, *m.printed)) for m in measures().values()):
                start = match.start("kind") + len(match.group("kind")) - len(kind)
                query.subjects = [Subject(named[0], kind, start, match.end("kind"))]
                return


def _longer_names(reading: Reading) -> None:
    """An indicator named after a measure (“三公经费”变动率) is meant where the question goes on so."""
    query = reading.query
    for near in near_subjects(reading.naming, reading.few, annex=True):
        inside = [
            s for s in query.subjects if near.start <= s.start and s.end <= near.end and len(s.text) < len(near.text)
        ]
        # 某某（项）is the subject so called, and no project of nearly that name
        if inside and inside[0].level is None:
            query.subjects = [
                near if s is inside[0] else s for s in query.subjects if s is inside[0] or s not in inside
            ]


def _names_around_asking(reading: Reading) -> None:
    """An indicator in whose name the question asks (新增了多少停车位: 新增停车位) is what is asked for."""
    query, text = reading.query, reading.naming
    if any(s.measure is not None for s in query.subjects):
        return
    names = {name for index in reading.few for name in index.annex_names if len(name) >= _ASKED_NAME}
    spans = [s for m in _ASKED_WITHIN.finditer(text) for s in dict.fromkeys((m.span(), m.span("asks")))]
    for start, behind in spans:  # 多少|人口: 人 may be no counter, but begin the rest of the name
        head, tail = text[:start], text[behind:]
        for name in sorted(names, key=len, reverse=True):
            size = next(
                (n for n in range(2, len(name) - 1) if head.endswith(name[:n]) and tail.startswith(name[n:])), 0
            )
            if size:
                end = behind + len(name) - size
                query.subjects = [Subject(name, name, start - size, end)]
                query.columns = [c for c in query.columns if c not in {"增减额", "增减幅"}] or ["实际完成值"]
                return


def _indicator_by_end(reading: Reading) -> None:
    """An indicator that is called by the end of its name where a target is asked for (优良路率 for 公路优良路率)."""
    query, text = reading.query, reading.naming
    projects = {name_key(p) for index in reading.few for p in index.projects.values()}
    names = {name for index in reading.few for name in index.annex_names} - projects
    if "目标值" not in query.columns or any(s.key in names for s in query.subjects):
        return
    ends = {name: n for name in names if (n := _end_in(name, text)) >= _ASKED_NAME}
    longest = [name for name, n in ends.items() if n == max(ends.values())]
    if len(longest) == 1:
        end = longest[0][-ends[longest[0]] :]
        start = text.index(end)
        query.subjects = [Subject(longest[0], end, start, start + len(end))]


def _end_in(name: str, text: str) -> int:
    """How many characters of the end of a name stand in a text, half of the name at least; 0 for fewer."""
    return next((n for n in range(len(name), len(name) // 2, -1) if name[-n:] in text), 0)


def _names_with_years(reading: Reading) -> None:
    """A year that belongs to a printed name (2020、2021新建5G基站) is not the year of the report."""
    query, years, indexes = reading.query, reading.named.years, reading.indexes
    if not years or not any(i.by_key for i in indexes):
        return
    without = reading.yearless
    for subject in [*near_subjects(reading.bare, reading.few), *near_subjects(without, reading.few, annex=True)]:
        if any(str(y) in subject.key for y in years) and len(_OF_YEARS.sub("", subject.text)) >= _BESIDES_YEARS:
            query.years = [y for y in query.years if str(y) not in subject.key]
            query.subjects = query.subjects or [subject]
    if query.years and len(indexes) == 1 and len(years) > 1:
        _named_by_years(query, years, without, indexes[0])


def _named_by_years(query: Query, years: Sequence[int], text: str, index: FactIndex) -> None:
    """An indicator whose name has all the years asked about, and most of what it is called in the question."""
    for key in sorted(index.annex_names):
        if not all(str(y) in key for y in years):
            continue
        bare = _YEAR.sub("", key)
        pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
        if len(pairs) >= 2 and 2 * sum(p in text for p in pairs) >= len(pairs):
            query.years, query.subjects = [], [Subject(key, key, 0, 0)]
            return


#: the table of what a section is on, whichever that is
_IN_TABLE = re.compile("表(?:格)?(?:里|中|上|内)")
#: what calls a name that of a 科目, and what ends a clause
_ACCOUNT, _CLAUSE = re.compile("(?:这个|这一)?科目(?!里|中|下)"), re.compile("[，,；;]")


#: all that a question asks is how many cars there are (车有几辆)
_CARS_ALONE = re.compile("[|的]*车(?:子|辆)?(?:一共|总共|都)?有(?:几|多少)[辆台]?[？?|]*")
#: all that a question asks is what was left
_LEFT_ALONE = re.compile(
    "(?:今年|本年|单位|部门|一共|总共|还|有|的|[|，,])*结余(?:了|还|有|是|资金|的?钱)*(?:多少|几)(?:钱|万元?)?[？?|]*"
)


def mean_the_usual(reading: Reading) -> None:
    """A column without a subject speaks of the measure that the vocabulary gives it."""
    query, words = reading.query, question_words()
    if not query.subjects and not query.project and query.has("conflict") and len(query.sections) == 1:
        # 机关运行经费说明里写的和表9里的一致吗: the measure that the section is on
        named = prose_words().subjects.get(query.sections[0])
        on = next((m for m in measures().values() if m.name == named and query.sections[0] in m.sections), None)
        held = query.tables or _IN_TABLE.search(query.rest)
        query.subjects = [Subject.of(on)] if on is not None and held else []
    if _plans_no_whole(reading):
        query.subjects, query.defaulted = [Subject.of(measures()[words.default_measures["预算数"]])], True
    if _changed_as_total(reading):
        query.subjects, query.defaulted = [Subject.of(measures()["total"])], True
    if not query.subjects and not query.of_plans and _LEFT_ALONE.fullmatch(query.rest):
        query.subjects, query.defaulted = [Subject.of(measures()["carried_out"])], True
    if not query.subjects and _CARS_ALONE.fullmatch(query.rest):
        query.subjects, query.defaulted = [Subject.of(measures()["cars"])], True
    # in a budget every figure is one of the budget, which is not kept as a column
    columns = query.columns or (["预算数"] if query.of_plans and "预算" in query.rest else [])
    measure = next((m for c in columns if (m := _usual(c, query.of_plans, reading.indexes))), None)
    if query.subjects or measure is None or query.project or query.has("list"):
        return
    text = asking.without_columns(asking.without_quantities(query.rest))
    for operation in _NAME_NOTHING:
        text = words.operations[operation].sub("", text)
    if len(understanding_words().untold.sub("", text)) <= _LEFT:
        query.subjects = [Subject.of(measures()[measure])]
        query.defaulted = True


def _plans_no_whole(reading: Reading) -> bool:
    """Whether a budget of all spending is asked of final accounts, which tell the budget of 一般公共预算 alone."""
    query, whole = reading.query, measures()["expenditure"]
    if query.of_plans or not query.columns or not set(query.columns) <= BUDGETS:
        return False
    if [s.measure for s in query.subjects] != [whole]:
        return False
    return not any(f.column in BUDGETS and f.value is not None for i in reading.indexes for f in i.of_measure(whole))


def _changed_as_total(reading: Reading) -> bool:
    """Whether a change of all spending or income is asked for where only that of the total of both sides is told.

    Where the report of the year before is there too, the change is worked out instead.
    """
    query, changes = reading.query, {"增减额", "增减幅"}
    reports = reading.holdings.reports
    before = {(r.department, (r.year or 0) - 1) for r in reports if r.doc_id in query.doc_ids}
    if any((r.department, r.year) in before for r in reports):
        return False
    if not query.columns or not set(query.columns) <= changes or query.has("reason"):
        return False
    if [s.measure and s.measure.id for s in query.subjects] not in (["expenditure"], ["income"]):
        return False
    (asked,), total = query.subjects, measures()["total"]
    text = asking.without_columns(asking.without_quantities(blanked(query.rest, [(asked.start, asked.end)])))
    if len(understanding_words().untold.sub("", text).replace("|", "")) > _LEFT:
        return False  # 甲公益金支出: of a thing that is named, and not of all

    def told(measure: Measure) -> bool:
        facts = (f for index in reading.indexes for f in index.of_measure(measure))
        return any(f.column in changes and f.value is not None for f in facts)

    return asked.measure is not None and not told(asked.measure) and told(total)


def mean_the_account(reading: Reading) -> None:
    """给老人发津贴那块，老年福利科目安排了多少: the one of several things in clauses apart that is called a 科目."""
    query = reading.query
    accounts = [s for s in query.subjects if s.measure is None and _ACCOUNT.match(query.rest[s.end :])]
    if len(query.subjects) < 2 or len(accounts) != 1:
        return
    (account,) = accounts
    others = [s for s in query.subjects if s is not account and s.within is not account]
    if all(_CLAUSE.search(query.rest[min(s.end, account.end) : max(s.start, account.start)]) for s in others):
        query.subjects = accounts


def _usual(column: str, of_plans: bool, indexes: Sequence[FactIndex]) -> str | None:
    """The measure that a column without a subject is of; in a budget, the first of which it is told."""
    if not of_plans or column not in plan_defaults():
        return question_words().default_measures.get(column)
    usual = plan_defaults()[column]
    # a budget may call a side just 收入
    every = {m: (measures()[m].name, *measures()[m].printed, *measures()[m].asked) for m in usual}
    names = {m: {name_key(n) for n in called} for m, called in every.items()}
    told = {name_key(f.row_name) for index in indexes for f in index.facts if f.column == column}
    if column in BUDGETS:
        told |= {name_key(measures()[m].name) for m in usual for index in indexes if index.of_measure(measures()[m])}
    return next((m for m in usual if names[m] & told), usual[0])


def qualify(reading: Reading) -> None:
    """Measures with the words beside them that name something more particular: what a report prints, or nothing."""
    query = reading.query
    if query.subjects or query.has("per_head"):
        query.subjects = spent_on(reading.naming, query.subjects, reading.few) or query.subjects
    if query.table_column is not None:
        return  # a row of a table is called what it is called
    query.subjects = [s for s in query.subjects if not _is_of_visitors(s, reading.naming)]
    text = _unexplained(reading.naming, query.subjects)
    query.subjects = [q for s in query.subjects for q in qualified(text, s, reading.indexes)]
    if not query.has("per_head"):  # 人均接待 is 接待 by head
        others = [another_thing(text, s) for s in query.subjects]
        starts = {other.start for other in others if other is not None}
        # 养老护理员培训: what runs into it is no name of its own
        pairs = [(o, s) for o, s in zip(others, query.subjects, strict=True) if o is not None or s.end not in starts]
        query.subjects = [other or s for other, s in pairs]
        query.apart = [other.text for other in others if other is not None]
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is not None and (row := row_ending(text, only, reading.few)):
        query.subjects = [row]
    elif only is not None and (name := unknown_compound(text, only)):
        # 离退休支出 of a report that prints 行政单位离退休
        stem = name[:-2]
        of_department = not name.endswith("总收入") and any(index.near(name_key(stem)) for index in reading.few)
        word = stem if of_department else name
        query.subjects = [Subject(name_key(word), word, only.end - len(name), only.end)]


def _is_of_visitors(subject: Subject, text: str) -> bool:
    """Whether those who are received come to a place (接待游客), and are no guests of a department."""
    received = subject.measure is not None and subject.measure.id in _RECEPTIONS and subject.text.endswith("接待")
    return received and bool(_VISITORS.match(text[subject.end :]))


def _unexplained(text: str, subjects: Sequence[Subject]) -> str:
    """A question without what it asks for, its columns and its words of asking: what is left may name something."""
    words, across = question_words(), across_words()
    columns = [span for span, _ in words.column_spans(text)]
    questions = [m.span() for p in (words.asking, across.all_others) for m in p.finditer(text)]
    text = blanked(text, [*columns, *questions, *((s.start, s.end) for s in subjects)])
    text = across.every.sub(lambda m: "|" * len(m.group(0)), text)
    return re.sub("|".join(map(re.escape, words.ignored)), lambda m: "|" * len(m.group(0)), text)


def relate(reading: Reading) -> None:
    """How the things that are named hang together: a part within a whole, two names of one thing, one of two things."""
    query, text = reading.query, reading.naming
    query.subjects = without_owners(without_paths(query.subjects, reading.indexes), text)
    query.subjects, query.left_over = left_over(text, query.subjects)
    query.subjects = nested(text, _without_setting(query, text), bool(query.tables))
    query.subjects = compounded(text, query.subjects, reading.few)
    query.subjects = turned(query)
    query.subjects = _each_in_order(query, reading.few)
    carried_over_of_fund(query)
    parted_of_pairs(query)
    query.columns = _columns_of_indicator(query, reading.few)
    _row_of_fund(query, reading.few)


def _without_setting(query: Query, text: str) -> list[Subject]:
    """The subjects without the whole in which two of its parts are compared (支出里，项目支出比基本支出少多少)."""
    if len(query.subjects) < 3 or not query.has("difference", "ratio"):
        return query.subjects
    whole, *parts = sorted(query.subjects, key=lambda s: s.start)
    between = text[whole.end : parts[0].start].replace("|", "")
    is_set = bool(between) and bool(question_words().inside.search(between))
    return parts if is_set and whole.measure is not None else query.subjects


def _row_of_fund(query: Query, indexes: Sequence[FactIndex]) -> None:
    """A row of 科目 and a fund beside it: the row in the table of the fund (防汛一般公共预算安排多少)."""
    rows = [s for s in query.subjects if s.measure is None and not s.generic]
    funds = [s.measure for s in query.subjects if s.measure is not None and s.measure.id in _FUNDS]
    if query.tables or query.operations or len(query.subjects) != 2 or len(rows) != len(funds) or len(rows) != 1:
        return
    tables = {t for c in funds[0].cells for t in (c[0], plan_table(c[0])) if t is not None}
    found = (f.table for i in indexes for f in i.by_key.get(rows[0].key, ()) if f.row_code and f.table in tables)
    if (table := next(found, None)) is not None:
        query.tables, query.subjects = [table], rows


def _columns_of_indicator(query: Query, indexes: Sequence[FactIndex]) -> list[str]:
    """The columns asked for, of an indicator of a form (某率实际完成了百分之多少) without those that no form has."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is not None or "实际完成值" not in query.columns:
        return query.columns
    held = {f.column for index in indexes for f in index.by_key.get(only.key, ()) if f.origin == "annex"}
    done = set(question_words().column_forms["实际完成值"])
    if not held & {"实际完成值", *done} or held & _RATES:
        return query.columns
    if "得分" in query.columns and _DONE.search(query.rest):
        query.sides = [*query.sides, *({"实际完成值"} - {*query.sides})]
    return [c for c in query.columns if c not in _RATES]


def _each_in_order(query: Query, indexes: Sequence[FactIndex]) -> list[Subject]:
    """All things that only their ordinals tell apart (第一、第二……季度用款计划), where the sum of them is asked for."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    each = query.has("sum") or bool(_EACH_OF_THEM.search(query.rest))
    if only is None or only.measure is not None or not each or _ORDINAL.search(only.text):
        return query.subjects
    form = _ORDINAL.sub("", only.key)
    keys = {k: None for i in indexes for k in i.by_key if _ORDINAL.search(k) and _ORDINAL.sub("", k) == form}
    return [Subject(k, k, only.start, only.end) for k in keys] if len(keys) > 1 else query.subjects
