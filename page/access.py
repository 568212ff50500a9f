"""Access: an optional password before anything of the library is shown."""

from __future__ import annotations

import threading
import time

import streamlit as st

from page.frame import heading, notice
from rag.passwords import matches
from rag.settings import read_settings

#: after a wrong guess nobody is let in for so long, in seconds: guessing in many windows at once gains nothing
_PAUSE = 1.0


@st.cache_resource(show_spinner=False)
def _door() -> threading.Lock:
    return threading.Lock()


def admitted() -> bool:
    """Whether this visitor may go in; asks for the password where one is configured and was not given yet.

    A changed password locks out everybody who came in with the former one.
    """
    secret = read_settings().page_password_hash
    if secret is None or st.session_state.get("admitted") == secret.get_secret_value():
        return True
    heading("请输入口令", "这个资料库设有口令，请向管理员索取。")
    with st.form("access", border=False):
        given = st.text_input("口令", type="password", max_chars=200)
        asked = st.form_submit_button("进入", type="primary")
    if asked:
        with _door():
            right = matches(given, secret.get_secret_value())
            if not right:
                time.sleep(_PAUSE)
        if right:
            st.session_state.admitted = secret.get_secret_value()
            st.rerun()
        notice("error", "口令不对，请重试。")
    return False
