"""Many files: finding them, and working on them in several processes."""

from __future__ import annotations

import glob
import logging
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from extractors.errors import JuesuanError, ReadError
from extractors.readers.archive import holder, is_archive, members

if TYPE_CHECKING:
    pass

T = TypeVar("T")
log = logging.getLogger("juesuan")

#: what is taken from a folder; a file named on its own is tried whatever it is called
SUFFIXES = frozenset({".txt", ".md", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".htm", ".html"})
#: archives whose files are taken one by one, as if they were folders
ARCHIVES = frozenset({".zip"})
#: how often it is asked whether the work is to stop, in seconds
_GLANCE = 0.2


# finding files


@dataclass(frozen=True, slots=True)
class Found:
    """A file to work on, or in ``error`` why there is none."""

    path: Path
    error: str | None = None


def find_files(paths: Iterable[str | Path], leave_out: Path | None = None) -> list[Found]:
    """The files meant by files, folders (with all below) and globs, each once, in the order given.

    Hidden files are passed over, and so is everything in the folder ``leave_out``, the library itself.
    """
    found: dict[Path, Found] = {}
    for given in paths:
        for item in _meant(str(given)):
            key = item.path.resolve()
            if leave_out is None or not key.is_relative_to(leave_out.resolve()):
                found.setdefault(key, item)
    return list(found.values())


def _meant(given: str) -> Iterator[Found]:
    path = Path(given).expanduser()
    if path.is_dir():
        yield from _in_folder(path)
    elif os.path.lexists(path):
        yield from _in_file(path)
    elif holder(path) is not None:
        yield Found(path)
    elif glob.has_magic(given):
        matches = sorted(glob.glob(str(path), recursive=True))
        for match in matches:
            yield from _in_folder(Path(match)) if os.path.isdir(match) else _in_file(Path(match))
        if not matches:
            yield Found(path, f"{given}：没有符合的文件；请检查通配符")
    else:
        yield Found(path, f"{given}：文件或文件夹不存在；请检查路径")


def _unfit(path: Path) -> str | None:
    if path.exists() and not path.is_file():
        return f"{path}：不是普通文件，无法读取；请给出报告文件"
    return None


def _in_folder(folder: Path) -> Iterator[Found]:
    count = 0
    refused: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES | ARCHIVES and not name.startswith((".", "~$")):
                count += 1
                yield from _in_file(Path(where, name))
    for error in refused:
        yield Found(Path(error.filename), f"{error.filename}：文件夹无法读取（{error.strerror}）；请检查权限")
    if not count and not refused:
        kinds = " ".join(sorted(SUFFIXES))
        yield Found(folder, f"{folder}：文件夹里没有报告文件（{kinds}）；请检查路径")


def _in_file(path: Path) -> Iterator[Found]:
    """A file, or the reports in it where it is an archive."""
    if not is_archive(path):
        yield Found(path, _unfit(path))
        return
    try:
        names = [n for n in members(path) if Path(n).suffix.lower() in SUFFIXES and not _is_passed_over(n)]
    except ReadError as error:
        yield Found(path, str(error))
        return
    if not names:
        yield Found(path, f"{path}：压缩包里没有报告文件（{' '.join(sorted(SUFFIXES))}）；请检查文件")
    yield from (Found(path / name) for name in names)


def _is_passed_over(name: str) -> bool:
    """Whether a file of an archive is hidden, a lock file of Office, or what macOS adds."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))


# working on many files


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What became of one item: its result, or in ``error`` one Chinese line saying why there is none."""

    item: Any
    result: T | None
    error: str | None
    seconds: float


