"""对比 as people use it, in a real Chromium."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]


def _room(page: Page, narrow: bool = False) -> Locator:
    """Turn to the room; its table."""
    links = page.locator(".st-key-narrow") if narrow else page
    (links.get_by_text("对比") if narrow else page.get_by_test_id("stTopNavLink").filter(has_text="对比")).click()
    grid = page.locator(".jz-grid")
    expect(grid.locator("tbody tr").nth(1)).to_be_visible()
    return grid


def test_a_bar_leads_to_its_source_and_can_be_picked_again(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site, height=700)
    grid = _room(page)
    bars = page.locator("svg .mark-rect path")
    bars.first.click()
    spot = page.locator(".jz-spot h2")
    first = grid.locator("tbody tr").first
    expect(spot).to_contain_text(first.locator("th").inner_text())
    expect(page.locator(".jz-table tr.jz-cited mark, .jz-passage mark").first).to_be_visible()
    expect(first.locator("button")).to_have_attribute("aria-pressed", "true")
    picture(page, "screenshot-compare")
    second = grid.locator("tbody tr").nth(1)
    second.locator("td button").click()
    expect(spot).to_contain_text(second.locator("th").inner_text())
    expect(spot).to_be_in_viewport()
    page.wait_for_timeout(1000)  # a hand needs longer to go back than the chart to let go of its bar
    bars.first.click()
    expect(spot).to_contain_text(first.locator("th").inner_text())


def test_sources_and_order_are_reached_by_keyboard(site: str, visit: Visit) -> None:
    page = visit(site)
    grid = _room(page)
    names = grid.locator("tbody th").all_inner_texts()
    column = grid.locator("thead button").nth(1)
    column.focus()
    column.press("Enter")
    column.press("Enter")
    expect(grid.locator("thead th").nth(1)).to_have_attribute("aria-sort", "ascending")
    assert grid.locator("tbody th").all_inner_texts() == names[::-1]
    figure = grid.locator("tbody td button").first
    figure.focus()
    figure.press("Enter")
    expect(page.locator(".jz-spot h2")).to_contain_text(names[-1])
    expect(grid.locator("tbody td button").first).to_be_focused()
    box = page.get_by_role("combobox", name="看哪个数的出处")
    box.focus()
    box.press("ArrowDown")
    box.press("Home")
    box.press("Enter")
    expect(page.locator(".jz-spot h2")).to_be_visible()


def test_a_button_stays_itself_when_another_figure_is_picked(site: str, visit: Visit) -> None:
    """One that is exchanged while it is pressed would lose its click."""
    page = visit(site)
    buttons = _room(page).locator("tbody td button")
    buttons.nth(1).evaluate("button => { button.kept = true }")
    buttons.first.click()
    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    buttons.nth(1).click()
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(buttons.first).to_have_attribute("aria-pressed", "false")
    assert buttons.nth(1).evaluate("button => button.kept === true")


def test_shares_trend_budget_and_ranking_are_a_tab_away(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site, height=1400)
    _room(page)
    for name, column in (("构成", "A 基本支出"), ("预算与决算", "预算完成率"), ("排名", "比第一名")):
        page.get_by_role("tab", name=name, exact=True).click()
        view = page.get_by_role("tabpanel").filter(visible=True)
        expect(view.locator(".jz-grid thead")).to_contain_text(column)
        view.locator(".jz-grid tbody td button").last.click()
        expect(view.locator(".jz-spot h2")).to_be_visible()
        picture(page, f"compare-{column}")
    expect(view.locator(".jz-spot")).to_contain_text("算式")


def test_the_table_is_taken_along_as_excel(site: str, visit: Visit) -> None:
    page = visit(site)
    grid = _room(page)
    shown = grid.locator("tbody td").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert f"{book['对比']['B2'].value:,.2f}" == shown
    assert book["明细与出处"]["K1"].value == "文件"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_shows_the_room_without_scrolling_sideways(
    scheme: str, site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(site, width=420, color_scheme=scheme)
    grid = _room(page, narrow=True)
    grid.locator("tbody td button").first.click()
    expect(page.locator(".jz-spot h2")).to_be_visible()
    words = page.locator("svg .mark-text:not([class*=axis]) text").filter(has_text="万元").first
    same = "text => getComputedStyle(text).fill === getComputedStyle(document.querySelector('.jz-title h1')).color"
    assert words.evaluate(same)
    picture(page, f"narrow-compare-{scheme}")
    assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")
