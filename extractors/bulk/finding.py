"""Finding the files that are meant: single ones, folders, globs, archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ReadError
from extractors.readers.archive import holder, is_archive, members

#: what is taken from a folder; a file named on its own is tried whatever it is called
SUFFIXES = frozenset({".txt", ".md", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".htm", ".html"})
#: archives whose files are taken one by one, as if they were folders
ARCHIVES = frozenset({".zip"})


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
