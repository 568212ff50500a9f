"""Words and HTML for an answer and its sources. Whatever comes from a report leaves here escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from extractors.facts import is_number
from extractors.vocabulary import table_forms
from page.views.places import scrolled
from rag.understood import assisted, understood

if TYPE_CHECKING:
    from extractors.citation import Citation
    from rag.answer import Answer

_STATUS = {
    "computed": "推算：由报告中的数字算出，报告没有直接写明",
    "conflict": "有冲突：报告自己给出了不同的数",
    "clarify": "请明确：问题可以有几种理解",
    "not_found": "未找到：报告没有披露，或资料库中没有这份报告",
    "refused": "不予回答：超出资料库的范围",
}


def status_told(status: str) -> str:
    """What kind of answer it is, where it is no plain one."""
    return _STATUS.get(status, "")


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
    kind = status_told(answer.status)
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
