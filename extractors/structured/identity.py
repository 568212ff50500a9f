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
        "level": re.escape(identity.department or ""),
    }.get(part, re.escape(str(value)))
    match = re.search(printed, book.report.source.text) if printed else None
    return book.spot(match.start(), match.end()) if match else None