def run_many(
    job: Callable[[Any], T], items: Iterable[Any], workers: int = 1, stopped: Callable[[], bool] | None = None
) -> Iterator[Done[T]]:
    """Run a job on every item and give the results in the order of the items.

    With several workers the job runs in that many processes and must be a function of a module. An item that fails,
    even one that kills its process, gives an error and the others go on. Items are taken as they are needed. Once
    ``stopped`` says so nothing more is begun, and what several workers have under way is dropped.
    """
    stopped = stopped or _never
    if workers <= 1:
        for item in takewhile(lambda _: not stopped(), items):
            yield _attempt(job, item)
        return
    crew = _Crew(workers)
    waiting: deque[tuple[Any, Future[Done[T]]]] = deque()
    try:
        for item in takewhile(lambda _: not stopped(), items):
            waiting.append((item, crew.start(job, item)))
            if len(waiting) >= 3 * workers and _comes(waiting[0][1], stopped):
                yield _result(job, *waiting.popleft())
        while waiting and _comes(waiting[0][1], stopped):
            yield _result(job, *waiting.popleft())
    finally:
        crew.close(stopped())


def _never() -> bool:
    return False


def _comes(future: Future[Any], stopped: Callable[[], bool]) -> bool:
    """Wait for a result; False where it is not wanted any more."""
    while not stopped():
        if wait([future], timeout=_GLANCE).done:
            return True
    return False


def workers_for(files: int, wanted: int | None = None) -> int:
    """How many processes to use: as asked; else one for a few files, and all processors for many.

    One where a new process would run the user's script once more, because nothing in it keeps it from that.
    """
    count = wanted or (1 if files < 8 else os.cpu_count() or 1)
    if count > 1 and not _main_is_guarded():
        log.warning('脚本中没有 if __name__ == "__main__": 一行，不能启动多个进程，改为逐个文件处理')
        return 1
    return count


_GUARD = re.compile(r"^if\b.*\b__name__\b", re.M)


def _main_is_guarded() -> bool:
    """Whether the main program may be imported by a new process (spawn does that) without running all over again."""
    main = sys.modules.get("__main__")
    path = getattr(main, "__file__", None)
    spec = getattr(main, "__spec__", None)
    if path is None or not path.endswith(".py") or (spec and spec.name.endswith("__main__")):
        # a prompt, standard input, an installed command or python -m of a package: not run again
        return True
    try:
        return bool(_GUARD.search(Path(path).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return True


class _Crew:
    """A process pool that is replaced when one of its processes was killed."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool = _pool(workers)

    def start(self, job: Callable[[Any], T], item: Any) -> Future[Done[T]]:
        try:
            return self.pool.submit(_attempt, job, item)
        except BrokenProcessPool:
            self.close()
            self.pool = _pool(self.workers)
            return self.pool.submit(_attempt, job, item)

    def close(self, at_once: bool = False) -> None:
        """Let the processes end; ``at_once`` also those that are at work."""
        processes = list((self.pool._processes or {}).values()) if at_once else []
        self.pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn, not fork: the process may already run threads (Streamlit, Chroma), which fork would cut off in mid-work.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to the main process and ends when that process is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _attempt(job: Callable[[Any], T], item: Any) -> Done[T]:
    start = time.perf_counter()
    result, error = None, None
    try:
        result = job(item)
    except JuesuanError as problem:
        error = str(problem)
    except OSError as problem:
        error = f"{problem.filename or item}：无法读写（{problem.strerror or problem}）；请检查磁盘空间和权限"
    except Exception as problem:  # one file must not stop the others, whatever is wrong with it or with us
        log.debug("处理 %s 时出错", item, exc_info=True)
        error = f"程序内部错误（{type(problem).__name__}: {problem}）；其余文件不受影响，请把此文件报告给开发者"
    return Done(item, result, error, time.perf_counter() - start)


def _result(job: Callable[[Any], T], item: Any, future: Future[Done[T]]) -> Done[T]:
    """A job's outcome; where its pool broke down under some job, this one is tried again in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    with _pool(1) as pool:
        try:
            return pool.submit(_attempt, job, item).result()
        except BrokenProcessPool:
            return Done(item, None, "处理此文件的进程意外终止（可能是内存不足）；请减小文件或增加内存后重试", 0.0)
