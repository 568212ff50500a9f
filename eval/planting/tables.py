"""Errors in the statutory tables: slips in cells, rows and columns, and tables that are not there."""

from __future__ import annotations

from decimal import Decimal

from eval.planting.digits import digit_changed, digits_swapped, is_money, value
from eval.planting.draft import Change, Draft
from eval.planting.plant import Kind, Spoil
from eval.samples.document import Grid

#: more than the rounding of any sum explains, so that an identity must notice
_LEAST = Decimal("0.30")
#: the identities of tables whose rows are all alike
_ROWS = {
    "GK02": ("A-GK02-01",),
    "GK03": ("A-GK03-01",),
    "GK05": ("A-GK05-01",),
    "GK08": ("A-GK08-02",),
    "GK09": ("A-GK09-01", "A-GK09-02"),
}
#: the identities of the rows of GK01 and GK04, by a word of the row and by side; the first that fits
_GK01 = (
    ("本年收入合计", ("A-GK01-01", "A-GK01-03")),
    ("本年支出合计", ("A-GK01-02", "A-GK01-04")),
    ("使用非财政拨款结余", ("A-GK01-03",)),
    ("结余分配", ("A-GK01-04",)),
    ("年初", ("A-GK01-03",)),
    ("年末", ("A-GK01-04",)),
    ("总计", ("A-GK01-03", "A-GK01-04", "A-GK01-05")),
)
_GK04 = (
    ("本年收入合计", ("A-GK04-01", "A-GK04-05")),
    ("本年支出合计", ("A-GK04-02", "A-GK04-03", "A-GK04-05", "A-GK04-06")),
    ("年初", ("A-GK04-04", "A-GK04-05")),
    ("年末", ("A-GK04-02", "A-GK04-05", "A-GK04-06")),
    ("总计", ("A-GK04-02", "A-GK04-05")),
)
#: what else sees an amount that is left out altogether
_CROSS = {
    "GK01": ("B-01", "B-02", "B-03", "B-04", "B-05", "B-06"),
    "GK02": ("B-01", "B-03", "B-05"),
    "GK03": ("B-02", "B-06", "B-13", "B-14"),
    "GK04": ("B-03", "B-04", "B-07", "B-08", "B-10", "B-11", "B-15"),
    "GK05": ("B-07", "B-08", "B-09", "C-S5-05"),
    "GK06": ("B-09", "C-S6-01", "C-S6-02", "C-S6-03"),
}
_Place = tuple[int, int]


def _money(grid: Grid, zeros: bool = True) -> list[_Place]:
    """The places of the amounts of a table."""
    return [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, text in enumerate(row)
        if is_money(text) and (zeros or value(text))
    ]


def _pick(draft: Draft, grid: Grid) -> _Place | None:
    """A cell of a table: mostly one with money, now and then a zero."""
    places = _money(grid, zeros=draft.rng.randrange(100) < 15)
    return draft.rng.choice(places) if places else None


def _identities(grid: Grid, place: _Place) -> tuple[str, ...]:
    """The identities of the table itself that hold for a cell."""
    row, column = grid.rows[place[0]], place[1]
    if grid.key in _ROWS:
        return _ROWS[grid.key]
    if grid.key == "GK01":
        label = row[0] if column < 3 else row[3]
        default = ("A-GK01-01",) if column < 3 else ("A-GK01-02",)
        return next((rules for word, rules in _GK01 if word in label), default)
    if grid.key == "GK04":
        return _of_fiscal_summary(row, column)
    if grid.key == "GK06":
        return ("A-GK06-01", "A-GK06-02", "A-GK06-03")
    money = [c for c, text in enumerate(row) if is_money(text)]
    return ("A-GK07-01", "A-GK07-02") if money.index(column) == 2 else ("A-GK07-0" + "112221"[money.index(column)],)


def _of_fiscal_summary(row: list[str], column: int) -> tuple[str, ...]:
    if column > 2:
        return next((rules for word, rules in _GK04 if word in row[3]), ("A-GK04-02",))
    lead = row[0]
    if lead[:2] in ("一、", "二、", "三、"):
        return ("A-GK04-01", "A-GK04-06")
    return next((rules for word, rules in _GK04 if word in lead), ("A-GK04-04",))


def _note(grid: Grid, place: _Place, old: str, new: str) -> str:
    return f"{grid.key} 第{place[0] + 1}行第{place[1] + 1}列 {old} → {new or '空白'}"


def _cell(key: str, slip: str = "changed") -> Spoil:
    """A digit of a cell of one table changed, or two digits swapped."""

    def spoil(draft: Draft) -> Change | None:
        grid = draft.grid(key)
        place = _pick(draft, grid) if grid else None
        if grid is None or place is None:
            return None
        old = grid.rows[place[0]][place[1]]
        new = (digit_changed if slip == "changed" else digits_swapped)(old, draft.rng, _LEAST)
        if new is None:
            return None
        expected = _identities(grid, place)
        grid.rows[place[0]][place[1]] = new
        return Change(expected, _note(grid, place, old, new))

    return spoil


