"""Values that a report states twice: all of them with their places, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.facts import Fact, differ, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures, question_words
from rag import compose
from rag.answer import Answer, Status, Value
from rag.desk import Desk
from rag.figures import bearing, belongs, best, borne_out, columns_of, find
from rag.links import fact_at
from rag.listing import total
from rag.lookup import Subject, facts_for
from rag.query import Query

_EQUALS = re.compile(r"(?:正好|刚好|是否|是不是)*(?:等于|就是|正好是)")


def conflict(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value that a report states for a thing, each with its place, and whether they agree."""
    if answer := added(query, desk, doc_id):
        return answer
    if re.search(r"合计也|总数和|加起来|所列|明细(合计|之和|相加|加)|(和|与|跟)明细", query.text) and (
        answer := total(query, desk, doc_id)
    ):
        return answer
    if len(query.tables) == 1 and question_words().in_prose.search(query.text):
        query = query.model_copy(update={"tables": []})
    if found := _found(query, desk, doc_id):
        return found
    facts = _stated(query, desk, doc_id)
    if len(facts) < 2:
        return _against_parts(query, desk, doc_id)
    distinct = {(f.value if f.value is not None else f.raw, f.unit) for f in facts}
    values = [compose.value_of(f) for f in facts]
    told = "；".join(
        f"{compose.place_of(f)}{compose.label_of(f)}为{f.raw if f.value is None else v.value + (v.unit or '')}"
        for f, v in zip(facts, values, strict=True)
    )
    if len(distinct) == 1 and (differing := _against_parts(query, desk, doc_id)) and differing.status == "conflict":
        return differing
    if len(distinct) == 1:
        return compose.answer(
            query.text, f"{desk.title(doc_id)}各处一致：{told}。", "answered", values, compose.cite(facts, desk.files)
        )
    gap = _gap(facts)
    text = f"{desk.title(doc_id)}各处不一致：{told}。"
    if gap is not None:
        note = "" if _beyond_rounding(facts) else "，可能是四舍五入的尾差"
        text += f"最大相差{gap.value}{gap.unit or ''}（{gap.formula}）{note}。"
        values.append(gap)
        stated = list({f.value: f for f in _alike(facts)}.values())[:3]
        text += borne_out(desk, stated[0], stated[1:])
        facts = [*facts, *(f for one in stated for f in bearing(desk, one))]
    return compose.answer(query.text, text, "conflict", values, compose.cite(facts, desk.files))


