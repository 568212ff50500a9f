"""Filled: a schema filled from a report as the page shows it: one value after another, and tables of what is listed.

Nothing here is escaped yet; ``page.views.filled_words`` does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from extractors.facts import is_number
from extractors.structured import Filled, summary
from extractors.structured.field import Asked, asked

State = Literal["confirmed", "conflict", "unconfirmed", "model", "missing", "name"]

#: the sign and the word for each state; ``name`` is what is not checked against a second place
MARKS: dict[State, tuple[str, str]] = {
    "confirmed": ("✓", "一致"),
    "conflict": ("≠", "冲突"),
    "unconfirmed": ("·", "未证实"),
    "model": ("◆", "仅模型"),
    "missing": ("○", "未找到"),
    "name": ("", ""),
}
#: what each state means, in a sentence
MEANINGS: dict[State, str] = {
    "confirmed": "报告另有独立的一处写着同样的内容",
    "conflict": "报告另有一处写得不同",
    "unconfirmed": "报告只有这一处写到，没有第二处可以印证",
    "model": "规则没有读到，由语言模型找出；引文已与原文逐字核对",
    "missing": "没有值：空白、未读到或报告没有写，不等于零",
}
#: finer words for why there is no value, by what the reason says; the first that fits
_MISSING = (
    ("有歧义", "有歧义"),
    ("读到不同的数", "有歧义"),
    ("没有附", "未找到"),
    ("空白（", "空表"),
    ("空白", "空白"),
    ("读到", "未读到"),
    ("不能换算", "单位不合"),
    ("没有写明“", "单位不明"),
    ("不合字段类型", "不合类型"),
    ("按规则不能", "不能填"),
)


#: the kinds of reports in words
_KINDS = {"final": "决算", "budget": "预算"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a filled schema: its path, its title, what it is, and how sure; ``text`` is it as shown."""

    path: str
    title: str
    value: Any
    text: str
    unit: str
    state: State
    word: str
    reason: str = ""
    formula: str = ""
    figure: bool = False

    @property
    def mark(self) -> str:
        """The sign and the word for how sure it is."""
        return f"{MARKS[self.state][0]} {self.word}".strip()

    @property
    def number(self) -> Decimal | None:
        """The value as an exact number, where it is a figure and no name."""
        return Decimal(str(self.value)) if self.figure else None


@dataclass(frozen=True, slots=True)
class Field:
    """A single value that a schema asks for: where it stands in the schema, and what it is called."""

    path: str
    title: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that a schema asks for: the lists that lead to it, the last its own, and its columns.

    Where it stands inside another list, the rows say of which item they are; ``owners`` are the keys of its name there,
    the best first.
    """

    prefix: str
    keys: tuple[str, ...]
    title: str
    columns: tuple[Asked, ...]
    plain: bool = False
    owners: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.prefix}{'[].'.join(self.keys)}"

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the columns, each different."""
        own = [self.title] if self.plain else [_title(column) for column in self.columns]
        return tuple(_different(["所属", *own] if len(self.keys) > 1 else own))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a schema that is looked at on its own."""

    title: str
    fields: tuple[Field, ...]
    listings: tuple[Listing, ...]


def sections(model: type[BaseModel]) -> list[Section]:
    """The parts of a schema: one for a flat one, one for each schema within a large one."""
    groups = [each for each in asked(model) if each.model is not None and not each.is_list]
    if not groups or len(groups) < len(asked(model)) / 2:
        return [_section(summary(model) or "全部", model)]
    loose = tuple(each for each in asked(model) if each not in groups)
    first = [_section("其他", model, only=loose)] if loose else []
    return first + [_section(_title(g), g.model, f"{g.key}.", _unit_of(g)) for g in groups if g.model is not None]


def _unit_of(group: Asked) -> str:
    return group.context + group.title


def _section(
    title: str, model: type[BaseModel], prefix: str = "", context: str = "", only: Sequence[Asked] | None = None
) -> Section:
    found = list(_walk(model, prefix, context, "", (), only))
    fields = [each for each in found if isinstance(each, Field)]
    names = _different([each.title for each in fields])
    told = tuple(Field(each.path, name, each.asked) for each, name in zip(fields, names, strict=True))
    return Section(title, told, tuple(each for each in found if isinstance(each, Listing)))


def _walk(
    model: type[BaseModel],
    prefix: str,
    context: str,
    lead: str,
    above: tuple[type, ...],
    only: Sequence[Asked] | None = None,
) -> Iterator[Field | Listing]:
    """The values and tables of a model in order; those of models inside it are led by its title."""
    for each in asked(model) if only is None else only:
        path, title = f"{prefix}{each.key}", f"{lead}{_title(each)}"
        if each.is_list:
            yield from _listings(each, prefix, (), title, ())
        elif each.model is None:
            yield Field(path, title, each.within(context))
        elif each.model not in (*above, model):
            inner = context + each.title
            yield from _walk(each.model, f"{path}.", inner, f"{title} › ", (*above, model))


def _listings(
    each: Asked,
    prefix: str,
    keys: tuple[str, ...],
    title: str,
    above: tuple[type, ...],
    owners: tuple[str, ...] = (),
) -> Iterator[Listing]:
    """The table of a list, and those of the lists inside it."""
    own = (*keys, each.key)
    if each.model is None:
        yield Listing(prefix, own, title, (each,), True, owners)
        return
    inner = asked(each.model)
    columns = tuple(f for f in inner if not f.is_list and f.model is None)
    yield Listing(prefix, own, title, columns, False, owners)
    named = tuple(f.key for f in sorted(columns, key=lambda f: "名称" not in f.title) if f.is_text)
    for below in inner:
        if below.is_list and below.model not in above:
            yield from _listings(below, prefix, own, f"{title} › {_title(below)}", (*above, each.model), named)


def _title(each: Asked) -> str:
    return each.info.title or each.title or each.name


def _different(names: Sequence[str]) -> list[str]:
    """Names with a number behind those that came before."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return made


