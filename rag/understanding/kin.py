"""Kin of what a question asks about: the rows above and below a 科目, and the row that an amount in it belongs to.

Reports give a reason for some rows only: one lists the 款 of a 类 with a reason each and none for the 类 itself. Where
the row asked about has none of its own, the reasons of its kin are told, under their names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import fold, name_key
from extractors.vocabulary import measures
from rag.holdings.lookup import FactIndex, Subject
from rag.language.quantities import rounds_to
from rag.understanding.topic import segments_in, share

#: what is told of income or of expenditure for a total of both, and of income for the spending of it
_SIDES = {
    "total": ("income", "expenditure", "fiscal_income"),
    "fiscal_total": ("fiscal_income", "fiscal_expenditure"),
    "fiscal_expenditure": ("fiscal_income",),
    "general_income": ("general",),
    "fund_income": ("fund",),
}
_LEVEL = re.compile(r"\([类款项]\)")
_REASONS = ("增减原因", "预决算差异原因")
#: columns of which an amount in a question may be one
_AMOUNTS = ("决算数", "年初预算数", "增减额", "较年初预算增减额")
#: the share of the words of a cause that a reason must have
_ALL_WORDS = 0.9
#: so many characters of the end of a name tell which is meant
_TELLING = 3
#: from which amount on, in 万元, one that is only about the same is taken for it
_LARGE = Decimal(100)


def reasons_below(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of the rows below a 类 or 款, or of the parts of a measure, in order."""
    if subject.measure is not None:
        parts = (m for m in measures().values() if m.part_of == subject.measure.id)
        return _reasons_of(index, {name_key(n) for m in parts for n in (m.name, *m.printed)})
    codes = _codes(index, subject)
    below = {
        name_key(f.row_name)
        for f in index.facts
        if f.row_code and any(f.row_code != c and f.row_code.startswith(c) for c in codes)
    }
    return _reasons_of(index, below)


def reasons_of_sides(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of income or expenditure, for a total of both."""
    sides = _SIDES.get(subject.measure.id, ()) if subject.measure is not None else ()
    # a budget may call a side just 收入
    own = ({name_key(n) for n in (measures()[s].name, *measures()[s].printed, *measures()[s].asked)} for s in sides)
    below = ({name_key(n) for m in measures().values() if m.part_of == s for n in (m.name, *m.printed)} for s in sides)
    return next((found for names in (*own, *below) if (found := _reasons_of(index, names))), [])


def reasons_of_longer_name(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of what a report calls by a longer name that ends as the question says (部门财务总收入)."""
    end = name_key(subject.text)
    if len(end) < _TELLING:
        return []
    found = [f for f in index.facts if f.column in _REASONS and f.raw and f.origin == "prose"]
    longer = [f for f in found if (key := _last(f.row_name)).endswith(end) and key != end]
    return longer if len({f.row_name for f in longer}) == 1 else []


def reasons_above(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of the row right above a 款 or 项, or of the measure that one is a part of."""
    if subject.measure is not None:
        whole = measures().get(subject.measure.part_of or "")
        return _reasons_of(index, {name_key(n) for n in (whole.name, *whole.printed)}) if whole is not None else []
    parents = {c[:-2] for c in _codes(index, subject) if len(c) > 3}
    return _reasons_of(index, {name_key(f.row_name) for p in parents for f in index.by_code.get(p, ())})


def reasons_of_amounts(
    index: FactIndex, amounts: Iterable[Decimal], words: Sequence[str] = (), columns: Sequence[str] = _REASONS
) -> list[Fact]:
    """The stated reasons of the row that the amounts of a question belong to (有笔30万的支出).

    ``amounts`` are in 万元. Of several rows the one with the most of them counts, then the one that ``words`` name.
    """
    wanted = set(amounts)
    held = _rows_with(index, wanted, _is) or _rows_with(index, {a for a in wanted if a >= _LARGE}, rounds_to)
    reasons = {r: [f for f in index.facts if f.column in columns and f.raw and f.row_name == r] for r in held}
    most = max((len(held[r]) for r in held if reasons[r]), default=0)
    rows = [r for r in held if reasons[r] and len(held[r]) == most]
    fits = {r: share(words, name_key(r) + "".join(name_key(f.raw) for f in reasons[r])) for r in rows}
    best = max(fits.values(), default=0.0)
    return [f for r in rows if fits[r] == best for f in reasons[r]]


def _rows_with(
    index: FactIndex, wanted: Iterable[Decimal], fits: Callable[[Decimal, Decimal], bool]
) -> dict[str, set[Decimal]]:
    """The rows that have some of the amounts, with those that each has."""
    held: dict[str, set[Decimal]] = defaultdict(set)
    for fact in index.facts:
        if fact.value is not None and fact.unit in MONEY and fact.origin == "prose" and fact.column in _AMOUNTS:
            amount = fact.value * MONEY[fact.unit] / MONEY["万元"]
            for one in wanted:
                if fits(amount, one):
                    held[fact.row_name].add(one)
    return held


def _is(amount: Decimal, stated: Decimal) -> bool:
    return amount == stated


def reasons_naming(index: FactIndex, cause: str) -> list[Fact]:
    """The stated reasons that name a thing word for word, or have all its words."""
    key, words = name_key(cause), segments_in(cause)
    found = [f for f in index.facts if f.column in _REASONS and f.raw]
    named = [f for f in found if key in name_key(f.raw)]
    return named or [f for f in found if words and share(words, name_key(f.raw)) >= _ALL_WORDS]


def _codes(index: FactIndex, subject: Subject) -> set[str]:
    """The codes of a 科目 by function; those of economic items are none."""
    facts = index.by_key.get(subject.key, ())
    return {f.row_code for f in facts if f.row_code and f.table != "GK06" and f.row_code.startswith("2")}


def _reasons_of(index: FactIndex, names: set[str]) -> list[Fact]:
    """The reasons stated in prose of rows by name; the last part of a printed path is the row's."""
    return [f for f in index.facts if f.column in _REASONS and f.raw and _last(f.row_name) in names]


def _last(row_name: str) -> str:
    parts = [p for p in _LEVEL.split(fold(row_name)) if p]
    return name_key(parts[-1]) if parts else name_key(row_name)
