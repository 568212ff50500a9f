"""Conditions that a question puts on departments: each on a figure of its own, read clause by clause.

超过1000万而且项目支出比基本支出少 are two conditions that hold together, 哪些涨了、哪些降了 two that part them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.vocabulary import measures
from extractors.vocabulary.across import across_words
from rag.holdings.lookup import Subject
from rag.language.quantities import in_digits, in_per_cent, number_of

Metric = Literal["amount", "growth", "change", "share", "completion", "gap", "per_head"]
Kind = Literal[
    "over", "under", "between", "some", "none", "rose", "fell", "unchanged", "over_budget", "under_budget", "complete",
    "incomplete", "more_than_other", "less_than_other", "equal_to_other", "unlike_other",
    "above_average", "below_average",
]  # fmt: skip
#: kinds that hold one figure against another one of the same report
OF_TWO: set[Kind] = {"more_than_other", "less_than_other", "equal_to_other", "unlike_other"}
#: bounds are kept in 万元, per cent or as plain numbers
_IN_WAN = {"亿": Decimal(10000), "万": Decimal(1), "元": Decimal("0.0001")}
#: how many times another figure: 高于差旅费的两倍
_TIMES = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍")
#: what a condition says that only the naming of a figure makes (既买车又出国)
_JOINED = "有其"
#: kinds that say too little to be meant where a clause names no figure
_FAINT: set[Kind] = {"some", "none"}
_OPPOSITES: tuple[set[Kind], ...] = (
    {"rose", "fell"}, {"some", "none"}, {"over_budget", "under_budget"}, {"complete", "incomplete"},
)  # fmt: skip


class Condition(BaseModel):
    """What a figure has to be like; ``bound`` in ``unit`` (万元, % or none); ``said`` in the words of the question.

    ``subjects`` are what it looks at, of which ``metric`` says the figure; ``inclusive`` where the bound itself fits,
    ``times`` where a figure is held against so many times the other one. ``filters`` where it narrows the departments
    of which something else is asked (增长的部门中增幅最小的).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    kind: Kind
    said: str
    bound: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    inclusive: bool = False
    times: Decimal | None = None
    metric: Metric = "amount"
    subjects: list[Subject] = []
    filters: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The conditions of a question; ``apart`` where each parts off departments of its own.

    ``any_of`` where it is enough to meet one. ``rest`` is the question with those that filter blanked out.
    """

    conditions: list[Condition]
    apart: bool
    any_of: bool
    rest: str


def conditions_in(rest: str, beside: str, subjects: Sequence[Subject]) -> Read:
    """The conditions of a question; ``beside`` is its text without what it speaks of, places unchanged."""
    words = across_words()
    conditions: list[Condition] = []
    last: list[Subject] = []
    asking, left = 0, rest
    for start, end in _clauses(beside):
        own = [s for s in subjects if s.end and start <= s.start < end]
        found = _condition(beside, start, end, own)
        if found is None and own and words.joins.search(beside[:end] if "既" in beside[start:end] else beside[:start]):
            found = Condition(kind="some", said=_JOINED), end
        if found is None or (found[0].kind in _FAINT and not own and conditions):
            last = own or last
            continue
        condition, stop = found
        if condition.unit == "%" and condition.metric == "amount" and not own:
            # 各部门预算完成率，谁超了100%
            condition = condition.model_copy(update={"metric": metric_in(beside[:start]) or "amount"})
        condition.subjects = condition.subjects or own or last or [s for s in subjects if s.end][:1]
        condition.filters = bool(words.filters.match(beside[stop:]))
        each = _each_of(condition, rest)
        if conditions and not own and conditions[-1].said == _JOINED and conditions[-1].subjects == last:
            conditions.pop()  # 并且政府采购也超百万: the figure was only named so far
        asking += len(each) * bool(words.asks_anew.search(beside, start, end))
        conditions += each
        last = condition.subjects
        if condition.filters:
            left = left[:start] + "|" * (stop - start) + left[stop:]
    apart = len(conditions) > 1 and (
        asking == len(conditions) or _opposed(conditions) or bool(words.numbered_apart.search(beside))
    )
    any_of = len(conditions) > 1 and bool(words.any_of.search(beside))
    return Read(conditions, apart, any_of, left)


def _each_of(condition: Condition, rest: str) -> list[Condition]:
    """A condition on each of several figures that stand side by side (基本支出和项目支出都超过200万)."""
    subjects = condition.subjects
    if len(subjects) < 2 or condition.kind in OF_TWO or condition.metric == "share":
        return [condition]
    between = (rest[a.end : b.start] for a, b in pairwise(subjects))
    if not all(across_words().ranked_alike.fullmatch(b) for b in between):
        return [condition]
    return [condition.model_copy(update={"subjects": [s]}) for s in subjects]


def is_put_on(text: str, subject: Subject) -> bool:
    """Whether a question puts a condition on a figure right where it names it."""
    end = re.compile("[，,;；。]|$").search(text, subject.end)
    return _condition(text, subject.end, end.start() if end else len(text), []) is not None


def _opposed(conditions: Sequence[Condition]) -> bool:
    """Whether conditions of one figure exclude each other, so that no department can meet both."""
    kinds = {c.kind for c in conditions}
    alike = len({tuple(s.key for s in c.subjects) for c in conditions}) == 1
    return alike and any(kinds == pair for pair in _OPPOSITES)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a question: parted by signs, by words that join conditions, and where it asks anew who it is."""
    start = 0
    for match in across_words().clause_ends.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def metric_in(text: str) -> Metric | None:
    """Which figure of a measure some words name, where it is not its amount."""
    return next((m for m, pattern in across_words().metrics.items() if pattern.search(text)), None)  # type: ignore[misc]


