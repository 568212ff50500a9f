"""Family C, the sections on 政府性基金 and 国有资本经营预算 against their own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import State, stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.items import items_of, paired, paths_of
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.table_prose import section_figures, text_place
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact, plain_decimal
from extractors.text import fold, squeeze
from extractors.vocabulary import Measure, measures

#: the sentence that there was none of a fund
_NIL = re.compile(r"(?:没有|无|未发生|不存在)[^。，；]{0,14}(?:政府性基金|国有资本经营)[^。；]{0,40}")
#: the sentence that there was no “三公” spending at all; of a single kind of it is another matter
_NO_THREE_PUBLIC = re.compile(
    r"(?:没有|未发生|未安排|未使用)(?:财政拨款)?(?:安排的?)?\"?三公\"?经费(?:财政拨款)?(?:支出|开支)(?!决算|预算|增|减)"
)
#: section, table, the column of its spending, and the lines that the text may tell by their names
_FUNDS = {
    "gov_fund": (
        "GK07",
        "本年支出小计",
        {
            "政府性基金预算财政拨款年初结转和结余": "年初结转和结余",
            "政府性基金预算财政拨款本年收入": "本年收入",
            "政府性基金预算财政拨款本年支出": "本年支出小计",
            "政府性基金预算财政拨款年末结转和结余": "年末结转和结余",
        },
    ),
    "state_capital": (
        "GK08",
        "小计",
        {
            "国有资本经营预算财政拨款年初结转和结余": "年初结转和结余",
            "国有资本经营预算财政拨款本年收入": "本年收入",
            "国有资本经营预算财政拨款本年支出": "小计",
            "国有资本经营预算财政拨款年末结转和结余": "年末结转和结余",
        },
    ),
}


def _fund(section: str, rule: Rule, book: Book) -> Iterator[Verdict]:
    """Total, lines and 项 of a fund as its section tells them."""
    yield from section_figures(section, rule, book)
    table, spent, lines = _FUNDS[section]
    for name, column in lines.items():
        for fact in book.said.of(section, name, *SPENT):
            cell = book.cell(table, "合计", column)
            if not book.has(table) or column not in book.columns(table):
                yield insufficient(rule, f"{section}/{name}", [f"{table_title(table)}{column}"])
            elif not book.is_empty(table):
                yield equal(rule, book, f"{section}/{name}/{fact.line}", [stated(fact)], [cell])
            elif fact.value:
                yield _beside_empty(rule, section, table, fact)
    items, paths = items_of(book, section), paths_of(book, table)
    for index, code in paired(items, paths).items() if items and paths else ():
        if (told := items[index].spent) is not None:
            yield equal(rule, book, f"{section}/{code}", [stated(told)], [book.cell(table, code, spent)])


def _beside_empty(rule: Rule, section: str, table: str, fact: Fact) -> Verdict:
    """Money of a fund whose table is printed without a figure."""
    said = f"{text_place(section)}写明{fact.row_name}{fact.raw}"
    ground = f"{said}，而{table_title(table)}没有数据，两者不能同时成立，请核对。"
    subject = f"{section}/{fact.row_name}/{fact.line}"
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,), shown=(str(fact.value),))


def _nil(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A fund that the text says there was none of has an empty table, and the other way round."""
    for section, table in (("gov_fund", "GK07"), ("state_capital", "GK08")):
        subject = f"{section}/{table}"
        said = book.find(section, _NIL)
        if not book.has(table):
            yield insufficient(rule, subject, [table_title(table)])
        elif not said:
            yield not_applicable(rule, subject, "正文没有写明该项预算无收支")
        else:
            yield _nil_and_table(rule, book, subject, table, said)


