"""Marker: a note in the folder of a library on which database belongs to it and how far that had come.

A database that was lost, replaced by an older one, or robbed of the file with its last changes is known by it. The note
is written after the change that it tells of, so it is never ahead of the right database.
"""

from __future__ import annotations

import logging
from pathlib import Path

from rag.storage.sqlite_file import DATABASE, StoreError, damaged
from rag.storage.store import Store

log = logging.getLogger("juesuan")

#: the name of the note; hidden, it is nobody's but the program's
NAME = ".generation"


def note(root: Path, store: Store) -> None:
    """Write down how far a library has come."""
    half = root / f"{NAME}.part"
    try:
        half.write_text(f"{store.meta('library')} {store.generation()}\n", encoding="ascii")
        half.replace(root / NAME)
    except OSError as error:  # an older note is true as well
        log.debug("note of the generation not written: %s", error)


def noted(root: Path) -> tuple[str, int] | None:
    """The id of the library and the generation that were written down; None where there are none."""
    try:
        library, generation = (root / NAME).read_text(encoding="ascii").split()
        return library, int(generation)
    except (OSError, ValueError):
        return None


def check(root: Path, before: tuple[str, int] | None, store: Store) -> None:
    """Raise StoreError where a database is not what was noted ``before`` it was opened."""
    if before is None:
        return
    library, generation = before
    found = store.meta("library")
    if found == library and int(store.generation() or 0) >= generation:
        return
    if noted(root) != before:
        # rebuilt meanwhile
        return
    store.close()
    if store.home is None:
        raise StoreError(
            f"JUESUAN_DATABASE_URL 所指的数据库不是资料库 {root} 的，或缺少最近的改动；请检查设置，或从备份恢复数据库"
        )
    lost = "缺少最近的改动" if found == library else "是另一个资料库的，或是空的"
    raise damaged(root, f"{lost}，{DATABASE} 或 {DATABASE}-wal 可能被删除或换过")
