"""Spans of a paragraph: its sentences, printed figures, paths of items and stated reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.naming import State, known_subject
from extractors.vocabulary.units import unit_words

_COUNTER = unit_words().set_pattern("facts")
_SCALED = unit_words().set_pattern("scaled")
#: number and unit; a year, an ordinal, a range or a document number is no figure
FIGURE = re.compile(
    r"(?:(?<=\\[gl]eq)|(?<![\d.A-Za-z\[第])(?<!\d[-~])(?<!\)[-~]))(?P<number>(?:(?<![%\d)元])-)?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,9})?)"
    rf"(?:余(?={_COUNTER}))?"
    rf"(?P<unit>万元|亿元|元|[万亿]{_SCALED}|[万亿](?![余多]?{_SCALED})|\\?%|{_COUNTER})?"
    r"(?(unit)|(?![\d.万亿]))(?!年(?!度绩)|月|日|号|\]|级|G|万?元?以上|万?元?以下|万?元?[(]含[)]以上)"
)
PATH = re.compile(
    r"(?:[^，。；：]{2,40}?\(类\))?(?:[^，。；：]{2,40}?\(款\))(?:[^，。；：]{2,40}?\(项\))"
    r"|[^，。；：()]{2,40}\(\d{3}\)[^，。；：()]{2,40}\(\d{2}\)[^，。；：()]{2,40}\(\d{2}\)"
)
#: a path whose levels are told by their codes: 教育支出(205)普通教育(02)小学教育(02)
_CODED_PATH = re.compile(r"([^()]+)\(\d{3}\)([^()]+)\(\d{2}\)([^()]+)\(\d{2}\)$")
_ONLY_PATH = re.compile(rf"(?:{PATH.pattern})(?:支出)?[。：；，]?")
_ITEM_NUMBER = re.compile(r"^[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.]")
#: words before a path that stands in quotes (支出为“其他支出（类）…)
_BEFORE_QUOTE = re.compile(r'^[^"(]{2,}"(?=[^"]*\(项\))')
_GOES_ON = re.compile(r"(?:二|三|四|五|六)是|其次|再次")
_REASON = re.compile(
    r"(?:主要)?原因(?:(?:是|为|有|系|在于|如下)[：，]?|[：，]|(?=\d))(?!分析)|主要原因分析[是为]?：|(?<=主要原因)(?![及和的分、])"
    r"|(?:(?<=[，。])|(?<=增加)|(?<=减少)|(?<=增长)|(?<=下降)|(?<=上升)|(?<=差异)|(?<=预算数)|(?<=预算))"
    r"主要(?:是(?:由于|因为?)?(?!用于)|系|由于|因为?|为(?!了|以下))"
)
#: a change against the year before, by amount and rate: no part of a reason for a difference from the budget
_COMPARED = re.compile(
    r"，(?:与|比|较)(?:上年|去年|上一年|20\d\d年)[^，；。]{0,8}，?(?:各|均)?(?:增加|减少|上升|下降)[\d,.]+(?:万元|亿元|元)，[增长下降减少升高]{2,3}[\d.]+%"
)
_OF_BUDGET = re.compile(r"预算(?:数|的)?[^，；。]{0,6}原因")
#: what a clause says of its subject before a figure of its change
_CHANGE_END = re.compile(r"各?(?:增加|增长|上升|减少|下降|降低)$")
#: words of a change or a difference, which a reason explains; also that there was nothing the year before
_CHANGED = re.compile(
    r"增|减|升|降|差异|大于|小于|完成[^，。；]{0,8}预算|(?:上年|去年|20\d\d年)度?(?:未|没有)(?:安排|发生|编列)"
)
#: what there is at the end of the year, told behind a reason: it explains nothing
_STOCK = re.compile(
    r"，(?:截至[^，；]{2,12}，?)?(?:年末|期末|年底)[^，；]{0,12}(?:保有|共有|实有)[^，；]{0,6}?\d+(?:辆|台|人|名)"
)
#: the end of a sentence that states a change or how much of a budget was spent
_CHANGE_ENDS = re.compile(
    r"(?:增|减|升|降|涨|完成[^，。；]{0,8}预算)[^，。；]{0,12}[\d.]+(?:万元|亿元|元|%|个百分点|倍)[)]?。$"
)


def sentences(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph; a full stop ends one, but for reasons told one by one (一是…。二是…。)."""
    start = 0
    for match in re.finditer(r"[。！？]+[\"')]*", plain):
        if _GOES_ON.match(plain, match.end()) and "原因" in plain[start : match.start()]:
            continue
        yield start, match.end()
        start = match.end()
    if start < len(plain):
        yield start, len(plain)


