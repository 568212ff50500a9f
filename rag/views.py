"""Views: what a page shows of a library, made without a page.

The place a source stands in (a table with its row marked, a paragraph with its sentence marked), questions worth
asking, lists and their filters, a talk and an import under way. Whatever comes from a report leaves here escaped.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import JuesuanError
from extractors.facts import Fact, is_number
from extractors.report import Paragraph, Report, Row, Section, Source, Table
from extractors.vocabulary import table_forms

if TYPE_CHECKING:
    from extractors.citation import Citation
    from extractors.findings import Finding
    from rag.answer import Answer
    from rag.conversation import Conversation
    from rag.ingest import IngestOutcome
    from rag.library import Library
    from rag.store import ReportInfo

log = logging.getLogger("juesuan")

#: rows of a table shown on each side of the cited one, and characters of the paragraphs around a cited sentence
_ROWS, _AROUND = 4, 160
#: headers of columns whose digits are names, not amounts
_CODES = re.compile(r"编码|代码|行次|栏次|序号|^[类款项]$")
_UPLOADS = "juesuan-upload-"


# ---------------------------------------------------------------- words

_STATUS = {
    "computed": "推算：由报告中的数字算出，报告没有直接写明",
    "conflict": "有冲突：报告自己给出了不同的数",
    "clarify": "请明确：问题可以有几种理解",
    "not_found": "未找到：报告没有披露，或资料库中没有这份报告",
    "refused": "不予回答：超出资料库的范围",
}
_SEVERITY = {"error": "错误", "warning": "疑点", "rounding": "尾差", "info": "提示"}
_MARK = {"成功": "ok", "替换": "ok", "未变": "info", "失败": "error"}
_OUTCOME = {"ok": "成功", "unchanged": "未变", "replaced": "替换", "failed": "失败"}


def understood(answer: Answer) -> str:
    """What was understood of a question: departments, years, measures and tables."""
    query = answer.query
    forms = table_forms()
    departments = list(dict.fromkeys(query.get("departments") or []))
    if len(departments) > 3:
        departments = [*departments[:2], f"等 {len(departments)} 个部门"]
    tables = [f"《{forms[key].name}》" for key in query.get("tables") or [] if key in forms]
    measures = [*(query.get("subjects") or []), *(query.get("columns") or []), *tables]
    parts = ("、".join(departments), "、".join(f"{year}年度" for year in query.get("years") or []), "、".join(measures))
    return " · ".join(part for part in parts if part)


def source_label(number: int, citation: Citation) -> str:
    """One line for a source: its number, whose report, which place."""
    year = f"{citation.year}年度" if citation.year else ""
    form = table_forms().get(citation.table or "")
    place = f"《{form.name}》" if form else (citation.section or citation.file).rsplit("/", 1)[-1]
    at = f"第{citation.page}页" if citation.page else f"第{citation.line}行" if citation.line else ""
    return " · ".join(part for part in (f"来源 {number}", f"{citation.department or ''}{year}", place, at) if part)


def source_place(citation: Citation) -> str:
    """Where a source stands, in full: file, headings, line, row and column."""
    at = f"第{citation.page}页" if citation.page else ""
    line = f"第{citation.line}行" if citation.line else ""
    cell = " — ".join(part for part in (citation.row, citation.column) if part) if citation.table else ""
    section = (citation.section or "").replace("/", " › ")
    return "　".join(part for part in (citation.file, section, at + line, cell) if part)


def plain(text: str) -> str:
    """Text of a report for a place that reads Markdown: every sign that means something there is made harmless."""
    text = re.sub(r"\s+", " ", text).replace(":", "：")
    return re.sub(r"([\\`*_{}\[\]()<>#+.!|~$&=^-])", r"\\\1", text)


def answer_html(answer: Answer) -> str:
    """An answer: what kind it is, its text, its figures one below the other, and what was understood."""
    kind = _STATUS.get(answer.status)
    lead = f'<p class="jz-status jz-{answer.status}">{kind}</p>' if kind else ""
    untold = [v for v in answer.values if v.formula and v.formula not in answer.answer]
    lines = [f"{v.label}：{v.formula} = {v.value}{v.unit or ''}" for v in untold]
    formulas = "".join(f'<p class="jz-formula">{escape(line)}</p>' for line in lines)
    known = understood(answer) if answer.status != "refused" else ""
    foot = f'<p class="jz-understood">理解为：{escape(known)}</p>' if known else ""
    return f'<div class="jz-answer">{lead}<p>{_with_figures(answer)}</p>{formulas}{_figures_html(answer)}{foot}</div>'


def _with_figures(answer: Answer) -> str:
    """The text of an answer with its figures set off."""
    figures = {f"{v.value}{v.unit or ''}" for v in answer.values if is_number(v.value)}
    pattern = "|".join(re.escape(figure) for figure in sorted(figures, key=len, reverse=True))
    if not pattern:
        return escape(answer.answer)
    parts = re.split(rf"(?<![\d.])({pattern})", answer.answer)
    return "".join(f"<strong>{escape(p)}</strong>" if n % 2 else escape(p) for n, p in enumerate(parts))


def _figures_html(answer: Answer) -> str:
    """The figures of an answer that has several, as a small table."""
    figures = [v for v in answer.values if is_number(v.value)]
    if len(figures) < 3:
        return ""
    rows = "".join(
        f"<tr><td>{escape(v.department or '')}</td><td>{v.year or ''}</td><td>{escape(v.label)}</td>"
        f'<td class="jz-number">{escape(v.value)}</td><td>{escape(v.unit or "")}</td></tr>'
        for v in figures
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("部门", "年度", "项目", "数", "单位"))
    return _scrolled("答案中的数", f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


def _scrolled(label: str, content: str) -> str:
    """A table in a box of its own that scrolls sideways, reachable by keyboard."""
    box = f'<div class="jz-table" role="region" tabindex="0" aria-label="{escape(label)}">'
    return f"{box}<table>{content}</table></div>"


# ---------------------------------------------------------------- the place of a source


@dataclass(frozen=True, slots=True)
class TableRow:
    """A printed row; ``cells`` of ``marked`` hold the cited value."""

    line: int
    cells: tuple[str, ...]
    cited: bool = False
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TableView:
    """A table around a cited row; ``above`` and ``below`` count the rows left out."""

    title: str
    caption: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[TableRow, ...]
    above: int = 0
    below: int = 0

    def html(self) -> str:
        """The table as HTML, every text escaped; columns that are empty here are left out."""
        texts = [*self.head, *(row.cells for row in self.rows)]
        used = [i for i in range(max(map(len, texts), default=0)) if any(_at(cells, i) for cells in texts)]
        codes = {i for i in used if any(_CODES.search(_at(cells, i)) for cells in self.head)}
        amounts = {i for i in used if i not in codes and any(_is_amount(_at(row.cells, i)) for row in self.rows)}
        left_out = '<tr class="jz-gap"><td colspan="{}">{}省略 {} 行</td></tr>'
        head = "".join(_head_row(row, used, amounts) for row in self.head)
        body = left_out.format(len(used), "上方", self.above) if self.above else ""
        body += "".join(_body_row(row, used, amounts) for row in self.rows)
        body += left_out.format(len(used), "下方", self.below) if self.below else ""
        title = f"{escape(self.title)} <small>{escape(self.caption)}</small>"
        return _scrolled(self.title, f"<caption>{title}</caption><thead>{head}</thead><tbody>{body}</tbody>")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: what stands before the cited words, the cited words, what follows them."""

    before: str
    cited: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    """The paragraphs around a cited sentence."""

    heading: str
    passages: tuple[Passage, ...]

    def html(self) -> str:
        """The paragraphs as HTML with the cited words in ``<mark>``, every text escaped."""
        body = "".join(
            f'<p class="{"jz-cited" if p.cited else "jz-near"}">{escape(p.before)}'
            f"{f'<mark>{escape(p.cited)}</mark>' if p.cited else ''}{escape(p.after)}</p>"
            for p in self.passages
        )
        return f'<div class="jz-passage"><h4>{escape(self.heading)}</h4>{body}</div>'


