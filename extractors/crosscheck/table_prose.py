"""Family C: what the text states against the statutory tables.

A figure is bound by its subject: the vocabulary says in which section a measure is told and in which cells it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from extractors.crosscheck.basic_and_public import PUBLIC_USE, economic
from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated, unstated
from extractors.crosscheck.compare import at_most, equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact, plain_decimal
from extractors.vocabulary import Measure, measures, section_title

#: rule, section, and what the rule is about
_SECTIONS = (
    ("C-S1-01", "overall", "收入支出总计"),
    ("C-S2-01", "income", "本年收入合计及各项收入"),
    ("C-S3-01", "expenditure", "本年支出合计及基本、项目等各类支出"),
    ("C-S4-01", "fiscal", "财政拨款收入支出总计"),
    ("C-S5-01", "general_budget", "一般公共预算财政拨款支出"),
    ("C-S6-01", "basic", "一般公共预算基本支出、人员经费和公用经费"),
    ("C-S7-01", "three_public", "“三公”经费总额和各项的预算数、决算数"),
)
#: sections whose parts must all be told where they carry money
_COMPLETE = {"income", "expenditure"}


def text_place(section: str) -> str:
    """A section of the text in words."""
    return f"正文（{section_title(section)}）"


def cell_of(book: Book, addresses: tuple[tuple[str, ...], ...]) -> Cell | None:
    """The first of a measure's cells that was read; else the first whose table was read; None where no table was."""
    cells = [book.cell(*_address(book, a)) for a in addresses if book.has(a[0])]
    read = [c for c in cells if c.state is not State.MISSING]
    return next(iter(read or cells), None)


def _address(book: Book, address: tuple[str, ...]) -> tuple[str, str, str]:
    """Table, row and column; a row given by a code too is sought by its code first."""
    table, row, column = address[:3]
    return (table, address[3], column) if len(address) > 3 and address[3] in book.codes(table) else (table, row, column)


