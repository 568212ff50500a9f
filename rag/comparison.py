"""What is wanted of several reports: which operation, on which figure of each, under which condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from rag.lookup import Subject
from rag.quantities import in_digits

Task = Literal["each", "rank", "sum", "average", "count", "difference", "ratio", "share", "share_of_all"]
Metric = Literal["amount", "growth", "change", "share", "completion", "gap", "per_head"]
Kind = Literal[
    "over", "under", "between", "some", "none", "rose", "fell", "over_budget", "under_budget", "complete", "incomplete",
    "more_than_other", "less_than_other",
]  # fmt: skip
#: the figure that a column stands for, where a follow-up took it over
_OF_COLUMN: dict[str, Metric] = {"增减幅": "growth", "增减额": "change", "完成比例": "completion", "占比": "share"}
#: bounds are kept in 万元, per cent or as plain numbers
_IN_WAN = {"亿": Decimal(10000), "万": Decimal(1), "元": Decimal("0.0001")}


class Condition(BaseModel):
    """What a figure has to be like; ``bound`` in ``unit`` (万元, % or none); ``said`` in the words of the question."""

    kind: Kind
    said: str
    bound: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None


class Comparison(BaseModel):
    """The operation over several reports. ``asks_who`` where the departments are asked for, not only their number.

    ``one_by_one`` where the figure of every report is, ``ends`` where the highest and the lowest are.
    ``premise`` is what the question takes for granted of the first of two against the second.
    """

    task: Task = "each"
    metric: Metric = "amount"
    condition: Condition | None = None
    asks_who: bool = False
    counts: bool = False
    one_by_one: bool = False
    in_all_years: bool = False
    ends: bool = False
    premise: Literal["more", "less"] | None = None


def comparison_in(
    rest: str, subjects: Sequence[Subject], operations: Sequence[str], columns: Sequence[str], two: bool
) -> Comparison:
    """What the words of a question want of several reports; ``two`` where it names two of them.

    ``rest`` is the question with departments, years and tables blanked out.
    """
    words = across_words()
    rest = words.without_own_bodies(rest)
    beside = _beside(rest, subjects)
    condition = _condition(beside, subjects)
    wanted = Comparison(asks_who=bool(words.which.search(rest)), in_all_years=bool(words.in_all_years.search(rest)))
    wanted.counts = bool(words.counted.search(beside))
    wanted.one_by_one = bool(words.each.search(beside))
    wanted.metric = _metric(beside, operations, columns, two)
    wanted.condition = condition
    wanted.premise = "less" if words.less.search(rest) else "more" if words.more.search(rest) else None
    wanted.ends = bool(words.ends.search(beside))
    wanted.task = _task(wanted, rest, beside, operations, two)
    if wanted.task == "share_of_all" and wanted.metric == "share":
        wanted.metric = "amount"
    if wanted.task != "count":
        wanted.condition = None
    elif condition is None:
        wanted.condition = Condition(kind="some", said="有")
    elif condition.kind in {"rose", "fell"} and wanted.metric == "amount":
        wanted.metric = "change"
    return wanted


def _beside(rest: str, subjects: Sequence[Subject]) -> str:
    """The question without what it speaks of: the 合计 of 支出合计 is no wish to add, that of 项目支出合计 is."""
    for subject in subjects:
        text = subject.text
        if subject.measure is not None and not subject.measure.name.endswith(("计", "总额")):
            text = re.sub("(合计|总额|总计)$", "", text)
        if not subject.end:
            rest = rest.replace(text, "|" * len(text))
        else:
            end = subject.end - len(subject.text) + len(text)
            rest = rest[: subject.start] + "|" * (end - subject.start) + rest[end:]
    return rest


def _is_sum(rest: str, beside: str, operations: Sequence[str]) -> bool:
    """Whether the figures are to be added: by words of the question, or because a follow-up says so."""
    added = question_words().operations["sum"]
    taken_over = "sum" in operations and not added.search(rest)
    return bool(added.search(beside)) or taken_over or bool(across_words().added.search(beside))


def _task(wanted: Comparison, rest: str, beside: str, operations: Sequence[str], two: bool) -> Task:
    words = across_words()
    if "rank" in operations and not (wanted.counts and wanted.condition):
        return "rank"
    if words.of_all.search(beside):
        return "share_of_all"
    if "average" in operations:
        return "average"
    if two and "ratio" in operations:
        return "ratio"
    if two and "share" in operations and wanted.metric == "amount" and words.as_part.search(rest):
        return "share"
    if two and "difference" in operations:
        return "difference"
    if _is_sum(rest, beside, operations) and not words.each.search(beside) and not (wanted.counts and wanted.condition):
        return "sum"
    told_apart = words.each.search(beside) and not wanted.condition and not words.which.search(beside)
    return "count" if (wanted.counts or wanted.asks_who) and not told_apart else "each"


def _metric(beside: str, operations: Sequence[str], columns: Sequence[str], two: bool) -> Metric:
    if "per_head" in operations:
        return "per_head"
    for metric, pattern in across_words().metrics.items():
        if not pattern.search(beside):
            continue
        # of two departments one may be more than the other, which is no change of either
        if two and metric in {"change", "gap"} and not re.search("上年|去年|预算|最", beside):
            continue
        if two and metric == "share" and across_words().as_part.search(beside) and not _names_share(beside):
            continue
        return metric  # type: ignore[return-value]
    return next((m for column, m in _OF_COLUMN.items() if column in columns), "amount") if not two else "amount"


def _names_share(text: str) -> bool:
    """Whether a share within each report is named (项目支出占比), and not that of one report in another."""
    return any(word in text for word in ("占比", "比重")) or text.count("占") > 1


def _condition(beside: str, subjects: Sequence[Subject]) -> Condition | None:
    words = across_words()
    beside = in_digits(beside)
    if match := words.between.search(beside):
        low, high = (Decimal(match[name]) * _IN_WAN.get(match["u"], Decimal(1)) for name in ("a", "b"))
        low = Decimal(match["a"]) * _IN_WAN[match["v"]] if match["v"] in _IN_WAN else low
        unit = "万元" if match["u"] in _IN_WAN else "%" if match["u"] == "%" else None
        return Condition(kind="between", said=match[0], bound=low, upper=high, unit=unit)
    for kind, pattern in (("over", words.over), ("under", words.under)):
        if match := pattern.search(beside):
            number, unit = (match["a"], match["u"]) if match["a"] else (match["b"], match["v"])
            bound = Decimal(number)
            if unit == "%" and bound == 100 and kind == "under":
                return Condition(kind="incomplete", said=match[0], bound=bound, unit="%")
            bound, unit = (bound * _IN_WAN[unit], "万元") if unit in _IN_WAN else (bound, "%" if unit == "%" else "")
            if bound == 0:
                break
            return Condition(kind=kind, said=match[0], bound=bound, unit=unit or None)
    if len(subjects) >= 2:
        if match := words.more_than_other.search(beside):
            return Condition(kind="more_than_other", said=match[0])
        if match := words.less_than_other.search(beside):
            return Condition(kind="less_than_other", said=match[0])
    for kind, pattern in words.conditions.items():
        if match := pattern.search(beside):
            return Condition(kind=kind, said=match[0])
    return None