def _head_row(cells: Sequence[str], used: Sequence[int], amounts: set[int]) -> str:
    kinds = {True: ' class="jz-number"', False: ""}
    row = "".join(f'<th scope="col"{kinds[i in amounts]}>{escape(_at(cells, i))}</th>' for i in used)
    return f"<tr>{row}</tr>"


def _body_row(row: TableRow, used: Sequence[int], amounts: set[int]) -> str:
    cells = []
    for i in used:
        text = _at(row.cells, i)
        number = i in amounts and _is_amount(text)
        kind = ' class="jz-number"' if number else ' class="jz-words"' if len(text) > 7 else ""
        shown = f"<mark>{escape(text)}</mark>" if i in row.marked and text else escape(text)
        cells.append(f"<td{kind}>{shown}</td>")
    cited = f' class="jz-cited" title="第{row.line}行"' if row.cited else ""
    return f"<tr{cited}>{''.join(cells)}</tr>"


def _is_amount(text: str) -> bool:
    return is_number(text) or text.endswith("%")


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def place_of(citation: Citation, library: Library) -> TableView | PassageView:
    """What a source looks like in its report; its bare quote where the report is no longer at hand."""
    try:
        report = library.report(citation.doc_id)
        facts = library.facts(citation.doc_id)
    except JuesuanError as error:
        log.info("来源无法展开：%s", error)
        return _bare(citation)
    span = find_quote(report.source, citation.quote, citation.line)
    if span is None:
        return _bare(citation)
    for section, table in report.tables:
        if table.place.start < span[1] and span[0] < table.place.end:
            return _table_view(section, table, facts, span, citation)
    return _passage_view(report, span, citation)


