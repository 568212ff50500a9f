"""Opening files that are ZIP archives inside (Word, Excel): bounded, and without what XML could do by itself."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from extractors.errors import ReadError

#: an archive has no more parts, no part is larger, and all together are no larger, once they are unpacked
MAX_PARTS, MAX_PART, MAX_ALL = 5_000, 128 * 1024 * 1024, 400 * 1024 * 1024
#: no part of XML has more marks (``<``): each may stand for a hundred bytes of memory once it is parsed
MAX_MARKS = 12_000_000
#: what a damaged list of the parts of an archive raises, or the head of one of them
DAMAGED = (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error)


@contextmanager
def opened(name: str, data: bytes) -> Iterator[zipfile.ZipFile]:
    """An archive whose size once unpacked was looked at. Raises ReadError for one that is damaged, locked or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*DAMAGED, OSError):
        raise ReadError(f"{name}：压缩格式已损坏，无法打开；请重新下载或重新导出") from None
    with archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_ALL:
            raise ReadError(f"{name}：解压后过大（{len(parts)}个文件），不是一份决算报告；请检查文件")
        if any(p.flag_bits & 1 for p in parts):
            raise ReadError(f"{name}：压缩包设了密码，无法读取；请解压后分别导入")
        yield archive


def part(name: str, archive: zipfile.ZipFile, path: str) -> bytes:
    """One part, unpacked. Raises ReadError where it is damaged or larger than it claims to be; b"" where it lacks."""
    try:
        with archive.open(path) as stream:
            data = stream.read(MAX_PART + 1)
    except KeyError:
        return b""
    except (*DAMAGED, EOFError, OSError, RuntimeError, zlib.error):
        raise ReadError(f"{name}：文件内部（{path}）已损坏，无法读取；请重新下载或重新导出") from None
    if len(data) > MAX_PART:
        raise ReadError(f"{name}：文件内部（{path}）解压后过大，不是一份决算报告；请检查文件")
    return data


def xml(name: str, archive: zipfile.ZipFile, path: str) -> etree._Element | None:
    """An XML part; None where the archive has none. Raises ReadError for damaged XML, entities, or nesting too deep."""
    data = part(name, archive, path)
    if not data:
        return None
    entities = ReadError(f"{name}：文件内部（{path}）含有实体定义，正常的 Office 文件不会有；未读取，请检查来源")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise entities
    if data.count(b"<") > MAX_MARKS:
        raise ReadError(f"{name}：文件内部（{path}）过大，不是一份决算报告；请拆分后分别导入")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise ReadError(f"{name}：文件内部（{path}）已损坏或嵌套过深，无法读取；请重新下载或重新导出") from None
    if root.getroottree().docinfo.internalDTD is not None:  # told in another encoding than the one looked for above
        raise entities
    return root
