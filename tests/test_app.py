"""The page's own logic, run by Streamlit's AppTest: no browser, no server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from eval.samples import sample_set, write_samples
from rag.library import Library
from rag.settings import Settings
from tests.page.running import forget_caches, go, html, labels, page_of
from tests.stand_in import Said, stand_in, words_of


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two samples that no test changes."""
    folder = tmp_path_factory.mktemp("page")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(folder / "samples", 2), workers=1)
    return folder / "library"


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    yield
    forget_caches()


def _open(at: AppTest) -> None:
    """Open the first report of the list."""
    next(button for button in at.button if str(button.key).startswith("open-")).click().run()


def _until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_without_reports_the_page_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(tmp_path / "library", monkeypatch)
    assert "还没有报告" in html(at) and "juesuan samples" in html(at) and "0 份" in html(at)
    at.button[0].click().run()
    assert "上传报告" in html(at) and len(at.file_uploader) == 1


def test_an_example_question_is_answered_and_its_source_opens(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch)
    assert len(at.button) >= 4
    question = at.button[0].label
    at.button[0].click().run()
    assert not at.exception
    assert question in html(at) and "jz-answer" in html(at) and "理解为" in html(at)
    assert "<mark>" not in html(at)
    at.session_state["source-0-1"] = True
    at.run()
    assert "<mark>" in html(at)


