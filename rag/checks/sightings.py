"""Every place where a report states a figure of one thing: rows of tables of no known form, and sentences.

What the extraction read as facts of a name is found by that name. A report says the same thing in other places too: in
a table of its own, or in a sentence on something else. These are told as facts, so that whoever compares does not have
to know where a figure was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import layout, question_words
from extractors.vocabulary.units import unit_words
from rag.checks.printed import EDGE, LONG_UNITS, Printed, above_forms, as_fact, printed_in
from rag.figures import everywhere
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.asking import BUDGETS
from rag.language.plain_asked import main_column
from rag.language.query import Query
from rag.understanding.topic import segments_in, segments_of, share

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LED = re.compile(r"^(?:其中[：:]?|\d{1,2}[.、．])")
_TAIL = re.compile(r"(?:支出|人次数?|数量|总额|总数|场次|批次|次数|个数|人数|户数|面积|里程|数|量)$")
_COUNTED_NOUN = re.compile("(?<=..)(?:案件|企业|项目|车辆|人员)$")
#: words that may stand between the name of a thing and its figure
_FILLER = re.compile(
    r"(?:支出|决算数?|数量|总额|总数|金额|数|费|合计|共计|总计|累计|共|为|是|有|达到?|约|近|已|实际|完成|情况|自评|得分|分别"
    r"|分|全年|本年|年末|[了个])*"
)
#: words that may stand before it and tell nothing of which thing it is
_FRAME = re.compile(
    r"[一二三四五六七]是|截至|现有|现|中心|全[局院校馆委厅]|\d+月\d*日?|20\d\d|年度?|本|全|年末|年底|期末|当|其中|共|累计|合计|总计|部门|单位|我|局|实际|已|完成|组织|开展|决算|[底末以的了和]"
)
_ASKED_UNIT = re.compile(
    rf"(?:多少|几|(?={unit_words().pattern(unit_words().finer)}|{unit_words().set_pattern('numbered')}数(?![据量字额])))"
    rf"(?:[万亿](?!元))?({LONG_UNITS}|个百分点|[\u4e00-\u9fff])"
)
#: what follows 多少 or 几 and is the unit of nothing, or of many things
_OF_ANYTHING = frozenset("个项处种分是在了的？?，,、不说年月件次回遍位名人台辆钱元数")
#: units in which nobody counts persons
_NO_PERSONS = {*MONEY, *unit_words().of_kind("percent", "score")}
_QUOTED = re.compile('"[^"]+"')
#: how a report on a project leads its money
_OF_REPORT = {
    "全年执行数": re.compile(
        r"(?:其中|该?项目|资金|本年|全年|当年|累计|20\d\d年度?|截至年底)*"
        r"(?:实际)?(?:总?支出|执行|支付|使用|列支)(?:资金|数|金额|总额)?(?:为|共|共计|了)*"
    ),
    "全年预算数": re.compile(
        r"(?:20\d\d年度?|项目|全年|当年|本年)*(?:安排|下达|预算|到位|投入)(?:财政|项目|专项)?(?:资金|预算|经费|安排|数)*(?:为|共|共计|了)*"
    ),
    "得分": re.compile(r"(?:经|第三方|该|本|项目|绩效|评价|评审|综合|最终|总体|自评|总)*(?:得|评|打)分(?:为|是)?"),
}
#: the share of the words of a question that a clause must have to speak of the thing, and the least it shares with it
_NAMED, _SHARED = 0.5, 4
#: the share of what says the same as the one that fits best
_ALIKE = 0.35
#: the share that a figure has to have of which there is only one
_ALONE = 0.7
#: the share that the clause itself has to have, where the words before it have the rest
_LEAST_NAMED = 0.3
#: the share that the words behind a figure have to have where those before it say nothing
_BEHIND = 0.6
_LEAST, _MOST = 3, 6
#: a row of a form that names spending is called so in sentences too
_SPENT = "支出"
#: the share of a question that a sentence must have to print one of the numbers that it states
_SAID = 0.4
_DONE = re.compile(r"^(?:实际完成值|实际值完成值|决算数|数量)$")
#: columns of what was aimed at
_AIM = re.compile(r"(?:指标值|目标值)$")


def sightings(query: Query, desk: Desk, doc_id: str, subject: Subject, like: Sequence[Fact]) -> list[Fact]:
    """The figures of a subject in tables of no known form and in sentences, in units of the known ones.

    ``like`` are the figures of it that are known: they say which unit it has, and which names.
    """
    names = _names(subject, like)
    units = {f.unit for f in like if f.unit}
    if not units and subject.measure is not None and subject.measure.unit:
        units = {subject.measure.unit}
    if not units or not names:
        return []
    found = [f for f in _cells(desk.index(doc_id), names) if _comparable(f.unit, units)]
    found += [f for f in above_forms(desk, doc_id, names) if _comparable(f.unit, units)]
    found += _sentences(query, desk, doc_id, names, units)
    return [f for f in found if f not in like]


def of_project_report(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """What an annexed report on the project of a question tells of it by its title; points also where it is quoted."""
    if not query.project:
        return []
    kinds = [k for k in everywhere.kinds_asked(query) if k in _OF_REPORT]
    quoted = name_key(query.project).lower()
    found = []
    for one in printed_in(desk, doc_id) if kinds else ():
        titles = one.sentence.section.split("/")
        reported = any("报告" in t and everywhere.names_project(t, query.project) for t in titles)
        kind = next((k for k in kinds if _OF_REPORT[k].fullmatch(one.before)), None)
        if kind is None or not (reported or (kind == "得分" and _only_names(one.sentence.text, quoted))):
            continue
        if one.unit in MONEY or (kind == "得分" and one.unit == "分"):
            fact = as_fact(desk, doc_id, one, query.project)
            found.append(fact.but(column=kind) if kind == "得分" else fact)
    return found


def _only_names(text: str, quoted: str) -> bool:
    """Whether a sentence quotes one name alone, and this is it."""
    names = {name_key(n).lower() for n in _QUOTED.findall(fold(text))}
    return {n for n in names if len(n) > 1} == {quoted}


def of_thing(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures of something that no fact names, by its words: those of sentences and forms that say it alike."""
    text = question_words().operations["conflict"].sub("|", query.rest)
    text = question_words().every_value.sub("|", text)
    segments = segments_in(text)
    if len("".join(segments)) < _LEAST:
        return []
    unit = asked_unit(text)
    segments = [w for w in segments if w.lstrip("万亿") != unit and not any(w != o and w in o for o in segments)]
    planned = "目标值" in query.columns
    printed = [p for p in printed_in(desk, doc_id, planned) if _counts(p.unit, unit)]
    found = [(_fit(segments, p.before, _up_to(p)), p) for p in printed]
    if unit == "人":  # 为4128名老人发放津贴: of persons it is often said behind the figure what they got
        found += [(fit, p.behind()) for p in printed if (fit := share(segments, p.rest)) >= _BEHIND]
    found = [(fit, p) for fit, p in found if fit >= _ALIKE]
    behind = {(p.sentence.start, p.at) for _, p in found if p.rest and p.rest.endswith(p.before)}
    done = [
        (_fit(segments, name_key(f.row_name), name_key(f"{f.part_of or ''}{f.row_name}")), f)
        for f in desk.index(doc_id).facts
        if f.origin == "annex"
        and (_AIM if planned else _DONE).search(f.column)
        and f.value is not None
        and _counts(f.unit, unit)
    ]
    facts = [(fit, f.row_name, f) for fit, f in done if fit >= _ALIKE]
    facts += [(fit, p.before, as_fact(desk, doc_id, p, p.before)) for fit, p in found]
    best = max(facts, key=lambda f: f[0], default=None)
    if best is None or best[0] < _NAMED:
        return []
    # one sentence tells no thing twice: what stands beside the best in it is another thing
    others = [x for x in facts if x[2] is best[2] or x[2].start != best[2].start or x[2].origin != "prose"]
    others = _one_row_a_form(others)
    freely = (best[2].start, best[2].at) in behind
    alike = [
        f
        for _, said, f in others
        if f.unit == best[2].unit
        and _says_alike(name_key(said), name_key(best[1]), freely and (f.start, f.at) in behind)
    ]
    alike = list({(f.start, f.at): f for f in alike}.values())[:_MOST]
    return alike if len(alike) > 1 or best[0] >= _ALONE else []


