"""Record: a report as the rows it has in the database.

Making the rows is a good part of the work on a report, and it needs no library: it is done where the report is read,
often in another process, and rows are also much less to hand over than all that reading found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, cast

from extractors.facts import Fact, plain_decimal
from rag.text.chunks import Chunk
from rag.text.labels import Label

if TYPE_CHECKING:
    from extractors.extract import Extraction

_FACT_FIELDS = tuple(f.name for f in fields(Fact))
_VALUE = _FACT_FIELDS.index("value")


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a report: the fields of its header, its text and places, facts, findings and chunks.

    ``rows`` has the values of each fact in the order of its fields, and the number of its label at the end.
    """

    header: dict[str, object]
    text: str
    places: bytes | None
    rows: list[tuple[Any, ...]]
    labels: dict[int, Label]
    findings: list[str]
    chunks: list[Chunk]

    @classmethod
    def of(cls, extraction: Extraction, chunks: Sequence[Chunk]) -> Record:
        report = extraction.report
        source = report.source
        labels: dict[int, Label] = {}
        rows = [_row(fact, labels) for fact in extraction.facts]
        findings = [finding.model_dump_json() for finding in extraction.findings]
        return cls(report.header(), source.text, source.places.packed() or None, rows, labels, findings, list(chunks))

    @property
    def doc_id(self) -> str:
        return str(self.header["doc_id"])

    @property
    def sha256(self) -> str:
        return str(self.header["sha256"])

    @property
    def department(self) -> str | None:
        return cast("str | None", self.header["department"])

    @property
    def year(self) -> int | None:
        return cast("int | None", self.header["year"])

    @property
    def kind(self) -> str:
        return str(self.header["kind"])

    def facts(self) -> Iterator[dict[str, Any]]:
        """The rows of the facts by the names of their columns."""
        names = (*_FACT_FIELDS, "label")
        return (dict(zip(names, row, strict=True)) for row in self.rows)


def _row(fact: Fact, labels: dict[int, Label]) -> tuple[Any, ...]:
    label = Label.of(fact)
    labels.setdefault(label.number, label)
    values = [getattr(fact, name) for name in _FACT_FIELDS]
    if fact.value is not None:
        values[_VALUE] = plain_decimal(fact.value)
    return (*values, label.number)
