"""What the words around a figure say of its subject: outturn, budget, share, change, rate, score, count.

The words right before a figure name its measure; what is left of them names the subject (``naming``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extractors.naming import State, canonical, known_subject, wholes
from extractors.vocabulary import measures, prose_words

MONEY_UNITS = {"万元", "亿元", "元"}
#: columns that state an amount of the thing itself
BUDGETS = {"年初预算数", "全年预算数", "调整预算数", "预算数"}
SPENT = {"决算数", "执行数"}
AMOUNTS = BUDGETS | SPENT | {"资金"}

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BUDGET_NAME = r"年初预算|全年预算|调整后?预算|(?<!公共)(?<!基金)(?<!经营)预算"
_RATE = re.compile(
    r"完成(.{0,8}?)(年初预算|全年预算|调整后?预算|初预算|预算)数?(的|比例为)?$"
    r"|(?:预算|支出|资金)完成率(?:为|达|是|达到)?$|(?:预算)?执行率(?:为|达|是|达到)?$"
)
#: what comes in from the treasury, and what is spent of it
_OF_TREASURY = ("fiscal_income", "fiscal_expenditure")
_SHARE = re.compile(r"占比?([^，；。]{0,30}?)(的|比重为?|比例为?)?$")
#: words of a change; a second one in brackets is left of the template: 下降（增长）
_CHANGE = re.compile(
    r"(增加|增长|增幅|增收|上升|上涨|升幅|提高|减少|下降|降低|降幅|减低|减幅|压减|(?:(?<=[年比期度，、])|^)各?[增减])"
    r"(?P<unchosen>[(][^()，。]{2}[)])?(了|额|幅度?|率)?(为|达)?约?$"
)
_DOWN = {"减少", "下降", "降低", "降幅", "减低", "减幅", "压减", "减", "各减"}
_BUDGET = re.compile(rf"({_BUDGET_NAME}|调整(?=数))(数|安排)?(为|是|共计|合计)?$")
#: the budget that a rate behind it is of (完成全年预算10万元的80%), or that a change behind it starts from
_RATED = re.compile(r"(?:完成|达到|为)(?P<kind>年初预算|全年预算|调整后?预算|预算)数?$")
_RATE_FOLLOWS = re.compile(r"^的(?:比例为?)?\d")
_STARTED = re.compile(r"(?:比|较|与)(?P<name>[^，；。]{0,30}?)(?P<kind>年初预算|全年预算|调整后?预算|预算)数?$")
_EARLIER = re.compile(r"(?:上年度?|去年|上一年度?|20\d\d年度?)")
_CHANGE_FOLLOWS = re.compile(r"^(?:相比)?，?各?[增减上下升降提节超多少]")
#: the amount of the year before that a change behind it starts from (较上年88.05万元增加4.61万元)
_LAST_YEAR = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|20\d\d年度?)(?:同期)?(?P<name>(?:(?!相比|持平)[^，；。\d增减升降]){0,16})$"
)
#: the same, of a change that is told as from one amount on (由88.05万元增加4.61万元)
_FROM = re.compile(r"[由从](?:上年度?|去年|上一年度?|20\d\d年度?)?的?(?:每[人户亩次]?每?[月年天日]?)?$")
_OF_RATE = re.compile(r"^的(?:比例为?)?$")
_BUDGETED = re.compile(r"(?P<kind>年初预算|全年预算|调整预算)(?!数|安排|为)(?P<name>[^，；。：]{2,30})$")
_FINAL = re.compile(r"(支出决算|决算|执行|(?<!本年)实际支出)(数|金额)?(为)?(数)?$")
_AGAINST_BUDGET = re.compile(r"(比|较|与)(20\d\d年度?)?(年初|全年|调整后?)?预算")
_AGAINST_YEAR = re.compile(
    r"上年|去年|上一年|20\d\d年度?(决算|相比)|[比较]20\d\d年度?(?!年?初?预算|全年预算|调整后?预算)|同比"
)
_BEFORE = re.compile(r"(?:上年度?|去年|上一年度?)(?:同期)?(?:收入|支出)?(?:决算|支出|执行|实际)?数?(?:为|是)$")
#: the same with what it is of: 上年一般公共预算财政拨款支出为1187.36万元
_BEFORE_OF = re.compile(
    r"(?:^|[，；。])(?:上年度?|去年|上一年度?)(?:同期)?(?P<name>(?!结[转余]|末)[^，；。：\d]{2,24}?)(?:决算|执行)?数?(?:为|是)$"
)
_TARGET = re.compile(r"(?:年初|年度)?(目标值|指标值)(?:为)?$|(实际完成值|完成值)(?:为)?$")
_FUNDS = re.compile(
    r"涉及(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政拨款)?(?:项目)?(?:支出|资金)(?:合计|共计)?(?:为)?$"
    r"|(?:涉及|评价|自评|投入|支出)?(?:财政性|财政拨款|财政)?(?:预算)?(?:资金|金额)(?:合计|共计|总额)?(?:为)?$"
)
_OWN_FUNDS = re.compile(r"(?:[\u4e00-\u9fff]{2}资金|采购金额)(?:为)?$")
_PLANNED = re.compile(r"每年(?:安排|投入|拨付)[^，；。]{0,20}$")
_WORTH = re.compile(r"(分值|满分|权重|(?<!总)共)(为|是|：)?$")
_SCORE = re.compile(
    r"(?:(?:综合)?(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价))?(?:结果)?(?:实际|最终|综合|平均)?得分(?:为|是|：|达到?)?$"
    # 甲项目自评98分
    r"|(?:^[，、；]?|(?<=.{3}))(?:绩效)?自评(?:得到?|为|是)?$"
)
#: words behind which a bare number is points
BARE_POINTS = re.compile(r"(得分|分值|平均分|满分)(为|：)?$")
_OF_BASE = re.compile(r"^的?(?:比重|比例)(?:为|是)?$|^的$")
_APART = re.compile(r"(高于|低于|高出|超过)[^，；。]{0,20}$")
_UNPAID = re.compile(r"^[^。；]{0,30}?未(?:下达|拨付|到位|支付|实施)")
_BEFORE_SPENT = re.compile(r"^，(?:全年|实际)?执行数")
#: words between the changes of two things that are told as one: 分别减少4批、38人
_SPREAD = re.compile(r"分别(?:增加|增长|减少|下降|上升|提高)(?:了)?$")
_AND = re.compile(r"^[、和及，]$")


def compare(context: str, state: State) -> None:
    """Note what a change told in these words is measured against: the comparison named last counts.

    A budget compares with the year before, even where it says 比上年预算.
    """
    budget = max((m.start() for m in _AGAINST_BUDGET.finditer(context)), default=-1)
    year = max((m.start() for m in _AGAINST_YEAR.finditer(context)), default=-1)
    if budget < 0 and year < 0:
        return
    state.against_budget = budget > year and not state.is_budget


def started_from(context: str, after: str, state: State) -> tuple[str, str] | None:
    """The measure of an amount that a rate or a change behind it starts from, and the words of its subject.

    完成〔全年预算 10 万元〕的 80 %, 比〔年初预算 10 万元〕增加 2 万元, 较〔上年 88.05 万元〕增加 4.61 万元.
    """
    if (match := _RATED.search(context)) and _RATE_FOLLOWS.match(after):
        state.rate = f"完成{_kind_of(match)}比例"
        return f"{_kind_of(match)}数", context[: match.start()]
    if (match := _STARTED.search(context)) and _CHANGE_FOLLOWS.match(after):
        if state.is_budget and _EARLIER.match(name := match.group("name")):
            # a budget starts from that of the year before (比2024年预算数1.00万元减少)
            return "上年数", _EARLIER.sub("", name) or context[: match.start()]
        state.against_budget = not state.is_budget
        return f"{_kind_of(match)}数", context[: match.start()]
    if (match := _LAST_YEAR.search(context)) and _CHANGE_FOLLOWS.match(after):
        named = known_subject(match.group("name"), State("", state.section))
        return "上年数", match.group("name") if named else context[: match.start()]
    if (match := _FROM.search(context)) and _CHANGE_FOLLOWS.match(after) and not state.against_budget:
        return "上年数", context[: match.start()]
    return None


def _kind_of(match: re.Match[str]) -> str:
    return match.group("kind").replace("调整后", "调整")


def base_amount(words: str) -> tuple[str, str | None]:
    """The measure of the amount that a share is taken of, and its subject where it is a budget.

    占〔预算收入 100.00 万元〕的比重为 44.00%.
    """
    if match := _BUDGET.search(words):
        return f"{match.group(1)}数", words[: match.start()]
    return "预算数" if words.startswith("预算") else "资金" if "资金" in words else "决算数", None


def share_of(context: str, state: State, listed: str | None = None) -> str | None:
    """Of what a share is: as the words name it, else what its list is of, else what the section speaks of."""
    if _OF_BASE.match(context) and state.base:
        base, state.base = state.base, None
        return base
    match = _SHARE.search(context)
    named = match.group(1) if match else ""
    for words in (named, named.removesuffix("金额")):
        if words and (name := known_subject(words, State("", state.section))):
            return name
    default = prose_words().subjects.get(state.section or "")
    return named or _chapter_listed(state, listed) or (default if state.subject != default else None)


def _chapter_listed(state: State, listed: str | None) -> str | None:
    """What a list is of that stands in the chapter on all money and that elsewhere has a chapter of its own.

    The chapter's own subject holds what is carried over too: what came in or was spent is no share of that. The same
    goes for the chapter on the money of the treasury.
    """
    subjects = prose_words().subjects
    if state.section == "fiscal" and listed in {measures()[m].name for m in _OF_TREASURY}:
        return listed
    if state.section == "overall" and listed in (None, subjects["overall"]):
        listed = wholes().get(state.subject)
    return listed if listed in subjects.values() else None


#: an outturn that is told to be so far above or below its budget
_GAP = re.compile(
    r"(?:支出)?决算数?(?P<way>大于|高于|多于|超过|超出|小于|低于|少于)(?:年初|全年|调整)?预算数?(?:共|为)?$"
)
_LESS = {"小于", "低于", "少于"}


def column_of(context: str, value: Decimal, unit: str, state: State) -> tuple[str, str, Decimal]:
    """The measure that the words right before a figure name, the words left over, and the signed value.

    Empty where they name none.
    """
    changed, state.changed = state.changed, None
    if changed is not None and unit == "%" and context == "(":
        # 减少1.30万元（11.02%）: the rate of the change before it
        return changed.replace("增减额", "增减幅"), "", state.sign * value
    if match := _CHANGE.search(context):
        return _changed(match, context, value, unit, state)
    if unit in MONEY_UNITS and (match := _GAP.search(context)):
        # 决算数小于年初预算数1.60万元: how far apart the two are, and no budget of something called so
        state.sign = -1 if match["way"] in _LESS else 1
        return "较年初预算增减额", context[: match.start()], state.sign * value
    if state.spread and _AND.match(context):
        return state.spread, "", state.sign * value
    state.spread = None
    if unit == "%" and state.rate and _OF_RATE.match(context):
        column, state.rate = state.rate, None
        return column, "", value
    if unit == "%" and state.base and _OF_BASE.match(context):
        return "占比", "", value
    if unit == "分":
        return _scored(context, state), _unscored(context, state), value
    if unit in MONEY_UNITS and (match := _BUDGETED.search(context)):
        return f"{match.group('kind')}数", context[: match.start()] + match.group("name"), value
    if unit in MONEY_UNITS and (match := _BEFORE_OF.search(context)) and known_subject(match["name"], state):
        return "上年数", match["name"], value
    for pattern, units, name in _MEASURES:
        if (units is None or unit in units) and (match := pattern.search(context)):
            return _measured(pattern, match, name(match), context, value, state)
    if unit == "个百分点" and (match := _APART.search(context)):
        return "差距", context[: match.start()], -value if match.group(1) == "低于" else value
    return "", context, value


def _changed(match: re.Match[str], context: str, value: Decimal, unit: str, state: State) -> tuple[str, str, Decimal]:
    """A change, with its sign: the one that is left where the template offers both, else that of its own word."""
    if not (match.group("unchosen") and unit == "%"):
        state.sign = -1 if match.group(1) in _DOWN else 1
    kind = "增减幅" if unit in {"%", "个百分点"} else "增减额"
    column = ("较年初预算" if state.against_budget else "") + kind
    state.spread = column if _SPREAD.search(context) else None
    state.changed = column if kind == "增减额" else None
    return column, re.sub(r"分别$", "", context[: match.start()]), state.sign * value


def _measured(
    pattern: re.Pattern[str], match: re.Match[str], column: str, context: str, value: Decimal, state: State
) -> tuple[str, str, Decimal]:
    """A measure named by one of the patterns, and the words that are left of its subject."""
    if pattern is _FUNDS and _OWN_FUNDS.search(context) and not _is_paid(context):
        rest = re.sub(r"为$", "", context)
        return ("" if known_subject(rest, state) else "资金"), rest, value
    rest = context[: match.start()]
    if _HAN.search(rest) and match.group(0).startswith("支出决算") and known_subject(rest + "支出", state):
        rest += "支出"
    if pattern is _BUDGET and rest.endswith(("收入总", "支出总", "收支总")):
        rest += "计"
    return column, "" if pattern is _BEFORE else rest, value


def _is_paid(context: str) -> bool:
    """Whether 资金 says how much was involved, and is no part of a name (奖补资金)."""
    return bool(
        re.search(
            r"(?:^|[，、；：]|涉及|评价|自评|投入|总)(?:财政性|财政拨款|财政)?(?:预算)?资金(?:总额)?(?:为)?$", context
        )
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


def _budget(match: re.Match[str]) -> str:
    return f"{match.group(1)}数".replace("调整后", "调整").replace("调整数", "调整预算数")


_MEASURES: tuple[tuple[re.Pattern[str], set[str] | None, Callable[[re.Match[str]], str]], ...] = (
    (_RATE, {"%"}, _rate),
    (_SHARE, {"%"}, lambda m: "占比"),
    (_TARGET, None, lambda m: m.group(1) or m.group(2)),
    (_BEFORE, MONEY_UNITS, lambda m: "上年数"),
    (_BUDGET, MONEY_UNITS, _budget),
    (_FINAL, MONEY_UNITS, lambda m: "执行数" if m.group(1) == "执行" else "决算数"),
    (_FUNDS, MONEY_UNITS, lambda m: "资金"),
)


def default_column(context: str, after: str, unit: str, state: State, part_of: str | None) -> str:
    """The measure of a figure whose words name none: that of the list it stands in, else the outturn or the count.

    What a budget states without further words is budgeted.
    """
    if unit not in MONEY_UNITS:
        return "比例" if unit == "%" else "数量"
    if _BEFORE_SPENT.match(after):
        return "预算数"
    if _UNPAID.match(after) or "涉及" in context or _PLANNED.search(context):
        return "资金"
    return (part_of and state.wholes and state.wholes[-1].column) or ("预算数" if state.is_budget else "决算数")


def canonical_base(words: str) -> str:
    """The subject of the amount that a share is taken of."""
    words = re.sub(r"^20\d\d年度?", "", words)
    return canonical(words) or words


def told_change(context: str) -> str:
    """Words without the change at their end."""
    return _CHANGE.sub("", context)
