"""Lists of reports: filters, one line a report, and who published one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from page.views.words import plain

if TYPE_CHECKING:
    from extractors.findings import Finding
    from rag.store import ReportInfo

SEVERITY = {"error": "错误", "warning": "疑点", "rounding": "尾差", "info": "提示"}


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


def who(info: ReportInfo) -> str:
    """A report in a few words: whose, of which year, and where that is not plain, of which kind."""
    kind = "预算" if info.kind == "budget" else ""
    return f"{info.department or info.file} {info.year or ''}年度{kind}"


def report_label(info: ReportInfo) -> str:
    """A report in one line of a list, as Markdown."""
    kind = "部门预算" if info.kind == "budget" else "部门决算"
    where = " · ".join(part for part in (info.level, info.region) if part)
    return f"**{plain(info.department or info.file)}**　{info.year}年度{kind}　:gray[{plain(where)}]"


def identity_html(info: ReportInfo, facts: int, findings: Sequence[Finding]) -> str:
    """Who published a report, how it came here, and how much was read from it and found against it."""
    levels = [finding.severity for finding in findings]
    counts = "、".join(f"{word} {levels.count(level)}" for level, word in SEVERITY.items() if level in levels)
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
