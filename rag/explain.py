"""The explanation engine: reasons, definitions, duties and passages in the report's own words, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures, question_words, table_forms
from rag import compose
from rag.answer import Answer
from rag.desk import Desk
from rag.figures import best, columns_of, find
from rag.lookup import FactIndex, Subject
from rag.passages import content, grams, pairs_of
from rag.query import Query

_UP = re.compile(r"增加|增长|上升|涨|变多|提高|升高|变大|大了|多了|高了|更高|更多|比.{2,8}(高|多|大)")
_DOWN = re.compile(r"减少|下降|降低|跌|变少|压缩|压减|少了|低了|小了|缩水|压下来|更低|更少|比.{2,8}(低|少|小)")
_CHANGED = re.compile(r"没(有)?预算|无预算|原因|为什么|为啥|超|没花|只花|完成|增|减|下降|上升|涨|跌|变动|差异")
_BUDGET = re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算|差异|超支|没花完|完成率|超出")
_EMPTY = re.compile(
    r"(表|页).{0,8}(为什么|为啥|怎么|为何).{0,6}(空|没有?数|没数据|无数据|空白)|(空的|空白|没有?数据|无数据).{0,8}(原因|为什么|为啥|表)|(为什么|为啥|怎么).{0,16}(空的|空白|没数|没有数)"
)
_DUTY = re.compile(
    r"职责|职能|负责|归.{0,20}管|管(啥|什么|不管|吗|哪|理什么)|干(啥|什么)的|主要工作|是管|主管|承担(什么|哪)|管.{0,8}的"
)
_BODY = re.compile(
    r"内设|科室|股室|下属|下设|事业单位|二级.{0,2}(机构|单位)|机构|编制范围|预算单位|决算单位|哪.{0,3}单位|处室|决算.{0,4}(包括|构成)"
)


def explain(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """An explanation in the report's words: for a reason, a definition, duties or bodies; None where nothing fits."""
    if _EMPTY.search(query.text) and (answer := _empty_table(query, desk, doc_id)):
        return answer
    if (
        query.has("definition")
        and not (query.has("reason") and _CHANGED.search(query.text))
        and (answer := definition(query, desk, doc_id))
    ):
        return answer
    if query.has("reason"):
        return of_project(query, desk, doc_id) or reason(query, desk, doc_id)
    return None


