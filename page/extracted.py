"""What an extraction gave, part of 抽取: its progress, one report's values, reports side by side, and files to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from extractors.structured import Filled
from page.frame import notice, show_place
from page.views import filled as views
from page.views import filled_grids, filling
from page.views import filled_words as words
from page.views.filled import Entry, Listing, Section
from page.views.filled_book import book
from page.views.filled_files import json_text, reports_csv, values_csv
from page.views.lists import who
from page.views.words import plain
from rag.storage.store import ReportInfo

#: widgets whose content outlives a visit to another room
KEPT = ("x_section", "x_view", "x_report", "x_states")

_ONE, _GRID = "逐份看", "对照表"
#: how high a grid may be, so that what is opened below it stays in sight
_HEIGHT = 353
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(job: filling.Filling) -> None:
    """The progress while it runs; then what became of each report."""
    if not job.followed:
        progress(job)
        return
    st.html(filling.outcome_html(job))
    if job.results:
        results(job)


@st.fragment(run_every=0.6)
def progress(job: filling.Filling) -> None:
    """How far it is, with a way to stop it; leaving the room does not."""
    if not job.running:
        job.followed = True
        st.rerun()
    total = len(job.reports)
    st.progress(job.done / max(1, total), f"正在抽取 {job.done}/{total}　{plain(job.current)}")
    st.button(
        "正在停下，做完手头这份…" if job.stopping else "取消",
        on_click=job.cancel, disabled=job.stopping, icon=":material/cancel:", key="x_cancel",
    )  # fmt: skip


def forget() -> None:
    """Forget what was open of a former extraction."""
    for key in [
        key for key in st.session_state if str(key).startswith(("xs-", "xg-", "x_section", "x_report", "x_states"))
    ]:
        del st.session_state[key]


@st.fragment
def results(job: filling.Filling) -> None:
    """What was filled, one report at a time or side by side, and the files of it."""
    if told := filling.helped(list(job.results.values())):
        st.html(f'<p class="jz-note">{words.escape(told)}</p>')
    parts = views.sections(job.model)
    with st.container(horizontal=True, vertical_alignment="bottom", key="x_bar"):
        view = _ONE
        if len(job.results) > 1:
            st.session_state.setdefault("x_view", _GRID)
            view = st.segmented_control("怎么看", [_GRID, _ONE], key="x_view", required=True) or _GRID
        section = parts[0]
        if len(parts) > 1:
            number = st.selectbox(
                "看哪一部分", range(len(parts)), format_func=lambda n: parts[n].title, key="x_section"
            )
            section = parts[number or 0]
        files(job, parts)
    if view == _ONE:
        one_report(job, section)
    else:
        side_by_side(job, section)


def files(job: filling.Filling, parts: Sequence[Section]) -> None:
    """The files to take along, made when they are asked for."""
    stem = f"抽取-{datetime.fromtimestamp(job.started):%Y%m%d-%H%M}"
    kinds: list[tuple[str, Callable[[], Any], str, str]] = [
        ("Excel（值可点到出处）", partial(book, job, parts), "xlsx", _SHEET),
        ("CSV（一行一个值，附出处）", partial(values_csv, job, parts), "csv", "text/csv"),
        ("JSON（与命令行相同的结构）", partial(json_text, job), "json", "application/json"),
    ]
    if any(section.fields for section in parts):
        kinds.insert(2, ("CSV（一行一份报告）", partial(reports_csv, job, parts), "报告.csv", "text/csv"))
    with st.popover("下载", icon=":material/download:"):
        for label, make, ending, mime in kinds:
            st.download_button(
                label, make, f"{stem}.{ending}", mime, key=f"xd-{ending}", on_click="ignore", width="stretch"
            )


# ------------------------------------------------------------ one report


def one_report(job: filling.Filling, section: Section) -> None:
    """The values of one report, each a line that opens to its source, and its tables."""
    infos = job.shown
    number = 0
    if len(infos) > 1:
        number = st.selectbox("哪份报告", range(len(infos)), format_func=lambda n: who(infos[n]), key="x_report") or 0
    info = infos[min(number, len(infos) - 1)]
    done = job.results[info.doc_id]
    found = views.entries(done, section.fields)
    listed = [(listing, views.rows(done, listing)) for listing in section.listings]
    st.html(words.tally_html([*found, *(cell for _, lines in listed for _, row in lines for cell in row if cell.text)]))
    with st.container(key="x_values", gap=None):
        for place, each in enumerate(found):
            value(info, done, each, f"xs-{section.title}-{info.doc_id}-{place}")
    for place, (listing, lines) in enumerate(listed):
        table(job, listing, [(info, owner, row) for owner, row in lines], f"xg-{info.doc_id}-{section.title}-{place}")


def value(info: ReportInfo, done: Filled, each: Entry, key: str) -> None:
    """One value as a line that opens; only an open one is read from its report."""
    line = st.expander(words.entry_label(each), key=key, on_change="rerun")
    if line.open:
        with line:
            opened(done, each, key)


def opened(done: Filled, each: Entry, key: str) -> None:
    """A value in full: what it is, where it stands, and what other places say."""
    st.html(words.entry_html(each, done))
    source = done.sources.get(each.path)
    if source is not None:
        show_place(source, f"{key}-page")
    for number, other in enumerate(done.conflicts.get(each.path, ())):
        st.html(words.other_html(other))
        show_place(other.source, f"{key}-page-{number}")


# ------------------------------------------------------------ side by side


def side_by_side(job: filling.Filling, section: Section) -> None:
    """Reports by values, and the tables of all reports below one another."""
    found = [(info, views.entries(job.results[info.doc_id], section.fields)) for info in job.shown]
    listed = [(listing, filled_grids.joined(job, listing)) for listing in section.listings]
    every = [each for _, row in found for each in row]
    st.html(
        words.tally_html([*every, *(cell for _, rows in listed for _, _, row in rows for cell in row if cell.text)])
    )
    st.html('<p class="jz-label">点一个格子（或用方向键走到），表的下方显示它的出处。</p>')
    if section.fields:
        heads = [field.title for field in section.fields]
        grid(
            job,
            "数值对照",
            filled_grids.of_values(heads, found),
            [(info, row) for info, row in found],
            f"xg-{section.title}",
        )
    for place, (listing, lines) in enumerate(listed):
        table(job, listing, lines, f"xg-{section.title}-{place}", reports=True)


def table(
    job: filling.Filling,
    listing: Listing,
    lines: Sequence[tuple[ReportInfo, str, list[Entry]]],
    key: str,
    reports: bool = False,
) -> None:
    """What is listed, one row an item."""
    st.html(f'<h3 class="jz-listed">{words.escape(listing.title)} <small>{len(lines)} 行</small></h3>')
    if not lines:
        reasons = {job.results[i.doc_id].reasons.get(listing.path, "") for i in job.shown} - {""}
        notice("info", f"没有：{'；'.join(sorted(reasons)[:3]) or '报告没有列出'}。")
        return
    shown = lines[: filled_grids.MOST_ROWS]
    if len(lines) > len(shown):
        st.html(f'<p class="jz-label">这里显示前 {len(shown)} 行，全部在下载的文件里。</p>')
    grid(
        job, listing.title, filled_grids.of_rows(listing, shown, reports), [(info, row) for info, _, row in shown], key
    )


def grid(
    job: filling.Filling,
    title: str,
    made: filled_grids.Grid,
    rows: Sequence[tuple[ReportInfo, Sequence[Entry]]],
    key: str,
) -> None:
    """A grid whose cells open to their sources; the arrow keys walk from one to the next."""
    config = {
        name: st.column_config.TextColumn(
            alignment="right" if name in made.numeric else "left",
            pinned=name in made.lead,
            width=215 if name in made.lead else None,
        )
        for name in made.columns
    }
    frame = pd.DataFrame(made.texts, columns=list(made.columns))
    styled = frame.style.apply(lambda _: pd.DataFrame(made.shades, columns=list(made.columns)), axis=None)
    event = st.dataframe(
        styled, hide_index=True, column_config=config, height=min(_HEIGHT, 38 + 35 * len(made.texts)), key=key,
        on_select="rerun", selection_mode="single-cell", alt=title,
    )  # fmt: skip
    cells: list[tuple[int, str]] = event["selection"]["cells"]
    if not cells:
        return
    row, name = cells[0]
    at = made.columns.index(name) - len(made.lead)
    info, entries = rows[row]
    with st.container(border=True, key="x_opened"):
        st.html(f'<p class="jz-label">{words.escape(who(info))}</p>')
        if at < 0:
            st.html(f'<p class="jz-place">{words.escape(info.file)}</p>')
        else:
            opened(job.results[info.doc_id], entries[at], f"{key}-{info.doc_id}-{row}-{at}")
