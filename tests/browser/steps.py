"""What visitors do again and again: turn to a room, ask a question."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

#: how often a click is made, how soon it shows, and how long drawing anew may take to begin, in milliseconds
_TRIES, _SOON, _DRAWN = 3, 5_000, 500


def turn_to(page: Page, room: str) -> None:
    """Turn to a room by its name, and wait until it is there."""
    page.get_by_test_id("stTopNavLink").filter(has_text=room).click()
    expect(page.get_by_test_id("stTopNavLink").filter(has_text=room)).to_have_attribute("aria-current", "page")


def ask(page: Page, question: str) -> Locator:
    """Ask, and wait for the answer."""
    answers = page.locator(".jz-answer")
    before = answers.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(answers).to_have_count(before + 1)
    return answers.nth(before)


def settle(page: Page) -> None:
    """Wait until nothing of the page is being drawn any more."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def unfold(page: Page, summary: Locator) -> None:
    """Open what a line folds away."""
    folded = summary.locator("xpath=..")
    _click_until(page, summary, lambda: bool(folded.evaluate("details => details.open")))


def switch_on(page: Page, label: str) -> None:
    """Switch on what a switch shows, by its label or the beginning of it."""
    switch = page.get_by_role("switch", name=label)
    _click_until(page, page.get_by_text(label), switch.is_checked)


def _click_until(page: Page, target: Locator, done: Callable[[], bool]) -> None:
    """Click once; where that is just being drawn anew the click is lost, and made again."""
    settle(page)
    for _ in range(_TRIES):
        if not done():
            target.click()
        for _ in range(_SOON // _DRAWN):
            page.wait_for_timeout(_DRAWN)
            if done():
                break
        settle(page)
        if done():
            return
