"""The page that lists the audits of several reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from extractors.audit.audit import severity_counts
from extractors.audit.frame import framed, template
from extractors.audit.lines import place_words, without_name
from extractors.audit.words import SEVERITY, STATUS


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a report with the name of its page, or a file that could not be read."""

    title: str
    file: str
    page: str = ""
    error: str = ""
    severities: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, page: str, data: Mapping[str, Any]) -> Entry:
        """The line of a report; ``data`` is what ``check --json`` says of it."""
        report = data["report"]
        return cls(
            title=f"{report['department']} {report['year']}年度",
            file=report["file"],
            page=page,
            severities=severity_counts(finding["severity"] for finding in data["findings"]),
            statuses=data["coverage"]["status"],
            tables=(len(data["tables_read"]) + len(data["tables_empty"]), len(data["tables_missing"])),
        )

    @classmethod
    def of_failed(cls, path: str, error: str) -> Entry:
        return cls(title=path, file=path, error=without_name(path, error) or "无法读取")


def index_of(entries: Iterable[Entry], between: Sequence[Mapping[str, Any]] = ()) -> str:
    """The list as a web page, with the findings between the reports below it."""
    held = list(entries)
    failed = sum(bool(entry.error) for entry in held)
    total = {name: sum(entry.severities.get(name, 0) for entry in held) for name in SEVERITY}
    tiles = "".join(f'<span class="tile {n}"><b>{total[n]}</b> {word}</span>' for n, word in SEVERITY.items())
    body = template("index.html").substitute(
        summary=f"{len(held)} 个文件" + (f"，其中 {failed} 个无法读取" if failed else ""),
        counts=tiles,
        heads="".join(f'<th scope="col" class="num">{word}</th>' for word in (*SEVERITY.values(), *STATUS.values())),
        rows="".join(map(_row, held)),
        severities=len(SEVERITY),
        statuses=len(STATUS),
        between=_between(between),
    )
    return framed("决算报告核查", body)


def _between(findings: Sequence[Mapping[str, Any]]) -> str:
    if not findings:
        return ""
    items = "".join(
        f"<li><b>{SEVERITY[f['severity']]}</b> {escape(f['rule'])} {escape(f['message'])}"
        f"<br><small>{escape('；'.join(dict.fromkeys(_place(p) for p in f['evidence'])))}</small></li>"
        for f in findings
    )
    return f"<h2>报告之间</h2><ul>{items}</ul>"


def _place(place: Mapping[str, Any]) -> str:
    return f"{place['file']} {place_words(place)}"


def _count(count: int, kind: str = "") -> str:
    return f'<td class="num {kind if count else "zero"}">{count}</td>'


def _row(entry: Entry) -> str:
    if entry.error:
        wide = len(SEVERITY) + len(STATUS) + 1
        error = f'<td colspan="{wide}">{escape(entry.error)}</td>'
        return f'<tr class="bad"><th scope="row">{escape(entry.title)}</th>{error}</tr>'
    cells = "".join(_count(entry.severities[name], name) for name in SEVERITY)
    cells += "".join(_count(entry.statuses[status.value]) for status in STATUS)
    read, missing = entry.tables
    tables = f"读到 {read}" + (f"，缺 {missing}" if missing else "")
    link = f'<a href="{escape(quote(entry.page))}">{escape(entry.title)}</a><br><small>{escape(entry.file)}</small>'
    return f'<tr><th scope="row">{link}</th>{cells}<td>{tables}</td></tr>'
