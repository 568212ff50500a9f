"""The Streamlit page: asking (问答), the reports (报告), taking reports in (上传). What needs no page is in rag.views.

Text that comes from a report reaches the page escaped: as HTML by ``escape``, as Markdown by ``views.plain``.
"""

from __future__ import annotations

import gc
import logging
import time
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from extractors.citation import Citation
from extractors.errors import JuesuanError
from rag import places, views
from rag.library import Library
from rag.settings import Settings, read_settings
from rag.store import ReportInfo

log = logging.getLogger("juesuan")

#: sources shown before one has to ask for the rest; reports on one page of the list
_SOURCES, _PER_PAGE = 8, 20
#: widgets whose content outlives a visit to another page
_KEPT = ("find_text", "find_years", "find_levels", "find_regions")

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5d8a"/>'
    '<path d="M8 23V13m5.3 10V9m5.4 14v-7M24 23V11" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


def main() -> None:
    """One run of the page."""
    st.set_page_config("决算问答", page_icon=_ICON, layout="centered", initial_sidebar_state="auto")
    st.html(f"<style>{_STYLE}</style>")
    st.html("<script>document.documentElement.lang = 'zh-CN'</script>", unsafe_allow_javascript=True)
    for key in _KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    st.logo(_ICON, size="large")
    page = st.navigation(list(pages().values()), position="top")
    try:
        settings = read_settings()
        sidebar(opened(settings))
        with st.container(key="narrow", horizontal=True):
            for target in pages().values():
                st.page_link(target)
        page.run()
    except JuesuanError as error:
        broken(str(error))
    except Exception:
        log.exception("页面出错")
        library_of.clear()
        broken("页面出错了，原因已记入日志。请刷新重试；若一再出现，请检查资料库文件夹是否被移动或删除。")


def pages() -> dict[str, Page]:
    """The pages by name."""
    return {
        "ask": st.Page(ask_page, title="问答", icon=":material/forum:", url_path="ask", default=True),
        "reports": st.Page(reports_page, title="报告", icon=":material/description:", url_path="reports"),
        "upload": st.Page(upload_page, title="上传", icon=":material/upload_file:", url_path="upload"),
    }


def broken(message: str) -> None:
    """What is wrong, and what to do, in place of the page."""
    notice("error", message)
    st.html(
        '<p class="jz-note">资料库的位置由环境变量 <code>JUESUAN_LIBRARY</code>（默认 <code>./library</code>）或 '
        "<code>juesuan serve --library 文件夹</code> 决定。换文件夹须重新启动页面；问题排除后点“重试”即可。</p>"
    )
    st.button("重试", icon=":material/refresh:")


# ---------------------------------------------------------------- the library


@st.cache_resource(show_spinner=False, max_entries=1)
def library_of(path: str, stamp: int) -> Library:
    """The library in a folder, opened once for all visitors; another ``stamp`` means another database file."""
    # Answers leave hardly any circles of dead objects, but each look for them goes through all that a large library
    # keeps in memory: looking seldom nearly halves the time of the slowest answers (10,000 reports: 84 to 47 ms).
    gc.set_threshold(100_000, 20, 100)
    return Library.open(path)


def opened(settings: Settings) -> Library:
    """The library of the settings. A database that was replaced under the page is opened anew."""
    path = settings.library.expanduser().absolute()
    if not settings.database_url and not _stamp(path):
        Library.open(path, settings).close()
    return library_of(str(path), _stamp(path))


def _stamp(path: Path) -> int:
    try:
        return (path / "juesuan.sqlite").stat().st_ino
    except OSError:
        return 0


def talk() -> views.Talk:
    """The talk of this visitor."""
    if "talk" not in st.session_state:
        st.session_state.talk = views.Talk()
    held: views.Talk = st.session_state.talk
    return held


# ---------------------------------------------------------------- around the pages


