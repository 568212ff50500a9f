"""Cells of named tables held against one another: one row in two tables, or two columns of one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, differ, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import TableForm, question_words, table_forms
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject, level_of
from rag.language.quantities import quantities_in
from rag.language.query import Query
from rag.understanding.relation import Row, column_of, form_rows, same_name

#: so many figures of rows are told
_MOST = 8


def held_cells(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether the cells that a question names are one number, with each; None where it does not name two of a row."""
    if not (query.has("conflict") or query.opposed) or not query.tables:
        return None
    row = next((s for s in query.subjects if s.measure is None and s.key != "合计"), None)
    if row is None:
        return None
    facts = [f for table in query.tables for f in _cells(query, desk, doc_id, table, row)]
    if len(facts) < 2 or any(f.value is None for f in facts) or len({f.unit for f in facts}) != 1:
        return None
    if (summed := _summed(query, desk, facts)) is not None:
        return summed
    agree = not any(differ(facts[0], f) for f in facts[1:])
    told = "；".join(f"{compose.place_of(f)}{f.row_name}的{f.column}为{f.raw}{f.unit or ''}" for f in facts)
    text = f"{desk.title(doc_id)}{row.name}{'各处一致' if agree else '各处不一致'}：{told}。"
    values = [compose.value_of(f) for f in facts]
    status: Status = "answered" if agree else "conflict"
    return compose.answer(query.text, text, status, values, compose.cite(facts, desk.files))


def _summed(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer | None:
    """Whether the columns of one row add up, where its form has them as a whole and its parts, and what else one is."""
    form = table_forms().get(facts[0].table or "")
    at = {f.column: f for f in facts}
    if form is None or len({(f.table, *_row_of(f)) for f in facts}) != 1 or len(at) != len(facts):
        return None
    total = next((s for s in form.sums if len(s.whole) == 1 and s.whole[0] in at and len(at) > 2), None)
    if total is None or not {*at} <= {*total.whole, *total.parts}:
        return None
    whole, parts = at[total.whole[0]], [at[c] for c in total.parts if c in at]
    cells = desk.index(whole.doc_id).cells(form.key)
    others = {f.column for f in cells if f.column in total.parts} - set(at)
    row = {f.column: f for f in cells if _row_of(f) == _row_of(whole)}
    if any(c not in row or row[c].value for c in others):
        return None  # the parts that are named are not all, or one of the others was not read
    amount = _value(whole)
    made = compose.computed_value(
        sum(map(_value, parts), Decimal(0)),
        whole.unit,
        f"{'与'.join(f.column for f in parts)}之和",
        _plus(parts),
        whole,
    )
    told = "、".join(f"{f.column}{f.raw}{_unit_behind(f)}" for f in facts)
    text = f"{desk.title(whole.doc_id)}{compose.place_of(whole)}{whole.row_name}的{told}，"
    values = [*map(compose.value_of, facts), made]
    if Decimal(made.value) == amount:
        text += f"{made.formula} = {made.value}，与{whole.column}相等。"
        return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))
    gap = compose.apart(Decimal(made.value), amount, whole)
    text += f"{made.formula} = {made.value}，与{whole.column}相差{gap.value}{gap.unit or ''}（{gap.formula}）"
    if (part := next((f for f in facts if f is not whole), None)) is not None:
        rest = [f for f in parts if f is not part]
        formula = " - ".join(plain_decimal(_value(f)) for f in (whole, *rest))
        right = compose.computed_value(
            amount - sum(map(_value, rest), Decimal(0)), whole.unit, f"按其他数算出的{part.column}", formula, whole
        )
        text += f"；其余各数无误时，{part.column}应为{right.value}{right.unit or ''}（{right.formula}）"
        values.append(right)
    return compose.answer(query.text, f"{text}。", "conflict", [*values, gap], compose.cite(facts, desk.files))


def _row_of(fact: Fact) -> tuple[str | None, str]:
    return fact.row_code, fact.row_name


def _value(fact: Fact) -> Decimal:
    return fact.value if fact.value is not None else Decimal(0)


def _plus(facts: Sequence[Fact]) -> str:
    return " + ".join(plain_decimal(_value(f)) for f in facts)


