"""Figures of a paragraph with the words that bind them: subject, measure, sign, unit.

A figure belongs to the words between the figure before it and itself; what these do not name is carried on from the
clause before. Nothing is looked up by its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.facts import LAST_YEAR, parse_amount
from extractors.measuring import (
    AMOUNTS,
    BARE_POINTS,
    BUDGETS,
    MONEY_UNITS,
    SPENT,
    base_amount,
    canonical_base,
    column_of,
    compare,
    default_column,
    share_of,
    started_from,
    told_change,
)
from extractors.naming import (
    State,
    Whole,
    canonical,
    counted,
    counted_after,
    counted_around,
    counted_ending,
    counted_measures,
    known_subject,
    opens_count,
    printed_part,
    subject_name,
    wholes,
    without_score,
)
from extractors.phrases import FIGURE, PATH, in_title, item_path, path_before, reason_spans, sentences
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import measures, prose_words, standard_names
from extractors.vocabulary.units import unit_words

_UNITS = {"万": "万元", "亿": "亿元", "\\%": "%"}
#: units of measures of a thing, not of the thing itself
_RELATIVE = unit_words().of_kind("percent", "score")
#: units that count one thing as well as another
_COUNTERS = unit_words().of_set("parts")
_COUNTED = unit_words().of_set("listed")
_TIMES = unit_words().of_set("held")

#: the words behind a count up to the next stop; of visits also up to the number of the visitors (25个批次、210人次)
_BEHIND = re.compile(r"[^，；。：、\d]*+(?<!中)(?=[，；。：])|(?:批次?|团组)(?=、\d)")
_PARTS = re.compile(
    r"(?:^|[，；。：、(%])(?:按(?:支出)?(?:功能|经济|用途|性质)(?:分类)?(?:科目)?(?:划分|来?看)?，?)?(?:其中|(?:主要|具体)?包括|主要用于(?:以下方面|(?=：))|分别为|分别是|具体[为是](?=：)|按(?:预算)?单位(?:划?分|来?看))"
    r"[：，]?(?P<number>[(]?\d{1,2}[.、)])?"
)
_AMONG = re.compile(r"^(?P<words>[^，；。]*?(?:收入|支出|决算|经费|总额|自评))中，")
_CONSISTS = re.compile(r"^(?P<words>[^，；。]*?)(?:包含|含有|设置了?|设有)$")
_BASE = re.compile(r"占(?P<base>[^，；。占]{2,30})$")
#: a number before this one that was left unread, for it has no unit: 各减少〔1267.86，〕2570.97万元
_UNREAD = re.compile(r"\d[\d,]*\.\d+[,，、]$")
#: what a figure is without, right before it
_WITHOUT = re.compile(r"(?P<words>[(](?:不含|不包括|不包含)(?P<other>[^()]{2,20})[)])(?:支出|收入|决算|为|是)*$")
#: a budget named before what was done with it (年初预算为100.00万元, 支出决算为98.00万元)
_BUDGET_FIRST = re.compile(r"(?:年初|全年|调整)预算(?:数|为|安排|\d)")
#: what may stand between a path of 类, 款 and 项 and its figure
_BEHIND_PATH = re.compile(r"(?:支出)?[。：，；]*(?:支出|金额)?(?:为|共|共计)?")
#: a share of the amount before it: 占预算收入100.00万元〔的比重〕, 占本年支出488.80万元〔的77%〕
_SHARE_FOLLOWS = re.compile(r"^的(?:比|\d[\d.]*%)")
_ACCOUNTS = re.compile(r"[\u4e00-\u9fff]{2,12}决算[(]?$")
#: what was done to money that a reason tells of
_UNDONE = re.compile(
    r"^(?:年中|年末)?(?:[^，；。]{0,8}?(?:时|年))?(?:追加|新?增加|新增|压减|减少|调减|下拨|预算)了?(?=..)"
)
#: a sentence that goes on with what the one before it told of as a whole
_GOES_ON = re.compile(
    r"(?:比|较|与|和|同)(?:上年|去年|上一年|20\d\d年)|同比|完成(?:年初|全年)?预算|按(?:预算)?单位(?:划?分|来?看)"
)
#: who pays another part of something (另由社会捐助安排35万元)
_PAID_BY = re.compile(
    "(?:另外?|其余|剩余|不足)(?:的?部分)?由(?P<name>[\u4e00-\u9fff]{2,14}?)(?:统筹|自行|负责)?(?:安排|承担|解决|补助|投入|出资|筹集|筹措)$"
)
#: what money was for, with its 科目 in brackets (用于：甲工程（某某安排的支出）8000万元，乙项目（…支出）68万元)
_WITH_ACCOUNT = re.compile(r'(?:用于：?|^，|^、)"?(?P<name>[^，；。：、"()]{4,40})"?(?:项目)?\([^()]{4,40}支出\)$')
#: what a budget does with the money that it names (机关运行经费共计安排68.42万元)
_ARRANGED = re.compile(r"(?<=经费|资金|支出|预算)(?:共计|合计|总共|总计|共)?安排$")
#: what an amount is, told right behind it, before how it changed (事业收入38.50万元为培训等收费收入，比上年增加…)
_DESCRIBED = re.compile(
    r"^(?:，主要)?[为系是][^，；。：]{2,40}收入(?=，(?:与|比|较|同)?(?:上年|去年|上一年|20\d\d年|同比))"
)
#: an income, and what it is, told in place of its amount (事业收入为木材销售收入，比上年增加…)
_INCOME_DESCRIBED = re.compile(r"^(?P<name>[^，；。：为系是]{2,8}收入)(?:主要)?[为系是][^，；。：\d]{4,40}收入(?=，|$)")
#: a 科目 by its code, with its name in brackets or behind it: 2010501(行政运行), 2010501-行政运行
_CODED = re.compile(r"(?<!\d)2\d{6}[-—]?(?:[(](?P<name>[^()\d]{2,30})[)]|(?=[\u4e00-\u9fff]))")
#: of which kinds the things are that were counted last (其他用车6辆，其他用车主要是流动图书车2辆、流动舞台车3辆)
_KINDS_OF = re.compile(r"^[，,]?(?P<whole>[\u4e00-\u9fff]{2,12}?)(?:主要)?(?:是|为|包括)(?=[\u4e00-\u9fff]{2,12}$)")
#: items of expense that an amount was spent on are its parts (主要用于办公费12.60万元、印刷费4.20万元)
_SPENT_ON = re.compile(r"主要用于(?P<name>[^，。；：、\d]{2,14})$")
#: a comparison behind ； that turns back to the whole whose parts were listed
_TURNS_BACK = re.compile(r"[；;](?:比|较|与|同)(?:上年|去年|上一年|20\d\d年)")
_CHANGES, _KINDS = re.compile(r"，(?:比|较|与|同)(?:上年|去年|上一年|20\d\d年)"), {"基本支出", "项目支出"}
_PROJECT = re.compile(r"\"([^\"]{4,40})\"(?=项目)")
#: a project named at the head of its item, before what was planned for it (1.甲项目：2024年预算数…)
_ITEM = re.compile(
    r"(?:[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.])(?P<name>[^，。；：\d]{4,36})：(?=(?:20\d\d年度?)?(?:全年|年初)?预算)"
)
#: a side of the budget, compared with the year before
_SIDE, _SIDES = re.compile("(?:收入|支出)(?=[较比与同])"), {"收入": "income", "支出": "expenditure"}
#: the budget of another year than that of the report
_CALLED_BY_YEAR = re.compile(r"^[，,；;。(]?(?P<year>20\d\d)年度?(?:[为是]|(?![^，。；]*[比较])[^，。；]{2,24})$")
_BUDGET_OF_YEAR = re.compile(r"(?P<year>20\d\d)年度?(?:全年|年初)?预算(?:数|安排)?(?:为|是)?$")


@dataclass(slots=True)
class Figure:
    """One figure of prose. ``start`` and ``end`` are its span in the paragraph, sentence span in ``sentence``."""

    subject: str
    column: str
    value: Decimal
    unit: str | None
    raw: str
    start: int
    end: int
    sentence: tuple[int, int]
    part_of: str | None = None


def figures(plain: str, state: State) -> Iterator[Figure]:
    """The figures of a paragraph in order; ``state`` is carried on and changed."""
    for sentence in sentences(plain):
        yield from _told_apart(plain, [*_sentence(plain, sentence, state)])
        if not plain.endswith(("；", "、"), *sentence):
            _end_sentence(state)


def _told_apart(plain: str, told: list[Figure]) -> list[Figure]:
    """The figures of a sentence; one told without another thing of the sentence (事业收入(不含…收费)) is called so."""
    renamed: dict[str, str] = {}
    for at, figure in enumerate(told):
        before = plain[told[at - 1].end if at else figure.sentence[0] : figure.start]
        match = _WITHOUT.search(before)
        of_money = match is not None and figure.unit in MONEY_UNITS
        if match is not None and of_money and any(match["other"] in other.subject for other in told[:at]):
            renamed[figure.subject] = f"{figure.subject}{match['words']}"
        elif figure.subject in renamed and not figure.column.startswith(("占比", "增减")):
            del renamed[figure.subject]
        figure.subject = renamed.get(figure.subject, figure.subject)
    return told


def _end_sentence(state: State) -> None:
    """A list ends with its sentence, unless it goes on in sentences of their own; behind one in brackets the text
    goes on with what they stand behind."""
    state.ended = None
    while state.wholes and not state.wholes[-1].kept:
        whole = state.wholes.pop()
        state.ended = whole.name
        if whole.bracket:
            state.subject = whole.name


def _sentence(plain: str, sentence: tuple[int, int], state: State) -> Iterator[Figure]:
    start, end = sentence
    state.item = None
    if match := PATH.search(plain, start, end):
        state.subject = state.item = item_path(match)
    elif state.section in {"performance", "annex"} and (match := _PROJECT.search(plain, start, end)):
        state.subject = match.group(1)
    elif state.section == "performance" and (match := _ITEM.match(plain, start, end)):
        state.subject = match["name"]
    elif FIGURE.search(plain, start, end) is None and (
        name := canonical(strip_ordinal(plain[start:end].rstrip("。：")))
    ):
        state.subject = name
        _close(name, state)
    elif state.ended and _GOES_ON.match(plain, start, end):
        state.subject = state.ended
    if state.is_budget and (side := _SIDE.match(plain, start, end)):
        # 其中…其他收入20万元。收入较2024年增加: all of it, and not what the list ended with
        own = prose_words().subjects[_SIDES[side.group()]] if state.section == _SIDES[side.group()] else None
        state.subject = own or side.group()
    if _BUDGET_FIRST.match(plain, start, end) and "结转" in state.subject:
        # what was carried over has no budget: the sentence speaks of what its section is on
        state.subject = prose_words().subjects.get(state.section or "", state.subject)
    state.against_budget, state.rate, state.told = False, None, None
    reasons = reason_spans(plain, sentence, state.section)
    before = start
    for match in FIGURE.finditer(plain, start, end):
        context, after = plain[before : match.start()], plain[match.end() : end]
        if (match.group("unit") is None and not BARE_POINTS.search(context)) or in_title(plain, match.start()):
            continue
        opened, before = before, match.end()
        context = _CODED.sub(lambda m: m["name"] or "", _UNREAD.sub("", state.unnamed(context)))
        if inside := [a for _, a, b in reasons if a <= match.start() < b]:
            figure = _told(context[max(inside[0] - opened, 0) :], after, match, state)
        else:
            told = max((b for _, _, b in reasons if b <= match.start()), default=start)
            figure = _figure(context[max(told - opened, 0) :], after, match, state)
        figure.sentence = sentence
        if figure.unit in _COUNTED and (behind := _BEHIND.match(plain, match.end(), end)):
            before = behind.end()
        yield figure


def _told(context: str, after: str, match: re.Match[str], state: State) -> Figure:
    """A figure inside a stated reason: kept apart, it says nothing of the subject itself."""
    value, unit = _value(match)
    name = subject_name(_UNDONE.sub("", told_change(context)), state)
    if unit in _COUNTED and opens_count(told_change(context)):
        name = counted_after(after, state) or name
    name = state.told = _UNDONE.sub("", name) if name else state.told or state.subject
    return Figure(name, "原因所述", value, unit, match.group(0), match.start(), match.end(), (0, 0), state.subject)


def _value(match: re.Match[str]) -> tuple[Decimal, str | None]:
    printed = match.group("unit")
    value = parse_amount(match.group("number"))
    assert value is not None, match.group("number")
    return value, _UNITS.get(printed, unit_words().named(printed)) if printed else None


def _figure(context: str, after: str, match: re.Match[str], state: State) -> Figure:
    value, printed = _value(match)
    unit = printed or "分"
    span = (match.group(0), match.start(), match.end(), (0, 0))
    if unit in MONEY_UNITS and _SHARE_FOLLOWS.match(after) and (base := _BASE.search(context)):
        return _base_of_share(base.group("base"), value, unit, span, state)
    if len(state.wholes) and state.wholes[-1].parts > 1 and _TURNS_BACK.match(context):
        # 其中：A…，B…；比上年减少: the change is of what the parts were listed of
        state.subject = state.wholes.pop().name
    elif state.joined and len(state.wholes) and _CHANGES.match(context) and _is_list(state):
        # 甲380万元，其中基本支出143万元、项目支出237万元，比上年增加: that of 甲
        state.subject = state.wholes.pop().name
    elif state.item and "结转" in state.subject and _CHANGES.match(context):
        state.subject = state.item  # 甲(项)386万元，其中使用上年结转44万元，比上年增加
    state.joined = context.startswith("、")
    if state.is_budget and unit in MONEY_UNITS:
        context = _ARRANGED.sub("", context)
    context = income_named(_DESCRIBED.sub("", context))
    compare(context, state)
    if unit in MONEY_UNITS and (start := started_from(context, after, state)):
        column, words = start
        part_of = _name(words, after, state, unit, paid=True)
        return Figure(state.subject, column, value, unit, *span, part_of)
    column, rest, value = column_of(context, value, unit, state)
    if column == "资金" and rest.endswith("共") and state.subject in prose_words().evaluated:
        rest += prose_words().evaluated[state.subject]
    if state.is_budget and column in BUDGETS and _is_of_year_before(context, state):
        column = LAST_YEAR
    other = (_PAID_BY.search(context) or _WITH_ACCOUNT.search(context)) if unit in MONEY_UNITS else None
    if other is not None and known_subject(other["name"], state) is None:
        state.subject, part_of = other["name"], None
    else:
        part_of = _name(rest, after, state, unit, paid=unit in MONEY_UNITS and column != "资金")
    if not column:
        column = default_column(context, after, unit, state, part_of)
    if column in BUDGETS and _is_called_by_year_before(context, state):
        column = LAST_YEAR
    if state.is_budget and column == "年初预算数":
        column = "预算数"  # what a budget plans is all there is at the beginning of the year
    if column == "占比":
        part_of = share_of(context, state, part_of) or part_of
    if column in AMOUNTS:
        # a list below an outturn with its budget lists outturns
        if column not in BUDGETS or state.column not in SPENT or state.measured != state.subject:
            state.column = column
        state.measured = state.subject
        if state.subject not in counted_measures():
            state.paid = state.subject
    if unit not in _RELATIVE:
        state.counted = None if unit in MONEY_UNITS else state.subject
    subject = without_score(state.subject) if unit in MONEY_UNITS else state.subject
    return Figure(subject, column, value, unit, *span, part_of)


def _is_list(state: State) -> bool:
    """Whether the parts told last are joined as one list of their whole: kinds of spending, or several parts."""
    return state.subject in _KINDS or state.wholes[-1].parts > 1


def income_named(clause: str) -> str:
    """A clause without what an income is, where it tells that in place of an amount (其他收入为苗木销售收入)."""
    return _INCOME_DESCRIBED.sub(r"\g<name>", clause)


def _is_of_year_before(context: str, state: State) -> bool:
    """Whether the words before a figure say that it is the budget of the year before."""
    match = _BUDGET_OF_YEAR.search(context)
    return match is not None and state.year is not None and int(match["year"]) == state.year - 1


def _is_called_by_year_before(context: str, state: State) -> bool:
    """Whether a budget gives what it calls a measure of the year before by that year (2024年收支总预算9425.36万元)."""
    match = _CALLED_BY_YEAR.match(context) if state.is_budget else None
    measure = _money_measures().get(state.subject)
    return match is not None and state.year is not None and int(match["year"]) == state.year - 1 and bool(measure)


@lru_cache(maxsize=1)
def _money_measures() -> dict[str, str]:
    """The measures of money by their names."""
    return {m.name: m.id for m in measures().values() if not m.unit}


def _base_of_share(
    words: str, value: Decimal, unit: str, span: tuple[str, int, int, tuple[int, int]], state: State
) -> Figure:
    """The amount that a share is taken of; what is told of it does not change what the text speaks of."""
    state.base = canonical_base(words)
    column, budgeted = base_amount(words)
    return Figure(state.base if budgeted is None else budgeted or state.subject, column, value, unit, *span)


def _name(rest: str, after: str, state: State, unit: str, paid: bool) -> str | None:
    """Set the subject that the words around a figure name; returns the whole of which it is a part.

    An amount that is ``paid`` without a name behind a count is of what was paid for before.
    """
    rest = _brackets(rest, state)
    counts = unit not in _RELATIVE and unit not in MONEY_UNITS
    if counts and (kinds := _KINDS_OF.match(rest)) is not None and kinds["whole"] == state.subject:
        _push(state, Whole(state.subject, unit))
        rest = rest[kinds.end() :]
    _open(rest, state, unit)
    name = _subject(rest, after, state, unit)
    if name is not None and name == state.whole and _PARTS.search(rest):
        if PATH.fullmatch(name):
            state.wholes.pop()  # the sentence begins with the list, so that its first path is none of its parts
        else:
            name = printed_part(rest)
    if name is None and paid and state.subject in counted_measures():
        name = _paid_for(state)
    elif name is None and state.counted == state.subject and state.paid and _CHANGES.match(rest):
        name = state.paid  # 机关运行经费480万元，包括两家单位的公用经费，比上年减少: that of the money
    if name in prose_words().funds and state.wholes and state.wholes[-1].bracket:
        name = printed_part(rest)
    if name is not None:
        state.subject = name
        _close(name, state)
        if state.wholes and name != state.whole:
            state.wholes[-1].parts += 1
    _turn(unit, state, named=name is not None)
    of_money = unit in MONEY_UNITS or unit == "%"
    if state.whole is None and of_money and state.topic and wholes().get(state.subject) == state.topic:
        return state.topic
    return state.whole if state.subject != state.whole and not state.apart else None


def _paid_for(state: State) -> str | None:
    """What money behind a count is of: what was paid for the things counted, as far as it was told before."""
    paid = prose_words().paid_for.get(state.subject, ())
    return state.paid if not paid or state.paid in paid else paid[0]


def _subject(rest: str, after: str, state: State, unit: str) -> str | None:
    """The name of what a figure is of; None where it goes on with the subject before."""
    if (path := path_before(rest, 0, len(rest))) and _BEHIND_PATH.fullmatch(rest[path[1] :]):
        return path[0]
    if name := counted_around(rest, after, unit) or counted(rest, unit, state):
        return name
    if unit in _TIMES and (held := next((n for n in prose_words().persons if after.startswith(n)), None)):
        return held  # 拟召开6次会议，人数320人
    if unit in _COUNTERS and (match := _ACCOUNTS.search(rest)):
        return re.sub(r"[(]$", "", match.group(0))
    if (
        unit in _COUNTED
        and opens_count(rest)
        and not known_subject(rest, state)
        and not counted_ending(rest, unit, state)
        and (name := counted_after(after, state))
    ):
        return name
    known = known_subject(rest, state)
    if name := known or counted_ending(rest, unit, state) or subject_name(rest, state):
        return name
    if unit_words().base(unit) == "人":
        return prose_words().persons.get(state.subject)
    return prose_words().groups.get(state.subject) if unit_words().base(unit) == "批" else None


def _brackets(rest: str, state: State) -> str:
    """Close the lists whose bracket ends in these words."""
    while state.wholes and state.wholes[-1].bracket and re.match(r"[^(]*\)", rest):
        state.subject = state.wholes.pop().name
        rest = rest[rest.index(")") + 1 :]
    return rest


def _open(rest: str, state: State, unit: str) -> None:
    """Open a list where the words before a figure say that parts follow (其中：, 主要包括：, 决算中，)."""
    if match := _PARTS.search(rest):
        numbered = match.group("number") is not None
        bracket = match.group(0).startswith("(")
        column = state.column if state.unit in MONEY_UNITS else None
        if unit in MONEY_UNITS and state.unit not in MONEY_UNITS and state.counted == state.subject and state.paid:
            # 项目支出200万元，共14个项目，具体为：甲38万元: what is listed is money, as what was parted into so many is
            state.subject, state.unit, column = state.paid, unit, state.column
        _push(state, Whole(state.subject, state.unit, column, kept=numbered, bracket=bracket))
    elif rest.startswith("(") and ")" not in rest and unit in MONEY_UNITS and state.unit in MONEY_UNITS:
        _push(state, Whole(state.subject, state.unit, state.column, bracket=True))
    elif (match := _SPENT_ON.search(rest)) and name_key(match["name"]) in standard_names():
        _push(state, Whole(state.subject, state.unit, state.column if state.unit in MONEY_UNITS else None))
    elif match := _AMONG.match(rest):
        state.subject = subject_name(match.group("words"), state) or state.subject
        _push(state, Whole(state.subject, unit, kept=True))
    elif unit in _COUNTED and (match := _CONSISTS.match(rest)) and (name := subject_name(match.group("words"), state)):
        _push(state, Whole(name))


def _push(state: State, whole: Whole) -> None:
    if state.whole == whole.name:
        whole.kept = whole.kept or state.wholes[-1].kept
        state.wholes.pop()
    state.wholes.append(whole)
    state.topic = whole.name
    state.apart = False


def _close(name: str, state: State) -> None:
    """Close the lists that a name cannot belong to: its own, and those of its siblings where it is a root."""
    if name in prose_words().apart:
        state.wholes, state.topic = [], None
    roots = prose_words().roots
    for at, whole in enumerate(state.wholes):
        if whole.name == name or (name in roots and whole.name in roots):
            del state.wholes[at:]
            break
    if name in roots:
        for whole in state.wholes:
            whole.kept = True


def _turn(unit: str, state: State, named: bool) -> None:
    """Tell from its unit whether a figure goes on with the parts of the whole or has turned to something else.

    What is counted otherwise than the whole is no part of it, nor is what is said of it.
    """
    if unit in _RELATIVE:
        return
    of = state.wholes[-1].unit if state.wholes else None
    if of is not None and _kind(unit) != _kind(of):
        state.apart = True
    elif named:
        state.apart = False
    state.unit = unit


def _kind(unit: str) -> str:
    """Amounts of money are of one kind, in whichever unit; so are vehicles, and what is merely counted."""
    for kind in (MONEY_UNITS, _COUNTERS, unit_words().of_set("vehicles")):
        if unit in kind:
            return min(kind)
    return unit
