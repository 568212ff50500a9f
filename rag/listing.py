"""Lists of facts within one report: parts of a whole, rows that meet a condition; and their sums."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from extractors.text import fold
from extractors.vocabulary import measures
from rag import compose
from rag.answer import Answer, Status, Value
from rag.desk import Desk
from rag.figures import best, columns_of, find
from rag.lookup import FactIndex, Subject, facts_for, level_of
from rag.projects import indicators, projects
from rag.query import Query

_LEVEL_WORDS = re.compile(r"(类|款|项)级|(大类)|按(大)?类|\((类|款|项)\)|(功能分类|科目)")
_OVER = re.compile(
    r"(?:超过|大于|高于|多于|不少于|不低于|达到)(\d+(?:\.\d+)?)(亿|万|元)|(\d+(?:\.\d+)?)(亿|万|元)元?(?:以上|及以上)"
)
_UNDER = re.compile(
    r"(?:低于|小于|(?<!不)少于|不足|不到|不超过)(\d+(?:\.\d+)?)(亿|万|元)|(\d+(?:\.\d+)?)(亿|万|元)元?(?:以下|以内)"
)
_NO_BUDGET = re.compile(
    r"(年初)?(预算)(是|为)?(0|零)|(年初)?(没有|没|无|未)(列|安排|做|编)?(年初)?预算|年初没(列|安排)"
)
_ONLY_PROJECT = re.compile(r"(全|都|只|仅)(部)?(是|为|有)?项目支出")
_ONLY_BASIC = re.compile(r"(全|都|只|仅)(部)?(是|为|有)?基本支出")
_OVERRUN = re.compile(r"(超|大于|高于|超过|多于)(了|出)?(年初)?预算|完成(率|比例).{0,4}(超|大于|高于)")
_UNDERRUN = re.compile(r"(低于|小于|少于|不到|没完成|未完成|没有完成|没达到)(年初)?预算")
_PROJECTS = re.compile(r"(各|哪些|几个|所有|[一二三四五六七八九十\d]+个)?项目")
_MAX = 60
_ECONOMIC: dict[str, Callable[[str], bool]] = {
    "staff": lambda code: code.startswith(("301", "303")),
    "public_use": lambda code: not code.startswith(("301", "303")),
    "general_basic": lambda code: True,
    "basic": lambda code: True,
}


def listing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The parts of what is asked for, or the rows that meet its condition, each with its amount and source."""
    facts = items(query, desk, doc_id)
    if not facts:
        return None
    values = [compose.converted(f, query.unit, query.places) for f in facts[:_MAX]]
    whole = next((f for s in query.subjects if (f := best(query, desk, doc_id, s)) and f not in facts), None)
    entries = "；".join(f"{v.label} {v.value}{v.unit or ''}" for v in values)
    lead = f"{compose.sentence(whole)}。" if whole is not None and whole.value is not None else ""
    text = f"{lead}{desk.title(doc_id)}共列出{len(values)}项（{compose.place_of(facts[0])}）：{entries}。"
    cited = [*([whole] if lead and whole else []), *facts[:_MAX]]
    return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))


