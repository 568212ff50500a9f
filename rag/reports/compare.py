"""Questions across reports: each figure with its report and year, compared, summed, averaged, counted or ranked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from extractors.facts import plain_decimal
from extractors.vocabulary import measures
from extractors.vocabulary.across import across_words
from rag import compose
from rag.answer import Answer, Status, Value
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.asking import BUDGETS
from rag.language.comparison import Comparison
from rag.language.conditions import Metric
from rag.language.query import Query
from rag.prose.absent import asks_outturn
from rag.reports.amounts import Measured, cited, difference_of, values_of
from rag.reports.counting import asked_of_those, count, in_all, number_of_departments, those_meeting, told_of_those
from rag.reports.measured import gather
from rag.reports.ranking import rank
from rag.reports.several import can_list, entries, examples_of, first_of, left_out_told, scaled, years_of
from rag.reports.sums import held_against_others, median, share_of_all, share_of_first, together

#: how many years are answered one by one
_YEARS = 4
#: the kinds of reports, in the order in which they are told
_KINDS = ("final", "budget")


def across(query: Query, desk: Desk) -> Answer | None:
    """The answer to a question on several reports; None where it names no figure."""
    if not query.subjects:
        return None
    wanted = query.comparison or Comparison()
    if wanted.metric == "share":
        # 项目支出最多的部门项目支出占多少: a measure that is named twice is one figure
        once = {s.measure.id if s.measure else s.key: s for s in reversed(query.subjects)}
        query = query.model_copy(update={"subjects": list(once.values())[::-1]})
    if len(_departments(query, desk)) == 1 and wanted.conditions and wanted.asks_who:
        return count(query, desk, wanted)
    if len(_departments(query, desk)) == 1 and _over_years(query, wanted):
        return _trend(query, desk, wanted)
    if len(of_kinds := _by_kind(query, desk, wanted)) > 1:
        return _kind_by_kind(query, desk, wanted, of_kinds)
    return _across_years(query, desk, wanted)


def _across_years(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    groups = _by_year(query, desk, wanted)
    if len(groups) > 1:
        return _year_by_year(query, desk, wanted, groups)
    return _one_group(query.model_copy(update={"doc_ids": groups[0]}), desk, wanted)


def _one_group(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    if wanted.task == "count":
        return count(query, desk, wanted)
    if wanted.conditions:
        return _of_those_meeting(query, desk, wanted)
    if wanted.task == "each" and len(beside := side_by_side(query)) > 1 and wanted.metric == "amount":
        return _table(query, desk, wanted, beside)
    one_by_one = wanted.task in {"rank", "average", "median"} or (wanted.task == "sum" and wanted.one_by_one)
    if one_by_one and len(alike := _ranked_alike(query, wanted)) > 1:
        told_of = [a for q in alike if (a := _one_group(q, desk, wanted)) is not None]
        return (compose.together(query.text, told_of) or told_of[0]) if told_of else None
    found, left_out = gather(query, desk, wanted.metric)
    if not found and wanted.metric == "share" and len(query.subjects) == 1:
        # 三公经费占比: of what it is a share is not said, and the measure has no whole of its own
        query = query.model_copy(update={"subjects": [*query.subjects, Subject.of(measures()["expenditure"])]})
        found, left_out = gather(query, desk, wanted.metric)
    if not found:
        return None
    told = left_out_told(desk, left_out)
    if wanted.of_top:
        first = sorted(found, key=lambda m: m.amount, reverse=not query.ascending)[: wanted.of_top]
        if wanted.task == "share_of_all":
            return share_of_first(query, found, first, told)
        found = first
    if wanted.task == "sum" and (answer := held_against_others(query, found, told)):
        return answer
    if wanted.task == "rank":
        return _ranked(query, desk, wanted, found, told)
    if wanted.task == "share_of_all":
        return share_of_all(query, found, told)
    if wanted.task == "median":
        return median(query, found, told)
    if wanted.task in {"sum", "average"}:
        return together(query, found, told, wanted.task == "average")
    apart = across_words().less.search(query.rest) or across_words().more.search(query.rest)
    by_rate = wanted.task == "each" and "percent" in query.kinds and bool(apart)
    if len(found) == 2 and (wanted.task == "difference" or by_rate):
        return difference(query, *found)
    if len(found) == 2 and wanted.task in {"ratio", "share"}:
        return _quotient(query, found[0], found[1], wanted.task == "share")
    if not can_list(found) and not _asks_of_all(query, wanted):
        return _asked_back(query, found)
    return _each(query, found, told)


def _ranked(query: Query, desk: Desk, wanted: Comparison, found: list[Measured], told: str) -> Answer:
    """A ranking, with what is asked of the one that comes first."""
    answer = rank(query, wanted, found, told)
    first = [d for d in dict.fromkeys(c.doc_id for c in answer.citations)][: query.top or 1]
    if not wanted.of_first or not first or answer.status == "not_found":
        return answer
    metric: Metric = "share" if wanted.share_of_first else "amount"
    own = query.subjects[:1] if wanted.share_of_first else []
    asked = [query.model_copy(update={"subjects": [*own, s], "doc_ids": first}) for s in wanted.of_first]
    gathered = [gather(q, desk, metric) for q in asked]
    more = [m for of, _ in gathered for m in of]
    without = zip(wanted.of_first, (left_out for _, left_out in gathered), strict=True)
    missing = "".join(f"{desk.title(d)}{s.name}没有数：{why}。" for s, of in without for d, why in of.items())
    if more or missing:
        head, _, rest = answer.answer.partition("。")
        told = "".join(f"{_whose(m)}为{_shown(m.value)}{_step(m)}。" for m in more)
        answer.answer = f"{head}。{told}{missing}{rest}"
        at = 1 if wanted.asks_who else 0
        answer.values[at:at] = values_of(more)
        answer.citations = list(dict.fromkeys([*answer.citations, *cited(more)]))
    return answer


def _ranked_alike(query: Query, wanted: Comparison) -> list[Query]:
    """The question for each of several measures of which the same place is asked (三公经费和项目支出谁最多)."""
    named = [s for s in query.subjects if not s.generic and s.end and s.within is None]
    subjects = list({s.measure.id if s.measure else s.key: s for s in reversed(named)}.values())[::-1]
    if (
        wanted.of_first
        or wanted.metric not in {"amount", "growth", "change", "completion"}
        or not 1 < len(subjects) <= 4
    ):
        return [query]
    between = (query.rest[a.end : b.start] for a, b in pairwise(subjects))
    if not all(across_words().ranked_alike.fullmatch(b) for b in between):
        return [query]
    return [query.model_copy(update={"subjects": [s]}) for s in subjects]


def _of_those_meeting(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    """What is asked of those departments that meet the conditions of a question."""
    met = those_meeting(query, desk, wanted.conditions)
    ids = in_all(met, wanted.any_of) if met else []
    if not met:
        return None
    if not ids:
        return count(query, desk, wanted.model_copy(update={"task": "count"}))
    asked = asked_of_those(query, wanted).model_copy(update={"doc_ids": ids})
    answer = _one_group(asked, desk, wanted.model_copy(update={"conditions": [], "one_by_one": True}))
    if answer is not None:
        answer.answer += told_of_those(query, met)
        answer.values.append(number_of_departments(len(ids), met[0].found))
    return answer


def _asks_of_all(query: Query, wanted: Comparison) -> bool:
    """Whether the figures of all reports are wanted, and not those of one that the question does not name."""
    several = query.scope.every or query.scope.narrows or query.scope.region is not None
    return not query.ambiguous and (several or wanted.one_by_one or wanted.asks_who or wanted.in_all_years)


def _asked_back(query: Query, found: Sequence[Measured]) -> Answer:
    """A question that fits more reports than can be listed: how many, and a few of them."""
    some = examples_of(found)
    text = f"问题适合{len(query.doc_ids)}份报告，请说明是哪个部门、哪一年。例如{some[0].value.label}："
    text += "；".join(m.told for m in some) + "。"
    return compose.answer(query.text, text, "clarify", values_of(some), cited(some))


# ---------------------------------------------------------------- final accounts and budgets


def _by_kind(query: Query, desk: Desk, wanted: Comparison) -> list[Query]:
    """The question on final accounts and that on budgets, where both are asked about: what was spent is no plan.

    Of a budget that is asked for itself both tell, and of two reports that are held against each other each counts.
    """
    ids = {kind: [d for d in query.doc_ids if desk.reports[d].kind == kind] for kind in _KINDS}
    held = wanted.task in {"difference", "ratio", "share"} or query.scope.against or query.ambiguous
    if held or not all(ids.values()) or BUDGETS & set(query.columns) or len(_departments(query, desk)) == 1:
        return [query]
    return [query.model_copy(update={"doc_ids": ids[k], "of_plans": k == "budget"}) for k in _KINDS]


def _kind_by_kind(query: Query, desk: Desk, wanted: Comparison, asked: Sequence[Query]) -> Answer | None:
    """The question answered for final accounts, then for budgets, and which is which."""
    if part := query.scope.part:
        asked = [q for q in asked if set(part) & set(q.doc_ids)] or asked
    if asks_outturn(query):
        asked = asked[:1]
    told = [(q, a) for q in asked if (a := _across_years(q, desk, wanted)) is not None]
    told = [(q, a) for q, a in told if a.status != "not_found"] or told[:1]
    if not told:
        return None
    named = [f"{'预算' if q.of_plans else '决算'}：{a.answer}" for q, a in told]
    answers = [a for _, a in told]
    if len(told) > 1:
        text = f"库中有决算也有预算，口径不同，分开回答。{''.join(named)}"
    else:
        text = f"{answers[0].answer}只看{'预算' if told[0][0].of_plans else '决算'}报告。"
    values = [v for a in answers for v in a.values]
    citations = list(dict.fromkeys(c for a in answers for c in a.citations))
    return compose.answer(query.text, text, answers[0].status, values, citations)


# ---------------------------------------------------------------- years


def _departments(query: Query, desk: Desk) -> list[str | None]:
    return list(dict.fromkeys(desk.reports[d].department for d in query.doc_ids))


def _over_years(query: Query, wanted: Comparison) -> bool:
    """Whether one department's figures of several years are asked for, and not which year is meant."""
    if query.has("trend"):
        return wanted.task != "rank"
    if wanted.task not in {"each", "difference"}:
        return False
    return wanted.in_all_years or len(query.years) > 1 or wanted.task == "difference"


