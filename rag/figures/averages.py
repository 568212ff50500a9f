"""Averages: what things cost each, by the measure that counts them (每辆, 每批, 人均), with the formula."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, PerHead, measures, question_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best, find
from rag.figures.projects import project_cell
from rag.holdings.body_people import staff_of_all
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.understanding.topic import segments_of

#: the tables are said to have the figure
_BY_TABLE = re.compile(r"[按以照据用][^，,。]{0,6}表")
_BY_PERSON = "人均"
#: what money of the work is paid for that is not the staff's, and the first digit of codes of 经济分类, which is
_GIVEN_TO, _OBJECTS = re.compile("补助|补贴|直补|救助|供养|抚恤|低保|奖励|资助|帮扶|慰问|外包|劳务派遣"), "3"
#: so many characters behind an amount may stand the people who get it, and what they are counted in
_BESIDE, _PERSONS = 40, ("人", "名", "户")
#: the length of the code of a 类
_CLASS = 3
#: so many people are to be divided among, as the question gives it (按80人算)
_GIVEN = re.compile(
    r"[按以照][^，,\d]{0,8}?(\d{1,6})[个名]?(?:在职|在编|实有)?(?:人员|职工|干部|人)?(?=[来]?(?:计?算|[，,]))"
)
_RETIRED = re.compile("离退休|退休|离休")
#: of what things an average is asked, with their counter (每个行政村, 每户农户)
_EACH_THING = re.compile(
    rf"(?:平均|均摊|摊)[^，,]{{0,6}}每一?(?P<unit>{unit_words().set_pattern('counters')})"
    r"(?P<thing>[\u4e00-\u9fff]{0,16}?)(?=摊|分|约|大[约概]|能|要|花|有|是|得|涉及|多少|几|[，,？?|]|$)"
)
#: the same with the things before (口袋公园平均一个要花多少)
_THING_EACH = re.compile(
    rf"(?P<thing>[\u4e00-\u9fff]{{2,12}}?)(?:平均|均摊)(?:下来)?[每一](?P<unit>{unit_words().set_pattern('counters')})"
)
#: what is counted one by one, and the money of one of them on the average
_ONE_BY_ONE, _OF_ONE = (
    "个",
    re.compile(r"(?:平均|均摊|摊)[^，,]{0,4}(?:[每一]个?|绩效目标)|每一?个|[每一]个[^，,]{0,8}平均"),
)
#: what each of those who get it is given a month or a year is a standard, and no average of the department's staff
_STANDARD = re.compile("每人每[月年天日]|(?:标准|单价|定额)(?!化)")
#: what else may count the same things
_COUNTED_ELSEWHERE = {"fleet": "cars"}
#: columns of money that is involved in something
_FUNDS = {"资金", "预算数"}
#: so many characters behind a number name what it counts
_BEHIND = 16


def per_head(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A measure over the number of cars, guests, groups or staff, with its formula."""
    over = divided_among(query)
    if over is None or _STANDARD.search(query.rest):
        return None
    numbers = _numbers_of(query, over)
    query = query.model_copy(update={"kinds": [], "columns": []})
    meant = numbers or costs_of(query, over) or [Subject.of(over)]
    facts = [_as_asked(query, desk, doc_id, s) for s in meant]
    facts += [best(query, desk, doc_id, s, "资金") for s in meant if s.measure == over]
    fact = next((f for f in facts if f is not None and f.value is not None and (numbers or f.unit in MONEY)), None)
    among_staff, paid = over.id == "headcount", _is_paid_to_others(fact)
    divisor = _told_with(desk, doc_id, fact) if among_staff and paid else None
    given_out = among_staff and paid and fact is not None and fact.origin == "prose"
    if divisor is None and not given_out:
        divisor = _whole_number(query, desk, doc_id, over)
    if divisor is None and among_staff and not paid:
        divisor = staff_of_all(desk.index(doc_id))
    given = _GIVEN.search(query.text) if over.id == "headcount" else None
    if given is not None and fact is not None and (divisor is None or divisor.value != Decimal(given[1])):
        return _over_given(query, desk, fact, Decimal(given[1]))
    # what the retired get is not paid to the staff
    retired = _RETIRED.search(fact.row_name) if fact is not None and over.id == "headcount" else None
    name = f"{retired.group(0)}人员的人数" if retired is not None else "领取的人数" if given_out else over.name
    if fact is not None and (retired is not None or divisor is None or divisor.value is None):
        text = f"没有找到：{desk.title(doc_id)}报告没有写明{name}，无法计算平均数。{compose.sentence(fact)}。"
        return compose.answer(query.text, text, "not_found", [], compose.cite([fact], desk.files))
    return average(query, desk, fact, divisor)