# ---------------------------------------------------------------- of one report


def entry(filled: Filled, field: Field) -> Entry:
    """A single value of a filled schema."""
    value: Any = filled.data
    for key in field.path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return _entry(filled, field.path, field.title, field.asked, value)


def entries(filled: Filled, fields: Sequence[Field]) -> list[Entry]:
    return [entry(filled, field) for field in fields]


def rows(filled: Filled, listing: Listing) -> list[tuple[str, list[Entry]]]:
    """The rows of a table, each with the name of the item that it belongs to (empty for a table of its own)."""
    at: Any = filled.data
    for key in listing.prefix.split(".")[:-1]:
        at = at.get(key) if isinstance(at, Mapping) else None
    items = [(listing.prefix, at, "")]
    for key in listing.keys:
        items = list(_items(items, key, listing.owners))
    if listing.plain:
        (column,) = listing.columns
        return [(name, [_entry(filled, path[:-1], listing.title, column, item)]) for path, item, name in items]
    return [(name, _cells(filled, listing, path, item)) for path, item, name in items]


def _items(items: Sequence[tuple[str, Any, str]], key: str, owners: Sequence[str]) -> Iterator[tuple[str, Any, str]]:
    """The items of a list inside each of some items: path, item, and the name of what it stands in."""
    for path, holder, _ in items:
        listed = holder.get(key) if isinstance(holder, Mapping) else None
        for number, item in enumerate(listed or ()):
            owner = next((str(holder[name]) for name in owners if holder.get(name)), "") if "[" in path else ""
            yield f"{path}{key}[{number}].", item, owner


def _cells(filled: Filled, listing: Listing, path: str, item: Any) -> list[Entry]:
    holder = item if isinstance(item, Mapping) else {}
    return [
        _entry(filled, f"{path}{column.key}", _title(column), column, holder.get(column.key))
        for column in listing.columns
    ]


def _entry(filled: Filled, path: str, title: str, each: Asked, value: Any) -> Entry:
    if value is None:
        reason = filled.reasons.get(path, "报告中没有找到")
        return Entry(path, title, None, "", "", "missing", missing(reason), reason)
    compared = filled.assisted.compared.get(path) if filled.assisted else None
    state: State = "model" if compared == "仅模型" else filled.agreement.get(path, "name")
    figure = is_number(str(value)) and not (each.is_text or each.identity or "row" in each.extra)
    unit = (filled.units.get(path) or each.unit or "") if figure else ""
    words = _KINDS.get(str(value), str(value)) if each.identity == "kind" else str(value)
    text = f"{Decimal(str(value)):,f}" if figure else words
    return Entry(path, title, value, text, unit, state, MARKS[state][1], "", filled.formulas.get(path, ""), figure)


def missing(reason: str) -> str:
    """The word for why there is no value: 空白, 空表 (it says why), 未读到, 有歧义, 未找到 …"""
    return next((word for part, word in _MISSING if part in reason), "未找到")


def tally(found: Sequence[Entry]) -> dict[State, int]:
    """How many of each state, in the order of ``MARKS``."""
    states = [each.state for each in found]
    return {state: states.count(state) for state in MARKS if state in states}
