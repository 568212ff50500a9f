"""Words and figures of form cells: what a heading means, which figures a column can hold."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extractors.facts import NotANumber, decimals, parse_amount
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import annex_columns, annex_words

_QUANTITY = re.compile(r"^(?P<sign>[≥≤>=<＞＜]{0,2})(?P<number>-?[\d,]+(?:\.\d+)?)(?P<unit>[^\d.,]{0,8})$")
_DATE = re.compile(r"^(\d{4}年|\d{1,2}月(?!份?均))")
#: figures of two cells that a conversion joined
_TWO_FIGURES = re.compile(r"[\d%—–-]\s+\d")
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
#: a printed blank; -% is a rate that was not measured
_BLANK = {"", "-", "--", "/", "——"}
_LONGEST_UNIT = 4
_UNITS = {"亿": "亿元", "万": "万元"}
#: rates are printed rounded, or cut
_RATE_ROUNDED = 1
#: no weight is larger: a form has a hundred points
_FULL_MARKS = 100


@lru_cache(maxsize=1 << 13)
def header_key(text: str) -> str:
    """A heading as it is compared: without what stands in brackets and without %."""
    return name_key(re.sub(r"[(].*?[)]|[(].*$|%", "", fold(text)))


@lru_cache(maxsize=1 << 13)
def canonical_column(printed: str) -> str | None:
    """What a printed heading of a form means, by canonical name (分值(20) is 分值); None for one that is not known."""
    key = header_key(printed)
    return annex_columns().get(key) or next((n for n, words in annex_words().headed.items() if words.match(key)), None)


def kind_of(column: str) -> str | None:
    """What a column holds: money, weight, score, rate or text; None where it may hold anything."""
    return annex_words().kinds.get(canonical_column(column) or "")


def is_blank(text: str) -> bool:
    return fold(text) in _BLANK


def is_total(text: str) -> bool:
    return header_key(text) in annex_words().totals


def is_lead(text: str) -> bool:
    """The name of a region of a form (资金管理情况, 绩效指标)."""
    return header_key(text) in annex_words().leads


def is_level(text: str) -> bool:
    """A first or second level by its usual name, all of which end so (数量指标); 社会效益 may be an indicator too."""
    key = header_key(text)
    return key.endswith("指标") and (key in annex_words().levels or key in annex_words().shares)


def figure(text: str) -> tuple[Decimal, str] | None:
    """A cell that is one figure: its value and the unit printed with it; None for words, dates and blanks."""
    plain = fold(text)
    match = None if _DATE.match(plain) or _TWO_FIGURES.search(text) else _QUANTITY.match(plain)
    if match is None:
        return None
    try:
        value = parse_amount(match.group("number"))
    except NotANumber:
        return None
    unit = match.group("unit").rstrip("。；")
    return (value, _UNITS.get(unit, unit)) if value is not None else None


def is_word(text: str) -> bool:
    """Letters, and no figure; 5G使用满意度 is a word, though it begins like a figure with its unit."""
    read = figure(text)
    return bool(_LETTER.search(text)) and (read is None or len(read[1]) > _LONGEST_UNIT)


def holds(kind: str | None, text: str) -> bool:
    """Whether a column of a kind can hold a text. A blank stands in any."""
    if is_blank(text) or kind is None:
        return True
    if kind == "code":
        return squeeze(text).isdigit()
    read = figure(text)
    if kind == "text":
        return read is None or is_word(text)
    if kind == "rate":
        return fold(text) in {"-%", "--%"} or (read is not None and read[1] in {"", "%"})
    if read is None:
        return False
    value, unit = read
    if kind == "money":
        return unit in {"", "元", "万元", "亿元"}
    return unit in {"", "分"} and (kind != "weight" or value <= _FULL_MARKS)


def rate_of(cells: dict[str, str]) -> bool | None:
    """Whether the 执行率 among cells by canonical column is that of their money in percent; None if none can tell."""
    read = [figure(cells.get(name, "")) for name in ("全年执行数", "全年预算数", "执行率")]
    spent, budget, rate = (r[0] if r is not None else None for r in read)
    if spent is None or rate is None or not budget:
        return None
    return abs(100 * spent / budget - rate) <= _RATE_ROUNDED


#: so many points a form gives
_MOST_POINTS = 1000
#: a column that counts people
_PERSONS = re.compile(r"人数$")


def unit_of(text: str, column: str, money: str) -> str | None:
    """The unit of a figure: printed with it, or in its heading, or that of all figures of its column."""
    read = figure(text)
    if read is None:
        return None
    if read[1]:
        return read[1]
    if "%" in fold(column):
        return "%"
    if is_total(column):
        # a form gives at most so many points; what is more is the money of a list
        return "分" if abs(read[0]) <= _MOST_POINTS else money
    if _PERSONS.search(name_key(column)) and not decimals(read[0]):
        return "人"
    return {"money": money, "weight": "分", "score": "分"}.get(kind_of(column) or "")
