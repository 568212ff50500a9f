"""Lock: only one process at a time changes a library. The lock ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extractors.errors import JuesuanError

log = logging.getLogger("juesuan")

NAME = ".lock"
#: how often a busy library is tried again, and after how long it is said that it is waited for, in seconds
_GLANCE, _SILENT = 0.1, 3.0


class LibraryError(JuesuanError):
    """A library cannot be opened, or has not what was asked of it."""

    code = "E20"


@contextmanager
def locked(root: Path, patience: float, progress: Callable[[], object]) -> Iterator[None]:
    """Change a library alone. Raises LibraryError where its folder cannot be written.

    Another process is waited for as long as it gets on (``progress`` tells something else), and ``patience`` seconds
    where it doesn't; then LibraryError is raised.
    """
    try:
        file = (root / NAME).open("w")
    except OSError as error:
        raise LibraryError(
            f"资料库 {root} 不可写（{error.strerror}）：可以提问和查看，不能导入、替换和删除；请检查文件夹权限和磁盘"
        ) from None
    with file:
        _wait(file, root, patience, progress)
        yield


def _wait(file: IO[str], root: Path, patience: float, progress: Callable[[], object]) -> None:
    begun = since = time.monotonic()
    seen, told = None, False
    while not _lock(file):
        now = time.monotonic()
        if (here := progress()) != seen:
            seen, since = here, now
        if now - since > patience:
            raise LibraryError(f"另一个进程正在写入资料库 {root}；请等它结束后重试")
        if now - begun > _SILENT and not told:
            log.warning("另一个进程正在写入资料库 %s，等它结束后继续", root)
            told = True
        time.sleep(_GLANCE)


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
