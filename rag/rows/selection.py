"""Selection: which rows of a relation meet the conditions of a question, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary.rows import RowKind, Test, row_words
from rag.language.rows import Condition, Rows
from rag.understanding.relation import Row

#: full marks where a form prints no weight
_FULL = Decimal(100)


def select(rows: Sequence[Row], asked: Rows) -> tuple[list[Row], list[Row]]:
    """The rows that meet every condition, in the order asked for; and those of which a condition cannot be told."""
    kept, unknown = [], []
    only = {name_key(name) for name in asked.only}
    for row in rows:
        if any(is_named(row, name) for name in asked.without) or (only and row.key not in only):
            continue
        verdicts = [meets(row, c, asked.kind) for c in asked.conditions]
        if all(verdicts):
            kept.append(row)
        elif None in verdicts and False not in verdicts:
            unknown.append(row)
    if asked.order:
        kept = _ordered(kept, asked)
    return kept, unknown


def column_in(column: str, kind: RowKind) -> str:
    """The column that the rows of a kind have for one that a question names."""
    called = row_words().called[kind]
    if column in {"决算数", "全年执行数"}:
        return called.column
    return called.budget if column in {"预算数", "年初预算数", "全年预算数"} and kind == "indicators" else column


def meets(row: Row, condition: Condition, kind: RowKind) -> bool | None:
    """Whether a row meets a condition; None where it lacks the figure."""
    if condition.test == "grade":
        return _has_grade(row, condition.word or "")
    if condition.test in {"short", "met"}:
        short = _falls_short(row, kind)
        return None if short is None else short == (condition.test == "short")
    if condition.test == "deviates":
        return _deviates(row)
    if condition.test in {"over_budget", "under_budget"}:
        spent, planned = amount(row, "决算数", kind), amount(row, row_words().called[kind].budget, kind)
        if spent is None or planned is None:
            return None
        return spent > planned if condition.test == "over_budget" else spent < planned
    if condition.other is not None:
        return _between(row, condition, kind)
    fact = row.cell(column_in(condition.column, kind))
    if fact is None or fact.value is None:
        # a printed blank in a table of money holds no money
        return None if fact is None or fact.origin != "table" else condition.test == "zero"
    return _holds(fact, condition, row)


def _holds(fact: Fact, condition: Condition, row: Row) -> bool | None:
    assert fact.value is not None
    value, bound = fact.value, condition.value
    if condition.test in {"full", "not_full"}:
        full = row.value("分值") or _FULL
        return (value >= full) == (condition.test == "full")
    if condition.test in {"zero", "above_zero"}:
        return (value == 0) == (condition.test == "zero")
    if condition.test in {"rose", "fell"}:
        return value > 0 if condition.test == "rose" else value < 0
    if bound is None:
        return None
    if condition.unit in MONEY and fact.unit in MONEY:
        value = value * MONEY[fact.unit] / MONEY[condition.unit]
    elif condition.unit != fact.unit and not (condition.unit == "分" and fact.unit is None):
        return None
    return compared(value, condition.test, bound)


def compared(value: Decimal, test: Test, bound: Decimal) -> bool | None:
    """Whether a number stands to another as a test says; None for a test that compares nothing."""
    return {
        "over": value > bound,
        "at_least": value >= bound,
        "under": value < bound,
        "at_most": value <= bound,
        "exactly": value == bound,
        "other": value != bound,
    }.get(test)


def _between(row: Row, condition: Condition, kind: RowKind) -> bool | None:
    """Whether one column of a row stands to another as a condition says."""
    one, other = row.cell(column_in(condition.column, kind)), row.cell(column_in(condition.other or "", kind))
    if one is None or other is None or one.value is None or other.value is None:
        return None
    right = other.in_unit(one.unit or "")
    return compared(one.value, condition.test, right) if right is not None else None


def amount(row: Row, column: str, kind: RowKind) -> Decimal | None:
    """A figure of a row, money in 万元."""
    fact = row.cell(column_in(column, kind))
    if fact is None or fact.value is None:
        return None
    return fact.value * MONEY[fact.unit] if fact.unit in MONEY else fact.value


def _has_grade(row: Row, word: str) -> bool | None:
    """Whether a row was given a grade: as printed, else by its points."""
    printed = row.cell("自评等级")
    if printed is not None and printed.raw:
        called = printed.raw.strip("“”\"' ")
        return called.startswith(word) or row_words().grade_names.get(called) == word
    points = row.value("得分")
    if points is None:
        return None
    least = row_words().grades
    given = next((g for g, n in sorted(least.items(), key=lambda i: -i[1]) if points >= n), None)
    return given == word


#: a target that is not to be passed
_AT_MOST = re.compile(r"[≤<＜]|不超过|不高于|不大于|不多于|低于|小于|控制在|少于")


def _falls_short(row: Row, kind: RowKind) -> bool | None:
    """Whether less was done than planned: points lost or a lower figure for an indicator, below 100% for money."""
    if kind == "indicators":
        done, aim = row.cell("实际完成值"), row.cell("目标值")
        if (
            done is not None
            and aim is not None
            and done.value is not None
            and aim.value is not None
            and done.unit == aim.unit
        ):
            most = bool(_AT_MOST.match(aim.raw.strip()))
            return done.value > aim.value if most else done.value < aim.value
        points, weight = row.value("得分"), row.value("分值")
        return points < weight if points is not None and weight is not None else None
    rate = row.value("完成比例")
    if rate is not None:
        return rate < 100
    spent, planned = amount(row, "决算数", kind), amount(row, row_words().called[kind].budget, kind)
    return spent < planned if spent is not None and planned is not None else None


def _deviates(row: Row) -> bool | None:
    """Whether a form says that there was a deviation."""
    said = row.cell("是否有偏差")
    if said is not None and said.raw:
        return said.raw.startswith(("是", "有"))
    degree = row.value("偏差度")
    return degree != 0 if degree is not None else None


def _ordered(rows: Sequence[Row], asked: Rows) -> list[Row]:
    """Rows by the column of their order, cut to what is asked for; rows that share the first or last place stay."""
    column = asked.order_by or row_words().called[asked.kind].column
    with_value = [(v, r) for r in rows if (v := amount(r, column, asked.kind)) is not None]
    with_value.sort(key=lambda p: p[0], reverse=asked.order == "down")
    if asked.nth:
        return [r for _, r in with_value[asked.nth - 1 : asked.nth]]
    if asked.top:
        return [r for _, r in with_value[: asked.top]]
    return [r for _, r in with_value]


def firsts(rows: Sequence[Row], asked: Rows) -> list[Row]:
    """The rows that share the first place of an order."""
    column = asked.order_by or row_words().called[asked.kind].column
    first = amount(rows[0], column, asked.kind)
    return [r for r in rows if amount(r, column, asked.kind) == first]


def is_named(row: Row, words: str) -> bool:
    """Whether words name a row: by its name, or a part of it without which little is left."""
    key = name_key(words)
    for tail in ("项目", "那两行", "这项", "那项", "的", "支出"):
        key = key.removesuffix(tail) if len(key) > len(tail) + 1 else key
    return bool(key) and (key in row.key or (row.key in key) or _overlap(key, row.key) >= 0.75)


def _overlap(key: str, name: str) -> float:
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    return sum(p in name for p in pairs) / len(pairs) if pairs else 0.0
