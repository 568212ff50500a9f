"""Boards: what a view of the comparison shows: a chart, the table beside it, and the figures that both lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from page.views import charts
from page.views.charts import Mark, Spec
from page.views.grids import Entry, Grid
from page.views.spots import (
    ASPECTS,
    Spot,
    difference,
    drawn,
    figure,
    grouped_digits,
    growth,
    per_cent,
    spots_of,
    together,
    told,
)
from rag.reports.compared import Compared

#: how many series a chart tells apart; of more the smallest are drawn together
SERIES = len(charts.COLOURS)
_REPORT = "报告"

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Board:
    """A chart with its key and its height, a table with the same figures, and all figures by their ids."""

    cells: tuple[Compared, ...]
    spots: Mapping[str, Spot]
    grid: Grid
    spec: Spec | None = None
    key: str = ""


def headed(cell: Compared, unit: str) -> str:
    """What a column of figures is called, with its unit."""
    own = cell.unit or unit
    return f"{cell.name}（{own}）" if own else cell.name


def columns_of(cells: Sequence[Compared], unit: str) -> dict[str, str]:
    """By the key of a measure its column: of several units that its figures have the most common one is named."""
    named: dict[str, str] = {}
    for key in dict.fromkeys(c.key for c in cells):
        own = [c for c in cells if c.key == key]
        units = [c.unit for c in own if c.unit]
        common = max(dict.fromkeys(units), key=units.count) if units else None
        named[key] = headed(replace(own[0], unit=common), "" if not units else unit)
    return named


def amounts(cells: Sequence[Compared], names: Names, drawn_key: str, unit: str, order: str) -> Board:
    """Measures of reports side by side; the bars are of one of them. ``order``: name, most or least."""
    by_report: dict[str, dict[str, Compared]] = {}
    for cell in cells:
        by_report.setdefault(cell.doc_id, {})[cell.key] = cell
    docs = in_order([row[drawn_key] for row in by_report.values()], order)
    columns = columns_of(cells, unit)
    rows = [(Entry(names[d]), *(_entry(by_report[d][key], columns[key]) for key in columns)) for d in docs]
    grid = Grid("各报告的数", (_REPORT, *columns.values()), tuple(rows), frozenset({_REPORT}))
    shown = [by_report[d][drawn_key] for d in docs]
    marks = [Mark(c.id, names[c.doc_id], "", drawn(c), told(c)) for c in shown]
    title = columns[drawn_key]
    spec = charts.bars(marks, title, f"条形图：各报告的{title}，数字见下表")
    return Board(tuple(cells), spots_of(cells, names), grid, spec)


def _entry(cell: Compared, column: str) -> Entry:
    """The entry of a figure below the name of its column; the unit is told where it is another one."""
    other = cell.value is not None and cell.unit and cell.unit != "%" and not column.endswith(f"（{cell.unit}）")
    return Entry.of(cell, told(cell) if other else None)


def in_order(cells: Sequence[Compared], order: str) -> list[str]:
    """The reports of some figures by size; those without one come last."""
    if order not in {"most", "least"}:
        return [c.doc_id for c in cells]
    known = sorted((c for c in cells if c.value is not None), key=_value, reverse=order == "most")
    return [*(c.doc_id for c in known), *(c.doc_id for c in cells if c.value is None)]


def _value(cell: Compared) -> Decimal:
    return cell.value if cell.value is not None else Decimal(0)


def composition(parts: Mapping[str, Sequence[Compared]], wholes: Mapping[str, Compared], names: Names) -> Board:
    """What shares the parts of a whole have in it, report by report."""
    parts = _gathered({d: [c for c in own if c.value is not None] for d, own in parts.items()})
    codes = list(dict.fromkeys(c.key for own in parts.values() for c in own))
    codes.sort(key=lambda key: (key == "", key if key.isdigit() else ""))
    known = {c.key: c.name for own in parts.values() for c in own}
    series = {k: f"{k if k.isdigit() else charts.letter(n)} {known[k]}" for n, k in enumerate(codes)}
    shares = {d: {c.key: per_cent(c, wholes[d]) for c in own} for d, own in parts.items()}
    marks = [
        Mark(c.id, names[d], series[k], drawn(c), told(c))
        for d, own in shares.items() for k, c in own.items() if c.value and c.value > 0
    ]  # fmt: skip
    whole = next(iter(wholes.values()))
    heads = (_REPORT, f"{whole.name}（{whole.unit or ''}）", *(f"{s}（%）" for s in series.values()), "各项合计（%）")
    rows = [(Entry(names[d]), Entry.of(wholes[d]), *_shares_row(own, codes)) for d, own in shares.items()]
    cells = [
        *wholes.values(),
        *(c for own in parts.values() for c in own),
        *(c for own in shares.values() for c in own.values()),
    ]
    title = f"占{whole.name}的比重（%）"
    order = list(series.values())
    spec = charts.shares(marks, title, f"堆叠条形图：{title}，数字见下表", order) if marks else None
    return Board(
        tuple(cells),
        spots_of(cells, names),
        Grid(title, heads, tuple(rows), frozenset({_REPORT})),
        spec,
        charts.key_html(order),
    )


def _shares_row(own: Mapping[str, Compared], codes: Sequence[str]) -> list[Entry]:
    entries = [Entry.of(own.get(code)) for code in codes]
    total = sum((c.value for c in own.values() if c.value is not None), Decimal(0))
    return [*entries, Entry(f"{grouped_digits(total)}%" if own else "—", total if own else None)]


def _gathered(parts: Mapping[str, list[Compared]]) -> dict[str, list[Compared]]:
    """Parts that are too many to be told apart: the largest ones, and the others together."""
    sizes: dict[str, Decimal] = {}
    for cell in (c for own in parts.values() for c in own):
        sizes[cell.key] = sizes.get(cell.key, Decimal(0)) + abs(_value(cell))
    if len(sizes) <= SERIES:
        return dict(parts)
    large = set(sorted(sizes, key=lambda key: -sizes[key])[: SERIES - 1])
    kept = {d: [c for c in own if c.key in large] for d, own in parts.items()}
    rest = {d: together([c for c in own if c.key not in large], "", "其他各类") for d, own in parts.items()}
    return {d: [*kept[d], *([other] if (other := rest[d]) is not None else [])] for d in parts}


def trend(cells: Sequence[Compared], whose: Names, years: Mapping[str, int], names: Names) -> Board:
    """One measure of some departments over the years, with how the last differs from the first."""
    by_department: dict[str, dict[int, Compared]] = {}
    for cell in cells:
        by_department.setdefault(whose[cell.doc_id], {})[years[cell.doc_id]] = cell
    all_years = sorted({years[c.doc_id] for c in cells})
    series = list(by_department)
    span = range(all_years[0], all_years[-1] + 1)
    marks = [_in_year(own.get(y), who, y) for who, own in by_department.items() for y in span]
    made: list[Compared] = []
    rows = []
    for who, own in by_department.items():
        known = [own[y] for y in all_years if y in own and own[y].value is not None]
        changes = [difference(known[-1], known[0]), growth(known[-1], known[0])] if len(known) > 1 else []
        made += changes
        ends = [Entry.of(c) for c in changes] or [Entry.of(None), Entry.of(None)]
        rows.append((Entry(who), *(Entry.of(own.get(y)) for y in all_years), *ends))
    unit = next((c.unit for c in cells if c.unit), "") or ""
    name = cells[0].name
    heads = ("部门", *(f"{y}年度" for y in all_years), f"末年比首年（{unit}）", "末年比首年（%）")
    title = f"{name}（{unit}）" if unit else name
    spec = charts.lines(marks, title, f"折线图：各年度的{title}，数字见下表", series)
    everything = (*cells, *made)
    grid = Grid(f"各年度的{title}", heads, tuple(rows), frozenset({"部门"}))
    return Board(everything, spots_of(everything, names), grid, spec, charts.key_html(series, shaped=True))


def _in_year(cell: Compared | None, who: str, year: int) -> Mark:
    """A figure of a year; where there is none the line is broken."""
    if cell is None:
        return Mark("", who, who, None, "", str(year))
    return Mark(cell.id, who, who, drawn(cell), told(cell), str(year))


#: what stands side by side of a budget and what became of it
BUDGETED = ("initial", "adjusted", "planned", "amount")


def budgets(cells: Sequence[Compared], names: Names, unit: str) -> Board:
    """What was planned and what was spent, report by report, with the rate of completion and the difference."""
    by_report: dict[str, dict[str, Compared]] = {}
    for cell in cells:
        by_report.setdefault(cell.doc_id, {})[cell.aspect] = cell
    for own in by_report.values():
        _told_once(own)
    words = {"amount": "决算数"} | {k: v for k, v in ASPECTS.items() if k != "planned"} | {"planned": "部门预算公开数"}
    known = {a for own in by_report.values() for a, c in own.items() if c.value is not None}
    used = [a for a in BUDGETED if a in known]
    series = {a: f"{charts.letter(n)} {words[a]}" for n, a in enumerate(used)}
    marks = [
        Mark(c.id, _completed(names[d], own), series[a], drawn(c), told(c))
        for d, own in by_report.items() for a in used if (c := own.get(a)) is not None and c.value is not None
    ]  # fmt: skip
    heads = [f"{words[a]}（{unit}）" for a in used] + [f"决算与预算之差（{unit}）", "预算完成率（%）"]
    shown = [*used, "gap", "completion"]
    rows = [(Entry(names[d]), *(_budget_entry(own.get(a), words[a]) for a in shown)) for d, own in by_report.items()]
    kept = [c for own in by_report.values() for c in own.values()]
    title = f"{cells[0].name}（{unit}）"
    order = list(series.values())
    spec = charts.grouped(marks, title, f"分组条形图：{title}的预算与决算，数字见下表", order) if marks else None
    grid = Grid(f"{title}的预算与决算", (_REPORT, *heads), tuple(rows), frozenset({_REPORT}))
    return Board(tuple(kept), spots_of(kept, names), grid, spec, charts.key_html(order))


def _told_once(own: dict[str, Compared]) -> None:
    """A budget that is printed only once, without saying which one it is, is shown once."""
    first, last = own.get("initial"), own.get("adjusted")
    if first and last and first.value is not None and first.citations == last.citations:
        del own["initial" if "年初" not in first.column else "adjusted"]


def _completed(name: str, own: Mapping[str, Compared]) -> str:
    rate = own.get("completion")
    return f"{name}　完成预算 {figure(rate)}" if rate is not None and rate.value is not None else name


def _budget_entry(cell: Compared | None, word: str) -> Entry:
    """A budget under another name than that of its column has its own name behind it."""
    if (
        cell is None
        or cell.value is None
        or cell.aspect not in {"initial", "adjusted"}
        or cell.column.startswith(word[:2])
    ):
        return Entry.of(cell)
    return Entry.of(cell, f"{figure(cell)}（印作“{cell.column}”）")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a ranking: equal figures share it."""

    number: int
    cell: Compared
    to_first: Compared | None
    to_former: Compared | None


