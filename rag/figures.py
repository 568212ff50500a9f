"""The figures engine for one report: look up, compute, list and compare facts, each with its source or its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures, question_words, table_forms
from rag import compose
from rag.answer import Answer, Value
from rag.desk import Desk
from rag.lookup import Found, Subject, facts_for
from rag.question import Query

_AMOUNT_FIRST = re.compile(r"(多少钱|花了多少|有多少|是多少|多少万?元?|几万|数|额|几个|几家|多少个|多少家)[，、,；]")
_RECOMPUTE = re.compile(r"重新算|应该是|应为|实际应|按.{0,10}(算|计算)")
_BUDGET_WORDS = {"年初预算数", "全年预算数", "预算数"}


def columns_of(query: Query) -> list[str]:
    """The columns asked for, the vague ones dropped where a precise one stands."""
    columns = list(query.columns)
    if "完成比例" in columns:
        columns = [c for c in columns if c not in {"占比", "实际完成值"}]
    if "年初预算数" in columns or "全年预算数" in columns:
        columns = [c for c in columns if c != "预算数"]
    if "增减幅" in columns:
        columns = [c for c in columns if c not in {"增减额", "占比"}]
    if query.table_column and query.table_column not in columns:
        columns = [query.table_column, *(c for c in columns if c not in {"占比"})]
    return columns


def find(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None = None) -> list[Found]:
    """The facts of one subject in one report, as the query narrows them."""
    index = desk.index(doc_id)
    table = next((t for t in query.tables if t in index.tables), query.tables[0] if query.tables else None)
    return facts_for(index, subject, column, table, query.project, query.sections)


def best(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str | None = None) -> Fact | None:
    """The fact most likely meant; one with a value before a blank one."""
    found = find(query, desk, doc_id, subject, column)
    if not found:
        return None
    found = [f for f in found if fits_kind(query, f.fact)] or ([] if query.kinds and column is None else found)
    if not found:
        return None
    top = [f for f in found if f.score >= found[0].score - 12]
    return next((f.fact for f in top if not f.fact.is_blank), top[0].fact)


def fits_kind(query: Query, fact: Fact) -> bool:
    """Whether a fact is of a kind that the question asks for: money, per cent, points or a number of things."""
    if not query.kinds or fact.value is None or fact.unit is None:
        return True
    kind = (
        "money"
        if fact.unit in MONEY
        else "percent"
        if fact.unit in {"%", "个百分点"}
        else "score"
        if fact.unit == "分"
        else "count"
    )
    return kind in query.kinds


def lookup(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of the subjects and columns asked for; None where the report has none of them."""
    columns: list[str | None] = list(columns_of(query))
    if not columns or (
        _AMOUNT_FIRST.search(query.rest) and set(columns) <= {"占比", "完成比例", "增减额", "增减幅", "资金"}
    ):
        columns.insert(0, None)
    facts: list[Fact] = []
    for subject in _told_apart(query, desk, doc_id):
        for column in columns:
            fact = best(query, desk, doc_id, subject, column)
            if fact is None and column in _BUDGET_WORDS:
                fact = best(query, desk, doc_id, subject, "预算数")
            if fact is not None and fact not in facts:
                facts.append(fact)
    if query.project and (
        not facts or not any(f.part_of and name_key(f.part_of) == name_key(query.project) for f in facts)
    ):
        facts = of_project(query, desk, doc_id) or facts
    if not facts and "完成比例" in query.columns:
        return _of_department(query, desk, doc_id) or rate(query, desk, doc_id)
    if not facts and set(query.columns) & _LOOSE:
        return lookup(query.model_copy(update={"columns": [c for c in query.columns if c not in _LOOSE]}), desk, doc_id)
    return _told(query, desk, facts) if facts else None


#: columns whose words (实际, 目标, 执行) are often said without meaning a column of a form
_LOOSE = {"实际完成值", "目标值", "全年执行数", "决算数"}


