"""Backup: a library in one ZIP file, and back again.

In it: ``manifest.json`` (what there is, each file with its hash), ``juesuan.sqlite`` (the database as of one moment)
and ``originals``. Vectors are left out: they are made anew. A backup is read as a stranger's file: nothing is written
but what the manifest lists, under names and in sizes that a library has.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from extractors.kept import NAME as KEPT
from rag.storage.lock import LibraryError, locked
from rag.storage.sqlite_file import DATABASE, damaged, is_damage
from rag.storage.store import ReportInfo, Store
from rag.upkeep.ingest import folder_of

_FORM = "juesuan backup 1"
_MANIFEST = "manifest.json"
#: where a backup is unpacked to before it is the library
_RESTORING = ".restoring"
#: a manifest is no longer than this in bytes; a piece of a file is read at a time
_LONGEST, _PIECE = 256 << 20, 1 << 20
#: how often the database is copied again because an original was taken out meanwhile
_ROUNDS = 5
_NAME = re.compile(rf"{re.escape(DATABASE)}|originals/[0-9a-f]{{20}}/[^/\\\0]+")
#: how far compression is taken: the files of scans are compressed already
_LEVEL = 3


@dataclass(slots=True)
class Backup:
    """What a backup holds: how many reports, the bytes of its files, and the reports ``without`` a sound original."""

    file: str
    reports: int
    size: int
    without: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a backup."""

    name: str
    size: int
    sha256: str


# writing


def backup(root: Path, store: Store, out: Path) -> Backup:
    """Write a library into a file that is not there yet. Others may read and ingest meanwhile.

    Raises LibraryError where the file cannot be written and DamagedError where the database is damaged.
    """
    out = out.expanduser().absolute()
    if out.exists():
        raise LibraryError(f"--out {out}：已经存在，不会覆盖；请换一个文件名")
    if out.is_relative_to(root):
        raise LibraryError(f"--out {out}：在资料库里面；请把备份写到别的文件夹")
    half, copy = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.sqlite")
    try:
        done = _write(root, store, half, copy)
        copy.unlink()
        half.replace(out)
    except OSError as error:
        raise LibraryError(f"--out {out}：无法写入（{error.strerror or error}）；请检查磁盘空间和权限") from None
    finally:
        half.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    return Backup(str(out), *done)


def _write(root: Path, store: Store, half: Path, copy: Path) -> tuple[int, int, list[str]]:
    """Originals first, then the database that lists them: what goes in while we write is in the next backup."""
    written: dict[str, _Entry] = {}
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for _ in range(_ROUNDS):
            reports = _copied(root, store, copy)
            missing = [info for info in reports if not _add_original(archive, root, info, written)]
            if not missing:
                break
        wanted = {f"originals/{folder_of(info.sha256)}/" for info in reports}
        entries = [e for name, e in written.items() if f"{name.rpartition('/')[0]}/" in wanted]
        entries.append(_add(archive, copy, DATABASE))
        manifest = {
            "form": _FORM,
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            "reports": len(reports),
            "files": [[e.name, e.size, e.sha256] for e in entries],
        }
        archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False))
    sound = {e.sha256 for e in entries}
    return len(reports), sum(e.size for e in entries), [i.file for i in reports if i.sha256 not in sound]


def _copied(root: Path, store: Store, copy: Path) -> list[ReportInfo]:
    """Copy the database as it is at this moment, look whether it is whole, and tell its reports."""
    copy.unlink(missing_ok=True)
    source = store.engine.raw_connection()
    try:
        with closing(sqlite3.connect(copy)) as target:
            source.driver_connection.backup(target)  # type: ignore[union-attr]
            # one file, without another beside it
            target.execute("PRAGMA journal_mode=DELETE")
            problems = [row[0] for row in target.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        if is_damage(error):
            raise damaged(root, str(error)) from None
        raise OSError(str(error)) from None
    finally:
        source.close()
    if problems != ["ok"]:
        raise damaged(root, problems[0])
    copied = Store.in_file(copy)
    try:
        return copied.reports()
    finally:
        copied.close()
        with closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA journal_mode=DELETE")


def _add_original(archive: zipfile.ZipFile, root: Path, info: ReportInfo, written: dict[str, _Entry]) -> bool:
    """Add the original of a report with what was parsed of it; False where it isn't there."""
    folder = f"originals/{folder_of(info.sha256)}"
    for name in (info.file, KEPT):
        inside = f"{folder}/{name}"
        if inside not in written and (root / inside).is_file():
            try:
                written[inside] = _add(archive, root / inside, inside)
            except FileNotFoundError:
                return False
    return f"{folder}/{info.file}" in written


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> _Entry:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as inside:
        for piece in _pieces(file):
            digest.update(piece)
            size += len(piece)
            inside.write(piece)
    return _Entry(name, size, digest.hexdigest())


# reading


def restore(archive: Path, root: Path) -> Backup:
    """Make an empty folder the library of a backup. Raises LibraryError where the file is none, or is damaged."""
    if not archive.is_file():
        raise LibraryError(f"{archive}：备份文件不存在；请检查路径")
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root, 0, lambda: None):
            return _restored(archive, root)
    except OSError as error:
        raise LibraryError(f"无法恢复到 {root}（{error.strerror or error}）；请检查磁盘空间和权限") from None


