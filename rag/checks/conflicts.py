"""Values that a report states twice: all of them with their places, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.facts import MONEY, Fact, decimals, differ, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, question_words, table_forms
from rag import compose
from rag.answer import Answer, Value
from rag.checks import tally
from rag.checks.between_places import contradiction
from rag.checks.gathered import NUMBER, gathered, is_phrase
from rag.checks.money_scopes import contradict, of_same_money, same_amount
from rag.checks.printed import as_fact, printed_in
from rag.checks.sightings import printing
from rag.figures import checked, everywhere
from rag.figures.figures import bearing, best, borne_out, columns_of
from rag.figures.links import fact_at
from rag.figures.support import measure_of
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.asking import BUDGETS
from rag.language.query import Query
from rag.text.figures_said import figures_of
from rag.text.outline import Sentence
from rag.understanding.topic import segments_of, share

#: how many sentences beside a figure that is stated once
_BESIDE = 4
#: what is asked of the date of a figure and not of the figure
_OF_DATE = re.compile(r"年份|时点|日期|哪一?年|截至|截止")
#: words before a number of all things of a kind, and not of some of them
_ALL = re.compile(r"共|总计|合计|全部|部门|单位|全[局市县区]|本[局级]|我")
#: behind the name of a table
_TABLE = re.compile("(?:预算|决算|明细)?表(?!述|示)")
#: what leads these sentences
_SAID = "报告写到它的话"


def conflict(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value that a report states for a thing, each with its place, and whether they agree.

    Where its places agree or it has but one, what the cross-check has against the figure.
    """
    query = _without_places(query)
    both = BUDGETS & set(query.columns) and "决算数" in query.columns
    if both and not _contradicted_side(query, desk, doc_id):
        return _planned_and_spent(query, desk, doc_id)
    answer = _compared(query, desk, doc_id)
    if answer is None or answer.status != "conflict":
        answer = checked.figure(query, desk, doc_id) or answer
    return answer


def _without_places(query: Query) -> Query:
    """A question on an item in a table that is called by what it holds (防汛在基本支出表里): one on the item."""
    items = [s for s in query.subjects if not _TABLE.match(query.rest, s.end)]
    return query.model_copy(update={"subjects": items}) if items else query


def _sides(query: Query, desk: Desk, doc_id: str) -> list[list[Fact]]:
    """What was planned of a thing, and what was spent on it."""
    facts = gathered(query, desk, doc_id)
    return [[f for f in facts if ("预算" in f.column) is planned] for planned in (True, False)]


