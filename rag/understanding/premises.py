"""Premises: a thing that a question names only by its amount (那30.83万年初安排了多少)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures
from rag.holdings.lookup import FactIndex, Subject, level_of, subject_keys
from rag.language.quantities import quantities_in
from rag.language.query import Query
from rag.understanding.asked_rows import conditions_in
from rag.understanding.relation import projects

#: columns of which an amount in a question may be one
_AMOUNTS = ("决算数", "本年支出合计", "小计", "年初预算数", "执行数", "全年执行数", "资金")

#: columns of rates, each of which can be worked out anew
_RATES = ("增减幅", "占比", "完成年初预算比例", "完成预算比例")

#: words by which a question speaks of a project, its form and its money
_SPEAKS_OF_PROJECT = re.compile("项目(?!支出)|自评|绩效|执行[数率]|全年预算|得分|评级|目标")
#: what stands between a part and its whole, and what parts clauses; how short a word may be, how much a name must have
_SHARE_OF, _CLAUSE, _A_WORD, _NEARLY_ALL = "占", re.compile(r"[，,。；;？?|]"), 2, 0.75
#: how a word for money may end, whatever the money is for
_OF_MONEY = re.compile(r"(?<=..)(?:支出|资金|经费|款项?|项目)$")
_ANY_MONEY = re.compile("(?:支出|资金|经费|款项?|项目|钱)?")
#: behind an amount: that of one project
_A_PROJECT = re.compile(r"元?的?(?:[那这]一?[个笔])?的?(?:专项|大)?项目(?!支出|资金)")


def names_account(query: Query, index: FactIndex) -> bool:
    """Whether the name of a project is that of an account in a question (甲服务支出完成年初预算的百分之几).

    The report has an account of the very name, and the question says 支出 behind it, and not project.
    """
    if query.project is None or len(query.projects) > 1 or f"{query.project}支出" not in query.rest:
        return False
    if _SPEAKS_OF_PROJECT.search(query.rest.replace(query.project, "|")):
        return False
    key = name_key(query.project)
    return any(f.origin == "table" and f.row_code for k in (key, f"{key}支出") for f in index.by_key.get(k, ()))


def named_by_amount(query: Query, index: FactIndex) -> Subject | None:
    """The one thing whose amount a question states, where it names nothing else; None where several have it."""
    precise = [s for s in query.subjects if not s.generic]
    if (precise and not query.defaulted) or query.project or query.tables or query.rows:
        return None
    if not (query.columns or query.asks_figure) or query.has("rank", "list", "reason", "use", "conflict"):
        return None
    if any(c.value is not None for c in conditions_in(query.rest)[0]):
        return None  # 全年预算30万的那个项目: a condition on rows
    for quantity in quantities_in(query.rest):
        if quantity.unit not in MONEY or (
            quantity.value == quantity.value.to_integral_value() and quantity.value < 100
        ):
            continue  # a round number is the amount of many things
        amount = quantity.value * MONEY[quantity.unit]
        if any(_is_amount(f, amount) for s in query.subjects if s.measure for f in index.of_measure(s.measure)):
            return None  # the amount is that of what is named (支出735.59万)
        keys = _keys_of(amount, index.facts)
        if len(keys) == 1:
            named = (m for m in measures().values() if keys[0] in {name_key(n) for n in (m.name, *m.printed)})
            measure = next(named, None)
            return Subject(keys[0], keys[0], quantity.start, quantity.start, measure)
    return None


def named_by_rate(query: Query, index: FactIndex) -> tuple[Subject, str] | None:
    """The one thing of which the report states the rate that a question doubts (增长12.08%算得对吗), and its column."""
    claim = query.claim
    if query.subjects or query.project or not query.doubted or claim is None or claim.unit != "%":
        return None
    told = {
        (name_key(f.row_name), f.column)
        for f in index.facts
        if f.origin == "prose" and f.unit == "%" and f.column in _RATES and f.value is not None
        if abs(f.value) == claim.value
    }
    if len(told) != 1:
        return None
    key, column = told.pop()
    named = (m for m in measures().values() if key in {name_key(n) for n in (m.name, *m.printed)})
    return Subject(key, key, 0, 0, next(named, None)), "完成比例" if column.startswith("完成") else column


def part_by_amount(query: Query, index: FactIndex) -> Subject | None:
    """The part of a share that a question names by its amount and a word for it (那笔500万奖补占总支出的几成).

    None where the part is named otherwise, or where several things of that name have the amount.
    """
    place = query.rest.find(_SHARE_OF)
    if not query.has("share") or place < 0 or query.tables:
        return None
    if any(s.start < place for s in query.subjects if s.end) or not any(s.start > place for s in query.subjects):
        return None
    for quantity in quantities_in(query.rest[:place]):
        word = name_key(_CLAUSE.split(query.rest[quantity.end : place])[0].replace("的", ""))
        word = _OF_MONEY.sub("", word)
        bare = _ANY_MONEY.fullmatch(word) is not None
        if quantity.unit not in MONEY or (len(word) < _A_WORD and not bare):
            continue
        if bare and quantity.value == quantity.value.to_integral_value():
            continue  # a round number is the amount of many things
        amount = quantity.value * MONEY[quantity.unit]
        if query.project and any(_is_amount(f, amount) for f in index.by_key.get(name_key(query.project), ())):
            return None
        facts = [f for f in index.facts if f.column in _AMOUNTS and _is_amount(f, amount)]
        keys = _keys_of(amount, [f for f in facts if bare or _covers(name_key(f.row_name), word)])
        if len(keys) == 1:
            return Subject(keys[0], keys[0], quantity.start, quantity.end)
    return None


def of_stated_amount(query: Query, index: FactIndex, part: Subject) -> Fact | None:
    """The figure of a part that has the amount which the question states: in one scope it is another than in all."""
    given = [q.value * MONEY[q.unit] for q in quantities_in(query.rest) if q.unit in MONEY]
    if not given or part.measure is not None:
        return None
    return next((f for f in index.by_key.get(part.key, ()) if any(_is_amount(f, amount) for amount in given)), None)


def _covers(name: str, word: str) -> bool:
    """Whether a printed name has the word for it: as it stands, or nearly all of its pairs of characters."""
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    return word in name or sum(p in name for p in pairs) >= _NEARLY_ALL * len(pairs)


def renamed_by_amount(query: Query, index: FactIndex) -> Subject | None:
    """The row that has the amount that a question states, where what the question names is no row with it.

    The names must have words in common (离退休（行政单位）年初31.50万: 行政单位离退休); None where none or several do.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is not None or not query.amounts or name_key(only.text) == only.key:
        return None
    if any(_is_amount(f, a) for f in index.by_key.get(only.key, ()) for a in query.amounts):
        return None
    keys = dict.fromkeys(k for amount in query.amounts for k in _keys_of(amount, index.facts))
    pairs = {query.rest[i : i + 2] for i in range(len(query.rest) - 1)}
    alike = [k for k in keys if 2 * sum(k[i : i + 2] in pairs for i in range(len(k) - 1)) >= len(k) - 1]
    return replace(only, key=alike[0], text=alike[0]) if len(alike) == 1 else None


