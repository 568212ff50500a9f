"""Several places at once: the marks of one table in one view, none lost; columns are left out only where it is safe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.samples import write_samples
from extractors.citation import Citation
from page.views.joined import narrowed, places_of
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
    told: dict[str, list[Citation]] = {}
    for fact in library.facts(info.doc_id):
        if fact.origin == "prose" and fact.value:
            told.setdefault(fact.quote, []).append(Citation.of(fact, info.file))
    cited = next(c for c in told.values() if len(set(c)) > 1)
    [(view, shown)] = places_of(cited, library, {c: ["1"] for c in cited})
    assert isinstance(view, PassageView) and shown == cited


def test_a_figure_is_set_off_only_where_it_stands_alone_and_once() -> None:
    assert Passage("", "支出10.00万元，增长1.5%", figures=("10.00", "1.5")).cited_html() == (
        "支出<b>10.00</b>万元，增长<b>1.5</b>%"
    )
    assert Passage("", "支出10.00万元", figures=("0.00", "10")).cited_html() == "支出10.00万元"
    assert Passage("", "由3增至3", figures=("3",)).cited_html() == "由3增至3"
    assert Passage("", "<b>3", figures=("3",)).cited_html() == "&lt;b&gt;<b>3</b>"


@given(st.text(max_size=30), st.lists(st.text(alphabet="0123456789.,<>&", min_size=1, max_size=4), max_size=3))
def test_setting_off_figures_loses_no_text(text: str, figures: list[str]) -> None:
    from html import unescape

    shown = Passage("", text, figures=tuple(figures)).cited_html()
    assert unescape(shown.replace("<b>", "").replace("</b>", "")) == unescape(Passage("", text).cited_html())


# half the width


def _view(marked: int | None = 5) -> TableView:
    head = (("收入", "", "支出", "", "", "", ""), ("项目", "决算数", "项目", "合计", "一般", "基金", "国资"))
    rows = (
        TableRow(1, ("拨款", "9.00", "教育", "7.00", "4.00", "2.00", "1.00")),
        TableRow(2, ("", "", "卫生", "2.00", "2.00", "0.00", "0.00"), True, frozenset({marked} if marked else ())),
        TableRow(3, ("", "8.00", "", "", "", "", "")),
    )
    return TableView("总表", "单位：万元", head, rows)


def _cite(table: str | None = "GK04") -> Citation:
    return Citation(doc_id="d", file="f", table=table, quote="x")


def test_the_other_side_and_far_amounts_are_left_out_and_that_is_said() -> None:
    view = narrowed(_view(), [_cite()])
    assert isinstance(view, TableView)
    assert view.head[1] == ("", "", "项目", "", "一般", "基金", "国资")
    assert view.rows[0].cells == ("", "", "教育", "", "4.00", "2.00", "1.00")
    assert view.caption == "单位：万元　略去 3 栏"
    assert [row.gap for row in view.rows] == [0, 0, 1]


def test_what_spans_hidden_columns_stays_above_the_shown_ones() -> None:
    head = (("预算数", "", "", "", "决算数", "", ""), ("合计", "甲", "乙", "丙", "合计", "甲", "乙"))
    row = TableRow(1, ("1.00", "2.00", "3.00", "4.00", "5.00", "6.00", "7.00"), True, frozenset({3}))
    view = narrowed(TableView("三公", "", head, (row,)), [_cite("GK09")])
    assert isinstance(view, TableView)
    assert view.head == (("", "", "预算数", "", "决算数", "", ""), ("", "", "乙", "丙", "合计", "", ""))


@pytest.mark.parametrize("table", [None, "F-自评表"])
def test_a_form_of_less_certain_columns_stays_whole(table: str | None) -> None:
    assert narrowed(_view(), [_cite(table)]) == _view()


def test_without_a_marked_cell_any_column_may_matter() -> None:
    assert narrowed(_view(None), [_cite()]) == _view(None)


def test_marks_are_never_left_out(library: Library) -> None:
    for table, column in (("GK01", "收入金额"), ("GK02", "经营收入"), ("GK03", "项目支出"), ("GK09", "决算数合计")):
        for citation in _cited(library, table, column)[:10]:
            [(view, cited)] = places_of([citation], library)
            assert isinstance(view, TableView)
            narrow = narrowed(view, cited)
            assert isinstance(narrow, TableView)
            kept = [(r.line, r.cells[i]) for r in narrow.rows for i in r.marked]
            assert kept == [(r.line, r.cells[i]) for r in view.rows for i in r.marked]
