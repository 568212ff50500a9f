"""Reader for text dumps (.txt) and Markdown (.md): tables parted by tabs, pipes or spaces between lines of prose."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from extractors.errors import ReadError
from extractors.readers.document import Document, LineMark, TextLine, bounded
from extractors.readers.spaced import rows_in
from extractors.report import Cell, Place, Row, Source, Table

#: possessive throughout: a line of half a tag said over and over takes no longer than any other
_MARKUP = re.compile(
    r"</?[a-zA-Z][\w-]*+"
    r"""(?:\s++[a-zA-Z-]++(?:=(?:"[^"<>]{0,400}+"|'[^'<>]{0,400}+'|[^\s<>"']{0,60}+))?+){0,12}+\s*+/?>"""
    r"|(?<!\*)\*\*(?!\*)|__|<!--(?:(?!<!--|-->).)*+-->"
)
_LIST_DASH = re.compile(r"^\s*[-*+]\s+")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s*")
_PIPE_RULE = re.compile(r"^\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+$")
#: a dash alone on its line is the cell of a table whose cells stand one per line
_LONE_DASH = re.compile(r"^\s*-{1,2}\s*$")
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p>")
#: blanks that str.isspace() does not know
_HIDDEN_SPACE = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_LATIN = re.compile(r"[A-Za-z]")


def read_text(name: str, data: bytes, markdown: bool = False) -> Document:
    """Read the bytes of a text file. Raises ReadError for an empty or a binary file."""
    text = decode(name, data)
    if not text.strip():
        raise ReadError(f"{name}：文件是空的；请检查导出是否完整")
    bounded(name, len(text), text.count("\t") + text.count("|"))
    source = Source(text)
    return Document(source, list(blocks_of(source)))


def decode(name: str, data: bytes) -> str:
    """Decode UTF-8 (with or without mark), UTF-16 with mark, or GB18030; line ends become ``\\n``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data[:65536]:
        raise ReadError(f"{name}：这不是可读的文件（二进制）；请提供 PDF、Word、Excel、网页或文本文件")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and not _looks_chinese(text):
            break
        # NUL says nothing and no database keeps it
        return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    raise ReadError(f"{name}：编码无法识别（不是 UTF-8、UTF-16 或 GB18030）；请另存为 UTF-8 后重试")


def _looks_chinese(text: str) -> bool:
    """Whether text decoded as GB18030 is plausible: most of its non-ASCII characters are common Chinese ones."""
    strange = [c for c in text[:20000] if ord(c) > 127]
    common = sum("\u4e00" <= c <= "\u9fff" or c in "，。、；：（）“”《》％　" for c in strange)
    return bool(strange) and common >= 0.8 * len(strange) and not any(ord(c) < 9 for c in text[:20000])


def blocks_of(
    source: Source,
    ready: Mapping[int, Table | None] = MappingProxyType({}),
    marks: Mapping[int, LineMark] = MappingProxyType({}),
) -> Iterator[TextLine | Table]:
    """The lines and tables of a text in their order.

    ``ready`` has tables that a reader has already, at the number (from 0) of their first line, and None for their other
    lines; ``marks`` what a file says of lines.
    """
    rows: list[Row] = []
    blank = True
    spans = list(_line_spans(source))
    # a row that is known is no neighbour of one that only spaces part
    texts = ["。" if number in ready else source.text[a:b] for number, (a, b) in enumerate(spans)]
    spaced = rows_in(texts)
    is_spaced = False
    for number, (start, end) in enumerate(spans):
        raw = source.text[start:end]
        if number in ready:
            if rows:
                yield _table(rows, is_spaced)
                rows = []
            if (table := ready[number]) is not None:
                yield table
            blank = False
            continue
        row = _row(source, start, end, raw, spaced.get(number))
        if row is not None:
            if rows and is_spaced is not (number in spaced):
                yield _table(rows, is_spaced)
                rows = []
            is_spaced = number in spaced
            rows.append(row)
            blank = False
        elif not raw.strip() or (_PIPE_RULE.match(raw) and "-" in raw and not _LONE_DASH.match(raw)):
            blank = True
        else:
            if rows:
                yield _table(rows, is_spaced)
                rows = []
            line = _text_line(source, start, end, raw, blank)
            if line is not None:
                if (mark := marks.get(number)) is not None:
                    line.goes_on, line.whole, line.heading = mark.goes_on, mark.whole, line.heading or mark.heading
                    line.blank_before = line.blank_before or mark.apart
                yield line
            blank = False
    if rows:
        yield _table(rows, is_spaced)


def _line_spans(source: Source) -> Iterator[tuple[int, int]]:
    starts = source.line_starts
    for i, start in enumerate(starts):
        end = starts[i + 1] - 1 if i + 1 < len(starts) else len(source.text)
        yield start, end


def _table(rows: list[Row], spaced: bool) -> Table:
    return Table(rows, Place(rows[0].place.start, rows[-1].place.end, rows[0].place.line), spaced=spaced)


def _row(source: Source, start: int, end: int, raw: str, spaced: Sequence[tuple[int, int]] | None) -> Row | None:
    """A table row, or None where the line is none. A tab that only indents or trails text makes no row.

    ``spaced`` has the cells of a row that only spaces part.
    """
    stripped = raw.strip()
    if spaced is not None:
        bounds = list(spaced)
    elif "\t" in raw and ("\t" in raw.strip(" \n\r\f\v") and not _only_indent(raw)):
        bounds = _split(raw, "\t", 0, len(raw))
    elif stripped.startswith("|") and stripped.count("|") >= 2 and not _PIPE_RULE.match(raw):
        first = raw.index("|") + 1
        last = raw.rindex("|") if stripped.endswith("|") else len(raw)
        bounds = _split(raw, "|", first, last)
    else:
        return None
    line = source.line_of(start)
    cells = [_cell(source, start + a, start + b, line) for a, b in bounds]
    return Row(cells, Place(start, end, line))


def _only_indent(raw: str) -> bool:
    """Prose indented by a tab, or followed by one, is no table row; an empty first cell before several cells is."""
    inner = raw.strip("\t \u3000")
    return "\t" not in inner and len(inner) > 30


def _split(raw: str, mark: str, first: int, last: int) -> list[tuple[int, int]]:
    bounds, at = [], first
    while True:
        cut = raw.find(mark, at, last)
        if cut < 0:
            bounds.append((at, last))
            return bounds
        if mark != "|" or raw[cut - 1] != "\\":
            bounds.append((at, cut))
            at = cut + 1
        else:
            cut2 = raw.find(mark, cut + 1, last)
            bounds.append((at, cut2 if cut2 >= 0 else last))
            if cut2 < 0:
                return bounds
            at = cut2 + 1


def _cell(source: Source, start: int, end: int, line: int) -> Cell:
    text = source.text[start:end]
    if "<" in text:
        text = _BREAK.sub(" ", text)
    if "<" in text or "**" in text or "__" in text:
        text = _MARKUP.sub("", text)
    text = text.strip("\u3000 \t\r\f\v\u00a0").replace("\\|", "|")
    return Cell(text, Place(start, end, line))


def _text_line(source: Source, start: int, end: int, raw: str, blank: bool) -> TextLine | None:
    """A prose line without markup and white space; blanks between Latin words stay."""
    heading = 0
    skip = 0
    if match := _HEADING.match(raw):
        heading, skip = len(match.group(1)), match.end()
    elif match := _LIST_DASH.match(raw):
        skip = match.end()
    hidden = bytearray(len(raw))
    hidden[:skip] = b"\x01" * skip
    for match in _MARKUP.finditer(raw):
        hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    chars: list[str] = []
    offsets = array("I")
    for i, c in enumerate(raw):
        if hidden[i]:
            continue
        if c.isspace() or c in _HIDDEN_SPACE:
            before, after = (chars[-1] if chars else ""), raw[i + 1 : i + 2]
            if not (_LATIN.match(before) and _LATIN.match(after)):
                continue
            c = " "
        chars.append(c)
        offsets.append(start + i)
    if not chars:
        return None
    return TextLine("".join(chars), offsets, source.place(offsets[0], offsets[-1] + 1), heading, blank)
