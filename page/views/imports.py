"""Imports: files on their way into a library, one import after the other, and what became of each file."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.bulk import find_files
from extractors.errors import JuesuanError

if TYPE_CHECKING:
    from rag.library import Library
    from rag.upkeep.ingest import IngestOutcome

log = logging.getLogger("juesuan")

_UPLOADS = "juesuan-upload-"
#: processes that read: questions are answered in this one, so that none of them waits for a long report, and a file
#: that kills its reader does not kill the page
_WORKERS = 2
#: imports that are over and still shown
_KEPT = 5
FAILED, LEFT = "失败", "停止"
OUTCOMES = {"ok": "成功", "unchanged": "未变", "replaced": "替换", "failed": FAILED}


def safe_name(name: str) -> str:
    """A file name without folders, control characters or a leading dot, of bearable length."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip().lstrip(".~").strip()
    stem, suffix = Path(name).stem[:70], Path(name).suffix[:12]
    return f"{stem or '报告'}{suffix or '.txt'}"


@dataclass(slots=True)
class Filed:
    """A file of an import; ``word`` and ``message`` tell what became of it, and are empty while it waits."""

    path: Path
    name: str
    word: str = ""
    message: str = ""


@dataclass
class Import:
    """Files on their way into a library, in a thread of its own: leaving the page does not stop them.

    Its files lie in a folder of their own until they are taken in; those that failed stay, so that they can be tried
    again. ``state`` is waiting (for another import), running, or over.
    """

    library: Library
    turn: threading.Lock = field(default_factory=threading.Lock)
    workers: int = _WORKERS
    files: list[Filed] = field(default_factory=list)
    state: str = "waiting"
    error: str | None = None
    thread: threading.Thread | None = None
    began: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_UPLOADS))
        self._tidy = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self._stop = threading.Event()

    def start(self, content: Iterable[tuple[str, bytes]]) -> Import:
        """Take files in; the reports of an archive are files of their own. Equal names don't meet."""
        paths = []
        for number, (name, data) in enumerate(content):
            path = self.folder / str(number) / safe_name(name)
            path.parent.mkdir()
            path.write_bytes(data)
            paths.append(path)
        self.files = [Filed(found.path, self._told(found.path)) for found in find_files(paths)]
        self._go_on()
        return self

    def again(self, files: Iterable[Filed]) -> None:
        """Take in once more: those that failed, or those that were left out when it was stopped."""
        for file in files:
            file.word = file.message = ""
        self._go_on()

    def stop(self) -> None:
        """Leave the files out that are not in yet; those that are in stay."""
        self._stop.set()

    @property
    def active(self) -> bool:
        return self.thread is not None and self.state != "over"

    @property
    def stopping(self) -> bool:
        return self.active and self._stop.is_set()

    @property
    def total(self) -> int:
        return len(self.files)

    @property
    def done(self) -> int:
        return sum(bool(file.word) for file in self.files)

    @property
    def waiting(self) -> list[Filed]:
        """The files of which nothing is known yet, in the order in which they are taken in."""
        return [file for file in self.files if not file.word]

    @property
    def failed(self) -> list[Filed]:
        return [file for file in self.files if file.word == FAILED]

    @property
    def left(self) -> list[Filed]:
        """The files that were not taken in because it was stopped, or broke off."""
        return [file for file in self.files if file.word == LEFT]

    def discard(self) -> None:
        """Throw its files away."""
        self._tidy()

    def _go_on(self) -> None:
        self._stop.clear()
        self.state, self.error = "waiting", None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            if self._has_turn():
                try:
                    self._take_in()
                finally:
                    self.turn.release()
        finally:
            for file in self.waiting:
                file.word, file.message = LEFT, "没有导入"
            self._throw_away()
            self.state = "over"

    def _has_turn(self) -> bool:
        """Wait until no other import is under way; False where this one is stopped meanwhile."""
        while not self.turn.acquire(timeout=0.2):
            if self._stop.is_set():
                return False
        return True

    def _take_in(self) -> None:
        self.state = "running"
        paths = [file.path for file in self.waiting]
        try:
            self.library.ingest(paths, self._note, workers=self.workers, stopped=self._stop.is_set)
        except JuesuanError as error:
            self.error = self._cleaned(str(error))
        except Exception:
            log.exception("导入中断")
            self.error = "导入中断：程序内部错误，已记入日志。已导入的报告有效，其余请重试。"

    def _note(self, outcome: IngestOutcome) -> None:
        """Note what became of a file, in words for a reader; temporary folders are not mentioned."""
        file = next((f for f in self.waiting if str(f.path) == outcome.file), None)
        if file is None:
            return
        who = f"{outcome.department} {outcome.year}年度" if outcome.department else ""
        message = self._cleaned(outcome.message).removeprefix(f"{file.name}：").removeprefix(f"{file.path.name}：")
        file.message = "，".join(part for part in (who, message) if part)
        file.word = OUTCOMES[outcome.status]

    def _cleaned(self, message: str) -> str:
        return re.sub(rf"\S*/{_UPLOADS}[^/\s]+/\d+/", "", message).replace(" [E10]", "")

    def _told(self, path: Path) -> str:
        """A file as the visitor named it; one of an archive with the name of the archive."""
        return "/".join(path.relative_to(self.folder).parts[1:])

    def _throw_away(self) -> None:
        """Keep no files but those that may be tried again."""
        kept = {self.folder / f.path.relative_to(self.folder).parts[0] for f in [*self.left, *self.failed]}
        for folder in self.folder.iterdir():
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


class Imports:
    """The imports into one library, of all visitors: one at a time, the others wait their turn."""

    def __init__(self) -> None:
        self.jobs: list[Import] = []
        self._turn = threading.Lock()
        self._lock = threading.Lock()

    def start(self, library: Library, content: Iterable[tuple[str, bytes]]) -> Import:
        job = Import(library, self._turn).start(content)
        with self._lock:
            self.jobs.insert(0, job)
            for old in [job for job in self.jobs if not job.active][_KEPT:]:
                self._drop(old)
        return job

    def forget(self, job: Import) -> None:
        """Show an import that is over no more."""
        with self._lock:
            self._drop(job)

    @property
    def active(self) -> Sequence[Import]:
        """Those that are under way or wait for their turn, the latest first."""
        return [job for job in self.jobs if job.active]

    def _drop(self, job: Import) -> None:
        if job in self.jobs and not job.active:
            self.jobs = [other for other in self.jobs if other is not job]
            job.discard()
