"""Transcript: a talk to take away has every figure with its source, and nothing in it becomes markup."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from page.views.talk import Talk, Turn
from page.views.transcript import answer_text, markdown, marked_off, word
from rag.answer import Answer, Value
from rag.library import Library
from rag.settings import Settings


@pytest.fixture(scope="module")
def library(filled: Path) -> Iterator[Library]:
    with Library.open(filled, Settings(_env_file=None)) as library:
        yield library


def _talk(library: Library, *questions: str) -> Talk:
    talk = Talk()
    for question in questions:
        talk.put(question)
        talk.answer(talk.turns[-1], library)
    return talk


def test_every_figure_and_every_quote_is_taken_along(library: Library) -> None:
    info = library.reports()[0]
    turns = _talk(library, f"{info.department}{info.year}年支出合计是多少？", "那基本支出呢？").turns
    document = Document(io.BytesIO(word(turns)))
    paragraphs = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for turn in turns:
        assert turn.answer is not None
        copied = answer_text(turn.answer)
        for value in turn.answer.values:
            assert value.value in copied and value.value in cells
        for citation in turn.answer.citations:
            assert citation.quote.strip() in copied and citation.quote.strip() in paragraphs
    assert "那基本支出呢？" in paragraphs and "理解为：" in paragraphs


def test_markup_in_a_question_or_an_answer_stays_text() -> None:
    evil = "**粗** [链](http://a.b) <img src=x> | # 题"
    turn = Turn(evil, Answer(question=evil, answer=evil, status="answered"))
    shown = markdown([turn])
    assert (
        "**粗**" not in shown
        and "[链]" not in shown
        and "http://" not in shown
        and "<img" not in shown.replace("\\<", "")
    )


@pytest.mark.parametrize("figure", ["5126.24万元", "-12.50", "ln-sw-2025.pdf", "1.5", "第3页（2）"])
def test_figures_and_file_names_stay_as_they_are_printed(figure: str) -> None:
    assert marked_off(figure) == figure


@pytest.mark.parametrize("text", ["- 项", "1. 甲", "# 题", "===", "> 引", "+ 项", "2) 乙"])
def test_what_begins_a_block_of_markdown_is_marked_off(text: str) -> None:
    assert "\\" in marked_off(text)


def test_a_formula_and_a_failure_are_told() -> None:
    value = Value(value="3", unit="万元", label="差", origin="computed", formula="5 - 2")
    done = Turn("问", Answer(question="问", answer="是3万元", status="computed", values=[value]))
    failed = Turn("再问", error="出错了")
    shown = markdown([done, failed, Turn("还没答")])
    assert "5 - 2" in shown and "推算" in shown and "出错了" in shown and "尚未回答" in shown


def test_control_characters_of_a_damaged_report_do_not_break_the_word_file() -> None:
    turn = Turn("问", Answer(question="问", answer="坏\x00字\x0b符", status="answered"))
    assert "坏字符" in "\n".join(p.text for p in Document(io.BytesIO(word([turn]))).paragraphs)


def test_what_was_set_right_is_told(library: Library) -> None:
    turn = Turn("问", Answer(question="问", answer="答", status="answered"), amended="年度：2022")
    assert "年度：2022" in markdown([turn])
