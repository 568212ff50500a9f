"""Grids: tables of figures: the text that is read, beneath it the amount by which it is sorted, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from page.views.spots import figure
from rag.reports.compared import Compared


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a grid: its text, the amount it is sorted by, the figure it shows, and what kind of one that is."""

    text: str
    value: Decimal | None = None
    spot: str | None = None
    kind: str = ""

    @classmethod
    def of(cls, cell: Compared | None, text: str | None = None) -> Entry:
        """The entry of a figure; an empty one where there is none."""
        if cell is None:
            return cls("—", kind="none")
        kind = cell.status if cell.status != "stated" else "zero" if cell.value == 0 else ""
        return cls(text if text is not None else figure(cell), cell.value, cell.id if cell.citations else None, kind)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of entries below the names of columns; ``words`` are the columns of text, the others are of numbers."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    words: frozenset[str]

    def data(self, picked: str | None = None) -> dict[str, Any]:
        """The grid as the page draws it; ``picked`` is the figure whose source is shown."""
        columns = [{"name": name, "number": name not in self.words} for name in self.columns]
        rows = [[_drawn(entry) for entry in row] for row in self.rows]
        return {"label": self.label, "columns": columns, "rows": rows, "picked": picked or ""}


def _drawn(entry: Entry) -> dict[str, Any]:
    order = None if entry.value is None else float(entry.value)
    return {"text": entry.text, "order": order, "spot": entry.spot, "kind": entry.kind}
