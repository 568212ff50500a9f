"""Where a report prints who published it, as the source of the fields that ask for it."""

from __future__ import annotations

import re

from extractors.crosscheck.book import Book
from extractors.facts import Fact


def identity_place(book: Book, part: str, value: object) -> Fact | None:
    """The first place of the source that prints a part of the identity; None where line breaks cut it."""
    identity = book.report.identity
    printed = {
        "year": rf"{value}\s*年",
        "kind": "预算" if value == "budget" else "决算",
        "unit": rf"单位[:：]\s*{re.escape(str(value))}",
        "level": re.escape(str(identity.department)),
    }.get(part, re.escape(str(value)))
    text = book.report.source.text
    # where no table tells the unit, the first amount does
    match = re.search(printed, text) or (re.search(re.escape(str(value)), text) if part == "unit" else None)
    return book.spot(match.start(), match.end()) if match else None
