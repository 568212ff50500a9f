"""Figures of a paragraph with the words that bind them: subject, measure, sign, unit.

A figure belongs to the words between the figure before it and itself; what these do not name is carried on from the
clause before. Nothing is looked up by its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import parse_amount
from extractors.text import name_key
from extractors.vocabulary import printed_subjects, prose_words, standard_names

#: number and unit; a year, an ordinal or a document number is no figure
_FIGURE = re.compile(
    r"(?<![\d.A-Za-z\[第])(?P<number>(?:(?<![%\d)元])-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<unit>万元|亿元|元|万|亿|%|个百分点|人次|批次|台\(套\)|台套|台|辆|个|人|家|名|次|项|分|份|条|起|倍|户|处|吨|公里|平方米"
    r"|所(?![有需在属得列示以])|座|亩|场次|场|件)?"
    r"(?![\d.]|年(?!度绩)|月|日|号|\]|级|G|万?元?以上|万?元?以下|万?元?[(]含[)]以上)"
)
_UNITS = {"万": "万元", "亿": "亿元", "台(套)": "台（套）", "台套": "台（套）"}
_MONEY = {"万元", "亿元", "元"}

_RATE = re.compile(
    r"完成(.{0,8}?)(年初预算|全年预算|调整预算|预算)数?(的|比例为)?$|(预算)?(执行|完成)率(为|达|是|达到)?$"
)
_SHARE = re.compile(r"占比?([^，；。]{0,30}?)(的|比重为?|比例为?)?$")
_CHANGE = re.compile(r"(增加|增长|上升|提高|减少|下降|降低|减低)(了|额|幅度?)?(为)?$")
_BUDGET = re.compile(r"(年初预算|全年预算|调整预算|预算)(数|安排)?(为|是|共计|合计)?$")
_FINAL = re.compile(r"(支出决算|决算|执行)(数|金额)?(为)?(数)?$")
_DOWN = {"减少", "下降", "降低", "减低"}
_AGAINST_BUDGET = re.compile(r"(比|较|与)(年初|全年)?预算")
_TARGET = re.compile(r"(?:年初|年度)?(目标值|指标值)(?:为)?$|(实际完成值|完成值)(?:为)?$")
_FUNDS = re.compile(r"(?:涉及|评价|自评)?(?:预算)?(?:资金|金额)(?:为)?$")
_AFTER = re.compile(r"[\u4e00-\u9fff“”\"]{2,16}")
_PARTS = re.compile(r"(其中|主要包括|包括)[：，]?$|(其中|主要包括)：")
_BARE = re.compile(r"(得分|分值|平均分)(为|：)?$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = re.compile(r"^(?P<name>.*?)\((?P<level>类|款|项)\)(?P<tail>支出)?$")
_PATH = re.compile(r"(?:[^，。；：]{2,40}?\(类\))(?:[^，。；：]{2,40}?\(款\))(?:[^，。；：]{2,40}?\(项\))")
_ONLY_PATH = re.compile(rf"{_PATH.pattern}(?:支出)?[。：；，]?")
_ITEM_NUMBER = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,2}[)、.]")
#: units of measures of a thing, not of the thing itself
_RELATIVE = {"%", "个百分点", "分"}


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


@dataclass(slots=True)
class State:
    """What the text is speaking of.

    ``unit`` is that of the subject, ``whole_unit`` that of the whole whose parts are listed; ``apart`` while the text
    has turned from these parts to things counted otherwise.
    """

    subject: str
    section: str | None = None
    whole: str | None = None
    against_budget: bool = False
    unit: str | None = None
    whole_unit: str | None = None
    apart: bool = False


def sentences(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph; a full stop ends one."""
    start = 0
    for match in re.finditer(r"[。！？]+[\"')]*", plain):
        yield start, match.end()
        start = match.end()
    if start < len(plain):
        yield start, len(plain)


def figures(plain: str, state: State) -> Iterator[Figure]:
    """The figures of a paragraph in order; ``state`` is carried on and changed."""
    for sentence in sentences(plain):
        yield from _sentence(plain, sentence, state)


