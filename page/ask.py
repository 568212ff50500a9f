"""问答: the questions and answers so far, the sources behind them, and the next question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from page import frame
from page.frame import heading, no_reports, notice, talk
from page.views import transcript, words
from page.views.amend import Choices, choices_of, correction
from page.views.examples import Offered
from page.views.talk import Talk, Turn
from rag.answer import Answer
from rag.library import Library

#: sources shown before one has to ask for the rest; of a conflict, places shown beside each other at once
_SOURCES, _BESIDE = 3, 2
#: what may be pasted; what is longer than a question may be is told so, and not silently dropped by the browser
_PASTED = 20_000
#: widgets whose content outlives a visit to another room
KEPT = ()


def show() -> None:
    """Chat: the questions and answers so far, the sources behind them, and the next question."""
    library = frame.library()
    held = talk()
    held.put(st.chat_input("用中文提问，按回车发送", max_chars=_PASTED) or "")
    held.put(st.session_state.pop("asked", ""))
    if not held.turns:
        if library.reports():
            welcome(library)
        else:
            no_reports()
        return
    st.html('<h1 class="jz-unseen">问答</h1>')
    for number, turn in enumerate(held.turns):
        show_turn(library, number, turn)
    take_away(held)


def welcome(library: Library) -> None:
    heading("问部门决算", "用平常的话提问。答案只取自已导入的报告，并给出原文位置；报告没有写的，会直说没有。")
    with st.spinner("正在准备…"):
        questions = offered(str(library.root)).of(library)
    if questions:
        st.html('<p class="jz-label">可以这样问</p>')
    with st.container(key="examples", gap="small"):
        for number, question in enumerate(questions):
            st.button(
                words.plain(question), key=f"example-{number}", on_click=ask_example, args=(question,), width="stretch"
            )


def ask_example(question: str) -> None:
    st.session_state.asked = question


@st.cache_resource(show_spinner=False, max_entries=8)
def offered(path: str) -> Offered:
    """The questions that are offered on a library, to all visitors."""
    return Offered()


# ---------------------------------------------------------------- one turn


def show_turn(library: Library, number: int, turn: Turn) -> None:
    """One question and its answer; a question that still waits is answered now."""
    with st.chat_message("user", avatar=":material/person:"):
        amended = f'<p class="jz-amended">更正理解：{escape(turn.amended)}</p>' if turn.amended else ""
        st.html(f'<p class="jz-question">{escape(turn.question)}</p>{amended}')
    with st.chat_message("assistant", avatar=":material/account_balance:"):
        if turn.waiting:
            answer_now(turn, library)
        if turn.answer is None:
            notice("error", turn.error or "")
            return
        st.html(words.answer_html(turn.answer))
        show_tools(library, number, turn.question, turn.answer)
        if turn.answer.status == "conflict" and len(turn.answer.citations) > 1:
            show_conflict(number, turn.answer)
        if turn.answer.citations:
            show_sources(number, turn)


def answer_now(turn: Turn, library: Library) -> None:
    """Answer a question; what a language model writes is shown sentence by sentence, each once it is checked."""
    coming = st.empty()
    with st.spinner("正在查找…"):
        talk().answer(turn, library, _shown_as_it_comes(coming.html))
    coming.empty()


def _shown_as_it_comes(show: Callable[[str], object]) -> Callable[[str], None]:
    sentences: list[str] = []

    def on_text(sentence: str) -> None:
        sentences.append(sentence)
        show(f'<p class="jz-coming" role="status">{escape("".join(sentences))}</p>')

    return on_text


@st.fragment
def show_tools(library: Library, number: int, question: str, answer: Answer) -> None:
    """Below an answer: copy it, or set right how its question was understood."""
    with st.container(key=f"tools-{number}", horizontal=True, gap="small"):
        copy = st.popover(
            "复制", icon=":material/content_copy:", type="tertiary", key=f"copy-{number}", on_change="rerun"
        )
        amend = st.popover(
            "更正理解", icon=":material/edit:", type="tertiary", key=f"amend-{number}", on_change="rerun"
        )
    if copy.open:
        with copy:
            st.html('<p class="jz-label">点右上角的按钮，连同来源一起复制</p>')
            st.code(transcript.answer_text(answer), language=None, wrap_lines=True)
    if amend.open:
        with amend:
            amend_form(choices_of(answer, library.reports()), number, question)


def amend_form(choices: Choices, number: int, question: str) -> None:
    """What was understood, to be set right: departments, years, measures. The question is then answered anew."""
    with st.form(f"amend-form-{number}", border=False):
        departments = _departments(choices, number)
        years = st.multiselect(
            "年度",
            choices.years,
            choices.understood_years,
            key=f"amend-years-{number}",
            placeholder="选择年度",
            select_all=False,
        )
        measures = st.multiselect(
            "指标", choices.measures, choices.understood_measures, key=f"amend-measures-{number}",
            placeholder="选择，或写出报告里的名称", accept_new_options=True, select_all=False,
        )  # fmt: skip
        asked = st.form_submit_button("按此重问", type="primary")
    if not asked:
        return
    amended = correction(choices, departments, years, measures)
    if amended is None:
        notice("info", "没有改动。请先改部门、年度或指标，再重问。")
        return
    talk().put(question, *amended)
    st.rerun()


def _departments(choices: Choices, number: int) -> list[str]:
    """The departments chosen, or written where there are too many to choose from."""
    key = f"amend-departments-{number}"
    if choices.departments is None:
        written = st.text_input("部门（几个之间用顿号）", "、".join(choices.understood_departments), key=key)
        return [name.strip() for name in written.split("、") if name.strip()]
    return st.multiselect(
        "部门", choices.departments, choices.understood_departments, key=key, placeholder="选择部门", select_all=False
    )


@st.fragment
def show_conflict(number: int, answer: Answer) -> None:
    """The places that contradict one another, beside each other."""
    st.html('<h3 class="jz-beside">互相矛盾的两处</h3>')
    columns = st.columns(_BESIDE, border=True)
    for place, (column, citation) in enumerate(zip(columns, answer.citations, strict=False), 1):
        with column:
            st.html(f'<p class="jz-label">{escape(words.source_label(place, citation))}</p>')
            frame.show_place(citation, f"conflict-{number}-{place}", brief=True)


@st.fragment
def show_sources(number: int, turn: Turn) -> None:
    """The numbered sources of an answer. Only an open one is read from its report."""
    citations = turn.answer.citations if turn.answer else []
    more = f"more-{number}"
    shown = citations if st.session_state.get(more) else citations[:_SOURCES]
    for place, citation in enumerate(shown, 1):
        label = words.plain(words.source_label(place, citation))
        source = st.expander(label, key=f"source-{number}-{place}", on_change="rerun")
        if source.open:
            with source:
                frame.show_place(citation, f"page-{number}-{place}")
    if len(citations) > len(shown):
        st.button(f"显示全部 {len(citations)} 处来源", key=more, type="tertiary")


# ---------------------------------------------------------------- the talk as a whole


def take_away(held: Talk) -> None:
    """Export the talk, or clear it. A file is made only when it is asked for."""
    turns = list(held.turns)
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with st.container(key="take-away", horizontal=True, gap="small"):
        st.download_button(
            "导出 Word", partial(transcript.word, turns), "问答记录.docx", docx,
            key="as-word", icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "导出 Markdown", partial(transcript.markdown, turns), "问答记录.md", "text/markdown",
            key="as-markdown", icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip
        st.button("清空对话", icon=":material/delete_sweep:", type="tertiary", on_click=held.clear, key="clear")
