"""Errors a user can cause. Each message is Chinese and says what happened, where and what to do."""

from __future__ import annotations


class JuesuanError(Exception):
    """Base of the errors shown to users as one line; ``code`` stands in brackets after the message."""

    code = "E00"

    def __str__(self) -> str:
        return f"{super().__str__()} [{self.code}]"


class ReadError(JuesuanError):
    """A file cannot be read as a report."""

    code = "E10"


class UsageError(JuesuanError):
    """A command or setting is used wrongly."""

    code = "E02"