def _by_year(query: Query, desk: Desk, wanted: Comparison) -> list[list[str]]:
    """The reports asked about; by year, the newest first, where a department would be counted more than once."""
    departments = _departments(query, desk)
    if not 1 < len(departments) < len(query.doc_ids) or wanted.in_all_years or query.ambiguous or wanted.task == "each":
        return [list(query.doc_ids)]
    by_year: dict[int, list[str]] = {}
    for doc_id in query.doc_ids:
        by_year.setdefault(desk.reports[doc_id].year or 0, []).append(doc_id)
    pairs = wanted.task in {"difference", "ratio", "share"} or len(departments) == 2
    groups = [by_year[y] for y in sorted(by_year, reverse=True) if not pairs or len(by_year[y]) > 1]
    return groups or [list(query.doc_ids)]


def _year_by_year(query: Query, desk: Desk, wanted: Comparison, groups: Sequence[Sequence[str]]) -> Answer | None:
    """The same question for each year: figures of different years are not mixed."""
    asked = [query.model_copy(update={"doc_ids": list(ids)}) for ids in groups[:_YEARS]]
    answers = [a for q in asked if (a := _one_group(q, desk, wanted)) is not None]
    if not answers:
        return None
    text = "库中有几个年度的报告，按年度分别回答。" if len(answers) > 1 else ""
    text += "".join(a.answer for a in answers)
    text += "更早的年度从略，请写明年度再问。" if len(groups) > _YEARS else ""
    values = [v for a in answers for v in a.values]
    citations = list(dict.fromkeys(c for a in answers for c in a.citations))
    return compose.answer(query.text, text, answers[0].status, values, citations)