def _sentence(plain: str, sentence: tuple[int, int], state: State) -> Iterator[Figure]:
    start, end = sentence
    if match := _PATH.search(plain, start, end):
        state.subject, state.whole = _path(match), None
    state.against_budget = False
    reason = plain.find("原因", start, end)
    before = start
    for match in _FIGURE.finditer(plain, start, end):
        context, after = plain[before : match.start()], plain[match.end() : end]
        if match.group("unit") is None and not _BARE.search(context):
            continue
        before = match.end()
        told = 0 <= reason < match.start()
        figure = _told(context, match, state) if told else _figure(context, after, match, state)
        if figure is not None:
            figure.sentence = sentence
            yield figure


def _path(match: re.Match[str]) -> str:
    """The path of class, group and item without the number that it is listed under."""
    return _ITEM_NUMBER.sub("", match.group(0))


def path_alone(plain: str) -> str | None:
    """The path of class, group and item where it is all that a paragraph says."""
    match = _PATH.match(plain) if _ONLY_PATH.fullmatch(plain) else None
    return _path(match) if match else None


def _told(context: str, match: re.Match[str], state: State) -> Figure | None:
    """A figure inside a stated reason: kept apart, it says nothing of the subject itself."""
    value, unit = _value(match)
    name = subject_name(context, state) or state.subject
    return Figure(name, "原因所述", value, unit, match.group(0), match.start(), match.end(), (0, 0), state.subject)


def _value(match: re.Match[str]) -> tuple[Decimal, str | None]:
    printed = match.group("unit")
    value = parse_amount(match.group("number"))
    assert value is not None, match.group("number")
    return value, _UNITS.get(printed or "", printed)


def _figure(context: str, after: str, match: re.Match[str], state: State) -> Figure | None:
    value, unit = _value(match)
    unit = unit or "分"
    if _AGAINST_BUDGET.search(context):
        state.against_budget = True
    elif re.search(r"上年|去年|20\d\d年度?(决算|相比)|同比", context):
        state.against_budget = False
    column, rest, value = _column(context, value, unit, state)
    part_of = _name(rest, after, state, unit)
    if column == "占比":
        part_of = _base(context, state) or part_of
    return Figure(state.subject, column, value, unit, match.group(0), match.start(), match.end(), (0, 0), part_of)


def _base(context: str, state: State) -> str | None:
    """Of what a share is: as the words name it, else what the section speaks of."""
    match = _SHARE.search(context)
    named = match.group(1) if match else ""
    known = printed_subjects()
    for candidate in _candidates(named) if named else ():
        if (key := name_key(candidate)) in known:
            return known[key]
    default = prose_words().subjects.get(state.section or "")
    return named or (default if state.subject != default else None)


def _column(context: str, value: Decimal, unit: str, state: State) -> tuple[str, str, Decimal]:
    """The measure that the words right before a figure name, the words left over, and the signed value."""
    if match := _CHANGE.search(context):
        sign = -1 if match.group(1) in _DOWN else 1
        kind = "增减幅" if unit == "%" else "增减额"
        return ("较年初预算" if state.against_budget else "") + kind, context[: match.start()], sign * value
    for pattern, units, name in _MEASURES:
        if (units is None or unit in units) and (match := pattern.search(context)):
            return name(match), context[: match.start()], value
    default = {"%": "比例", "分": "得分"}.get(unit, "决算数" if unit in _MONEY else "数量")
    return default, context, value


_MEASURES: tuple[tuple[re.Pattern[str], set[str] | None, Callable[[re.Match[str]], str]], ...] = (
    (_RATE, {"%"}, lambda m: f"完成{m.group(2) or '预算'}比例"),
    (_SHARE, {"%"}, lambda m: "占比"),
    (_TARGET, None, lambda m: m.group(1) or m.group(2)),
    (_BUDGET, _MONEY, lambda m: f"{m.group(1)}数"),
    (_FINAL, _MONEY, lambda m: "执行数" if m.group(1) == "执行" else "决算数"),
    (_FUNDS, _MONEY, lambda m: "资金"),
)


