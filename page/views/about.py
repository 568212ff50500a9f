"""About: the engine, the library, access and health in words, for the room 设置."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from rag.library import Library
    from rag.settings import Settings
    from rag.upkeep.health import Health

#: names and what is told of them
Rows = list[tuple[str, str]]

_MARKS = {"ok": ("正常", "ok"), "missing": ("未装", "info"), "bad": ("要处理", "error")}


def of_engine(library: Library, settings: Settings) -> Rows:
    rows = [("回答", "规则引擎" + ("，拿不准的文字由语言模型帮助" if settings.has_llm else "（离线）"))]
    if settings.has_llm:
        rows += [("模型", settings.llm_model or ""), ("服务", _host(settings.llm_base_url))]
        rows += [
            ("密钥", "已设置" if settings.llm_api_key else "没有"),
            ("上下文", f"{settings.llm_context_window:,} 词元"),
        ]
        if used := library.llm_used():
            rows.append(("本次启动以来", used))
    searched = (
        library.gain.told if library.gain else "按词（BM25）" + ("" if settings.has_embedding else "，没有配置语义模型")
    )
    return [*rows, ("检索", searched)]


def _host(url: str | None) -> str:
    """Where a service is, without what a URL may hold besides (a name, a password)."""
    parts = urlsplit(url or "")
    return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"


def of_library(library: Library) -> Rows:
    counts = library.statistics()
    reports = library.reports()
    years = sorted({info.year for info in reports if info.year})
    span = (f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0])) if years else "—"
    budgets = sum(info.kind == "budget" for info in reports)
    return [
        ("位置", str(library.root)),
        ("报告", f"{counts['reports']:,} 份（决算 {len(reports) - budgets:,} 份，预算 {budgets:,} 份）"),
        ("部门", f"{len({r.department for r in reports if r.department}):,} 个"),
        ("年度", span),
        ("数据", f"{counts['facts']:,} 条"),
        ("核查发现", f"{counts['findings']:,} 条"),
        ("检索段落", f"{counts['chunks']:,} 段"),
    ]


def of_access(settings: Settings) -> Rows:
    locked = "要口令" if settings.page_password_hash else "不要口令（juesuan password 可设）"
    return [
        ("进入", locked),
        ("更改", "只读：不能导入、删除、标记" if settings.page_read_only else "可以导入、删除、标记"),
    ]


def listed(rows: Rows) -> str:
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(told)}</dd></div>" for name, told in rows)
    return f'<dl class="jz-facts jz-wide">{items}</dl>'


def health_html(looked_at: Sequence[Health]) -> str:
    """What was looked at, each with its state in a word."""
    items = "".join(
        f'<li><b class="jz-{_MARKS[h.state][1]}">{_MARKS[h.state][0]}</b><span>{escape(h.name)}</span>'
        f"<small>{escape(h.told)}</small></li>"
        for h in looked_at
    )
    return f'<ul class="jz-outcomes">{items}</ul>'
