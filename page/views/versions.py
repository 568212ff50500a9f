"""Versions of a report: which there are, and what one says otherwise than another. All text leaves here escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from page.views.fact_list import place_told, table_of, value_told
from page.views.places import scrolled

if TYPE_CHECKING:
    from extractors.facts import Fact
    from rag.storage.revision import Revision
    from rag.storage.store import ReportInfo

#: facts shown of each kind of change
_SHOWN = 100


def label(info: ReportInfo) -> str:
    """A version in one line: its file and when it was taken in."""
    at = datetime.fromisoformat(info.ingested_at).astimezone()
    return f"{info.file}（{at:%Y-%m-%d %H:%M} 导入）"


def listed_html(found: Sequence[ReportInfo], here: ReportInfo) -> str:
    """The versions of a report, the latest first; questions are answered from that one."""
    items = []
    for number, info in enumerate(reversed(found)):
        marks = [*(["提问时以此为准"] if not number else []), *(["正在看"] if info.doc_id == here.doc_id else [])]
        told = f"<b>{'、'.join(marks)}</b>" if marks else ""
        items.append(f"<li>{escape(label(info))} {told}</li>")
    return f'<ul class="jz-versions">{"".join(items)}</ul>'


def counts_told(changed: Revision) -> str:
    """How many facts are new, gone and other than before, in words."""
    if changed.is_none:
        return f"{changed.same:,} 条数据都没有变"
    return (
        f"新增 {len(changed.added):,} 条，删去 {len(changed.removed):,} 条，改动 {len(changed.changed):,} 条，"
        f"其余 {changed.same:,} 条不变"
    )


def revision_html(changed: Revision, former: str, present: str) -> str:
    """What one version says otherwise than another, fact by fact, as a table."""
    rows = [_row("改动", a, b) for a, b in changed.changed[:_SHOWN]]
    rows += [_row("新增", None, fact) for fact in changed.added[:_SHOWN]]
    rows += [_row("删去", fact, None) for fact in changed.removed[:_SHOWN]]
    told = f'<p class="jz-label" role="status">{counts_told(changed)}</p>'
    if not rows:
        return told
    heads = ("变化", "表格", "行", "列", former, present, "单位", "位置")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    left = sum(max(0, len(kind) - _SHOWN) for kind in (changed.changed, changed.added, changed.removed))
    more = f'<p class="jz-note">另有 {left:,} 条没有列出。</p>' if left else ""
    content = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f"{told}{scrolled('改了什么', content)}{more}"


def _row(kind: str, former: Fact | None, present: Fact | None) -> str:
    fact = present or former
    assert fact is not None
    texts = (kind, table_of(fact), fact.row_name, fact.column)
    values = [_value(former), _value(present)]
    cells = [f"<td>{escape(text)}</td>" for text in texts]
    cells += [f'<td class="jz-number">{escape(value)}</td>' for value in values]
    return f"<tr>{''.join(cells)}<td>{escape(fact.unit or '')}</td><td>{escape(place_told(fact))}</td></tr>"


def _value(fact: Fact | None) -> str:
    if fact is None:
        return "（没有）"
    return fact.raw if fact.is_text else value_told(fact)


def cleaned(message: str, folder: str) -> str:
    """A message for a reader, without the temporary folder of an upload."""
    return message.replace(f"{folder}/", "").replace(" [E10]", "")
