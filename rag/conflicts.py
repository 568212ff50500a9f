"""Values that a report states twice: all of them with their places, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.facts import MONEY, Fact, differ, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, question_words, table_forms
from rag import compose, tally
from rag.answer import Answer, Value
from rag.desk import Desk
from rag.figures import bearing, belongs, best, borne_out, columns_of, find, fits_kind
from rag.links import fact_at
from rag.lookup import Subject, facts_for
from rag.money_scopes import contradict, counted_alike, same_amount
from rag.outline import Sentence
from rag.query import Query
from rag.sightings import as_asked, of_thing, printing, sightings
from rag.topic import segments_of, share

#: how many sentences beside a figure that is stated once
_BESIDE = 4
#: a figure that a question states, with or without its unit
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d年表])")
#: chapters on funds of their own, of which a figure is none of all money
_OTHER_FUNDS = {"gov_fund", "state_capital"}
#: so many characters has a common word
_WORD = 2


def conflict(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value that a report states for a thing, each with its place, and whether they agree."""
    if answer := tally.tally(query, desk, doc_id):
        return answer
    if len(query.tables) == 1 and question_words().in_prose.search(query.text):
        query = query.model_copy(update={"tables": []})
    if found := _found(query, desk, doc_id):
        return found
    facts = _of_numbers(query, _stated(query, desk, doc_id))
    if _is_one(query, facts) and (in_words := _in_words(query, desk, doc_id)):
        return in_words
    if len(facts) < 2:
        return tally.against_parts(query, desk, doc_id) or _told_once(query, desk, doc_id)
    facts = _each_once(facts)
    agree = all(same_amount(facts[0], f) for f in facts[1:])
    values = [compose.value_of(f) for f in facts]
    told = "；".join(
        f"{compose.place_of(f)}{compose.label_of(f)}为{f.raw if f.value is None else v.value + (v.unit or '')}"
        for f, v in zip(facts, values, strict=True)
    )
    if agree and (differing := tally.against_parts(query, desk, doc_id)) and differing.status == "conflict":
        return differing
    if agree:
        return compose.answer(
            query.text, f"{desk.title(doc_id)}各处一致：{told}。", "answered", values, compose.cite(facts, desk.files)
        )
    if not _names_places(query) and not contradict(facts, desk.index(doc_id), _measure(query)):
        text = f"{desk.title(doc_id)}各处的数不一样，但口径不同，不一定矛盾：{told}。"
        return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))
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


def disputed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value of a figure of which all are asked for, or why it has two; None where the report has but one."""
    asks = query.wants.kinds[:1] == ["reason"] if query.has("conflict") else query.every_value
    if not asks or query.tables:
        return None
    facts = _stated(query, desk, doc_id)
    if not facts or not contradict(facts, desk.index(doc_id), _measure(query)):
        return None
    return conflict(query, desk, doc_id)


def _measure(query: Query) -> Measure | None:
    """The one measure that is asked about."""
    asked = {s.measure.id: s.measure for s in query.subjects if s.measure is not None}
    return next(iter(asked.values())) if len(asked) == 1 else None


def _names_places(query: Query) -> bool:
    """Whether a question itself says which places, names or figures are to be held against one another."""
    named = query.tables or query.sections
    several = (_measure(query) is None and len(query.subjects) > 1) or any(s.within for s in query.subjects)
    return bool(named) or several or len(_NUMBER.findall(query.rest)) > 1


def _of_names(query: Query) -> Query:
    """A question without the words of two letters that some list of a report happens to print (完成), beside names."""
    named = [s for s in query.subjects if s.measure is not None or len(s.key) > _WORD]
    return query.model_copy(update={"subjects": named}) if named else query


def _each_once(facts: Sequence[Fact]) -> list[Fact]:
    """The figures without those that repeat a value at the same place."""
    kept: list[Fact] = []
    for fact in facts:
        if not any(compose.place_of(f) == compose.place_of(fact) and same_amount(f, fact) for f in kept):
            kept.append(fact)
    return kept


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


def _told_once(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that the report states once, and what else it writes of the thing in words."""
    for subject in query.subjects:
        column = next((c for c in columns_of(query) if c != "占比"), None)
        plain = query.model_copy(update={"kinds": [], "columns": []})
        fact = best(plain, desk, doc_id, subject, column) or best(plain, desk, doc_id, subject)
        if fact is None or fact.value is None:
            continue
        text = f"{desk.title(doc_id)}报告只在一处写明：{compose.sentence(fact)}，没有别的数可以核对。"
        cited = compose.cite([fact], desk.files)
        said = [*_sentences_on(subject, fact, desk, doc_id), *_sentences_in(query, desk, doc_id)]
        said = list({s.start: s for s in said}.values())
        if said:
            told = "；".join(compose.clipped(s.text).rstrip("。；") for s in said)
            text += f"报告写到它的话：{told}。"
            cited += [desk.citation(doc_id, s.start, s.end, s.section) for s in said]
        return compose.answer(query.text, text, "answered", [compose.value_of(fact)], cited)
    return None


