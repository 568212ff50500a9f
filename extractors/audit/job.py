"""The work on one file, as a function that can be handed to another process."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from extractors.audit.audit import audit_file
from extractors.errors import ReadError

if TYPE_CHECKING:
    from extractors.bulk import Found


def audit_one(found: Found, rules: Collection[str] | None = None, page: bool = False) -> dict[str, Any]:
    """The audit of one file, in plain data that can go between processes; with ``page`` its web page too."""
    if found.error:
        raise ReadError(found.error)
    audit = audit_file(found.path, rules)
    data = audit.to_json()
    if page:
        from extractors.audit.page import page_of

        data["html"] = page_of(audit)
    return data
