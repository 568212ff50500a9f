"""Questions over the rows of a table of no known form: which table and columns, which rows, what is made of them.

Such a table is known by its print alone. So its columns are those that it prints, and a condition or an order is over
the column that the question names, else over the first one that has the unit of the condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, TABLE_NUMBER, Fact
from extractors.text import name_key
from extractors.vocabulary import annex_columns, layout, measures, table_forms
from extractors.vocabulary.rows import row_words
from extractors.vocabulary.understanding import understanding_words
from extractors.vocabulary.units import unit_words
from rag.holdings.lookup import FactIndex, keyed
from rag.language.plain_asked import PlainCells, main_column
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.language.rows import Condition, Rows
from rag.understanding.asked_rows import conditions_in, made_of_rows, order_in, top_in
from rag.understanding.relation import Row

#: what the rows of a table have as their main column, whatever it prints
_MAIN = "决算数"
#: a heading of so many characters can tell a table of its own
_TELLING = 3
#: a number of things
_THINGS = re.compile(rf"(?<![\d.])(\d+|[一二两三四五六七八九十百]+)({unit_words().set_pattern('counters')})")
#: the bodies of a department, and the columns of a table that count their persons by the words that ask for them
_BODIES = re.compile(r"(?:下属|所属|直属|下设|二级|预算|决算|事业|各)的?(?:事业|预算|决算)?(?:单位|机构|中心|站所)")
_PERSONS = {
    "编": re.compile("编制"),
    "在职": re.compile("在职|在岗|实有|人(?!员?经费)"),
    "实有": re.compile("在职|在岗|实有|人(?!员?经费)"),
}
#: a short table is told in all its columns where none is named
_FEW = 4


def rows_of_table(query: Query, indexes: Sequence[FactIndex], measured: bool = False) -> Rows | None:
    """What a question asks over the rows of a table of no known form; None where it asks for no rows of one.

    ``measured``: only of the table that is about a measure, which other engines know more of.
    """
    index = indexes[0]
    if query.has("conflict", "reason", "share", "difference", "ratio"):
        return None
    if query.has("definition") and order_in(query.rest) is None:
        return None  # 最大的三项是什么 asks for no definition
    conditions, bare = conditions_in(query.rest)
    conditions = conditions or _of_things(query.rest)
    order = order_in(query.rest) or ("down" if query.nth else None)
    words = row_words().of_table
    each = bool(words.each.search(bare))
    counted = bool(words.counted.search(bare)) and (not each or bool(conditions))
    if not (each or counted or order or conditions):
        return None
    plain = _about(query, index, True) if measured else _table_asked(query, index, each)
    if plain is None and each and not measured:
        plain = _of_bodies(query, index)
    facts = index.plain.tables.get(plain.table, []) if plain else []
    if plain is None or not facts or plain.table in index.plain.lists:
        return None
    do = made_of_rows(query, bare)
    if do in {"sum", "average"} and not conditions and _has_total(facts):
        do = "list" if each and do == "sum" else do
    if len({f.row_name for f in facts if f.column != TABLE_NUMBER}) == 1:
        plain = plain.model_copy(update={"columns": []})
    columns = plain.columns or (_all_columns(facts) if not order and not conditions and not counted else [])
    rows = Rows(kind="table", table=plain.table, columns=columns, order=order, sure=True, each=each)
    rows.do = "count" if counted else do if do in {"sum", "average"} else "list"
    rows.conditions = [_over_column(c, plain, facts) for c in conditions]
    rows.order_by = (plain.columns[0] if plain.columns else _MAIN) if order else None
    rows.top, rows.nth = query.top or top_in(query.rest), query.nth
    rows.ranked = bool(row_words().ranked.search(query.rest))
    return rows


def _of_things(text: str) -> list[Condition]:
    """Bounds on a number of things (超过50个), which columns of such tables count."""
    found: list[Condition] = []
    for match in _THINGS.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        compare = row_words().compare
        tests = [(t, m) for t, p in compare.before.items() for m in p.finditer(before) if m.end() == match.start()]
        tests += [(t, m) for t, p in compare.behind.items() if (m := p.match(behind))]
        if tests:
            test, said = max(tests, key=lambda t: len(t[1].group(0)))
            words = said.group(0) + match.group(0) if said.end() == match.start() else match.group(0) + said.group(0)
            number = number_of(match.group(1))
            found.append(Condition(test=test, column=_MAIN, value=number, unit=match.group(2), said=words))
    return found


def rows_in_table(index: FactIndex, title: str) -> list[Row]:
    """The rows of a table of no known form, without its totals."""
    facts = index.plain.tables.get(title, [])
    main = main_column(facts) if facts else ""
    lines: dict[tuple[int | None, int | None, str], Row] = {}
    for fact in facts:
        if fact.column == TABLE_NUMBER or _is_total(fact.row_name):
            continue
        row = lines.setdefault(
            (fact.page, fact.line, fact.row_name), Row(fact.row_name, name_key(fact.row_name), code=fact.row_code)
        )
        row.add(fact.column, fact)
        if fact.column == main:
            row.add(_MAIN, fact)
    rows = list(lines.values())
    if len(rows) < 2:
        return _columns_as_rows(facts)
    codes = {r.code for r in rows if r.code}
    # of 类, 款 and 项 in one table the last ones are its rows, the others what they add up to
    return [r for r in rows if not any(c != r.code and c.startswith(r.code) for c in codes if r.code)]


def _columns_as_rows(facts: Sequence[Fact]) -> list[Row]:
    """The columns of a table that has but one row, or its total alone, are what it lists."""
    rows = []
    for fact in facts:
        if fact.column != TABLE_NUMBER and not _is_total(fact.column):
            row = Row(fact.column, name_key(fact.column))
            row.add(_MAIN, fact)
            rows.append(row)
    return rows if len({f.row_name for f in facts if f.column != TABLE_NUMBER}) == 1 else []


def _is_total(name: str) -> bool:
    return name in layout().total_labels or name.endswith(("合计", "总计"))


def _table_asked(query: Query, index: FactIndex, each: bool) -> PlainCells | None:
    """The table that is named, that alone has a column of such a heading, or that is about what is named."""
    plain = query.plain
    if plain is not None and plain.named:
        return plain if not [r for r in plain.rows if r not in layout().total_labels] else None
    if query.tables:
        return None
    if plain is not None and not plain.rows and plain.columns and all(s.generic for s in query.subjects):
        return plain if all(is_own_heading(c) for c in plain.columns) else None
    return _about(query, index) if each else None


def _about(query: Query, index: FactIndex, measured: bool = False) -> PlainCells | None:
    """The table that is about the one thing that a question names, by its title (政府购买服务: 政府购买服务情况表)."""
    telling = [s for s in query.subjects if not s.generic]
    if len(telling) > 1 or (bool(telling) and telling[0].measure is not None) != measured:
        return None
    said, _ = keyed(query.rest)
    for key, title in index.plain.titles.items():
        topic = telling[0].key if telling else _topic(key, said)
        if len(topic) <= _TELLING:
            continue
        _, own, rest = key.partition(topic)
        if not own or not row_words().of_table.rest_of_title.fullmatch(rest):
            continue
        if title not in index.plain.lists and len(rows_in_table(index, title)) > 1:
            return PlainCells(table=title)
    return None


def _of_bodies(query: Query, index: FactIndex) -> PlainCells | None:
    """The table that lists the bodies of a department with their persons, where these are asked for of each body."""
    if not _BODIES.search(query.rest):
        return None
    for title, facts in index.plain.tables.items():
        persons = list(dict.fromkeys(f.column for f in facts if f.unit == "人"))
        columns = [c for c in persons if any(w in c and a.search(query.rest) for w, a in _PERSONS.items())]
        names = {f.row_name for f in facts if not _is_total(f.row_name)}
        bodies = [n for n in names if understanding_words().body_ending.search(n)]
        if columns and len(names) > 1 and 2 * len(bodies) > len(names):
            return PlainCells(table=title, columns=columns)
    return None


def _topic(key: str, said: str) -> str:
    """How much of the beginning of a title a question says."""
    return next((key[:n] for n in range(len(key), _TELLING, -1) if key[:n] in said), "")


def is_own_heading(column: str) -> bool:
    """Whether a heading is none that statutory tables, forms or measures have too."""
    key = name_key(column)
    if len(key) < _TELLING or key in annex_columns():
        return False
    known = {name_key(c) for form in table_forms().values() for c in form.column_names}
    known |= {name_key(n) for m in measures().values() for n in (m.name, *m.printed, *m.asked)}
    return key not in known


def _all_columns(facts: Sequence[Fact]) -> list[str]:
    columns = [c for c in dict.fromkeys(f.column for f in facts) if c != TABLE_NUMBER]
    rows = {f.row_name for f in facts if f.column != TABLE_NUMBER}
    return columns if len(columns) <= _FEW and len(rows) > 1 else []


def _has_total(facts: Sequence[Fact]) -> bool:
    return any(_is_total(f.row_name) for f in facts)


def _over_column(condition: Condition, plain: PlainCells, facts: Sequence[Fact]) -> Condition:
    """A condition over the column of the table that it is about: one that is named, else the first of its unit."""
    unit = condition.unit
    if unit is None:
        column = plain.columns[0] if plain.columns else _MAIN
        return condition if condition.test in {"grade"} else condition.model_copy(update={"column": column})
    having = {f.column for f in facts if f.unit == unit or (f.unit in MONEY and unit in MONEY)}
    columns = [*plain.columns, *dict.fromkeys(f.column for f in facts)]
    column = next((c for c in columns if c in having), condition.column)
    return condition.model_copy(update={"column": column})
