"""What kept a table from being read as printed: lost columns, shifted, cut and unread rows and cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.report import Place

Kind = Literal["lost_column", "shifted_row", "cut_row", "unread_row", "unread_cell"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about the print of a table that its figures were read around.

    ``table`` is the key of a statutory table or the title of an annexed form. ``text`` says in Chinese what was found
    and what was done; ``place`` is the row, or the first of the rows.
    """

    table: str
    kind: Kind
    text: str
    place: Place