def _one_row_a_form(facts: Sequence[tuple[float, str, Fact]]) -> list[tuple[float, str, Fact]]:
    """Of the rows of a form only those that are named best: two rows of one form are two things (新建, 改造)."""
    top: dict[tuple[str | None, str | None], tuple[float, str]] = {}
    for fit, _, fact in facts:
        if fact.origin == "annex":
            form = (fact.table, fact.part_of)
            top[form] = max(top.get(form, (fit, fact.row_name)), (fit, fact.row_name), key=lambda t: t[0])
    return [x for x in facts if x[2].origin != "annex" or top[x[2].table, x[2].part_of][1] == x[2].row_name]


def asked_unit(text: str) -> str | None:
    """The unit in which a question asks for a figure (多少万亩, 几场)."""
    match = _ASKED_UNIT.search(text)
    return match.group(1) if match else None


def counts_as_asked(fact: Fact, text: str) -> bool:
    """Whether a figure is in the unit that a question asks for, if it names one that is no money."""
    unit = asked_unit(text)
    if unit == "人" and fact.unit in _NO_PERSONS:
        return False
    return unit is None or unit in _OF_ANYTHING or _counts(fact.unit, unit)


def _fit(segments: Sequence[str], own: str, around: str) -> float:
    """How well a figure fits what is asked: by the words right before it, and by all that lead to it."""
    here = share(segments, own)
    return (here + share(segments, around)) / 2 if here >= _LEAST_NAMED else 0.0


