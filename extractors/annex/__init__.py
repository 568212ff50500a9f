"""Annexed forms into facts: performance self-evaluation of a department and of projects, project lists.

A form is read region by region: a header row names the columns of the rows below it. Cells that a conversion moved are
put back where the columns tell; what cannot be told is left unread, with its reason. Printed values are never changed.
"""

from __future__ import annotations

from extractors.annex.reading import Gap, read_annexes, read_forms, unread_cells
from extractors.annex.regions import OF_ALL_YEARS, OF_THE_YEAR
from extractors.annex.words import canonical_column

__all__ = [
    "OF_ALL_YEARS",
    "OF_THE_YEAR",
    "Gap",
    "canonical_column",
    "read_annexes",
    "read_forms",
    "unread_cells",
]
