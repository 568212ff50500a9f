"""What a field of a schema asks for: words, unit, number or text, and the place it names, if any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.schemas import Unit
from extractors.text import fold, name_key

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PRINTED_UNIT = re.compile(r"(?:单位：|[(])(万元|亿元|元|%|个|辆|人次|分)[)]?")

#: fields that ask who published what, by field name or by title
_IDENTITY = {
    "department": ("部门名称", "单位名称", "部门", "单位", "公开单位", "编制单位"),
    "year": ("年度", "年份", "决算年度", "报告年度", "预算年度", "所属年度"),
    "kind": ("报告类型",),
    "region": ("地区", "所在地区", "行政区划"),
    "level": ("行政级次", "级次", "政府级次"),
}


class Unfit(ValueError):
    """A value that the field's type does not take; the message is the Chinese reason."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a schema, as the rules see it."""

    name: str
    info: FieldInfo

    @property
    def extra(self) -> dict[str, Any]:
        extra = self.info.json_schema_extra
        return dict(extra) if isinstance(extra, dict) else {}

    @property
    def title(self) -> str:
        """The words that must be explained by what is found: the title, else the description, else the name."""
        words = (self.info.title, self.info.description, self.name)
        return next((w for w in words if w and _CHINESE.search(w)), "")

    @property
    def hints(self) -> str:
        """All words of the field; they tell two fitting figures apart."""
        return "".join(w for w in (self.info.title, self.info.description, self.name) if w)

    @property
    def unit(self) -> str | None:
        """The unit wanted: from the type, from ``unit`` of the field, or from words like （万元）."""
        for part in _parts(self.info.annotation, self.info.metadata):
            if isinstance(part, Unit):
                return part.name
        if declared := self.extra.get("unit"):
            return str(declared)
        match = _PRINTED_UNIT.search(fold(self.hints))
        return match.group(1) if match else None

    @property
    def is_text(self) -> bool:
        """Whether the field wants words and no number."""
        types = set(_parts(self.info.annotation, []))
        return str in types and not {int, float} & types and not any(_is_decimal(t) for t in types)

    @property
    def identity(self) -> str | None:
        """The part of the report's identity that is asked for."""
        if declared := self.extra.get("identity"):
            return str(declared)
        key = name_key(self.title)
        return next((part for part, names in _IDENTITY.items() if self.name == part or key in names), None)

    @property
    def model(self) -> type[BaseModel] | None:
        """The nested model of the field, or of its list."""
        parts = _parts(self.info.annotation, [])
        return next((p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)), None)

    @property
    def is_list(self) -> bool:
        return any(get_origin(part) in (list, tuple, set) for part in _nested(self.info.annotation))

    def take(self, value: Any) -> Any:
        """A value in the field's type, JSON-ready. Raises Unfit where the type refuses it."""
        annotation: Any = self.info.annotation
        if self.info.metadata:
            annotation = Annotated[(annotation, *self.info.metadata)]
        adapter: TypeAdapter[Any] = TypeAdapter(annotation)
        try:
            return adapter.dump_python(adapter.validate_python(value), mode="json")
        except ValidationError as error:
            raise Unfit(f"报告所印“{value}”不合字段类型：{error.errors()[0]['msg']}") from None

    def read(self, fact: Fact) -> Any:
        """A fact's value as the field wants it: text as printed, a number in the field's unit.

        Raises Unfit where the units do not fit or the type refuses it.
        """
        if self.is_text:
            return self.take(fact.raw)
        value = fact.value if self.unit is None else fact.in_unit(self.unit)
        if value is None and self.unit not in MONEY and fact.unit not in MONEY and "%" not in (self.unit, fact.unit):
            value = fact.value
        if value is None:
            raise Unfit(f"报告以{fact.unit}列示，不能换算为{self.unit}")
        return self.take(type(value)(plain_decimal(value)))


def asked(model: type[BaseModel]) -> Iterator[Asked]:
    """The fields of a model in order."""
    for name, info in model.model_fields.items():
        yield Asked(name, info)


def _nested(annotation: Any) -> Iterator[Any]:
    yield annotation
    for arg in get_args(annotation):
        yield from _nested(arg)


def _parts(annotation: Any, metadata: list[Any]) -> list[Any]:
    """Every type and marker inside an annotation: Optional[Annotated[Decimal, Unit]] gives them all."""
    return [*metadata, *_nested(annotation)]


def _is_decimal(part: Any) -> bool:
    return isinstance(part, type) and part.__name__ == "Decimal"