def row_against_stated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that a question states held against the row of a form that it names (93.7分和合计栏一致吗)."""
    named = [s for s in query.subjects if s.measure is None]
    stated = list(quantities_in(query.rest))
    if query.tables or query.project or len(query.subjects) > 2 or len(named) != 1 or len(stated) != 1:
        return None
    index, unit = desk.index(doc_id), stated[0].unit
    if unit != "分":
        return None  # one rate is stated of many things
    printed = [f for f in index.by_key.get(named[0].key, ()) if f.origin == "annex" and f.unit == unit]
    printed = [f for f in printed if f.value is not None and column_of(f) != "分值"]
    same = (f for f in index.facts if f.value == stated[0].value and f.unit == unit and f not in printed)
    told = next(same, None)
    if told is None or len({f.value for f in printed}) != 1:
        return None
    row = printed[0]
    assert told.value is not None and row.value is not None
    text = f"{compose.sentence(told)}；{compose.sentence(row)}；"
    values = [compose.value_of(told), compose.value_of(row)]
    if told.value == row.value:
        text += "两者一致。"
    else:
        gap = compose.apart(told.value, row.value, row)
        values.append(gap)
        text += f"两者不一致，相差{gap.value}{gap.unit or ''}（{gap.formula}）。"
    status: Status = "answered" if told.value == row.value else "conflict"
    return compose.answer(query.text, text, status, values, compose.cite([told, row], desk.files))


def columns_alike(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The columns of a row of a form that share a name (两个执行数), of the row that the question names or quotes."""
    name = query.columns_alike
    if name is None:
        return None
    rows = [(row, pair) for row in form_rows(desk.index(doc_id)) if len(pair := _sharing(row, name)) > 1]
    rows = _of_row_asked(query, rows)
    if not rows:
        return None
    facts = list({(f.row_name, f.column, f.value): f for _, pair in rows for f in pair}.values())[:_MOST]
    agree = all(len({f.value for f in pair}) == 1 for _, pair in rows)
    told = "；".join(f"{f.row_name}的{f.column}为{f.raw}{_unit_behind(f)}" for f in facts)
    text = f"{desk.title(doc_id)}{compose.place_of(facts[0])}里的数{'一致' if agree else '不一致'}：{told}。"
    status: Status = "answered" if agree else "conflict"
    values = [compose.value_of(f) for f in facts]
    return compose.answer(query.text, text, status, values, compose.cite(facts, desk.files))


def _unit_behind(fact: Fact) -> str:
    return "" if fact.unit is None or fact.raw.endswith(fact.unit) else fact.unit


def _sharing(row: Row, name: str) -> list[Fact]:
    """The figures of a row in columns whose names have a name in them, one a column, where they are of one unit."""
    facts = {f.column: f for facts in row.cells.values() for f in facts if name in name_key(f.column)}
    alike: dict[str | None, list[Fact]] = {}
    for fact in facts.values():
        if fact.value is not None:
            alike.setdefault(fact.unit, []).append(fact)
    return max(alike.values(), key=len, default=[])


def _of_row_asked(query: Query, rows: Sequence[tuple[Row, list[Fact]]]) -> list[tuple[Row, list[Fact]]]:
    """The rows that a question means: by their project, by an amount that it quotes, else those that differ."""
    named = [r for r in rows if query.project and same_name(r[0].key, name_key(query.project))]
    named = named or [r for r in rows if any(s.measure is None and s.key == r[0].key for s in query.subjects)]
    amounts = {q.value * MONEY[q.unit] for q in quantities_in(query.text) if q.unit in MONEY}
    quoted = [r for r in rows if any(_amount(f) in amounts for facts in r[0].cells.values() for f in facts)]
    if named or amounts:
        return named or quoted
    return [r for r in rows if len({f.value for f in r[1]}) > 1] or list(rows)


def _amount(fact: Fact) -> Decimal | None:
    return fact.value * MONEY[fact.unit] if fact.value is not None and fact.unit in MONEY else None


def _cells(query: Query, desk: Desk, doc_id: str, table: str, row: Subject) -> Iterator[Fact]:
    """The cells of a row of a table in the columns that a question names; its main one where it names none."""
    columns = _columns_named(query.rest, table_forms()[table]) or [question_words().defaults.get(table, "")]
    for column in columns:
        same = [f for f in desk.index(doc_id).cells(table) if f.column == column and name_key(f.row_name) == row.key]
        same = [f for f in same if row.level is None or level_of(f) == row.level]
        if len({f.value for f in same}) == 1:
            yield same[0]


def _columns_named(text: str, form: TableForm) -> list[str]:
    """The columns of a table whose printed names stand in a question, in its order, the longest name first."""
    words = sorted(((w, c.name) for c in form.columns if not c.added for w in c.leaf), key=lambda p: -len(p[0]))
    words += [("支出合计", name) for w, name in words if w in {"小计", "本年支出合计"}]
    key, found = name_key(text), dict[int, str]()
    for word, name in words:
        at = key.find(word)
        if at >= 0:
            key = key[:at] + "|" * len(word) + key[at + len(word) :]
            found.setdefault(at, name)
    return list(dict.fromkeys(name for _, name in sorted(found.items())))
