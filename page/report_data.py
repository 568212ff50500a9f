"""The document of a report beside its data: pages or text on one side; tables, facts and outline on the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from extractors.errors import JuesuanError
from extractors.facts import Fact
from extractors.report import Box, Report
from page import frame, report_desk
from page.frame import notice
from page.views import document, fact_list, sheets, table_files
from page.views.document import Mark
from page.views.words import plain
from rag.library import Library
from rag.storage.store import ReportInfo

#: widgets whose content outlives a visit to another room
KEPT = ("facts_text", "facts_state", "facts_order")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARKED = "marked"
_WIDTHS = {"行": 150, "列": 105, "单位": 55, "表格": 150, "位置": 80, "原文": 120, "读取": 80}


@st.fragment
def show(library: Library, info: ReportInfo) -> None:
    """The document on the left, the data on the right; on a narrow screen one below the other."""
    report, facts = library.report(info.doc_id), library.facts(info.doc_id)
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="document"):
        show_document(library, info, report, facts)
    with right, st.container(key="data"):
        labels = ("表格", "数据", "目录")
        tables, listed, outline = st.tabs(labels, key=f"data-{info.doc_id}", on_change="rerun")
        if tables.open:
            with tables:
                show_tables(info, report, facts)
        if listed.open:
            with listed:
                show_facts(info, facts)
        if outline.open:
            with outline:
                show_outline(info, report)


# the document


def marked(info: ReportInfo) -> Mark | None:
    """The place that was chosen last in this report."""
    doc_id, mark = st.session_state.get(_MARKED, (None, None))
    return mark if doc_id == info.doc_id else None


def mark_place(info: ReportInfo, report: Report, mark: Mark) -> None:
    """Show a place in the document: turn to its page or its part of the text."""
    st.session_state[_MARKED] = (info.doc_id, mark)
    if mark.page:
        st.session_state[f"page-{info.doc_id}"] = mark.page
    st.session_state[f"part-{info.doc_id}"] = document.part_of(document.parts_of(report), mark.start) + 1


def show_document(library: Library, info: ReportInfo, report: Report, facts: Sequence[Fact]) -> None:
    mark = marked(info)
    pages = info.pages or len(report.source.places.pages)
    form: str | None = "文字"
    with st.container(horizontal=True, vertical_alignment="center", key="document-head"):
        st.html('<h2 class="jz-head">原文</h2>', width="content")
        if pages:
            form = st.segmented_control(
                "原文的样子", ["页面", "文字"], default="页面", required=True, key=f"form-{info.doc_id}",
                label_visibility="collapsed",
            )  # fmt: skip
    told = f"已标出：{mark.label}" if mark else "在“数据”“表格”或“目录”里选一处，这里就翻到那里并标出来。"
    st.html(f'<p class="jz-label" role="status">{escape(told)}</p>')
    if form == "页面":
        show_page(library, info, report, pages, mark)
    else:
        show_text(info, report, facts, mark)


def show_page(library: Library, info: ReportInfo, report: Report, pages: int, mark: Mark | None) -> None:
    """A page of a PDF as it is printed, the chosen place on it in a box."""
    at = report_desk.pager(f"page-{info.doc_id}", pages)
    box = mark.box if mark and mark.page == at else None
    if at in report.source.places.recognised:
        notice("info", "这一页是图片，上面的文字和数字由识别得到，可能有误，请以图为准。")
    try:
        picture = page_picture(str(library.root), info.doc_id, info.sha256, at, box)
    except JuesuanError as error:
        notice("error", str(error))
        return
    st.image(picture, width="stretch", alt=f"{info.file} 第{at}页")


@st.cache_data(show_spinner=False, max_entries=48)
def page_picture(root: str, doc_id: str, sha256: str, page: int, box: Box | None) -> bytes:
    return frame.library().page_picture(doc_id, page, *([box] if box else []))


def show_text(info: ReportInfo, report: Report, facts: Sequence[Fact], mark: Mark | None) -> None:
    """A part of the text as it was read, the chosen place in it marked and brought into view."""
    parts = document.parts_of(report)
    if not parts:
        notice("info", "这份报告没有读出文字。")
        return
    at = report_desk.pager(f"part-{info.doc_id}", len(parts), ("段", "段"))
    here = mark if mark and document.part_of(parts, mark.start) == at - 1 else None
    st.html(document.part_html(parts[at - 1], facts, here))
    if here:
        st.html(_SCROLL.replace("PLACE", str(here.start)), unsafe_allow_javascript=True)


#: only the boxes of the text and of its tables are moved, not the page around them; again once all has its height
_SCROLL = """<script>/* PLACE */ for (const wait of [0, 300]) setTimeout(() => {
  const box = document.querySelector('.jz-document');
  const mark = box?.querySelector('mark') ?? box?.querySelector('.jz-cited');
  if (!mark) return;
  const at = mark.getBoundingClientRect(), table = mark.closest('.jz-table');
  box.scrollTop += at.top - box.getBoundingClientRect().top - box.clientHeight / 3;
  if (table) table.scrollLeft += at.left - table.getBoundingClientRect().left - table.clientWidth / 2;
}, wait)</script>"""


# the data


def show_tables(info: ReportInfo, report: Report, facts: Sequence[Fact]) -> None:
    """One table at a time, as printed, and files of it and of all."""
    printed = sheets.sheets(report, facts)
    if not printed:
        notice("info", "这份报告没有可读的表格（有的报告只把表格印成图片）；数据取自文字说明。")
        return
    labels, key = sheets.sheet_labels(printed), f"table-{info.doc_id}"
    number = st.selectbox(
        f"选择一张表（共 {len(printed)} 张）", range(len(printed)), format_func=lambda n: labels[n], key=key,
        on_change=_table_chosen, args=(info, report, printed, key),
    )  # fmt: skip
    sheet = printed[number]
    told = "　".join(
        part for part in (sheet.unit, f"共 {len(sheet.rows)} 行，按原表排列", "选中一行，看它在原文的位置") if part
    )
    st.html(f'<p class="jz-label">{escape(told)}</p>')
    numbers = {name: st.column_config.TextColumn(alignment="right") for name in sheet.numeric}
    grid = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    chosen = f"rows-{info.doc_id}-{number}"
    st.dataframe(
        grid, hide_index=True, column_config=numbers, height=min(560, 38 + 35 * max(1, len(grid))), key=chosen,
        on_select=partial(_row_chosen, info, report, sheet, chosen), selection_mode="single-row",
    )  # fmt: skip
    name = f"{info.department or ''}{info.year or ''}{sheet.title}"
    _downloads(name, [table_files.of_sheet(sheet)], f"sheet-{number}")
    all_of_it = f"{info.department or ''}{info.year or ''}全部表格.xlsx"
    st.download_button(
        f"全部 {len(printed)} 张表，一个 Excel", lambda: table_files.xlsx_of(map(table_files.of_sheet, printed)),
        all_of_it, _SHEET, icon=":material/download:", on_click="ignore", type="tertiary",
    )  # fmt: skip


def _table_chosen(info: ReportInfo, report: Report, printed: Sequence[sheets.Sheet], key: str) -> None:
    sheet = printed[st.session_state[key]]
    start, end = sheet.place
    mark_place(info, report, Mark.at(report, start, end, f"《{sheet.title}》"))


def _row_chosen(info: ReportInfo, report: Report, sheet: sheets.Sheet, key: str) -> None:
    if rows := _rows(st.session_state[key]):
        start, end = sheet.places[rows[0]]
        label = next((text for text in sheet.rows[rows[0]] if text), f"第{rows[0] + 1}行")
        mark_place(info, report, Mark.at(report, start, end, f"《{sheet.title}》 — {label}"))


def _rows(state: Any) -> list[int]:
    return list(state.selection.rows)


def show_facts(info: ReportInfo, facts: Sequence[Fact]) -> None:
    """All values of the report, to be searched; the one that is chosen is shown in the document."""
    words, tables = st.columns(2)
    text = words.text_input("搜索数据", key="facts_text", placeholder="如 基本支出 工资", icon=":material/search:")
    table = tables.selectbox("表格", fact_list.tables_of(facts), key=f"facts-table-{info.doc_id}")
    states, orders = st.columns(2)
    read = fact_list.STATES if any(f.reading for f in facts) else fact_list.STATES[:-1]
    state = states.selectbox("内容", read, key="facts_state")
    order = orders.selectbox("排序", fact_list.ORDERS, key="facts_order")
    found = fact_list.selected(facts, text or "", table, state, order)
    st.html(
        f'<p class="jz-label" role="status">共 {len(facts):,} 条，符合条件 {len(found):,} 条。'
        "选中一条，原文里就标出它。</p>"
    )
    if not found:
        notice("info", "没有符合条件的数据。请减少搜索的词，或换一张表格。")
        return
    key = f"facts-{info.doc_id}-{hash((text, table, state, order))}"
    st.dataframe(
        fact_list.fact_rows(found), hide_index=True, height=min(560, 38 + 35 * len(found)), key=key,
        column_config=_columns(),
        on_select=partial(_fact_chosen, info, found, key), selection_mode="single-row",
    )  # fmt: skip
    _downloads(f"{info.department or ''}{info.year or ''}数据", [table_files.of_facts("数据", found)], "facts")


def _columns() -> dict[str, Any]:
    widths = {name: st.column_config.TextColumn(width=width) for name, width in _WIDTHS.items()}
    return widths | {"值": st.column_config.TextColumn(width=105, alignment="right")}


def _fact_chosen(info: ReportInfo, found: Sequence[Fact], key: str) -> None:
    if rows := _rows(st.session_state[key]):
        mark_place(info, frame.library().report(info.doc_id), Mark.of(found[rows[0]]))


def _downloads(name: str, grids: Sequence[table_files.Grid], key: str) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: table_files.csv_of(grids[0]), f"{name}.csv", "text/csv", icon=":material/download:",
            on_click="ignore", key=f"csv-{key}", help="用 Excel 可以直接打开",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: table_files.xlsx_of(grids), f"{name}.xlsx", _SHEET, icon=":material/download:",
            on_click="ignore", key=f"xlsx-{key}",
        )  # fmt: skip


def show_outline(info: ReportInfo, report: Report) -> None:
    """The headings; each leads to its place in the document."""
    headings = sheets.outline(report)
    if not headings:
        notice("info", "这份报告没有读出标题。")
        return
    st.html('<p class="jz-label">点一个标题，原文翻到那里。</p>')
    with st.container(key="outline", gap=None, height=620):
        for number, heading in enumerate(headings):
            place = heading.place
            at = f"第{place.page}页" if place.page else f"第{place.line}行"
            end = place.start + max(1, len(heading.title))
            st.button(
                f"{'　' * (heading.depth - 1)}{plain(heading.title)} :gray[{at}]", key=f"heading-{number}",
                on_click=_heading_chosen, args=(info, report, place.start, end, heading.title),
                width="stretch", type="tertiary",
            )  # fmt: skip


def _heading_chosen(info: ReportInfo, report: Report, start: int, end: int, title: str) -> None:
    mark_place(info, report, Mark.at(report, start, end, title))
