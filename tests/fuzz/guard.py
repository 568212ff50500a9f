"""What one input may cost and touch: processor time, memory, files, sockets and programs."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

#: seconds of processor time, and bytes of address space beyond what the process has, that one input may take
SECONDS, MEMORY = 5, 1_500 * 1024 * 1024
#: what is told to the audit hook of Python and leaves the process, and where a path stands in what is told
_WRITES = {"os.mkdir": 0, "os.rename": 1, "os.remove": 0, "os.rmdir": 0, "os.link": 1, "os.symlink": 1, "os.chmod": 0}
_OUTSIDE = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


class Broken(AssertionError):
    """A promise is broken by an input."""


class Overrun(BaseException):
    """An input took more processor time than it may; no ``except Exception`` holds this up."""


class _Watch:
    """The folder that may be written to while an input is worked on; None: nothing is watched."""

    folder: str | None = None


def watch() -> None:
    """Tell this process's audit hook to look out, for good: a hook cannot be taken away."""
    sys.addaudithook(_audit)


def limit_memory() -> None:
    """Let the process grow by no more than MEMORY from here on; beyond it MemoryError is raised."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


@contextmanager
def bounded(folder: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Work on one input: Overrun after ``seconds`` of processor time, Broken where it writes outside ``folder``."""
    former = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    _Watch.folder = str(folder.resolve())
    try:
        yield
    finally:
        _Watch.folder = None
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Overrun


def _audit(event: str, told: tuple[Any, ...]) -> None:
    if _Watch.folder is None:
        return
    if event in _OUTSIDE:
        raise Broken(f"{event}: {told!r:.200}")
    if event == "open":
        path, mode, flags = told
        if isinstance(path, (str, bytes)) and (
            set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR)
        ):
            _inside(path)
    elif event in _WRITES and isinstance(path := told[_WRITES[event]], (str, bytes)):
        _inside(path)


def _inside(path: str | bytes) -> None:
    whole = os.path.realpath(os.fsdecode(path))
    if _Watch.folder is not None and whole != os.devnull and not whole.startswith(f"{_Watch.folder}{os.sep}"):
        raise Broken(f"written outside the folder: {whole}")
