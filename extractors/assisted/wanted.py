"""What is asked of a model: small schemas cut out of a large one, each value with the words that bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from extractors.structured.field import Asked, asked

#: a schema of more values than this is asked for in parts
_MOST = 14
#: a reply holds no longer value and no longer quote
_LONGEST = 4_000
_SHARED = frozenset(dir(BaseModel))


class _Told(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")


class Told(_Told):
    """A value as printed, with its unit, the words it stands in, and the number of the material that has them."""

    value: str | None = Field(default=None, max_length=_LONGEST, description="报告所印的值，数字照抄；没有则为 null")
    unit: str | None = Field(default=None, max_length=20, description="这个数的单位，如 万元、%、辆；没有则为 null")
    quote: str | None = Field(default=None, max_length=_LONGEST, description="含有这个值的原文，逐字照抄一句或一行")
    place: int | None = Field(default=None, description="原文所在材料的编号")


@dataclass(frozen=True, slots=True)
class Part:
    """A small schema: values and lists that stand together in a schema, under the path ``prefix``."""

    prefix: str
    title: str
    values: tuple[Asked, ...] = ()
    lists: tuple[Asked, ...] = ()

    @property
    def words(self) -> str:
        """All words of what is asked."""
        every = [*self.values, *self.lists, *(f for each in self.lists for f in _items(each))]
        return self.title + "".join(f"{f.title} {f.context}" for f in every)

    @property
    def keys(self) -> list[str]:
        """The sections and tables at which its fields are known to stand."""
        return list(dict.fromkeys(key for each in (*self.values, *self.lists) for key in _keys(each)))

    @property
    def knows_all(self) -> bool:
        """Whether it is known of every field where it stands."""
        return all(list(_keys(each)) for each in (*self.values, *self.lists))

    def halves(self) -> tuple[Part, Part] | None:
        """Two smaller ones; None where there is only one field."""
        every: Sequence[Asked] = (*self.values, *self.lists)
        if len(every) < 2:
            return None
        middle = len(every) // 2
        first, second = every[:middle], every[middle:]
        return self._of(first), self._of(second)

    def _of(self, some: Sequence[Asked]) -> Part:
        values = tuple(f for f in some if f in self.values)
        return Part(self.prefix, self.title, values, tuple(f for f in some if f in self.lists))


def parts(model: type[BaseModel], prefix: str = "", title: str = "", above: tuple[type, ...] = ()) -> Iterator[Part]:
    """The small schemas of a model. What a report tells only by itself (who, which year) is left to the rules."""
    values: list[Asked] = []
    lists: list[Asked] = []
    for each in asked(model):
        each = each.within(title)
        if each.is_list:
            lists.append(each)
        elif each.model is not None:
            if each.model not in (*above, model):
                inner = title + each.title
                yield from parts(each.model, f"{prefix}{each.key}.", inner, (*above, model))
        elif each.identity is None:
            values.append(each)
    for first in range(0, len(values), _MOST):
        yield Part(prefix, title, tuple(values[first : first + _MOST]))
    for each in lists:
        yield Part(prefix, title, (), (each,))


def schema_of(part: Part) -> type[BaseModel]:
    """The model of a reply to a small schema; its fields go by ``name_of``."""
    fields: dict[str, Any] = {}
    for each in part.values:
        fields[name_of(each)] = (Told | None, Field(default=None, description=_meaning(each)))
    for each in part.lists:
        fields[name_of(each)] = (list[_item(each, ())], Field(default_factory=list, description=_meaning(each)))  # type: ignore[misc]
    return create_model("Reply", __base__=_Told, **fields)


def _item(each: Asked, above: tuple[type, ...]) -> type[BaseModel]:
    """The model of one item: the words it stands in, and its values as printed."""
    fields: dict[str, Any] = {
        "quote": (str | None, Field(default=None, max_length=_LONGEST, description="这一项的原文，逐字照抄一句或一行")),
        "place": (int | None, Field(default=None, description="原文所在材料的编号")),
    }
    if each.model is None:
        fields["value"] = (str | None, Field(default=None, max_length=_LONGEST, description=_meaning(each)))
        return create_model("Item", __base__=_Told, **fields)
    for inner in asked(each.model):
        if inner.is_list:
            if inner.model not in above:
                within = _item(inner, (*above, each.model))
                fields[name_of(inner)] = (list[within], Field(default_factory=list, description=_meaning(inner)))  # type: ignore[valid-type]
        elif inner.model is None:
            limits = Field(default=None, max_length=_LONGEST, description=_meaning(inner))
            fields[name_of(inner)] = (str | None, limits)
    return create_model("Item", __base__=_Told, **fields)


def name_of(each: Asked) -> str:
    """The name of a field in a reply: its key, with a mark where that means something else there."""
    key = each.key
    taken = key in _SHARED or key in {"quote", "place", "value"} or key.startswith(("_", "model_"))
    return f"field_{key.strip('_')}" if taken or not key.isidentifier() else key


def _meaning(each: Asked) -> str:
    unit = f"（{each.unit}）" if each.unit and each.unit not in each.title else ""
    more = each.description if each.description != each.title else ""
    return "：".join(words for words in (f"{each.context}{each.title or each.name}{unit}", more) if words)


def _items(each: Asked) -> tuple[Asked, ...]:
    return asked(each.model) if each.model is not None else ()


def _keys(each: Asked) -> Iterator[str]:
    """The keys of the sections and tables that a field names."""
    extra = each.extra
    if "cell" in extra:
        yield str(extra["cell"][0])
    if "prose" in extra:
        yield from str(extra["prose"][2]).split("|")
    if "rows" in extra:
        yield str(extra["rows"][0])
    if "told" in extra:
        yield str(extra["told"][0])
    if "named" in extra:
        yield "bodies"
    if {"forms", "form"} & extra.keys():
        yield from ("annex", "performance")


@dataclass(slots=True)
class Reading:
    """What a model said of a part, keyed by the field: values, and lists of items."""

    part: Part
    values: dict[str, Told] = field(default_factory=dict)
    items: dict[str, list[BaseModel]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Part, reply: BaseModel) -> Reading:
        reading = cls(part)
        for each in part.values:
            told = getattr(reply, name_of(each))
            if isinstance(told, Told) and told.value is not None and told.value.strip():
                reading.values[each.key] = told
        for each in part.lists:
            reading.items[each.key] = list(getattr(reply, name_of(each)))
        return reading
