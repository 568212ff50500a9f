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
)
from extractors.phrases import FIGURE, PATH, in_title, item_path, reason_spans, sentences
from extractors.text import strip_ordinal
from extractors.vocabulary import prose_words

_UNITS = {"万": "万元", "亿": "亿元", "台(套)": "台（套）", "台套": "台（套）", "\\%": "%"}
_MONEY = {"万元", "亿元", "元"}
#: units of measures of a thing, not of the thing itself
_RELATIVE = {"%", "个百分点", "分"}
#: units that count one thing as well as another
_COUNTERS = {"个", "家", "项", "所", "户"}
_COUNTED = _COUNTERS | {"名", "条", "处", "座", "份", "起", "件", "场"}

_RATE = re.compile(
    r"完成(.{0,8}?)(年初预算|全年预算|调整后?预算|初预算|预算)数?(的|比例为)?$|(预算)?(执行|完成)率(为|达|是|达到)?$"
)
_SHARE = re.compile(r"占比?([^，；。]{0,30}?)(的|比重为?|比例为?)?$")
#: words of a change; a second one in brackets is left of the template: 下降（增长）
_CHANGE = re.compile(r"(增加|增长|上升|提高|减少|下降|降低|减低)(?P<unchosen>[(][^()，。]{2}[)])?(了|额|幅度?)?(为)?$")
_BUDGET = re.compile(r"(年初预算|全年预算|调整后?预算|(?<!公共)(?<!基金)(?<!经营)预算)(数|安排)?(为|是|共计|合计)?$")
#: the budget that a rate behind it is of (完成全年预算10万元的80%), or that a change behind it starts from
_RATED = re.compile(r"(?:完成|达到|为)(?P<kind>年初预算|全年预算|调整后?预算|预算)数?$")
_RATE_FOLLOWS = re.compile(r"^的(?:比例为?)?\d")
_STARTED = re.compile(r"(?:比|较|与)(?P<name>[^，；。]{0,30}?)(?P<kind>年初预算|全年预算|调整后?预算|预算)数?$")
_CHANGE_FOLLOWS = re.compile(r"^(?:相比)?，?各?[增减上下升降提节超多少]")
_OF_RATE = re.compile(r"^的(?:比例为?)?$")
_BUDGETED = re.compile(r"(?P<kind>年初预算|全年预算|调整预算)(?!数|安排|为)(?P<name>[^，；。：]{2,30})$")
_FINAL = re.compile(r"(支出决算|决算|执行|(?<!本年)实际支出)(数|金额)?(为)?(数)?$")
_DOWN = {"减少", "下降", "降低", "减低"}
_AGAINST_BUDGET = re.compile(r"(比|较|与)(20\d\d年度?)?(年初|全年|调整后?)?预算")
_AGAINST_YEAR = re.compile(r"上年|去年|20\d\d年度?(决算|相比)|同比")
_TARGET = re.compile(r"(?:年初|年度)?(目标值|指标值)(?:为)?$|(实际完成值|完成值)(?:为)?$")
_FUNDS = re.compile(
    r"涉及(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政拨款)?(?:项目)?(?:支出|资金)(?:合计|共计)?(?:为)?$"
    r"|(?:涉及|评价|自评|投入|支出)?(?:财政性|财政拨款|财政)?(?:预算)?(?:资金|金额)(?:合计|共计)?(?:为)?$"
)
#: the words behind a count up to the next stop
_BEHIND = re.compile(r"[^，；。：、\d]*(?<!中)(?=[，；。：])")
_OWN_FUNDS = re.compile(r"(?:[\u4e00-\u9fff]{2}资金|采购金额)(?:为)?$")
_WORTH = re.compile(r"(分值|满分|权重|(?<!总)共)(为|是|：)?$")
_SCORE = re.compile(
    r"(?:(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价))?(?:结果)?(?:实际|最终|综合|平均)?得分(?:为|是|：|达到?)?$"
)
_BARE = re.compile(r"(得分|分值|平均分)(为|：)?$")
_PARTS = re.compile(
    r"(?:^|[，；。：、(%])(?:其中|(?:主要|具体)?包括|主要用于以下方面|分别为|分别是)[：，]?(?P<number>[(]?\d{1,2}[.、)])?"
)
_AMONG = re.compile(r"^(?P<words>[^，；。]*?(?:收入|支出|决算|经费|总额|自评))中，")
_CONSISTS = re.compile(r"^(?P<words>[^，；。]*?)(?:包含|含有|设置了?|设有)$")
_BASE = re.compile(r"占(?P<base>[^，；。占]{2,30})$")
_OF_BASE = re.compile(r"^的?(?:比重|比例)(?:为|是)?$")
_APART = re.compile(r"(高于|低于|高出|超过)[^，；。]{0,20}$")
_ACCOUNTS = re.compile(r"[\u4e00-\u9fff]{2,12}决算[(]?$")
_UNPAID = re.compile(r"^[^。；]{0,30}?未(?:下达|拨付|到位|支付|实施)")
_BEFORE_SPENT = re.compile(r"^，(?:全年|实际)?执行数")
_PROJECT = re.compile(r"\"([^\"]{4,40})\"(?=项目)")
#: columns that state an amount of the thing itself
_AMOUNTS = {"决算数", "年初预算数", "全年预算数", "调整预算数", "预算数", "资金", "执行数"}


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
        yield from _sentence(plain, sentence, state)
        if not plain.endswith(("；", "、"), *sentence):
            _end_sentence(state)


