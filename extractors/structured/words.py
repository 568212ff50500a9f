"""The words that a fact goes by: its subject, its measure, its table or section; and what may stand around them."""

from __future__ import annotations

import re
from functools import cache

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import measures, section_words, table_forms

#: columns that hold the main figure of a row, so that a field need not name them
_PLAIN_COLUMNS = {
    "收入金额", "支出金额", "决算数", "小计", "支出合计", "数量", "资金", "合计", "本年支出小计", "本年支出合计",
}  # fmt: skip
TOTALS = {"合计", "总计收入", "总计支出"}

_VERSUS = (
    "比上年", "较上年", "与上年相比", "比上年度", "较上年度", "与上年度相比", "同比", "比去年", "较去年", "与去年相比",
    "去年同比", "上年同比", "与去年同比", "与上年同比", "比去年同期", "比上年同期", "较去年同期", "较上年同期",
)  # fmt: skip
_CHANGE = ("增减", "变动", "变化", "增长", "增加")
#: what is left open by a word of change is told by the unit
_OPEN = ("", *(v + w for v in _VERSUS for w in ("", *_CHANGE, "增减变动", "增减变化", "情况")))[1:]
_AMOUNTS = tuple(v + w for v in ("", *_VERSUS) for w in ("增减额", "增加额", "变动额", "变化额", "增减金额", "增减数"))
_RATES = tuple(
    v + w
    for v in ("", *_VERSUS)
    for w in ("增减幅度", "增减幅", "增长率", "变动率", "增减率", "增幅", "增速", "增减比例", "变动幅度", "变化率")
)
_DONE = ("完成率", "预算完成率", "完成预算比例", "完成预算的比例", "预算完成比例", "完成比例", "预算执行率", "执行率")
_INITIAL = ("完成年初预算比例", "完成年初预算的比例", "年初预算完成率", "完成年初预算率")
#: other ways to ask for a measure of prose
_COLUMN_WORDS = {
    "增减额": (*_AMOUNTS, *_OPEN),
    "增减幅": (*_RATES, *_OPEN),
    "占比": ("占比", "比重", "比例", "所占比例", "所占比重"),
    "预算数": ("预算数", "预算"),
    "年初预算数": ("年初预算数", "年初预算"),
    "全年预算数": ("全年预算数", "全年预算", "预算数", "预算"),
    "完成年初预算比例": (*_DONE, *_INITIAL),
    "完成预算比例": _DONE,
    "完成全年预算比例": (*_DONE, "完成全年预算比例", "完成全年预算的比例", "全年预算完成率"),
    "数量": ("数量", "个数", "辆数", "人数", "数"),
    "资金": ("资金", "资金额", "涉及资金", "金额"),
    "得分": ("得分", "分数", "评分", "自评得分"),
    "增减原因": tuple(v + w for v in ("", *_VERSUS) for w in ("增减原因", "增减变化原因", "变动原因", "变化原因")),
    "预决算差异原因": ("预决算差异原因", "差异原因", "与预算差异原因", "预算与决算差异原因"),
}

#: what the money of a table is limited to; a field that does not say so means the whole of the department
SCOPES = {
    "GK04": ("财政拨款",),
    "GK05": ("财政拨款", "一般公共预算"),
    "GK06": ("基本支出", "一般公共预算", "经济分类"),
    "GK07": ("政府性基金",),
    "GK08": ("国有资本",),
}
#: tables and sections whose money is all from fiscal appropriation, so that 财政拨款 adds nothing there
_FISCAL = {"GK04", "GK05", "GK06", "GK07", "GK08", "GK09", "fiscal", "general_budget", "basic", "gov_fund"}
_FISCAL |= {"state_capital", "three_public", "operating"}
#: where the money of one fund stands, by the word that limits a field to it
_FUNDS = {
    "一般公共预算": {"GK05", "GK06", "GK09", "general_budget", "basic", "operating", "three_public"},
    "政府性基金": {"GK07", "gov_fund"},
    "国有资本经营": {"GK08", "state_capital"},
}
#: where only one fund's money stands, which is less than all fiscal appropriation
_ONE_FUND = {"GK05", "GK07", "GK08", "general_budget", "gov_fund", "state_capital"}


def is_fiscal(fact: Fact) -> bool:
    return fact.table in _FISCAL or fact.section_key in _FISCAL


def in_scope(fact: Fact, words: str) -> bool:
    """Whether a fact is of the fund that a field's words limit it to; several funds limit it to none."""
    own = f"{fact.row_name}{fact.column}"
    funds = [fund for fund in _FUNDS if fund in words]
    if len(funds) == 1 and funds[0] not in own and not {fact.table, fact.section_key} & _FUNDS[funds[0]]:
        return False
    if "财政拨款" in words and not funds and {fact.table, fact.section_key} & _ONE_FUND:
        return False
    return "财政拨款" not in words or "财政拨款" in own or is_fiscal(fact)


