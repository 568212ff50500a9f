"""The year before: its figures as they are printed or worked back, and how this year's differ from them."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import LAST_YEAR, MONEY, Fact, plain_decimal
from extractors.text import name_key, squeeze
from extractors.vocabulary import layout, measures
from rag import compose
from rag.answer import Answer, Status
from rag.figures.computed import base_of, difference
from rag.figures.figures import SPENT_AS_GIVEN, best, columns_of, find, fits_kind, is_same_amount
from rag.figures.two_years import growth, planned_before
from rag.holdings.dated_cells import DatedCell
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.text.labels import PUBLIC

#: the year before, compared with nothing
_LAST_YEAR_ALONE = re.compile("^(?!.*(?:比|较|今年|本年|相差|增|减|变化)).*去年")
#: what was spent in the end is asked for, and not what was planned
_SPENT, _PLANNED = re.compile("决算|实际(?:支出|收入|花|支|完成|执行)|执行[数了]"), re.compile("预算")
#: a change that is told from the budget before
_FROM_PLANNED = re.compile(r"[比较与](?:上年度?|20\d\d年度?)(?:年初)?预算")
#: columns of a table of 三公 that has those of several years side by side, planned and spent (2024年执行数公务接待费)
_DATED_KIND = re.compile(r"(?P<year>20\d\d)年度?(?P<kind>预算|执行|决算)数?(?P<part>.+)$")
#: a budget that tells its changes from what was spent, and not from the budget before (比上年执行数增加)
_STARTS_FROM_SPENT = re.compile(r"[比较与](?:上年度?|20\d\d年度?)(?:预算)?(?:执行数|决算数?|完成数)")
#: totals that are no list's whole: what came in during the year, and what was carried into it
_MADE_OF = {"total": ("income", "carried_in")}
#: columns of tables of no known form that hold figures of the year before
_LAST_YEAR = re.compile(r"(?:上|去|前一)年度?(?:决算|预算|支出|收入|执行|数|金额)")


def prior_year(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The figure of the year before, as it is printed, else worked back from the stated change; else not found."""
    report = desk.reports[doc_id]
    asks_spent = _SPENT.search(query.text) and not _PLANNED.search(query.text)
    printed = [f for s in query.subjects if (f := _printed_before(query, desk, doc_id, s))]
    blank = _left_blank(query, desk, doc_id, query.subjects[0]) if len(query.subjects) == 1 else None
    if asks_spent and blank is not None:
        return blank
    starts = _STARTS_FROM_SPENT.search(desk.outline(doc_id).plain) or any(_DATED_KIND.match(f.column) for f in printed)
    if report.kind == "budget" and asks_spent and not starts:
        text = f"没有找到：{desk.title(doc_id)}报告是预算，没有公布上年的决算数（实际收支）。"
        return compose.answer(query.text, text, "not_found")
    if (told := planned_before(query, desk, doc_id)) is not None:
        return told
    if printed and len(printed) == len(query.subjects):
        shown = [_of_its_year(f, s) for f, s in zip(printed, query.subjects, strict=True)]
        values = [compose.converted(f, query.unit, query.places) for f in shown]
        text = "；".join(compose.sentence(f, v) for f, v in zip(shown, values, strict=True)) + "。"
        status: Status = "computed" if any(v.formula for v in values) else "answered"
        return compose.answer(query.text, text, status, values, compose.cite(printed, desk.files))
    for subject in query.subjects:
        change = best(query, desk, doc_id, subject, "增减额")
        fact = base_of(query, desk, doc_id, subject, change)
        if change is None or change.column != "增减额" or fact is None or fact.value is None or change.value is None:
            continue
        if asks_spent and _FROM_PLANNED.search(squeeze(change.quote)):
            text = f"没有找到：{desk.title(doc_id)}报告只写明{subject.name}与上年预算数相比的增减额，"
            text += "没有公布上年的实际支出。"
            return compose.answer(query.text, text, "not_found")
        if (told := _taken_back(query, desk, doc_id, subject, fact, change)) is not None:
            return told
    if len(query.subjects) == 1 and (told := _by_parts(query, desk, doc_id, query.subjects[0])):
        return told
    if (total := _same_as_total(query, desk, doc_id)) is not None:
        told = prior_year(query.model_copy(update={"subjects": [total]}), desk, doc_id)
        if told.status != "not_found":
            return told
    if (told := _called_total(query, desk, doc_id) or _by_only_part(query, desk, doc_id)) is not None:
        return told
    only = query.subjects[0].measure if len(query.subjects) == 1 else None
    if report.kind == "budget" and only is not None and only.id in SPENT_AS_GIVEN:
        # what a budget grants of a fund it spends of it, and tells the change once
        spending = Subject.of(measures()[SPENT_AS_GIVEN[only.id]])
        told = prior_year(query.model_copy(update={"subjects": [spending]}), desk, doc_id)
        if told.status != "not_found":
            return told
    if (told := _of_own_year(query, desk, doc_id)) is not None:
        return told
    if blank is not None:
        return blank
    what = "、".join(s.name for s in query.subjects) or "该项"
    text = f"没有找到：{desk.title(doc_id)}报告没有公布{what}的上年数，也没有写明与上年相比的增减额，无法推算。"
    return compose.answer(query.text, text, "not_found")


