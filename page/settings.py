"""设置: the engine in use and its language model, the library, what works and what is missing."""

from __future__ import annotations

import streamlit as st

from extractors.errors import JuesuanError
from extractors.llm import tried
from page import frame
from page.frame import heading, notice, read_only
from page.views import about, configure
from page.views.configure import Entered
from rag.library import Library
from rag.settings import Settings, read_settings


def show() -> None:
    """The room."""
    library = frame.library()
    settings = read_settings()
    heading("设置", "现在用什么回答，资料库里有什么，哪些功能可用。")
    frame.told()
    engine(library, settings)
    st.html("<h2 class='jz-part'>资料库</h2>")
    st.html(about.listed(about.of_library(library)))
    st.html("<h2 class='jz-part'>健康状况</h2>")
    st.html(about.health_html(library.health()))
    st.html("<h2 class='jz-part'>访问</h2>")
    st.html(about.listed(about.of_access(settings)))


def engine(library: Library, settings: Settings) -> None:
    """Which engine answers, and the language model beside it."""
    st.html("<h2 class='jz-part'>引擎</h2>")
    st.html(about.listed(about.of_engine(library, settings)))
    if read_only():
        return
    if fixed := configure.fixed_by_environment():
        notice("info", f"模型的{'、'.join(fixed)}由环境变量给出，须在启动网页的地方更改。")
        if settings.has_llm and st.button("测试连接", icon=":material/network_check:"):
            _test(settings)
        return
    with st.expander("更改模型" if settings.has_llm else "使用语言模型", icon=":material/tune:"):
        model_form(settings)


def model_form(settings: Settings) -> None:
    """The language model: entered, tested, kept, or taken away."""
    st.html(
        '<p class="jz-note">可填任何与 OpenAI 接口相容的服务（云服务、vLLM、Ollama、llama.cpp）。'
        "提问时，问题和有关的报告段落会发给它；它写的每个数字都与原文核对，对不上的不显示。</p>"
    )
    with st.form("model", border=False):
        url = st.text_input("地址", settings.llm_base_url or "", placeholder="http://127.0.0.1:11434/v1")
        model = st.text_input("模型名", settings.llm_model or "", placeholder="如 qwen3:8b")
        held = "已设置；不改则留空" if settings.llm_api_key else "没有则留空"
        key = st.text_input("密钥", type="password", placeholder=held)
        with st.container(horizontal=True):
            test = st.form_submit_button("测试连接", icon=":material/network_check:")
            keep = st.form_submit_button("保存", type="primary")
            forget = st.form_submit_button("停用模型") if settings.has_llm else False
    entered = Entered(url, model, key)
    try:
        if test:
            _test(settings, entered)
        elif keep:
            configure.keep(entered.endpoint(settings))
            _begin_anew("已保存，从下一个问题起使用这个模型。")
        elif forget:
            configure.forget()
            _begin_anew("已停用语言模型，全部按规则回答。")
    except JuesuanError as error:
        notice("error", str(error))


def _test(settings: Settings, entered: Entered | None = None) -> None:
    """Try the model that is entered, or the one configured, and say what came of it."""
    endpoint = entered.endpoint(settings) if entered else settings.endpoint
    with st.spinner("正在连接…"):
        trial = tried(endpoint)
    notice("ok" if trial.ok else "error", trial.told)


def _begin_anew(message: str) -> None:
    """Open the library with the new settings; what is asked from now on uses them."""
    frame.library_of.clear()
    frame.talk().forget_conversation()
    frame.tell_later("ok", message)
    st.rerun()
