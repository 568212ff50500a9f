"""Of which money a figure is: all of a department, 一般公共预算, the basic part. Two scopes are two quantities.

A 科目 of which all money is 一般公共预算 has one figure in both tables; whether that is so is seen by their totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.facts import MONEY, PLAIN_TABLE, Fact
from extractors.text import name_key
from extractors.vocabulary import Measure, question_words, standard_names
from extractors.vocabulary.units import unit_words
from rag.figures.figures import is_same_amount
from rag.holdings.lookup import FactIndex

#: the table that stands for the scope of a section of prose
_OF_SECTION = {
    "income": "GK02",
    "expenditure": "GK03",
    "fiscal": "GK04",
    "general_budget": "GK05",
    "basic": "GK06",
    "gov_fund": "GK07",
    "state_capital": "GK08",
    "three_public": "GK09",
    "operating": "operating",
}
#: the tables of spending, by which money it is of
_SPENDING = {"GK03", "GK04", "GK05", "GK06", "GK07", "GK08"}
#: columns of a summary, with the table whose scope they have
_SUMMED = {"收入金额": "GK02", "支出金额": "GK03", "一般公共预算财政拨款": "GK05", "政府性基金预算财政拨款": "GK07"}
#: the tables of a part of the money that is spent
_PARTS = {"GK05", "GK06", "GK07", "GK08"}
#: words in the title of a table of no known form that tell whose money it is
_TITLED = (
    ("三公", "GK09"),
    ("机关运行", "operating"),
    ("项目支出", "projects"),
    ("基金", "GK07"),
    ("国有资本", "GK08"),
    ("基本支出", "GK06"),
    ("财政拨款", "GK05"),
)


#: units of what is no number of things
_NO_COUNT = {*MONEY, *unit_words().of_kind("percent", "score")}


def contradict(facts: Sequence[Fact], index: FactIndex, measure: Measure | None = None) -> bool:
    """Whether two of some figures of one name differ although they are of the same money.

    What the vocabulary calls one ``measure`` is of the same money in all tables and chapters that it names for it.
    """
    placed = [f for f in facts if _scope(f) is not None]
    # a figure whose place does not tell its money is of the money that has that figure
    left = [f for f in facts if _scope(f) is None and not any(same_amount(f, p) for p in placed)]
    pairs = combinations([*placed, *left], 2)
    return any(not same_amount(a, b) and of_same_money(a, b, index, measure) for a, b in pairs)


def same_amount(a: Fact, b: Fact) -> bool:
    """Whether two figures are one amount, printed in one unit or in two, or once without its unit."""
    if a.unit != b.unit and a.unit in MONEY and b.unit in MONEY:
        return is_same_amount(a, b) or is_same_amount(b, a)
    return a.value == b.value and (a.unit == b.unit or None in {a.unit, b.unit} or counted_alike(a, b))


def counted_alike(fact: Fact, other: Fact) -> bool:
    """Whether two numbers count one thing: 人 and 人次, and whatever a table counts by 个."""
    one, two = fact.unit, other.unit
    if one is None or two is None or {one, two} & _NO_COUNT:
        return False
    return "个" in {one, two} or unit_words().are_alike(one, two)


def of_same_money(a: Fact, b: Fact, index: FactIndex, measure: Measure | None = None) -> bool:
    """Whether two figures of one name are of the same money, as far as their places tell."""
    if a.unit not in MONEY or b.unit not in MONEY:
        return True
    one, other = _scope(a), _scope(b)
    if one is None or other is None or one == other:
        return True
    if measure is not None and _is_own(a, measure) and _is_own(b, measure) and not {one, other} <= _SPENDING:
        return True
    totals = {_total(index, one), _total(index, other)}
    return (len(totals) == 1 and None not in totals) or _exceeds(a, one, b, other) or _exceeds(b, other, a, one)


def _exceeds(part: Fact, of: str, whole: Fact, other: str) -> bool:
    """Whether a figure of a part of the money is larger than that of all of it, which cannot be."""
    if of not in _PARTS or other != "GK03" or part.value is None or whole.value is None:
        return False
    return part.unit == whole.unit and part.value > whole.value


def _is_own(fact: Fact, measure: Measure) -> bool:
    """Whether a figure stands in a table or chapter that the vocabulary names for a measure."""
    if fact.origin == "table":
        return any((fact.table, fact.column) == (c[0], c[2]) for c in measure.cells)
    return fact.section_key in measure.sections


def _scope(fact: Fact) -> str | None:
    """The table of whose money a figure is; None where its place does not tell."""
    if fact.section_key == PLAIN_TABLE:
        title = name_key(fact.table or "")
        known = next((table for word, table in _TITLED if word in title), None)
        # of a 科目 such a table may tell a part: that of the expenses of the offices, that of the projects
        return known or (title if fact.row_code or name_key(fact.row_name) in standard_names() else None)
    if fact.origin == "table":
        return _SUMMED.get(fact.column, fact.table) if fact.table in {"GK01", "GK04"} else fact.table
    return _OF_SECTION.get(fact.section_key or "")


def _total(index: FactIndex, table: str) -> Decimal | None:
    """The total of a table in its main column."""
    column = question_words().defaults.get(table)
    return next((f.value for f in index.cells(table) if f.row_name == "合计" and f.column == column), None)
