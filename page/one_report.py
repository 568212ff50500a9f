"""One report: who published it, what is to be done with it, its document beside its data, and its versions."""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path

import streamlit as st

from extractors.errors import JuesuanError
from page import frame, report_data, report_desk
from page.frame import heading, notice, room, tell_later
from page.views import lists, versions
from page.views.imports import safe_name
from rag.library import Library
from rag.storage.store import ReportInfo

#: widgets whose content outlives a visit to another room
KEPT = report_data.KEPT
#: the former and the present version after a report was replaced, to be told once
_REPLACED = "replaced"


def show(library: Library, info: ReportInfo) -> None:
    """The page of a report."""
    st.html("<style>:root { --jz-width: 104rem }</style>")
    with st.container(horizontal=True, key="report-actions"):
        actions(library, info)
    heading(info.department or info.file, lists.kind_of(info))
    told_of_replacing()
    with st.spinner("正在打开报告…"):
        identity(library, info)
        try:
            library.report(info.doc_id)
        except JuesuanError as error:
            notice("error", str(error))
            return
    other_versions(library, info)
    report_data.show(library, info)


def actions(library: Library, info: ReportInfo) -> None:
    """Back, the original, and what changes the library."""
    back = ":material/arrow_back:"
    st.button("返回列表", icon=back, on_click=report_desk.open_report, args=(None,), type="tertiary", key="back")
    try:
        original = library.original(info.doc_id)
    except JuesuanError:
        original = None
    if original is not None:
        st.download_button(
            "下载原文件", original.read_bytes, info.file, icon=":material/download:", type="tertiary", on_click="ignore"
        )
    if st.button("核查发现", icon=":material/fact_check:", type="tertiary", key="to-checks"):
        st.session_state.check_reports = [info.doc_id]
        st.switch_page(room("checks"))
    if frame.read_only():
        return
    busy = bool(report_desk.imports().active)
    with st.popover("换成新版本", icon=":material/published_with_changes:", type="tertiary", disabled=busy):
        replace(library, info)
    with st.popover("删除这份报告", icon=":material/delete:", type="tertiary", disabled=busy):
        st.html(
            f"<p>将从资料库移除 <b>{escape(info.file)}</b> 及其全部数据，不能撤销；您自己保存的原文件不受影响。</p>"
        )
        st.button("确认删除", type="primary", on_click=delete_report, args=(library, info), key="delete")
    if busy:
        st.html('<p class="jz-note">正在导入，导入结束后才能替换或删除。</p>')


def identity(library: Library, info: ReportInfo) -> None:
    """Who published it, how much was read from it, and what of it follows no template or was not read."""
    facts, findings = library.facts(info.doc_id), library.findings(info.doc_id)
    st.html(lists.identity_html(info, len(facts), findings, len(library.places(info.doc_id).recognised)))
    try:
        template, unread = library.template(info.doc_id), library.report(info.doc_id).unread
    except JuesuanError:
        return
    with st.expander(lists.template_line(template), icon=":material/grading:"):
        st.html(lists.template_html(template, unread))


def other_versions(library: Library, info: ReportInfo) -> None:
    """Other reports of the same body, year and kind, and what they say otherwise."""
    found = library.versions(info.doc_id)
    if len(found) < 2:
        return
    with st.expander(f"这个部门同一年度还有 {len(found) - 1} 个版本", icon=":material/history:"):
        st.html(versions.listed_html(found, info))
        others = {other.doc_id: versions.label(other) for other in found if other.doc_id != info.doc_id}
        other = st.selectbox("与哪个版本比较", list(others), format_func=lambda doc_id: others[doc_id])
        st.button("打开那个版本", on_click=report_desk.open_report, args=(other,), key="open-version")
        st.html(versions.revision_html(library.revision(other, info.doc_id), "那个版本", "这一份"))


def delete_report(library: Library, info: ReportInfo) -> None:
    try:
        library.delete(info.doc_id)
        tell_later("ok", f"已删除：{info.department} {info.year}年度（{info.file}）")
    except JuesuanError as error:
        tell_later("error", f"没有删除：{error}")
        return
    report_desk.open_report(None)


def replace(library: Library, info: ReportInfo) -> None:
    """Another version of this very report in its place."""
    st.html(
        "<p>选这份报告改过以后的文件（部门、年度和种类要相同）。换上以后，旧的数据由新的替代，并告诉您改了什么。</p>"
    )
    batch = st.session_state.setdefault("replace_batch", 0)
    file = st.file_uploader("新版本的文件", key=f"replace-{batch}")
    if not st.button("换上", type="primary", disabled=file is None, key="replace") or file is None:
        return
    with st.spinner("正在读取新版本…"), tempfile.TemporaryDirectory(prefix="juesuan-upload-") as folder:
        path = Path(folder) / safe_name(file.name)
        path.write_bytes(file.getvalue())
        try:
            outcome, changed = library.replace(info.doc_id, path, workers=2)
        except JuesuanError as error:
            notice("error", f"没有替换：{error}")
            return
    if outcome.status == "failed" or outcome.doc_id is None:
        notice("error", versions.cleaned(outcome.message, folder))
        return
    st.session_state.replace_batch = batch + 1
    st.session_state[_REPLACED] = (outcome.doc_id, outcome.status, changed)
    report_desk.open_report(outcome.doc_id)
    st.rerun()


def told_of_replacing() -> None:
    """What a new version changed, right after it was put in; it stays until another report is opened."""
    replaced = st.session_state.get(_REPLACED)
    if replaced is None:
        return
    doc_id, status, changed = replaced
    if doc_id != report_desk.opened():
        del st.session_state[_REPLACED]
    elif status == "unchanged":
        notice("info", "文件内容与资料库中的完全相同，没有变化。")
    else:
        notice("ok", f"已换成新版本：{versions.counts_told(changed)}。")
        if not changed.is_none:
            with st.expander("看改了什么", icon=":material/difference:"):
                st.html(versions.revision_html(changed, "旧版", "新版"))
