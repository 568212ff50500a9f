"""Cells: the row and the column of a statutory table that a question names, told apart although rows bear the names of
columns (基本支出) and columns those of rows (本年收入合计)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import question_words, table_forms
from rag.holdings.lookup import FactIndex, Subject, find_subjects, keyed, near_subjects
from rag.understanding.qualifiers import unknown_row

#: rows of totals, which name a row only where a table is at hand
_TOTALS = ("合计", "总计")
_MOST_REPORTS = 20
#: columns whose words are no wish for a column unless a table is named
_VAGUE = {"合计", "金额", "决算数", "收入金额", "支出金额"}


#: what stands between two names that are said in one breath
_BESIDE = re.compile('["“”‘’·—\\- ]*')
#: the end of the names of columns of income, and spending right behind a fund
_INCOME, _SPENDING = "收入", re.compile("的?(?:(?:总|本年|项目|基本)?支出|[花用支](?:了|掉|出去?)?(?:多少|几))")
#: the shortest name of an added column that may leave out that it is of spending
_SHORT_ADDED = 5
#: columns of one kind of spending
_KINDS = {"基本支出", "项目支出"}
#: what says that something is looked for in what was named before
_IN_WHOLE = re.compile("(?:里面?|当?中|之中)(?![\u4e00-\u9fff]{0,2}(?:上年|年初))")
#: the span of a column header, and the tables with the column that it heads there
Header = tuple[int, int, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row and a column; ``tables`` are those that have both."""

    row: Subject
    column: str
    tables: tuple[str, ...]


def cell_asked(text: str, tables: Sequence[str], indexes: Sequence[FactIndex]) -> Cell | None:
    """The cell that a folded question names: of the tables named, else of any that some report prints.

    Where several readings are possible the one that accounts for most of the question is taken.
    """
    best: tuple[int, Cell] | None = None
    for start, end, columns in columns_in(text, tables, indexes):
        masked = text[:start] + "|" * (end - start) + text[end:]
        rows = _innermost(masked, list(_rows_in(masked, bool(tables), indexes)), indexes)
        if tables and not rows and end - start >= 2 and name_key(text[start:end]) not in _VAGUE:
            if (name := unknown_row(text, start)) and table_forms()[tables[0]].layout == "code":
                return Cell(Subject(name_key(name), name, start, start), columns[0][1], tuple(tables))
            rows = [Subject("合计", "合计", start, start)]
        for row in rows:
            having = [(t, column) for t, column in columns if _has(indexes, row, t, column)]
            size = end - start + row.end - row.start
            if having and (best is None or size > best[0]):
                column = having[0][1]
                best = (size, Cell(row, column, tuple(t for t, c in having if c == column)))
    return best[1] if best else _in_lost_column(text, tables, indexes)


def _in_lost_column(text: str, tables: Sequence[str], indexes: Sequence[FactIndex]) -> Cell | None:
    """A row of a named table and a column of which nothing was read in that row."""
    for start, end, columns in sorted(columns_in(text, tables, indexes), key=lambda h: h[0] - h[1]):
        masked = text[:start] + "|" * (end - start) + text[end:]
        rows = [r for r in _rows_in(masked, True, indexes) if not r.generic] if tables else []
        for table, column in columns:
            if name_key(text[start:end]) in _VAGUE or table_forms()[table].layout != "code":
                continue
            for row in rows:
                if any(f.table == table for i in indexes for f in i.by_key.get(row.key, ())):
                    return Cell(row, column, (table,))
    return None


def columns_in(text: str, tables: Sequence[str], indexes: Sequence[FactIndex]) -> list[Header]:
    """Where a question has words of a column header: the span, and the tables with the column that it heads there."""
    key_text, positions = keyed(text)
    found: list[Header] = []
    for words, columns in _headers().items():
        if not tables and words in _VAGUE:
            continue
        fitting = [(t, c) for t, c in columns if not tables or t in tables]
        at = key_text.find(words) if fitting else -1
        while at >= 0:
            found.append((positions[at], positions[at + len(words) - 1] + 1, fitting))
            at = key_text.find(words, at + 1)
    for words, at_hand in _added(indexes).items():
        fitting = [(t, c) for t, c in at_hand if not tables or t in tables]
        start = key_text.find(words) if fitting else -1
        if start >= 0:
            found.append((positions[start], positions[start + len(words) - 1] + 1, fitting))
    for header in question_words().headers:
        having = [form.key for form in table_forms().values() if header.column in form.column_names]
        having += [t for index in indexes[:_MOST_REPORTS] for t, c in index.added_columns if c == header.column]
        fitting = [(t, header.column) for t in dict.fromkeys(having)]
        fitting = [(t, c) for t, c in fitting if not tables or t in tables]
        found += [(*m.span(), fitting) for m in header.words.finditer(text) if fitting]
    # 其他组织事务支出，小计 is no 支出小计
    found = [f for f in found if not set("，,；;|") & set(text[f[0] : f[1]])]
    found = [f for f in found if not any(_opens(text, f, o) for o in found)]
    # 一般公共预算里，甲科目的项目支出: where the row is looked for, and no column of it
    found = [f for f in found if not (_IN_WHOLE.match(text, f[1]) and any(o[0] > f[1] for o in found))]
    # 甲科目的一般公共预算项目支出: the kind of spending is the column
    kinds = {o[0] for o in found if text[o[0] : o[1]] in _KINDS}
    found = [
        f for f in found if not {f[1], f[1] + (text[f[1] : f[1] + 1] == "的")} & kinds or text[f[0] : f[1]] in _KINDS
    ]
    # 甲和乙的基本支出合计: so much of that column, and no 支出合计
    ends = [(o[0], o[1]) for o in found if text[o[0] : o[1]] in _KINDS]
    found = [f for f in found if not any(a < f[0] <= b < f[1] for a, b in ends)]
    # 其他城乡社区公共设施支出合计: the 支出 is of the row
    rows = [s for s in find_subjects(text, indexes) if s.measure is None] if tables else []
    found = [f for f in found if not any(s.start < f[0] < s.end < f[1] for s in rows)]
    # 甲科目的财政拨款支出: 财政拨款 is no 财政拨款收入 there
    found = [(a, b, cs) for a, b, all_of in found if (cs := _not_income(text[a:b], text[b:], all_of))]
    return [f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] and o[:2] != f[:2] for o in found)]