def sidebar(library: Library) -> None:
    """Where we are: the library, the engine, and how to use the page."""
    count = len(library.reports())
    root = library.root
    shown = f"~/{root.relative_to(Path.home())}" if root.is_relative_to(Path.home()) else str(root)
    model = library.settings.llm_model if library.settings.has_llm else None
    engine = f"规则，拿不准的文字由 {model} 帮助" if model else "规则引擎（离线）"
    with st.sidebar:
        st.html(
            '<div class="jz-brand"><b>决算问答</b><span>每个数字都有出处</span></div>'
            f"<dl class='jz-side'><dt>资料库</dt><dd>{escape(shown)}</dd>"
            f"<dt>报告</dt><dd id='jz-count'>{count} 份</dd><dt>引擎</dt><dd>{escape(engine)}</dd></dl>"
        )
        with st.expander("怎么用", icon=":material/help:"):
            st.html(_HELP)


def notice(kind: str, text: str) -> None:
    """A message in a box: ok, info or error. The text is shown as it is."""
    role = "alert" if kind == "error" else "status"
    st.html(f'<div class="jz-notice jz-{kind}" role="{role}">{escape(text)}</div>')


def heading(title: str, text: str) -> None:
    st.html(f'<div class="jz-title"><h1>{escape(title)}</h1><p>{escape(text)}</p></div>')


def no_reports() -> None:
    """The friendly beginning."""
    heading("还没有报告", "导入部门决算报告后，就可以用中文提问，每个数字都会给出它在报告里的位置。")
    if st.button("上传报告", type="primary", icon=":material/upload_file:"):
        st.switch_page(pages()["upload"])
    st.html(
        '<p class="jz-note">只想试试？在命令行运行 <code>juesuan samples --out 样本</code> 生成虚构的样本报告，'
        "再把这些文件上传，或运行 <code>juesuan ingest 样本</code>。</p>"
    )


# ---------------------------------------------------------------- 问答


def ask_page() -> None:
    """Chat: the questions and answers so far, the sources behind them, and the next question."""
    library = opened(read_settings())
    held = talk()
    held.put(st.chat_input("用中文提问，按回车发送", max_chars=500) or "")
    held.put(st.session_state.pop("asked", ""))
    if not held.turns:
        if library.reports():
            welcome(library)
        else:
            no_reports()
        return
    for number, turn in enumerate(held.turns):
        show_turn(library, number, turn)
    st.button("清空对话", icon=":material/delete_sweep:", type="tertiary", on_click=held.clear, key="clear")


def welcome(library: Library) -> None:
    heading("问部门决算", "用平常的话提问。答案只取自已导入的报告，并给出原文位置；报告没有写的，会直说没有。")
    with st.spinner("正在准备…"):
        questions = example_questions(str(library.root), library.store.generation())
    if questions:
        st.html('<p class="jz-label">可以这样问</p>')
    with st.container(key="examples", gap="small"):
        for number, question in enumerate(questions):
            st.button(
                views.plain(question), key=f"example-{number}", on_click=ask_example, args=(question,), width="stretch"
            )


def ask_example(question: str) -> None:
    st.session_state.asked = question


@st.cache_data(show_spinner=False, max_entries=8)
def example_questions(path: str, generation: str) -> list[str]:
    """Questions on the reports at hand; made again when reports come or go."""
    return views.examples(opened(read_settings()))


def show_turn(library: Library, number: int, turn: views.Turn) -> None:
    """One question and its answer; a question that still waits is answered now."""
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<p class="jz-question">{escape(turn.question)}</p>')
    with st.chat_message("assistant", avatar=":material/account_balance:"):
        if turn.waiting:
            with st.spinner("正在查找…"):
                talk().answer(turn, library)
        if turn.answer is None:
            notice("error", turn.error or "")
            return
        st.html(views.answer_html(turn.answer))
        if turn.answer.citations:
            show_sources(number, turn)


