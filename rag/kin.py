"""Kin of what a question asks about: the rows above and below a 科目, and the row that an amount in it belongs to.

Reports give a reason for some rows only: one lists the 款 of a 类 with a reason each and none for the 类 itself. Where
the row asked about has none of its own, the reasons of its kin are told, under their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import fold, name_key
from rag.lookup import FactIndex, Subject

_LEVEL = re.compile(r"\([类款项]\)")
_REASONS = ("增减原因", "预决算差异原因")
#: columns of which an amount in a question may be one
_AMOUNTS = ("决算数", "年初预算数", "增减额", "较年初预算增减额")


def reasons_below(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of the rows below a 类 or 款, in order."""
    codes = _codes(index, subject)
    below = {
        name_key(f.row_name)
        for f in index.facts
        if f.row_code and any(f.row_code != c and f.row_code.startswith(c) for c in codes)
    }
    return _reasons_of(index, below)


def reasons_above(index: FactIndex, subject: Subject) -> list[Fact]:
    """The stated reasons of the row right above a 款 or 项."""
    parents = {c[:-2] for c in _codes(index, subject) if len(c) > 3}
    return _reasons_of(index, {name_key(f.row_name) for p in parents for f in index.by_code.get(p, ())})


def reasons_of_amount(index: FactIndex, numbers: Iterable[str]) -> list[Fact]:
    """The stated reasons of the row that an amount of a question belongs to (有笔30万的支出)."""
    amounts = {Decimal(n) for n in numbers}
    rows = {
        f.row_name
        for f in index.facts
        if f.value in amounts and f.unit in MONEY and f.origin == "prose" and f.column in _AMOUNTS
    }
    return [f for f in index.facts if f.column in _REASONS and f.raw and f.row_name in rows]


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
