"""The engine that is always there: processes of this machine, each watched from outside.

Only from outside can a process be ended that hangs or grows in a library of C, where no Python of its own runs.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import pickle
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import Any

import psutil

from extractors.bulk.crew import Done, Limits, Lost, attempt, internal

log = logging.getLogger("juesuan")

#: after so many new objects Python looks for circles among them (700 unless told otherwise)
_NEW_OBJECTS = 50_000

#: items after which a process is replaced by a new one
_MOST_ITEMS = 500
#: megabytes above which a process is replaced between two items; half of its bound where it has one
_GROWN = 1024


class Pool:
    """Processes of this machine, begun anew (spawn): a fork would cut off the threads of this one in mid-work."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    def hire(self) -> _Process:
        return _Process(self.limits)

    def wait(self, hands: Sequence[_Process], seconds: float) -> None:
        connection.wait([hand.pipe for hand in hands], seconds)
        for hand in hands:
            hand.look()

    def close(self) -> None:
        """There is nothing but its processes."""


class _Process:
    """One process; ``_why`` tells for what it was ended by us."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self._is_up = False
        self._since = 0.0
        self._why: Lost | None = None
        self._items = 0

    def begin(self, job: Callable[[Any], Any], item: Any) -> None:
        packed = pickle.dumps((job, item))
        try:
            self.pipe.send_bytes(packed)
        except OSError:
            raise Lost from None
        self._since = time.monotonic()

    def is_ready(self) -> bool:
        if not self._is_up and self.pipe.poll():
            try:
                self.pipe.recv_bytes()
            except (EOFError, OSError):
                return True
            self._is_up = True
            self._since = time.monotonic()  # its start is not the item's time
        return self._is_up and self.pipe.poll()

    def take(self) -> Done[Any]:
        try:
            done: Done[Any] = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            raise self._why or Lost() from None
        self._items += 1
        return done

    def look(self) -> None:
        """End the process where its item takes more than it may."""
        if self._why is None and not self.is_ready() and (why := self._beyond()):
            self._why = why
            self._kill()

    def _beyond(self) -> Lost | None:
        seconds, megabytes = self.limits.seconds, self.limits.megabytes
        if self._is_up and seconds is not None and time.monotonic() - self._since > seconds:
            told = f"处理超过 {seconds:g} 秒，已停止；请拆分文件，或用 --timeout 放宽后重试"
            return Lost(told, again=False)
        if megabytes is not None and self._megabytes() > megabytes:
            # again: in a process that did nothing before, so that it is this file alone that decides
            return Lost(f"处理时占用内存超过 {megabytes} MB，已停止；请拆分文件，或用 --memory 放宽后重试")
        return None

    def _megabytes(self) -> float:
        try:
            return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0  # it has just ended, which its pipe tells

    def is_worn(self) -> bool:
        grown = _GROWN if self.limits.megabytes is None else self.limits.megabytes / 2
        return self._items >= _MOST_ITEMS or self._megabytes() > grown

    def end(self, at_once: bool) -> None:
        if at_once:
            self._kill()
            self.process.join()
        self.pipe.close()

    def _kill(self) -> None:
        """End the process and the programs that it has started (a converter of old Office files)."""
        if self.process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()


def _work(pipe: connection.Connection) -> None:
    """What a process does: items as they come, until no more can come."""
    os.setsid()
    # Ctrl-C is the main process's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Reading makes hundreds of thousands of small objects, hardly any of them in circles.
    gc.set_threshold(_NEW_OBJECTS, 10, 10)
    with suppress(EOFError, OSError):
        pipe.send_bytes(b"up")
        while True:
            done = _attempt(pipe.recv_bytes())
            try:
                packed = pickle.dumps(done)
            except Exception as problem:  # noqa: BLE001  a result that cannot travel must not cost the process
                packed = pickle.dumps(Done(None, None, internal(problem), done.seconds))
            pipe.send_bytes(packed)


def _attempt(told: bytes) -> Done[Any]:
    try:
        job, item = pickle.loads(told)
    except Exception as problem:  # noqa: BLE001  e.g. a module that is not to be found here
        return Done(None, None, internal(problem), 0.0)
    done = attempt(job, item)
    return Done(None, done.result, done.error, done.seconds)


def _end_with_parent() -> None:
    """End with the main process, however that ended, and with this one the programs that it has started."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os.killpg(0, signal.SIGKILL)


def workers_for(files: int, wanted: int | None = None) -> int:
    """How many processes to use: as asked; else one for a few files, and all processors for many.

    One where a new process would run the user's script once more, because nothing in it keeps it from that.
    """
    count = wanted or (1 if files < 8 else os.cpu_count() or 1)
    if count > 1 and not may_spawn():
        log.warning('脚本中没有 if __name__ == "__main__": 一行，不能启动多个进程，改为逐个文件处理')
        return 1
    return count


_GUARD = re.compile(r"^if\b.*\b__name__\b", re.M)


def may_spawn() -> bool:
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
