"""Errors in the annexed performance forms and lists."""

from __future__ import annotations

import re
from decimal import Decimal

from eval.planting.digits import digit_changed, value
from eval.planting.draft import Change, Draft
from eval.planting.plant import Kind, Spoil
from eval.samples.document import Grid

_NUMBER = re.compile(r"^\d+(?:\.\d+)?%?$")


def _funds(grid: Grid) -> list[list[str]]:
    """The rows of money: 年初, 全年, 执行, 分值, 执行率, 得分 from the third cell."""
    wanted = ("部门预算总额", "年度资金总额")
    return [row for row in grid.rows if len(row) > 7 and row[1].startswith(wanted)]


def _scores(grid: Grid) -> list[list[str]]:
    """The rows of indicators with a weight and a score."""
    start = next((n for n, row in enumerate(grid.rows) if row[0] == "一级指标"), len(grid.rows))
    return [
        row for row in grid.rows[start + 1 :] if row[0] != "总分" and _NUMBER.match(row[5]) and _NUMBER.match(row[6])
    ]


def _form(draft: Draft) -> Grid | None:
    forms = [*draft.grids("整体"), *draft.grids("项目")]
    return draft.rng.choice(forms) if forms else None


def _set(row: list[str], column: int, new: str, what: str, *expected: str, names: tuple[str, ...] = ()) -> Change:
    old, row[column] = row[column], new
    return Change(expected, f"{what} {old} → {new}", names)


def _rate(draft: Draft) -> Change | None:
    """The rate of execution of a form."""
    grid = _form(draft)
    row = _funds(grid)[0] if grid else None
    if row is None:
        return None
    new = digit_changed(row[6][:-1], draft.rng, Decimal("0.5"))
    return _set(row, 6, new + "%", "执行率", "P-01") if new else None


def _points(draft: Draft) -> Change | None:
    """Points that don't go with the rate of execution."""
    grid = _form(draft)
    row = _funds(grid)[0] if grid else None
    if row is None or value(row[7]) < 2:
        return None
    return _set(row, 7, format(value(row[7]) - Decimal("1.5"), "f"), "执行率得分", "P-02", "P-03")


def _executed(draft: Draft) -> Change | None:
    """Money spent that doesn't go with the rate, the list or the accounts."""
    grid = _form(draft)
    row = _funds(grid)[0] if grid else None
    if row is None:
        return None
    new = digit_changed(row[4], draft.rng, value(row[4]) / 20)
    return _set(row, 4, new, "全年执行数", "P-01", "P-10") if new else None


def _above_weight(draft: Draft) -> Change | None:
    """More points than an indicator can earn."""
    grid = _form(draft)
    rows = _scores(grid) if grid else []
    if not rows:
        return None
    row = draft.rng.choice(rows)
    return _set(row, 6, format(value(row[5]) + 2, "f"), f"{row[2]} 得分超分值", "P-03")


def _total(draft: Draft) -> Change | None:
    grid = _form(draft)
    row = next((row for row in grid.rows if row[0] == "总分"), None) if grid else None
    if row is None:
        return None
    return _set(row, 6, format(value(row[6]) - draft.rng.choice([1, 2, 5]), "f"), "总分", "P-03")


def _weight(draft: Draft) -> Change | None:
    """Weights that don't add up to the total."""
    grid = _form(draft)
    rows = _scores(grid) if grid else []
    if not rows:
        return None
    row = draft.rng.choice(rows)
    return _set(row, 5, format(value(row[5]) + 5, "f"), f"{row[2]} 分值", "P-03")


def _control(draft: Draft) -> Change | None:
    """A standard indicator that is not what the tables give."""
    grid = draft.grid("整体")
    row = next((row for row in grid.rows if "控制率" in row[2]), None) if grid else None
    if row is None or not value(row[4]):
        return None
    new = digit_changed(row[4][:-1], draft.rng, Decimal(5))
    return _set(row, 4, new + "%", "三公经费控制率", "P-09") if new and value(new) <= 100 else None


def _listed(draft: Draft) -> tuple[Grid, list[list[str]]] | None:
    """The list of projects and its rows."""
    grid = draft.grid("清单")
    return (grid, [row for row in grid.rows[1:] if row[0] != "合计"]) if grid else None


def _in_list(column: int, what: str, *expected: str) -> Spoil:
    """A number of a row of the list of projects."""

    def spoil(draft: Draft) -> Change | None:
        listed = _listed(draft)
        if listed is None:
            return None
        row = draft.rng.choice(listed[1])
        new = digit_changed(row[column].rstrip("%"), draft.rng, value(row[column]) / 20)
        if new is None:
            return None
        return _set(row, column, new + ("%" if row[column].endswith("%") else ""), f"{row[0]} {what}", *expected)

    return spoil


def _grade(draft: Draft) -> Change | None:
    """A grade that its score does not earn."""
    listed = _listed(draft)
    if listed is None:
        return None
    row = draft.rng.choice(listed[1])
    return _set(row, 6, "中" if row[6] == "良" else "良", f"{row[0]} {row[5]}分", "P-07")


def _list_total(draft: Draft) -> Change | None:
    grid = draft.grid("清单")
    row = next((row for row in grid.rows if row[0] == "合计"), None) if grid else None
    if row is None:
        return None
    column = draft.rng.choice([1, 2])
    new = digit_changed(row[column], draft.rng, Decimal(1))
    return _set(row, column, new, "项目合计", "P-08", "P-06", "P-01") if new else None


def _project_out(draft: Draft) -> Change | None:
    """A project missing from the list, and its form with it."""
    listed = _listed(draft)
    if listed is None or len(listed[1]) < 3:
        return None
    grid, rows = listed
    row = draft.rng.choice(rows)
    grid.rows = [r for r in grid.rows if r is not row]
    draft.blocks = [b for b in draft.blocks if not (isinstance(b, Grid) and b.key == "项目" and row[0] in b.rows[0])]
    return Change(("P-05", "P-06", "P-08"), f"清单漏项目 {row[0]}", ("个项目", "项目数", row[0]))


def _project_twice(draft: Draft) -> Change | None:
    listed = _listed(draft)
    if listed is None:
        return None
    grid, rows = listed
    row = draft.rng.choice(rows)
    grid.rows.insert(grid.rows.index(row), list(row))
    return Change(("P-18", "P-05"), f"清单重复项目 {row[0]}", (row[0],))


KINDS: tuple[Kind, ...] = (
    Kind("form-rate", "自评表执行率错", _rate),
    Kind("form-points", "执行率得分错", _points),
    Kind("form-executed", "自评表执行数错", _executed),
    Kind("score-above-weight", "得分超过分值", _above_weight),
    Kind("form-total", "自评总分错", _total),
    Kind("form-weight", "分值相加不等于总分", _weight),
    Kind("control-rate", "三公经费控制率错", _control),
    Kind("list-system", "系统查执行数不同", _in_list(3, "系统查执行数", "P-04")),
    Kind("list-executed", "清单执行数错", _in_list(2, "执行数", "P-01", "P-04")),
    Kind("list-rate", "清单执行率错", _in_list(4, "执行率", "P-01")),
    Kind("list-grade", "等级与得分不符", _grade),
    Kind("list-total", "清单合计错", _list_total),
    Kind("project-left-out", "清单漏一个项目", _project_out),
    Kind("project-twice", "清单项目重复", _project_twice),
)
