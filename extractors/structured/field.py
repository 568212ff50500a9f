"""What a field of a schema asks for: words, unit, number or text, and the place it names, if any."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AliasChoices, BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from extractors.facts import Fact, plain_decimal
from extractors.schemas import Unit
from extractors.structured.units import OtherUnit, converted, unit_in
from extractors.text import name_key

_CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: fields that ask who published what, by field name or by title
_IDENTITY = {
    "department": ("部门名称", "单位名称", "部门", "单位", "公开单位", "编制单位", "填报单位", "机构名称"),
    "year": ("年度", "年份", "决算年度", "报告年度", "预算年度", "所属年度", "会计年度", "财政年度"),
    "kind": ("报告类型",),
    "region": ("地区", "所在地区", "行政区划", "所属地区"),
    "level": ("行政级次", "级次", "政府级次", "行政级别"),
    "scope": ("编报范围", "决算口径"),
}
#: why a type takes nothing that a report prints, by pydantic's name of the fault
_REFUSED = {
    "int_from_float": "字段要求整数",
    "int_parsing": "字段要求整数",
    "greater_than": "字段要求大于 {gt}",
    "greater_than_equal": "字段要求不小于 {ge}",
    "less_than": "字段要求小于 {lt}",
    "less_than_equal": "字段要求不大于 {le}",
    "literal_error": "字段只许取 {expected}",
    "enum": "字段只许取 {expected}",
    "string_too_long": "字段要求不超过 {max_length} 个字",
    "string_too_short": "字段要求不少于 {min_length} 个字",
    "string_pattern_mismatch": "字段要求符合 {pattern}",
    "decimal_max_places": "字段要求至多 {decimal_places} 位小数",
    "decimal_max_digits": "字段要求至多 {max_digits} 位数字",
    "decimal_whole_digits": "字段要求整数部分至多 {whole_digits} 位",
}


class Unfit(ValueError):
    """A value that the field's type does not take; the message is the Chinese reason."""


