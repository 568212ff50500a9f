"""What words beside a measure turn it into: a number of things, one of its parts, a sum, what was carried over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.text import name_key
from extractors.vocabulary import measures, question_words, table_forms
from extractors.vocabulary.across import across_words
from extractors.vocabulary.units import unit_words
from rag.holdings.lookup import Subject
from rag.language.conditions import is_put_on
from rag.language.query import Query
from rag.text.counters import counted_in

#: measures of cars, and what of them is that of the cars bought this year
_BOUGHT = {"fleet": "bought_cars", "cars": "bought_cars", "vehicles": "vehicle_purchase"}
_HOW_MANY = re.compile(r"多少|几")
#: what follows a word for what was done with the things that are counted
_COUNTS = re.compile(r"[了过]?(?:多少|几)")
#: parts of a measure that may be asked for side by side
_KINDS = {"procurement_goods", "procurement_works", "procurement_services"}

#: words for how often, and what joins them to what stands before
_TIMES = re.compile(r"(?<![每一])(?:(批)次|(人)次)")
_JOINED = re.compile("[和与及、跟]")


def adds_up(text: str, subjects: Sequence[Subject], column: str | None = None) -> bool:
    """Whether several things are named to be added up (甲和乙一共多少); ``column`` may stand behind rows."""
    different = {s.measure.id if s.measure else s.key for s in subjects}
    if len(different) == 2 and len({s.start for s in subjects}) == 1:
        return not re.search(
            "各|分别|差|比[^，,]{1,10}[多少高低]", text[subjects[0].end :]
        )  # 水电费: one word for both
    if len(different) < 2:
        return False
    behind = re.sub(f"^的?{re.escape(column)}", "", text[subjects[-1].end :]) if column else text[subjects[-1].end :]
    return bool(question_words().summed_behind.search(behind))


def turned(query: Query) -> list[Subject]:
    """Measures as the words beside them have them (给中小企业预留, and not what was awarded)."""
    subjects = []
    for subject in query.subjects:
        others = subject.measure.turned if subject.measure else ()
        other = next((measures()[m] for word, m in others if word in query.rest), None)
        subjects.append(replace(subject, key=name_key(other.name), measure=other) if other else subject)
    return subjects


def both_ends(query: Query) -> None:
    """年末结转比年初多多少: what was carried in is meant too."""
    others = {"carried_out": "carried_in", "fiscal_carried_out": "fiscal_carried_in"}
    ends = [s for s in query.subjects if s.measure and s.measure.id in others]
    end = ends[0] if len(query.subjects) == 1 and ends else None
    if end is None or end.measure is None or not query.has("difference", "ratio"):
        return
    if match := question_words().beginning.search(query.rest[end.end :]):
        measure, at = measures()[others[end.measure.id]], end.end + match.end()
        query.subjects = [end, Subject(name_key(measure.name), measure.name, at, at, measure)]
        query.columns = [c for c in query.columns if c not in {"增减额", "增减幅"}]


def both_sides(query: Query) -> None:
    """收支差多少: how far income and expenditure are apart, and not their totals, which are equal."""
    one = query.subjects[0] if len(query.subjects) == 1 else None
    if one is None or one.measure is None or one.measure.id != "total" or not query.has("difference"):
        return
    if re.match(r"相?差|的?差额", query.rest[one.end :]):
        sides = [measures()[m] for m in ("income", "expenditure")]
        query.subjects = [replace(one, key=name_key(m.name), measure=m) for m in sides]


def with_carried(query: Query) -> None:
    """收入总共多少，把年初结转也算上: the total of the report, which holds what is carried over."""
    said = question_words().carried_counted_in.search(query.rest)
    if said is None or query.has("difference", "share", "conflict"):
        return
    carried = [s for s in query.subjects if s.measure and s.measure.id in {"carried_in", "carried_out"}]
    others = {s.measure.id if s.measure else s.key for s in query.subjects if s not in carried}
    beside = query.rest[: said.start()] + query.rest[said.end() :]
    if len(carried) == 1 and others <= {"income", "expenditure"} and re.search("收入|支出|收支", beside):
        measure = measures()["total"]
        query.subjects = [replace(carried[0], key=name_key(measure.name), measure=measure)]
        query.operations = [o for o in query.operations if o != "sum"]


def carried_over_of_fund(query: Query) -> None:
    """What was carried over of a fund that has a table with a column for it (政府性基金年末结转多少)."""
    both_ends(query)
    with_carried(query)
    both_sides(query)
    one = query.subjects[0] if len(query.subjects) == 1 else None
    if one and one.measure and one.measure.id == "fiscal_income" and one.within and one.within.measure:
        # 年初结转里财政拨款的: the part of it that is of 财政拨款
        of_fiscal = {"carried_in": "fiscal_carried_in", "carried_out": "fiscal_carried_out"}.get(one.within.measure.id)
        if of_fiscal:
            measure = measures()[of_fiscal]
            query.subjects = [replace(one, key=name_key(measure.name), measure=measure)]
    fund = next((s for s in query.subjects if s.measure and s.measure.fund and s.measure.cells), None)
    columns = {"carried_in": "年初结转和结余", "carried_out": "年末结转和结余"}
    carried = next((s for s in query.subjects if s.measure and s.measure.id in columns), None)
    if fund is None or carried is None or carried.measure is None or fund.measure is None or len(query.subjects) != 2:
        return
    form, column = table_forms()[fund.measure.cells[0][0]], columns[carried.measure.id]
    if column in form.column_names and query.tables in ([], [form.key]):
        query.tables, query.table_column = [form.key], column
        query.subjects = [Subject("合计", "合计", carried.start, carried.end)]


def parted_of_pairs(query: Query) -> None:
    """公车购置和运行各多少: a name that names two parts of a measure means each of them, where each is asked for."""
    subjects: list[Subject] = []
    for subject in query.subjects:
        parts = [m for m in measures().values() if subject.measure and m.part_of == subject.measure.id]
        pair = (
            len(parts) == 2
            and re.search("[和与及、]", subject.text)
            and re.search("各|分别", query.rest[subject.end :])
        )
        subjects += [replace(subject, key=name_key(m.name), measure=m) for m in parts] if pair else [subject]
    query.subjects = subjects


def money_of(counted: Subject) -> list[Subject]:
    """What a number of things cost: of vehicles bought their price, of guests their reception."""
    table = question_words().counted
    costs = [m for m, things in table.items() if counted.measure and counted.measure.id in things.values()]
    return [Subject.of(measures()[m]) for m in costs if not measures()[m].unit][:1]


def count_things(query: Query, text: str) -> None:
    """接待了几批: a number of things asked of a measure of money is a measure of its own."""
    _narrow_measures(query, text)
    text = across_words().counted_departments.sub(lambda m: "|" * len(m[0]), text)  # 的部门有几个 counts no things
    _count_of_money(query, text)
    _drop_what_leads(query, text)
    _narrow_to_bought(query, text)


def _count_of_money(query: Query, text: str) -> None:
    counter = unit_words().set_pattern("asked_beside_money")
    counted = re.compile(rf"(?:多少|几|一(?!个数|样)|还是\d+)(?:个(?=人))?({counter})")
    match = counted.search(text) or _times_in(text, query.subjects)
    if match is None:
        return
    table = question_words().counted
    changed = []
    for subject in query.subjects:
        inside = text[subject.start : subject.end] == subject.text  # and not said in the clause before
        if inside and _COUNTS.search(subject.text) and not subject.start <= match.start() < subject.end:
            changed.append(subject)  # 多少批客人多少人: what is counted by a number of its own stays what it is
            continue
        thing = next(g for g in match.groups() if g)
        other = table.get(subject.measure.id, {}).get(thing) if subject.measure else None
        joined = bool(_JOINED.fullmatch(text[subject.end : match.start()]))  # 接待批次和人次: both
        if other is None or (apart := match.start() > subject.end > 0 and (joined or is_put_on(text, subject))):
            changed.append(subject)
        if other is not None and not (apart and any(s.measure is measures()[other] for s in query.subjects)):
            at = (match.start(), match.end()) if apart else (subject.start, subject.end)
            words = text[at[0] : at[1]] if apart else subject.text
            changed.append(Subject(name_key(measures()[other].name), words, *at, measures()[other]))
    query.subjects = changed


def _times_in(text: str, subjects: Sequence[Subject]) -> re.Match[str] | None:
    """批次 or 人次 beside what is asked about (接待批次和人次), else within it."""
    found = list(_TIMES.finditer(text))
    beside = (m for m in found if not any(s.start <= m.start() < s.end for s in subjects))
    return next(beside, next(iter(found), None))


def _drop_what_leads(query: Query, text: str) -> None:
    """接待了多少来宾, 接待外宾几批: what only leads to the things that are counted is not asked for beside them."""
    words = question_words()
    ids = {s.measure.id for s in query.subjects if s.measure is not None}
    if ids & set(words.abroad) and not words.at_home.search(text):
        at_home = set(words.abroad.values())
        query.subjects = [s for s in query.subjects if s.measure is None or s.measure.id not in at_home]
    if not query.has("conflict"):  # there 接待读者 is one phrase, which is looked for as such
        query.subjects = [s for s in query.subjects if not _leads_to_others(s, query.subjects, text)]
    if words.unit_asked["money"].search(text) or query.columns:
        return
    things = [
        (m, s) for m, of in words.counted.items() for s in query.subjects if s.measure and s.measure.id in of.values()
    ]
    led = {m for m, s in things if not measures()[m].unit and _HOW_MANY.search(s.text)}
    query.subjects = [s for s in query.subjects if s.measure is None or s.measure.id not in led]


def _leads_to_others(subject: Subject, subjects: Sequence[Subject], text: str) -> bool:
    """Whether a word for guests stands right before others that came (接待读者, 接待了多少游客), who are none."""
    guests = {"reception", *question_words().counted["reception"].values()}
    if subject.measure is None or subject.measure.id not in guests or not subject.end:
        return False
    if any(s.measure is None and s.start == subject.end and len(s.key) >= 2 for s in subjects):
        return True
    counted = counted_in(text[subject.end :]) if _COUNTS.match(text, subject.end) else []
    known = "".join(
        w for m in (*guests, *question_words().abroad) for w in (*measures()[m].printed, *measures()[m].asked)
    )
    return bool(counted) and len(counted[0].thing) >= 2 and counted[0].thing not in known


def _narrow_to_bought(query: Query, text: str) -> None:
    """新买的22辆公车: not all cars, and not what all cars cost, but those bought this year."""
    for number, subject in enumerate(query.subjects):
        other = _BOUGHT.get(subject.measure.id) if subject.measure else None
        if other and question_words().bought.search(text[: subject.start]):
            measure = measures()[other]
            query.subjects[number] = replace(subject, key=name_key(measure.name), measure=measure)


def _with_other_kinds(query: Query, text: str) -> None:
    """政府采购货物、工程、服务支出: the kind between two others that are named in full."""
    own = {s.measure.id: s for s in query.subjects if s.measure is not None}
    if len(own) < len(query.subjects) or not set(own) <= {*_KINDS}:
        return
    first, last = min(s.start for s in own.values()), max(s.end for s in own.values())
    words = {m: word for word, m in question_words().narrowed["procurement"].items() if m in _KINDS}
    listed = [m for m, word in words.items() if m in own or f"、{word}" in text[first:last]]
    parts = [
        own.get(m) or replace(query.subjects[0], key=name_key(measures()[m].name), measure=measures()[m])
        for m in listed
    ]
    query.subjects = parts


def _kinds_named(text: str) -> list[Subject]:
    """货物、工程、服务三类采购: several kinds of purchases, named without the measure that they are parts of."""
    words = {m: word for word, m in question_words().narrowed["procurement"].items() if m in _KINDS and word in text}
    if "采购" not in text or len(words) < 2:
        return []
    found = sorted((text.index(word), m) for m, word in words.items())
    return [Subject(name_key(measures()[m].name), words[m], at, at + len(words[m]), measures()[m]) for at, m in found]


def _narrow_measures(query: Query, text: str) -> None:
    """政府采购中货物: a word beside a measure that means one of its parts."""
    if query.left_over is None and len(query.subjects) > 1:
        _with_other_kinds(query, text)
        return
    if not query.subjects and not query.projects:
        query.subjects = _kinds_named(text)
        return
    if len(query.subjects) != 1 or query.subjects[0].measure is None or query.left_over is not None:
        return
    subject = query.subjects[0]
    rest = text[: subject.start] + text[subject.end :]
    narrowed = question_words().narrowed
    measure = subject.measure
    table = narrowed.get(measure.id) or narrowed.get(measure.part_of or "", {}) if measure else {}
    named = sorted((rest.index(word), m) for word, m in table.items() if word in rest)
    kinds = [m for _, m in named if m in _KINDS]
    if kinds and measure is not None and measure.id in _KINDS:
        kinds = [measure.id, *(m for m in kinds if m != measure.id)]
    chosen = kinds if len(kinds) > 1 else [m for m in table.values() if m in {n for _, n in named}][:1]
    if chosen:
        parts = [measures()[m] for m in chosen]
        query.subjects = [Subject(name_key(p.name), subject.text, subject.start, subject.end, p) for p in parts]
