"""Severities: how many findings of each weight the reports have, without reading the findings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.storage.store import ReportInfo, Store

#: of so many reports at a time it is asked by name; of more at once by going through all
_FEW = 200


class Severities:
    """The counts of each report by severity, kept while reports come and go: only new ones are counted."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[tuple[str, str, str], dict[str, int]] = {}

    def of(self, reports: Iterable[ReportInfo]) -> dict[str, Mapping[str, int]]:
        """By the id of each report: how many findings of each severity there are, without those of which none is."""
        keys = {info.doc_id: (info.doc_id, info.sha256, info.version) for info in reports}
        new = [doc_id for doc_id, key in keys.items() if key not in self._known]
        counted = self.store.severities(new if len(new) <= _FEW else None) if new else {}
        known = {key: self._known[key] for key in keys.values() if key in self._known}
        self._known = known | {keys[doc_id]: counted.get(doc_id, {}) for doc_id in new}
        return {doc_id: self._known[key] for doc_id, key in keys.items()}
