"""The whole story, by one visitor: a PDF uploaded, asked about, opened, checked, compared, filled in and taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect

from eval.samples import write_samples
from tests.browser.steps import switch_on, turn_to, unfold

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]


def test_from_a_pdf_to_an_answer_a_check_a_comparison_and_files(
    empty_site: str, tmp_path: Path, visit: Visit, picture: Picture
) -> None:
    files = write_samples(tmp_path / "samples", 3, "pdf")
    page = visit(empty_site, height=1000)

    # upload
    page.get_by_role("button", name="上传报告").click()
    payload = [FilePayload(name=f.name, mimeType="application/pdf", buffer=f.read_bytes()) for f in files]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(payload)
    page.get_by_role("button", name="导入 3 个文件").click()
    expect(page.get_by_text("导入完成")).to_be_visible(timeout=120_000)
    expect(page.locator("#jz-count")).to_have_text("3 份")

    # ask, and open the source: the table with the cell marked, then the page with its box
    turn_to(page, "问答")
    expect(page.get_by_text("可以这样问")).to_be_visible()
    question = page.locator(".st-key-examples button").filter(has_text="支出合计是多少").first
    department = question.inner_text().split("20")[0]
    question.click()
    figure = page.locator(".jz-answer strong").first
    expect(figure).to_contain_text("元")
    unfold(page, page.locator("summary").filter(has_text="来源 1"))
    expect(page.locator(".jz-table tr.jz-cited, .jz-passage mark").first).to_be_visible()
    switch_on(page, "看 PDF 第")
    expect(page.get_by_test_id("stImage").locator("img")).to_be_visible()
    picture(page, "story-source")
    with page.expect_download() as talk:
        page.get_by_role("button", name="导出 Markdown").click()
    assert department in Path(talk.value.path()).read_text(encoding="utf-8")

    # check
    turn_to(page, "核对")
    expect(page.locator("main")).to_contain_text("所查报告")
    picture(page, "story-checks")

    # compare
    turn_to(page, "对比")
    expect(page.locator(".jz-grid")).to_contain_text(department)
    with page.expect_download() as compared:
        page.get_by_role("button", name="下载 Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(compared.value.path()).read_bytes()))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(department in cell for cell in cells)
    picture(page, "story-compare")

    # extract
    turn_to(page, "抽取")
    page.get_by_role("button", name="抽取 3 份").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible(timeout=60_000)
    picture(page, "story-extract")