def _end_sentence(state: State) -> None:
    """A list ends with its sentence, unless it goes on in sentences of their own; behind one in brackets the text
    goes on with what they stand behind."""
    while state.wholes and not state.wholes[-1].kept:
        whole = state.wholes.pop()
        if whole.bracket:
            state.subject = whole.name


def _sentence(plain: str, sentence: tuple[int, int], state: State) -> Iterator[Figure]:
    start, end = sentence
    if match := PATH.search(plain, start, end):
        state.subject = item_path(match)
    elif state.section in {"performance", "annex"} and (match := _PROJECT.search(plain, start, end)):
        state.subject = match.group(1)
    elif FIGURE.search(plain, start, end) is None and (
        name := canonical(strip_ordinal(plain[start:end].rstrip("。：")))
    ):
        state.subject = name
        _close(name, state)
    state.against_budget, state.rate = False, None
    reasons = reason_spans(plain, sentence, state.section)
    before = start
    for match in FIGURE.finditer(plain, start, end):
        context, after = plain[before : match.start()], plain[match.end() : end]
        if (match.group("unit") is None and not _BARE.search(context)) or in_title(plain, match.start()):
            continue
        opened, before = before, match.end()
        context = state.unnamed(context)
        if inside := [a for _, a, b in reasons if a <= match.start() < b]:
            figure = _told(context[max(inside[0] - opened, 0) :], match, state)
        else:
            told = max((b for _, _, b in reasons if b <= match.start()), default=start)
            figure = _figure(context[max(told - opened, 0) :], after, match, state)
        figure.sentence = sentence
        if figure.unit in _COUNTED and (behind := _BEHIND.match(plain, match.end(), end)):
            before = behind.end()
        yield figure


def _told(context: str, match: re.Match[str], state: State) -> Figure:
    """A figure inside a stated reason: kept apart, it says nothing of the subject itself."""
    value, unit = _value(match)
    name = subject_name(_CHANGE.sub("", context), state) or state.subject
    return Figure(name, "原因所述", value, unit, match.group(0), match.start(), match.end(), (0, 0), state.subject)


def _value(match: re.Match[str]) -> tuple[Decimal, str | None]:
    printed = match.group("unit")
    value = parse_amount(match.group("number"))
    assert value is not None, match.group("number")
    return value, _UNITS.get(printed or "", printed)