def _any(spoils: list[Spoil]) -> Spoil:
    """One of several, the first that applies in a drawn order."""

    def spoil(draft: Draft) -> Change | None:
        for one in draft.rng.sample(spoils, len(spoils)):
            if change := one(draft):
                return change
        return None

    return spoil


def _blanked(draft: Draft) -> Change | None:
    """A cell with money left empty."""
    grid = draft.grid(draft.rng.choice(["GK01", "GK02", "GK03", "GK04", "GK05", "GK06"]))
    places = [p for p in _money(grid, zeros=False) if value(grid.rows[p[0]][p[1]]) >= _LEAST] if grid else []
    if grid is None or not places:
        return None
    place = draft.rng.choice(places)
    expected, old = (*_identities(grid, place), *_CROSS[grid.key]), grid.rows[place[0]][place[1]]
    grid.rows[place[0]][place[1]] = ""
    return Change(expected, _note(grid, place, old, ""))


def _columns(draft: Draft) -> Change | None:
    """Two amounts of a row in each other's place."""
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    rows = [r for r, row in enumerate(grid.rows) if len({t for t in row if is_money(t)}) > 1] if grid else []
    if grid is None or not rows:
        return None
    row = grid.rows[draft.rng.choice(rows)]
    money = [c for c, text in enumerate(row) if is_money(text)]
    pairs = [(a, b) for a in money for b in money if a < b and abs(value(row[a]) - value(row[b])) >= _LEAST]
    if not pairs:
        return None
    a, b = draft.rng.choice(pairs)
    row[a], row[b] = row[b], row[a]
    expected = tuple(f"A-{grid.key}-0{n}" for n in (1, 2, 3))
    return Change(expected, f"{grid.key} {row[:4]} 第{a + 1}、{b + 1}列互换")


def _code(row: list[str]) -> str:
    return row[0] if row[0].isdigit() else ""


def _amount(row: list[str]) -> Decimal:
    return max((value(t) for t in row if is_money(t)), default=Decimal(0))


def _drop(draft: Draft) -> Change | None:
    """A row with money left out: one beside others, or one with others below it."""
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    if grid is None:
        return None
    codes = [_code(row) for row in grid.rows]
    fits = [r for r, row in enumerate(grid.rows) if _code(row) and _amount(row) >= _LEAST and _missed(codes, codes[r])]
    if not fits:
        return None
    row = grid.rows.pop(draft.rng.choice(fits))
    code = _code(row)
    above = next((name for r in grid.rows if _code(r) == code[:-2] for name in r[:4]), "合计")
    sums = tuple(f"A-{grid.key}-0{n}" for n in (2, 3))
    expected = (*sums, "A-ANY-02") if len(code) < 7 else sums
    return Change(expected, f"{grid.key} 删去 {row[:4]}", (code, above))


def _missed(codes: list[str], code: str) -> bool:
    """Whether the table itself shows that a row is gone: another beside it, or others below it."""
    parent = code[:-2]
    beside = [c for c in codes if c != code and len(c) == len(code) and (len(code) == 3 or c.startswith(parent))]
    return bool(beside) or any(c.startswith(code) and c != code for c in codes)


def _duplicate(draft: Draft) -> Change | None:
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    fits = [r for r, row in enumerate(grid.rows) if _code(row)] if grid else []
    if grid is None or not fits:
        return None
    place = draft.rng.choice(fits)
    grid.rows.insert(place, list(grid.rows[place]))
    return Change(("A-ANY-04",), f"{grid.key} 重复 {grid.rows[place][:4]}", (_code(grid.rows[place]),))


def _total(draft: Draft) -> Change | None:
    """Several amounts of the 合计 row changed."""
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    row = next((row for row in grid.rows if "合计" in row), None) if grid else None
    if grid is None or row is None:
        return None
    money = [c for c, text in enumerate(row) if is_money(text) and value(text)][:2]
    old = [row[c] for c in money]
    for c in money:
        row[c] = digit_changed(row[c], draft.rng, Decimal(1)) or row[c]
    if old == [row[c] for c in money]:
        return None
    return Change(tuple(f"A-{grid.key}-0{n}" for n in (1, 2)), f"{grid.key} 合计行 {old} → {[row[c] for c in money]}")


def _orphan(draft: Draft) -> Change | None:
    """A code that belongs under nothing the table lists."""
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    fits = [r for r, row in enumerate(grid.rows) if len(_code(row)) == 7] if grid else []
    if grid is None or not fits:
        return None
    row = grid.rows[draft.rng.choice(fits)]
    old = row[0]
    row[0] = old[:3] + "97" + old[5:]
    return Change(("A-ANY-02",), f"{grid.key} 科目编码 {old} → {row[0]}", (row[0], row[0][:5]))


