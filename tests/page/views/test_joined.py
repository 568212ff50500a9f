"""Several places at once: the marks of one table in one view, none lost; columns are left out only where it is safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.samples import write_samples
from extractors.citation import Citation
from extractors.text import squeeze
from page.views import joined
from page.views.joined import places_of
from page.views.places import Passage, PassageView, TableRow, TableView
from rag.library import Library
from rag.settings import Settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("joined")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(folder / "samples", 2), workers=1)
        yield library


def _cited(library: Library, table: str, column: str, report: int = 0) -> list[Citation]:
    info = library.reports()[report]
    facts = [f for f in library.facts(info.doc_id) if f.table == table and f.column == column and f.origin == "table"]
    return [Citation.of(fact, info.file) for fact in facts]


def test_cells_of_one_table_are_marked_in_it_together(library: Library) -> None:
    cited = _cited(library, "GK03", "项目支出")[:6:2]
    [(view, shown)] = places_of(cited, library)
    assert isinstance(view, TableView) and shown == cited
    assert [row.line for row in view.rows if row.cited] == [c.line for c in cited]
    total = view.above + view.below + sum(row.gap or 1 for row in view.rows)
    [(alone, _)] = places_of(cited[:1], library)
    assert isinstance(alone, TableView)
    assert total == alone.above + len(alone.rows) + alone.below


def test_rows_far_apart_are_parted_by_what_is_left_out(library: Library) -> None:
    every = _cited(library, "GK03", "项目支出")
    [(view, _)] = places_of([every[0], every[-1]], library)
    assert isinstance(view, TableView)
    assert [row.gap > 0 for row in view.rows].count(True) == 1
    assert "此处省略" in view.html()


def test_tables_of_two_reports_or_of_two_forms_stay_apart(library: Library) -> None:
    one, other = (_cited(library, "GK03", "项目支出", n)[0] for n in (0, 1))
    third = _cited(library, "GK05", "项目支出")[0]
    assert [cited for _, cited in places_of([one, other, third], library)] == [[one], [other], [third]]


def test_a_sentence_cited_twice_is_shown_once_with_both_figures(library: Library) -> None:
    info = library.reports()[0]
    told: dict[str, dict[Citation, str]] = {}
    for fact in library.facts(info.doc_id):
        if fact.origin == "prose" and fact.value is not None and fact.at is not None:
            told.setdefault(fact.quote, {})[Citation.of(fact, info.file)] = squeeze(fact.raw)
    cited = next(c for c in told.values() if len(set(c.values())) == len(c) > 1)
    [(view, shown)] = places_of(cited, library)
    assert isinstance(view, PassageView) and shown == list(cited)
    figures = [p.cited[start:end] for p in view.passages for start, end in p.figures]
    assert 1 < len(figures) <= len(cited) and {squeeze(f) for f in figures} <= set(cited.values())


_SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=4)


@given(st.text(alphabet="支出10.5<b>&万元", min_size=1, max_size=30), _SPANS)
def test_setting_off_figures_loses_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    figures = tuple(joined._apart(sorted((start, start + length) for start, length in spans)))
    shown = Passage("", text, figures=figures).html()
    assert unescape(re.sub(r"</?(p|mark|strong)[^>]*>", "", shown)) == text


# half the width


def _view(marked: int | None = 5) -> TableView:
    head = (("收入", "", "支出", "", "", "", ""), ("项目", "决算数", "项目", "合计", "一般", "基金", "国资"))
    rows = (
        TableRow(1, ("拨款", "9.00", "教育", "7.00", "4.00", "2.00", "1.00")),
        TableRow(2, ("", "", "卫生", "2.00", "2.00", "0.00", "0.00"), True, frozenset({marked} if marked else ())),
        TableRow(3, ("", "8.00", "", "", "", "", "")),
    )
    return TableView("总表", "单位：万元", head, rows)


def test_beside_another_table_only_the_cited_columns_are_shown_and_that_is_said() -> None:
    shown = _view().html(brief=True)
    assert re.findall(r"<th [^>]*>(.*?)</th>", shown) == ["支出", "", "项目", "基金"]
    assert "略去 5 栏" in shown and "略去" not in _view().html()
    assert re.findall(r"<td[^>]*>(.*?)</td>", shown) == ["教育", "2.00", "卫生", "<mark>0.00</mark>", "此处省略 1 行"]


def test_what_spans_hidden_columns_stays_above_the_shown_ones() -> None:
    head = (("单位", "预算数", "", "", "决算数", ""), ("", "合计", "甲", "乙", "合计", "甲"))
    row = TableRow(1, ("某局", "1.00", "2.00", "3.00", "4.00", "5.00"), True, frozenset({3}))
    shown = TableView("三公", "", head, (row,)).html(brief=True)
    assert re.findall(r"<th [^>]*>(.*?)</th>", shown) == ["单位", "预算数", "", "乙"]


def test_without_names_the_columns_beside_the_cited_one_are_shown() -> None:
    head = (
        ("预算数", "", "", "", "决算数", ""),
        ("合计", "车辆", "", "接待", "合计", "出国"),
        ("", "购置", "运行", "", "", ""),
        ("1", "2", "3", "4", "5", "6"),
    )
    row = TableRow(1, ("1.00", "2.00", "3.00", "4.00", "5.00", "6.00"), True, frozenset({4}))
    shown = TableView("三公", "", head, (row,)).html(brief=True)
    heads = re.findall(r"<th [^>]*>(.*?)</th>", shown)
    assert heads == ["预算数", "决算数", "", "接待", "合计", "出国", "", "", "", "4", "5", "6"]


def test_names_of_a_side_of_which_nothing_is_shown_are_left_out() -> None:
    rows = (TableRow(1, ("", "", "卫生", "2.00", "2.00", "0.00", "0.00"), True, frozenset({4})),)
    shown = TableView("总表", "", _view().head, rows).html(brief=True)
    assert re.findall(r"<td[^>]*>(.*?)</td>", shown) == ["卫生", "<mark>2.00</mark>"]


def test_of_a_cited_row_without_a_mark_any_column_may_matter() -> None:
    assert _view(None).html(brief=True) == _view(None).html()


def test_marks_are_never_left_out(library: Library) -> None:
    for table, column in (("GK01", "收入金额"), ("GK02", "经营收入"), ("GK03", "项目支出"), ("GK09", "决算数合计")):
        cited = _cited(library, table, column)[:10]
        for sources in ([c] for c in cited), [cited]:
            for some in sources:
                [(view, _)] = places_of(some, library)
                assert view.html(brief=True).count("<mark>") == view.html().count("<mark>")