def _figure(context: str, after: str, match: re.Match[str], state: State) -> Figure:
    value, printed = _value(match)
    unit = printed or "分"
    span = (match.group(0), match.start(), match.end(), (0, 0))
    if unit in _MONEY and after.startswith("的比") and (base := _BASE.search(context)):
        return _base_amount(base.group("base"), value, unit, span, state)
    if _AGAINST_BUDGET.search(context):
        state.against_budget = True
    elif _AGAINST_YEAR.search(context):
        state.against_budget = False
    if unit in _MONEY and (budget := _budget_of(context, after, value, span, unit, state)):
        return budget
    column, rest, value = _column(context, value, unit, state)
    part_of = _name(rest, after, state, unit, paid=unit in _MONEY and column != "资金")
    if not column:
        column = _default_column(context, after, unit, state, part_of)
    if column == "占比":
        part_of = _base(context, state) or part_of
    if column in _AMOUNTS:
        state.column = column
        if state.subject not in counted_measures():
            state.paid = state.subject
    return Figure(state.subject, column, value, unit, *span, part_of)


def _budget_of(
    context: str, after: str, value: Decimal, span: tuple[str, int, int, tuple[int, int]], unit: str, state: State
) -> Figure | None:
    """The budget that stands between the words of a rate or a change and the rate or change itself."""
    if (match := _RATED.search(context)) and _RATE_FOLLOWS.match(after):
        state.rate = f"完成{_budget_kind(match)}比例"
        part_of = _name(context[: match.start()], after, state, unit, paid=True)
    elif (match := _STARTED.search(context)) and _CHANGE_FOLLOWS.match(after):
        state.against_budget = True
        _name(context[: match.start()], after, state, unit, paid=True)
        part_of = state.whole if state.subject != state.whole and not state.apart else None
    else:
        return None
    return Figure(state.subject, f"{_budget_kind(match)}数", value, unit, *span, part_of)


def _budget_kind(match: re.Match[str]) -> str:
    return match.group("kind").replace("调整后", "调整")


def _base_amount(
    words: str, value: Decimal, unit: str, span: tuple[str, int, int, tuple[int, int]], state: State
) -> Figure:
    """The amount that a share is taken of: 占〔预算收入 100.00 万元〕的比重为 44.00%."""
    words = re.sub(r"^20\d\d年度?", "", words)
    state.base = canonical(words) or words
    if match := _BUDGET.search(words):
        name = words[: match.start()]
        return Figure(name or state.subject, f"{match.group(1)}数", value, unit, *span)
    column = "预算数" if words.startswith("预算") else "资金" if "资金" in words else "决算数"
    return Figure(state.base, column, value, unit, *span)


def _base(context: str, state: State) -> str | None:
    """Of what a share is: as the words name it, else what the section speaks of."""
    if _OF_BASE.match(context) and state.base:
        base, state.base = state.base, None
        return base
    match = _SHARE.search(context)
    named = match.group(1) if match else ""
    for words in (named, named.removesuffix("金额")):
        if words and (name := known_subject(words, State("", state.section))):
            return name
    default = prose_words().subjects.get(state.section or "")
    return named or (default if state.subject != default else None)


def _column(context: str, value: Decimal, unit: str, state: State) -> tuple[str, str, Decimal]:
    """The measure that the words right before a figure name, the words left over, and the signed value.

    Empty where they name none.
    """
    if match := _CHANGE.search(context):
        if not (match.group("unchosen") and unit == "%"):
            state.sign = -1 if match.group(1) in _DOWN else 1
        sign = state.sign
        kind = "增减幅" if unit == "%" else "增减额"
        return ("较年初预算" if state.against_budget else "") + kind, context[: match.start()], sign * value
    if unit == "%" and state.rate and _OF_RATE.match(context):
        column, state.rate = state.rate, None
        return column, "", value
    if unit == "%" and state.base and _OF_BASE.match(context):
        return "占比", "", value
    if unit == "分":
        return _scored(context, state), _unscored(context, state), value
    if unit in _MONEY and (match := _BUDGETED.search(context)):
        return f"{match.group('kind')}数", context[: match.start()] + match.group("name"), value
    for pattern, units, name in _MEASURES:
        if (units is None or unit in units) and (match := pattern.search(context)):
            if pattern is _FUNDS and _OWN_FUNDS.search(context) and not _is_paid(context):
                rest = re.sub(r"为$", "", context)
                return ("" if known_subject(rest, state) else "资金"), rest, value
            rest = context[: match.start()]
            if match.group(0).startswith("支出决算") and known_subject(rest + "支出", state):
                rest += "支出"
            return name(match), rest, value
    if unit == "个百分点" and (match := _APART.search(context)):
        return "差距", context[: match.start()], -value if match.group(1) == "低于" else value
    return "", context, value


