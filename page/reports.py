"""报告: the list of reports with its filters; one report and the way in for new ones are parts of the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from page import frame, one_report, report_desk, uploads
from page.frame import heading, notice
from page.views import lists
from rag.library import Library
from rag.storage.store import ReportInfo

#: reports on one page of the list
_PER_PAGE = 25
#: the two sides of the room, and where it is kept which is open
_TABS, _TAB = ("全部报告", "上传"), "reports_tab"
#: widgets whose content outlives a visit to another room
KEPT = (
    _TAB, "find_text", "find_years", "find_levels", "find_regions", "find_kinds", "find_found", "find_order",
    "list_page",
    *one_report.KEPT,
)  # fmt: skip


def show() -> None:
    """The list of reports with its filters, or one report."""
    library = frame.library()
    frame.told()
    wanted = report_desk.opened()
    reports = library.reports()
    chosen = next((info for info in reports if info.doc_id == wanted), None) if wanted else None
    if chosen:
        one_report.show(library, chosen)
        return
    if wanted:
        notice("error", "这份报告不在资料库中：可能已被删除，或换成了新版本。下面是现有的全部报告。")
    if frame.read_only():
        report_list(library, reports)
        return
    if not reports:
        # whoever begins here stays here when the first report is in
        st.session_state.setdefault(_TAB, _TABS[1])
    everything, taking_in = st.tabs(_TABS, key=_TAB, on_change="rerun")
    if everything.open:
        with everything:
            uploads.banner()
            report_list(library, reports)
    if taking_in.open:
        with taking_in:
            uploads.show()


def report_list(library: Library, reports: list[ReportInfo]) -> None:
    """The reports that fit the filters, a page of them at a time."""
    if not reports:
        told = "请由管理员导入，当前为只读模式。" if frame.read_only() else "请在“上传”中导入，或运行 juesuan ingest。"
        heading("还没有报告", told)
        return
    heading("报告", "资料库中的全部报告。点一份，对照原文看它的表格和数据。")
    severities = library.severities()
    found = filtered(reports, severities)
    st.html(f'<p class="jz-label" role="status">共 {len(reports):,} 份，符合条件 {len(found):,} 份</p>')
    if not found:
        notice("info", "没有符合条件的报告。请减少搜索的词，或清除筛选。")
        st.button("清除筛选", icon=":material/filter_alt_off:", on_click=clear)
        return
    pages = -(-len(found) // _PER_PAGE)
    at = report_desk.pager("list_page", pages) if pages > 1 else 1
    head = "".join(f"<span>{name}</span>" for name in ("部门", "年度和种类", "级别和地区", "核查"))
    with st.container(key="reports", gap=None):
        st.html(f'<p class="jz-list-head" aria-hidden="true">{head}</p>')
        for info in found[(at - 1) * _PER_PAGE : at * _PER_PAGE]:
            st.button(
                lists.report_label(info, severities.get(info.doc_id, {})), key=f"open-{info.doc_id}",
                on_click=report_desk.open_report, args=(info.doc_id,), width="stretch", type="tertiary",
            )  # fmt: skip


def filtered(reports: list[ReportInfo], severities: Mapping[str, Mapping[str, int]]) -> list[ReportInfo]:
    """The filters and the order, and the reports that are left."""
    words, order = st.columns([3, 1])
    text = words.text_input(
        "搜索", key="find_text", placeholder="部门、地区、年度或文件名，可写几个词", icon=":material/search:",
        on_change=first_page,
    )  # fmt: skip
    by = order.selectbox("排序", lists.ORDERS, key="find_order", on_change=first_page)
    with st.container(key="filters"):
        columns = st.columns(5)

    def filter_by(at: int, label: str, options: list[Any], key: str) -> list[Any]:
        return columns[at].multiselect(
            label, options, key=key, placeholder="全部", format_func=lambda value: lists.KIND.get(value, str(value)),
            on_change=first_page, select_all=False,
        )  # fmt: skip

    years = filter_by(0, "年度", lists.choices(reports, "year")[::-1], "find_years")
    kinds = filter_by(1, "种类", lists.choices(reports, "kind"), "find_kinds")
    levels = filter_by(2, "级别", lists.choices(reports, "level"), "find_levels")
    regions = filter_by(3, "地区", lists.choices(reports, "region"), "find_regions")
    found = filter_by(4, "核查", list(lists.FOUND), "find_found")
    fitting = lists.choose(reports, text or "", years, levels, regions, kinds, found, severities)
    return lists.ordered(fitting, by, severities)


def first_page() -> None:
    """Other filters, other pages."""
    st.session_state.list_page = 1


def clear() -> None:
    st.session_state.find_text = ""
    for name in ("years", "kinds", "levels", "regions", "found"):
        st.session_state[f"find_{name}"] = []
    first_page()
