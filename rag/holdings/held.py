"""Held: what is kept in memory of a library as it is at one generation; with the next one all is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.holdings.recent import Recent

if TYPE_CHECKING:
    from extractors.audit import Audit
    from extractors.facts import Fact
    from extractors.families import Template
    from extractors.findings import Finding
    from extractors.report import Places, Report
    from rag.holdings.catalogue import Catalogue
    from rag.holdings.census import Census
    from rag.holdings.lookup import FactIndex
    from rag.storage.between import Between
    from rag.storage.store import ReportInfo
    from rag.text.outline import Outline


class Held:
    """The reports of one generation as they were last looked at, shared by all who look at that generation."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.shelf: list[ReportInfo] | None = None
        self.catalogue: Catalogue | None = None
        self.census: Census | None = None
        self.between: Between | None = None
        self.facts: Recent[list[Fact]] = Recent(64)
        self.indexes: Recent[FactIndex] = Recent(64)
        self.outlines: Recent[Outline] = Recent(64)
        self.findings: Recent[list[Finding]] = Recent(64)
        self.places: Recent[Places] = Recent(16)
        self.reports: Recent[Report] = Recent(16)
        self.audits: Recent[Audit] = Recent(8)
        self.templates: Recent[Template] = Recent(64)
