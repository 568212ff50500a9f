"""Files inside ZIP archives, named as if the archive were a folder (``决算.zip/财政局.docx``).

An archive is never unpacked to disk: each of its files is read when it is needed, and no more of it than a report may
have. Archives inside archives are not opened.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import ReadError
from extractors.readers.packed import DAMAGED

#: no archive has more files, none of them is larger once it is unpacked
MAX_MEMBERS, MAX_MEMBER = 20_000, 64 * 1024 * 1024
#: by these the archive is a Word, Excel or other Office file, and no archive of files
_OFFICE = ("word/document.xml", "xl/workbook.xml", "[Content_Types].xml")
_UTF8_NAME, _LOCKED = 0x800, 0x1


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files."""
    if not path.is_file():
        return False  # a pipe would be waited for
    try:
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
        with zipfile.ZipFile(path) as archive:
            return not set(_OFFICE) & set(archive.namelist())
    except (OSError, *DAMAGED):
        return False


def members(path: Path) -> list[str]:
    """The names of the files of an archive, in order. Raises ReadError where it cannot be read."""
    with _opened(path) as archive:
        infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    if len(infos) > MAX_MEMBERS:
        raise ReadError(f"{path.name}：压缩包里有{len(infos)}个文件，超过{MAX_MEMBERS}个；请分批导入")
    return sorted(filter(None, map(_name, infos)))


def holder(path: Path) -> tuple[Path, str] | None:
    """The archive that a path leads into, and the name of the file in it; None for a path that leads into none."""
    for parent in path.parents:
        if parent.is_file():
            return (parent, path.relative_to(parent).as_posix()) if is_archive(parent) else None
        if parent.is_dir():
            return None
    return None


def content(path: Path, name: str) -> bytes:
    """One file of an archive. Raises ReadError where it is missing, locked, damaged or too large."""
    with _opened(path) as archive:
        info = next((i for i in archive.infolist() if _name(i) == name), None)
        if info is None:
            raise ReadError(f"{path.name}/{name}：压缩包里没有这个文件；请检查路径")
        if info.flag_bits & _LOCKED:
            raise ReadError(f"{path.name}/{name}：压缩包设了密码，无法读取；请解压后导入")
        try:
            with archive.open(info) as stream:
                data = stream.read(MAX_MEMBER + 1)
        except (*DAMAGED, zlib.error, EOFError, OSError, RuntimeError):
            raise ReadError(f"{path.name}/{name}：压缩包已损坏，这个文件无法解压；请重新下载") from None
    if len(data) > MAX_MEMBER:
        limit = MAX_MEMBER // 1024 // 1024
        raise ReadError(f"{path.name}/{name}：解压后超过 {limit} MB，不是一份决算报告；请检查文件")
    return data


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED:
        raise ReadError(f"{path.name}：压缩包已损坏，无法打开；请重新下载") from None
    except OSError as error:
        raise ReadError(f"{path}：无法读取（{error.strerror}）；请检查权限") from error
    with archive:
        yield archive


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file, without anything that leads out of the archive. Chinese Windows writes names in GBK."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    # split by hand: a path that begins with two slashes keeps them, and would lead to a file of this machine
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in {"", "..", "."})
