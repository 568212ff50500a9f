"""Reader for Word (.docx): paragraphs with the numbers that Word counts itself, tables with merged cells, in order.

Text that the file hides or marks as deleted is not read; what stands in text boxes is read where the box is anchored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.errors import ReadError
from extractors.readers.document import Document, LineMark
from extractors.readers.packed import opened, xml
from extractors.readers.spans import Spanning, laid_out
from extractors.readers.word_numbers import Numbering, Styles
from extractors.readers.writing import Piece, Writer

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: what holds blocks or runs without being one
_INSIDE = {
    f"{_W}{n}" for n in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "hyperlink", "fldSimple", "moveTo")
}
#: what the file keeps but does not show
_GONE = {f"{_W}{n}" for n in ("del", "moveFrom", "instrText", "delText", "sdtPr", "rPr", "pPr")}
_PICTURES = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_BOX = f"{_W}txbxContent"
#: tables inside tables are looked into no deeper
_DEPTH = 12
_BREAK = "\n"


def read_word(name: str, data: bytes) -> Document:
    """Read the bytes of a .docx file. Raises ReadError for one that is damaged, locked, or none."""
    with opened(name, data) as archive:
        root = xml(name, archive, "word/document.xml")
        if root is None:
            raise ReadError(f"{name}：不是 Word 文档（缺少正文）；请用 Word 或 WPS 另存为 .docx 后重试")
        styles = Styles.of(xml(name, archive, "word/styles.xml"))
        numbering = Numbering.of(xml(name, archive, "word/numbering.xml"))
    body = root.find(f"{_W}body")
    reader = _Reader(styles, numbering, Writer(name))
    if body is not None:
        reader.blocks(body, 0)
    document = reader.writer.document()
    if not document.source.text.strip():
        pictured = (
            f"，只有{reader.pictures}张图片，请先用文字识别（OCR）软件转换" if reader.pictures else "；请检查文件"
        )
        raise ReadError(f"{name}：文档里没有文字{pictured}")
    return document


@dataclass(slots=True)
class _Reader:
    """Walks through the body of a document and writes down what it shows."""

    styles: Styles
    numbering: Numbering
    writer: Writer
    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0

    def blocks(self, owner: etree._Element, depth: int) -> None:
        """The paragraphs and tables of a body, a cell or a text box."""
        for child in owner:
            if child.tag == f"{_W}p":
                self.paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                self.table(child, depth)
            elif child.tag in _INSIDE:
                self.blocks(child, depth)

    def paragraph(self, element: etree._Element, depth: int) -> None:
        self.paragraphs += 1
        text, boxes, pictures = _content(element)
        self.pictures += pictures
        lead, level = self._numbered(element)
        where = f"段{self.paragraphs}"
        for number, line in enumerate(part for part in text.split(_BREAK)):
            shown = line if number else lead + line
            if shown.strip():
                self.writer.line([Piece(shown, where)], LineMark(heading=0 if number else level, whole=number == 0))
            else:
                self.writer.blank()
        for box in boxes if depth < _DEPTH else ():
            self.blocks(box, depth + 1)

    def _numbered(self, element: etree._Element) -> tuple[str, int]:
        """The number that Word counts for a paragraph, and its level where its style is that of a heading."""
        properties = element.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        style_id = style.get(f"{_W}val") if style is not None else None
        level = self.styles.level(style_id, properties)
        if not "".join(t.text or "" for t in element.iter(f"{_W}t")).strip():
            return "", 0
        return self.numbering.label(self.styles.number(style_id, properties)), level

    def table(self, element: etree._Element, depth: int) -> None:
        """A table; one that only arranges others is read as what it arranges."""
        if depth < _DEPTH and any(_is_tabular(inner) for inner in element.iter(f"{_W}tbl") if inner is not element):
            for cell in _cells(element):
                self.blocks(cell, depth + 1)
            return
        rows = laid_out(_spanning(element), "")
        columns = max(map(len, rows), default=0)
        if columns == 1:
            for (text,) in rows:
                for line in filter(str.strip, text.split(_BREAK)):
                    self.writer.line([Piece(line)], LineMark(whole=True))
            return
        self.tables += 1
        started = False
        for r, row in enumerate(rows, 1):
            if any(text.strip() for text in row):
                cells = [[Piece(_flat(t), f"表{self.tables}!{column_name(k)}{r}")] for k, t in enumerate(row)]
                self.writer.row(cells, started)
                started = True


def column_name(number: int) -> str:
    """The letters of a column, counted from 0: A, B, … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _flat(text: str) -> str:
    """The lines of a cell in one: parted only where Latin words meet."""
    lines = [line.strip() for line in text.split(_BREAK) if line.strip()]
    flat = ""
    for line in lines:
        apart = flat[-1:].isascii() and flat[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
        flat += f" {line}" if apart else line
    return flat


def _content(element: etree._Element) -> tuple[str, list[etree._Element], int]:
    """The text of a paragraph as shown, the text boxes anchored in it, and how many pictures it has."""
    text: list[str] = []
    boxes: list[etree._Element] = []
    pictures = 0
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == f"{_W}t" or tag == _MATH_TEXT:
            text.append(child.text or "")
        elif tag in {f"{_W}tab", f"{_W}ptab"}:
            text.append("\t")
        elif tag in {f"{_W}br", f"{_W}cr"}:
            text.append(_BREAK)
        elif tag in {f"{_W}noBreakHyphen", f"{_W}softHyphen"}:
            text.append("-" if tag.endswith("noBreakHyphen") else "")
        elif tag == f"{_ALTERNATIVES}AlternateContent":
            choice = child.find(f"{_ALTERNATIVES}Choice")
            stack.extend(reversed([choice] if choice is not None else list(child)[:1]))
        elif tag == _BOX:
            boxes.append(child)
        elif tag == f"{_W}r" and _is_hidden(child):
            continue
        else:
            pictures += tag in _PICTURES and not any(True for _ in child.iter(_BOX))
            stack.extend(reversed(child))
    return "".join(text), boxes, pictures


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}


def _is_tabular(table: etree._Element) -> bool:
    """Whether a table has rows and columns, and is no frame around something."""
    rows = [row for row in _rows(table)]
    return len(rows) >= 2 and max(len([*_row_cells(row)]) for row in rows) >= 2


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in _INSIDE:
            yield from _rows(child)


def _row_cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in _INSIDE:
            yield from _row_cells(child)


def _cells(table: etree._Element) -> Iterator[etree._Element]:
    for row in _rows(table):
        yield from _row_cells(row)


def _spanning(table: etree._Element) -> list[list[Spanning[str]]]:
    """The rows of a table: cells that go on with the one above are blank here."""
    rows: list[list[Spanning[str]]] = []
    for row in _rows(table):
        cells = [Spanning("", n) for n in [_number(row, f"{_W}trPr/{_W}gridBefore")] if n]
        for cell in _row_cells(row):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
            text = "" if goes_on else _BREAK.join(_content(p)[0] for p in cell.iter(f"{_W}p"))
            cells.append(Spanning(text, _number(cell, f"{_W}tcPr/{_W}gridSpan") or 1))
        rows.append(cells)
    return rows


def _number(element: etree._Element, path: str) -> int:
    found = element.find(path)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if re.fullmatch(r"\d{1,4}", value) else 0
