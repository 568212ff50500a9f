"""Integrity: whether all that a library holds is whole and in step. Everything is read, so it takes its time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from rag.retrieval.index import ChunkIndex
from rag.storage import postings
from rag.storage.engines import writing
from rag.storage.store import Store
from rag.upkeep.health import Health
from rag.upkeep.ingest import folder_of

#: what must find nothing in the database, each with what it would mean
_RULES = (
    ("没有原文的报告", "SELECT count(*) FROM reports WHERE doc_id NOT IN (SELECT doc_id FROM sources)"),
    *(
        (f"不属于任何报告的{what}", f"SELECT count(*) FROM {table} WHERE doc_id NOT IN (SELECT doc_id FROM reports)")
        for table, what in (
            ("sources", "原文"), ("facts", "数据"), ("findings", "发现"), ("chunks", "段落"), ("reviews", "核查标记"),
        )
    ),
    ("内容相同的报告", "SELECT count(*) - count(DISTINCT sha256) FROM reports"),
    ("没有名称的数据", "SELECT count(*) FROM facts WHERE label NOT IN (SELECT number FROM labels)"),
)  # fmt: skip
#: how many things are named before it says 等
_NAMED = 3


def integrity_of(root: Path, store: Store, index: ChunkIndex) -> list[Health]:
    """Look at the database, at each original and at the vectors."""
    return [_file(store), _in_step(store), _originals(root, store), *_vectors(store, index)]


def _file(store: Store) -> Health:
    """The pages of the SQLite file; another database looks after itself."""
    if store.engine.dialect.name != "sqlite":
        return Health("数据库文件", "ok", "由数据库服务自己保管")
    with store.engine.connect() as connection:
        problems = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    if problems == ["ok"]:
        return Health("数据库文件", "ok", "完好")
    return Health("数据库文件", "bad", f"已损坏（{problems[0].splitlines()[-1]}）。请运行 juesuan rebuild 重建。")


def _in_step(store: Store) -> Health:
    with store.engine.connect() as connection:
        counts = {told: int(connection.scalar(text(query)) or 0) for told, query in _RULES}
    if wrong := [f"{told} {count}" for told, count in counts.items() if count]:
        return Health("数据库内容", "bad", f"前后不一致（{'，'.join(wrong)}）。请运行 juesuan rebuild 重建。")
    if not store.read_only and not _has_all_words(store):
        return Health("数据库内容", "bad", "词语索引与段落不一致。请运行 juesuan rebuild 重建。")
    return Health("数据库内容", "ok", "报告、数据、发现和段落相互对应")


def _has_all_words(store: Store) -> bool:
    with writing(store.engine) as connection:
        return postings.is_whole(connection)


def _originals(root: Path, store: Store) -> Health:
    """Whether each original is still what was taken in."""
    copies = ((info, root / "originals" / folder_of(info.sha256) / info.file) for info in store.reports())
    changed = [info.file for info, copy in copies if not _is_same(copy, info.sha256)]
    if changed:
        named = "、".join(changed[:_NAMED]) + (" 等" if len(changed) > _NAMED else "")
        told = f"{len(changed)} 份缺失或已损坏（{named}）：数据不受影响，来源打不开。请重新导入这些文件。"
        return Health("原文件内容", "bad", told)
    return Health("原文件内容", "ok", "与导入时逐字节相同")


def _is_same(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _vectors(store: Store, index: ChunkIndex) -> Iterator[Health]:
    """Whether the vectors that count as made are there, and no others."""
    waiting = {*store.unindexed(), *store.stale()}
    try:
        there = index.vector_ids()
    except Exception as error:  # noqa: BLE001  the vector store fails as it likes
        yield Health("向量库", "bad", f"打不开（{error}）。请运行 juesuan rebuild --vectors 重做，按词检索不受影响。")
        return
    if there is None:
        return
    wanted = {chunk.chunk_id for chunk in store.chunks() if chunk.doc_id not in waiting}
    settled = {chunk_id for chunk_id in there if chunk_id.rpartition(":")[0] not in waiting}
    if wanted != settled:
        told = f"缺 {len(wanted - settled)} 段，多 {len(settled - wanted)} 段"
        yield Health("向量库", "bad", f"{told}。请运行 juesuan rebuild --vectors 重做。")
    else:
        yield Health("向量库", "ok", "与段落一一对应")
