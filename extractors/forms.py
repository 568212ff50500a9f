"""The facts of annexed forms, put together again: one form a project or department, its rows by what they are.

Pure data for whoever weighs a form as a whole. Columns are asked for by canonical name (``canonical_column``), whatever
heading the form prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from extractors.annex import canonical_column
from extractors.facts import Fact
from extractors.text import fold, name_key
from extractors.vocabulary import annex_words

#: funds: 年度资金总额 and its parts; management: 安排科学性 and the like, with scores; goal, task: text against text;
#: level: a first or second level with a weight of its own; listed: a project of a list; field: 主管部门, 实施单位
RowKind = Literal["funds", "management", "goal", "task", "level", "indicator", "total", "listed", "field"]

_FUNDS = {"年初预算数", "全年预算数", "全年执行数", "执行率"}
_INDICATOR = {"年度指标值", "实际完成值"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form. ``first`` and ``second`` are the levels an indicator is printed under, "" where not told."""

    name: str
    kind: RowKind
    cells: tuple[Fact, ...]
    first: str = ""
    second: str = ""

    @property
    def line(self) -> int | None:
        return self.cells[0].line

    def cell(self, column: str) -> Fact | None:
        """The cell of a canonical column; None where the row has none, or several (then none of them is the one)."""
        found = [f for f in self.cells if canonical_column(f.column) == column]
        return found[0] if len(found) == 1 else None

    def value(self, column: str) -> Decimal | None:
        """The figure of a canonical column, as printed; None for a blank, for words and where there is no cell."""
        cell = self.cell(column)
        return cell.value if cell is not None else None

    def text(self, column: str) -> str:
        """What is printed in a canonical column; empty for a blank and where there is no cell."""
        cell = self.cell(column)
        return cell.raw if cell is not None else ""


@dataclass(frozen=True, slots=True)
class Form:
    """One annexed form: ``project`` is None for a department's own form and for a list of projects."""

    doc_id: str
    title: str
    project: str | None
    section: str
    rows: tuple[FormRow, ...]

    def of(self, kind: RowKind) -> list[FormRow]:
        return [row for row in self.rows if row.kind == kind]

    @property
    def is_list(self) -> bool:
        return any(row.kind == "listed" for row in self.rows)

    @property
    def funds(self) -> list[FormRow]:
        """年度资金总额 or 部门预算总额 first, then what it is made of."""
        return self.of("funds")

    @property
    def management(self) -> list[FormRow]:
        return self.of("management")

    @property
    def indicators(self) -> list[FormRow]:
        """The rows that are scored one by one; a form that prints no target has nothing but weights and scores."""
        return self.of("indicator") or self.levels

    @property
    def levels(self) -> list[FormRow]:
        """First and second levels that have a weight or score printed for themselves."""
        return self.of("level")

    @property
    def listed(self) -> list[FormRow]:
        return self.of("listed")

    @property
    def total(self) -> FormRow | None:
        """The last row of totals (总分, 分值及得分合计, 合计 of a list)."""
        return next((row for row in reversed(self.rows) if row.kind == "total"), None)

    @property
    def line(self) -> int | None:
        return self.rows[0].line


def forms(facts: Iterable[Fact]) -> list[Form]:
    """The annexed forms that facts were read from, in reading order. Facts of other origins are passed over."""
    annexed = sorted((f for f in facts if f.origin == "annex"), key=lambda f: (f.doc_id, f.start))
    made: list[Form] = []
    for _, group in groupby(annexed, key=lambda f: (f.doc_id, f.table, f.part_of)):
        for cells in _parted(_rows(list(group))):
            made.append(_form(cells))
    return made


def _rows(facts: list[Fact]) -> list[tuple[Fact, ...]]:
    """Facts of one printed row side by side."""
    return [tuple(row) for _, row in groupby(facts, key=lambda f: (f.start, f.row_name))]


def _parted(rows: list[tuple[Fact, ...]]) -> Iterator[list[tuple[Fact, ...]]]:
    """Rows of one form each: funds stand above indicators, so that funds below them begin another form."""
    form: list[tuple[Fact, ...]] = []
    below = False
    for row in rows:
        kind = _kind(row)
        if below and kind == "funds":
            yield form
            form, below = [], False
        below = below or kind in {"indicator", "total"}
        form.append(row)
    if form:
        yield form


def _form(rows: list[tuple[Fact, ...]]) -> Form:
    first = rows[0][0]
    base = _base([row[0].section.split("/") for row in rows], first.part_of)
    paths = [row[0].section.split("/")[len(base) :] for row in rows]
    firsts = {path[-2] for path in paths if len(path) > 1}
    made = []
    for row, path in zip(rows, paths, strict=True):
        # a level that stands alone is a second one, unless it is a first one elsewhere
        levels = ("", *path) if len(path) == 1 and path[0] not in firsts else (*path, "", "")
        made.append(FormRow(row[0].row_name, _kind(row), row, levels[0], levels[1]))
    return Form(first.doc_id, first.table or "", first.part_of, "/".join(base), tuple(made))


def _base(paths: list[list[str]], project: str | None) -> list[str]:
    """The path of the form itself: up to its project, else what the paths of its rows have in common."""
    if project is not None and project in paths[0]:
        return paths[0][: paths[0].index(project) + 1]
    base = paths[0]
    for path in paths[1:]:
        same = next((n for n, (a, b) in enumerate(zip(base, path, strict=False)) if a != b), min(len(base), len(path)))
        base = base[:same]
    return base


def _kind(row: tuple[Fact, ...]) -> RowKind:
    columns = {canonical_column(f.column) for f in row}
    name = name_key(fold(row[0].row_name))
    listed = bool(columns & annex_words().listed)
    if name in annex_words().totals and (listed or not columns & _FUNDS):
        return "total"
    if listed:
        return "listed"
    if columns & _INDICATOR:
        return "indicator"
    if columns & _FUNDS:
        return "funds"
    if columns & {"情况说明", "存在问题"}:
        return "management"
    if "主要内容" in columns:
        return "task"
    if "预期目标" in columns or "实际完成情况" in columns:
        return "goal"
    return "level" if columns & {"分值", "得分"} else "field"
