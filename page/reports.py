"""报告: the list of reports with its filters, one report as printed, and taking reports in (上传)."""

from __future__ import annotations

import time
from html import escape

import streamlit as st

from extractors.errors import JuesuanError
from page import frame
from page.frame import heading, notice, room
from page.views import imports, lists, sheets
from page.views.words import plain
from rag.library import Library
from rag.store import ReportInfo

#: reports on one page of the list
_PER_PAGE = 20
#: widgets whose content outlives a visit to another room
KEPT = ("find_text", "find_years", "find_levels", "find_regions")


def show() -> None:
    """The list of reports with its filters, or one report."""
    library = frame.library()
    frame.told()
    reports = library.reports()
    if not reports:
        upload()
        return
    chosen = next((info for info in reports if info.doc_id == st.session_state.get("report")), None)
    if chosen:
        one_report(library, chosen)
    else:
        everything, taking_in = st.tabs(["全部报告", "上传"])
        with everything:
            report_list(reports)
        with taking_in:
            upload()


def report_list(reports: list[ReportInfo]) -> None:
    heading("报告", "资料库中的全部报告。点一份，看它的表格和目录。")
    text = st.text_input("搜索", key="find_text", placeholder="部门、地区或文件名", icon=":material/search:")
    years, levels, regions = st.columns(3)
    found = lists.choose(
        reports,
        text or "",
        years.multiselect("年度", lists.choices(reports, "year"), key="find_years", placeholder="全部年度"),
        levels.multiselect("级别", lists.choices(reports, "level"), key="find_levels", placeholder="全部级别"),
        regions.multiselect("地区", lists.choices(reports, "region"), key="find_regions", placeholder="全部地区"),
    )
    shown = found[: st.session_state.get("shown", _PER_PAGE)]
    st.html(f'<p class="jz-label" role="status">共 {len(reports)} 份，符合条件 {len(found)} 份</p>')
    with st.container(key="reports", gap=None):
        for info in shown:
            st.button(
                lists.report_label(info), key=f"open-{info.doc_id}", on_click=open_report, args=(info.doc_id,),
                width="stretch", type="tertiary",
            )  # fmt: skip
    if len(found) > len(shown):
        st.button(f"再显示 {_PER_PAGE} 份", on_click=show_more, args=(len(shown),))


def show_more(shown: int) -> None:
    st.session_state.shown = shown + _PER_PAGE


def open_report(doc_id: str | None) -> None:
    st.session_state.report = doc_id


def one_report(library: Library, info: ReportInfo) -> None:
    """One report: who published it, its tables, its outline, what the cross-checks have against it."""
    st.button("返回列表", icon=":material/arrow_back:", on_click=open_report, args=(None,), type="tertiary")
    heading(str(info.department), f"{info.year}年度部门{'预算' if info.kind == 'budget' else '决算'}")
    facts = library.facts(info.doc_id)
    findings = library.findings(info.doc_id)
    st.html(lists.identity_html(info, len(facts), findings))
    try:
        report = library.report(info.doc_id)
    except JuesuanError as error:
        notice("error", str(error))
    else:
        tables, outline = st.tabs(["决算表", "目录"])
        with tables:
            show_tables(sheets.sheets(report, facts))
        with outline:
            st.html(sheets.outline_html(report))
    with st.popover("删除这份报告", icon=":material/delete:", type="tertiary"):
        st.html(
            f"<p>将从资料库移除 <b>{escape(info.file)}</b> 及其全部数据，不能撤销；您自己保存的原文件不受影响。</p>"
        )
        st.button("确认删除", type="primary", on_click=delete_report, args=(library, info), key="delete")


def show_tables(printed: list[sheets.Sheet]) -> None:
    """One statutory table at a time, as printed."""
    if not printed:
        notice("info", "这份报告没有可读的决算表（有的报告只把表格印成图片）；数据取自文字说明。")
        return
    titles = [sheet.title for sheet in printed]
    number = st.selectbox("选择一张表", range(len(printed)), format_func=lambda n: titles[n])
    sheet = printed[number]
    st.html(f'<p class="jz-label">{escape(sheet.unit)}　共 {len(sheet.rows)} 行，按原表排列</p>')
    numbers = {name: st.column_config.TextColumn(alignment="right") for name in sheet.numeric}
    grid = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    st.dataframe(grid, hide_index=True, column_config=numbers, height=min(640, 38 + 35 * len(grid)))


def delete_report(library: Library, info: ReportInfo) -> None:
    try:
        library.delete(info.doc_id)
        st.session_state.told = ("ok", f"已删除：{info.department} {info.year}年度（{info.file}）")
    except JuesuanError as error:
        st.session_state.told = ("error", f"没有删除：{error}")
    st.session_state.report = None


def upload() -> None:
    """Several files at once into the library; what became of each stays on the page."""
    library = frame.library()
    limit = f"每个不超过 {st.get_option('server.maxUploadSize')} MB"
    heading(
        "上传报告",
        f"可一次选多个 PDF、Word、Excel、网页或文本文件，或装着它们的 ZIP，{limit}。"
        "同一份报告改动后再次上传，会替换旧的。",
    )
    job: imports.Import | None = st.session_state.get("job")
    if job and not job.followed:
        follow(job)
        job.followed = True
        st.rerun()  # what stands above was written before the reports were there
    batch = st.session_state.setdefault("batch", 0)
    files = st.file_uploader("选择报告文件", accept_multiple_files=True, key=f"files-{batch}")
    if st.button(f"导入 {len(files)} 份" if files else "导入", type="primary", disabled=not files):
        content = [(file.name, file.getvalue()) for file in files]
        st.session_state.job = imports.Import(library, content).start()
        st.session_state.batch = batch + 1
        st.rerun()
    if job:
        st.html(imports.outcomes_html(job))
        if job.done:
            st.page_link(room("ask"), label="去提问", icon=":material/forum:")


def follow(job: imports.Import) -> None:
    """Show how an import goes on until it is through; leaving the page does not stop it."""
    bar = st.progress(0.0, "正在导入…")
    while job.running:
        bar.progress(job.done / max(1, job.total), f"正在导入 {job.done}/{job.total}　{plain(job.current)}")
        time.sleep(0.1)
    bar.empty()
