"""设置: to be written."""

from __future__ import annotations

from page.frame import heading


def show() -> None:
    """The room."""
    heading("设置", "引擎、模型与资料库")
