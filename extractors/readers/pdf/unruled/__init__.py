"""Tables that a page sets without ruled lines: columns by what stands above one another, rows by what stands beside.

Only where columns, headings and rows come out without a doubt is a table made; all else stays lines of text.
"""

from __future__ import annotations

from extractors.readers.pdf.unruled.regions import Open, Region, regions_of
from extractors.readers.pdf.unruled.tables import goes_on, opened

__all__ = ["Open", "Region", "goes_on", "opened", "regions_of"]