def find_quote(source: Source, quote: str, line: int | None) -> tuple[int, int] | None:
    """The span of a quote: of several places with the same words the one nearest to the line cited."""
    places = [match.start() for match in re.finditer(re.escape(quote), source.text)] if quote else []
    if not places:
        return None
    best = min(places, key=lambda p: abs(source.line_of(p) - (line or 0)))
    return best, best + len(quote)


def _table_view(
    section: Section, table: Table, facts: Sequence[Fact], span: tuple[int, int], citation: Citation
) -> TableView:
    cited = [n for n, row in enumerate(table.rows) if row.place.start < span[1] and span[0] < row.place.end] or [0]
    head = min(head_rows(table, facts), cited[0])
    start, end = max(head, cited[0] - _ROWS), min(len(table.rows), cited[-1] + _ROWS + 1)
    # One or two rows are shown rather than said to be left out.
    start = head if start - head <= 2 else start
    end = len(table.rows) if len(table.rows) - end <= 2 else end
    rows = []
    for n, row in enumerate(table.rows[start:end], start):
        marked = frozenset(_cited_cells(row, span, citation, facts)) if n in cited else frozenset()
        rows.append(TableRow(row.place.line, _texts(row), n in cited, marked))
    headers = tuple(_texts(row) for row in table.rows[:head])
    above, below = start - head, len(table.rows) - end
    return TableView(table.title or section.title, _unit(table), headers, tuple(rows), above, below)


def _unit(table: Table) -> str:
    """What a table says above itself about its unit."""
    return "　".join(p.text for p in table.caption if "单位：" in p.plain and len(p.text) < 30)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells)


def _cited_cells(row: Row, span: tuple[int, int], citation: Citation, facts: Sequence[Fact]) -> list[int]:
    """The cells a citation is about; none, and the row alone is marked, where that is not certain."""
    inside = [i for i, c in enumerate(row.cells) if c.text and span[0] <= c.place.start and c.place.end <= span[1]]
    if len(inside) < sum(bool(c.text) for c in row.cells):
        return inside
    here = [f for f in facts if f.origin != "prose" and row.place.start <= f.start < row.place.end]
    fact = next((f for f in here if f.column == citation.column and (citation.row or "").endswith(f.row_name)), None)
    if fact is None:
        return []
    # The k-th of the facts with this text is the k-th of the cells with it, if there are as many of both.
    same = [f for f in here if f.raw == fact.raw]
    cells = [i for i, cell in enumerate(row.cells) if cell.text == fact.raw]
    return [cells[same.index(fact)]] if len(same) == len(cells) else []


def head_rows(table: Table, facts: Sequence[Fact]) -> int:
    """How many of a table's first rows are its header: those before the first row that was read into facts."""
    place = table.place
    starts = [f.start for f in facts if f.origin != "prose" and place.start <= f.start < place.end]
    if not starts:
        return 1
    return min(6, sum(row.place.end <= min(starts) for row in table.rows))


def _passage_view(report: Report, span: tuple[int, int], citation: Citation) -> PassageView:
    for section in report.sections:
        paragraphs = section.paragraphs
        hit = [n for n, p in enumerate(paragraphs) if p.place.start < span[1] and span[0] < p.place.end]
        if hit:
            near = range(max(0, hit[0] - 1), min(len(paragraphs), hit[-1] + 2))
            passages = tuple(_passage(paragraphs[n], span, n - hit[0] if n < hit[0] else n - hit[-1]) for n in near)
            return PassageView(" › ".join(section.path) or citation.file, passages)
    return _bare(citation)


