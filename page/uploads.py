"""上传: files on their way into the library, seen as they come, stopped, and tried again."""

from __future__ import annotations

import streamlit as st

from page import frame, report_desk
from page.frame import heading, notice, room
from page.views import outcomes
from page.views.imports import Import
from page.views.words import plain

#: how often an import under way is looked at, in seconds
_GLANCE = 0.7


def show() -> None:
    """Choosing files, and the imports of the last time; one that is under way is shown as it goes on."""
    limit = f"每个不超过 {st.get_option('server.maxUploadSize')} MB"
    heading(
        "上传报告",
        f"可一次选多个 PDF、Word、Excel、网页、文本文件或扫描图片，或装着它们的 ZIP，{limit}。"
        "同一份报告改动后再次上传，会替换旧的。",
    )
    held = report_desk.imports()
    batch = st.session_state.setdefault("batch", 0)
    files = st.file_uploader("选择报告文件", accept_multiple_files=True, key=f"files-{batch}")
    label = f"导入 {len(files)} 个文件" if files else "导入"
    if st.button(label, type="primary", disabled=not files, icon=":material/upload:", key="import"):
        with st.spinner("正在接收文件…"):
            job = held.start(frame.library(), ((file.name, file.getvalue()) for file in files))
        st.session_state.batch = batch + 1
        # it may be over before it is first shown, and the counts drawn before that
        st.session_state[_key(job)] = True
        st.rerun()
    for number, job in enumerate(held.jobs):
        with st.container(border=True, key=f"job-{number}"):
            _shown(job)(job, number)
    if held.jobs and not held.active:
        st.page_link(room("ask"), label="去提问", icon=":material/forum:")


def banner() -> None:
    """One line on an import under way, for the other parts of the room."""
    if active := report_desk.imports().active:
        st.fragment(_banner, run_every=_GLANCE)(active[-1])


def _banner(job: Import) -> None:
    if not job.active:
        st.rerun()
    notice("info", outcomes.progress(job))


def _shown(job: Import):  # type: ignore[no-untyped-def]
    return st.fragment(_show_job, run_every=_GLANCE if job.active else None)


def _show_job(job: Import, number: int) -> None:
    """One import: how far it is, or what it came to."""
    if job.active:
        st.progress(job.done / max(1, job.total), plain(outcomes.progress(job)))
        stop, key = ":material/stop_circle:", f"stop-{number}"
        st.button("停止导入", icon=stop, on_click=job.stop, disabled=job.stopping, key=key)
    elif st.session_state.pop(_key(job), False):
        st.rerun()  # the list and the counts were drawn before the last report was in
    else:
        st.html(f'<h2 class="jz-head">{outcomes.title(job)}</h2>')
        _choices(job, number)
    if job.active:
        st.session_state[_key(job)] = True
    st.html(outcomes.outcomes_html(job))


def _key(job: Import) -> str:
    return f"seen-{id(job)}"


def _choices(job: Import, number: int) -> None:
    """What can be done with an import that is over."""
    with st.container(horizontal=True):
        for word, files in (("重试失败的", job.failed), ("继续导入其余", job.left)):
            if files and st.button(f"{word} {len(files)} 份", icon=":material/refresh:", key=f"{word}-{number}"):
                job.again(files)
                st.session_state[_key(job)] = True
                st.rerun()
        st.download_button(
            "下载结果清单", outcomes.outcomes_csv(job), "导入结果.csv", "text/csv", icon=":material/download:",
            on_click="ignore", key=f"list-{number}",
        )  # fmt: skip
        if st.button("清除记录", icon=":material/close:", type="tertiary", key=f"forget-{number}"):
            report_desk.imports().forget(job)
            st.rerun()