@st.fragment
def show_sources(number: int, turn: views.Turn) -> None:
    """The numbered sources of an answer. Only an open one is read from its report."""
    citations = turn.answer.citations if turn.answer else []
    library = opened(read_settings())
    more = f"more-{number}"
    shown = citations if st.session_state.get(more) else citations[:_SOURCES]
    for place, citation in enumerate(shown, 1):
        label = views.plain(views.source_label(place, citation))
        source = st.expander(label, key=f"source-{number}-{place}", on_change="rerun")
        if source.open:
            with source:
                st.html(f'<p class="jz-place">{escape(views.source_place(citation))}</p>')
                st.html(places.place_of(citation, library).html())
                show_page(library, citation, f"page-{number}-{place}")
    if len(citations) > len(shown):
        st.button(f"显示全部 {len(citations)} 处来源", key=more, type="tertiary")


def show_page(library: Library, citation: Citation, key: str) -> None:
    """The page of a PDF with the place marked, for whoever wants to see it."""
    if citation.page is None or citation.box is None:
        return
    if st.toggle(f"看 PDF 第{citation.page}页", key=key):
        try:
            picture = library.picture(citation)
        except JuesuanError as error:
            notice("error", str(error))
            return
        if picture is not None:
            st.image(picture, width="stretch")


# ---------------------------------------------------------------- 报告


def reports_page() -> None:
    """The list of reports with its filters, or one report."""
    library = opened(read_settings())
    if told := st.session_state.pop("told", None):
        notice(*told)
    reports = library.reports()
    if not reports:
        no_reports()
        return
    chosen = next((info for info in reports if info.doc_id == st.session_state.get("report")), None)
    if chosen:
        one_report(library, chosen)
    else:
        report_list(reports)