def project_of_amount(query: Query, index: FactIndex) -> str | None:
    """The one project that has the amount by which a question names it (310万那个项目); None where several do."""
    if query.project or query.rows or not _A_PROJECT.search(query.rest) or query.has("list", "sum", "conflict"):
        return None
    if any(c.value is not None for c in conditions_in(query.rest)[0]):
        return None  # 全年预算30万的那个项目: a condition on rows
    named = set()
    for quantity in quantities_in(query.rest):
        if quantity.unit in MONEY and _A_PROJECT.match(query.rest, quantity.end):
            amount = quantity.value * MONEY[quantity.unit]
            rows = [r for r in projects(index) if any(_is_amount(f, amount) for fs in r.cells.values() for f in fs)]
            named |= {r.name for r in rows}
    return named.pop() if len(named) == 1 else None


def _is_amount(fact: Fact, amount: Decimal) -> bool:
    return fact.value is not None and fact.unit in MONEY and fact.value * MONEY[fact.unit] == amount


def _keys_of(amount: Decimal, facts: Sequence[Fact]) -> list[str]:
    """The names of the most particular rows of an amount."""
    found = [f for f in facts if f.column in _AMOUNTS and _is_amount(f, amount)]
    lowest = [f for f in found if level_of(f) == "项"] or found
    return list(dict.fromkeys(subject_keys(f)[-1] for f in lowest))
