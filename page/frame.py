"""Frame: what all rooms of the page share: the library, the visitor's talk, headings, messages, the way elsewhere."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from extractors.citation import Citation
from extractors.errors import JuesuanError
from page.views.joined import places_of
from page.views.talk import Talk
from page.views.words import plain, source_place
from rag.library import Library
from rag.settings import Settings, read_settings

STYLE = Path(__file__).with_name("style.css")


@st.cache_resource(show_spinner=False, max_entries=1)
def library_of(path: str, stamp: int) -> Library:
    """The library in a folder, opened once for all visitors; another ``stamp`` means another database file."""
    # Answers leave hardly any circles of dead objects, but each look for them goes through all that a large library
    # keeps in memory: looking seldom nearly halves the time of the slowest answers (10,000 reports: 84 to 47 ms).
    gc.set_threshold(100_000, 20, 100)
    return Library.open(path)


def library() -> Library:
    """The library of the settings as they are now."""
    return opened(read_settings())


def opened(settings: Settings) -> Library:
    """The library of these settings. A database that was replaced under the page is opened anew."""
    path = settings.library.expanduser().absolute()
    if not settings.database_url and not _stamp(path):
        Library.open(path, settings).close()
    return library_of(str(path), _stamp(path))


def _stamp(path: Path) -> int:
    try:
        return (path / "juesuan.sqlite").stat().st_ino
    except OSError:
        return 0


def read_only() -> bool:
    """Whether visitors may only look and ask: nothing is taken in, deleted, replaced or marked."""
    return read_settings().page_read_only


def talk() -> Talk:
    """The talk of this visitor."""
    if "talk" not in st.session_state:
        st.session_state.talk = Talk()
    held: Talk = st.session_state.talk
    return held


def room(name: str) -> Page:
    """Another room of the page by its address: ask, reports, checks, compare, extract, settings."""
    found: Page = st.session_state.rooms[name]
    return found


def keep(*keys: str) -> None:
    """Let what stands in widgets outlive a visit to another room: Streamlit forgets widgets that are not drawn."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def notice(kind: str, text: str) -> None:
    """A message in a box: ok, info or error. The text is shown as it is."""
    role = "alert" if kind == "error" else "status"
    st.html(f'<div class="jz-notice jz-{kind}" role="{role}">{escape(text)}</div>')


def tell_later(kind: str, text: str) -> None:
    """A message for the next run of the page, after something was changed; ``told`` shows it."""
    st.session_state.told = (kind, text)


def told() -> None:
    """Show the message of the run before, if there is one."""
    if message := st.session_state.pop("told", None):
        notice(*message)


def heading(title: str, text: str) -> None:
    st.html(f'<div class="jz-title"><h1>{escape(title)}</h1><p>{escape(text)}</p></div>')


def no_reports() -> None:
    """The friendly beginning."""
    heading("还没有报告", "导入部门决算报告后，就可以用中文提问，每个数字都会给出它在报告里的位置。")
    if st.button("上传报告", type="primary", icon=":material/upload_file:"):
        st.switch_page(room("reports"))
    st.html(
        '<p class="jz-note">只想试试？在命令行运行 <code>juesuan samples --out 样本</code> 生成虚构的样本报告，'
        "再把这些文件上传，或运行 <code>juesuan ingest 样本</code>。</p>"
    )


def show_place(citation: Citation, key: str, brief: bool = False) -> None:
    """Where a source stands: the table or the passage with its mark, and the page of a PDF on request.

    ``brief`` shows of a table only the cited columns with their names, for places that stand beside each other.
    """
    show_places([citation], brief)
    show_pages([citation], key)


def show_places(citations: Sequence[Citation], brief: bool = False, most: int | None = None) -> int:
    """Where several sources stand, those of one table together in it; returns how many are left for ``most`` views."""
    views = places_of(citations, library())
    for view, cited in views[:most]:
        more = f"　等 {len(cited)} 处" if len(cited) > 1 else ""
        st.html(f'<p class="jz-place">{escape(source_place(cited[0]))}{more}</p>{view.html(brief)}')
    return sum(len(cited) for _, cited in views[len(views[:most]) :])


def show_pages(citations: Sequence[Citation], key: str) -> None:
    """The pages of PDFs that sources stand on, each with all of them marked, for whoever wants to see them."""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        if citation.page is not None and citation.box is not None:
            pages.setdefault((citation.doc_id, citation.page), []).append(citation)
    several = len({doc_id for doc_id, _ in pages}) > 1
    for turn, ((_, page), cited) in enumerate(pages.items()):
        label = f"看 PDF 第{page}页" + (f"（{plain(cited[0].file)}）" if several else "")
        if st.toggle(label, key=f"{key}-{turn}" if turn else key):
            _show_page(cited)


def _show_page(cited: Sequence[Citation]) -> None:
    try:
        picture = library().picture(cited[0], cited)
    except JuesuanError as error:
        notice("error", str(error))
        return
    if picture is not None:
        st.image(picture, width="stretch")
