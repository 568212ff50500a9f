"""What a question asks of tables of no known form: the table by its title, rows and columns by what these print.

Such a table is known by nothing but its print, so it is asked for by that: no word list stands between the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pydantic import BaseModel, Field

from extractors.facts import Fact
from extractors.text import fold, name_key
from rag.lookup import FactIndex, keyed

Span = tuple[int, int]

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NUMBER = re.compile(r"(?:公开)?(?:表|第)?0?(\d{1,2})(?:号)?表(?!示|明)")
#: words before 表 that describe it, up to the last mark of something else that was named
_DESCRIBED = re.compile(
    r"([\u4e00-\u9fff、“”\"()（）]{2,24}?)的?(?:这|那)?(?:一)?(?:张|个|页)?表(?:格)?(?!示|明|现|态|述|率|内|外)"
)
_SUBTOTAL = re.compile(r"(?<=..)(?:小计|合计)$")
#: a name shorter than this names a row only in a table that is named
_TELLING = 3
#: headings of the figure that a row as such is meant to have, the first first
_MAIN = ("合计", "小计", "本年支出合计", "本年收入合计", "决算数", "决算统计数", "统计数", "金额")


class PlainCells(BaseModel):
    """Cells of a table of no known form: its title, and the rows and columns named, as it prints them.

    ``named``: the question names the table. Without ``rows`` those of the total are meant, without ``columns`` the
    main one.
    """

    table: str
    named: bool = False
    rows: list[str] = Field(default_factory=list)
    columns: list[str] = Field(default_factory=list)


def table_named(text: str, indexes: Sequence[FactIndex]) -> tuple[str, Span] | None:
    """The table of no known form that a folded question names, and where: by title, by number, by words of it."""
    titles = {key: title for i in indexes for key, title in i.plain.titles.items()}
    if not titles:
        return None
    key_text, positions = keyed(text)
    for key in sorted(titles, key=len, reverse=True):
        if (at := key_text.find(key)) >= 0:
            return titles[key], (positions[at], positions[at + len(key) - 1] + 1)
    numbers = {n: title for i in indexes for n, title in i.plain.numbers.items()}
    for match in _NUMBER.finditer(text):
        if title := numbers.get(int(match.group(1))):
            return title, match.span()
    for match in _DESCRIBED.finditer(text):
        if hit := _described(match, titles, indexes):
            return hit
    return None


def _described(
    match: re.Match[str], titles: Mapping[str, str], indexes: Sequence[FactIndex]
) -> tuple[str, Span] | None:
    """The table whose title alone has all characters of a description in their order (采购表: 政府采购支出表)."""
    others = [t for i in indexes for t in i.titles]
    words = match.group(1)
    for start in range(len(words) - 2 + 1):
        said = name_key(words[start:]) + "表"
        fitting = sorted({titles[t] for t in titles if _in_order(said, t)}, key=len)
        # 财政拨款支出明细表: the title that begins so, not the one that has it inside
        begun = [t for t in fitting if name_key(t).startswith(said[:2])] or fitting
        if (
            len(said) >= 3
            and (len(said) > 3 or name_key(begun[0] if begun else "").endswith(said))
            and len(begun) == 1
            and not any(_in_order(said, t) for t in others)
        ):
            return begun[0], (match.start() + start, match.end())
    return None


def _in_order(said: str, title: str) -> bool:
    """Whether a title has the first word of a description as such, and all its characters in their order."""
    at = title.find(said[:2])
    return at >= 0 and all((at := title.find(c, at) + 1) > 0 for c in said)


def cells_asked(text: str, table: str | None, indexes: Sequence[FactIndex]) -> PlainCells | None:
    """The rows and columns that a folded question names of one table, or of any that has a row so called."""
    best: tuple[int, PlainCells] | None = None
    for title, facts in _tables(table, indexes):
        rows, columns, size = _named_in(text, facts, table is not None)
        telling = table is not None or bool(columns) or any(len(name_key(r)) >= _TELLING for r in rows)
        if telling and (rows or columns) and (best is None or size > best[0]):
            best = size, PlainCells(table=title, named=table is not None, rows=rows, columns=columns)
    return best[1] if best else PlainCells(table=table, named=True) if table else None


def _tables(table: str | None, indexes: Sequence[FactIndex]) -> Iterator[tuple[str, list[Fact]]]:
    for index in indexes:
        for title, facts in index.plain.tables.items():
            if table == title or (table is None and title not in index.plain.lists):
                yield title, facts


def _named_in(text: str, facts: Sequence[Fact], named: bool) -> tuple[list[str], list[str], int]:
    """Rows and columns named, the longest names first and none inside another, and how much of the text they are."""
    rows = list(dict.fromkeys(f.row_name for f in facts))
    columns = list(dict.fromkeys(f.column for f in facts))
    names = [(key, 0, row) for row in rows for key in _row_keys(row)]
    names += [(f.row_code, 0, f.row_name) for f in facts if f.row_code]
    names += [(key, 1, column) for column in columns for key in _column_keys(column)]
    key_text, _ = keyed(text)
    found: list[tuple[int, int, str]] = []
    size = 0
    for key, kind, name in sorted(names, key=lambda n: -len(n[0])):
        at = key_text.find(key)
        if at >= 0:
            key_text = key_text[:at] + "|" * len(key) + key_text[at + len(key) :]
            found.append((at, kind, name))
            size += len(key)
    found.sort()
    found = list(dict.fromkeys(found))
    picked = [list(dict.fromkeys(n for _, k, n in found if k == kind)) for kind in (0, 1)]
    if named and not picked[0] and (near := _near(key_text, rows)):
        picked[0] = [near]
    return picked[0], picked[1], size


@lru_cache(maxsize=1 << 12)
def _row_keys(name: str) -> tuple[str, ...]:
    """What a row is called: its name, without what stands in brackets, without 支出."""
    bare = name_key(_BRACKETS.sub("", fold(name)))
    keys = (name_key(name), bare, bare.removesuffix("支出"), bare.removesuffix("经费"))
    return tuple(dict.fromkeys(k for k in keys if len(k) >= 2))


@lru_cache(maxsize=1 << 12)
def _column_keys(heading: str) -> tuple[str, ...]:
    key = name_key(heading)
    keys = (key, _SUBTOTAL.sub("", key), key.removesuffix("预算财政拨款"), key.removesuffix("财政拨款"))
    return tuple(dict.fromkeys(k for k in keys if len(k) >= 2))


def _near(key_text: str, rows: Sequence[str]) -> str | None:
    """The row of a named table of whose name most stands in the text at one place."""
    best: tuple[int, str] | None = None
    for row in sorted(rows, key=len, reverse=True):
        key = name_key(row)
        for size in range(len(key), 2, -1):
            if any(key[a : a + size] in key_text for a in range(len(key) - size + 1)):
                best = (size, row) if best is None or size >= best[0] else best
                break
    if best:
        return best[1]
    # 房屋 for 房屋构筑物, where no other row begins so
    begun = [row for row in rows if len(name_key(row)) > 2 and name_key(row)[:2] in key_text]
    return begun[0] if len(begun) == 1 else None


def main_column(facts: Sequence[Fact]) -> str:
    """The column that a row is meant to have where none is named."""
    columns = list(dict.fromkeys(f.column for f in facts))
    return next((c for c in _MAIN if c in columns), columns[0])
