"""Marks: what the room of checks lets a person decide on findings, one or many, say so, and take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from extractors.errors import JuesuanError
from extractors.findings import Finding
from page import frame
from page.views import facing
from page.views.checked import MEANING, STATES, Entry
from rag.storage.reviews import LONGEST_NOTE, State, subject_of

#: brings something of the room into sight; the words before it make it another script each time
_INTO_SIGHT = """<script>/* {} */ for (const wait of [0, 300]) setTimeout(() =>
  document.querySelector('.st-key-{}')?.scrollIntoView({{block: '{}'}}), wait)</script>"""


@dataclass(frozen=True, slots=True)
class Done:
    """What was just decided, where in the list (``at``), and what stood before: the findings with state and note."""

    text: str
    at: int
    state: State | None = None
    note: str = ""
    before: tuple[tuple[Finding, State | None, str], ...] = ()


def key_of(finding: Finding) -> str:
    return hashlib.sha256(finding.id.encode()).hexdigest()[:16]


def into_sight(key: str, word: object, block: Literal["start", "nearest"]) -> None:
    st.html(_INTO_SIGHT.format(word, key, block), unsafe_allow_javascript=True)


# notes that were typed and not kept yet


def drafts() -> list[str]:
    """The keys of notes that say something else than what is kept; they outlive a visit elsewhere."""
    state = st.session_state
    notes = [str(key) for key in state if str(key).startswith("note-")]
    return [key for key in notes if state[key] != state.get(f"begun-{key}", "")]


def begin_note(entry: Entry, key: str) -> str:
    """The key of the note of an entry: it says what is kept until somebody types something else."""
    state, note_key = st.session_state, f"note-{key}"
    kept = entry.review.note if entry.review else ""
    if state.get(note_key, kept) in (state.get(f"begun-{note_key}", kept), kept):
        state[note_key] = state[f"begun-{note_key}"] = kept
    return note_key


# one finding


def show_review(entry: Entry, key: str, at: int) -> None:
    """What was decided on a finding, and the buttons to decide; ``at`` is its number in the list."""
    if entry.review:
        st.html(facing.review_html(entry))
    if frame.read_only():
        return
    note_key = begin_note(entry, key)
    with st.container(key=f"review-{key}", horizontal=True, vertical_alignment="bottom"):
        st.text_input("备注（可不填）", key=note_key, max_chars=LONGEST_NOTE, placeholder="如：已与单位核实")
        for state, word in MEANING.items():
            decided: Literal["primary", "secondary"] = "primary" if entry.state == state else "secondary"
            st.button(word, key=f"{state}-{key}", type=decided, on_click=decide, args=(entry, state, key, at))
        if entry.review:
            st.button("清除标记", key=f"clear-{key}", type="tertiary", on_click=decide, args=(entry, None, key, at))


def decide(entry: Entry, state: State | None, key: str, at: int) -> None:
    """Keep what was decided on one finding, which stays open although its line now says so."""
    note = st.session_state.get(f"note-{key}", "")
    word = f"已记为“{STATES[state]}”" if state else "已清除标记"
    if keep_reviews([entry], state, note, f"{word}：{entry.heading}（{facing.whose(entry.info)}）", at):
        st.session_state[f"finding-{key}"] = True
        if state is None:
            st.session_state[f"note-{key}"] = st.session_state[f"begun-note-{key}"] = ""


def keep_reviews(entries: Sequence[Entry], state: State | None, note: str, text: str, at: int) -> bool:
    """Whether it was kept. A visitor whose window was open when the page became read-only changes nothing."""
    if frame.read_only():
        return False
    library, before = frame.library(), []
    note = note.strip()[:LONGEST_NOTE] if state else ""
    try:
        for entry in entries:
            library.review(subject_of(entry.finding), entry.finding, state, note)
            former = (entry.review.state, entry.review.note) if entry.review else (None, "")
            before.append((entry.finding, *former))
    except JuesuanError as error:
        frame.tell_later("error", str(error))
        return False
    st.session_state.check_done = Done(text, at, state, note, tuple(before))
    st.session_state.check_came = True
    return True


# what was just decided, and the way back


def spot(shown: Sequence[Entry], first: int) -> int | None:
    """Before which of the entries on a page it is told: where the finding stands or, being filtered out, stood."""
    done: Done | None = st.session_state.get("check_done")
    if done is None:
        return None
    only = done.before[0][0].id if len(done.before) == 1 else None
    ids = [entry.finding.id for entry in shown]
    return ids.index(only) + 1 if only in ids else min(max(done.at - first, 0), len(shown))


def show_done() -> None:
    """What was just decided, with a button to take it back."""
    done: Done | None = st.session_state.get("check_done")
    if done is None:
        return
    with st.container(key="check_done_box", horizontal=True, vertical_alignment="center"):
        frame.notice("ok", done.text)
        if done.before and not frame.read_only():
            st.button("撤销", key="check_undo", icon=":material/undo:", on_click=undo, args=(done,))
    if st.session_state.pop("check_came", False):
        into_sight("check_done_box", done.text.encode().hex(), "nearest")


def forget_done() -> None:
    """Another list is looked at: what was decided on the former one, or was about to be, is not told there."""
    for key in ("check_done", "check_asked"):
        st.session_state.pop(key, None)


def undo(done: Done) -> None:
    """Put back what stood before, except where somebody has decided something else meanwhile."""
    if frame.read_only():
        return
    library, state = frame.library(), st.session_state
    reviews, left = library.reviews(), 0
    try:
        for finding, former, note in done.before:
            held = reviews.get(finding.id)
            if ((held.state, held.note) if held else (None, "")) != (done.state, done.note):
                left += 1
                continue
            library.review(subject_of(finding), finding, former, note)
    except JuesuanError as error:
        frame.tell_later("error", str(error))
        return
    if len(done.before) == 1 and done.state and not left:  # what was typed stands there again as it was before
        state[f"begun-note-{key_of(done.before[0][0])}"] = done.before[0][2]
    more = f"有 {left} 条已另有改动，没有恢复。" if left else ""
    state.check_done = Done(f"已撤销，恢复了 {len(done.before) - left} 条原来的标记和备注。{more}", done.at)


# many findings


def mark_all(found: list[Entry]) -> None:
    """One decision for all that is listed, for those who have looked at them together; asked before it is made."""
    decided = sum(bool(entry.review) for entry in found)
    with st.popover("全部标记", icon=":material/done_all:", key="check_all", on_change="rerun"):
        st.html(f"<p>一起标记符合条件的 {len(found)} 条（包括其他各页的），其中 {decided} 条已有标记。</p>")
        also = decided and st.checkbox(f"已有标记的 {decided} 条也改", key="check_all_also")
        entries = found if also else [entry for entry in found if not entry.review]
        st.text_input("备注（可不填）", key="check_all_note", max_chars=LONGEST_NOTE)
        asked = st.session_state.get("check_asked", "")
        if asked in MEANING or (asked == "clear" and also):
            confirm_all(entries, None if asked == "clear" else asked, decided if also else 0)
            return
        for state, word in MEANING.items():
            ask_button(f"{len(entries)} 条都记为“{word}”", state, not entries)
        if also:
            ask_button(f"清除 {decided} 条的标记", "clear", False)
        if not entries:
            st.html('<p class="jz-note">都已有标记；要改，请先勾选上面一项。</p>')


def ask_button(label: str, asked: str, disabled: bool) -> None:
    st.button(label, key=f"check_all_{asked}", on_click=ask, args=(asked,), width="stretch", disabled=disabled)


def ask(asked: str) -> None:
    st.session_state.check_asked = asked


def confirm_all(entries: list[Entry], state: State | None, replaced: int) -> None:
    """Say how many are changed and what is replaced, and go on only when that is meant."""
    changed = entries if state else [entry for entry in entries if entry.review]
    what = f"把 {len(changed)} 条都记为“{MEANING[state]}”" if state else f"清除 {len(changed)} 条的标记和备注"
    warning = f"其中 {replaced} 条原来的标记和备注会被替换。" if state and replaced else ""
    frame.notice("info", f"确定{what}吗？{warning}")
    st.button(
        "确定", key="check_all_sure", type="primary", on_click=decide_all, args=(changed, state), width="stretch",
        disabled=not changed,
    )  # fmt: skip
    st.button("取消", key="check_all_no", on_click=ask, args=("",), width="stretch")


def decide_all(entries: Sequence[Entry], state: State | None) -> None:
    """Keep one decision on many findings."""
    word = f"记为“{STATES[state]}”" if state else "清除标记"
    keep_reviews(entries, state, st.session_state.get("check_all_note", ""), f"已把 {len(entries)} 条{word}。", -1)
    st.session_state.update({"check_asked": "", "check_all_note": "", "check_all_also": False, "check_all": False})