def _is_paid_to_others(fact: Fact | None) -> bool:
    """Whether an amount is of a 科目 of 功能分类, or of the work done, and not divided among the staff (移民补助)."""
    if fact is None or (fact.row_code or "").startswith(_OBJECTS):
        return False
    of_function = len(fact.row_code or "") > _CLASS and (fact.row_code or "").startswith("2")
    return of_function or (fact.origin == "prose" and bool(_GIVEN_TO.search(fact.row_name)))


def _told_with(desk: Desk, doc_id: str, fact: Fact | None) -> Fact | None:
    """The people whom a sentence tells right behind money that is paid to others (补助100万元，惠及500人)."""
    if fact is None or fact.at is None or not _is_paid_to_others(fact):
        return None
    beside = (f for f in desk.index(doc_id).facts if f.origin == "prose" and f.at is not None and f.unit in _PERSONS)
    behind = [f for f in beside if f.quote == fact.quote and f.value and 0 < (f.at or 0) - fact.at <= _BESIDE]
    return min(behind, key=lambda f: f.at or 0, default=None)


def _over_given(query: Query, desk: Desk, fact: Fact, number: Decimal) -> Answer | None:
    """A figure over a number of people that the question itself gives, which is said."""
    if fact.value is None or number == 0:
        return None
    unit = query.unit or fact.unit
    amount = compose.rounded(
        (fact.in_unit(unit or "") or fact.value) / number, 2 if query.places is None else query.places
    )
    step = f" {compose.conversion(fact.unit or '', unit or '')}" if unit != fact.unit else ""
    formula = f"{plain_decimal(fact.value)}{step} ÷ {plain_decimal(number)}"
    value = compose.computed_value(
        amount, unit, f"按{plain_decimal(number)}人平均的{compose.label_of(fact)}", formula, fact
    )
    text = f"按问题给出的{plain_decimal(number)}人计算，{compose.head(fact)}{value.label}"
    text += f"为{value.value}{value.unit}（{formula}）。"
    return compose.answer(
        query.text, f"{text}{compose.sentence(fact)}。", "computed", [value], compose.cite([fact], desk.files)
    )


def _whole_number(query: Query, desk: Desk, doc_id: str, over: Measure) -> Fact | None:
    """The number of things that is divided among; where those of each unit are told too, that of all of them."""
    told = [f.fact for f in find(query, desk, doc_id, Subject.of(over)) if f.fact.value is not None]
    parts = list({(f.value, f.at): f for f in told if f.unit == over.unit}.values())
    for whole in parts:
        others = [f.value for f in parts if f is not whole and f.value is not None]
        if len(others) > 1 and whole.value == sum(others):
            return whole
    number = best(query, desk, doc_id, Subject.of(over))
    # a budget may count its cars among its assets alone
    other = _COUNTED_ELSEWHERE.get(over.id)
    if number is None and other is not None and desk.reports[doc_id].kind == "budget":
        return best(query, desk, doc_id, Subject.of(measures()[other]))
    return number


