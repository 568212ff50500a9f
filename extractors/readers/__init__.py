"""Readers: one a format. After the reader there is one document model, whatever the file was.

A reader returns a :class:`Document`: the source text and, in reading order, text lines and tables; no meaning. Of files
that are no text, the source is what the reader wrote down, with the places in the file where each piece stands.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from extractors.errors import ReadError
from extractors.readers.document import Document, TextLine

__all__ = ["Document", "TextLine", "content", "is_picture", "read", "sha256"]

#: no report is larger; a larger file is refused before it is read
MAX_BYTES = 64 * 1024 * 1024

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
#: a PDF may have other bytes before its mark
_PDF = re.compile(rb"%PDF-\d")
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<table[\s>]|<body[\s>]", re.IGNORECASE)
#: the streams of an older Office file, by which Word and Excel are told apart; one that is locked
_WORD_STREAM, _BOOK_STREAM, _LOCKED = (n.encode("utf-16-le") for n in ("WordDocument", "Workbook", "EncryptedPackage"))


def read(path: Path) -> Document:
    """Read a file by its content, not by its name. Raises ReadError with what to do."""
    name, data = path.name, content(path)
    if _PDF.search(data[:1024]):
        from extractors.readers.pdf import read_pdf

        return read_pdf(name, data)
    if data.startswith(_ZIP):
        return _packed(name, data)
    if data.startswith(_OLE):
        return _older(name, data)
    if data.startswith(_PICTURES):
        from extractors.readers.pdf import read_picture

        return read_picture(name, data)
    if _HTML.search(data[:4096].replace(b"\x00", b"")):
        from extractors.readers.web import read_html

        return read_html(name, data)
    from extractors.readers import plain

    return plain.read_text(name, data, markdown=path.suffix.lower() in {".md", ".markdown"})


def is_picture(path: Path) -> bool:
    """Whether a file is a picture of a page, or of several."""
    try:
        with path.open("rb") as stream:
            return stream.read(8).startswith(_PICTURES)
    except OSError:
        return False


def _packed(name: str, data: bytes) -> Document:
    """A Word or Excel file, told apart by what is in it."""
    from extractors.readers.packed import opened

    with opened(name, data) as archive:
        parts = set(archive.namelist())
    if "word/document.xml" in parts:
        from extractors.readers.word import read_word

        return read_word(name, data)
    if "xl/workbook.xml" in parts:
        from extractors.readers.sheets import read_xlsx

        return read_xlsx(name, data)
    raise ReadError(f"{name}：这是压缩包，里面不是一份 Word 或 Excel 文件；请解压后分别导入")


def _older(name: str, data: bytes) -> Document:
    """An older Word or Excel file, or a newer one that is locked."""
    from extractors.readers.office import converted

    if _LOCKED in data:
        raise ReadError(f"{name}：Office 文件设了打开密码，无法读取；请解除密码后重试")
    if _WORD_STREAM in data:
        from extractors.readers.word import read_word

        return read_word(name, converted(name, data, "docx"))
    if _BOOK_STREAM in data or "Book".encode("utf-16-le") in data:
        from extractors.readers.sheets import read_xlsx

        return read_xlsx(name, converted(name, data, "xlsx"))
    raise ReadError(f"{name}：这是旧版 Office 文件，但不是 Word 或 Excel；请另存为 .docx 或 .xlsx 后导入")


def sha256(path: Path) -> str:
    """Content hash of a file, hexadecimal."""
    return hashlib.sha256(content(path)).hexdigest()


def content(path: Path) -> bytes:
    """The bytes of a file, also of one in a ZIP archive (``决算.zip/财政局.docx``). Raises ReadError."""
    from extractors.readers import archive

    try:
        if not path.exists() and (inside := archive.holder(path)):
            return archive.content(*inside)
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path.name}：文件超过 {MAX_BYTES // 1024 // 1024} MB，不是一份决算报告；请检查文件")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}：文件不存在；请检查路径") from None
    except OSError as error:
        raise ReadError(f"{path}：无法读取（{error.strerror}）；请检查权限") from error
