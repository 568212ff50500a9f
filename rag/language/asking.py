"""What a question, or a piece of it, asks by its words: operations and columns, without the figures that it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel

from extractors.facts import MONEY
from extractors.vocabulary import question_words
from rag.language.quantities import Quantity, quantities_in

#: columns of a budget
BUDGETS = {"年初预算数", "全年预算数", "预算数"}
#: rates that are asked for in the words of a share (增长了百分之几)
_RATES = {"增减幅", "完成比例", "较年初预算增减幅"}
#: columns of money and of shares, of which a figure may be stated
_MONEY_COLUMNS = {"年初预算数", "全年预算数", "预算数", "决算数", "全年执行数", "资金"}
_SHARES = {"占比", "完成比例", "增减幅"}
#: what may stand between the words of a column and its figure, and what makes a figure a bound
_IS = re.compile(
    r"^(数|额|金额)?(项目|专项|整体)?(资金|经费|支出)?(给它|给)?(一共|总共|只|才|就|都|仅|共)?(是|为|有|安排|定|列|给|报|批)?(了)?[|]*$"
)
_BOUND = re.compile(
    r"^(元)?(左右)?(以上|以下|以内|之内|之间|及以|往上|的(?!(年初|全年)?预算|情况|时候)|还是|吗|么|[到至~-]\d)"
)
_OF_BUDGET = re.compile(r"^(元)?的((年初|全年)?预算)(数|额|安排)?")
_WITHIN = re.compile(r"^元?(里头|里面|里|中|当中|之中)")
#: an amount right behind 年初 is a budget
_AT_FIRST = re.compile(r"年初(只|就|原|才|共)?(有|是|给|批|定)?(了)?$")
_DONE = re.compile(r"完成(了)?(年初|全年|调整)?预算(数)?的?$")
#: rows that are asked for by what they come to, behind it and before it
_OF_ROWS = re.compile("的[类款项]?级?(?:科目|项目|支出)?(?:有|是|都)*[哪几多]|的(?:[类款项]级)?科目")
_WHICH_ROWS = re.compile("哪[些几]")
_NOTHING_PLANNED = re.compile(
    r"(年初|全年)?(预算(数)?(是|为)?(0|零)(?![.\d])|(?<!有)(没有?|无|未)(列|安排|编|做)?(年初)?预算)(?=[，,、])"
)
_NEAR = 12


class Stated(BaseModel):
    """The figure of a column that a question states (年初预算五百万，…) and does not ask for, with its place."""

    start: int
    end: int
    column: str
    value: Decimal
    unit: str


def operations_in(text: str, columns: Sequence[str]) -> list[str]:
    """The operations of a folded text in which ``columns`` are asked for."""
    words = question_words()
    found = words.operations_in(text)
    if "conflict" in found and not words.operations["conflict"].search(words.either_way.sub("|", text)):
        found.remove("conflict")
    no_share = (_RATES & set(columns) and not words.portion.search(text)) or words.portion_in_money.search(text)
    return [o for o in found if o != "share"] if no_share else found


def columns_in(text: str) -> list[str]:
    """The columns that a folded text asks for, in order; of what is asked in money (占多少万) no share."""
    words = question_words()
    # 比2022年度决算数增加了多少: what is compared with is not asked for
    text = words.compared_figure.sub(lambda m: m.group(0)[0] + "|" * (len(m.group(0)) - 1), text)
    found = words.columns_in(text)
    if words.portion_in_money.search(text):
        return [c for c in found if c != "占比"]
    if {"增减额", "占比"} <= set(found) and not words.portion.search(text):
        # 降了多少万、百分之几: of a change the rate
        return list(dict.fromkeys("增减幅" if c == "占比" else c for c in found))
    return found


def stated_in(text: str) -> list[Stated]:
    """The figures of columns that a folded question states before it asks something else."""
    words = question_words()
    found = [s for q in quantities_in(text) if (s := _stated(text, q)) is not None]
    found += [
        Stated(start=m.start(), end=m.end(), column="年初预算数", value=Decimal(0), unit="万元")
        for m in _NOTHING_PLANNED.finditer(text)
    ]
    rest = without(text, found)
    return found if words.figure_asked.search(rest) or words.text_asked.search(rest) else []


def _stated(text: str, quantity: Quantity) -> Stated | None:
    if match := _OF_BUDGET.match(text[quantity.end :]):
        column = "全年预算数" if match.group(3) == "全年" else "年初预算数"
        start, end = quantity.start, quantity.end + match.end()
        return Stated(start=start, end=end, column=column, value=quantity.value, unit=quantity.unit)
    if _BOUND.match(text[quantity.end :]) or _WITHIN.match(text[quantity.end :]):
        return None  # of a budget of which parts are asked for, the parts are meant in that column
    if quantity.unit in MONEY and (match := _AT_FIRST.search(text[: quantity.start])):
        start, end = match.start(), quantity.end
        return Stated(start=start, end=end, column="年初预算数", value=quantity.value, unit=quantity.unit)
    if quantity.unit == "%" and (match := _DONE.search(text[: quantity.start])):
        if _OF_ROWS.match(text, quantity.end) or _WHICH_ROWS.search(text[: match.start()]):
            return None  # 完成预算100%的科目: a condition on rows
        start, end = match.start(), quantity.end
        return Stated(start=start, end=end, column="完成比例", value=quantity.value, unit=quantity.unit)
    columns = _MONEY_COLUMNS if quantity.unit in MONEY else _SHARES
    for words in question_words().columns:
        if words.column not in columns:
            continue
        for match in words.words.finditer(text, max(0, quantity.start - _NEAR), quantity.start):
            if _IS.match(text[match.end() : quantity.start]):
                start, end = match.start(), quantity.end
                return Stated(start=start, end=end, column=words.column, value=quantity.value, unit=quantity.unit)
    return None


def amounts_in(text: str) -> list[Decimal]:
    """The amounts of money that a folded question states, in 万元, without those that are bounds."""
    return [q.value * MONEY[q.unit] for q in quantities_in(text) if q.unit in MONEY and not _BOUND.match(text[q.end :])]


def is_stated_at(text: str, place: int) -> bool:
    """Whether a folded text states an amount of money right behind a place."""
    behind = text[place : place + _NEAR]
    return any(q.unit in MONEY and _IS.match(behind[: q.start]) for q in quantities_in(behind))


def without(text: str, stated: Sequence[Stated], all_of_them: bool = True) -> str:
    """A text without what it states, places unchanged; else without what it states of other columns than budgets."""
    for one in stated:
        if all_of_them or one.column not in BUDGETS:
            text = text[: one.start] + "|" * (one.end - one.start) + text[one.end :]
    return text


def without_quantities(text: str) -> str:
    """A text with the quantities in it blanked out."""
    for quantity in reversed(list(quantities_in(text))):
        text = text[: quantity.start] + "|" * (quantity.end - quantity.start) + text[quantity.end :]
    return text


def without_columns(text: str, columns: Sequence[str] | None = None) -> str:
    """A text with the words that ask for a column blanked out, or for one of some."""
    for column in question_words().columns:
        if columns is not None and column.column not in columns:
            continue
        text = column.words.sub(lambda m: "|" * len(m.group(0)), text)
    return text


def places_held(text: str) -> list[tuple[int, int]]:
    """Where a folded question names places of the report (自评表里填的) that are held against one another."""
    words = question_words()
    found = []
    for match in words.places_held.finditer(text):
        behind = words.places_said.match(text, match.end())
        found.append((match.start(), behind.end() if behind else match.end()))
    return found


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spans blanked out, places unchanged."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = "\0" * (end - start)
    return "".join(chars).replace("\0", "|")
