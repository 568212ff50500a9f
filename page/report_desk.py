"""What the parts of the room 报告 share: the imports into the library, and which report is open at which address."""

from __future__ import annotations

import streamlit as st

from page import frame
from page.views.imports import Imports

#: the name of an open report in the address of the page: …/reports?report=…
_OPEN = "report"


@st.cache_resource(show_spinner=False)
def _imports_into(path: str) -> Imports:
    return Imports()


def imports() -> Imports:
    """The imports into the library at hand, of all visitors: whoever comes back or comes anew sees them."""
    return _imports_into(str(frame.library().root))


def opened() -> str | None:
    """The id of the report that is open."""
    return st.query_params.get(_OPEN)


def open_report(doc_id: str | None) -> None:
    """Open a report, or with None the list."""
    if doc_id is None:
        st.query_params.pop(_OPEN, None)
    else:
        st.query_params[_OPEN] = doc_id


def pager(key: str, count: int, words: tuple[str, str] = ("页", "页")) -> int:
    """A chooser among pages, from 1: the number, and one back or on. ``words`` are the thing and its measure word."""
    thing, measure = words
    if not 1 <= st.session_state.get(key, 1) <= count:
        st.session_state[key] = min(max(1, st.session_state[key]), count)
    at = st.session_state.get(key, 1)
    turn = ":material/chevron_{}:"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"pager-{key}"):
        st.button(
            f"上一{thing}",
            icon=turn.format("left"),
            disabled=at <= 1,
            on_click=_turn,
            args=(key, -1),
            key=f"{key}-back",
        )
        label = f"第几{thing}（共 {count} {measure}）"
        at = int(st.number_input(label, 1, count, key=key, width=130, label_visibility="collapsed"))
        st.html(f'<p class="jz-label">共 {count} {measure}</p>', width="content")
        st.button(
            f"下一{thing}",
            icon=turn.format("right"),
            disabled=at >= count,
            on_click=_turn,
            args=(key, 1),
            key=f"{key}-on",
        )
    return at


def _turn(key: str, by: int) -> None:
    st.session_state[key] = st.session_state.get(key, 1) + by