def _trend(query: Query, desk: Desk, wanted: Comparison) -> Answer | None:
    """One department's figure over the years, and how the last differs from the first."""
    found, left_out = gather(query, desk, wanted.metric)
    if not found:
        return None
    found.sort(key=lambda m: m.value.year or 0)
    first, last = found[0], found[-1]
    department = first.value.department
    listed = "；".join(f"{m.value.year}年度{_shown(m.value)}" for m in found)
    text = f"{department}{first.value.label}：{listed}。"
    values = values_of(found)
    if len(found) > 1:
        gap = _difference_value(query, last, first)
        word = "增加" if last.amount > first.amount else "减少" if last.amount < first.amount else "持平，相差"
        text += f"{last.value.year}年度比{first.value.year}年度{word}{_shown(gap)}（{gap.formula}）"
        if first.amount and first.unit != "%":
            rate = compose.rounded((last.amount - first.amount) / first.amount * 100, 2)
            formula = f"({plain_decimal(last.amount)} - {plain_decimal(first.amount)}) ÷ {plain_decimal(first.amount)}"
            update = {"value": plain_decimal(rate), "unit": "%", "formula": f"{formula} × 100%"}
            values.append(gap.model_copy(update=update | {"label": f"{first.value.label}增减幅", "origin": "computed"}))
            text += f"，变动{plain_decimal(rate)}%（{formula} × 100%）"
        text += "。"
        values.insert(0 if query.has("difference") else len(found), gap)
    return compose.answer(query.text, text + left_out_told(desk, left_out), "answered", values, cited(found))