def _up_to(one: Printed) -> str:
    """The words of a sentence up to one of its figures."""
    return name_key(one.sentence.text[: one.at - one.sentence.start])


def printing(query: Query, desk: Desk, doc_id: str, number: str) -> Fact | None:
    """The figure that a question states, in the sentence that has most of what is asked, if it has enough of it.

    The only one of that number and counter (14个) needs but one word of the question.
    """
    segments = [w for w in segments_of(query) if w != number]
    same = [p for p in printed_in(desk, doc_id) if p.value == Decimal(number)]
    found = [p for p in same if share(segments, p.sentence.key) >= _SAID]
    if not found and (counter := re.search(rf"(?<![\d.]){re.escape(number)}([\u4e00-\u9fff])", query.rest)):
        alike = [p for p in same if p.unit == counter.group(1) and share(segments, p.sentence.key) > 0]
        found = alike if len(alike) == 1 else []
    best = max(found, key=lambda p: share(segments, p.sentence.key), default=None)
    return as_fact(desk, doc_id, best, best.before or best.sentence.text[:8]) if best is not None else None


def as_asked(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The figures without those of prose that other words lead, where some are led by the words of the question.

    查出问题隐患 is asked, 整改问题隐患 is another thing of the same name.
    """
    asked = name_key(query.rest)
    heads = {f: _FRAME.sub("", _head(f)) for f in facts if f.origin == "prose"}
    led = [h for h in heads.values() if len(h) > 1 and h in asked]
    return [f for f in facts if not led or not heads.get(f) or heads[f] in asked]


def _head(fact: Fact) -> str:
    """The words of its clause before the name of a figure; empty where the clause does not have the name."""
    if fact.at is None:
        return ""
    clause = name_key(EDGE.split(fact.quote[: fact.at - fact.start])[-1])
    head, name, _ = clause.rpartition(name_key(fact.row_name))
    return head if name else ""


def _says_alike(one: str, other: str, freely: bool = False) -> bool:
    """Whether two clauses share a run of words that is most of what stands before the figure in one of them.

    ``freely``: of words behind two figures, which go on as they like.
    """
    shared = _longest_shared(one, other)
    return len(shared) >= _SHARED and any(freely or _FILLER.fullmatch(t.rpartition(shared)[2]) for t in (one, other))


def _longest_shared(one: str, other: str) -> str:
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return best


def _counts(unit: str | None, asked: str | None) -> bool:
    """Whether a figure is in the unit that is asked for, in thousands of it or as it is."""
    if unit is None:
        return False
    if asked is None or asked in "钱元":
        return asked is None or unit in MONEY
    if unit in MONEY:
        return False
    return unit.lstrip("万亿").startswith(asked) or (asked == "人" and unit_words().are_alike(unit, asked))


# ---------------------------------------------------------------- names


def _names(subject: Subject, like: Sequence[Fact]) -> list[str]:
    """What a thing is called, the longest names first."""
    measure = subject.measure
    said = [subject.key, subject.text, *(f.row_name for f in like if f.origin == "prose")]
    if measure is not None:
        said += [measure.name, *measure.printed, *(w for w in measure.asked if len(w) > _LEAST)]
        said += [r for r in measure.rows if _SPENT in r]
    keys = {_bare(w) for w in said} | {name_key(w) for w in said}
    # 审执结案件 of 3715件 may be told as 审执结 alone
    keys |= {k for key in keys if (k := _COUNTED_NOUN.sub("", key)) != key}
    return sorted((k for k in keys if len(k) >= _LEAST), key=len, reverse=True)


def _bare(name: str) -> str:
    """A name without its number, what stands in brackets, and 支出 or 数 behind it."""
    return _TAIL.sub("", name_key(_LED.sub("", strip_ordinal(_BRACKETS.sub("", fold(name))))))


def _comparable(unit: str | None, units: Set[str]) -> bool:
    """Whether a unit is one of some, or counts the same (人, 人次), or is money as these are."""
    if unit == "个" and not units & {*MONEY, *unit_words().of_kind("percent", "score")}:
        return True  # a table counts whatever it is by 个
    return any(unit == u or (unit in MONEY and u in MONEY) or _counts(unit, u) or _counts(u, unit) for u in units)


# ---------------------------------------------------------------- tables


def _cells(index: FactIndex, names: Sequence[str]) -> Iterator[Fact]:
    """The main figure of each row of that name in tables of no known form, and of the total of a table so called."""
    for title, facts in index.plain.tables.items():
        filled = [f for f in facts if f.value is not None and not BUDGETS & {f.column} and "预算" not in f.column]
        if title in index.plain.lists or not filled:
            continue
        main = main_column(filled)
        own = _is_of(title, names)
        for row in dict.fromkeys(f.row_name for f in filled):
            if _bare(row) in names or (own and row in layout().total_labels):
                cells = [f for f in filled if f.row_name == row]
                yield next((f for f in cells if f.column == main), cells[0])


def _is_of(title: str, names: Sequence[str]) -> bool:
    """Whether a table is of one thing alone: its title is the name of it and words that any title has."""
    key = name_key(_BRACKETS.sub("", fold(title)))
    name = next((n for n in names if n in key), None)
    rest = (
        re.sub(r"财政拨款|支出|决算|公开|情况|明细|统计|部门|一览|表|总", "", key.replace(name, "", 1)) if name else key
    )
    return not rest


# ---------------------------------------------------------------- sentences


def _sentences(query: Query, desk: Desk, doc_id: str, names: Sequence[str], units: Set[str]) -> Iterator[Fact]:
    """The figures right behind the name of a thing, with nothing beside it that would make it another thing."""
    index = desk.index(doc_id)
    read = {f.at: f for f in index.facts if f.at is not None and f.origin == "prose"}
    final = {*question_words().column_forms["决算数"], "数量", "得分"}
    own = name_key(desk.reports[doc_id].department or "")
    asked = name_key(query.rest)
    for one in printed_in(desk, doc_id):
        name = next((n for n in names if n in one.before), None)
        if name is None or not _comparable(one.unit, units):
            continue
        head, _, tail = one.before.rpartition(name)
        if not _FILLER.fullmatch(tail):
            continue
        head = _FRAME.sub("", head.replace(own, ""))
        if head and head not in asked and not any(head in n for n in names):
            continue
        known = read.get(one.at)
        if known is None:
            yield as_fact(desk, doc_id, one, name)
        elif known.column in final and known.value == one.value and any(n in name_key(known.row_name) for n in names):
            yield known
