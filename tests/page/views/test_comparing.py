"""Comparing: what is put side by side, in words, tables, charts, rankings and files. Without a page."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.citation import Citation
from extractors.vocabulary import measures
from page.views import boards, charts, comparing, spots
from page.views.compared_sheets import exported, source_rows
from page.views.grids import Entry
from rag.reports.compared import Compared, Other
from rag.storage.store import ReportInfo

LIGHT, DARK = "#ffffff", "#15191e"


def info(doc_id: str, department: str, year: int | None = 2023, **more: Any) -> ReportInfo:
    rest = {"level": None, "scope": None, "region": None, "unit": "万元", "pages": None}
    stored = {"ingested_at": "", "state": "", "version": "", "path": "", "sha256": ""}
    named = {"file": f"{doc_id}.txt", "kind": "final"}
    return ReportInfo(doc_id=doc_id, department=department, year=year, **(rest | stored | named | more))  # type: ignore[arg-type]


def cell(doc_id: str = "a", value: str | None = "12.50", **more: Any) -> Compared:
    place = Citation(
        doc_id=doc_id, file=f"{doc_id}.txt", table="GK03", row="合计", column="本年支出合计", line=7, quote="q"
    )
    given: dict[str, Any] = {"key": "expenditure", "name": "本年支出合计", "aspect": "amount", "status": "stated"}
    given |= {"value": None if value is None else Decimal(value), "unit": "万元", "citations": (place,)}
    given |= {"printed": f"{value}万元"} if value is not None else {"status": "missing", "unit": None, "citations": ()}
    return Compared(doc_id=doc_id, **(given | more))


# choosing


def test_at_first_the_last_of_the_years_that_most_have_is_chosen() -> None:
    years = [2021, 2021, 2022, 2022, 2023]
    assert comparing.usual_year(info(str(n), "甲", y) for n, y in enumerate(years)) == 2022
    assert comparing.usual_year([]) is None


def test_no_more_reports_than_can_be_compared_and_of_too_many_the_newest() -> None:
    many = [info(f"{y}-{n}", f"部门{n:02}", y) for y in (2021, 2022, 2023) for n in range(40)]
    kept, more = comparing.narrowed(many, [], [])
    assert (len(kept), len(more)) == (comparing.MOST, 120 - comparing.MOST)
    assert sum(r.year == 2023 for r in kept) == 40
    assert min(r.year or 0 for r in kept) >= max(r.year or 0 for r in more)


def test_reports_are_narrowed_by_year_and_department() -> None:
    reports = [info("a", "甲", 2022), info("b", "甲", 2023), info("c", "乙", 2023)]
    assert [r.doc_id for r in comparing.narrowed(reports, [2023], ["甲"])[0]] == ["b"]


def test_reports_of_one_name_are_told_apart_by_year_and_by_file() -> None:
    names = comparing.names_of([info("a", "甲"), info("b", "甲"), info("c", "甲", 2022)])
    assert names == {"a": "甲 2023年度（a.txt）", "b": "甲 2023年度（b.txt）", "c": "甲 2022年度"}
    assert comparing.names_of([info("a", "甲"), info("b", "乙")]) == {"a": "甲", "b": "乙"}


def test_all_measures_of_the_vocabulary_are_offered() -> None:
    assert set(comparing.offered()) == set(measures())
    assert comparing.FIRST[0] in comparing.offered()


def test_the_parts_of_a_whole_are_columns_of_its_table() -> None:
    assert set(comparing.parts_of("three_public")) == {"abroad", "vehicles", "reception"}
    assert {"basic", "project"} <= set(comparing.parts_of("expenditure"))
    assert comparing.wholes()[0] == "expenditure"


# in words


def test_what_is_no_figure_looks_different_each_time() -> None:
    states = ("nothing", "blank", "unread", "missing")
    shown = [spots.figure(cell(value=None, status=s)) for s in states] + [spots.figure(cell(value="0.00"))]
    assert len(set(shown)) == len(shown)
    assert shown[-1] == "0.00"
    kinds = [Entry.of(cell(value=None, status=s)).kind for s in states] + [Entry.of(cell(value="0.00")).kind]
    assert len(set(kinds)) == len(kinds)
    legend = spots.legend_html([cell(value=None, status=s) for s in states] + [cell(value="0.00")])
    assert all(word in legend for word in ("空白", "未披露", "没读到", "写明无", "0.00"))


def test_printed_decimals_are_kept_and_contradictions_marked() -> None:
    assert spots.told(cell(value="12345.50")) == "12,345.50 万元"
    other = Other("11万元", cell().citations[0])
    assert spots.told(cell(value="-1.0", status="conflict", others=(other,))) == "-1.0 万元 ≠"


def test_computed_figures_show_their_formula_and_all_places() -> None:
    whole, part = cell(value="30.00"), cell(value="10.00", key="basic", name="基本支出")
    share = spots.per_cent(part, whole)
    assert (share.value, share.unit) == (Decimal("33.33"), "%")
    assert share.formula == "10.00 ÷ 30.00 × 100%"
    gap = spots.difference(cell("b", "10.00"), cell("a", "-2.50"))
    assert (gap.value, gap.formula, len(gap.citations)) == (Decimal("12.50"), "10.00 + 2.50", 2)
    rise = spots.growth(cell(value="15"), cell(value="10"))
    assert (rise.value, rise.formula) == (Decimal("50.00"), "(15 - 10) ÷ 10 × 100%")


@pytest.mark.parametrize("other", [cell(value=None), cell(value="0"), cell(value="3", unit="辆")])
def test_nothing_is_worked_out_of_what_is_not_there(other: Compared) -> None:
    assert spots.per_cent(cell(), other).value is None
    assert spots.growth(cell(), other).value is None
    assert spots.per_cent(cell(), other).why


def test_words_of_a_report_reach_the_page_escaped() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    odd = cell(name=hostile, printed=hostile, formula=hostile)
    html = spots.spot_html(spots.Spot(hostile, odd))
    assert "<img" not in html
    assert "&lt;img" in html
    assert "<img" not in charts.key_html([hostile, "b"])


# charts


@pytest.mark.parametrize("colour", charts.COLOURS)
def test_colours_stand_out_in_light_and_in_dark(colour: str) -> None:
    assert _contrast(colour, LIGHT) >= 3
    assert _contrast(colour, DARK) >= 3
    assert _contrast(colour, charts.ink(colour)) >= 4.5


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((charts.luminance(a), charts.luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_series_has_a_sign_besides_its_colour() -> None:
    assert len(charts.SHAPES) == len(charts.SIGNS) == len(charts.COLOURS) == boards.SERIES
    assert len({charts.letter(n) for n in range(boards.SERIES)}) == boards.SERIES


def test_bars_carry_the_figures_that_they_lead_to() -> None:
    cells = [cell("a", "5"), cell("b", "9"), cell("c", None)]
    board = boards.amounts(cells, {"a": "甲", "b": "乙", "c": "丙"}, "expenditure", "万元", "most")
    values = board.spec["data"]["values"]  # type: ignore[index]
    assert [v["id"] for v in values] == ["b|expenditure|amount", "a|expenditure|amount", "c|expenditure|amount"]
    assert values[2]["amount"] is None
    assert "未披露" in values[2]["line"]
    assert set(board.spots) == {"a|expenditure|amount", "b|expenditure|amount"}
    assert [row[0].text for row in board.grid.rows] == ["乙", "甲", "丙"]
    assert board.spec["layer"][0]["encoding"]["x"]["axis"]["title"] == "本年支出合计（万元）"  # type: ignore[index]


def test_a_figure_in_another_unit_than_its_column_tells_it() -> None:
    cells = [cell("a", "3", unit="辆"), cell("b", "4", unit="辆"), cell("c", "5", unit="台")]
    board = boards.amounts(cells, dict.fromkeys("abc", "x"), "expenditure", "万元", "name")
    assert board.grid.columns[1].endswith("（辆）")
    assert [row[1].text for row in board.grid.rows] == ["3", "4", "5 台"]


# boards


amount = st.decimals(min_value=1, max_value=10**7, places=2)


@given(st.lists(amount, min_size=1, max_size=12))
def test_shares_of_all_parts_make_a_hundred(parts: list[Decimal]) -> None:
    whole = {"a": cell(value=str(sum(parts)))}
    named = {"a": [cell(value=str(v), key=f"{201 + n}", name=f"类{n}") for n, v in enumerate(parts)]}
    board = boards.composition(named, whole, {"a": "甲"})
    total = board.grid.rows[0][-1].value
    assert total is not None
    assert abs(total - 100) <= Decimal("0.01") * boards.SERIES
    assert len({v["series"] for v in board.spec["data"]["values"]}) <= boards.SERIES  # type: ignore[index]


def test_parts_that_are_too_many_are_drawn_together_with_their_sum_as_formula() -> None:
    named = {"a": [cell(value="10", key=f"{201 + n}", name=f"类{n}") for n in range(12)]}
    board = boards.composition(named, {"a": cell(value="120")}, {"a": "甲"})
    rest = next(c for c in board.cells if c.name == "其他各类" and c.aspect == "amount")
    assert (rest.value, rest.formula) == (Decimal(50), "10 + 10 + 10 + 10 + 10")


@given(st.lists(amount, min_size=1, max_size=15), st.booleans())
def test_a_ranking_is_in_order_and_its_distances_add_up(values: list[Decimal], ascending: bool) -> None:
    cells = [cell(str(n), str(v)) for n, v in enumerate(values)]
    places, without = boards.ranked(cells, ascending)
    assert without == []
    assert [p.cell.value for p in places] == sorted(values, reverse=not ascending)
    for former, place in itertools.pairwise(places):
        assert place.to_former is not None and place.to_first is not None
        assert former.cell.value is not None and place.to_former.value is not None
        assert place.cell.value == former.cell.value + place.to_former.value
        assert (place.number == former.number) == (place.cell.value == former.cell.value)
    for place in places:
        own = place.cell.value or Decimal(0)
        assert place.number == 1 + sum(v < own if ascending else v > own for v in values)


def test_what_has_no_figure_or_another_unit_has_no_place() -> None:
    cells = [cell("a", "5"), cell("b", "7"), cell("c", None), cell("d", "9", unit="辆")]
    places, without = boards.ranked(cells)
    assert [p.cell.doc_id for p in places] == ["b", "a"]
    assert [c.doc_id for c in without] == ["c", "d"]


def test_rates_are_apart_by_points() -> None:
    rates = [cell("a", "90.00", unit="%", aspect="completion"), cell("b", "95.50", unit="%", aspect="completion")]
    board, _ = boards.ranking(rates, {"a": "甲", "b": "乙"}, "完成率")
    assert board.grid.columns[-1] == "比第一名（个百分点）"
    apart = next(s for s in board.spots.values() if s.cell.aspect.startswith("apart"))
    assert "-5.50 个百分点" in apart.label


def test_a_trend_breaks_where_a_year_is_missing() -> None:
    cells = [cell("a", "10"), cell("b", "15")]
    board = boards.trend(cells, {"a": "甲", "b": "甲"}, {"a": 2020, "b": 2023}, {"a": "甲 2020", "b": "甲 2023"})
    drawn = [(v["year"], v["amount"]) for v in board.spec["data"]["values"]]  # type: ignore[index]
    assert drawn == [("2020", 10.0), ("2021", None), ("2022", None), ("2023", 15.0)]
    assert [e.text for e in board.grid.rows[0]] == ["甲", "10", "15", "5", "50.00%"]


def test_a_budget_printed_once_is_shown_once() -> None:
    same = cell(value="8.00", aspect="initial")
    place = same.citations[0].model_copy(update={"column": "预算数合计"})
    twice = [cell(value="8.00", aspect=a, citations=(place,)) for a in ("initial", "adjusted")]
    board = boards.budgets([*twice, cell(value="6.00")], {"a": "甲"}, "万元")
    texts = [e.text for e in board.grid.rows[0]]
    assert texts[1:3] == ["8.00（印作“预算数合计”）", "6.00"]


# files


def test_files_hold_every_figure_with_its_place() -> None:
    board = boards.amounts([cell("a", "47.30"), cell("b", None)], {"a": "甲", "b": "乙"}, "expenditure", "万元", "name")
    infos = {"a": info("a", "甲"), "b": info("b", "乙")}
    book = openpyxl.load_workbook(io.BytesIO(exported(board, infos, "xlsx")))
    assert book.sheetnames == ["对比", "明细与出处"]
    assert [c.value for c in book["对比"][2]] == ["甲", 47.3]
    assert book["对比"]["B2"].number_format == "#,##0.00"
    assert book["对比"]["B3"].value == "未披露"
    rows = list(csv.DictReader(io.StringIO(exported(board, infos, "csv").decode("utf-8-sig"))))
    assert (rows[0]["数值"], rows[0]["文件"], rows[0]["表或章节"], rows[0]["行号"]) == (
        "47.30",
        "a.txt",
        "支出决算表",
        "7",
    )
    assert (rows[1]["数值"], rows[1]["情况"]) == ("", "未披露")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_in_a_file_is_a_formula(start: str) -> None:
    name = f'{start}HYPERLINK("x")'
    board = boards.amounts([cell("a", "1")], {"a": name}, "expenditure", "万元", "name")
    infos = {"a": info("a", name)}
    book = openpyxl.load_workbook(io.BytesIO(exported(board, infos, "xlsx")))
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    rows = list(csv.DictReader(io.StringIO(exported(board, infos, "csv").decode("utf-8-sig"))))
    assert rows[0]["部门"].startswith("'")


def test_every_place_of_a_computed_figure_is_in_the_file() -> None:
    share = spots.per_cent(cell("a", "1", key="basic", name="基本支出"), cell("a", "4"))
    both = (share.citations[0], share.citations[0].model_copy(update={"line": 99}))
    rows = source_rows([cell("a", "4"), replace(share, citations=both)], {"a": info("a", "甲")})
    assert rows[1]["行号2"] == 99
    assert rows[0]["行号2"] is None
    assert rows[1]["算式"] == "1 ÷ 4 × 100%"
