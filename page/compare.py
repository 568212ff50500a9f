"""对比: the same figures of several reports side by side: tables, charts, rankings, each figure with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from page import frame
from page.frame import heading, no_reports, notice
from page.views import boards, charts, comparing
from page.views.boards import Board
from page.views.compared_sheets import exported
from page.views.comparing import Choice
from page.views.spots import ASPECTS, Spot, legend_html, spot_html
from rag.reports.compared import Aspect, Compared
from rag.storage.store import ReportInfo

#: widgets whose content outlives a visit to another room
KEPT = (
    "compare_kind", "compare_years", "compare_find", "compare_departments", "compare_measures", "compare_unit",
    "compare_order",
)  # fmt: skip
#: the table of a board
_GRID = st.components.v2.component(
    "juesuan_grid",
    html='<div class="jz-grid jz-table" role="region" tabindex="0"></div>',
    js=Path(__file__).with_name("grid.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
#: brings the source of what was clicked into sight
_INTO_SIGHT = "<script>document.querySelector('.st-key-{}')?.scrollIntoView({{block: 'nearest'}})</script>"
#: so many departments are offered in one list; more are found by their names
_OFFERED = 300
#: charts that are higher scroll in a box of their own, so that the source below stays in sight
_HIGHEST = 560
#: how many lines are drawn before somebody asks for more
_LINES = 5
_ORDERS = {"name": "按部门", "most": "从大到小", "least": "从小到大"}
_SUMS = {"function": "本年支出按功能分类（类）"}
_RANKED: dict[Aspect, str] = {
    "amount": "数额", "change": ASPECTS["change"], "growth": ASPECTS["growth"], "completion": ASPECTS["completion"],
}  # fmt: skip


def show() -> None:
    """The choice of reports and measures, and what they look like side by side."""
    held = frame.library()
    infos = comparing.at_hand(held)
    if not infos:
        no_reports()
        return
    heading("对比", "几份报告的同一个数放在一起看。点柱子或表格里的数，就显示它在原报告里的位置。")
    of_kind = of_one_kind(infos)
    choice = choose(of_kind)
    if not choice.reports:
        notice("info", "没有符合条件的报告。请放宽上面的年度或部门。")
    elif not choice.keys:
        notice("info", "还没有选指标。请在上面的“指标”里选一个，如“本年支出合计”。")
    else:
        results(choice, of_kind)


# ---------------------------------------------------------------- choosing


def of_one_kind(infos: Sequence[ReportInfo]) -> list[ReportInfo]:
    """Final accounts or budgets: what was spent and what is planned are not mixed."""
    kinds = [kind for kind in comparing.KINDS if any(info.kind == kind for info in infos)]
    if len(kinds) < 2:
        return list(infos)
    stays("compare_kind", kinds, kinds[0])
    kind = st.radio("报告", kinds, format_func=comparing.KINDS.__getitem__, key="compare_kind", horizontal=True)
    return [info for info in infos if info.kind == kind]


def choose(infos: Sequence[ReportInfo]) -> Choice:
    """What to compare; at first the measure and the year that most will want."""
    years = sorted({info.year for info in infos if info.year}, reverse=True)
    usual = comparing.usual_year(infos)
    stay_in("compare_years", years, [usual] if usual else [])
    stay_in("compare_measures", comparing.offered(), comparing.FIRST)
    stays("compare_unit", comparing.UNITS, comparing.UNITS[0])
    first, second = st.columns([2, 1])
    keys = first.multiselect(
        "指标", comparing.offered(), format_func=comparing.measure_label, key="compare_measures",
        placeholder="选指标，可输入文字查找", max_selections=comparing.MOST_MEASURES, select_all=False,
    )  # fmt: skip
    unit = second.radio("金额单位", comparing.UNITS, key="compare_unit", horizontal=True)
    left, right = st.columns([1, 2])
    wanted = left.multiselect("年度", years, key="compare_years", placeholder="全部年度", select_all=False)
    names = choose_departments(right, [i for i in infos if not wanted or i.year in wanted])
    kept, more = comparing.narrowed(infos, wanted, names)
    if more:
        notice(
            "info",
            f"符合条件的报告有 {len(kept) + len(more)} 份，一次最多对比 {comparing.MOST} 份：已取年度最近的 "
            f"{len(kept)} 份。要看其余的，请在上面缩小年度或部门。",
        )
    return Choice(tuple(kept), tuple(keys), unit, len(more))


def choose_departments(place: Any, infos: Sequence[ReportInfo]) -> list[str]:
    """Departments from a list, narrowed by a text where there are too many."""
    names = comparing.departments(infos)
    if len(names) > _OFFERED:
        text = place.text_input("查找部门", key="compare_find", placeholder="输入部门名称中的几个字") or ""
        names = [name for name in names if all(word in name for word in text.split())][:_OFFERED]
    held = st.session_state.get("compare_departments") or []
    names = list(dict.fromkeys([*held, *names])) if len(names) == _OFFERED else names
    stay_in("compare_departments", names, [])
    chosen: list[str] = place.multiselect(
        "部门", names, key="compare_departments", placeholder="全部部门", select_all=False
    )
    return chosen


def stay_in(key: str, options: Sequence[Any], first: Sequence[Any]) -> None:
    """Let a list of choices keep what can still be chosen; at first it has ``first``."""
    held = st.session_state.get(key)
    kept = [value for value in (first if held is None else held) if value in options]
    if held is None or len(kept) < len(held):
        st.session_state[key] = kept


def stays(key: str, options: Sequence[Any], first: Any) -> None:
    """Let a choice keep what can still be chosen; at first it is ``first``."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = first