def _renamed(draft: Draft) -> Change | None:
    """A 科目 under another name in one table."""
    grid = draft.grid(draft.rng.choice(["GK02", "GK03", "GK05"]))
    fits = [(r, c) for r, row in enumerate(grid.rows) for c in (1, 3) if _named(row, c)] if grid else []
    if grid is None or not fits:
        return None
    r, c = draft.rng.choice(fits)
    old = grid.rows[r][c]
    grid.rows[r][c] = old[:-2] + "项目" if old.endswith("支出") else old + "补助"
    return Change(("B-19", "C-S5-06"), f"{grid.key} {old} → {grid.rows[r][c]}", (grid.rows[r][c],))


def _named(row: list[str], column: int) -> bool:
    """Whether a column of a 项 row holds its name."""
    return len(_code(row)) == 7 and len(row) > column and len(row[column]) > 2 and not is_money(row[column])


def _unit(draft: Draft) -> Change | None:
    """A table in 元 by its caption, in 万元 by its figures."""
    grid = draft.grid(draft.rng.choice(["GK01", "GK02", "GK03", "GK04", "GK05", "GK06"]))
    if grid is None or "单位：万元" not in grid.caption:
        return None
    grid.caption[grid.caption.index("单位：万元")] = "单位：元"
    return Change(("F-04",), f"{grid.key} 单位：万元 → 单位：元", (_TABLES[grid.key],))


def _in_yuan(draft: Draft) -> Change | None:
    """A table in 万元 by its caption, in 元 by its figures."""
    grid = draft.grid(draft.rng.choice(["GK01", "GK02", "GK03", "GK04", "GK05"]))
    if grid is None or "单位：万元" not in grid.caption:
        return None
    for r, c in _money(grid):
        grid.rows[r][c] = format(value(grid.rows[r][c]) * 10000, ".2f")
    return Change(("F-04",), f"{grid.key} 各数按元填列", (_TABLES[grid.key],))


#: a table that is left out, and the words that a message may call it by
_TABLES = {
    "GK01": "收入支出决算总表",
    "GK02": "收入决算表",
    "GK03": "支出决算表",
    "GK04": "财政拨款收入支出决算总表",
    "GK05": "一般公共预算财政拨款支出决算表",
    "GK06": "基本支出决算",
    "GK07": "政府性基金",
    "GK08": "国有资本经营",
    "GK09": "三公",
}


def _missing(draft: Draft) -> Change | None:
    key = draft.rng.choice(sorted(_TABLES))
    draft.blocks = [b for b in draft.blocks if not (isinstance(b, Grid) and b.key == key)]
    return Change(("E-01",), f"删去 {key} {_TABLES[key]}", (_TABLES[key],))


def _empty(draft: Draft) -> list[Grid]:
    """The tables without any figure and with a note saying so."""
    grids = [g for key in ("GK07", "GK08", "GK09") for g in draft.grids(key) if not _money(g)]
    return [g for g in grids if any("无数据" in note for note in g.notes)]


def _without_note(draft: Draft) -> Change | None:
    """An empty table that doesn't say why."""
    grids = _empty(draft)
    if not grids:
        return None
    grid = draft.rng.choice(grids)
    grid.notes = [note for note in grid.notes if "无数据" not in note]
    return Change(("E-04", "B-12"), f"删去 {grid.key} 空表说明", (_TABLES[grid.key],))


def _emptied(draft: Draft) -> Change | None:
    """A table without a figure, while the text has them."""
    keys = {"GK05": ("C-S5-01",), "GK06": ("C-S6-01",), "GK07": ("C-S8-01", "B-10", "B-12"), "GK09": ("C-S7-01",)}
    full = [g for key in keys for g in draft.grids(key) if _money(g, zeros=False)]
    if not full:
        return None
    grid = draft.rng.choice(full)
    for row in grid.rows:
        row[:] = ["" if is_money(text) else text for text in row]
    return Change((*keys[grid.key], "E-04"), f"{grid.key} 数字全部删去", (_TABLES[grid.key], "空表"))


KINDS: tuple[Kind, ...] = (
    *(Kind(f"cell-{key}", f"{title}一格改一位数字", _cell(key)) for key, title in _TABLES.items()),
    Kind("swapped-digits", "表中一格两位数字颠倒", _any([_cell(key, "swapped") for key in _TABLES])),
    Kind("blank-cell", "表中一格漏填", _blanked),
    Kind("swapped-columns", "同一行两栏互换", _columns),
    Kind("dropped-row", "表中漏一行", _drop),
    Kind("duplicate-row", "表中一行重复", _duplicate),
    Kind("wrong-total", "合计行改动", _total),
    Kind("orphan-code", "科目编码没有上级", _orphan),
    Kind("renamed-in-table", "一张表里科目改名", _renamed),
    Kind("wrong-unit", "表的单位万元写成元", _unit),
    Kind("figures-in-yuan", "表的单位是万元，数按元填列", _in_yuan),
    Kind("missing-table", "漏一张表", _missing),
    Kind("no-empty-note", "空表没有说明", _without_note),
    Kind("emptied-table", "正文有数而表为空", _emptied),
)
