"""Cell accuracy: every cell a sample is known to hold against the table facts that were extracted from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from eval.samples.truth import TruthCell
from extractors.facts import Fact
from extractors.text import name_key

_Key = tuple[str | None, str, str]
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class CellScore:
    """Cells with a value: wanted, given (in the tables that are known) and right; and some of those that went wrong."""

    file: str
    wanted: int
    given: int
    right: int
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    def to_json(self) -> dict[str, Any]:
        return {"file": self.file, "wanted": self.wanted, "given": self.given, "right": self.right, "wrong": self.wrong}


def score_cells(file: str, truth: Iterable[TruthCell], facts: Iterable[Fact]) -> CellScore:
    """Compare by table, subject code (or row name) and column. A blank that got a value counts as given and wrong."""
    cells = list(truth)
    wanted = {_key(c.table, c.row_code, c.row_name, c.column): Decimal(c.value) for c in cells if c.value is not None}
    tables = {c.table for c in cells}
    given = {
        _key(f.table, f.row_code, f.row_name, f.column): f.value
        for f in facts
        if f.origin == "table" and f.table in tables and f.value is not None
    }
    lost = [f"缺 {_show(k)} {v}，得到 {given.get(k)}" for k, v in wanted.items() if given.get(k) != v]
    extra = [f"多 {_show(k)} {v}" for k, v in given.items() if k not in wanted]
    return CellScore(file, len(wanted), len(given), len(wanted) - len(lost), (lost + extra)[:_SHOWN])


def _key(table: str | None, code: str | None, name: str, column: str) -> _Key:
    return table, code or name_key(name), name_key(column)


def _show(key: _Key) -> str:
    return " ".join(part or "" for part in key)
