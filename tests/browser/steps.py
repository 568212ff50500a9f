"""What visitors do again and again: turn to a room, ask a question."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


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
