"""How a schema says what its fields mean: unit as a type, and the place in a report where the figure stands.

A field carries its place in ``json_schema_extra``: ``cell`` [table, row, column] of a statutory table, ``prose``
[subject, measure, section] of the narrative, or, for a list, ``rows`` [table, which rows]; the fields of a row model
say ``row`` (code or name) or ``column``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

Cell = tuple[str, str, str]
Prose = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit a number is given in. In JSON Schema it stands as ``unit``; decimals are plain strings there."""

    name: str

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core_schema)
        if "anyOf" in schema:
            schema = {"type": "string"}
        return {**schema, "unit": self.name}


WanYuan = Annotated[Decimal, Unit("万元")]
Percent = Annotated[Decimal, Unit("%")]
Score = Annotated[Decimal, Unit("分")]
Vehicles = Annotated[int, Unit("辆")]
Devices = Annotated[int, Unit("台（套）")]
Groups = Annotated[int, Unit("个")]
Persons = Annotated[int, Unit("人次")]


def field(title: str, description: str, *, cell: Cell | None = None, prose: Prose | None = None) -> Any:
    """A value that may be missing from a report: null then, never zero."""
    places: dict[str, Any] = {}
    if cell:
        places["cell"] = list(cell)
    if prose:
        places["prose"] = list(prose)
    return Field(default=None, title=title, description=description, json_schema_extra=places)


def rows(title: str, description: str, table: str, which: Literal["codes", "classes"]) -> Any:
    """A list with one item a row of a statutory table: its 科目 rows, or the 功能分类 rows of a 总表."""
    extra: dict[str, Any] = {"rows": [table, which]}
    return Field(default_factory=list, title=title, description=description, json_schema_extra=extra)


def code() -> Any:
    description = "科目编码：类3位、款5位、项7位"
    return Field(default=None, title="科目编码", description=description, json_schema_extra={"row": "code"})


def name() -> Any:
    return Field(title="科目名称", description="报告所印的科目名称", json_schema_extra={"row": "name"})


def column(title: str, description: str) -> Any:
    """A column of the row's own table; the title is the canonical column name."""
    return Field(default=None, title=title, description=description, json_schema_extra={"column": title})
