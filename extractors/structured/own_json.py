"""Fields that a user writes down as a JSON schema: what ``juesuan schema show`` prints, cut down, or one of his own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from extractors.schemas import schemas
from extractors.structured.field import asked
from extractors.structured.own_fields import CHINESE, LONGEST, MOST, Kind, OwnField, UnfitKey, key_of
from extractors.structured.own_lines import Fault, read_lines
from extractors.vocabulary import table_forms

#: characters of a whole schema, and how deep tables may stand in one another
MOST_TEXT, _DEEPEST = 200_000, 4

_TYPES: dict[str, Kind] = {"number": "number", "integer": "whole", "string": "text"}
#: the keys by which a ready-made schema says where a field is read
_PLACES = ("cell", "prose", "identity", "rows", "told", "forms", "form", "named", "row", "column")
_SHAPES = {"cell": 3, "prose": 3}


class _Wrong(ValueError):
    pass


def read_json(text: str) -> tuple[list[OwnField], list[Fault]]:
    """The fields of a JSON schema, or of an object of names and descriptions, and what is wrong with it."""
    if len(text) > MOST_TEXT:
        return [], [Fault(0, f"JSON 太长（{len(text)} 字）；最多 {MOST_TEXT} 字")]
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [Fault(error.lineno, f"不是完整的 JSON（第{error.colno}个字附近）；请检查引号、逗号和括号")]
    except (RecursionError, ValueError):
        return [], [Fault(0, "JSON 嵌套太深或数字太长，无法读取")]
    try:
        fields = _fields(schema)
    except (_Wrong, UnfitKey) as problem:
        return [], [Fault(0, str(problem))]
    if not fields:
        return [], [Fault(0, "JSON 中没有字段；请在 properties 中列出")]
    return fields, []


def _fields(schema: Any) -> list[OwnField]:
    if not isinstance(schema, dict):
        raise _Wrong("JSON 应是一个对象：JSON Schema（有 properties），或 {名称: 描述}")
    if "properties" not in schema and all(isinstance(words, str) for words in schema.values()):
        return _of_words(schema)
    return list(_Reader(schema).object(schema, _DEEPEST))


def _of_words(schema: Mapping[str, str]) -> list[OwnField]:
    """The fields of names and descriptions."""
    fields, faults = read_lines("\n".join(f"{key}: {' '.join(words.split())}" for key, words in schema.items()))
    if faults:
        raise _Wrong("；".join(map(str, faults)))
    return fields


class _Reader:
    """The fields of one schema; references are followed inside it alone."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._named = {
            f"#/{home}/{name}": inner for home in ("$defs", "definitions") for name, inner in _of(schema, home)
        }
        self._left = MOST

    def object(self, schema: Mapping[str, Any], depth: int) -> Iterator[OwnField]:
        keys: set[str] = set()
        for name, inner in _of(schema, "properties"):
            self._left -= 1
            if self._left < 0:
                raise _Wrong(f"字段太多，最多 {MOST} 个（表中的列也算）；请删去一些，或分几次抽取")
            each = self._field(name, inner, depth)
            if each.key in keys:
                raise _Wrong(f"字段“{name}”与另一个字段同名")
            keys.add(each.key)
            yield each

    def _field(self, name: str, written: Any, depth: int) -> OwnField:
        own = _checked(name, written)
        schema = self._resolved(name, own)
        kind = self._kind(name, schema, depth)
        inner = schema
        if kind in ("texts", "table"):
            inner = self._resolved(name, _checked(name, schema.get("items", {"type": "string"})))
            kind = "table" if "properties" in inner else "texts"
        fields = tuple(self.object(inner, depth - 1)) if kind in ("table", "group") else ()
        title, description = _words(name, own, "title"), _words(name, own, "description")
        if not any(CHINESE.search(words) for words in (title, name, description)):
            raise _Wrong(f"字段“{name[:30]}”没有中文的 title 或 description，无法在报告中查找；请加上")
        unit = next((str(s["unit"])[:20] for s in (schema, own) if isinstance(s.get("unit"), str)), None)
        if "number" in (kind, *[self._told(s) for s in _options(schema)]) or (unit and kind == "text"):
            kind = "number"
        return OwnField(key_of(name), title, description, kind, unit, fields, _place(name, own))

    def _kind(self, name: str, schema: Mapping[str, Any], depth: int) -> Kind:
        told = self._told(schema)
        if told in ("array", "object") and depth <= 1:
            raise _Wrong(f"字段“{name[:30]}”嵌套太深；最多 {_DEEPEST - 1} 层")
        if told == "array":
            return "texts"
        if told == "object" or "properties" in schema:
            return "group"
        if told not in _TYPES:
            what = f"字段“{name[:30]}”的类型“{told[:20]}”不能按报告填写"
            raise _Wrong(f"{what}；请用 number、integer、string 或 array")
        return _TYPES[told]

    @staticmethod
    def _told(schema: Mapping[str, Any]) -> str:
        """The type that a schema tells; words where it tells none."""
        told = schema.get("type", "string")
        names = [name for name in told if name != "null"] if isinstance(told, list) else [told]
        return str(names[0]) if names else "null"

    def _resolved(self, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema with its references followed; of several possible ones a figure, else the first that is not null."""
        for _ in range(_DEEPEST):
            if "$ref" in schema:
                schema = _checked(name, self._named.get(str(schema["$ref"])))
            elif options := _options(schema):
                schema = next((s for s in options if self._told(s) == "number"), options[0])
            else:
                return schema
        raise _Wrong(f"字段“{name[:30]}”的 $ref 绕得太远")


def _options(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    options = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf") or []
    listed = options if isinstance(options, list) else []
    return [s for s in listed if isinstance(s, dict) and s.get("type") != "null"]


def _of(schema: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    found = schema.get(name, {})
    if not isinstance(found, dict):
        raise _Wrong(f"{name} 应是一个对象")
    return list(found.items())


def _checked(name: str, schema: Any) -> Mapping[str, Any]:
    if not isinstance(schema, dict):
        raise _Wrong(f'字段“{name[:30]}”的写法不对；应是一个对象，如 {{"type": "number", "title": "支出合计"}}')
    return schema


def _words(name: str, schema: Mapping[str, Any], key: str) -> str:
    words = schema.get(key, "")
    if not isinstance(words, str) or len(words) > LONGEST:
        raise _Wrong(f"字段“{name[:30]}”的 {key} 应是不超过 {LONGEST} 字的文字")
    return words


def _place(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The place in a report that a field names: a cell, words of a section, or what a ready-made schema has."""
    place = {key: schema[key] for key in _PLACES if key in schema}
    for key, length in _SHAPES.items():
        told = place.get(key, [""] * length)
        if not (isinstance(told, list) and len(told) == length and all(isinstance(t, str) for t in told)):
            raise _Wrong(f"字段“{name[:30]}”的 {key} 应是 {length} 段文字")
    if "cell" in place and place["cell"][0] not in table_forms():
        raise _Wrong(f"字段“{name[:30]}”：没有编号为“{place['cell'][0][:20]}”的决算表")
    listed = {key: value for key, value in place.items() if key not in _SHAPES}
    if listed and _spelled(listed) not in _known():
        raise _Wrong(f"字段“{name[:30]}”所写的位置（{'、'.join(listed)}）在内置结构中没有；请删去，按名称查找")
    return place


def _spelled(place: Mapping[str, Any]) -> str:
    return json.dumps(place, ensure_ascii=False, sort_keys=True)


@cache
def _known() -> frozenset[str]:
    """The places of the ready-made schemas, spelled out."""
    return frozenset(_spelled(place) for model in schemas().values() for place in _places(model))


def _places(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    for each in asked(model):
        yield {key: value for key, value in each.extra.items() if key in _PLACES and key not in _SHAPES}
        if each.model is not None:
            yield from _places(each.model)
