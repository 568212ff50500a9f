"""The Streamlit page: its door, its frame and the way to its rooms. The rooms are in ``page``.

Text that comes from a report reaches the page escaped: as HTML by ``escape``, as Markdown by ``words.plain``.
"""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from extractors.errors import JuesuanError
from page import access, ask, check_marks, checks, compare, extract, frame, reports, settings
from rag.library import Library

log = logging.getLogger("juesuan")

#: widgets whose content outlives a visit to another room
_KEPT = (*ask.KEPT, *reports.KEPT, *checks.KEPT, *compare.KEPT, *extract.KEPT)

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5d8a"/>'
    '<path d="M8 23V13m5.3 10V9m5.4 14v-7M24 23V11" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


def main() -> None:
    """One run of the page."""
    st.set_page_config("决算问答", page_icon=_ICON, layout="centered", initial_sidebar_state="auto")
    st.html(f"<style>{frame.STYLE.read_text(encoding='utf-8')}</style>")
    st.html("<script>document.documentElement.lang = 'zh-CN'</script>", unsafe_allow_javascript=True)
    frame.keep(*_KEPT, *check_marks.drafts())
    st.logo(_ICON, size="large")
    rooms = st.session_state.rooms = pages()
    here = st.navigation(list(rooms.values()), position="top")
    if here in (rooms["checks"], rooms["compare"], rooms["extract"], rooms["reports"]):
        st.html("<style>:root { --jz-width: 76rem }</style>")
    try:
        if not access.admitted():
            return
        sidebar(frame.library())
        with st.container(key="narrow", horizontal=True):
            for target in rooms.values():
                st.page_link(target)
        here.run()
    except JuesuanError as error:
        broken(str(error))
    except Exception:
        log.exception("页面出错")
        frame.library_of.clear()
        broken("页面出错了，原因已记入日志。请刷新重试；若一再出现，请检查资料库文件夹是否被移动或删除。")


def pages() -> dict[str, Page]:
    """The rooms by their addresses."""
    return {
        "ask": st.Page(ask.show, title="问答", icon=":material/forum:", url_path="ask", default=True),
        "reports": st.Page(reports.show, title="报告", icon=":material/description:", url_path="reports"),
        "checks": st.Page(checks.show, title="核对", icon=":material/fact_check:", url_path="checks"),
        "compare": st.Page(compare.show, title="对比", icon=":material/bar_chart:", url_path="compare"),
        "extract": st.Page(extract.show, title="抽取", icon=":material/table_view:", url_path="extract"),
        "settings": st.Page(settings.show, title="设置", icon=":material/settings:", url_path="settings"),
    }


def broken(message: str) -> None:
    """What is wrong, and what to do, in place of the page."""
    frame.notice("error", message)
    st.html(
        '<p class="jz-note">资料库的位置由环境变量 <code>JUESUAN_LIBRARY</code>（默认 <code>./library</code>）或 '
        "<code>juesuan serve --library 文件夹</code> 决定。换文件夹须重新启动页面；问题排除后点“重试”即可。</p>"
    )
    st.button("重试", icon=":material/refresh:")


def sidebar(library: Library) -> None:
    """Where we are: the library, the engine, and how to use the page."""
    count = len(library.reports())
    root = library.root
    shown = f"~/{root.relative_to(Path.home())}" if root.is_relative_to(Path.home()) else str(root)
    model = library.settings.llm_model if library.settings.has_llm else None
    engine = f"规则，拿不准的文字由 {model} 帮助" if model else "规则引擎（离线）"
    with st.sidebar:
        st.html(
            '<div class="jz-brand"><b>决算问答</b><span>每个数字都有出处</span></div>'
            f"<dl class='jz-side'><dt>资料库</dt><dd>{escape(shown)}</dd>"
            f"<dt>报告</dt><dd id='jz-count'>{count} 份</dd><dt>引擎</dt><dd>{escape(engine)}</dd></dl>"
        )
        with st.expander("怎么用", icon=":material/help:"):
            st.html(_HELP)


_HELP = """<ul class="jz-help"><li>在“问答”里用中文提问，如“某某局2023年支出合计是多少”。</li>
<li>部门可用简称，年度可写“23年”；可以接着问：“那基本支出呢？”</li><li>点开“来源”，看数字在原报告里的位置。</li>
<li>在“报告”里添加、查看和删除报告；“核对”列出报告自相矛盾之处；“对比”把几份报告放在一起看；“抽取”导出成表。</li>
<li>所有内容只在这台电脑上处理。</li></ul>"""

if __name__ == "__main__":
    main()
