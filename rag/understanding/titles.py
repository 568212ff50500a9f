"""Tables in a question: named by title, by printed number, or described by some words of the title (基金那张表)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import question_words, table_forms, table_of_kind
from rag.holdings.lookup import FactIndex, keyed
from rag.understanding.plain_titles import table_named

_NUMBER = re.compile(
    r"(?:公开)?(?:表|第)?0?(\d{1,2})(?:号)?表(?!示|明)|表0?(\d{1,2})(?=[里中上内的有和与跟，,。？?|]|$|一致|一样|相同|相符|对得|对不|是否|是不是|差)"
)
#: 表五, 第五张表
_NUMBER_IN_WORDS = re.compile(
    r"表([一二三四五六七八九])(?=[里中上内的有和与跟，,。？?|]|$)|第([一二三四五六七八九])张表"
)
#: words before 表 that describe it, up to the last comma or the last mark of something else that was named
_DESCRIBED = re.compile(
    r"([\u4e00-\u9fff、“”()（）]{2,24}?)的?(?:[这那]一?[张个页](?:决算|预算)?|[这那]?一?[张个页]?)表(?:格)?(?=里|中|上|内|的|是|怎|为|没|有|，|,|$)"
)
#: the share of a description that a title must bear out, in pairs of characters
_BORNE_OUT = 0.75

Span = tuple[int, int]
_Hit = tuple[int, int, str]


def tables_named(text: str, indexes: Sequence[FactIndex]) -> tuple[list[str], list[Span], str | None]:
    """The statutory tables that a folded question names, where it does so, and the title of one of no known form.

    Of two readings of the same words the longer one counts; a table whose rest was read by its own headings is the
    statutory one.
    """
    exact = [h for h in _exact(text, indexes) if not _is_place(text, h)]
    plain = table_named(text, indexes)
    if plain is None or _is_place(text, (*plain[1], plain[0])):
        described = [h for h in _described(text, indexes) if not _is_place(text, h)]
        return *_told(_of_kind(exact or described, indexes)), None
    title, (start, end) = plain
    if any(i.titles.get(name_key(title)) in {h[2] for h in exact} for i in indexes):
        return *_told(exact), title
    if not all(start <= a and b <= end for a, b, _ in exact if a < end and start < b):
        return *_told(exact), None
    return [], [(start, end)], title


def table_in(text: str, indexes: Sequence[FactIndex]) -> tuple[list[str], list[Span]]:
    """The statutory tables that a folded question names, and where it does so."""
    return _told(_exact(text, indexes) or _described(text, indexes))


#: 表 where it says in what part of a report, and not in which table
_TABLES = re.compile(r"表格?(?=里|中|上|内|和|跟|与|同|、|，)")
#: what only the title or the number of a table has
_TITLE = re.compile(r"\d|决算|总表|明细|公开|(这|那)(一)?张")


def _is_place(text: str, hit: _Hit) -> bool:
    """Whether words as of a title only say that what is before them stands in tables too (事业收入表里和文字里)."""
    start, end, _ = hit
    place = _TABLES.search(text, start, end + 2)
    beside_prose = place is not None and not _TITLE.search(text, start, end)
    return beside_prose and bool(question_words().in_prose.search(text))


def _told(hits: Sequence[_Hit]) -> tuple[list[str], list[Span]]:
    ordered = sorted(hits)
    return list(dict.fromkeys(h[2] for h in ordered)), [(h[0], h[1]) for h in ordered]


def _exact(text: str, indexes: Sequence[FactIndex]) -> list[_Hit]:
    """Tables named by a title or by number."""
    hits = _titled(text, {**_titles(), **{t: k for i in indexes for t, k in i.titles.items() if t.endswith("表")}})
    for match in _NUMBER.finditer(text):
        key = _numbered(int(match.group(1) or match.group(2)), indexes)
        if key and not _taken(match.span(), hits):
            hits.append((*match.span(), key))
    for match in _NUMBER_IN_WORDS.finditer(text):
        key = _numbered("一二三四五六七八九".index(match.group(1) or match.group(2)) + 1, indexes)
        if key and not _taken(match.span(), hits):
            hits.append((*match.span(), key))
    return hits


def _taken(span: Span, hits: Sequence[tuple[int, int, str]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b, _ in hits)


def _of_kind(hits: Sequence[_Hit], indexes: Sequence[FactIndex]) -> Sequence[_Hit]:
    """The tables of 决算 in the place of those of budgets, which have other titles, where no report is a budget; those
    of budgets where every report is one."""
    kinds = {i.facts[0].kind for i in indexes if i.facts}
    if len(kinds) > 1:
        return hits
    return [(a, b, table_of_kind(t, next(iter(kinds), "final"))) for a, b, t in hits]


def _titled(text: str, titles: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Titles that stand in the question as reports print them or as people shorten them, the longest first."""
    hits: list[tuple[int, int, str]] = []
    key_text, positions = keyed(text)
    for title, key in sorted(titles.items(), key=lambda item: -len(item[0])):
        start = key_text.find(title)
        while start >= 0:
            span = (positions[start], positions[start + len(title) - 1] + 1)
            if not _taken(span, hits):
                hits.append((*span, key))
            start = key_text.find(title, start + 1)
    return hits


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """The tables by the titles that the vocabulary knows."""
    names = {name_key(t): form.key for form in table_forms().values() for t in form.titles}
    names |= {name_key(t): key for key, titles in question_words().tables.items() for t in titles}
    return names


def _numbered(number: int, indexes: Sequence[FactIndex]) -> str | None:
    """The table with a printed number, by the report's own numbers, else by those of the national form."""
    numbers = next((i.table_numbers for i in indexes if i.table_numbers), {})
    national = f"GK{number:02d}" if 1 <= number <= 9 else None
    # a report that numbers that table otherwise does not mean it by this number
    return numbers.get(number) or (national if national not in numbers.values() else None)


def _described(text: str, indexes: Sequence[FactIndex]) -> list[tuple[int, int, str]]:
    """Tables described by some words of a title; where two fit alike, none."""
    titles: dict[str, str] = {**_titles(), **{t: k for i in indexes[:20] for t, k in i.titles.items()}}
    hits = []
    for match in _DESCRIBED.finditer(text):
        key = _best(name_key(match.group(1)), titles)
        if key:
            hits.append((*match.span(), key))
    return hits


def _best(description: str, titles: Mapping[str, str]) -> str | None:
    pairs = {description[i : i + 2] for i in range(len(description) - 1)}
    if len(pairs) < 2:
        return None
    found: dict[str, float] = {}
    for title, key in titles.items():
        shared = sum(p in title for p in pairs) / len(pairs)
        if shared >= _BORNE_OUT:
            found[key] = max(found.get(key, 0.0), shared + 1 / (10 + len(title)))
    ranked = sorted(found, key=lambda k: -found[k])
    if len(ranked) > 1 and found[ranked[0]] - found[ranked[1]] < 0.005:
        return None
    return ranked[0] if ranked else None