# ---------------------------------------------------------------- results


@st.fragment
def results(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """The views of what was chosen; only the one that is open is worked out."""
    views: dict[str, Callable[[Choice, Sequence[ReportInfo]], None]] = {
        "表与图": side_by_side,
        "构成": composition,
        "趋势": trend,
        "预算与决算": budgets,
        "排名": ranking,
    }
    tabs = st.tabs(list(views), key="compare_view", on_change="rerun")
    for tab, draw in zip(tabs, views.values(), strict=True):
        if tab.open:
            with tab:
                draw(choice, infos)


@st.cache_data(show_spinner="正在从报告中取数…", max_entries=64)
def _figures(
    path: str, generation: str, doc_ids: Sequence[str], keys: Sequence[str], unit: str, aspects: Sequence[Aspect]
) -> list[Compared]:
    """The figures of reports at one state of the library."""
    return frame.library().compared(doc_ids, keys, unit, aspects)


def figures(doc_ids: Sequence[str], keys: Sequence[str], unit: str, *aspects: Aspect) -> list[Compared]:
    held = frame.library()
    return _figures(str(held.root), held.store.generation(), tuple(doc_ids), tuple(keys), unit, aspects or ("amount",))


def side_by_side(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """All measures in one table, one of them as bars."""
    cells = figures(choice.doc_ids, choice.keys, choice.unit)
    names = comparing.names_of(choice.reports)
    left, right = st.columns(2)
    drawn = choice.keys[0]
    stays("compare_order", list(_ORDERS), "most")
    order = left.selectbox("排列", list(_ORDERS), format_func=_ORDERS.__getitem__, key="compare_order")
    if len(choice.keys) > 1:
        stays("compare_drawn", choice.keys, drawn)
        drawn = right.selectbox("画成图的指标", choice.keys, format_func=comparing.measure_label, key="compare_drawn")
    show_board(boards.amounts(cells, names, drawn, choice.unit, order), choice.reports, "amounts")


def composition(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """The shares that parts have in a whole."""
    options = [*comparing.wholes()[:1], "function", *comparing.wholes()[1:]]
    stays("compare_whole", options, options[0])
    whole = st.selectbox("看什么的构成", options, format_func=_whole_label, key="compare_whole")
    names = comparing.names_of(choice.reports)
    total = comparing.FIRST[0] if whole == "function" else whole
    wholes = {c.doc_id: c for c in figures(choice.doc_ids, [total], choice.unit)}
    if whole == "function":
        parts = by_function(choice)
    else:
        parts = _by_report(figures(choice.doc_ids, comparing.parts_of(whole), choice.unit))
    show_board(boards.composition(parts, wholes, names), choice.reports, "shares")


def _whole_label(key: str) -> str:
    return (
        _SUMS.get(key)
        or f"{comparing.measure_label(key)}（{'、'.join(map(comparing.measure_label, comparing.parts_of(key)))}）"
    )


def _by_report(cells: Sequence[Compared]) -> dict[str, list[Compared]]:
    found: dict[str, list[Compared]] = {}
    for cell in cells:
        found.setdefault(cell.doc_id, []).append(cell)
    return found


@st.cache_data(show_spinner="正在从报告中取数…", max_entries=16)
def _classes(path: str, generation: str, doc_ids: Sequence[str], unit: str) -> dict[str, list[Compared]]:
    return frame.library().by_function(doc_ids, unit)


def by_function(choice: Choice) -> dict[str, list[Compared]]:
    held = frame.library()
    return _classes(str(held.root), held.store.generation(), choice.doc_ids, choice.unit)


def trend(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """One measure over all years that the library has of some departments."""
    chosen = {info.department for info in choice.reports}
    several = {d: n for d in comparing.departments(infos) if d in chosen and (n := len(years_of(infos, d))) > 1}
    if not several:
        notice("info", "所选部门在资料库中都只有一个年度的报告，画不出趋势。请导入其他年度的报告，或另选部门。")
        return
    left, right = st.columns([1, 2])
    key = choose_measure(left, choice, "compare_trend_measure")
    most = sorted(several, key=lambda d: -several[d])
    stay_in("compare_trend", most, most[:_LINES])
    names = right.multiselect(
        f"部门（最多 {boards.SERIES} 个）",
        most,
        key="compare_trend",
        max_selections=boards.SERIES,
        placeholder="选部门",
        select_all=False,
    )
    if not names:
        notice("info", "还没有选部门。请在上面选一个。")
        return
    st.html('<p class="jz-note">这里列出所选部门在资料库中的全部年度，不受上面“年度”的限制。</p>')
    reports = [info for name in names for info in infos if info.department == name and info.year]
    cells = figures([r.doc_id for r in reports], [key], choice.unit)
    whose = {r.doc_id: r.department or "" for r in reports}
    years = {r.doc_id: r.year or 0 for r in reports}
    board = boards.trend(cells, whose, years, comparing.names_of(reports, with_year=True))
    show_board(board, reports, "trend")


def years_of(infos: Sequence[ReportInfo], department: str) -> set[int]:
    return {info.year for info in infos if info.department == department and info.year}


def choose_measure(place: Any, choice: Choice, key: str, first: str | None = None) -> str:
    """One measure; at first the first one of those that are compared."""
    stays(key, comparing.offered(), first or choice.keys[0])
    found: str = place.selectbox("指标", comparing.offered(), format_func=comparing.measure_label, key=key)
    return found


def budgets(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """What was planned against what was spent."""
    if choice.reports[0].kind == "budget":
        notice("info", "部门预算只有预算数。要看预算执行，请在上面选“部门决算”。")
        return
    key = choose_measure(st, choice, "compare_budget_measure", "general")
    cells = figures(choice.doc_ids, [key], choice.unit, "initial", "adjusted", "amount", "gap", "completion")
    cells += planned(choice, key)
    names = comparing.names_of(choice.reports)
    show_board(boards.budgets(cells, names, choice.unit), choice.reports, "budgets")
    st.html(
        '<p class="jz-note">年初预算数、全年预算数取自决算报告自己写的数。完成率、差额优先用报告写明的数，'
        "没有写明时由两个数算出，点开可看算式。</p>"
    )


def planned(choice: Choice, key: str) -> list[Compared]:
    """What the budgets of the same departments and years have of a measure, beside their final accounts."""
    finals = {(r.department, r.region, r.year): r.doc_id for r in choice.reports}
    plans = {
        r.doc_id: finals[whose]
        for r in comparing.at_hand(frame.library())
        if r.kind == "budget" and (whose := (r.department, r.region, r.year)) in finals
    }
    cells = figures(list(plans), [key], choice.unit) if plans else []
    return [replace(cell, doc_id=plans[cell.doc_id], aspect="planned") for cell in cells]


def ranking(choice: Choice, infos: Sequence[ReportInfo]) -> None:
    """The reports of one year by one figure, with their distances."""
    years = sorted({info.year for info in choice.reports if info.year}, reverse=True)
    first, second, third, fourth = st.columns(4)
    key = choose_measure(first, choice, "compare_rank_measure")
    stays("compare_rank_aspect", list(_RANKED), "amount")
    aspect = second.selectbox("按什么排", list(_RANKED), format_func=_RANKED.__getitem__, key="compare_rank_aspect")
    stays("compare_rank_year", years, years[0] if years else None)
    year = third.selectbox("年度", years, key="compare_rank_year")
    up = fourth.selectbox(
        "次序", [False, True], format_func=lambda u: "从低到高" if u else "从高到低", key="compare_rank_up"
    )
    reports = [info for info in choice.reports if info.year == year]
    names = comparing.names_of(reports)
    cells = figures([r.doc_id for r in reports], [key], choice.unit, aspect)
    title = comparing.measure_label(key) + ASPECTS.get(aspect, "")
    board, without = boards.ranking(cells, names, title, bool(up))
    if board.grid.rows:
        show_board(board, reports, "ranking")
    if without:
        listed = "；".join(f"{names[c.doc_id]}（{c.why or '单位不同'}）" for c in without)
        notice("info", f"没有名次的 {len(without)} 份：{listed}。")


# ---------------------------------------------------------------- a board


def show_board(board: Board, reports: Sequence[ReportInfo], name: str) -> None:
    """A chart, the source of what is picked in it, the table with the same figures, what its words mean, the files."""
    picked = f"compare_spot_{name}"
    if board.spec is not None:
        show_chart(board, name, picked)
    show_source(board.spots, picked, "点柱子、点表格里的数，或在这里选" if board.spec else "点表格里的数，或在这里选")
    key = f"compare_grid_{name}"
    data = board.grid.data(st.session_state.get(picked))
    _GRID(key=key, data=data, on_picked_change=partial(pick_cell, board.spots, key, picked))
    if legend := legend_html(board.cells):
        st.html(legend)
    show_files(board, reports, name)


def show_chart(board: Board, name: str, picked: str) -> None:
    if board.key:
        st.html(board.key)
    spec = board.spec or {}
    key = f"compare_chart_{name}"
    with st.container(height=_HIGHEST if spec["height"] > _HIGHEST else "content", border=False, key=f"{key}_box"):
        st.vega_lite_chart(
            spec=spec, width="stretch", key=key, on_select=partial(pick_mark, board.spots, key, picked),
            selection_mode=charts.PICKED,
        )  # fmt: skip


def pick_mark(spots: Mapping[str, Spot], key: str, picked: str) -> None:
    """Somebody clicked into a chart: its figure is the one whose source is shown."""
    found = st.session_state[key]["selection"].get(charts.PICKED) or []
    spot = next((mark.get("id") for mark in found), None)
    pick(spots, picked, spot)


def pick_cell(spots: Mapping[str, Spot], key: str, picked: str) -> None:
    """Somebody clicked into a table."""
    pick(spots, picked, st.session_state[key].picked)


def pick(spots: Mapping[str, Spot], picked: str, spot: str | None) -> None:
    """A figure was clicked: its source is shown, and brought into sight.

    The list beside it starts anew, with this figure. Were its value set instead, the chart, which lets go of its bar
    just then, could send back the value from before, and that would count as a choice.
    """
    if spot in spots:
        st.session_state[picked] = st.session_state.compare_came = spot
        _start_anew(picked)


def pick_listed(key: str, picked: str) -> None:
    """Somebody chose from the list of figures.

    The value of a list that has started anew since was not chosen: a chart that lets go of its bar sends it along.
    """
    if key == _list(picked):
        st.session_state[picked] = st.session_state[key]


def _list(picked: str) -> str:
    """The key of the list of figures as it stands now."""
    return f"{picked}_list_{st.session_state.get(_turn(picked), 0)}"


def _turn(picked: str) -> str:
    """Where it is counted how often the list of figures started anew."""
    return f"{picked}_turn"


def _start_anew(picked: str) -> None:
    """Let the list of figures begin again, as another one, with what is picked now."""
    st.session_state[_turn(picked)] = st.session_state.get(_turn(picked), 0) + 1


def show_source(spots: Mapping[str, Spot], picked: str, how: str) -> None:
    """The source of the figure that was picked, by a click or from a list."""
    chosen = st.session_state.get(picked)
    if chosen is not None and chosen not in spots:
        chosen = st.session_state[picked] = None
        _start_anew(picked)
    key = _list(picked)
    st.selectbox(
        "看哪个数的出处", list(spots), index=list(spots).index(chosen) if chosen else None, key=key,
        format_func=lambda spot: spots[spot].label, placeholder=how,
        on_change=partial(pick_listed, key, picked),
    )  # fmt: skip
    if not chosen:
        return
    spot = spots[chosen]
    with st.container(border=True, key=f"{picked}_box"):
        st.html(spot_html(spot))
        places = [*spot.cell.citations, *(other.citation for other in spot.cell.others)]
        for number, citation in enumerate(places):
            frame.show_place(citation, f"{picked}-{chosen}-{number}")
    if st.session_state.pop("compare_came", None) == chosen:
        st.html(_INTO_SIGHT.format(f"{picked}_box"), unsafe_allow_javascript=True)


def show_files(board: Board, reports: Sequence[ReportInfo], name: str) -> None:
    """The figures as files, each with its place."""
    infos = {info.doc_id: info for info in reports}
    with st.container(horizontal=True, key=f"compare_files_{name}"):
        for form, label in (("xlsx", "下载 Excel"), ("csv", "下载 CSV")):
            st.download_button(
                label, partial(exported, board, infos, form), file_name=f"对比.{form}", icon=":material/download:",
                key=f"compare_{form}_{name}", on_click="ignore",
            )  # fmt: skip
