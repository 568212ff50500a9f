"""The page of an audit in a real Chromium, opened from its file: findings and places lead to each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from extractors.audit import audit_one
from extractors.bulk import Found

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

#: whether one of some elements is on the screen with nothing over it
_ONE_IS_SEEN = """all => all.some(element => {
  const box = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
})"""


@pytest.fixture(scope="module")
def audited(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page on a sample with a wrong total in a table."""
    folder = tmp_path_factory.mktemp("audit")
    total = re.compile(r"^(?:本年支出合计|合计)\t[\d,.]*\t?([\d,]+\.\d\d)", re.M)
    texts = (path.read_text(encoding="utf-8") for path in sorted(samples.iterdir()))
    text, match = next((text, match) for text in texts if (match := total.search(text)))
    (folder / "a.txt").write_text(f"{text[: match.start(1)]}98765.43{text[match.end(1) :]}", encoding="utf-8")
    (folder / "a.html").write_text(audit_one(Found(folder / "a.txt"), page=True)["html"], encoding="utf-8")
    return (folder / "a.html").as_uri()


def _select(page: Page, number: int) -> Locator:
    finding = page.locator(f"#F{number}")
    finding.locator("h3 button").click()
    expect(finding).to_have_attribute("aria-current", "true")
    return finding


@pytest.mark.parametrize("width", [1440, 480])
def test_a_finding_leads_to_its_places(audited: str, visit: Visit, width: int) -> None:
    page = visit(audited, width=width)
    for number in range(1, min(4, page.locator(".finding").count()) + 1):
        _select(page, number)
        marks = page.locator("mark.on")
        expect(marks.first).to_have_attribute("data-f", re.compile(rf"\b{number}\b"))
        assert marks.count() == page.locator(f'mark[data-f~="{number}"]').count()
        assert marks.evaluate_all(_ONE_IS_SEEN)


def test_the_wrong_figure_is_singled_out_and_leads_back_to_its_findings(audited: str, visit: Visit) -> None:
    page = visit(audited, width=1440)
    card = page.locator(".finding", has_text="98765.43").first
    card.locator("li", has_text="98765.43").locator("a.at").first.click()
    figure = page.locator("mark.figure", has_text="98765.43")
    expect(figure).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("mark.on")).to_have_count(0)
    figure = page.locator("mark", has_text="98765.43")
    numbers = (figure.get_attribute("data-f") or "").split()
    for number in [*numbers, numbers[0]]:
        figure.click()
        expect(page.locator(".finding.on")).to_have_attribute("id", f"F{number}")
        expect(page.locator(f"#F{number}")).to_be_in_viewport()


def test_a_place_in_a_finding_leads_to_its_own_line(audited: str, visit: Visit) -> None:
    page = visit(audited, width=1440)
    link = page.locator(".finding", has_text="98765.43").first.locator("a.at").last
    line = (link.get_attribute("href") or "")[1:]
    link.click()
    expect(page.locator(f"#{line}")).to_be_in_viewport()


def test_findings_are_filtered_by_severity_rule_and_words(audited: str, visit: Visit) -> None:
    page = visit(audited, width=1440)
    shown = page.locator(".finding:not([hidden])")
    total = shown.count()
    page.locator("#find").fill("98765.43")
    assert 0 < shown.count() <= total
    page.locator("#find").fill("没有这样的字")
    expect(page.locator("#nothing")).to_be_visible()
    page.locator("#clear").click()
    expect(shown).to_have_count(total)
    page.locator("#rule").select_option(index=1)
    rule = page.locator("#rule").input_value()
    expect(shown).to_have_count(page.locator(f'.finding[data-rule="{rule}"]').count())
    page.locator("#clear").click()
    page.locator('button[data-sev="error"]').click()
    expect(page.locator(".finding.error:not([hidden])")).to_have_count(0)


def test_findings_are_gone_through_by_keyboard(audited: str, visit: Visit) -> None:
    page = visit(audited, width=1440)
    for key, number in (("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(page.locator(".finding.on")).to_have_attribute("id", f"F{number}")
        expect(page.locator(f"#F{number} h3 button")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 820, 1440])
def test_nothing_sticks_out_at_any_width(
    audited: str, visit: Visit, picture: Callable[[Page, str], None], width: int, scheme: str
) -> None:
    page = visit(audited, width=width, color_scheme=scheme)
    _select(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"audit-{width}-{scheme}")


def test_without_a_script_the_places_are_plain_links(audited: str, visit: Visit) -> None:
    page = visit(audited, width=1440, java_script_enabled=False)
    link = page.locator(".finding a.at").first
    line = (link.get_attribute("href") or "")[1:]
    link.click()
    expect(page.locator(f"#{line}")).to_be_in_viewport()
    expect(page.locator("#find")).to_be_hidden()