def _passage(paragraph: Paragraph, span: tuple[int, int], side: int) -> Passage:
    """A paragraph with its cited part; the neighbours (``side`` before below 0, after above 0) are cut short."""
    inside = [i for i, offset in enumerate(paragraph.offsets) if span[0] <= offset < span[1]]
    text = paragraph.text
    if not inside:
        cut = len(text) > _AROUND
        return Passage(("…" + text[-_AROUND:] if side < 0 else text[:_AROUND] + "…") if cut else text)
    first, last = inside[0], inside[-1] + 1
    before, after = text[:first], text[last:]
    before = "…" + before[-3 * _AROUND :] if len(before) > 3 * _AROUND else before
    after = after[: 3 * _AROUND] + "…" if len(after) > 3 * _AROUND else after
    return Passage(before, text[first:last], after)


def _bare(citation: Citation) -> PassageView:
    """The quote alone: its report is not at hand, or it stands in a heading."""
    return PassageView(citation.section or citation.file, (Passage("", citation.quote),))


# ---------------------------------------------------------------- questions worth asking

_ASK = (
    "{who}{year}年支出合计是多少？",
    "{who}{year}年“三公”经费决算是多少？",
    "{who}{year}年支出为什么比上年有变化？",
    "{who}{year}年支出决算表中{row}的项目支出是多少？",
    "{year}年各部门“三公”经费从高到低排列",
    "{who}{year}年项目支出占支出合计的比重是多少？",
    "{who}{year}年机关运行经费是多少？",
    "{who}{year}年部门整体绩效自评得了多少分？",
)


def examples(library: Library, limit: int = 6) -> list[str]:
    """Questions that the reports at hand answer, each tried before it is offered; every report gets its turn."""
    from rag.names import find_named

    reports = library.reports()
    asked: list[str] = []
    for number, form in enumerate(_ASK if reports else ()):
        if len(asked) == limit:
            break
        start = number * len(reports) // len(_ASK)
        for info in (*reports[start:], *reports[:start])[:4]:
            question = _example(library, form, info, reports)
            if question and not find_named(question, reports).unknown and _answers(library, question):
                asked.append(question)
                break
    return asked


def _example(library: Library, form: str, info: ReportInfo, reports: Sequence[ReportInfo]) -> str | None:
    row = None
    if "{row}" in form:
        row = next((f.row_name for f in library.facts(info.doc_id) if _is_spent(f)), None)
        if row is None:
            return None
    if "各部门" in form and sum(r.year == info.year for r in reports) < 2:
        return None
    return form.format(who=info.department, year=info.year, row=row)


def _is_spent(fact: Fact) -> bool:
    """Whether a fact is money spent on projects under one class (类) of GK03."""
    return fact.table == "GK03" and fact.column == "项目支出" and len(fact.row_code or "") == 3 and bool(fact.value)


def _answers(library: Library, question: str) -> bool:
    try:
        answer = library.ask(question)
    except Exception:
        log.warning("示例问题无法回答：%s", question, exc_info=True)
        return False
    return answer.status in {"answered", "computed"} and bool(answer.citations)


# ---------------------------------------------------------------- a talk


@dataclass(slots=True)
class Turn:
    """A question and what became of it; ``error`` where it could not be answered at all."""

    question: str
    answer: Answer | None = None
    error: str | None = None

    @property
    def waiting(self) -> bool:
        return self.answer is None and self.error is None


@dataclass(slots=True)
class Talk:
    """The questions and answers of one visitor. A question put down before it is answered is not lost."""

    turns: list[Turn] = field(default_factory=list)
    _conversation: Conversation | None = None
    _generation: str = ""

    def put(self, question: str) -> None:
        """Note a question; it is answered by ``answer``."""
        if question.strip():
            self.turns.append(Turn(question.strip()))

    def answer(self, turn: Turn, library: Library) -> None:
        """Answer one question. Whatever goes wrong becomes a sentence for the reader; the log has the rest."""
        try:
            turn.answer = self._current(library).ask(turn.question)
        except JuesuanError as error:
            turn.error = str(error)
        except Exception:
            log.exception("问题无法回答：%s", turn.question)
            turn.error = "这个问题没能回答：程序内部错误，已记入日志。请换一种问法；其他问题不受影响。"

    def clear(self) -> None:
        self.turns.clear()
        self._conversation = None

    def _current(self, library: Library) -> Conversation:
        """The conversation, renewed when reports came or went; turns about reports that are gone are forgotten."""
        generation = library.store.generation()
        if self._conversation is None or generation != self._generation:
            fresh = library.conversation()
            former = self._conversation.turns if self._conversation else []
            fresh.turns = [t for t in former if set(t[0].doc_ids) <= set(fresh.desk.reports)]
            self._conversation, self._generation = fresh, generation
        return self._conversation


