"""Import: files on their way into a library, and what became of each."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import JuesuanError

if TYPE_CHECKING:
    from rag.ingest import IngestOutcome
    from rag.library import Library

log = logging.getLogger("juesuan")

_UPLOADS = "juesuan-upload-"
_MARK = {"成功": "ok", "替换": "ok", "未变": "info", "失败": "error"}
_OUTCOME = {"ok": "成功", "unchanged": "未变", "replaced": "替换", "failed": "失败"}


def safe_name(name: str) -> str:
    """A file name without folders, control characters or a leading dot, of bearable length."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip().lstrip(".~").strip()
    stem, suffix = Path(name).stem[:70], Path(name).suffix[:12]
    return f"{stem or '报告'}{suffix or '.txt'}"


@dataclass(slots=True)
class Import:
    """Files on their way into a library, in a thread of its own: leaving the page does not stop them.

    ``outcomes`` are word, file and message of each file; ``followed`` is set once somebody has seen it through.
    """

    library: Library
    files: list[tuple[str, bytes]]
    total: int = 0
    done: int = 0
    current: str = ""
    outcomes: list[tuple[str, str, str]] = field(default_factory=list)
    error: str | None = None
    followed: bool = False
    thread: threading.Thread | None = None

    def start(self) -> Import:
        self.total = len(self.files)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def run(self) -> None:
        """Take the files in by way of a temporary folder; each in one of its own, so that equal names don't meet."""
        folder = Path(tempfile.mkdtemp(prefix=_UPLOADS))
        try:
            paths = [folder / str(number) / safe_name(name) for number, (name, _) in enumerate(self.files)]
            for path, (_, content) in zip(paths, self.files, strict=True):
                path.parent.mkdir()
                path.write_bytes(content)
            self.library.ingest(paths, lambda outcome: self.outcomes.append(_told(outcome)), self._progress, workers=1)
        except JuesuanError as error:
            self.error = str(error)
        except Exception:
            log.exception("导入中断")
            self.error = "导入中断：程序内部错误，已记入日志。已导入的报告有效，其余请重试。"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            self.files = []

    def _progress(self, done: int, total: int, name: str) -> None:
        self.done, self.current = done, name


def _told(outcome: IngestOutcome) -> tuple[str, str, str]:
    """An outcome for a reader: the word for it, the file, and what happened; temporary folders are not mentioned."""
    who = f"{outcome.department} {outcome.year}年度" if outcome.department else ""
    name = Path(outcome.file).name
    message = re.sub(rf"\S*/{_UPLOADS}[^/]+/\d+/", "", outcome.message).replace(" [E10]", "").removeprefix(f"{name}：")
    return _OUTCOME[outcome.status], name, "，".join(part for part in (who, message) if part)


def outcomes_html(job: Import) -> str:
    """What became of the files of an import, the failed ones first, and what stopped it, if something did."""
    words = [word for word, _, _ in job.outcomes]
    counts = "，".join(f"{word} {words.count(word)} 份" for word in _OUTCOME.values() if word in words)
    items = "".join(
        f'<li><b class="jz-{_MARK[word]}">{word}</b><span>{escape(name)}</span><small>{escape(message)}</small></li>'
        for word, name, message in sorted(job.outcomes, key=lambda outcome: outcome[0] != "失败")
    )
    error = f'<div class="jz-notice jz-error" role="alert">{escape(job.error)}</div>' if job.error else ""
    return f'{error}<p class="jz-label" role="status">{counts}</p><ul class="jz-outcomes">{items}</ul>'
