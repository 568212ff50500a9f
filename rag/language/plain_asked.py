"""What a question asks of tables of no known form: the table by its title, rows and columns by what these print.

Such a table is known by nothing but its print, so it is asked for by that: no word list stands between the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pydantic import BaseModel, Field

from extractors.facts import Fact
from extractors.text import fold, name_key
from extractors.vocabulary.rows import row_words
from rag.holdings.lookup import FactIndex, keyed

Span = tuple[int, int]

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_OF_YEAR = re.compile(r"^20\d\d年?度?")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,6}?[省市县区旗](?=[\u4e00-\u9fff]{3})")
_PERSONS = re.compile("(?:人员)?(?:人数|数)$")
_JOINS = {"和", "与", "及"}
_ASKING = re.compile(r"了?(?:多少|几)个?|[了的]")
_SUBTOTAL = re.compile(r"(?<=..)(?:小计|合计)$")
#: a name shorter than this names a row only in a table that is named
_TELLING = 3
#: so many characters of a longer name can name a row too
_MOST_OF = 5
#: headings of the figure that a row as such is meant to have, the first first
_MAIN = (
    "合计",
    "小计",
    "本年支出合计",
    "本年收入合计",
    "决算数",
    "决算统计数",
    "统计数",
    "金额",
    "在职人数",
    "实有人数",
)


class PlainCells(BaseModel):
    """Cells of a table of no known form: its title, and the rows and columns named, as it prints them.

    ``named``: the question names the table. Without ``rows`` those of the total are meant, without ``columns`` the
    main one.
    """

    table: str
    named: bool = False
    rows: list[str] = Field(default_factory=list)
    columns: list[str] = Field(default_factory=list)


def cells_asked(text: str, table: str | None, indexes: Sequence[FactIndex]) -> PlainCells | None:
    """The rows and columns that a folded question names of one table, or of any that has a row so called."""
    best: tuple[int, PlainCells] | None = None
    for title, facts in _tables(table, indexes):
        rows, columns, size = _named_in(text, facts, table is not None)
        telling = table is not None or bool(columns) or any(len(name_key(r)) >= _TELLING for r in rows)
        size += _shared(name_key(title), text) if rows and table is None else 0
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
    names += [
        (key[len(lead) :], 0, row) for key, _, row in names if (lead := _place_of_all(rows)) and key.startswith(lead)
    ]
    names += [(f.row_code, 0, f.row_name) for f in facts if f.row_code]
    # what finer rows are of names all of them (水利工程: its projects)
    names += [(key, 0, f.row_name) for f in facts if f.part_of for key in _row_keys(f.part_of)]
    key_text, _ = keyed(text)
    # beside a row the columns may be named short (全年预算和决算)
    short = named or any(len(key) > _TELLING and key in key_text for key, _, _ in names)
    # of two columns that differ but in their year the later one is meant
    names += [(key, 1, column) for column in sorted(columns, reverse=True) for key in _column_keys(column, short)]
    unasked = _ASKING.sub("", key_text)
    found: list[tuple[int, int, str]] = []
    size = 0
    spans: dict[tuple[str, int], int] = {}
    for key, kind, name in sorted(dict.fromkeys(names), key=lambda n: -len(n[0])):
        if (key, kind) in spans:
            found += [(spans[key, kind], kind, name)] if kind == 0 else []
            continue
        at = key_text.find(key)
        if at >= 0:
            key_text = key_text[:at] + "|" * len(key) + key_text[at + len(key) :]
            unasked = unasked.replace(key, "|" * len(key))
        elif kind == 1 and len(key) > _TELLING:
            # 下达了多少资金: the words of asking stand within the heading
            at = unasked.find(key)
        if at >= 0:
            spans[key, kind] = at
            found.append((at, kind, name))
            size += len(key)
    found += [(at, 0, row) for at, row in _enumerated(text, rows, [n for _, k, n in found if k == 0], named)]
    found.sort(key=lambda f: f[:2])
    found = list(dict.fromkeys(found))
    picked = [list(dict.fromkeys(n for _, k, n in found if k == kind)) for kind in (0, 1)]
    each = bool(row_words().of_table.each.search(text))
    if named and not picked[0] and not each and (near := _near(key_text, rows)):
        picked[0] = [near]
    elif not picked[0] and not each and (most := _most_of(key_text, rows)):
        picked[0], size = [most[0]], size + most[1]
    return picked[0], picked[1], size


def _place_of_all(rows: Sequence[str]) -> str:
    """The place that leads the names of most rows of a list of bodies (某县计量所, 某县检测中心); empty for none."""
    leads = Counter(m.group(0) for row in rows if (m := _PLACE.match(name_key(row))))
    lead, most = next(iter(leads.most_common(1)), ("", 0))
    return lead if most > 1 and 2 * most >= len(rows) else ""


@lru_cache(maxsize=1 << 12)
def _row_keys(name: str) -> tuple[str, ...]:
    """What a row is called: its name, without what stands in brackets, without 支出."""
    bare = name_key(_BRACKETS.sub("", fold(name)))
    keys = (name_key(name), bare, bare.removesuffix("支出"), bare.removesuffix("经费"))
    return tuple(dict.fromkeys(k for k in keys if len(k) >= 2))


@lru_cache(maxsize=1 << 12)
def _column_keys(heading: str, short: bool) -> tuple[str, ...]:
    key = name_key(heading)
    keys = [key, _SUBTOTAL.sub("", key), key.removesuffix("预算财政拨款"), key.removesuffix("财政拨款")]
    if short:
        bare = _OF_YEAR.sub("", key)
        keys += [key.removesuffix("数"), bare, bare.removesuffix("数")]
        if _PERSONS.search(key):
            keys.append(_PERSONS.sub("", key.removeprefix("人员")))
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
    # 服务采购: both words of it stand in one row alone (政府采购服务支出)
    halves = ((key_text[a : a + 2], key_text[a + 2 : a + 4]) for a in range(len(key_text) - 3))
    for one, other in halves:
        both = [row for row in rows if one != other and one in name_key(row) and other in name_key(row)]
        if len(both) == 1:
            return both[0]
    # 房屋 for 房屋构筑物, where no other row begins so
    begun = [row for row in rows if len(name_key(row)) > 2 and name_key(row)[:2] in key_text]
    return begun[0] if len(begun) == 1 else None


def _enumerated(text: str, rows: Sequence[str], found: Sequence[str], named: bool) -> Iterator[tuple[int, str]]:
    """Rows of an enumeration that leaves out what their names share: 学前、小学教育; 接待批次和人次."""
    key_text, _ = keyed(text)
    keys = {row: name_key(row) for row in rows if row not in found}
    for one in map(name_key, found):
        end = key_text.find(one) + len(one)
        if end < len(one):
            continue
        end += key_text[end : end + 1] in _JOINS  # a 、 stands in no key
        for row, key in keys.items():
            shared = next((n for n in range(min(len(one), len(key)), 0, -1) if one[:n] == key[:n]), 0)
            if shared >= 2 and len(key) - shared >= 2 and key_text.startswith(key[shared:], end):
                yield end, row
    yield from _joined(text, {row: name_key(row) for row in rows})
    if not named:
        return
    for row, key in keys.items():
        alike = [k for k in keys.values() if k[:2] == key[:2]]
        match = re.search(rf"[、和与及]{re.escape(key[:2])}|{re.escape(key[:2])}[、和与及]", text)
        if match and len(key) > 2 and len(alike) == 1:
            yield match.start(), row


def _joined(text: str, keys: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Two rows of each of whose names a part is said, with a word between that joins them (环境管家和桶站值守)."""
    for match in re.finditer(r"([\u4e00-\u9fff]{4,})[、和与及]([\u4e00-\u9fff]{4,})", text):
        before, behind = match.groups()
        sizes = range(4, 10)
        one = [r for r, k in keys.items() if any(len(before) >= n and before[-n:] in k for n in sizes)]
        other = [r for r, k in keys.items() if any(len(behind) >= n and behind[:n] in k for n in sizes)]
        if len(one) == len(other) == 1 and one != other:
            yield match.start(1), one[0]
            yield match.start(2), other[0]


