"""The room 报告 as people use it: a fact and its place, an import that goes on, the keyboard, a narrow window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.steps import turn_to

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]

WATER = "榆岚市水利局"


def _open(page: Page, name: str = WATER) -> None:
    """Turn to the room and open the first report of a department."""
    turn_to(page, "报告")
    page.locator(".st-key-reports button").filter(has_text=name).first.click()
    expect(page.locator(".jz-document")).to_be_visible()


def _select_first_fact(page: Page, words: str) -> None:
    """Search the facts and choose the first that is found."""
    page.get_by_role("tab", name="数据").click()
    told = page.locator(".st-key-data").get_by_role("status")
    # opening the tab draws it anew, and what is typed before that is lost
    expect(told).to_have_text(re.compile("符合条件"))
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    search = page.get_by_label("搜索数据")
    search.fill(words)
    search.press("Enter")
    expect(told).to_have_text(re.compile(r"符合条件 \d{1,2} 条"))
    # the grid of the former search may still stand there
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    page.wait_for_timeout(500)
    page.get_by_test_id("stDataFrame").click(position={"x": 18, "y": 52})


def test_a_fact_that_is_chosen_is_marked_in_the_document_beside_it(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site, width=1440, height=1000)
    _open(page)
    _select_first_fact(page, "教育支出 支出决算表 项目支出")
    marked = page.locator(".jz-document .jz-cited mark")
    expect(marked).to_have_count(1)
    expect(marked).to_be_in_viewport()
    expect(page.locator(".st-key-document .jz-label").first).to_contain_text("教育支出")
    picture(page, "report-fact")
    left, right = page.locator(".st-key-document").bounding_box(), page.locator(".st-key-data").bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"]


def test_an_open_report_has_an_address_and_the_browser_leads_back(site: str, visit: Visit) -> None:
    page = visit(site)
    _open(page)
    assert "?report=" in page.url
    page.go_back()
    expect(page.get_by_text("符合条件 5 份")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name=WATER, exact=True)).to_be_visible()


def test_a_table_is_downloaded_as_a_file(site: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(site)
    _open(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "table.csv")
    assert "一般公共预算财政拨款收入" in (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原文件").click()
    assert download.value.suggested_filename.endswith(".md")


def test_an_import_goes_on_while_one_asks_and_is_there_when_one_comes_back(
    empty_site: str, samples: Path, visit: Visit, picture: Picture
) -> None:
    page = visit(empty_site)
    turn_to(page, "报告")
    files = [FilePayload(name=f.name, mimeType="", buffer=f.read_bytes()) for f in sorted(samples.iterdir())]
    bad = FilePayload(name="坏.pdf", mimeType="", buffer=b"%PDF-1.4")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([bad, *files])
    page.get_by_role("button", name=f"导入 {len(files) + 1} 个文件").click()
    expect(page.get_by_role("button", name="停止导入")).to_be_visible()
    turn_to(page, "设置")
    expect(page.get_by_role("heading", name="设置")).to_be_visible()
    turn_to(page, "报告")
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=60_000)
    expect(page.locator("#jz-count")).to_have_text(f"{len(files)} 份")
    expect(page.locator(".jz-outcomes li")).to_have_count(len(files) + 1)
    picture(page, "upload-outcomes")
    page.get_by_role("button", name="重试失败的 1 份").click()
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="重试失败的 1 份")).to_be_visible()


def test_a_report_is_opened_and_left_by_keyboard(site: str, visit: Visit) -> None:
    page = visit(site)
    turn_to(page, "报告")
    row = page.locator(".st-key-reports button").filter(has_text=WATER).first
    row.focus()
    row.press("Enter")
    expect(page.get_by_role("heading", name=WATER, exact=True)).to_be_visible()
    tab = page.get_by_role("tab", name="目录")
    tab.focus()
    tab.press("Enter")
    heading = page.locator(".st-key-outline button").filter(has_text="名词解释").first
    heading.focus()
    heading.press("Enter")
    expect(page.locator(".jz-document mark")).to_contain_text("名词解释")
    back = page.get_by_role("button", name="返回列表")
    back.focus()
    back.press("Enter")
    expect(page.get_by_text("符合条件 5 份")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_shows_a_report_without_scrolling_sideways(
    scheme: str, site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(site, width=420, color_scheme=scheme)
    page.locator(".st-key-narrow").get_by_text("报告").click()
    page.locator(".st-key-reports button").first.click()
    expect(page.locator(".jz-document")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    picture(page, f"report-narrow-{scheme}")
    assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")
