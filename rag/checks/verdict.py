"""Verdicts: whether what a yes-or-no question claims of a figure is so, with the figures that tell."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from extractors.vocabulary.rows import Test
from rag import compose
from rag.answer import Answer, Status
from rag.checks.sightings import printing
from rag.figures import checked
from rag.figures.computed import beside, difference, rate
from rag.figures.figures import best, find
from rag.holdings.desk import Desk
from rag.language.asking import BUDGETS
from rag.language.query import Query
from rag.language.rows import Condition
from rag.prose import explain
from rag.rows.selection import compared

#: what is said where a claim holds, and where it does not
_SAID: dict[Test, tuple[str, str]] = {
    "over_budget": ("超过了预算", "没有超过预算"),
    "under_budget": ("低于预算", "没有低于预算"),
    "rose": ("比上年增加了", "没有比上年增加"),
    "fell": ("比上年减少了", "没有比上年减少"),
}


#: whether a figure was worked out rightly is asked, and not only whether it is printed
_DOUBTED = re.compile("准|正确|算得|算对|有没有错|可靠|靠谱|对不对")
#: columns, besides those of budgets, of which a figure is claimed that is not the figure itself
_OF_ROWS = {"占比", "完成比例", "增减幅", "基本支出", "项目支出"}


def verdict(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Yes or no to what a question claims of a figure; None where the figures to tell by are not there."""
    claim = query.claim
    if claim is None or not query.subjects or (query.has("sum") and len(query.subjects) > 1):
        return None
    if query.has("conflict", "rank", "reason", "use", "list"):
        return None
    plain = query.model_copy(update={"kinds": [], "columns": [], "operations": []})
    if claim.test in {"over_budget", "under_budget"}:
        return _against_budget(plain, desk, doc_id, claim)
    if claim.test in {"rose", "fell"}:
        return _against_last_year(plain, desk, doc_id, claim)
    if claim.value is None and claim.test in {"over", "under"}:
        return _of_two(plain, desk, doc_id, claim)
    return _of_amount(plain, desk, doc_id, claim)


def _against_budget(query: Query, desk: Desk, doc_id: str, claim: Condition) -> Answer | None:
    subject = query.subjects[0]
    found = (best(query, desk, doc_id, subject, c) for c in ("预算数", "年初预算数"))
    budget = next((b for b in found if b is not None and b.value is not None), None)
    final = (beside(desk, budget) or best(query, desk, doc_id, subject)) if budget is not None else None
    told = difference(query, desk, final, budget)
    if budget is None and (stated := best(query, desk, doc_id, subject, "较年初预算增减额")) is not None:
        if stated.value is None:
            return None
        holds = stated.value > 0 if claim.test == "over_budget" else stated.value < 0
        text = f"{_said(claim.test, holds)}：{compose.sentence(stated)}。"
        return compose.answer(
            query.text, text, "answered", [compose.value_of(stated)], compose.cite([stated], desk.files)
        )
    if budget is None or final is None or told is None:
        return None
    gap = (final.value or Decimal(0)) - (budget.value or Decimal(0))
    holds = gap > 0 if claim.test == "over_budget" else gap < 0
    return _led(told, _said(claim.test, holds), [final, budget])


def _against_last_year(query: Query, desk: Desk, doc_id: str, claim: Condition) -> Answer | None:
    changes = (best(query, desk, doc_id, query.subjects[0], c) for c in ("增减额", "增减幅"))
    kept = [c for c in changes if c is not None and c.value is not None and not c.column.startswith("较年初预算")]
    if not kept:
        return None
    value = kept[0].value or Decimal(0)
    holds = value > 0 if claim.test == "rose" else value < 0
    text = f"{_said(claim.test, holds)}：{'；'.join(compose.sentence(f) for f in kept)}。"
    values = [compose.value_of(f) for f in kept]
    return compose.answer(query.text, text, "answered", values, compose.cite(kept, desk.files))


def _of_two(query: Query, desk: Desk, doc_id: str, claim: Condition) -> Answer | None:
    """Whether one figure is above or below another one."""
    if len(query.subjects) != 2:
        return None
    one, other = (best(query, desk, doc_id, s) for s in query.subjects)
    told = difference(query, desk, one, other)
    right = other.in_unit(one.unit or "") if one is not None and other is not None else None
    if told is None or one is None or other is None or one.value is None or right is None:
        return None
    holds = one.value > right if claim.test == "over" else one.value < right
    return _led(told, "是的" if holds else "不是", [one, other])