def is_half_restored(root: Path) -> bool:
    """Whether a restoring was stopped before its end."""
    return (root / _RESTORING).is_dir() and not (root / DATABASE).exists()


def _restored(archive: Path, root: Path) -> Backup:
    allowed = {".lock"} | ({_RESTORING, "originals"} if is_half_restored(root) else set())
    if strange := sorted(p.name for p in root.iterdir() if p.name not in allowed):
        raise LibraryError(f"{root} 不是空文件夹（有 {strange[0]} 等），不会覆盖；请用 --library 指定一个空文件夹")
    folder = root / _RESTORING
    folder.mkdir(exist_ok=True)
    shutil.rmtree(root / "originals", ignore_errors=True)
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    try:
        reports, entries = _unpack(archive, folder)
        without = _sound(folder / DATABASE, archive, reports, entries)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if (folder / "originals").exists():
        (folder / "originals").rename(root / "originals")
    # with its database it is a library
    (folder / DATABASE).rename(root / DATABASE)
    folder.rmdir()
    return Backup(str(archive), reports, sum(e.size for e in entries), without)


def _unpack(archive: Path, folder: Path) -> tuple[int, list[_Entry]]:
    try:
        with zipfile.ZipFile(archive) as file:
            reports, entries = _manifest(file, archive)
            free = shutil.disk_usage(folder).free
            if sum(e.size for e in entries) > free:
                raise LibraryError(f"{archive}：展开后比磁盘剩余空间（{free / (1 << 30):.1f} GB）大；请先清理磁盘")
            for entry in entries:
                _extract(file, entry, folder, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _broken(archive, str(error)) from None
    return reports, entries


def _manifest(file: zipfile.ZipFile, archive: Path) -> tuple[int, list[_Entry]]:
    """What the backup says it holds. Raises LibraryError for any other ZIP file, and for what no library has."""
    try:
        if file.getinfo(_MANIFEST).file_size > _LONGEST:
            raise ValueError
        told = json.loads(file.read(_MANIFEST))
        if told["form"] != _FORM:
            raise ValueError
        entries = [_Entry(str(name), int(size), str(digest)) for name, size, digest in told["files"]]
        reports = int(told["reports"])
    except (KeyError, ValueError, TypeError):
        raise LibraryError(f"{archive}：不是 juesuan 的备份；请用 juesuan backup 写成的文件") from None
    names = [e.name for e in entries]
    if len(set(names)) != len(names) or DATABASE not in names or any(e.size < 0 for e in entries):
        raise _broken(archive, "清单有误")
    if strange := [name for name in names if not _NAME.fullmatch(name) or Path(name).name in {".", ".."}]:
        raise _broken(archive, f"清单里有资料库不会有的文件 {strange[0]!r}")
    return reports, entries


def _extract(file: zipfile.ZipFile, entry: _Entry, folder: Path, archive: Path) -> None:
    path = folder / entry.name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        inside = file.open(entry.name)
    except KeyError:
        raise _broken(archive, f"缺 {entry.name}") from None
    with inside, path.open("xb") as out:
        for piece in _pieces(inside):
            digest.update(piece)
            size += len(piece)
            if size > entry.size:
                break
            out.write(piece)
    if size != entry.size or digest.hexdigest() != entry.sha256:
        raise _broken(archive, f"{entry.name} 的内容与清单不符")


def _sound(path: Path, archive: Path, reports: int, entries: Iterable[_Entry]) -> list[str]:
    """Make the unpacked database that of a library of its own; tells its reports that have no sound original."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    except sqlite3.Error as error:
        problems = [str(error)]
    if problems != ["ok"]:
        raise _broken(archive, f"数据库 {problems[0]}")
    store = Store.in_file(path)
    try:
        store.become_another()
        there = store.reports()
    finally:
        store.close()
    if len(there) != reports:
        raise _broken(archive, f"清单说有 {reports} 份报告，数据库里有 {len(there)} 份")
    sound = {e.sha256 for e in entries}
    return [info.file for info in there if info.sha256 not in sound]


def _broken(archive: Path, why: str) -> LibraryError:
    return LibraryError(f"{archive}：备份已损坏或不完整（{why}）；没有恢复任何内容，请换一份备份")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
