"""问答: the questions and answers so far, the sources behind them, and the next question."""

from __future__ import annotations

from html import escape

import streamlit as st

from page import frame
from page.frame import heading, no_reports, notice, talk
from page.views import words
from page.views.examples import examples
from page.views.talk import Turn
from rag.library import Library

#: sources shown before one has to ask for the rest
_SOURCES = 8
#: widgets whose content outlives a visit to another room
KEPT = ()


def show() -> None:
    """Chat: the questions and answers so far, the sources behind them, and the next question."""
    library = frame.library()
    held = talk()
    held.put(st.chat_input("用中文提问，按回车发送", max_chars=500) or "")
    held.put(st.session_state.pop("asked", ""))
    if not held.turns:
        if library.reports():
            welcome(library)
        else:
            no_reports()
        return
    for number, turn in enumerate(held.turns):
        show_turn(library, number, turn)
    st.button("清空对话", icon=":material/delete_sweep:", type="tertiary", on_click=held.clear, key="clear")


def welcome(library: Library) -> None:
    heading("问部门决算", "用平常的话提问。答案只取自已导入的报告，并给出原文位置；报告没有写的，会直说没有。")
    with st.spinner("正在准备…"):
        questions = example_questions(str(library.root), library.store.generation())
    if questions:
        st.html('<p class="jz-label">可以这样问</p>')
    with st.container(key="examples", gap="small"):
        for number, question in enumerate(questions):
            st.button(
                words.plain(question), key=f"example-{number}", on_click=ask_example, args=(question,), width="stretch"
            )


def ask_example(question: str) -> None:
    st.session_state.asked = question


@st.cache_data(show_spinner=False, max_entries=8)
def example_questions(path: str, generation: str) -> list[str]:
    """Questions on the reports at hand; made again when reports come or go."""
    return examples(frame.library())


def show_turn(library: Library, number: int, turn: Turn) -> None:
    """One question and its answer; a question that still waits is answered now."""
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<p class="jz-question">{escape(turn.question)}</p>')
    with st.chat_message("assistant", avatar=":material/account_balance:"):
        if turn.waiting:
            with st.spinner("正在查找…"):
                talk().answer(turn, library)
        if turn.answer is None:
            notice("error", turn.error or "")
            return
        st.html(words.answer_html(turn.answer))
        if turn.answer.citations:
            show_sources(number, turn)


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
