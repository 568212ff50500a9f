"""Outcomes: what became of the files of an import, for a reader and as a list to keep."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from extractors.output import harmless
from page.views.imports import FAILED, LEFT, OUTCOMES

if TYPE_CHECKING:
    from page.views.imports import Filed, Import

_MARK = {"成功": "ok", "替换": "ok", "未变": "info", FAILED: "error", LEFT: "info"}
#: files shown of an import; of one with more those that failed come first
_SHOWN = 200


def counts(job: Import) -> str:
    """How many files came to what, in one line: 成功 3 份，失败 1 份."""
    words = [file.word for file in job.files]
    return "，".join(f"{word} {words.count(word)} 份" for word in (*OUTCOMES.values(), LEFT) if word in words)


def progress(job: Import) -> str:
    """How far an import under way is, in one line."""
    if job.state == "waiting":
        return f"排队等候：另一批文件正在导入（本批 {job.total} 份）"
    current = f"　正在读 {job.waiting[0].name}" if job.waiting else "　正在整理"
    return f"{'正在停止' if job.stopping else '正在导入'} {job.done}/{job.total}{current}"


def title(job: Import) -> str:
    """What an import that is over came to."""
    at = datetime.fromtimestamp(job.began).astimezone()
    how = "导入没有完成" if job.error else "导入已停止" if job.left else "导入完成"
    return f"{how}（{at:%m-%d %H:%M} 开始，共 {job.total} 份）"


def outcomes_html(job: Import) -> str:
    """What became of the files of an import, the failed ones first, and what stopped it, if something did."""
    shown = sorted((f for f in job.files if f.word), key=lambda file: file.word != FAILED)
    items = "".join(_item(file) for file in shown[:_SHOWN])
    rest = f"<li><b></b><span>另有 {len(shown) - _SHOWN} 份，见结果清单</span></li>" if len(shown) > _SHOWN else ""
    error = f'<div class="jz-notice jz-error" role="alert">{escape(job.error)}</div>' if job.error else ""
    told = f'<p class="jz-label" role="status">{escape(counts(job))}</p>'
    return f'{error}{told}<ul class="jz-outcomes">{items}{rest}</ul>'


def _item(file: Filed) -> str:
    told = f"<span>{escape(file.name)}</span><small>{escape(file.message)}</small>"
    return f'<li><b class="jz-{_MARK[file.word]}">{file.word}</b>{told}</li>'


def outcomes_csv(job: Import) -> bytes:
    """The files of an import and what became of them, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["结果", "文件", "说明"])
    for file in job.files:
        writer.writerow([harmless(text) for text in (file.word, file.name, file.message)])
    return out.getvalue().encode("utf-8-sig")
