"""抽取: choose what to read and from which reports, and see it filled: every value with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from page import extracted, frame
from page.frame import heading, no_reports, notice
from page.views import filling, lists, own_lists
from page.views.filled_words import fields_html, fields_of
from page.views.words import plain
from rag.library import Library
from rag.storage.store import ReportInfo

if TYPE_CHECKING:
    from pydantic import BaseModel

#: widgets whose content outlives a visit to another room
KEPT = (
    "x_way", "x_schema", "x_text", "x_kept", "x_find", "x_years", "x_kinds", "x_picks", "x_model", *extracted.KEPT,
)  # fmt: skip

_READY, _OWN = "现成的清单", "自己写清单"
_KINDS = {"final": "决算", "budget": "预算"}
#: so many reports are offered one by one; of more, a search comes first
_PICKABLE = 300
_TEXT_LONGEST = 200_000
_COMMAND = """<p class="jz-note">下载后可在命令行用：<code>juesuan extract 报告 --out 结果</code> 加
<code>--schema own_fields.json</code>，或 <code>--schema own_fields:OwnFields</code>（Python）。</p>"""


def show() -> None:
    """The room: the schema, the reports, the start, and what came of it."""
    library = frame.library()
    reports = library.reports()
    if not reports:
        no_reports()
        return
    heading("抽取", "选好要什么、从哪些报告里取，就得到一张表：每个值都有出处，并注明报告里有没有第二处印证。")
    job: filling.Filling | None = st.session_state.get("filling")
    st.session_state.setdefault("x_setup", job is None)
    if st.session_state.pop("x_shut", False):
        st.session_state.x_setup = False
    label = f"改换清单或报告（现在是：{plain(job.name)}，{len(job.reports)} 份）" if job else "要什么，从哪些报告"
    with st.expander(label, key="x_setup", on_change="rerun", icon=":material/tune:"):
        st.html('<h2 class="jz-step">一、要什么</h2>')
        chosen = choose_schema()
        st.html('<h2 class="jz-step">二、从哪些报告</h2>')
        wanted = choose_reports(reports)
        start(library, chosen, wanted)
    if job is not None:
        st.html('<h2 class="jz-step">结果</h2>')
        extracted.show(job)


# ------------------------------------------------------------ what


def choose_schema() -> tuple[str, type[BaseModel]] | None:
    """The schema to fill with its name; None while the own list is empty or faulty."""
    st.session_state.setdefault("x_way", _READY)
    way = st.segmented_control("清单从哪里来", [_READY, _OWN], key="x_way", required=True)
    return own_list() if way == _OWN else ready_made()


def ready_made() -> tuple[str, type[BaseModel]] | None:
    from extractors.schemas import schemas

    titles = own_lists.ready_made()
    name = st.selectbox("清单", list(titles), format_func=lambda n: titles[n], key="x_schema")
    model = schemas()[name]
    with st.expander("看看有哪些字段", key="x_fields", on_change="rerun") as shown:
        if shown.open:
            st.html(fields_html(fields_of(model)))
    return titles[name], model


def own_list() -> tuple[str, type[BaseModel]] | None:
    """The list of the visitor's own, read while it is written."""
    kept: dict[str, str] = st.session_state.setdefault("x_lists", {})
    if kept:
        st.selectbox("取出留用的清单", list(kept), index=None, key="x_kept", on_change=take_kept, placeholder="选一张")
    st.text_area(
        "字段清单（每行一个）", key="x_text", height=220, max_chars=_TEXT_LONGEST, placeholder=own_lists.EXAMPLE
    )
    st.html(f'<p class="jz-label">{own_lists.HELP}</p>')
    text = st.session_state.x_text or ""
    if not text.strip():
        st.button("填入一个例子", on_click=take_example, type="tertiary", icon=":material/edit_note:")
        return None
    own = own_lists.read_list(text)
    if own.faults:
        st.html(own_lists.faults_html(own))
        return None
    if not own.fields:
        notice("info", "清单里还没有字段；请每行写一个，如 支出合计（万元）。")
        return None
    with st.expander(f"读作 {own_lists.counted(own)}", key="x_own_fields", on_change="rerun") as shown:
        if shown.open:
            st.html(fields_html(fields_of(own.model)))
    keep_list(kept, text)
    return own.name, own.model


def take_kept() -> None:
    if name := st.session_state.get("x_kept"):
        st.session_state.x_text = st.session_state.x_lists[name]


def take_example() -> None:
    st.session_state.x_text = own_lists.EXAMPLE