# ---------------------------------------------------------------- lists


def choose(
    reports: Iterable[ReportInfo],
    text: str = "",
    years: Sequence[int] = (),
    levels: Sequence[str] = (),
    regions: Sequence[str] = (),
) -> list[ReportInfo]:
    """The reports that hold every word of a text and are of one of the years, levels and regions; empty means all."""

    def fits(info: ReportInfo) -> bool:
        searched = f"{info.department} {info.year} {info.region} {info.level} {info.file}".lower()
        wanted = ((years, info.year), (levels, info.level), (regions, info.region))
        return all(word in searched for word in text.lower().split()) and all(not w or v in w for w, v in wanted)

    return [info for info in reports if fits(info)]


def choices(reports: Iterable[ReportInfo], name: str) -> list[Any]:
    """The different values of one attribute of the reports, for a filter to choose from."""
    return sorted({value for info in reports if (value := getattr(info, name)) is not None})


def report_label(info: ReportInfo) -> str:
    """A report in one line of a list, as Markdown."""
    kind = "部门预算" if info.kind == "budget" else "部门决算"
    where = " · ".join(part for part in (info.level, info.region) if part)
    return f"**{plain(info.department or info.file)}**　{info.year}年度{kind}　:gray[{plain(where)}]"


def identity_html(info: ReportInfo, facts: int, findings: Sequence[Finding]) -> str:
    """Who published a report, how it came here, and how much was read from it and found against it."""
    levels = [finding.severity for finding in findings]
    counts = "、".join(f"{word} {levels.count(level)}" for level, word in _SEVERITY.items() if level in levels)
    rows = (
        ("级别", (info.level or "未写明") + (f"（{info.scope}）" if info.scope else "")),
        ("地区", info.region or "未写明"),
        ("金额单位", info.unit or "未写明"),
        ("数据", f"{facts:,} 条"),
        ("核查发现", f"{len(findings)} 条" + (f"（{counts}）" if counts else "")),
        ("导入时间", f"{datetime.fromisoformat(info.ingested_at).astimezone():%Y-%m-%d %H:%M}"),
        ("文件", info.file),
    )
    return f'<dl class="jz-facts">{"".join(f"<div><dt>{n}</dt><dd>{escape(v)}</dd></div>" for n, v in rows)}</dl>'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statutory table as printed: column heads, made different by invisible marks where they repeat, and rows.

    ``numeric`` names the columns of amounts.
    """

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...]


def sheets(report: Report, facts: Sequence[Fact]) -> list[Sheet]:
    """The statutory tables of a report in national order, each as printed."""
    forms = list(table_forms())
    made = [_sheet(section, table, facts) for section, table in report.tables if table.key in forms]
    return sorted(made, key=lambda sheet: forms.index(sheet.key))


def _sheet(section: Section, table: Table, facts: Sequence[Fact]) -> Sheet:
    head = head_rows(table, facts)
    width = max(len(row.cells) for row in table.rows)
    columns = tuple(_column_names([_padded(row, width) for row in table.rows[:head]], width))
    rows = tuple(_padded(row, width) for row in table.rows[head:])
    filled = {name: [row[i] for row in rows if row[i]] for i, name in enumerate(columns)}
    # Not all: a header that is repeated after a page break stands among the rows.
    shares = {name: sum(map(_is_amount, texts)) / len(texts) for name, texts in filled.items() if texts}
    amounts = tuple(name for name, share in shares.items() if share > 0.6 and not _CODES.search(name))
    return Sheet(table.key or "", table.title or section.title, _unit(table), columns, rows, amounts)


def _padded(row: Row, width: int) -> tuple[str, ...]:
    return (*_texts(row), *[""] * (width - len(row.cells)))


def _column_names(titles: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """One name a column: its own header, led by those above it where the header alone would not tell it apart."""
    levels = [t for t in titles if sum(map(bool, t)) > 1 and not all(is_number(c) or c in {"", "栏次"} for c in t)]
    stacks = [[_merged(level, i, levels[n + 1 :]) for n, level in enumerate(levels)] for i in range(width)]
    leaves = [next((word for word in reversed(stack) if word), "") for stack in stacks]
    seen: dict[str, int] = {}
    for stack, leaf in zip(stacks, leaves, strict=True):
        name = leaf if leaves.count(leaf) == 1 else "·".join(dict.fromkeys(word for word in stack if word))
        seen[name] = seen.get(name, -1) + 1
        yield name + "\u200b" * seen[name]


def _merged(level: Sequence[str], index: int, below: Sequence[Sequence[str]]) -> str:
    """The header above a column, also where it spans several columns and is printed over the first only."""
    if level[index] or not any(row[index] for row in below):
        return level[index]
    return next((level[i] for i in range(index, -1, -1) if level[i]), "")


def outline_html(report: Report) -> str:
    """The headings of a report with their lines; the cover and the table of contents are left out."""
    shown = [s for s in report.sections if s.level and s.key != "toc"]
    item = '<li class="jz-level{}"><span>{}</span><small>第{}行</small></li>'
    items = "".join(item.format(min(len(s.path), 4), escape(s.title), s.place.line) for s in shown)
    return f'<ol class="jz-outline">{items}</ol>'


# ---------------------------------------------------------------- taking in


def safe_name(name: str) -> str:
    """A file name without folders, control characters or a leading dot, of bearable length."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip().lstrip(".~").strip()
    stem, suffix = Path(name).stem[:70], Path(name).suffix[:12]
    return f"{stem or '报告'}{suffix or '.txt'}"


