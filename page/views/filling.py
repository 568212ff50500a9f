"""Filling: a schema being filled from many reports, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from extractors.errors import JuesuanError
from page.views.lists import who

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extractors.structured import Filled
    from rag.library import Library
    from rag.storage.store import ReportInfo

log = logging.getLogger("juesuan")

#: so many reports at a time; the command line takes any number
MOST = 500

#: the work of several visitors takes turns, report by report, so that together they load the machine no more than one
_turns = threading.Lock()


@dataclass(slots=True)
class Filling:
    """A schema being filled from reports, one after another: leaving the page does not stop it, ``cancel`` does.

    ``results`` and ``failed`` (the reason) are by the id of the report; ``mute`` is why a model is asked no more.
    ``followed`` is set once somebody has seen it through.
    """

    library: Library
    name: str
    model: type[BaseModel]
    reports: list[ReportInfo]
    assisted: bool = False
    results: dict[str, Filled] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    mute: str = ""
    current: str = ""
    started: float = field(default_factory=time.time)
    followed: bool = False
    thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> Filling:
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def cancel(self) -> None:
        """Stop after the report in hand; what is done stays."""
        self._stop.set()

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped before its end."""
        return self._stop.is_set() and self.done < len(self.reports)

    @property
    def stopping(self) -> bool:
        return self._stop.is_set() and self.running

    @property
    def done(self) -> int:
        return len(self.results) + len(self.failed)

    @property
    def shown(self) -> list[ReportInfo]:
        """The reports that were filled, in their order."""
        return [info for info in self.reports if info.doc_id in self.results]

    def run(self) -> None:
        for info in self.reports:
            if self._stop.is_set():
                return
            self.current = who(info)
            try:
                self.results[info.doc_id] = self._fill(info)
            except JuesuanError as error:
                self.failed[info.doc_id] = str(error)
            except Exception:
                log.exception("抽取失败：%s", info.file)
                self.failed[info.doc_id] = "程序内部错误，已记入日志；其余报告不受影响"

    def _fill(self, info: ReportInfo) -> Filled:
        with _turns:
            filled = self.library.fill(info.doc_id, self.model)
        if not self.assisted or self.mute:
            return filled
        try:
            return self.library.assist(info.doc_id, self.model, filled)
        except JuesuanError as error:
            self.mute = str(error)
            return filled


def outcome_html(job: Filling) -> str:
    """What became of the reports of a filling: how many, which failed and why, and what stopped it or its model."""
    left = len(job.reports) - job.done
    counts = [f"已抽取 {len(job.results)} 份"]
    counts += [f"失败 {len(job.failed)} 份"] if job.failed else []
    counts += [f"已取消，{left} 份没有做" if job.cancelled else f"还有 {left} 份"] if left else []
    mute = (
        f'<div class="jz-notice jz-error" role="alert">模型没有帮上忙：{escape(job.mute)}；以下有的只按规则填写。</div>'
    )
    items = "".join(_failed_html(info, job.failed[info.doc_id]) for info in job.reports if info.doc_id in job.failed)
    failed = f'<ul class="jz-outcomes">{items}</ul>' if items else ""
    told = f'<p class="jz-label" role="status">{escape(job.name)}：{"，".join(counts)}</p>'
    return f"{mute if job.mute else ''}{told}{failed}"


def _failed_html(info: ReportInfo, reason: str) -> str:
    what = f"{escape(info.file)}：{escape(reason)}" if info.file not in reason else escape(reason)
    return f'<li><b class="jz-error">失败</b><span>{escape(who(info))}</span><small>{what}</small></li>'


def helped(results: Sequence[Filled]) -> str:
    """Who filled what, where a model was asked."""
    asked = [filled.assisted for filled in results if filled.assisted]
    if not asked:
        return ""
    states = [state for each in asked for state in each.compared.values()]
    counts = "，".join(f"{state} {states.count(state)} 项" for state in ("一致", "仅规则", "仅模型", "冲突"))
    dropped = sum(len(each.dropped) for each in asked)
    parts = sorted({f"{part}：{why}" for each in asked for part, why in each.failed.items()})
    told = f"模型 {asked[0].model} 与规则对照：{counts}；另有 {dropped} 个值因没有原文证实而弃用"
    return told + (f"；模型没有给出结果的部分：{'、'.join(parts[:3])}" if parts else "")
