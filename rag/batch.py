"""Answers in the forms that leave the house: text for a terminal, and one JSON line for each line of a batch."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from extractors.errors import JuesuanError, UsageError
from rag.understood import assisted, understood

if TYPE_CHECKING:
    from extractors.citation import Citation
    from rag.answer import Answer
    from rag.library import Library

#: no line of a batch is longer, in bytes
MAX_LINE = 1_000_000
#: how much of a quote is shown on a terminal
_QUOTE = 80


def readable(answer: Answer) -> str:
    """An answer for the terminal: its text, then the numbered sources."""
    lines = [answer.answer]
    if answer.citations:
        lines += ["", "来源："]
    for number, citation in enumerate(answer.citations, 1):
        quote = re.sub(r"\s+", " ", citation.quote).strip()
        lines.append(f"[{number}] {_place(citation)}")
        lines.append(f"    “{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”")
    known = understood(answer) if answer.status != "refused" else ""
    if known:
        lines += ["", f"理解为：{known}"]
    if told := assisted(answer):
        lines += ["", told]
    return "\n".join(lines)


def _place(citation: Citation) -> str:
    page = f"第{citation.page}页" if citation.page else ""
    line = f"第{citation.line}行" if citation.line and not page and not citation.cell else ""
    cell = " ".join(filter(None, [citation.row, citation.column])) if citation.table else ""
    return "，".join(filter(None, [citation.file, citation.section, citation.cell, f"{page}{line}", cell]))


def answer_line(library: Library, raw: bytes, number: int) -> dict[str, Any]:
    """The output line of one input line; whatever is wrong with it, the others go on."""
    name: Any = None
    try:
        data = _parse_line(raw, number)
        name = data.get("id")
        if "turns" in data:
            conversation = library.conversation()
            return {"id": name, "answers": [conversation.ask(q).model_dump(mode="json") for q in _turns(data, number)]}
        return {"id": name, "answer": library.ask(_question(data, number)).model_dump(mode="json")}
    except JuesuanError as error:
        return {"id": name, "error": str(error)}
    except Exception as error:  # one question must not stop the others, whatever is wrong with it or with us
        logging.getLogger("juesuan").debug("第 %d 行", number, exc_info=True)
        return {
            "id": name,
            "error": f"第 {number} 行：程序内部错误（{type(error).__name__}: {error}）；其余各行不受影响",
        }


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a batch. Of one that is too long only the beginning is read, and told of when it is answered."""
    while raw := stream.readline(MAX_LINE + 1):
        yield raw
        while len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE + 1)


def _parse_line(raw: bytes, number: int) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise UsageError(f"第 {number} 行：超过 {MAX_LINE // 1_000_000} MB；请把问题分成几行")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"第 {number} 行：不是 UTF-8 编码；请另存为 UTF-8") from None
    except (ValueError, RecursionError):
        raise UsageError(f'第 {number} 行：不是有效的 JSON；每行应为 {{"id": …, "question": "…"}}') from None
    try:
        # what Python reads and JSON does not have (NaN, half a character) would come back as the id of the answer
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise UsageError(
            f"第 {number} 行：有 JSON 不允许的数（NaN、Infinity）、不完整的字符或过深的嵌套；请改正这一行"
        ) from None
    if not isinstance(data, dict):
        raise UsageError(f'第 {number} 行：不是 JSON 对象；每行应为 {{"id": …, "question": "…"}}')
    return data


def _question(data: dict[str, Any], number: int) -> str:
    question = data.get("question")
    if not isinstance(question, str) or not question.strip():
        raise UsageError(f"第 {number} 行：缺少 question（非空的文字）")
    return question


def _turns(data: dict[str, Any], number: int) -> list[str]:
    turns = data["turns"]
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) and t.strip() for t in turns):
        raise UsageError(f"第 {number} 行：turns 应为非空的问题列表")
    if "question" in data:
        raise UsageError(f"第 {number} 行：question 与 turns 只能给一个")
    return turns
