"""Free matching: which facts a field of the user's own model means, by its words alone.

The words of the field must be explained by the fact: row name, column and table title may cover them, and what is
left may be no more than filler. A word that changes the meaning (上年, 增减, 占比, 预算) and is not covered forbids it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.facts import Fact
from extractors.structured.field import Asked
from extractors.text import fold, name_key
from extractors.vocabulary import measures, table_forms

#: columns that hold the main figure of a row, so that a field need not name them
_PLAIN_COLUMNS = {"收入金额", "支出金额", "决算数", "小计", "支出合计", "数量", "得分", "资金", "合计", "本年支出小计"}
_TOTALS = {"合计", "总计收入", "总计支出"}

#: words that say nothing of which figure is meant
_FILLER = re.compile(
    r"20\d\d|本年度?|当年|全年|年度|该?(?:部门|单位)的?|本(?:部门|单位)|决算数?|金额|数额|总额|总数|总计|合计|小计|"
    r"单位：|万元|亿元|元|情况|按表|列示|填写|其中|财政拨款|支出|数|的|为|在|中|和|及|%|[a-zA-Z_：，。；、.\d]"
)
#: words that make another figure of it
_QUALIFIER = re.compile(
    r"上年|去年|上一|同比|增|减|降|变化|变动|占|比例|比重|率|人均|平均|预算|年初|年末|期初|期末|累计|完成|不含|除|"
    r"[(（]?[类款项][)）]?级|原因"
)
_LEVEL = re.compile(r"[(]([类款项])[)]")
_LEVELS = {"类": 3, "款": 5, "项": 7}
#: other ways to ask for a measure of prose
_COLUMN_WORDS = {
    "增减额": ("增减额", "增加额", "减少额", "变动额", "变化额", "增减金额"),
    "增减幅": ("增减幅度", "增减幅", "增长率", "变动率", "增减率"),
    "占比": ("占比", "比重", "比例"),
    "预算数": ("预算数", "预算"),
    "年初预算数": ("年初预算数", "年初预算"),
    "全年预算数": ("全年预算数", "全年预算"),
    "增减原因": ("增减原因", "增减变化原因", "变动原因", "变化原因"),
    "预决算差异原因": ("预决算差异原因", "差异原因"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well the field's words fit it."""

    fact: Fact
    score: int


def matches(asked: Asked, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The facts that fit a field best, by origin. Several in one origin fit equally well."""
    phrase, hints = name_key(asked.title), name_key(asked.hints)
    level = _LEVEL.search(fold(asked.hints))
    length = _LEVELS[level.group(1)] if level else None
    found: dict[str, list[Match]] = defaultdict(list)
    for fact in facts if phrase else ():
        if (
            fact.is_text != asked.is_text
            or fact.is_blank
            or (length and fact.row_code and len(fact.row_code) != length)
        ):
            continue
        if score := _score(phrase, hints, fact):
            found[fact.origin].append(Match(fact, score))
    return {origin: _best(group) for origin, group in found.items()}


def _best(group: list[Match]) -> list[Fact]:
    top = max(m.score for m in group)
    return [m.fact for m in group if m.score == top]


def _score(phrase: str, hints: str, fact: Fact) -> int:
    """How many characters of the field's words a fact explains; 0 where it does not fit."""
    row, column = _row_words(fact), _column_words(fact)
    table = _table_words(fact.table)
    whole = _longest(row, phrase)
    if whole is None and not _is_total(fact):
        return 0
    measure = _longest(column, phrase)
    if measure is None and fact.column not in _PLAIN_COLUMNS and not _side(fact):
        return 0
    title = _longest(table, phrase)
    used = [w for w in (whole, measure, title) if w]
    if not used or not _explained(phrase, used):
        return 0
    extra = sum(w is None and _longest(words, hints) is not None for w, words in ((measure, column), (title, table)))
    return 10 * len(_covered(phrase, used)) + extra


def _is_total(fact: Fact) -> bool:
    return name_key(fact.row_name) in _TOTALS and fact.origin == "table"


def _side(fact: Fact) -> bool:
    """A “三公” column of the 决算数 side whose item is what the row of another table would be."""
    return fact.column.startswith("决算数") and _is_total(fact) and fact.column != "决算数"


def _explained(phrase: str, used: list[str]) -> bool:
    """Whether what the fact leaves of the field's words is filler only."""
    covered = _covered(phrase, used)
    left = "".join("·" if i in covered else c for i, c in enumerate(phrase))
    if _QUALIFIER.search(left):
        return False
    return not _FILLER.sub("", left).replace("·", "").strip("类款项")


def _covered(phrase: str, used: Iterable[str]) -> set[int]:
    spans: set[int] = set()
    for word in used:
        start = phrase.find(word)
        spans |= set(range(start, start + len(word))) if start >= 0 else set()
    return spans


def _longest(words: Iterable[str], phrase: str) -> str | None:
    return max((w for w in words if w and w in phrase), key=len, default=None)


def _row_words(fact: Fact) -> tuple[str, ...]:
    """The names a fact's subject goes by: its row name, its code, and the ways of asking for its measure."""
    names = (name_key(fact.row_name), fact.row_code or "", *_asked_words(_cell_key(fact)))
    return tuple(n for n in names if n not in _TOTALS)


def _column_words(fact: Fact) -> tuple[str, ...]:
    column = fact.column
    short = column.removeprefix("决算数") if _side(fact) else column
    words = {column, short, short.removesuffix("小计"), *_COLUMN_WORDS.get(column, ())}
    return tuple(name_key(w) for w in words if w and w not in _TOTALS)


@cache
def _table_words(table: str | None) -> tuple[str, ...]:
    """The printed titles of a statutory table, and what is left of them without 决算表."""
    form = table_forms().get(table or "")
    titles = (form.titles if form else ()) or ((name_key(table),) if table else ())
    stems = {re.sub(r"(收入)?支出?决算(明细)?(总)?表$|决算(明细)?(总)?表$|总?表$", "", t) for t in titles}
    stems |= {re.sub(r"决算(明细)?(总)?表$", "", t) for t in titles}
    return tuple(s for s in (*titles, *stems) if len(s) > 3)


def _cell_key(fact: Fact) -> tuple[str, ...]:
    return (fact.table or "", fact.row_name, fact.column) if fact.origin == "table" else (fact.row_name,)


@cache
def _asked_words(key: tuple[str, ...]) -> tuple[str, ...]:
    """The vocabulary's other names of a statutory cell, or of a subject of prose. Short ones mean too many things."""
    words: list[str] = []
    for measure in measures().values():
        if key in measure.cells or key == (measure.name,):
            words += [measure.name, *measure.printed, *(w for w in measure.asked if len(w) >= 4)]
    return tuple(name_key(w) for w in words)
