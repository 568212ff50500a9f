"""Every room passes axe: labels, names, contrast and structure, in the light and the dark theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import ask, turn_to, unfold

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
ROOMS = ("问答", "报告", "核对", "对比", "抽取", "设置")


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, one line each with the first places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {'; '.join(node['html'][:160] for node in v['nodes'][:4])}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_no_serious_violation(room: str, scheme: str, site: str, visit: Visit) -> None:
    page = visit(site, color_scheme=scheme)
    turn_to(page, room)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.wait_for_timeout(500)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_answer_with_its_source_open_has_no_serious_violation(scheme: str, site: str, visit: Visit) -> None:
    page = visit(site, color_scheme=scheme)
    ask(page, "鹭屿市教育局2023年支出合计是多少？")
    expect(page.locator(".jz-answer")).to_have_count(1)
    unfold(page, page.locator("summary").filter(has_text="来源 1"))
    expect(page.locator(".jz-passage mark, .jz-table mark").first).to_be_visible()
    assert violations(page) == []


def test_the_check_itself_sees_an_input_without_a_label_and_faint_text(site: str, visit: Visit) -> None:
    page = visit(site)
    page.set_content('<html lang="zh"><title>x</title><main><input><p style="color:#ccc">看不清的字</p></main></html>')
    found = "".join(violations(page))
    assert "label" in found and "color-contrast" in found
