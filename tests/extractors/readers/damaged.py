"""Files that are broken, locked, empty, huge inside or nested beyond measure, made small and by code."""

from __future__ import annotations

import io
import zipfile


def packed(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive with these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body: str, **parts: bytes) -> bytes:
    """A .docx file whose body is some XML."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {space}><w:body>{body}</w:body></w:document>'
    more = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), **more})


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


BOMB = b"0" * (8 * 1024 * 1024)
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]><w:document>&i;</w:document>"
).encode()
