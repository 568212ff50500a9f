"""What is wanted of several reports: which operation, on which figure of each, under which condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from rag.holdings.lookup import Subject
from rag.language.conditions import OF_TWO, Condition, Metric, conditions_in, metric_in
from rag.language.quantities import number_of

Task = Literal[
    "each", "rank", "sum", "average", "median", "count", "difference", "ratio", "share", "share_of_all",
]  # fmt: skip
#: the figure that a column stands for, where a follow-up took it over
_OF_COLUMN: dict[str, Metric] = {"增减幅": "growth", "增减额": "change", "完成比例": "completion", "占比": "share"}

#: kinds of conditions that hold figures against others
_COMPARED = OF_TWO | {"above_average", "below_average"}


class Comparison(BaseModel):
    """The operation over several reports.

    ``asks_who`` where the departments are asked for, not only their number; ``one_by_one`` where the figure of every
    report is, ``ends`` where the highest and the lowest are, ``least`` where it is the smallest rise or fall.
    A department counts that meets all ``conditions``, with ``any_of`` one of them; where these are told ``apart``, each
    has departments of its own.
    Of a ranking: ``of_first`` is what is asked of the one that comes first, with ``share_of_first`` its share in it;
    ``two_places`` are held against each other, ``of_top`` so many are taken together, and it ``saves`` where it is by
    what was saved of the budget.
    ``premise`` is what the question takes for granted of the first of two against the second.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    task: Task = "each"
    metric: Metric = "amount"
    conditions: list[Condition] = Field(default_factory=list)
    apart: bool = False
    any_of: bool = False
    asks_who: bool = False
    counts: bool = False
    one_by_one: bool = False
    in_all_years: bool = False
    ends: bool = False
    least: Literal["rise", "fall"] | None = None
    of_first: list[Subject] = Field(default_factory=list)
    share_of_first: bool = False
    two_places: tuple[int, int] | None = None
    of_top: int | None = None
    saves: bool = False
    premise: Literal["more", "less"] | None = None


def comparison_in(
    rest: str, subjects: Sequence[Subject], operations: Sequence[str], columns: Sequence[str], two: bool
) -> Comparison:
    """What the words of a question want of several reports; ``two`` where it names two of them.

    ``rest`` is the question with departments, years and tables blanked out.
    """
    words = across_words()
    rest = words.mixed.sub(lambda m: "|" * len(m[0]), words.without_own_bodies(rest))
    beside = _beside(rest, subjects)
    read = conditions_in(rest, beside, subjects)
    wanted = Comparison(asks_who=bool(words.which.search(rest)), in_all_years=bool(words.in_all_years.search(rest)))
    wanted.asks_who |= bool(words.which_year.search(rest)) and "rank" not in operations
    wanted.counts = bool(words.counted.search(beside))
    wanted.one_by_one = bool(words.each.search(beside))
    wanted.conditions, wanted.apart, wanted.any_of = read.conditions, read.apart, read.any_of
    wanted.asks_who |= bool(read.conditions) and bool(re.search("(有|是)哪些", rest))
    wanted.metric = _metric(beside, operations, columns, two)
    wanted.premise = "less" if words.less.search(rest) else "more" if words.more.search(rest) else None
    wanted.ends = bool(words.ends.search(beside))
    wanted.least = "fall" if words.least_fall.search(beside) else "rise" if words.least_rise.search(beside) else None
    if together := words.top_together.search(beside):
        wanted.of_top = int(number_of(together[1]))
    wanted.task = _task(wanted, rest, beside, operations, two)
    if wanted.task == "rank":
        wanted.of_first = _of_first(rest, subjects)
        if wanted.of_first and wanted.metric == "share" and (named := [s for s in subjects if s.end and not s.generic]):
            # 最多的是谁，占其支出合计多少: by the amount, and of the first one its share
            wanted.share_of_first = "占" in rest[named[0].end : named[1].start]
            wanted.metric = "amount" if wanted.share_of_first else wanted.metric
        wanted.two_places = _two_places(rest)
        if wanted.two_places and not words.metrics["change"].search(beside):
            wanted.metric = metric_in(beside) or "amount"
    if wanted.task == "share_of_all" and wanted.metric == "share":
        wanted.metric = "amount"
    if wanted.task != "count":
        wanted.conditions = [c for c in wanted.conditions if c.filters]
        if wanted.conditions:
            wanted.metric = _of_those(_beside(read.rest, subjects), wanted.conditions)
    if wanted.task == "rank" and wanted.metric == "gap":
        wanted.saves = bool(words.saves_most.search(beside))
    if wanted.task == "count" and wanted.metric == "growth":
        # 哪些涨了，幅度各多少: the rate is what is told
        turned = [c.metric == "change" and c.kind in {"rose", "fell"} for c in wanted.conditions]
        wanted.conditions = [
            c.model_copy(update={"metric": "growth"}) if t else c
            for c, t in zip(wanted.conditions, turned, strict=True)
        ]
    if wanted.task == "count" and not wanted.conditions:
        wanted.conditions = [_has_some(wanted.metric, subjects)]
    return wanted


