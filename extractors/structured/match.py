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
_PLAIN_COLUMNS = {
    "收入金额",
    "支出金额",
    "决算数",
    "小计",
    "支出合计",
    "数量",
    "得分",
    "资金",
    "合计",
    "本年支出小计",
    "本年支出合计",
}
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
_CODE = re.compile(r"(?<!\d)\d{3}(?:\d{2}){0,2}(?!\d)")
_LEVEL = re.compile(r"[(]([类款项])[)]")
_LEVELS = {"类": 3, "款": 5, "项": 7}
_CHANGES = ("增减额", "增加额", "减少额", "变动额", "变化额", "增减金额")
_RATES = ("增减幅度", "增减幅", "增长率", "变动率", "增减率")
_VERSUS = ("", "比上年", "较上年", "与上年相比", "比上年度", "较上年度")
#: other ways to ask for a measure of prose
_COLUMN_WORDS = {
    "增减额": tuple(v + w for v in _VERSUS for w in _CHANGES),
    "增减幅": tuple(v + w for v in _VERSUS for w in _RATES),
    "占比": ("占比", "比重", "比例"),
    "预算数": ("预算数", "预算"),
    "年初预算数": ("年初预算数", "年初预算"),
    "全年预算数": ("全年预算数", "全年预算"),
    "增减原因": ("增减原因", "增减变化原因", "变动原因", "变化原因"),
    "预决算差异原因": ("预决算差异原因", "差异原因"),
}

#: what the money of a table is limited to; a field that does not say so means the whole of the department
_SCOPES = {
    "GK04": ("财政拨款",),
    "GK05": ("财政拨款", "一般公共预算"),
    "GK06": ("基本支出", "一般公共预算", "经济分类"),
    "GK07": ("政府性基金",),
    "GK08": ("国有资本",),
}
_PRINCIPAL, _OUT_OF_SCOPE = 5, -5


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well the field's words fit it."""

    fact: Fact
    score: int


def matches(asked: Asked, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The facts that fit a field best, by origin. Several in one origin fit equally well."""
    phrase, hints = name_key(asked.title), name_key(asked.hints)
    found: dict[str, list[Match]] = defaultdict(list)
    for fact in _eligible(asked, facts) if phrase else ():
        if score := _score(phrase, hints, fact):
            found[fact.origin].append(Match(fact, score))
    return {origin: _best(group) for origin, group in found.items()}


def _eligible(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Facts of the wanted kind; where the field names a 科目 code or a level (款), only rows of that code or level."""
    eligible = [f for f in facts if f.is_text == asked.is_text and not f.is_blank]
    words = fold(asked.hints)
    codes = {f.row_code for f in eligible} & set(_CODE.findall(words))
    if codes:
        return [f for f in eligible if f.row_code in codes]
    if level := _LEVEL.search(words):
        return [f for f in eligible if not f.row_code or len(f.row_code) == _LEVELS[level.group(1)]]
    return eligible


def _best(group: list[Match]) -> list[Fact]:
    top = max(m.score for m in group)
    return [m.fact for m in group if m.score == top]


def _score(phrase: str, hints: str, fact: Fact) -> int:
    """How much of the field's words a fact explains (ten a character) and how near it lies; 0 if it does not fit."""
    row, column, table = _row_words(fact), _column_words(fact), _table_words(fact.table)
    whole, measure, title = _longest(row, phrase), _longest(column, phrase), _longest(table, phrase)
    if (whole is None and not _is_total(fact)) or (measure is None and not _is_plain(fact)):
        return 0
    used = [w for w in (whole, measure, title) if w]
    if not used or not _explained(phrase, used):
        return 0
    near = sum(w is None and _longest(words, hints) is not None for w, words in ((measure, column), (title, table)))
    return 10 * len(_covered(phrase, used)) + near + _standing(fact, hints, used)


def _standing(fact: Fact, hints: str, used: list[str]) -> int:
    """The place where the vocabulary has a measure's figure comes first; a table of one fund must be asked for."""
    if any(_is_principal(_cell_key(fact), fact.section_key, word) for word in used):
        return _PRINCIPAL
    scope = _SCOPES.get(fact.table or "", ())
    return _OUT_OF_SCOPE if scope and not any(word in hints for word in scope) else 0


def _is_total(fact: Fact) -> bool:
    return name_key(fact.row_name) in _TOTALS and fact.origin == "table"


def _is_plain(fact: Fact) -> bool:
    """Whether a field need not name the column: it holds the main figure of its row."""
    return fact.column in _PLAIN_COLUMNS or fact.column == "决算数合计"


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
    """The names a fact's column goes by; a “三公” column is named by its item, the budget side with 预算."""
    words = {fact.column, *_COLUMN_WORDS.get(fact.column, ())}
    for side, shorter in (("决算数", ("", "决算", "决算数")), ("预算数", ("预算", "预算数"))):
        if fact.column.startswith(side) and (item := fact.column.removeprefix(side).removesuffix("小计")):
            words |= {("" if item == "合计" else item) + word for word in shorter}
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
        if key in measure.cells or key in measure.budget or key == (measure.name,):
            words += [measure.name, *measure.printed, *(w for w in measure.asked if len(w) >= 4)]
    return tuple(name_key(w) for w in words)


@cache
def _is_principal(key: tuple[str, ...], section: str | None, word: str) -> bool:
    """Whether the vocabulary names this cell, or this subject in this section, as the place of what a word means."""
    for measure in measures().values():
        if word in {name_key(w) for w in (measure.name, *measure.printed, *measure.asked)} and (
            key in measure.cells or key in measure.budget or (key == (measure.name,) and section in measure.sections)
        ):
            return True
    return False
