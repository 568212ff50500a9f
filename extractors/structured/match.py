"""Free matching: which facts a field of the user's own model means, by its words alone.

The words of the field must be explained by the fact: row name, column and table title may cover them, and what is
left may be no more than filler. A word that changes the meaning (上年, 增减, 占比, 预算) and is not covered forbids it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.facts import MONEY, Fact
from extractors.structured.field import Asked
from extractors.structured.lines import Found
from extractors.structured.units import without_unit
from extractors.structured.words import (
    SCOPES,
    cell_key,
    column_words,
    in_scope,
    is_fiscal,
    is_income,
    is_plain,
    is_principal,
    is_side,
    is_total,
    place_rank,
    place_words,
    row_words,
)
from extractors.text import fold, name_key

#: words that say nothing of which figure is meant
_FILLER = re.compile(
    r"20\d\d年度?|本年度?|当年|全年|年度|该?(?:部门|单位)的?|本(?:部门|单位)|决算数?|金额|数额|总额|总数|总计|合计|小计|"
    r"单位：|万元|亿元|元|情况|按表|列示|填写|其中|实际|共计|一共|支出|费用|数|的|为|在|中|和|及|%|[a-zA-Z_：，。；、.\d]"
)
#: words of a nested field that name a part of the user's model and no figure
_CONTEXT = re.compile(
    r"基本|信息|财务|数据|资金|主要|指标|概况|情况|明细|内容|部分|收支|总体|经费|收入|支出|决算|公开|说明"
)
#: words that make another figure of it
_QUALIFIER = re.compile(
    r"上年|去年|上一|前年|同比|增|减|降|变化|变动|占|比例|比重|率|人均|平均|预算|年初|年末|期初|期末|累计|完成|不含|除|"
    r"结转|结余|差额|剩余|[(（]?[类款项][)）]?级|原因|是否"
)
#: names that hold such a word and are no such thing
_NAMES = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算|预算单位|预算部门|预算绩效|纳入预算|除以")
#: qualifiers that a description may not add to the figure found
_ADDED = re.compile(
    r"不含|不包括|扣除|除外|以外|剔除|上年|去年|上一年|前年|同比|增减|变化|变动|占比|比例|比重|人均|平均|年初|年末|期初|期末|累计|预算(?!绩效|管理)"
)
_CODE = re.compile(r"(?<!\d)\d{3}(?:\d{2}){0,2}(?!\d)")
_LEVEL = re.compile(r"[(]([类款项])[)]")
_LEVELS = {"类": 3, "款": 5, "项": 7}
_YEAR = re.compile(r"20\d\d(?=年|$|\D)")
_PRINCIPAL, _OUT_OF_SCOPE = 5, -5
#: a shorter word means too many things to have 部门 or 单位 about it
_SHORT = 4


@dataclass(frozen=True, slots=True)
class _Match:
    """A fact, how much of the field's words it explains, and how well it fits otherwise."""

    fact: Fact
    covered: int
    score: int
    used: tuple[str, ...]