def _shared(key: str, text: str) -> int:
    """How long a run of at least four characters a title shares with a question; 0 where there is none."""
    key_text, _ = keyed(text)
    sizes = range(min(len(key), 12), 3, -1)
    return next((n for n in sizes if any(key[a : a + n] in key_text for a in range(len(key) - n + 1))), 0)


def _most_of(key_text: str, rows: Sequence[str]) -> tuple[str, int] | None:
    """The one row of which the greater part stands in a text at one place (地方病防治补助 of 省级地方病防治补助)."""
    found: dict[str, int] = {}
    for row in rows:
        key = name_key(row)
        least = max(_MOST_OF, -(-3 * len(key) // 5))
        sizes = range(len(key), least - 1, -1)
        size = next((n for n in sizes if any(key[a : a + n] in key_text for a in range(len(key) - n + 1))), 0)
        if size:
            found[row] = size
    best = max(found, key=lambda r: found[r], default=None)
    return (best, found[best]) if best and list(found.values()).count(found[best]) == 1 else None


def main_column(facts: Sequence[Fact]) -> str:
    """The column that a row is meant to have where none is named."""
    # 项目单位 before 预算金额 says whose a project is, and not what it is given
    columns = list(dict.fromkeys(f.column for f in facts if f.value is not None or not f.raw))
    columns = columns or list(dict.fromkeys(f.column for f in facts))
    return next((c for c in _MAIN if c in columns), columns[0])
