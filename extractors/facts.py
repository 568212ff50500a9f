"""Fact: one printed value with its meaning and its place. Tables, prose, annexes and models all yield facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

from extractors.text import fold

#: how many 万元 one unit of money is worth
MONEY: dict[str, Decimal] = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}

#: how a figure was read that is not printed as text
Reading = Literal["ocr", "doubtful"]
#: the meaning of the section of every fact of a table that no form describes
PLAIN_TABLE = "plain_table"
#: the column of the figures that a report prints of the year before
LAST_YEAR = "上年数"
#: the column of what was spent of that
SPENT_LAST_YEAR = "上年执行数"
#: the column of the printed number of a table (公开05表)
TABLE_NUMBER = "表号"

_NUMBER = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$")
_BLANK = {"", "-", "--", "/", "——"}


class NotANumber(ValueError):
    """The printed text is not one number."""


def parse_amount(raw: str) -> Decimal | None:
    """Read a printed number exactly; ``None`` for a printed blank (empty or a dash).

    Accepts thousands separators, blanks inside (``4, 233. 22``), full-width digits and a bracketed or trailing minus.
    Raises NotANumber for anything else, so that text is never taken for a blank.
    """
    text = fold(raw).replace("，", ",")
    if text in _BLANK:
        return None
    if len(text) > 40:
        raise NotANumber(raw[:40])
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        # a minus inside the brackets says the same once more
        text = text[1:-1].removeprefix("-")
    elif text.endswith("-"):
        negative, text = True, text[:-1]
    if not _NUMBER.match(text):
        raise NotANumber(raw)
    value = Decimal(text.replace(",", ""))
    return -value if negative else value


@lru_cache(maxsize=1 << 14)
def is_number(raw: str) -> bool:
    try:
        return parse_amount(raw) is not None
    except NotANumber:
        return False


def plain_decimal(value: Decimal) -> str:
    """Plain decimal string, printed digits kept: 47.30 stays 47.30."""
    return format(value, "f")


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """A value rounded as reports round."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def decimals(value: Decimal) -> int:
    """How many digits are printed after the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_digit(value: Decimal) -> Decimal:
    """Half the last printed digit of a figure: the most by which rounding can have moved it. A bare 0 is exact."""
    places = decimals(value)
    return Decimal(0) if value == 0 and not places else Decimal(5).scaleb(-places - 1)


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """Money from one unit into another. Raises KeyError for a unit that is not money."""
    return value * MONEY[unit] / MONEY[to]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a report.

    ``row_name`` is the subject and ``column`` the measure, whatever the origin; ``section`` is the printed heading
    path and ``section_key`` its meaning. ``value`` is in ``unit``. A blank cell has ``value`` None and empty ``raw``;
    text (达标, a stated reason) has ``value`` None and ``raw`` as printed. ``start`` and ``end`` are the span of
    ``quote`` in the source text, ``at`` is where ``raw`` begins in it (None for what is not printed, such as a blank);
    ``spot`` is where it stands in a file that is no text: its box on the page of a PDF (``72.1,300.5,110.0,312.0``:
    left, top, right, bottom in points from the upper left corner) or the name of its cell (``支出决算表!C12``).
    ``part_of`` names the subject of which this one is listed as a part. ``reading`` tells where it was not printed as
    text: ``ocr``, read from a picture of the page, or ``doubtful``, so read and at odds with the figures beside it.
    """

    doc_id: str
    department: str | None
    year: int | None
    kind: str
    origin: str
    table: str | None
    section: str
    row_code: str | None
    row_name: str
    column: str
    value: Decimal | None
    unit: str | None
    raw: str
    page: int | None
    line: int | None
    quote: str
    section_key: str | None = None
    start: int = 0
    end: int = 0
    part_of: str | None = None
    at: int | None = None
    spot: str | None = None
    reading: Reading | None = None

    @property
    def is_blank(self) -> bool:
        """Printed, but empty: neither zero nor missing."""
        return self.value is None and self.raw == ""

    @property
    def is_text(self) -> bool:
        return self.value is None and self.raw != ""

    def in_unit(self, unit: str) -> Decimal | None:
        """The value in another unit of money, or as it is where the units agree; None where they don't fit."""
        if self.value is None or self.unit == unit:
            return self.value
        if self.unit in MONEY and unit in MONEY:
            return convert(self.value, self.unit, unit)
        return None

    def to_json(self) -> dict[str, Any]:
        """The fact object of an extraction file (DESIGN 4.2)."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data["value"] = None if self.value is None else plain_decimal(self.value)
        return data

    def but(self, **changes: Any) -> Fact:
        return replace(self, **changes)


def differ(a: Fact, b: Fact) -> bool:
    """Whether two figures in the same unit differ by more than rounding explains: half the last digit of each."""
    if a.value is None or b.value is None:
        return a.value is not b.value
    return abs(a.value - b.value) > _room(a.value, a.unit) + _room(b.value, b.unit)


def _room(value: Decimal, unit: str | None) -> Decimal:
    """Things counted in whole numbers are exact; money and rates in whole numbers are rounded to them."""
    exact = not decimals(value) and unit not in MONEY and unit != "%"
    return Decimal(0) if exact else half_digit(value)
