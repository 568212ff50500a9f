"""Scripts for the stand-in that answer an extraction from what the rules have read: rightly, or wrongly on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from extractors.assisted.wanted import Part, name_of, parts
from extractors.citation import Citation
from extractors.structured.field import Asked, asked
from extractors.structured.model import Filled
from extractors.text import fold
from tests.stand_in import Said, Script, schema_of, words_of

_PASSAGE = re.compile(r"<<<材料 (?P<n>\d+)：(?P<title>.*?)>>>\n(?P<text>.*?)\n<<<材料 (?P=n) 完>>>", re.S)

#: what becomes of a right value, its quote and its place before it is sent
Change = Callable[[str, dict[str, Any]], dict[str, Any]]


class Answering:
    """Answers each request for a part of a schema from a filled one; ``change`` makes something else of each value."""

    def __init__(self, model: type[BaseModel], filled: Filled, change: Change = lambda path, told: told) -> None:
        self.parts = list(parts(model))
        self.filled = filled
        self.change = change

    @property
    def script(self) -> Script:
        return self._reply

    def _reply(self, request: dict[str, Any]) -> Said:
        wanted = set((schema_of(request) or {}).get("properties", {}))
        said = words_of(request)
        part = next(p for p in self.parts if self._names(p) >= wanted and f"“{p.title or '各字段'}”" in said)
        passages = [(int(m["n"]), m["title"], fold(m["text"])) for m in _PASSAGE.finditer(said)]
        holder: Any = self.filled.data
        for key in part.prefix.split(".")[:-1]:
            holder = holder[key]
        told: dict[str, Any] = {}
        for each in (v for v in part.values if name_of(v) in wanted):
            told[name_of(each)] = self._value(f"{part.prefix}{each.key}", holder[each.key], passages)
        for each in (v for v in part.lists if name_of(v) in wanted):
            told[name_of(each)] = self._items(each, f"{part.prefix}{each.key}", holder[each.key], passages)
        return Said(told)

    @staticmethod
    def _names(part: Part) -> set[str]:
        return {name_of(each) for each in (*part.values, *part.lists)}

    def _value(self, path: str, value: Any, passages: list[tuple[int, str, str]]) -> dict[str, Any] | None:
        source = self.filled.sources.get(path)
        if value is None or source is None:
            return self._changed(path, {"value": None, "unit": None, "quote": None, "place": None}, passages)
        place = _place(source, passages)
        told = {"value": str(value) if place else None, "unit": None, "quote": source.quote, "place": place}
        return self._changed(path, told, passages)

    def _changed(self, path: str, told: dict[str, Any], passages: list[tuple[int, str, str]]) -> dict[str, Any]:
        return self.change(path, told | {"passages": passages})

    def _items(self, each: Asked, path: str, rows: list[Any], passages: list[tuple[int, str, str]]) -> list[Any]:
        items = [self._item(each, f"{path}[{n}]", row, passages) for n, row in enumerate(rows)]
        # of a piece of the material, what stands in it
        return [item for item in items if item["place"] is not None]

    def _item(self, each: Asked, path: str, row: Any, passages: list[tuple[int, str, str]]) -> dict[str, Any]:
        own = {p: s for p, s in self.filled.sources.items() if p.startswith(path)}
        # the quote of an item is the one that holds most of its values
        values = [str(v) for v in row.values() if isinstance(v, str | int)] if isinstance(row, dict) else [str(row)]
        given = [s for s in own.values() if _place(s, passages) is not None]
        best = max(given, key=lambda s: sum(fold(v) in fold(s.quote) for v in values), default=None)
        told: dict[str, Any] = {"quote": best.quote if best else None, "place": _place(best, passages)}
        if not isinstance(row, dict):
            return told | {"value": row}
        assert each.model is not None
        for inner in asked(each.model):
            value = row.get(inner.key)
            if inner.is_list:
                told[name_of(inner)] = self._items(inner, f"{path}.{inner.key}", value or [], passages)
            else:
                claim = {"value": None if value is None else str(value), "quote": told["quote"]}
                told[name_of(inner)] = self._changed(f"{path}.{inner.key}", claim, passages)["value"]
        return told


def _place(source: Citation | None, passages: list[tuple[int, str, str]]) -> int | None:
    """The number of the passage that a source stands in: of its own section, else the first that has its words."""
    if source is None:
        return None
    having = [(n, title) for n, title, text in passages if fold(source.quote) in text]
    own = [n for n, title in having if title == source.section]
    return next(iter(own), having[0][0] if having else None)
