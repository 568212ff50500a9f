"""Ratios worked out anew from the amounts they are of, beside what the report states: a share, a change, a rate."""

from __future__ import annotations

from decimal import Decimal

from extractors.facts import MONEY, Fact, half_digit, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures
from rag import compose
from rag.answer import Answer
from rag.figures import computed, two_years, year_before
from rag.figures.figures import best, columns_of
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject, asked_words
from rag.language.query import Query

_CHANGES = {"增减幅": "增减额", "较年初预算增减幅": "较年初预算增减额"}


def anew(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The ratio that a question wants worked out and not quoted; None where it wants none or the amounts lack."""
    if not query.recompute or not query.subjects:
        return None
    column = next((c for c in columns_of(query) if c in {*_CHANGES, "完成比例"}), None)
    plain = query.model_copy(update={"kinds": [], "operations": [o for o in query.operations if o != "conflict"]})
    if column in _CHANGES:
        worked = _change(plain, desk, doc_id, column)
    elif column is not None:
        worked = computed.rate(plain, desk, doc_id)
    else:
        column = "占比"
        worked = computed.share(_with_whole(plain, desk, doc_id), desk, doc_id) if query.has("share") else None
    if worked is None or not worked.values or not worked.values[0].formula:
        return None
    return _beside_stated(plain, desk, doc_id, worked, column)


def doubted(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The ratio that a question doubts (占比算得对吗), worked out where the cross-check has nothing against it."""
    if not query.doubted or len(query.subjects) != 1:
        return None
    return anew(query.model_copy(update={"recompute": True}), desk, doc_id)


def unstated_change(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The rate of a change of which the report tells the amount alone; None where that lacks too."""
    if "增减幅" not in columns_of(query) or len(query.subjects) != 1 or query.has("conflict", "rank", "list", "reason"):
        return None
    worked = _change(query.model_copy(update={"kinds": [], "operations": []}), desk, doc_id, "增减幅")
    return worked if worked is not None and worked.values and worked.values[0].formula else None


def _with_whole(query: Query, desk: Desk, doc_id: str) -> Query:
    """A question on the share of one thing, with the whole under which the report lists it with its share."""
    if len(query.subjects) != 1 or query.subjects[0].measure is not None:
        return query
    stated = best(query, desk, doc_id, query.subjects[0], "占比")
    whole = asked_words().get(name_key(stated.part_of or "")) if stated is not None else None
    return query.model_copy(update={"subjects": [*query.subjects, Subject.of(measures()[whole])]}) if whole else query


def _change(query: Query, desk: Desk, doc_id: str, column: str) -> Answer | None:
    """By how many per cent a figure changed, from itself and the amount of its change."""
    plain = query.model_copy(update={"columns": []})
    change = best(plain, desk, doc_id, query.subjects[0], _CHANGES[column])
    now = computed.base_of(plain, desk, doc_id, query.subjects[0], change)
    if change is None or now is None or change.column != _CHANGES[column] or now.unit not in MONEY:
        both = year_before.both_years(plain, desk, doc_id) if column == "增减幅" else None
        return two_years.growth(query, desk, *both) if both else None
    amount = change.in_unit(now.unit or "")
    if amount is None or now.value is None or now.value == amount:
        return None
    before = now.value - amount
    places = query.places if query.places is not None else 2
    rate = compose.rounded(amount / before * 100, places)
    base = f"({plain_decimal(now.value)} {'-' if amount >= 0 else '+'} {plain_decimal(abs(amount))})"
    formula = f"{plain_decimal(amount)} ÷ {base} × 100%"
    label = f"{compose.label_of(now)}{column}"
    value = compose.computed_value(rate, "%", label, formula, now)
    word = "增长" if rate >= 0 else "下降"
    whom = "比上年" if column == "增减幅" else "比年初预算"
    text = f"{compose.head(now)}{compose.label_of(now)}{whom}{word}{compose.shown(abs(rate), '%')}（{formula}）。"
    text += f"{compose.sentence(now)}；{compose.sentence(change)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([now, change], desk.files))


def _beside_stated(query: Query, desk: Desk, doc_id: str, worked: Answer, column: str) -> Answer:
    """What was worked out, with what the report states where that is another figure."""
    stated = _stated(query, desk, doc_id, column)
    if stated is None or stated.value is None or stated.unit != "%":
        return worked
    own = Decimal(worked.values[0].value)
    # both are rounded: 74.98% is no other share than 75.0%
    if abs(stated.value - own) <= half_digit(stated.value) + half_digit(own):
        if stated.value != own:
            worked.answer += f"报告写的是{compose.shown(stated.value, '%')}，相差在末位取舍之内。"
            worked.citations += compose.cite([stated], desk.files)
        return worked
    worked.answer += f"报告写的与算出的不一致：{compose.sentence(stated)}。"
    worked.values.append(compose.value_of(stated))
    worked.citations += compose.cite([stated], desk.files)
    return worked


def _stated(query: Query, desk: Desk, doc_id: str, column: str) -> Fact | None:
    if column == "占比":
        return computed.stated_share(query, desk, doc_id, *computed.sides(query))
    found = best(query.model_copy(update={"columns": []}), desk, doc_id, query.subjects[0], column)
    return found if found is not None and (found.column == column or column == "完成比例") else None