def keep_list(kept: dict[str, str], text: str) -> None:
    """Keep the list for this visit, or take it along as a file."""
    with st.popover("留用或下载这张清单", icon=":material/bookmark:"):
        name = st.text_input("清单名称", key="x_name", max_chars=30, placeholder="如 三公与机关运行")
        named = own_lists.read_list(text, own_lists.clean_name(name))
        st.button(
            "留用（本次访问）", on_click=store_list, args=(kept, named.name, text), icon=":material/bookmark_add:"
        )
        st.html(_COMMAND)
        st.download_button("下载 JSON Schema", named.json, "own_fields.json", "application/json", on_click="ignore")
        st.download_button("下载 Python", named.python, "own_fields.py", "text/x-python", on_click="ignore")


def store_list(kept: dict[str, str], name: str, text: str) -> None:
    kept[own_lists.free_name(name, [n for n, t in kept.items() if t != text])] = text
    st.session_state.x_lists = kept


# ------------------------------------------------------------ which reports


def choose_reports(reports: list[ReportInfo]) -> list[ReportInfo]:
    """The reports to read: all that a search finds, or those picked among them."""
    text, years, kinds = st.columns([2, 1.3, 1.3])
    words = text.text_input("搜索", key="x_find", placeholder="部门、地区或文件名", icon=":material/search:")
    found = lists.choose(
        reports,
        words or "",
        years.multiselect(
            "年度", lists.choices(reports, "year"), key="x_years", placeholder="全部年度", select_all=False
        ),
    )
    types = kinds.multiselect(
        "种类",
        list(_KINDS),
        format_func=lambda kind: _KINDS[kind],
        key="x_kinds",
        placeholder="决算和预算",
        select_all=False,
    )
    found = [info for info in found if not types or info.kind in types]
    picked = pick(reports, found)
    wanted = picked or found
    how = "选出" if picked else "符合条件的全部"
    st.html(f'<p class="jz-label" role="status">共 {len(reports)} 份，将抽取{how} {len(wanted)} 份</p>')
    return wanted


def pick(reports: list[ReportInfo], found: list[ReportInfo]) -> list[ReportInfo]:
    """Reports picked one by one; those picked before stay, whatever the search is now."""
    known = {info.doc_id: info for info in reports}
    before = [doc_id for doc_id in st.session_state.get("x_picks", []) if doc_id in known]
    if "x_picks" in st.session_state:
        st.session_state.x_picks = before
    if len(found) > _PICKABLE and not before:
        st.html(f'<p class="jz-label">符合条件的多于 {_PICKABLE} 份；缩小搜索后可以逐份挑选。</p>')
        return []
    offered = list(dict.fromkeys([*before, *(info.doc_id for info in found[:_PICKABLE])]))
    picked = st.multiselect(
        "只要其中几份（不选就是全部）", offered, key="x_picks", placeholder="可逐份挑选", select_all=False,
        format_func=lambda doc_id: f"{lists.who(known[doc_id])}（{known[doc_id].file}）",
    )  # fmt: skip
    return [known[doc_id] for doc_id in picked]


# ------------------------------------------------------------ start


def start(library: Library, chosen: tuple[str, type[BaseModel]] | None, wanted: list[ReportInfo]) -> None:
    assisted = library.settings.has_llm and model_wanted(library)
    job: filling.Filling | None = st.session_state.get("filling")
    busy = job is not None and job.running
    many = len(wanted) > filling.MOST
    ready = chosen is not None and bool(wanted) and not many and not busy
    label = f"抽取 {len(wanted)} 份" if wanted else "抽取"
    if st.button(label, type="primary", disabled=not ready, icon=":material/table_view:") and chosen is not None:
        name, model = chosen
        extracted.forget()
        st.session_state.x_shut = True
        st.session_state.filling = filling.Filling(library, name, model, wanted, bool(assisted)).start()
        st.rerun()
    if busy:
        notice("info", "正在抽取；完成或取消之后可以再抽取。")
    elif many:
        notice("info", f"页面一次最多抽取 {filling.MOST} 份；请缩小范围，或在命令行用 juesuan extract，份数不限。")
    elif not wanted:
        notice("info", "没有符合条件的报告；请放宽搜索、年度或种类。")


def model_wanted(library: Library) -> bool:
    """Whether the visitor switches the model on; it is off until then."""
    name = plain(library.settings.llm_model or "")
    wanted = st.toggle(f"让模型 {name} 补充规则没有读到的", key="x_model")
    st.html(
        '<p class="jz-note">模型给出的值须有逐字相符的引文才采用，并标明“仅模型”。'
        "打开后，报告的有关段落会发给所配置的模型，也慢得多。</p>"
    )
    return wanted