class Words:
    """The facts of a report with the words they go by."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = [f for f in facts if not f.is_blank]
        self.blanks = [f for f in facts if f.is_blank and f.origin == "table"]


def matches(asked: Asked, words: Words, reason: str) -> Found:
    """The facts that fit a field best, by origin; several in one origin fit equally well. ``reason`` is for none."""
    for phrase, context in _phrases(asked):
        if found := _matches(asked, phrase, context, words.facts):
            return Found(found, reason)
        if found := _matches(asked, phrase, context, words.blanks):
            return Found({}, _left_blank(found))
    return Found({}, _other_year(asked, words) or reason)


def _other_year(asked: Asked, words: Words) -> str:
    """Why a field that names a year finds nothing in a report that has no figures of it."""
    years, there = _years(asked), {f.year for f in words.facts}
    wanted = "、".join(f"{year}年" for year in sorted(years))
    return f"字段要{wanted}的内容，报告中没有找到这一年的" if years and not years & there else ""


def _years(asked: Asked) -> set[int]:
    return {int(year) for year in _YEAR.findall(fold(asked.context + asked.title + asked.description))}


def _of_title(asked: Asked, match: _Match) -> bool:
    """Whether the field's own title, and not only that of the field around it, speaks of the fact's row or column.

    A title without any such word (合计) is of whatever it stands in; one that names only the table is not.
    """
    title = name_key(asked.title)
    if not asked.context or any(word in title for word in (*match.used, name_key(match.fact.row_name))):
        return True
    left = _FILLER.sub("", title)
    return any(left in word for word in match.used)


def _left_blank(found: dict[str, list[Fact]]) -> str:
    fact = next(fact for facts in found.values() for fact in facts)
    return f"表中该栏空白（{fact.table} {fact.row_code or ''}{fact.row_name}“{fact.column}”）"


def _phrases(asked: Asked) -> Iterable[tuple[str, str]]:
    """The words that must be explained, and those around them that must fit.

    The title with those of the fields it is nested in; the title; where that tells nothing, the description.
    """
    title, context = name_key(without_unit(asked.title)), name_key(asked.context)
    if context:
        yield context + title, ""
    yield title, context
    if asked.description and asked.description != asked.title:
        yield name_key(asked.description), context


def _matches(asked: Asked, phrase: str, context: str, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: list[_Match] = []
    hints = name_key(asked.hints)
    for fact in _eligible(asked, facts) if phrase else ():
        match = _match(phrase, context, hints, fact)
        if match and not _adds(asked, fact) and _of_title(asked, match):
            found.append(match)
    found = _of_unit(asked, found)
    most = max((m.covered for m in found), default=0)
    groups: dict[str, list[_Match]] = defaultdict(list)
    for match in found:
        if match.covered == most:
            groups[match.fact.origin].append(match)
    return {origin: _best(group) for origin, group in groups.items()}


def _eligible(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Facts of the wanted kind and year; where the field names a 科目 code or a level (款), only rows of that."""
    words = fold(asked.title + asked.description)
    years = _years(asked)
    eligible = [f for f in facts if not years or f.year in years]
    if asked.is_text:
        # figures may be asked for as text, but not where words are
        reasons = "原因" in words or "说明" in words
        eligible = [f for f in eligible if f.is_text == reasons]
    else:
        eligible = [f for f in eligible if not f.is_text]
    codes = {f.row_code for f in eligible} & set(_CODE.findall(words))
    if codes:
        return [f for f in eligible if f.row_code in codes]
    if level := _LEVEL.search(words):
        return [f for f in eligible if not f.row_code or len(f.row_code) == _LEVELS[level.group(1)]]
    return eligible


def _of_unit(asked: Asked, found: list[_Match]) -> list[_Match]:
    """Where some of what fits is in the unit asked for, that is meant: 同比（%） is the rate and not the amount."""
    kinds = [m for m in found if _kind(m.fact.unit) == _kind(asked.unit)] if asked.unit else []
    return kinds or found


def _kind(unit: str | None) -> str:
    if unit in MONEY:
        return "money"
    return unit if unit in {"%", "分"} else "count"


def _best(group: list[_Match]) -> list[Fact]:
    """Those that fit best, the place that the vocabulary names first before the others."""
    top = max(m.score for m in group)
    best = [m.fact for m in group if m.score == top]
    return sorted(best, key=lambda fact: place_rank(cell_key(fact)) or 0)