def _not_income(words: str, behind: str, columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The columns without those of income, where words that do not say income have spending right behind them."""
    if words.endswith(_INCOME) or not _SPENDING.match(behind):
        return columns
    return [(t, c) for t, c in columns if not c.endswith(_INCOME)]


@lru_cache(maxsize=1)
def _headers() -> dict[str, list[tuple[str, str]]]:
    """By the words of a column header: the tables that have such a column, and its canonical name there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for form in table_forms().values():
        if form.layout == "wide":
            continue
        for column in (*form.columns, *(c for block in form.blocks for c in block.columns)):
            total = column.name.removesuffix("合计")
            short = (column.name.removeprefix("本年支出"), total if len(total) >= 4 else "")
            # 基本支出 is the column of that name, and none of what was carried over that is headed so too
            leaves = () if column.added and column.group else column.leaf
            names = {name_key(n) for n in (column.name, *short, *leaves)}
            for words in names - {""}:
                found.setdefault(words, []).append((form.key, column.name))
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _opens(text: str, outer: tuple[int, int, object], inner: tuple[int, int, object]) -> bool:
    """Whether a column only says in which other one a column is (事业收入中的教育收费)."""
    return inner[0] >= outer[1] and bool(question_words().inside.search(text[outer[1] : inner[0]]))


def _added(indexes: Sequence[FactIndex]) -> dict[str, list[tuple[str, str]]]:
    """The columns that reports add to the national form (其中：教育收费), by their words, without what leads them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for index in indexes[:_MOST_REPORTS]:
        for table, column in index.added_columns:
            full = name_key(column.split("：")[-1].removeprefix("其中"))
            short = full.removesuffix("支出")  # 专项业务经费, of 专项业务经费支出
            for words in (full, *([short] if len(short) >= _SHORT_ADDED and short != full else [])):
                if len(words) >= 3 and (table, column) not in found.setdefault(words, []):
                    found[words].append((table, column))
    return found


def _rows_in(text: str, with_table: bool, indexes: Sequence[FactIndex]) -> Iterable[Subject]:
    """The rows that a question names, the precise ones first; a row of totals only in a table that is named."""
    subjects = [s for s in find_subjects(text, indexes) if with_table or (s.measure is None and not s.generic)]
    yield from subjects
    if with_table and not subjects:
        yield from near_subjects(text, indexes[:20])
    if with_table:
        key_text, positions = keyed(text)
        for total in _TOTALS:
            if (at := key_text.find(total)) >= 0:
                yield Subject(total, total, positions[at], positions[at + 1] + 1)


def _innermost(text: str, rows: list[Subject], indexes: Sequence[FactIndex]) -> list[Subject]:
    """The rows without those that only say where another one is looked for, and without a name that has its code.

    A 款 right before one of its 项 says where that is looked for (农业农村“事业运行”).
    """
    coded = {r.key for r in rows if r.code}
    rows = [r for r in rows if r.code or r.key not in coded]
    inside = question_words().inside
    outer = {
        id(a): b
        for a in rows
        for b in rows
        if (a.end < b.start and inside.search(text[a.end : b.start].replace("|", "")))
        or (a.end <= b.start and _BESIDE.fullmatch(text[a.end : b.start]) and _is_above(a, b, indexes))
    }
    wholes = {id(b): a for a in rows if (b := outer.get(id(a))) is not None}
    return [replace(r, within=wholes.get(id(r))) for r in rows if id(r) not in outer]


def _is_above(whole: Subject, part: Subject, indexes: Sequence[FactIndex]) -> bool:
    """Whether a row of 科目 stands below another one by their codes."""
    for index in indexes:
        above, below = ({f.row_code for f in index.by_key.get(s.key, ()) if f.row_code} for s in (whole, part))
        if any(b != a and b.startswith(a) for a in above for b in below):
            return True
    return False


def _has(indexes: Sequence[FactIndex], row: Subject, table: str, column: str) -> bool:
    """Whether some report prints a cell, be it blank."""
    for index in indexes:
        facts = index.by_code.get(row.code, ()) if row.code else index.by_key.get(row.key, ())
        if any(f.table == table and f.column == column for f in facts):
            return True
    return False