# ---------------------------------------------------------------- each, sum, average, share


def _each(query: Query, found: Sequence[Measured], left_out: str) -> Answer:
    """The figure of every report that fits."""
    text = f"{years_of(found)}{found[0].value.label}：{entries(found)}。{left_out}"
    status: Status = "answered"
    if query.ambiguous and len(found) == 1:
        text = f"问题适合{len(query.doc_ids)}份报告，只有一份有该数：{text}"
    elif query.ambiguous:
        status = "clarify"
        text = f"问题适合{len(query.doc_ids)}份报告，请说明是哪个部门、哪一年。{text}"
    told = first_of(found)
    return compose.answer(query.text, text, status, values_of(told), cited(told))


def side_by_side(query: Query) -> list[Query]:
    """The question for each of several measures or columns that stand side by side in it."""
    subjects = list({s.measure.id if s.measure else s.key: s for s in query.subjects if not s.generic}.values())
    columns = [c for c in query.columns if c in {"预算数", "年初预算数", "全年预算数", "决算数"}]
    if len(subjects) > 1:
        return [query.model_copy(update={"subjects": [s]}) for s in subjects[:4]]
    return [query.model_copy(update={"columns": [c]}) for c in columns[:3]] if len(columns) > 1 else [query]


def _table(query: Query, desk: Desk, wanted: Comparison, asked: Sequence[Query]) -> Answer | None:
    """Several figures of every report, report by report."""
    columns = [gather(one, desk, "amount") for one in asked]
    if len(columns) == 2 and query.has("difference") and can_list(columns[0][0]):
        apart = {m.doc_id: m for m in columns[1][0]}
        columns.append(([difference_of(m, apart[m.doc_id]) for m in columns[0][0] if m.doc_id in apart], {}))
    rows: dict[str, list[Measured]] = {d: [] for d in query.doc_ids}
    for of_column, _ in columns:
        for one in of_column:
            rows[one.doc_id].append(one)
    rows = {d: row for d, row in rows.items() if row}
    if not rows:
        return None
    having = list(rows)
    told_of = first_of(having) if can_list(having) or _asks_of_all(query, wanted) else examples_of(having)
    rows = {d: rows[d] for d in told_of}
    found = [m for row in rows.values() for m in row]
    told = {d: "、".join(f"{m.value.label}{_shown(m.value)}{_step(m)}" for m in row) for d, row in rows.items()}
    listed = "；".join(f"{desk.title(d)}{row}" for d, row in told.items())
    listed += f"；其余{len(having) - len(rows)}份报告从略" if len(having) > len(rows) else ""
    missing = [
        f"{desk.title(d)}{one.subjects[0].name}（{why}）"
        for one, (_, left_out) in zip(asked, columns, strict=False)
        for d, why in islice(left_out.items(), 12)
    ]
    text = f"{years_of(found)}：{listed}。" + (f"没有的数：{'、'.join(missing[:12])}。" if missing else "")
    status: Status = "clarify" if query.ambiguous else "answered"
    if query.ambiguous:
        text = f"问题适合{len(query.doc_ids)}份报告，请说明是哪个部门、哪一年。{text}"
    return compose.answer(query.text, text, status, values_of(found), cited(found))


