"""核对: what the cross-checks have against the reports, both places of a finding side by side, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from extractors.audit import Audit
from extractors.audit.words import SEVERITY
from extractors.errors import JuesuanError
from page import check_marks, frame
from page.frame import heading, no_reports, notice
from page.views import check_exports, checked, coverage, facing, lists
from page.views.checked import ORDERS, STATES, Entry, Filter
from rag.library import Library
from rag.storage.store import ReportInfo

#: widgets whose content outlives a visit to another room
KEPT = (
    "check_text", "check_reports", "check_years", "check_severities", "check_states", "check_families", "check_rules",
    "check_order", "check_covered",
)  # fmt: skip
#: findings on one page; reports looked at together, offered in a list, read for comparisons without being asked
_PER_PAGE, _REPORTS, _OFFERED, _COMPARED = 20, 200, 300, 120
#: tables and passages of one side that are shown before one has to ask for the rest, and audit pages in one download
_VIEWS, _PAGES = 3, 20


def show() -> None:
    """The room."""
    if not frame.library().reports():
        no_reports()
        return
    heading("核对", "报告自相矛盾、前后不一或没有写全之处。每一条都并排列出两处原文，可以记下核对结果。")
    room()


@st.fragment
def room() -> None:
    """Filters, the list and what goes with it; only this part is drawn again when something is chosen."""
    library = frame.library()
    frame.keep(*KEPT, *check_marks.drafts())
    infos, left_out = choose_reports(library.reports())
    entries = checked.reviewed(findings_on(library, infos), library.reviews())
    wanted = choose_findings(entries)
    if left_out:
        notice("info", f"一次看 {_REPORTS} 份报告的发现，另有 {left_out} 份没有列入；请用搜索、报告或年度缩小范围。")
    st.html(facing.tiles_html(checked.choose(entries, wanted.whatever_grave()), len(infos)))
    found = checked.order(checked.choose(entries, wanted), st.session_state.check_order)
    listed, reports, covered = st.tabs(["发现", "按报告", "核对范围"], key="check_tab", on_change="rerun")
    with listed:
        if listed.open:
            show_findings(library, infos, found, bool(entries))
    with reports:
        if reports.open:
            st.html(facing.reports_html(checked.by_report(found, infos)))
    with covered:
        if covered.open:
            show_coverage(library, infos)


# what is looked at


def choose_reports(reports: list[ReportInfo]) -> tuple[list[ReportInfo], int]:
    """The reports that are looked at, and how many more there are that fit."""
    names = {info.doc_id: f"{facing.whose(info)}　{info.file}" for info in reports}
    for_text, for_reports = st.columns([2, 3])
    text = for_text.text_input(
        "搜索",
        key="check_text",
        placeholder="发现、原文、部门、规则或备注",
        icon=":material/search:",
        on_change=to_start,
    )
    fit = checked.reports_for(reports, text or "", _REPORTS)
    picked = valid("check_reports", names)
    offered = list(dict.fromkeys([*picked, *(info.doc_id for info in fit[:_OFFERED])]))
    with for_reports:
        picked = many("报告", "check_reports", offered, names.__getitem__)
    for_years, for_severities, for_states = st.columns([2, 3, 3])
    with for_years:
        years = many("年度", "check_years", lists.choices(reports, "year"))
    with for_severities:
        pills("级别", "check_severities", SEVERITY)
    with for_states:
        pills("核对状态", "check_states", STATES)
    fit = [i for i in fit if (not picked or i.doc_id in picked) and (not years or i.year in years)]
    return fit[:_REPORTS], len(fit[_REPORTS:])


def choose_findings(entries: Sequence[Entry]) -> Filter:
    """What is looked for among the findings."""
    state = st.session_state
    more = sum(len(state.get(key, ())) for key in ("check_families", "check_rules"))
    with st.expander(f"按规则筛选和排列{f'（已选 {more} 项）' if more else ''}"):
        for_families, for_rules, for_order = st.columns([2, 3, 1])
        with for_families:
            families = many("类别", "check_families", checked.families(), checked.family_name)
        with for_rules:
            rules = many("规则", "check_rules", sorted({e.finding.rule for e in entries}), checked.rule_name)
        for_order.selectbox("排列", list(ORDERS), format_func=ORDERS.__getitem__, key="check_order", on_change=to_start)
    return Filter(state.check_text or "", state.check_severities, state.check_states, families, rules)


def many(label: str, key: str, options: Sequence[Any], name: Any = str) -> list[Any]:
    """A choice of several, none meaning all. What was chosen and is gone is forgotten."""
    valid(key, options)
    chosen: list[Any] = st.multiselect(
        label, options, format_func=name, key=key, placeholder=f"全部{label}", on_change=to_start, select_all=False
    )
    return chosen


def pills(label: str, key: str, words: dict[str, str]) -> None:
    st.pills(label, list(words), selection_mode="multi", format_func=words.__getitem__, key=key, on_change=to_start)


def valid(key: str, options: Any) -> list[Any]:
    """What stands in a widget, without what can no longer be chosen."""
    held = [value for value in st.session_state.get(key, []) if value in options]
    if key in st.session_state and held != st.session_state[key]:
        st.session_state[key] = held
    return held


def to_start() -> None:
    """Another choice begins on its first page."""
    st.session_state.check_page = 0
    check_marks.forget_done()


def findings_on(library: Library, infos: list[ReportInfo]) -> list[Entry]:
    """The findings on the reports and between them; many comparisons are made only when somebody asks for them."""
    ids = tuple(info.doc_id for info in infos)
    unread = library.uncompared(ids)
    asked = unread <= _COMPARED
    if not asked:
        text = f"这些报告之间（年度、预算、单位、版本）的核对要读 {unread} 份报告，还没有做。"
        notice("info", text)
        asked = st.button("现在核对报告之间", icon=":material/compare_arrows:", key="check_between")
    with st.spinner("正在核对…"):
        return entries_of(str(library.root), library.store.generation(), ids, asked)


@st.cache_resource(show_spinner=False, max_entries=8)
def entries_of(path: str, generation: str, ids: tuple[str, ...], between: bool) -> list[Entry]:
    """The findings on some reports; read again when reports come or go."""
    library = frame.library()
    known = {info.doc_id: info for info in library.reports()}
    return checked.found_on(library, [known[doc_id] for doc_id in ids if doc_id in known], between)


# the list


def show_findings(library: Library, infos: list[ReportInfo], found: list[Entry], any_at_all: bool) -> None:
    """The findings that fit, a page of them at a time."""
    frame.told()
    if not found:
        check_marks.show_done()
        nothing_found(library, infos, any_at_all)
        return
    pages = checked.page_count(found, _PER_PAGE)
    at = min(st.session_state.get("check_page", 0), pages - 1)
    first = at * _PER_PAGE
    shown = found[first : first + _PER_PAGE]
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="check_head"
    ):
        st.html(
            f'<p class="jz-label" role="status">符合条件 {len(found)} 条，第 {first + 1}–{first + len(shown)} 条</p>'
        )
        with st.container(horizontal=True, width="content"):
            downloads(library, infos, found)
            if not frame.read_only():
                check_marks.mark_all(found)
    with st.container(key="findings", gap="small"):
        spot = check_marks.spot(shown, first)
        for number, entry in enumerate(shown):
            if number == spot:
                check_marks.show_done()
            show_entry(library, entry, first + number)
        if spot == len(shown):
            check_marks.show_done()
    pager(at, pages)
    if st.session_state.pop("check_turned", False):
        check_marks.into_sight("check_head", at, "start")


def pager(at: int, pages: int) -> None:
    if pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", key="check_pager"):
        st.button("上一页", key="check_back", disabled=at == 0, on_click=turn_to, args=(at - 1,))
        st.html(f'<p class="jz-label">第 {at + 1} / {pages} 页</p>', width="content")
        st.button("下一页", key="check_on", disabled=at == pages - 1, on_click=turn_to, args=(at + 1,))


def turn_to(page: int) -> None:
    st.session_state.check_page, st.session_state.check_turned = page, True
    check_marks.forget_done()


def nothing_found(library: Library, infos: list[ReportInfo], any_at_all: bool) -> None:
    """Why the list is empty; of a single report with nothing against it, what was checked."""
    if any_at_all or not infos:
        notice("info", "没有符合条件的发现。可以放宽上面的条件。")
        st.button("清除全部条件", icon=":material/filter_alt_off:", on_click=clear, key="check_clear")
        return
    notice("ok", f"没有发现{'这份报告' if len(infos) == 1 else f'这 {len(infos)} 份报告'}有自相矛盾之处。")
    st.html('<p class="jz-note">没有发现不等于没有问题：没有读到的内容没有核对。核对了什么、哪些没能核对，见下。</p>')
    show_coverage(library, infos)


def clear() -> None:
    for key in KEPT:
        st.session_state.pop(key, None)
    to_start()


# one finding


def show_entry(library: Library, entry: Entry, at: int) -> None:
    """A finding as one line that opens; only an open one is looked up in its report."""
    key = check_marks.key_of(entry.finding)
    opened = st.expander(facing.label(entry), key=f"finding-{key}", on_change="rerun")
    if opened.open:
        with opened:
            st.html(facing.said_html(entry))
            with st.spinner("正在打开原文…"):
                show_sides(library, entry, key)
            st.html(facing.rule_html(entry))
            check_marks.show_review(entry, key, at)


def show_sides(library: Library, entry: Entry, key: str) -> None:
    """Both sides of a finding next to each other, what is shown beside them below."""
    parts = facing.facing(entry.finding, audit_of(library, entry))
    if not parts:
        notice("info", "这一条针对整份报告，没有单独的出处。")
        return
    opposed = len(parts) > 1
    columns = st.columns(2, gap="medium") if opposed else [st.container()]
    for number, part in enumerate(parts):
        with columns[number] if number < len(columns) else st.container():
            show_part(part, opposed, f"all-{key}-{number}")
    frame.show_pages([place for part in parts for place in part.places], f"place-{key}")


def show_part(part: facing.Part, brief: bool, key: str) -> None:
    """The places of one side; of many that do not stand in one table the first ones, until somebody asks for all."""
    st.html(f'<h3 class="jz-side-head">{escape(part.head)}</h3>')
    left = frame.show_places(part.places, brief, None if st.session_state.get(key) else _VIEWS)
    if left:
        st.button(f"再显示 {left} 处", key=key, type="tertiary")


def audit_of(library: Library, entry: Entry) -> Audit | None:
    """The audit of the report of a finding, which knows what was compared; None for a finding between reports."""
    if len({place.doc_id for place in entry.finding.evidence}) != 1:
        return None
    try:
        return library.audit(entry.info.doc_id)
    except JuesuanError:
        return None


# taking along


def downloads(library: Library, infos: list[ReportInfo], found: list[Entry]) -> None:
    """What is listed as a workbook, and the audit pages of its reports."""
    with st.popover("导出", icon=":material/download:", key="check_export"):
        st.html(
            f"<p>Excel 表格：符合条件的 {len(found)} 条发现，连同出处、核对状态和备注。<br>"
            "核查网页：有关报告的全部发现和原文，不含核对状态和备注。</p>"
        )
        st.download_button(
            f"Excel 表格（{len(found)} 条）", partial(check_exports.workbook, found, described(infos)), "核对发现.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore",
            key="check_xlsx", width="stretch",
        )  # fmt: skip
        ids = list(dict.fromkeys(entry.info.doc_id for entry in found))
        if len(ids) == 1:
            st.download_button(
                "核查网页（这份报告全部发现和原文）", partial(check_exports.page, library, ids[0]), f"{ids[0]}.html",
                mime="text/html", on_click="ignore", key="check_html", width="stretch",
            )  # fmt: skip
        elif len(ids) <= _PAGES:
            st.download_button(
                f"核查网页（{len(ids)} 份报告，ZIP）", partial(check_exports.pages, library, ids), "核查网页.zip",
                mime="application/zip", on_click="ignore", key="check_html", width="stretch",
            )  # fmt: skip
        else:
            st.html(f'<p class="jz-note">核查网页一次最多 {_PAGES} 份报告，请先缩小范围。</p>')


def described(infos: list[ReportInfo]) -> list[tuple[str, str]]:
    """In words, what the list was narrowed to."""
    state = st.session_state
    chosen = (
        ("搜索", state.get("check_text") or ""),
        ("年度", "、".join(map(str, state.get("check_years", [])))),
        ("级别", "、".join(SEVERITY[s] for s in state.get("check_severities", []))),
        ("核对状态", "、".join(STATES[s] for s in state.get("check_states", []))),
        ("类别", "、".join(map(checked.family_name, state.get("check_families", [])))),
        ("规则", "、".join(state.get("check_rules", []))),
    )
    reports = "、".join(map(facing.whose, infos[:20])) + (f" 等 {len(infos)} 份" if len(infos) > 20 else "")
    return [("报告", reports), *((f"条件：{name}", words) for name, words in chosen if words)]


# what was checked


def show_coverage(library: Library, infos: list[ReportInfo]) -> None:
    """What was checked of one report, and what could not be."""
    if not infos:
        notice("info", "没有符合条件的报告。")
        return
    by_id = {info.doc_id: info for info in infos}
    if st.session_state.get("check_covered") not in by_id:
        st.session_state.check_covered = next(iter(by_id))
    chosen = st.selectbox(
        "哪份报告", list(by_id)[:_OFFERED], key="check_covered",
        format_func=lambda doc_id: f"{facing.whose(by_id[doc_id])}　{by_id[doc_id].file}",
    )  # fmt: skip
    try:
        with st.spinner("正在核对…"):
            audit = library.audit(chosen)
    except JuesuanError as error:
        notice("error", str(error))
        return
    st.html(coverage.coverage_html(audit))
