"""The page as people use it, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.steps import ask, turn_to, unfold

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]

WATER, EDUCATION = "榆岚市水利局", "鹭屿市教育局"
CELL = f"{WATER}2023年支出决算表中教育支出的基本支出是多少？"


def test_a_question_is_answered_and_its_cell_is_shown_in_the_table(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site, height=1000)
    expect(page.get_by_text("可以这样问")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    picture(page, "ask-welcome")
    answer = ask(page, CELL)
    figure = answer.locator("strong").inner_text().removesuffix("万元")
    unfold(page, page.locator("summary").filter(has_text="来源 1"))
    cited = page.locator(".jz-table tr.jz-cited")
    expect(cited).to_contain_text("教育支出")
    expect(cited.locator("mark")).to_have_text(figure)
    expect(page.locator(".jz-place")).to_contain_text("yulan-water-2023.md")
    picture(page, "screenshot-ask")


def test_a_sentence_is_shown_in_its_paragraph_and_follow_ups_are_understood(site: str, visit: Visit) -> None:
    page = visit(site)
    first = ask(page, f"{EDUCATION}2023年支出合计是多少？")
    second = ask(page, "那基本支出呢？")
    for answer in (first, second):
        expect(answer).to_contain_text(EDUCATION)
    sources = page.locator("summary").filter(has_text="来源 1")
    expect(sources).to_have_count(2)
    unfold(page, sources.last)
    expect(page.locator(".jz-passage mark")).to_contain_text("基本支出")
    page.get_by_role("button", name="清空对话").click()
    expect(page.locator(".jz-answer")).to_have_count(0)
    expect(page.get_by_text("可以这样问")).to_be_visible()


def test_an_example_is_one_click_away(site: str, visit: Visit) -> None:
    page = visit(site)
    example = page.locator(".st-key-examples button").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".jz-question")).to_have_text(question)
    expect(page.locator(".jz-answer")).to_have_count(1)


def test_what_is_not_there_is_said_plainly(site: str, visit: Visit) -> None:
    page = visit(site)
    answer = ask(page, f"{WATER}2011年支出合计是多少？")
    expect(answer.locator(".jz-status")).to_contain_text("未找到")
    expect(page.locator(".jz-table, .jz-passage")).to_have_count(0)


def test_a_half_written_question_survives_opening_a_source(site: str, visit: Visit) -> None:
    page = visit(site)
    ask(page, CELL)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("还没写完的问")
    unfold(page, page.locator("summary").filter(has_text="来源 1"))
    expect(page.locator(".jz-table tr.jz-cited")).to_be_visible()
    expect(box).to_have_value("还没写完的问")


def test_a_source_opens_by_keyboard(site: str, visit: Visit) -> None:
    page = visit(site)
    ask(page, CELL)
    summary = page.locator("summary").filter(has_text="来源 1")
    summary.focus()
    summary.press("Enter")
    expect(page.locator(".jz-table tr.jz-cited")).to_be_visible()


def test_visitors_do_not_see_each_other(site: str, visit: Visit) -> None:
    one, other = visit(site), visit(site)
    ask(one, f"{WATER}2023年支出合计是多少？")
    expect(other.get_by_text("可以这样问")).to_be_visible()
    expect(other.locator(".jz-question")).to_have_count(0)
    ask(other, f"{EDUCATION}2023年支出合计是多少？")
    expect(one.locator(".jz-question")).to_have_count(1)


def test_a_report_is_found_and_read(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site)
    turn_to(page, "报告")
    expect(page.get_by_text("共 5 份，符合条件 5 份")).to_be_visible()
    picture(page, "reports-list")
    page.get_by_label("搜索").fill("水利 2023")
    page.get_by_label("搜索").press("Enter")
    expect(page.get_by_text("共 5 份，符合条件 1 份")).to_be_visible()
    expect(page.locator(".st-key-reports button")).to_have_count(1)
    page.locator(".st-key-reports button").click()
    expect(page.get_by_role("heading", name=WATER, exact=True)).to_be_visible()
    expect(page.locator(".jz-facts")).to_contain_text("核查发现")
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    picture(page, "reports-one")
    page.get_by_role("tab", name="目录").click()
    page.locator(".st-key-outline button").filter(has_text="名词解释").first.click()
    expect(page.locator(".jz-document mark")).to_contain_text("名词解释")
    page.get_by_role("button", name="返回列表").click()
    expect(page.get_by_text("共 5 份，符合条件 1 份")).to_be_visible()


def test_from_nothing_upload_ask_delete(empty_site: str, samples: Path, visit: Visit, picture: Picture) -> None:
    page = visit(empty_site)
    expect(page.get_by_role("heading", name="还没有报告")).to_be_visible()
    picture(page, "ask-empty")
    page.get_by_role("button", name="上传报告").click()
    hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>**粗** $x$'
    files = sorted(samples.iterdir())[:2]
    text = files[0].read_text(encoding="utf-8").replace("第四部分", f"{hostile}\n\n第四部分", 1)
    uploaded = ((files[0].name, text.encode()), (files[1].name, files[1].read_bytes()), ("空<b>.txt", b""))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=content) for name, content in uploaded]
    )
    page.get_by_role("button", name="导入 3 个文件").click()
    outcomes = page.locator(".jz-outcomes li")
    expect(outcomes).to_have_count(3)
    expect(page.locator(".jz-outcomes")).to_contain_text("失败")
    expect(page.locator("#jz-count")).to_have_text("2 份")
    picture(page, "upload-done")
    turn_to(page, "问答")
    page.locator(".st-key-examples button").first.click()
    expect(page.locator(".jz-answer")).to_have_count(1)
    turn_to(page, "报告")
    page.get_by_role("tab", name="全部报告").click()
    page.locator(".st-key-reports button").first.click()
    page.get_by_role("button", name="删除这份报告").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_text("已删除")).to_be_visible()
    expect(page.locator("#jz-count")).to_have_text("1 份")


@pytest.mark.parametrize("name", ["问答", "报告", "上传"])
def test_a_narrow_window_shows_all_without_scrolling_sideways(
    name: str, site: str, visit: Visit, picture: Picture
) -> None:
    page = visit(site, width=420)
    page.locator(".st-key-narrow").get_by_text("报告" if name == "上传" else name).click()
    if name == "上传":
        page.get_by_role("tab", name="上传").click()
        expect(page.get_by_role("heading", name="上传报告")).to_be_visible()
    if name == "问答":
        ask(page, CELL)
        unfold(page, page.locator("summary").filter(has_text="来源 1"))
        expect(page.locator(".jz-table tr.jz-cited")).to_be_visible()
    picture(page, f"narrow-{['问答', '报告', '上传'].index(name)}")
    assert page.locator("main").evaluate("main => main.scrollWidth <= window.innerWidth")


def test_the_page_follows_a_dark_system(site: str, visit: Visit, picture: Picture) -> None:
    page = visit(site, color_scheme="dark")
    ask(page, CELL)
    unfold(page, page.locator("summary").filter(has_text="来源 1"))
    expect(page.locator(".jz-table tr.jz-cited")).to_be_visible()
    picture(page, "ask-dark")
