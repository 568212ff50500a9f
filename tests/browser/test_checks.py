"""The room of checks as people use it, in a real Chromium: find, compare both places, decide, take along."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_accessibility import violations
from tests.page.faulty import faulty_library

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def faulty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("checks-site")
    with serving(faulty_library(folder), folder / "log") as url:
        yield url


def _find(page: Page, text: str, count: int) -> Locator:
    """Turn to the room and search; the lines of the findings."""
    wide = (page.viewport_size or {"width": 1280})["width"] > 640
    rooms = page.get_by_test_id("stTopNavLink") if wide else page.locator(".st-key-narrow a")
    rooms.filter(has_text="核对").click()
    page.get_by_label("搜索").fill(text)
    page.get_by_label("搜索").press("Enter")
    expect(page.get_by_text(f"符合条件 {count} 条")).to_be_visible()
    lines = page.locator(".st-key-findings [data-testid=stExpander] > details > summary")
    expect(lines).to_have_count(min(count, 20))
    return lines


def test_both_places_stand_side_by_side_and_a_decision_is_seen_by_another_visitor(
    faulty_site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(faulty_site, height=1100)
    _find(page, "A-GK01-05", 1).first.click()
    marked = page.locator(".jz-table tr.jz-cited mark")
    expect(marked).to_have_text(["386.78", "396.78"])
    left, right = (marked.nth(n).bounding_box() for n in (0, 1))
    assert left and right and right["x"] > left["x"] + 200 and abs(right["y"] - left["y"]) < 40
    picture(page, "checks-open")
    page.get_by_label("备注（可不填）").fill("已核实：表格印错")
    page.get_by_role("button", name="已核：确有错误").click()
    expect(page.locator(".jz-decided")).to_contain_text("已核实：表格印错")
    expect(page.locator(".jz-tiles .jz-confirmed dd")).to_have_text("1")
    expect(marked.first).to_be_visible()
    other = visit(faulty_site)
    expect(_find(other, "A-GK01-05", 1).first).to_contain_text("已核")
    page.get_by_role("button", name="清除标记").click()
    expect(page.locator(".jz-decided")).to_have_count(0)


def test_what_is_listed_is_taken_along_as_a_workbook_and_as_a_web_page(
    faulty_site: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit(faulty_site)
    _find(page, "教育局", 20)
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel 表格（20 条）").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))["发现"]
    assert sheet.max_row == 21 and download.value.suggested_filename == "核对发现.xlsx"
    with page.expect_download() as download:
        page.get_by_role("button", name="核查网页").click()
    assert "<article" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_finding_is_opened_and_decided_on_by_keyboard(faulty_site: str, visit: Visit) -> None:
    page = visit(faulty_site)
    line = _find(page, "G-02", 1).first
    line.focus()
    line.press("Enter")
    expect(page.locator(".jz-side-head")).to_have_count(2)
    note = page.get_by_label("备注（可不填）")
    note.focus()
    note.press_sequentially("口径变化")
    note.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="不是错误").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".jz-decided")).to_contain_text("口径变化")


def test_a_narrow_window_stacks_the_places_and_needs_no_scrolling_sideways(
    faulty_site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(faulty_site, width=420)
    _find(page, "A-GK01-05", 1).first.click()
    marked = page.locator(".jz-table tr.jz-cited mark")
    expect(marked).to_have_count(2)
    left, right = (marked.nth(n).bounding_box() for n in (0, 1))
    assert left and right and right["y"] > left["y"] + 100
    picture(page, "checks-narrow")
    assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")


def test_pages_and_tabs_lead_on(faulty_site: str, visit: Visit, picture: Picture) -> None:
    page = visit(faulty_site)
    _find(page, "", 62)
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text("第 21–40 条")).to_be_in_viewport()
    expect(page.locator(".st-key-findings summary").first).to_be_in_viewport()
    page.get_by_role("tab", name="按报告").click()
    expect(page.get_by_role("rowheader")).to_have_count(3)
    page.get_by_role("tab", name="核对范围").click()
    expect(page.get_by_text("没能核对的")).to_be_visible()
    picture(page, "checks-coverage")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_finding_and_the_coverage_have_no_serious_violation(
    scheme: str, faulty_site: str, visit: Visit
) -> None:
    page = visit(faulty_site, color_scheme=scheme)
    _find(page, "A-GK01-05", 1).first.click()
    expect(page.locator(".jz-side-head")).to_have_count(2)
    page.locator(".jz-rule summary").click()
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.get_by_role("tab", name="核对范围").click()
    expect(page.get_by_text("没能核对的")).to_be_visible()
    assert violations(page) == []


def test_what_is_marked_out_of_the_list_is_told_where_it_stood_and_taken_back(
    faulty_site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(faulty_site)
    _find(page, "教育局", 20)
    page.get_by_role("button", name="未看").click()
    line = page.locator(".st-key-findings summary").nth(9)
    expect(line).to_contain_text("未通过：")
    line.click()
    page.locator(".st-key-findings").get_by_role("button", name="不是错误").click()
    told = page.locator(".st-key-check_done_box")
    expect(told).to_contain_text("已记为“不是错误”")
    expect(told).to_be_in_viewport()
    expect(page.get_by_text("符合条件 19 条")).to_be_attached()
    picture(page, "checks-marked")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("符合条件 20 条")).to_be_attached()
    page.get_by_role("button", name="全部标记").click()
    page.get_by_role("button", name="20 条都记为“不是错误”").click()
    expect(page.get_by_text("确定把 20 条都记为“不是错误”吗？")).to_be_visible()
    picture(page, "checks-asked")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("button", name="确定")).to_have_count(0)
    expect(told).to_contain_text("已把 20 条记为“不是错误”")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("符合条件 20 条")).to_be_attached()
