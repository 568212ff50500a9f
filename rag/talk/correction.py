"""Corrections from outside the words of a conversation: the parts of what was understood that a user sets right."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from extractors.text import name_key
from extractors.vocabulary import measures
from rag.holdings.catalogue import Catalogue
from rag.holdings.lookup import Subject
from rag.language.names import find_named
from rag.language.query import Query


class Correction(BaseModel):
    """What was understood wrongly, set right; what is None stays as it was.

    ``departments`` are names in any usual form, ``doc_ids`` ids of reports (they win where both are given).
    ``measures`` are ids of the vocabulary, names of measures or names that the reports print; ``columns`` and
    ``tables`` as in the ``query`` of an answer (预算数, 增减额, GK05). An empty list takes a part away.
    """

    model_config = ConfigDict(extra="forbid")

    departments: list[str] | None = None
    doc_ids: list[str] | None = None
    years: list[int] | None = None
    measures: list[str] | None = None
    columns: list[str] | None = None
    tables: list[str] | None = None
    project: str | None = None
    unit: str | None = None
    places: int | None = None
    operations: list[str] | None = None
    top: int | None = None
    nth: int | None = None
    ascending: bool | None = None


def corrected(query: Query, by: Correction, catalogue: Catalogue) -> Query:
    """A query with the parts replaced that a correction names."""
    anew = {"recalled": [], "comparison": None, "rows": None, "corrected": sorted(by.model_fields_set)}
    new = query.model_copy(deep=True, update=anew)
    for part in ("columns", "tables", "project", "unit", "places", "operations", "top", "nth", "ascending"):
        value = getattr(by, part)
        if value is not None:
            setattr(new, part, value)
    if by.measures is not None:
        new.subjects, new.kinds, new.defaulted = [_subject(m) for m in by.measures], [], False
    if by.departments is not None or by.doc_ids is not None:
        new.doc_ids, new.unknown = _reports_of(by, catalogue)
        new.everywhere, new.ambiguous = False, False
    if by.years is not None:
        new.years, new.prior = list(by.years), False
    _to_years(new, by, catalogue)
    return new


def _subject(name: str) -> Subject:
    """A measure by its id or by any of its names, else a name as reports print it."""
    known = measures()
    if name in known:
        return Subject.of(known[name])
    key = name_key(name)
    found = next((m for m in known.values() if key in {name_key(n) for n in (m.name, *m.printed, *m.asked)}), None)
    return Subject.of(found) if found else Subject(key, name, 0, 0)


def _reports_of(by: Correction, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """The reports that a correction names, and the names that no report has."""
    if by.doc_ids is not None:
        at_hand = catalogue.reports
        return [d for d in by.doc_ids if d in at_hand], [d for d in by.doc_ids if d not in at_hand]
    found: list[str] = []
    unknown: list[str] = []
    for name in by.departments or ():
        exact = catalogue.of_departments([name])
        ids = exact or find_named(name, catalogue.directory).doc_ids
        found += [d for d in ids if d not in found]
        unknown += [] if ids else [name]
    return found, unknown


def _to_years(new: Query, by: Correction, catalogue: Catalogue) -> None:
    """The reports of the years asked about, of the same departments, where they are there."""
    if not new.years or (by.years is None and by.departments is None):
        return
    found = catalogue.of_departments((catalogue.reports[d].department for d in new.doc_ids), new.years)
    if not found and by.years is None:
        new.years = []  # the department set right has no report of the year that was spoken of
    new.doc_ids = found or new.doc_ids
