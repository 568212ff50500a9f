"""A user's own fields: what a list of them says, and the model, the Python module and the JSON schema made of it."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from extractors.schemas import Unit
from extractors.text import fold_width

Kind = Literal["number", "whole", "text", "texts", "table", "group"]

#: so many fields a list may have, those of its tables counted too
MOST = 60
#: characters of a title or a description
LONGEST = 200
CHINESE = re.compile(r"[\u4e00-\u9fff]")

_TAKEN = frozenset(dir(BaseModel)) | {"quote", "place", "value"}
_TYPES = {"number": "Decimal | None", "whole": "int | None", "text": "str | None", "texts": "list[str]"}
_PLAIN: dict[str, Any] = {"number": Decimal, "whole": int, "text": str}


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field that a user asks for: its key, its words, what it holds, and the fields of what is listed in it.

    ``unit`` is one declared beside the words, ``extra`` the place in a report where a ready-made schema reads it.
    """

    key: str
    title: str = ""
    description: str = ""
    kind: Kind = "number"
    unit: str | None = None
    fields: tuple[OwnField, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class UnfitKey(ValueError):
    """A name that no field can have; the message is the Chinese reason."""


def key_of(words: str) -> str:
    """The name of a field in Python and in JSON: its words without brackets and signs, never one that means else."""
    name = re.sub(r"[(（\[【][^)）\]】]*[)）\]】]", "", words)
    name = re.sub(r"\W+", "_", fold_width(name)).strip("_") or re.sub(r"\W+", "_", fold_width(words)).strip("_")
    name = name[:60]
    if not name:
        raise UnfitKey("没有可作名称的文字")
    taken = name in _TAKEN or name.startswith("model_") or keyword.iskeyword(name)
    name = f"f_{name}" if name[0].isdigit() or taken else name
    if not name.isidentifier():
        raise UnfitKey(f"“{words[:20]}”不能作名称")
    return name


def count(fields: Sequence[OwnField]) -> int:
    """How many fields a list has, those inside its tables counted too."""
    return sum(1 + count(each.fields) for each in fields)


def model_of(fields: Sequence[OwnField], name: str = "OwnFields", doc: str = "") -> type[BaseModel]:
    """The pydantic model of a list of fields, to be filled by rules like a ready-made one."""
    made: dict[str, Any] = {each.key: (_annotation(each, name), _info(each)) for each in fields}
    return create_model(name, __doc__=doc or None, **made)


def _annotation(each: OwnField, above: str) -> Any:
    if each.kind in ("table", "group"):
        inner = model_of(each.fields, f"{above}_{each.key}", each.title)
        return list[inner] if each.kind == "table" else inner  # type: ignore[valid-type]
    if each.kind == "texts":
        return list[str]
    plain = _PLAIN[each.kind]
    return (Annotated[plain, Unit(each.unit)] if each.unit else plain) | None


def _info(each: OwnField) -> Any:
    words = {"title": each.title or None, "description": each.description or None}
    given: dict[str, Any] = {**_default(each), **words, "json_schema_extra": dict(each.extra) or None}
    return Field(**given)


def _default(each: OwnField) -> dict[str, Any]:
    if each.kind == "group":
        return {}
    return {"default_factory": list} if each.kind in ("table", "texts") else {"default": None}


def json_of(fields: Sequence[OwnField], doc: str = "") -> str:
    """The JSON schema of a list of fields, which ``juesuan extract --schema FILE.json`` reads again."""
    return json.dumps(model_of(fields, doc=doc).model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def python_of(fields: Sequence[OwnField], name: str = "OwnFields", doc: str = "") -> str:
    """The Python module of a list of fields, for ``juesuan extract --schema MODULE:OwnFields``."""
    lines = [f'"""{_docstring(doc or "自写的抽取清单")}"""', "", "from decimal import Decimal", ""]
    units = any(each.unit for each in _every(fields))
    lines += ["from pydantic import BaseModel, Field", *(["", "from extractors.schemas import Unit"] if units else [])]
    lines[2:2] = ["from typing import Annotated"] if units else []
    return "\n".join([*lines, "", "", "\n\n\n".join(_classes(fields, name, doc)), ""])


def _classes(fields: Sequence[OwnField], name: str, doc: str) -> Iterator[str]:
    """The classes of a list of fields, those of its tables first."""
    for each in fields:
        if each.fields:
            yield from _classes(each.fields, f"{name}_{each.key}", each.title)
    lines = [f"    {each.key}: {_spelled(each, name)} = Field({_arguments(each)})" for each in fields]
    yield "\n".join([f"class {name}(BaseModel):", f'    """{_docstring(doc or name)}"""', "", *lines])


def _spelled(each: OwnField, above: str) -> str:
    if each.kind in ("table", "group"):
        inner = f"{above}_{each.key}"
        return f"list[{inner}]" if each.kind == "table" else inner
    if each.unit and each.kind != "texts":
        return f"Annotated[{_PLAIN[each.kind].__name__}, Unit({each.unit!r})] | None"
    return _TYPES[each.kind]


def _arguments(each: OwnField) -> str:
    parts = {"default_factory": "list", "default": "None"}
    given = [f"{name}={parts[name]}" for name in _default(each)]
    given += [f"{name}={words!r}" for name in ("title", "description") if (words := getattr(each, name))]
    return ", ".join([*given, *([f"json_schema_extra={each.extra!r}"] if each.extra else [])])


def _docstring(text: str) -> str:
    """Text that can stand between the quotes of a docstring."""
    return re.sub(r'[\\"\x00-\x1f]', "", text).strip()


def _every(fields: Sequence[OwnField]) -> Iterator[OwnField]:
    for each in fields:
        yield each
        yield from _every(each.fields)
