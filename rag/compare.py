"""Questions across reports: ranking, sums, counts and comparisons, each figure with its report and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from rag import compose
from rag.answer import Answer, Value
from rag.asked_rows import amount_fits, bounded
from rag.computed import difference, quotient
from rag.desk import Desk
from rag.figures import best, columns_of, find
from rag.lookup import Subject
from rag.query import Query

_MORE = re.compile(r"(超过|大于|多于|高于|比)(?!例|重)")
_ADDED = re.compile(r"合计|一共|总共|共(?!同|产)|加")


def across(query: Query, desk: Desk) -> Answer | None:
    """The answer to a question on several reports; None where it names no figure."""
    if not query.subjects:
        return None
    columns = columns_of(query)
    query = query.model_copy(update={"kinds": []})
    compares = query.has("difference", "ratio") and len(query.doc_ids) == 2
    column = columns[0] if columns and not (compares and columns[0] in {"增减额", "增减幅"}) else None
    if query.has("rank") and column == "增减额" and not re.search(r"上年|去年|增|减|涨|降", query.text):
        column = None
    if query.has("count_reports") and not query.has("rank") and "各" not in query.text:
        if column is None and (_FELL.search(query.text) or _ROSE.search(query.text)):
            column = "增减额"
        return _count(query, desk, column)
    facts, left_out = _gather(query, desk, query.subjects[0], column)
    if not facts:
        return None
    if query.has("ratio") and len(facts) == 2:
        return quotient(query, desk, *facts)
    if query.has("rank"):
        return _rank(query, desk, facts, left_out)
    if query.has("difference") and len(facts) == 2:
        return difference(query, desk, *facts)
    added = _ADDED.search(_beside_subjects(query))
    if query.has("sum") and not added and re.search(r"分别|各(是|有|为|花)", query.text):
        return _each(query, desk, facts, left_out)
    if query.has("sum") or (not query.ambiguous and added):
        return _sum(query, desk, facts, left_out)
    return _each(query, desk, facts, left_out)


def _beside_subjects(query: Query) -> str:
    """The question without what it speaks of: the 合计 of 支出合计 is no wish to add."""
    text = query.rest
    for subject in query.subjects:
        text = text.replace(subject.text, "|")
    return text


def _gather(query: Query, desk: Desk, subject: Subject, column: str | None) -> tuple[list[Fact], list[str]]:
    """The figure of a subject in each report, and the reports that have none."""
    facts, left_out = [], []
    for doc_id in query.doc_ids:
        fact = best(query, desk, doc_id, subject, column)
        if fact is not None and fact.value is None:
            fact = _stated_zero(query, desk, doc_id, subject, column) or fact
        if fact is not None and fact.value is not None:
            facts.append(fact)
        else:
            left_out.append(doc_id)
    return facts, left_out


def _stated_zero(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None) -> Fact | None:
    """The prose figure of a subject whose table is printed blank."""
    return next((f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.value is not None), None)


def _values(query: Query, facts: Sequence[Fact]) -> list[Value]:
    return [compose.converted(f, query.unit, query.places) for f in facts]


def _years(facts: Sequence[Fact]) -> str:
    years = sorted({f.year for f in facts if f.year})
    if len(years) == 1:
        return f"{years[0]}年度"
    return "、".join(f"{y}年度" for y in years) + "（年度不同，比较时请注意）"


def _without(desk: Desk, left_out: Sequence[str]) -> str:
    if not left_out:
        return ""
    return "未计入：" + "、".join(desk.title(d) for d in left_out) + "（报告没有该数）。"


def _entry(fact: Fact, value: Value) -> str:
    return f"{fact.department}（{fact.year}年度）{value.value}{value.unit or ''}"


def _rank(query: Query, desk: Desk, facts: list[Fact], left_out: list[str]) -> Answer:
    """Ordered by amount; the first sentence names the one asked for."""
    base = facts[0].unit or ""
    ordered = sorted(facts, key=lambda f: f.in_unit(base) or Decimal(0), reverse=not query.ascending)
    if query.nth and query.nth > len(ordered):
        text = f"没有第{query.nth}位：有{compose.label_of(ordered[0])}的报告只有{len(ordered)}份。"
        return compose.answer(query.text, text, "not_found", [], compose.cite(ordered, desk.files))
    if query.top:
        ordered = ordered[: query.top]
    chosen = ordered[(query.nth or 1) - 1] if (query.nth or 1) <= len(ordered) else ordered[-1]
    values = _values(query, [chosen, *(f for f in ordered if f is not chosen)])
    facts_in_order = [chosen, *(f for f in ordered if f is not chosen)]
    label = compose.label_of(chosen)
    place = f"第{query.nth}位" if query.nth else ("最低" if query.ascending else "最高")
    listed = "；".join(
        f"{n}. {_entry(f, compose.converted(f, query.unit, query.places))}" for n, f in enumerate(ordered, 1)
    )
    text = f"{_years(facts)}{label}{place}的是{_entry(chosen, values[0])}。"
    if query.has("difference") and len(ordered) >= 2:
        gap = difference(query, desk, ordered[0], ordered[1])
        if gap is not None:
            more = "少" if query.ascending else "多"
            shown = f"{gap.values[0].value}{gap.values[0].unit}（{gap.values[0].formula}）"
            text += f"{ordered[0].department}比{ordered[1].department}{more}{shown}。"
            values.insert(0 if not re.search(r"谁|哪|最|排", query.text) else len(values), gap.values[0])
    text += f"排序：{listed}。{_without(desk, left_out)}"
    return compose.answer(query.text, text, "answered", values, compose.cite(facts_in_order, desk.files))


def _sum(query: Query, desk: Desk, facts: list[Fact], left_out: list[str]) -> Answer:
    unit = query.unit or facts[0].unit
    amounts = [f.in_unit(facts[0].unit or "") or Decimal(0) for f in facts]
    amount = sum(amounts, Decimal(0))
    formula = " + ".join(plain_decimal(a) for a in amounts)
    value = Value(
        value=plain_decimal(amount),
        unit=facts[0].unit,
        label=f"{compose.label_of(facts[0])}合计",
        year=facts[0].year,
        origin="computed",
        formula=formula,
    )
    if unit != facts[0].unit and (scaled := facts[0].but(value=amount).in_unit(unit or "")) is not None:
        step = compose.conversion(facts[0].unit or "", unit or "")
        value = value.model_copy(
            update={
                "value": plain_decimal(compose.trimmed(scaled)),
                "unit": unit,
                "formula": f"({formula}) {step}",
            }
        )
    listed = "；".join(_entry(f, compose.value_of(f)) for f in facts)
    told = f"{value.value}{value.unit}（{value.formula}）"
    text = f"{_years(facts)}{len(facts)}份报告{compose.label_of(facts[0])}合计{told}。"
    text += f"其中：{listed}。{_without(desk, left_out)}"
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))


def _each(query: Query, desk: Desk, facts: list[Fact], left_out: list[str]) -> Answer:
    """The figure of every report that fits."""
    values = _values(query, facts)
    listed = "；".join(_entry(f, v) for f, v in zip(facts, values, strict=True))
    text = f"{_years(facts)}{compose.label_of(facts[0])}：{listed}。{_without(desk, left_out)}"
    status = "clarify" if query.ambiguous else "answered"
    if query.ambiguous:
        text = f"问题适合{len(query.doc_ids)}份报告，请说明是哪个部门、哪一年。" + text
    return compose.answer(query.text, text, status, values, compose.cite(facts, desk.files))  # type: ignore[arg-type]


def _count(query: Query, desk: Desk, column: str | None) -> Answer | None:
    """How many reports meet a condition: a figure above zero, or one figure above another."""
    subjects = query.subjects
    kept: list[Fact] = []
    shown: list[Fact] = []
    left_out: list[str] = []
    compares = len(subjects) >= 2 and bool(_MORE.search(query.text))
    for doc_id in query.doc_ids:
        facts = [_with_value(query, desk, doc_id, s, column) for s in subjects[: 2 if compares else 1]]
        if any(f is None for f in facts):
            left_out.append(doc_id)
            continue
        present = [f for f in facts if f is not None]
        shown += present
        second = (present[1].value or Decimal(0)) if compares else Decimal(0)
        if _meets(query, desk, present[0], second, column):
            kept.append(present[0])
    if not shown:
        return None
    value = Value(
        value=str(len(kept)),
        unit="个",
        label="符合条件的部门数",
        year=shown[0].year,
        origin="computed",
        formula=f"{len(kept)}/{len(query.doc_ids)}",
    )
    if compares:
        condition = f"{subjects[0].name}大于{subjects[1].name}"
    elif column in {"增减额", "增减幅"}:
        condition = f"{subjects[0].name}比上年{'减少' if _FELL.search(query.text) else '增加'}"
    else:
        condition = f"有{subjects[0].name}"
    condition = _said(query) or condition
    names = "；".join(_entry(f, compose.value_of(f)) for f in kept) or "无"
    text = f"{_years(shown)}{condition}的部门有{len(kept)}个：{names}。{_without(desk, left_out)}"
    return compose.answer(
        query.text, text, "answered", [value, *_values(query, kept)], compose.cite([*kept, *shown], desk.files)
    )


_NONE = re.compile(r"没有|没花|一(辆|台|分|个)(.{0,4})都没|为零|为0|是0|零")
_FELL = re.compile(r"少了|减少|下降|降低|降了|跌")
_ROSE = re.compile(r"(增长|上升|增加|上涨|涨|变多)了?(?=的|，|[|])")
_OVER_BUDGET = re.compile(r"(超|大于|高于|多于)(过|出)?(了)?(年初|全年)?预算")
_UNDER_BUDGET = re.compile(r"(低于|少于|小于|不到|没达到|未达到)(年初|全年)?预算")


def _meets(query: Query, desk: Desk, fact: Fact, other: Decimal, column: str | None) -> bool:
    """Whether a figure meets the condition of a question: none, fallen, beyond its budget, or more than another."""
    value = fact.value or Decimal(0)
    over, under = _OVER_BUDGET.search(query.text), _UNDER_BUDGET.search(query.text)
    if over or under:
        same = [f for f in desk.index(fact.doc_id).facts if f.section == fact.section and f.row_name == fact.row_name]
        final = next((f.value for f in same if f.column == "决算数"), None)
        budget = next((f.value for f in same if f.column.endswith("预算数")), None)
        return final is not None and budget is not None and (final > budget if over else final < budget)
    if column in {"增减额", "增减幅"} and _FELL.search(query.text):
        return value < 0
    if _NONE.search(query.text) and not other:
        return value == 0
    if bounded(query.text):
        amount = fact.in_unit("万元")
        return amount is not None and amount_fits(query.text, amount)
    return value > other


def _said(query: Query) -> str:
    """The condition in the words of the question, where it is more than having a figure."""
    for pattern in (_OVER_BUDGET, _UNDER_BUDGET):
        if pattern.search(query.text):
            return "符合“" + query.subjects[0].name + pattern.search(query.text).group(0) + "”"  # type: ignore[union-attr]
    if _NONE.search(query.text):
        return f"没有{query.subjects[0].name}"
    if bound := bounded(query.text):
        return f"{query.subjects[0].name}{bound}"
    return ""


def _with_value(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None) -> Fact | None:
    fact = best(query, desk, doc_id, subject, column)
    if fact is not None and fact.value is None:
        return _stated_zero(query, desk, doc_id, subject, column)
    return fact
