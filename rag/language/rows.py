"""Rows: the part of a Query that asks for several rows of one report at once, in types."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from extractors.vocabulary.rows import Do, Level, RowKind, Test


class Condition(BaseModel):
    """What has to hold of a row: a test of one column, against ``value`` in ``unit`` or a printed ``word``,
    or against the figure of ``other``, a column of the same row.

    ``said`` is the condition in the words of the question. ``column`` is named as questions name it; 决算数 is what was
    spent, whatever the rows call it.
    """

    test: Test
    column: str
    value: Decimal | None = None
    unit: str | None = None
    word: str | None = None
    other: str | None = None
    said: str = ""


class Rows(BaseModel):
    """What the rows are, which of them count, what of them is asked and what is made of it.

    ``kind`` with ``level``, ``table``, ``groups`` and ``project`` says what the rows are: projects, indicators of a
    form (of ``project``, of each project with ``of_projects``, else of the whole department, and of each project where
    that has no form; ``groups`` are kinds such as 数量; of projects with ``evaluated`` those alone of which the report
    tells how they were evaluated), tasks, 科目 of a level,
    经济分类 under a subject of the query, the parts of a measure, or the subjects that the question names one by one.
    ``without`` names rows to be left out, ``only`` those meant where they are named one by one. ``columns`` are those
    asked for, empty for the usual one; ``each`` asks for the rows beside a number of them. ``order`` sorts by
    ``order_by``: the first row is asked for, else the first ``top``, the ``nth``, or all of them (``ranked``).
    ``ends``: how far the first and the last row are apart. ``sure`` where the words can mean nothing else.
    """

    kind: RowKind
    level: Level | None = None
    table: str | None = None
    groups: list[str] = Field(default_factory=list)
    project: str | None = None
    evaluated: bool = False
    of_projects: bool = False
    conditions: list[Condition] = Field(default_factory=list)
    without: list[str] = Field(default_factory=list)
    only: list[str] = Field(default_factory=list)
    columns: list[str] = Field(default_factory=list)
    do: Do = "list"
    each: bool = False
    order: Literal["down", "up"] | None = None
    order_by: str | None = None
    top: int | None = None
    nth: int | None = None
    ranked: bool = False
    ends: bool = False
    sure: bool = False

    def tests(self, *tests: Test) -> bool:
        """Whether one of the conditions is such a test."""
        return any(c.test in tests for c in self.conditions)
