"""科目 that a question lists by the beginnings of their names, as so many (学前、小学、初中三个科目)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import name_key
from rag.holdings.lookup import FactIndex, Subject
from rag.language.quantities import number_of

_LISTED = re.compile(
    r"(?P<names>(?:(?:(?![和与及])[一-鿿]){2,10}[、和与及])+(?:(?![和与及])[一-鿿]){2,10}?)(?:这|等)?(?P<number>[两二三四五六七八九]|\d)个(?:[类款项]级)?科目"
)
#: two names of which the first lacks what the second ends in
_TWO = re.compile(
    "(?:^|(?<=[|和与跟同，,]))(?P<first>[\u4e00-\u9fff]{2,4})[、和与及](?P<second>[\u4e00-\u9fff]{4,10}?)(?=两|二|加|各|分别|合计|一共|$)"
)
_MARK = re.compile("[、和与及]")
#: names of which only the last one has the word that all end in
_TAILED = re.compile(
    "(?:^|(?<=[|里中的，,]))(?P<names>(?:[\u4e00-\u9fff]{2,4}?[、和与及])+)(?P<last>[\u4e00-\u9fff]{4,8}?)"
    "(?=支出|经费|[两二三四五]|加|合|各|分别|一共|总共|哪|$)"
)


def listed_rows(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """The rows that a folded question lists so; empty where one name fits none, or the number is another one."""
    match = _LISTED.search(text)
    if match is None:
        return []
    at, found = match.start("names"), []
    for name in _MARK.split(match.group("names")):
        if (key := _row_of(name, indexes)) is None:
            return []
        found.append(Subject(key, name, at, at + len(name)))
        at += len(name) + 1
    return found if len(found) == int(number_of(match.group("number"))) else []


def rows_of_one_ending(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """Two rows of which the ending is said once (行政、事业离退休: 行政单位离退休 and 事业单位离退休); else none."""
    for match in _TWO.finditer(text):
        for size in range(len(match["second"]) - 2, 1, -1):
            ending, begin = match["second"][-size:], match["second"][:-size]
            keys = [_between(name, ending, indexes) for name in (match["first"], begin)]
            if all(keys) and keys[0] != keys[1]:
                spans = (match.span("first"), match.span("second"))
                return [Subject(k or "", text[a:b], a, b) for k, (a, b) in zip(keys, spans, strict=True)]
    return []


def rows_of_one_tail(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """Rows of which the last word is said once behind them all (小学、初中、高中教育支出合起来); else none."""
    coded = {k for i in indexes for k, facts in i.by_key.items() if any(f.row_code for f in facts)}
    for match in _TAILED.finditer(text):
        names, last = _MARK.split(match["names"].rstrip("、和与及")), match["last"]
        for size in range(2, len(last) - 1):
            keys = [*(n + last[-size:] for n in names), last]
            if all(k in coded for k in keys) and len({*keys}) == len(keys):
                at, found = match.start("names"), []
                for name, key in zip([*names, last], keys, strict=True):
                    found.append(Subject(key, name, at, at + len(name)))
                    at += len(name) + 1
                return found
    return []


def _between(name: str, ending: str, indexes: Sequence[FactIndex]) -> str | None:
    """The one 科目 of the tables that begins and ends so, and is neither of the two alone."""
    keys = {
        k
        for index in indexes
        for k, facts in index.by_key.items()
        if k.startswith(name)
        and k.endswith(ending)
        and len(k) > len(name) + len(ending)
        and any(f.row_code and f.origin == "table" for f in facts)
    }
    return keys.pop() if len(keys) == 1 else None


def _row_of(name: str, indexes: Sequence[FactIndex]) -> str | None:
    """The one 科目 of the tables that begins with a name; what it begins with may be led by words of the question."""
    for start in range(len(name) - 1):
        stem = name_key(name[start:])
        keys = {
            k
            for index in indexes
            for k, facts in index.by_key.items()
            if k.startswith(stem) and any(f.row_code and f.origin == "table" and f.table != "GK06" for f in facts)
        }
        if keys:
            shortest = min(keys, key=len)
            others = [k for k in keys if len(k) == len(shortest)]
            return shortest if len(others) == 1 else None
    return None
