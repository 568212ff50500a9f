"""对比: to be written."""

from __future__ import annotations

from page.frame import heading, library, no_reports

#: widgets whose content outlives a visit to another room
KEPT = ()


def show() -> None:
    """The room."""
    if not library().reports():
        no_reports()
        return
    heading("对比", "几份报告放在一起看")