def in_title(plain: str, at: int) -> bool:
    """Whether a place lies within the title of a document, 《…》."""
    return plain.count("《", 0, at) > plain.count("》", 0, at)


def item_path(match: re.Match[str]) -> str:
    """The path of class, group and item without the number that it is listed under and words before its quotes."""
    path = _ITEM_NUMBER.sub("", _BEFORE_QUOTE.sub("", match.group(0)))
    return _CODED_PATH.sub(r"\1(类)\2(款)\3(项)", path)


def path_before(plain: str, start: int, end: int) -> tuple[str, int] | None:
    """The last path of class, group and item in a stretch of text, and where it ends."""
    match = next(iter([*PATH.finditer(plain, start, end)][-1:]), None)
    return (item_path(match), match.end()) if match else None


def path_alone(plain: str) -> str | None:
    """The path of class, group and item where it is all that a paragraph says."""
    match = PATH.match(plain) if _ONLY_PATH.fullmatch(plain) else None
    return item_path(match) if match else None


def reason_spans(plain: str, sentence: tuple[int, int], section: str | None = None) -> list[tuple[int, int, int]]:
    """The stated reasons of a sentence: where the clause that they explain begins, and the span of each reason.

    A reason goes on to the end of the sentence, or to the ； behind which another one or the figure of another known
    subject follows.
    """
    start, end = sentence
    found: list[tuple[int, int, int]] = []
    for match in _REASON.finditer(plain, start, end):
        if found and match.start() < found[-1][2]:
            continue
        what = max((plain.rfind(mark, start, match.start()) + 1 for mark in "；"), default=0) or start
        what = max(what, found[-1][2] if found else start)
        if "原因" not in plain[match.start() - 4 : match.end()] and not _explains(plain, what, match.start()):
            continue
        stop = _reason_end(plain, match.end(), end, section)
        if _OF_BUDGET.search(plain, what, match.end()) and (other := _COMPARED.search(plain, match.end(), stop)):
            stop = other.start()
        text = plain[match.end() : stop].rstrip("。；，！？\"')")
        if text:
            found.append((what, match.end(), stop))
    return found


def _explains(plain: str, what: int, at: int) -> bool:
    """Whether words that may open a reason (主要是) do so: behind a change, also one that ends the sentence before."""
    return bool(_CHANGED.search(plain, what, at)) or (what == at and bool(_CHANGE_ENDS.search(plain, 0, at)))


def _reason_end(plain: str, start: int, end: int, section: str | None) -> int:
    if (stock := _STOCK.search(plain, start, end)) is not None:
        end = stock.start()
    at = plain.find("；", start, end)
    while at >= 0:
        following = min(i for i in (plain.find("；", at + 1, end), end) if i >= 0)
        figure = FIGURE.search(plain, at + 1, following)
        if _REASON.search(plain, at + 1, following):
            return at
        named = _CHANGE_END.sub("", plain[at + 1 : figure.start()]) if figure and figure.group("unit") else ""
        if named and known_subject(named, State("", section)):
            return at
        at = plain.find("；", at + 1, end)
    return end
