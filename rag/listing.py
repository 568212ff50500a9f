"""Lists of facts within one report: parts of a whole, rows that meet a condition; their sums; values that disagree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from extractors.text import fold, name_key
from rag import compose
from rag.answer import Answer, Value
from rag.desk import Desk
from rag.figures import best, columns_of, difference, find
from rag.lookup import FactIndex, Subject, level_of, subject_keys
from rag.question import Query

_LEVEL_WORDS = re.compile(r"(类|款|项)级|(大类)|按(大)?类|\((类|款|项)\)|(功能分类|科目)")
_OVER = re.compile(
    r"(?:超过|大于|高于|多于|不少于|不低于|达到)(\d+(?:\.\d+)?)(亿|万|元)|(\d+(?:\.\d+)?)(亿|万|元)元?(?:以上|及以上)"
)
_UNDER = re.compile(
    r"(?:低于|小于|少于|不足|不到|不超过)(\d+(?:\.\d+)?)(亿|万|元)|(\d+(?:\.\d+)?)(亿|万|元)元?(?:以下|以内)"
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
        return _indicators(query, index)
    if (
        _PROJECTS.search(query.text)
        and _project_words(query)
        and (query.columns or query.has("sum") or re.search(r"哪.{0,4}项目", query.text))
    ):
        found = _projects(query, index)
        if found:
            return found
    for subject in query.subjects:
        parts = _parts(query, desk, doc_id, subject)
        if parts:
            return parts
    if _LEVEL_WORDS.search(query.text):
        return _by_level(query, index)
    return []


def _indicators(query: Query, index: FactIndex) -> list[Fact]:
    """The indicators of a project's form, of the kind that a question names (数量指标), with what was done."""
    kinds = re.findall(r"(数量|质量|时效|成本|效益|满意度)(?:指标)?", query.text)
    if not kinds and "指标" not in query.text:
        return []
    key = name_key(query.project or "")
    done = {"实际完成值", "实际值完成值", "完成值"}
    rows = [
        f
        for f in index.facts
        if f.origin == "annex" and f.part_of and name_key(f.part_of) == key and f.column in done and f.raw
    ]
    return [f for f in rows if not kinds or any(k in f.section.rsplit("/", 1)[-1] for k in kinds)]


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
        if fact.value is None or not _amount_fits(text, fact.value):
            continue
        if _ONLY_PROJECT.search(text) and (other.get((code, "基本支出")) or Decimal(0)) != 0:
            continue
        if _ONLY_BASIC.search(text) and (other.get((code, "项目支出")) or Decimal(0)) != 0:
            continue
        if not (_ONLY_PROJECT.search(text) or _ONLY_BASIC.search(text)) or fact.value != 0:
            kept.append(fact)
    return kept


def _amount_fits(text: str, value: Decimal) -> bool:
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


def _projects(query: Query, index: FactIndex) -> list[Fact]:
    """One column of every project: in self-evaluation forms, project lists or summaries."""
    wanted = columns_of(query) or ["全年执行数"]
    from extractors.vocabulary import question_words

    for column in wanted:
        forms = question_words().column_forms.get(column, (column,))
        for form in forms:
            listed = [
                f
                for f in index.facts
                if f.origin == "annex" and f.column == form and f.part_of is None and _is_project_row(index, f)
            ]
            rows = {"总分", "合计"} if column == "得分" else {"年度资金总额", "年度资金总额万元", "合计"}
            per_form = [
                f
                for f in index.facts
                if f.origin == "annex" and f.part_of and f.column == form and name_key(f.row_name) in rows
            ]
            stated = [
                f
                for f in index.facts
                if f.origin == "prose"
                and f.section_key in {"performance"}
                and f.column == form
                and f.unit in {"万元", "元", "分"}
            ]
            for found in (stated if form in {"全年预算数", "执行数"} else [], per_form, listed):
                if len(found) >= 2:
                    return [f for f in found if f.value is not None]
    return []


def _is_project_row(index: FactIndex, fact: Fact) -> bool:
    return any(
        f.line == fact.line and f.column in {"项目类型", "自评得分", "资金归口处室"}
        for f in index.by_key.get(subject_keys(fact)[0], ())
    )


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


_ECONOMIC: dict[str, Callable[[str], bool]] = {
    "staff": lambda code: code.startswith(("301", "303")),
    "public_use": lambda code: not code.startswith(("301", "303")),
    "general_basic": lambda code: True,
    "basic": lambda code: True,
}