@dataclass(frozen=True)
class Asked:
    """One field of a schema, as the rules see it. ``context`` are the words of the nested fields it stands in."""

    name: str
    info: FieldInfo
    by_name: bool = False
    context: str = ""

    def within(self, context: str) -> Asked:
        """The same field as a part of what ``context`` names."""
        return replace(self, context=context) if context else self

    def placed(self, extra: dict[str, Any]) -> Asked:
        """The same field with the place of a ready-made one."""
        info = FieldInfo.merge_field_infos(self.info, json_schema_extra=extra)
        return replace(self, info=info)

    @cached_property
    def key(self) -> str:
        """The key under which the model takes the value: an alias where it does not take the name."""
        alias = self.info.validation_alias
        if isinstance(alias, AliasChoices):
            alias = next((choice for choice in alias.choices if isinstance(choice, str)), None)
        return alias if isinstance(alias, str) and not self.by_name else self.name

    @cached_property
    def extra(self) -> dict[str, Any]:
        extra = self.info.json_schema_extra
        return dict(extra) if isinstance(extra, dict) else {}

    @cached_property
    def title(self) -> str:
        """The words that must be explained by what is found: title, else alias, name, description; Chinese ones."""
        aliases = (self.info.alias, self.info.validation_alias, self.info.serialization_alias)
        words = (self.info.title, *aliases, self.name, self.info.description)
        return next((w for w in words if isinstance(w, str) and _CHINESE.search(w)), "")

    @cached_property
    def description(self) -> str:
        return self.info.description or ""

    @cached_property
    def hints(self) -> str:
        """All words of the field; they tell two fitting figures apart."""
        return "".join(w for w in (self.info.title, self.info.description, self.name) if w)

    @cached_property
    def typed_unit(self) -> str | None:
        """The unit that the field's type or ``json_schema_extra`` declares."""
        units = (part.name for part in self.parts if isinstance(part, Unit))
        return next(units, None) or (str(self.extra["unit"]) if "unit" in self.extra else None)

    @property
    def tells_unit(self) -> bool:
        """Whether a value needs its unit beside it: no type declares it, and the value is no text with its unit."""
        return self.typed_unit is None and not (self.is_text and self.unit is None)

    @cached_property
    def unit(self) -> str | None:
        """The unit wanted: from the type, from ``unit`` of the field, or from words like （万元）."""
        if self.typed_unit:
            return self.typed_unit
        return next((unit for words in (self.title, self.description) if (unit := unit_in(words))), None)

    @cached_property
    def parts(self) -> list[Any]:
        """Every type and marker inside the annotation: Optional[Annotated[Decimal, Unit]] gives them all."""
        return [*self.info.metadata, *_nested(self.info.annotation)]

    @cached_property
    def types(self) -> list[type]:
        return [part for part in self.parts if isinstance(part, type)]

    @cached_property
    def is_text(self) -> bool:
        """Whether the field wants words and no number."""
        chosen = [value for part in self.parts if get_origin(part) is Literal for value in get_args(part)]
        words = any(issubclass(t, str) for t in self.types) or any(isinstance(v, str) for v in chosen)
        return words and not any(t in (int, float) or t.__name__ == "Decimal" for t in self.types)

    @cached_property
    def unfillable(self) -> str:
        """Why rules cannot fill a field of this type whatever the report says; empty where they can."""
        if any(issubclass(t, (datetime.date, datetime.time, datetime.timedelta)) for t in self.types):
            return "报告的数据中没有日期，按规则不能填写日期字段"
        if bool in self.types and not {int, float, str} & set(self.types):
            return "按规则不能判断是否，请改为数值或文字字段"
        if any(get_origin(p) is dict or p is dict for p in self.parts):
            return "按规则不能填写字典字段，请改为嵌套的 pydantic 模型"
        return ""

    @cached_property
    def identity(self) -> str | None:
        """The part of the report's identity that is asked for."""
        if declared := self.extra.get("identity"):
            return str(declared)
        key = name_key(self.title)
        named = (part for part, names in _IDENTITY.items() if key in names or (not key and self.name == part))
        return next(named, None)

    @cached_property
    def model(self) -> type[BaseModel] | None:
        """The nested model of the field, or of its list."""
        return next((t for t in self.types if issubclass(t, BaseModel)), None)

    @cached_property
    def is_list(self) -> bool:
        return any(get_origin(p) in (list, tuple, set, frozenset) or p in (list, tuple, set) for p in self.parts)

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        annotation: Any = self.info.annotation
        if self.info.metadata:
            annotation = Annotated[(annotation, *self.info.metadata)]
        return TypeAdapter(annotation)

    def take(self, value: Any) -> Any:
        """A value in the field's type, JSON-ready. Raises Unfit where the type refuses it."""
        try:
            return self._adapter.dump_python(self._adapter.validate_python(value), mode="json")
        except ValidationError as error:
            raise Unfit(f"报告所印“{value}”不合字段类型：{_refused(error)}") from None

    def read(self, fact: Fact) -> tuple[Any, str]:
        """A fact's value as the field wants it, and how it was converted: text as printed, a number in the unit.

        Raises Unfit where the units do not fit or the type refuses it.
        """
        if fact.value is None or (self.is_text and self.unit is None):
            return self.take(_printed(fact)), ""
        try:
            value, formula = converted(fact, self.unit)
        except OtherUnit as error:
            raise Unfit(str(error)) from None
        plain = plain_decimal(value)
        return self.take(plain if self.is_text else type(value)(plain)), formula


@lru_cache(maxsize=512)
def asked(model: type[BaseModel]) -> tuple[Asked, ...]:
    """The fields of a model in order."""
    config = model.model_config
    by_name = bool(config.get("populate_by_name") or config.get("validate_by_name"))
    return tuple(Asked(name, info, by_name) for name, info in model.model_fields.items())


def _nested(annotation: Any) -> Iterator[Any]:
    yield annotation
    for arg in get_args(annotation):
        yield from _nested(arg)


def _printed(fact: Fact) -> str:
    """A cell as printed; money of a table without its unit, which stands above the table."""
    bare = fact.value is not None and fact.unit and fact.raw and not re.search(r"[^\d.,\s+-]", fact.raw)
    return f"{fact.raw}{fact.unit}" if bare else fact.raw


def _refused(error: ValidationError) -> str:
    """What a type has against a value, in Chinese."""
    fault = error.errors()[0]
    if (words := _REFUSED.get(fault["type"])) is None:
        return str(fault["msg"])
    return words.format(**fault.get("ctx", {})) if "{" in words else words
