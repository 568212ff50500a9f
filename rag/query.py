"""Query: what a question asks, in types. Understanding fills it, the engines run on it, and both agree here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rag.lookup import Subject
from rag.names import ReportLike
from rag.rows import Rows
from rag.spelling import Slip
from rag.wants import Wants


class Query(BaseModel):
    """What was understood. ``doc_ids`` are the reports asked about; empty with ``everywhere`` means all of them.

    ``wants`` is the kind of words asked for, ``declined`` what is said to a question that is no question to a report.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    text: str
    doc_ids: list[str] = Field(default_factory=list)
    everywhere: bool = False
    ambiguous: bool = False
    unknown: list[str] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)
    operations: list[str] = Field(default_factory=list)
    subjects: list[Subject] = Field(default_factory=list)
    slips: list[Slip] = Field(default_factory=list)
    left_over: Subject | None = None
    columns: list[str] = Field(default_factory=list)
    tables: list[str] = Field(default_factory=list)
    table_column: str | None = None
    sections: list[str] = Field(default_factory=list)
    project: str | None = None
    projects: list[str] = Field(default_factory=list)
    rows: Rows | None = None
    unit: str | None = None
    places: int | None = None
    top: int | None = None
    nth: int | None = None
    ascending: bool = False
    prior: bool = False
    rest: str = ""
    asks_figure: bool = False
    asks_text: bool = False
    kinds: list[str] = Field(default_factory=list)
    defaulted: bool = False
    wants: Wants = Field(default_factory=Wants)
    declined: str | None = None

    def has(self, *operations: str) -> bool:
        return any(o in self.operations for o in operations)

    def to_json(self, reports: Mapping[str, ReportLike]) -> dict[str, Any]:
        """The ``query`` object of an answer: what was understood, in words."""
        return {
            "departments": [reports[d].department for d in self.doc_ids if d in reports],
            "years": self.years or sorted({y for d in self.doc_ids if d in reports and (y := reports[d].year)}),
            "operations": self.operations,
            "subjects": [s.name for s in self.subjects],
            "columns": self.columns,
            "tables": self.tables,
            "project": self.project if len(self.projects) < 2 else "、".join(self.projects),
            "unit": self.unit,
            "rows": self.rows.model_dump(mode="json", exclude_defaults=True) if self.rows else None,
        }