def _measured_parts(index: FactIndex, subject: Subject) -> list[Fact]:
    """The measures that the vocabulary knows as parts of a measure."""
    from extractors.vocabulary import measures
    from rag.lookup import facts_for

    if subject.measure is None:
        return []
    parts = [m for m in measures().values() if m.part_of == subject.measure.id]
    facts = []
    for measure in parts:
        found = facts_for(index, Subject(name_key(measure.name), measure.name, 0, 0, measure))
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
    status = "conflict" if query.has("conflict") and whole is not None and whole.value != amount else "computed"
    return compose.answer(query.text, text, status, values, compose.cite(cited, desk.files))


def _whole_of(facts: list[Fact]) -> tuple[Fact | None, list[Fact]]:
    """A 类 named together with its own 款 is what they are summed against, not one of them."""
    first = facts[0]
    if first.row_code and all(
        f.row_code and f.row_code != first.row_code and f.row_code.startswith(first.row_code) for f in facts[1:]
    ):
        return first, facts[1:]
    return None, facts


def _addends(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    index = desk.index(doc_id)
    columns = columns_of(query)
    if _PROJECTS.search(query.text) and _project_words(query):
        if found := _projects(query, index):
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


def conflict(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value that a report states for a thing, each with its place, and whether they agree."""
    if re.search(r"明细|合计也|总数和|加起来|所列", query.text) and (answer := total(query, desk, doc_id)):
        return answer
    facts = _stated(query, desk, doc_id)
    if len(facts) < 2:
        return None
    distinct = {(f.value if f.value is not None else f.raw, f.unit) for f in facts}
    values = [compose.value_of(f) for f in facts]
    told = "；".join(
        f"{compose.place_of(f)}{compose.label_of(f)}为{f.raw if f.value is None else v.value + (v.unit or '')}"
        for f, v in zip(facts, values, strict=True)
    )
    if len(distinct) == 1:
        return compose.answer(
            query.text, f"{desk.title(doc_id)}各处一致：{told}。", "answered", values, compose.cite(facts, desk.files)
        )
    gap = _gap(facts)
    text = f"{desk.title(doc_id)}各处不一致：{told}。"
    if gap is not None:
        note = "，可能是四舍五入的尾差" if Decimal(gap.value) <= Decimal("0.01") else ""
        text += f"最大相差{gap.value}{gap.unit or ''}（{gap.formula}）{note}。"
        values.append(gap)
    return compose.answer(query.text, text, "conflict", values, compose.cite(facts, desk.files))


def _gap(facts: Sequence[Fact]) -> Value | None:
    """The largest difference among the values, with its formula."""
    numbers = [f.value for f in facts if f.value is not None and f.unit == facts[0].unit]
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
            if (
                fact.origin == "annex"
                and key.endswith("率")
                and fact.column in {"实际完成值", "实际值完成值"}
                and any(n in key for n in names)
            ):
                if key[-3:] in name_key(query.text):
                    found.append(fact)
    return found


def _same_amount(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """Where a question quotes an amount: the facts of that amount whose names it touches."""
    amounts = {Decimal(n) for n in re.findall(r"(?<![\d.])\d+\.\d+(?!\d)", query.text)}
    words = name_key(query.rest)
    found = []
    for fact in desk.index(doc_id).facts:
        if fact.value in amounts and fact.origin != "annex":
            key = name_key(fact.row_name)
            if any(key[i : i + 2] in words for i in range(len(key) - 1)):
                found.append(fact)
    return found


def _family(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """Measures whose names contain the subject's (一般公共预算财政拨款基本支出 for 基本支出), where nothing else differs."""
    from extractors.vocabulary import measures
    from rag.lookup import facts_for

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
                found += [
                    f.fact
                    for f in facts_for(
                        desk.index(doc_id), Subject(name_key(measure.name), measure.name, 0, 0, measure)
                    )[:2]
                ]
    return found


def _rates(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """For an indicator named after a measure (“三公经费”控制率): the rate that the report itself states for the measure."""
    from extractors.vocabulary import measures
    from rag.lookup import facts_for

    found = []
    for fact in facts:
        if fact.origin != "annex" or not fact.row_name.endswith("率"):
            continue
        for measure in measures().values():
            if any(len(name_key(p)) >= 4 and name_key(p) in name_key(fact.row_name) for p in measure.printed):
                found += [
                    f.fact
                    for f in facts_for(
                        desk.index(doc_id), Subject(name_key(measure.name), measure.name, 0, 0, measure), "完成比例"
                    )[:1]
                ]
    return found


def _in_tables(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    facts = []
    for table in query.tables:
        single = query.model_copy(update={"tables": [table]})
        for subject in query.subjects:
            if fact := best(single, desk, doc_id, subject, query.table_column):
                facts.append(fact)
    return list(dict.fromkeys(facts))


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


__all__ = ["conflict", "difference", "items", "listing", "total"]
