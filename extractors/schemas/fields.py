"""How a schema says what its fields mean: unit as a type, and the place in a report where the figure stands.

A field carries its place in ``json_schema_extra``:

- ``cell`` [table, row, column] of a statutory table; ``prose`` [subject, measure, section] of the narrative;
  ``identity`` a part of who published the report;
- a list: ``rows`` [table, which rows], ``told`` [section, how, which subjects], ``forms`` which annexed forms,
  ``form`` which rows of them, or ``named`` which bodies;
- the fields of what is listed: ``row`` (a part of the row's own name) or ``column``. ``{name}`` and ``{code}`` in the
  ``cell`` of a column stand for those of the row.

``asked`` holds other words by which a user's own model may ask for a list or for a field of it.
"""

from __future__ import annotations

from collections.abc import Sequence
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
People = Annotated[int, Unit("人")]


def field(title: str, description: str, *, cell: Cell | None = None, prose: Prose | None = None) -> Any:
    """A value that may be missing from a report: null then, never zero."""
    places: dict[str, Any] = {}
    if cell:
        places["cell"] = list(cell)
    if prose:
        places["prose"] = list(prose)
    return Field(default=None, title=title, description=description, json_schema_extra=places)


def identity(part: str, title: str, description: str) -> Any:
    """A part of who published the report."""
    return Field(default=None, title=title, description=description, json_schema_extra={"identity": part})


def rows(
    title: str, description: str, table: str, which: Literal["codes", "classes"], asked: Sequence[str] = ()
) -> Any:
    """A list with one item a row of a statutory table: its 科目 rows, or the 功能分类 rows of a 总表."""
    return _listed(title, description, {"rows": [table, which]}, asked)


def told(
    title: str,
    description: str,
    section: str,
    how: Literal["part_of", "level", "column", "subject", "starts"],
    which: str,
    asked: Sequence[str] = (),
) -> Any:
    """A list with one item a subject of a section: the parts of a sum, the 项 of it, or subjects by name."""
    return _listed(title, description, {"told": [section, how, which]}, asked)


def forms(title: str, description: str, which: Literal["overall", "project"], asked: Sequence[str] = ()) -> Any:
    """A list with one item an annexed form: those of the department, or those of its projects."""
    return _listed(title, description, {"forms": which}, asked)


def form_rows(title: str, description: str, kind: str, asked: Sequence[str] = ()) -> Any:
    """A list with one item a row of a kind: of the form it stands in, else of every form of the report."""
    return _listed(title, description, {"form": kind}, asked)


def named(title: str, description: str, which: str, asked: Sequence[str] = ()) -> Any:
    """A list of bodies by name: those inside the department, or those whose accounts the report holds."""
    return _listed(title, description, {"named": which}, asked)


def _listed(title: str, description: str, place: dict[str, Any], asked: Sequence[str]) -> Any:
    extra = place | ({"asked": list(asked)} if asked else {})
    return Field(default_factory=list, title=title, description=description, json_schema_extra=extra)


def code() -> Any:
    return part("code", "科目编码", "科目编码：类3位、款5位、项7位", "编码", "代码", "科目代码")


def name() -> Any:
    return part("name", "科目名称", "报告所印的科目名称", "名称", "科目", "项目名称", "功能分类名称", "经济分类名称")


def part(role: str, title: str, description: str, *asked: str) -> Any:
    """A part of the name of what is listed: its name, its code, the level or the form it stands under."""
    extra: dict[str, Any] = {"row": role} | ({"asked": list(asked)} if asked else {})
    default: dict[str, Any] = {} if role == "name" else {"default": None}
    return Field(title=title, description=description, json_schema_extra=extra, **default)


def column(title: str, description: str, source: str = "", cell: Cell | None = None, asked: Sequence[str] = ()) -> Any:
    """A column of the row: the canonical one of the title, or ``source`` (several divided by ``|``, the best first)."""
    extra: dict[str, Any] = {"column": source or title}
    if cell:
        extra["cell"] = list(cell)
    if asked:
        extra["asked"] = list(asked)
    return Field(default=None, title=title, description=description, json_schema_extra=extra)