def _match(phrase: str, context: str, hints: str, fact: Fact) -> _Match | None:
    """How much of the field's words a fact explains and how near it lies; None if it does not fit."""
    rows = row_words(fact.row_name, fact.row_code, cell_key(fact))
    whole = _longest(rows, phrase)
    if whole is None and not is_total(fact) and _longest(rows, context) is None:
        return None
    columns, places = column_words(fact.column, fact.part_of), place_words(fact.table, fact.section_key)
    measure, title = _measure(fact, columns, phrase, whole), _longest(places, phrase)
    if measure is None and not is_plain(fact) and not (whole and place_rank(cell_key(fact)) is not None):
        return None
    if is_side(measure) and whole is None and _longest(rows, context) is None:
        return None
    used = [w for w in (whole, measure, title) if w]
    if not used or not _explained(phrase, used, fact):
        return None
    if context and not _context_explained(context, (*rows, *columns, *places), fact):
        return None
    # 决算数 is what the cells of a table hold without saying so
    covered = len(_covered(phrase, [w for w in used if fact.column != "决算数" or w != measure]))
    near = sum(w is None and _longest(words, hints) is not None for w, words in ((measure, columns), (title, places)))
    near += sum(_longest(words, context) is not None for words in (rows, columns, places)) if context else 0
    return _Match(
        fact,
        covered,
        near + _standing(fact, hints + context, [*used, *_all(rows, context)]),
        tuple(w for w in (whole, measure) if w),
    )


def _measure(fact: Fact, columns: Iterable[str], phrase: str, whole: str | None) -> str | None:
    """The longest word of a column in the field's words; in prose, 预算 inside the subject's name is none."""
    if whole and fact.origin != "table":
        rest = phrase.replace(whole, "·", 1)
        columns = [w for w in columns if w in rest or w not in whole]
    return _longest(columns, phrase)


def _standing(fact: Fact, hints: str, used: list[str]) -> int:
    """The place where the vocabulary has a measure's figure comes first; a table of one fund must be asked for."""
    if any(is_principal(cell_key(fact), fact.section_key, word) for word in used):
        return _PRINCIPAL
    scope = SCOPES.get(fact.table or "", ())
    return _OUT_OF_SCOPE if scope and not any(word in hints for word in scope) else 0


def _explained(phrase: str, used: list[str], fact: Fact) -> bool:
    """Whether what the fact leaves of the field's words is filler only."""
    covered = _covered(phrase, used)
    left = "".join("·" if i in covered else c for i, c in enumerate(phrase))
    if is_fiscal(fact):
        left = left.replace("财政拨款", "")
    if _QUALIFIER.search(_NAMES.sub("", left)):
        return False
    if "支出" in left and is_income(fact):
        return False
    if max(map(len, used)) < _SHORT and re.search(r"部门|单位|费用", left):
        return False
    return not _FILLER.sub("", left).replace("·", "").strip("类款项")


def _context_explained(context: str, words: Iterable[str], fact: Fact) -> bool:
    """Whether the names of the nested fields around a field fit the fact, or say nothing."""
    left = context
    if word := _longest(words, context):
        left = left.replace(word, "")
    if is_fiscal(fact):
        left = left.replace("财政拨款", "")
    if _QUALIFIER.search(_NAMES.sub("", left)):
        return False
    if ("收入" in left) != ("支出" in left) and ("收入" in left) != is_income(fact):
        return False
    return not _FILLER.sub("", _CONTEXT.sub("", left)).strip()


def _adds(asked: Asked, fact: Fact) -> bool:
    """Whether title or description make another figure of it (another year, one fund), and the fact is no such one."""
    words = _NAMES.sub("", name_key(asked.title + asked.description))
    own = name_key(f"{fact.row_name}{fact.column}{fact.part_of or ''}") + "".join(
        column_words(fact.column, fact.part_of)
    )
    whole = name_key(asked.context + asked.title + asked.description)
    return not in_scope(fact, whole) or any(found not in own for found in _ADDED.findall(words))


def _covered(phrase: str, used: Iterable[str]) -> set[int]:
    spans: set[int] = set()
    for word in used:
        start = phrase.find(word)
        spans |= set(range(start, start + len(word))) if start >= 0 else set()
    return spans


def _all(words: Iterable[str], phrase: str) -> list[str]:
    return [word for word in words if word in phrase]


def _longest(words: Iterable[str], phrase: str) -> str | None:
    return max((w for w in words if w and w in phrase), key=len, default=None)