def _condition(beside: str, start: int, end: int, own: Sequence[Subject]) -> tuple[Condition, int] | None:
    """The condition of one clause with the figure on which it is put, and where its words end."""
    words = across_words()
    clause = beside[start:end]
    if bounded := _bounded(clause):
        condition, behind = bounded
        if condition.metric == "amount":
            condition.metric = _measured(clause, condition, own)
        return _of_change(clause, condition), end - behind
    if len(own) >= 2:
        for kind, pattern in words.against_other.items():
            if match := pattern.search(clause):
                times = _TIMES.search(clause)
                said, number = (times[0], number_of(times[1])) if times else (match[0], None)
                return Condition(kind=kind, said=said, times=number), start + match.end()
    if len(own) == 1 and (match := words.all_of.search(clause)):
        whole = measures()["income" if match["whole"] == "收入" else "expenditure"]
        condition = Condition(kind="equal_to_other", said=match[0], subjects=[own[0], Subject.of(whole)])
        return condition, start + match.end()
    for kind, pattern in words.conditions.items():
        if match := _within(pattern, beside, start, end):
            condition = Condition(kind=kind, said=match[0])
            condition.metric = _metric_of(condition, clause)
            return condition, match.end()
    return None


def _within(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match inside a clause; what stands around the clause is seen by the pattern all the same."""
    match = pattern.search(text, start)
    while match is not None and match.start() < end:
        if match.end() <= end:
            return match
        match = pattern.search(text, match.start() + 1)
    return None


def _bounded(clause: str) -> tuple[Condition, int] | None:
    """A condition that states a number, and how much of the clause stands behind it."""
    words = across_words()
    text = in_per_cent(in_digits(clause))
    if match := words.over_budget_by.search(text):
        bound, said = 100 + Decimal(match["n"]), _in_its_words(clause, text, match)
        condition = Condition(kind="over", said=said, bound=bound, unit="%", inclusive=True, metric="completion")
        return condition, len(text) - match.end()
    if match := words.between.search(text):
        low, high = (Decimal(match[name]) * _IN_WAN.get(match["u"], Decimal(1)) for name in ("a", "b"))
        low = Decimal(match["a"]) * _IN_WAN[match["v"]] if match["v"] in _IN_WAN else low
        unit = "万元" if match["u"] in _IN_WAN else "%" if match["u"] == "%" else None
        condition = Condition(
            kind="between", said=_in_its_words(clause, text, match), bound=low, upper=high, unit=unit, inclusive=True
        )
        return condition, len(text) - match.end()
    for kind, pattern in (("under", words.under), ("over", words.over)):
        if match := pattern.search(text):
            number, unit = (match["a"], match["u"]) if match["a"] else (match["b"], match["v"])
            bound = Decimal(number) * _IN_WAN.get(unit, Decimal(1))
            if bound == 0:
                return None
            unit = "万元" if unit in _IN_WAN else "%" if unit == "%" else None
            inclusive = bool(words.inclusive.search(match[0]))
            said = _in_its_words(clause, text, match)
            condition = Condition(kind=kind, said=said, bound=bound, unit=unit, inclusive=inclusive)
            return condition, len(text) - match.end()
    return None


def _in_its_words(clause: str, text: str, match: re.Match[str]) -> str:
    """What a match in a clause with its numerals in digits reads like in the clause itself."""
    start, end = match.start(), len(clause) - (len(text) - match.end())
    return clause[start:end] if clause[:start] == text[:start] else match[0]


def _measured(clause: str, condition: Condition, own: Sequence[Subject]) -> Metric:
    """The figure that a bound is put on."""
    named = metric_in(clause)
    if condition.unit == "%" and "占" in clause:
        return "share"
    if named is None and (condition.unit is None or condition.unit in {"%", "万元"}) and _turns(clause):
        return "growth" if condition.unit == "%" else "change"
    if condition.unit == "%" and named in {"change", "gap"}:
        return "growth" if named == "change" else "completion"
    if named is None and condition.unit == "%" and _is_rate(own):
        return "amount"
    return named or "amount"


def _turns(clause: str) -> bool:
    """Whether a rise or a fall is spoken of."""
    words = across_words().conditions
    return bool(words["rose"].search(clause) or words["fell"].search(clause))


def _is_rate(own: Sequence[Subject]) -> bool:
    return any(s.text.endswith(("率", "比", "比例")) for s in own)


def _of_change(clause: str, condition: Condition) -> Condition:
    """A bound on a rise or a fall in the sign of the change: 下降超过10% is a change below -10%."""
    words = across_words()
    falls = words.conditions["fell"].search(clause) or words.falls.search(clause)
    rises = words.conditions["rose"].search(clause)
    if condition.metric not in {"growth", "change"} or condition.bound is None or not (falls or rises):
        if condition.metric == "completion" and condition.bound == 100 and condition.kind == "under":
            return condition.model_copy(update={"kind": "incomplete"})
        return condition
    if condition.kind == "between" and condition.upper is not None and falls:
        return condition.model_copy(update={"bound": -condition.upper, "upper": -condition.bound})
    if condition.kind == "over" and falls:
        return condition.model_copy(update={"kind": "under", "bound": -condition.bound})
    if condition.kind == "under":
        low, high = (-condition.bound, Decimal(0)) if falls else (Decimal(0), condition.bound)
        return condition.model_copy(update={"kind": "between", "bound": low, "upper": high})
    return condition


def _metric_of(condition: Condition, clause: str) -> Metric:
    """The figure that a condition without a number looks at."""
    if condition.kind in {"over_budget", "under_budget"}:
        return "gap"
    if condition.kind in {"complete", "incomplete"}:
        return "completion"
    named = metric_in(clause)
    if condition.kind in {"rose", "fell", "unchanged"}:
        return named if named in {"growth", "change"} else "change"
    return "amount"
