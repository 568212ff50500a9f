"""Reader for web pages (.html): the article with its paragraphs and tables, without what the site puts around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from extractors.errors import ReadError
from extractors.readers.document import Document, LineMark
from extractors.readers.plain import decode
from extractors.readers.spans import Spanning, laid_out
from extractors.readers.word import column_name
from extractors.readers.writing import Piece, Writer

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_OTHER_ENCODINGS = {"big5", "big5-hkscs", "utf-16", "utf-16le", "utf-16be"}
#: what is no text of the page, and what a site puts around an article
_GONE = {
    "script", "style", "noscript", "template", "iframe", "svg", "head", "nav", "header", "footer", "aside", "form",
    "button", "select", "option", "textarea", "input", "object", "embed", "canvas", "audio", "video", "map",
}  # fmt: skip
#: no page has more marks (``<``): each may stand for a hundred bytes of memory once it is parsed
MAX_MARKS = 2_000_000
#: what stands within a line
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark",
    "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "st1:chsdate",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
#: an element that has this part of what a page tells has the article
_MOST = 0.85
#: shorter pieces of text may be a menu, and count less
_SENTENCE = 12
_BREAK = "\n"


def read_html(name: str, data: bytes) -> Document:
    """Read the bytes of a web page. Raises ReadError for one without text, and for one nested beyond measure."""
    text = _decoded(name, data)
    if text.count("<") > MAX_MARKS:
        raise ReadError(f"{name}：网页过大，不是一份决算报告；请拆分后分别导入")
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError(f"{name}：网页是空的或无法解析；请重新保存网页") from None
    body = root.find("body")
    top = body if body is not None else root
    data_tables = _data_tables(top)
    reader = _Reader(data_tables, Writer(name))
    reader.blocks(_article(top, data_tables))
    reader.end_line()
    document = reader.writer.document()
    if not document.source.text.strip():
        raise ReadError(f"{name}：网页里没有文字；若正文是图片或附件，请下载附件后导入")
    return document


def _decoded(name: str, data: bytes) -> str:
    """The text of a page by the encoding it names; GB18030 for all Chinese ones, UTF-8 where the bytes are."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    named = _CHARSET.search(data[:4096])
    encoding = named.group(1).decode("ascii").lower() if named else ""
    if encoding.startswith("gb"):
        return data.decode("gb18030", errors="replace")
    if encoding in _OTHER_ENCODINGS:
        return data.decode(encoding, errors="replace")
    return decode(name, data)