def _of_department(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The rate of execution of the department's whole budget, from its self-evaluation form."""
    if "整体" not in query.text:
        return None
    forms = question_words().column_forms["完成比例"]
    rows = [f for f in desk.index(doc_id).facts if f.origin == "annex" and f.column in forms and f.value is not None]
    fact = next((f for f in rows if f.row_name.startswith(("部门预算总额", "部门整体"))), None)
    return _told(query, desk, [fact]) if fact is not None else None


def rate(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A rate of completion that is not printed, from what was spent and what was planned."""
    if "完成比例" not in query.columns:
        return None
    for subject in query.subjects:
        spent = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, "决算数")
        for column in ("全年预算数", "年初预算数"):
            planned = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, column)
            if (
                spent is not None
                and planned is not None
                and (answer := _quotient(query, desk, spent, planned, percent=True))
            ):
                return answer
    return None


#: rows of a project's form that speak of the project as a whole
_WHOLE_ROWS = ("年度资金总额", "总分", "合计")


def of_project(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The figures of a project as a whole: in its own form, else in the list of projects or the summary in prose."""
    columns = columns_of(query)
    forms = question_words().column_forms
    facts: list[Fact] = []
    if not columns and query.kinds == ["count"]:
        return _project_counts(query, desk, doc_id)
    columns = columns or ["全年执行数"]
    for column in columns:
        for form in forms.get(column, (column,)):
            fact = _project_cell(query, desk, doc_id, form)
            if fact is not None:
                facts.append(fact)
                break
    return facts


def _project_counts(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Numbers of things in a project's form, in the unit that the question asks for."""
    match = re.search(r"(?:多少|几)(个|家|次|条|批|人|辆|台|处|户|场|件|份|起|名)", query.text)
    key = name_key(query.project or "")
    done = {"实际完成值", "实际值完成值", "完成值"}
    own = [f for f in desk.index(doc_id).facts if f.part_of and name_key(f.part_of) == key and f.column in done]
    return [f for f in own if match and f.unit == match.group(1)][:1]


def _project_cell(query: Query, desk: Desk, doc_id: str, column: str) -> Fact | None:
    key = name_key(query.project or "")
    index = desk.index(doc_id)
    own = [
        f
        for f in index.facts
        if f.part_of and name_key(f.part_of) == key and f.column == column and f.value is not None
    ]
    rows = [
        f
        for row in ((_WHOLE_ROWS[1], _WHOLE_ROWS[0]) if column == "得分" else _WHOLE_ROWS)
        for f in own
        if f.row_name.startswith(row)
    ]
    listed = [f for f in index.by_key.get(key, ()) if f.column == column and f.value is not None]
    return next(iter((*rows, *listed)), None)


def _told_apart(query: Query, desk: Desk, doc_id: str) -> list[Subject]:
    """The subjects, without one that only says what another is about."""
    subjects = query.subjects
    if len(subjects) > 1 and any(s.measure for s in subjects):
        with_facts = [s for s in subjects if find(query, desk, doc_id, s, (columns_of(query) or [None])[0])]
        subjects = with_facts or subjects
    return list({(s.key, s.level): s for s in subjects}.values())


def _told(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    sentences = [compose.sentence(f, v) for f, v in zip(facts, values, strict=True)]
    others = _elsewhere(desk, facts[0]) if len(facts) == 1 else []
    if others:
        sentences += [f"另：{compose.label_of(f)}在{compose.place_of(f)}中为{f.raw}{_unit_if_bare(f)}" for f in others]
    text = "；".join(sentences) + "。"
    status = "computed" if any(v.formula for v in values) else "answered"
    if all(f.is_blank for f in facts):
        return compose.answer(
            query.text, text + "空白不等于零，报告没有给出该数。", "not_found", [], compose.cite(facts, desk.files)
        )
    return compose.answer(query.text, text, status, values, compose.cite([*facts, *others], desk.files))  # type: ignore[arg-type]


def _unit_if_bare(fact: Fact) -> str:
    return "" if (fact.unit and fact.raw.endswith(fact.unit[0])) or not fact.unit else fact.unit


def _elsewhere(desk: Desk, fact: Fact) -> list[Fact]:
    """The same thing with another value in another place of the report (beyond rounding)."""
    if fact.value is None or fact.origin == "annex":
        return []
    measure = next((m for m in measures().values() if name_key(m.name) == name_key(fact.row_name)), None)
    index = desk.index(fact.doc_id)
    pool = index.of_measure(measure) if measure else []
    cells = {(c[0], name_key(c[1]), c[2]) for c in measure.cells} if measure else set()
    same = [
        f
        for f in pool
        if f.value is not None
        and f.unit == fact.unit
        and (
            (f.table, name_key(f.row_name), f.column) in cells
            or (
                f.origin == "prose"
                and f.column == fact.column
                and f.section_key in (measure.sections if measure else ())
            )
        )
        and fact.column in {"决算数", *(c[2] for c in (measure.cells if measure else ()))}
    ]
    return [f for f in same if f.value is not None and abs(f.value - fact.value) > Decimal("0.01")][:2]


def prior_year(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The figure of the year before, worked back from the stated change; not found where no change is stated."""
    report = desk.reports[doc_id]
    for subject in query.subjects:
        change = best(query, desk, doc_id, subject, "增减额")
        fact = _base_of(query, desk, doc_id, subject, change)
        if change is None or change.column != "增减额" or fact is None or fact.value is None or change.value is None:
            continue
        amount = fact.value - change.value
        sign = "-" if change.value >= 0 else "+"
        formula = f"{plain_decimal(fact.value)} {sign} {plain_decimal(abs(change.value))}"
        label = f"{subject.name}（推算）"
        year = (report.year or 0) - 1
        value = Value(
            value=plain_decimal(amount),
            unit=fact.unit,
            label=label,
            department=fact.department,
            year=year,
            origin="computed",
            formula=formula,
        )
        word = "增加" if change.value >= 0 else "减少"
        text = (
            f"据{report.year}年度报告推算，{fact.department}{year}年度{subject.name}约为{compose.shown(amount, fact.unit)}"
            f"（{formula}；报告称与上年相比{word}{plain_decimal(abs(change.value))}{change.unit}）。这是推算值，不是报告直接公布的数。"
        )
        return compose.answer(query.text, text, "computed", [value], compose.cite([fact, change], desk.files))
    what = "、".join(s.name for s in query.subjects) or "该项"
    text = f"没有找到：{desk.title(doc_id)}报告没有公布{what}的上年数，也没有写明与上年相比的增减额，无法推算。"
    return compose.answer(query.text, text, "not_found")


def _base_of(query: Query, desk: Desk, doc_id: str, subject: Subject, change: Fact | None) -> Fact | None:
    """The figure that a change belongs to: of the same subject in the same section, else the figure itself."""
    if change is None:
        return None
    same = [
        f
        for f in desk.index(doc_id).facts
        if f.origin == "prose"
        and f.section == change.section
        and f.row_name == change.row_name
        and f.column == "决算数"
    ]
    return same[0] if same else best(query, desk, doc_id, subject)


def share(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A of B in per cent: as the report states it, else computed from the two figures."""
    if not query.subjects:
        return None
    if "完成比例" in columns_of(query):
        return None
    query = query.model_copy(update={"kinds": [], "columns": []})
    part, whole = query.subjects[0], query.subjects[1] if len(query.subjects) > 1 else None
    if whole is not None and _is_part(whole, part):
        part, whole = whole, part
    stated = None if _RECOMPUTE.search(query.text) else _stated_share(query, desk, doc_id, part, whole)
    if stated is not None:
        return _told(query, desk, [stated])
    if whole is None:
        whole = _whole_of(part)
    if whole is None:
        return None
    a, b = best(query, desk, doc_id, part), best(query, desk, doc_id, whole)
    return _quotient(query, desk, a, b, percent=True)


def _is_part(a: Subject, b: Subject) -> bool:
    return bool(a.measure and b.measure and a.measure.part_of == b.measure.id)


def _whole_of(part: Subject) -> Subject | None:
    measure = part.measure
    if measure is None or measure.part_of is None:
        return None
    whole = measures()[measure.part_of]
    return Subject(name_key(whole.name), whole.name, 0, 0, whole)


def _stated_share(query: Query, desk: Desk, doc_id: str, part: Subject, whole: Subject | None) -> Fact | None:
    for found in find(query, desk, doc_id, part, "占比"):
        base = name_key(found.fact.part_of or "")
        if (
            whole is None
            or base in {whole.key, name_key(whole.name)}
            or (whole.measure and base in {name_key(p) for p in whole.measure.printed})
        ):
            return found.fact
    return None


def _quotient(query: Query, desk: Desk, a: Fact | None, b: Fact | None, percent: bool) -> Answer | None:
    if a is None or b is None or a.value is None or b.value is None or a.unit != b.unit:
        return None
    if b.value == 0:
        text = f"{compose.sentence(b)}，不能作除数，无法计算。"
        return compose.answer(query.text, text, "not_found", [], compose.cite([a, b], desk.files))
    places = query.places if query.places is not None else 2
    ratio = compose.rounded(a.value / b.value * (100 if percent else 1), places)
    unit = "%" if percent else "倍"
    formula = f"{plain_decimal(a.value)} ÷ {plain_decimal(b.value)}" + (" × 100%" if percent else "")
    label = f"{_short(a, b)}{compose.label_of(a)}{'占' if percent else '是'}{_short(b, a)}{compose.label_of(b)}{'的比例' if percent else '的倍数'}"
    same_report = a.doc_id == b.doc_id
    value = Value(
        value=plain_decimal(ratio),
        unit=unit,
        label=label,
        department=a.department if same_report else None,
        year=a.year,
        origin="computed",
        formula=formula,
    )
    lead = compose.head(a) if same_report else ""
    text = f"{lead}{label}为{compose.shown(ratio, unit)}（{formula}）。{compose.sentence(a)}；{compose.sentence(b)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([a, b], desk.files))


def _short(fact: Fact, other: Fact) -> str:
    """The department before a label, where two reports are compared."""
    return "" if fact.doc_id == other.doc_id else f"{fact.department}{fact.year}年度"


def quotient(query: Query, desk: Desk, a: Fact | None, b: Fact | None) -> Answer | None:
    """How many times B goes into A."""
    return _quotient(query, desk, a, b, percent=False)


def difference(query: Query, desk: Desk, a: Fact | None, b: Fact | None) -> Answer | None:
    """A less B, with the formula and which one is larger."""
    if a is None or b is None or a.value is None or b.value is None:
        return None
    right = b.in_unit(a.unit or "")
    if right is None:
        return None
    gap = abs(a.value - right)
    large, small = (a, b) if a.value >= right else (b, a)
    big, little = (a.value, right) if a.value >= right else (right, a.value)
    formula = f"{plain_decimal(big)} - {plain_decimal(little)}"
    label = f"{_short(a, b)}{compose.label_of(a)}与{_short(b, a)}{compose.label_of(b)}之差"
    value = Value(
        value=plain_decimal(gap),
        unit=a.unit,
        label=label,
        department=a.department if a.doc_id == b.doc_id else None,
        year=a.year if a.year == b.year else None,
        origin="computed",
        formula=formula,
    )
    if query.unit and query.unit != a.unit and (scaled := a.but(value=gap).in_unit(query.unit)) is not None:
        value = value.model_copy(
            update={
                "value": plain_decimal(compose.trimmed(scaled)),
                "unit": query.unit,
                "formula": f"({formula}) {a.unit}→{query.unit}",
            }
        )
    if gap == 0:
        text = (
            f"{_who(large, small)}与{_who(small, large)}相等，都是{compose.shown(a.value, a.unit)}（{formula} = 0）。"
        )
    else:
        text = f"{_who(large, small)}比{_who(small, large)}多{value.value}{value.unit}（{formula}）。{compose.sentence(a)}；{compose.sentence(b)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([a, b], desk.files))


def _who(fact: Fact, other: Fact) -> str:
    return compose.head(fact) + compose.label_of(fact) if fact.doc_id != other.doc_id else compose.label_of(fact)


def within(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The difference that a question on one report asks for: two subjects, final against budget, or the stated change."""
    subjects = query.subjects
    columns = columns_of(query)
    query = query.model_copy(update={"kinds": []})
    if query.project and re.search(r"剩|没花|未花|结余|没用|差|多|少|省", query.text):
        budget, spent = (_project_cell(query, desk, doc_id, c) for c in ("全年预算数", "全年执行数"))
        if budget is not None and spent is not None:
            return difference(query, desk, budget, spent)
    if len(subjects) >= 2 and not _against_budget(columns):
        facts = [
            best(query, desk, doc_id, s, columns[0] if columns and columns[0] not in {"增减额", "增减幅"} else None)
            for s in subjects[:2]
        ]
        if all(facts) and facts[0] is not facts[1]:
            return difference(query, desk, facts[0], facts[1])
    if not subjects:
        return None
    if _against_budget(columns):
        return _budget_gap(query, desk, doc_id, subjects[0])
    return None


def _against_budget(columns: Sequence[str]) -> bool:
    return bool(_BUDGET_WORDS & set(columns))


def _budget_gap(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """Final figure against its budget; a subject without a budget is taken in its 一般公共预算 sense."""
    budget = next(
        (
            b
            for c in (*columns_of(query), "预算数", "年初预算数")
            if c in _BUDGET_WORDS and (b := best(query, desk, doc_id, subject, c))
        ),
        None,
    )
    if budget is None and subject.measure and subject.measure.id in {"expenditure", "total"}:
        general = measures()["general"]
        return _budget_gap(query, desk, doc_id, Subject(name_key(general.name), general.name, 0, 0, general))
    stated = best(query, desk, doc_id, subject, "较年初预算增减额")
    if budget is None:
        return _told(query, desk, [stated]) if stated else None
    final = _beside(desk, budget) or best(query, desk, doc_id, subject)
    return difference(query, desk, final, budget)


def _beside(desk: Desk, budget: Fact) -> Fact | None:
    """The final figure printed beside a budget figure."""
    if budget.table == "GK09":
        column = budget.column.replace("预算数", "决算数", 1)
        return next((f for f in desk.index(budget.doc_id).facts if f.table == "GK09" and f.column == column), None)
    same = [f for f in desk.index(budget.doc_id).facts if f.section == budget.section and f.row_name == budget.row_name]
    return next((f for f in same if f.column in {"决算数", "执行数"} and f.origin == budget.origin), None)


def worked_back(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A budget that is not printed, worked back from the final figure and its stated difference to the budget."""
    if not _against_budget(columns_of(query)):
        return None
    for subject in query.subjects:
        change = next(
            (f.fact for f in find(query, desk, doc_id, subject, "增减额") if f.fact.column == "较年初预算增减额"), None
        )
        fact = _base_of(query, desk, doc_id, subject, change)
        if change is None or fact is None or change.value is None or fact.value is None:
            continue
        amount = fact.value - change.value
        formula = f"{plain_decimal(fact.value)} {'-' if change.value >= 0 else '+'} {plain_decimal(abs(change.value))}"
        value = Value(
            value=plain_decimal(amount),
            unit=fact.unit,
            label=f"{subject.name}年初预算数（推算）",
            department=fact.department,
            year=fact.year,
            origin="computed",
            formula=formula,
        )
        text = f"{compose.head(fact)}{subject.name}年初预算数推算为{compose.shown(amount, fact.unit)}（{formula}）：报告写明决算数及其与年初预算数之差，没有直接公布年初预算数。"
        return compose.answer(query.text, text, "computed", [value], compose.cite([fact, change], desk.files))
    return None


#: what is meant to be divided where a question names only the things it is divided among
_COST_OF = {
    "fleet": "vehicle_running",
    "reception_guests": "domestic_reception",
    "reception_groups": "domestic_reception",
}


def per_head(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A measure over the number of cars, guests or groups, with its formula."""
    over = next((p.measure for p in question_words().per_head if p.words.search(query.text)), None)
    if over is None:
        return None
    query = query.model_copy(update={"kinds": [], "columns": []})
    measure = measures()[over]
    divisor = best(query, desk, doc_id, Subject(name_key(measure.name), measure.name, 0, 0, measure))
    money = [s for s in query.subjects if s.measure is None or s.measure.unit is None]
    fact = next((f for s in reversed(money) if (f := best(query, desk, doc_id, s)) and f.value is not None), None)
    if fact is None:
        whole = measures()[_COST_OF[over]]
        fact = best(query, desk, doc_id, Subject(name_key(whole.name), whole.name, 0, 0, whole))
    if fact is None or divisor is None or divisor.value is None or fact.value is None:
        return None
    if divisor.value == 0:
        text = f"{compose.sentence(divisor)}，不能作除数，无法计算平均数。"
        return compose.answer(query.text, text, "not_found", [], compose.cite([fact, divisor], desk.files))
    unit = query.unit if query.unit and fact.unit in MONEY else fact.unit
    whole_amount = fact.in_unit(unit or "") or fact.value
    amount = compose.rounded(whole_amount / divisor.value, query.places if query.places is not None else 2)
    formula = f"{plain_decimal(compose.trimmed(whole_amount) if unit != fact.unit else fact.value)} ÷ {plain_decimal(divisor.value)}"
    value = Value(
        value=plain_decimal(amount),
        unit=unit,
        label=f"平均每{divisor.unit}{compose.label_of(fact)}",
        department=fact.department,
        year=fact.year,
        origin="computed",
        formula=formula,
    )
    text = f"{compose.head(fact)}{value.label}为{value.value}{value.unit}（{formula}）。{compose.sentence(fact)}；{compose.sentence(divisor)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([fact, divisor], desk.files))


def missing(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The honest answer where a report does not have the figure asked for."""
    index = desk.index(doc_id)
    title = desk.title(doc_id)
    what = "、".join(dict.fromkeys(s.name for s in query.subjects)) or "所问内容"
    unread = [t for t in query.tables if t not in index.tables]
    if unread:
        names = "、".join(f"《{table_forms()[t].name}》" for t in unread)
        text = f"没有找到：{title}报告中{names}没有可读的文字表格（可能是图片或未附表），无法回答{what}。“没有读到”不等于零。"
    else:
        columns = "、".join(columns_of(query))
        text = (
            f"没有找到：{title}报告没有披露{what}{('的' + columns) if columns else ''}。已查找决算表、情况说明和附件。"
        )
    return compose.answer(query.text, text, "not_found")


__all__ = [
    "best",
    "columns_of",
    "difference",
    "find",
    "lookup",
    "missing",
    "of_project",
    "per_head",
    "prior_year",
    "quotient",
    "share",
    "within",
    "worked_back",
]
