"""Comparing what a model read with what the rules read, field by field; only what stands the checks is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from extractors.assisted.checking import NO_QUOTE, NOT_THERE, Checker, Claim
from extractors.assisted.materials import Passage
from extractors.assisted.meaning import number_in
from extractors.assisted.wanted import Reading, Told, name_of
from extractors.citation import Citation
from extractors.facts import MONEY, Fact, convert
from extractors.structured.field import Asked, Unfit, asked
from extractors.structured.fill import AMBIGUOUS
from extractors.structured.model import Agreement, Compared, Dropped, Filled, Stated
from extractors.text import name_key

#: words of which one holds the other are the same, unless much is left out
_HALF = 0.5
TWICE = "与已有的一项同名"
NOTHING_PROVEN = "这一项没有一个值得到原文证实"
SEVERAL = "报告对这一项印了不同的数，不能只取其一"


@dataclass(slots=True)
class Ledger:
    """A filled schema being completed: data and sources to which proven values are added, and how each compares."""

    base: Filled
    checker: Checker
    data: dict[str, Any] = field(init=False)
    sources: dict[str, Citation] = field(init=False)
    agreement: dict[str, Agreement] = field(init=False)
    conflicts: dict[str, list[Stated]] = field(init=False)
    reasons: dict[str, str] = field(init=False)
    formulas: dict[str, str] = field(init=False)
    units: dict[str, str] = field(init=False)
    compared: dict[str, Compared] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)

    def __post_init__(self) -> None:
        copy = self.base.model_copy(deep=True)
        self.data, self.sources, self.agreement = copy.data, copy.sources, copy.agreement
        self.conflicts, self.reasons, self.formulas, self.units = (
            copy.conflicts,
            copy.reasons,
            copy.formulas,
            copy.units,
        )

    def take(self, reading: Reading, given: Sequence[Passage]) -> None:
        """Compare what a model said of one small schema."""
        part = reading.part
        holder = self._holder(part.prefix)
        for each in part.values:
            told = reading.values.get(each.key)
            self._value(each, f"{part.prefix}{each.key}", holder, each.key, _claim(told), given)
        for each in part.lists:
            items = reading.items.get(each.key, [])
            self._list(each, f"{part.prefix}{each.key}", holder.setdefault(each.key, []), items, given)

    def _holder(self, prefix: str) -> dict[str, Any]:
        at = self.data
        for key in prefix.split(".")[:-1]:
            at = at[key]
        return at

    # ---------------------------------------------------------------- one value

    def _value(
        self,
        each: Asked,
        path: str,
        holder: dict[str, Any],
        key: str,
        claim: Claim | None,
        given: Sequence[Passage],
        item: str = "",
    ) -> None:
        value = holder.get(key)
        if claim is None:
            self.compared[path] = "一致" if value is None else "仅规则"
            return
        if value is not None:
            self.compared[path] = self._against(each, path, value, claim, given, item)
            return
        self.compared[path] = "一致"  # unless the claim is proven, there is nothing on either side
        if self.reasons.get(path, "").startswith(AMBIGUOUS):
            self._drop(path, claim, SEVERAL)
            return
        fact = self.checker.fact(each, claim, given, item)
        if isinstance(fact, str):
            self._drop(path, claim, fact)
            return
        try:
            taken, formula = each.read(fact)
        except Unfit as problem:
            self._drop(path, claim, str(problem))
            return
        holder[key] = taken
        self.compared[path], self.agreement[path] = "仅模型", "unconfirmed"
        self.sources[path] = self._citation(fact)
        self.reasons.pop(path, None)
        if formula:
            self.formulas[path] = formula
        if each.tells_unit and fact.value is not None and (unit := each.unit or fact.unit):
            self.units[path] = unit

    def _against(
        self, each: Asked, path: str, value: Any, claim: Claim, given: Sequence[Passage], item: str
    ) -> Compared:
        """How a claim stands to the value that the rules have, which stays whatever the claim is."""
        if not self.checker.quoted(claim, given):
            self._drop(path, claim, NOT_THERE if claim.quote else NO_QUOTE)
            return "仅规则"
        if _same(each, claim, value):
            return "一致"
        fact = self.checker.fact(each, claim, given, item)
        if isinstance(fact, str):
            self._drop(path, claim, fact)
            return "仅规则"
        try:
            taken, _ = each.read(fact)
        except Unfit as problem:
            self._drop(path, claim, str(problem))
            return "仅规则"
        if _alike(taken, value):
            return "一致"
        stated = Stated(value=claim.value, unit=fact.unit, source=self._citation(fact))
        self.conflicts.setdefault(path, []).append(stated)
        self.agreement[path] = "conflict"
        return "冲突"

    def _drop(self, path: str, claim: Claim, reason: str) -> None:
        self.dropped.append(Dropped(path=path, value=claim.value, unit=claim.unit, quote=claim.quote, reason=reason))

    def _citation(self, fact: Fact) -> Citation:
        return Citation.of(fact, self.checker.report.file)

    # ---------------------------------------------------------------- lists

    def _list(
        self, each: Asked, path: str, rows: list[Any], items: Sequence[BaseModel], given: Sequence[Passage]
    ) -> None:
        """Match items by their names; those that the rules lack are added where their name and a value are proven."""
        fields = tuple(f for f in asked(each.model) if f.is_list or f.model is None) if each.model else ()
        named = _naming(fields)
        left = list(items)
        for number, row in enumerate(rows):
            twin = _twin(row, rows, left, fields, named)
            if twin is not None:
                left.remove(twin)
            self._item(fields, f"{path}[{number}]", rows, number, twin, given, named)
        known = {name_key(_name_in(row, named)) for row in rows}
        for extra in left:
            claim = _of_item(extra, named) if named is not None else _plain(extra)
            if claim is not None:
                self._add(fields, path, rows, extra, claim, given, named, name_key(claim.value) in known)
                known.add(name_key(claim.value))

    def _item(
        self,
        fields: Sequence[Asked],
        path: str,
        rows: list[Any],
        number: int,
        item: BaseModel | None,
        given: Sequence[Passage],
        named: Asked | None,
    ) -> None:
        row = rows[number]
        if not isinstance(row, dict):
            self.compared[path] = "仅规则" if item is None else "一致"
            return
        name = str(row.get(named.key) or "") if named else ""
        for each in fields:
            where = f"{path}.{each.key}"
            if each.is_list:
                inner = list(getattr(item, name_of(each), [])) if item is not None else []
                self._list(each, where, row.setdefault(each.key, []), inner, given)
            else:
                of = name if each is not named else ""
                self._value(each, where, row, each.key, _of_item(item, each), given, of)

    def _add(
        self,
        fields: Sequence[Asked],
        path: str,
        rows: list[Any],
        item: BaseModel,
        claim: Claim,
        given: Sequence[Passage],
        named: Asked | None,
        again: bool,
    ) -> None:
        """An item that only the model gives: its name must stand in its quote, and at least one value with it.

        ``again``: there is one of that name; on another level it may stand once more, under a code of its own.
        """
        where = f"{path}[{len(rows)}]"
        if reason := self.checker.holds(claim, given, number=False):
            self._drop(where, claim, reason)
            return
        if named is None:
            if again:
                self._drop(where, claim, TWICE)
                return
            rows.append(claim.value)
            self._proven(where, claim, given)
            return
        row: dict[str, Any] = {f.key: [] if f.is_list else None for f in fields}
        row[named.key] = claim.value
        rows.append(row)
        self._item(fields, where, rows, len(rows) - 1, item, given, named)
        mine = [p for p, state in self.compared.items() if p.startswith(f"{where}.") and state == "仅模型"]
        others = [f for f in fields if f is not named and not f.is_list]
        if (others and not mine) or (again and not _has_own_code(rows)):
            rows.pop()
            for kept in (self.compared, self.sources, self.agreement, self.formulas, self.units):
                for left in [p for p in kept if p.startswith(f"{where}.")]:
                    kept.pop(left)
            self._drop(where, claim, TWICE if again else NOTHING_PROVEN)
            return
        self._proven(f"{where}.{named.key}", claim, given)

    def _proven(self, path: str, claim: Claim, given: Sequence[Passage]) -> None:
        passage, span = self.checker.quoted(claim, given)[0]
        self.sources[path] = self._citation(self.checker.spot(passage, span, claim.value))
        self.compared[path], self.agreement[path] = "仅模型", "unconfirmed"


# ---------------------------------------------------------------- claims


def _claim(told: Told | None) -> Claim | None:
    if told is None or told.value is None or not told.value.strip():
        return None
    return Claim(told.value.strip(), told.unit, told.quote, told.place)


def _of_item(item: BaseModel | None, each: Asked) -> Claim | None:
    """A value of an item of a list, which shares the quote of the item."""
    value = getattr(item, name_of(each), None)
    if item is None or not isinstance(value, str) or not value.strip():
        return None
    return Claim(value.strip(), None, getattr(item, "quote", None), getattr(item, "place", None), around=True)


def _plain(item: BaseModel) -> Claim | None:
    value = getattr(item, "value", None)
    if not isinstance(value, str) or not value.strip():
        return None
    return Claim(value.strip(), None, getattr(item, "quote", None), getattr(item, "place", None))


def _naming(fields: Sequence[Asked]) -> Asked | None:
    """The field that names an item: the one that the schema says, else its first words."""
    own = [f for f in fields if not f.is_list]
    named = [f for f in own if f.extra.get("row") == "name"] or [f for f in own if f.is_text and f.unit is None]
    return named[0] if named else None


def _has_own_code(rows: Sequence[Any]) -> bool:
    """Whether the last item has a code, and one that no other has."""
    codes = [row.get("code") for row in rows]
    return bool(codes[-1]) and codes.count(codes[-1]) == 1


def _name_in(row: Any, named: Asked | None) -> str:
    return str(row.get(named.key) or "") if isinstance(row, dict) and named is not None else str(row)


def _twin(
    row: Any, rows: Sequence[Any], items: Sequence[BaseModel], fields: Sequence[Asked], named: Asked | None
) -> BaseModel | None:
    """The item of a model that is the one of the rules: by its code, else by its name.

    Where several have the name, on other levels say, the other parts of it must be the same. A code alone decides
    nothing: whose name it stands by must be alike.
    """
    if not isinstance(row, dict) or named is None:
        wanted = name_key(str(row))
        return next((i for i in items if name_key(str(getattr(i, "value", ""))) == wanted), None)
    wanted, code = name_key(str(row.get(named.key))), row.get("code")
    alike = [i for i in items if (own := _part_in(i, named)) and (own in wanted or wanted in own)]
    if code and (found := [i for i in alike if getattr(i, "code", None) == code]):
        return found[0]
    alike = [i for i in alike if _part_in(i, named) == wanted]
    if sum(name_key(_name_in(other, named)) == wanted for other in rows) > 1:
        parts = [f for f in fields if "row" in f.extra and f is not named]
        alike = [i for i in alike if all(_part_in(i, f) == name_key(str(row.get(f.key) or "")) for f in parts)]
    # of those that nothing in their names tells apart, the one that has most of the same values
    return max(
        alike, key=lambda i: sum(_part_in(i, f) == name_key(str(row.get(f.key) or "")) for f in fields), default=None
    )


def _part_in(item: BaseModel, part: Asked) -> str:
    return name_key(str(getattr(item, name_of(part), None) or ""))


# ---------------------------------------------------------------- sameness


def _same(each: Asked, claim: Claim, value: Any) -> bool:
    """Whether a claim gives the value of the rules, which is in the unit of the field."""
    mine = number_in(claim.value)
    theirs = number_in(str(value))
    if mine is None or theirs is None or (each.is_text and each.unit is None):
        return _alike(claim.value, value)
    unit = each.unit
    if claim.unit in MONEY and unit in MONEY and claim.unit != unit:
        return convert(mine, claim.unit, unit) == theirs
    return mine == theirs


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are the same number, or words of which one holds the other."""
    a, b = number_in(str(one)), number_in(str(other))
    if a is not None and b is not None:
        return a == b
    first, second = sorted((name_key(str(one)), name_key(str(other))), key=len)
    return first == second or (first in second and len(first) >= _HALF * len(second))