def _is_gone(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _GONE:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _article(body: etree._Element, data_tables: set[etree._Element]) -> etree._Element:
    """The innermost element that has nearly all that the page tells."""
    weights: dict[etree._Element, float] = {}
    _weigh(body, weights)
    whole = weights.get(body, 0.0)
    element = body
    while whole:
        inner = max((c for c in element if c in weights), key=lambda c: weights[c], default=None)
        if inner is None or weights[inner] < _MOST * whole or (inner in data_tables):
            break
        if inner.tag in {"p", *_INLINE, *_HEADINGS}:
            break
        element = inner
    return element


def _weigh(root: etree._Element, weights: dict[etree._Element, float]) -> None:
    """How much each element tells: its text outside links; what stands in tables counts whatever its length."""
    order: list[etree._Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        if _is_gone(element):
            continue
        order.append(element)
        stack.extend(element)
    linked = {e for e in order if e.tag == "a"}
    tabled: set[etree._Element] = set()
    for element in order:
        parent = element.getparent()
        if element.tag in {"td", "th"} or parent in tabled:
            tabled.add(element)
        if parent in linked:
            linked.add(element)
    for element in reversed(order):
        own = (element.text or "").strip() if element not in linked else ""
        weight = weights.get(element, 0.0) + _worth(own, element in tabled)
        weights[element] = weight
        parent = element.getparent()
        if parent is not None and element is not root:
            tail = (element.tail or "").strip() if parent not in linked else ""
            weights[parent] = weights.get(parent, 0.0) + weight + _worth(tail, parent in tabled)


def _worth(text: str, tabled: bool) -> float:
    return len(text) * (1.0 if tabled or len(text) >= _SENTENCE else 0.2)


def _data_tables(body: etree._Element) -> set[etree._Element]:
    """The tables that have rows and columns of their own, and do not arrange other such tables."""
    tabular = [table for table in body.iter("table") if _is_tabular(table)]
    around: set[etree._Element] = set()
    for table in tabular:
        for outer in table.iterancestors("table"):
            if outer in around:
                break
            around.add(outer)
    return {*tabular} - around


def _is_tabular(table: etree._Element) -> bool:
    rows = [*_rows(table)]
    return len(rows) >= 2 and max(len([*_row_cells(row)]) for row in rows) >= 2


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            if not _is_gone(child):
                yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows(child)


def _row_cells(row: etree._Element) -> Iterator[etree._Element]:
    return (c for c in row if c.tag in {"td", "th"})


@dataclass(slots=True)
class _Reader:
    """Walks through an article and writes down what it shows."""

    data_tables: set[etree._Element]
    writer: Writer
    tables: int = 0
    _line: list[str] = field(default_factory=list)
    _level: int = 0

    def blocks(self, root: etree._Element) -> None:
        """Everything in an element, in order. Walked without recursion: pages may be nested very deep."""
        stack: list[tuple[etree._Element, bool]] = [(root, False)]
        while stack:
            element, done = stack.pop()
            if done:
                self._leave(element, element is root)
                continue
            if _is_gone(element):
                self._say("" if element is root else element.tail)
                continue
            if element in self.data_tables:
                self.end_line()
                self.table(element)
                self._say("" if element is root else element.tail)
                continue
            self._enter(element)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))

    def _enter(self, element: etree._Element) -> None:
        if element.tag == "br":
            self.end_line()
        elif element.tag not in _INLINE:
            self.end_line()
            self._level = _HEADINGS.get(str(element.tag), 0)
        self._say(element.text)

    def _leave(self, element: etree._Element, is_root: bool) -> None:
        if element.tag not in _INLINE and element.tag != "br":
            self.end_line()
            self._level = 0
        if not is_root:
            self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._line.append(_SPACE.sub(" ", text))

    def end_line(self) -> None:
        """What was said since the last line is one, if it is anything."""
        text = _SPACE.sub(" ", "".join(self._line)).strip(" ")
        self._line.clear()
        if text.strip():
            self.writer.line([Piece(text)], LineMark(heading=self._level, whole=True))

    def table(self, element: etree._Element) -> None:
        rows = laid_out([[_spanning(cell) for cell in _row_cells(row)] for row in _rows(element)], "")
        self.tables += 1
        started = False
        for r, row in enumerate(rows, 1):
            if any(text.strip() for text in row):
                cells = [[Piece(text, f"表{self.tables}!{column_name(k)}{r}")] for k, text in enumerate(row)]
                self.writer.row(cells, started)
                started = True


def _spanning(cell: etree._Element) -> Spanning[str]:
    text = "" if _is_gone(cell) else _cell_text(cell)
    return Spanning(text, _count(cell.get("colspan")), _count(cell.get("rowspan")))


def _count(text: str | None) -> int:
    return min(int(text), 1_000) if text and re.fullmatch(r"\s*\d{1,6}\s*", text) else 1


def _cell_text(cell: etree._Element) -> str:
    """The text of a cell, its lines put together: parted only where Latin words meet."""
    said: list[str] = []
    stack: list[etree._Element | str] = [cell]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            said.append(item)
            continue
        if item is not cell and item.tail:
            stack.append(item.tail)
        if item is not cell and _is_gone(item):
            continue
        if item.tag not in _INLINE and item is not cell:
            said.append(_BREAK)
            stack.append(_BREAK)
        stack.extend(reversed(item))
        if item.text:
            stack.append(item.text)
    lines = [_SPACE.sub(" ", line).strip() for line in "".join(said).split(_BREAK)]
    flat = ""
    for line in filter(None, lines):
        apart = flat[-1:].isascii() and flat[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
        flat += f" {line}" if apart else line
    return flat