def items(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The facts of a list: by condition over 科目, by project, or the parts of a whole."""
    index = desk.index(doc_id)
    if _condition(query.text):
        return _conditioned(query, index)
    if re.search(r"(主要|重点|年度)任务", query.text):
        return [f for f in index.facts if f.origin == "annex" and f.column == "主要内容" and f.raw]
    if query.project:
        return indicators(query, index)
    if (
        _PROJECTS.search(query.text)
        and _project_words(query)
        and (query.columns or query.has("sum") or re.search(r"哪.{0,4}项目", query.text))
    ):
        found = projects(query, index)
        if found:
            return found
    for subject in query.subjects:
        parts = _parts(query, desk, doc_id, subject)
        if parts:
            return parts
    if _LEVEL_WORDS.search(query.text):
        return _by_level(query, index)
    return []


def _project_words(query: Query) -> bool:
    return not [s for s in query.subjects if s.measure is None or s.measure.id not in {"project", "evaluated_projects"}]


def _condition(text: str) -> bool:
    return any(
        p.search(text) for p in (_OVER, _UNDER, _NO_BUDGET, _ONLY_PROJECT, _ONLY_BASIC, _OVERRUN, _UNDERRUN)
    ) and bool(re.search(r"哪|列|有(几|多少)|几(个|项)", text))


def _conditioned(query: Query, index: FactIndex) -> list[Fact]:
    """科目 rows that meet the conditions of a question: without budget, above an amount, project money only."""
    text = query.text
    level = (m.group(1) or m.group(4)) if (m := _LEVEL_WORDS.search(text)) else "项"
    level = level or ("类" if "类" in text else "项")
    if _NO_BUDGET.search(text) or _OVERRUN.search(text) or _UNDERRUN.search(text):
        return _by_budget(query, index)
    table = query.tables[0] if query.tables else "GK03" if "GK03" in index.tables else "GK05"
    main = {"GK03": "本年支出合计", "GK02": "本年收入合计"}.get(table, "小计")
    rows = {
        f.row_code: f
        for f in index.facts
        if f.table == table and f.row_code and f.column == main and level_of(f) == level
    }
    other = {(f.row_code, f.column): f.value for f in index.facts if f.table == table and f.row_code}
    kept = []
    for code, fact in rows.items():
        if fact.value is None or not amount_fits(text, fact.value):
            continue
        if _ONLY_PROJECT.search(text) and (other.get((code, "基本支出")) or Decimal(0)) != 0:
            continue
        if _ONLY_BASIC.search(text) and (other.get((code, "项目支出")) or Decimal(0)) != 0:
            continue
        if not (_ONLY_PROJECT.search(text) or _ONLY_BASIC.search(text)) or fact.value != 0:
            kept.append(fact)
    return kept


def bounded(text: str) -> str:
    """The bound on amounts that a question states (超过2000万), in its words; empty where it states none."""
    match = _OVER.search(text) or _UNDER.search(text)
    return match.group(0) if match else ""


def amount_fits(text: str, value: Decimal) -> bool:
    """Whether an amount in 万元 meets the bounds that a question states."""
    for pattern, fits in ((_OVER, lambda v, b: v >= b), (_UNDER, lambda v, b: v <= b)):
        if match := pattern.search(text):
            number, unit = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
            bound = Decimal(number) * {"亿": Decimal(10000), "万": Decimal(1), "元": Decimal("0.0001")}[unit]
            if not fits(value, bound):
                return False
    return True


def _by_budget(query: Query, index: FactIndex) -> list[Fact]:
    """The 项 of the narrative by how their final figure stands to their budget."""
    budgets = {
        f.row_name: f for f in index.facts if f.origin == "prose" and f.column == "年初预算数" and level_of(f) == "项"
    }
    finals = {
        f.row_name: f for f in index.facts if f.origin == "prose" and f.column == "决算数" and level_of(f) == "项"
    }
    kept = []
    for name, final in finals.items():
        budget = budgets.get(name)
        if budget is None or budget.value is None or final.value is None:
            continue
        if _NO_BUDGET.search(query.text):
            fits = budget.value == 0 and final.value != 0
        elif _OVERRUN.search(query.text):
            fits = final.value > budget.value
        else:
            fits = final.value < budget.value
        if fits:
            kept.append(final)
    return kept


def _parts(query: Query, desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """The parts of a subject: as the prose lists them, else the rows of the tables below it."""
    index = desk.index(doc_id)
    listed = index.parts_of(subject.name)
    if subject.measure and subject.measure.id in {"general", "expenditure"} and _LEVEL_WORDS.search(query.text):
        return _by_level(query, index)
    if subject.measure and subject.measure.id == "general":
        return [f for f in _by_level(query, index)]
    if listed:
        return [f for f in listed if f.value]
    code = next((f.fact.row_code for f in find(query, desk, doc_id, subject) if f.fact.row_code), None)
    if code:
        table = (
            "GK06"
            if code.startswith("3")
            else next((t for t in (*query.tables, "GK03", "GK05", "GK07") if t in index.tables), "GK03")
        )
        main = {
            "GK06": "决算数",
            "GK03": "本年支出合计",
            "GK05": "小计",
            "GK07": "本年支出小计",
            "GK02": "本年收入合计",
        }.get(table)
        deepest = re.search(r"项级|[几各两三四五六七八九十]项|几个项|项级科目", query.text) and table != "GK06"
        rows = (
            index.children_of(code, table)
            if not deepest
            else [
                f
                for f in index.facts
                if f.table == table and f.row_code and len(f.row_code) == 7 and f.row_code.startswith(code)
            ]
        )
        return [f for f in rows if f.column == main and f.value]
    if subject.measure and subject.measure.id in _ECONOMIC:
        fits = _ECONOMIC[subject.measure.id]
        return [
            f
            for f in index.facts
            if f.table == "GK06" and f.row_code and len(f.row_code) == 5 and fits(f.row_code) and f.value
        ]
    return [f for f in _measured_parts(index, subject) if f.value is not None]


def _measured_parts(index: FactIndex, subject: Subject) -> list[Fact]:
    """The measures that the vocabulary knows as parts of a measure."""

    if subject.measure is None:
        return []
    parts = [m for m in measures().values() if m.part_of == subject.measure.id]
    facts = []
    for measure in parts:
        found = facts_for(index, Subject.of(measure))
        if found:
            facts.append(found[0].fact)
    return facts


def _by_level(query: Query, index: FactIndex) -> list[Fact]:
    """All 类, 款 or 项 of 一般公共预算 with money: as the prose lists the 类, else from the table."""
    text = fold(query.text)
    level = (
        "类"
        if "类" in text and "项级" not in text
        else "款"
        if "款" in text
        else "项"
        if "项级" in text or "(项)" in text
        else "类"
    )
    prose = [
        f
        for f in index.facts
        if f.origin == "prose" and f.section_key == "general_budget" and f.column == "决算数" and level_of(f) == level
    ]
    if prose and level == "类":
        return prose
    table = query.tables[0] if query.tables else "GK05" if "GK05" in index.tables else "GK03"
    main = {"GK03": "本年支出合计", "GK02": "本年收入合计"}.get(table, "小计")
    rows = [
        f
        for f in index.facts
        if f.table == table and f.row_code and f.column == main and level_of(f) == level and f.value
    ]
    return rows or [f for f in prose if f.value]


def total(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sum of the facts that a question lists, and its distance to a figure where one is asked for."""
    query = query.model_copy(update={"kinds": []})
    facts = _addends(query, desk, doc_id)
    if len(facts) < 2:
        return None
    whole, facts = _whole_of(facts)
    amount = sum((f.value for f in facts if f.value is not None), Decimal(0))
    formula = " + ".join(plain_decimal(f.value) for f in facts if f.value is not None)
    unit = facts[0].unit
    label = f"{len(facts)}项合计"
    value = Value(
        value=plain_decimal(amount),
        unit=unit,
        label=label,
        department=facts[0].department,
        year=facts[0].year,
        origin="computed",
        formula=formula,
    )
    text = f"{desk.title(doc_id)}所列{len(facts)}项合计{compose.shown(amount, unit)}（{formula}）。"
    whole = whole or next(
        (f for s in query.subjects if (f := best(query, desk, doc_id, s)) and f not in facts and f.unit == unit), None
    )
    values = [value]
    cited = list(facts)
    if whole is not None and whole.value is not None:
        gap = abs(whole.value - amount)
        gap_value = Value(
            value=plain_decimal(gap),
            unit=unit,
            label="相差",
            department=facts[0].department,
            year=facts[0].year,
            origin="computed",
            formula=f"{plain_decimal(max(whole.value, amount))} - {plain_decimal(min(whole.value, amount))}",
        )
        verdict = "一致" if gap == 0 else f"相差{compose.shown(gap, unit)}（{gap_value.formula}）"
        text += f"{compose.sentence(whole)}，两者{verdict}。"
        cited.insert(0, whole)
        if query.has("difference"):
            values.insert(0, gap_value)
        elif query.has("conflict"):
            values = [compose.value_of(whole), value, gap_value]
    differs = query.has("conflict") and whole is not None and whole.value != amount
    status: Status = "conflict" if differs else "computed"
    return compose.answer(query.text, text, status, values, compose.cite(cited, desk.files))


def _addends(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    index = desk.index(doc_id)
    columns = columns_of(query)
    if _PROJECTS.search(query.text) and _project_words(query) and (found := projects(query, index)):
        return found
    if "科目" in query.text or ("项" in query.text and "general_budget" in query.sections):
        column = next((c for c in columns if c in {"年初预算数"}), "决算数")
        rows = [
            f
            for f in index.facts
            if f.origin == "prose" and f.section_key == "general_budget" and f.column == column and level_of(f) == "项"
        ]
        if rows:
            return rows
    if len(query.subjects) >= 2 and not re.search(r"明细|列出|所列|各项", query.text):
        facts = [best(query, desk, doc_id, s, columns[0] if columns else None) for s in query.subjects]
        return [f for f in facts if f is not None and f.value is not None]
    for subject in query.subjects:
        if parts := _parts(query, desk, doc_id, subject):
            return parts
    return []


def _whole_of(facts: list[Fact]) -> tuple[Fact | None, list[Fact]]:
    """A 类 named together with its own 款 is what they are summed against, not one of them."""
    first = facts[0]
    if first.row_code and all(
        f.row_code and f.row_code != first.row_code and f.row_code.startswith(first.row_code) for f in facts[1:]
    ):
        return first, facts[1:]
    return None, facts