def test_questions_follow_on_and_clearing_forgets_them(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = sample_set(1)[0].sample.books.department.name
    at = page_of(filled, monkeypatch)
    at.chat_input[0].set_value(f"{name}2022年支出合计是多少？").run()
    at.chat_input[0].set_value("那基本支出呢？").run()
    turns = at.session_state["talk"].turns
    assert [turn.answer.status for turn in turns] == ["answered", "answered"]
    assert turns[1].answer.values[0].department == turns[0].answer.values[0].department
    assert [message.name for message in at.chat_message] == ["user", "assistant"] * 2
    at.button(key="clear").click().run()
    assert not at.chat_message and "可以这样问" in html(at)


def test_an_answer_keeps_its_place_when_the_page_runs_again(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = sample_set(1)[0].sample.books.department.name
    at = page_of(filled, monkeypatch)
    at.chat_input[0].set_value(f"{name}2010年支出合计是多少？").run()
    first = at.session_state["talk"].turns[0].answer
    at.run()
    assert at.session_state["talk"].turns[0].answer is first
    assert "未找到" in html(at)


def test_markup_in_a_question_is_shown_not_run(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch)
    at.chat_input[0].set_value("<img src=x onerror=alert(1)>局2023年支出").run()
    assert "&lt;img" in html(at) and "<img" not in html(at)


def test_the_list_is_filtered_and_the_filter_outlives_a_visit_elsewhere(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(filled, monkeypatch, "reports")
    assert "共 2 份，符合条件 2 份" in html(at)
    at.multiselect(key="find_years").set_value([2022]).run()
    assert "共 2 份，符合条件 1 份" in html(at)
    at.text_input(key="find_text").set_value("没有这个部门").run()
    assert "符合条件 0 份" in html(at)
    go(at, "settings")
    assert not at.multiselect
    go(at, "reports")
    assert "符合条件 0 份" in html(at) and at.text_input(key="find_text").value == "没有这个部门"


def test_one_report_shows_who_published_it_and_its_tables(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "reports")
    _open(at)
    shown = html(at)
    assert "核查发现" in shown and "金额单位" in shown
    tables = at.selectbox(key=f"table-{at.query_params['report']}")
    assert "支出决算表" in tables.options and len(tables.options) >= 9
    assert "一、一般公共预算财政拨款收入" in at.dataframe[0].value.to_string()
    tables.set_value(2).run()
    assert "基本支出" in list(at.dataframe[0].value.columns)


def test_deleting_asks_first_and_then_says_what_was_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 2), workers=1)
    at = page_of(tmp_path / "library", monkeypatch, "reports")
    _open(at)
    assert "不能撤销" in html(at)
    at.button(key="delete").click().run()
    assert "已删除" in html(at) and "共 1 份" in html(at)
    assert not at.exception


def test_uploaded_files_are_taken_in_and_each_outcome_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = sample_set(1)[0]
    at = page_of(tmp_path / "library", monkeypatch, "reports")
    assert at.button(key="import").disabled
    at.file_uploader[0].set_value([(slot.file, slot.content.encode(), "text/plain"), ("空.txt", b"", "text/plain")])
    at.run()
    assert "导入 2 个文件" in labels(at)
    at.button(key="import").click().run()
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        _until(lambda: bool(library.reports()))
    _until(lambda: "导入完成" in html(at.run()))
    shown = html(at)
    assert "成功" in shown and slot.file in shown and "失败" in shown and "空.txt" in shown
    assert "1 份" in shown


@pytest.mark.parametrize("damage", ["file", "foreign", "garbage"])
def test_a_library_that_cannot_be_opened_says_why_and_what_to_do(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    if damage == "file":
        library.write_text("x")
    else:
        library.mkdir()
        name = "juesuan.sqlite" if damage == "garbage" else "别的.docx"
        (library / name).write_bytes(b"not a database" * 100)
    at = page_of(library, monkeypatch)
    shown = html(at)
    assert 'role="alert"' in shown and str(library) in shown and "JUESUAN_LIBRARY" in shown
    assert "Traceback" not in shown and labels(at) == ["重试"]


def test_a_library_that_is_mended_is_opened_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "library"
    library.write_text("x")
    at = page_of(library, monkeypatch)
    library.unlink()
    at.button[0].click().run()
    assert "还没有报告" in html(at)


def test_a_library_that_is_replaced_under_the_page_is_opened_anew(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    at = page_of(library, monkeypatch)
    assert "0 份" in html(at)
    library.rename(tmp_path / "former")
    filled.rename(library)
    try:
        at.run()
        assert "2 份" in html(at) and "可以这样问" in html(at)
    finally:
        library.rename(filled)


def test_without_a_model_the_engine_is_the_rules(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "规则引擎（离线）" in html(page_of(filled, monkeypatch))


def test_a_model_that_helps_is_told_by_its_name(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "qwen<3>")
    assert "由 qwen&lt;3&gt; 帮助" in html(page_of(filled, monkeypatch))


@pytest.mark.loopback
def test_what_a_model_had_to_do_with_an_answer_is_told_below_it(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = sample_set(1)[0].sample.books.department.name
    with stand_in([Said("该部门的节能宣传荣获一等奖，奖金77.77万元。")]) as server:
        monkeypatch.setenv("JUESUAN_LLM_BASE_URL", server.url)
        monkeypatch.setenv("JUESUAN_LLM_MODEL", "test-model")
        monkeypatch.setenv("JUESUAN_LLM_CACHE", "off")
        at = page_of(filled, monkeypatch)
        at.chat_input[0].set_value(f"{name}2022年有没有开展节能宣传").run()
        assert len(server.requests) == 1
    assert "77.77" not in html(at)
    assert "没有采用它的回答" in html(at)


@pytest.mark.loopback
def test_what_a_model_writes_is_shown_with_its_sources(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = sample_set(1)[0].sample.books.department.name

    def repeats(request: dict[str, Any]) -> Said:
        """A sentence of the material, as a model that keeps to it writes it."""
        found = re.search(r"<<<材料 (\d+)：[^\n]*职责>>>\n.*?([^。；\n]{12,60}。)", words_of(request), re.S)
        assert found is not None
        return Said(f"{found[2].strip()}[{found[1]}]")

    with stand_in(repeats) as server:
        monkeypatch.setenv("JUESUAN_LLM_BASE_URL", server.url)
        monkeypatch.setenv("JUESUAN_LLM_MODEL", "test-model")
        monkeypatch.setenv("JUESUAN_LLM_CACHE", "off")
        at = page_of(filled, monkeypatch)
        at.chat_input[0].set_value(f"{name}2022年有没有开展节能宣传").run()
    assert "逐句与原文核对" in html(at)
    answer = at.session_state["talk"].turns[0].answer
    assert answer.engine == "llm"
    assert "[1]" in answer.answer
    assert len(at.expander) >= 1


def test_settings_that_contradict_themselves_are_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "qwen")
    assert "JUESUAN_LLM_BASE_URL" in html(page_of(filled, monkeypatch))