def section_figures(section: str, rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every measure told in a section against its cell, its budget too where the table has one."""
    if not book.has_section(section):
        yield insufficient(rule, section, [text_place(section)])
        return
    if not book.said.in_section(section):
        yield not_applicable(rule, section, f"{text_place(section)}没有写数字")
        return
    blank: dict[str, list[Fact]] = {}
    for measure in measures().values():
        if section in measure.sections and measure.cells:
            yield from _measure(rule, book, section, measure, blank)
    for table, facts in blank.items():
        yield _beside_blank(rule, section, table, facts)


def _measure(rule: Rule, book: Book, section: str, measure: Measure, blank: dict[str, list[Fact]]) -> Iterator[Verdict]:
    """One measure against its cell. What the text says beside a table without any figure is collected in ``blank``."""
    spent = book.said.of(section, measure.name, *SPENT)
    cell = cell_of(book, measure.cells)
    if cell is None:
        tables = dict.fromkeys(table_title(a[0]) for a in measure.cells)
        yield insufficient(rule, f"{section}/{measure.name}", list(tables))
        return
    if book.is_empty(cell.ref.table):
        told = [*spent, *(book.said.of(section, measure.name, *BUDGETS) if measure.budget else ())]
        if any(f.value for f in told):
            blank.setdefault(cell.ref.table, []).extend(told)
            return
    if spent:
        yield from _each(rule, book, section, spent, cell)
    elif measure.sections[0] == section:
        yield _by_parts(rule, book, section, measure, cell) or _untold(rule, book, section, measure, cell)
    if measure.budget and (budgeted := book.said.of(section, measure.name, *BUDGETS)):
        yield from _each(rule, book, section, budgeted, cell_of(book, measure.budget) or cell)


#: a measure and the part that it is told without
_WITHOUT = re.compile(r"(?P<name>[^()]+)[(](?:不含|不包括|不包含)(?P<part>[^()]+)[)]$")


def _beside_blank(rule: Rule, section: str, table: str, facts: list[Fact]) -> Verdict:
    """Amounts in the text beside a table that is printed without a single figure: one finding for the table."""
    kept = list({(f.row_name, f.column): f for f in facts}.values())
    named = "、".join(f"{f.row_name}{f.column}{f.raw}" for f in kept[:6])
    ground = f"{text_place(section)}写明{named}，而{table_title(table)}为空白，表中应填列金额，请核对。"
    shown = tuple(dict.fromkeys(plain_decimal(f.value) for f in kept if f.value is not None))
    subject = f"{section}/{table}/空表"
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=tuple(kept), shown=shown, severity="warning")


def _each(rule: Rule, book: Book, section: str, facts: list[Fact], cell: Cell) -> Iterator[Verdict]:
    for fact in facts:
        verdict = equal(rule, book, f"{section}/{fact.row_name}/{fact.column}/{fact.line}", [stated(fact)], [cell])
        yield verdict


def _by_parts(rule: Rule, book: Book, section: str, measure: Measure, cell: Cell) -> Verdict | None:
    """A measure that the text tells by its parts alone, as 财政拨款收入 by its funds: their sum is its cell."""
    parts = [stated(f[0]) for name in measure.instead if (f := book.said.of(section, name, *SPENT))]
    parts = parts or _with_what_it_is_without(book, section, measure)
    return equal(rule, book, f"{section}/{measure.name}", parts, [cell]) if parts else None


def _with_what_it_is_without(book: Book, section: str, measure: Measure) -> list[Cell]:
    """A measure told without a part of it (事业收入(不含专户管理教育收费)), and that part told beside it."""
    told = book.said.in_section(section, *SPENT)
    without = [(f, m["part"]) for f in told if (m := _WITHOUT.match(f.row_name)) and m["name"] == measure.name]
    if not without:
        return []
    fact, part = without[0]
    return [stated(fact), *(stated(f) for f in told if part in f.row_name and f is not fact)]


def _untold(rule: Rule, book: Book, section: str, measure: Measure, cell: Cell) -> Verdict:
    """A measure that its section does not tell: a fault for a part with money where the section lists the parts."""
    subject = f"{section}/{measure.name}"
    if section in _COMPLETE and measure.part_of and cell.value and cell.fact:
        place = table_title(cell.ref.table)
        ground = (
            f"{place}列有{measure.name}{cell.fact.raw}{cell.fact.unit or ''}，{text_place(section)}没有说明这一项，"
            "请补充或核对。"
        )
        return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(cell.fact,), shown=(cell.fact.raw,))
    if book.mentions(section, measure.printed or (measure.name,)):
        return insufficient(rule, subject, [f"{text_place(section)}的{measure.name}"])
    return not_applicable(rule, subject, f"{text_place(section)}没有提到{measure.name}")


def _three_public_sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Within the text: purchase + running = vehicles, foreign + domestic = reception.

    What is told as a part of one that makes up the whole (国内接待1.86万元，含外宾接待0.42万元) is not added again.
    """
    wholes = (
        ("公务用车购置及运行费", ("公务用车购置费", "公务用车运行费")),
        ("公务接待费", ("外宾接待支出", "国内公务接待支出")),
        ("“三公”经费", ("因公出国（境）费", "公务用车购置及运行费", "公务接待费")),
    )
    for whole, names in wholes:
        total, *parts = (_last(book, name) for name in (whole, *names))
        alone = {name for name, part in zip(names, parts, strict=True) if part.value and part.value == total.value}
        apart = [part for part in parts if part.fact is None or part.fact.part_of not in alone]
        yield equal(rule, book, f"three_public/{whole}", [total], apart)


def _last(book: Book, name: str) -> Cell:
    facts = book.said.of("three_public", name, *SPENT)
    return stated(facts[-1]) if facts else unstated(text_place("three_public"), name, "决算数")


def _operating(rule: Rule, book: Book) -> Iterator[Verdict]:
    """机关运行经费 is paid out of 公用经费."""
    told = book.said.of("operating", "机关运行经费", *SPENT)
    if not told:
        yield insufficient(rule, "operating", [f"{text_place('operating')}的机关运行经费"])
        return
    whole = economic(book, PUBLIC_USE)
    if whole.state is State.MISSING and (said := book.said.of("basic", "公用经费", *SPENT)):
        whole = stated(said[0])
    for fact in told:
        yield at_most(rule, book, f"operating/{fact.line}", [stated(fact)], [whole])


def _evaluated(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The money of the self-evaluated projects may be of another scope than 项目支出: more than that is only told."""
    told = book.said.of("performance", "自评项目", "资金")
    if not told:
        yield not_applicable(rule, "自评项目资金", "正文没有写自评项目的资金")
    for fact in told:
        yield at_most(rule, book, f"自评项目资金/{fact.line}", [stated(fact)], [book.cell("GK03", "合计", "项目支出")])


def _rule(id: str, title: str, explanation: str, check: Callable[[Rule, Book], Iterator[Verdict]]) -> Rule:
    return Rule(id, title, "error", explanation, check)


_EQUAL = "同一数字在正文和决算表中各说一次，应当相同；印的位数不同时，以位数少的一方为准比较。"


RULES: tuple[Rule, ...] = (
    *(
        _rule(
            id,
            f"正文{section_title(section)}与决算表一致",
            f"正文所说的{what}，应与决算表同一项相同。" + _EQUAL,
            partial(section_figures, section),
        )
        for id, section, what in _SECTIONS
    ),
    _rule(
        "C-S7-04",
        "“三公”经费正文各项相加相符",
        "正文中：购置费加运行费应等于公务用车购置及运行费，外宾接待加国内接待应等于公务接待费，三项之和应等于“三公”经费总额。",
        _three_public_sums,
    ),
    Rule(
        "C-S11-01",
        "机关运行经费不大于公用经费",
        "warning",
        "机关运行经费从公用经费中开支，不应大于一般公共预算基本支出中的公用经费。",
        _operating,
    ),
    Rule(
        "C-S11-02",
        "自评项目资金与项目支出的口径",
        "info",
        "自评项目的资金可以与项目支出口径不同；大于全部项目支出的，宜说明包括哪些资金。不作为错误。",
        _evaluated,
    ),
)
