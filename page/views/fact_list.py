"""The facts of a report as a list to search: table, row, column, value as printed, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.vocabulary import table_forms

READING = {"ocr": "图片识别", "doubtful": "识别存疑"}
ORDERS = ("原文顺序", "值从大到小", "值从小到大", "按行名")
STATES = ("全部", "数", "空白", "文字", "图片识别")
ALL_TABLES = "全部表格和文字"
_PROSE = "文字说明"


def table_of(fact: Fact) -> str:
    """Where a fact was read, in words: the title of its table or form, or that it stands in the text."""
    if form := table_forms().get(fact.table or ""):
        return form.name
    if fact.origin == "prose":
        return _PROSE
    return fact.table or fact.section.rsplit("/", 1)[-1] or _PROSE


def tables_of(facts: Iterable[Fact]) -> list[str]:
    """The tables of which there are facts, in the order in which they come, the text last."""
    named = dict.fromkeys(map(table_of, facts))
    return [ALL_TABLES, *(n for n in named if n != _PROSE), *(n for n in named if n == _PROSE)]


def selected(
    facts: Iterable[Fact], text: str = "", table: str = ALL_TABLES, state: str = STATES[0], order: str = ORDERS[0]
) -> list[Fact]:
    """The facts that hold every word of a text, of one table and of one of STATES, in one of ORDERS."""
    words = text.lower().replace("，", " ").split()
    found = [
        f for f in facts if (table in (ALL_TABLES, table_of(f))) and _is(f, state) and (not words or _holds(f, words))
    ]
    if order in ORDERS[1:3]:
        falling = order == ORDERS[1]
        numbers = [f for f in found if f.value is not None]
        others = [f for f in found if f.value is None]
        return [*sorted(numbers, key=_size, reverse=falling), *others]
    if order == ORDERS[3]:
        return sorted(found, key=lambda f: f.row_name.encode("gb18030", "replace"))
    return found


def _is(fact: Fact, state: str) -> bool:
    fits = {"数": fact.value is not None, "空白": fact.is_blank, "文字": fact.is_text, "图片识别": bool(fact.reading)}
    return fits.get(state, True)


def _holds(fact: Fact, words: Sequence[str]) -> bool:
    plain = fact.raw.replace(",", "")
    said = f"{table_of(fact)} {fact.section} {fact.row_code or ''} {fact.row_name} {fact.column} {fact.raw} {plain}"
    said = f"{said} {fact.unit or ''}".lower()
    return all(word in said for word in words)


def _size(fact: Fact) -> tuple[bool, Decimal]:
    """Amounts of money by what they are worth, apart from what is no money."""
    value = fact.value or Decimal(0)
    money = fact.unit in MONEY
    return money, value * MONEY[fact.unit or ""] if money else value


def value_told(fact: Fact) -> str:
    """The value of a fact: a number with the decimals printed, or that the place is blank or holds words."""
    if fact.value is not None:
        return plain_decimal(fact.value)
    return "（空白）" if fact.is_blank else "（文字）"


def place_told(fact: Fact) -> str:
    """Where a fact stands: page, cell or line."""
    if fact.page:
        return f"第{fact.page}页"
    if fact.spot:
        return fact.spot
    return f"第{fact.line}行" if fact.line else ""


def fact_rows(facts: Sequence[Fact]) -> dict[str, list[str]]:
    """The list by columns, for a grid or a file; how a fact was read is told where one was read from a picture."""
    columns = {
        "行": [f"{f.row_code} {f.row_name}" if f.row_code else f.row_name for f in facts],
        "列": [f.column for f in facts],
        "值": [value_told(f) for f in facts],
        "单位": [f.unit or "" for f in facts],
        "表格": [table_of(f) for f in facts],
        "位置": [place_told(f) for f in facts],
        "原文": [f.raw for f in facts],
    }
    if any(f.reading for f in facts):
        columns["读取"] = [READING.get(f.reading or "", "文字") for f in facts]
    return columns
