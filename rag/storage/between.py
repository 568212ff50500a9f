"""What reports of the library have against one another, computed region by region from the stored facts.

Reports of different regions are never compared (family G of the catalogue), so that of a large library only the regions
that somebody looks at are read.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.text import name_key
from rag.storage.store import ReportInfo, Store

if TYPE_CHECKING:
    from extractors.crosscheck import Book
    from extractors.findings import Finding


class Between:
    """The findings between some reports. Made anew when reports come or go."""

    def __init__(self, store: Store, reports: Sequence[ReportInfo]) -> None:
        self._store = store
        self._reports = reports
        self._found: dict[str, list[Finding]] = {}
        self._lock = threading.Lock()

    def findings(self, doc_id: str | None = None) -> list[Finding]:
        """All findings between reports, or those that rest on one report."""
        if doc_id is None:
            return [finding for region in self._regions for finding in self._of(region)]
        region = self._region_of.get(doc_id)
        found = [] if region is None else self._of(region)
        return [f for f in found if any(place.doc_id == doc_id for place in f.evidence)]

    def unread(self, doc_ids: Collection[str]) -> int:
        """How many reports would have to be read to know what there is against these."""
        wanted = {self._region_of[doc_id] for doc_id in doc_ids if doc_id in self._region_of}
        return sum(len(self._regions[region]) for region in wanted - set(self._found))

    @cached_property
    def _regions(self) -> dict[str, list[ReportInfo]]:
        """The reports that have another to be compared with, by region, in the order in which they were taken in."""
        departments = Counter(info.department for info in self._reports)
        with_units = {(info.region, info.year) for info in self._reports if info.scope == "汇总"}
        kept = [r for r in self._reports if departments[r.department] > 1 or (r.region, r.year) in with_units]
        regions: dict[str, list[ReportInfo]] = defaultdict(list)
        for info in sorted(kept, key=lambda r: r.ingested_at):
            regions[name_key(info.region or "")].append(info)
        return dict(regions)

    @cached_property
    def _region_of(self) -> dict[str, str]:
        return {info.doc_id: region for region, infos in self._regions.items() for info in infos}

    def _of(self, region: str) -> list[Finding]:
        from extractors.crosscheck import findings_between

        with self._lock:
            if region not in self._found:
                self._found[region] = findings_between([self._book(info) for info in self._regions[region]])
            return self._found[region]

    def _book(self, info: ReportInfo) -> Book:
        """The facts of a report for the cross-checks. Its sections are left out: between reports none is needed."""
        from extractors.crosscheck import Book
        from extractors.report import Identity, Report, Source

        identity = Identity(**{f.name: getattr(info, f.name) for f in fields(Identity)})
        source = Source(self._store.source(info.doc_id) or "")
        report = Report(info.doc_id, info.file, info.sha256, identity, source, [], info.pages)
        return Book(self._store.facts(info.doc_id), report)