def _found(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against two figures of one name outside the tables; None for measures."""
    asked = name_key(query.text)
    if any(s.measure for s in query.subjects) or query.tables:
        return None
    for finding in desk.findings(doc_id):
        pair = [fact_at(desk, place) for place in finding.evidence[:2]] if finding.conflict else []
        facts = [f for f in pair if f is not None and f.table is None]
        named = [f for f in facts if len(name_key(f.row_name)) >= 4 and name_key(f.row_name) in asked]
        if len(facts) == 2 and len(named) == 2 and facts[0].value != facts[1].value:
            told = "；".join(f"{compose.place_of(f)}{compose.label_of(f)}为{f.raw}" for f in facts)
            text = f"{desk.title(doc_id)}前后不一致：{told}。"
            values = [compose.value_of(f) for f in facts]
            return compose.answer(query.text, text, "conflict", values, compose.cite(facts, desk.files))
    return None


def _against_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that the report states once, held against the sum of the parts that it lists for it, if it lists any."""
    for subject in query.subjects:
        whole = best(query.model_copy(update={"kinds": [], "columns": []}), desk, doc_id, subject)
        if whole is None or whole.value is None:
            continue
        parts = [f for f in desk.index(doc_id).parts_of(subject.name) if f.unit == whole.unit and f.value is not None]
        if len(parts) < 2:
            text = f"{desk.title(doc_id)}报告只在一处写明：{compose.sentence(whole)}，没有别的数可以核对。"
            return compose.answer(
                query.text, text, "answered", [compose.value_of(whole)], compose.cite([whole], desk.files)
            )
        amount = sum((f.value for f in parts if f.value is not None), Decimal(0))
        formula = " + ".join(plain_decimal(f.value) for f in parts if f.value is not None)
        listed = compose.computed_value(amount, whole.unit, f"所列{len(parts)}项之和", formula, whole)
        values = [compose.value_of(whole), listed]
        text = f"{compose.sentence(whole)}；所列{len(parts)}项之和为{compose.shown(amount, whole.unit)}（{formula}），"
        if amount == whole.value:
            text += "两者一致。"
        else:
            step = f"{plain_decimal(max(whole.value, amount))} - {plain_decimal(min(whole.value, amount))}"
            gap = compose.computed_value(abs(whole.value - amount), whole.unit, "相差", step, whole)
            values.append(gap)
            text += f"两者不一致，相差{gap.value}{gap.unit}（{step}）。"
        status: Status = "conflict" if amount != whole.value else "answered"
        return compose.answer(query.text, text, status, values, compose.cite([whole, *parts], desk.files))
    return None


def added(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether A plus B makes up the whole: the whole that is named, else the one of 基本支出 and 项目支出."""
    text = query.text
    if not re.search(r"加(上)?|之和|相加|合计", text) or len(query.subjects) < 2:
        return None
    plain = query.model_copy(update={"kinds": [], "columns": [], "table_column": None})
    if (named := _parts_and_whole(query)) is not None:
        parts, whole = named
        facts = [best(plain, desk, doc_id, s) for s in (*parts, whole)]
    else:
        facts = _row_made_up(query, desk, doc_id)
    known = [f for f in facts if f is not None and f.value is not None]
    return _sum_against(query, desk, known) if len(known) == len(facts) >= 3 else None


def _parts_and_whole(query: Query) -> tuple[list[Subject], Subject] | None:
    """What is added up and what it is held against (甲加乙等于丙吗, 丙等于甲加乙吗)."""
    match = _EQUALS.search(query.text)
    subjects = [s.within if s.within and s.within not in query.subjects else s for s in query.subjects]
    if match is None or len(subjects) < 3:
        return None
    before = [s for s in subjects if s.end <= match.start()]
    after = [s for s in subjects if s.start >= match.end()]
    if len(before) >= 2 and len(after) == 1:
        return before, after[0]
    return (after, before[0]) if len(before) == 1 and len(after) >= 2 else None


def _row_made_up(query: Query, desk: Desk, doc_id: str) -> list[Fact | None]:
    """基本支出 and 项目支出 of a row, or of all, and their whole; empty where not both are asked about."""
    if not re.search(r"加(上)?", query.text):
        return []
    columns = [s for s in query.subjects if s.measure and s.measure.id in {"basic", "project"}]
    if query.table_column:
        columns = [Subject.of(measures()["basic"]), Subject.of(measures()["project"])]
    rows = [s for s in query.subjects if s.measure is None and s not in columns]
    if len(columns) < 2:
        return []
    if not rows:
        return [best(query, desk, doc_id, c) for c in (*columns, Subject.of(measures()["expenditure"]))]
    whole = best(query.model_copy(update={"table_column": None, "columns": []}), desk, doc_id, rows[0])
    return [*(best(query, desk, doc_id, rows[0], c.name) for c in columns), whole]


def _sum_against(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    """The sum of all figures but the last beside the last."""
    *parts, whole = facts
    amounts = [f.value or Decimal(0) for f in parts]
    amount, total = whole.value or Decimal(0), sum(amounts, Decimal(0))
    formula = " + ".join(map(plain_decimal, amounts))
    number = {2: "两", 3: "三", 4: "四"}.get(len(parts), str(len(parts)))
    value = compose.computed_value(total, parts[0].unit, f"{number}项之和", formula, parts[0])
    gap = abs(total - amount)
    verdict = "正好等于" if gap == 0 else "不等于"
    name = "合计" if whole.row_name == "合计" else compose.label_of(whole)
    text = (
        f"{number}项之和为{value.value}{value.unit}（{formula}），{verdict}{name}{plain_decimal(amount)}{whole.unit}。"
    )
    values = [value, compose.value_of(whole)]
    if gap:
        note = f"{plain_decimal(max(total, amount))} - {plain_decimal(min(total, amount))}"
        values.append(compose.computed_value(gap, parts[0].unit, "相差", note, parts[0]))
        text += f"相差{plain_decimal(gap)}{parts[0].unit}（{note}）。"
    text += "；".join(compose.sentence(f) for f in facts) + "。"
    return compose.answer(query.text, text, "conflict" if gap else "answered", values, compose.cite(facts, desk.files))


def _alike(facts: Sequence[Fact]) -> list[Fact]:
    """The figures that are in the unit of the first."""
    return [f for f in facts if f.value is not None and f.unit == facts[0].unit]


def _beyond_rounding(facts: Sequence[Fact]) -> bool:
    """Whether some two values differ by more than half the last printed digit of each."""
    return any(differ(a, b) for a, b in combinations(_alike(facts), 2))


def _gap(facts: Sequence[Fact]) -> Value | None:
    """The largest difference among the values, with its formula."""
    numbers = [f.value for f in _alike(facts) if f.value is not None]
    if len(numbers) < 2 or max(numbers) == min(numbers):
        return None
    formula = f"{plain_decimal(max(numbers))} - {plain_decimal(min(numbers))}"
    return Value(
        value=plain_decimal(max(numbers) - min(numbers)),
        unit=facts[0].unit,
        label="最大相差",
        department=facts[0].department,
        year=facts[0].year,
        origin="computed",
        formula=formula,
    )


def _stated(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures for the subjects of a question from all places, one a place, differing ones first."""
    if len(query.tables) >= 2 and query.subjects:
        return _in_tables(query, desk, doc_id)
    if len([s for s in query.subjects if s.within is not None]) >= 2:
        return _in_wholes(query, desk, doc_id)
    columns: list[str | None] = list(columns_of(query)) or [None]
    if columns[0] == "占比":
        columns = [None]
    facts: list[Fact] = []
    for subject in query.subjects:
        for column in columns:
            found = [f.fact for f in find(query.model_copy(update={"sections": []}), desk, doc_id, subject, column)]
            top = [f for f in found if f.value is not None]
            facts += _one_a_place(top)
    if len({(f.value, f.unit) for f in facts}) < 2 and query.subjects:
        facts += [f for s in query.subjects for f in _children(query, desk, doc_id, s)]
    if len({(f.value, f.unit) for f in facts}) < 2:
        facts += [
            f
            for s in query.subjects
            if s.measure is None
            for f in desk.index(doc_id).by_key.get(s.key, ())
            if f.value is not None and f.unit == "%" and "percent" in query.kinds and f not in facts
        ]
    facts += _rates(query, desk, doc_id, facts)
    facts += _indicators_of(query, desk, doc_id)
    facts += _same_amount(query, desk, doc_id)
    facts += _family(query, desk, doc_id, facts)
    return _differing(facts)


def _indicators_of(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Indicators that are named after a measure of the question and whose own word stands in it (控制率)."""
    found = []
    for subject in query.subjects:
        if subject.measure is None:
            continue
        names = [name_key(p) for p in subject.measure.printed if len(name_key(p)) >= 4]
        for fact in desk.index(doc_id).facts:
            key = name_key(fact.row_name)
            done = fact.origin == "annex" and fact.column in {"实际完成值", "实际值完成值"}
            if done and key.endswith("率") and key[-3:] in name_key(query.text) and any(n in key for n in names):
                found.append(fact)
    return found


#: pairs of characters that names of any measure share
_EVERYWHERE = {"合计", "总计", "本年", "年度", "决算", "支出", "收入", "经费"}


def _same_amount(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Where a question quotes an amount: the facts of that amount whose names it touches."""
    amounts = {Decimal(n) for n in re.findall(r"(?<![\d.])\d+\.\d+(?!\d)", query.text)}
    words = name_key(query.rest)
    found = []
    for fact in desk.index(doc_id).facts:
        if fact.value in amounts and fact.origin != "annex":
            key = name_key(fact.row_name)
            pairs = {key[i : i + 2] for i in range(len(key) - 1)} - _EVERYWHERE
            if any(pair in words for pair in pairs):
                found.append(fact)
    return found


def _family(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """Measures whose names end in the subject's (…财政拨款基本支出 for 基本支出), where nothing else differs."""
    if len({(f.value, f.unit) for f in facts}) > 1:
        return []
    found = []
    for subject in query.subjects:
        for measure in measures().values():
            if (
                subject.measure
                and measure.id != subject.measure.id
                and name_key(measure.name).endswith(name_key(subject.measure.name))
            ):
                found += [f.fact for f in facts_for(desk.index(doc_id), Subject.of(measure))[:2]]
    return found


def _rates(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """For an indicator named after a measure (“三公经费”控制率): the rate that the report states for the measure."""
    found = []
    for fact in facts:
        if fact.origin != "annex" or not fact.row_name.endswith("率"):
            continue
        for measure in measures().values():
            if any(len(name_key(p)) >= 4 and name_key(p) in name_key(fact.row_name) for p in measure.printed):
                found += [f.fact for f in facts_for(desk.index(doc_id), Subject.of(measure), "完成比例")[:1]]
    return found


def _in_tables(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    facts = []
    for table in query.tables:
        single = query.model_copy(update={"tables": [table]})
        for subject in query.subjects:
            if fact := best(single, desk, doc_id, subject, query.table_column):
                facts.append(fact)
    return list(dict.fromkeys(facts))


def _in_wholes(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figure of each subject in the whole that the question names for it, as far as the report has it there."""
    index = desk.index(doc_id)
    column = next(iter(columns_of(query)), None)
    facts = []
    for subject in query.subjects:
        found = [f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.value is not None]
        inside = [f for f in found if subject.within is None or belongs(f, subject.within, index)]
        facts += inside[:1]
    return facts


def _children(query: Query, desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """The rows right below a subject, where the question asks whether they add up to it."""
    if not re.search(r"下面|项级|下级|明细|子科目", query.text):
        return []
    column = query.table_column
    fact = best(query, desk, doc_id, subject, column)
    if fact is None or not fact.row_code or not fact.table:
        return []
    return [
        f
        for f in desk.index(doc_id).children_of(fact.row_code, fact.table)
        if f.column == fact.column and f.value is not None
    ]


def _one_a_place(facts: Sequence[Fact]) -> list[Fact]:
    seen: dict[tuple[str | None, str, str], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.table, fact.section, fact.column), fact)
    return list(seen.values())


def _differing(facts: Sequence[Fact]) -> list[Fact]:
    """One fact for each distinct value, then the rest; ten at most."""
    first: dict[tuple[Decimal | None, str | None], Fact] = {}
    for fact in facts:
        first.setdefault((fact.value, fact.unit), fact)
    rest = [f for f in facts if f not in first.values()]
    return [*first.values(), *rest][:10]