def _of_its_year(fact: Fact, subject: Subject) -> Fact:
    """A figure of a column of another year (2024年执行数公务接待费), called by what it is of, as one of that year."""
    dated = _DATED_KIND.match(fact.column)
    if dated is None:
        return fact
    return fact.but(row_name=subject.name, column=f"{dated['kind']}数", year=int(dated["year"]), part_of=None)


def _taken_back(query: Query, desk: Desk, doc_id: str, subject: Subject, fact: Fact, change: Fact) -> Answer | None:
    """A figure without its change from the year before; None where the one is no amount in the unit of the other."""
    fact = _in_unit_of(change, fact, query, desk, doc_id, subject)
    whole = compose.converted(fact, change.unit, None)
    if whole.unit != change.unit or change.value is None:
        return None  # an amount and a number of things
    amount = Decimal(whole.value) - change.value
    formula = f"{whole.formula or whole.value} {_undone(change)}"
    this_year = desk.reports[doc_id].year or 0
    before = fact.but(year=this_year - 1)
    value = compose.computed_value(amount, change.unit, f"{subject.name}（推算）", formula, before)
    word = "增加" if change.value >= 0 else "减少"
    text = (
        f"据{this_year}年度报告推算，{fact.department}{this_year - 1}年度{subject.name}约为"
        f"{compose.shown(amount, change.unit)}"
        f"（{formula}；报告称与上年相比{word}{plain_decimal(abs(change.value))}{change.unit}）。"
        "这是推算值，不是报告直接公布的数。"
    )
    return compose.answer(query.text, text, "computed", [value], compose.cite([fact, change], desk.files))