def _of_first(rest: str, subjects: Sequence[Subject]) -> list[Subject]:
    """What is asked of the one that a ranking by the first subject puts first (最高的那家，公用经费是多少)."""
    named = [s for s in subjects if s.end and not s.generic]
    if len(named) < 2 or not across_words().of_first.fullmatch(rest[named[0].end : named[1].start]):
        return []
    behind = rest[named[-1].end :]
    return [] if question_words().operations["rank"].search(behind) else named[1:]


def _two_places(rest: str) -> tuple[int, int] | None:
    match = across_words().two_places.search(rest)
    return (int(number_of(match[1])), int(number_of(match[2]))) if match else None


def _has_some(metric: Metric, subjects: Sequence[Subject]) -> Condition:
    """The condition that is meant where none is put: that a department has a figure other than zero."""
    return Condition(kind="some", said="有", metric=metric, subjects=list(subjects) if metric == "share" else [])


def _of_those(left: str, conditions: Sequence[Condition]) -> Metric:
    """Which figure is asked for of the departments that meet conditions: as the question says, else theirs."""
    if any(c.metric == "gap" for c in conditions) and across_words().saved.search(left):
        return "gap"
    bounded = next((c.metric for c in conditions if c.metric in {"share", "completion", "growth", "per_head"}), None)
    return metric_in(left) or bounded or "amount"


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
    some = across_words().added_of_some.search(rest)
    return bool(added.search(beside) or across_words().added.search(beside) or some) or taken_over


def _task(wanted: Comparison, rest: str, beside: str, operations: Sequence[str], two: bool) -> Task:
    words = across_words()
    firm = [c for c in wanted.conditions if not c.filters and (c.kind in _COMPARED or c.bound is not None)]
    held = bool(firm) and not words.superlative.search(beside)
    if wanted.of_top:
        return "share_of_all" if "占" in beside else "sum"
    if "rank" in operations and not (wanted.counts and wanted.conditions) and not held:
        return "rank"
    in_share = any(c.metric == "share" for c in wanted.conditions)
    if (words.of_all.search(beside) and not in_share) or words.part_of_all.search(rest):
        return "share_of_all"
    if words.median.search(beside):
        return "median"
    of_average = any(c.kind in {"above_average", "below_average"} for c in wanted.conditions)
    if "average" in operations and not (of_average and (wanted.asks_who or wanted.counts)):
        return "average"
    if two and "ratio" in operations:
        return "ratio"
    if two and "share" in operations and wanted.metric == "amount" and words.as_part.search(rest):
        return "share"
    if two and ("difference" in operations or words.either.search(rest)):
        return "difference"
    if (
        _is_sum(rest, beside, operations)
        and not words.each.search(beside)
        and not (wanted.counts and wanted.conditions)
    ):
        return "sum"
    told_apart = words.each.search(beside) and not wanted.conditions and not words.which.search(beside)
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
    if across_words().ends.search(beside):
        return "amount"  # 最多的比最少的多多少 holds departments against each other
    return next((m for column, m in _OF_COLUMN.items() if column in columns), "amount") if not two else "amount"


def _names_share(text: str) -> bool:
    """Whether a share within each report is named (项目支出占比), and not that of one report in another."""
    return any(word in text for word in ("占比", "比重")) or text.count("占") > 1
