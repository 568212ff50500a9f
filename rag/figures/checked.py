"""Figures that a question doubts and that the cross-check cannot make of the others: what is printed, what comes out.

The cross-check has worked out every share, rate and sum of a report from the amounts beside it. Where a question asks
whether such a figure is right, its finding on this very figure is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.facts import Fact, decimals, plain_decimal
from extractors.findings import Finding
from extractors.text import name_key
from extractors.vocabulary import question_words
from rag import compose
from rag.answer import Answer, Value
from rag.figures.figures import find
from rag.figures.links import fact_at
from rag.holdings.desk import Desk
from rag.language.query import Query

#: columns of what is worked out from amounts
RATIOS = ("占比", "完成比例", "增减幅")
#: a change and its rate are held against one another
_CHANGES = {"增减幅", "增减额"}
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
#: how the sentence of a finding ends, which speaks to whoever wrote the report
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) *[%％]")
_ADVICE = re.compile("（其余各数无误时，|，(?:请核对|两者不能同时成立|超出四舍五入)")
#: how long the figures of a sum may be in the text; the citations have them all
_TOLD_MOST = 700
#: a rate of so many decimals is hardly printed twice
_PRECISE = 2
#: a sum of so few cells is doubted with each of them
_FEW = 3


def ratio(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A share, rate or change that a question doubts and that the amounts do not make; None where they make it."""
    columns = _ratios_asked(query)
    return _told(query, desk, doc_id, columns) if columns and _doubts(query) else None


