"""Tables of no known form that a question names: by title, by number, by annex, by words of the title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.text import name_key
from rag.holdings.lookup import FactIndex, keyed
from rag.language.quantities import number_of

Span = tuple[int, int]

_NUMBER = re.compile(r"(?:公开)?(?:表|第)?0?(\d{1,2})(?:号)?表(?!示|明)")
_ANNEX = re.compile(r"附件(\d{1,2}|[一二三四五六七八九十])(?!\d)(?:号)?")
#: words before 表 that describe it, up to the last mark of something else that was named
_DESCRIBED = re.compile(
    r"([\u4e00-\u9fff、“”\"()（）]{2,24}?)的?(?:这|那)?(?:一)?(?:张|个|页)?表(?:格)?(?!示|明|现|态|述|率|内|外)"
)
#: so many characters of the end of a title tell it
_LEAST_OF_END = 8
#: what may follow the number of a table or an annex: some words of its title, in brackets or not
_BEHIND = re.compile(
    r"[(（《\"]*([\u4e00-\u9fff]{2,20}?)(?:表格?|情况)?[)）》\"]+|([\u4e00-\u9fff]{1,16}?)(?:表格?|情况)"
)


def table_named(text: str, indexes: Sequence[FactIndex]) -> tuple[str, Span] | None:
    """The table of no known form that a folded question names, and where: by title, by number, by words of it."""
    titles = {key: title for i in indexes for key, title in i.plain.titles.items()}
    if not titles:
        return None
    key_text, positions = keyed(text)
    for key in sorted(titles, key=len, reverse=True):
        if (at := key_text.find(key)) >= 0:
            return titles[key], (positions[at], positions[at + len(key) - 1] + 1)
    if end := _by_end(key_text, titles):
        return end[0], (positions[end[1]], positions[end[2] - 1] + 1)
    for match in _ANNEX.finditer(text):
        if title := _of_annex(int(number_of(match.group(1))), text, indexes):
            return title, _with_title(text, match.span(), title)
    numbers = {n: title for i in indexes for n, title in i.plain.numbers.items()}
    for match in _NUMBER.finditer(text):
        if title := numbers.get(int(match.group(1))):
            return title, _with_title(text, match.span(), title)
    for match in _DESCRIBED.finditer(text):
        if hit := _described(match, titles, indexes):
            return hit
    return None


def _by_end(key_text: str, titles: Mapping[str, str]) -> tuple[str, int, int] | None:
    """The one table whose title ends as a question says, without what stands at its beginning (省级…情况: …情况)."""
    found: dict[str, tuple[int, int]] = {}
    for key, title in titles.items():
        least = max(_LEAST_OF_END, -(-3 * len(key) // 5))
        for size in range(len(key) - 1, least - 1, -1):
            if (at := key_text.find(key[-size:])) >= 0:
                found.setdefault(title, (at, at + size))
                break
    if len(found) != 1:
        return None
    title, (start, end) = next(iter(found.items()))
    return title, start, end


def _described(
    match: re.Match[str], titles: Mapping[str, str], indexes: Sequence[FactIndex]
) -> tuple[str, Span] | None:
    """The table whose title alone has all characters of a description in their order (采购表: 政府采购支出表)."""
    others = [t for i in indexes for t in i.titles]
    words = match.group(1)
    for start in range(len(words) - 2 + 1):
        said = name_key(words[start:]) + "表"
        # a title need not end as a table's does (某某情况, 表（经济科目）): then only the words before 表 count
        fitting = sorted(
            {titles[t] for t in titles if (_in_order(said, t) or (not t.endswith("表") and _in_order(said[:-1], t)))},
            key=len,
        )
        # 财政拨款支出明细表: the title that begins so, not the one that has it inside
        begun = [t for t in fitting if name_key(t).startswith(said[:2])] or fitting
        if len(said) >= 3 and len(begun) == 1 and not any(_in_order(said, t) for t in others):
            return begun[0], (match.start() + start, match.end())
    return None


def _in_order(said: str, title: str) -> bool:
    """Whether a title has the first word of a description as such, and all its characters in their order."""
    at = title.find(said[:2])
    return at >= 0 and all((at := title.find(c, at) + 1) > 0 for c in said)


def _of_annex(number: int, text: str, indexes: Sequence[FactIndex]) -> str | None:
    """The table of an annex: its only one, else the one of which a question has a column or a row."""
    titles = list(dict.fromkeys(t for i in indexes for t in i.plain.annexes.get(number, ())))
    if len(titles) < 2:
        return titles[0] if titles else None
    key_text, _ = keyed(text)
    scores = {t: _borne(key_text, t, indexes) for t in titles}
    best = max(scores, key=lambda t: scores[t])
    return best if scores[best] else None


def _borne(key_text: str, title: str, indexes: Sequence[FactIndex]) -> int:
    """How much of a question stands in a table as a heading or the name of a row."""
    facts = next((i.plain.tables[title] for i in indexes if title in i.plain.tables), [])
    names = {name_key(n) for f in facts for n in (f.row_name, f.column)}
    return sum(len(n) for n in names if len(n) >= 2 and n in key_text)


def _with_title(text: str, span: Span, title: str) -> Span:
    """A number with the words of the title that follow it (07表（项目支出）, 附件4整改表)."""
    match = _BEHIND.match(text, span[1])
    words = name_key(next(g for g in match.groups() if g)) if match else ""
    return (span[0], match.end()) if match and words and _in_order(words, name_key(title)) else span
