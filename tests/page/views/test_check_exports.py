"""Findings to take along: every place in the workbook, numbers as numbers, no formula, links that lead there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from page.views import check_exports, checked
from page.views.checked import Entry
from rag.library import Library
from rag.settings import Settings
from rag.storage.reviews import Review, fingerprint
from tests.page.faulty import faulty_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(faulty_library(tmp_path_factory.mktemp("exports")), Settings(_env_file=None)) as library:
        yield library


@pytest.fixture(scope="module")
def entries(library: Library) -> list[Entry]:
    return checked.order(checked.found_on(library, library.reports()))


def _book(entries: list[Entry]) -> Workbook:
    return load_workbook(io.BytesIO(check_exports.workbook(entries, [("报告", "全部")])))


def _rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    heads, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_every_finding_and_every_place_is_there(entries: list[Entry]) -> None:
    book = _book(entries)
    findings, places = _rows(book, "发现"), _rows(book, "出处")
    assert [row["编号"] for row in findings] == [e.finding.id for e in entries]
    assert [row["发现"] for row in findings] == [e.finding.message for e in entries]
    quoted = [(n, p.quote, p.file, p.line) for n, e in enumerate(entries, 1) for p in e.finding.evidence]
    assert [(r["序号"], r["原文"], r["文件"], r["行"]) for r in places] == quoted
    assert {row["核对状态"] for row in findings} == {"未看"}
    assert "未通过：收入总计等于支出总计" in {row["规则名称"] for row in findings}


def test_the_links_lead_to_the_places_and_back(entries: list[Entry]) -> None:
    book = _book(entries)
    for n in range(2, len(entries) + 2):
        link = book["发现"].cell(n, 1).hyperlink
        assert link is not None and link.location
        place = book["出处"][link.location.split("!")[1]]
        assert place.value == n - 1
        assert place.hyperlink is not None and place.hyperlink.location == f"'发现'!A{n}"


def test_numbers_are_numbers_with_their_printed_decimals(entries: list[Entry]) -> None:
    sheet = _book(entries)["发现"]
    row = next(n for n, e in enumerate(entries, 2) if e.finding.rule == "A-GK01-05")
    cells = {str(sheet.cell(1, c).value): sheet.cell(row, c) for c in range(1, sheet.max_column + 1)}
    assert [cells[name].value for name in ("一处", "另一处", "相差")] == [386.78, 396.78, 10]
    assert {cells[name].number_format for name in ("一处", "另一处", "相差")} == {"0.00"}
    assert check_exports._number("-0.50") == Decimal("-0.50") and check_exports._number("空白") == "空白"


@pytest.mark.parametrize("evil", ["=1+1", "+SUM(A1)", "-cmd|x", "@x", "\t=1", '=HYPERLINK("http://a.b")'])
def test_no_text_becomes_a_formula_and_no_sign_breaks_the_file(entries: list[Entry], evil: str) -> None:
    place = entries[0].finding.evidence[0].model_copy(update={"quote": evil, "row": evil, "file": evil})
    update = {"message": evil + "\x00\x07", "evidence": [place], "values": [evil], "difference": None}
    finding = entries[0].finding.model_copy(update=update)
    review = Review("d", finding.id, fingerprint(finding), "dismissed", evil, "2025-01-02T03:04:05+00:00")
    info = replace(entries[0].info, department=evil, file=evil)
    book = _book([Entry(finding, info, review)])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    [row] = _rows(book, "发现")
    assert (row["发现"], row["核对状态"], row["备注"]) == (evil, "不是错误", evil)
    quoted = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert quoted and all(cell.quotePrefix for cell in quoted)


def test_nothing_found_gives_a_workbook_with_its_heads() -> None:
    book = _book([])
    assert book.sheetnames == ["发现", "出处", "说明"] and _rows(book, "发现") == []


def test_the_page_of_a_report_holds_all_its_findings(library: Library) -> None:
    info = library.reports()[0]
    page = check_exports.page(library, info.doc_id)
    assert page.startswith("<!doctype html>") and page.count("<article") == len(library.findings(info.doc_id))


def test_the_pages_of_several_reports_come_with_a_list_and_what_is_between_them(library: Library) -> None:
    ids = [info.doc_id for info in library.reports()]
    with zipfile.ZipFile(io.BytesIO(check_exports.pages(library, ids))) as archive:
        assert sorted(archive.namelist()) == sorted(["index.html", *(f"{doc_id}.html" for doc_id in ids)])
        index = archive.read("index.html").decode()
    assert all(f"{doc_id}.html" in index for doc_id in ids) and "G-02" in index
