"""The SQLite file of a library: how it is opened, also where its folder cannot be written, and how damage shows.

A connection stays with the file that it was opened on. When another one is put in its place (a rebuilt or restored
database), connections to the former file are given up before they are used again.
"""

from __future__ import annotations

import os
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError

from extractors.errors import JuesuanError

#: the name of the database in the folder of a library
DATABASE = "juesuan.sqlite"
_MAGIC = b"SQLite format 3\0"
#: SQLite's codes for a damaged file and for one that is no database
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
#: how often a file that looks too short is looked at again: another process may just be writing it
_LOOKS, _PAUSE = 5, 0.1
#: how much of a database a connection keeps in memory, in KiB, and how many pages the log of what is written may have
_CACHED, _LOGGED = 32 * 1024, 16_000


class StoreError(JuesuanError):
    """The database of a library cannot be used."""

    code = "E30"


class DamagedError(StoreError):
    """The database of a library is damaged or lost; it can be rebuilt from the originals."""

    code = "E32"


def damaged(folder: Path, why: str) -> DamagedError:
    """What to raise for a damaged database, with what to do."""
    return DamagedError(
        f"资料库 {folder} 的数据库已损坏（{why}）；请运行 juesuan rebuild --library {folder}，用保存的原文件重建"
    )


class _Connection(sqlite3.Connection):
    """A connection that knows which file it is to."""

    file: tuple[int, int] | None = None


def is_read_only(folder: Path) -> bool:
    """Whether the database in a folder can be read and not written."""
    path = folder / DATABASE
    return path.exists() and not (os.access(folder, os.W_OK | os.X_OK) and os.access(path, os.W_OK))


def engine_in(folder: Path) -> Engine:
    """The database in a folder. Raises DamagedError where a first look tells that it is damaged or lost."""
    _check(folder)
    path = folder / DATABASE
    if is_read_only(folder):
        engine = create_engine(f"sqlite:///{path}", creator=partial(_open_to_read, path), poolclass=NullPool)
    else:
        engine = create_engine(f"sqlite:///{path}", creator=partial(_open, path), max_overflow=-1)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "checkout", partial(_same_file, path))
    event.listen(engine, "handle_error", partial(_tell_damage, folder))
    return engine


def engine_on(path: Path) -> Engine:
    """A SQLite file that is no library's, or not yet."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _: Any) -> None:
    """Readers and a writer side by side (WAL); transactions are begun by us, so that the first read is inside them."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # A report touches the index of facts in a thousand places, and the next one many of the same again: the more of
    # them stay in memory and in the log, the fewer are written twice (half as much for the ten thousandth report).
    connection.execute(f"PRAGMA cache_size=-{_CACHED}")
    connection.execute(f"PRAGMA wal_autocheckpoint={_LOGGED}")


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that a file is damaged."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def beside(path: Path, what: str) -> Path:
    """A file that SQLite keeps beside a database: its ``wal`` (what was written last) or its ``shm``."""
    return path.with_name(f"{path.name}-{what}")


def _open(path: Path) -> _Connection:
    file = _identity(path)
    connection = sqlite3.connect(path, check_same_thread=False, factory=_Connection)
    connection.file = file or _identity(path)
    return connection


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Open a database that cannot be written. Each connection sees the file as it is then: somebody else may write it.

    Beside its files for writing SQLite reads without locks, which is right as long as nobody writes: without them
    nobody does.
    """
    wal = beside(path, "wal")
    if wal.exists() and beside(path, "shm").exists():
        how = "mode=ro"
    elif wal.exists() and wal.stat().st_size:
        raise StoreError(f"{path} 上次的写入没有收尾，而文件夹不可写，无法读取；请把资料库复制到可写的地方再打开")
    else:
        how = "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, check_same_thread=False)
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=30000")
    return connection


def _same_file(path: Path, connection: Any, _: Any, __: Any) -> None:
    if connection.file != _identity(path):
        raise DisconnectionError("another database stands in the place of the one that was opened")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _tell_damage(folder: Path, context: ExceptionContext) -> None:
    if is_damage(context.original_exception):
        raise damaged(folder, str(context.original_exception)) from context.original_exception


def _check(folder: Path) -> None:
    """A look at the beginning and the length of the file."""
    for _ in range(_LOOKS):
        problem = _problem(folder / DATABASE)
        if problem is None:
            return
        time.sleep(_PAUSE)
    raise damaged(folder, problem or "")


def _problem(path: Path) -> str | None:
    wal = beside(path, "wal")
    in_wal = wal.exists() and wal.stat().st_size > 0
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        head, size = b"", 0
    except OSError as error:
        return error.strerror
    if not size:
        # a database is made before anything is taken in
        return "文件不见了或是空的" if any(path.parent.glob("originals/*/*")) else None
    if head[:16] != _MAGIC:
        return "不是数据库文件"
    pages, page = int.from_bytes(head[28:32]), int.from_bytes(head[16:18])
    counted = head[24:28] == head[92:96]
    if counted and not in_wal and size < pages * (65536 if page == 1 else page):
        return "文件不完整"
    return None
