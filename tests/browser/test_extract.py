"""抽取 as people use it, in a real Chromium."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]

LIST = "支出合计（万元）\n2023年三公经费预算数\n公务用车保有量（辆）\n项目自评[项目名称、全年预算数（万元）、自评得分]"


def _room(page: Page) -> Page:
    narrow = page.locator(".st-key-narrow a").filter(has_text="抽取")
    wide = page.get_by_test_id("stTopNavLink").filter(has_text="抽取")
    (narrow if (page.viewport_size or {}).get("width", 0) < 641 else wide).click()
    expect(page.get_by_role("heading", name="抽取", exact=True)).to_be_visible()
    return page


def _own(page: Page, text: str) -> None:
    page.get_by_role("radio", name="自己写清单").click()
    box = page.get_by_label("字段清单（每行一个）")
    box.fill(text)
    box.press("Control+Enter")


def _extract(page: Page, many: int) -> None:
    page.get_by_role("button", name=f"抽取 {many} 份").click()
    expect(page.get_by_text(f"已抽取 {many} 份")).to_be_visible(timeout=90_000)


def test_an_own_list_gives_a_grid_whose_cells_open_to_their_sources(site: str, visit: Visit, picture: Picture) -> None:
    page = _room(visit(site, height=1100))
    _own(page, LIST)
    expect(page.get_by_text("读作 4 项，其中 1 张表")).to_be_visible()
    picture(page, "extract-own")
    _extract(page, 5)
    grid = page.get_by_test_id("stDataFrame").first
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 250, box["y"] + 38 + 18)
    opened = page.locator(".st-key-x_opened")
    expect(opened).to_contain_text("支出合计（万元）")
    expect(opened.locator("mark").first).to_be_visible()
    picture(page, "screenshot-extract")
    page.keyboard.press("ArrowRight")
    expect(opened).to_contain_text("2023年三公经费预算数")
    expect(page.get_by_role("heading", name="项目自评")).to_be_visible()


def test_a_value_opens_by_keyboard(site: str, visit: Visit) -> None:
    page = _room(visit(site))
    page.get_by_label("搜索").fill("水利")
    page.get_by_label("搜索").press("Enter")
    _extract(page, 1)
    line = page.locator(".st-key-x_values summary").first
    expect(line).to_contain_text("“三公”经费预算数")
    expect(line).to_contain_text("一致")
    line.focus()
    line.press("Enter")
    expect(page.locator(".st-key-x_values mark").first).to_be_visible()


def test_what_was_filled_can_be_taken_along(site: str, visit: Visit, tmp_path: Path) -> None:
    page = _room(visit(site))
    _own(page, LIST)
    _extract(page, 5)
    page.get_by_role("button", name="下载").click()
    with page.expect_download(timeout=60_000) as excel:
        page.get_by_role("button", name="Excel").click()
    book = load_workbook(io.BytesIO(Path(excel.value.path()).read_bytes()))
    assert book.sheetnames == ["抽取", "项目自评", "来源", "说明"]
    link = book["抽取"]["D2"].hyperlink
    assert link is not None and link.location == "'来源'!C2"
    with page.expect_download(timeout=60_000) as plain:
        page.get_by_role("button", name="JSON").click()
    reports = json.loads(Path(plain.value.path()).read_text(encoding="utf-8"))
    assert len(reports) == 5 and all("支出合计" in report["schema"]["data"] for report in reports)


def test_the_room_fits_a_narrow_screen(site: str, visit: Visit, picture: Picture) -> None:
    page = _room(visit(site, width=420, height=900, color_scheme="dark"))
    page.get_by_label("搜索").fill("水利")
    page.get_by_label("搜索").press("Enter")
    _extract(page, 1)
    page.locator(".st-key-x_values summary").first.click()
    expect(page.locator(".st-key-x_values mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, "extract-narrow")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_filled_has_no_serious_violation(scheme: str, site: str, visit: Visit) -> None:
    page = _room(visit(site, color_scheme=scheme))
    _own(page, LIST)
    _extract(page, 5)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    assert _violations(page) == []
    page.get_by_role("radio", name="逐份看").click()
    page.locator(".st-key-x_values summary").first.click()
    expect(page.locator(".st-key-x_values mark").first).to_be_visible()
    assert _violations(page) == []


def _violations(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    page.wait_for_timeout(500)
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in {"serious", "critical"}]
