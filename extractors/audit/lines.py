"""An audit as lines of text, as a linter prints them: ``file:line  severity  RULE  sentence``, then a summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractors.audit.audit import severity_counts
from extractors.audit.coverage import table_name
from extractors.audit.words import KIND, SEVERITY, STATUS

Data = Mapping[str, Any]


def lines_of(path: str, data: Data) -> Iterator[str]:
    """The lines on a report; ``data`` is what ``check --json`` says of it."""
    for finding in data["findings"]:
        yield from _finding(path, finding)
    report = data["report"]
    counts = severity_counts(finding["severity"] for finding in data["findings"])
    yield f"{path}：{report['department']} {report['year']}年度，{len(data['findings'])} 条发现"
    yield "  发现：" + "，".join(f"{SEVERITY[severity]} {count}" for severity, count in counts.items())
    yield from _coverage(data)


def failed_line(path: str, error: str) -> str:
    """The line on a file that could not be read."""
    return f"{path}：失败，{without_name(path, error)}"


def without_name(path: str, error: str) -> str:
    """An error without its own mention of the file, where the file is named beside it."""
    for name in (path, Path(path).name):
        error = error.removeprefix(f"{name}：")
    return error


def _finding(path: str, finding: Data) -> Iterator[str]:
    places = finding["evidence"]
    line = next((place["line"] for place in places if place["line"]), 1)
    yield f"{path}:{line}  {SEVERITY[finding['severity']]}  {finding['rule']}  {finding['message']}"
    yield from dict.fromkeys(f"    {place_words(place)}" for place in places)


def place_words(place: Data) -> str:
    """A place in words: line or page, table or chapter, row and column."""
    at = f"第{place['line']}行" if place["line"] else f"第{place['page']}页" if place["page"] else "位置不明"
    where = f"《{table_name(place['table'])}》" if place["table"] else (place["section"] or "").rpartition("/")[2]
    cell = " · ".join(word for word in (place["row"], place["column"]) if word)
    return "  ".join(word for word in (at, where, cell) if word)


def _coverage(data: Data) -> Iterator[str]:
    coverage = data["coverage"]
    counts = "，".join(f"{word} {coverage['status'][status.value]}" for status, word in STATUS.items())
    yield f"  核对：共 {coverage['checks']} 项，{counts}"
    if not data["tables_read"] and not data["tables_empty"]:
        yield f"  注意：{no_tables(data['report']['kind'])}"
        return
    yield f"  读到的表：{_names(data['tables_read'])}"
    if data["tables_empty"]:
        yield f"  表中无数：{_names(data['tables_empty'])}"
    if data["tables_missing"]:
        yield f"  没有读到：{_names(data['tables_missing'])}（与之有关的核对没有进行，不等于通过）"


def no_tables(kind: str) -> str:
    """What has to be said where no statutory table was read at all."""
    return f"没有读到任何{KIND.get(kind, kind)}表（可能是图片或未附表），需要表格的核对都没有进行。"


def _names(keys: list[str]) -> str:
    return "、".join(map(table_name, keys)) or "无"