def is_income(fact: Fact) -> bool:
    """Whether a fact is of the income side, where 支出 in a field's words means something else."""
    return fact.column == "收入金额" or fact.table == "GK02" or "收入" in fact.row_name + fact.column


def is_total(fact: Fact) -> bool:
    return name_key(fact.row_name) in TOTALS and fact.origin == "table"


def is_plain(fact: Fact) -> bool:
    """Whether a field need not name the column: it holds the main figure of its row."""
    if fact.column == "得分":
        return "得分" in fact.row_name
    return (fact.column in _PLAIN_COLUMNS or fact.column == "决算数合计") and fact.origin != "annex"


@cache
def row_words(row_name: str, row_code: str | None, key: tuple[str, ...]) -> tuple[str, ...]:
    """The names a subject goes by: its row name, its code, and the ways of asking for its measure."""
    names = (name_key(row_name), row_code or "", *_asked_words(key))
    return tuple(dict.fromkeys(n for n in names if n and n not in TOTALS))


@cache
def column_words(column: str, part_of: str | None) -> tuple[str, ...]:
    """The names a column goes by; a “三公” column is named by its item, the budget side with 预算."""
    words = {column, *_COLUMN_WORDS.get(column, ())}
    if column == "占比" and part_of:
        wholes = {name_key(part_of), *_asked_words((part_of,))}
        words |= {
            f"占{whole}{tail}" for whole in wholes for tail in ("的比例", "比例", "的比重", "比重", "的百分比", "")
        }
    for side, shorter in (("决算数", ("", "决算", "决算数")), ("预算数", ("预算", "预算数"))):
        if column.startswith(side) and (item := column.removeprefix(side).removesuffix("小计")):
            words |= {item + word for word in shorter if item != "合计"} | set(shorter)
    return tuple(name_key(w) for w in words if w and w not in TOTALS)


def is_side(measure: str | None) -> bool:
    """Whether a word only tells budget from final accounts, and nothing of whose."""
    return measure in {"决算", "决算数", "预算", "预算数", "全年预算", "全年预算数", "年初预算", "年初预算数"}


@cache
def place_words(table: str | None, section: str | None) -> tuple[str, ...]:
    """The printed titles of a statutory table, what is left of them without 决算表, and the title of a section."""
    form = table_forms().get(table or "")
    titles = (form.titles if form else ()) or ((name_key(table),) if table else ())
    stems = {re.sub(r"(收入)?支出?决算(明细)?(总)?表$|决算(明细)?(总)?表$|总?表$", "", t) for t in titles}
    stems |= {re.sub(r"决算(明细)?(总)?表$", "", t) for t in titles}
    scopes = SCOPES.get(table or "", ())
    named = [s for s in (*titles, *stems, *_section_title(section)) if len(s) > 3]
    return (*named, *(s for s in scopes if s != "基本支出"))


@cache
def _section_title(key: str | None) -> tuple[str, ...]:
    return tuple(name_key(words.title) for words in section_words() if words.key == key)


def cell_key(fact: Fact) -> tuple[str, ...]:
    return (fact.table or "", fact.row_name, fact.column) if fact.origin == "table" else (fact.row_name,)


@cache
def _asked_words(key: tuple[str, ...]) -> tuple[str, ...]:
    """The vocabulary's other names of a statutory cell, or of a subject of prose."""
    words: list[str] = []
    name = name_key(key[0]) if len(key) == 1 else ""
    for measure in measures().values():
        named = name in {name_key(w) for w in (measure.name, *measure.printed)}
        if key in measure.cells or key in measure.budget or named:
            words += [measure.name, *measure.printed, *measure.asked]
    return tuple(name_key(w) for w in words)


@cache
def place_rank(key: tuple[str, ...]) -> int | None:
    """How early the vocabulary names a statutory cell among those that hold a measure's own figure."""
    ranks = [measure.cells.index(key) for measure in measures().values() if key in measure.cells]
    return min(ranks, default=None)


@cache
def is_principal(key: tuple[str, ...], section: str | None, word: str) -> bool:
    """Whether the vocabulary names this cell, or this subject in this section, as the place of what a word means."""
    for measure in measures().values():
        if word in {name_key(w) for w in (measure.name, *measure.printed, *measure.asked)} and (
            key in measure.cells or key in measure.budget or (key == (measure.name,) and section in measure.sections)
        ):
            return True
    return False
