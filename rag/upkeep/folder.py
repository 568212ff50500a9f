"""Folder: which folders are libraries, and which database belongs to one.

A library without a server has its database in its folder. One on a PostgreSQL server has its id in the folder, and
under this id a schema of its own on the server: any number of libraries may name the same server, and none sees the
reports of another. A folder is never opened with a database that is not its own, for originals that the database does
not know are cleared away.
"""

from __future__ import annotations

import os
import re
import uuid
from contextlib import suppress
from pathlib import Path

from rag.storage import marker
from rag.storage.lock import LibraryError
from rag.storage.sqlite_file import DATABASE
from rag.storage.store import Store
from rag.upkeep import rebuild
from rag.upkeep.backup import is_half_restored

#: the file with the id under which a database stands on a server
ID = "library.id"
#: what a library folder may hold before it has a database
_OURS = {"originals", "chroma", ".lock", marker.NAME, rebuild.FOLDER}
_AN_ID = re.compile("[0-9a-f]{32}")


def check_folder(root: Path, create: bool) -> None:
    """Raise LibraryError unless the folder is a library or may become one; make it where it is missing."""
    if root.exists() and not root.is_dir():
        raise LibraryError(f"{root} 是文件，不是资料库文件夹；请用 --library 指定文件夹")
    # one look at the folder: between two, another process may make the database
    try:
        names = {p.name for p in root.iterdir()} if root.exists() else set()
    except OSError as error:
        raise LibraryError(f"资料库 {root} 读不了（{error.strerror}）；请检查权限") from None
    if names & {DATABASE, ID}:
        return
    if is_half_restored(root):
        raise LibraryError(f"资料库 {root} 没有恢复完；请再运行一次 juesuan restore")
    if not create and not _has_originals(root):
        raise LibraryError(f"{root} 还不是资料库；请先运行 juesuan ingest 报告文件 --library {root}")
    if any(name not in _OURS and not name.startswith((DATABASE, ID)) for name in names):
        raise LibraryError(f"文件夹 {root} 里有别的东西，不是资料库；请换一个空文件夹")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"无法建立资料库 {root}（{error.strerror}）；请检查路径和权限") from None
    if not os.access(root, os.W_OK | os.X_OK):
        raise LibraryError(f"资料库 {root} 不可写；请检查权限，或用 --library 指定别的文件夹")


def open_store(root: Path, url: str | None) -> Store:
    """The database of a library folder: on the server at a URL, or in the folder where there is none.

    Raises LibraryError where the folder has its database in the other place, StoreError where it cannot be used.
    """
    # looked at first: the database is there before the first original is
    is_new = not _has_originals(root)
    if url:
        if (root / DATABASE).exists():
            raise LibraryError(
                f"资料库 {root} 的数据在文件夹内的 {DATABASE} 中，不在 JUESUAN_DATABASE_URL 所指的数据库；"
                f"请去掉这项设置，或把报告导入新的资料库：juesuan ingest {root / 'originals'} --library 新文件夹"
            )
        return Store.on_server(url, _id_of(root / ID), create=is_new)
    if (root / ID).exists():
        raise LibraryError(f"资料库 {root} 的数据在 PostgreSQL 数据库中；请设置 JUESUAN_DATABASE_URL，或换一个文件夹")
    return Store.in_folder(root, create=is_new)


def _has_originals(root: Path) -> bool:
    originals = root / "originals"
    return originals.is_dir() and any(originals.iterdir())


def _id_of(file: Path) -> str:
    """The id in a file, which is made where it is missing; of two processes that make one the first decides."""
    if not file.exists():
        new = uuid.uuid4().hex
        half = file.with_name(f"{file.name}.{new}")
        half.write_text(new + "\n", encoding="ascii")
        with suppress(FileExistsError):
            os.link(half, file)
        half.unlink()
    found = file.read_text(encoding="ascii", errors="replace").strip()
    if not _AN_ID.fullmatch(found):
        raise LibraryError(f"文件 {file} 已损坏：应是 32 位十六进制的资料库编号；请从备份恢复")
    return found
