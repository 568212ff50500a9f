"""How the names in a question hang together: a part asked for within a whole, and a whole asked for without a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.text import name_key
from extractors.vocabulary import measures, question_words
from rag.holdings.lookup import Subject

#: what joins two names that are asked for alike
_AND = re.compile(r"^(费|支出)?([和与、跟及]|以及|还有)$")
#: between a whole and a part: nothing that asks, joins or compares
_MERELY = re.compile(r"^[，,：:|的（()）]*$")
_AMOUNT = re.compile(r"^[|(（]*\d[\d.,]*(亿|万)?元?[)）]?")
#: a clause between a whole and its part that asks nothing (人员经费里，工资占大头吧，基本工资)
_ASIDE = re.compile(r"(?<=[里中内下头][，,])[^，,；;？?多几哪]{2,12}[，,]$")
_SUMMED = re.compile(r"^[|]*(支出)?(决算数?)?(一共|总共|合计|里|中|加起来|加在一起|共)")
_PLACE_AFTER = re.compile(r"^(经费|费|支出)?(情况)?(里头|里面|里|中(?!小)|内|当中|那里|那段|那节|那块|说明|部分)")
#: words between a whole and its part that make one name of the two: nothing that joins, asks, compares or divides
_ONE_NAME = re.compile(
    r"^(?:(?!还有|加上|以及|其中|多少|超过|里|中|内)"
    r"[^|和与、及跟占比，,；;？?几哪各都减而且但并超高低大小多少是\d]){1,10}$"
)
_SCOPE = re.compile(r"^(财政拨款)?(的)?口径[)）]?")
_RECKONED = re.compile(r"^(?:经费)?(?:来|去)?(?:算|统计|计)(?!数|入|进|在|到)")
_BESIDES = re.compile(r"^(收入|支出)?(以外|之外)的?(收入|支出|钱|部分|资金|那部分)")
_LEAVES = re.compile(r"^的(收入|支出|钱|资金|部分|那部分|有|是)")
#: what a short name leaves out of the printed one
_ENDS_NAME = re.compile(r"(?:费用?|支出|经费)?")
_WITHIN_AFTER = re.compile(r"^(里头|里面|里|中|内|当中)")


def nested(text: str, subjects: Sequence[Subject], in_table: bool = False) -> list[Subject]:
    """The subjects asked for, each with the whole it is looked for in; a whole that only says where is left out.

    ``text`` is the folded question in which the subjects have their places; ``in_table`` where it names a table, so
    that a whole may be a part of the table's title (三公表，公务接待费).
    """
    last = subjects[-1] if len(subjects) > 1 else None
    beside = last is not None and subjects[-2].end == last.start  # 公务接待费三公口径
    apart = last is not None and re.search(r"[(（，,按][|]*$", text[: last.start])
    scope = last is not None and _SCOPE.match(text[last.end :]) and (beside or apart)
    reckoned = last is not None and _RECKONED.match(text[last.end :]) and re.search(r"按照?$", text[: last.start])
    if last and (scope or reckoned):
        # 公用经费占基本支出多少（一般公共预算口径）: all of it in that scope
        inner = nested(text, subjects[:-1], in_table)
        return [_on_the_side_of(replace(s, within=last)) if s.within is None else s for s in inner]
    if last and _SCOPE.match(text[subjects[0].end :]):
        # 按三公口径，接待费花了多少
        inner = nested(text, subjects[1:], in_table)
        return [_on_the_side_of(replace(s, within=subjects[0])) if s.within is None else s for s in inner]
    kept: list[Subject] = []
    wholes: list[Subject] = []
    for subject in _without_their_wholes(text, subjects):
        before = kept[-1] if kept else None
        if before and _explains(before, subject, text):
            continue
        between = text[before.end : subject.start] if before else ""
        if before and _leads_into(before, subject, text, in_table):
            kept[-1] = replace(subject, within=before)
            wholes.append(before)
        elif before and before.within and _AND.search(between):
            kept.append(replace(subject, within=before.within))
        elif (
            before
            and (question_words().placed.search(between) or _ENDS_NAME.fullmatch(between))
            and _WITHIN_AFTER.search(text[subject.end :])
        ):
            kept[-1] = replace(before, within=subject)
            wholes.append(subject)
        elif len(kept) >= 1 and wholes and _AND.search(_between_wholes(text, wholes, subject)):
            # 接待费在公用经费里和三公里: one name within two wholes
            if _WITHIN_AFTER.search(text[subject.end :]):
                kept.append(replace(kept[-1], within=subject))
                wholes.append(subject)
            else:
                kept.append(subject)
        else:
            kept.append(subject)
    return [_on_the_side_of(s) for s in _in_funds(text, _in_places(text, kept))]


def _without_their_wholes(text: str, subjects: Sequence[Subject]) -> list[Subject]:
    """Subjects that are asked for: a whole that only leads into its part is none (公车加油保险这些运行费)."""
    leads = {
        id(a)
        for a, b in pairwise(subjects)
        if a.measure and b.measure and b.measure.part_of == a.measure.id and _ONE_NAME.match(text[a.end : b.start])
    }
    return [s for s in subjects if id(s) not in leads]


def _in_places(text: str, subjects: list[Subject]) -> list[Subject]:
    """One thing in each of several places that are named for it (接待费：公用经费里一个数，三公里又一个数)."""
    places = [s for s in subjects if s.measure is not None and _PLACE_AFTER.search(text[s.end :])]
    others = [s for s in subjects if s not in places]
    if len(places) < 2 or len(others) != 1 or others[0].within is not None:
        return subjects
    return [replace(others[0], within=place) for place in places]


#: what a fund means within income
_INCOME_OF = {"general": "general_income", "fund": "fund_income", "capital": "capital_income"}


#: spending within 一般公共预算 that is a measure of its own
_OF_BUDGET = {("general", "basic"): "general_basic", ("general", "project"): "general_project"}


def _whole_id(subject: Subject) -> str:
    return subject.within.measure.id if subject.within and subject.within.measure else ""


def _on_the_side_of(subject: Subject) -> Subject:
    """A fund within income (财政拨款收入中政府性基金) is the income from it; within a 科目 it says what of that."""
    pair = (_whole_id(subject), subject.measure.id if subject.measure else "")
    if pair in _OF_BUDGET:
        return replace(subject, measure=measures()[_OF_BUDGET[pair]])
    if subject.measure and subject.measure.fund and subject.within and subject.within.measure is None:
        return replace(subject.within, within=replace(subject, within=None))  # of a 科目 what one fund spent on it
    whole = _whole_id(subject)
    if whole in {"income", "fiscal_income"} and subject.measure and subject.measure.id in _INCOME_OF:
        return replace(subject, measure=measures()[_INCOME_OF[subject.measure.id]])
    return subject


def _in_funds(text: str, subjects: list[Subject]) -> list[Subject]:
    """科目 of one fund, without the fund that only says which (一般公共预算交通运输支出; 甲、乙，一般公共预算一共…)."""
    rows = [s for s in subjects if s.measure is None]
    for n, fund in enumerate(subjects):
        if fund.measure is None or not fund.measure.fund or fund.within is not None or not rows:
            continue
        after = subjects[n + 1] if n + 1 < len(subjects) else None
        leads = after in rows and _leads(text, fund, after) if after else None
        closes = len(rows) >= 2 and n >= len(rows) and _SUMMED.match(text[fund.end :])
        if leads or closes:
            others = [s for s in subjects if s is not fund and not (closes and s.generic)]
            return [replace(s, within=fund) if s in rows and s.within is None else s for s in others]
    return subjects


def _leads(text: str, fund: Subject, row: Subject) -> bool:
    """Whether a fund stands right before a row, or before the words that a code in brackets explains."""
    between = text[fund.end : row.start]
    by_code = text[row.start : row.end].isdigit() and re.fullmatch(r"(里面|里|中|内)[^|，,；;？?]{2,24}[(（]", between)
    return bool(by_code or re.fullmatch(r"[|的]*(预算)?(支出)?(?:里面|里|中|内)?[|的]*", between))


def _explains(before: Subject, subject: Subject, text: str) -> bool:
    """Whether a name in brackets only says the name before it once more (养车（公务用车运行维护）), or a word of
    spending right behind a measure goes with it (公车总支出)."""
    money = before.measure is not None and not before.measure.unit and before.measure.id not in {"income", "total"}
    if money and subject.measure and subject.measure.id == "expenditure" and before.end == subject.start:
        return True
    same = subject.measure is not None and subject.measure == before.measure
    return same and bool(re.fullmatch(r"[(（](即|也就是|就是)?", text[before.end : subject.start]))


def _is_path(outer: Subject, inner: Subject, between: str) -> bool:
    """Whether two names are steps of one path (教育支出(类)普通教育(款)初中教育(项))."""
    levels = "类款项"
    step = re.fullmatch(r"[(（]([类款])[)）]", between)
    return bool(step) and (inner.level is None or levels.index(inner.level) > levels.index(step.group(1)))  # type: ignore[union-attr]


def _narrows(outer: Subject, inner: Subject, between: str) -> bool:
    """Whether a measure is followed by one of its parts, neither asked for apart (三公，公务接待费多少)."""
    return len(between.replace("|", "")) <= 6 and _contains(outer, inner) and bool(_MERELY.search(between))


def _between_wholes(text: str, wholes: Sequence[Subject], subject: Subject) -> str:
    """What stands between the last whole, its 里 left out, and a subject."""
    return _WITHIN_AFTER.sub("", text[wholes[-1].end : subject.start])


def _leads_into(outer: Subject, inner: Subject, text: str, in_table: bool) -> bool:
    """Whether a name only says in which whole the next one is looked for."""
    # an amount that the question states of the whole tells nothing (公用经费26.69万里)
    between = _AMOUNT.sub("", text[outer.end : inner.start]).replace("|", "")
    between = re.sub('["“”]', "", _ASIDE.sub("", between))
    if question_words().inside.search(between) or _is_path(outer, inner, between):
        return True
    if question_words().rest_of.match(text[inner.end :]) and re.fullmatch(r"[，,|的]*", between):
        return True  # 年初结转和结余，一般公共预算那部分
    if _contains(outer, inner) and re.fullmatch(r"[|的里中]*", between):
        return True  # 政府采购给小微企业
    return in_table and _narrows(outer, inner, between)


def left_over(text: str, subjects: Sequence[Subject]) -> tuple[list[Subject], Subject | None]:
    """The subjects without a part taken away from the first one (政府采购有多少没给中小企业), and that part."""
    for n, subject in enumerate(subjects[1:], 1):
        whole = subjects[0]
        if (own := of_fiscal_money(whole, subject)) and question_words().left_over.search(
            text[whole.end : subject.start]
        ):
            return [s for k, s in enumerate(subjects) if k != n], own
        if not (subject.measure and whole.measure) or not _contains(whole, subject):
            continue
        if question_words().left_over.search(text[whole.end : subject.start]):
            return [s for k, s in enumerate(subjects) if k != n], subject
    if len(subjects) == 2 and _holds(subjects[0], subjects[1]) and _BESIDES.match(text[subjects[1].end :]):
        return [subjects[0]], subjects[1]  # 基本支出里人员经费以外的钱
    part = subjects[0].measure if len(subjects) == 1 else None
    if part is not None and part.part_of and _is_taken_away(text, subjects[0]):
        return [Subject.of(measures()[part.part_of])], subjects[0]  # 财政拨款以外的收入
    # 没授予中小企业的采购金额: what is taken away is named first
    if len(subjects) == 2 and _contains(subjects[1], subjects[0]):
        before, between = text[: subjects[0].start], text[subjects[0].end : subjects[1].start]
        if question_words().left_over.search(before) and re.fullmatch(r"(金额|合同|部分|那部分)?的[|]*", between):
            return [subjects[1]], subjects[0]
    return list(subjects), None


_NOT_SPENT = re.compile(r"(?:没有?|未)(?:有)?(?:花|用|发生|支出)(?:过|掉)?$")
#: what of a kind of spending is paid from 财政拨款
_FISCAL = {"expenditure": "fiscal_expenditure", "basic": "general_basic", "project": "general_project"}


def _is_taken_away(text: str, part: Subject) -> bool:
    """Whether what is asked for is what a part leaves of its whole (财政拨款以外的收入, 收入中不是财政拨款的)."""
    behind = text[part.end :]
    without = question_words().left_over.search(text[: part.start]) and _LEAVES.match(behind)
    spent_none = _NOT_SPENT.search(text[: part.start])  # 没花出国费的: that had none of it
    return bool(_BESIDES.match(behind) or (without and not spent_none))


def of_fiscal_money(whole: Subject, part: Subject) -> Subject | None:
    """What of a kind of spending the budget paid, where 财政拨款 is named as its source (基本支出里不是财政拨款的)."""
    fiscal = part.measure is not None and part.measure.id in {"fiscal_income", "general"}
    paid = _FISCAL.get(whole.measure.id) if whole.measure and fiscal else None
    return replace(part, measure=measures()[paid], key=name_key(measures()[paid].name)) if paid else None


def _holds(whole: Subject, part: Subject) -> bool:
    """Whether a measure is a part of another one, 一般公共预算 or not."""
    basic = {"basic": "general_basic", "project": "general_project"}.get(whole.measure.id if whole.measure else "")
    return _contains(whole, part) or bool(basic and _contains(Subject.of(measures()[basic]), part))


def _contains(whole: Subject, part: Subject) -> bool:
    """Whether a measure is a part of another one, or a part of its part."""
    above = part.measure.part_of if part.measure else None
    while above:
        if whole.measure and above == whole.measure.id:
            return True
        above = measures()[above].part_of
    return False
