"""Transcript: a talk to take away, as Markdown or as a Word file, every answer with its figures and sources."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from extractors.facts import is_number
from extractors.output import printable
from page.views.talk import Turn
from page.views.words import source_place, status_told
from rag.understood import assisted, understood

if TYPE_CHECKING:
    from docx.document import Document

    from extractors.citation import Citation
    from rag.answer import Answer, Value

_TITLE = "部门决算问答记录"
_NOTE = "答案取自已导入的报告；每个数字的出处列在答案之后。"
_HEADS = ("部门", "年度", "项目", "数", "单位", "算式")


def answer_text(answer: Answer) -> str:
    """One answer as plain text for the clipboard: the words, the formulas, the sources with their quotes."""
    return "\n".join([*_said(answer), *_source_lines(answer.citations)])


def markdown(turns: Sequence[Turn]) -> str:
    """A talk as Markdown; what comes from a report or a visitor cannot become markup."""
    parts = [f"# {_TITLE}", f"{_made_at()}。{_NOTE}"]
    for number, turn in enumerate(turns, 1):
        parts.append(f"## {number}. {marked_off(turn.question)}")
        parts += [f"更正理解：{marked_off(turn.amended)}"] if turn.amended else []
        if turn.answer is None:
            parts.append(marked_off(turn.error or "（尚未回答）"))
            continue
        parts += [marked_off(line) for line in _said(turn.answer)]
        parts += [_table(turn.answer.values)] if turn.answer.values else []
        parts += ["来源：", _listed(turn.answer.citations)] if turn.answer.citations else []
    return "\n\n".join(parts) + "\n"


def word(turns: Sequence[Turn]) -> bytes:
    """A talk as a Word file (docx)."""
    from docx import Document

    document = Document()
    _in_chinese(document)
    document.add_heading(_TITLE, level=0)
    document.add_paragraph(printable(f"{_made_at()}。{_NOTE}"))
    for number, turn in enumerate(turns, 1):
        document.add_heading(printable(f"{number}. {turn.question}"), level=1)
        if turn.amended:
            document.add_paragraph(printable(f"更正理解：{turn.amended}"))
        if turn.answer is None:
            document.add_paragraph(printable(turn.error or "（尚未回答）"))
        else:
            _write_answer(document, turn.answer)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _write_answer(document: Document, answer: Answer) -> None:
    for line in _said(answer):
        document.add_paragraph(printable(line))
    if answer.values:
        table = document.add_table(rows=0, cols=len(_HEADS), style="Table Grid")
        for row in (_HEADS, *map(_row, answer.values)):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = printable(text)
    for line in _source_lines(answer.citations):
        document.add_paragraph(printable(line), style="List Bullet")


def _in_chinese(document: Document) -> None:
    """Let Word take a Chinese face for Chinese text; the template's own has none."""
    from docx.oxml.ns import qn

    style = document.styles["Normal"]
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def _said(answer: Answer) -> Iterator[str]:
    """An answer in words: its kind, its text, its formulas, what was understood, who had part in it."""
    if kind := status_told(answer.status):
        yield kind
    yield answer.answer
    for value in answer.values:
        if value.formula and value.formula not in answer.answer:
            yield f"{value.label}：{value.formula} = {value.value}{value.unit or ''}"
    if known := understood(answer):
        yield f"理解为：{known}"
    if helped := assisted(answer):
        yield helped


def _source_lines(citations: Sequence[Citation]) -> Iterator[str]:
    for number, citation in enumerate(citations, 1):
        yield f"来源 {number}：{source_place(citation)}　原文：“{citation.quote.strip()}”"


def _listed(citations: Sequence[Citation]) -> str:
    return "\n".join(f"- {marked_off(line)}" for line in _source_lines(citations))


def _table(values: Sequence[Value]) -> str:
    rows = ("| " + " | ".join(marked_off(cell) for cell in row) + " |" for row in map(_row, values))
    head = f"| {' | '.join(_HEADS)} |\n|{' --- |' * len(_HEADS)}"
    return "\n".join([head, *rows])


#: what means something anywhere in a line of Markdown, and what only at its beginning
_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~$]")
_AT_START = re.compile(r"^(\s*(?:\d{1,9})?)([-+.)]|#{1,6}|=+)(?=\s|$)")


def marked_off(text: str) -> str:
    """Text that stays text in a Markdown file, with no more marks in it than that takes: figures stay as printed."""
    text = _ANYWHERE.sub(lambda found: "\\" + found[0], re.sub(r"\s+", " ", text).replace("://", "：//"))
    return _AT_START.sub(r"\1\\\2", text)


def _row(value: Value) -> tuple[str, ...]:
    shown = value.value if is_number(value.value) else value.value.strip()
    year = str(value.year) if value.year else ""
    return (value.department or "", year, value.label, shown, value.unit or "", value.formula or "")


def _made_at() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
