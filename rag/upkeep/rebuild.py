"""Rebuild: a new database for a library, read from the originals that it has kept.

The new database is made beside the former one, in a folder of its own, and takes its place in one step, so that a
rebuild may be stopped at any point. What only the former database knew (where reports were taken from, when, and what
was decided on their findings) is taken over as far as it can still be read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.errors import JuesuanError
from extractors.kept import NAME as KEPT
from rag.storage import marker
from rag.storage.reviews import TABLE, Review
from rag.storage.sqlite_file import DATABASE, beside
from rag.storage.store import Store
from rag.upkeep.ingest import (
    Copy,
    IngestOutcome,
    OnOutcome,
    OnProgress,
    folder_of,
    read_copy,
    rules_version,
    write_whole,
)

#: where the new database is made
FOLDER = ".rebuild"
_BUILDING, _PLAN, _ASIDE = "building", "plan.json", "originals-damaged"
#: how many files are named before it says 等
_NAMED = 10
_REPORT = ("doc_id", "file", "path", "sha256", "ingested_at")


@dataclass(slots=True)
class Rebuilt:
    """What became of a rebuild.

    ``aside`` is where the former database is now. Names of files: ``lost`` have no original any more, ``damaged`` ones
    are not what was taken in, ``unread`` could not be read; both are in the folder originals-damaged. ``unknown`` were
    taken in without the former database knowing them. ``reviews`` were kept and ``reviews_lost`` not; ``whole`` says
    whether the former database could be read to its end.
    """

    aside: str = ""
    reports: int = 0
    whole: bool = True
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    reviews: int = 0
    reviews_lost: int = 0

    @property
    def complete(self) -> bool:
        """Whether all that there was is there again."""
        return self.whole and not (self.lost or self.damaged or self.unread or self.reviews_lost)

    def lines(self) -> Iterator[str]:
        """What is told to people."""
        yield f"已重建：{self.reports} 份报告，保留核查标记 {self.reviews} 条" + (
            f"；原数据库移到了 {self.aside}" if self.aside else ""
        )
        if not self.whole:
            yield "原数据库没有读全：读不出的报告按保存的原文件重建，来源路径和导入时间可能不是原来的，核查标记可能有缺"
        for told, names in (
            ("没有原文件，未能重建，请重新导入", self.lost),
            (f"保存的原文件已损坏，移到了 {_ASIDE}，请重新导入", self.damaged),
            (f"原文件读不了，移到了 {_ASIDE}", self.unread),
            ("原数据库里没有登记，也读入了；不需要的请删除", self.unknown),
        ):
            if names:
                yield f"{len(names)} 份{told}：{'、'.join(names[:_NAMED])}{' 等' if len(names) > _NAMED else ''}"
        if self.reviews_lost:
            yield f"{self.reviews_lost} 条核查标记没有保留：它们的报告未能重建"


@dataclass(frozen=True, slots=True)
class _Former:
    """What a former database still tells: its reports by their content, its reviews, and whether it was read whole."""

    reports: dict[str, dict[str, str]]
    reviews: list[Review]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Original:
    """A kept file to read again, with what is known of it; ``at`` is when it was taken in."""

    copy: Path
    sha256: str
    path: str
    at: str


def rebuild(
    root: Path, on_outcome: OnOutcome | None = None, on_progress: OnProgress | None = None, workers: int | None = None
) -> Rebuilt:
    """Make a new database from the originals and put it in the place of the former. The library must be locked."""
    if is_ready(root):
        finish(root)
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    former = _former(root)
    rebuilt = Rebuilt(aside=f"{DATABASE}.old-{time.time_ns()}", whole=former.whole)
    had_database = (root / DATABASE).exists()
    originals, aside = _originals(root, former, rebuilt)
    store = Store.in_file(folder / _BUILDING)
    try:
        there = _read_all(store, originals, on_outcome, on_progress, workers)
        for original in originals:
            if original.sha256 not in there:
                rebuilt.unread.append(original.copy.name)
                aside.append(original.copy.parent.name)
        _take_over(store, former, originals, rebuilt)
    finally:
        store.close()
    _write(folder / _PLAN, {"aside": rebuilt.aside, "originals": aside})
    (folder / _BUILDING).replace(folder / DATABASE)
    finish(root)
    if not had_database:
        rebuilt.aside = ""
    return rebuilt


def is_ready(root: Path) -> bool:
    """Whether a new database has been made that is not in its place yet."""
    return (root / FOLDER / DATABASE).is_file()


def finish(root: Path) -> None:
    """Put the new database in its place; may be called again when it was stopped. The library must be locked."""
    folder, path = root / FOLDER, root / DATABASE
    if not is_ready(root):
        return
    plan = json.loads((folder / _PLAN).read_text(encoding="utf-8"))
    for name in plan["originals"]:
        _put_aside(root / "originals" / name, root / _ASIDE)
    former = root / plan["aside"]
    # a link: the former stays where it is until the new one takes its place
    with suppress(FileNotFoundError, FileExistsError):
        os.link(path, former)
    # what was written last to the former database must not be taken for changes of the new one
    with suppress(FileNotFoundError):
        beside(path, "wal").rename(beside(former, "wal"))
    beside(path, "shm").unlink(missing_ok=True)
    (root / marker.NAME).unlink(missing_ok=True)
    shutil.rmtree(root / "chroma", ignore_errors=True)
    (folder / DATABASE).replace(path)
    shutil.rmtree(folder, ignore_errors=True)


def _read_all(
    store: Store,
    originals: list[_Original],
    on_outcome: OnOutcome | None,
    on_progress: OnProgress | None,
    workers: int | None,
) -> set[str]:
    """Read originals in the order they were taken in; returns the contents that were read."""
    from extractors.bulk import run_many, workers_for

    version = rules_version()
    items = [Copy(o.copy, o.sha256, o.copy, o.path, version) for o in originals]
    read: set[str] = set()
    for number, done in enumerate(run_many(read_copy, items, workers_for(len(items), workers)), 1):
        item: Copy = done.item
        if done.result is None:
            outcome = IngestOutcome("failed", item.path, None, None, None, done.error or "", done.seconds)
        else:
            record = done.result
            store.replace(record, item.path, version)
            read.add(item.sha256)
            told = f"已读入：{len(record.rows)} 条数据"
            outcome = IngestOutcome(
                "ok",
                item.path,
                record.doc_id,
                record.department,
                record.year,
                told,
                done.seconds,
                len(record.rows),
                len(record.findings),
            )
        if on_outcome:
            on_outcome(outcome)
        if on_progress:
            on_progress(number, len(items), item.copy.name)
    return read


def _take_over(store: Store, former: _Former, originals: list[_Original], rebuilt: Rebuilt) -> None:
    at = {original.sha256: original.at for original in originals}
    reports = store.reports()
    there = {info.doc_id for info in reports}
    kept = [review for review in former.reviews if review.doc_id in there]
    store.take_over({info.doc_id: at[info.sha256] for info in reports}, kept)
    rebuilt.reports = len(reports)
    rebuilt.reviews, rebuilt.reviews_lost = len(kept), len(former.reviews) - len(kept)


# the originals


def _originals(root: Path, former: _Former, rebuilt: Rebuilt) -> tuple[list[_Original], list[str]]:
    """The files to read, in the order they were taken in, and the folders of those that are not what they were.

    A file that the former database doesn't know is left out where that is whole: it was not taken in to its end.
    """
    found: list[_Original] = []
    aside: dict[str, list[str]] = {}
    for folder in sorted((root / "originals").glob("*/")):
        files = [p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")]
        good = {p.name: digest for p in files if folder_of(digest := _digest(p)) == folder.name}
        if not good:
            aside[folder.name] = [p.name for p in files]
            continue
        sha256 = next(iter(good.values()))
        known = former.reports.get(sha256)
        if known is None and former.whole:
            continue
        name = (
            known["file"] if known and known["file"] in good else max(good, key=lambda n: (folder / n).stat().st_mtime)
        )
        found.append(_original(folder / name, sha256, known))
        if known is None:
            rebuilt.unknown.append(name)
    there = {original.sha256 for original in found}
    for sha256, known in former.reports.items():
        if sha256 in there:
            continue
        if copied := _from_its_place(root, sha256, known):
            found.append(_original(copied, sha256, known))
            aside.pop(copied.parent.name, None)
        elif folder_of(sha256) not in aside:
            rebuilt.lost.append(known["file"])
    rebuilt.damaged += [name for names in aside.values() for name in names]
    return sorted(found, key=lambda original: original.at), [*aside]


def _original(copy: Path, sha256: str, known: dict[str, str] | None) -> _Original:
    if known is not None:
        return _Original(copy, sha256, known["path"], known["ingested_at"])
    taken_in = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    return _Original(copy, sha256, str(copy), taken_in.isoformat(timespec="microseconds"))


def _from_its_place(root: Path, sha256: str, known: dict[str, str]) -> Path | None:
    """The original of a report, copied anew from where it was taken, where that still has the same content."""
    from extractors.readers import content

    try:
        data = content(Path(known["path"]))
    except (JuesuanError, OSError):
        return None
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    copy = root / "originals" / folder_of(sha256) / known["file"]
    write_whole(copy, data)
    return copy


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _put_aside(folder: Path, to: Path) -> None:
    to.mkdir(exist_ok=True)
    if folder.is_dir():
        (folder / KEPT).unlink(missing_ok=True)
        shutil.rmtree(to / folder.name, ignore_errors=True)
        folder.rename(to / folder.name)


# the former database


def _former(root: Path) -> _Former:
    """All that can still be read of a database."""
    path = root / DATABASE
    if not path.is_file():
        return _Former({}, [], False)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            reports, whole = _rows(connection, "reports", _REPORT)
            rows, all_reviews = _rows(connection, TABLE, [f.name for f in fields(Review)])
            meta, _ = _rows(connection, "meta", ("name", "value"))
    except sqlite3.Error:
        return _Former({}, [], False)
    known = {str(row["sha256"]): row for row in reports if _is_sound(row)}
    reviews = [Review(**row) for row in rows if all(isinstance(value, str) for value in row.values())]
    current = _is_current({str(row["name"]): str(row["value"]) for row in meta}, marker.noted(root))
    return _Former(known, reviews, whole and all_reviews and current and len(known) == len(reports))


def _rows(connection: sqlite3.Connection, table: str, columns: Iterable[str]) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a table from its beginning and, past a damage, from its end; and whether these are all."""
    names = list(columns)
    found: dict[int, dict[str, Any]] = {}
    for order in ("ASC", "DESC"):
        try:
            for number, *row in connection.execute(
                f"SELECT rowid, {', '.join(names)} FROM {table} ORDER BY rowid {order}"
            ):
                found[number] = dict(zip(names, row, strict=True))
        except sqlite3.Error:
            continue
        return [found[number] for number in sorted(found)], order == "ASC"
    return [found[number] for number in sorted(found)], False


def _is_sound(row: dict[str, Any]) -> bool:
    """Whether a row of a report is one, and not what a damage made of it."""
    if not all(isinstance(value, str) and value for value in row.values()):
        return False
    return bool(re.fullmatch(r"[0-9a-f]{64}", row["sha256"])) and Path(row["file"]).name == row["file"]


def _is_current(meta: dict[str, str], noted: tuple[str, int] | None) -> bool:
    if noted is None:
        return True
    library, generation = noted
    return meta.get("library") == library and int(meta.get("generation") or 0) >= generation


def _write(path: Path, told: dict[str, Any]) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