def _none_there(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That there was nothing of what is asked, where the table is empty and the report says why."""
    said = explain.note(query, desk, doc_id)
    return said.model_copy(update={"answer": f"没有。{said.answer}"}) if said is not None else None


def _of_amount(query: Query, desk: Desk, doc_id: str, claim: Condition) -> Answer | None:
    """Whether a figure is what a question says it is; where the amount stands otherwise, that is said too."""
    stated = [s.column for s in query.stated if s.value == claim.value and s.unit == claim.unit]
    column = next((c for c in (claim.column, *stated) if c in {*BUDGETS, *_OF_ROWS}), None)
    fact = best(query, desk, doc_id, query.subjects[0], column)
    if (fact is None or fact.is_blank) and claim.test == "above_zero":
        return _none_there(query, desk, doc_id)
    holds = _holds(fact, claim) if fact is not None else None
    if fact is None or holds is None:
        return None
    text = f"{'是的' if holds else '不是'}：{compose.sentence(fact)}。"
    others = [] if holds or claim.test != "exactly" else _elsewhere(query, desk, doc_id, claim)
    if others:
        text += f"问到的{claim.said}是：{'；'.join(compose.sentence(f) for f in others)}。"
    facts = [fact, *others]
    values = [compose.value_of(f) for f in facts]
    against, made, rest = checked.against(fact, desk)
    text += f"不过报告的其他数得不出它：{against}" if against else ""
    status: Status = "conflict" if against else "answered"
    answer = compose.answer(query.text, text, status, [*values, *made], compose.cite([*facts, *rest], desk.files))
    return answer if against or not holds else _worked_out(query, desk, doc_id, fact, answer)


def _worked_out(query: Query, desk: Desk, doc_id: str, fact: Fact, answer: Answer) -> Answer:
    """The answer that a rate is as stated, with what its two figures make where that is another last digit."""
    if not fact.column.startswith("完成") or not _DOUBTED.search(query.text):
        return answer
    worked = rate(query.model_copy(update={"kinds": [], "columns": ["完成比例"]}), desk, doc_id)
    if worked is None or not worked.values or Decimal(worked.values[0].value) == fact.value:
        return answer
    answer.answer += f"按两个数计算：{worked.answer}与报告写的不同，请核对末位的取舍。"
    answer.values += worked.values
    answer.citations += [c for c in worked.citations if c not in answer.citations]
    return answer


def _holds(fact: Fact, claim: Condition) -> bool | None:
    """Whether a figure meets a claim, at the precision in which the question states it; None where none can tell."""
    if claim.test in {"zero", "above_zero"}:
        return None if fact.value is None else (fact.value == 0) == (claim.test == "zero")
    if claim.value is None or claim.unit is None or fact.value is None:
        return None
    value = fact.value if fact.unit == claim.unit else fact.in_unit(claim.unit)
    if value is None:
        return None
    if claim.test == "exactly":
        half = Decimal(1).scaleb(int(claim.value.as_tuple().exponent)) / 2
        return abs(value - claim.value) <= half
    return compared(value, claim.test, claim.value)


def _elsewhere(query: Query, desk: Desk, doc_id: str, claim: Condition) -> list[Fact]:
    """Other figures of the same thing that are the amount a question states (its budget, say)."""
    columns = ("预算数", "年初预算数", "全年预算数", "增减额", "占比", "完成比例", "增减幅")
    found = (f.fact for c in columns for f in find(query, desk, doc_id, query.subjects[0], c))
    others = list(dict.fromkeys(f for f in found if _holds(f, claim)))[:1]
    if others or claim.value is None:
        return others
    # 绩效那节说386.75万: a sentence has it
    said = printing(query, desk, doc_id, plain_decimal(claim.value))
    return [said] if said is not None and _holds(said, claim) else []


def _said(test: Test, holds: bool) -> str:
    return _SAID[test][0 if holds else 1]


def _led(told: Answer, lead: str, facts: list[Fact]) -> Answer:
    """An answer with the verdict in front, and the figures that it rests on behind the computed one."""
    values = [*told.values, *(compose.value_of(f) for f in facts)]
    return told.model_copy(update={"answer": f"{lead}：{told.answer}", "values": values})