def _is_paid(context: str) -> bool:
    """Whether 资金 says how much was involved, and is no part of a name (奖补资金)."""
    return bool(
        re.search(r"(?:^|[，、；：]|涉及|评价|自评|投入|总)(?:财政性|财政拨款|财政)?(?:预算)?资金(?:为)?$", context)
    )


def _scored(context: str, state: State) -> str:
    """Points are the score, or what a thing is worth at most."""
    return "分值" if _WORTH.search(context) and not known_subject(context, state) else "得分"


def _unscored(context: str, state: State) -> str:
    if known_subject(context, state):
        return context
    match = _WORTH.search(context) or _SCORE.search(context)
    return context[: match.start()] if match else context


def _rate(match: re.Match[str]) -> str:
    base = {"初预算": "年初预算", "调整后预算": "调整预算"}.get(match.group(2) or "", match.group(2) or "预算")
    return f"完成{base}比例"


_MEASURES: tuple[tuple[re.Pattern[str], set[str] | None, Callable[[re.Match[str]], str]], ...] = (
    (_RATE, {"%"}, _rate),
    (_SHARE, {"%"}, lambda m: "占比"),
    (_TARGET, None, lambda m: m.group(1) or m.group(2)),
    (_BUDGET, _MONEY, lambda m: f"{m.group(1)}数".replace("调整后", "调整")),
    (_FINAL, _MONEY, lambda m: "执行数" if m.group(1) == "执行" else "决算数"),
    (_FUNDS, _MONEY, lambda m: "资金"),
)


def _default_column(context: str, after: str, unit: str, state: State, part_of: str | None) -> str:
    """The measure of a figure whose words name none: that of the list it stands in, else the outturn or the count."""
    if unit not in _MONEY:
        return "比例" if unit == "%" else "数量"
    if _BEFORE_SPENT.match(after):
        return "预算数"
    if _UNPAID.match(after) or "涉及" in context:
        return "资金"
    return (part_of and state.wholes and state.wholes[-1].column) or "决算数"


def _name(rest: str, after: str, state: State, unit: str, paid: bool) -> str | None:
    """Set the subject that the words around a figure name; returns the whole of which it is a part.

    An amount that is ``paid`` without a name behind a count is of what was paid for before.
    """
    rest = _brackets(rest, state)
    _open(rest, state, unit)
    name = _subject(rest, after, state, unit)
    if name is not None and name == state.whole and _PARTS.search(rest):
        name = printed_part(rest)
    if name is None and paid and state.subject in counted_measures():
        name = state.paid
    if name is not None:
        state.subject = name
        _close(name, state)
    _turn(unit, state, named=name is not None)
    if state.whole is None and unit in _MONEY and state.topic and wholes().get(state.subject) == state.topic:
        return state.topic
    return state.whole if state.subject != state.whole and not state.apart else None


def _subject(rest: str, after: str, state: State, unit: str) -> str | None:
    """The name of what a figure is of; None where it goes on with the subject before."""
    if name := counted_around(rest, after, unit) or counted(rest, unit, state):
        return name
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
    if unit in {"人次", "人"} and state.subject in prose_words().persons:
        return prose_words().persons[state.subject]
    return None


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
        column = state.column if state.unit in _MONEY else None
        _push(state, Whole(state.subject, state.unit, column, kept=numbered, bracket=bracket))
    elif rest.startswith("(") and ")" not in rest and unit in _MONEY and state.unit in _MONEY:
        _push(state, Whole(state.subject, state.unit, state.column, bracket=True))
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
    for kind in (_MONEY, _COUNTERS, {"辆", "台"}):
        if unit in kind:
            return min(kind)
    return unit
