"""Citation: the place a figure or a sentence was read from, and the exact words that stand there."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from extractors.facts import Fact, Reading
from extractors.report import Box, box_in


class Citation(BaseModel):
    """One source of an answer or a finding; ``quote`` is an exact substring of the source, ``line`` counts from 1.

    ``box`` is the place on the page of a PDF (left, top, right, bottom in points from its upper left corner), ``cell``
    the name of a place in a file without pages (``支出决算表!C12``). ``reading`` is ``ocr`` where the words were read
    from a picture, ``doubtful`` where a figure so read is at odds with those beside it.
    """

    model_config = ConfigDict(frozen=True)

    doc_id: str
    file: str
    department: str | None = None
    year: int | None = None
    section: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    cell: str | None = None
    reading: Reading | None = None
    quote: str

    @classmethod
    def of(cls, fact: Fact, file: str) -> Citation:
        """The citation of a fact; ``file`` is the name of the report's file."""
        row = f"{fact.row_code} {fact.row_name}" if fact.row_code else fact.row_name
        return cls(
            doc_id=fact.doc_id,
            file=file,
            department=fact.department,
            year=fact.year,
            section=fact.section,
            table=fact.table,
            row=row,
            column=fact.column,
            page=fact.page,
            line=fact.line,
            box=box_in(fact.spot),
            cell=None if box_in(fact.spot) else fact.spot,
            reading=fact.reading,
            quote=fact.quote,
        )
