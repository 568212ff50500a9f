"""What answering needs of a library: its reports, their facts by subject, their text, and a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from extractors.citation import Citation
from extractors.findings import Finding
from rag.lookup import FactIndex
from rag.names import ReportLike
from rag.outline import Outline


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


class FiledReport(ReportLike, Protocol):
    """A report of the library with the name of its file."""

    @property
    def file(self) -> str: ...


class Shelves(Protocol):
    """The part of a library that answering uses."""

    def reports(self) -> Sequence[FiledReport]: ...
    def former_versions(self) -> Mapping[str, Sequence[FiledReport]]: ...
    def fact_index(self, doc_id: str) -> FactIndex: ...
    def findings(self, doc_id: str) -> Sequence[Finding]: ...
    def source(self, doc_id: str) -> str: ...
    def outline(self, doc_id: str) -> Outline: ...
    def search(
        self, text: str, doc_ids: Sequence[str] | None = None, k: int = 5
    ) -> Sequence[tuple[Passage, float]]: ...


def _nothing(doc_id: str) -> Sequence[Finding]:
    """The findings of a report of which none are known."""
    return ()


@dataclass(slots=True)
class Desk:
    """The reports at hand, as they were when it was set up. ``index`` gives the indexed facts of a report.

    Of several versions of one report only the latest is at hand, so that none is counted twice; ``former`` has the
    others by its id. ``findings`` gives what the cross-checks have against a report.
    """

    reports: dict[str, FiledReport]
    index: Callable[[str], FactIndex]
    load_source: Callable[[str], str]
    outline: Callable[[str], Outline]
    search: Callable[[str, Sequence[str], int], Sequence[Passage]]
    former: Mapping[str, Sequence[FiledReport]] = field(default_factory=dict)
    findings: Callable[[str], Sequence[Finding]] = _nothing

    @classmethod
    def of(cls, library: Shelves) -> Desk:
        """The desk of a library; each report is read from it when first needed."""

        def search(text: str, doc_ids: Sequence[str], k: int) -> list[Passage]:
            return [passage for passage, _ in library.search(text, doc_ids, k)]

        former = library.former_versions()
        replaced = {r.doc_id for reports in former.values() for r in reports}
        reports = {r.doc_id: r for r in library.reports() if r.doc_id not in replaced}
        return cls(
            reports,
            library.fact_index,
            library.source,
            library.outline,
            search,
            former,
            lru_cache(64)(library.findings),
        )

    @property
    def files(self) -> dict[str, str]:
        return {d: r.file for d, r in self.reports.items()}

    def versions_told(self, doc_ids: Iterable[str]) -> str:
        """Which file counts for those of some reports that the library has in several versions."""
        return "".join(
            f"注：{self.title(doc_id)}报告在库中有不同版本，这里以后导入的 {self.reports[doc_id].file} 为准。"
            for doc_id in dict.fromkeys(doc_ids)
            if doc_id in self.former
        )

    def title(self, doc_id: str) -> str:
        """A report in words: 榆岚市水利局2023年度."""
        report = self.reports[doc_id]
        return f"{report.department}{report.year}年度"

    def citation(self, doc_id: str, start: int, end: int, section: str) -> Citation:
        """The place of a span of the text of a report."""
        report, source = self.reports[doc_id], self.load_source(doc_id)
        return Citation(
            doc_id=doc_id,
            file=report.file,
            department=report.department,
            year=report.year,
            section=section,
            line=source.count("\n", 0, start) + 1,
            quote=source[start:end],
        )
