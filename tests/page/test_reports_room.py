"""The room 报告 run by AppTest: addresses, filters, marks, files, new versions, and what a read-only page hides."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eval.samples import write_samples
from rag.library import Library
from rag.settings import Settings
from tests.page.running import go, html, labels, page_of
from tests.rag.small_report import DEPARTMENT, text_of


def _room(library: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page_of(library, monkeypatch, "reports")


def _first(library: Path, file: str = "") -> str:
    with Library.open(library, Settings(_env_file=None)) as held:
        return next(info.doc_id for info in held.reports() if file in info.file)


def _opened(library: Path, monkeypatch: pytest.MonkeyPatch, file: str = "") -> AppTest:
    """The page of one report, opened by its address."""
    at = page_of(library, monkeypatch)
    at.query_params["report"] = _first(library, file)
    go(at, "reports")
    assert not at.exception
    return at


def _small(folder: Path, *texts: str) -> Path:
    """A library of small reports."""
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        for number, text in enumerate(texts, 1):
            path = folder / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            library.ingest([path], workers=1)
    return folder / "library"


def test_a_report_has_an_address_and_a_way_back(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _opened(filled, monkeypatch, "yulan-water-2023")
    assert "榆岚市水利局" in html(at) and "jz-document" in html(at)
    at.button(key="back").click().run()
    assert "report" not in at.query_params and "符合条件 5 份" in html(at)


def test_an_address_of_a_report_that_is_gone_leads_to_the_list_and_says_so(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(filled, monkeypatch)
    at.query_params["report"] = "没有<b>这份"
    go(at, "reports")
    assert "不在资料库中" in html(at) and "符合条件 5 份" in html(at) and not at.exception


def test_the_list_is_narrowed_ordered_and_cleared(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    shown = [label for label in labels(at) if "年度部门" in label]
    assert len(shown) == 5 and all("错误" in label or "疑点" in label for label in shown)
    at.selectbox(key="find_order").set_value("年度，新的在前").run()
    years = [label[label.index("年度") - 4 : label.index("年度")] for label in labels(at) if "年度部门" in label]
    assert years == sorted(years, reverse=True)
    at.multiselect(key="find_kinds").set_value(["final"]).run()
    at.text_input(key="find_text").set_value("没有").run()
    assert "没有符合条件的报告" in html(at)
    next(button for button in at.button if button.label == "清除筛选").click().run()
    assert "符合条件 5 份" in html(at)


def test_a_heading_a_table_and_a_search_lead_to_their_places(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _opened(filled, monkeypatch, "yulan-water-2023")
    doc_id = at.query_params["report"]
    at.session_state[f"data-{doc_id}"] = "目录"
    next(button for button in at.run().button if "名词解释" in button.label).click().run()
    assert "名词解释" in html(at).split("<mark>")[1] and "已标出" in html(at)
    at.session_state[f"data-{doc_id}"] = "表格"
    tables = at.run().selectbox(key=f"table-{doc_id}")
    tables.set_value(len(tables.options) - 1).run()
    assert "已标出：《" in html(at)
    at.session_state[f"data-{doc_id}"] = "数据"
    at.run().text_input(key="facts_text").set_value("教育支出 支出决算表").run()
    grid = at.dataframe[-1].value
    assert len(grid) > 0 and all("支出决算表" in name for name in grid["表格"]) and "值" in grid
    assert not at.exception


def test_versions_of_a_report_are_told_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _small(tmp_path, text_of(), text_of(spent="400.00"))
    at = _opened(library, monkeypatch, "1.txt")
    shown = html(at)
    assert "提问时以此为准" in shown and "正在看" in shown and "改动" in shown and "400.00" in shown
    at.button(key="open-version").click().run()
    assert at.query_params["report"] == _first(library, "2.txt")


def test_a_new_version_takes_the_place_of_the_former_and_says_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = _small(tmp_path, text_of())
    at = _opened(library, monkeypatch)
    for text, said in ((text_of("云岭市林业局"), "不是这一份的新版本"), (text_of(spent="400.00"), "已换成新版本")):
        uploader = next(u for u in at.file_uploader if u.label == "新版本的文件")
        uploader.set_value([("新.txt", text.encode(), "text/plain")])
        at.run()
        at.button(key="replace").click().run(timeout=90)
        assert said in html(at) and not at.exception
        assert "juesuan-upload" not in html(at)
    assert "改动" in html(at) and "400.00" in html(at) and at.query_params["report"] == _first(library)


def test_an_import_is_shown_to_whoever_comes_back_or_comes_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = _small(tmp_path, text_of())
    at = _room(library, monkeypatch)
    at.session_state["reports_tab"] = "上传"
    at.run()
    files = [("坏.pdf", b"%PDF-1.4", ""), ("林业局.txt", text_of("云岭市林业局").encode(), "")]
    at.file_uploader[0].set_value(files)
    at.run()
    at.button(key="import").click().run()
    go(at, "settings")
    other = _room(library, monkeypatch)
    other.session_state["reports_tab"] = "上传"
    for page in (other, at):
        go(page, "reports")
        page.session_state["reports_tab"] = "上传"
        end = time.monotonic() + 60
        while "导入完成" not in html(page.run()):
            assert time.monotonic() < end
            time.sleep(0.2)
        assert "失败 1 份" in html(page) and "林业局.txt" in html(page)
        assert "重试失败的 1 份" in labels(page)
    at.button(key="forget-0").click().run()
    assert "导入完成" not in html(at)


def test_a_read_only_page_shows_all_and_changes_nothing(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_READ_ONLY", "true")
    at = _room(filled, monkeypatch)
    assert "符合条件 5 份" in html(at) and not at.file_uploader and not at.tabs
    at = _opened(filled, monkeypatch)
    assert "jz-document" in html(at) and not at.file_uploader
    assert not {"确认删除", "换上", "导入"} & set(labels(at))


def test_a_read_only_page_without_reports_offers_no_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_READ_ONLY", "true")
    at = _room(tmp_path / "library", monkeypatch)
    assert "只读" in html(at) and not at.file_uploader


def test_a_report_whose_original_is_gone_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _small(tmp_path, text_of())
    shutil.rmtree(library / "originals")
    at = _opened(library, monkeypatch)
    assert "缺少原文件" in html(at) and DEPARTMENT in html(at)


def test_names_from_a_report_are_shown_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "云岭市<b>**粗**:red[红]局"
    library = _small(tmp_path, text_of().replace(DEPARTMENT, evil))
    at = _room(library, monkeypatch)
    assert "<b>" not in "".join(label for label in labels(at) if "年度部门" in label).replace("\\<b\\>", "")
    at = _opened(library, monkeypatch)
    assert "<b>**粗" not in html(at)


def test_the_samples_can_all_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 2), workers=1)
        files = [info.file for info in library.reports()]
    for file in files:
        at = _opened(tmp_path / "library", monkeypatch, file)
        assert "jz-document" in html(at) and at.dataframe
