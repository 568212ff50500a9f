"""How numbers are printed: thousands separators, trailing zeros, blanks for zero, spaces around digits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from eval.samples.books import CENT, cents
from eval.samples.options import Options

_DIGITS = "〇一二三四五六七八九"
_BEFORE = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)")
_AFTER = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff%])")
#: tables whose zero cells a report with blank zeros leaves empty
_BLANKED = {"GK01", "GK03", "GK04", "GK05", "YS01", "YS04"}


def han_year(year: int) -> str:
    """二〇二三 for 2023."""
    return "".join(_DIGITS[int(c)] for c in str(year))


def han(number: int) -> str:
    """一 … 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def plain(value: Decimal) -> str:
    """At most two decimals, without trailing zeros: 100, 8.2, 0."""
    text = format(cents(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Style:
    """The printing choices of one sample."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def prose(self, value: Decimal) -> str:
        """An amount or a rate in running text."""
        value = cents(value)
        if self.options.trim:
            return plain(value)
        return f"{value:,}" if self.options.thousands == "all" else format(value, "f")

    def cell(self, value: Decimal, table: str) -> str:
        """A table cell; empty for a zero that this report leaves blank."""
        value = self._printed(value)
        if self.options.blank_zero and table in _BLANKED and not value:
            return ""
        return self.grouped(value)

    def _printed(self, value: Decimal) -> Decimal:
        """An amount in the unit and with the decimals of the tables."""
        if not self.options.yuan:
            return cents(value)
        return value.scaleb(4).quantize(CENT if self.options.decimals else Decimal(1), ROUND_HALF_UP)

    def grouped(self, value: Decimal) -> str:
        """A number of a table, with thousands separators where this report prints them."""
        return f"{value:,}" if self.options.thousands != "none" else format(value, "f")

    def space(self, text: str) -> str:
        """Running text with spaces around numbers, as PDF conversions print it."""
        return _AFTER.sub(" ", _BEFORE.sub(" ", text)) if self.options.spaced else text


class TableStyle(Style):
    """The printing choices of the statutory tables, with the head of each as its family prints it."""

    def __init__(self, options: Options, heads: Mapping[str, Sequence[Sequence[str]]]) -> None:
        super().__init__(options)
        self._heads = heads

    def head(self, key: str) -> list[list[str]]:
        """The rows of the head of a table."""
        return [list(row) for row in self._heads[key]]
