"""What answering needs of a library: its reports, their facts by subject, their text, and a search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from extractors.citation import Citation
from extractors.findings import Finding
from extractors.report import Places
from rag.holdings.catalogue import Catalogue, FiledReport
from rag.holdings.census import Census
from rag.holdings.lookup import FactIndex
from rag.text.chunks import Chunk
from rag.text.outline import Outline


class Passage(Protocol):
    """A piece of a report that a search found: its span in the source text."""

    @property
    def doc_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def section(self) -> str: ...
    @property
    def section_key(self) -> str | None: ...


class Shelves(Protocol):
    """The part of a library that answering uses."""

    def settled(self) -> AbstractContextManager[None]: ...
    def catalogue(self) -> Catalogue: ...
    def census(self) -> Census: ...
    def fact_index(self, doc_id: str) -> FactIndex: ...
    def findings(self, doc_id: str) -> Sequence[Finding]: ...
    def source(self, doc_id: str) -> str: ...
    def places(self, doc_id: str) -> Places: ...
    def outline(self, doc_id: str) -> Outline: ...
    def chunks(self, doc_id: str) -> Sequence[Chunk]: ...
    def search(
        self, text: str, doc_ids: Sequence[str] | None = None, k: int = 5
    ) -> Sequence[tuple[Passage, float]]: ...


#: up to this number all reports of a library are kept in memory once they have been read
SMALL = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """The reports at hand, as they were when it was set up. ``index`` gives the indexed facts of a report.

    ``findings`` gives what the cross-checks have against a report.
    """

    catalogue: Catalogue
    census: Census
    index: Callable[[str], FactIndex]
    load_source: Callable[[str], str]
    places: Callable[[str], Places]
    outline: Callable[[str], Outline]
    search: Callable[[str, Sequence[str], int], Sequence[Passage]]
    findings: Callable[[str], Sequence[Finding]]
    chunks: Callable[[str], Sequence[Chunk]]

    @classmethod
    def of(cls, library: Shelves) -> Desk:
        """The desk of a library; each report is read from it when first needed."""

        def search(text: str, doc_ids: Sequence[str], k: int) -> list[Passage]:
            return [passage for passage, _ in library.search(text, doc_ids, k)]

        return cls(
            library.catalogue(),
            library.census(),
            library.fact_index,
            library.source,
            library.places,
            library.outline,
            search,
            library.findings,
            library.chunks,
        )

    @property
    def reports(self) -> Mapping[str, FiledReport]:
        """The reports by their ids, of several versions the latest."""
        return self.catalogue.reports

    @property
    def is_large(self) -> bool:
        """Whether there are more reports than can be kept in memory, so that many are never read one by one."""
        return len(self.reports) > SMALL

    def is_many(self, doc_ids: Collection[str]) -> bool:
        """Whether some reports are too many to be read one by one."""
        return self.is_large and self.census.is_for(doc_ids)

    @property
    def files(self) -> dict[str, str]:
        return self.catalogue.files

    def versions_told(self, doc_ids: Iterable[str]) -> str:
        """Which file counts for those of some reports that the library has in several versions."""
        return "".join(
            f"注：{self.title(doc_id)}报告在库中有不同版本，这里以后导入的 {self.reports[doc_id].file} 为准。"
            for doc_id in dict.fromkeys(doc_ids)
            if doc_id in self.catalogue.former
        )

    @staticmethod
    def readings_told(citations: Iterable[Citation]) -> str:
        """That some sources are pictures of pages, and which of their figures are doubtful."""
        cited = list(citations)
        pages = dict.fromkeys(f"{c.file} 第{c.page}页" for c in cited if c.reading)
        if not pages:
            return ""
        doubtful = any(c.reading == "doubtful" for c in cited)
        more = "，其中有数字与同表其他数字对不上，存疑" if doubtful else "，可能认错"
        return f"注：{'、'.join(pages)}是扫描页，文字由识别得到{more}，请对照原页。"

    def title(self, doc_id: str) -> str:
        """A report in words: 榆岚市水利局2023年度."""
        report = self.reports[doc_id]
        return f"{report.department}{report.year}年度"

    def citation(self, doc_id: str, start: int, end: int, section: str) -> Citation:
        """The place of a span of the text of a report."""
        report, source, places = self.reports[doc_id], self.load_source(doc_id), self.places(doc_id)
        where = places.where(start, end)
        return Citation(
            doc_id=doc_id,
            file=report.file,
            department=report.department,
            year=report.year,
            section=section,
            page=places.page_of(start),
            line=source.count("\n", 0, start) + 1,
            box=where if isinstance(where, tuple) else None,
            cell=where if isinstance(where, str) else None,
            reading="ocr" if places.page_of(start) in places.recognised else None,
            quote=source[start:end],
        )