def _contradicted_side(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether the report states the budget of a thing twice, or its outturn."""
    index, measure = desk.index(doc_id), _measure(query)
    return any(contradict(own, index, measure) for own in _sides(query, desk, doc_id))


def _planned_and_spent(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Budget and outturn side by side: these are two figures, and no two values of one.

    None where the report has not both, or has figures of several scopes for one of them.
    """
    sides = _sides(query, desk, doc_id)
    if not all(own and all(same_amount(own[0], f) for f in own) for own in sides):
        return None
    told = [own[0] for own in sides]
    gap = _gap(told)
    apart = f"相差{gap.value}{gap.unit or ''}（{gap.formula}）" if gap else "两者相等"
    text = f"{desk.title(doc_id)}预算与决算本来是两个数：{_told(told)}，{apart}。"
    values = [*_values(told), *([gap] if gap else [])]
    return compose.answer(query.text, text, "answered", values, compose.cite(told, desk.files))


def _compared(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the places of a report give for a thing, or the parts of a whole for it."""
    if answer := tally.tally(query, desk, doc_id):
        return answer
    if parts := _each_apart(query):
        answers = [_agreement(p, desk, doc_id) for p in parts]
        for answer in (a for a in answers if a is not None):
            answer.answer = answer.answer.split(_SAID)[0]
        told = compose.together(query.text, answers) or next((a for a in answers if a is not None), None)
        if told is not None and any(a is not None and a.status == "conflict" for a in answers):
            told.status = "conflict"
        return told
    return _agreement(query, desk, doc_id)


def _each_apart(query: Query) -> list[Query]:
    """The things, or columns of a project, of which each is asked whether the places of a report agree on it."""
    if not query.between_places or query.tables or query.tallies:
        return []
    if query.project and len(kinds := everywhere.kinds_asked(query)) > 1:
        return [query.model_copy(update={"columns": [k]}) for k in kinds]
    measured = {s.measure.id: s for s in query.subjects if s.measure is not None and s.within is None}
    if len(measured) < 2 or len(measured) < len(query.subjects) or _are_kin([s.measure for s in measured.values()]):
        return []
    return [query.model_copy(update={"subjects": [s]}) for s in measured.values()]


def _from_two_angles(facts: Sequence[Fact]) -> bool:
    """Whether figures differ only as those of measures that count from two angles (all cars, those the budget runs)."""
    by: dict[str, list[Fact]] = {}
    for fact in facts:
        measure = measure_of(fact)
        by.setdefault(measure.id if measure is not None else "", []).append(fact)
    alike = all(same_amount(own[0], f) for own in by.values() for f in own)
    return "" not in by and len(by) > 1 and alike and _are_kin([measures()[i] for i in by])


def _are_kin(asked: Sequence[Measure | None]) -> bool:
    """Whether measures count the same things from two angles, or one is a part of another."""
    ids = {m.id for m in asked if m is not None}
    return any(m is not None and ids & {*m.beside, m.part_of} for m in asked)


def _agreement(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value that a report states for one thing, each with its place, and whether they agree."""
    query = _of_total(query)
    with_prose = len(query.tables) == 1 and bool(question_words().in_prose.search(query.text))
    named_table = query.tables[0] if with_prose else None
    if with_prose:
        query = query.model_copy(update={"tables": []})
    if found := _found(query, desk, doc_id):
        return found
    facts = _of_numbers(query, _with_other_place(query, desk, doc_id, gathered(query, desk, doc_id)))
    facts = _in_table_and_prose(query, desk, doc_id, facts, named_table)
    if facts and _OF_DATE.search(query.rest):
        return _as_written(query, desk, doc_id, facts)
    if not facts and is_phrase(query):
        return None
    if _is_one(query, facts) and (in_words := _in_words(query, desk, doc_id)):
        return in_words
    if len(facts) < 2:
        return tally.unasked(query, desk, doc_id) or _told_once(query, desk, doc_id, facts)
    facts = _each_once(facts)
    agree = all(same_amount(facts[0], f) for f in facts[1:])
    values = _values(facts)
    told = _told(facts)
    if agree and (differing := tally.unasked(query, desk, doc_id)) and differing.status == "conflict":
        return differing
    if agree:
        return compose.answer(
            query.text, f"{desk.title(doc_id)}各处一致：{told}。", "answered", values, compose.cite(facts, desk.files)
        )
    apart = _from_two_angles(facts) or everywhere.of_two_judges(facts)
    named = with_prose or _names_places(query)
    if not _is_found(desk, doc_id, facts) and (
        apart or (not named and not contradict(facts, desk.index(doc_id), _measure(query)))
    ):
        same = [f for f in facts if same_amount(f, facts[0])]
        if len(same) > 1:
            others = _told([f for f in facts if f not in same])
            text = f"{desk.title(doc_id)}同一口径的各处一致：{_told(same)}。口径不同的另有：{others}。"
        else:
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


def _is_found(desk: Desk, doc_id: str, facts: Sequence[Fact]) -> bool:
    """Whether the cross-check holds two of some figures against each other."""
    for finding in desk.findings(doc_id):
        told = [fact_at(desk, place) for place in finding.evidence]
        if finding.severity == "error" and sum(f in told for f in facts) > 1:
            return True
    return False


def _with_other_place(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The figure of the one table that a question names with those of the prose, where it holds it against them in
    words that name no place.

    Other tables are left out: they have the thing in another scope.
    """
    if len(query.tables) != 1 or not query.subjects or len(facts) != 1:
        return facts
    everywhere_told = gathered(query.model_copy(update={"tables": []}), desk, doc_id)
    return [*facts, *(f for f in everywhere_told if f.table is None and f != facts[0])]


def _in_table_and_prose(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact], table: str | None) -> list[Fact]:
    """The figures of a table that a question names and those of the prose on the same money, where it asks of both.

    All figures where one of the two has none.
    """
    own = [f for f in facts if table is not None and f.table == table]
    if not own:
        return [*facts]
    index, measure = desk.index(doc_id), _measure(query)
    told = [f for f in facts if f.table is None and of_same_money(f, own[0], index, measure)]
    return [*told, *own] if told else [*facts]


def _told(facts: Sequence[Fact]) -> str:
    """Figures in a row, each with its place; in the unit of the others too, where they are told in two."""
    large = _in_large_unit(facts)

    def shown(fact: Fact) -> str:
        if fact.value is None:
            return fact.raw
        value = large.get(fact)
        step = f"（合{value.value}{value.unit}）" if value else ""
        return compose.shown(fact.value, fact.unit) + step

    return "；".join(f"{compose.place_of(f)}{compose.label_of(f)}为{shown(f)}" for f in facts)


def _values(facts: Sequence[Fact]) -> list[Value]:
    """The figures, then those in 万元 that are printed in 元."""
    return [*map(compose.value_of, facts), *{v.value: v for v in _in_large_unit(facts).values()}.values()]


def _in_large_unit(facts: Sequence[Fact]) -> dict[Fact, Value]:
    """What is printed in 元 in 万元, as finely as the figures beside it that are."""
    large = next((f for f in facts if f.unit == "万元" and f.value is not None), None)
    if large is None or large.value is None:
        return {}
    places = decimals(large.value)
    return {f: compose.converted(f, "万元", places) for f in facts if f.unit == "元" and f.value is not None}


def _of_total(query: Query) -> Query:
    """The total of a column of a table (支出决算表里的基本支出) as the measure that it is."""
    if len(query.tables) != 1 or query.table_column is None or len(query.subjects) > 1:
        return query
    row = query.subjects[0].key if query.subjects else "合计"
    cell = (query.tables[0], "合计", query.table_column)
    found = next((m for m in measures().values() if cell in {c[:3] for c in m.cells}), None)
    if found is None or row not in {"合计", name_key(query.table_column)}:
        return query
    return query.model_copy(update={"subjects": [Subject.of(found)], "tables": [], "table_column": None})


def disputed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Every value of a figure of which all are asked for, or why it has two; None where the report has but one."""
    asks = query.wants.kinds[:1] == ["reason"] if query.has("conflict") else query.every_value
    if not asks or query.tables:
        return None
    facts = gathered(query, desk, doc_id)
    if not facts or not contradict(facts, desk.index(doc_id), _measure(query)):
        return None
    return conflict(query, desk, doc_id)


def _measure(query: Query) -> Measure | None:
    """The one measure that is asked about."""
    asked = {s.measure.id: s.measure for s in query.subjects if s.measure is not None}
    return next(iter(asked.values())) if len(asked) == 1 else None


def _names_places(query: Query) -> bool:
    """Whether a question itself says which places, names or figures are to be held against one another."""
    several = (_measure(query) is None and len(query.subjects) > 1) or any(s.within for s in query.subjects)
    return len(query.tables) > 1 or several or len(NUMBER.findall(query.rest)) > 1


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


def _as_written(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Answer:
    """The sentences that have some figures, where something else in them is to be compared, such as their dates."""
    said = dict.fromkeys(compose.clipped(f.quote).rstrip("。；") for f in facts)
    text = f"{desk.title(doc_id)}报告分别写道：{'；'.join(said)}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _in_one_sentence(query: Query, desk: Desk, doc_id: str, told: Sequence[Fact]) -> Answer:
    """The sentence that prints all the numbers of a question (由620元提高到660元): it says how they go together."""
    text = f"{desk.title(doc_id)}报告的原话是：{compose.clipped(told[0].quote).rstrip('。；')}。"
    values = [compose.value_of(f) for f in told]
    return compose.answer(query.text, text, "answered", values, compose.cite(told[:1], desk.files))


def _told_once(query: Query, desk: Desk, doc_id: str, known: Sequence[Fact]) -> Answer | None:
    """A figure that the report states once, and what else it writes of the thing in words."""
    name = query.project or (known[0].row_name if known else "")
    subjects = query.subjects or ([Subject(name_key(name), name, 0, 0)] if name else [])
    for subject in subjects:
        column = next((c for c in columns_of(query) if c != "占比"), None)
        plain = query.model_copy(update={"kinds": [], "columns": []})
        found = best(plain, desk, doc_id, subject, column) or best(plain, desk, doc_id, subject)
        fact = known[0] if known else found
        if fact is None or fact.value is None:
            continue
        cited = compose.cite([fact], desk.files)
        said = [*_sentences_on(subject, fact, desk, doc_id), *_sentences_in(query, desk, doc_id)]
        said = list({s.start: s for s in said}.values())
        if others := _counted_elsewhere(fact, desk, doc_id):
            told = "；".join(compose.clipped(f.quote).rstrip("。；") for f in others)
            text = f"{desk.title(doc_id)}报告写明的是：{compose.sentence(fact)}；另一处写到的数不同：{told}。"
            values = [compose.value_of(f) for f in (fact, *others)]
            return compose.answer(query.text, text, "answered", values, compose.cite([fact, *others], desk.files))
        if against := contradiction(query, desk, doc_id, [fact.row_name, subject.name]):
            return against
        if against := _not_added_up(query, desk, fact) or _found_otherwise(query, desk, fact):
            return against
        if any(_prints(s, fact) for s in said):
            text = f"{desk.title(doc_id)}报告几处写的是同一个数：{compose.sentence(fact)}。"
        else:
            alone = "" if query.opposed else "，没有别的数可以核对"
            text = f"{desk.title(doc_id)}报告只在一处写明：{compose.sentence(fact)}{alone}。"
        if said:
            told = "；".join(compose.clipped(s.text).rstrip("。；") for s in said)
            text += f"{_SAID}：{told}。"
            cited += [desk.citation(doc_id, s.start, s.end, s.section) for s in said]
        return compose.answer(query.text, text, "answered", [compose.value_of(fact)], cited)
    return None


def _found_otherwise(query: Query, desk: Desk, fact: Fact) -> Answer | None:
    """A figure and the one of another place that the cross-check holds against it, whatever that place calls it."""
    for finding in desk.findings(fact.doc_id):
        facts = [fact_at(desk, place) for place in finding.evidence]
        if finding.severity != "error" or len(facts) != 2 or fact not in facts:
            continue
        both = [f for f in facts if f is not None and f.value is not None and f.unit == fact.unit]
        if len(both) == 2 and both[0].value != both[1].value:
            text = f"{desk.title(fact.doc_id)}报告里的数前后不一致：{checked.sentence_of(finding)}"
            text += f"报告写的是：{'；'.join(compose.sentence(f) for f in both)}。"
            values = [compose.value_of(f) for f in both]
            return compose.answer(query.text, text, "conflict", values, compose.cite(both, desk.files))
    return None


def _not_added_up(query: Query, desk: Desk, fact: Fact) -> Answer | None:
    """A number of things that its kinds do not make up, as the cross-check found: 优 and 良 against all projects."""
    for finding in desk.findings(fact.doc_id):
        places = finding.evidence
        if finding.severity != "error" or len(places) < 3 or fact_at(desk, places[0]) is not fact:
            continue
        numbers = [Decimal(m.group(0)) for p in places[1:] if (m := re.search(r"\d+", p.quote)) is not None]
        made = sum(numbers, Decimal(0))
        if plain_decimal(made) not in finding.values or made == fact.value:
            continue
        formula = " + ".join(map(plain_decimal, numbers))
        value = compose.computed_value(made, fact.unit, "各项之和", formula, fact)
        text = f"{desk.title(fact.doc_id)}报告里的数前后不一致：{checked.sentence_of(finding)}各项：{formula}。"
        values = [compose.value_of(fact), value]
        return compose.answer(query.text, text, "conflict", values, list(places))
    return None


def _counted_elsewhere(fact: Fact, desk: Desk, doc_id: str) -> list[Fact]:
    """Other numbers of things of the kind that a figure of the prose counts, in other places of the same chapter."""
    thing = name_key(fact.row_name)[-2:]
    if fact.origin != "prose" or fact.column != "数量" or fact.unit is None or fact.at is None:
        return []
    found = []
    for one in printed_in(desk, doc_id):
        at = one.sentence
        apart = at.section_key == fact.section_key and at.section != fact.section
        counts = one.unit == fact.unit and one.rest.removeprefix(fact.unit).startswith(thing)
        if apart and counts and one.value != fact.value and _ALL.search(one.before):
            found.append(as_fact(desk, doc_id, one, thing))
    return found[:2]


def _prints(sentence: Sentence, fact: Fact) -> bool:
    """Whether a sentence at another place prints the figure of a fact, in its unit."""
    if sentence.start <= fact.start < sentence.end or fact.start <= sentence.start < fact.end:
        return False
    told = figures_of(sentence)
    return any(Decimal(f.number.replace(",", "")) == fact.value and f.unit == fact.unit for f in told)


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
    money = [f for f in facts if f.unit in MONEY and f.value is not None]
    apart = any(a.unit != b.unit and not same_amount(a, b) for a, b in combinations(money, 2))
    return apart or any(differ(a, b) for a, b in combinations(_alike(facts), 2))


def _gap(facts: Sequence[Fact]) -> Value | None:
    """The largest difference among the values, with its formula; in 万元 where some are printed in 元."""
    large = _in_large_unit(facts)
    numbers = [Decimal(v.value) for v in large.values()]
    numbers += [f.value for f in (facts if large else _alike(facts)) if f not in large and f.value is not None]
    if len(numbers) < 2 or max(numbers) == min(numbers):
        return None
    return compose.apart(max(numbers), min(numbers), facts[0].but(unit="万元") if large else facts[0], "最大相差")


def _is_one(query: Query, facts: Sequence[Fact]) -> bool:
    """Whether some figures are one amount, or none of them is a number that the question states."""
    stated = {Decimal(n) for n in NUMBER.findall(query.rest)}
    other = len(stated) > 1 and not any(f.value in stated for f in facts)
    return other or all(same_amount(facts[0], f) for f in facts[1:])


def _of_numbers(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """Of the figures for a question that states two numbers those that are one of them, if any are."""
    stated = {Decimal(n) for n in NUMBER.findall(query.rest)}
    meant = [f for f in facts if f.value in stated] if len(stated) > 1 else []
    return meant or list(facts)


def _in_words(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Sentences that print the numbers a question states (5个还是6个), where no two figures of facts do."""
    numbers = list(dict.fromkeys(NUMBER.findall(query.rest)))
    told = [f for n in numbers if (f := printing(query, desk, doc_id, n)) is not None] if len(numbers) > 1 else []
    if len({f.unit in MONEY for f in told if f.unit}) > 1:
        return None  # 7个项目369.17万元: two things, and not two values of one
    if len({f.start for f in told}) < 2:
        return _in_one_sentence(query, desk, doc_id, told) if len(told) == len(numbers) > 1 else None
    said = "；".join(compose.clipped(f.quote).rstrip("。；") for f in told)
    text = f"{desk.title(doc_id)}报告两种说法都有：{said}。"
    values = [compose.value_of(f) for f in told]
    return compose.answer(query.text, text, "conflict", values, compose.cite(told, desk.files))
