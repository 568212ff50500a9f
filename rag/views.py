"""Views: what a page shows of a library, made without a page.

Answers in words, questions worth asking, lists and their filters, a talk and an import under way. Whatever comes from
a report leaves here escaped.
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
from extractors.report import Report, Row, Section, Table
from extractors.vocabulary import table_forms
from rag.places import CODES, head_rows, is_amount, scrolled, texts_of, unit_of
from rag.understood import assisted, understood

if TYPE_CHECKING:
    from extractors.citation import Citation
    from extractors.findings import Finding
    from rag.answer import Answer
    from rag.conversation import Conversation
    from rag.ingest import IngestOutcome
    from rag.library import Library
    from rag.store import ReportInfo

log = logging.getLogger("juesuan")

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


def source_label(number: int, citation: Citation) -> str:
    """One line for a source: its number, whose report, which place."""
    year = f"{citation.year}年度" if citation.year else ""
    form = table_forms().get(citation.table or "")
    place = f"《{form.name}》" if form else (citation.section or citation.file).rsplit("/", 1)[-1]
    at = _at(citation)
    return " · ".join(part for part in (f"来源 {number}", f"{citation.department or ''}{year}", place, at) if part)


def source_place(citation: Citation) -> str:
    """Where a source stands, in full: file, headings, line, row and column."""
    cell = " — ".join(part for part in (citation.row, citation.column) if part) if citation.table else ""
    section = (citation.section or "").replace("/", " › ")
    return "　".join(part for part in (citation.file, section, _at(citation), cell) if part)


def _at(citation: Citation) -> str:
    """The page of a source, the name of its cell, or in a text its line."""
    if citation.page:
        return f"第{citation.page}页"
    return citation.cell or (f"第{citation.line}行" if citation.line else "")


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
    foot += f'<p class="jz-understood">{escape(helped)}</p>' if (helped := assisted(answer)) else ""
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
    return scrolled("答案中的数", f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


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
    directory = library.catalogue().directory
    asked: list[str] = []
    for number, form in enumerate(_ASK if reports else ()):
        if len(asked) == limit:
            break
        start = number * len(reports) // len(_ASK)
        for info in (*reports[start:], *reports[:start])[:4]:
            question = _example(library, form, info, reports)
            if question and not find_named(question, directory).unknown and _answers(library, question):
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
            former = self._conversation.dialogue.turns if self._conversation else []
            at_hand = set(fresh.desk.reports)
            fresh.dialogue.turns = [t for t in former if {*t.query.doc_ids, *t.doc_ids} <= at_hand]
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
    shares = {name: sum(map(is_amount, texts)) / len(texts) for name, texts in filled.items() if texts}
    amounts = tuple(name for name, share in shares.items() if share > 0.6 and not CODES.search(name))
    return Sheet(table.key or "", table.title or section.title, unit_of(table), columns, rows, amounts)


def _padded(row: Row, width: int) -> tuple[str, ...]:
    return (*texts_of(row), *[""] * (width - len(row.cells)))


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
