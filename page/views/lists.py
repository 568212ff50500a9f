"""Lists of reports: filters, order, one line a report, and who published one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from page.views.words import plain

if TYPE_CHECKING:
    from extractors.families import Template
    from extractors.findings import Finding
    from rag.storage.store import ReportInfo

SEVERITY = {"error": "错误", "warning": "疑点", "rounding": "尾差", "info": "提示"}
KIND = {"final": "决算", "budget": "预算"}
#: what a report may be asked for with regard to its findings, and whether it fits
FOUND: dict[str, Callable[[Mapping[str, int]], bool]] = {
    "有错误": lambda counts: bool(counts.get("error")),
    "有疑点": lambda counts: bool(counts.get("warning")),
    "有尾差": lambda counts: bool(counts.get("rounding")),
    "没有错误和疑点": lambda counts: not counts.get("error") and not counts.get("warning"),
}
_NONE: Mapping[str, int] = {}


def choose(
    reports: Iterable[ReportInfo],
    text: str = "",
    years: Sequence[int] = (),
    levels: Sequence[str] = (),
    regions: Sequence[str] = (),
    kinds: Sequence[str] = (),
    found: Sequence[str] = (),
    severities: Mapping[str, Mapping[str, int]] = {},
) -> list[ReportInfo]:
    """The reports that hold every word of a text and are of one of the years, levels, regions and kinds.

    ``found`` are keys of FOUND, one of which has to fit what ``severities`` counts for the report. Empty means all.
    """
    words = text.lower().split()

    def fits(info: ReportInfo) -> bool:
        wanted = ((years, info.year), (levels, info.level), (regions, info.region), (kinds, info.kind))
        if not all(not w or v in w for w, v in wanted):
            return False
        if found and not any(FOUND[name](severities.get(info.doc_id, _NONE)) for name in found):
            return False
        if not words:
            return True
        searched = f"{info.department} {info.year} {info.region} {info.level} {KIND.get(info.kind)} {info.file}".lower()
        return all(word in searched for word in words)

    return [info for info in reports if fits(info)]


def choices(reports: Iterable[ReportInfo], name: str) -> list[Any]:
    """The different values of one attribute of the reports, for a filter to choose from."""
    return sorted({value for info in reports if (value := getattr(info, name)) is not None})


def who(info: ReportInfo) -> str:
    """A report in a few words: whose, of which year, and where that is not plain, of which kind."""
    kind = "预算" if info.kind == "budget" else ""
    return f"{info.department or info.file} {info.year or ''}年度{kind}"


ORDERS = ("部门", "年度，新的在前", "地区", "错误和疑点，多的在前", "导入时间，新的在前")


def ordered(reports: Iterable[ReportInfo], order: str, severities: Mapping[str, Mapping[str, int]]) -> list[ReportInfo]:
    """The reports in one of ORDERS."""
    by_name = sorted(reports, key=lambda r: (_spoken(r.department), r.year or 0, r.kind))
    if order == ORDERS[1]:
        return sorted(by_name, key=lambda r: -(r.year or 0))
    if order == ORDERS[2]:
        return sorted(by_name, key=lambda r: (r.region is None, _spoken(r.region)))
    if order == ORDERS[3]:
        return sorted(by_name, key=lambda r: _weight(severities.get(r.doc_id, _NONE)), reverse=True)
    if order == ORDERS[4]:
        return sorted(by_name, key=lambda r: r.ingested_at, reverse=True)
    return by_name


def _spoken(name: str | None) -> bytes:
    """Common Chinese characters stand in this encoding as they are spoken: 安 before 白 before 长."""
    return (name or "").encode("gb18030", "replace")


def _weight(counts: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(counts.get(severity, 0) for severity in SEVERITY)


def kind_of(info: ReportInfo) -> str:
    """Of what year and kind a report is: 2023年度部门决算."""
    return f"{info.year}年度部门{KIND.get(info.kind, '决算')}"


def report_label(info: ReportInfo, counts: Mapping[str, int] | None = None) -> str:
    """A report in one line of a list, as Markdown; with ``counts`` also what was found against it."""
    where = " · ".join(part for part in (info.level, info.region) if part)
    parts = [f"**{plain(info.department or info.file)}**", f":gray[{kind_of(info)}]", f":gray[{plain(where) or '—'}]"]
    if counts is not None:
        told = "　".join(f"{SEVERITY[s]} {counts[s]}" for s in ("error", "warning") if counts.get(s))
        parts.append(f":orange[{told}]" if told else ":gray[无错误和疑点]")
    return " ".join(parts)


def counts_told(counts: Mapping[str, int]) -> str:
    """How many findings of each severity there are, in words."""
    return "、".join(f"{word} {counts[level]}" for level, word in SEVERITY.items() if counts.get(level))


def identity_html(info: ReportInfo, facts: int, findings: Sequence[Finding], read: int | None = None) -> str:
    """Who published a report, how it came here, and how much was read from it and found against it.

    ``read`` is how many of its pages were read from pictures; None where it has no pages.
    """
    levels = [finding.severity for finding in findings]
    counts = counts_told({level: levels.count(level) for level in levels})
    pages = f"{info.pages} 页" + (f"，其中 {read} 页由图片识别" if read else "")
    rows = (
        ("级别", (info.level or "未写明") + (f"（{info.scope}）" if info.scope else "")),
        ("地区", info.region or "未写明"),
        ("金额单位", info.unit or "未写明"),
        ("数据", f"{facts:,} 条"),
        ("核查发现", f"{len(findings)} 条" + (f"（{counts}）" if counts else "")),
        *([("页数", pages)] if info.pages else []),
        ("导入时间", f"{datetime.fromisoformat(info.ingested_at).astimezone():%Y-%m-%d %H:%M}"),
        ("文件", info.file),
    )
    return f'<dl class="jz-facts">{"".join(f"<div><dt>{n}</dt><dd>{escape(v)}</dd></div>" for n, v in rows)}</dl>'


def template_line(template: Template) -> str:
    """Which template a report follows, in one line."""
    if template.name:
        return f"套用模板：{template.name}"
    if template.nearest and template.like >= 0.5:
        return f"没有已知模板与它完全相同，最接近“{template.nearest}”（相似 {template.like:.0%}）；各表按自己的表头读取"
    return "不属于任何已知模板；各表按自己的表头读取"


def template_html(template: Template, unread: Sequence[str]) -> str:
    """What of a report was worded otherwise than in its template, read by its own headings alone, or not read."""
    parts = (
        ("表名与最接近的模板不同", template.differs, ""),
        ("没有固定格式、按自己的表头读取的表", template.by_words, ""),
        ("有内容没有读取的表", template.unread, "逐条说明见“核对”中的提示"),
        ("文件中没有读取的部分", tuple(unread), ""),
    )
    told = "".join(
        f"<dt>{name}（{len(items)}）</dt><dd><ul>{''.join(f'<li>{escape(i)}</li>' for i in items)}</ul>{note}</dd>"
        for name, items, note in parts
        if items
    )
    return f'<dl class="jz-read">{told}</dl>' if told else "<p>全部表格都按已知格式读取，没有遗漏。</p>"