@dataclass(slots=True)
class Import:
    """Files on their way into a library, in a thread of its own: leaving the page does not stop them.

    ``outcomes`` are word, file and message of each file; ``followed`` is set once somebody has seen it through.
    """

    library: Library
    files: list[tuple[str, bytes]]
    total: int = 0
    done: int = 0
    current: str = ""
    outcomes: list[tuple[str, str, str]] = field(default_factory=list)
    error: str | None = None
    followed: bool = False
    thread: threading.Thread | None = None

    def start(self) -> Import:
        self.total = len(self.files)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def run(self) -> None:
        """Take the files in by way of a temporary folder; each in one of its own, so that equal names don't meet."""
        folder = Path(tempfile.mkdtemp(prefix=_UPLOADS))
        try:
            paths = [folder / str(number) / safe_name(name) for number, (name, _) in enumerate(self.files)]
            for path, (_, content) in zip(paths, self.files, strict=True):
                path.parent.mkdir()
                path.write_bytes(content)
            self.library.ingest(paths, lambda outcome: self.outcomes.append(_told(outcome)), self._progress, workers=1)
        except JuesuanError as error:
            self.error = str(error)
        except Exception:
            log.exception("导入中断")
            self.error = "导入中断：程序内部错误，已记入日志。已导入的报告有效，其余请重试。"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            self.files = []

    def _progress(self, done: int, total: int, name: str) -> None:
        self.done, self.current = done, name


def _told(outcome: IngestOutcome) -> tuple[str, str, str]:
    """An outcome for a reader: the word for it, the file, and what happened; temporary folders are not mentioned."""
    who = f"{outcome.department} {outcome.year}年度" if outcome.department else ""
    name = Path(outcome.file).name
    message = re.sub(rf"\S*/{_UPLOADS}[^/]+/\d+/", "", outcome.message).replace(" [E10]", "").removeprefix(f"{name}：")
    return _OUTCOME[outcome.status], name, "，".join(part for part in (who, message) if part)


def outcomes_html(job: Import) -> str:
    """What became of the files of an import, the failed ones first, and what stopped it, if something did."""
    words = [word for word, _, _ in job.outcomes]
    counts = "，".join(f"{word} {words.count(word)} 份" for word in _OUTCOME.values() if word in words)
    items = "".join(
        f'<li><b class="jz-{_MARK[word]}">{word}</b><span>{escape(name)}</span><small>{escape(message)}</small></li>'
        for word, name, message in sorted(job.outcomes, key=lambda outcome: outcome[0] != "失败")
    )
    error = f'<div class="jz-notice jz-error" role="alert">{escape(job.error)}</div>' if job.error else ""
    return f'{error}<p class="jz-label" role="status">{counts}</p><ul class="jz-outcomes">{items}</ul>'