def _nil_and_table(rule: Rule, book: Book, subject: str, table: str, said: list[Fact]) -> Verdict:
    cells = [book.cell(table, row, column) for row in book.rows(table) for column in book.columns(table)]
    money = [c for c in cells if c.value and c.fact]
    if not money:
        return Verdict(rule, subject, Status.PASS)
    first = money[0].fact
    assert first is not None
    ground = (
        f"正文称“{said[0].raw}”，而{table_title(table)}{first.row_name}“{first.column}”列有{first.raw}"
        f"{first.unit or ''}，两者不能同时成立，请核对。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(said[0], first), shown=("0", first.raw))


def _no_spending(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Sentences that there was no “三公” spending, or none of a part of it, beside money in the table or the text."""
    yield from _no_three_public(rule, book)
    for measure in measures().values():
        if measure.part_of == "three_public" and measure.budget:
            said = [f for f in book.find("three_public", _none_of(measure)) if not _of_other_years(book, f)]
            told = [f for f in book.said.of("three_public", measure.name, *SPENT) if f.value]
            if said and told:
                yield _beside_money(rule, f"three_public/{measure.name}", said[0], measure.name, told[0])


@lru_cache(maxsize=8)
def _none_of(measure: Measure) -> re.Pattern[str]:
    """How a sentence says that nothing was spent on a part of “三公”经费."""
    names = "|".join(re.escape(fold(name)) for name in sorted((measure.name, *measure.printed), key=len, reverse=True))
    return re.compile(rf"(?:没有|无|未发生|未安排)(?:{names})(?:支出|开支)?(?=[，。；])")


def _of_other_years(book: Book, fact: Fact) -> bool:
    """Whether the clause of a place speaks of another year than the report's."""
    before = fold(book.report.source.text[max(fact.start - 40, 0) : fact.start])
    clause = re.split(r"[，。；：]", before)[-1]
    years = re.findall(r"20\d\d", clause)
    others = [year for year in years if int(year) != book.report.identity.year]
    return bool(others or re.search(r"上年|去年|以前|往年|预算", clause))


def _no_three_public(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A sentence that there was no “三公” spending at all beside money in the table or in the text."""
    said = book.find("three_public", _NO_THREE_PUBLIC)
    if not said:
        yield not_applicable(rule, "three_public", "正文没有写没有“三公”经费支出")
        return
    told = [f for f in book.said.of("three_public", "“三公”经费", *SPENT) if f.value]
    cell = book.cell("GK09", "合计", "决算数合计")
    money = told[0] if told else cell.fact if cell.value else None
    if money is None and not told and cell.state is State.MISSING:
        yield insufficient(rule, "three_public", [table_title("GK09")])
    elif money is None:
        yield Verdict(rule, "three_public", Status.PASS)
    else:
        yield _beside_money(rule, "three_public", said[0], "“三公”经费", money)


def _beside_money(rule: Rule, subject: str, said: Fact, name: str, money: Fact) -> Verdict:
    amount = f"{money.raw}{'' if money.unit and money.raw.endswith(money.unit) else money.unit or ''}"
    ground = f"正文称“{squeeze(said.raw)}”，而{name}决算数为{amount}，两者不能同时成立，请核对。"
    shown = (plain_decimal(money.value),) if money.value is not None else ()
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(said, money), shown=shown)


_TEXT = "正文所说的{}，应与{}的合计行和各项级科目相同；印的位数不同时，以位数少的一方为准比较。"


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S8-01",
        "正文政府性基金与其表一致",
        "error",
        _TEXT.format("政府性基金预算收支", "政府性基金预算财政拨款收入支出决算表"),
        partial(_fund, "gov_fund"),
    ),
    Rule(
        "C-S9-01",
        "正文国有资本经营预算与其表一致",
        "error",
        _TEXT.format("国有资本经营预算收支", "国有资本经营预算财政拨款支出决算表"),
        partial(_fund, "state_capital"),
    ),
    Rule(
        "D-13",
        "称无“三公”经费支出的，不应有金额",
        "error",
        "正文写明没有“三公”经费支出或其中一项的，正文和“三公”经费支出决算表不应有不为零的决算数。",
        _no_spending,
    ),
    Rule(
        "C-S8-02",
        "正文称无收支的预算，表应为空",
        "error",
        "正文写明没有政府性基金（国有资本经营）预算收支时，对应的表不应有金额。",
        _nil,
    ),
)