def _name(rest: str, after: str, state: State, unit: str) -> str | None:
    """Set the subject that the words around a figure name; returns the whole of which it is a part."""
    if _PARTS.search(rest):
        state.whole, state.whole_unit, state.apart = state.subject, state.unit, False
    name = subject_name(rest, state)
    if (
        unit in {"个", "家", "项", "名", "条"}
        and (not rest or rest[-1] in "，、；：")
        and (match := _AFTER.match(after))
    ):
        name = printed_subjects().get(name_key(match.group(0)), match.group(0))
    if name is None and unit in {"人次", "人"} and state.subject in prose_words().persons:
        name = prose_words().persons[state.subject]
    if name is None and unit in {"个", "家"} and (match := _AFTER.match(after)):
        name = printed_subjects().get(name_key(match.group(0)), match.group(0))
    if name is not None:
        state.subject = name
        if state.whole == name or name in prose_words().roots:
            state.whole = None
    _turn(rest, unit, state, named=name is not None)
    return state.whole if state.subject != state.whole and not state.apart else None


def _turn(rest: str, unit: str, state: State, named: bool) -> None:
    """Tell from its unit whether a figure goes on with the parts of the whole or has turned to something else.

    A subject after a ； in another unit than the whole's is no part of it, nor is what follows in such units.
    """
    if unit in _RELATIVE:
        return
    if _kind(unit) == _kind(state.whole_unit):
        state.apart = False
    elif named and state.whole_unit and "；" in rest:
        state.apart = True
    state.unit = unit


def _kind(unit: str | None) -> str | None:
    """Amounts of money are of one kind, in whichever unit."""
    return "元" if unit in _MONEY else unit


def subject_name(rest: str, state: State) -> str | None:
    """The subject at the end of the words before a figure, in its canonical name where the vocabulary knows it."""
    text = re.split(r"[。；]", rest)[-1].rstrip("，、：")
    known = printed_subjects()
    for candidate in _candidates(text):
        bare = candidate.strip("，、：")
        if state.section == "basic" and name_key(bare) in standard_names():
            return bare
        if name := _within(bare, state) or _scoped(bare, state) or known.get(name_key(bare)):
            return name
    segment = _last_segment(text)
    if prose_words().filler.match(segment) or not 2 <= len(_HAN.findall(segment)) <= 40:
        return None
    if segment.count("(") != segment.count(")"):
        return None
    return leveled(segment)


def _within(name: str, state: State) -> str | None:
    table = prose_words().within
    for whole in (state.whole, state.subject):
        if whole in table and name in table[whole]:
            return table[whole][name]
    return None


def _scoped(name: str, state: State) -> str | None:
    scope = prose_words().scoped.get(state.section or "")
    if scope and name.removeprefix(scope.prefix) in scope.names:
        return scope.prefix + name.removeprefix(scope.prefix)
    return None


def _candidates(text: str) -> Iterator[str]:
    """The endings of a phrase that may be a known name, each also without the words between name and figure."""
    for start in _suffixes(text):
        yield start
        shorter = start
        for _ in range(3):
            cut = prose_words().tail.sub("", shorter)
            if cut == shorter:
                break
            shorter = cut
            yield shorter


def _last_segment(text: str) -> str:
    segment = re.split(r"[，：；]", text)[-1]
    if "、" in segment and "收、支" not in segment:
        segment = segment.split("、")[-1]
    for _ in range(3):
        for lead in prose_words().lead:
            segment = lead.sub("", segment)
        segment = prose_words().tail.sub("", segment)
    return segment


def _suffixes(text: str) -> Iterator[str]:
    """The endings of a phrase that may be a known name: whole, without leads, after a comma or a 的."""
    yield text
    segment = re.split(r"[，：；。]", text)[-1]
    yield segment
    for _ in range(4):
        for lead in prose_words().lead:
            segment = lead.sub("", segment)
        yield segment
    if "的" in segment:
        yield segment.rsplit("的", 1)[1]
    if "、" in segment:
        yield segment.rsplit("、", 1)[1]


def leveled(name: str) -> str:
    """科学技术(类)支出, 科学技术支出(类) and 科学技术类(类) are all 科学技术支出（类）.

    A path of several levels keeps its folded width, in which it stands as a subject of its own.
    """
    match = _LEVELS.match(name)
    if not match:
        return name
    if re.search(r"\([类款]\)", match.group("name")):
        return f"{match.group('name')}({match.group('level')})"
    base = match.group("name").removesuffix("类")
    if match.group("level") == "类" and not base.endswith("支出"):
        base += "支出"
    return f"{base}（{match.group('level')}）"