# ---------------------------------------------------------------- two reports


def difference(query: Query, a: Measured, b: Measured) -> Answer:
    """How far two figures are apart, and which one is larger."""
    value = _difference_value(query, a, b)
    large, small = (a, b) if a.amount >= b.amount else (b, a)
    if a.amount == b.amount:
        text = f"{_whose(a)}与{_whose(b)}相等，都是{_shown(a.value)}（{value.formula} = 0）。"
    else:
        text = f"{_whose(large)}比{_whose(small)}{'高' if a.unit == '%' else '多'}{_shown(value)}（{value.formula}）。"
        text += "；".join(f"{_whose(m)}为{_shown(m.value)}{_step(m)}" for m in (a, b)) + "。"
    values = [value, a.value, b.value]
    if "percent" in query.kinds and a.unit != "%" and b.amount:
        rate = compose.rounded((a.amount - b.amount) / b.amount * 100, 2 if query.places is None else query.places)
        formula = f"({plain_decimal(large.amount)} - {plain_decimal(small.amount)}) ÷ {plain_decimal(b.amount)} × 100%"
        share = plain_decimal(abs(rate))
        label = f"{_whose(a)}比{_whose(b)}{'多' if rate > 0 else '少'}的比例"
        values.insert(0, value.model_copy(update={"value": share, "unit": "%", "label": label, "formula": formula}))
        text = f"{_whose(a)}比{_whose(b)}{'多' if rate > 0 else '少'}{share}%（{formula}）。{text}"
    return compose.answer(query.text, text, "computed", values, cited([a, b]))


def _difference_value(query: Query, a: Measured, b: Measured) -> Value:
    large, small = (a, b) if a.amount >= b.amount else (b, a)
    formula = f"{plain_decimal(large.amount)} {'+' if small.amount < 0 else '-'} {plain_decimal(abs(small.amount))}"
    unit = "个百分点" if a.unit == "%" else a.unit
    label = f"{_whose(a)}与{_whose(b)}之差"
    gap = plain_decimal(large.amount - small.amount)
    value = Value(value=gap, unit=unit, label=label, year=a.value.year, origin="computed", formula=formula)
    return scaled(value, query.unit)


def _quotient(query: Query, a: Measured, b: Measured, percent: bool) -> Answer:
    """How many times, or what per cent of, the second figure the first one is."""
    if b.amount == 0:
        text = f"{_whose(b)}为{_shown(b.value)}，不能作除数，无法计算。{_whose(a)}为{_shown(a.value)}。"
        return compose.answer(query.text, text, "not_found", [], cited([a, b]))
    ratio = compose.rounded(a.amount / b.amount * (100 if percent else 1), 2 if query.places is None else query.places)
    formula = f"{plain_decimal(a.amount)} ÷ {plain_decimal(b.amount)}" + (" × 100%" if percent else "")
    label = f"{_whose(a)}相当于{_whose(b)}的比例" if percent else f"{_whose(a)}是{_whose(b)}的倍数"
    unit = "%" if percent else "倍"
    value = Value(
        value=plain_decimal(ratio), unit=unit, label=label, year=a.value.year, origin="computed", formula=formula
    )
    text = f"{_whose(a)}{'相当于' if percent else '是'}{_whose(b)}的{_shown(value)}（{formula}）。"
    text += "；".join(f"{_whose(m)}为{_shown(m.value)}{_step(m)}" for m in (a, b)) + "。"
    return compose.answer(query.text, text, "computed", [value, a.value, b.value], cited([a, b]))


def _whose(one: Measured) -> str:
    return f"{one.value.department}{one.value.year}年度{one.value.label}"


def _shown(value: Value) -> str:
    return f"{value.value}{value.unit or ''}"


def _step(one: Measured) -> str:
    return f"（{one.value.formula}）" if one.value.formula else ""