def _called_total(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The total of a side worked back, where the text tells its change by another name (部门收入总预算100万元，比…).

    What it calls so has the very amount, and the name of the side.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is None or only.measure.id not in {"income", "expenditure", "total"}:
        return None
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    whole = best(plain, desk, doc_id, only)
    side = next((s for s in ("收入", "支出") if s in query.rest), None)
    if whole is None or side is None:
        return None
    prose = [f for f in desk.index(doc_id).facts if f.origin == "prose" and "总" in f.row_name and side in f.row_name]
    for fact in prose:
        if fact.unit in MONEY and not fact.column.startswith("增减") and is_same_amount(whole, fact):
            own = (f for f in prose if (f.row_name, f.quote, f.column) == (fact.row_name, fact.quote, "增减额"))
            if (change := next(own, None)) is not None:
                return _taken_back(query, desk, doc_id, only, fact, change)
    return None


def _by_only_part(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The part that is all of a total this year, worked back, where a sentence tells the change of the part alone.

    收入预算100万元，其中财政拨款收入100万元，比上年预算增加20万元: what else there was the year before is not said.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is None or only.measure.id not in {"income", "expenditure"}:
        return None
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    whole, index = best(plain, desk, doc_id, only), desk.index(doc_id)
    side = "收入" if only.measure.id == "income" else "支出"
    for part in (f for f in index.facts if f.origin == "prose" and f.part_of and f.unit in MONEY):
        if side not in part.row_name:
            continue
        alone = whole is not None and not part.column.startswith("增减") and is_same_amount(whole, part)
        if not alone or part.row_name == only.name:
            continue
        own = (f for f in index.facts if (f.row_name, f.quote, f.column) == (part.row_name, part.quote, "增减额"))
        change = next((f for f in own if f.origin == "prose"), None)
        named = Subject(name_key(part.row_name), part.row_name, 0, 0)
        if change is not None and (told := _taken_back(query, desk, doc_id, named, part, change)) is not None:
            lead = f"报告没有公布{only.name}的上年数；{part.row_name}今年就是{only.name}的全部，报告写明了它的增减。"
            return told.model_copy(update={"answer": lead + told.answer})
    return None


def _of_own_year(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figure of a final account's own year where 去年 alone is asked for, and the year before is told nowhere.

    Final accounts come out the year after: whoever asks one what was spent 去年 speaks of the year that it is of. That
    this is meant is not sure, so the answer says which year it tells of.
    """
    report = desk.reports[doc_id]
    if report.kind != "final" or len(query.subjects) != 1 or not _LAST_YEAR_ALONE.search(query.rest):
        return None
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    fact = best(plain, desk, doc_id, query.subjects[0])
    if fact is None or fact.value is None or fact.unit not in MONEY:
        return None
    value = compose.converted(fact, query.unit, query.places)
    text = f"{compose.sentence(fact, value)}。报告没有写上一年度的{query.subjects[0].name}，“去年”按报告所属年度理解。"
    return compose.answer(
        query.text, text, "computed" if value.formula else "answered", [value], compose.cite([fact], desk.files)
    )


def _in_unit_of(change: Fact, fact: Fact, query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact:
    """A figure in the unit of its change, as the report prints it elsewhere; the same one where it does not.

    A report may print its tables in 元 and tell the changes in 万元.
    """
    if change.unit == fact.unit or change.unit not in MONEY or fact.unit not in MONEY:
        return fact
    plain = query.model_copy(update={"columns": [], "operations": [], "kinds": []})
    same = (f.fact for f in find(plain, desk, doc_id, subject) if f.fact.unit == change.unit)
    return next((f for f in same if is_same_amount(fact, f)), fact)


def _by_parts(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """A whole of which only the parts are told with their changes: each worked back, where they make up the whole."""
    if subject.measure is None:
        return None
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    whole = best(plain, desk, doc_id, subject)
    made_of = _MADE_OF.get(subject.measure.id, ())
    parts = [Subject.of(m) for m in measures().values() if m.part_of == subject.measure.id or m.id in made_of]
    found = [(base_of(plain, desk, doc_id, p, c), c) for p in parts if (c := best(plain, desk, doc_id, p, "增减额"))]
    told = [(f, c) for f, c in found if f is not None and f.value is not None and c.value is not None]
    if whole is None or whole.value is None or len(told) < 2 or {f.unit for f, _ in told} != {whole.unit}:
        return None
    made_up = sum((f.value or Decimal(0) for f, _ in told), Decimal(0)) == whole.value
    if not made_up or {c.column for _, c in told} != {"增减额"}:
        return None
    steps = [f"({plain_decimal(f.value or Decimal(0))} {_undone(c)})" for f, c in told]
    amount = sum((f.value - c.value for f, c in told if f.value is not None and c.value is not None), Decimal(0))
    year, formula = (desk.reports[doc_id].year or 0) - 1, " + ".join(steps)
    value = compose.computed_value(amount, whole.unit, f"{subject.name}（推算）", formula, whole.but(year=year))
    text = f"据{desk.reports[doc_id].year}年度报告推算，{whole.department}{year}年度{subject.name}约为"
    text += f"{compose.shown(amount, whole.unit)}（{formula}；由各组成部分的数和它们与上年相比的增减额推算）。"
    text += "这是推算值，不是报告直接公布的数。"
    cited = compose.cite([*(f for f, _ in told), *(c for _, c in told)], desk.files)
    return compose.answer(query.text, text, "computed", [value], cited)


def _same_as_total(query: Query, desk: Desk, doc_id: str) -> Subject | None:
    """The total of a budget where it is the very amount of one of its sides, or such a side with its change.

    The text tells the change of one of them alone.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if desk.reports[doc_id].kind != "budget" or only is None or only.measure is None:
        return None
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    if only.measure.id == "total":
        sides = [Subject.of(measures()[side]) for side in ("income", "expenditure")]
        others = [s for s in sides if _printed_before(query, desk, doc_id, s) or best(plain, desk, doc_id, s, "增减额")]
    elif only.measure.id in {"income", "expenditure"}:
        others = [Subject.of(measures()["total"])]
    else:
        return None
    one = best(plain, desk, doc_id, only)
    amounts = [(s, best(plain, desk, doc_id, s)) for s in others]
    return next((s for s, f in amounts if one is not None and f is not None and is_same_amount(one, f)), None)


def _undone(change: Fact) -> str:
    """The step of a formula that takes a change back."""
    amount = change.value or Decimal(0)
    return f"{'-' if amount >= 0 else '+'} {plain_decimal(abs(amount))}"


def _left_blank(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """That the column of the year before is there, and nothing is filled in for what is asked about."""
    facts = _by_year_and_kind(query, desk, doc_id, subject)
    if not facts or any(f.value is not None for f in facts):
        return None
    blank = _of_its_year(facts[0], subject)
    return compose.answer(
        query.text, f"没有找到：{compose.sentence(blank)}。", "not_found", [], compose.cite(facts[:1], desk.files)
    )


def _names_of(subject: Subject) -> set[str]:
    """The names that tables print for what is asked about."""
    measure = subject.measure
    return {name_key(n) for n in (measure.name, *measure.printed)} if measure else {subject.key}


def _printed_before(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact | None:
    """The figure of the year before that a report prints itself, in a column of its own or in words."""
    index, names = desk.index(doc_id), _names_of(subject)
    printed = [f for f in index.facts if f.column == LAST_YEAR]
    printed += [f for facts in index.plain.tables.values() for f in facts if _LAST_YEAR.match(f.column)]
    same = [f for f in printed if f.value is not None and name_key(f.row_name).removesuffix("合计") in names]
    same = same or [f for f in _by_year_and_kind(query, desk, doc_id, subject) if f.value is not None]
    same = same or _of_its_column(desk, doc_id, subject, names)
    same = [f for f in same if fits_kind(query, f) and (not subject.code or f.row_code == subject.code)]
    return same[0] if len({(f.value, f.unit) for f in same}) == 1 else None


def _by_year_and_kind(query: Query, desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """What a table of 三公 has for the year before: what was planned, or what was spent where that is asked for."""
    year = (desk.reports[doc_id].year or 0) - 1
    spent, names = bool(_SPENT.search(query.text)) and not _PLANNED.search(query.text), _names_of(subject)
    public = subject.measure is not None and subject.measure.id == "three_public"
    found = []
    for fact in desk.index(doc_id).facts:
        dated = _DATED_KIND.match(fact.column) if fact.table in PUBLIC else None
        if dated is None or int(dated["year"]) != year or (dated["kind"] != "预算") != spent:
            continue
        part = name_key(dated["part"]).removesuffix("小计")
        if part in names or (public and part in layout().total_labels):
            found.append(fact)
    return found


def _of_its_column(desk: Desk, doc_id: str, subject: Subject, names: set[str]) -> list[Fact]:
    """What a table has in a column of the year before (2024年公务接待费, 2025年预算数): of a row, or in its total."""
    index, year = desk.index(doc_id), (desk.reports[doc_id].year or 0) - 1
    facts = (*index.facts, *(f for facts in index.plain.tables.values() for f in facts))
    dated = (f for f in facts if f.origin != "prose" and f.value is not None and f.column != LAST_YEAR)
    cells = [c for f in dated if (c := DatedCell.of(f)).year == year and not c.changed]
    own = [c.fact for c in cells if not c.column and (name_key(c.fact.row_name) in names or _has_code(c.fact, subject))]
    totals = (c for c in cells if name_key(c.fact.row_name) in layout().total_labels)
    # the total of the table of 三公 is that of all its items
    public = subject.measure is not None and subject.measure.id == "three_public"
    return own or [c.fact for c in totals if c.column in names or (public and not c.column and c.fact.table in PUBLIC)]


def _has_code(fact: Fact, subject: Subject) -> bool:
    return subject.code is not None and fact.row_code == subject.code


def against_prior(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A change that the report does not state, from the report of the year before where that is there too."""
    columns = columns_of(query)
    if not {"增减额", "增减幅"} & set(columns) or not query.subjects:
        return None
    query = query.model_copy(update={"kinds": [], "columns": []})
    if (years := both_years(query, desk, doc_id)) is None:
        return None
    return difference(query, desk, *years) if "增减额" in columns else growth(query, desk, *years)


def both_years(query: Query, desk: Desk, doc_id: str) -> tuple[Fact, Fact] | None:
    """The figure of a report and that of the year before, which it prints itself or the report of that year has."""
    subject, before = query.subjects[0], desk.catalogue.year_before(doc_id)
    now, then = best(query, desk, doc_id, subject), _printed_before(query, desk, doc_id, subject)
    if then is None and before is not None:
        then = best(query, desk, before, subject)
    if now is not None and then is not None and now.unit != then.unit:
        # the prose tells in 万元 what the table prints in 元
        same = [f.fact for f in find(query, desk, doc_id, subject) if f.fact.unit == then.unit]
        now = next((f for f in same if is_same_amount(f, now)), now)
    if now is None or then is None or now.value is None or then.value is None or now.unit != then.unit:
        return None
    return now, then
