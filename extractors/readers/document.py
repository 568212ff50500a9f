"""What a reader returns."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from extractors.report import Place, Source, Table


@dataclass(slots=True)
class TextLine:
    """One printed line outside tables: its characters without markup and white space, and where each stands.

    ``heading`` is the level a format marks itself (``##`` in Markdown), else 0. ``blank_before`` tells whether an empty
    line stands above; ``lead`` counts the characters of the same printed line before these, where it was split.
    """

    text: str
    offsets: array[int]
    place: Place
    heading: int = 0
    blank_before: bool = False
    lead: int = 0


@dataclass(slots=True)
class Document:
    """A file as read: source text and its lines and tables in reading order."""

    source: Source
    blocks: list[TextLine | Table] = field(default_factory=list)
    pages: int | None = None