def ranked(cells: Sequence[Compared], ascending: bool = False) -> tuple[list[Place], list[Compared]]:
    """Figures in order with their distances, and those that have no place: without a figure, or in another unit."""
    units = [c.unit for c in cells if c.value is not None]
    unit = max(dict.fromkeys(units), key=units.count) if units else None
    fitting = sorted((c for c in cells if c.value is not None and c.unit == unit), key=_value, reverse=not ascending)
    places: list[Place] = []
    for at, cell in enumerate(fitting):
        shared = bool(places) and places[-1].cell.value == cell.value
        apart = [_between(cell, fitting[n], n) for n in (0, at - 1)] if at else [None, None]
        places.append(Place(places[-1].number if shared else at + 1, cell, *apart))
    return places, [c for c in cells if c.value is None or c.unit != unit]


def _between(cell: Compared, other: Compared, number: int) -> Compared:
    """How far a figure is from another one of the ranking; of rates in points."""
    gap = difference(cell, other)
    return replace(gap, aspect=f"apart{number}", unit="个百分点" if gap.unit == "%" else gap.unit)


def ranking(
    cells: Sequence[Compared], names: Names, title: str, ascending: bool = False
) -> tuple[Board, list[Compared]]:
    """A ranking with order numbers and distances, and the figures that have no place in it."""
    places, without = ranked(cells, ascending)
    unit = (places[0].cell.unit or "") if places else ""
    points = "个百分点" if unit == "%" else unit
    heads = ("名次", _REPORT, f"{title}（{unit}）", f"比上一名（{points}）", f"比第一名（{points}）")
    rows = [_placed(p, names) for p in places]
    made = [c for p in places for c in (p.to_former, p.to_first) if c is not None]
    everything = [p.cell for p in places] + made
    grid = Grid(f"{title}排名", heads, tuple(rows), frozenset({_REPORT}))
    return Board(tuple(everything), spots_of(everything, names), grid), without


def _placed(place: Place, names: Names) -> tuple[Entry, ...]:
    number = Entry(str(place.number), Decimal(place.number))
    apart = (_apart(place.to_former), _apart(place.to_first))
    return (number, Entry(names[place.cell.doc_id]), Entry.of(place.cell), *apart)


def _apart(cell: Compared | None) -> Entry:
    if cell is None or cell.value is None:
        return Entry("—")
    sign = "+" if cell.value > 0 else ""
    return Entry.of(cell, f"{sign}{grouped_digits(cell.value)}")
