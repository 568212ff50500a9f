"""What each of those gets whom a project is for: as its form prints the standard, else its money over their number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import fold, name_key
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best, told
from rag.figures.projects import project_cell
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.project_chapters import planned_money
from rag.prose.told_changes import asks_by_how_much
from rag.understanding.topic import longest_run

#: of whom or what each is asked
_EACH = re.compile(
    r"(?:人均|(?:[每]一?个?|平均(?:下来|算)?一|按人头算?一)(?P<unit>人|名|户|家|亩|位|学生|老人|村(?![医民干])|平方米|公里|株|棵|盏|座|处|吨|所|例|场|套)|每一?[个名位](?:[\u4e00-\u9fff]{1,4}?[医师员生童儿民]))"
)
#: a standard, as a form prints it: 600元/人·年
_STANDARD = re.compile(
    r"\d[\d.,]*(?:万?元|块)[/／每](?P<unit>人|名|户|家|亩|位|学生|老人|村|平方米|公里|株|棵|盏|座|处|吨|所|例|场|套)(?P<month>[·.．*/／每]?月)?"
)
#: what each gets in a year, where a form has what it gets in a month
_IN_YEAR, _MONTHS = re.compile("[一每]年|年均|全年"), 12
#: so many characters of the name of a project tell that it is meant
_NAMED = 3
#: columns that tell a number of things
_NUMBERS = frozenset({"数量", "指标目标值", "目标值", "年度指标值", "指标值", "年初指标值", "全年完成值", "实际完成值"})
_PEOPLE = frozenset({"人", "名", "位", "学生", "老人"})


def for_each(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What each gets from a project that a question names; None where no form has a standard and no number is told."""
    match = _EACH.search(query.rest)
    if match is None or "count" in query.kinds or query.has("reason", "conflict") or query.tables:
        return None
    if asks_by_how_much(query):
        return None  # 标准每人每月提高了多少
    unit = match["unit"] or "人"
    return _standard(query, desk, doc_id, unit) or _worked_out(query, desk, doc_id, unit)


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _PEOPLE and other in _PEOPLE)


def _standard(query: Query, desk: Desk, doc_id: str, unit: str) -> Answer | None:
    """The one standard that the form of the project prints for each of such things."""
    forms = [f for f in desk.index(doc_id).facts if f.origin == "annex" and f.part_of]
    found = [f for f in forms if (m := _STANDARD.search(fold(f.raw))) is not None and _alike(m["unit"], unit)]
    asked = name_key(query.rest)
    own = [f for f in found if f.part_of == query.project or longest_run(name_key(f.part_of or ""), asked) >= _NAMED]
    if len({f.raw for f in own}) != 1:
        return None
    monthly = (m := _STANDARD.search(fold(own[0].raw))) is not None and m["month"]
    return _of_year(query, desk, own[0]) if monthly and _IN_YEAR.search(query.rest) else told(query, desk, own[:1])


def _of_year(query: Query, desk: Desk, standard: Fact) -> Answer | None:
    """What a standard by the month comes to in a year."""
    if standard.value is None:
        return None
    unit = (standard.unit or "").partition("/")[0]
    formula = f"{plain_decimal(standard.value)} × {_MONTHS}"
    label = f"{compose.label_of(standard)}（按全年{_MONTHS}个月计）"
    value = compose.computed_value(standard.value * _MONTHS, unit, label, formula, standard)
    text = f"{compose.head(standard)}{value.label}为{value.value}{unit}（{formula}）。{compose.sentence(standard)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([standard], desk.files))


def _worked_out(query: Query, desk: Desk, doc_id: str, unit: str) -> Answer | None:
    """The money of a project, or of the one item named, over the one number that is told of such things beside it."""
    named = [s for s in query.subjects if not s.generic]
    name = query.project or (named[0].text if len(named) == len(query.subjects) == 1 and not named[0].measure else None)
    if name is None:
        return None
    plain = query.model_copy(update={"kinds": [], "columns": [], "operations": []})
    if query.project:
        cells = (project_cell(plain, desk, doc_id, c) for c in ("全年执行数", "全年预算数", "预算数"))
        money = next((f for f in cells if f is not None and f.value and f.unit in MONEY), None)
        money = money or planned_money(desk, doc_id, name) or _listed(desk, doc_id, name)
    else:
        money = best(plain, desk, doc_id, named[0])
    things = list(_things(desk, doc_id, name, unit))
    numbers = {_whole(f) for f in things}
    if money is None or money.value is None or money.unit not in MONEY or len(numbers) != 1:
        return None
    number, thing = numbers.pop(), things[0]
    asked = query.unit or "元"
    whole = money.in_unit(asked)
    if whole is None or not number or thing.value is None:
        return None
    scaled = thing.unit != unit_words().unscaled(thing.unit or "")
    over = f"({plain_decimal(thing.value)} × 10000)" if scaled else plain_decimal(thing.value)
    step = f" {compose.conversion(money.unit or '', asked)}" if money.unit != asked else ""
    formula = f"{plain_decimal(money.value)}{step} ÷ {over}"
    amount = compose.rounded(whole / number, 2 if query.places is None else query.places)
    value = compose.computed_value(amount, asked, f"平均每{unit}的{name}", formula, money)
    text = f"{compose.head(money)}{name}平均每{unit}为{value.value}{value.unit}（{formula}）。"
    text += f"{compose.sentence(money)}；{compose.sentence(thing)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([money, *things[:2]], desk.files))


def _listed(desk: Desk, doc_id: str, project: str) -> Fact | None:
    facts = desk.index(doc_id).plain.projects.get(project, ())
    return next((f for f in facts if f.unit in MONEY and f.value is not None), None)


def _things(desk: Desk, doc_id: str, project: str, unit: str) -> Iterator[Fact]:
    """The numbers of such things in the chapters and in the form of a project, or told with its name before them."""
    key, units = name_key(project), unit_words()
    for fact in desk.index(doc_id).facts:
        own = name_key(fact.part_of or "") == key or key in name_key(fact.section) or key in name_key(fact.row_name)
        counts = fact.column in _NUMBERS and bool(fact.value) and fact.unit is not None and fact.unit not in MONEY
        if own and counts and _alike(units.base(units.unscaled(fact.unit or "")), unit):
            yield fact


def _whole(fact: Fact) -> Decimal:
    """A number by ones."""
    scaled = fact.unit != unit_words().unscaled(fact.unit or "")
    return (fact.value or Decimal(0)) * (10000 if scaled else 1)