def _sentences_on(subject: Subject, fact: Fact, desk: Desk, doc_id: str) -> list[Sentence]:
    """The sentences of the prose that name a thing; behind one that is hardly more than the name, the one after it."""
    printed = subject.measure.printed if subject.measure else ()
    names = [n for n in {name_key(n) for n in (fact.row_name, subject.name, *printed)} if len(n) >= 4]
    prose = [s for s in desk.outline(doc_id).sentences if s.section_key not in table_forms()]
    found: list[Sentence] = []
    for number, sentence in enumerate(prose):
        if any(n in sentence.key for n in names):
            only_named = not re.search(r"[为是，,]", sentence.text)
            found += prose[number : number + (3 if only_named else 1)]
    return list({s.start: s for s in found}.values())[:_BESIDE]


def _sentences_in(query: Query, desk: Desk, doc_id: str) -> list[Sentence]:
    """The sentence of each part of the report that a question names which has most of what it asks."""
    segments = segments_of(query)
    parts = ([s for s in desk.outline(doc_id).sentences if s.section_key == key] for key in query.sections)
    return [max(part, key=lambda s: share(segments, s.key)) for part in parts if part]


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
    query = _of_names(query)
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
    if len({(f.value, f.unit) for f in facts}) < 2:
        facts += [
            f
            for s in query.subjects
            if s.measure is None
            for f in desk.index(doc_id).by_key.get(s.key, ())
            if f.value is not None and f.unit == "%" and "percent" in query.kinds and f not in facts
        ]
    if len({s.measure.id if s.measure else s.key for s in query.subjects}) == 1 and not query.columns:
        facts += _elsewhere(query, desk, doc_id, facts)
    facts += _rates(query, desk, doc_id, facts)
    facts += _indicators_of(query, desk, doc_id)
    facts += _same_amount(query, desk, doc_id)
    facts += _family(query, desk, doc_id, facts)
    if len({(f.value, f.unit) for f in facts}) < 2 and not any(s.measure for s in query.subjects):
        told = of_thing(query, desk, doc_id)
        facts = told if len({f.value for f in told}) > 1 or len(facts) < 2 <= len(told) else facts
    return _differing(as_asked(query, _comparable(query, [f for f in facts if f.value is not None])))


def _elsewhere(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> list[Fact]:
    """What the report states of the one thing that is asked about in other tables and in sentences."""
    subject = query.subjects[0]
    index = desk.index(doc_id)
    main = question_words().defaults
    names = {name_key(n) for n in (subject.measure.name, *subject.measure.printed)} if subject.measure else set()
    rows = [f for key in sorted(names) for f in index.by_key.get(key, ()) if f.value is not None and f not in facts]
    rows = [f for f in rows if f.origin == "table" and main.get(f.table or "") == f.column]
    found = rows + sightings(query, desk, doc_id, subject, _comparable(query, facts))
    return [f for f in found if subject.within is None or belongs(f, subject.within, index)]


def _comparable(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The figures that can be held against one another: of the kind asked for, else of the kind of the first."""
    if len(query.subjects) > 1:
        return list(facts)
    of_kind = [f for f in facts if fits_kind(query, f)] if query.kinds else []
    kept = of_kind or list(facts)
    if not kept:
        return kept
    first = kept[0]
    # a form may leave the sign of per cent to the name of an indicator
    alike = {first.unit, None} if first.unit is not None else {f.unit for f in kept}
    return [f for f in kept if f.unit in alike or (f.unit in MONEY and first.unit in MONEY) or counted_alike(f, first)]


def _is_one(query: Query, facts: Sequence[Fact]) -> bool:
    """Whether some figures are one amount, or none of them is a number that the question states."""
    stated = {Decimal(n) for n in _NUMBER.findall(query.rest)}
    other = len(stated) > 1 and not any(f.value in stated for f in facts)
    return other or all(same_amount(facts[0], f) for f in facts[1:])


def _of_numbers(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """Of the figures for a question that states two numbers those that are one of them, if any are."""
    stated = {Decimal(n) for n in _NUMBER.findall(query.rest)}
    meant = [f for f in facts if f.value in stated] if len(stated) > 1 else []
    return meant or list(facts)


def _in_words(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Sentences that print the numbers a question states (5个还是6个), where no two figures of facts do."""
    numbers = list(dict.fromkeys(_NUMBER.findall(query.rest)))
    told = [f for n in numbers if (f := printing(query, desk, doc_id, n)) is not None] if len(numbers) > 1 else []
    if len({f.start for f in told}) < 2:
        return None
    said = "；".join(compose.clipped(f.quote).rstrip("。；") for f in told)
    text = f"{desk.title(doc_id)}报告两种说法都有：{said}。"
    values = [compose.value_of(f) for f in told]
    return compose.answer(query.text, text, "conflict", values, compose.cite(told, desk.files))


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
                and not (measure.unit or _OTHER_FUNDS & set(measure.sections))
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