def _as_asked(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact | None:
    """The figure that is to be divided: that of the tables where a question says so (按决算表的数算)."""
    if _BY_TABLE.search(query.text):
        printed = (f.fact for f in find(query, desk, doc_id, subject) if f.fact.origin == "table")
        if (fact := next((f for f in printed if f.value is not None), None)) is not None:
            return fact
    return best(query, desk, doc_id, subject)


def per_month(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A year's amount over twelve months; None where that is not asked for."""
    if not query.monthly or not query.subjects or _STANDARD.search(query.rest):
        return None
    fact = best(query.model_copy(update={"columns": []}), desk, doc_id, query.subjects[0])
    if fact is None or fact.value is None or fact.unit not in MONEY:
        return None
    unit = query.unit or fact.unit
    whole = fact.in_unit(unit or "") or fact.value
    amount = compose.rounded(whole / 12, query.places if query.places is not None else 2)
    step = f" {compose.conversion(fact.unit or '', unit or '')}" if unit != fact.unit else ""
    formula = f"{plain_decimal(fact.value)}{step} ÷ 12"
    value = compose.computed_value(amount, unit, f"平均每月{compose.label_of(fact)}", formula, fact)
    text = f"{compose.head(fact)}{value.label}为{value.value}{value.unit}（{formula}）。{compose.sentence(fact)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([fact], desk.files))


def divided_among(query: Query) -> Measure | None:
    """The number of things that an average is asked over: by its words, and by what is divided."""
    if (counted := _counted_alone(query)) is not None:
        return counted
    asked = _asked(query)
    if asked is None or any(re.search("[人车辆户次批]均", s.key) for s in query.subjects):
        return None  # an average that the report prints itself is no figure to be divided
    named = _measures_of(query)
    if not named and not _money_of(query):
        if segments_of(query.model_copy(update={"rest": asked.words.sub("|", query.rest)})):
            return None  # what is divided is named, and not known
        # 平均每人多少: where nothing is named, of what guests cost
        return (
            measures()[next(iter(asked.of.values()), asked.measure)]
            if asked.measure == "headcount"
            else measures()[asked.measure]
        )
    # 国内公务接待平均每批团组: what is divided says of which groups, and not the word that only counts them
    divided = [m for m in named if measures()[m].unit is None] or named
    return measures()[next((asked.of[m] for m in reversed(divided) if m in asked.of), asked.measure)]


def _counted_alone(query: Query) -> Measure | None:
    """The things that a question names by their number, of whose own money it asks the average (平均一个项目多少)."""
    only = query.subjects[0].measure if len(query.subjects) == 1 else None
    known = {m for p in question_words().per_head for m in (*p.of, *p.cost)}
    counts = only is not None and only.unit == _ONE_BY_ONE and only.id not in known and set(query.kinds) <= {"money"}
    return only if counts and _OF_ONE.search(query.rest) else None


def costs_of(query: Query, over: Measure) -> list[Subject]:
    """What may be meant to be divided among some things, the likeliest first."""
    asked = _asked(query)
    costs = asked.cost if asked is not None else {}
    meant = [costs[m] for m in (*reversed(_measures_of(query)), over.id) if m in costs]
    # a report without foreign guests tells of receptions as such
    meant += [part_of for m in meant if (part_of := measures()[m].part_of)]
    return [*reversed(_money_of(query)), *(Subject.of(measures()[m]) for m in dict.fromkeys(meant))]


def _numbers_of(query: Query, over: Measure) -> list[Subject]:
    """The number of things that is divided where a number of things is asked for (每批几个人): of people."""
    if query.kinds != ["count"]:
        return []
    words = question_words()
    named = [s for s in query.subjects if s.measure and s.measure.unit and s.measure.id != over.id]
    counted = words.counted.get(over.id, {})
    meant = [measure for word, measure in counted.items() if re.search(f"(几|多少)个?{word}", query.text)]
    return [*named, *(Subject.of(measures()[m]) for m in meant)]


def _asked(query: Query) -> PerHead | None:
    every = question_words().per_head
    if _BY_PERSON in query.text:
        # 人均每次: among persons, however often they came
        return next(p for p in every if p.words.search(_BY_PERSON))
    return next((p for p in every if p.words.search(query.text)), None)


def _measures_of(query: Query) -> list[str]:
    return [s.measure.id for s in query.subjects if s.measure]


def _money_of(query: Query) -> list[Subject]:
    return [s for s in query.subjects if s.measure is None or s.measure.unit is None]


def over_said(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """An amount over the number of things that the report tells beside it: of a row its sentence, of a project its form
    and its chapters (补助平均到每个行政村, 项目平均每户农户)."""
    match = _EACH_THING.search(query.rest) or _THING_EACH.search(query.rest)
    if match is None or ((asked := _asked(query)) is not None and asked.measure != "headcount"):
        return None
    facts = desk.index(doc_id).facts
    if query.project:
        key = name_key(query.project)
        # a chapter may put the town before the name, or 项目 behind it
        chapters = {s.section for s in desk.outline(doc_id).sentences if s.project and key.lower() in s.project}
        beside = [f for f in facts if name_key(f.part_of or "") == key or f.section in chapters]
        plain = query.model_copy(update={"kinds": [], "columns": []})
        cells = (project_cell(plain, desk, doc_id, c) for c in ("全年执行数", "全年预算数", "预算数"))
        amounts = [f for f in (*cells, *(f for f in beside if f.section in chapters and f.part_of is None)) if f]
        money = next((f for f in amounts if f.value and f.unit in MONEY), None)
    else:
        subject = next((s for s in query.subjects if not s.generic), None)
        found = find(query.model_copy(update={"kinds": [], "columns": []}), desk, doc_id, subject) if subject else []
        told = (f.fact for f in found if f.fact.origin == "prose" and f.fact.value and f.fact.unit in MONEY)
        money = next(told, None)
        beside = [f for f in facts if money is not None and f.quote == money.quote and f.start == money.start]
    if money is None and not query.project:
        beside = [f for f in facts if f.origin == "prose" and f.unit == match["unit"]]
    things = [f for f in beside if f.origin != "table" and f.value and f.unit not in {*MONEY, "%", "分", None}]
    number = next((f for f in things if _is_thing(f, match["unit"], match["thing"], desk, doc_id)), None)
    if money is None and number is not None:
        # 每个编报绩效目标的预算单位涉及多少资金: the one amount of the sentence that counts the things
        amounts = [f for f in facts if f.quote == number.quote and f.start == number.start and f.unit in MONEY]
        money = amounts[0] if len(amounts) == 1 and all(c in _FUNDS for c in query.columns) else None
    return average(query, desk, money, number, match["thing"])


def _is_thing(fact: Fact, unit: str, thing: str, desk: Desk, doc_id: str) -> bool:
    """Whether a fact counts the things of which an average is asked: in their counter, by a name that stands beside."""
    if fact.unit != unit:
        return False
    behind = desk.load_source(doc_id)[fact.at : fact.at + _BEHIND] if fact.at is not None else ""
    name = name_key(fact.row_name)
    return not thing or thing in name or thing in name_key(behind) or (len(name) > 3 and thing.endswith(name))


def average(query: Query, desk: Desk, fact: Fact | None, divisor: Fact | None, thing: str = "") -> Answer | None:
    """A figure over a number of things; ``thing``: what a question calls one of them."""
    if fact is None or divisor is None or divisor.value is None or fact.value is None:
        return None
    if divisor.value == 0:
        text = f"{compose.sentence(divisor)}，不能作除数，无法计算平均数。"
        return compose.answer(query.text, text, "not_found", [], compose.cite([fact, divisor], desk.files))
    unit = query.unit if query.unit and fact.unit in MONEY else fact.unit
    small = (fact.in_unit("元") or fact.value) < 1000 * divisor.value
    if fact.unit in MONEY and query.unit is None and query.places is None and small:
        unit = "元"  # less than 0.1万元 each: two decimals of 万元 would tell too little
    whole_amount = fact.in_unit(unit or "") or fact.value
    amount = compose.rounded(whole_amount / divisor.value, query.places if query.places is not None else 2)
    step = f" {compose.conversion(fact.unit or '', unit or '')}" if unit != fact.unit else ""
    formula = f"{plain_decimal(fact.value)}{step} ÷ {plain_decimal(divisor.value)}"
    value = compose.computed_value(
        amount, unit, f"平均每{divisor.unit}{thing and f'{thing}的'}{compose.label_of(fact)}", formula, fact
    )
    text = f"{compose.head(fact)}{value.label}为{value.value}{value.unit}（{formula}）。"
    text += f"{compose.sentence(fact)}；{compose.sentence(divisor)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([fact, divisor], desk.files))
