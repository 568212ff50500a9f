"""问答 in a real Chromium: setting right what was understood, contradictions beside each other, taking a talk away."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from rag.library import Library
from rag.settings import Settings
from tests.browser.conftest import serving
from tests.browser.steps import ask
from tests.rag.small_report import DEPARTMENT, text_of
from tests.stand_in import Said, stand_in, words_of

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def contrary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page on one report that states a sum in two ways."""
    folder = tmp_path_factory.mktemp("contrary")
    text = text_of().replace("支出合计386.78万元", "支出合计368.78万元", 1)
    (folder / "a.txt").write_text(text, encoding="utf-8")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest([folder / "a.txt"], workers=1)
    with serving(folder / "library", folder / "log") as url:
        yield url


def test_what_was_understood_is_set_right_and_the_question_answered_anew(
    site: str, visit: Visit, picture: Callable[[Page, str], None]
) -> None:
    page = visit(site)
    ask(page, "鹭屿市教育局2023年支出合计是多少？")
    page.get_by_role("button", name="更正理解").click()
    chosen = page.get_by_label("指标")
    chosen.press("Backspace")
    chosen.fill("基本支出")
    page.get_by_role("option", name="基本支出", exact=True).click()
    chosen.press("Tab")
    picture(page, "ask-amend")
    page.get_by_role("button", name="按此重问").click()
    expect(page.locator(".jz-answer")).to_have_count(2)
    expect(page.locator(".jz-answer").last).to_contain_text("基本支出")
    expect(page.locator(".jz-amended")).to_have_text("更正理解：指标：基本支出")


def test_contradicting_places_stand_beside_each_other(
    contrary: str, visit: Visit, picture: Callable[[Page, str], None]
) -> None:
    page = visit(contrary, height=1100)
    answer = ask(page, f"{DEPARTMENT}2023年支出合计是多少？")
    expect(answer.locator(".jz-conflict")).to_be_visible()
    expect(page.get_by_text("互相矛盾的两处")).to_be_visible()
    marks = page.locator(".jz-passage mark, .jz-table tr.jz-cited")
    expect(marks).to_have_count(2)
    shown = "".join(marks.all_inner_texts())
    assert "386.78" in shown and "368.78" in shown
    left, right = (marks.nth(i).bounding_box() for i in (0, 1))
    assert left and right and left["x"] + left["width"] <= right["x"]
    picture(page, "ask-conflict")


def test_a_talk_is_taken_away_as_word_and_markdown(site: str, visit: Visit) -> None:
    page = visit(site)
    figure = ask(page, "鹭屿市教育局2023年支出合计是多少？").locator("strong").inner_text().removesuffix("万元")
    with page.expect_download() as as_word:
        page.get_by_role("button", name="导出 Word").click()
    content = Path(as_word.value.path()).read_bytes()
    assert figure in "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    with page.expect_download() as as_markdown:
        page.get_by_role("button", name="导出 Markdown").click()
    assert figure in Path(as_markdown.value.path()).read_text(encoding="utf-8")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("来源 1")


def test_the_page_can_be_used_by_keyboard_alone(site: str, visit: Visit) -> None:
    page = visit(site)
    expect(page.get_by_text("可以这样问")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.st-key-examples') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".jz-answer")).to_have_count(1)


def test_what_a_model_writes_appears_sentence_by_sentence(tmp_path: Path, visit: Visit) -> None:
    (tmp_path / "a.txt").write_text(text_of(), encoding="utf-8")
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest([tmp_path / "a.txt"], workers=1)

    def two_sentences(request: dict[str, Any]) -> Said:
        """Two sentences of the material it is given, each piece of them late."""
        material = re.findall(r"<<<材料 (\d+)：[^\n]*>>>\n(.*?)<<<", words_of(request), re.S)
        number, text = next((n, t) for n, t in material if len(re.findall(r"[^。\n]{12,}。", t)) > 1)
        return Said("".join(f"{s.strip()}[{number}]" for s in re.findall(r"[^。\n]{12,}。", text)[:2]), pause=0.3)

    with stand_in(two_sentences) as server:
        settings = {"BASE_URL": server.url, "MODEL": "甲", "CACHE": "off", "ALWAYS": "1"}
        with serving(
            tmp_path / "library", tmp_path / "log", **{f"JUESUAN_LLM_{k}": v for k, v in settings.items()}
        ) as url:
            page = visit(url)
            box = page.get_by_test_id("stChatInputTextArea")
            box.fill(f"{DEPARTMENT}2023年主要职责有哪些？")
            box.press("Enter")
            coming = page.locator(".jz-coming")
            expect(coming).to_contain_text("。")
            expect(page.locator(".jz-answer")).to_have_count(0)
            expect(page.locator(".jz-answer")).to_have_count(1)
            expect(coming).to_have_count(0)
            expect(page.locator(".jz-answer")).to_contain_text("逐句与原文核对")
            page.close()
