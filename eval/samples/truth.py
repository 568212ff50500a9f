"""What is known to be true of a sample: the cells of its tables and the figures of its prose."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractors.facts import plain_decimal


@dataclass(frozen=True, slots=True)
class TruthCell:
    """One printed table cell in canonical names (DESIGN 4.2); ``value`` None is a printed blank."""

    table: str
    row_code: str | None
    row_name: str
    column: str
    value: str | None

    def to_json(self, doc: str) -> dict[str, str | None]:
        """The cell in the gold format."""
        return {
            "doc": doc,
            "table": self.table,
            "row_code": self.row_code,
            "row_name": self.row_name,
            "column": self.column,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class TruthFigure:
    """One figure stated in prose or in an annex."""

    key: str
    label: str
    value: Decimal
    unit: str
    section: str

    @property
    def text(self) -> str:
        return plain_decimal(self.value)


@dataclass(slots=True)
class Truth:
    """Cells and figures of one sample; ``reasons`` holds, by figure key, the short words of the stated reason."""

    cells: list[TruthCell] = field(default_factory=list)
    figures: dict[str, TruthFigure] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
