"""What a reader returns."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from extractors.errors import ReadError
from extractors.report import Place, Source, Table

#: no report has more characters, nor more cells in all its tables together
MAX_CHARACTERS, MAX_CELLS = 3_000_000, 500_000


def bounded(name: str, characters: int = 0, cells: int = 0) -> None:
    """Raise ReadError where a file has more in it than any report: a small file may unfold into very much."""
    if characters > MAX_CHARACTERS:
        raise ReadError(f"{name}：文字超过{MAX_CHARACTERS // 10_000}万字，不是一份决算报告；请拆分后分别导入")
    if cells > MAX_CELLS:
        raise ReadError(f"{name}：表格单元格超过{MAX_CELLS // 10_000}万个，不是一份决算报告；请拆分后分别导入")


@dataclass(frozen=True, slots=True)
class LineMark:
    """What a file says of a line: the level of a heading, that it goes on with the line above or begins anew.

    ``goes_on`` is None where the file does not tell. ``whole``: the format has paragraphs, and this is one. ``apart``:
    there is room above it, as a blank line would leave.
    """

    heading: int = 0
    goes_on: bool | None = None
    whole: bool = False
    apart: bool = False


@dataclass(slots=True)
class TextLine:
    """One printed line outside tables: its characters without markup and white space, and where each stands.

    ``heading`` is the level a format marks itself (``##`` in Markdown), else 0. ``blank_before`` tells whether an empty
    line stands above; ``lead`` counts the characters of the same printed line before these, where it was split;
    ``goes_on`` tells whether it carries on the line above it, where the format does; ``whole``: it is a paragraph.
    """

    text: str
    offsets: array[int]
    place: Place
    heading: int = 0
    blank_before: bool = False
    lead: int = 0
    goes_on: bool | None = None
    whole: bool = False


@dataclass(slots=True)
class Document:
    """A file as read: source text and its lines and tables in reading order.

    ``untold`` says what of the file was not read, and why.
    """

    source: Source
    blocks: list[TextLine | Table] = field(default_factory=list)
    pages: int | None = None
    untold: list[str] = field(default_factory=list)