def report_list(reports: list[ReportInfo]) -> None:
    heading("报告", "资料库中的全部报告。点一份，看它的表格和目录。")
    text = st.text_input("搜索", key="find_text", placeholder="部门、地区或文件名", icon=":material/search:")
    years, levels, regions = st.columns(3)
    found = views.choose(
        reports,
        text or "",
        years.multiselect("年度", views.choices(reports, "year"), key="find_years", placeholder="全部年度"),
        levels.multiselect("级别", views.choices(reports, "level"), key="find_levels", placeholder="全部级别"),
        regions.multiselect("地区", views.choices(reports, "region"), key="find_regions", placeholder="全部地区"),
    )
    shown = found[: st.session_state.get("shown", _PER_PAGE)]
    st.html(f'<p class="jz-label" role="status">共 {len(reports)} 份，符合条件 {len(found)} 份</p>')
    with st.container(key="reports", gap=None):
        for info in shown:
            st.button(
                views.report_label(info), key=f"open-{info.doc_id}", on_click=open_report, args=(info.doc_id,),
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
    st.html(views.identity_html(info, len(facts), findings))
    try:
        report = library.report(info.doc_id)
    except JuesuanError as error:
        notice("error", str(error))
    else:
        tables, outline = st.tabs(["决算表", "目录"])
        with tables:
            show_tables(views.sheets(report, facts))
        with outline:
            st.html(views.outline_html(report))
    with st.popover("删除这份报告", icon=":material/delete:", type="tertiary"):
        st.html(
            f"<p>将从资料库移除 <b>{escape(info.file)}</b> 及其全部数据，不能撤销；您自己保存的原文件不受影响。</p>"
        )
        st.button("确认删除", type="primary", on_click=delete_report, args=(library, info), key="delete")


def show_tables(sheets: list[views.Sheet]) -> None:
    """One statutory table at a time, as printed."""
    if not sheets:
        notice("info", "这份报告没有可读的决算表（有的报告只把表格印成图片）；数据取自文字说明。")
        return
    titles = [sheet.title for sheet in sheets]
    number = st.selectbox("选择一张表", range(len(sheets)), format_func=lambda n: titles[n])
    sheet = sheets[number]
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


# ---------------------------------------------------------------- 上传


def upload_page() -> None:
    """Several files at once into the library; what became of each stays on the page."""
    library = opened(read_settings())
    limit = f"每个不超过 {st.get_option('server.maxUploadSize')} MB"
    heading(
        "上传报告",
        f"可一次选多个 PDF、Word、Excel、网页或文本文件，或装着它们的 ZIP，{limit}。"
        "同一份报告改动后再次上传，会替换旧的。",
    )
    job: views.Import | None = st.session_state.get("job")
    if job and not job.followed:
        follow(job)
        job.followed = True
        st.rerun()  # what stands above was written before the reports were there
    batch = st.session_state.setdefault("batch", 0)
    files = st.file_uploader("选择报告文件", accept_multiple_files=True, key=f"files-{batch}")
    if st.button(f"导入 {len(files)} 份" if files else "导入", type="primary", disabled=not files):
        content = [(file.name, file.getvalue()) for file in files]
        st.session_state.job = views.Import(library, content).start()
        st.session_state.batch = batch + 1
        st.rerun()
    if job:
        st.html(views.outcomes_html(job))
        if job.done:
            st.page_link(pages()["ask"], label="去提问", icon=":material/forum:")


def follow(job: views.Import) -> None:
    """Show how an import goes on until it is through; leaving the page does not stop it."""
    bar = st.progress(0.0, "正在导入…")
    while job.running:
        bar.progress(job.done / max(1, job.total), f"正在导入 {job.done}/{job.total}　{views.plain(job.current)}")
        time.sleep(0.1)
    bar.empty()


_HELP = """<ul class="jz-help"><li>在“问答”里用中文提问，如“某某局2023年支出合计是多少”。</li>
<li>部门可用简称，年度可写“23年”；可以接着问：“那基本支出呢？”</li><li>点开“来源”，看数字在原报告里的位置。</li>
<li>在“上传”里添加报告，在“报告”里查看和删除。</li><li>所有内容只在这台电脑上处理。</li></ul>"""

_STYLE = """
:root {
  --jz-line: color-mix(in srgb, currentColor 16%, transparent);
  --jz-soft: color-mix(in srgb, currentColor 5%, transparent);
  --jz-dim: color-mix(in srgb, currentColor 68%, transparent);
  --jz-mark: rgba(255, 196, 0, .34);
}
[data-testid="stMainBlockContainer"] { max-width: 56rem; padding-top: 4.5rem; padding-bottom: 4rem; }
[data-testid="stBottomBlockContainer"] { max-width: 56rem; padding-bottom: 2rem; }
[data-testid="stHtml"] :is(p, h1, h4, dl, dt, dd, ul, ol, li) { margin: 0; padding: 0; }
[data-testid="stHtml"] { overflow-wrap: anywhere; }
@media (min-width: 641px) { .st-key-narrow { display: none; } }
:is(.st-key-examples, .st-key-reports) button > div { justify-content: flex-start; width: 100%; }
:is(.st-key-examples, .st-key-reports) button p { text-align: left; }
.st-key-reports button { border: 0; border-bottom: 1px solid var(--jz-line); border-radius: 0; padding: .65rem .4rem; }
.st-key-reports button:hover { background: var(--jz-soft); }
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: "选择文件"; font-size: .9rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "也可以把文件拖到这里"; font-size: .875rem; }

.jz-title h1 { font-size: 1.6rem; font-weight: 650; letter-spacing: .01em; }
.jz-title p, .jz-note { color: var(--jz-dim); line-height: 1.7; }
.jz-label { color: var(--jz-dim); font-size: .875rem; }
.jz-brand { margin-bottom: 1rem; }
.jz-brand b { display: block; font-size: 1.05rem; }
.jz-brand span, .jz-side dt, .jz-facts dt { font-size: .8rem; color: var(--jz-dim); }
[data-testid="stHtml"] .jz-side dd { margin-bottom: .6rem; font-size: .9rem; }
[data-testid="stHtml"] .jz-help { padding-left: 1.1rem; font-size: .875rem; line-height: 1.7; }
.jz-notice { border: 1px solid var(--jz-line); border-left: 4px solid #2f5d8a; border-radius: .4rem; line-height: 1.7; }
.jz-notice { padding: .7rem .9rem; }
.jz-notice.jz-error { border-left-color: #c0392b; }
.jz-notice.jz-ok { border-left-color: #2e7d4f; }

.jz-question { font-weight: 600; line-height: 1.7; }
.jz-answer > p { line-height: 1.8; white-space: pre-wrap; }
.jz-answer .jz-status {
  display: inline-block; font-size: .82rem; line-height: 1.5; padding: .1rem .55rem; border-radius: .3rem;
  background: var(--jz-soft); border: 1px solid var(--jz-line);
}
.jz-answer .jz-conflict { background: rgba(214, 120, 0, .14); border-color: rgba(214, 120, 0, .5); }
.jz-answer .jz-understood, .jz-answer .jz-formula, .jz-place { font-size: .82rem; color: var(--jz-dim); }

[data-testid="stHtml"] .jz-answer .jz-understood { margin-top: .3rem; }

.jz-table { overflow-x: auto; border: 1px solid var(--jz-line); border-radius: .4rem; margin: .5rem 0; }
.jz-table table { border-collapse: collapse; width: 100%; font-size: .82rem; line-height: 1.45; margin: 0; }
.jz-table caption { caption-side: top; text-align: left; padding: .45rem .7rem; font-weight: 600; color: inherit; }
.jz-table caption small { font-weight: 400; color: var(--jz-dim); margin-left: .5rem; }
.jz-table :is(th, td) { border: 0; border-top: 1px solid var(--jz-line); padding: .32rem .6rem; text-align: left; }
.jz-table :is(th, td) { vertical-align: top; overflow-wrap: normal; }
.jz-table th { background: var(--jz-soft); font-weight: 600; min-width: 5.6em; }
.jz-table td { min-width: 3rem; max-width: 20rem; }
.jz-table .jz-words { min-width: 9.5rem; }
.jz-table .jz-number { text-align: right; font-variant-numeric: tabular-nums; }
.jz-table td.jz-number { white-space: nowrap; }
.jz-table tr.jz-cited td { background: var(--jz-mark); }
.jz-table tr.jz-cited mark { background: none; color: inherit; font-weight: 700; border-radius: 2px; }
.jz-table tr.jz-cited mark { outline: 2px solid #d08700; outline-offset: 3px; }
.jz-table tr.jz-gap td { text-align: center; color: var(--jz-dim); font-size: .78rem; padding: .2rem; }
@media (max-width: 640px) {
  .jz-table :is(th, td) { padding: .3rem .4rem; }
  .jz-table .jz-words { min-width: 6.5rem; }
}
.jz-passage { border-left: 3px solid var(--jz-line); padding-left: .9rem; margin: .5rem 0; }
.jz-passage h4 { font-size: .86rem; font-weight: 600; line-height: 1.8; }
.jz-passage p { font-size: .9rem; line-height: 1.85; }
.jz-passage .jz-near { color: var(--jz-dim); }
.jz-passage mark { background: var(--jz-mark); color: inherit; border-radius: 2px; }

.jz-facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .7rem 1.2rem; }
.jz-outline, .jz-outcomes { list-style: none; }
[data-testid="stHtml"] :is(.jz-outline, .jz-outcomes) li { padding: .35rem 0; line-height: 1.6; }
.jz-outline li { display: flex; justify-content: space-between; gap: 1rem; font-size: .92rem; }
.jz-outline li, .jz-outcomes li { border-bottom: 1px solid var(--jz-line); }
.jz-outline small { color: var(--jz-dim); white-space: nowrap; font-variant-numeric: tabular-nums; }
.jz-outline .jz-level1 { font-weight: 600; }
.jz-outline .jz-level2 span { padding-left: 1.2rem; }
.jz-outline .jz-level3 span { padding-left: 2.4rem; }
.jz-outline .jz-level4 span { padding-left: 3.6rem; }
.jz-outcomes li { display: grid; grid-template-columns: 3.2rem 1fr; gap: 0 .6rem; }
.jz-outcomes small { grid-column: 2; color: var(--jz-dim); }
.jz-outcomes b.jz-ok { color: color-mix(in srgb, #2f9e5e 70%, currentColor); }
.jz-outcomes b.jz-error { color: color-mix(in srgb, #d9453a 75%, currentColor); }
"""

if __name__ == "__main__":
    main()