def stated_ratio(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The same for a rate that the question states (写的78.12%对吗)."""
    return ratio(query, desk, doc_id) if _percents(query) else None


def figure(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure, of whatever kind, that others do not make up; None where the cross-check has nothing against it.

    Whether two places agree on an amount is another question than whether its parts make it up.
    """
    columns = _ratios_asked(query) or [None, *(["增减额", "增减幅"] if query.doubted else [])]
    return _told(query, desk, doc_id, columns)


def row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against the row of a named table that a question doubts (这行数字有没有问题).

    The row does not make up its own total, or one of few cells that should make up another is of it.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if not query.doubted or not query.tables or only is None or query.claim is not None:
        return None
    for finding, facts, made in against_findings(desk, doc_id):
        own = [f for f in facts if f.table in query.tables and name_key(f.row_name) == only.key and f.value]
        if own and (facts[0] in own or len(facts) <= _FEW):
            values = [compose.value_of(f) for f in dict.fromkeys([*own, *facts])]
            return _apart(query, desk, doc_id, finding, facts, [*values, *made])
    return None


def against(fact: Fact, desk: Desk, severities: Sequence[str] = ("error",)) -> tuple[str, list[Value], list[Fact]]:
    """What the cross-check has against a figure: in words, what comes out instead, and of which figures."""
    for finding, facts, made in against_findings(desk, fact.doc_id, severities):
        if facts[0] is fact and made:
            return sentence_of(finding), made, facts
    return "", [], []


def _doubts(query: Query) -> bool:
    doubted = query.doubted or query.recompute or query.claim is not None
    return doubted or (query.has("conflict") and not query.between_places)


def _ratios_asked(query: Query) -> list[str | None]:
    """The columns of rates and shares that a question asks for or states."""
    named = {*query.columns, *(s.column for s in query.stated)}
    columns = [c for c in (*RATIOS, "增减额") if c in named]
    if not columns and _percents(query):
        columns = list(RATIOS)
    return list(columns)


def _percents(query: Query) -> set[Decimal]:
    """The rates that a question states, without their signs."""
    return {Decimal(n) for n in _PERCENT.findall(query.rest)}


def _is_printed(fact: Fact, stated: set[Decimal]) -> bool:
    """Whether a figure is a rate that a question states with its decimals (写的78.12%), which tell by themselves."""
    precise = {abs(v) for v in stated if decimals(v) >= _PRECISE}
    return fact.unit == "%" and fact.value is not None and abs(fact.value) in precise


def _told(query: Query, desk: Desk, doc_id: str, columns: Sequence[str | None]) -> Answer | None:
    """The first finding on a figure of the question, with the figures that it rests on."""
    plain = query.model_copy(update={"kinds": [], "columns": [], "claim": None, "sections": []})
    asked = [f.fact for s in query.subjects for c in columns for f in find(plain, desk, doc_id, s, c)]
    stated = _percents(query)
    forms = {form for c in columns if c is not None for form in (c, *question_words().column_forms.get(c, ()))}
    for finding, facts, made in against_findings(desk, doc_id):
        own = facts[:2] if {f.column for f in facts[:2]} == _CHANGES else facts[:1]
        is_asked = any(f is a for f in own for a in asked if columns[0] is None or a.column in forms)
        if not is_asked and not _is_printed(facts[0], stated):
            continue
        is_only = len({a.at for a in asked}) == 1 and facts[0].origin == "prose"
        if columns[0] is None and not (query.doubted or query.tallies or is_only or _names_other(query, facts)):
            continue
        known = {abs(v) for v in (facts[0].value, *_numbers(finding)) if v is not None}
        if stated and not stated & known:
            continue  # 下降6.79%: of two changes of one figure this is the other
        return _apart(query, desk, doc_id, finding, facts, [*(compose.value_of(f) for f in own), *made])
    return None


def _apart(
    query: Query, desk: Desk, doc_id: str, finding: Finding, facts: Sequence[Fact], values: Sequence[Value]
) -> Answer:
    """What a finding has against a figure, with the figures that it rests on."""
    text = f"{desk.title(doc_id)}报告里的数前后不一致：{sentence_of(finding)}"
    told = "；".join(dict.fromkeys(compose.sentence(f) for f in facts if f.value is not None))
    text += f"报告写的是：{compose.clipped(told, _TOLD_MOST)}。"
    return compose.answer(query.text, text, "conflict", list(values), compose.cite(facts, desk.files))


def against_findings(
    desk: Desk, doc_id: str, severities: Sequence[str] = ("error",)
) -> Iterator[tuple[Finding, list[Fact], list[Value]]]:
    """The findings on figures that others do not make, with those and with what they make."""
    for finding, facts in _findings(desk, doc_id, severities):
        made = _made(finding, facts)
        if made or finding.difference is None:
            yield finding, facts, made


def _names_other(query: Query, facts: Sequence[Fact]) -> bool:
    """Whether a question names another of the figures too, by its row or by its column (支出合计跟项目支出)."""
    asked, own = name_key(query.rest), facts[0]
    names = {n for f in facts[1:] for n in (f.row_name, f.column)} - {own.row_name, own.column}
    return any(name_key(n) in asked for n in names)


def _findings(desk: Desk, doc_id: str, severities: Sequence[str]) -> Iterator[tuple[Finding, list[Fact]]]:
    """What is wrong with figures that others should make, with the figure and then those that should make it."""
    for finding in desk.findings(doc_id):
        if finding.conflict or finding.severity not in severities or len(finding.values) < 2:
            continue
        facts = [f for place in finding.evidence if (f := fact_at(desk, place)) is not None]
        if not all(map(_DECIMAL.fullmatch, finding.values[:2])):
            continue  # words that contradict a figure
        printed = facts[0].value if facts else None
        if len(facts) == len(finding.evidence) > 1 and printed in {*(n := _numbers(finding)), *(-v for v in n)}:
            yield finding, facts


def _numbers(finding: Finding) -> list[Decimal]:
    return [Decimal(v) for v in finding.values[:2]]


def _made(finding: Finding, facts: Sequence[Fact]) -> list[Value]:
    """What comes out of the other figures and how far that is off, where it is no mere contradiction."""
    printed, worked = facts[0].value, _worked(finding, facts)
    if printed is None or worked is None:
        return []
    made, formula = worked
    unit = facts[0].unit
    more, less = sorted((abs(printed), abs(made)), reverse=True)
    # an increase that should be a decrease is off by both, unless the finding holds the amounts without their signs
    opposite = printed * made < 0 and finding.difference is not None and abs(Decimal(finding.difference)) == more + less
    gap = more + less if opposite else more - less
    step = f"{plain_decimal(more)} {'+' if opposite else '-'} {plain_decimal(less)}"
    return [
        compose.computed_value(made, unit, "按其他数算出", formula, facts[0]),
        compose.computed_value(gap, unit, "相差", step, facts[0], alone=False),
    ]


def _worked(finding: Finding, facts: Sequence[Fact]) -> tuple[Decimal, str] | None:
    """What a finding says should be printed, with the formula that gives it; None where none of the usual ones does."""
    made = _numbers(finding)[-1]
    if facts[0].value is not None and facts[0].value < 0 <= _numbers(finding)[0]:
        made = -made  # a fall, which the finding tells by its word
    if facts[0].unit != "%":
        parts = [f.value for f in facts[1:] if f.value is not None and f.unit == facts[0].unit]
        return (made, " + ".join(map(plain_decimal, parts))) if made and sum(parts, Decimal(0)) == made else None
    if len(finding.values) < 4:
        return None
    part, whole, *last = (Decimal(v) for v in finding.values[2:])
    if len(last) == 1 and last[0] and compose.rounded((part - whole) / last[0] * 100, 2) == made:
        # a rate of change, of the two amounts and of the one that it is of
        return made, f"({plain_decimal(part)} - {plain_decimal(whole)}) ÷ {plain_decimal(last[0])} × 100%"
    before = f"({plain_decimal(whole)} {'-' if part >= 0 else '+'} {plain_decimal(abs(part))})"
    for base, said in ((whole, plain_decimal(whole)), (whole - part, before)):
        if base and compose.rounded(part / base * 100, 2) == made:
            return made, f"{plain_decimal(part)} ÷ {said} × 100%"
    return None


def sentence_of(finding: Finding) -> str:
    """What a finding says, without its allowance for rounding and its advice to whoever wrote the report."""
    return _ADVICE.split(finding.message)[0].rstrip("。") + "。"
