"""JSON schemas as every server takes them, and the JSON in a reply."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from extractors.llm.errors import BadReply

M = TypeVar("M", bound=BaseModel)

#: what servers trip over, ignore or refuse in a schema; pydantic checks all of it afterwards
_LEFT_OUT = frozenset(
    {"title", "default", "examples", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "multipleOf"}
    | {"exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "uniqueItems", "discriminator", "$defs", "const"}
)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S)
#: a reply is not searched for JSON at more places than this
_STARTS = 40
#: how many faults of a reply are told to the model that is to mend it
_TOLD = 6


def portable(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model, references written out, all fields required, nothing that servers disagree on."""
    whole = model.model_json_schema()
    return _plain(whole, whole.get("$defs", {}), ())


def _plain(node: Any, known: dict[str, Any], above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_plain(each, known, above) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return {"type": "object"} if name in above else _plain(known[name], known, (*above, name))
    told = {k: _plain(v, known, above) for k, v in node.items() if k not in _LEFT_OUT and k != "properties"}
    if "const" in node:
        told["enum"] = [node["const"]]
    if "properties" in node:
        told["properties"] = {name: _plain(each, known, above) for name, each in node["properties"].items()}
        told |= {"required": [*told["properties"]], "additionalProperties": False}
    return told


def parsed(text: str, model: type[M]) -> M:
    """The object in a reply, as the model has it. Raises BadReply, whose message says what is wrong, for the model too.

    Words around the object, a fence of backticks and a train of thought are passed over.
    """
    bare = _THOUGHT.sub("", text)
    fault = "回复中没有 JSON 对象"
    for start in [m.start() for m in re.finditer(r"\{", bare)][:_STARTS]:
        try:
            found, _ = _DECODER.raw_decode(bare, start)
        except (ValueError, RecursionError) as error:
            fault = f"JSON 写法有误：{str(error)[:120]}" if start == bare.find("{") else fault
            continue
        try:
            return model.model_validate(found)
        except (ValidationError, RecursionError) as error:
            raise BadReply(f"回复不合所要求的结构：{_faults(error)}") from None
    raise BadReply(fault)


def _number(digits: str) -> Any:
    """An integer of any sensible length; one of thousands of digits is no number of a report."""
    if len(digits) > 40:
        raise ValueError("数字过长")
    return int(digits)


def _refused(word: str) -> Any:
    raise ValueError(f"{word} 不是数字")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=_number, parse_constant=_refused)


def _faults(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "嵌套过深"
    told = [f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors(include_input=False)[:_TOLD]]
    return "；".join(told)