def of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why a project fell short: the reasons that its form gives, those of the indicator named first."""
    if not query.project:
        return None
    key = name_key(query.project)
    forms = question_words().column_forms["原因"]
    facts = [
        f for f in desk.index(doc_id).facts if f.part_of and name_key(f.part_of) == key and f.column in forms and f.raw
    ]
    if not facts:
        return None
    pairs = pairs_of(query)
    facts.sort(key=lambda f: -sum(g in name_key(f.row_name + f.section.rsplit("/", 1)[-1]) for g in pairs))
    told = "；".join(f"{f.row_name}：{f.raw.rstrip('。')}" for f in facts[:3])
    text = f"{desk.title(doc_id)}“{query.project}”项目自评表所列原因：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts[:3], desk.files))


def use(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What money was spent on: as the report says 主要用于, else the reason it gives for the spending."""
    for subject in query.subjects:
        found = [f.fact for f in find(query, desk, doc_id, subject, "用途") if f.fact.raw] or _reasons(
            query, desk, doc_id, subject
        )
        if found:
            told = "；".join(f"{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in found[:2])
            text = f"{desk.title(doc_id)}{subject.name}的{'用途' if found[0].column == '用途' else '说明'}：{told}。"
            return compose.answer(query.text, text, "answered", [], compose.cite(found[:2], desk.files))
    return None


def nothing_spent(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A question on what money was spent for, where none was spent: the zero, said as such."""
    for subject in query.subjects:
        if subject.measure is None or subject.measure.unit or subject.generic:
            continue
        fact = next((f.fact for f in find(query, desk, doc_id, subject) if f.fact.value is not None), None)
        if fact is not None and fact.value == 0:
            text = f"{compose.sentence(fact)}，没有发生这项支出。"
            return compose.answer(
                query.text, text, "answered", [compose.value_of(fact)], compose.cite([fact], desk.files)
            )
    return None


# ---------------------------------------------------------------- reasons


def reason(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The stated reason of a change or a difference; a wrong premise (rose, fell) is put right first."""
    subjects = query.subjects or []
    for subject in subjects:
        facts = _reasons(query, desk, doc_id, subject)
        change = best(query, desk, doc_id, subject, "增减额") if not _BUDGET.search(query.text) else None
        corrected = _premise(query, change)
        whole = subject.measure is not None and subject.measure.id in {"general", "total", "expenditure"}
        stated = any(f.column == "预决算差异原因" for f in facts)
        if whole and not stated and _against_budget(query) and (answer := _of_items(query, desk, doc_id)):
            return answer
        if facts:
            told = "；".join(f"{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts[:3])
            lead = corrected or (_changed(change) if change is not None else "")
            text = f"{lead}{desk.title(doc_id)}{subject.name}的{_kind(facts[0])}：{told}。"
            values = [compose.value_of(change)] if change is not None and lead else []
            cited = [*([change] if change is not None and lead else []), *facts[:3]]
            return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))
        if corrected and change is not None:
            text = f"{corrected}报告没有单独说明{subject.name}变动的原因。"
            return compose.answer(
                query.text, text, "answered", [compose.value_of(change)], compose.cite([change], desk.files)
            )
    return _premise_of_total(query, desk, doc_id)


def _kind(fact: Fact) -> str:
    return {"增减原因": "增减原因", "预决算差异原因": "预算与决算差异原因"}.get(
        fact.column, "偏差原因" if "偏差" in fact.column else "原因"
    )


def _reasons(query: Query, desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """The stated reasons of a subject, the kind asked for first."""
    found = [f.fact for f in find(query, desk, doc_id, subject, "原因") if f.fact.raw]
    wanted = "预决算差异原因" if _against_budget(query) else "增减原因"
    annex = bool(re.search(r"自评|偏差|指标|绩效", query.text))
    return sorted(
        found, key=lambda f: (annex and f.origin != "annex", f.column != wanted, f.origin == "annex" and not annex)
    )


def _against_budget(query: Query) -> bool:
    """Whether the difference to the budget is asked about, and not that to the year before."""
    return bool(_BUDGET.search(query.text)) and not re.search(r"上年|去年|22年|比\d", query.text)


def _premise(query: Query, change: Fact | None) -> str:
    """The correction where a question takes a fall for a rise or a rise for a fall; empty where it does not."""
    if change is None or change.value is None:
        return ""
    up, down = bool(_UP.search(query.text)), bool(_DOWN.search(query.text))
    if up == down or ((change.value > 0) == up and change.value != 0):
        return ""
    word = "减少" if change.value < 0 else "增加" if change.value > 0 else "持平"
    asked = "增加" if up else "减少"
    amount = "" if change.value == 0 else f"{plain_decimal(abs(change.value))}{change.unit}"
    return f"与问题所说的“{asked}”不同，报告写的是{change.row_name}比上年{word}{amount}。"


def _changed(change: Fact) -> str:
    assert change.value is not None
    if change.value == 0:
        return ""
    word = "增加" if change.value > 0 else "减少"
    return f"{change.row_name}比上年{word}{plain_decimal(abs(change.value))}{change.unit}。"


def _premise_of_total(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A question on income or spending without a stated change of its own is answered by that of the total."""
    ids = {s.measure.id for s in query.subjects if s.measure}
    if query.subjects and not ids & {"income", "expenditure", "fiscal_income", "general"}:
        return None
    if not query.subjects and not re.search(r"收入|支出|收支|花|钱|规模|盘子", query.text):
        return None
    against_budget = _BUDGET.search(query.text) and not re.search(r"上年|去年", query.text)
    total = measures()["general" if against_budget else "total"]
    subject = Subject.of(total)
    if subject.measure in [s.measure for s in query.subjects]:
        return _of_items(query, desk, doc_id) if against_budget else None
    return reason(query.model_copy(update={"subjects": [subject]}), desk, doc_id)


def _of_items(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Where the whole has no stated reason, the reasons of its 项, as the report lists them."""
    facts = [f for f in desk.index(doc_id).facts if f.column == "预决算差异原因" and f.section_key == "general_budget"][
        :6
    ]
    if not facts:
        return None
    told = "；".join(f"{f.row_name.rsplit('(款)', 1)[-1]}：{f.raw.rstrip('。')}" for f in facts)
    text = f"{desk.title(doc_id)}报告逐项说明了决算数与预算数不同的原因：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _empty_table(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The note that a report gives for an empty table."""
    index = desk.index(doc_id)
    keys = query.tables or [c[0] for s in query.subjects if s.measure for c in s.measure.cells[:1]]
    notes = [f for f in index.facts if f.column == "说明" and f.section_key in keys]
    if not notes:
        return None
    text = "；".join(f"{desk.title(doc_id)}《{table_forms()[f.section_key or ''].name}》的说明：{f.raw}" for f in notes)
    return compose.answer(query.text, text, "answered", [], compose.cite(notes, desk.files))


# ---------------------------------------------------------------- definitions


def definition(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a term means, as the glossary of the report has it."""
    terms = [f for f in desk.index(doc_id).facts if f.column == "名词解释"]
    fact = _term(query, terms)
    if fact is None:
        return None
    text = f"按{desk.title(doc_id)}报告的名词解释，“{fact.row_name.strip('“”')}”：{fact.raw}"
    return compose.answer(query.text, text, "answered", [], compose.cite([fact], desk.files))


def _term(query: Query, terms: Sequence[Fact]) -> Fact | None:
    """The glossary entry that a question names: the longest term in it, else the entry whose last 科目 it names."""
    key = name_key(query.rest)
    named = [f for f in terms if name_key(f.row_name) in key]
    if named:
        return max(named, key=lambda f: len(name_key(f.row_name)))
    parts = [(p, f) for f in terms for p in re.split(r"[(（][类款项][)）]|、|和", f.row_name) if len(name_key(p)) >= 3]
    hits = [(p, f) for p, f in parts if name_key(p) in key]
    if hits:
        return max(hits, key=lambda h: len(h[0]))[1]
    for subject in query.subjects:
        names = {
            name_key(n)
            for n in ((subject.measure.name, *subject.measure.printed) if subject.measure else (subject.text,))
        }
        for fact in terms:
            term = name_key(fact.row_name)
            if any(term in n or n in term for n in names if len(n) >= 3):
                return fact
    return None


def duties(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a department is in charge of: the duties that a question names, else all of them in brief."""
    index = desk.index(doc_id)
    facts = [f for f in index.facts if f.column == "职责"]
    facts = [f for f in facts if len(facts) == 1 or not re.search(r"[：:]。?$|(以下|如下|下列).{0,8}。?$", f.raw)]
    if not facts or query.asks_figure:
        return None
    words = content(query)
    if not _DUTY.search(query.text):
        told = _best_texts(words, facts, 0.75) if len(words) >= 4 and query.asks_text else []
        return _of_duties(query, desk, doc_id, told[:1], 420) if told else None
    words = re.sub(r"职责|职能|负责|归|管啥|管|干|主要|工作|承担|部门|单位|啥", "", words)
    chosen = _best_texts(words, facts) if len(words) >= 2 else []
    if not chosen and len(words) >= 4:
        return None
    return _of_duties(query, desk, doc_id, chosen[:2] or facts, 420 if chosen else 60)


def _of_duties(query: Query, desk: Desk, doc_id: str, told: Sequence[Fact], limit: int) -> Answer:
    listed = "；".join(compose.clipped(f.raw, limit).rstrip("。；") for f in told)
    text = f"{desk.title(doc_id)}报告“部门职责”写明：{listed}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(told, desk.files))


def _best_texts(words: str, facts: Sequence[Fact], needed: float = 0.5) -> list[Fact]:
    pairs = set(grams(words))
    scored = sorted(
        ((sum(g in name_key(f.raw) for g in pairs) / len(pairs), -n, f) for n, f in enumerate(facts)),
        key=lambda s: (-s[0], -s[1]),
    )
    best_score = scored[0][0] if scored else 0.0
    return [f for score, _, f in scored if score >= needed and score >= 0.85 * best_score]


def bodies(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which bodies a department has: the sentences of that chapter that a question is about."""
    if not _BODY.search(query.text):
        return None
    index: FactIndex = desk.index(doc_id)
    facts = [f for f in index.facts if f.column == "机构设置"]
    if not facts:
        return None
    figures = [
        f.fact
        for s in query.subjects
        for f in find(query, desk, doc_id, s)
        if f.fact.section_key == "bodies" and f.fact.value is not None
    ]
    pairs = pairs_of(query)
    ranked = sorted(facts, key=lambda f: -sum(g in name_key(f.raw) for g in pairs))
    if len(pairs) >= 3 and 4 * sum(g in name_key(ranked[0].raw) for g in pairs) < len(pairs) and not figures:
        return None
    told = _with_items(facts, ranked[0])
    wants_figure = bool(re.search(r"多少|几", query.text)) and figures
    text = (
        compose.sentence(figures[0]) + "。" if wants_figure else ""
    ) + f"{desk.title(doc_id)}报告“机构设置”写明：{compose.clipped(''.join(f.raw for f in told), 700)}"
    values = [compose.value_of(figures[0])] if wants_figure else []
    cited = [*([figures[0]] if wants_figure else []), *told]
    return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))


def _with_items(facts: Sequence[Fact], first: Fact) -> list[Fact]:
    """A sentence that ends in a colon, together with the numbered items below it."""
    at = facts.index(first)
    told = [first]
    if first.raw.rstrip()[-1:] in "：:":
        for fact in facts[at + 1 :]:
            if not re.match(r"^\d{1,2}[.、]", fact.raw):
                break
            told.append(fact)
    return told


__all__ = ["bodies", "columns_of", "definition", "duties", "explain", "nothing_spent", "reason"]
