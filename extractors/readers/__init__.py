"""Readers: one a format. After the reader there is one document model, whatever the file was.

A reader returns a :class:`Document`: the source text and, in reading order, text lines and tables; no meaning.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from extractors.errors import ReadError
from extractors.readers.document import Document, TextLine

__all__ = ["Document", "TextLine", "read"]

#: no report is larger; a larger file is refused before it is read
MAX_BYTES = 64 * 1024 * 1024

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel/ZIP"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word/Excel"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)


_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)


def read(path: Path) -> Document:
    """Read a file by its content, not by its name. Raises ReadError with what to do."""
    from extractors.readers import plain

    data = _bytes(path)
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if not kind and _HTML.search(data[:2000]):
        # its tags could be taken off, but with them would go every table, unnoticed
        kind = "网页（HTML）"
    if kind == "PDF":
        from extractors.readers.pdf import read_pdf

        return read_pdf(path.name, data)
    if kind:
        raise ReadError(f"{path.name}：这是 {kind} 文件，目前只能读取 .txt 和 .md 文本；请先转换为文本再导入")
    return plain.read_text(path.name, data, markdown=path.suffix.lower() in {".md", ".markdown"})


def sha256(path: Path) -> str:
    """Content hash of a file, hexadecimal."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path.name}：文件超过 {MAX_BYTES // 1024 // 1024} MB，不是一份决算报告；请检查文件")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}：文件不存在；请检查路径") from None
    except OSError as error:
        raise ReadError(f"{path}：无法读取（{error.strerror}）；请检查权限") from error
